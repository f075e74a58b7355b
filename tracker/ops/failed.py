"""What a copy that is no use is reported by."""


class BackupFailed(Exception):
    """A copy could not be made, is not sound, or cannot be put where it was asked; the text says why."""
