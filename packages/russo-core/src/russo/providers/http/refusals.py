"""The exceptions of single providers to the rules of which HTTP status, or JSON, means which error."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ...display import plain
from ...errors import (
    ProviderUnavailableError,
    QuotaExceededError,
    RateLimitError,
    RussoError,
    SynthesisError,
    TextTooLongError,
)
from ..failures import from_status, retry_after
from .paths import look

if TYPE_CHECKING:
    from .client import Answer

_LONGEST: Final = 300
_MARKUP: Final = re.compile(r"<[^<>]*>|\s+")


@dataclass(frozen=True, slots=True)
class Refusal:
    """When an answer means a certain error. All given conditions must hold; the first refusal that fits is used.

    Args:
        error: The class of the error.
        status: The HTTP status.
        at: A path in the JSON of the answer, or ``header:`` and the name of a header.
        among: The values at that path that mean the error.
        saying: A regular expression that the message contains, ignoring case.
        help: What the user can do, appended to the message.

    Example:
        >>> from russo.providers import QuotaExceededError, Refusal
        >>> Refusal(QuotaExceededError, at="base_resp.status_code", among=(1008,)).status is None
        True
    """

    error: type[SynthesisError]
    status: int | None = None
    at: str | None = None
    among: tuple[Any, ...] = ()
    saying: str | None = None
    help: str = ""

    def fits(self, answer: Answer, document: Any, said: str) -> bool:
        """Whether an answer means this error.

        Args:
            answer: The whole answer.
            document: Its JSON, or None.
            said: Its message.

        Returns:
            Whether all given conditions hold.

        Example:
            >>> from russo.providers import RateLimitError, Refusal
            >>> from russo.providers.http.client import Answer
            >>> Refusal(RateLimitError, saying="slow down").fits(Answer(400, {}, b""), None, "Slow down!")
            True
        """
        return (
            (self.status is None or answer.status == self.status)
            and (self.at is None or _found(answer, document, self.at) in self.among)
            and (self.saying is None or re.search(self.saying, said, re.IGNORECASE) is not None)
        )


def refused_by(
    provider: str, answer: Answer, document: Any, *, message: tuple[str, ...], refusals: tuple[Refusal, ...], help_: str
) -> RussoError:
    """The error that an answer means.

    Args:
        provider: The provider's name.
        answer: The whole answer.
        document: Its JSON, or the one of its events that is the error.
        message: The paths of its message.
        refusals: The known refusals of this provider.
        help_: What to do about a rejected key.

    Returns:
        The error, which is not raised.
    """
    found = [part for path in message if (part := _found(answer, document, path))]
    # A whole object would repeat what was already found in it.
    parts = [part for part in found if not isinstance(part, (dict, list))] or found
    said = ": ".join(dict.fromkeys(part if isinstance(part, str) else json.dumps(part) for part in parts))
    said = _shown(said or answer.body.decode(errors="replace"))
    wait = retry_after(answer.headers)
    for refusal in refusals:
        if refusal.fits(answer, document, said):
            text = f"{provider} answered {answer.status}: {said}"
            return _made(refusal.error, f"{text.rstrip('.')}. {refusal.help}" if refusal.help else text, wait)
    if answer.status == 402:
        return QuotaExceededError(f"{provider} answered 402: {said}")
    if answer.status == 413:
        return TextTooLongError(f"{provider} answered 413: {said}: split the text")
    if 200 <= answer.status < 300:
        return SynthesisError(f"{provider} answered {answer.status}, but with an error: {said}")
    if answer.status in {401, 403}:
        said = said.rstrip(".") + "."
    return from_status(provider, answer.status, said, retry_after=wait, help_=help_)


def _made(error: type[SynthesisError], text: str, wait: float | None) -> SynthesisError:
    if issubclass(error, (RateLimitError, ProviderUnavailableError)):
        return error(text, retry_after=wait)
    return error(text)


def _found(answer: Answer, document: Any, path: str) -> Any:
    kind, _, name = path.partition("header:")
    return answer.headers.get(name.lower()) if not kind and name else look(document, path)


def _shown(said: str) -> str:
    return plain(_MARKUP.sub(" ", said).strip())[:_LONGEST] or "nothing more"
