from __future__ import annotations

import json
import ssl
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import httpx
import pytest
import websockets

from russo import Provider
from russo.errors import (
    AuthenticationError,
    CertificateError,
    InvalidRequestError,
    MissingKeyError,
    NoAudioError,
    ProviderUnavailableError,
    RateLimitError,
    RussoError,
    SynthesisTimeoutError,
)
from russo.providers import (
    ModelRetirementWarning,
    Retirement,
    find_key,
    from_status,
    from_transport,
    retry_after,
    warn_if_retiring,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequestError),
        (401, AuthenticationError),
        (403, AuthenticationError),
        (404, InvalidRequestError),
        (408, ProviderUnavailableError),
        (422, InvalidRequestError),
        (429, RateLimitError),
        (500, ProviderUnavailableError),
        (503, ProviderUnavailableError),
        (200, NoAudioError),
    ],
)
def test_statuses(status: int, kind: type[RussoError]) -> None:
    error = from_status("acme", status, "because")
    assert type(error) is kind
    assert str(error) == f"acme answered {status}: because"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    error = from_status("acme", status, "")
    assert type(error) is InvalidRequestError
    assert str(error) == (
        f"acme answered {status}, a redirect, and those are not followed: "
        "correct the address that is called (base_url=...)"
    )


def test_a_date_is_counted_from_the_clock_of_the_server() -> None:
    headers = {"date": "Sun, 01 Jan 2017 00:00:00 GMT", "retry-after": "Sun, 01 Jan 2017 00:00:07 GMT"}
    assert retry_after(headers) == 7.0


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("refused"), ProviderUnavailableError),
        (httpx.RemoteProtocolError("cut"), ProviderUnavailableError),
        (httpx.ReadTimeout("slow"), SynthesisTimeoutError),
        (websockets.ConnectionClosedError(None, None), ProviderUnavailableError),
        (ConnectionRefusedError("no"), ProviderUnavailableError),
        (ExceptionGroup("errors", [ConnectionRefusedError("no")]), ProviderUnavailableError),
        (ssl.SSLCertVerificationError("expired"), CertificateError),
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"), CertificateError),
        (TimeoutError(), SynthesisTimeoutError),
        (json.JSONDecodeError("Expecting value", "<", 0), ProviderUnavailableError),
        (RecursionError("maximum recursion depth exceeded while decoding a JSON array"), ProviderUnavailableError),
    ],
)
def test_transports(error: Exception, kind: type[RussoError]) -> None:
    assert type(from_transport("acme", error)) is kind


def test_what_is_no_transport_is_not_named() -> None:
    assert from_transport("acme", KeyError("x")) is None
    assert from_transport("acme", ValueError("x")) is None
    assert from_transport("acme", RecursionError("maximum recursion depth exceeded")) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "Mon, 23 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Mon, 23 Nov 2026 11:00:00 GMT"}, None),
        ({"retry-after": "Mon, 23 Nov 2026 12:00:30"}, 30.0),
        ({"retry-after": "Mon, 23 Nov 2026 12:00:30 -0000"}, 30.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "0"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "1e999"}, None),
        ({"retry-after-ms": "0", "retry-after": "2"}, 2.0),
        ({"retry-after": "Mon, 23 Nov 99999 12:00:30 GMT"}, None),
    ],
)
def test_retry_after(headers: Mapping[str, str], seconds: float | None) -> None:
    assert retry_after(headers, now=datetime(2026, 11, 23, 12, tzinfo=UTC)) == seconds


def test_a_key_that_is_given_wins_then_the_variables_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("B_KEY", " b ")
    assert find_key("acme", "given", ("A_KEY", "B_KEY")) == "given"
    assert find_key("acme", None, ("A_KEY", "B_KEY")) == "b"
    monkeypatch.setenv("A_KEY", "a")
    assert find_key("acme", "", ("A_KEY", "B_KEY")) == "a"


def test_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_KEY", " ")
    with pytest.raises(MissingKeyError) as caught:
        find_key("acme", None, ("A_KEY", "B_KEY"))
    assert str(caught.value) == "provider 'acme' needs a key: set the variable A_KEY or B_KEY, or pass api_key=..."


@pytest.mark.parametrize(
    ("today", "verb"),
    [
        (date(2026, 10, 8), "shuts down"),
        (date(2027, 1, 5), "shuts down"),
        (date(2027, 1, 6), "shut down"),
        (date(2028, 1, 1), "shut down"),
    ],
)
def test_a_model_that_is_retiring_warns_once(today: date, verb: str) -> None:
    retirement = Retirement(on=date(2027, 1, 6), replacement="tts-9", source="https://example.com")
    provider = Provider(f"acme{today:%Y%m%d}", target="a:A", package="a", retirements={"tts-1": retirement})
    with pytest.warns(ModelRetirementWarning) as caught:
        warn_if_retiring(provider, "tts-1", today=today)
    warn_if_retiring(provider, "tts-1", today=today)  # an error, if it warned again
    assert [str(warning.message) for warning in caught] == [
        f"{provider.name} {verb} 'tts-1' on 2027-01-06: use 'tts-9' instead (https://example.com)"
    ]


def test_a_model_that_lives_does_not_warn() -> None:
    retirement = Retirement(on=date(2027, 1, 6), replacement="tts-9", source="https://example.com")
    provider = Provider("acme", target="a:A", package="a", retirements={"tts-1": retirement})
    warn_if_retiring(provider, "tts-1", today=date(2026, 10, 7))
    warn_if_retiring(provider, "tts-2", today=date(2027, 10, 7))
