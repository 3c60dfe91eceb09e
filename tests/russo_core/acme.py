"""A third-party plugin, as the tests install it."""

from __future__ import annotations

ACME = """
from russo import Audio, Provider, hookimpl

class AcmeSynthesizer:
    provider = "acme"
    def __init__(self, *, voice: str = "anna", speed: float = 1.0, loud: bool = False):
        self.cache_fields = {"voice": voice, "speed": float(speed), "loud": loud}
    async def synthesize(self, text):
        return Audio(text.encode() * 100, "pcm")

@hookimpl
def russo_provider():
    return Provider("acme", target="acme_plugin:AcmeSynthesizer", package="russo-acme", default_voice="anna")
"""
