"""Reads the settings in force, each with its source, in the order ini < environment < option < marker < call."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import pytest

from .. import clock
from ..environment import DEFAULT_CACHE_DIR, WORDS, switch_of
from ..errors import ConfigurationError
from ..providers.options import parse_options
from ..spending.budget import parse_limit
from .options import INI, OPTIONS, SWITCHES, VARIABLES, default_of, is_asked, project_root, read_ini
from .speaker import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..cache.remote.setting import SharedRemote
    from ..spending.budget import Limit


@dataclass(frozen=True, slots=True)
class Value:
    """What was set, and where."""

    value: Any
    source: str
    layer: int = 0


SPELLED: Final[pytest.StashKey[Mapping[str, str]]] = pytest.StashKey()
"""What a command that runs pytest calls the options that it was given, by the options of pytest that it made of them.

Messages name those, because they are what the user has typed.
"""

_FILE, _VARIABLE, _OPTION = 1, 2, 3
_WHOLE = re.compile(r"0*[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that was set for a run."""

    speaker: Speaker
    voices: Value
    conditions: Value
    plugins: Value
    cache_dir: Path
    shared: SharedRemote | None
    enabled: bool
    clear: bool
    offline: bool
    refresh_before: float | None
    refresh_only: str | None
    frozen: bool
    budget: Limit | None
    root: Path
    concurrency: Value | None
    prefetch: bool
    skip_without_key: bool
    on_mismatch: Literal["error", "warn"]
    timeout: float

    @property
    def mode(self) -> str:
        """One word for the header, empty in a run like any other."""
        if self.frozen:
            return "frozen"
        if self.offline:
            return "offline"
        return "refresh" if self.refresh_before is not None else ""


def read_settings(config: pytest.Config) -> Settings:
    """Read the settings of a run.

    Raises:
        ConfigurationError: A setting is invalid, or two conflict; the message says which, and where they were set.
    """
    layers = _Layers(config)
    refresh_only = config.option.russo_refresh_only
    refresh = is_asked(config, "--russo-refresh") or refresh_only is not None
    clear = is_asked(config, "--russo-clear-cache")
    cache = layers.boolean("russo_cache", default=True)
    offline = layers.offline()
    frozen = layers.frozen(offline)
    if frozen.value:
        offline = Value(value=True, source=frozen.source)
    if offline.value:
        cures = "drop one of them, or add --russo-online"
        if not cache.value:
            msg = f"offline ({offline.source}) replays the cache, which is off ({cache.source}): {cures}"
            raise ConfigurationError(msg)
        if refresh or clear:
            action = _refreshing(refresh_only) if refresh else "--russo-clear-cache"
            msg = f"offline ({offline.source}) replays the cache, which {action} would record again: {cures}"
            raise ConfigurationError(msg)
    if is_asked(config, "--russo-lock") and not cache.value:
        msg = f"--russo-lock lists what is in the cache, which is off ({cache.source}): drop one of them"
        raise ConfigurationError(msg)
    return Settings(
        speaker=layers.speaker(),
        voices=layers.listed("russo_voices"),
        conditions=layers.listed("russo_conditions"),
        plugins=layers.listed("russo_plugins"),
        cache_dir=_cache_dir(config),
        shared=layers.shared(),
        enabled=cache.value,
        clear=clear,
        offline=offline.value,
        refresh_before=_start_of_run(config) if refresh else None,
        refresh_only=refresh_only,
        frozen=bool(frozen.value),
        budget=None if config.option.russo_budget is None else parse_limit(config.option.russo_budget),
        root=project_root(config),
        concurrency=layers.whole("russo_concurrency"),
        prefetch=layers.boolean("russo_prefetch", default=True).value,
        skip_without_key=layers.choice("russo_missing_key", ("fail", "skip")) == "skip",
        on_mismatch="warn" if layers.choice("russo_on_mismatch", ("error", "warn")) == "warn" else "error",
        timeout=layers.seconds("russo_timeout", default=130.0),
    )


class Shown(NamedTuple):
    """One setting as `russo config` shows it."""

    name: str
    value: str
    source: str


def show_settings(config: pytest.Config) -> list[Shown]:
    """Every setting that is in force, and where it comes from. Values that may be keys are not shown.

    Raises:
        ConfigurationError: A setting cannot be used.
    """
    settings, layers = read_settings(config), _Layers(config)
    speaker = settings.speaker
    named = {name: speaker.options.get(name, default or "") for name, default in speaker.defaults().items()}
    others = [name for name in speaker.options if name not in named]
    shown = [Shown("russo_provider", speaker.provider, speaker.provider_source)]
    shown += [
        Shown(f"russo_{name}", str(value), speaker.sources.get(name, "the default")) for name, value in named.items()
    ]
    sources = ", ".join(dict.fromkeys(speaker.sources[name] for name in others)) or "the default"
    shown.append(Shown("russo_options", ", ".join(f"{name} = ***" for name in others), sources))
    for name in INI:
        if all(name != one.name for one in shown):
            found = layers.top(name)
            shown.append(Shown(name, default_of(name) if found is None else _shown(found.value), _source(found)))
    return [one._replace(value=str(settings.cache_dir)) if one.name == "russo_cache_dir" else one for one in shown]


def _shown(value: Any) -> str:
    text = " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    # An address may contain credentials.
    return re.sub(r"//[^/@\s]*@", "//***@", text)


def _source(found: Value | None) -> str:
    return "the default" if found is None else found.source


class _Layers:
    """The ini file, the environment and the command line, each overriding the one before."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def each(self, name: str) -> Iterator[Value]:
        """The values that are set, weakest first."""
        in_file = read_ini(self._config, name)
        if in_file is not None and in_file not in ("", []):
            yield Value(in_file, self._file(name), _FILE)
        variable = VARIABLES.get(name)
        if variable and os.environ.get(variable):
            yield Value(os.environ[variable], f"the variable {variable}", _VARIABLE)
        given = getattr(self._config.option, name, None)
        if given is not None:
            yield Value(given, self._option(name, given), _OPTION)

    def top(self, name: str) -> Value | None:
        """The value in force, if any is set."""
        return next(iter(reversed(list(self.each(name)))), None)

    def speaker(self) -> Speaker:
        """The speaker. Layers are applied as a whole, because options do not carry over to another provider."""
        speaker = Speaker()
        for layer in (_FILE, _VARIABLE, _OPTION):
            for value in self._at(layer, "russo_provider"):
                speaker = speaker.overridden(value.source, value.value, {})
            for name in ("voice", "model"):
                for value in self._at(layer, f"russo_{name}"):
                    speaker = speaker.overridden(value.source, None, {name: value.value})
            for value in self._at(layer, "russo_options"):
                speaker = speaker.overridden(value.source, None, parse_options(value.value, value.source))
        return speaker

    def listed(self, name: str) -> Value:
        """Several names."""
        found = self.top(name) or Value((), "the default")
        return Value(tuple(found.value), found.source)

    def boolean(self, name: str, *, default: bool) -> Value:
        """True or false."""
        found = self.top(name)
        if found is None:
            return Value(default, "the default")
        word = str(found.value).strip().lower()
        if word not in WORDS:
            msg = f"{name} must be true or false, not {str(found.value)!r} ({found.source})"
            raise ConfigurationError(msg)
        return Value(WORDS[word], found.source)

    def offline(self) -> Value:
        """True or false, or ci for whatever the variable ``CI`` says."""
        return self.switch("russo_offline")

    def frozen(self, offline: Value) -> Value:
        """Whether every utterance must match russo.lock. An option that records overrides a setting in a file."""
        frozen = self.switch("russo_frozen")
        if frozen.value and frozen.layer == _OPTION and is_asked(self._config, "--russo-lock"):
            msg = "--russo-lock writes what --russo-frozen checks: drop one of them"
            raise ConfigurationError(msg)
        is_recording = is_asked(self._config, "--russo-lock") or (offline.layer == _OPTION and not offline.value)
        return Value(value=False, source="the default") if frozen.layer != _OPTION and is_recording else frozen

    def switch(self, name: str) -> Value:
        """True or false, or ci for whatever the variable ``CI`` says."""
        found = self.top(name) or Value("false", "the default")
        return Value(switch_of(name, str(found.value), found.source), found.source, found.layer)

    def shared(self) -> SharedRemote | None:
        """The remote, if there is one."""
        address = self.top("russo_cache_remote")
        if address is None:
            return None
        from ..cache.remote.setting import shared_remote

        mode = self.top("russo_cache_remote_mode") or Value("readwrite", "the default")
        namespace = self.top("russo_cache_remote_namespace") or Value("", "the default")
        return shared_remote(*((one.value, one.source) for one in (address, mode, namespace)))

    def whole(self, name: str) -> Value | None:
        """A whole number of at least 1."""
        found = self.top(name)
        if found is None:
            return None
        text = str(found.value).strip()
        if not _WHOLE.fullmatch(text):
            msg = f"{name} must be a whole number of at least 1, not {str(found.value)!r:.100} ({found.source})"
            raise ConfigurationError(msg)
        return Value(int(text), found.source)

    def seconds(self, name: str, *, default: float) -> float:
        """A number over 0."""
        found = self.top(name) or Value(default, "the default")
        try:
            number = float(found.value)
        except ValueError:
            number = 0.0
        if not 0 < number < float("inf"):
            msg = f"{name} must be a number of seconds over 0, not {str(found.value)!r:.100} ({found.source})"
            raise ConfigurationError(msg)
        return number

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """One of several words, the first by default."""
        found = self.top(name) or Value(choices[0], "the default")
        if found.value not in choices:
            msg = f"{name} must be {' or '.join(choices)}, not {str(found.value)!r} ({found.source})"
            raise ConfigurationError(msg)
        return str(found.value)

    def _at(self, layer: int, name: str) -> Iterator[Value]:
        return (value for value in self.each(name) if value.layer == layer)

    def _file(self, name: str) -> str:
        if any(item.partition("=")[0].strip() == name for item in self._config.getoption("override_ini") or ()):
            return f"-o {name}"
        return f"{name} in {self._config.inipath.name if self._config.inipath else 'the ini file'}"

    def _option(self, name: str, given: Any) -> str:
        if name in OPTIONS:
            option = OPTIONS[name][0]
        else:
            option = next(option for option, (key, value, _) in SWITCHES.items() if (key, value) == (name, given))
        return self._config.stash.get(SPELLED, {}).get(option, option)


def _cache_dir(config: pytest.Config) -> Path:
    option = config.option.russo_cache_dir
    if option:
        # A path on the command line is relative to the working directory, one in a file to the file's folder.
        return Path(config.invocation_params.dir, option)
    variable, named = os.environ.get("RUSSO_CACHE_DIR"), read_ini(config, "russo_cache_dir")
    if not variable and named and config.inipath is not None:
        return Path(config.inipath.parent, named)
    return Path(project_root(config), variable or named or DEFAULT_CACHE_DIR)


def _refreshing(only: str | None) -> str:
    return "--russo-refresh" if only is None else "--russo-refresh-only"


def _start_of_run(config: pytest.Config) -> float:
    """The start of the run, the same in each worker, so that what one of them has refreshed is fresh for all."""
    given = getattr(config, "workerinput", {}).get("russo_started")
    return clock.now() if given is None else float(given)
