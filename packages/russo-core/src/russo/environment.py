"""Environment variables, used where no argument is given: one rule for scripts, the command and pytest."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from .display import quoted
from .errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_PROVIDER: Final = "hibari"
DEFAULT_CACHE_DIR: Final = ".russo_cache"

# The words for true and false that pytest accepts in ini files.
WORDS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("true", "1", "yes", "on"), True),
    **dict.fromkeys(("false", "0", "no", "off"), False),
}


def cache_dir() -> str:
    """The folder of the cache: ``RUSSO_CACHE_DIR``, or ``.russo_cache``."""
    return os.environ.get("RUSSO_CACHE_DIR") or DEFAULT_CACHE_DIR


def in_folder(folder: str | os.PathLike[str], option: str = "--cache-dir") -> str:
    """What a command that a message names needs to find a cache, if it is typed here: an option, unless it is obvious.

    Args:
        folder: The folder of the cache.
        option: How the command takes it.
    """
    path = os.fspath(folder)
    try:
        is_default = os.path.abspath(path) == os.path.abspath(cache_dir())
    except OSError:  # the working directory was deleted
        is_default = path == cache_dir()
    return "" if is_default else f" {option} {quoted(path)}"


def provider() -> str:
    """The provider: ``RUSSO_PROVIDER``, or the embedded voice."""
    return os.environ.get("RUSSO_PROVIDER") or DEFAULT_PROVIDER


def options() -> dict[str, str]:
    """The voice and the model of `provider`: ``RUSSO_VOICE`` and ``RUSSO_MODEL``, where they are set."""
    variables = {"voice": "RUSSO_VOICE", "model": "RUSSO_MODEL"}
    return {name: value for name, variable in variables.items() if (value := os.environ.get(variable))}


def is_offline() -> bool:
    """Whether calling a provider is forbidden: ``RUSSO_OFFLINE``, where ``ci`` means "if ``CI`` is set".

    Raises:
        ConfigurationError: It is not true, false or ci.
    """
    return switch_of("russo_offline", os.environ.get("RUSSO_OFFLINE") or "false", "the variable RUSSO_OFFLINE")


def switch_of(name: str, value: str, source: str) -> bool:
    """Read a setting that can be limited to CI.

    Args:
        name: The name of the setting.
        value: A word for true or false, or ``ci``.
        source: Where it was set, for the message.

    Raises:
        ConfigurationError: It is not one of these.
    """
    word = value.strip().lower()
    if word == "ci":
        return os.environ.get("CI", "").lower() not in {"", "0", "false"}
    if word not in WORDS:
        msg = f"{name} must be true, false or ci, not {value!r} ({source})"
        raise ConfigurationError(msg)
    return WORDS[word]
