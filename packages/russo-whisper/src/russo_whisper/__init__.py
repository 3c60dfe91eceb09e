"""A listener for russo: a Whisper model hears each recording, and the transcript is compared with the text.

Example:
    >>> from russo_whisper import Whisper
    >>> Whisper("tiny.en")
    Whisper('tiny.en')
"""

from __future__ import annotations

from .model import Whisper

__all__ = ["Whisper"]
