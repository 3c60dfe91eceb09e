"""Formats what people read: counts with a noun, text that cannot control a terminal, arguments quoted for a shell."""

from __future__ import annotations

import os
import re
from typing import Final

# Control characters, marks that change the direction of text, and lone surrogates.
_COMMANDS: Final = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 entry``, ``1,200 entries``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def quoted(word: str, *, on_windows: bool = os.name == "nt") -> str:
    """A word as it is typed in a command: cmd.exe, unlike PowerShell, knows no single quotes.

    Args:
        word: What the command is to get.
        on_windows: Whether it is typed there.
    """
    import shlex

    safe = shlex.quote(word)
    if safe == word or not on_windows:
        return safe
    return '"' + word.replace('"', '\\"') + '"'


def plain(text: str) -> str:
    r"""Text from elsewhere, with whatever could control a terminal made visible: ESC is shown as ``\x1b``.

    Line feeds and tabs are kept.
    """
    return _COMMANDS.sub(_visible, text)


def _visible(found: re.Match[str]) -> str:
    # DEL and above look as they do in JSON, which has already escaped everything below by itself.
    number = ord(found[0])
    return f"\\u{number:04x}" if number >= 0x7F else f"\\x{number:02x}"
