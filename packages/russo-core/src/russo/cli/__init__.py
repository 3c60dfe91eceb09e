"""The `russo` command."""

from __future__ import annotations

import io
import sys


def main() -> None:
    """Run the command with the arguments of this process, and exit with its status.

    Example:
        >>> from russo.cli import main
        >>> main.__name__
        'main'
    """
    from ..errors import RussoError
    from ..other_russo import refuse_conflict

    _show_whatever_is_said()
    try:
        refuse_conflict()
        from .app import app

        app(prog_name="russo")
    except (RussoError, OSError) as error:  # of the system: standard output that cannot be written
        sys.stderr.write(f"russo: {error}\n")
        sys.exit(1)


def _show_whatever_is_said() -> None:
    """Escape what a terminal's encoding does not have: texts and names of files may hold anything."""
    for stream in (sys.stdout, sys.stderr):
        # In UTF-8, what is not strict already writes a file's name as it is on disk.
        if isinstance(stream, io.TextIOWrapper) and (stream.errors == "strict" or stream.encoding.lower() != "utf-8"):
            stream.reconfigure(errors="backslashreplace")
