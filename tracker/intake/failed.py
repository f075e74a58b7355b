"""How a reader says why it gave up."""


class Failed(Exception):
    """The first argument is a code of readers.CODES."""
