"""All output of the commands, so that no text from a file or a provider can send the terminal escape sequences."""

from __future__ import annotations

import math
import sys
from typing import Any

from ..display import plain


def echo(message: object, *, err: bool = False) -> None:
    """Print a line."""
    print(plain(str(message)), file=sys.stderr if err else sys.stdout, flush=True)


def print_json(value: Any) -> None:
    """Print a value for programs to read. What the encoding of the output lacks is escaped, as JSON allows."""
    import json

    encode = json.JSONEncoder(
        indent=2, ensure_ascii=(sys.stdout.encoding or "").lower() != "utf-8", allow_nan=False
    ).encode
    try:
        text = encode(value)
    except ValueError:
        text = encode(_finite(value))
    echo(text)


def _finite(value: Any) -> Any:
    """A value for JSON with null instead of the numbers that JSON lacks, as JavaScript writes them."""
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
