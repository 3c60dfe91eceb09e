"""Keeps the key and useless warnings out of the logs of the SDK."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECRET_HEADERS: Final = frozenset({"authorization", "x-goog-api-key"})
_making: Final = threading.local()


def _unless_making(_: logging.LogRecord) -> bool:
    """Hold back what the SDK logs while russo makes a client, in that thread only.

    It warns if both variables for a key are set, even though it is given the key, and would do so at each call.
    """
    return not getattr(_making, "client", False)


def _without_key(record: logging.LogRecord) -> bool:
    """Mask the headers, which the SDK logs in full if ``GOOGLE_GENAI_DEBUG`` is set."""
    if isinstance(record.args, tuple):
        record.args = tuple(_masked(value) for value in record.args)
    return True


@contextmanager
def hushed() -> Iterator[None]:
    """Make a client without log lines of the SDK, and keep the key out of later ones."""
    # Adding a filter twice has no effect.
    logging.getLogger("google_genai._api_client").addFilter(_unless_making)
    logging.getLogger("google.genai").addFilter(_without_key)
    _making.client = True
    try:
        yield
    finally:
        _making.client = False


def _masked(value: Any) -> Any:
    if not callable(getattr(value, "multi_items", None)):
        return value
    return {name: "***" if name.lower() in _SECRET_HEADERS else text for name, text in value.multi_items()}
