"""What is typed in a comment, and whom it is meant for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import MultipleFileField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from tracker.assignments.forms import MOST_FILES, Boxes
from tracker.bodies.models import Body
from tracker.comments.naming import Reader
from tracker.comments.rules import LONGEST
from tracker.people.labels import ROLE_NAMES
from tracker.web.forms import Form, VersionedForm

WORDS = (
    InputRequired(lazy_gettext("Write the comment.")),
    Length(max=LONGEST, message=lazy_gettext("At most %(max)d characters.")),
)


class CommentForm(Form):
    """A comment with files and the people and bodies it is meant for."""

    text = TextAreaField(lazy_gettext("Comment"), WORDS)
    meant = Boxes(lazy_gettext("Mention"), validate_choice=False, choices=[])
    files = MultipleFileField(lazy_gettext("Files"))
    earlier = Boxes(lazy_gettext("Files sent before"), coerce=int, validate_choice=False, choices=[])

    def offer(self, bodies: Sequence[Body], people: Sequence[Reader], but: int) -> None:
        """Let those who see the work be chosen, besides whoever writes (`but`)."""
        once = {each.id: each for each in people if each.id != but}
        self.meant.choices = [SelectChoice(f"b{body.id}", body.name) for body in bodies]
        self.meant.choices += [SelectChoice(f"p{each.id}", each.name) for each in once.values()]
        self.meant.notes = {
            f"p{each.id}": each.body or str(ROLE_NAMES[each.role]) for each in once.values()
        } | {f"b{body.id}": str(lazy_gettext("everybody of the body")) for body in bodies}

    def validate_files(self, field: MultipleFileField) -> None:
        """At most ten files in one comment."""
        if len([file for file in field.data or [] if file]) > MOST_FILES:
            raise ValidationError(lazy_gettext("At most %(max)s files in one comment.", max=MOST_FILES))

    @property
    def facts(self) -> dict[str, Any]:
        """What `write_comment` is told, without new files."""
        clean = self.clean
        return {"text": clean["text"], "chosen": clean["meant"], "file_ids": clean["earlier"]}


class CorrectForm(VersionedForm):
    """Other words for one's own comment."""

    text = TextAreaField(lazy_gettext("Comment"), WORDS)


class WithdrawCommentForm(Form):
    """One's own comment is taken back."""
