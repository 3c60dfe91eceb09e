"""What may stand in a file that anybody can have written: a check of values that were read from JSON or TOML.

Everything else in russo may then take such a value apart, print it and write it again without a thought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# Nobody nests settings deeper, and 400 levels end the recursion of whoever prints them.
DEEPEST: Final = 32
# One of 5,000 digits ends whoever prints it: https://docs.python.org/3/library/stdtypes.html#int-max-str-digits
_LARGEST_INT: Final = 2**256


def flaw_in(value: Any) -> str | None:
    """Say why a value cannot be used, or None where it can.

    Args:
        value: What a parser has made of a file.

    Returns:
        ``"is nested more than 32 levels deep"``, for example.
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
    """A table in a table; an empty one where something else has the name."""
    table = fields.get(name)
    return table if isinstance(table, dict) else {}


def _flaw_in_scalar(value: Any) -> str | None:
    if isinstance(value, str):
        return None if value.isascii() or _is_encodable(value) else "has half of a surrogate pair in it"
    if isinstance(value, int) and not -_LARGEST_INT <= value < _LARGEST_INT:
        return "has a number of more than 256 bits in it"
    return None


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
