"""Finds what is installed under russo's entry points, and loads one plugin without importing the others.

It goes through the entry points itself, because pluggy's own loader imports all plugins, stops at the first that fails
to import, and silently drops one of two distributions that use the same name.
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
_OBJECT: Final = re.compile(r"\w+(\.\w+)*:\w+(\.\w+)*")


@dataclass(frozen=True, slots=True)
class Found:
    """An entry point, and the distribution that contains it."""

    name: str
    entry_point: metadata.EntryPoint

    @property
    def package(self) -> str:
        """The distribution, as one types it after ``pip install``."""
        return _metadata(self.entry_point, "name") or self.entry_point.value.partition(".")[0].partition(":")[0]

    @property
    def version(self) -> str:
        """The version of the distribution; empty if its metadata does not say."""
        return _metadata(self.entry_point, "version")

    def __str__(self) -> str:
        return f"{self.package} {self.version}".strip()


def discover(group: str) -> dict[str, tuple[Found, ...]]:
    """Every entry point of a group by name, not imported. Two with one name are a conflict once it is asked for."""
    return _scan(group, tuple(sys.path))


def of_project(name: str) -> tuple[Found, ...]:
    """A plugin that a project names as ``module:object``, without a distribution; none if the name is not like that."""
    return (Found(name, metadata.EntryPoint(name, name, PLUGINS)),) if _OBJECT.fullmatch(name) else ()


def is_blocked(name: str) -> bool:
    """Whether the variable ``RUSSO_DISABLE_PLUGINS``, a list with commas, names this plugin."""
    return name in {part.strip() for part in os.environ.get(BLOCK, "").split(",")}


def load(kind: str, name: str, found: tuple[Found, ...]) -> tuple[pluggy.PluginManager, Found]:
    """Import the plugin of this name, and check that this version of russo knows every hook in it.

    Args:
        kind: ``"provider"`` or ``"plugin"``, for the messages.
        name: The name of the entry point.
        found: Everything that is installed under this name.

    Returns:
        A plugin manager with only this plugin, so that whatever a hook returns comes from it, and the entry point.

    Raises:
        BlockedPluginError: The variable ``RUSSO_DISABLE_PLUGINS`` names it. It was not imported.
        PluginConflictError: Two distributions have it. Neither was imported.
        BrokenPluginError: It does not load, or was written for another version of russo.
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
    """The error for a plugin that is installed but cannot be used, with what to do about it."""
    if found.entry_point.dist is None:
        is_missing = isinstance(error, ModuleNotFoundError) and f"{found.entry_point.module}.".startswith(
            f"{error.name}."
        )
        hint = "; its module must be importable from where conftest.py lies" if is_missing else ""
        return BrokenPluginError(f"{kind} {name!r} failed to load: {error!r}{hint}")
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
    # Without the marker, or with that of another project, a hook would silently never be called.
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
    # A scan takes some milliseconds, and while a process runs, what is installed changes only with sys.path.
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
        return ""  # left over from an incomplete uninstall: entry points without any metadata


def _normalized(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
