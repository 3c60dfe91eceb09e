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

    _escape_what_cannot_be_shown()
    try:
        refuse_conflict()
        if not say_again(sys.argv[1:]):
            from .app import app

            app(prog_name="russo")
    except BrokenPipeError:  # whoever reads has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (RussoError, OSError) as error:  # an OSError: standard output cannot be written
        sys.stderr.write(f"russo: {error}\n")
        sys.exit(1)


def _escape_what_cannot_be_shown() -> None:
    """Escape characters that the terminal's encoding lacks: texts and names of files may hold anything."""
    for stream in (sys.stdout, sys.stderr):
        # A UTF-8 stream that is not strict already writes the name of a file as it is on disk.
        if isinstance(stream, io.TextIOWrapper) and (stream.errors == "strict" or stream.encoding.lower() != "utf-8"):
            stream.reconfigure(errors="backslashreplace")
