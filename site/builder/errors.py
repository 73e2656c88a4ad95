"""The errors that end a build with a message instead of a traceback."""


class BuildError(Exception):
    """Something the build depends on is not right; str() says what, and what to do about it."""


class UsageError(BuildError):
    """The command line asks for something that can't be done; exit code 2."""
