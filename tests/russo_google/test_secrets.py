from __future__ import annotations

import logging
import traceback

import pytest

from russo.errors import AuthenticationError, ProviderUnavailableError, RussoError
from russo_google import GoogleSynthesizer

SECRETS = ("AIza-not-a-real-key", "pass-word", "query-token")


@pytest.fixture
def guarded(gemini):
    """A synthesizer with three secrets, behind a gateway that requires two of them."""
    url = gemini.url.replace("http://", "http://me:pass-word@") + "/gate?token=query-token"
    return gemini.synthesizer(base_url=url)


@pytest.fixture(autouse=True)
def logs_that_reach_the_root(monkeypatch):
    """google-auth silences every logger below this one when it sends its first request in a process."""
    monkeypatch.setattr(logging.getLogger("google"), "propagate", True)


def assert_kept(text):
    assert [secret for secret in SECRETS if secret in text] == []


async def test_the_gateway_gets_its_secrets(gemini, guarded):
    gemini.speaks()
    await guarded.synthesize("Hello")
    (request,) = gemini.requests
    assert request.path == f"/gate/{gemini.version}/models/gemini-3.8-flash-tts:generateContent"
    assert dict(request.args) == {"token": "query-token"}
    assert (request.authorization.username, request.authorization.password) == ("me", "pass-word")
    assert request.headers["x-goog-api-key"] == gemini.key


def test_neither_the_name_nor_the_fields_tell(guarded):
    assert_kept(f"{guarded!r} {dict(guarded.cache_fields)}")


@pytest.mark.parametrize("status", [200, 400, 403, 500])
async def test_an_error_that_repeats_them_does_not_tell(gemini, guarded, status):
    echo = gemini.error(status, "ECHO", f"you sent {' and '.join(SECRETS)}")
    gemini.fails(status, echo if status != 200 else {"candidates": [{"content": {"parts": [{"text": str(SECRETS)}]}}]})
    with pytest.raises(RussoError) as caught:
        await guarded.synthesize("Hello")
    error: BaseException | None = caught.value
    assert "***" in str(error)
    assert_kept("".join(traceback.format_exception(error)))
    while error is not None:
        assert_kept(f"{error} {error!r} {error.args}")
        error = error.__cause__ or error.__context__


async def test_a_connection_that_fails_does_not_tell(socket_server):
    server = socket_server(lambda connection: None)
    url = server.url.replace("http://", "http://me:pass-word@") + "?token=query-token"
    with pytest.raises(ProviderUnavailableError) as caught:
        await GoogleSynthesizer(api_key=SECRETS[0], base_url=url, max_retries=0).synthesize("Hello")
    assert_kept("".join(traceback.format_exception(caught.value)))


async def test_a_key_of_a_wrong_form_is_not_shown(gemini):
    key = f"{SECRETS[0]}\x7f"
    with pytest.raises(AuthenticationError) as caught:
        await gemini.synthesizer(api_key=key).synthesize("Hello")
    assert_kept("".join(traceback.format_exception(caught.value)))


async def test_no_log_tells_at_any_level(gemini, guarded, caplog):
    gemini.speaks()
    with caplog.at_level(logging.DEBUG):
        await guarded.synthesize("Hello")
    ours = [record for record in caplog.records if record.name != "werkzeug"]
    assert ours
    assert_kept(" ".join(f"{record.getMessage()} {record.args}" for record in ours))


async def test_nor_does_the_log_of_the_sdk_that_shows_headers(gemini, guarded, caplog, monkeypatch):
    monkeypatch.setenv("GOOGLE_GENAI_DEBUG", "1")
    gemini.speaks({"voices": []})
    with caplog.at_level(logging.DEBUG):
        assert await guarded.list_voices() == ()
    ours = [record.getMessage() for record in caplog.records if record.name != "werkzeug"]
    assert any("'x-goog-api-key': '***'" in line for line in ours)
    assert_kept(" ".join(ours))


async def test_the_logs_of_others_who_use_the_sdk_stay(gemini, caplog):
    gemini.speaks()
    await gemini.synthesizer().synthesize("Hello")
    logging.getLogger("google_genai._api_client").warning("Both are set")
    logging.getLogger("google.genai").warning("%s and %s", "this", {"authorization": "theirs"})
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("google")]
    assert lines == ["Both are set", "this and {'authorization': 'theirs'}"]
