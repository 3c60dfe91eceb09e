"""What the data of espeak-ng says about its voices: one small file each, read here without the engine.

A file is named after the language, and says ``name English (America)``, ``language en-us 2`` (a tag, and how good the
voice is for it: lower is better) and so on. Variants, which change the timbre of any voice, are files of the same
kind (https://github.com/espeak-ng/espeak-ng/blob/1.52.0/docs/voices.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from . import engine

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DEFAULT_PRIORITY: Final = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """What the file of a voice or a variant says about it."""

    id: str
    name: str
    languages: Mapping[str, int]
    gender: str | None
    status: str | None
    dictionary: str

    @property
    def speaks(self) -> bool:
        """Whether it has a dictionary: the wheel leaves out three, and without one there is only noise."""
        return (engine.folder() / engine.DATA / f"{self.dictionary}_dict").is_file()


@cache
def voices() -> tuple[Entry, ...]:
    """All voices that can speak, by the lower-case names of their files."""
    entries = (_read(path, name) for name, path in sorted(_voice_files().items()))
    return tuple(entry for entry in entries if entry.speaks)


@cache
def variants() -> tuple[Entry, ...]:
    """All variants, by the exact names of their files."""
    files = (engine.folder() / engine.DATA / "voices" / "!v").iterdir()
    return tuple(_read(path, path.name) for path in sorted(files, key=lambda path: path.name.casefold()))


def has_voice(name: str) -> bool:
    """Whether there is a voice of that name that can speak, found without reading all the others."""
    path = _voice_files().get(name)
    return path is not None and _read(path, name).speaks


@cache
def _voice_files() -> dict[str, Path]:
    files = (engine.folder() / engine.DATA / "lang").rglob("*")
    return {path.name.casefold(): path for path in files if path.is_file()}


def _read(path: Path, identifier: str) -> Entry:
    lines = [line.split() for line in path.read_text("utf-8", errors="replace").splitlines()]
    facts = {key: values for key, *values in filter(None, lines) if values}
    languages = {
        tag: int(priority[0]) if priority else _DEFAULT_PRIORITY
        for key, tag, *priority in (line for line in lines if len(line) > 1)
        if key == "language"
    }
    return Entry(
        id=identifier,
        name=" ".join(facts.get("name", [identifier])),
        languages=languages,
        gender=facts["gender"][0].lower() if "gender" in facts else None,
        status=facts["status"][0] if "status" in facts else None,
        dictionary=facts["dictionary"][0] if "dictionary" in facts else next(iter(languages), "").partition("-")[0],
    )
