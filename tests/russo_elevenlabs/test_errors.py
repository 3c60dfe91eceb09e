"""The errors of the server, row by row, and russo's errors for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from elevenlabs.core.api_error import ApiError

from russo.errors import (
    AuthenticationError,
    ContentBlockedError,
    InvalidRequestError,
    MissingKeyError,
    ProviderUnavailableError,
    QuotaExceededError,
    RateLimitError,
    SynthesisError,
    TextError,
    TextTooLongError,
)

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer


def _detail(status: str, message: str = "As the server says it.") -> dict[str, Any]:
    return {"detail": {"status": status, "message": message}}


ROWS = [
    (401, _detail("invalid_api_key"), AuthenticationError, "invalid_api_key: As the server says it. Check ELEVENLABS_API_KEY"),
    (400, _detail("invalid_api_key"), AuthenticationError, "elevenlabs answered 400: invalid_api_key"),
    (401, _detail("quota_exceeded"), QuotaExceededError, "elevenlabs answered 401: quota_exceeded: As the server says it."),
    (402, _detail("payment_required"), QuotaExceededError, "402: payment_required"),
    (401, _detail("detected_unusual_activity"), AuthenticationError, "401: detected_unusual_activity"),
    (401, _detail("missing_permissions"), AuthenticationError, "Check the key, and what its plan allows."),
    (403, _detail("only_for_creator+"), AuthenticationError, "403: only_for_creator+"),
    (403, _detail("output_format_not_allowed"), AuthenticationError, "403: output_format_not_allowed"),
    (400, _detail("max_character_limit_exceeded"), TextTooLongError, "max_character_limit_exceeded: As the server says it. Split the text."),
    (401, _detail("max_character_limit_exceeded"), TextTooLongError, "401: max_character_limit_exceeded"),
    (400, _detail("voice_not_found"), InvalidRequestError, "400: voice_not_found: As the server says it."),
    (401, _detail("voice_not_found"), InvalidRequestError, "401: voice_not_found"),
    (404, _detail("voice_not_found"), InvalidRequestError, "`russo voices elevenlabs`"),
    (404, {"detail": {"code": "not_found", "message": "No such effect.", "param": "audio_effects.filter_preset_id"}}, InvalidRequestError, "404: not_found: No such effect. (audio_effects.filter_preset_id)"),
    (400, _detail("bad_prompt"), ContentBlockedError, "400: bad_prompt: As the server says it."),
    (400, _detail("model_not_found"), InvalidRequestError, "model_not_found"),
    (400, {"detail": "A bare text."}, InvalidRequestError, "400: A bare text."),
    (400, {"detail": {"hint": "no status, no message"}}, InvalidRequestError, "no status, no message"),
    (400, {"unexpected": True}, InvalidRequestError, "'unexpected': True"),
    (400, ["unexpected"], InvalidRequestError, "400: unexpected"),
    (400, None, InvalidRequestError, "elevenlabs answered 400"),
    (409, _detail("conflict"), InvalidRequestError, "409: conflict"),
    (422, {"detail": [{"loc": ["body", "voice_settings", "speed"], "msg": "too fast", "type": "value_error"}, {"msg": "and more"}, "odd"]}, InvalidRequestError, "422: voice_settings.speed: too fast; and more; odd"),
    (429, _detail("too_many_concurrent_requests"), RateLimitError, "Lower max_concurrency="),
    (429, _detail("system_busy"), RateLimitError, "429: system_busy"),
    (408, _detail("timeout"), ProviderUnavailableError, "408: timeout"),
    (500, _detail("internal"), ProviderUnavailableError, "500: internal"),
    (503, {}, ProviderUnavailableError, "elevenlabs answered 503"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "error", "said"), ROWS)
async def test_each_row(
    httpserver: HTTPServer, make: Any, path: str, status: int, body: Any, error: type[SynthesisError], said: str
) -> None:
    httpserver.expect_request(path).respond_with_json(body, status=status)
    with pytest.raises(SynthesisError) as caught:
        await make().synthesize("Hello")
    assert type(caught.value) is error
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"elevenlabs answered {status}")
    assert isinstance(caught.value.__cause__, ApiError)
    assert caught.value.__context__ is None
    assert len(httpserver.log) == 1


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (502, ProviderUnavailableError),
        (403, AuthenticationError),
        (422, InvalidRequestError),
        (404, InvalidRequestError),
    ],
)
async def test_the_page_of_a_proxy(
    httpserver: HTTPServer, make: Any, path: str, status: int, error: type[SynthesisError]
) -> None:
    page = "<html>\n<body>Bad Gateway</body>" + "x" * 1000
    httpserver.expect_request(path).respond_with_data(page, status=status, content_type="text/html")
    with pytest.raises(SynthesisError, match=f"elevenlabs answered {status}") as caught:
        await make().synthesize("Hello")
    assert type(caught.value) is error
    assert "<html> <body>Bad Gateway</body>xxx" in str(caught.value)
    assert len(str(caught.value)) < 350


@pytest.mark.parametrize("status", [500, 400])
async def test_an_error_that_is_broken_json(httpserver: HTTPServer, make: Any, path: str, status: int) -> None:
    httpserver.expect_request(path).respond_with_data('{"detail": {', status=status, content_type="application/json")
    with pytest.raises(SynthesisError) as caught:
        await make().synthesize("Hello")
    assert type(caught.value) is (ProviderUnavailableError if status == 500 else InvalidRequestError)
    assert str(caught.value).startswith(f'elevenlabs answered {status}: {{"detail": {{')


@pytest.mark.parametrize(
    ("headers", "seconds"), [({"Retry-After": "3"}, 3.0), ({"retry-after-ms": "250"}, 0.25), ({}, None)]
)
async def test_the_wait_that_the_server_asks_for(
    httpserver: HTTPServer, make: Any, path: str, headers: dict[str, str], seconds: float | None
) -> None:
    httpserver.expect_request(path).respond_with_json(_detail("system_busy"), status=429, headers=headers)
    with pytest.raises(RateLimitError) as caught:
        await make().synthesize("Hello")
    assert caught.value.retry_after == seconds


async def test_a_redirect_is_not_followed_because_the_key_would_go_along(
    httpserver: HTTPServer, make: Any, path: str
) -> None:
    httpserver.expect_request(path).respond_with_data(
        "", status=307, headers={"Location": httpserver.url_for("/other")}
    )
    with pytest.raises(
        InvalidRequestError,
        match=r"elevenlabs answered 307, a redirect, and those are not followed: correct the address",
    ):
        await make().synthesize("Hello")
    assert [request.path for request, _ in httpserver.log] == [path]


async def test_no_key(make: Any) -> None:
    with pytest.raises(MissingKeyError, match="provider 'elevenlabs' needs a key: set the variable ELEVENLABS_API_KEY"):
        await make(api_key=None).synthesize("Hello")


@pytest.mark.parametrize("key", ["sk_new\nline", "sk_ümlaut", "sk_two words", "sk_\x00"])
async def test_a_key_that_no_header_can_hold(make: Any, key: str) -> None:
    with pytest.raises(AuthenticationError, match="holds characters that no key has") as caught:
        await make(api_key=key).synthesize("Hello")
    assert "sk_" not in str(caught.value)


@pytest.mark.parametrize(
    ("model", "longest"),
    [
        ("eleven_multilingual_v2", 10_000),
        ("eleven_flash_v2", 30_000),
        ("eleven_flash_v2_5", 40_000),
        ("eleven_v4", 10_000),
    ],
)
async def test_a_text_over_the_limit_costs_no_call(httpserver: HTTPServer, make: Any, model: str, longest: int) -> None:
    with pytest.raises(TextTooLongError, match=f"elevenlabs takes at most {longest} characters at once"):
        await make(model=model).synthesize("x" * (longest + 1))
    assert httpserver.log == []


@pytest.mark.parametrize("text", ["", " \n", "\ud800"])
async def test_a_text_that_cannot_be_spoken_costs_no_call(httpserver: HTTPServer, make: Any, text: str) -> None:
    with pytest.raises(TextError):
        await make().synthesize(text)
    assert httpserver.log == []
