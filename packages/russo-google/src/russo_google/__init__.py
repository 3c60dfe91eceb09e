"""Google Gemini for russo."""

from __future__ import annotations

from .synthesizer import GoogleSynthesizer

__all__ = ["GoogleSynthesizer"]
