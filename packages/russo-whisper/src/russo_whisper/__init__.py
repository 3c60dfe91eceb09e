"""A listener for russo: what was recorded is heard by a Whisper model, and compared with its text.

Example:
    >>> from russo_whisper import Whisper
    >>> Whisper("tiny.en")
    Whisper('tiny.en')
"""

from __future__ import annotations

from .model import Whisper

__all__ = ["Whisper"]
