"""What a synthesizer returns and an agent hears."""

from .audio import Audio

__all__ = ["Audio"]
