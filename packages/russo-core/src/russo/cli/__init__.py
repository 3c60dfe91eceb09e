"""The `russo` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command with the arguments of this process, and exit with its status.

    Example:
        >>> from russo.cli import main
        >>> main.__name__
        'main'
    """
    from ..conflict import refuse_conflict
    from ..errors import RussoError

    try:
        refuse_conflict()
        from .app import app

        app(prog_name="russo")
    except RussoError as error:
        sys.stderr.write(f"russo: {error}\n")
        sys.exit(1)
