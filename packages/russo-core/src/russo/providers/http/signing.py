"""Adds the API key to a request, in a header unless a provider signs in its own way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ...errors import AuthenticationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .requests import HttpRequest


class Signer(Protocol):
    """Adds a credential to a request."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The parts that must not appear in any message."""

    async def sign(self, request: HttpRequest) -> Mapping[str, str]:
        """The headers that a request needs in addition to its own.

        Args:
            request: What is about to be sent.
        """


@dataclass(frozen=True, slots=True)
class KeyHeader:
    """A key in a header.

    Args:
        name: The header.
        template: The header's value, in which ``{key}`` stands for the key.
        key: The key.
        source: The variable that it may come from, for the message.

    Raises:
        AuthenticationError: The key contains characters that a header must not contain.

    Example:
        >>> import asyncio
        >>> from russo.providers import HttpRequest, KeyHeader
        >>> asyncio.run(KeyHeader("X-Key", "{key}", "k-1").sign(HttpRequest("GET", "https://api.example")))
        {'X-Key': 'k-1'}
    """

    name: str
    template: str
    key: str = field(repr=False)
    source: str = "api_key=..."

    def __post_init__(self) -> None:
        if not (self.key.isascii() and self.key.isprintable()) or " " in self.key:
            msg = f"the key contains characters that no key has: copy it again into {self.source}"
            raise AuthenticationError(msg)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets that must not appear in any message.

        Returns:
            The key alone.

        Example:
            >>> from russo.providers import KeyHeader
            >>> len(KeyHeader("X-Key", "{key}", "k-1").secrets)
            1
        """
        return (self.key,)

    async def sign(self, request: HttpRequest) -> Mapping[str, str]:  # noqa: ARG002 - others sign what is sent
        """The header.

        Args:
            request: What is about to be sent.

        Returns:
            Its name and value.
        """
        return {self.name: self.template.replace("{key}", self.key)}
