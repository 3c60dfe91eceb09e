"""Limits the body of an HTTP response, which is unpacked as it streams, and refuses one that is cut short."""

from __future__ import annotations

import zlib
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from ..errors import DamagedAudioError, ProviderUnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

# The argument of `zlib.decompressobj` for each encoding. With 32 added, it detects a gzip header by itself.
_WINDOWS: Final = {"gzip": 32 + zlib.MAX_WBITS, "x-gzip": 32 + zlib.MAX_WBITS, "deflate": 32 + zlib.MAX_WBITS}
_PIECE: Final = 65_536

# The encodings to ask for: those that can be unpacked here, whatever the HTTP library supports.
ENCODINGS: Final = "gzip, deflate"


def limit_body(provider: str, max_bytes: int) -> Callable[[Any], Awaitable[None]]:
    """Make a hook for the ``response`` events of an httpx client that limits the size of its responses.

    A few kilobytes of gzip can be hours of silence. So the body is unpacked piece by piece, and dropped as soon as it
    exceeds the limit, before it fills the memory.

    Args:
        provider: The provider's name, for the messages.
        max_bytes: The most bytes that a body may have, packed or unpacked.

    Returns:
        The hook. Its errors reach the caller from the client's ``send``, or when the body is read: a DamagedAudioError
        for a body over the limit, and a ProviderUnavailableError for one that is cut short.
    """

    async def hook(response: Any) -> None:
        if response.status_code == 206:
            raise ProviderUnavailableError(f"{provider} answered 206, with a part of what was asked for")
        named = response.headers.get("content-encoding", "")
        encodings = [
            word for word in (part.strip().lower() for part in named.split(",")) if word not in {"", "identity"}
        ]
        for encoding in encodings:
            if encoding not in _WINDOWS:
                raise ProviderUnavailableError(
                    f"{provider} compressed its answer as {encoding!r}, which was not requested"
                )
        # From here on, the library sees a body without an encoding.
        response.headers.pop("content-encoding", None)
        response.stream = _stream_class(response)(response.stream, _Body(provider, max_bytes, encodings))

    return hook


class _Body:
    """Unpacks a body and counts its bytes."""

    def __init__(self, provider: str, max_bytes: int, encodings: list[str]) -> None:
        self._provider = provider
        self._most = max_bytes
        self._received = 0
        self._given = 0
        # The encoding that was applied last is undone first.
        self._unpackers = [_Unpacker(encoding) for encoding in reversed(encodings)]

    def take(self, chunk: bytes) -> Iterator[bytes]:
        self._received += len(chunk)
        self._check(self._received)
        for piece in self._unpacked(chunk, self._unpackers):
            self._given += len(piece)
            self._check(self._given)
            yield piece

    def end(self) -> None:
        if self._received and not all(unpacker.is_whole for unpacker in self._unpackers):
            raise self._cut("it ended early")

    def _unpacked(self, chunk: bytes, unpackers: list[_Unpacker]) -> Iterator[bytes]:
        if not unpackers:
            yield chunk
            return
        try:
            for piece in unpackers[0].take(chunk):
                yield from self._unpacked(piece, unpackers[1:])
        except zlib.error as error:
            raise self._cut(str(error)) from error

    def _check(self, size: int) -> None:
        if size > self._most:
            over = f"{self._provider} answered with more than {self._most:,} bytes"
            raise DamagedAudioError(f"{over}: raise max_bytes=..., or speak a shorter text")

    def _cut(self, why: str) -> ProviderUnavailableError:
        return ProviderUnavailableError(f"{self._provider} sent a packed answer that cannot be unpacked: {why}")


class _Unpacker:
    """Undoes one encoding as the bytes arrive. A body may consist of several packed parts in a row."""

    def __init__(self, encoding: str) -> None:
        self._window = _WINDOWS[encoding]
        self._may_be_raw = encoding == "deflate"
        self._begin()

    @property
    def is_whole(self) -> bool:
        return self._inner.eof or not self._has_begun

    def take(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._inner.eof:
                self._begin()
            piece = self._unpack(data)
            self._has_begun = True
            data = self._inner.unused_data or self._inner.unconsumed_tail
            if piece:
                yield piece

    def _begin(self) -> None:
        self._inner = zlib.decompressobj(self._window)
        self._has_begun = False

    def _unpack(self, data: bytes) -> bytes:
        try:
            return self._inner.decompress(data, _PIECE)
        except zlib.error:
            # Many servers send "deflate" without its header.
            if not self._may_be_raw or self._has_begun:
                raise
            self._window, self._may_be_raw = -zlib.MAX_WBITS, False
            self._begin()
            return self._inner.decompress(data, _PIECE)


def _stream_class(response: Any) -> Any:
    """The stream class that the library of this response needs, of httpx or of httpx2."""
    library: Any = import_module(type(response).__module__.partition(".")[0])

    class Stream(library.AsyncByteStream):  # type: ignore[misc] # which library, its response tells
        def __init__(self, stream: Any, body: _Body) -> None:
            self._stream = stream
            self._body = body

        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for chunk in self._stream:
                for piece in self._body.take(chunk):
                    yield piece
            self._body.end()

        async def aclose(self) -> None:
            await self._stream.aclose()

    return Stream
