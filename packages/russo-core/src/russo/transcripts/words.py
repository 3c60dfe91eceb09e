"""Splits texts into words, in any script."""

# ruff: noqa: RUF001, SIM905 - characters that look alike are the point here; a list of words reads best as a text

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ..audio.pace import is_spaceless

# Words whose loss would reverse the meaning of a sentence, in the languages that are spoken most often.
NEGATIONS: Final = frozenset(
    (
        "not no nor non never none nobody nothing nowhere neither without cannot nicht kein keine nie ohne ne pas "
        "jamais sans nunca sin jamas não nao nem sem mai niet geen nooit inte aldrig ikke ej nie bez не ни нет "
        "без hayır değil"
    ).split()
)
# The parts of a text that are addresses, in which each sign is spoken. The length of each piece is limited, because the
# search would otherwise take quadratic time, and a confused listener may repeat itself for pages.
ADDRESS: Final = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.\w{1,64}){0,8}|(?:https?://|www\.)[^\s,;!?\"')]+|"
    r"\b[\w-]{1,64}(?:\.[\w-]{1,64}){0,8}\.(?:com|org|net|io|dev|edu|gov|ai|app|info|co|uk|de|fr|eu|us)\b(?:/[^\s,;!?\"')]*)?",
    re.IGNORECASE,
)
_MARKS: Final = str.maketrans(
    {**dict.fromkeys("’ʼ＇‘`´′", "'"), **dict.fromkeys("–‒−‐‑", "-"), "〇": "零", **dict.fromkeys("″“”„«»", '"')}
)
_UNSAID: Final = re.compile("[™®©\ufe0e\ufe0f]")
# Vowel signs of Arabic and Hebrew, which are rarely written.
_VOWEL_SIGNS: Final = re.compile("[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
_SPACES: Final = re.compile(" {2,}")
# An exponent: "10⁸" is not "108".
_RAISED: Final = re.compile("⁻?[⁰¹²³⁴-⁹]+")
_FRACTION: Final = re.compile("(\\d?)([¼½¾⅐-⅞])")
_BEGINS_NUMBER: Final = re.compile(r"[.,]?\d|[$€£¥]")
# What comes before a minus, but not before a hyphen or the dash of a range: "x=-5", "[-5, 5]", but not 6"-8".
_JOINS_NOTHING: Final = re.compile(r"(?:^|[\s(\[{=<>≤≥≈≠:*×÷/+±~|^]|(?:^|\W)[\"'])\Z")


def normal(text: str) -> str:
    """A text with only one form of equivalent characters, in its original case."""
    text = _FRACTION.sub(lambda found: f"{found[1]} {_fraction(found[2])}" if found[1] else _fraction(found[2]), text)
    text = _RAISED.sub(lambda found: f"^{found[0].replace('⁻', '-')}", _UNSAID.sub("", text).replace("!=", "≠"))
    text = _VOWEL_SIGNS.sub("", unicodedata.normalize("NFKC", text.translate(_MARKS)).translate(_MARKS))
    return _SPACES.sub(" ", "".join(_plain(char) for char in text))


def words(text: str) -> list[str]:
    """The words of a text without case and punctuation. In a script without spaces, each character is a word.

    Example:
        >>> from russo.transcripts.words import words
        >>> words("It's 5 o'clock: 你好!")
        ["it's", '5', "o'clock", '你', '好']
    """
    text = normal(text)
    found, at = [], 0
    while at < len(text):
        end = word_end(text, at)
        if end > at:
            found.append(text[at:end].casefold())
        at = max(end, at + 1)
    return found


def word_end(text: str, at: int) -> int:
    """The end of the word that begins here, or this place if none does."""
    if at >= len(text) or not text[at].isalnum():
        return at
    first, end = text[at], at + 1
    if is_alone(first):
        while end < len(text) and unicodedata.category(text[end])[0] == "M":
            end += 1
        return end
    while end < len(text) and _goes_on(text, end, digits=first.isdigit()):
        end += 1
    return end


def begins_number(text: str) -> bool:
    """Whether a text begins with a number or an amount."""
    return _BEGINS_NUMBER.match(text) is not None


def is_minus(before: str, behind: str) -> bool:
    """Whether a dash is a minus: a number follows, and nothing that it could be joined to comes before."""
    return begins_number(behind) and _JOINS_NOTHING.search(before[-2:]) is not None


def is_alone(char: str) -> bool:
    """Whether a letter counts as a word, because its script has no spaces between words, or not reliably."""
    return is_spaceless(char) or "\uac00" <= char <= "\ud7af"  # Hangul


def _goes_on(text: str, at: int, *, digits: bool) -> bool:
    char = text[at]
    if digits or char.isdigit():
        return digits and char.isdigit()
    if char == "'":
        return text[at + 1 : at + 2].isalpha()
    return unicodedata.category(char)[0] == "M" or (char.isalpha() and not is_alone(char))


def _fraction(char: str) -> str:
    return unicodedata.normalize("NFKC", char).replace("\u2044", "/")


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":
        return ""  # soft hyphens, marks of direction, joiners of emoji
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return " " if char.isspace() else char
