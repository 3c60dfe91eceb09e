"""Credentials that are not a single key: those of AWS and of Google Cloud."""

from __future__ import annotations

import asyncio
import json
import re

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from http_wires.table import WIRES
from russo import errors, get_synthesizer


def speak(synthesizer):
    return asyncio.run(synthesizer.synthesize("Hello there."))


def test_polly_is_signed(server, make, monkeypatch):
    monkeypatch.setenv("AWS_SESSION_TOKEN", "session")
    server.answers((200, WIRES["polly"].audio(), {"Content-Type": "audio/pcm"}))
    audio = speak(make("polly"))
    assert (audio.sample_rate, audio.duration) == (16000, 2.0)
    headers = server.asked[0].headers
    assert re.fullmatch(
        r"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\d{8}/eu-west-1/polly/aws4_request, "
        r"SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}",
        headers["Authorization"],
    )
    assert headers["X-Amz-Security-Token"] == "session"


def test_polly_without_credentials(make, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(errors.MissingKeyError, match="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
        speak(make("polly"))


def test_polly_without_a_region(make):
    with pytest.raises(errors.ConfigurationError, match="region"):
        speak(get_synthesizer("polly"))


@pytest.fixture
def account(server, tmp_path, monkeypatch):
    """The file of a service account whose tokens the server issues."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path / "account.json"
    described = {"type": "service_account", "project_id": "p", "private_key_id": "1", "client_id": "2"}
    described |= {"private_key": key.decode(), "client_email": "me@p.example", "token_uri": f"{server.url}/token"}
    file.write_text(json.dumps(described))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(file))
    monkeypatch.setenv("GOOGLE_CLOUD_QUOTA_PROJECT", "billed")


@pytest.mark.usefixtures("account")
def test_google_cloud_with_an_account(server, make):
    token = json.dumps({"access_token": "token-0123456789", "expires_in": 3600, "token_type": "Bearer"}).encode()
    wire = WIRES["google-cloud"]
    server.answers((200, token, {"Content-Type": "application/json"}), (200, wire.audio(), {"Content-Type": wire.mime}))
    assert speak(make("google-cloud", api_key=None)).duration == 2.0
    asked = server.asked[1]
    assert asked.headers["Authorization"] == "Bearer token-0123456789"
    assert asked.headers["x-goog-user-project"] == "billed"
    assert "X-Goog-Api-Key" not in asked.headers


@pytest.mark.usefixtures("account")
def test_google_cloud_with_an_account_that_is_refused(server, make):
    server.answers((400, b'{"error": "invalid_grant"}', {"Content-Type": "application/json"}))
    with pytest.raises(errors.AuthenticationError, match="gave no token for these credentials"):
        speak(make("google-cloud", api_key=None))


def test_google_cloud_with_a_file_that_is_none(make, monkeypatch, tmp_path):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
    with pytest.raises(errors.MissingKeyError, match="GOOGLE_APPLICATION_CREDENTIALS"):
        speak(make("google-cloud", api_key=None))
