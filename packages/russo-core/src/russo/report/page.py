"""Writes the page of a report."""

from __future__ import annotations

import hashlib
import importlib.resources
import os
from base64 import b64encode
from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..cache.beside import put_durably
from ..display import plain
from ..errors import ReportError
from ..writing import ONLY_IN_PLACE
from .about import about
from .changes import changes_since, remembered
from .sound import sounds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..transcripts import Hearing
    from .heard import Group, Heard

_SUFFIXES: Final = {".html", ".htm"}
_LOOK: Final = 1024
_PAGE: Final = (b"<!doctype html", b"<html")


def write(
    path: str | os.PathLike[str],
    summary: Iterable[str],
    groups: Iterable[Group],
    *,
    title: str = "What russo said",
    empty: str = "No test said anything.",
    project: Path | None = None,
    outcomes: Mapping[str, str] | None = None,
    original: bool = False,
) -> Path:
    """Write a report. If there is one already, the new one shows what has changed since, and replaces it.

    Args:
        path: The file. Missing folders are created.
        summary: Lines that sum up the run.
        groups: What was heard, by test.
        title: Its title.
        empty: The text to show if nothing was heard.
        project: The folder of the project, whose name and commit are shown.
        outcomes: How each test of the run ended, including those that heard nothing.
        original: Whether to embed the recordings as they are. Otherwise they are converted to Opus, about a tenth as
            large, if ``russo-core[audio]`` is installed.

    Returns:
        The path.

    Raises:
        ReportError: The file cannot be written, or is something else than a page.

    Example:
        >>> import tempfile
        >>> from russo.report import Group, Heard, write
        >>> said = [Heard("Hello", by="espeak", how="from the cache", duration=0.5)]
        >>> write(tempfile.mkdtemp() + "/report.html", ["1 utterance"], [Group("test_greeting", said, "passed")]).name
        'report.html'
    """
    check_target(path)
    groups = list(groups)
    heard = [one for group in groups for one in group.heard]
    sounds = sounds_of(heard, original=original)
    hearings = {one: hearing for one in dict.fromkeys(heard) if (hearing := one.hearing) is not None}
    target, head = Path(path), about(project, outcomes or {})
    page = _render(
        title=title,
        about=head,
        summary=list(summary),
        groups=groups,
        sounds=sounds,
        hearings=hearings,
        recordings={sound.name: sound for sound in sounds.values()}.values(),
        lacks=any(sound.lacks for sound in sounds.values()),
        changes=changes_since(target, heard, sounds),
        data=remembered(head.written, heard, sounds),
        choices=_choices(groups, heard, hearings),
        empty=empty,
    )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _put(target, page.encode())
    except OSError as error:
        msg = f"cannot write the report {str(target)!r}: {error.strerror or error}"
        raise ReportError(msg) from error
    return target


def _put(target: Path, page: bytes) -> None:
    if target.exists() and not target.is_file():
        target.write_bytes(page)  # a pipe or a device
        return
    try:  # the page that is there remembers what was in it, and must not be lost to a full disk
        put_durably(Path(os.path.realpath(target)), page)
    except OSError as error:
        if error.errno not in ONLY_IN_PLACE or not target.is_file():
            raise
        target.write_bytes(page)


def check_target(path: str | os.PathLike[str]) -> None:
    """Refuse to replace a file that is not a page, such as tests that are named behind the option.

    Args:
        path: Where a report is to be written.

    Raises:
        ReportError: There is such a file.
    """
    target = Path(path)
    try:
        if target.suffix.lower() in _SUFFIXES or not target.is_file():
            return
        with target.open("rb") as file:
            start = file.read(_LOOK).removeprefix(BOM_UTF8).strip().lower()
    except OSError:
        return  # writing it will show whether it can be written
    if start and not start.startswith(_PAGE):
        msg = f"{str(target)!r} exists and is not a report: name another file, such as report.html"
        raise ReportError(msg)


def _choices(
    groups: Sequence[Group], heard: Sequence[Heard], hearings: Mapping[Heard, Hearing]
) -> dict[str, list[str]]:
    """The filters, where there is more than one choice."""
    found = {
        "outcome": {group.outcome for group in groups},
        "provider": {one.provider for one in heard},
        "voice": {one.voice for one in heard},
        "condition": {one.condition for one in heard},
        "verdict": {hearings[one].verdict if one in hearings else "" for one in heard},
    }
    return {name: sorted(values - {""}) for name, values in found.items() if len(values) > 1}


def _render(**values: Any) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("russo.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Characters that change the direction of text, or cannot be written in UTF-8, are made visible.
        finalize=lambda value: plain(value) if type(value) is str else value,
    )
    style, script = _part("report.css"), _part("report.js")
    # Nothing is loaded from elsewhere, and only this one script runs.
    policy = "; ".join(
        [
            "default-src 'none'",
            f"style-src {_hash(style)}",
            f"script-src {_hash(script)}",
            "media-src blob:",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return environment.get_template("report.html").render(style=style, script=script, policy=policy, **values)


def _part(name: str) -> str:
    return importlib.resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
