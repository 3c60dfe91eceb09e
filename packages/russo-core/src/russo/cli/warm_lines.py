"""Reads the lines for `russo warm` from a text file, a table, JSON lines or ``russo.lock``."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..errors import ConfigurationError, RussoError
from ..lockfile import NAME, read_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ..lockfile import Utterance
    from ..pytest_plugin.speaker import Speaker


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance to record: its number, counted from 1, its speaker, and its text."""

    number: int
    speaker: Speaker
    text: str


def read_lines(path: Path, speaker: Speaker) -> Iterator[Line]:
    """The lines of a file.

    Args:
        path: A ``.csv`` file has a column ``text``, and may have ``provider``, ``voice`` and ``model``. Each line of a
            ``.jsonl`` file is a text, or an object with ``text`` and any options of the provider. A ``.txt`` file, or
            one without an extension, has one text on each line.
        speaker: The speaker of a line that names none.

    Raises:
        ConfigurationError: The file cannot be read, or it or a line is not of this form; the message names it.
    """
    read = _READERS.get(path.suffix.lower())
    if read is None:  # the lines of a test, say, would be spoken and paid for
        msg = f"{str(path)!r} is not a file of lines (.txt, .csv or .jsonl); --from-tests records what tests say"
        raise ConfigurationError(msg)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(read(file, path), start=1):
                text, provider = row.pop("text"), row.pop("provider", None)
                # Utterances are counted, not lines, because a cell of a table may have several lines.
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
    """The texts in ``russo.lock``, each with the speaker whose key is the one in the lock, or None if none has it.

    Args:
        folder: The folder with the lock.
        usual: The speaker of the settings.
        key_of: Returns the key of a text that a speaker says.

    Raises:
        LockError: The file cannot be read.
    """
    for utterance in read_lock(folder / NAME):
        yield _speaker_of(utterance, usual, key_of), utterance.text


def _speaker_of(utterance: Utterance, usual: Speaker, key_of: Callable[[Speaker, str], str]) -> Speaker | None:
    # Fields and options of a provider differ, so only an equal key tells that it is the right speaker.
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
    rows = csv.DictReader(file, strict=True)  # else a missing quote makes one text of all lines after it
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
            msg = f"line {number} of {str(path)!r} is not JSON: {error}"
            raise ConfigurationError(msg) from error
        row = {"text": row} if isinstance(row, str) else row
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            msg = f"line {number} of {str(path)!r} must be a text, or an object with a text: {row!r:.100}"
            raise ConfigurationError(msg)
        yield row


_READERS: Final = {"": _texts, ".txt": _texts, ".csv": _table, ".jsonl": _objects}
