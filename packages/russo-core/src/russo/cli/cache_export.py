"""``russo cache export``: recordings as files with readable names, to listen to or to use elsewhere."""

from __future__ import annotations

import csv
import errno
import io
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ..display import count
from .entries import audio_of, field_of, in_folder, many, open_cache, select
from .output import echo, print_json
from .parameters import DEFAULT_DIR, AsJson, CacheDir, OnlyProvider, OnlyText, OnlyVoice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..audio import Audio
    from ..cache import AudioCache, Entry

Target = Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write to.")]

TABLE: Final = "recordings.csv"
_COLUMNS: Final = ("file", "text", "provider", "voice", "model", "seconds", "key")
# How many letters of the text and the voice go into a name. The key follows them, so no two names are the same.
_TEXT, _VOICE, _KEY = 40, 20, 8


def export(
    folder: Target,
    text: OnlyText = "",
    *,
    provider: OnlyProvider = None,
    voice: OnlyVoice = None,
    original: Annotated[
        bool, typer.Option("--original", help="Write the recordings as they are stored, not as WAV.")
    ] = False,
    cache_dir: CacheDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Write the recordings as named WAV files, and a table.

    Each file is named after its text, or its key if you have chosen that. The table is recordings.csv.

    `russo warm` reads that table. Exporting again writes the same names, and deletes the files that the last table
    names if their recordings are gone from the cache, but none that is named after a key of your own. If a recording
    cannot be read, the exit status is 1.
    """
    from ..errors import AudioError

    cache = open_cache(cache_dir)
    found = sorted(select(cache, text, provider, voice), key=lambda entry: (entry.prompt, entry.key))
    rows: list[dict[str, Any]] = []
    damaged: dict[str, str] = {}
    for entry in found:
        audio = audio_of(cache, entry)
        if audio is None:
            damaged[entry.key] = f"damaged, and left out: russo cache verify{in_folder(cache)} says why"
            continue
        try:
            audio = audio if original else audio.to_wav()
            row = _row(entry, audio)
        except AudioError as error:
            damaged[entry.key] = f"left out, since it cannot be decoded: {error}"
            continue
        _write(folder / row["file"], audio.data)
        rows.append(row)
    # Before the table is written, since only the old table tells which files the last export has made.
    deleted = [_delete(path) for path in _gone(folder, cache)]
    _write(folder / TABLE, _table_of(rows))
    if as_json:
        print_json({"recordings": rows, "damaged": list(damaged), "deleted": deleted})
    else:
        for key, reason in damaged.items():
            echo(f"{key}: {reason}")
        echo(f"{many(len(rows))} written to {folder}, and {TABLE}")
        if deleted:
            gone = count(len(deleted), "file whose recording is gone", "files whose recordings are gone")
            echo(f"deleted {gone}")
    if damaged:
        raise typer.Exit(1)


def _name(entry: Entry) -> str:
    from ..cache.names import is_hashed

    if not is_hashed(entry.key):
        return entry.key  # somebody has chosen it, and others may begin with the same letters
    parts = (entry.prompt, _TEXT), (str(field_of(entry, "voice") or entry.provider or ""), _VOICE)
    plain = [_short(_plain(part), length) for part, length in parts]
    return "-".join(filter(None, (*plain, entry.key[:_KEY])))


def _plain(text: str) -> str:
    # Unicode letters stay: today's file systems accept them, and not all texts are in English.
    return re.sub(r"[^\w]+", "-", text).strip("-_").lower()


def _short(name: str, length: int) -> str:
    """A name without the words that do not fit."""
    return name if len(name) <= length else name[: length + 1].rpartition("-")[0] or name[:length]


def _row(entry: Entry, audio: Audio) -> dict[str, Any]:
    settings = {setting: str(field_of(entry, setting) or "") for setting in ("voice", "model")}
    return {
        # The format comes from the entry, too, and must not lead out of the folder.
        "file": ".".join(filter(None, (_name(entry), _plain(audio.format)))),
        "text": entry.prompt,
        "provider": entry.provider or "",
        **settings,
        "seconds": round(audio.duration, 3),
        "key": entry.key,
    }


def _gone(folder: Path, cache: AudioCache) -> list[Path]:
    """The files of the last export whose recordings are no longer in the cache."""
    last = list(_read_table(folder / TABLE))
    gone = [(name, key) for name, key in last if not _is_in(cache, key)]
    if len(gone) == len(last):
        return []  # it was an export of another cache
    return [folder / name for name, key in gone if _is_ours(name, key) and _is_file(folder / name)]


def _is_ours(name: str, key: str) -> bool:
    """Whether an export gives a recording this name, since anybody may have edited the table."""
    from ..cache.names import is_hashed

    # A key that somebody has chosen may be the name of any file.
    return is_hashed(key) and Path(name).name == name and Path(name).stem.endswith(key[:_KEY])


def _is_in(cache: AudioCache, key: str) -> bool:
    from ..cache.names import AUDIO, META

    # A file is kept if its entry is only damaged, because it may be the last intact copy.
    return any(os.path.lexists(cache.cache_dir / f"{key}{ending}") for ending in (META, AUDIO))


def _is_file(path: Path) -> bool:
    from ..cache.files import look

    status = look(str(path))
    return status is not None and stat.S_ISREG(status.st_mode)


def _delete(path: Path) -> str:
    from ..errors import ConfigurationError

    try:
        path.unlink()
    except OSError as error:
        msg = f"cannot delete {str(path)!r}, whose recording is gone: {error.strerror or error}"
        raise ConfigurationError(msg) from error
    return path.name


def _read_table(path: Path) -> Iterator[tuple[str, str]]:
    """The file and the key of each recording in the table of an export; none if there is no such table."""
    if not _is_file(path):
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("file") and row.get("key"):
                    yield row["file"], row["key"]
    except (OSError, UnicodeDecodeError, csv.Error):
        return


def _table_of(rows: Iterable[Mapping[str, Any]]) -> bytes:
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, _COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue().encode("utf-8-sig")  # the byte order mark makes spreadsheets read it as UTF-8


def _write(path: Path, data: bytes) -> None:
    from ..errors import ConfigurationError
    from ..writing import write

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(path) and not _is_file(path):
            # The names can be foreseen, so a folder from elsewhere may have links or pipes in their place.
            raise OSError(errno.EINVAL, "it is not a file: delete it")
        write(path, data)
    except OSError as error:
        msg = f"cannot write {str(path)!r}: {error.strerror or error}"
        raise ConfigurationError(msg) from error
