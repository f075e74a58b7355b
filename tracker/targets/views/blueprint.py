"""The blueprint of targets."""

from flask import Blueprint

from tracker.targets.labels import SENTENCES
from tracker.web.sentences import register

bp = Blueprint("targets", __name__, url_prefix="/chi-tieu")
register(SENTENCES)
