"""Every error that russo raises on purpose: `RussoError` and its subclasses, in one file.

A message says what is wrong (with ``repr``), where the setting came from, and what to type next.
The exception of an SDK or of the operating system, where there was one, is the ``__cause__``.
"""

from __future__ import annotations

from .display import plain


class RussoError(Exception):
    """The parent of every error of russo.

    Example:
        >>> from russo import RussoError
        >>> from russo.errors import MissingKeyError
        >>> issubclass(MissingKeyError, RussoError)
        True
    """

    def __str__(self) -> str:
        # Many messages quote a file, a provider or a program, and such a quote must not control the terminal.
        return plain(super().__str__())


# ---------------------------------------------------------------- settings and plugins


class ConfigurationError(RussoError, ValueError):
    """A setting, an option or an argument cannot be used as it was given.

    Example:
        >>> from russo import Provider
        >>> Provider("Acme Speech", target="russo_acme:AcmeSynthesizer", package="russo-acme")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        russo.errors.ConfigurationError: 'Acme Speech' is not a valid provider name: ...
    """


class OptionError(ConfigurationError):
    """A provider does not accept an option, or not this value of it.

    Example:
        >>> from russo import get_synthesizer
        >>> get_synthesizer("espeak", rate=5000)
        Traceback (most recent call last):
        russo.errors.OptionError: rate=5000 must be a whole number from 80 to 450 (words per minute)
    """


class PluginError(RussoError):
    """A plugin that does not exist was named. Also the parent of all other errors about plugins.

    Example:
        >>> from russo.plugins import load_plugins
        >>> load_plugins(["no-such-plugin"])  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        russo.errors.PluginError: no plugin named 'no-such-plugin'. Installed: ...
    """


class ConflictingDistributionError(RussoError, ImportError):
    """Another distribution that installs a package named ``russo`` has mixed its files with this one's.

    Example:
        >>> issubclass(ConflictingDistributionError, ImportError)
        True
    """


class ProviderNotFoundError(PluginError):
    """No installed distribution has a provider of that name.

    Example:
        >>> from russo import get_synthesizer
        >>> get_synthesizer("gogle")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        russo.errors.ProviderNotFoundError: no provider named 'gogle'. Did you mean 'google'? Installed: ...
    """


class ProviderNotInstalledError(ProviderNotFoundError, ImportError):
    """The provider is known, but its package is not installed here.

    Example:
        >>> try:
        ...     from russo.synthesizers import GoogleSynthesizer
        ... except ProviderNotInstalledError as error:
        ...     print(error)  # what to type: pip install russo-google
    """


class BrokenPluginError(PluginError):
    """A plugin does not load, breaks its contract, or fails in a hook; the reason is the ``__cause__``.

    Example:
        >>> issubclass(BrokenPluginError, PluginError)
        True
    """


class BlockedPluginError(PluginError):
    """A plugin is disabled by the variable ``RUSSO_DISABLE_PLUGINS``.

    Example:
        >>> import os
        >>> from unittest.mock import patch
        >>> from russo import get_synthesizer
        >>> with patch.dict(os.environ, RUSSO_DISABLE_PLUGINS="espeak"):
        ...     get_synthesizer("espeak")
        Traceback (most recent call last):
        russo.errors.BlockedPluginError: provider 'espeak' is disabled by RUSSO_DISABLE_PLUGINS
    """


class PluginConflictError(PluginError):
    """Two installed distributions register the same name.

    Example:
        >>> issubclass(PluginConflictError, PluginError)
        True
    """


# ---------------------------------------------------------------- audio


class AudioError(RussoError, ValueError):
    """Bytes that are not audio, or not the kind of audio that their label says.

    Example:
        >>> from russo import Audio
        >>> Audio.from_bytes(b"")
        Traceback (most recent call last):
        russo.errors.NotAudioError: no audio: 0 bytes
    """


class NotAudioError(AudioError):
    """Bytes that were never audio: none at all, a web page, an error in JSON, a gateway's message.

    Example:
        >>> from russo import Audio
        >>> Audio.from_bytes(b"upstream request timeout", sample_rate=24000)
        Traceback (most recent call last):
        russo.errors.NotAudioError: no audio but text: b'upstream request timeout'
    """


class ConditionError(RussoError, ValueError):
    """There is no line condition of that name, or it does not accept the value that it was given.

    Example:
        >>> from russo.conditions import parse_condition
        >>> parse_condition("noise:loud")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        russo.errors.ConditionError: 'noise:loud': ...
    """


class MissingDependencyError(RussoError, ImportError):
    """A feature needs an optional package that is not installed.

    Example:
        >>> from russo import Audio
        >>> try:
        ...     slow = Audio(bytes(480), format="pcm").to_pcm(sample_rate=8000)
        ... except MissingDependencyError as error:
        ...     print(error)  # what to type: pip install "russo-core[audio]"
    """


# ---------------------------------------------------------------- cache


class CacheError(RussoError):
    """The parent of what goes wrong with the cache.

    Example:
        >>> issubclass(CacheMissError, CacheError)
        True
    """


class CacheKeyError(CacheError, ValueError):
    """A field or a text cannot be part of a cache key, or a key cannot be the name of an entry.

    Example:
        >>> from russo import AudioCache
        >>> AudioCache().cache_key("hello", voice={"a set"})
        Traceback (most recent call last):
        russo.errors.CacheKeyError: cache_key_extra['voice'] is a set, which JSON cannot hold: {'a set'}
    """


class CacheWriteError(CacheError):
    """An entry could not be written; the operating system's error is the ``__cause__``.

    Example:
        >>> import tempfile
        >>> from russo import Audio, AudioCache
        >>> with tempfile.NamedTemporaryFile() as file:
        ...     AudioCache(file.name).put("abc123", Audio(bytes(480), format="pcm"))  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        russo.errors.CacheWriteError: cannot keep audio in ...
    """


class CacheMissError(CacheError, LookupError):
    """An utterance is not in the cache, and no provider may be called.

    Example:
        >>> import asyncio, tempfile
        >>> from russo import AudioCache, CachedSynthesizer, get_synthesizer
        >>> synth = CachedSynthesizer(get_synthesizer("espeak"), cache=AudioCache(tempfile.mkdtemp()), offline=True)
        >>> asyncio.run(synth.synthesize("hello"))  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        russo.errors.CacheMissError: offline, and 'hello' by espeak is not in the cache ...
    """


class BlockedEntryError(CacheError):
    """An entry exists but cannot be read, for example a Git LFS pointer or a link. It is not paid for again.

    Example:
        >>> issubclass(BlockedEntryError, CacheError)
        True
    """


class RemoteError(CacheError):
    """The remote of a cache did not do what a command needs. Test runs never raise it.

    Example:
        >>> issubclass(RemoteError, CacheError)
        True
    """


class LockError(CacheError):
    """An utterance is missing from ``russo.lock`` or differs from it, or the file cannot be used.

    Example:
        >>> from russo import Audio
        >>> from russo.lockfile import Lock
        >>> Lock().check("abc123", "hello", Audio(bytes(480), format="pcm"))  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        russo.errors.LockError: frozen, and 'hello' is not in russo.lock (key abc123): ...
    """


class BudgetExceededError(RussoError):
    """A call would have exceeded the budget of the run, and was not made.

    Example:
        >>> import tempfile
        >>> from russo.spending.budget import Budget, parse_limit
        >>> Budget(parse_limit("3 characters"), tempfile.mkdtemp(), "run-1").spend("hello", "acme", {})
        ... # doctest: +ELLIPSIS
        Traceback (most recent call last):
        russo.errors.BudgetExceededError: the budget of 3 characters has 3 characters left, and 'hello' by ...
    """


class ReportError(RussoError):
    """A report could not be written; the operating system's error is the ``__cause__``.

    Example:
        >>> import tempfile
        >>> from russo.report import write
        >>> with tempfile.NamedTemporaryFile() as file:
        ...     write(file.name + "/report.html", [], [])  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        russo.errors.ReportError: cannot write the report ...
    """


# ---------------------------------------------------------------- synthesis


class SynthesisError(RussoError):
    """A provider did not speak: the parent of the more specific errors, raised itself if none of them fits.

    Example:
        >>> import asyncio
        >>> from russo.providers import CallPolicy, speak
        >>> async def attempt():
        ...     raise RuntimeError("out of breath")
        >>> asyncio.run(speak(attempt, provider="acme", policy=CallPolicy(), classify=lambda error: None))
        Traceback (most recent call last):
        russo.errors.SynthesisError: acme failed: RuntimeError: out of breath
    """


class TextError(SynthesisError, ValueError):
    """A text that cannot be spoken, refused before anything is paid for.

    Example:
        >>> from russo.providers import check_text
        >>> check_text(" ")
        Traceback (most recent call last):
        russo.errors.TextError: no text to speak: ' '
    """


class TextTooLongError(TextError):
    """A text is over the provider's limit, refused before the call where the limit is known.

    Example:
        >>> from russo.providers import check_text
        >>> check_text("hello", provider="acme", max_characters=4)
        Traceback (most recent call last):
        russo.errors.TextTooLongError: acme takes at most 4 characters at once, and this text has 5: split it
    """


class MissingKeyError(SynthesisError):
    """A provider needs a key and none was given.

    Example:
        >>> from russo.providers import find_key
        >>> find_key("acme", None, ("ACME_API_KEY",))
        Traceback (most recent call last):
        russo.errors.MissingKeyError: provider 'acme' needs a key: set the variable ACME_API_KEY, or pass api_key=...
    """


class AuthenticationError(SynthesisError):
    """The provider refused the key, or the key has no permission for what was asked.

    Example:
        >>> from russo.providers import from_status
        >>> from_status("acme", 401, "no such key")
        AuthenticationError('acme answered 401: no such key')
    """


class QuotaExceededError(SynthesisError):
    """The account's quota or credit is used up: trying again does not help.

    Example:
        >>> issubclass(QuotaExceededError, SynthesisError)
        True
    """


class _TryLaterError(SynthesisError):
    """A transient failure: the same request may succeed later.

    Args:
        message: What happened.
        retry_after: Seconds that the provider asked to wait before the next request; None if it did not say.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RateLimitError(_TryLaterError):
    """The provider asked to slow down, on every attempt.

    Args:
        message: What happened.
        retry_after: Seconds that the provider asked to wait before the next request; None if it did not say.

    Example:
        >>> from russo.providers import from_status
        >>> from_status("acme", 429, "slow down", retry_after=2.0).retry_after
        2.0
    """


class InvalidRequestError(SynthesisError):
    """The provider refused the request itself: a voice, a model or a parameter.

    Example:
        >>> from russo.providers import from_status
        >>> from_status("acme", 404, "no voice 'anna'")
        InvalidRequestError("acme answered 404: no voice 'anna'")
    """


class ContentBlockedError(SynthesisError):
    """The provider refused to speak this text.

    Example:
        >>> issubclass(ContentBlockedError, SynthesisError)
        True
    """


class ProviderUnavailableError(_TryLaterError):
    """The provider could not be reached, or failed on its side, on every attempt.

    Args:
        message: What happened.
        retry_after: Seconds that the provider asked to wait before the next request; None if it did not say.

    Example:
        >>> from russo.providers import from_transport
        >>> from_transport("acme", ConnectionRefusedError("nobody listens"))
        ProviderUnavailableError('acme could not be reached: ConnectionRefusedError: nobody listens')
    """


class CertificateError(ProviderUnavailableError):
    """The certificate of the provider, or of a proxy before it, is not trusted here. Trying again does not help.

    Args:
        message: What happened.
        retry_after: Not used.

    Example:
        >>> import ssl
        >>> from russo.providers import from_transport
        >>> from_transport("acme", ssl.SSLCertVerificationError("self-signed certificate"))  # doctest: +ELLIPSIS
        CertificateError("acme could not be reached: its certificate is not trusted here ...")
    """


class SynthesisTimeoutError(SynthesisError, TimeoutError):
    """The provider did not answer before the call's deadline.

    Example:
        >>> from russo.providers import from_transport
        >>> from_transport("acme", TimeoutError())
        SynthesisTimeoutError('acme did not answer in time: TimeoutError')
    """


class NoAudioError(SynthesisError):
    """The provider answered without audio, with hardly any, or with far too much for the text.

    Example:
        >>> from russo.providers import received_audio
        >>> received_audio("acme", b"Not found", "text/plain")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        russo.errors.NoAudioError: acme answered without audio that can be heard: ...
    """


class DamagedAudioError(NoAudioError):
    """The provider sent audio that does not decode or is cut short. Another call would cost as much and bring the same.

    Example:
        >>> from russo.audio.check import received_audio
        >>> received_audio("acme", b"OggS")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        russo.errors.DamagedAudioError: acme answered without audio that can be heard: an Ogg file that was cut short...
    """


class TranscriptMismatchError(SynthesisError):
    """What a conversational model said is not what it was asked to say.

    Args:
        message: What happened.
        text: What it was asked to say.
        transcript: What it reports having said.

    Example:
        >>> error = TranscriptMismatchError("it says more", text="Hello", transcript="Hello! How can I help?")
        >>> error.text, error.transcript
        ('Hello', 'Hello! How can I help?')
    """

    def __init__(self, message: str, *, text: str, transcript: str) -> None:
        super().__init__(message)
        self.text = text
        self.transcript = transcript
