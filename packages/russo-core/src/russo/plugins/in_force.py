"""The plugins that the settings name, with typed methods that call their hooks."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from inspect import iscoroutine
from typing import TYPE_CHECKING, Any, Final

from ..audio import Audio
from ..errors import BrokenPluginError, PluginError, RussoError
from ..keys.hashing import checked
from ..text import check_text
from .entry_points import PLUGINS, broken, discover, load, of_project

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pluggy

    from ..events import Event, Observer
    from ..synthesizer import Synthesizer
    from ..transcripts.listening import Listener
    from .entry_points import Found


_LISTEN: Final = "russo_transcribe"


class Plugins:
    """The plugins that the settings name, in their order, as `load_plugins` returns them.

    Args:
        names: Their names.
        source: Where the names were set, for the message.

    Raises:
        PluginError: One is not installed, is broken, blocked, or there are two of its name.

    Example:
        >>> from russo.plugins import Plugins
        >>> Plugins([]).observers
        ()
    """

    def __init__(self, names: Iterable[str], *, source: str | None = None) -> None:
        installed = discover(PLUGINS)
        self._plugins = [_find(name, installed, source) for name in dict.fromkeys(names)]

    def text(self, synthesizer: Synthesizer, text: str) -> str:
        """Rewrite a text: each plugin gets the text as the one before it returned it.

        Raises:
            BrokenPluginError: A hook fails, or does not return a text.
        """
        for plugin in self._plugins:
            text = plugin.text(synthesizer, text)
        return text

    def cache_key(self, synthesizer: Synthesizer, text: str) -> Mapping[str, Mapping[str, Any]]:
        """The fields that the plugins add to the key of a text that is spoken, by the plugin's name.

        Raises:
            BrokenPluginError: A hook fails, or returns something that no key can hold.
        """
        fields = {plugin.name: plugin.cache_key(synthesizer, text) for plugin in self._plugins}
        return {name: added for name, added in fields.items() if added}

    def effects(self, added: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """Name and fields of each plugin that may change the audio, in their order, given the fields of all."""
        changing = (one.name for one in self._plugins if one.has("russo_audio"))
        return tuple((name, added[name]) for name in changing if name in added)

    def audio(self, synthesizer: Synthesizer, text: str, audio: Audio, added: Mapping[str, Mapping[str, Any]]) -> Audio:
        """Change the audio that was spoken.

        Args:
            synthesizer: What spoke.
            text: What it said.
            audio: The audio.
            added: What `cache_key` returned for this text. Only a plugin that is in it may change the audio.

        Raises:
            BrokenPluginError: A hook fails, does not return audio, or changes it without having fields in the key.
        """
        for plugin in self._plugins:
            audio = plugin.audio(synthesizer, text, audio, in_key=plugin.name in added)
        return audio

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """The hooks of the plugins that listen, each with the plugin's name."""
        return tuple((plugin.described, plugin.transcribe) for plugin in self._plugins if plugin.has(_LISTEN))

    @property
    def observers(self) -> tuple[Observer, ...]:
        """The hooks of the plugins that observe."""
        return tuple(plugin.watch for plugin in self._plugins if plugin.has("russo_event"))


def load_plugins(names: Iterable[str], *, source: str | None = None) -> Plugins | None:
    """Load plugins of the group ``russo.plugins``, for ``CachedSynthesizer(plugins=...)``.

    Args:
        names: Their names, in the order in which they change the text and the audio. ``module:object`` names one that
            is not installed, but can be imported.
        source: Where the names were set, for the message.

    Returns:
        The plugins, or None for no names.

    Raises:
        PluginError: One is not installed, is broken, blocked, or there are two of its name.

    Example:
        >>> from russo import CachedSynthesizer, get_synthesizer
        >>> from russo.plugins import load_plugins
        >>> synthesizer = CachedSynthesizer(get_synthesizer("espeak"), plugins=load_plugins([]))
    """
    listed = list(names)
    return Plugins(listed, source=source) if listed else None


class _Plugin:
    """One plugin. Every error that it causes has its name and its distribution in the message."""

    def __init__(self, manager: pluggy.PluginManager, name: str, found: Found) -> None:
        self._hook = manager.hook
        self.name = name
        self._found = found
        self._hooks = {caller.name for caller in manager.get_hookcallers(manager.get_plugin(name)) or ()}
        if self._hooks <= {"russo_provider"}:
            msg = "russo_provider is for the group 'russo' of entry points: this one is in 'russo.plugins'"
            raise TypeError(msg)
        if "russo_audio" in self._hooks and "russo_cache_key" not in self._hooks:
            msg = "it implements russo_audio without russo_cache_key, but what changes the sound must be in the key"
            raise TypeError(msg)

    def __repr__(self) -> str:
        return f"<plugin {self.name!r} ({self._found})>"

    @property
    def described(self) -> str:
        """Its name, and the distribution that brings it."""
        return f"{self.name} ({self._found})"

    def has(self, hook: str) -> bool:
        return hook in self._hooks

    def text(self, synthesizer: Synthesizer, text: str) -> str:
        new = self._call("russo_text", synthesizer=synthesizer, text=text)
        if new is None:
            return text
        try:
            check_text(new)
        except RussoError as error:
            raise self._failed("russo_text", error) from error
        return str(new)

    def cache_key(self, synthesizer: Synthesizer, text: str) -> Mapping[str, Any]:
        fields = self._call("russo_cache_key", synthesizer=synthesizer, text=text)
        if fields is None:
            return {}
        try:
            if not isinstance(fields, Mapping):
                msg = f"it must return a mapping or None, not {fields!r:.200}"
                raise TypeError(msg)
            plain: Mapping[str, Any] = checked(fields, "russo_cache_key")
        except Exception as error:
            raise self._failed("russo_cache_key", error) from error
        return plain

    def audio(self, synthesizer: Synthesizer, text: str, audio: Audio, *, in_key: bool) -> Audio:
        new = self._call("russo_audio", synthesizer=synthesizer, text=text, audio=audio)
        if new is None:
            return audio
        try:
            if not isinstance(new, Audio) or not new.data:
                msg = f"it must return an Audio that is not empty, or None, not {new!r:.200}"
                raise TypeError(msg)
            if new != audio and not in_key:
                msg = f"it changed the audio of {text!r:.100}, but its russo_cache_key returns no fields for that text"
                raise ValueError(msg)
        except (TypeError, ValueError) as error:
            raise self._failed("russo_audio", error) from error
        return new

    def transcribe(self, audio: Audio, language: str | None) -> str | None:
        heard = self._call(_LISTEN, audio=audio, language=language)
        if heard is None or isinstance(heard, str):
            return heard
        raise self._failed(_LISTEN, TypeError(f"it must return a str or None, not {heard!r:.200}"))

    def watch(self, event: Event) -> None:
        self._call("russo_event", event=event)

    def _call(self, hook: str, **arguments: Any) -> Any:
        if hook not in self._hooks:
            return None
        try:
            result = getattr(self._hook, hook)(**arguments)
            if iscoroutine(result):
                result.close()
                msg = "a hook must be a plain function, not an async one"
                raise TypeError(msg)
        except (Exception, SystemExit) as error:  # a plugin that ends the process has failed like any other
            raise self._failed(hook, error) from error
        return result

    def _failed(self, hook: str, error: BaseException) -> BrokenPluginError:
        return BrokenPluginError(f"plugin {self.name!r} ({self._found}) failed in {hook}: {error!r}")


def _find(name: str, installed: Mapping[str, tuple[Found, ...]], source: str | None) -> _Plugin:
    found = installed.get(name) or of_project(name)
    if not found:
        there = ", ".join(installed) or "none"
        where = f" ({source})" if source else ""
        near = get_close_matches(name, installed, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        msg = (
            f"no plugin named {name!r}{where}.{hint} Installed: {there}. "
            "One of the project itself is named as module:object"
        )
        raise PluginError(msg)
    manager, one = load("plugin", name, found)
    try:
        return _Plugin(manager, name, one)
    except TypeError as error:
        raise broken("plugin", name, one, error) from error
