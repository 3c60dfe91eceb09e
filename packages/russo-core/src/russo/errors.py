"""Everything russo raises on purpose: children of `RussoError`, in one file.

A message says what is wrong (with ``repr``), where the setting came from, and what to type next.
The exception of an SDK or of the operating system, where there was one, is the ``__cause__``.
"""

from __future__ import annotations


class RussoError(Exception):
    """The parent of every error of russo.

    Example:
        >>> from russo import RussoError
        >>> from russo.errors import MissingKeyError
        >>> issubclass(MissingKeyError, RussoError)
        True
    """


# ---------------------------------------------------------------- settings and plugins


class ConfigurationError(RussoError, ValueError):
    """A setting, an option or an argument cannot be used as it was given."""


class OptionError(ConfigurationError):
    """A provider does not take an option, or not with that value."""


class PluginError(RussoError):
    """A plugin is missing, broken, blocked or in conflict with another."""


class ConflictingDistributionError(RussoError, ImportError):
    """Another distribution that installs a package named ``russo`` has mixed its files with this one's."""


class ProviderNotFoundError(PluginError):
    """No installed distribution has a provider of that name."""


class ProviderNotInstalledError(ProviderNotFoundError, ImportError):
    """The provider is known, but its package is not installed here."""


class BrokenPluginError(PluginError):
    """A plugin is installed, but does not load or does not keep the contract; the reason is the ``__cause__``."""


class BlockedPluginError(PluginError):
    """A plugin is disabled by the variable ``RUSSO_DISABLE_PLUGINS``."""


class PluginConflictError(PluginError):
    """Two installed distributions register one name."""


# ---------------------------------------------------------------- audio


class AudioError(RussoError, ValueError):
    """Bytes that are no audio, or not the audio that they are said to be."""


class MissingDependencyError(RussoError, ImportError):
    """A package is needed for this that russo installs only on request."""


# ---------------------------------------------------------------- cache


class CacheError(RussoError):
    """The parent of what goes wrong with the cache."""


class CacheKeyError(CacheError, ValueError):
    """A field or a text that cannot be a part of a cache key, or a key that cannot be the name of an entry."""


class CacheWriteError(CacheError):
    """An entry could not be kept; what the operating system said is the ``__cause__``."""


class CacheMissError(CacheError, LookupError):
    """An utterance is not in the cache, and no provider may be called."""


class LockError(CacheError):
    """An utterance is not in ``russo.lock``, or not as it is in there; or the file cannot be used."""


class BudgetExceededError(RussoError):
    """A call would pass the budget of the run, and was not made."""


class ReportError(RussoError):
    """A report could not be written; what the operating system said is the ``__cause__``."""


# ---------------------------------------------------------------- synthesis


class SynthesisError(RussoError):
    """A provider did not speak: the parent of the reasons, and the error of a failure that is none of them."""


class TextError(SynthesisError, ValueError):
    """A text that cannot be spoken, refused before anything is paid for."""


class TextTooLongError(TextError):
    """A text is over the provider's limit, refused before the call where the limit is known."""


class MissingKeyError(SynthesisError):
    """A provider needs a key and none was given."""


class AuthenticationError(SynthesisError):
    """The provider refused the key, or the key may not use what was asked for."""


class QuotaExceededError(SynthesisError):
    """The account's quota or credit is used up: trying again does not help."""


class _TryLaterError(SynthesisError):
    """A failure of the moment.

    Args:
        message: What happened.
        retry_after: Seconds after which the provider wants to be asked again, where it said so.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RateLimitError(_TryLaterError):
    """The provider asks to slow down, and went on asking through every try; `retry_after` (seconds) or None."""


class InvalidRequestError(SynthesisError):
    """The provider refused the request itself: a voice, a model or a parameter."""


class ContentBlockedError(SynthesisError):
    """The provider refused to speak this text."""


class ProviderUnavailableError(_TryLaterError):
    """The provider could not be reached, or failed on its side, through every try; `retry_after` (seconds) or None."""


class SynthesisTimeoutError(SynthesisError, TimeoutError):
    """The provider did not answer in the time that the call has."""


class NoAudioError(SynthesisError):
    """The provider answered without audio, or with audio that is empty, damaged or cut short."""


class TranscriptMismatchError(SynthesisError):
    """What a conversational model said is not what it was asked to say.

    Args:
        message: What happened.
        text: What it was asked to say.
        transcript: What it says it said.
    """

    def __init__(self, message: str, *, text: str, transcript: str) -> None:
        super().__init__(message)
        self.text = text
        self.transcript = transcript
