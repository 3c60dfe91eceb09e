"""`Condition`: parsed from its text and checked. What names such as ``phone`` stand for is listed here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import ConditionError
from .families import FAMILIES
from .quantities import Written

if TYPE_CHECKING:
    import os

    from .part import Part

# Names for whole lines. The last two are mobile calls with good and with bad reception.
PRESETS: Final = {
    "phone": "band:300-3400Hz + ulaw",
    "hd-phone": "band:50-7000Hz + g722",
    "voip": "opus:16k + loss:1%",
    "mobile": "band:300-3400Hz + amr:12.2k",
    "bad-mobile": "noise:street:15dB + band:300-3400Hz + amr:4.75k + loss:5%:bursts",
}
CLEAN: Final = "clean"

# A plus sign that joins parts comes before a name, unlike the one in "+5dB".
_JOIN: Final = re.compile(r"\+\s*(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition, made by `parse_condition`.

    Args:
        name: Its text, with one space around each ``+``. Two conditions with the same name do the same.
        parts: What happens to speech, in this order; empty for ``clean``.

    Example:
        >>> from russo.conditions import parse_condition
        >>> parse_condition("noise:15dB+amr:7.95k").name
        'noise:15dB + amr:7.95k'
    """

    name: str
    parts: tuple[Any, ...]


def parse_condition(text: str, *, folder: str | os.PathLike[str] = ".") -> Condition:
    """Read a condition.

    Args:
        text: Parts joined by ``+``, each a name with values after colons; or ``clean``.
        folder: The folder of the files that it names.

    Returns:
        The condition, checked.

    Raises:
        ConditionError: There is no such part, or it does not accept its values.

    Example:
        >>> from russo.conditions import parse_condition
        >>> parse_condition("fone")
        Traceback (most recent call last):
        russo.errors.ConditionError: no condition 'fone'. Did you mean 'phone'? ...
    """
    if not isinstance(text, str) or not text.strip():
        msg = f"a condition is a text such as 'phone' or 'noise:10dB + loss:5%', not {text!r}"
        raise ConditionError(msg)
    written = [part.strip() for part in _JOIN.split(text)]
    parts: list[Part] = []
    for one in written:
        if one.lower() != CLEAN:
            parts += (_part(piece, folder) for piece in _JOIN.split(PRESETS.get(one.lower(), one)))
    return Condition(" + ".join(written), tuple(parts))


def _part(text: str, folder: str | os.PathLike[str]) -> Part:
    name, *arguments = (piece.strip() for piece in text.strip().split(":"))
    if name.lower() in PRESETS:
        msg = f"{name.lower()!r} is the name of a whole line, and takes no values"
        raise ConditionError(msg)
    make = FAMILIES.get(name.lower())
    if make is None:
        known = [CLEAN, *PRESETS, *FAMILIES]
        near = get_close_matches(name.lower(), known, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        msg = f"no condition {name!r}.{hint} There are: {', '.join(known)}"
        raise ConditionError(msg)
    try:
        return make(Written(tuple(arguments), Path(folder)))
    except ConditionError as error:
        msg = f"{text.strip()!r}: {error}"
        raise ConditionError(msg) from error
