"""A status of 200 promises nothing: anything other than audio is refused, and not cached."""

from __future__ import annotations

import asyncio

import pytest

from http_wires.table import TEXT, WIRES, samples
from russo import AudioCache, CachedSynthesizer
from russo.errors import RussoError

PAGE = "<!doctype html><html><body>Bitte im Gästenetz anmelden.</body></html> " * 40
INSTEAD = {
    "a page in UTF-8": PAGE.encode(),
    "a page in UTF-16": PAGE.encode("utf-16"),
    "JSON": b'{"detail": {"status": "quota"}} ' * 50,
    "a short word": b"upstream timeout",
    "blanks": b" \r\n" * 600,
    "nothing": b"",
    "samples that a proxy took for text": bytes(range(256)).decode("utf-8", "replace").encode() * 40,
    "a click": samples(seconds=0.03),
    "an hour's talk": samples(8000, 300),
}
MIMES = ["audio/wav", "audio/mpeg", "audio/L16;rate=24000", "application/octet-stream", "application/json", ""]
EACH = pytest.mark.parametrize("name", WIRES)


@pytest.fixture
def refused(server, make, tmp_path):
    """Speak through a cache, for each content type, and check that nothing is cached or requested again."""

    def speak(name: str, body: bytes) -> list[str]:
        cache = AudioCache(tmp_path / "cache")
        synthesizer = CachedSynthesizer(make(name), cache=cache)
        errors = []
        # If the audio is inside JSON, the content type does not matter.
        mimes = MIMES[-2:] if WIRES[name].path else MIMES
        for mime in mimes:
            server.answers((200, body, {"Content-Type": mime}))
            with pytest.raises(RussoError) as caught:
                asyncio.run(synthesizer.synthesize(TEXT))
            errors.append(f"{type(caught.value).__name__}: {caught.value}")
        assert len(server.asked) == len(mimes)
        assert cache.size() == 0
        return errors

    return speak


@EACH
@pytest.mark.parametrize("instead", INSTEAD.values(), ids=INSTEAD)
def test_what_is_no_speech_in_an_answer_that_is_well_formed(name, instead, refused):
    for error in refused(name, WIRES[name].holding(instead)):
        assert error.startswith(("NoAudioError: ", "DamagedAudioError: ")), error


@EACH
@pytest.mark.parametrize("body", [PAGE.encode(), PAGE.encode("utf-16"), b"", b"  ", b"null", b"[]", b"{", b"{}", b"0"])
def test_a_body_that_is_no_answer_of_the_api(name, body, refused):
    for error in refused(name, body):
        assert error.startswith(("NoAudioError: ", "DamagedAudioError: ", "ProviderUnavailableError: ")), error
