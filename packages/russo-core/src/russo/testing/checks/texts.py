"""Checks that texts that cannot be spoken are refused before any call."""

from __future__ import annotations

import asyncio

import pytest

from ...errors import TextError, TextTooLongError
from .base import Subject


class TextChecks(Subject):
    """Texts that must not cost anything."""

    @pytest.mark.parametrize("text", ["", " ", "\n\t "])
    def test_blank_text_is_refused(self, text: str) -> None:
        """A blank text is a TextError.

        To fix: begin ``synthesize`` with ``russo.text.check_text(text, provider=...)``.
        """
        with pytest.raises(TextError):
            asyncio.run(self.make().synthesize(text))

    def test_long_text_is_refused(self) -> None:
        """A text over ``max_characters`` is a TextTooLongError, before the provider is called.

        To fix: pass the limit to ``russo.text.check_text(text, provider=..., max_characters=...)``.
        """
        if self.max_characters is None:
            pytest.skip("max_characters is None: this provider has no known limit")
        words = self.text + " "
        text = (words * (self.max_characters // len(words) + 1))[: self.max_characters] + "."
        with pytest.raises(TextTooLongError):
            asyncio.run(self.make().synthesize(text))
