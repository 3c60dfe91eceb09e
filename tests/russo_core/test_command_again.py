"""`russo say` for a cached text: with the same effect as the full command, but without importing typer."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import typer.main

from russo.cli.again import OPTIONS, read
from russo.cli.app import app
from russo.spending.ledger import totals

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "import sys; from russo.cli import main; main(); sys.exit(3 if {'typer', 'rich'} & sys.modules.keys() else 0)"
WARM = ("say", "Hello", "--provider", "espeak", "-o", "hello.wav")


def run(folder: Path, *words: str, code: str = MAIN, **variables: str) -> tuple[int, str]:
    """The output of `russo`, and its status: 3 if main has returned although typer was imported."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RUSSO_")}
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, cwd=folder, env=kept | variables, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_what_was_said_is_written_without_typer(tmp_path: Path) -> None:
    assert run(tmp_path, *WARM) == (0, "hello.wav: 0.4 s, spoken by espeak\n")  # typer ends it by itself
    spoken = (tmp_path / "hello.wav").read_bytes()
    (tmp_path / "hello.wav").unlink()
    again = run(tmp_path, *WARM)
    assert again == (0, "hello.wav: 0.4 s, from the cache\n")
    assert (tmp_path / "hello.wav").read_bytes() == spoken
    # The same as when typer parses the arguments.
    assert run(tmp_path, *WARM, "--cache") == again
    saved = totals(tmp_path / ".russo_cache").saved
    assert (saved.utterances, saved.characters) == (2, 10)


def test_whoever_reads_may_stop(tmp_path: Path) -> None:
    run(tmp_path, *WARM)
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "russo", *WARM]
    done = subprocess.run(command, cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "variables", "status"),
    [
        (("say", "Hello", "--help"), {}, 0),
        (("say", "Hello", "-o"), {}, 2),
        (("say", "Hello", "-x", "hello.wav"), {}, 2),
        (("say", "Hello", "there", "-o", "hello.wav"), {}, 2),
        (("say", "Hello", "-o", "hello.wav", "--provider", "nobody"), {}, 1),
        (("say", "Hello", "-o", "hello.wav", "--under", "nothing"), {}, 1),
        (("say", "Goodbye", "-o", "hello.wav", "--provider", "espeak", "--offline"), {}, 1),
        (("say", " ", "-o", "hello.wav"), {}, 1),
        (("say", "Hello", "-o", "hello.wav", "--provider", "espeak"), {"RUSSO_OFFLINE": "maybe"}, 1),
    ],
)
@pytest.mark.slow
def test_everything_else_is_as_ever(
    tmp_path: Path, words: tuple[str, ...], variables: dict[str, str], status: int
) -> None:
    plain = "import sys; from russo.cli.app import app; app(prog_name='russo')"
    (tmp_path / "pytest.ini").touch()
    told, expected = run(tmp_path, *words, **variables), run(tmp_path, *words, code=plain, **variables)
    assert told[0] == status
    assert told[1].splitlines()[-1].removeprefix("russo: ") in expected[1]


def test_it_knows_the_options_of_the_command() -> None:
    say = typer.main.get_command(app).commands["say"]
    options = {option: one for one in say.params for option in one.opts if option.startswith("-")}
    for option, (name, variable) in OPTIONS.items():
        assert (options[option].name, options[option].envvar) == (name, variable)
        assert not options[option].is_flag
        assert not options[option].multiple


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("one", "two"),
        ("one", "-o"),
        ("one", "--voice", "--model"),
        ("one", "--voice=anna"),
        ("one", "-oone.wav"),
        ("-",),
        ("one", "--option", "rate=1"),
        ("one", "--no-cache"),
        ("--", "one"),
    ],
)
def test_words_that_are_left_to_the_command(words: tuple[str, ...]) -> None:
    assert read(words) is None


def test_words_that_are_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PROVIDER", "VOICE", "CACHE_DIR"):
        monkeypatch.delenv(f"RUSSO_{name}", raising=False)
    monkeypatch.setenv("RUSSO_MODEL", "m-1")
    assert read(("-o", "one.wav", "one", "--voice", "anna")) == {
        "text": "one", "output": "one.wav", "voice": "anna", "model": "m-1", "provider": None, "cache_dir": None,
    }  # fmt: skip
