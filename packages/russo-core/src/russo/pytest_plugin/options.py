"""What can be set, where, and what it says in ``pytest --help``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    import pytest

IniType = Literal["string", "args", "linelist"]


class Setting(NamedTuple):
    """One thing that can be set: in the ini file under its name, and perhaps by a variable and by an option."""

    name: str
    help: str
    ini_type: IniType = "string"
    variable: str | None = None
    option: str | None = None
    metavar: str | None = None


SETTINGS: Final = (
    Setting("russo_provider", "who speaks: a provider's name", "string", "RUSSO_PROVIDER", "--russo-provider", "NAME"),
    Setting("russo_voice", "the voice that speaks", "string", "RUSSO_VOICE", "--russo-voice", "VOICE"),
    Setting("russo_model", "the model that speaks", "string", "RUSSO_MODEL", "--russo-model", "MODEL"),
    Setting("russo_options", "more options of the provider, one 'name = value' a line", "linelist"),
    Setting("russo_plugins", "plugins of the group russo.plugins that are in force", "args"),
    Setting(
        "russo_cache_dir",
        "where audio is kept, from the folder of the ini file (default: .russo_cache)",
        "string",
        "RUSSO_CACHE_DIR",
        "--russo-cache-dir",
        "DIR",
    ),
)


def add_options(parser: pytest.Parser) -> None:
    """Add every ini key and option, in one group of ``--help``."""
    group = parser.getgroup("russo", "russo: speech for tests of voice agents")
    for setting in SETTINGS:
        parser.addini(setting.name, setting.help, type=setting.ini_type, default=None)
        if setting.option:
            group.addoption(setting.option, dest=setting.name, metavar=setting.metavar, default=None, help=setting.help)
    group.addoption(
        "--russo-no-cache",
        dest="russo_no_cache",
        action="store_true",
        help="ask the provider each time, and keep nothing",
    )
    group.addoption(
        "--russo-clear-cache",
        dest="russo_clear_cache",
        action="store_true",
        help="delete every entry of the cache before the first test",
    )


def uses_russo(config: pytest.Config) -> bool:
    """Whether this run has any setting of russo: if not, russo scans and prints nothing."""
    flags = config.option.russo_no_cache or config.option.russo_clear_cache
    return flags or any(_is_set(config, setting) for setting in SETTINGS)


def _is_set(config: pytest.Config, setting: Setting) -> bool:
    return (
        getattr(config.option, setting.name, None) is not None
        or bool(setting.variable and os.environ.get(setting.variable))
        or bool(config.getini(setting.name))
    )
