"""Identifies a synthesizer in a cache key: its provider or its class, and the fields that it states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from ..errors import CacheKeyError
from .source import place_of, source_of

# Modules whose names depend on how pytest imports them: test modules and conftest.
_OF_TESTS: Final = re.compile(r"(?:.*\.)?(?:conftest|tests?|test_\w+|\w+_test)(?:\..*)?")


def identity_of(synthesizer: object) -> dict[str, Any]:
    """Who speaks: the provider's name, or else the class, distinguished from every other class of that name."""
    provider, revision = declared(synthesizer, "provider", "revision")
    identity: dict[str, Any] = {"provider": provider} if isinstance(provider, str) else _class_of(synthesizer)
    if revision is not None:
        identity["revision"] = revision
    return identity


def fields_of(synthesizer: object) -> Mapping[str, Any]:
    """The settings of a synthesizer that change its sound, as it states them."""
    return as_fields(synthesizer, *declared(synthesizer, "cache_fields"))


def as_fields(synthesizer: object, fields: object) -> Mapping[str, Any]:
    """The ``cache_fields`` that a synthesizer declares, once they are known to be a mapping.

    Raises:
        CacheKeyError: They are not.
    """
    if fields is None:
        return {}
    if not isinstance(fields, Mapping):
        msg = f"cache_fields of {type(synthesizer).__qualname__} must be a mapping, not {fields!r:.100}"
        raise CacheKeyError(msg)
    return fields


def declared(obj: object, *names: str) -> list[Any]:
    """Attributes that the object or its class really has, else None. A mock would answer to any name."""
    # `inspect.getattr_static` does the same, but would take half of the time of a hit.
    own = getattr(obj, "__dict__", ())
    found = []
    for name in names:
        is_there = name in own
        for cls in () if is_there else type(obj).__mro__:
            if name in cls.__dict__:
                is_there = True
                break
        found.append(getattr(obj, name) if is_there else None)
    return found


def _class_of(synthesizer: object) -> dict[str, Any]:
    cls = type(synthesizer)
    if "synthesize" in getattr(synthesizer, "__dict__", ()):
        msg = (
            f"the class {cls.__qualname__} does not identify who speaks, because synthesize was set on the object: "
            "give the object a name of its own, such as provider = 'my-voice'"
        )
        raise CacheKeyError(msg)
    # The names of such modules do not identify them: there can be many `conftest`, every script is `__main__`, and
    # the name of a test module depends on how pytest imports it. Their files do.
    if "." not in cls.__module__ or _OF_TESTS.fullmatch(cls.__module__):
        source = source_of(cls)
        if source is not None:
            return {"class": cls.__qualname__, **place_of(source)}
    return {"class": cls.__qualname__, "module": cls.__module__}
