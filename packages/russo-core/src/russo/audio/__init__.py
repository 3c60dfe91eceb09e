"""`Audio`, what a synthesizer returns and an agent hears, and everything that reads, checks and changes it."""

from .audio import Audio

__all__ = ["Audio"]
