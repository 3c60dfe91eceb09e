"""Reads the words for English abbreviations, units, signs and currencies from ``english.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from .reading import Reading

    Words: TypeAlias = Iterable[str | Reading]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What may be read as other words, in the notation of `Graph.add`."""

    abbreviations: Mapping[str, Sequence[str]]
    dotted: Mapping[str, Sequence[str]]
    units: Mapping[str, Sequence[str]]
    signs: Mapping[str, Sequence[str]]
    currencies: Mapping[str, Sequence[str]]
    contractions: Mapping[str, str]

    @property
    def signs_of_currency(self) -> str:
        """The signs of currencies that are a single character."""
        return "".join(sign for sign in self.currencies if len(sign) == 1)


@cache
def vocabulary() -> Vocabulary:
    """Read the file, once."""
    return Vocabulary(**tomllib.loads(files(__package__).joinpath("english.toml").read_text(encoding="utf-8")))
