"""The register of bodies, their types and groups."""

from tracker.bodies.views import groups, one
from tracker.bodies.views.register import bp

__all__ = ["bp", "groups", "one"]
