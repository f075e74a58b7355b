"""The review with figures of `tests/reviews`."""

from tests.reviews.conftest import month, office, signer

__all__ = ["month", "office", "signer"]
