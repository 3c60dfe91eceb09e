"""What a synthesizer is, as far as the key of the cache is concerned."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from ..errors import CacheKeyError
from .source import place_of, source_of

# Modules that pytest finds by their folder, in a package or not.
_OF_TESTS: Final = re.compile(r"(?:.*\.)?(?:conftest|tests?|test_\w+|\w+_test)(?:\..*)?")


def identity_of(synthesizer: object) -> dict[str, Any]:
    """Who speaks: the provider's name, or else the class, told apart from every other of that name."""
    provider = declared(synthesizer, "provider")
    identity: dict[str, Any] = {"provider": provider} if isinstance(provider, str) else _class_of(synthesizer)
    revision = declared(synthesizer, "revision")
    if revision is not None:
        identity["revision"] = revision
    return identity


def fields_of(synthesizer: object) -> Mapping[str, Any]:
    """The settings of a synthesizer that change its sound, as it states them."""
    fields = declared(synthesizer, "cache_fields")
    if fields is None:
        return {}
    if not isinstance(fields, (dict, Mapping)):  # nearly always a dict, of which that is known at once
        msg = f"cache_fields of {type(synthesizer).__qualname__} must be a mapping, not {fields!r:.100}"
        raise CacheKeyError(msg)
    return fields


def declared(obj: object, name: str) -> Any:
    """An attribute that the object or its class really has, else None: a mock answers to every name."""
    # As `inspect.getattr_static`, which would be half of the time of a hit.
    for cls in type(obj).__mro__:
        if name in cls.__dict__:
            return getattr(obj, name)
    return getattr(obj, name) if name in getattr(obj, "__dict__", ()) else None


def _class_of(synthesizer: object) -> dict[str, Any]:
    cls = type(synthesizer)
    if "synthesize" in getattr(synthesizer, "__dict__", ()):
        msg = (
            f"who speaks is not told by the class {cls.__qualname__}, because synthesize was set on the object: "
            "give the object a name of its own, as provider = 'my-voice'"
        )
        raise CacheKeyError(msg)
    # A module without a package is found by whatever folder comes first: there can be many `conftest`, and any
    # script is `__main__`. How a test module is named depends on how pytest imports it. Their files tell them apart.
    if "." not in cls.__module__ or _OF_TESTS.fullmatch(cls.__module__):
        source = source_of(cls)
        if source is not None:
            return {"class": cls.__qualname__, **place_of(source)}
    return {"class": cls.__qualname__, "module": cls.__module__}
