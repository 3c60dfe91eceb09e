"""Text from elsewhere cannot control the terminal, and words of a command can be typed as they are shown."""

from __future__ import annotations

import json
import shlex
import sys
from typing import TYPE_CHECKING

import pytest

import forked
from russo import Audio, AudioCache
from russo.display import plain, quoted
from russo.errors import RussoError

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "\x1b]0;mine\x07"
EVIL = f"my {TITLE}\x9b2J\u202e\x7f dear friend"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Grüße, 你好 🎉\tone\ntwo", "Grüße, 你好 🎉\tone\ntwo"),
        ("\x1b[2J", r"\x1b[2J"),
        ("\x9b2J\x7f", r"\u009b2J\u007f"),
        ("a\u202eb\u2066c\u2028", r"a\u202eb\u2066c\u2028"),
        ("\rdone\x08", r"\x0ddone\x08"),
        ("\ud800", r"\ud800"),
    ],
)
def test_plain(text: str, shown: str) -> None:
    assert plain(text) == shown
    assert str(RussoError(text)) == shown


@pytest.fixture
def project(tmp_path: Path) -> Path:
    cache = AudioCache(tmp_path / ".russo_cache")
    fields = {"identity": {"provider": f"p{TITLE}"}, "fields": {"voice": f"v{TITLE}"}}
    cache.put("a" * 64, Audio(bytes(480), "pcm", 24000), prompt=EVIL, key_fields=fields)
    (tmp_path / "russo.lock").write_text(
        'version = 1\n[[utterance]]\ntext = "x"\nprovider = "p"\nduration = 1\naudio = "\\u001b]0;mine\\u0007"\n'
        f'key = "{"a" * 64}"\n'
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\nrusso_provider = espeak\n")
    (tmp_path / "test_a.py").write_text("def test_a(russo_say):\n    russo_say('my dear friend')\n")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "russo cache ls", "russo cache show aaaa", "russo cache stats", "russo cache why my-dear-friend",
        "russo cache verify", "russo lock verify", "pytest -p no:cacheprovider --russo-offline",
        "pytest -p no:cacheprovider --russo-plan",
    ],
)  # fmt: skip
def test_no_command_passes_it_on(project: Path, command: str) -> None:
    words = [word.replace("my-dear-friend", "my dear friend") for word in command.split()]
    done = forked.run([sys.executable, "-m", *words], cwd=project)
    shown = (done.stdout + done.stderr).decode()
    assert not {"\x1b", "\x07", "\x9b", "\x7f", "\u202e"} & set(shown)
    if command.endswith("ls"):
        assert r"p\x1b]" in shown


def test_json_stays_json(project: Path) -> None:
    command = [sys.executable, "-m", "russo", "cache", "ls", "--json"]
    done = forked.run(command, cwd=project, check=True)
    (entry,) = json.loads(done.stdout)
    assert entry["prompt"] == EVIL
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize("word", ["", "plain", "two words", "it's", 'style="calm"', "$HOME", "a\\b"])
def test_a_shell_reads_the_same_word(word: str) -> None:
    assert shlex.split(quoted(word, on_windows=False)) == [word]


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("recordings", "recordings"),
        ("", '""'),
        (r"C:\Users\A B\cache", r'"C:\Users\A B\cache"'),
        ("it's", '"it\'s"'),
        ('style="calm"', r'"style=\"calm\""'),
    ],
)
def test_windows_has_no_single_quotes(word: str, typed: str) -> None:
    assert quoted(word, on_windows=True) == typed
