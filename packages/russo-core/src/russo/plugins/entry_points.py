"""What is installed under the entry points of russo, and loading one of it, without a word of the others.

Discovery walks the entry points itself. pluggy's own loader silently drops the second of two distributions that use
one name, and stops at the first plugin that does not import; and it imports them all, where one is asked for.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

from ..errors import BlockedPluginError, BrokenPluginError, PluginConflictError

if TYPE_CHECKING:
    import pluggy

PROVIDERS: Final = "russo"
PLUGINS: Final = "russo.plugins"
BLOCK: Final = "RUSSO_DISABLE_PLUGINS"


@dataclass(frozen=True, slots=True)
class Found:
    """An entry point, and who brings it."""

    name: str
    entry_point: metadata.EntryPoint

    @property
    def package(self) -> str:
        """The distribution, as one types it behind ``pip install``."""
        return _metadata(self.entry_point, "name") or self.entry_point.value.partition(".")[0].partition(":")[0]

    @property
    def version(self) -> str:
        """The version of the distribution; empty where its metadata does not say."""
        return _metadata(self.entry_point, "version")

    def __str__(self) -> str:
        return f"{self.package} {self.version}".strip()


def discover(group: str) -> dict[str, tuple[Found, ...]]:
    """Every entry point of a group by name, none imported. Two under one name are a conflict when it is asked for."""
    return _scan(group, tuple(sys.path))


def of_project(name: str) -> tuple[Found, ...]:
    """What a project names itself as ``module:object``, with no package around it."""
    return (Found(name, metadata.EntryPoint(name, name, PLUGINS)),)


def is_blocked(name: str) -> bool:
    """Whether the variable ``RUSSO_DISABLE_PLUGINS`` names this plugin: names between commas."""
    return name in {part.strip() for part in os.environ.get(BLOCK, "").split(",")}


def load(kind: str, name: str, found: tuple[Found, ...]) -> tuple[pluggy.PluginManager, Found]:
    """Import the one plugin of a name, and check that this russo knows every hook in it.

    Args:
        kind: ``"provider"`` or ``"plugin"``, for the messages.
        name: The name of the entry point.
        found: All that is installed under it.

    Returns:
        A plugin manager with this plugin and no other, so that what a hook returns is known to be this plugin's; and
        who brings it.

    Raises:
        BlockedPluginError: The variable ``RUSSO_DISABLE_PLUGINS`` names it. It was not imported.
        PluginConflictError: Two distributions have it. None was imported.
        BrokenPluginError: It does not load, or was written for another russo.
    """
    if is_blocked(name):
        msg = f"{kind} {name!r} is disabled by {BLOCK}"
        raise BlockedPluginError(msg)
    one, *others = found
    if others:
        msg = f"{name!r} is provided by both {' and '.join(map(str, found))}: uninstall one"
        raise PluginConflictError(msg)
    try:
        plugin = one.entry_point.load()
        return _registered(name, plugin, one), one
    except (Exception, SystemExit) as error:
        raise broken(kind, name, one, error) from error


def broken(kind: str, name: str, found: Found, error: BaseException) -> BrokenPluginError:
    """The error for a plugin that is there and of no use, with what to do about it."""
    if found.entry_point.dist is None:
        return BrokenPluginError(
            f"{kind} {name!r} failed to load: {error!r}; its module must be importable from where conftest.py lies"
        )
    return BrokenPluginError(
        f"{kind} {name!r} is installed ({found}), but its plugin failed to load: {error!r}; "
        f"try: pip install --upgrade {found.package}, or uninstall it"
    )


def _registered(name: str, plugin: Any, found: Found) -> pluggy.PluginManager:
    import pluggy

    from .. import hookspecs

    manager = pluggy.PluginManager("russo")
    manager.add_hookspecs(hookspecs)
    hooks = _hooks(hookspecs)
    try:
        manager.register(plugin, name=name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        what = "; ".join(str(error).splitlines())
        msg = (
            f"{what}: the hooks of russo-core {metadata.version('russo-core')} are {', '.join(hooks)}; "
            f"{found.package} was written for another version of them, or misspells one"
        )
        raise TypeError(msg) from error
    _refuse_unmarked(plugin, manager, hooks)
    return manager


def _refuse_unmarked(plugin: Any, manager: pluggy.PluginManager, hooks: list[str]) -> None:
    marked = {caller.name for caller in manager.get_hookcallers(plugin) or ()}
    # A forgotten marker, or the marker of another project, would make a hook that is silently never called.
    unmarked = [hook for hook in hooks if hook not in marked and callable(getattr(plugin, hook, None))]
    if unmarked:
        msg = f"{unmarked[0]} is not marked: put russo.hookimpl above it"
        raise TypeError(msg)
    if not marked:
        msg = f"it implements no hook of russo: mark one of {', '.join(hooks)} with russo.hookimpl"
        raise TypeError(msg)


def _hooks(hookspecs: Any) -> list[str]:
    return [name for name in vars(hookspecs) if name.startswith("russo_")]


@lru_cache(maxsize=8)
def _scan(group: str, _path: tuple[str, ...]) -> dict[str, tuple[Found, ...]]:
    # A scan takes some milliseconds; what is installed changes only with sys.path while a process runs.
    by_name: dict[str, list[Found]] = {}
    for point in metadata.entry_points(group=group):
        by_name.setdefault(point.name, []).append(Found(point.name, point))
    return {name: _distinct(found) for name, found in sorted(by_name.items())}


def _distinct(found: list[Found]) -> tuple[Found, ...]:
    if len(found) == 1:
        return tuple(found)  # reading who brings it takes a millisecond
    # An editable install and a wheel of one distribution are one: the first on the path, as for imports.
    by_package: dict[str, Found] = {}
    for one in found:
        by_package.setdefault(_normalized(one.package), one)
    return tuple(by_package.values())


def _metadata(point: metadata.EntryPoint, name: str) -> str:
    try:
        return str(getattr(point.dist, name) or "")
    except Exception:
        return ""  # a leftover of an uninstallation: entry points without any metadata


def _normalized(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
