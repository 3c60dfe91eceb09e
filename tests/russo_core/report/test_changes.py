"""How a report differs from the one that it replaces, whatever that file was."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from russo.report import Group, Heard, write
from russo.report.changes import changes_since, remembered
from russo.report.sound import Sound

if TYPE_CHECKING:
    from pathlib import Path

    from russo_core.report.conftest import Say

FAILED = Heard("one", "acme, voice 'anna'", "QuotaExceededError: no more")


def changed(path: Path, *heard: Heard) -> str | None:
    """Write the next report, and return the changes that it shows."""
    page = write(path, [], [Group("test_it", heard, "passed")]).read_text(encoding="utf-8")
    found = re.search(r'<p class="changes">since the report of [^:]+:\d\d[+-]\d\d:\d\d: (.*?)</p>', page)
    return found and found[1]


def test_each_kind_of_change(tmp_path: Path, say: Say) -> None:
    path = tmp_path / "report.html"
    assert changed(path, say("one"), say("two")) is None
    assert changed(path, say("one"), say("two"), say("one")) == "0 new, 0 with other bytes, 0 gone"
    assert changed(path, say("one", hertz=880)) == "0 new, 1 with other bytes, 1 gone"
    assert changed(path, say("two"), say("one", hertz=880)) == "1 new, 0 with other bytes, 0 gone"
    assert changed(path, say("two", voice="bert"), say("two")) == "1 new, 0 with other bytes, 1 gone"


def test_a_recording_that_is_heard_several_times_is_counted_once(tmp_path: Path, say: Say) -> None:
    path = tmp_path / "report.html"
    changed(path, say("one"))
    made = replace(say("two"), how="synthesized")
    assert changed(path, say("one"), made, say("two"), say("two")) == "1 new, 0 with other bytes, 0 gone"
    again = replace(say("two", hertz=880), how="synthesized")
    assert changed(path, say("one"), again, say("two", hertz=880)) == "0 new, 1 with other bytes, 0 gone"
    assert changed(path, say("one")) == "0 new, 0 with other bytes, 1 gone"


def test_what_could_not_be_spoken_this_time_is_not_gone(tmp_path: Path, say: Say) -> None:
    path = tmp_path / "report.html"
    changed(path, say("one"))
    assert changed(path, FAILED) == "0 new, 0 with other bytes, 0 gone"
    assert changed(path, say("one")) == "1 new, 0 with other bytes, 0 gone"


@pytest.mark.parametrize(
    "before",
    [
        "",
        "<html>",
        '<script type="application/json" id="russo-report">{</script>',
        '<script type="application/json" id="russo-report">[]</script>',
        '<script type="application/json" id="russo-report">{"schema": 2, "written": "x", "heard": []}</script>',
        '<script type="application/json" id="russo-report">{"schema": 1, "written": 3, "heard": []}</script>',
        '<script type="application/json" id="russo-report">{"schema": 1, "written": "x"}</script>',
        '<script type="application/json" id="russo-report">' + "[" * 100_000 + "</script>",
    ],
)
def test_a_file_that_is_no_report_is_replaced_without_a_word(tmp_path: Path, say: Say, before: str) -> None:
    path = tmp_path / "report.html"
    path.write_text(before, encoding="utf-8")
    assert changed(path, say("one")) is None
    path.write_bytes(b"\xff\xfe" + before.encode())
    assert changed(path, say("one")) is None


def test_lines_of_a_report_that_somebody_has_edited_are_passed_over(tmp_path: Path, say: Say) -> None:
    path = tmp_path / "report.html"
    heard = '[["one"], 3, ["one", 2, "x"], ["two", "acme", "x"]]'
    page = f'<script type="application/json" id="russo-report">{{"schema": 1, "written": "2026-01-02 03:04+00:00", "heard": {heard}}}</script>'
    path.write_text(page, encoding="utf-8")
    assert changed(path, say("one")) == "1 new, 0 with other bytes, 1 gone"


def test_many_recordings_that_were_all_made_again_take_no_longer(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    heard = [Heard(f"text {number:05}", by="acme", how="") for number in range(20_000)]
    before, after = ({one: Sound(one.text, kept) for one in heard} for kept in ("one", "two"))
    data = json.dumps(remembered("2026-01-02 03:04+00:00", [*heard, Heard("gone", by="acme", how="")], before))
    path.write_text(f'<script type="application/json" id="russo-report">{data}</script>', encoding="utf-8")
    found = changes_since(path, heard, after)
    assert found is not None
    assert (found.number("changed"), found.number("new"), found.gone) == (20_000, 0, (("gone", "acme"),))
