from __future__ import annotations

import pytest

from russo.errors import (
    AuthenticationError,
    ContentBlockedError,
    InvalidRequestError,
    ProviderUnavailableError,
    QuotaExceededError,
    RateLimitError,
    RussoError,
    TextTooLongError,
)

ROWS = [
    (400, None, "invalid_request_error", InvalidRequestError),
    (400, "invalid_value", "invalid_request_error", InvalidRequestError),
    (400, "unknown_parameter", "invalid_request_error", InvalidRequestError),
    (400, "content_policy_violation", "invalid_request_error", ContentBlockedError),
    (400, "moderation_blocked", "invalid_request_error", ContentBlockedError),
    (400, "string_above_max_length", "invalid_request_error", TextTooLongError),
    (400, "context_length_exceeded", "invalid_request_error", TextTooLongError),
    (401, "invalid_api_key", "invalid_request_error", AuthenticationError),
    (401, None, "invalid_request_error", AuthenticationError),
    (403, "unsupported_country_region_territory", "request_forbidden", AuthenticationError),
    (403, "account_deactivated", "invalid_request_error", QuotaExceededError),
    (404, "model_not_found", "invalid_request_error", InvalidRequestError),
    (408, None, None, ProviderUnavailableError),
    (409, None, None, InvalidRequestError),
    (422, None, None, InvalidRequestError),
    (429, "rate_limit_exceeded", "requests", RateLimitError),
    (429, "inference_rate_limit_exceeded", None, RateLimitError),
    (429, None, None, RateLimitError),
    (429, "insufficient_quota", "insufficient_quota", QuotaExceededError),
    (429, None, "insufficient_quota", QuotaExceededError),
    (429, "credit_balance_exhausted", None, QuotaExceededError),
    (429, "billing_hard_limit_reached", None, QuotaExceededError),
    (500, "server_error", "server_error", ProviderUnavailableError),
    (500, None, None, ProviderUnavailableError),
    (502, None, None, ProviderUnavailableError),
    (503, None, None, ProviderUnavailableError),
    (504, None, None, ProviderUnavailableError),
]


@pytest.mark.parametrize("endpoint", ["speech", "chat"])
@pytest.mark.parametrize(("status", "code", "type_", "error"), ROWS)
async def test_every_row(http, endpoint, status, code, type_, error):
    http.refuses(status, code, type_)
    with pytest.raises(RussoError, match=f"No: {status}") as caught:
        await http.synthesizer(endpoint=endpoint).synthesize("Hello")
    assert type(caught.value) is error
    assert type(caught.value.__cause__).__module__.startswith("openai")
    assert str(caught.value).startswith("openai ")
    if code is not None:
        assert repr(code) in str(caught.value)


async def test_a_refused_key_says_what_to_type(http):
    http.refuses(401, "invalid_api_key")
    with pytest.raises(AuthenticationError, match=r"OPENAI_API_KEY, or api_key=\.\.\."):
        await http.synthesizer().synthesize("Hello")


async def test_the_parameter_is_named(http):
    error = '{"error": {"message": "Bad voice.", "type": "invalid_request_error", "param": "voice", "code": null}}'
    http.answers(error, 400, "application/json")
    with pytest.raises(InvalidRequestError) as caught:
        await http.synthesizer(voice="nobody").synthesize("Hello")
    assert str(caught.value) == "openai answered 400: Bad voice. (param 'voice')"


@pytest.mark.parametrize("endpoint", ["speech", "chat"])
@pytest.mark.parametrize(
    ("status", "error"), [(502, ProviderUnavailableError), (403, AuthenticationError), (407, InvalidRequestError)]
)
async def test_a_page_of_a_proxy(http, endpoint, status, error):
    http.answers("<html><body>Proxy says no</body></html>" + "x" * 5000, status, "text/html")
    with pytest.raises(error) as caught:
        await http.synthesizer(endpoint=endpoint).synthesize("Hello")
    assert "Proxy says no" in str(caught.value)
    assert len(str(caught.value)) < 700


async def test_an_error_with_a_body_that_is_no_object(http):
    http.answers('["no"]', 400, "application/json")
    with pytest.raises(InvalidRequestError, match="openai answered 400"):
        await http.synthesizer().synthesize("Hello")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"retry_after": "7"}, 7.0), ({"retry_after_ms": "1500"}, 1.5), ({}, None), ({"retry_after": "soon"}, None)],
)
async def test_how_long_to_wait(http, headers, seconds):
    http.refuses(429, "rate_limit_exceeded", **headers)
    with pytest.raises(RateLimitError) as caught:
        await http.synthesizer().synthesize("Hello")
    assert caught.value.retry_after == seconds
