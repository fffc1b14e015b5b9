# SPDX-License-Identifier: Apache-2.0
"""What goes wrong, as exceptions. `Error` catches all of them; where Python has a name for the
kind, the class is that one, too. The text says what was being done, to which file, tensor or
argument, what was expected and what was found."""

__all__ = [
    "Error",
    "InvalidArgumentError",
    "InvalidFileError",
    "NotFoundError",
    "UnsupportedError",
]


class Error(RuntimeError):
    """The backend or a computation failed; base class of the others."""


class InvalidArgumentError(Error, ValueError):
    """A value given by the caller: an image, an option, a tensor."""


class NotFoundError(Error, FileNotFoundError):
    """A file or folder that does not exist or cannot be read."""


class InvalidFileError(Error):
    """A file that is truncated, damaged or of the wrong kind."""


class UnsupportedError(Error):
    """A format, operator, backend or device that this build lacks."""
