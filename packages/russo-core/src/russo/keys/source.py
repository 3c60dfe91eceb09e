"""Names the source file of a class by its path in its project, so that its keys are the same on every machine."""

from __future__ import annotations

import gc
import inspect
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import CacheKeyError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Files that mark the root of a project. The nearest folder with one of them is the root: whatever is above it may
# be another project on one machine, and may not exist at all in a container.
_MARKS: Final = (
    ".git",
    ".pytest.ini",
    ".pytest.toml",
    "pyproject.toml",
    "pytest.ini",
    "pytest.toml",
    "setup.cfg",
    "setup.py",
    "tox.ini",
)
_INSTALLED: Final = frozenset({"dist-packages", "site-packages"})

# The file behind each place that this process has reported, to notice when two files have the same place.
_files: Final[dict[tuple[str, ...], Path]] = {}


def source_of(cls: type) -> Path | None:
    """The file that defines a class, however it was imported; None if it does not belong to a project."""
    for name in _candidates(cls):
        path = Path(name)
        if not name.startswith("<") and path.is_file():
            source = path.resolve()
            return None if _INSTALLED & set(source.parts) or cls.__module__ in sys.stdlib_module_names else source
    return None


def place_of(source: Path) -> dict[str, str]:
    """The name of the project that a file belongs to, if it has one, and the path of the file in it.

    Raises:
        CacheKeyError: Two files in this process have the same place: they are in two projects without names that
            share a cache.
    """
    root = _root_of(source)
    file = source.relative_to(root).as_posix() if source.is_relative_to(root) else source.as_posix()
    project = _name_of(root)
    known = _files.setdefault((project, file), source)
    if known != source:
        msg = (
            f"the synthesizers in {str(known)!r} and {str(source)!r} cannot be told apart in a key: "
            "give each class a name of its own, such as provider = 'my-voice'"
        )
        raise CacheKeyError(msg)
    return {"file": file, "project": project} if project else {"file": file}


def _root_of(source: Path) -> Path:
    for folder in source.parents:
        if any((folder / mark).exists() for mark in _MARKS):
            return folder
    with suppress(FileNotFoundError):  # a test may have deleted the working directory
        return Path.cwd()
    return source.parent


def _candidates(cls: type) -> Iterator[str]:
    """Files that may define a class, the most likely first.

    pytest forgets a `conftest` when it imports another of that name, so `sys.modules` may have somebody else's.
    """
    for member in vars(cls).values():
        function = inspect.unwrap(getattr(member, "__func__", None) or getattr(member, "fget", None) or member)
        if getattr(function, "__module__", None) == cls.__module__ and hasattr(function, "__code__"):
            yield function.__code__.co_filename
    for names in _namespaces(cls):
        if isinstance(names, dict) and names.get("__name__") == cls.__module__ and _is_in(cls, names):
            yield str(names.get("__file__") or "<nowhere>")


def _namespaces(cls: type) -> Iterator[Any]:
    """The possible names of its module.

    The garbage collector does not report frozen objects (`gc.freeze`, which servers call before they fork).
    """
    yield getattr(sys.modules.get(cls.__module__), "__dict__", None)
    yield from gc.get_referrers(cls)


def _is_in(cls: type, names: dict[Any, Any]) -> bool:
    return any(value is cls for value in names.values())


@lru_cache(maxsize=64)
def _name_of(root: Path) -> str:
    import tomllib

    try:
        name = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return name if isinstance(name, str) else ""
