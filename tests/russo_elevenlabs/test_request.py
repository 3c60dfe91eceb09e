"""The request: path, query, headers and body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

SETTINGS = {"stability": 0.5, "similarity_boost": 0.75, "style": 0.0, "use_speaker_boost": True, "speed": 1.0}
BODY = {"text": "Hello", "model_id": "eleven_multilingual_v2", "voice_settings": SETTINGS}
FLASH = {
    "text": "Hello",
    "model_id": "eleven_flash_v2_5",
    "voice_settings": {"stability": 0.5, "similarity_boost": 0.75, "speed": 1.0},
}


async def test_the_whole_request(httpserver: HTTPServer, make: Any, sent: Any, path: str, pcm: bytes, key: str) -> None:
    httpserver.expect_request(path, method="POST").respond_with_data(pcm, content_type="audio/pcm")
    await make().synthesize("Hello")
    request = httpserver.log[0][0]
    assert request.query_string == b"output_format=pcm_24000"
    assert request.headers["xi-api-key"] == key
    assert request.headers["content-type"] == "application/json"
    assert "authorization" not in request.headers
    assert sent() == [BODY]


@pytest.mark.parametrize(
    ("options", "added"),
    [
        ({"seed": 7}, {"seed": 7}),
        ({"stability": 1}, {"voice_settings": SETTINGS | {"stability": 1.0}}),
        ({"similarity_boost": 0.1}, {"voice_settings": SETTINGS | {"similarity_boost": 0.1}}),
        ({"style": 0.3}, {"voice_settings": SETTINGS | {"style": 0.3}}),
        ({"use_speaker_boost": False}, {"voice_settings": SETTINGS | {"use_speaker_boost": False}}),
        ({"speed": 0.7}, {"voice_settings": SETTINGS | {"speed": 0.7}}),
        ({"clone_strength": 0.5}, {"voice_settings": SETTINGS | {"clone_strength": 0.5}}),
        ({"previous_text": "Before."}, {"previous_text": "Before."}),
        ({"next_text": "After."}, {"next_text": "After."}),
        ({"previous_request_ids": ["a", "b"]}, {"previous_request_ids": ["a", "b"]}),
        ({"next_request_ids": ("c",)}, {"next_request_ids": ["c"]}),
        ({"apply_text_normalization": "off"}, {"apply_text_normalization": "off"}),
        ({"apply_language_text_normalization": True}, {"apply_language_text_normalization": True}),
        ({"use_pvc_as_ivc": True}, {"use_pvc_as_ivc": True}),
        (
            {"pronunciation_dictionaries": [("dict1", "version1")]},
            {"pronunciation_dictionary_locators": [{"pronunciation_dictionary_id": "dict1", "version_id": "version1"}]},
        ),
        (
            {"audio_effects": {"filter_preset_id": "phone", "distance": 1}},
            {"audio_effects": {"filter_preset_id": "phone", "distance": 1.0}},
        ),
        ({"model": "eleven_flash_v2_5", "language": "de"}, FLASH | {"language_code": "de"}),
        ({"model": "eleven_flash_v2_5"}, FLASH),
        ({"model": "eleven_v3"}, {"model_id": "eleven_v3", "voice_settings": {"stability": 0.5}}),
        ({"model": "eleven_v4"}, {"model_id": "eleven_v4", "voice_settings": {"stability": 0.5}}),
    ],
)
async def test_each_option_in_the_body(
    httpserver: HTTPServer, make: Any, sent: Any, path: str, pcm: bytes, options: Any, added: Any
) -> None:
    httpserver.expect_request(path).respond_with_data(pcm, content_type="audio/pcm")
    await make(**options).synthesize("Hello")
    assert sent() == [BODY | added]


async def test_a_model_that_is_newer_than_this_package_gets_no_settings_that_were_not_asked_for(
    httpserver: HTTPServer, make: Any, sent: Any, path: str, pcm: bytes
) -> None:
    httpserver.expect_request(path).respond_with_data(pcm, content_type="audio/pcm")
    await make(model="eleven_v5").synthesize("Hello")
    await make(model="eleven_v5", stability=0.2).synthesize("Hello")
    assert sent() == [
        {"text": "Hello", "model_id": "eleven_v5"},
        {"text": "Hello", "model_id": "eleven_v5", "voice_settings": {"stability": 0.2}},
    ]


@pytest.mark.parametrize(
    ("options", "query"),
    [
        ({"output_format": "pcm_16000"}, {"output_format": "pcm_16000"}),
        ({"optimize_streaming_latency": 3}, {"output_format": "pcm_24000", "optimize_streaming_latency": "3"}),
        ({"enable_logging": False}, {"output_format": "pcm_24000", "enable_logging": "false"}),
    ],
)
async def test_each_option_in_the_query(
    httpserver: HTTPServer, make: Any, path: str, pcm: bytes, options: Any, query: Any
) -> None:
    httpserver.expect_request(path).respond_with_data(pcm, content_type="audio/pcm")
    await make(**options).synthesize("Hello")
    assert dict(httpserver.log[0][0].args) == query


async def test_the_path_of_a_base_url_is_kept(httpserver: HTTPServer, make: Any, path: str, pcm: bytes) -> None:
    httpserver.expect_request(f"/proxy{path}").respond_with_data(pcm, content_type="audio/pcm")
    await make(base_url=f"{httpserver.url_for('/proxy')}/").synthesize("Hello")
    assert httpserver.log[0][0].path == f"/proxy{path}"


@pytest.mark.parametrize("text", ["Grüß Gott, 世界! 🙂", 'a\nb\t"c"', "x" * 10_000])
async def test_the_text_is_sent_as_it_is(
    httpserver: HTTPServer, make: Any, sent: Any, path: str, pcm: bytes, text: str
) -> None:
    httpserver.expect_request(path).respond_with_data(pcm, content_type="audio/pcm")
    await make().synthesize(text)
    assert sent()[0]["text"] == text


async def test_the_key_comes_from_the_environment_at_the_call(
    httpserver: HTTPServer, make: Any, path: str, pcm: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    synthesizer = make(api_key=None)
    monkeypatch.setenv("ELEVENLABS_API_KEY", " sk_from_environment \n")
    httpserver.expect_request(path).respond_with_data(pcm, content_type="audio/pcm")
    await synthesizer.synthesize("Hello")
    assert httpserver.log[0][0].headers["xi-api-key"] == "sk_from_environment"
