"""Failures below the API, for every form of an answer, since all providers share the code."""

from __future__ import annotations

import asyncio
import json
import ssl

import pytest
import trustme

from http_wires.table import KEY, TEXT, WIRES, wav
from russo import clock, errors

# One of each form: the audio itself, base64 in JSON, hex in JSON, events; SSML; another signature; by settings.
SHAPES = pytest.mark.parametrize("name", ["deepgram", "google-cloud", "minimax", "neuphonic", "azure", "polly", "http"])


def speak(synthesizer):
    return asyncio.run(synthesizer.synthesize(TEXT))


def good(name, **headers):
    return 200, WIRES[name].audio(), {"Content-Type": WIRES[name].mime, **headers}


@SHAPES
def test_a_connection_that_is_cut_is_tried_again(name, server, make, monkeypatch):
    monkeypatch.setattr("russo.clock.sleep", _at_once)
    whole = good(name)

    def answer(handler):
        if len(server.asked) > 1:
            return handler.give(*whole)
        handler.give(200, whole[1][: len(whole[1]) // 2], {**whole[2], "Content-Length": str(len(whole[1]))})
        handler.close_connection = True
        return None

    server.answer = answer
    assert speak(make(name, max_retries=1)).duration == 2.0
    assert len(server.asked) == 2


@SHAPES
def test_what_is_cut_and_says_nothing_of_its_length_is_refused(name, server, make):
    """End the body by hanging up, as HTTP/1.0 does."""
    _, body, headers = good(name)

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", headers["Content-Type"])
        handler.send_header("Connection", "close")
        handler.end_headers()
        # Half of the bare samples could be a complete answer, but not less than the text takes.
        handler.wfile.write(body[: len(body) // (20 if name in {"polly", "neuphonic"} else 2)])
        handler.close_connection = True

    server.answer = answer
    with pytest.raises((errors.NoAudioError, errors.ProviderUnavailableError)):
        speak(make(name))


@SHAPES
def test_a_server_that_hangs_is_left_in_time(name, server, make):
    server.answer = lambda handler: server.released.wait(20)
    with pytest.raises(errors.SynthesisTimeoutError, match=r"did not answer within 0\.2 s"):
        speak(make(name, timeout=0.2))


@SHAPES
def test_a_server_that_trickles_is_left_in_time(name, server, make):
    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        while not server.released.wait(0.02):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    server.answer = answer
    with pytest.raises(errors.SynthesisTimeoutError, match=r"did not answer within 0\.3 s"):
        speak(make(name, timeout=0.3))


@SHAPES
def test_a_redirect_is_not_followed(name, server, make):
    server.answers((302, b"", {"Location": f"{server.url}/elsewhere"}))
    with pytest.raises(errors.InvalidRequestError, match="a redirect, and those are not followed"):
        speak(make(name))
    assert len(server.asked) == 1


@SHAPES
@pytest.mark.parametrize("body", [b"", b"<html>Welcome</html>", b"{}", b"null", b'{"data": {"audio": "!"}}'])
def test_what_is_no_audio_is_never_kept(name, body, server, make):
    server.answers((200, body, {"Content-Type": "text/html"}))
    with pytest.raises((errors.NoAudioError, errors.ProviderUnavailableError)):
        speak(make(name))


@SHAPES
def test_an_answer_without_end_is_left(name, server, make):
    server.answers(good(name))
    with pytest.raises(errors.DamagedAudioError, match="raise max_bytes"):
        speak(make(name, max_bytes=1000))


@SHAPES
def test_nobody_there(name, server, make):
    url = "http://127.0.0.1:9"
    where = {"url": f"{url}/?v={{voice}}"} if name == "http" else {"base_url": url}
    with pytest.raises(errors.ProviderUnavailableError, match="could not be reached"):
        speak(make(name, **where))


@SHAPES
def test_no_message_shows_the_key(name, server, make):
    said = json.dumps({"message": f"the key {KEY} is bad"}).encode()
    server.answers((401, said, {}))
    with pytest.raises(errors.AuthenticationError) as caught:
        speak(make(name))
    assert KEY not in f"{caught.value} {caught.value.__cause__!r}"
    assert KEY not in repr(make(name))


@SHAPES
def test_retries_wait_as_long_as_they_are_told(name, server, make, monkeypatch):
    waits = []

    async def sleep(seconds):
        waits.append(seconds)

    monkeypatch.setattr(clock, "sleep", sleep)
    server.answers((429, b"", {"Retry-After": "3"}), (503, b"", {"Retry-After": "5"}), good(name))
    assert speak(make(name, max_retries=2)).duration == 2.0
    assert waits == [3.0, 5.0]


def test_a_certificate_that_nobody_trusts(server, make):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with pytest.raises(errors.CertificateError):
        speak(make("deepgram", base_url=server.url.replace("http:", "https:")))


def test_a_company_that_vouches_for_itself(server, make, monkeypatch, tmp_path):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.answers((200, wav(), {"Content-Type": "audio/wav"}))
    assert speak(make("deepgram", base_url=server.url.replace("http:", "https:"))).duration == 2.0


async def _at_once(seconds):
    assert seconds >= 0
