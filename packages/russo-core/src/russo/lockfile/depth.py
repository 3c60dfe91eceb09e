"""Refuses TOML with keys so deep that parsing it would take minutes and gigabytes.

The parser's time and memory grow with the square of a key like ``a.b.c``: 100 kB of one take a minute and 14 GB.
"""

from __future__ import annotations

import re
from typing import Final

from ..cache.values import DEEPEST

# Below `utterance` and `fields`, a value may be as deep as in a meta.
_MOST_PARTS: Final = DEEPEST + 4
# Strings and comments, in which dots do not count. One without an end extends to the end of the file, so that each
# character is examined only once.
_QUOTED: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:""""{0,2}|\Z)'
    r"|'''.*?(?:''''{0,2}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
_LONG_KEY: Final = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{_MOST_PARTS}}}")


def has_long_key(text: str) -> bool:
    """Whether a key in a TOML file, or the name of a table, has more parts than any that russo writes."""
    return _LONG_KEY.search(_QUOTED.sub("q", text)) is not None
