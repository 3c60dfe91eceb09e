"""A plain WebSocket: only bare samples."""

from __future__ import annotations

from .target import Target


class Pcm(Target):
    """Bare samples of any rate, as most WebSockets take them: by default 16-bit at 16 kHz, 20 ms each."""
