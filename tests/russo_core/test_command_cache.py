"""`russo cache`."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import forked
from russo import Audio, AudioCache, CachedSynthesizer
from russo.lockfile import Lock, describe

if TYPE_CHECKING:
    from pathlib import Path


class Beep:
    provider = "beep"

    def __init__(self, voice: str = "low") -> None:
        self.cache_fields = {"voice": voice}

    async def synthesize(self, text: str) -> Audio:
        raise NotImplementedError


@pytest.fixture
def cache(tmp_path: Path) -> AudioCache:
    cache = AudioCache(tmp_path / ".russo_cache")
    speaker = CachedSynthesizer(Beep(), cache=cache)
    for number, text in enumerate(("hello\nworld", "good bye")):
        speaker.keep(text, Audio(bytes(1000 * (number + 1)), "pcm"))
        then = time.time() - (number + 1) * 86_400
        os.utime(cache.cache_dir / f"{speaker.key(text)}.meta", (then, then))
    return cache


def russo(
    cache: AudioCache,
    *arguments: object,
    answer: str = "",
    status: int = 0,
    columns: int = 200,
    encoding: str = "utf-8",
) -> str:
    environment = {"COLUMNS": str(columns), "NO_COLOR": "1", "PYTHONIOENCODING": encoding}
    done = forked.run(
        [sys.executable, "-m", "russo", "cache", *map(str, arguments)],
        cwd=cache.cache_dir.parent, env=os.environ | environment, given=answer, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


def keys(cache: AudioCache) -> dict[str, str]:
    return {entry.prompt: entry.key for entry in cache.entries()}


@pytest.mark.parametrize("arguments", [("ls", "--json"), ("stats",), ("why", "hello"), ("clear", "--yes")])
def test_a_folder_that_is_not_there_is_not_taken_for_an_empty_cache(
    cache: AudioCache, arguments: tuple[str, ...]
) -> None:
    """As where pytest.ini names another one, which these commands do not read."""
    hint = (
        "russo: there is no folder 'recordings'; russo config shows the folder of the project: name it with "
        "--cache-dir, or set RUSSO_CACHE_DIR\n"
    )
    assert russo(cache, *arguments, "--cache-dir", "recordings").endswith(hint)
    assert "there is no folder" not in russo(cache, *arguments)


def test_an_empty_name_is_not_the_working_directory(cache: AudioCache) -> None:
    refused = russo(cache, "clear", "--yes", "--cache-dir", "", status=2)  # of a variable of the shell that is not set
    assert "cache_dir='' names no folder: leave it out for the default, or write '.' for the working" in refused


def test_ls(cache: AudioCache) -> None:
    hello, bye = keys(cache)["hello\nworld"][:12], keys(cache)["good bye"][:12]
    lines = [line.split() for line in russo(cache, "ls").splitlines()]
    assert lines == [
        ["key", "provider", "voice", "size", "used", "text"],
        [hello, "beep", "low", "1.0", "KB", "1", "d", "ago", "hello", "world"],
        [bye, "beep", "low", "2.0", "KB", "2", "d", "ago", "good", "bye"],
    ]
    assert russo(cache, "ls", "BYE").splitlines()[1:] == russo(cache, "ls", "good").splitlines()[1:]
    assert russo(cache, "ls", "--provider", "other") == "no entries\n"
    assert [entry["prompt"] for entry in json.loads(russo(cache, "ls", "--json"))] == ["hello\nworld", "good bye"]


def started(
    cache: AudioCache, before: str, *arguments: str, columns: int = 80, expected: tuple[int, str] = (0, "")
) -> str:
    """The output of the command after its streams were changed."""
    program = f"import sys; {before}; sys.argv[1:] = {['cache', *arguments]!r}; from russo.cli import main; main()"
    environment = os.environ | {"COLUMNS": str(columns), "NO_COLOR": "1", "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=cache.cache_dir.parent, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == expected
    return done.stdout


def test_ls_in_a_terminal_cuts_a_text_but_never_to_nothing(cache: AudioCache) -> None:
    text = "the quick brown fox jumps over the lazy dog and far away"
    cache.put("a" * 12, Audio(bytes(400), "pcm"), prompt=text)
    terminal = "sys.stdout.isatty = lambda: True"
    line = started(cache, terminal, "ls", "fox", columns=80).splitlines()[1]
    assert (len(line), line[-1]) == (80, "…")
    assert "  the quick brown fox jumps" in line
    for columns in (40, 1):
        lines = started(cache, terminal, "ls", "fox", columns=columns).splitlines()
        assert lines[1].split(None, 2)[0] == "a" * 12
        assert lines[1].endswith(f"  {text}")


def test_where_standard_output_is_closed(cache: AudioCache) -> None:
    assert started(cache, "sys.stdout = sys.stderr = None", "ls") == ""


def test_where_standard_input_is_closed(cache: AudioCache) -> None:
    started(cache, "sys.stdin = None", "clear", expected=(1, "Aborted!\n"))
    assert cache.size() == 2


def test_json_has_no_number_that_json_lacks(cache: AudioCache) -> None:
    cache.put("a1", Audio(bytes(400), "pcm"), key_fields={"fields": {"rate": math.nan, "pitch": [1.5, -math.inf]}})
    told = json.loads(russo(cache, "show", "a1", "--json"), parse_constant=pytest.fail)
    assert told["key_fields"] == {"fields": {"rate": None, "pitch": [1.5, None]}}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_can_be_read_in_any_encoding(cache: AudioCache, encoding: str) -> None:
    text = "Grüße, 日本 👍 \u200f\x9b\x7f"
    cache.put("a1", Audio(bytes(400), "pcm"), prompt=text)
    assert json.loads(russo(cache, "ls", "Grüße", "--json", encoding=encoding))[0]["prompt"] == text
    assert json.loads(russo(cache, "show", "a1", "--json", encoding=encoding))["prompt"] == text


def test_show(cache: AudioCache) -> None:
    key = keys(cache)["good bye"]
    shown = json.loads(russo(cache, "show", key[:10], "--json"))
    assert (shown["key"], shown["prompt"], shown["size"], shown["provider"]) == (key, "good bye", 2000, "beep")
    assert shown["key_fields"] == {"identity": {"provider": "beep"}, "fields": {"voice": "low"}}
    assert shown["file"] == os.path.join(".russo_cache", f"{key}.audio")
    assert f"key           {key}\nprompt        good bye\nformat        pcm\n" in russo(cache, "show", key)
    assert russo(cache, "show", "good bye").startswith(f"key           {key}\nprompt        good bye\n")
    assert russo(cache, "show", "xyz", status=1) == (
        "russo: in '.russo_cache', no entry has this text, or a key that begins with 'xyz'; russo cache ls lists them\n"
    )
    assert russo(cache, "show", "", status=1) == (
        "russo: an empty argument names no entry (is a shell variable not set?): give a key or a text\n"
    )


def test_show_draws_the_waveform(cache: AudioCache) -> None:
    quiet, loud = bytes(400), b"\xff\x1f" * 200
    cache.put("a1", Audio(quiet + loud, "pcm"), prompt="first silence")
    drawn = russo(cache, "show", "a1", columns=11, encoding="utf-8").splitlines()[-5:]
    assert drawn == ["     █████", "     █████", "     █████", "▁▁▁▁▁█████", "0.02 s, loudest -12 dB"]
    drawn = russo(cache, "show", "a1", columns=11, encoding="ascii").splitlines()[-5:]
    assert drawn == ["     #####", "     #####", "     #####", ".....#####", "0.02 s, loudest -12 dB"]
    assert russo(cache, "show", "good bye", columns=5).splitlines()[-2:] == ["▁▁▁▁", "0.04 s, silent"]
    assert russo(cache, "show", "good bye", columns=1).splitlines()[-2:] == ["▁", "0.04 s, silent"]
    cache.put("a2", Audio(b"no mp3", "mp3"), prompt="broken")
    assert russo(cache, "show", "a2").splitlines()[-1].startswith("no waveform: ")
    (cache.cache_dir / "a1.audio").write_bytes(b"something else")
    assert (
        russo(cache, "show", "a1").splitlines()[-1]
        == "it is damaged, and therefore a miss: russo cache verify says why"
    )


def test_stats(cache: AudioCache) -> None:
    assert russo(cache, "stats").splitlines() == [
        "2 entries, 3.0 KB of audio in .russo_cache",
        "providers: beep 2",
        "formats: pcm 2",
        "kept: between 2 d and 1 d ago",
    ]
    assert json.loads(russo(cache, "stats", "--json"))["entries"] == 2
    (cache.cache_dir / "nothing").mkdir()
    assert russo(cache, "stats", "--cache-dir", ".russo_cache/nothing").startswith("0 entries, 0 bytes of audio in ")


def test_verify(cache: AudioCache) -> None:
    assert russo(cache, "verify") == "2 entries sound; 0 damaged\n"
    key = keys(cache)["good bye"]
    (cache.cache_dir / f"{key}.audio").write_bytes(b"something else")
    assert russo(cache, "verify", status=1).splitlines() == [
        f"{key}: {key}.audio has other bytes than were kept",
        "1 entry sound; 1 damaged",
    ]


@pytest.mark.parametrize(
    ("arguments", "said", "left"),
    [
        (("--max-age", "36h"), "deleted 1 entry, ", ["hello\nworld"]),
        (("--unused-for", "1.5d"), "deleted 1 entry, ", ["hello\nworld"]),
        (("--max-bytes", "2kb"), "deleted 1 entry, ", ["hello\nworld"]),
        (
            ("--max-bytes", "1 MiB", "--max-age", "1w"),
            "deleted 0 entries, 0 bytes; 2 left",
            ["good bye", "hello\nworld"],
        ),
    ],
)
def test_prune(cache: AudioCache, arguments: tuple[str, ...], said: str, left: list[str]) -> None:
    assert russo(cache, "prune", *arguments).startswith(said)
    assert sorted(keys(cache)) == left


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "choose what to delete: give --lock, --max-bytes, --max-age or --unused-for"),
        (("--max-age", "x"), "--max-age must be a time like 30d, 12h, 90m or 45s, not 'x'"),
        (("--max-bytes", "5 d"), "--max-bytes must be a size like 500MB or 1.5GB, not '5 d'"),
        (("--max-bytes", "9" * 400), f"--max-bytes must be a size like 500MB or 1.5GB, not '{'9' * 99}"),
    ],
)
def test_prune_with_nothing_to_go_by(cache: AudioCache, arguments: tuple[str, ...], said: str) -> None:
    assert russo(cache, "prune", *arguments, status=1) == f"russo: {said}\n"
    assert cache.size() == 2


def test_prune_by_lock(cache: AudioCache) -> None:
    said, unsaid = keys(cache)["good bye"], keys(cache)["hello\nworld"]
    lock = cache.cache_dir.parent / "russo.lock"
    refused = russo(cache, "prune", "--lock", "russo.lock", status=1)
    assert refused == "russo: 'russo.lock' does not exist: pytest --russo-lock writes it\n"
    assert "Errno" not in russo(cache, "prune", "--lock", ".", status=1)
    Lock([describe(said, "good bye", Audio(bytes(2000), "pcm"), {})]).write(lock)
    assert russo(cache, "prune", "--lock", "russo.lock", "--dry-run").startswith("would delete 1 entry, ")
    assert cache.size() == 2
    assert json.loads(russo(cache, "prune", "--lock", "russo.lock", "--json"))["keys"] == [unsaid]
    assert keys(cache) == {"good bye": said}
    assert russo(cache, "prune", "--lock", "russo.lock", "--remote", status=1) == (
        "russo: --lock applies to the folder, not to the remote: give --max-age or --max-bytes\n"
    )


def test_json_of_what_deletes(cache: AudioCache) -> None:
    key = keys(cache)["good bye"]
    assert json.loads(russo(cache, "pack", "--flac", "--json")) == {
        "entries": 2, "packed": 2, "before": 3000, "after": sum(entry.size for entry in cache.entries()),
    }  # fmt: skip
    assert json.loads(russo(cache, "rm", key, "--json")) == {"keys": [key]}
    assert json.loads(russo(cache, "clear", "--yes", "--json")) == {"entries": 1}


def test_json_of_why(cache: AudioCache) -> None:
    told = json.loads(russo(cache, "why", "good bye", "--provider", "beep", "--voice", "high", "--json"))
    assert (told["differences"], told["key"]) == (["voice: 'low' -> 'high'"], keys(cache)["good bye"])


def test_clear_asks_first(cache: AudioCache) -> None:
    question = "Delete 2 entries of .russo_cache? What is deleted will have to be made again [y/N]: "
    assert russo(cache, "clear", answer="n\n", status=1).startswith(question)
    assert cache.size() == 2
    assert russo(cache, "clear", answer="y\n") == f"{question}deleted 2 entries\n"
    assert cache.size() == 0
    assert russo(cache, "clear", "--yes") == "deleted 0 entries\n"


def test_import(cache: AudioCache, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    for key, prompt in (("0a", "Guten Tag"), ("0b", " "), ("0c", "Auf Wiedersehen")):
        (old / f"{key}.audio").write_bytes(prompt.encode())
        (old / f"{key}.meta").write_text(json.dumps({"format": "pcm", "sample_rate": 16000, "prompt": prompt}))
    (old / "0d.meta").write_text("{}")
    AudioCache(old).put("1" * 64, Audio(b"of today", "pcm"), prompt="today")
    command = ("import", "old", "--provider", "espeak", "--voice", "de")
    assert russo(cache, *command).splitlines() == [
        "0b: skipped, it cannot be read or has no text",
        "2 recordings added to .russo_cache, 0 there already",
    ]
    assert russo(cache, *command).splitlines()[1] == "0 recordings added to .russo_cache, 2 there already"
    assert json.loads(russo(cache, *command, "--json")) == {"texts": [], "known": 2, "skipped": ["0b"]}
    from russo import get_synthesizer

    speaker = CachedSynthesizer(get_synthesizer("espeak", voice="de"), cache=cache)
    assert speaker.lookup("Guten Tag") == Audio(b"Guten Tag", "pcm", 16000)
    assert cache.size() == 4
    assert (
        russo(cache, "import", "nowhere", "--provider", "espeak", status=1) == "russo: there is no folder 'nowhere'\n"
    )
