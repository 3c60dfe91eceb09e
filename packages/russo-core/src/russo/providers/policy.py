"""`CallPolicy`: the time limit, the retries and the other limits of calls to a provider."""

from __future__ import annotations

from dataclasses import dataclass

from .validators import check_number, check_whole_number


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPolicy:
    """How a provider is called.

    Args:
        timeout: Seconds that an utterance may take in total, including retries and the waits between them.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes to the provider at once.
        max_wait: The longest wait in seconds that a provider may ask for; a longer one is an error at once.
        max_bytes: The most bytes that a response may have, packed or unpacked; by default 64 MiB, which is 23 minutes
            of samples at 24 kHz.

    Raises:
        OptionError: A number is out of its range.

    Example:
        >>> from russo.providers import CallPolicy
        >>> CallPolicy(timeout=30).max_retries
        3
    """

    timeout: float = 120.0
    max_retries: int = 3
    max_concurrency: int = 4
    max_wait: float = 60.0
    max_bytes: int = 64 * 2**20

    def __post_init__(self) -> None:
        check_number("timeout", self.timeout, least=0.001)
        check_whole_number("max_retries", self.max_retries, least=0)
        check_whole_number("max_concurrency", self.max_concurrency, least=1)
        check_number("max_wait", self.max_wait, least=0)
        check_whole_number("max_bytes", self.max_bytes, least=1)
