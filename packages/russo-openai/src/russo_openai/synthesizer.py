"""`OpenAISynthesizer`: one class for the three ways in which OpenAI speaks.

Nothing that takes time to import, such as the SDK or asyncio, is imported here before the first call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from russo.providers import CallPolicy, OptionError, check_choice, check_secret, check_text

# The aliases are needed at run time: options from a file are checked against these annotations.
from .connection import Account
from .models import ENDPOINTS_BY_VOICE, Endpoint, Model, ReasoningEffort, ResponseFormat, Verify, VoiceName
from .plugin import DESCRIPTION
from .server import address_of, find_base_url
from .settings import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from russo.providers import Audio, Voice


class OpenAISynthesizer:
    """Speaks with OpenAI, or with a compatible server.

    It is made without a key and without the network: the first call imports the SDK and looks for the key.

    OpenAI has three endpoints that speak. The name of the model tells which one, unless ``endpoint`` does: the Realtime
    API for ``gpt-realtime...``, chat completions for ``gpt-audio...``, and the speech endpoint for ``tts-1...`` and
    ``gpt-4o-mini-tts...``. A ``base_url`` that is not OpenAI's means the speech endpoint, where any model name will do,
    but one must be given. The models of the first two hold conversations and may reword what they are told to read, so
    what they said is compared with the text, and is not kept if it differs.

    Source: https://developers.openai.com/api/docs/guides/text-to-speech

    Args:
        voice: Who speaks: a name, or the id (``voice_...``) of a voice of your own. By default ``marin``, or
            ``alloy`` for ``tts-1``, ``tts-1-hd`` and other servers.
        model: By default ``gpt-realtime-2.1-mini``.
        endpoint: ``"realtime"``, ``"chat"`` or ``"speech"``, if the name of the model should not decide.
        instructions: How to speak: mood, accent, pace. Not for ``tts-1`` and ``tts-1-hd``.
        speed: 0.25 to 4 at the speech endpoint, 0.25 to 1.5 in the Realtime API; 1 is normal. Not for chat completions.
        response_format: ``"wav"``, ``"mp3"``, ``"flac"``, ``"opus"`` or ``"pcm"``; in the Realtime API ``"pcm"``,
            ``"pcmu"`` or ``"pcma"``. By default ``"wav"``, in the Realtime API ``"pcm"`` (24,000 Hz, 16 bits, mono).
        sample_rate: The rate in Hz of ``"pcm"`` from a server that is not OpenAI's and does not say it in the content
            type (``audio/L16;rate=22050``); by default 24,000, as of OpenAI.
        reasoning_effort: How much a Realtime model of version 2 thinks before it speaks; by default ``"minimal"``.
        seed: For chat completions: a whole number that makes answers more alike.
        temperature: For chat completions: 0 to 2.
        verify: What to do with speech whose transcript or length does not fit the text: ``"strict"`` raises, ``"warn"``
            writes to the logger ``russo_openai`` and keeps it, ``"off"`` does not check.
        api_key: By default the variable ``OPENAI_API_KEY``, read by the call. Other servers may need none.
        base_url: Where to call, with its ``/v1``; by default the variable ``OPENAI_BASE_URL``, or OpenAI.
        organization: For the account; by default the variable ``OPENAI_ORG_ID``.
        project: For the account; by default the variable ``OPENAI_PROJECT_ID``.
        timeout: How many seconds an utterance may take in all, including retries and waits.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes to OpenAI at once.
        max_bytes: The largest answer that is accepted, in bytes, compressed or not; not with a ``client`` of your own.
        client: An ``openai.AsyncOpenAI`` of your own. It is used as it is, and never closed.

    Attributes:
        provider: ``"openai"``.

    Raises:
        OptionError: An option has a value that is not valid, or not valid together with the others.

    Example:
        >>> from russo_openai import OpenAISynthesizer
        >>> synthesizer = OpenAISynthesizer(voice="cedar", instructions="Calm and slow.")
        >>> synthesizer.cache_fields["model"]
        'gpt-realtime-2.1-mini'
    """

    provider: Final = DESCRIPTION.name

    def __init__(
        self,
        *,
        voice: VoiceName | None = None,
        model: Model | None = None,
        endpoint: Endpoint | None = None,
        instructions: str | None = None,
        speed: float | None = None,
        response_format: ResponseFormat | None = None,
        sample_rate: int | None = None,
        reasoning_effort: ReasoningEffort | None = None,
        seed: int | None = None,
        temperature: float | None = None,
        verify: Verify = "strict",
        api_key: str | None = None,
        base_url: str | None = None,
        organization: str | None = None,
        project: str | None = None,
        timeout: float = 120.0,
        max_retries: int = 3,
        max_concurrency: int = 4,
        max_bytes: int = 64 * 2**20,
        client: Any = None,
    ) -> None:
        _refuse_beside_client(client, api_key=api_key, base_url=base_url, organization=organization, project=project)
        url = find_base_url(base_url, client)
        self._account = Account(url, check_secret("api_key", api_key), organization, project, client)
        self._settings = resolve(
            address_of(url),
            voice=voice,
            model=model,
            endpoint=endpoint,
            instructions=instructions,
            speed=speed,
            response_format=response_format,
            sample_rate=sample_rate,
            reasoning_effort=reasoning_effort,
            seed=seed,
            temperature=temperature,
        )
        self._verify = check_choice("verify", verify, ("strict", "warn", "off"))
        self._policy = CallPolicy(
            timeout=timeout, max_retries=max_retries, max_concurrency=max_concurrency, max_bytes=max_bytes
        )
        self._fields = self._settings.fields()

    def __repr__(self) -> str:
        settings = self._settings
        return (
            f"{type(self).__name__}(voice={settings.voice!r}, model={settings.model!r}, endpoint={settings.endpoint!r})"
        )

    @property
    def cache_fields(self) -> Mapping[str, str | int | float]:
        """Every setting that changes the sound, resolved; the same mapping at each access."""
        return self._fields

    @property
    def max_characters(self) -> int | None:
        """The longest text that is taken at once, in characters; None if OpenAI does not say.

        Example:
            >>> from russo_openai import OpenAISynthesizer
            >>> OpenAISynthesizer(model="gpt-4o-mini-tts").max_characters
            4096
        """
        return self._settings.max_characters

    async def synthesize(self, text: str) -> Audio:
        """Speak a text.

        Args:
            text: What to say; at most 4,096 characters at OpenAI's speech endpoint.

        Returns:
            The speech, checked.

        Raises:
            TextError: The text cannot be spoken; OpenAI was not called.
            MissingKeyError: There is no key.
            MissingDependencyError: The SDK is not installed.
            TranscriptMismatchError: The model said something else, at every try.
            SynthesisError: OpenAI did not speak: its children say why. The SDK's exception is the ``__cause__``.

        Example:
            >>> import asyncio
            >>> from russo_openai import OpenAISynthesizer
            >>> asyncio.run(OpenAISynthesizer(voice="cedar").synthesize("A table for two, please.")).sample_rate
            24000
        """
        check_text(text, provider=self.provider, max_characters=self._settings.max_characters)
        from .speaking import speak

        return await speak(self._account, self._settings, text, verify_mode=self._verify, policy=self._policy)

    async def list_voices(self) -> tuple[Voice, ...]:
        """The voices of OpenAI, each tagged with the endpoints that have it.

        OpenAI has no API that lists voices, so these are the ones that its documentation names, and neither the
        network nor a key is needed. What voices another server has is not known.

        Returns:
            The voices; ``Voice.id`` is what ``voice`` takes. Empty for a server that is not OpenAI's.

        Example:
            >>> import asyncio
            >>> from russo_openai import OpenAISynthesizer
            >>> [voice.id for voice in asyncio.run(OpenAISynthesizer().list_voices()) if "realtime" in voice.tags][:3]
            ['alloy', 'ash', 'ballad']
        """
        from russo.providers import Voice

        if not self._settings.own_server:
            return ()
        return tuple(
            Voice(name, name.capitalize(), description="" if "realtime" in tags else "not in Realtime", tags=tags)
            for name, tags in ENDPOINTS_BY_VOICE.items()
        )


def _refuse_beside_client(client: Any, **options: str | None) -> None:
    for name, value in options.items():
        if value is not None and not isinstance(value, str):
            msg = f"{name} must be a str, not {type(value).__name__}"
            raise OptionError(msg)
        if client is not None and value is not None:
            msg = f"{name}=... cannot be given beside client=...: the client has its own"
            raise OptionError(msg)
