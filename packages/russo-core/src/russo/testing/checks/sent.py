"""Checks that each request carries the text and the options as they were given."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, quote_plus

import pytest

from ...errors import RussoError
from ..watched_line import watched_line
from .base import SECRET, Subject

if TYPE_CHECKING:
    from ...synthesizer import Synthesizer

_GIVEN: Final = "contract-given-7d793037a0760186"
# Dashes and dots belong to a word, so that an id is one word.
_WORD: Final = re.compile(rb"[\w.+-]+")


class SentChecks(Subject):
    """The request. For a provider whose server ``make`` names in the option ``base_url``, or one without a server."""

    def test_each_option_reaches_the_provider(self) -> None:
        """The two values of each option in ``varies`` give different requests, or without a server different sounds.

        To fix: send the option. If it only changes the sound once the answer is there, put it into ``unsent``.
        """
        url = self.server_of()
        options = [option for option in self.varies if option not in {*self.unsent, "base_url"}]
        if url is None:
            heard = {option: [self.speak(one) for one in self.make_varied(option)] for option in options}
            same = [option for option, (first, second) in heard.items() if first == second]
            assert not same, f"both values of {same} sound the same"
            return
        with watched_line(url) as (watched, sent):
            if _is_masked(self._sent(sent, self.make(base_url=watched))):
                pytest.skip("the messages of a WebSocket are masked, so the effect of an option cannot be seen")
            same = [option for option in options if not self._differ(sent, watched, option)]
        assert not same, f"both values of {same} give the same request"

    def test_the_text_is_sent_as_it_is(self) -> None:
        """The text is sent unchanged, since the key holds the unchanged text.

        To fix: send the text that ``synthesize`` gets. If the provider must rewrite it, implement ``spoken_text``.
        """
        traffic = self._traffic()
        forms = (self.text, quote(self.text), quote_plus(self.text))
        if not any(form.lower().encode() in traffic.lower() for form in forms):
            pytest.skip("the text cannot be recognized in the request")
        assert any(form.encode() in traffic for form in forms), "the text was changed before it was sent"

    def test_a_key_that_is_given_wins(self) -> None:
        """The key that is passed to the constructor is used, and not that of the variable.

        To fix: use ``russo.providers.find_key(name, api_key, env)``, which looks at both, in this order.
        """
        if "api_key" not in self.secrets or not self.described().env:
            pytest.skip("it takes no api_key, or there is no variable for it")
        traffic = self._traffic(api_key=_GIVEN)
        assert SECRET.encode() not in traffic, "the key of the variable was sent, although api_key was given"

    def _differ(self, sent: list[bytes], url: str, option: str) -> bool:
        """Whether the requests of one value contain something that those of the other never contain.

        Each request is made twice, alternately, because an id or a time that is new each time does not count.
        """
        beside = {"base_url": url, **self.beside.get(option, {})}
        first, second, first_again, second_again = (
            _words(self._sent(sent, self.make(**{**beside, option: value}))) for value in self.varies[option] * 2
        )
        return bool((first & first_again) - (second | second_again) or (second & second_again) - (first | first_again))

    def _traffic(self, **options: str) -> bytes:
        url = self.server_of()
        if url is None:
            pytest.skip("make passes no base_url of a server on this machine")
        with watched_line(url) as (watched, sent):
            return self._sent(sent, self.make(base_url=watched, **options))

    def _sent(self, sent: list[bytes], synthesizer: Synthesizer) -> bytes:
        sent.clear()
        with suppress(RussoError):  # other checks look at the answer
            self.speak(synthesizer)
        return b"".join(sent)


def _words(request: bytes) -> set[tuple[int, bytes]]:
    """The words of a request with their positions, since the same words in another order are another request."""
    return set(enumerate(_WORD.findall(request)))


def _is_masked(request: bytes) -> bool:
    return b"upgrade: websocket" in request.lower()
