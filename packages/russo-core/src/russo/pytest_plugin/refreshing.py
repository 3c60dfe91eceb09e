"""``--russo-refresh-only``: decides which utterances match its pattern, and so are recorded again."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def is_meant(pattern: str, text: str, fields: Mapping[str, Any]) -> bool:
    """Whether a pattern matches an utterance, ignoring case.

    Args:
        pattern: A part of the text, or a whole voice or model. With the wildcards ``*`` and ``?``, it has to match the
            text as a whole, too.
        text: The text.
        fields: The settings of the synthesizer.
    """
    wanted, said = pattern.casefold(), text.casefold()
    by = [str(fields[name]).casefold() for name in ("voice", "model") if fields.get(name)]
    if set("*?").isdisjoint(wanted):
        return wanted in said or wanted in by
    return any(fnmatchcase(value, wanted) for value in (said, *by))
