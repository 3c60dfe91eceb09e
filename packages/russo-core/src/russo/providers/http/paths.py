"""A path into JSON: ``data.audio``, ``audios.0``, ``data.-1.id``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import Answer


def look(document: Any, path: str) -> Any:
    """Return the value at a path, or None if there is nothing.

    Args:
        document: A value that was read from JSON.
        path: Names and indexes, separated by dots; empty for the whole document.

    Returns:
        The value.

    Example:
        >>> from russo.providers.http.paths import look
        >>> look({"audios": ["UklG"]}, "audios.0")
        'UklG'
    """
    for name in filter(None, path.split(".")):
        if isinstance(document, Mapping):
            document = document.get(name)
        elif isinstance(document, list) and name.lstrip("-").isdigit() and -len(document) <= int(name) < len(document):
            document = document[int(name)]
        else:
            return None
    return document


def document_of(answer: Answer) -> Any:
    """The JSON of an answer, parsed; None if it is not JSON.

    Args:
        answer: The whole answer.
    """
    return parsed(answer.body)


def parsed(text: str | bytes) -> Any:
    """The JSON of a text, parsed; None if it is not JSON.

    Args:
        text: The text.
    """
    try:
        return must_parse(text)
    except ValueError:
        return None


def must_parse(text: str | bytes) -> Any:
    """The JSON of a text, parsed.

    Args:
        text: The text.

    Raises:
        ValueError: It is not JSON, is nested too deeply, or has a number of thousands of digits.
    """
    try:
        return json.loads(text)
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise
    except (ValueError, RecursionError) as error:
        raise json.JSONDecodeError(str(error), "", 0) from error
