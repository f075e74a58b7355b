"""Groups of bodies and who belongs to them on a day."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import clock
from tracker.bodies import actions, queries, register
from tracker.bodies.forms import DayFilter, GroupForm, MemberForm, offered
from tracker.bodies.views.register import bp, may_edit


@bp.get("/nhom")
def groups() -> str:
    return groups_page(group_form())


@bp.post("/nhom")
def create_group() -> Any:
    form = group_form()
    if not form.ok:
        return groups_page(form), 422
    made = actions.create_group(current_user, name=form.name.data, type_id=form.type_id.data or None)
    return redirect(url_for(".group", group_id=made.id), 303)


@bp.get("/nhom/<int:group_id>")
def group(group_id: int) -> str:
    form = DayFilter(request.args)
    day = (form.ok and form.day.data) or clock.today()
    form.day.data = day
    return render_template(
        "bodies/group.html",
        group=register.group(group_id),
        members=queries.members([group_id], day)[group_id],
        form=form,
        member=member_form(),
        day=day,
        may_edit=may_edit(),
    )


@bp.post("/nhom/<int:group_id>/thanh-vien")
def create_member(group_id: int) -> Response:
    group, form = register.group(group_id), member_form()
    if form.ok:
        actions.add_member(current_user, group, **form.clean)
        flash(gettext("Saved."))
    else:
        flash(gettext("Choose a body and a day."), "back")
    return redirect(url_for(".group", group_id=group_id), 303)


def groups_page(form: GroupForm) -> str:
    """All groups with their size today."""
    rows = register.groups()
    found = queries.members([row.id for row in rows], clock.today())
    return render_template(
        "bodies/groups.html",
        form=form,
        groups=[(row, len(found[row.id])) for row in rows],
        may_edit=may_edit(),
    )


def group_form() -> GroupForm:
    """The form with the types a group may stand for."""
    form = GroupForm()
    every = [
        (kind.id, gettext("Every body of the type: %(type)s", type=kind.name)) for kind in register.types()
    ]
    form.type_id.choices = offered([(0, gettext("A list of bodies")), *every])
    return form


def member_form() -> MemberForm:
    """The form with the bodies of today."""
    form = MemberForm(valid_from=clock.today())
    form.body_id.choices = offered(queries.choices(clock.today())[1])
    return form
