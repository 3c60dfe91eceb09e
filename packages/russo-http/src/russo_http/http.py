"""The provider ``http``: any engine that answers an HTTP request, described by settings alone."""

from __future__ import annotations

import json
import os
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from russo.providers import (
    HttpApi,
    HttpSynthesizer,
    MissingKeyError,
    OptionError,
    Provider,
    Secret,
    hookimpl,
    option,
    read_address,
    refused,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from russo.providers import HttpRequest

DESCRIPTION: Final = Provider("http", target="russo_http:EngineSynthesizer", package="russo-http")

_HIDDEN: Final = re.compile(r"auth|key|token|secret|cookie|password", re.IGNORECASE)
_HEADER: Final = re.compile(r"[A-Za-z0-9-]+")
_VARIABLE: Final = re.compile(r"\{env:([A-Za-z_][A-Za-z0-9_]*)\}")


def _check_headers(name: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, str) for pair in value.items() for one in pair):
        raise OptionError("header must map names to texts, such as header.Accept = audio/wav")
    for header, text in value.items():
        if not _HEADER.fullmatch(header) or not text.isprintable():
            wanted = "a name of letters, digits and dashes, and a value of one line"
            msg = f"{name}.{header[:40]!r} is not a valid header: {wanted}"
            raise OptionError(msg)
        if _HIDDEN.search(header) and not _VARIABLE.search(text):
            cure = "write {env:NAME} to read a variable"
            msg = f"{name}.{header} may hold a secret, and settings are written to disk: {cure}"
            raise OptionError(msg)
    return dict(sorted(value.items()))


def _check_url(name: str, value: Any) -> str:
    found = read_address(value, source=name)
    if found.userinfo or any(_HIDDEN.search(key) for key, _ in found.query):
        msg = f"{name} holds a secret, and settings are written to disk: send it in a header, as {{env:NAME}}"
        raise OptionError(msg)
    return str(value).strip()


def _check_body(name: str, value: Any) -> Any:
    if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
        try:
            value = json.loads(value)
        except ValueError as error:
            msg = f"{name} looks like JSON but is not valid: {error}"
            raise OptionError(msg) from error
    try:
        return json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise refused(name, value, "JSON, or a text") from error


class EngineSynthesizer(HttpSynthesizer):
    """Speaks with any engine that answers an HTTP request, such as one of your own.

    ``{text}``, ``{voice}`` and ``{model}`` stand for the text and the speaker, in the address, in headers and in the
    body; ``{env:NAME}``, in headers only, for a variable that is read at each call. All that is set here is in the
    key of the cache, and on disk; the values of variables are not.

    Args:
        url: The whole address.
        voice: The value of ``{voice}``.
        model: The value of ``{model}``.
        method: The method of HTTP.
        header: Names and values.
        body: JSON, or a text that is sent as it is.
        audio: Where the audio is: ``body``, or such as ``json:data.audio|base64``, with ``json``, ``sse`` or
            ``lines``, and ``base64`` or ``hex``.
        error: Where the JSON of an answer holds an error, even with status 200; None if it never does.
        sample_rate: The rate in Hz of bare 16-bit samples, if that is what comes.
        longest: The longest text that it takes, in characters.
        api_key: Not taken: a header names the variable that holds it.
        base_url: Not taken: ``url`` is the whole address.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"http"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has a value that is not valid, a secret is where it would be written to disk, or a voice
            or a model is set but not used, or used but not set.

    Example:
        >>> from russo_http import EngineSynthesizer
        >>> engine = EngineSynthesizer(
        ...     url="https://tts.example/speak",
        ...     header={"Authorization": "Bearer {env:TTS_KEY}"},
        ...     body={"text": "{text}", "voice": "{voice}"},
        ...     audio="json:data.audio|base64",
        ...     voice="anna",
        ... )
        >>> engine.cache_fields["voice"]
        'anna'
    """

    description = DESCRIPTION
    api = HttpApi(base="https://engine.example", path="", body="{text}")

    url: str = option(check=_check_url)
    voice: str | None = option(default=None)
    model: str | None = option(default=None)
    method: str = option(default="POST", choices=("POST", "GET", "PUT"))
    header: Mapping[str, str] | None = option(default=None, check=_check_headers)
    body: Any = option(default=None, check=_check_body)
    audio: str = option(default="body")
    error: str | None = option(default="error", sound=False)
    sample_rate: int | None = option(default=None, least=1, whole=True)
    longest: int | None = option(default=None, least=1, whole=True, sound=False)

    def check_together(self) -> None:
        """Refuse an option that is set but not used, or used but not set.

        Raises:
            OptionError: Two options do not go together.

        Example:
            >>> from russo_http import EngineSynthesizer
            >>> EngineSynthesizer(url="https://tts.example", body={"text": "{text}"}).check_together()
        """
        for name in ("api_key", "base_url"):
            if getattr(self, name) is not None:
                msg = f"http takes no {name}: write the whole address in url, and header.NAME = ... {{env:VARIABLE}}"
                raise OptionError(msg)
        api = vars(self)["api"] = HttpApi(
            base=self.url,
            path="",
            method=self.method,
            headers=self.header or {},
            body=self.body,
            audio=self.audio,
            rate=self.sample_rate,
            error=self.error,
            message=(*([self.error] if self.error else []), *HttpApi(base="", path="").message),
            longest={"": self.longest} if self.longest else {},
        )
        for name in ("text", "voice", "model"):
            value = "" if name == "text" else getattr(self, name)
            if value is not None and name not in api.slots:
                msg = f"http: nothing says where {name} goes: write {{{name}}} in url, header or body"
                raise OptionError(msg)
            if value is None and name in api.slots:
                msg = f"http: {{{name}}} is used, but no {name} is set: set {name}"
                raise OptionError(msg)
        if unknown := sorted(api.slots - {"text", "voice", "model"}):
            msg = f"http: {{{unknown[0]}}} is not known: only {{text}}, {{voice}} and {{model}} are"
            raise OptionError(msg)

    def resolve(self, sounding: dict[str, Any]) -> dict[str, Any]:
        """Copy the fields, so that nobody else can change them.

        Args:
            sounding: The options that change the sound and are set.

        Returns:
            What the key is made of.

        Example:
            >>> from russo_http import EngineSynthesizer
            >>> EngineSynthesizer(url="https://tts.example", body={"text": "{text}"}).resolve({"audio": "body"})
            {'audio': 'body'}
        """
        fields: dict[str, Any] = json.loads(json.dumps(sounding))
        return fields

    @property
    def key_place(self) -> str:
        """The variables that the headers name.

        Returns:
            Their names, or what else may hold a key.

        Example:
            >>> from russo_http import EngineSynthesizer
            >>> engine = {"url": "https://tts.example", "body": {"text": "{text}"}}
            >>> EngineSynthesizer(**engine, header={"X-Key": "{env:TTS_KEY}"}).key_place
            'TTS_KEY'
        """
        names = [name for text in (self.header or {}).values() for name in _VARIABLE.findall(text)]
        return " and ".join(dict.fromkeys(names)) or "whether the engine needs a key in a header"

    async def signer(self) -> VariablesSigner:
        """The variables that the headers name.

        Raises:
            MissingKeyError: One is not set.

        Returns:
            What puts it into each request.

        Example:
            >>> import asyncio
            >>> from russo_http import EngineSynthesizer
            >>> asyncio.run(EngineSynthesizer(url="https://tts.example", body={"text": "{text}"}).signer()).secrets
            ()
        """
        found: dict[str, str] = {}
        for text in (self.header or {}).values():
            for name in _VARIABLE.findall(text):
                value = os.environ.get(name, "").strip()
                if not value:
                    msg = f"provider 'http' needs the variable {name}, which a header names: set it"
                    raise MissingKeyError(msg)
                found[name] = Secret(value)
        return VariablesSigner(MappingProxyType(found))


class VariablesSigner:
    """Puts variables of the environment into the headers that name them."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may show."""
        return tuple(self._variables.values())

    async def sign(self, request: HttpRequest) -> Mapping[str, str]:
        """The headers with the variables in them.

        Args:
            request: What is about to be sent.
        """
        return {
            name: _VARIABLE.sub(lambda found: self._variables[found[1]], text)
            for name, text in request.headers.items()
            if _VARIABLE.search(text)
        }


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``http``."""
    return DESCRIPTION
