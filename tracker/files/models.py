"""Files as they came: stored once under their hash, named only here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Id, reference


class StoredFile(Base):
    """One uploaded file. The bytes lie under `sha256[:2]/sha256` in the instance's `files` folder."""

    __tablename__ = "stored_file"

    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str]
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(default="", server_default="")
    body_id: Mapped[int | None] = reference("body.id", nullable=True)
    stored_by: Mapped[str]
    stored_at: Mapped[datetime]
