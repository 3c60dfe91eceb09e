"""Templates of a request: ``{name}`` stands for an option, and a field whose option is not set is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

SLOT: Final = re.compile(r"\{([a-z_]+)\}")


def fill(template: Any, values: Mapping[str, Any]) -> Any:
    """Fill a template with values.

    A str that consists of one slot becomes the value itself, such as a number or a list; otherwise the value is written
    into the str. In a mapping, an entry whose value is None is left out, and so is a mapping that ends up empty.

    Args:
        template: A str, or a mapping or list of them; anything else stays as it is.
        values: The value of each slot. Braces inside a value are never taken for a slot.

    Returns:
        The filled template.

    Example:
        >>> from russo.providers.http.templates import fill
        >>> fill({"text": "{text}", "how": {"speed": "{speed}"}}, {"text": "Hello {you}", "speed": None})
        {'text': 'Hello {you}'}
    """
    if isinstance(template, str):
        return _fill_text(template, values)
    if isinstance(template, Mapping):
        filled = {name: fill(value, values) for name, value in template.items()}
        kept = {name: value for name, value in filled.items() if value is not None}
        return kept if kept or not template else None
    if isinstance(template, (list, tuple)):
        return [fill(value, values) for value in template]
    return template


def slots_of(template: Any) -> Iterator[str]:
    """The names of all slots in a template.

    Args:
        template: A template for `fill`.
    """
    if isinstance(template, str):
        yield from SLOT.findall(template)
    elif isinstance(template, Mapping):
        for value in template.values():
            yield from slots_of(value)
    elif isinstance(template, (list, tuple)):
        for value in template:
            yield from slots_of(value)


def _fill_text(template: str, values: Mapping[str, Any]) -> Any:
    whole = SLOT.fullmatch(template)
    if whole:
        return values[whole[1]]
    if any(values[name] is None for name in SLOT.findall(template)):
        return None
    return SLOT.sub(lambda slot: written(values[slot[1]]), template)


def written(value: Any) -> str:
    """A value as it is written in an address or a header: ``true``, and ``1`` for 1.0.

    Args:
        value: A str, a number or a flag.
    """
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
