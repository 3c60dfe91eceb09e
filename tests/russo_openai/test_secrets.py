from __future__ import annotations

import logging
import traceback

import pytest

from russo.errors import RussoError


def everything(error):
    return "".join(traceback.format_exception(error)) + repr(error) + repr(error.__cause__)


def test_not_in_repr(http):
    synthesizer = http.synthesizer()
    assert repr(synthesizer) == "OpenAISynthesizer(voice='alloy', model='gpt-4o-mini-tts', endpoint='speech')"
    assert http.key not in repr(vars(synthesizer))
    assert http.key not in repr(dict(synthesizer.cache_fields))


@pytest.mark.parametrize("status", [400, 401, 429, 500])
@pytest.mark.parametrize("endpoint", ["speech", "chat"])
async def test_not_in_errors_although_the_server_repeats_it(http, endpoint, status):
    http.answers(f'{{"error": {{"message": "Wrong key {http.key}"}}}}', status, "application/json")
    with pytest.raises(RussoError) as caught:
        await http.synthesizer(endpoint=endpoint).synthesize("Hello")
    assert "Wrong key ***" in str(caught.value)
    assert http.key not in everything(caught.value)


async def test_not_in_errors_of_sockets(realtime, send):
    realtime.script = lambda connection, server: (
        send(connection, "error", error={"message": f"Wrong key {server.key}"}),
        connection.recv(),
    )
    with pytest.raises(RussoError, match=r"Wrong key \*\*\*") as caught:
        await realtime.synthesizer().synthesize("Hello")
    assert realtime.key not in everything(caught.value)


def ours(caplog):
    """The log of the client's side. The server runs in this process, too, but its log does not count."""
    records = [record for record in caplog.records if not record.name.startswith(("websockets.server", "werkzeug"))]
    return "\n".join(f"{record.name} {record.getMessage()} {record.args!r}" for record in records)


@pytest.mark.parametrize("endpoint", ["speech", "chat"])
async def test_not_in_logs_at_debug(http, caplog, endpoint):
    caplog.set_level(logging.DEBUG)
    for name in ("openai", "httpx", "httpcore", "httpx2", "httpcore2"):
        caplog.set_level(logging.DEBUG, logger=name)
    (http.chats if endpoint == "chat" else lambda: http.answers(http.wav()))()
    await http.synthesizer(endpoint=endpoint).synthesize("Hello")
    assert "openai" in ours(caplog)
    assert http.key not in ours(caplog)


async def test_not_in_logs_of_sockets_at_debug(realtime, caplog):
    caplog.set_level(logging.DEBUG)
    for name in ("openai", "websockets", "websockets.client"):
        caplog.set_level(logging.DEBUG, logger=name)
    await realtime.synthesizer().synthesize("Hello")
    assert "openai" in ours(caplog)
    assert realtime.key not in ours(caplog)


async def test_the_password_in_an_address(http):
    url = http.url.replace("http://", "http://me:s3cret@") + "?token=t0ken"
    http.answers('{"error": {"message": "s3cret and t0ken"}}', 400, "application/json")
    synthesizer = http.synthesizer(base_url=url)
    assert synthesizer.cache_fields["base_url"] == http.url
    with pytest.raises(RussoError, match=r"\*\*\* and \*\*\*") as caught:
        await synthesizer.synthesize("Hello")
    assert "s3cret" not in everything(caught.value)


@pytest.mark.parametrize("url", ["ftp://me:s3cret@host/v1", "http://me:s3cret@host:port/v1", "me:s3cret@host?t=s3cret"])
def test_the_password_in_an_address_that_is_none(http, url):
    with pytest.raises(RussoError, match="base_url must be an address") as caught:
        http.synthesizer(base_url=url)
    assert "s3cret" not in everything(caught.value)
