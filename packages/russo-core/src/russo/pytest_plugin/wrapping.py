"""Puts the cache around overrides of `russo_synthesizer` where another plugin calls fixtures without pytest's hooks."""

from __future__ import annotations

import functools
import inspect
from types import MethodType
from typing import TYPE_CHECKING, Any

from .prefetch import is_own

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    import pytest

    from .run import Run


class Wrapping:
    """A fixture function that wraps its result, and otherwise looks like the original function.

    Args:
        function: The function, of any of the four kinds that pytest and its plugins support.
        wrap: Puts the cache around a synthesizer.
    """

    def __init__(self, function: Callable[..., Any], wrap: Callable[[Any], Any]) -> None:
        functools.update_wrapper(self, function)
        self._function: Any = function
        self._wrap = wrap
        kinds = (inspect.isgeneratorfunction, inspect.isasyncgenfunction, inspect.iscoroutinefunction)
        self._is_plain = not any(is_kind(function) for is_kind in kinds)
        if self._is_plain:
            # pytest takes only real functions for plain ones. A generator that yields once may be an object like this.
            code = self._function.__code__
            self.__code__ = code.replace(co_flags=code.co_flags | inspect.CO_GENERATOR)

    def __getattr__(self, name: str) -> Any:
        # Above all the code object, which tells the function's arguments and its kind.
        return getattr(self.__dict__["_function"], name)

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        return self if instance is None else MethodType(self, instance)

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Call the function, and wrap its result."""
        made = self._function(*args, **options)
        if inspect.isasyncgenfunction(self._function):
            return self._aeach(made)
        if inspect.iscoroutinefunction(self._function):
            return self._later(made)
        return self._each([made] if self._is_plain else made)

    def _each(self, made: Iterable[Any]) -> Iterator[Any]:
        return map(self._wrap, made)

    async def _aeach(self, made: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for one in made:
            yield self._wrap(one)

    async def _later(self, made: Any) -> Any:
        return self._wrap(await made)


def wrap_overrides(run: Run, items: Iterable[pytest.Item]) -> None:
    """Wrap the overrides of `russo_synthesizer` for these tests, if they use the cache of the run.

    Args:
        run: The run.
        items: Its tests.
    """
    for item in items:
        info: Any = getattr(item, "_fixtureinfo", None)
        definitions = info.name2fixturedefs if info is not None else {}
        if len(definitions.get("russo_audio_cache", ())) > 1:
            continue
        for definition in definitions.get("russo_synthesizer", ()):
            function = getattr(definition.func, "__func__", definition.func)
            if isinstance(function, Wrapping) or is_own(definition):
                continue
            wrapped: Any = Wrapping(function, lambda made: run.wrap(made, run.cache))
            instance = getattr(definition.func, "__self__", None)
            definition.func = wrapped if instance is None else MethodType(wrapped, instance)
