"""Checks that a text that cannot be spoken is refused before any call."""

from __future__ import annotations

import asyncio

import pytest

from ...errors import TextError, TextTooLongError
from .base import Subject


class TextChecks(Subject):
    """Texts that no provider should be paid for."""

    @pytest.mark.parametrize("text", ["", " ", "\n\t "])
    def test_blank_text_is_refused(self, text: str) -> None:
        """A text without anything to say is a TextError.

        To mend: begin ``synthesize`` with ``russo.text.check_text(text, provider=...)``.
        """
        with pytest.raises(TextError):
            asyncio.run(self.make().synthesize(text))

    def test_long_text_is_refused(self) -> None:
        """A text over ``max_characters`` is a TextTooLongError, before the provider is asked.

        To mend: pass the limit to ``russo.text.check_text(text, provider=..., max_characters=...)``.
        """
        if self.max_characters is None:
            pytest.skip("max_characters is None: this provider knows no limit")
        words = self.text + " "
        text = (words * (self.max_characters // len(words) + 1))[: self.max_characters] + "."
        with pytest.raises(TextTooLongError):
            asyncio.run(self.make().synthesize(text))
