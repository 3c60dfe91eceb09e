"""What the commands print: through here, so that nothing from a file or a provider commands the terminal."""

from __future__ import annotations

import sys
from typing import Any

from ..display import plain


def echo(message: object, *, err: bool = False) -> None:
    """Print a line."""
    print(plain(str(message)), file=sys.stderr if err else sys.stdout, flush=True)


def print_json(value: Any) -> None:
    """Print what a program reads: in an encoding that lacks characters, they are escaped as JSON has it."""
    import json

    echo(json.dumps(value, indent=2, ensure_ascii=sys.stdout.encoding.lower() != "utf-8"))
