"""The settings that are in force, each with where it came from: ini < environment < option < marker < call."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..options import parse_options
from ..sync import DEFAULT_PROVIDER
from .options import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

_BY_NAME: Final = {setting.name: setting for setting in SETTINGS}
_DEFAULT_DIR: Final = ".russo_cache"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks and how: a provider's name and the keyword arguments of its class, each with its source."""

    provider: str = DEFAULT_PROVIDER
    provider_source: str = "the default"
    options: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def overridden(self, source: str, provider: str | None, options: Mapping[str, Any]) -> Speaker:
        """This speaker with what a layer above sets. Options of one provider do not follow to another."""
        base = self
        if provider is not None:
            same = provider == self.provider
            base = replace(self, provider_source=source) if same else Speaker(provider, source)
        return replace(
            base,
            options={**base.options, **options},
            sources={**base.sources, **dict.fromkeys(options, source)},
        )

    @property
    def name(self) -> str:
        """What the user reads: ``espeak`` or ``google (voice='Kore')``."""
        shown = ", ".join(f"{name}={value!r}" for name, value in self.options.items())
        return f"{self.provider} ({shown})" if shown else self.provider


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that was set for a run."""

    speaker: Speaker
    cache_dir: Path
    enabled: bool
    clear: bool
    plugins: tuple[str, ...]
    plugins_source: str


def read_settings(config: pytest.Config) -> Settings:
    """Read the settings of a run.

    Raises:
        ConfigurationError: A line of ``russo_options`` is no 'name = value'.
    """
    speaker = Speaker()
    for layer in (_Ini(config), _Environment(), _CommandLine(config)):
        speaker = layer.override(speaker)
    ini = _Ini(config)
    return Settings(
        speaker=speaker,
        cache_dir=_cache_dir(config),
        enabled=not config.option.russo_no_cache,
        clear=config.option.russo_clear_cache,
        plugins=tuple(ini.value("russo_plugins") or ()),
        plugins_source=ini.source("russo_plugins"),
    )


class _Layer:
    """One place where settings come from."""

    def value(self, name: str) -> Any:
        raise NotImplementedError

    def source(self, name: str) -> str:
        raise NotImplementedError

    def override(self, speaker: Speaker) -> Speaker:
        """The speaker with what this layer sets."""
        provider = self.value("russo_provider")
        if provider:
            speaker = speaker.overridden(self.source("russo_provider"), provider, {})
        for name in ("voice", "model"):
            value = self.value(f"russo_{name}")
            if value:
                speaker = speaker.overridden(self.source(f"russo_{name}"), None, {name: value})
        lines = self.value("russo_options")
        if lines:
            source = self.source("russo_options")
            speaker = speaker.overridden(source, None, parse_options(lines, source))
        return speaker


class _Ini(_Layer):
    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def value(self, name: str) -> Any:
        return self._config.getini(name)

    def source(self, name: str) -> str:
        if any(item.partition("=")[0].strip() == name for item in self._config.getoption("override_ini") or ()):
            return f"-o {name}"
        return f"{name} in {self._config.inipath.name if self._config.inipath else 'the ini file'}"


class _Environment(_Layer):
    def value(self, name: str) -> Any:
        variable = _BY_NAME[name].variable
        return os.environ.get(variable) if variable else None

    def source(self, name: str) -> str:
        return f"the variable {_BY_NAME[name].variable}"


class _CommandLine(_Layer):
    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def value(self, name: str) -> Any:
        return getattr(self._config.option, name, None)

    def source(self, name: str) -> str:
        return _BY_NAME[name].option or name


def _cache_dir(config: pytest.Config) -> Path:
    option = config.option.russo_cache_dir
    if option:
        # A path on the command line is meant from where it is typed, one in a file from where the file is.
        return Path(config.invocation_params.dir, option)
    return Path(config.rootpath, os.environ.get("RUSSO_CACHE_DIR") or config.getini("russo_cache_dir") or _DEFAULT_DIR)
