"""The pages describe the options, keys, variables and commands that the code has."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import typer

from inner_runs import QUIET
from russo.cli.app import app
from russo.pytest_plugin.options import ACTIONS, INI, REQUESTS, SWITCHES
from russo.pytest_plugin.options import OPTIONS as OPTIONS_BY_KEY
from russo.pytest_plugin.options import VARIABLES as VARIABLES_BY_KEY
from russo.pytest_plugin.settings import read_settings
from stories.pages import DOCS, PAGES, ROOT, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXTS = {page: page.read_text(encoding="utf-8") for page in PAGES}
# Variables that russo reads, apart from those of its pytest plugin.
VARIABLES = {"RUSSO_DISABLE_PLUGINS"}


@pytest.fixture(scope="module")
def pytest_help(tmp_path_factory: pytest.TempPathFactory) -> str:
    command = [sys.executable, "-m", "pytest", *QUIET, "--help"]
    done = subprocess.run(command, cwd=tmp_path_factory.mktemp("help"), capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def fixtures(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    command = [sys.executable, "-m", "pytest", *QUIET, "--fixtures", "-q"]
    done = subprocess.run(command, cwd=tmp_path_factory.mktemp("fixtures"), capture_output=True, text=True, check=False)
    return set(re.findall(r"^(russo_\w+)", done.stdout, re.MULTILINE))


def commands(command: Any, name: str = "russo") -> Iterator[tuple[str, Any]]:
    yield name, command
    for child, sub in getattr(command, "commands", {}).items():
        yield from commands(sub, f"{name} {child}")


COMMANDS = dict(commands(typer.main.get_command(app)))
OPTIONS = {
    name: {option for one in command.params for option in (*one.opts, *one.secondary_opts) if option.startswith("-")}
    for name, command in COMMANDS.items()
}


def test_the_changelog_names_the_commands_that_there_are() -> None:
    (line,) = re.findall(r"^- The `russo` command: (.+)\.$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"`([\w-]+)`", line)) == {name.split()[1] for name in COMMANDS if " " in name}


def test_every_option_of_pytest_is_in_its_reference(pytest_help: str) -> None:
    options = set(re.findall(r"--russo-[\w-]+", pytest_help))
    reference = TEXTS[DOCS / "settings.md"]
    assert {option for option in options if f"`{option}" not in reference} == set()


def test_every_key_of_the_ini_file_is_in_its_reference(pytest_help: str) -> None:
    keys = set(re.findall(r"^ +(russo_\w+) \(", pytest_help, re.MULTILINE))
    assert keys
    assert {key for key in keys if f"`{key}`" not in TEXTS[DOCS / "settings.md"]} == set()


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of the reference, without the header row."""
    section = TEXTS[DOCS / "settings.md"].partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def test_the_table_of_keys_is_what_the_code_has() -> None:
    written = {
        key.strip("`"): (default, variable.strip("`"), options.replace("\\|", "|"))
        for key, _, default, variable, options in rows("Keys of the ini file")
    }
    assert written.keys() == INI.keys()
    for key, (text, _) in INI.items():
        default, variable, options = written[key]
        said = re.search(r"\(default: (.+)\)$", text)
        assert said is None or said[1] == default.strip("`"), key
        assert variable == VARIABLES_BY_KEY.get(key, ""), key
        own = [" ".join(OPTIONS_BY_KEY[key])] if key in OPTIONS_BY_KEY else []
        own += [option for option, (name, _, _) in SWITCHES.items() if name == key]
        assert re.findall(r"`(.+?)`", options) == own, key


def test_the_table_of_options_is_what_the_code_has() -> None:
    written = [cells[0].strip("`") for cells in rows("Options of one run")]
    taking = [f"{option} {metavar}" for option, (metavar, _) in REQUESTS.items()]
    assert written == [*ACTIONS, *taking, "--russo-durations N"]


def test_what_is_said_of_a_default_is_so(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in (*VARIABLES_BY_KEY.values(), "CI"):
        monkeypatch.delenv(variable, raising=False)
    settings = read_settings(pytester.parseconfig())
    assert (settings.speaker.provider, settings.speaker.options) == ("hibari", {})
    assert (settings.voices.value, settings.plugins.value) == ((), ())
    assert (settings.enabled, settings.cache_dir) == (True, pytester.path / ".russo_cache")
    assert (settings.offline, settings.concurrency, settings.prefetch) == (False, None, True)
    assert (settings.skip_without_key, settings.timeout) == (False, 130.0)


def test_every_fixture_is_in_its_reference(fixtures: set[str]) -> None:
    assert "russo_say" in fixtures
    assert {name for name in fixtures if f"`{name}`" not in TEXTS[DOCS / "settings.md"]} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_speaks_of_an_option_that_is_not_there(page: Path, pytest_help: str) -> None:
    named = set(re.findall(r"--russo-[\w-]+", TEXTS[page]))
    assert named - set(re.findall(r"--russo-[\w-]+", pytest_help)) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_sets_a_key_that_is_not_there(page: Path, pytest_help: str) -> None:
    known = set(re.findall(r"^ +(russo_\w+) \(", pytest_help, re.MULTILINE))
    written = [block.code for block in blocks_of(page) if block.language in {"ini", "toml"}]
    named = {key for code in written for key in re.findall(r"^(russo_\w+) *=", code, re.MULTILINE)}
    assert named - known == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_types_a_command_that_is_not_there(page: Path) -> None:
    wrong = []
    typed = re.findall(r"(?:^\$ |^|`)russo ([a-z][a-z-]*(?: [a-z][a-z-]*)?)([^`\n]*)", TEXTS[page], re.MULTILINE)
    for words, rest in typed:
        first, _, second = words.partition(" ")
        if f"russo {first}" not in COMMANDS:
            continue  # a line of prose
        name = f"russo {first} {second}" if getattr(COMMANDS[f"russo {first}"], "commands", None) else f"russo {first}"
        if name not in COMMANDS:
            wrong.append(name)
            continue
        options = set(re.findall(r"(?<= )(--?[a-z][\w-]*)", re.sub(r'"[^"]*"', "", rest.partition("&&")[0])))
        wrong += [f"{name} {option}" for option in options - OPTIONS[name] - {"--help"}]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_speaks_of_a_variable_that_is_not_read(page: Path) -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for pattern in ("packages/*/src/**/*.py", "torture/**/*.py")
        for path in ROOT.glob(pattern)
    )
    known = set(re.findall(r"\bRUSSO_[A-Z_]+\b", source)) | {
        name.upper() for name in re.findall(r'"(russo_\w+)"', source)
    }
    assert set(re.findall(r"\bRUSSO_[A-Z_]+\b", TEXTS[page])) - known == set()
    assert known >= VARIABLES


@pytest.mark.parametrize("name", sorted(name for name, command in COMMANDS.items() if not hasattr(command, "commands")))
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    silent = [one.name for one in command.params if not getattr(one, "help", None) and one.name != "help"]
    assert silent == []
