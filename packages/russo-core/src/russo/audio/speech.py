"""`Speech`: the part of `Audio` that its helpers need, as a protocol, so that no import is circular."""

# ruff: noqa: A002, D102 - `Audio` describes its own attributes and methods

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing import Protocol, Self

    class Speech(Protocol):
        """Bytes and what they are."""

        @property
        def data(self) -> bytes: ...
        @property
        def format(self) -> str: ...
        @property
        def sample_rate(self) -> int: ...
        @property
        def channels(self) -> int: ...
        @property
        def sample_width(self) -> int: ...

        def __init__(
            self, data: bytes, format: str = ..., sample_rate: int = ..., channels: int = ..., sample_width: int = ...
        ) -> None: ...
        def to_pcm(self, sample_rate: int | None = None, channels: int | None = None) -> Self: ...
        def to_wav(self) -> Self: ...

else:

    class Speech:
        """Bytes and what they are."""

        __slots__ = ()


S = TypeVar("S", bound=Speech)
