"""A body is read up to a limit, decompressed as it streams, and complete or an error."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from russo.errors import DamagedAudioError, ProviderUnavailableError
from wire.conftest import PCM, TEXT, Answer

if TYPE_CHECKING:
    from wire.conftest import Server, Wire


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKED = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "gzip, gzip": lambda data: gzip.compress(gzip.compress(data)),
    "identity": bytes,
}


def packed(serve: Any, wire: Wire, body: bytes, encoding: str, status: str = "200 OK") -> Server:
    headers = f"Content-Type: {wire.mime}", f"Content-Encoding: {encoding}"
    server: Server = serve(lambda _: Answer(body, status, headers))
    return server


@pytest.mark.parametrize("encoding", PACKED)
def test_a_packed_answer_is_heard_whole(wire: Wire, serve: Any, encoding: str) -> None:
    server = packed(serve, wire, PACKED[encoding](wire.body), encoding)
    audio = asyncio.run(wire.make(server.url).synthesize(TEXT))
    assert audio.to_pcm().data == PCM
    assert server.requests[0].headers["accept-encoding"] == "gzip, deflate"


def test_an_answer_in_several_packed_parts_is_heard_whole(wire: Wire, serve: Any) -> None:
    half = len(wire.body) // 2
    server = packed(serve, wire, gzip.compress(wire.body[:half]) + gzip.compress(wire.body[half:]), "gzip")
    assert asyncio.run(wire.make(server.url).synthesize(TEXT)).to_pcm().data == PCM


@pytest.mark.parametrize("cut", [1, 12, 100])
def test_a_packed_answer_that_is_cut_is_refused(wire: Wire, serve: Any, cut: int) -> None:
    server = packed(serve, wire, gzip.compress(wire.body)[:-cut], "gzip")
    with pytest.raises(ProviderUnavailableError, match="sent a packed answer that cannot be unpacked: it ended early"):
        asyncio.run(wire.make(server.url, max_retries=0).synthesize(TEXT))


def test_an_encoding_that_was_not_asked_for_is_refused(wire: Wire, serve: Any) -> None:
    server = packed(serve, wire, wire.body, "br")
    with pytest.raises(ProviderUnavailableError, match="compressed its answer as 'br', which was not requested"):
        asyncio.run(wire.make(server.url, max_retries=0).synthesize(TEXT))


def test_a_part_of_an_answer_is_refused(wire: Wire, serve: Any) -> None:
    server = packed(serve, wire, wire.body, "identity", "206 Partial Content")
    with pytest.raises(ProviderUnavailableError, match="answered 206, with a part of what was asked for"):
        asyncio.run(wire.make(server.url, max_retries=0).synthesize(TEXT))


@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip", "identity"])
def test_an_answer_over_the_limit_is_refused_once(wire: Wire, serve: Any, encoding: str) -> None:
    server = packed(serve, wire, PACKED[encoding](bytes(3 * 2**20)), encoding)
    with pytest.raises(DamagedAudioError, match=r"answered with more than 1,048,576 bytes: raise max_bytes="):
        asyncio.run(wire.make(server.url, max_bytes=2**20).synthesize(TEXT))
    assert len(server.requests) == 1


def test_a_bomb_does_not_fill_the_memory(wire: Wire, serve: Any) -> None:
    server = packed(serve, wire, gzip.compress(bytes(300 * 2**20)), "gzip")
    synth = wire.make(server.url, max_bytes=2**20)
    with pytest.raises(DamagedAudioError):
        asyncio.run(synth.synthesize(TEXT))  # imports the SDK
    tracemalloc.start()
    try:
        with pytest.raises(DamagedAudioError):
            asyncio.run(synth.synthesize(TEXT))
        assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
    finally:
        tracemalloc.stop()


def test_the_limit_is_64_mib_by_default(wire: Wire, serve: Any) -> None:
    server = packed(serve, wire, gzip.compress(bytes(65 * 2**20)), "gzip")
    with pytest.raises(DamagedAudioError, match="answered with more than 67,108,864 bytes"):
        asyncio.run(wire.make(server.url).synthesize(TEXT))
