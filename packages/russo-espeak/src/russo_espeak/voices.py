"""The voices of espeak-ng: listing them, and finding the one that a user means."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from russo.providers import OptionError, Voice, refused

from . import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT: Final = "en-us"
_SUGGESTIONS: Final = 3


def list_voices() -> tuple[Voice, ...]:
    """All voices: one for each language or dialect, then the default voice in each of its variants.

    Returns:
        Voices whose ``id`` is what `EspeakSynthesizer` takes as ``voice``.

    Raises:
        MissingDependencyError: espeakng-loader is missing or broken.

    Example:
        >>> from russo_espeak import list_voices
        >>> [voice.id for voice in list_voices() if "de" in voice.languages]
        ['de']
    """
    plain = [
        Voice(
            entry.id,
            entry.name,
            languages=tuple(sorted(entry.languages, key=entry.languages.__getitem__)),
            gender=entry.gender,
            tags=(entry.status,) if entry.status else (),
        )
        for entry in catalog.voices()
    ]
    return (*plain, *map(_in_variant, list_variants()))


def list_variants() -> tuple[Voice, ...]:
    """All variants: what may follow a voice and a plus sign, as in ``en-us+f3``.

    Returns:
        Variants, by ``id``; they speak any language.

    Raises:
        MissingDependencyError: espeakng-loader is missing or broken.

    Example:
        >>> from russo_espeak import list_variants
        >>> next(variant.gender for variant in list_variants() if variant.id == "f3")
        'female'
    """
    return tuple(Voice(entry.id, entry.name, gender=entry.gender, tags=("variant",)) for entry in catalog.variants())


def resolve(voice: str) -> str:
    """The canonical name of a voice, which can be written in many ways.

    Args:
        voice: The name of a voice's file, its display name, or a language (which takes its best voice), in any case;
            optionally followed by a plus sign and a variant.

    Returns:
        The lower-case name of the voice's file, and the exact name of the variant's.

    Raises:
        OptionError: There is no such voice or variant.
    """
    if not isinstance(voice, str):
        raise refused("voice", voice, "a str such as 'de' or 'en-us+f3'")
    base, plus, variant = (part.strip() for part in voice.partition("+"))
    return _find_voice(base) + (f"+{_find_variant(variant)}" if plus else "")


def _find_voice(asked: str) -> str:
    wanted = asked.casefold().replace("_", "-")
    if catalog.has_voice(wanted):
        return wanted
    entries = catalog.voices()
    found = [
        (entry.languages.get(wanted, 0), entry.id)
        for entry in entries
        if wanted in entry.languages or wanted == entry.name.casefold()
    ]
    if not found:
        raise _unknown("voice", asked, _near(wanted, entries))
    return min(found)[1]


def _find_variant(asked: str) -> str:
    wanted = asked.casefold()
    for entry in catalog.variants():
        if entry.id.casefold() == wanted:
            return entry.id
    raise _unknown("variant", asked, _near(wanted, catalog.variants()))


def _unknown(kind: str, asked: str, near: list[str]) -> OptionError:
    hint = f": did you mean {' or '.join(near)}?" if near else "."
    return OptionError(f"espeak has no {kind} {asked!r}{hint} List them all with: russo voices espeak")


def _near(wanted: str, entries: Iterable[catalog.Entry]) -> list[str]:
    """What the user may have meant, best first: names that begin with it, then similar names."""
    by_name = {name.casefold(): entry for entry in entries for name in (entry.name, entry.id, *entry.languages)}
    begin = [name for name in sorted(by_name) if wanted and name.startswith(wanted)]
    found = {by_name[name].id: by_name[name] for name in (*begin, *get_close_matches(wanted, by_name))}
    return [f"{entry.id!r} ({entry.name})" for entry in list(found.values())[:_SUGGESTIONS]]


def _in_variant(variant: Voice) -> Voice:
    return Voice(
        f"{DEFAULT}+{variant.id}",
        variant.name,
        languages=(DEFAULT,),
        gender=variant.gender,
        description="a variant, for any voice",
        tags=variant.tags,
    )
