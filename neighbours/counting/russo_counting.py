"""A provider that records each call in the file that the variable COUNTING_LOG names."""

from __future__ import annotations

import os
from pathlib import Path

from russo import Audio, Provider, hookimpl


class CountingSynthesizer:
    """Speaks a tone for every text."""

    provider = "counting"

    def __init__(self, voice: str = "anna") -> None:
        self.voice = voice

    @property
    def cache_fields(self) -> dict[str, str]:
        """The fields of the key."""
        return {"voice": self.voice}

    async def synthesize(self, text: str) -> Audio:
        """Record the call, and speak."""
        with Path(os.environ["COUNTING_LOG"]).open("a", encoding="utf-8") as log:
            log.write(f"{self.voice}: {text}\n")
        return Audio(bytes(480 * len(text)), "pcm")


@hookimpl
def russo_provider() -> Provider:
    """Describe it."""
    return Provider(
        "counting", target="russo_counting:CountingSynthesizer", package="russo-counting", default_voice="anna"
    )
