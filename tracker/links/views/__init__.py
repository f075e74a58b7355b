"""The pages behind a mailed link: a body reports without a password. GET changes nothing."""

from tracker.links.views import many, one, renewing
from tracker.links.views.door import bp

__all__ = ["bp", "many", "one", "renewing"]
