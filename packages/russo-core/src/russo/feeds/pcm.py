"""A plain WebSocket that takes raw PCM."""

from __future__ import annotations

from .target import Target


class Pcm(Target):
    """Bare samples at any rate, as most WebSockets take them: by default 16-bit at 16 kHz, in frames of 20 ms."""
