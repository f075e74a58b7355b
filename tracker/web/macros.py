"""Imported macros: the module of a file of macros is made once, not compared and looked up anew for each import."""

from __future__ import annotations

from flask import Flask
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context


def init_app(app: Flask) -> None:
    """Take our templates, all of which have the environment's globals and no others."""
    app.jinja_env.template_class = OurTemplate


class OurTemplate(Template):
    """Jinja compares the globals of importer and imported at each import; ours never differ."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()
