"""`russo report`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import forked
from russo import Audio, AudioCache, CachedSynthesizer

if TYPE_CHECKING:
    from pathlib import Path


class Beep:
    def __init__(self, provider: str, voice: str) -> None:
        self.provider = provider
        self.cache_fields = {"voice": voice}

    async def synthesize(self, text: str) -> Audio:
        raise NotImplementedError


@pytest.fixture
def cache(tmp_path: Path) -> AudioCache:
    cache = AudioCache(tmp_path / ".russo_cache")
    for provider, voice, text in (
        ("beep", "low", "hello"),
        ("acme", "anna", "good bye"),
        ("beep", "low", "a table"),
        ("beep", "high", "hello"),
    ):
        CachedSynthesizer(Beep(provider, voice), cache=cache).keep(text, Audio(bytes(48000), "pcm"))
    return cache


def russo(folder: Path, *arguments: str, status: int = 0) -> str:
    command = [sys.executable, "-m", "russo", "report", *arguments]
    done = forked.run(command, cwd=folder, env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}, text=True)
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


def listed(page: str) -> list[tuple[str, list[str]]]:
    groups = re.findall(r"<section.*?<code>(.*?)</code>(.*?)</section>", page, re.DOTALL)
    return [(name, re.findall(r'<p class="text" dir="auto">(.*?)</p>', body)) for name, body in groups]


def test_a_cache_is_listed_by_who_speaks(tmp_path: Path, cache: AudioCache) -> None:
    assert russo(tmp_path) == "report: report.html (4 entries, 4.0 s of speech)\n"
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert listed(page) == [
        ("acme, voice &#39;anna&#39;", ["good bye"]),
        ("beep, voice &#39;high&#39;", ["hello"]),
        ("beep, voice &#39;low&#39;", ["a table", "hello"]),
    ]
    assert page.count('<script type="audio/ogg;base64"') == 4
    assert len(re.findall(r"1\.0 s · kept on \d{4}-\d\d-\d\d</p>", page)) == 4


def test_a_part_of_it_and_what_has_changed(tmp_path: Path, cache: AudioCache) -> None:
    russo(tmp_path, "out/page.html", "--text", "HELLO")
    assert "2 entries" in russo(tmp_path, "out/page.html", "--provider", "beep", "--text", "hello", "--original")
    page = (tmp_path / "out" / "page.html").read_text(encoding="utf-8")
    assert "0 new, 0 with other bytes, 0 gone" in page
    assert page.count('<script type="audio/wav;base64"') == 2


def test_what_is_damaged_is_listed_and_not_played(tmp_path: Path, cache: AudioCache) -> None:
    key = next(entry.key for entry in cache.entries() if entry.prompt == "good bye")
    (cache.cache_dir / f"{key}.audio").write_bytes(b"something else")
    russo(tmp_path, "--provider", "acme")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "cannot be read: `russo cache verify` says why" in page
    assert 'class="play"' not in page


def test_an_empty_cache(tmp_path: Path) -> None:
    (tmp_path / ".russo_cache").mkdir()
    assert russo(tmp_path) == "report: report.html (0 entries, 0.0 s of speech)\n"
    assert "The cache is empty." in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows does not limit the size of files")
def test_a_page_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path, cache: AudioCache) -> None:
    russo(tmp_path)
    before = (tmp_path / "report.html").read_bytes()
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)); from russo.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", full, "report"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "russo: cannot write the report 'report.html': File too large\n")
    assert (tmp_path / "report.html").read_bytes() == before
    assert sorted(item.name for item in tmp_path.iterdir()) == [".russo_cache", "report.html"]


MOUNTED = """
import errno, os

def replace(source, target, *rest, **more):
    if os.path.basename(target) == "report.html":
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
    return move(source, target, *rest, **more)

move, os.replace = os.replace, replace
from russo.cli import main
main()
"""


def test_a_page_that_can_only_be_written_in_its_place(tmp_path: Path, cache: AudioCache) -> None:
    """Such as a file that a container mounts by itself."""
    (tmp_path / "report.html").write_bytes(b"")
    subprocess.run([sys.executable, "-c", MOUNTED, "report"], cwd=tmp_path, check=True)
    assert listed((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert sorted(item.name for item in tmp_path.iterdir()) == [".russo_cache", "report.html"]


@pytest.mark.skipif(os.name == "nt", reason="Windows lets only some users make links")
def test_a_link_to_a_page_stays_one(tmp_path: Path, cache: AudioCache) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "report.html").symlink_to("pages/today.html")
    russo(tmp_path)
    russo(tmp_path)
    assert (tmp_path / "report.html").is_symlink()
    assert listed((tmp_path / "pages" / "today.html").read_text(encoding="utf-8"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o666])
def test_a_page_keeps_its_permissions(tmp_path: Path, cache: AudioCache, mode: int) -> None:
    tmp_path.chmod(0o1777)  # as /tmp, where nobody else may write what somebody has made
    (tmp_path / "usual").touch()
    russo(tmp_path)
    page = tmp_path / "report.html"
    assert page.stat().st_mode == (tmp_path / "usual").stat().st_mode
    page.chmod(mode)
    russo(tmp_path)
    assert page.stat().st_mode & 0o7777 == mode


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among its files")
def test_a_page_in_a_pipe(tmp_path: Path, cache: AudioCache) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["cat", "pipe"], cwd=tmp_path, stdout=subprocess.PIPE)
    assert russo(tmp_path, "pipe") == "report: pipe (4 entries, 4.0 s of speech)\n"
    assert reader.communicate()[0].startswith(b"<!doctype html")


def test_a_page_that_cannot_be_written_is_an_error(tmp_path: Path, cache: AudioCache) -> None:
    (tmp_path / "file").touch()
    assert "cannot write the report" in russo(tmp_path, "file/report.html", status=1)
