"""All output of the commands, so that no text from a file or a provider can send the terminal escape sequences."""

from __future__ import annotations

import sys
from typing import Any

from ..display import plain


def echo(message: object, *, err: bool = False) -> None:
    """Print a line."""
    print(plain(str(message)), file=sys.stderr if err else sys.stdout, flush=True)


def print_json(value: Any) -> None:
    """Print a value for programs to read. What the encoding of the output lacks is escaped, as JSON allows."""
    import json

    echo(json.dumps(value, indent=2, ensure_ascii=(sys.stdout.encoding or "").lower() != "utf-8"))
