"""Declares every setting: its ini key, environment variable, option and help text. A new ini key is added here."""

from __future__ import annotations

import os
from inspect import signature
from itertools import pairwise

import pytest

# Type checkers take this name as true; importing `typing` would cost every idle run.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Any, Final

# Keys of the ini file: what they mean, and how pytest reads them.
INI: Final[Mapping[str, tuple[str, str]]] = {
    "russo_provider": ("who speaks: the name of a provider (default: hibari)", "string"),
    "russo_voice": ("the voice that speaks", "string"),
    "russo_model": ("the model that speaks", "string"),
    "russo_options": ("more options of the provider, one 'name = value' a line", "linelist"),
    "russo_voices": ("run each test that uses russo once per voice: provider:voice, separated by blanks", "args"),
    "russo_conditions": ("run each test that uses russo once under each condition, separated by blanks", "args"),
    "russo_plugins": (
        "plugins in force: names of the group russo.plugins, or module:object",
        "args",
    ),
    "russo_cache": ("keep audio and use what is kept: true or false (default: true)", "bool"),
    "russo_cache_dir": ("where audio is kept, from the folder of the ini file (default: .russo_cache)", "string"),
    "russo_cache_remote": ("where a team shares audio, as s3://bucket/prefix (default: nowhere)", "string"),
    "russo_cache_remote_mode": ("read, readwrite, ci for only CI writes, or off (default: readwrite)", "string"),
    "russo_cache_remote_namespace": ("a part of the remote apart from others, for a branch or a team", "string"),
    "russo_offline": ("never call a provider: true, false, or ci for wherever CI is set (default: false)", "bool"),
    "russo_frozen": ("everything must be as russo.lock says: true, false, or ci (default: false)", "bool"),
    "russo_concurrency": ("how many calls a provider gets at once (default: what the provider allows)", "int"),
    "russo_prefetch": ("speak the texts of markers side by side before the first test (default: true)", "bool"),
    "russo_missing_key": ("what a test does whose provider has no key: fail or skip (default: fail)", "string"),
    "russo_on_mismatch": (
        "what becomes of a recording that a plugin heard wrongly twice: error or warn (default: error)",
        "string",
    ),
    "russo_timeout": ("seconds that russo_say may hold up a running event loop (default: 130)", "float"),
}

# The keys that can also be set by a variable of the environment.
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
    "--russo-no-cache": ("russo_cache", "false", "ask the provider each time, and keep nothing"),
    "--russo-no-remote": ("russo_cache_remote_mode", "off", "use no remote, whatever russo_cache_remote says"),
    "--russo-offline": ("russo_offline", "true", "never call a provider: what is not kept fails its test"),
    "--russo-frozen": (
        "russo_frozen",
        "true",
        "offline, and everything must be in russo.lock and match it, byte for byte",
    ),
    "--russo-online": ("russo_offline", "false", "call providers, whatever russo_offline says"),
    "--russo-no-prefetch": ("russo_prefetch", "false", "speak each text only when its test asks for it"),
}

# What belongs to one run, and has no place in a file.
ACTIONS: Final[Mapping[str, str]] = {
    "--russo-clear-cache": "delete every entry of the cache before the first test",
    "--russo-refresh": "speak again what this run uses, and replace what was kept",
    "--russo-prune-unused": "after a full run in which every test passed, delete the entries that it did not use",
    "--russo-lock": "put down in russo.lock what this run says, and what it must sound like",
    "--russo-plan": "run no test: print what the run would find in the cache, have to pay for, and about how much",
    "--russo-report-original": "embed the recordings in the report as they are, and not as Opus",
}

# The same, with a value.
REQUESTS: Final[Mapping[str, tuple[str, str]]] = {
    "--russo-report": ("PATH", "write what was said, and how it sounds, to one HTML file"),
    "--russo-refresh-only": ("PATTERN", "as --russo-refresh, for texts with PATTERN in them, or that voice or model"),
    "--russo-budget": ("AMOUNT", "make no call that would pass it: 0.50 (US dollars), '2000 characters' or '20 calls'"),
}


def add_options(parser: pytest.Parser) -> None:
    """Add every ini key and option, in one group of ``--help``."""
    for name, (text, ini_type) in INI.items():
        parser.addini(name, text, type=_ini_type(ini_type), default=None)
    group = parser.getgroup("russo", "russo: speech for tests of voice agents")
    for name, (option, metavar) in OPTIONS.items():
        action, text = ("append", "one more option of the provider") if name == "russo_options" else ("store", "")
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
    """Whether this run has any setting of russo: if not, russo scans and prints nothing."""
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

    pytest looks for the root before it knows the options of plugins. Of ``--russo-report report.html``, it takes the
    second word for a path of tests, if there is such a file.

    Raises:
        pytest.UsageError: The value has moved the root, so that another ini file is in force, or none.
    """
    words = list(map(str, config.invocation_params.args))
    takes_value = {option for option, _ in OPTIONS.values()} | REQUESTS.keys()
    for option, value in pairwise(words):
        if option in takes_value and os.path.exists(os.path.join(config.invocation_params.dir, value)):
            without = [word for word in words if word != value]
            if root_of(config, without) != (config.rootpath, config.inipath):
                msg = (
                    f"pytest took the value of {option} for a path of tests, and so {str(config.rootpath)!r} for the "
                    f"root of the project: write {option}={value}"
                )
                raise pytest.UsageError(msg)


def root_of(config: pytest.Config, words: Iterable[str], **given: Any) -> tuple[Path, Path | None]:
    """The root and the ini file that pytest finds for a command line.

    Args:
        config: The configuration of the run.
        words: The command line.
        given: Parameters of ``determine_setup`` that are to be others than those of the run.
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
    """The folder of the ini file, which is that of the cache and of russo.lock wherever ``--rootdir`` points.

    Editors point it at what they have opened. Where ``-c`` names a file that may be anywhere, it is meant, though.
    """
    if config.inipath is None or getattr(config.option, "inifilename", None):
        return config.rootpath
    return config.inipath.parent


def read_ini(config: pytest.Config, name: str) -> Any:
    """What the ini file says, or None.

    Raises:
        pytest.UsageError: It is not of the key's type, which native TOML has.
    """
    try:
        return config.getini(name)
    except (TypeError, ValueError) as error:
        raise pytest.UsageError(str(error)) from error


def default_of(name: str) -> str:
    """What a key of the ini file is where nobody sets it, as its help says."""
    return INI[name][0].partition("(default: ")[2].removesuffix(")")


def is_asked(config: pytest.Config, option: str) -> bool:
    """Whether an option of `ACTIONS` was given."""
    return bool(config.getoption(_dest(option)))


def _dest(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")


def _ini_type(name: str) -> Any:
    """What `addini` takes. Values are checked by russo, in one place for files, variables and options."""
    types = {"bool": bool, "int": int, "float": float}
    if name not in types:
        return name
    # Since pytest 9.2 a file of native TOML may say `true` or 4; before, these have to stand between quotes there.
    return types[name] | str if pytest.version_tuple >= (9, 2) else "string"
