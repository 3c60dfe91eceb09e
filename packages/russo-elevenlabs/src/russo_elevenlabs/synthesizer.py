"""`ElevenLabsSynthesizer`."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from russo.providers import (
    CallPolicy,
    MissingKeyError,
    OptionError,
    check_flag,
    check_secret,
    check_text,
    find_key,
    warn_if_retiring,
)

from . import settings
from .failures import PROVIDER, classify
from .models import DEFAULT_FORMAT, DEFAULT_MODEL, DEFAULT_VOICE, VOICES, Model, Normalization, OutputFormat, VoiceName
from .plugin import DESCRIPTION

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from elevenlabs.client import AsyncElevenLabs

    from russo.providers import Audio, Voice

_T = TypeVar("_T")

# The SDK imports its parts when they are first used.
_MODULES: Final = ("elevenlabs.client", "elevenlabs.text_to_speech.client", "elevenlabs.voices.client")


class ElevenLabsSynthesizer:
    """Speaks with ElevenLabs.

    It is made without a key and without the network; the first call needs both. The voice settings that the model uses
    are always sent, with the API's defaults for those that are not given, because what is not sent is taken from the
    voice's settings on the server, which can change. Other options are not sent if they are None.

    Source: https://elevenlabs.io/docs/api-reference/text-to-speech/convert

    Args:
        voice: The id of a voice (20 letters and digits), the name of a premade one ("George"), or the name of one in
            your account, which is looked up at the first call. Only an id always means the same voice.
        model: The model.
        output_format: Codec, sample rate in Hz and, if it has one, bitrate in kbit/s.
        stability: 0 to 1; lower is livelier. Sent as 0.5 if None.
        similarity_boost: 0 to 1, how close to the voice's recording. Sent as 0.75 if None, to v2 models.
        style: 0 to 1, how exaggerated. Sent as 0 if None, to eleven_multilingual_v2.
        use_speaker_boost: Whether to sound more like the speaker. Sent as true if None, to eleven_multilingual_v2.
        speed: 0.7 to 1.2. Sent as 1 if None, to v2 models.
        clone_strength: 0 to 1, for professional clones that are tuned for a v4 model.
        seed: 0 to 4294967295. The API tries to give the same speech again, but does not promise to.
        language: ISO 639-1 code, for models other than eleven_multilingual_v2.
        previous_text: What was said before, so that the speech continues from it.
        next_text: What will be said after.
        previous_request_ids: Up to three ids of requests before this one.
        next_request_ids: Up to three ids of requests after it.
        apply_text_normalization: Whether numbers and the like are spelled out: "auto", "on" or "off".
        apply_language_text_normalization: The same by the rules of the language (Japanese only); slow.
        pronunciation_dictionaries: Up to three pairs of ids: of a dictionary, and of its version.
        audio_effects: Filter, distance, room, noise and panning, by the API's names; needs a model that supports them.
        use_pvc_as_ivc: The instant clone of a professional voice (deprecated by ElevenLabs).
        optimize_streaming_latency: 0 to 4, trading quality for latency (deprecated by ElevenLabs).
        enable_logging: False asks ElevenLabs not to keep the request (enterprise plans).
        api_key: The key; by default, that of the variable ``ELEVENLABS_API_KEY``, read at the first call.
        base_url: Another server, or a region of ElevenLabs, without ``/v1``.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once. The free plan allows 2.
        max_bytes: The largest answer that is accepted, in bytes, compressed or not; not with a ``client`` of your own.
        client: An ``elevenlabs.client.AsyncElevenLabs`` of your own. It is used as it is, and never closed.

    Attributes:
        provider: ``"elevenlabs"``.
        cache_fields: Every setting that changes the sound, resolved.

    Raises:
        OptionError: An option has a value that is not valid, or not valid with this model or the other options.

    Example:
        >>> from russo_elevenlabs import ElevenLabsSynthesizer
        >>> ElevenLabsSynthesizer(voice="Alice", speed=1.1)
        ElevenLabsSynthesizer(voice='Xb7hH8MSUJpSbSDYk0k2', model='eleven_multilingual_v2')
    """

    provider = PROVIDER

    def __init__(
        self,
        *,
        voice: VoiceName = DEFAULT_VOICE,
        model: Model = DEFAULT_MODEL,
        output_format: OutputFormat = DEFAULT_FORMAT,
        stability: float | None = None,
        similarity_boost: float | None = None,
        style: float | None = None,
        use_speaker_boost: bool | None = None,
        speed: float | None = None,
        clone_strength: float | None = None,
        seed: int | None = None,
        language: str | None = None,
        previous_text: str | None = None,
        next_text: str | None = None,
        previous_request_ids: Sequence[str] | None = None,
        next_request_ids: Sequence[str] | None = None,
        apply_text_normalization: Normalization | None = None,
        apply_language_text_normalization: bool | None = None,
        pronunciation_dictionaries: Sequence[Sequence[str]] | None = None,
        audio_effects: Mapping[str, str | float | bool] | None = None,
        use_pvc_as_ivc: bool | None = None,
        optimize_streaming_latency: int | None = None,
        enable_logging: bool | None = None,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout: float = 120.0,
        max_retries: int = 3,
        max_concurrency: int = 2,
        max_bytes: int = 64 * 2**20,
        client: AsyncElevenLabs | None = None,
    ) -> None:
        given = {
            "stability": stability,
            "similarity_boost": similarity_boost,
            "style": style,
            "use_speaker_boost": use_speaker_boost,
            "speed": speed,
            "clone_strength": clone_strength,
            "seed": seed,
            "language": language,
            "previous_text": previous_text,
            "next_text": next_text,
            "previous_request_ids": previous_request_ids,
            "next_request_ids": next_request_ids,
            "apply_text_normalization": apply_text_normalization,
            "apply_language_text_normalization": apply_language_text_normalization,
            "pronunciation_dictionaries": pronunciation_dictionaries,
            "audio_effects": audio_effects,
            "use_pvc_as_ivc": use_pvc_as_ivc,
            "optimize_streaming_latency": optimize_streaming_latency,
        }
        fields = settings.resolve(voice, model, output_format, given)
        address = settings.address(_base_url(client, api_key, base_url))
        self._base_url = address.url
        own = settings.is_own(address)
        self.cache_fields = fields if own else MappingProxyType({**fields, "base_url": self._base_url})
        self._voice, self._model = str(fields["voice"]), str(fields["model"])
        self._ids: dict[str, str] = {}
        self._enable_logging = None if enable_logging is None else check_flag("enable_logging", enable_logging)
        self._api_key = check_secret("api_key", api_key)
        self._client = client
        self._policy = CallPolicy(
            timeout=timeout, max_retries=max_retries, max_concurrency=max_concurrency, max_bytes=max_bytes
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}(voice={self._voice!r}, model={self._model!r})"

    @property
    def max_characters(self) -> int | None:
        """The longest text that the model takes at once, in characters; None if that is not known.

        Example:
            >>> from russo_elevenlabs import ElevenLabsSynthesizer
            >>> ElevenLabsSynthesizer().max_characters
            10000
        """
        return settings.known(self._model).max_characters

    async def synthesize(self, text: str) -> Audio:
        """Speak a text.

        Args:
            text: What to say: the limit is between 10,000 and 40,000 characters, by model.

        Returns:
            The speech as the server sent it, in ``output_format``. It decodes, and is not empty.

        Raises:
            TextError: The text is empty, or over the limit of the model.
            SynthesisError: ElevenLabs did not speak, or no key was given; its children say why.
            MissingDependencyError: The SDK is not installed.

        Example:
            >>> import asyncio
            >>> from russo_elevenlabs import ElevenLabsSynthesizer
            >>> asyncio.run(ElevenLabsSynthesizer(output_format="pcm_16000").synthesize("Hello!")).sample_rate
            16000
        """
        check_text(text, provider=PROVIDER, max_characters=settings.known(self._model).max_characters)
        warn_if_retiring(DESCRIPTION, self._model)
        from .speech import convert

        return await self._call(
            lambda client: convert(
                client,
                self.cache_fields,
                text,
                ids=self._ids,
                enable_logging=self._enable_logging,
                read_timeout=self._policy.timeout,
            )
        )

    async def list_voices(self) -> tuple[Voice, ...]:
        """The voices of the account, or the premade ones if there is no key.

        Returns:
            The voices; ``Voice.id`` is what ``voice`` takes.

        Raises:
            SynthesisError: There is a key, but ElevenLabs did not answer.

        Example:
            >>> import asyncio
            >>> from russo_elevenlabs import ElevenLabsSynthesizer
            >>> [voice.name for voice in asyncio.run(ElevenLabsSynthesizer().list_voices()) if voice.name == "George"]
            ['George']
        """
        from .voices import fetch

        try:
            return await self._call(lambda client: fetch(client, self._policy.timeout))
        except MissingKeyError:
            return VOICES

    async def _call(self, work: Callable[[Any], Awaitable[_T]]) -> _T:
        """Call the API with a client, as often and for as long as the options allow."""
        has_client = self._client is not None
        key = _key_of(self._client) if has_client else find_key(PROVIDER, self._api_key, DESCRIPTION.env)
        from russo.providers import import_sdk, prepare_http, speak

        await import_sdk(PROVIDER, *_MODULES, then=None if has_client else prepare_http)

        async def attempt() -> _T:
            async with self._open_client(key) as client:
                return await work(client)

        return await speak(attempt, provider=PROVIDER, policy=self._policy, classify=classify, secrets=(key,))

    def _open_client(self, key: str) -> AbstractAsyncContextManager[Any]:
        if self._client is not None:
            return nullcontext(self._client)
        from .client import open_client

        return open_client(key, self._base_url, self._policy)


def _base_url(client: Any, api_key: str | None, base_url: str | None) -> str:
    """Where the calls will go. A client that was given says so only in a private attribute."""
    if client is None:
        return settings.OFFICIAL if base_url is None else base_url
    if api_key is not None or base_url is not None:
        msg = f"{'base_url' if api_key is None else 'api_key'}=... cannot be given with client=..., which has its own"
        raise OptionError(msg)
    # Whoever has a client has already imported the SDK.
    from elevenlabs.client import AsyncElevenLabs

    if not isinstance(client, AsyncElevenLabs):
        msg = f"client={client!r:.200} must be an elevenlabs.client.AsyncElevenLabs"
        raise OptionError(msg)
    return str(client._client_wrapper.get_base_url())  # noqa: SLF001 - the SDK has no public way to ask


def _key_of(client: Any) -> str:
    """The key of a client that was given, so that no message shows it."""
    return str(client._client_wrapper.get_headers().get("xi-api-key", ""))  # noqa: SLF001 - likewise
