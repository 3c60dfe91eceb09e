"""Builds regular expressions that find a credential however HTTP may have encoded it, in linear time."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UNRESERVED: Final = re.compile(r"[A-Za-z0-9._~-]")  # RFC 3986, section 2.3
_PIECES: Final = re.compile(r"\\+|.", re.DOTALL)  # backslashes together: how many of them there are is unclear
_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# The two that have another form in the alphabet for URLs, and are percent-encoded in a query.
_SPECIAL: Final = {"+": "(?:[-+]|%2[Bb])", "/": r"(?:[/_]|\\/|%2[Ff])"}
# Characters that have a short form in JSON or HTML. JSON inside of JSON doubles each backslash.
_OTHERS: Final = {
    "/": r"\\{0,3}/",
    '"': r'(?:\\{0,3}"|&quot;)',
    "'": r"(?:\\{0,3}'|&apos;)",
    "\n": r"(?:\n|\\{1,3}n)",
    "\r": r"(?:\r|\\{1,3}r)",
    "\t": r"(?:\t|\\{1,3}t)",
    "&": "(?:&amp;|&)",
    "<": "(?:&lt;|<)",
    ">": "(?:&gt;|>)",
    " ": r"(?:\ |\+)",
}
# How many characters some bytes before a text take in Base64, including one that they share with it.
_BEFORE: Final = (0, 2, 3)
# In bytes. A shorter text takes so few characters that they might mean something else.
_SHORTEST: Final = 6


def as_written(text: str) -> str:
    """A regular expression for a text in which any character may be percent-encoded, or escaped as in JSON or in HTML.

    Args:
        text: The text.
    """
    return "".join(_written(found[0]) for found in _PIECES.finditer(text))


def in_base64(text: str) -> Iterator[str]:
    """Regular expressions for a text as a part of something in Base64, in the standard alphabet or in that for URLs.

    There is one for each of the three places where it may begin in a group of three bytes. The characters that it
    shares with its neighbours match too.

    Args:
        text: The text. There are none for one of fewer than six bytes.
    """
    data = text.encode(errors="surrogatepass")
    if len(data) < _SHORTEST:
        return
    for offset, start in enumerate(_BEFORE):
        code = b64encode(bytes(offset) + data).decode().rstrip("=")
        end, bits = divmod((offset + len(data)) * 8, 6)
        first = _sharing(code[start - 1], 6 - 2 * offset, of_end=True) if offset else ""
        last = _sharing(code[end], bits, of_end=False) if bits else ""
        yield f"{first}{''.join(map(_digit, code[start:end]))}{last}(?:=|%3[Dd]){{0,2}}"


def _written(piece: str) -> str:
    """A character, or several backslashes in a row."""
    if piece[0] == "\\":
        percent = "%(?:25)?5[Cc]"
        return rf"(?:\\{{{len(piece)},{4 * len(piece)}}}|(?:{percent}|\\u005[Cc]|&#92;){{{len(piece)}}})"
    return _character(piece)


def _character(char: str) -> str:
    if _UNRESERVED.fullmatch(char):
        return re.escape(char)
    encoded = "".join(f"%(?:25)?{_hex(byte, 2)}" for byte in char.encode(errors="surrogatepass"))
    pairs = char.encode("utf-16-be", errors="surrogatepass")
    units = (int.from_bytes(pairs[at : at + 2]) for at in range(0, len(pairs), 2))
    in_json = "".join(rf"\\{{1,3}}u{_hex(unit, 4)}" for unit in units)
    in_html = f"&#(?:0?{ord(char)}|[xX]0{{0,2}}{_hex(ord(char), 1)});"
    # The longer ones first, since a percent sign or an ampersand begins several.
    return f"(?:{encoded}|{in_json}|{in_html}|{_OTHERS.get(char, re.escape(char))})"


def _hex(number: int, digits: int) -> str:
    return re.sub("[A-F]", lambda found: f"[{found[0]}{found[0].lower()}]", f"{number:0{digits}X}")


def _digit(char: str) -> str:
    return _SPECIAL.get(char, char)


def _sharing(char: str, bits: int, *, of_end: bool) -> str:
    """Any character of Base64 that has the same first bits, or the same last ones."""
    value = _DIGITS.index(char)
    same: Iterable[str] = (
        other
        for number, other in enumerate(_DIGITS)
        if (not (number ^ value) & ((1 << bits) - 1) if of_end else number >> (6 - bits) == value >> (6 - bits))
    )
    return f"(?:{'|'.join(map(_digit, same))})"
