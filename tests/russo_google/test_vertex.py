from __future__ import annotations

import json

import pytest
from google.oauth2.credentials import Credentials

from russo.errors import AuthenticationError, ContentBlockedError, MissingKeyError, ProviderUnavailableError

MODEL = "publishers/google/models/gemini-3.8-flash-tts:generateContent"


def vertex(gemini, **options):
    token = {"credentials": Credentials(token="ya29.token")} if "api_key" not in options else {}
    return gemini.synthesizer(**{"api_key": None, "vertexai": True} | token | options)


async def test_the_request(gemini):
    gemini.speaks()
    audio = await vertex(gemini, project="acme", location="eu", style="calm", language="de-DE").synthesize("Hallo")
    assert audio.data == gemini.pcm
    (request,) = gemini.requests
    assert request.path == f"/v1beta1/projects/acme/locations/eu/{MODEL}"
    assert request.headers["authorization"] == "Bearer ya29.token"
    assert "x-goog-api-key" not in request.headers
    assert request.get_json() == {
        "contents": [{"parts": [{"text": "Hallo", "speechMetadata": {"style": "calm"}}], "role": "user"}],
        "generationConfig": {
            "responseModalities": ["AUDIO"],
            "speechConfig": {
                "voiceConfig": {"prebuiltVoiceConfig": {"voice_name": "Kore"}},
                "languageCode": "de-DE",
            },
        },
    }


async def test_the_location_is_global_where_none_is_given(gemini):
    gemini.speaks()
    await vertex(gemini, project="acme").synthesize("Hello")
    assert gemini.requests[0].path == f"/v1beta1/projects/acme/locations/global/{MODEL}"


async def test_the_variables_for_project_and_location(gemini, monkeypatch):
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "from-env")
    monkeypatch.setenv("GOOGLE_CLOUD_LOCATION", "us")
    gemini.speaks()
    await vertex(gemini).synthesize("Hello")
    assert gemini.requests[0].path == f"/v1beta1/projects/from-env/locations/us/{MODEL}"


async def test_a_key_for_the_gemini_api_is_not_used(gemini, monkeypatch):
    monkeypatch.setenv("GOOGLE_API_KEY", "for-the-other-api")
    gemini.speaks()
    await vertex(gemini, project="acme").synthesize("Hello")
    assert "x-goog-api-key" not in gemini.requests[0].headers


async def test_express_mode_has_a_key(gemini):
    gemini.speaks()
    await vertex(gemini, api_key="express").synthesize("Hello")
    (request,) = gemini.requests
    assert request.path == f"/v1beta1/{MODEL}"
    assert request.headers["x-goog-api-key"] == "express"


async def test_the_base_url_of_the_sdks_variable(gemini, monkeypatch):
    monkeypatch.setenv("GOOGLE_VERTEX_BASE_URL", gemini.url)
    gemini.speaks()
    await vertex(gemini, project="acme", base_url=None).synthesize("Hello")
    assert len(gemini.requests) == 1


async def test_what_google_says_of_a_blocked_answer(gemini):
    gemini.speaks({"candidates": [{"finishReason": "SAFETY", "finishMessage": "not this"}]})
    with pytest.raises(ContentBlockedError, match=r"google refused to speak this text: SAFETY \(not this\)"):
        await vertex(gemini, project="acme").synthesize("Hello")


async def test_no_default_credentials(gemini, monkeypatch, tmp_path):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
    with pytest.raises(MissingKeyError) as caught:
        await vertex(gemini, project="acme", credentials=None).synthesize("Hello")
    assert str(caught.value).startswith("provider 'google' found no credentials for Vertex AI: DefaultCredentialsError")
    assert str(caught.value).endswith("Run `gcloud auth application-default login`, or pass credentials=...")
    assert gemini.requests == []


async def test_credentials_that_are_refused(gemini):
    gemini.server.expect_request("/token").respond_with_json({"error": "invalid_grant"}, status=400)
    expired = Credentials(
        token=None, refresh_token="r", token_uri=f"{gemini.url}/token", client_id="c", client_secret="s"
    )
    with pytest.raises(AuthenticationError, match="google refused the credentials for Vertex AI: RefreshError"):
        await vertex(gemini, project="acme", credentials=expired).synthesize("Hello")


async def test_a_sign_in_that_cannot_be_reached(gemini, socket_server):
    server = socket_server(lambda connection: None)
    expired = Credentials(
        token=None, refresh_token="r", token_uri=f"{server.url}/token", client_id="c", client_secret="s"
    )
    with pytest.raises(ProviderUnavailableError, match="google's sign-in could not be reached: TransportError"):
        await vertex(gemini, project="acme", credentials=expired).synthesize("Hello")


async def test_no_project(gemini, monkeypatch, tmp_path):
    user = {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r"}
    (tmp_path / "adc.json").write_text(json.dumps(user | {"quota_project_id": "q"}))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "adc.json"))
    monkeypatch.setenv("PATH", str(tmp_path))  # a folder without a gcloud that knows a project
    with pytest.raises(MissingKeyError) as caught:
        await vertex(gemini, base_url=None, credentials=None).synthesize("Hello")
    assert str(caught.value) == (
        "provider 'google' cannot use Vertex AI: Could not resolve project using application default credentials. "
        "Pass project=..., or set GOOGLE_CLOUD_PROJECT"
    )
