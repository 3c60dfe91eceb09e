"""`HttpApi`: describes the requests and the responses of a provider's API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .places import read_place
from .templates import slots_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..voices import Voice
    from .listing import HttpVoices
    from .places import Place
    from .refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpApi:
    """An API that speaks a text in one HTTP request.

    In ``base``, ``path``, ``query``, ``headers`` and ``body``, ``{name}`` stands for the option of that name, and
    ``{text}`` for the text. Fields without a value are left out. The key only goes where ``key_header`` has ``{key}``.

    Args:
        base: Scheme and host, which the option ``base_url`` may replace.
        path: The path after the base.
        method: The HTTP method.
        key_header: The name of the header for the key, and its value, such as ``"Bearer {key}"``.
        query: The parameters after the question mark.
        headers: Additional headers.
        body: A template for JSON, or a str that is sent as it is.
        audio: Where the audio is: ``body``, or a place like ``json:data.audio|base64``, with ``json``, ``sse`` or
            ``lines``, and ``base64`` or ``hex``.
        rate: The rate in Hz of bare samples, or the name of the option that has it; None if a header states it.
        speed: The option that sets how much faster than usual the text is spoken.
        longest: How long a text may be, by model; ``""`` stands for every other model.
        unit: What ``longest`` counts: ``"characters"`` or ``"bytes"`` of UTF-8.
        error: Where an answer with status 200 holds an error: any value other than nothing, zero or success.
        message: Where an answer says what is wrong.
        refusals: Which error an answer means. If none fits, the status decides.
        moving: Model names that may later refer to another model, and what to write instead of each.
        voices: How to list the voices, or the voices themselves if they cannot be listed.

    Raises:
        OptionError: ``audio`` is not valid.

    Example:
        >>> from russo.providers import HttpApi
        >>> api = HttpApi(base="https://api.acme.example", path="/v1/speak", body={"text": "{text}"})
        >>> api.place.kind, sorted(api.slots)
        ('body', ['text'])
    """

    base: str
    path: str
    method: str = "POST"
    key_header: tuple[str, str] = ("Authorization", "Bearer {key}")
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    audio: str = "body"
    rate: int | str | None = None
    speed: str | None = None
    longest: Mapping[str, int] = field(default_factory=dict)
    unit: str = "characters"
    error: str | None = None
    message: tuple[str, ...] = ("error.message", "message", "error", "detail")
    refusals: tuple[Refusal, ...] = ()
    moving: Mapping[str, str] = field(default_factory=dict)
    voices: HttpVoices | tuple[Voice, ...] = ()

    def __post_init__(self) -> None:
        read_place(self.audio)

    @property
    def place(self) -> Place:
        """Where the audio is.

        Returns:
            ``audio``, parsed.
        """
        return read_place(self.audio)

    @property
    def slots(self) -> frozenset[str]:
        """The names of all slots.

        Returns:
            Those in the address, the query, the headers and the body.
        """
        return frozenset(slots_of((self.base, self.path, self.query, self.headers, self.body)))

    def longest_text(self, model: str | None, unit: str) -> int | None:
        """The longest text that is taken at once.

        Args:
            model: The model, if there is one.
            unit: What to count.

        Returns:
            The limit; None if it is not known, or counts something else.

        Example:
            >>> from russo_http import XaiSynthesizer
            >>> XaiSynthesizer.api.longest_text(None, "characters")
            15000
        """
        return self.longest.get(model or "", self.longest.get("")) if self.unit == unit else None
