"""The lines that `russo warm` is given: a file of texts, of a table, or of JSON."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import ConfigurationError, RussoError
from ..lockfile import NAME, read_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ..lockfile import Utterance
    from ..pytest_plugin.speaker import Speaker


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance that is to be recorded: the number of its line, from 1, who says it, and the text."""

    number: int
    speaker: Speaker
    text: str


def read_lines(path: Path, speaker: Speaker) -> Iterator[Line]:
    """The lines of a file.

    Args:
        path: ``.csv`` has a column ``text``, and may have ``provider``, ``voice`` and ``model``; a line of ``.jsonl``
            is a text, or an object with ``text`` and any option of the provider; any other file has a text a line.
        speaker: Who speaks where a line does not say.

    Raises:
        ConfigurationError: The file cannot be read, or a line is not of this form; the message names it.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = {".csv": _table, ".jsonl": _objects}.get(path.suffix.lower(), _texts)(file, path)
            for number, row in enumerate(rows, start=1):
                text, provider = row.pop("text"), row.pop("provider", None)
                # The number is that of the utterance, and not of the line: a cell of a table may have several.
                yield Line(number, speaker.overridden(f"utterance {number} of {path.name}", provider, row), text)
    except OSError as error:
        msg = f"cannot read {str(path)!r}: {error.strerror or error}"
        raise ConfigurationError(msg) from error
    except csv.Error as error:
        msg = f"{str(path)!r} cannot be read as a table: {error}"
        raise ConfigurationError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{str(path)!r} is not in UTF-8: {error.reason} at byte {error.start}; save it as UTF-8"
        raise ConfigurationError(msg) from error


def of_lock(
    folder: Path, usual: Speaker, key_of: Callable[[Speaker, str], str]
) -> Iterator[tuple[Speaker | None, str]]:
    """What ``russo.lock`` knows, each with whoever makes the key that it has there, or None where nobody does.

    Args:
        folder: Where it is.
        usual: Who speaks in this project.
        key_of: Called with a speaker and a text for the key.

    Raises:
        LockError: The file cannot be read.
    """
    for utterance in read_lock(folder / NAME):
        yield _speaker_of(utterance, usual, key_of), utterance.text


def _speaker_of(utterance: Utterance, usual: Speaker, key_of: Callable[[Speaker, str], str]) -> Speaker | None:
    # Not every field is an option, and not every option a field: the key tells whether a speaker is the one.
    fields = {name: value for name, value in utterance.fields.get("fields", {}).items() if value is not None}
    named = {name: fields[name] for name in ("voice", "model") if name in fields}
    for options in ({}, named, fields):
        speaker = usual.overridden(NAME, utterance.provider or None, options)
        with suppress(RussoError):
            if key_of(speaker, utterance.text) == utterance.key:
                return speaker
    return None


def _texts(file: Iterable[str], _: Path) -> Iterator[dict[str, Any]]:
    return ({"text": line.strip()} for line in file if line.strip())


def _table(file: Iterable[str], path: Path) -> Iterator[dict[str, Any]]:
    rows = csv.DictReader(file)
    names = rows.fieldnames or ()
    if "text" not in names:
        msg = f"{str(path)!r} has no column 'text': its first line must name the columns, and names {', '.join(names)}"
        raise ConfigurationError(msg)
    for row in rows:
        if row["text"]:
            yield {
                name: value for name, value in row.items() if value and name in {"text", "provider", "voice", "model"}
            }


def _objects(file: Iterable[str], path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            msg = f"line {number} of {str(path)!r} is no JSON: {error}"
            raise ConfigurationError(msg) from error
        row = {"text": row} if isinstance(row, str) else row
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            msg = f"line {number} of {str(path)!r} must be a text, or an object with a text: {row!r:.100}"
            raise ConfigurationError(msg)
        yield row
