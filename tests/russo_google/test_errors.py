from __future__ import annotations

import pytest

from russo.errors import (
    AuthenticationError,
    InvalidRequestError,
    MissingKeyError,
    NoAudioError,
    ProviderUnavailableError,
    QuotaExceededError,
    RateLimitError,
    SynthesisError,
    TextError,
    TextTooLongError,
)

HELP = "Check the key in GOOGLE_API_KEY or GEMINI_API_KEY, or pass api_key=..."
QUOTA = "type.googleapis.com/google.rpc.QuotaFailure"
RETRY = "type.googleapis.com/google.rpc.RetryInfo"
INFO = "type.googleapis.com/google.rpc.ErrorInfo"


async def failure(gemini, error, **options):
    with pytest.raises(error) as caught:
        await gemini.synthesizer(**options).synthesize("Hello")
    assert type(caught.value) is error
    return caught.value


@pytest.mark.parametrize(
    ("code", "status", "said", "error"),
    [
        (400, "INVALID_ARGUMENT", "Voice name Koré is not supported", InvalidRequestError),
        (401, "UNAUTHENTICATED", "no valid credentials", AuthenticationError),
        (403, "PERMISSION_DENIED", "the API is disabled in this project", AuthenticationError),
        (404, "NOT_FOUND", "models/gemini-9 is not found for API version v1", InvalidRequestError),
        (422, "INVALID_ARGUMENT", "cannot be processed", InvalidRequestError),
        (429, "RESOURCE_EXHAUSTED", "Resource has been exhausted", RateLimitError),
        (408, "DEADLINE_EXCEEDED", "too slow", ProviderUnavailableError),
        (500, "INTERNAL", "An internal error has occurred", ProviderUnavailableError),
        (502, "UNAVAILABLE", "bad gateway", ProviderUnavailableError),
        (503, "UNAVAILABLE", "The model is overloaded", ProviderUnavailableError),
        (504, "DEADLINE_EXCEEDED", "Deadline expired", ProviderUnavailableError),
    ],
)
async def test_an_error_of_the_api(gemini, code, status, said, error):
    gemini.fails(code, gemini.error(code, status, said))
    caught = await failure(gemini, error)
    help_ = f" {HELP}" if error is AuthenticationError else ""
    assert str(caught) == f"google answered {code}: {said}{help_}"
    assert type(caught.__cause__).__module__ == "google.genai.errors"


async def test_a_key_that_is_not_valid_is_a_400(gemini):
    body = gemini.error(400, "INVALID_ARGUMENT", "API key not valid.", {"@type": INFO, "reason": "API_KEY_INVALID"})
    gemini.fails(400, body)
    caught = await failure(gemini, AuthenticationError)
    assert str(caught) == f"google answered 400: API key not valid. {HELP}"


async def test_the_quota_of_a_day(gemini):
    violation = {"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier", "quotaValue": "15"}
    details = ({"@type": QUOTA, "violations": [violation]}, {"@type": RETRY, "retryDelay": "0.01s"})
    gemini.fails(429, gemini.error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota", *details))
    caught = await failure(gemini, QuotaExceededError, max_retries=2)
    assert str(caught) == "google answered 429: You exceeded your current quota (the daily quota is used up)"
    assert len(gemini.requests) == 1


async def test_the_quota_of_a_minute_is_a_rate_limit(gemini):
    violation = {"quotaId": "GenerateRequestsPerMinutePerProjectPerModel-FreeTier"}
    details = ({"@type": QUOTA, "violations": [violation]}, {"@type": RETRY, "retryDelay": "17.5s"})
    gemini.fails(429, gemini.error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota", *details))
    caught = await failure(gemini, RateLimitError)
    assert caught.retry_after == 17.5


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry-After": "3"}, 3.0), ({"retry-after-ms": "250"}, 0.25), ({"Retry-After": "soon"}, None), ({}, None)],
)
async def test_the_wait_that_a_header_asks_for(gemini, headers, seconds):
    gemini.fails(429, gemini.error(429, "RESOURCE_EXHAUSTED", "slow down"), headers)
    caught = await failure(gemini, RateLimitError)
    assert caught.retry_after == seconds


@pytest.mark.parametrize(
    "details",
    ["nothing", [None], [{"violations": "none"}], [{"violations": [None]}], [{"retryDelay": "later"}], {"a": 1}],
)
async def test_details_of_another_form(gemini, details):
    gemini.fails(429, {"error": {"code": 429, "message": "slow down", "details": details}})
    caught = await failure(gemini, RateLimitError)
    assert str(caught) == "google answered 429: slow down"


async def test_too_many_tokens(gemini):
    said = "The input token count (9000) exceeds the maximum number of tokens allowed (8192)."
    gemini.fails(400, gemini.error(400, "INVALID_ARGUMENT", said))
    assert str(await failure(gemini, TextTooLongError)) == f"google answered 400: {said}"


async def test_a_page_of_a_proxy_is_told_in_one_line(gemini):
    gemini.sends(b"<html>\n  <h1>Bad\tGateway</h1>\n" + b"x" * 1000, status=502, content_type="text/html")
    caught = await failure(gemini, ProviderUnavailableError)
    assert str(caught) == f"google answered 502: <html> <h1>Bad Gateway</h1> {'x' * 272}..."


async def test_an_error_without_a_body(gemini):
    gemini.sends(b"", status=503)
    assert str(await failure(gemini, ProviderUnavailableError)).startswith("google answered 503: ")


@pytest.mark.parametrize("body", [b"<html>welcome</html>", b"{", b"\xff\xfe"])
async def test_a_success_that_is_no_json(gemini, body):
    gemini.sends(body)
    caught = await failure(gemini, ProviderUnavailableError)
    assert str(caught).startswith("google answered with something that is not JSON")
    assert caught.__cause__ is not None


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'"Hello"'])
async def test_a_success_that_is_no_object(gemini, body):
    gemini.sends(body)
    await failure(gemini, NoAudioError)


@pytest.mark.parametrize(
    "body",
    [
        b'{"candidates": ["Hello"]}',
        b'{"candidates": [{"content": {"parts": [{"inlineData": {"mimeType": "audio/wav", "data": "#"}}]}}]}',
    ],
)
async def test_a_success_of_another_form(gemini, body):
    gemini.sends(body)
    await failure(gemini, NoAudioError)


async def test_an_exception_that_nobody_foresaw(gemini):
    gemini.sends(b'{"candidates": 17}')
    caught = await failure(gemini, SynthesisError)
    assert str(caught) == "google failed: TypeError: 'int' object is not iterable"
    assert type(caught.__cause__) is TypeError


async def test_a_redirect_is_not_followed_with_the_key(gemini):
    gemini.server.expect_request("/elsewhere").respond_with_json(gemini.answer())
    gemini.server.expect_request(gemini.anything).respond_with_data(b"", 302, {"Location": f"{gemini.url}/elsewhere"})
    await failure(gemini, InvalidRequestError)
    assert [request.path for request in gemini.requests] == [
        f"/{gemini.version}/models/gemini-3.8-flash-tts:generateContent"
    ]


async def test_no_key(gemini):
    caught = await failure(gemini, MissingKeyError, api_key=None)
    assert str(caught) == (
        "provider 'google' needs a key: set the variable GOOGLE_API_KEY or GEMINI_API_KEY, or pass api_key=...; "
        "for Vertex AI, pass vertexai=True"
    )
    assert gemini.requests == []


@pytest.mark.parametrize("key", ["clé", "a\nb", "a\x00b"])
async def test_a_key_that_no_header_can_carry(gemini, key):
    caught = await failure(gemini, AuthenticationError, api_key=key)
    assert str(caught) == "the key for google holds characters that no key has: copy it again"
    assert gemini.requests == []


@pytest.mark.parametrize("text", ["", " \n", None, "half \ud800"])
async def test_a_text_that_cannot_be_spoken(gemini, text):
    with pytest.raises(TextError):
        await gemini.synthesizer().synthesize(text)
    assert gemini.requests == []


async def test_a_text_over_the_limit(gemini):
    gemini.speaks()
    await gemini.synthesizer().synthesize("x" * 32_768)
    with pytest.raises(
        TextTooLongError, match="google takes at most 32768 characters at once, and this text has 32769"
    ):
        await gemini.synthesizer().synthesize("x" * 32_769)
    assert len(gemini.requests) == 1
