# SPDX-License-Identifier: Apache-2.0
"""The exceptions of this package.

`Error` is the base class of all. Those that correspond to a built-in exception derive from it, too.
The text says what was being done, with which file, tensor or argument, what was expected and what
was found.
"""

__all__ = [
    "Error",
    "InvalidArgumentError",
    "InvalidFileError",
    "NotFoundError",
    "UnsupportedError",
]


class Error(RuntimeError):
    """A backend or a computation failed. Base class of the other errors."""


class InvalidArgumentError(Error, ValueError):
    """The caller passed an invalid value: an image, an option, a tensor. Also a ValueError."""


class NotFoundError(Error, FileNotFoundError):
    """A file or folder does not exist or cannot be read. Also a FileNotFoundError."""


class InvalidFileError(Error):
    """A file is truncated, damaged or of the wrong kind."""


class UnsupportedError(Error):
    """This build does not support a format, operator, backend or device."""
