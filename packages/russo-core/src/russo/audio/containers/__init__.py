"""Finds where each audio file in some bytes ends, and whether the last one was cut short: one module per container.

FFmpeg decodes what is there and does not report what is missing, so russo reads the lengths itself. Each module knows
one container. Its ``links(data)`` returns the files that ``data`` consists of, or raises `AudioError` if one is cut
short.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_MODULES: Final = {
    "aac": "adts",
    "aiff": "aiff",
    "amr": "amr",
    "au": "au",
    "caf": "caf",
    "flac": "flac",
    "m4a": "mp4",
    "mp3": "mpeg",
    "ogg": "ogg",
    "w64": "w64",
    "webm": "ebml",
}


def links(data: bytes, audio_format: str) -> list[bytes]:
    """Split data into files.

    Args:
        data: One file, or several of one format in a row.
        audio_format: The format of `russo.Audio` that they have.

    Raises:
        AudioError: One of them is cut short.
    """
    name = _MODULES.get(audio_format)
    if name is None:
        return [data]
    reader: Callable[[bytes], list[bytes]] = importlib.import_module(f".{name}", __name__).links
    return reader(data)
