"""Coming in and going out, and one's own account."""

from tracker.auth.views import account, keys, mailed
from tracker.auth.views.door import bp

__all__ = ["account", "bp", "keys", "mailed"]
