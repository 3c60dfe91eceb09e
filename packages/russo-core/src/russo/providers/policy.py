"""`CallPolicy`: how a provider is called. Apart from the call itself, which is needed only on a miss."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import ConfigurationError


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPolicy:
    """How a provider is called.

    Args:
        timeout: Seconds that an utterance may take in all, tries and the waits between them together.
        max_retries: How often a transient failure is tried again.
        max_concurrency: How many calls the provider gets at once from this process.
        max_wait: The longest wait in seconds that a provider may ask for; a longer one is an error at once.

    Raises:
        ConfigurationError: A number is out of its range.

    Example:
        >>> from russo.providers.policy import CallPolicy
        >>> CallPolicy(timeout=30).max_retries
        3
    """

    timeout: float = 120.0
    max_retries: int = 3
    max_concurrency: int = 4
    max_wait: float = 60.0

    def __post_init__(self) -> None:
        for name, least in (("timeout", 0.001), ("max_retries", 0), ("max_concurrency", 1), ("max_wait", 0)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= least:
                msg = f"{name}={value!r} must be a number of at least {least}"
                raise ConfigurationError(msg)
