"""Verbs, things and actors of the policy and the log, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext

VERBS = {
    "absence.end": lazy_gettext("End an absence"),
    "absence.set": lazy_gettext("Enter an absence with its deputy"),
    "assignment.accept": lazy_gettext("Accept work"),
    "assignment.cancel": lazy_gettext("Cancel work"),
    "assignment.confirm": lazy_gettext("Confirm a result"),
    "assignment.exempt": lazy_gettext("Say that work does not apply"),
    "assignment.object": lazy_gettext("Object to work"),
    "assignment.reopen": lazy_gettext("Reopen work"),
    "assignment.report": lazy_gettext("Report on work"),
    "assignment.resume": lazy_gettext("Resume work"),
    "assignment.return": lazy_gettext("Return for rework"),
    "assignment.suspend": lazy_gettext("Suspend work"),
    "assignment.uphold": lazy_gettext("Refuse an objection"),
    "assignment.withdraw": lazy_gettext("Withdraw a report"),
    "audit.read": lazy_gettext("Read the audit log"),
    "backup.drill": lazy_gettext("Bring a backup back for trial"),
    "backup.run": lazy_gettext("Make a backup"),
    "body.alias": lazy_gettext("Add a name of a body"),
    "body.create": lazy_gettext("Add a body or type"),
    "body.edit": lazy_gettext("Correct a body"),
    "body.reform": lazy_gettext("Change bodies"),
    "citation.add": lazy_gettext("Note a document cited"),
    "citation.edit": lazy_gettext("Correct a document cited"),
    "difficulty.answer": lazy_gettext("Answer a difficulty"),
    "difficulty.pass_up": lazy_gettext("Pass a difficulty up to the leader"),
    "difficulty.report": lazy_gettext("Report a difficulty"),
    "difficulty.share": lazy_gettext("Say that one has met the same difficulty"),
    "directive.discard": lazy_gettext("Discard a draft"),
    "directive.draft": lazy_gettext("Begin a draft"),
    "directive.edit": lazy_gettext("Edit a draft"),
    "directive.give_later": lazy_gettext("Give tasks to new members of a group"),
    "directive.issue": lazy_gettext("Issue a directive"),
    "extension.ask": lazy_gettext("Ask for more time"),
    "extension.decide": lazy_gettext("Decide on more time"),
    "file.store": lazy_gettext("Attach a file"),
    "group.create": lazy_gettext("Add a group"),
    "group.edit": lazy_gettext("Change a group"),
    "handling.pass_on": lazy_gettext("Pass work on inside the body"),
    "handling.settle": lazy_gettext("Settle work of people who have left"),
    "handling.step": lazy_gettext("Change the body's own steps"),
    "letter.drop": lazy_gettext("Drop a letter"),
    "letter.readdress": lazy_gettext("Send a letter to another mailbox"),
    "letter.release": lazy_gettext("Release a held letter"),
    "letter.test": lazy_gettext("Send a test letter"),
    "link.issue": lazy_gettext("Make a mailed link"),
    "link.report": lazy_gettext("Report by a mailed link"),
    "link.renew": lazy_gettext("Ask for a new link"),
    "person.code": lazy_gettext("Mail a sign-in code"),
    "person.create": lazy_gettext("Make an account"),
    "person.edit": lazy_gettext("Change an account"),
    "person.enable": lazy_gettext("Enable or disable an account"),
    "person.export": lazy_gettext("Export a person's data"),
    "person.invite": lazy_gettext("Make a link to choose a password"),
    "person.language": lazy_gettext("Choose the language"),
    "person.password": lazy_gettext("Choose a password"),
    "person.unlock": lazy_gettext("Unlock an account"),
    "reading.drop": lazy_gettext("Give up reading a file"),
    "reading.go_on": lazy_gettext("Go on without unread pages"),
    "reading.restart": lazy_gettext("Read a file again"),
    "reading.start": lazy_gettext("Send a file to be read"),
    "reform.call_off": lazy_gettext("Call off a planned change of bodies"),
    "reform.perform": lazy_gettext("Carry out a planned change of bodies"),
    "reform.plan": lazy_gettext("Plan a change of bodies"),
    "register.import": lazy_gettext("Import the register"),
    "reminder.call": lazy_gettext("Note a telephone call"),
    "reminder.ladder": lazy_gettext("Queue automatic reminders"),
    "reminder.urge": lazy_gettext("Send reminders"),
    "review.close": lazy_gettext("Close a period"),
    "review.open": lazy_gettext("Open a period"),
    "review.remark": lazy_gettext("Remark on a review"),
    "review.reopen": lazy_gettext("Reopen a period"),
    "session.confirm": lazy_gettext("Prove again who one is"),
    "session.end": lazy_gettext("Sign out"),
    "session.start": lazy_gettext("Sign in"),
    "setting.change": lazy_gettext("Change the office's rules"),
    "system.read": lazy_gettext("See the installation's health"),
    "task.date": lazy_gettext("Enter the date of an event"),
    "task.edit": lazy_gettext("Edit a task"),
    "task.give": lazy_gettext("Give a task to one more body"),
    "task.occur": lazy_gettext("Open a period of a recurring task"),
    "task.serve": lazy_gettext("Tie a task to the upper one"),
    "workday.change": lazy_gettext("Change days off"),
}
"""A verb without words of its own is shown as it is written in the log."""

THINGS = {
    "absence": lazy_gettext("Absence"),
    "assignment": lazy_gettext("Assignment of work"),
    "backup": lazy_gettext("Backup"),
    "body": lazy_gettext("Body"),
    "body_group": lazy_gettext("Group of bodies"),
    "body_type": lazy_gettext("Type of body"),
    "calendar": lazy_gettext("Working calendar"),
    "call": lazy_gettext("Telephone call"),
    "difficulty": lazy_gettext("Difficulty"),
    "directive": lazy_gettext("Directive"),
    "directive_link": lazy_gettext("Document cited"),
    "extension": lazy_gettext("Request for more time"),
    "ladder": lazy_gettext("Automatic reminders of a day"),
    "links": lazy_gettext("Mailed links"),
    "mailed_link": lazy_gettext("Mailed link"),
    "outbox": lazy_gettext("Letter"),
    "period": lazy_gettext("Review period"),
    "person": lazy_gettext("Account"),
    "reading": lazy_gettext("Reading of a file"),
    "reform": lazy_gettext("Change of bodies"),
    "reform_plan": lazy_gettext("Planned change of bodies"),
    "register": lazy_gettext("Register"),
    "setting": lazy_gettext("The office's rules"),
    "stored_file": lazy_gettext("File"),
    "task": lazy_gettext("Task"),
    "urge_batch": lazy_gettext("Reminders by hand"),
}
"""What a deed was done to: `assignment` of `assignment:42`."""

ACTORS = {"link": lazy_gettext("by a mailed link"), "system": lazy_gettext("by itself")}
"""How somebody came in who was not signed in."""

WAYS = {
    "page": lazy_gettext("on a page"),
    "link": lazy_gettext("by a mailed link"),
    "import": lazy_gettext("by an imported file"),
    "command": lazy_gettext("by a command"),
    "job": lazy_gettext("by the clock"),
}
"""The way in of a deed; lines from before it was kept have none."""

PAGES = {
    "assignment": ("/phan-cong/", {"auditor"}),
    "body": ("/don-vi/", {"admin", "auditor"}),
    "body_group": ("/don-vi/nhom/", {"admin", "auditor"}),
    "directive": ("/van-ban/", {"auditor"}),
    "outbox": ("/quan-tri/thu/", {"admin"}),
    "person": ("/quan-tri/nguoi-dung/", {"admin"}),
    "reform_plan": ("/don-vi/sap-xep/du-kien/", {"admin", "auditor"}),
    "reform": ("/don-vi/sap-xep/", {"admin", "auditor"}),
    "task": ("/nhiem-vu/", {"auditor"}),
}
"""Kind of a thing to where its page is, the id following, and which readers of the log may open it."""


def page_of_thing(thing: str, role: str) -> str | None:
    """The address of `assignment:42`, None where there is no page for its kind or for this reader."""
    kind, _, number = thing.partition(":")
    address, readers = PAGES.get(kind, ("", set()))
    return address + number if role in readers and number.isdecimal() else None
