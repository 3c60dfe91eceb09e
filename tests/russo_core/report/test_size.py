"""What a report embeds, and how large it is."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache
from russo.report import Group, Heard, write

if TYPE_CHECKING:
    from pathlib import Path

    from russo_core.report.conftest import Say

SOUND = re.compile(r'<script type="([\w/]+);base64" id="[\w-]+">(.*?)</script>')
TRACE = re.compile(r'<path d="(.*?)"/>')


def written(path: Path, *heard: Heard, **options: bool) -> str:
    return write(path / "report.html", [], [Group("test_it", heard)], **options).read_text(encoding="utf-8")


def kept(path: Path, audio: Audio) -> Heard:
    AudioCache(path).put("a" * 64, audio)
    return Heard("x", "acme", "from the cache", 1.0, str(path / f"{'a' * 64}.audio"))


def test_an_utterance_of_five_seconds_takes_less_than_50_kb(tmp_path: Path, say: Say) -> None:
    one = len(written(tmp_path, say("one", seconds=5.0)))
    two = len(written(tmp_path, say("one", seconds=5.0), say("two", hertz=523, seconds=5.0)))
    assert two - one < 50_000  # 200 of them: under 10 MB


def test_the_waveform_is_that_of_the_samples(tmp_path: Path, say: Say) -> None:
    (trace,) = TRACE.findall(written(tmp_path, say("one")))
    heights = [float(low) - float(high) for high, low in re.findall(r"M[\d.]+ ([\d.-]+)V([\d.-]+)", trace)]
    assert len(heights) == 160
    # The tone grows linearly, to 20000 of 32768 in both directions.
    assert heights[80] == pytest.approx(1 + 50 * 20000 / 32768, abs=1)
    assert heights[-1] == pytest.approx(1 + 100 * 20000 / 32768, abs=1)


@pytest.mark.parametrize(
    ("name", "mime"),
    [("mp3", "audio/mpeg"), ("ogg", "audio/ogg"), ("flac", "audio/flac"), ("wav", "audio/wav"), ("ulaw", "audio/wav")],
)
def test_an_original_is_what_a_browser_plays(tmp_path: Path, say: Say, name: str, mime: str) -> None:
    tone = say("one").kept
    assert tone is not None
    audio = tone.to_pcm(8000).encode(name)
    ((kind, sound),) = SOUND.findall(written(tmp_path, kept(tmp_path / "other", audio), original=True))
    assert kind == mime
    assert base64.b64decode(sound) == (audio.to_wav() if name == "ulaw" else audio).data


def test_what_is_smaller_already_is_not_compressed_again(tmp_path: Path, say: Say) -> None:
    tone = say("one").kept
    assert tone is not None
    audio = Audio(tone.data[:48], "pcm")
    ((kind, sound),) = SOUND.findall(written(tmp_path, kept(tmp_path / "other", audio)))
    assert (kind, base64.b64decode(sound)) == ("audio/wav", audio.to_wav().data)


def test_what_cannot_be_decoded_is_listed_without_a_player(tmp_path: Path) -> None:
    page = written(tmp_path, kept(tmp_path / "other", Audio(b"no such thing", "opaque")), Heard("y", "acme", "failed"))
    assert SOUND.findall(page) == []
    assert page.count('class="play"') == 0
    assert page.count('class="turn"') == 2


def test_to_be_in_a_report_is_no_use_of_an_entry(tmp_path: Path, say: Say) -> None:
    one = say("one")
    before = [entry.used for entry in AudioCache(tmp_path / "cache").entries()]
    written(tmp_path, one)
    from russo.cache.usage import flush_all

    flush_all()
    assert [entry.used for entry in AudioCache(tmp_path / "cache").entries()] == before


def test_a_commit_is_named_where_git_knows_one(tmp_path: Path) -> None:
    import shutil
    import subprocess

    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    folder = tmp_path / "project"
    folder.mkdir()

    def run(*args: str) -> str:
        who = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
        return subprocess.run(
            [git, "-C", str(folder), *who, *args], check=True, capture_output=True, text=True
        ).stdout.strip()

    def page() -> str:
        return write(tmp_path / "report.html", [], [], project=folder).read_text(encoding="utf-8")

    assert "commit" not in page()
    run("init", "-q")
    (folder / "file").write_text("1")
    run("add", "file")
    run("commit", "-qm", "x")
    commit = run("rev-parse", "--short=12", "HEAD")
    assert f"commit <code>{commit}</code>" in page()
    (folder / "file").write_text("22")
    assert f"commit <code>{commit}, with changes that are not committed</code>" in page()
