"""Declares every setting: its ini key, environment variable, option and help text. A new ini key is added here."""

from __future__ import annotations

import os
from inspect import signature
from itertools import pairwise

import pytest

# Type checkers treat this name as true; importing `typing` would slow down every idle run.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import Any, Final

# Keys of the ini file, with their meaning and the type that pytest reads.
INI: Final[Mapping[str, tuple[str, str]]] = {
    "russo_provider": ("name of the provider that speaks (default: hibari)", "string"),
    "russo_voice": ("voice of the provider", "string"),
    "russo_model": ("model of the provider", "string"),
    "russo_options": ("more options of the provider, one 'name = value' per line", "linelist"),
    "russo_voices": ("run each test that uses russo once per voice: provider:voice, separated by blanks", "args"),
    "russo_conditions": ("run each test that uses russo once under each condition, separated by blanks", "args"),
    "russo_plugins": (
        "plugins in force: names of the group russo.plugins, or module:object",
        "args",
    ),
    "russo_cache": ("use the cache: true or false (default: true)", "bool"),
    "russo_cache_dir": (
        (
            "cache folder, relative to that of the ini file; on the command line, to the working directory "
            "(default: .russo_cache)"
        ),
        "string",
    ),
    "russo_cache_remote": ("remote through which a team shares audio, as s3://bucket/prefix (default: none)", "string"),
    "russo_cache_remote_mode": ("read, readwrite, ci (only CI writes) or off (default: readwrite)", "string"),
    "russo_cache_remote_namespace": ("separate part of the remote, for a branch or a team", "string"),
    "russo_offline": ("never call a provider: true, false, or ci: only where CI is set (default: false)", "bool"),
    "russo_frozen": ("every utterance must match russo.lock: true, false, or ci (default: false)", "bool"),
    "russo_concurrency": ("how many calls a provider gets at once (default: what the provider allows)", "int"),
    "russo_prefetch": ("speak the texts of markers in parallel before the first test (default: true)", "bool"),
    "russo_missing_key": ("what happens to a test whose provider has no key: fail or skip (default: fail)", "string"),
    "russo_on_mismatch": (
        "what happens if a plugin hears another text in a recording twice: error or warn (default: error)",
        "string",
    ),
    "russo_timeout": ("seconds that russo_say may block a running event loop (default: 130)", "float"),
}

# The keys that can also be set by an environment variable.
VARIABLES: Final[Mapping[str, str]] = {
    name: name.upper()
    for name in INI
    if name.removeprefix("russo_")
    not in {"options", "voices", "conditions", "plugins", "prefetch", "on_mismatch", "timeout"}
}

# The keys that can also be set by an option that takes a value.
OPTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "russo_provider": ("--russo-provider", "NAME"),
    "russo_voice": ("--russo-voice", "VOICE"),
    "russo_model": ("--russo-model", "MODEL"),
    "russo_options": ("--russo-option", "NAME=VALUE"),
    "russo_cache_dir": ("--russo-cache-dir", "DIR"),
    "russo_cache_remote": ("--russo-cache-remote", "ADDRESS"),
    "russo_concurrency": ("--russo-concurrency", "N"),
    "russo_missing_key": ("--russo-missing-key", "fail|skip"),
}

# Options without a value: the key that each sets, to what, and its help.
SWITCHES: Final[Mapping[str, tuple[str, str, str]]] = {
    "--russo-no-cache": ("russo_cache", "false", "call the provider each time, and cache nothing"),
    "--russo-no-remote": ("russo_cache_remote_mode", "off", "use no remote, whatever russo_cache_remote says"),
    "--russo-offline": ("russo_offline", "true", "never call a provider: a text that is not cached fails its test"),
    "--russo-frozen": (
        "russo_frozen",
        "true",
        "offline, and every utterance must be in russo.lock and match it, byte for byte",
    ),
    "--russo-online": ("russo_offline", "false", "call providers, whatever russo_offline says"),
    "--russo-no-prefetch": ("russo_prefetch", "false", "speak each text only when its test asks for it"),
}

# Options of a single run, which do not belong in a file.
ACTIONS: Final[Mapping[str, str]] = {
    "--russo-clear-cache": "delete every entry of the cache before the first test",
    "--russo-refresh": "record everything that this run uses again, and replace its entries",
    "--russo-prune-unused": "after a full run in which every test passed, delete the entries that it did not use",
    "--russo-lock": "write every utterance of this run into russo.lock, with the checksum of its audio",
    "--russo-plan": "run no tests: print what the run would find in the cache and pay for, and about how much",
    "--russo-report-original": "embed the recordings in the report as they are, not as Opus",
}

# Such options with a value.
REQUESTS: Final[Mapping[str, tuple[str, str]]] = {
    "--russo-report": ("PATH", "write one HTML file that lists what was said and plays it"),
    "--russo-refresh-only": ("PATTERN", "like --russo-refresh, for texts that contain PATTERN, or that voice or model"),
    "--russo-budget": ("AMOUNT", "make no call that would exceed it: 0.50 (US dollars), '2000 characters', '20 calls'"),
}


def add_options(parser: pytest.Parser) -> None:
    """Add every ini key and option, in one group of ``--help``."""
    for name, (text, ini_type) in INI.items():
        parser.addini(name, text, type=_ini_type(ini_type), default=None)
    group = parser.getgroup("russo", "russo: speech for tests of voice agents")
    for name, (option, metavar) in OPTIONS.items():
        action, text = ("append", "another option of the provider") if name == "russo_options" else ("store", "")
        text = text or INI[name][0].partition(" (")[0]
        group.addoption(option, dest=name, metavar=metavar, action=action, default=None, help=text)
    for option, (name, value, text) in SWITCHES.items():
        group.addoption(option, dest=name, action="store_const", const=value, default=None, help=text)
    for option, text in ACTIONS.items():
        group.addoption(option, action="store_true", help=text)
    for option, (metavar, text) in REQUESTS.items():
        group.addoption(option, metavar=metavar, default=None, help=text)
    group.addoption(
        "--russo-durations",
        metavar="N",
        type=int,
        default=None,
        help="show the N slowest utterances (0 for all)",
    )


def uses_russo(config: pytest.Config) -> bool:
    """Whether this run has any setting of russo. If it has none, russo scans and prints nothing."""
    return (
        any(config.getoption(_dest(option)) for option in ACTIONS)
        or config.option.russo_durations is not None
        or any(config.getoption(_dest(option)) is not None for option in REQUESTS)
        or any(getattr(config.option, name, None) is not None for name in INI)
        or any(os.environ.get(variable) for variable in VARIABLES.values())
        or any(read_ini(config, name) not in (None, "", []) for name in INI)
    )


def refuse_moved_root(config: pytest.Config) -> None:
    """Refuse a run whose root comes from the value of one of russo's options.

    pytest determines the root before it knows the options of plugins. In ``--russo-report report.html``, it takes the
    second word for a path to tests, if there is such a file.

    Raises:
        pytest.UsageError: The value has moved the root, so that another ini file or none is in force.
    """
    words = list(words_of(config))
    takes_value = {option for option, _ in OPTIONS.values()} | REQUESTS.keys()
    for option, value in pairwise(words):
        if option in takes_value and os.path.exists(os.path.join(config.invocation_params.dir, value)):
            without = [word for word in words if word != value]
            if root_of(config, without) != (config.rootpath, config.inipath):
                msg = (
                    f"pytest took the value of {option} for a path to tests, and therefore "
                    f"{str(config.rootpath)!r} for the root of the project: write {option}={value}"
                )
                raise pytest.UsageError(msg)


def words_of(config: pytest.Config) -> Iterator[str]:
    """The words of ``PYTEST_ADDOPTS`` and of the command line, with the lines of a file in place of ``@file``."""
    words = list(map(str, config.invocation_params.args))
    if more := os.environ.get("PYTEST_ADDOPTS"):
        import shlex

        words = [*shlex.split(more), *words]
    for word in words:
        if word.startswith("@"):
            path = os.path.join(config.invocation_params.dir, word[1:])
            with open(path, encoding="utf-8", errors="surrogateescape") as file:  # argparse reads any bytes, too
                yield from file.read().splitlines()
        else:
            yield word


def root_of(config: pytest.Config, words: Iterable[str], **given: Any) -> tuple[Path, Path | None]:
    """The root and the ini file that pytest determines for a command line.

    Args:
        config: The configuration of the run.
        words: The command line.
        given: Parameters of ``determine_setup`` that differ from those of the run.
    """
    from _pytest.config.findpaths import determine_setup

    known: dict[str, Any] = {
        "inifile": getattr(config.option, "inifilename", None),
        "args": [word for word in words if not word.startswith("-")],
        "rootdir_cmd_arg": getattr(config.option, "rootdir", None),
        "invocation_dir": config.invocation_params.dir,
        "override_ini": getattr(config.option, "override_ini", None),
        **given,
    }
    # Its parameters differ between versions of pytest.
    taken = signature(determine_setup).parameters
    found = determine_setup(**{name: value for name, value in known.items() if name in taken})
    return found[0], found[1]


def project_root(config: pytest.Config) -> Path:
    """The folder of the ini file. The cache and russo.lock are in it, wherever ``--rootdir`` points.

    Editors point ``--rootdir`` at the folder that they have open. With ``-c``, whose file may be anywhere, the root is
    used.
    """
    if config.inipath is None or getattr(config.option, "inifilename", None):
        return config.rootpath
    return config.inipath.parent


def read_ini(config: pytest.Config, name: str) -> Any:
    """The value in the ini file, or None.

    Raises:
        pytest.UsageError: It is not of the key's type, which native TOML allows.
    """
    try:
        return config.getini(name)
    except (TypeError, ValueError) as error:
        raise pytest.UsageError(str(error)) from error


def default_of(name: str) -> str:
    """The default of a key of the ini file, as its help states it."""
    return INI[name][0].partition("(default: ")[2].removesuffix(")")


def is_asked(config: pytest.Config, option: str) -> bool:
    """Whether an option of `ACTIONS` was given."""
    return bool(config.getoption(_dest(option)))


def _dest(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")


def _ini_type(name: str) -> Any:
    """The type for `addini`. russo checks values itself, in one place for files, variables and options."""
    types = {"bool": bool, "int": int, "float": float}
    if name not in types:
        return name
    # Since pytest 9.2, native TOML may say `true` or 4; before that, such values need quotes.
    return types[name] | str if pytest.version_tuple >= (9, 2) else "string"
