"""How a measure with a half or a quarter is read aloud in English: ``1.5 hours`` is "an hour and a half"."""

# ruff: noqa: SIM905 - a list of words is easier to read as a text

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .numbers import cardinal

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_UNITS: Final = (
    "second minute hour day week fortnight month year decade mile kilometer kilometre meter metre yard acre pound "
    "ounce ton gallon pint quart liter litre cup teaspoon tablespoon"
).split()
MEASURE: Final = (
    r"(?<![\d.,/])(?P<whole>\d{0,6})(?:\.(?P<part>50?|25)|(?:(?<=\d)\s|(?<!\d))(?P<fraction>1/[24]))"
    rf"\s(?P<unit>{'|'.join(_UNITS)})s?\b"
)


def measure(found: re.Match[str]) -> Iterator[str]:
    """The ways of saying a match of `MEASURE` in which the part comes behind the unit, or before "an hour".

    The others are those of any decimal or fraction before a unit.
    """
    unit, whole = found["unit"].lower(), int(found["whole"] or 0)
    part = "quarter" if "25" in (found["part"] or "") or found["fraction"] == "1/4" else "half"
    if whole:
        front = f"a|an|one {unit}" if whole == 1 else f"{cardinal(whole)} {unit}s"
        yield f"{front} and a|one {part}"
    elif part == "half":
        yield f"half a|an {unit}"
    else:
        yield f"a|one? quarter of a|an {unit}"
