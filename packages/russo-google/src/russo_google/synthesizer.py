"""`GoogleSynthesizer`: speech from Google's Gemini models, through the Gemini API or Vertex AI."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from russo.providers import CallPolicy, MissingKeyError, check_text

from .access import check_access
from .models import DEFAULT_MODEL, DEFAULT_VOICE, MAX_CHARACTERS, Model
from .settings import check
from .voices import VOICES, VoiceName, fetch_voices

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from russo.providers import Audio, Voice

_T = TypeVar("_T")


class GoogleSynthesizer:
    """Speaks with Google's Gemini models.

    It is made without a key and without the network: the first call imports the SDK (google-genai) and looks for the
    key. One object may be used from any number of event loops and threads.

    Source: https://ai.google.dev/gemini-api/docs/speech-generation

    Args:
        voice: One of Google's voices, or the id of one of yours (``voice_...``).
        model: The model, sent as it is. An unknown name is taken for a model of the newest generation.
        style: How to speak, like ``"calm and slow"``. Gemini 3.8 takes it separately; for models up to 3.1 it is
            put before the text as an instruction.
        language: The language as a BCP 47 tag, like ``"de-DE"``; by default, the model detects it.
        seed: Asks for the same speech again, which the models try to give but do not guarantee.
        speakers: Two names with a voice each. Then each line of the text says who speaks: ``Joe: How are you?``
        temperature: How much the speech varies, from 0 to 2. For models up to 3.1, like the next two.
        top_p: The share of probability to sample from, from 0 to 1.
        top_k: The number of tokens to sample from, at least 1.
        api_key: The key; by default ``GOOGLE_API_KEY``, or else ``GEMINI_API_KEY``, read at the first call.
        vertexai: Whether to use Vertex AI, with Application Default Credentials, instead of the Gemini API.
        project: The project on Vertex AI; by default ``GOOGLE_CLOUD_PROJECT``, or that of the credentials.
        location: The location on Vertex AI; by default ``GOOGLE_CLOUD_LOCATION``, or ``"global"``.
        credentials: Credentials of google-auth for Vertex AI instead of the default ones.
        base_url: Another address for the API, such as that of a gateway; by default ``GOOGLE_GEMINI_BASE_URL``, on
            Vertex AI ``GOOGLE_VERTEX_BASE_URL``.
        timeout: How many seconds an utterance may take in all, including retries and the waits between them.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes, compressed or not; not with a ``client`` of your own.
        client: A ``google.genai.Client`` of your own, used as it is and never closed. It needs none of the options
            that say how the API is reached.

    Attributes:
        provider: ``"google"``.

    Raises:
        OptionError: The API does not take a value, or two options exclude each other.

    Example:
        >>> from russo_google import GoogleSynthesizer
        >>> GoogleSynthesizer(voice="Puck", style="cheerful")
        GoogleSynthesizer(voice='Puck', model='gemini-3.8-flash-tts')
    """

    provider = "google"

    def __init__(
        self,
        *,
        voice: VoiceName = DEFAULT_VOICE,
        model: Model = DEFAULT_MODEL,
        style: str | None = None,
        language: str | None = None,
        seed: int | None = None,
        speakers: Mapping[str, str] | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        top_k: float | None = None,
        api_key: str | None = None,
        vertexai: bool = False,
        project: str | None = None,
        location: str | None = None,
        credentials: Any = None,
        base_url: str | None = None,
        timeout: float = 120.0,
        max_retries: int = 3,
        max_concurrency: int = 2,
        max_bytes: int = 64 * 2**20,
        client: Any = None,
    ) -> None:
        self._access = check_access(
            vertexai=vertexai,
            api_key=api_key,
            credentials=credentials,
            project=project,
            location=location,
            base_url=base_url,
            client=client,
        )
        self._settings = check(
            model=model,
            voice=voice,
            style=style,
            language=language,
            seed=seed,
            speakers=speakers,
            temperature=temperature,
            top_p=top_p,
            top_k=top_k,
            vertexai=self._access.vertexai,
        )
        self._policy = CallPolicy(
            timeout=timeout, max_retries=max_retries, max_concurrency=max_concurrency, max_bytes=max_bytes
        )
        base = {"base_url": self._access.base_url} if self._access.base_url else {}
        self._fields = MappingProxyType(self._settings.cache_fields() | base)

    def __repr__(self) -> str:
        speakers = self._settings.speakers
        who = f"voice={self._settings.voice!r}" if speakers is None else f"speakers={speakers!r}"
        return f"{type(self).__name__}({who}, model={self._settings.model!r})"

    @property
    def cache_fields(self) -> Mapping[str, Any]:
        """Every setting that changes the sound, resolved; the same mapping at each access.

        Example:
            >>> from russo_google import GoogleSynthesizer
            >>> dict(GoogleSynthesizer().cache_fields)
            {'model': 'gemini-3.8-flash-tts', 'voice': 'Kore', 'vertexai': False}
        """
        return self._fields

    @property
    def max_characters(self) -> int | None:
        """The longest text that is taken at once, in characters; None with ``speakers``, whose turns stay together.

        Example:
            >>> from russo_google import GoogleSynthesizer
            >>> GoogleSynthesizer().max_characters
            32768
        """
        return MAX_CHARACTERS if self._settings.speakers is None else None

    async def synthesize(self, text: str) -> Audio:
        """Speak a text.

        Args:
            text: What to say; with ``speakers``, lines that begin with one of their names and a colon.

        Returns:
            WAV from Gemini 3.8, bare 16-bit samples from earlier models, both at 24,000 Hz, mono.

        Raises:
            TextError: The text is blank, or does not say who speaks although there are ``speakers``.
            TextTooLongError: The text is over 32,768 characters, or more than the model takes or speaks at once.
            MissingKeyError: There is no key, or no credentials for Vertex AI.
            MissingDependencyError: The SDK is not installed.
            AuthenticationError: The key or the credentials were refused.
            QuotaExceededError: The daily quota is used up.
            RateLimitError: Google asks to slow down.
            InvalidRequestError: Google refused the voice, the model or another setting.
            ContentBlockedError: Google refused to speak this text.
            ProviderUnavailableError: Google could not be reached, or failed.
            SynthesisTimeoutError: It took longer than ``timeout``.
            NoAudioError: Google answered without audio, or with audio that is damaged.
            SynthesisError: Anything else.

        Example:
            >>> import asyncio
            >>> from russo_google import GoogleSynthesizer
            >>> asyncio.run(GoogleSynthesizer().synthesize("A table for two, please.")).sample_rate
            24000
        """
        from russo.providers import warn_if_retiring

        from .answer import read_answer
        from .plugin import DESCRIPTION
        from .request import config, contents, turns

        check_text(text, provider=self.provider, max_characters=MAX_CHARACTERS)
        if self._settings.speakers is not None:
            turns(text, tuple(self._settings.speakers))
        key = self._access.find_key()
        warn_if_retiring(DESCRIPTION, self._settings.model)

        async def ask(client: Any) -> Audio:
            answer = await client.aio.models.generate_content(
                model=self._settings.model, contents=contents(text, self._settings), config=config(self._settings)
            )
            return read_answer(answer, text)

        return await self._call(ask, key)

    async def list_voices(self) -> tuple[Voice, ...]:
        """The voices that the API lists, or without a key the thirty that every model has.

        Returns:
            The voices; ``Voice.id`` is what ``voice`` takes.

        Raises:
            SynthesisError: Google did not answer, or refused.

        Example:
            >>> import asyncio
            >>> from russo_google import GoogleSynthesizer
            >>> voices = asyncio.run(GoogleSynthesizer(vertexai=True).list_voices())
            >>> [voice.name for voice in voices if voice.gender == "male"][:3]
            ['Achird', 'Algenib', 'Algieba']
        """
        if self._settings.vertexai:
            return VOICES
        try:
            key = self._access.find_key()
        except MissingKeyError:
            return VOICES
        return await self._call(fetch_voices, key)

    async def _call(self, ask: Callable[[Any], Awaitable[_T]], key: str | None) -> _T:
        from russo.providers import import_sdk, speak

        from .client import open_client, prepare
        from .failures import classify

        if self._access.client is None:
            await import_sdk(self.provider, "google.genai", then=prepare)

        async def attempt() -> _T:
            async with open_client(self._access, key, self._settings.model, self._policy) as client:
                return await ask(client)

        return await speak(
            attempt,
            provider=self.provider,
            policy=self._policy,
            classify=classify,
            secrets=self._access.secrets(key),
        )
