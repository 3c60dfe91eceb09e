"""Puts the key into a request: in a header, unless a provider has its own way of signing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ...errors import AuthenticationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .requests import HttpRequest


class Signer(Protocol):
    """What puts a credential into a request."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The parts that no message may show."""

    async def sign(self, request: HttpRequest) -> Mapping[str, str]:
        """The headers that a request needs beside its own.

        Args:
            request: What is about to be sent.
        """


@dataclass(frozen=True, slots=True)
class KeyHeader:
    """A key in a header.

    Args:
        name: The header.
        template: Its value, where ``{key}`` stands for the key.
        key: The key.
        source: The variable that it may come from, for the message.

    Raises:
        AuthenticationError: The key holds what no header may hold.

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
            msg = f"the key holds characters that no key has: copy it again into {self.source}"
            raise AuthenticationError(msg)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The key.

        Returns:
            It, alone.

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
