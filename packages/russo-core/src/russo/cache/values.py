"""Checks values that were read from JSON or TOML, in files that anybody may have written.

The rest of russo can then take such a value apart, print it and write it again without further checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# Real settings are not nested more deeply, and printing 400 levels would exceed Python's recursion limit.
DEEPEST: Final = 32
# Python refuses to print 5,000 digits: https://docs.python.org/3/library/stdtypes.html#int-max-str-digits
_LARGEST_INT: Final = 2**256


def flaw_in(value: Any) -> str | None:
    """Say why a value cannot be used; None if it can.

    Args:
        value: A value that a parser returned.

    Returns:
        The end of a sentence, such as ``"is nested more than 32 levels deep"``.
    """
    level = [value]
    for _ in range(DEEPEST + 1):
        below: list[Any] = []
        for one in level:
            flaw = _flaw_in_scalar(one)
            if flaw is not None:
                return flaw
            if isinstance(one, dict):
                below += one
                below += one.values()
            elif isinstance(one, list):
                below += one
        if not below:
            return None
        level = below
    return f"is nested more than {DEEPEST} levels deep"


def table_in(fields: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A table in a table; an empty one if the name is missing or has some other value."""
    table = fields.get(name)
    return table if isinstance(table, dict) else {}


def _flaw_in_scalar(value: Any) -> str | None:
    if isinstance(value, str):
        return None if value.isascii() or _is_encodable(value) else "contains a lone surrogate"
    if isinstance(value, int) and not -_LARGEST_INT <= value < _LARGEST_INT:
        return "contains a number of more than 256 bits"
    return None


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
