"""Templates found and imported quickly: nothing of them changes while the application runs."""

from __future__ import annotations

from typing import Any

from flask import Flask
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context


def init_app(app: Flask) -> None:
    """Take our templates, all of which have the environment's globals and no others. Call before any is loaded."""
    environment = app.jinja_env
    environment.template_class = OurTemplate
    find, found = environment.get_template, {}

    def get_template(name: Any, parent: str | None = None, globals: Any = None) -> Template:
        """The template of this name, looked up once; Jinja's own cache asks whether it changed."""
        if name not in found:
            found[name] = find(name, parent, globals)
        return found[name]

    environment.get_template = get_template  # type: ignore[method-assign]


class OurTemplate(Template):
    """Jinja compares the globals of importer and imported at each import; ours never differ."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()
