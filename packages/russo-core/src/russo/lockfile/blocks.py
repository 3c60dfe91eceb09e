"""Writes and reads the text of ``russo.lock``, and checks it once, since anybody may have written it."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, Final

from ..cache.fields import LONGEST_DURATION
from ..cache.names import check_key
from ..cache.values import flaw_in
from ..errors import CacheKeyError, LockError
from .depth import has_long_key
from .utterance import TABLES, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

VERSION: Final = 1
_HEAD: Final = (
    "# What this project's tests say, and what it must sound like. Made by `pytest --russo-lock`; commit it.\n"
    "# After a merge conflict, run that again: it reads both sides.\n\n"
)
_AGAIN: Final = "make it again with pytest --russo-lock"


def dump(utterances: Iterable[Utterance]) -> str:
    """The text of a lock."""
    import tomli_w

    return _HEAD + tomli_w.dumps({"version": VERSION, "utterance": [_block(utterance) for utterance in utterances]})


def parse(text: str, path: Path) -> list[list[Utterance]]:
    """The utterances in the text of a lock, for each side, ours first, if git could not merge it.

    Args:
        text: The text.
        path: Where it was read, for the message.

    Raises:
        LockError: It is not the text of a lock, or was written by a newer version of russo.
    """
    if not text.strip():
        msg = (
            f"{str(path)!r} is empty, as a power failure may leave a file: take it from version control, "
            f"or delete it and {_AGAIN}"
        )
        raise LockError(msg)
    return [_parse(side, path) for side in _sides(text)]


def _parse(text: str, path: Path) -> list[Utterance]:
    import tomllib

    try:
        if has_long_key(text):
            raise RecursionError
        document = tomllib.loads(text)
        version = document.get("version")
        if type(version) is not int or version != VERSION:
            if type(version) is int and version > VERSION:
                msg = f"{path.name} has version {version!r:.20}, and this russo reads {VERSION}: upgrade russo-core"
                raise LockError(msg)
            msg = f"its version must be {VERSION}, not {version!r:.100}"
            raise TypeError(msg)
        blocks = document.get("utterance", [])
        if not isinstance(blocks, list):
            msg = f"utterance must be a list of tables, not {blocks!r:.100}"
            raise TypeError(msg)
        return [_utterance(block) for block in blocks]
    except (ValueError, TypeError, RecursionError) as error:
        problem = "its tables are nested too deeply" if isinstance(error, RecursionError) else str(error)
        msg = f"{str(path)!r} is not a russo.lock: {problem}; delete it, and {_AGAIN}"
        raise LockError(msg) from error


def _utterance(block: Any) -> Utterance:
    if not isinstance(block, dict):
        msg = f"utterance must be a list of tables, and one of them is {block!r:.100}"
        raise TypeError(msg)
    known = {one.name: one.default is MISSING and one.default_factory is MISSING for one in fields(Utterance)}
    missing = [name for name, required in known.items() if required and name not in block]
    if missing or block.keys() - known:
        unknown = ", ".join(sorted(block.keys() - known))
        lacks = f"lacks {', '.join(missing)}" if missing else f"has {unknown:.100}, unknown"
        msg = f"the utterance {block.get('text')!r:.100} {lacks}"
        raise TypeError(msg)
    return _checked(Utterance(**block))


def _checked(utterance: Utterance) -> Utterance:
    for name in ("key", "text", "provider", "audio", "pcm"):
        value = getattr(utterance, name)
        if not isinstance(value, str) and not (name == "pcm" and value is None):
            msg = f"{name} must be a string, not {value!r:.100}"
            raise TypeError(msg)
    where = f"in the utterance {utterance.text!r:.100}"
    try:
        check_key(utterance.key)
    except CacheKeyError as error:
        msg = f"{where}, key={error}"
        raise ValueError(msg) from error
    seconds = utterance.duration
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds <= LONGEST_DURATION:
        msg = f"{where}, duration must be a number of seconds, not {seconds!r:.100}"
        raise ValueError(msg)
    if not isinstance(utterance.fields, dict):
        msg = f"fields must be a table, not {utterance.fields!r:.100}"
        raise TypeError(msg)
    for name in TABLES:
        if not isinstance(utterance.fields.get(name, {}), dict):
            msg = f"{where}, fields.{name} must be a table, not {utterance.fields[name]!r:.100}"
            raise TypeError(msg)
    flaw = flaw_in(utterance.fields)
    if flaw is not None:
        msg = f"{where}, fields has a value that {flaw}"
        raise ValueError(msg)
    return utterance


def _block(utterance: Utterance) -> dict[str, Any]:
    block = {
        "text": utterance.text,
        "provider": utterance.provider,
        "key": utterance.key,
        "duration": utterance.duration,
        "audio": utterance.audio,
        "pcm": utterance.pcm,
        "fields": utterance.fields,
    }
    return {name: value for name, value in block.items() if value is not None}


def _sides(text: str) -> tuple[str, ...]:
    """The whole text, or each side of it if git could not merge them."""
    lines = text.split("\n")  # like git; `splitlines` would also split at characters in texts, such as U+2028
    if not any(line.startswith("<<<<<<< ") for line in lines):
        return (text,)
    sides: tuple[list[str], list[str]] = ([], [])
    inside: int | None = None
    for line in lines:
        if line.startswith("<<<<<<<"):
            inside = 0
        elif line.startswith("|||||||"):
            inside = 2  # the common ancestor, which `diff3` shows, too: neither side
        elif line.startswith("=======") and inside is not None:
            inside = 1
        elif line.startswith(">>>>>>>"):
            inside = None
        else:
            for number, side in enumerate(sides):
                if inside in {None, number}:
                    side.append(line)
    return tuple("\n".join(side) for side in sides)
