"""From names to providers and plugins: what is installed, broken, blocked or in conflict.

Discovery walks the entry points itself. pluggy's own loader silently drops the second of two distributions that use
one name, and stops at the first plugin that does not import; and it imports them all, where one is asked for.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any, Final

from .errors import (
    BlockedPluginError,
    BrokenPluginError,
    PluginConflictError,
    PluginError,
    ProviderNotFoundError,
    ProviderNotInstalledError,
)
from .provider import Provider

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pluggy

    from .synthesizer import Synthesizer

PROVIDERS: Final = "russo"
PLUGINS: Final = "russo.plugins"
BLOCK: Final = "RUSSO_DISABLE_PLUGINS"

# Where to send somebody who asks for a provider that is known but not here.
KNOWN: Final = {
    "elevenlabs": "russo-elevenlabs",
    "espeak": "russo-espeak",
    "google": "russo-google",
    "openai": "russo-openai",
}


@dataclass(frozen=True, slots=True)
class Found:
    """An entry point, and who brings it."""

    name: str
    entry_point: metadata.EntryPoint

    @property
    def package(self) -> str:
        """The distribution, as one types it behind ``pip install``."""
        return self.entry_point.dist.name if self.entry_point.dist else self.entry_point.module.partition(".")[0]

    @property
    def version(self) -> str:
        """The version of the distribution."""
        return self.entry_point.dist.version if self.entry_point.dist else ""

    def __str__(self) -> str:
        return f"{self.package} {self.version}".strip()


def get_synthesizer(name: str, **options: Any) -> Synthesizer:
    """Make a provider's synthesizer, uncached.

    Args:
        name: The provider's name.
        options: What its class takes: ``voice``, ``model`` and so on.

    Returns:
        A synthesizer. Wrap it in `CachedSynthesizer` to pay only once.

    Raises:
        PluginError: There is no such provider, or it is broken, blocked, or there are two.
        OptionError: It does not take an option, or not with that value.

    Example:
        >>> from russo import get_synthesizer
        >>> get_synthesizer("espeak", voice="de").provider
        'espeak'
    """
    from .options import build

    return build(find_provider(name), options)


def find_provider(name: str, *, source: str | None = None) -> Provider:
    """Find the one provider of a name, and import its plugin and no other.

    Args:
        name: The provider's name.
        source: Where the name was set, for the message.

    Raises:
        ProviderNotInstalledError: The provider is known, but not here.
        ProviderNotFoundError: Nobody has heard of it.
        BlockedPluginError: The variable ``RUSSO_DISABLE_PLUGINS`` names it.
        PluginConflictError: Two distributions have it.
        BrokenPluginError: Its plugin does not load, or does not keep the contract.
    """
    installed = discover(PROVIDERS)
    found = installed.get(name)
    if not found:
        raise _not_found(name, installed, source)
    return load_provider(name, found)


def load_provider(name: str, found: tuple[Found, ...]) -> Provider:
    """The description of a provider, of which every installed one is given."""
    plugin, one = _load("provider", name, found)
    manager = _manager()
    try:
        manager.register(plugin, name=name)
        manager.check_pending()
        if not manager.get_hookcallers(plugin):
            msg = "it implements no hook of russo: mark a function russo_provider with russo.hookimpl"
            raise TypeError(msg)
        described = manager.hook.russo_provider()
        if len(described) != 1 or not isinstance(described[0], Provider):
            msg = f"russo_provider() must return one Provider, not {described!r:.200}"
            raise TypeError(msg)
        if described[0].name != name:
            msg = f"russo_provider() describes {described[0].name!r}, but its entry point is named {name!r}"
            raise TypeError(msg)
    except Exception as error:
        raise _broken("provider", name, one, error) from error
    provider: Provider = described[0]
    return provider


def load_class(provider: Provider) -> Any:
    """Import what a provider's description points at."""
    module, _, name = provider.target.partition(":")
    try:
        return getattr(import_module(module), name)
    except Exception as error:
        msg = (
            f"provider {provider.name!r} is installed ({provider.package}), "
            f"but {provider.target!r} does not load: {error!r}"
        )
        raise BrokenPluginError(msg) from error


def discover(group: str) -> dict[str, tuple[Found, ...]]:
    """Every entry point of a group by name, none imported. Two under one name are a conflict when it is asked for."""
    return _scan(group, tuple(sys.path))


def is_blocked(name: str) -> bool:
    """Whether the variable ``RUSSO_DISABLE_PLUGINS`` names this plugin: names between commas."""
    return name in {part.strip() for part in os.environ.get(BLOCK, "").split(",")}


class Plugins:
    """The plugins that the settings name, in their order, behind typed methods."""

    def __init__(self, names: Iterable[str], *, source: str | None = None) -> None:
        installed = discover(PLUGINS)
        self._manager = _manager()
        self._plugins: dict[str, Any] = {}
        for name in names:
            found = installed.get(name)
            if not found:
                there = ", ".join(sorted(installed)) or "none"
                msg = f"no plugin named {name!r}{_from(source)}. Installed: {there}"
                raise PluginError(msg)
            plugin, one = _load("plugin", name, found)
            try:
                self._manager.register(plugin, name=name)
                self._manager.check_pending()
            except Exception as error:
                raise _broken("plugin", name, one, error) from error
            self._plugins[name] = plugin

    def cache_key(self, synthesizer: Synthesizer, text: str) -> Mapping[str, Mapping[str, Any]]:
        """What each plugin adds to the key of a text, by the plugin's name."""
        fields: dict[str, Mapping[str, Any]] = {}
        for name, plugin in self._plugins.items():
            try:
                # One at a time: the result of a hook call does not say which plugin gave what.
                others = [other for other in self._plugins.values() if other is not plugin]
                call = self._manager.subset_hook_caller("russo_cache_key", others)
                added = [result for result in call(synthesizer=synthesizer, text=text) if result]
            except Exception as error:
                msg = f"plugin {name!r} failed in russo_cache_key: {error!r}"
                raise BrokenPluginError(msg) from error
            if added:
                fields[name] = added[0]
        return fields


def load_plugins(names: Iterable[str], *, source: str | None = None) -> Plugins | None:
    """The plugins of these names, or None for no names.

    Raises:
        PluginError: One is not installed, is broken, blocked, or there are two of its name.
    """
    listed = list(names)
    return Plugins(listed, source=source) if listed else None


@lru_cache(maxsize=8)
def _scan(group: str, _path: tuple[str, ...]) -> dict[str, tuple[Found, ...]]:
    # A scan takes some milliseconds; what is installed changes only with sys.path while a process runs.
    by_name: dict[str, dict[str, Found]] = {}
    for point in metadata.entry_points(group=group):
        found = Found(point.name, point)
        # An editable install and a wheel of one distribution are one.
        by_name.setdefault(point.name, {}).setdefault(_normalized(found.package), found)
    return {name: tuple(found.values()) for name, found in sorted(by_name.items())}


def _load(kind: str, name: str, found: tuple[Found, ...]) -> tuple[Any, Found]:
    if is_blocked(name):
        msg = f"{kind} {name!r} is disabled by {BLOCK}"
        raise BlockedPluginError(msg)
    if len(found) > 1:
        msg = f"{name!r} is provided by both {' and '.join(map(str, found))}: uninstall one"
        raise PluginConflictError(msg)
    try:
        return found[0].entry_point.load(), found[0]
    except Exception as error:
        raise _broken(kind, name, found[0], error) from error


def _manager() -> pluggy.PluginManager:
    import pluggy

    from . import hookspecs

    manager = pluggy.PluginManager("russo")
    manager.add_hookspecs(hookspecs)
    return manager


def _broken(kind: str, name: str, found: Found, error: Exception) -> BrokenPluginError:
    return BrokenPluginError(f"{kind} {name!r} is installed ({found}), but its plugin failed to load: {error!r}")


def _not_found(name: str, installed: Mapping[str, tuple[Found, ...]], source: str | None) -> ProviderNotFoundError:
    if name in KNOWN:
        return ProviderNotInstalledError(
            f"no provider named {name!r}{_from(source)}. It is in another package: pip install {KNOWN[name]}"
        )
    near = get_close_matches(str(name), [*installed, *KNOWN], n=1)
    there = ", ".join(f"{other} ({found[0].package})" for other, found in installed.items()) or "none"
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return ProviderNotFoundError(f"no provider named {name!r}{_from(source)}.{hint} Installed: {there}")


def _from(source: str | None) -> str:
    return f" ({source})" if source else ""


def _normalized(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
