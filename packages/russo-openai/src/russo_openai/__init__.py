"""OpenAI's voices for russo.

Example:
    >>> from russo_openai import OpenAISynthesizer
    >>> OpenAISynthesizer(voice="cedar")
    OpenAISynthesizer(voice='cedar', model='gpt-realtime-2.1-mini', endpoint='realtime')
"""

from __future__ import annotations

from .synthesizer import OpenAISynthesizer

__all__ = ["OpenAISynthesizer"]
