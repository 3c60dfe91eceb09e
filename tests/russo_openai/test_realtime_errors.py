from __future__ import annotations

import http as status_codes
import json

import pytest

from russo.errors import (
    AuthenticationError,
    ContentBlockedError,
    InvalidRequestError,
    NoAudioError,
    ProviderUnavailableError,
    QuotaExceededError,
    RateLimitError,
    RussoError,
    TextTooLongError,
)

INVALID = "invalid_request_error"
ROWS = [
    ("invalid_api_key", INVALID, AuthenticationError),
    ("insufficient_quota", "insufficient_quota", QuotaExceededError),
    (None, "insufficient_quota", QuotaExceededError),
    ("credit_balance_exhausted", INVALID, QuotaExceededError),
    ("billing_hard_limit_reached", INVALID, QuotaExceededError),
    ("account_deactivated", INVALID, QuotaExceededError),
    ("rate_limit_exceeded", INVALID, RateLimitError),
    ("inference_rate_limit_exceeded", INVALID, RateLimitError),
    ("invalid_value", INVALID, InvalidRequestError),
    ("unknown_parameter", INVALID, InvalidRequestError),
    ("invalid_model", INVALID, InvalidRequestError),
    ("model_not_found", INVALID, InvalidRequestError),
    ("missing_model", INVALID, InvalidRequestError),
    ("something_new", INVALID, InvalidRequestError),
    ("content_filter", INVALID, ContentBlockedError),
    ("max_output_tokens", INVALID, TextTooLongError),
    ("server_error", "server_error", ProviderUnavailableError),
    ("session_expired", INVALID, ProviderUnavailableError),
    (None, None, ProviderUnavailableError),
]


async def fails(realtime, error, match=None):
    with pytest.raises(RussoError, match=match) as caught:
        await realtime.synthesizer().synthesize("Hello")
    assert type(caught.value) is error, caught.value
    assert str(caught.value).startswith("openai ")
    return caught.value


@pytest.mark.parametrize("at", ["start", "response"])
@pytest.mark.parametrize(("code", "type_", "error"), ROWS)
async def test_error_events(realtime, send, at, code, type_, error):
    def script(connection, server):
        if at == "response":
            send(connection, "session.created")
            server.receive(connection)
        send(
            connection,
            "error",
            error={"type": type_, "code": code, "message": "No.", "param": "voice", "event_id": None},
        )
        connection.recv()

    realtime.script = script
    await fails(realtime, error, r"No\. \(param 'voice'")


@pytest.mark.parametrize(("code", "type_", "error"), ROWS)
async def test_a_response_that_failed(realtime, speaks, code, type_, error):
    details = {"type": "failed", "error": {"type": type_, "code": code, "message": "The server had an error."}}
    realtime.script = speaks(done={"status": "failed", "status_details": details})
    await fails(realtime, error, "The server had an error")


@pytest.mark.parametrize(
    ("status", "details", "error"),
    [
        ("failed", None, ProviderUnavailableError),
        ("incomplete", {"reason": "content_filter"}, ContentBlockedError),
        ("incomplete", {"reason": "max_output_tokens"}, TextTooLongError),
        ("incomplete", None, NoAudioError),
        ("cancelled", {"reason": "turn_detected"}, NoAudioError),
        ("cancelled", {"reason": "client_cancelled"}, NoAudioError),
        (None, None, NoAudioError),
    ],
)
async def test_only_completed_is_success(realtime, speaks, status, details, error):
    realtime.script = speaks(done={"status": status, "status_details": details})
    await fails(realtime, error)


@pytest.mark.parametrize(
    ("code", "reason", "error"),
    [
        (1000, "", ProviderUnavailableError),
        (1001, "Your session hit the maximum duration of 60 minutes.", ProviderUnavailableError),
        (1008, "policy", InvalidRequestError),
        (1011, "internal", ProviderUnavailableError),
        (3000, "invalid_request_error.invalid_api_key", AuthenticationError),
        (4000, "invalid_request_error.invalid_model", InvalidRequestError),
        (4000, "invalid_request_error.beta_api_shape_disabled", InvalidRequestError),
        (4004, "invalid_request_error.model_not_found", InvalidRequestError),
        (4999, "", InvalidRequestError),
    ],
)
async def test_a_close_before_the_end_is_never_success(realtime, speaks, code, reason, error):
    realtime.script = speaks(before_done=lambda connection: connection.close(code, reason))
    await fails(realtime, error, f"{code}.*{reason}")


async def test_a_close_before_the_session(realtime):
    realtime.script = lambda connection, server: connection.close(1000)
    await fails(realtime, ProviderUnavailableError)


async def test_a_key_that_is_refused_after_the_handshake(realtime, send):
    def script(connection, server):
        send(connection, "error", error={"type": INVALID, "code": "invalid_api_key", "message": "Incorrect API key."})
        connection.close(3000, "invalid_request_error.invalid_api_key")

    realtime.script = script
    await fails(realtime, AuthenticationError, "Incorrect API key")


async def test_a_connection_that_is_cut(realtime, speaks):
    realtime.script = speaks(before_done=lambda connection: connection.socket.shutdown(2))
    await fails(realtime, ProviderUnavailableError, "openai could not be reached: ConnectionClosedError")


@pytest.mark.parametrize("frame", ["{not json", "", "[1]", "null", b"\xff\xfe"])
async def test_frames_that_are_no_json_objects(realtime, frame):
    realtime.script = lambda connection, server: (connection.send(frame), connection.recv())
    await fails(realtime, ProviderUnavailableError, "not (JSON|a JSON object)")


@pytest.mark.parametrize("delta", [None, 5, "no base64!"])
async def test_audio_that_is_none(realtime, speaks, send, delta):
    realtime.script = speaks(
        before_done=lambda connection: send(
            connection, "response.output_audio.delta", response_id="resp_1", delta=delta
        )
    )
    await fails(realtime, NoAudioError)


async def test_a_response_without_audio(realtime, speaks):
    realtime.script = speaks(pcm=b"")
    await fails(realtime, NoAudioError, "0 bytes")


async def test_half_a_sample(realtime, speaks):
    realtime.script = speaks(pcm=b"\x01")
    await fails(realtime, NoAudioError, "less than one frame")


@pytest.mark.parametrize("kind", ["response.created", "response.done", "error"])
async def test_an_event_without_its_content(realtime, send, kind):
    realtime.script = lambda connection, server: (send(connection, kind), connection.recv())
    await fails(realtime, ProviderUnavailableError, f"sent '{kind}' without")


async def test_the_wait_that_the_limits_tell(realtime, send):
    def script(connection, server):
        send(connection, "session.created")
        server.receive(connection)
        limits = [
            {"name": "requests", "limit": 10, "remaining": 0, "reset_seconds": 2.5},
            {"name": "tokens", "limit": 10, "remaining": 3, "reset_seconds": 60},
        ]
        send(connection, "rate_limits.updated", rate_limits=limits)
        send(connection, "error", error={"code": "rate_limit_exceeded", "message": "Slow down."})
        connection.recv()

    realtime.script = script
    assert (await fails(realtime, RateLimitError)).retry_after == 2.5


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (401, "invalid_api_key", AuthenticationError),
        (403, None, AuthenticationError),
        (404, "model_not_found", InvalidRequestError),
        (429, "insufficient_quota", QuotaExceededError),
        (429, "rate_limit_exceeded", RateLimitError),
        (500, None, ProviderUnavailableError),
        (503, None, ProviderUnavailableError),
        (200, None, NoAudioError),
    ],
)
async def test_a_handshake_that_is_refused(realtime, status, code, error):
    def handshake(connection, request):
        body = json.dumps({"error": {"message": "Refused.", "type": None, "code": code}})
        response = connection.respond(status_codes.HTTPStatus(status), body)
        response.headers["Retry-After"] = "3"
        return response

    realtime.handshake = handshake
    failure = await fails(realtime, error, "Refused")
    if error is RateLimitError:
        assert failure.retry_after == 3.0
