"""The `russo` command."""

from __future__ import annotations

import io
import os
import sys


def main() -> None:
    """Run the command with the arguments of this process, and exit with its status.

    Example:
        >>> from russo.cli import main
        >>> main.__name__
        'main'
    """
    from ..errors import RussoError
    from ..legacy.other_russo import refuse_conflict
    from .again import say_again

    _replace_what_is_closed()
    _escape_what_cannot_be_shown()
    try:
        refuse_conflict()
        if not say_again(sys.argv[1:]):
            os.getcwd()  # without a working directory, the libraries of the command fail with errors of their own
            from .app import app

            app(prog_name="russo")
    except BrokenPipeError:  # the reader of the pipe, such as `head`, has stopped reading
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (RussoError, OSError) as error:  # an OSError without a file is one of standard output
        sys.stderr.write(f"russo: {_reason(error)}\n")
        sys.exit(1)


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        from ..cache.names import has_working_directory

        if not has_working_directory():
            return "the working directory has been deleted: change to one that exists (cd)"
    if isinstance(error, OSError) and error.strerror:
        what = "write to standard output" if error.filename is None else f"use {error.filename!r}"
        return f"cannot {what}: {error.strerror}"
    return str(error)


def _replace_what_is_closed() -> None:
    """Read nothing, and discard the output, where a standard stream is closed, and therefore None."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _escape_what_cannot_be_shown() -> None:
    """Escape characters that the terminal's encoding lacks: texts and file names may contain any character."""
    for stream in (sys.stdout, sys.stderr):
        # A UTF-8 stream that is not strict already writes file names as they are on disk.
        if isinstance(stream, io.TextIOWrapper) and (stream.errors == "strict" or stream.encoding.lower() != "utf-8"):
            stream.reconfigure(errors="backslashreplace")
