"""A run of pytest that uses russo: its settings, its cache, and the synthesizers made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ..cache import AudioCache
from ..cached import CachedSynthesizer
from ..errors import ConfigurationError, RussoError
from ..options import build
from ..plugins import find_provider, load_plugins
from .settings import Settings, Speaker, read_settings

if TYPE_CHECKING:
    from ..plugins import Plugins
    from ..synthesizer import Synthesizer

_run_key: pytest.StashKey[Run] = pytest.StashKey()


class Run:
    """What one run of pytest needs of russo, made when it is first needed."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cache = AudioCache(settings.cache_dir)
        self.plugins: Plugins | None = load_plugins(settings.plugins, source=settings.plugins_source)
        self._made: dict[str, Synthesizer] = {}

    @property
    def speaker(self) -> Speaker:
        """Who speaks where a test does not say."""
        return self.settings.speaker

    def synthesizer(self, speaker: Speaker) -> Synthesizer:
        """The synthesizer of a speaker, uncached, one for all tests that ask for the same."""
        wanted = repr((speaker.provider, sorted(speaker.options.items(), key=lambda option: option[0])))
        if wanted not in self._made:
            provider = find_provider(speaker.provider, source=speaker.provider_source)
            self._made[wanted] = build(provider, speaker.options, speaker.sources)
        return self._made[wanted]

    def is_own(self, synthesizer: object) -> bool:
        """Whether a synthesizer is the one of the settings, and not what somebody overrode the fixture with."""
        return any(made is synthesizer for made in self._made.values())

    def wrap(self, synthesizer: Any, cache: AudioCache) -> Any:
        """Put the cache around a synthesizer, once."""
        if isinstance(synthesizer, CachedSynthesizer):
            if not self.settings.enabled:
                synthesizer.enabled = False
            return synthesizer
        if not callable(getattr(synthesizer, "synthesize", None)):
            msg = (
                "the fixture russo_synthesizer must give an object with `async def synthesize(self, text)`, "
                f"not {synthesizer!r:.200}"
            )
            raise ConfigurationError(msg)
        return CachedSynthesizer(synthesizer, cache=cache, enabled=self.settings.enabled, plugins=self.plugins)

    def header(self) -> str:
        """The line that says what is in force."""
        cache = f"{self.settings.cache_dir} ({self.cache.size()} entries)" if self.settings.enabled else "off"
        return f"russo: {self.speaker.name}, cache: {cache}"


def run_of(config: pytest.Config) -> Run:
    """The run that a configuration belongs to."""
    if _run_key not in config.stash:
        config.stash[_run_key] = Run(read_settings(config))
    return config.stash[_run_key]


def start(config: pytest.Config) -> None:
    """Check every setting before a test is collected, and clear the cache if that is asked for.

    Raises:
        pytest.UsageError: A setting cannot be used; it says which, and where it was set.
    """
    try:
        run = run_of(config)
        if run.speaker.provider_source != "the default" or run.speaker.options:
            run.synthesizer(run.speaker)
        # Workers of xdist come later, and again after a crash: only who starts the run clears.
        if run.settings.clear and not hasattr(config, "workerinput") and not config.option.collectonly:
            run.cache.clear()
    except RussoError as error:
        raise pytest.UsageError(str(error)) from error
