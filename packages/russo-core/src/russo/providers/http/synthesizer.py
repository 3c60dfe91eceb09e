"""`HttpSynthesizer`: a provider with an HTTP API. A subclass only describes the API."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from ...audio.check import received_audio
from ...errors import ConfigurationError, OptionError
from ...text import check_text
from ..address import read_address
from ..credentials import find_key
from ..policy import CallPolicy
from ..retirement import warn_if_retiring
from ..validators import check_secret
from .options import Declared, check_options, option
from .paths import document_of, look
from .requests import HttpRequest, make_request
from .signing import KeyHeader

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from ...audio import Audio
    from ...provider import Provider
    from ..voices import Voice
    from .api import HttpApi
    from .client import Answer
    from .signing import Signer

_T = TypeVar("_T")

# Values that mean success where an API otherwise puts an error.
_SUCCESS: Final[tuple[Any, ...]] = (None, 0, "", "0", False, [], {}, 200)


def _as_it_is(name: str, value: Any) -> Any:  # noqa: ARG001 - CallPolicy checks it
    return value


def _check_address(name: str, value: Any) -> str:
    found = read_address(value, source=name)
    if found.userinfo or found.query or "{" in found.url:
        msg = f"{name} must be a bare address, without a slot, and without a user name or a query, which get into logs"
        raise OptionError(msg)
    return found.url


class HttpSynthesizer(Declared):
    """A provider with an HTTP API. A subclass describes the API, and declares its options as attributes.

    Every option is checked when the object is made, and those that change the sound are its ``cache_fields``. Calls,
    retries, time limits and the handling of failures are the same for all providers.

    Args:
        api_key: The key; by default the variable that the description names, at the first call.
        base_url: Another server with the same API. It is part of the key unless it is in the provider's own domain.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: The name in the description.
        description: The provider's description, as the plugin gives it.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from typing import ClassVar
        >>> from russo.providers import HttpApi, HttpSynthesizer, HttpVoices, Provider, option
        >>> class Acme(HttpSynthesizer):
        ...     description = Provider("acme", target="acme:Acme", package="russo-acme", env=("ACME_API_KEY",))
        ...     api = HttpApi(
        ...         base="https://api.acme.example",
        ...         path="/v1/speak",
        ...         body={"text": "{text}", "voice": "{voice}", "speed": "{speed}"},
        ...         audio="json:audio|base64",
        ...         voices=HttpVoices(path="/v1/voices", at="voices", id="id", name="name"),
        ...     )
        ...     voice: str = option(default="anna")
        ...     speed: float | None = option(default=None, least=0.5, most=2)
        >>> Acme(speed=1).cache_fields
        mappingproxy({'voice': 'anna', 'speed': 1.0})
    """

    provider: ClassVar[str]
    description: ClassVar[Provider]
    api: ClassVar[HttpApi]

    api_key: str | None = option(default=None, check=check_secret, sound=False)
    base_url: str | None = option(default=None, check=_check_address, sound=False)
    timeout: float = option(default=120.0, check=_as_it_is, sound=False)
    max_retries: int = option(default=3, check=_as_it_is, sound=False)
    max_concurrency: int = option(default=2, check=_as_it_is, sound=False)
    max_bytes: int = option(default=64 * 2**20, check=_as_it_is, sound=False)

    def __init_subclass__(cls) -> None:
        """Take the name from the description."""
        super().__init_subclass__()
        if hasattr(cls, "description"):
            cls.provider = cls.description.name

    def __post_init__(self) -> None:
        """Check the options."""
        sounding = check_options(self)
        model = str(sounding.get("model"))
        if model in self.api.moving:
            dated = self.api.moving[model]
            msg = f"model={model!r} may refer to another model some day, under the same key: write {dated!r}"
            raise OptionError(msg)
        self.check_together()
        if not self._is_own():
            sounding["base_url"] = self.base_url
        vars(self)["_fields"] = MappingProxyType(self.resolve(sounding))
        vars(self)["_policy"] = CallPolicy(
            timeout=self.timeout,
            max_retries=self.max_retries,
            max_concurrency=self.max_concurrency,
            max_bytes=self.max_bytes,
        )

    @property
    def cache_fields(self) -> Mapping[str, Any]:
        """Every option that changes the sound, resolved.

        Returns:
            A read-only mapping of names to values.

        Example:
            >>> from russo_http import XaiSynthesizer
            >>> XaiSynthesizer().cache_fields["voice"]
            'eve'
        """
        fields: Mapping[str, Any] = vars(self)["_fields"]
        return fields

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.cache_fields.items())
        return f"{type(self).__name__}({shown})"

    def check_together(self) -> None:
        """Refuse options that conflict. Override this in a subclass that has any.

        Raises:
            OptionError: Two options conflict.

        Example:
            >>> from russo_http import XaiSynthesizer
            >>> XaiSynthesizer().check_together()
        """

    def resolve(self, sounding: dict[str, Any]) -> dict[str, Any]:
        """Make the fields of the key. Override this in a subclass that sends more than its options.

        Args:
            sounding: The options that change the sound and are set.

        Returns:
            The fields that the key is made of.

        Example:
            >>> from russo_http import XaiSynthesizer
            >>> XaiSynthesizer().resolve({"voice": "eve"})
            {'voice': 'eve'}
        """
        return sounding

    def values(self, text: str) -> dict[str, Any]:
        """The value of each slot of a request. A subclass may add values that it derives from options and text.

        Args:
            text: The text to speak; empty when voices are listed.

        Returns:
            The text and the options.

        Example:
            >>> from russo_http import XaiSynthesizer
            >>> XaiSynthesizer().values("Hello")["text"]
            'Hello'
        """
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "api_key"} | {"text": text}

    @property
    def max_characters(self) -> int | None:
        """The longest text that is taken at once; None if that is not known, or is counted in bytes.

        Example:
            >>> from russo_http import XaiSynthesizer
            >>> XaiSynthesizer().max_characters
            15000
        """
        return self.api.longest_text(getattr(self, "model", None), "characters")

    @property
    def max_text_bytes(self) -> int | None:
        """The same in bytes of UTF-8, for a provider that counts those.

        Example:
            >>> from russo_http import XaiSynthesizer
            >>> XaiSynthesizer().max_text_bytes is None
            True
        """
        return self.api.longest_text(getattr(self, "model", None), "bytes")

    @property
    def key_place(self) -> str:
        """Where the user has set the key, for the message about a rejected key.

        Returns:
            The variables and the option. Override this in a subclass whose credentials come from elsewhere.

        Example:
            >>> from russo_http import XaiSynthesizer
            >>> XaiSynthesizer().key_place
            'XAI_API_KEY, or api_key=...'
        """
        variables = " or ".join(self.description.env)
        return f"{variables}, or api_key=..." if variables else "api_key=..."

    async def signer(self) -> Signer:
        """The object that adds the key to each request. Override this in a subclass that signs in another way.

        Returns:
            By default, a `KeyHeader`.

        Raises:
            MissingKeyError: There is no key.

        Example:
            >>> import asyncio
            >>> from russo_http import XaiSynthesizer
            >>> asyncio.run(XaiSynthesizer(api_key="k-1").signer()).name
            'Authorization'
        """
        env = self.description.env
        key = find_key(self.provider, self.api_key, env)
        return KeyHeader(*self.api.key_header, key, source=env[0] if env else "api_key=...")

    async def synthesize(self, text: str) -> Audio:
        """Speak a text.

        Args:
            text: What to say.

        Returns:
            The speech as it was sent. It decodes, and is not empty.

        Raises:
            TextError: The text is empty, or over the limit of the model.
            SynthesisError: The provider did not speak, or no key was given; its children say why.
            MissingDependencyError: httpx is not installed.

        Example:
            >>> import asyncio
            >>> from russo_http import DeepgramSynthesizer
            >>> asyncio.run(DeepgramSynthesizer().synthesize("Hello, who is there?")).format
            'wav'
        """
        check_text(text, provider=self.provider, max_characters=self.max_characters, max_text_bytes=self.max_text_bytes)
        model = getattr(self, "model", None)
        if model is not None:
            warn_if_retiring(self.description, model)
        api, values = self.api, self.values(text)
        request = make_request(api.method, self._base(values) + api.path, api.query, api.headers, api.body, values)
        return await self._call(request, lambda answer: self._heard(answer, text), await self.signer())

    async def list_voices(self) -> tuple[Voice, ...]:
        """List the voices of the account, from the API if it lists them.

        Returns:
            The voices; ``Voice.id`` is the value for ``voice``.

        Raises:
            ConfigurationError: The description does not say how they are listed.
            SynthesisError: The provider did not answer, or no key was given.

        Example:
            >>> import asyncio
            >>> from russo_http import DeepgramSynthesizer
            >>> asyncio.run(DeepgramSynthesizer().list_voices())[0].id
            'aura-2-thalia-en'
        """
        listed = self.api.voices
        if not listed:
            msg = f"provider {self.provider!r} does not list its voices"
            raise ConfigurationError(msg)
        if isinstance(listed, tuple):
            return listed
        from .listing import MOST_PAGES, read_page

        signer = None if listed.is_public else await self.signer()
        values = self.values("")
        found: dict[str, Voice] = {}
        page: Any = listed.first
        for _ in range(MOST_PAGES):
            query = {**listed.query, **({listed.page: str(page)} if listed.page and page is not None else {})}
            url = self._base(values) + listed.path
            request = make_request(listed.method, url, query, self._voice_headers(), listed.body, values)
            # Parsed within the call, so that an answer without a list of voices is retried.
            read = partial(read_page, listed, values, page)
            some, page = await self._call(request, read, signer)
            found |= {voice.id: voice for voice in some}
            if page is None:
                break
        return tuple(found.values())

    def _voice_headers(self) -> dict[str, str]:
        # A pinned API version applies to every request; headers about the audio do not.
        return {name: value for name, value in self.api.headers.items() if name.lower().endswith("version")}

    def _is_own(self) -> bool:
        """Whether the provider itself answers: its regions speak with the same models."""
        if self.base_url is None:
            return True
        domain = ".".join(self.api.base.rpartition("//")[2].split("/")[0].split(".")[-2:])
        return self.base_url.startswith("https:") and read_address(self.base_url, source="base_url").is_at(domain)

    def _base(self, values: Mapping[str, Any]) -> str:
        from .templates import slots_of

        if self.base_url is not None:
            return self.base_url
        for name in slots_of(self.api.base):
            if not values.get(name):
                msg = f"provider {self.provider!r} needs the option {name!r}: pass {name}=..."
                raise ConfigurationError(msg)
        return self.api.base

    async def _call(self, request: HttpRequest, read: Callable[[Answer], _T], signer: Signer | None) -> _T:
        """Send a request, with the retries and the time limit of the options."""
        from ..call import speak
        from ..failures import from_transport
        from ..sdk import import_sdk
        from ..transport import prepare_http

        await import_sdk(self.provider, "httpx", then=prepare_http)
        from .client import fetch

        policy: CallPolicy = vars(self)["_policy"]

        async def attempt() -> _T:
            headers = await signer.sign(request) if signer else {}
            answer = await fetch(request, headers, self.provider, policy)
            self._refuse_error(answer)
            return read(answer)

        secrets = signer.secrets if signer else ()
        work: Callable[[], Awaitable[_T]] = attempt
        return await speak(
            work,
            provider=self.provider,
            policy=policy,
            classify=lambda error: from_transport(self.provider, error),
            secrets=secrets,
        )

    def _refuse_error(self, answer: Answer) -> None:
        from .refusals import refused_by

        if 200 <= answer.status < 300:
            wrong = self.api.place.errors(answer)
            if not wrong and self.api.error is not None:
                documents = self.api.place.documents(answer)
                wrong = [one for one in documents if look(one, self.api.error) not in _SUCCESS]
            if not wrong:
                return
            document = wrong[0]
        else:
            document = document_of(answer)
        raise refused_by(
            self.provider,
            answer,
            document,
            message=self.api.message,
            refusals=self.api.refusals,
            help_=f"Check {self.key_place}, and what the account allows.",
        )

    def _heard(self, answer: Answer, text: str) -> Audio:
        place = self.api.place
        data = place.audio(answer, place.documents(answer) if place.kind != "body" else [], self.provider)
        rate = getattr(self, self.api.rate) if isinstance(self.api.rate, str) else self.api.rate
        speed = getattr(self, self.api.speed) if self.api.speed else None
        return received_audio(
            self.provider,
            data,
            answer.mime if place.kind == "body" else None,
            text=text,
            speed=speed or 1.0,
            sample_rate=rate,
        )
