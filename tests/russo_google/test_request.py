from __future__ import annotations

import pytest

from russo.errors import TextError

TURNS = "Joe: How are you?\nJane: Fine.\nAnd you?"


def spoken(gemini):
    (request,) = gemini.requests
    return request.get_json()


def voice(name):
    return {"prebuilt_voice_config": {"voice_name": name}}


async def test_the_default_request(gemini):
    gemini.speaks()
    await gemini.synthesizer().synthesize("Hello")
    (request,) = gemini.requests
    assert (request.method, request.path) == ("POST", f"/{gemini.version}/models/gemini-3.8-flash-tts:generateContent")
    assert request.headers["x-goog-api-key"] == gemini.key
    assert request.headers["content-type"] == "application/json"
    assert "authorization" not in request.headers
    assert request.get_json() == {
        "contents": [{"parts": [{"text": "Hello"}], "role": "user"}],
        "generationConfig": {"responseModalities": ["AUDIO"], "speechConfig": {"voice_config": voice("Kore")}},
    }


async def test_a_path_of_the_base_url_is_kept(gemini):
    gemini.speaks()
    await gemini.synthesizer(base_url=f"{gemini.url}/gateway/").synthesize("Hello")
    assert gemini.requests[0].path == f"/gateway/{gemini.version}/models/gemini-3.8-flash-tts:generateContent"


async def test_the_text_is_sent_as_it_is(gemini):
    gemini.speaks()
    await gemini.synthesizer().synthesize("  Grüße,\n<sigh> 你好 🎉 ")
    assert spoken(gemini)["contents"][0]["parts"] == [{"text": "  Grüße,\n<sigh> 你好 🎉 "}]


async def test_language_and_seed(gemini):
    gemini.speaks()
    await gemini.synthesizer(language="de-DE", seed=7).synthesize("Hallo")
    assert spoken(gemini)["generationConfig"] == {
        "responseModalities": ["AUDIO"],
        "seed": 7,
        "speechConfig": {"voice_config": voice("Kore"), "language_code": "de-DE"},
    }


async def test_style_on_gemini_3_8_is_beside_the_text(gemini):
    gemini.speaks()
    await gemini.synthesizer(style="calm").synthesize("Hello")
    assert spoken(gemini)["contents"][0]["parts"] == [{"text": "Hello", "speechMetadata": {"style": "calm"}}]


@pytest.mark.parametrize(
    "model", ["gemini-2.5-flash-preview-tts", "gemini-2.5-pro-tts", "gemini-3.1-flash-tts-preview"]
)
@pytest.mark.filterwarnings("ignore::russo.providers.retirement.ModelRetirementWarning")
async def test_style_up_to_gemini_3_1_stands_before_the_text(gemini, model):
    gemini.speaks()
    await gemini.synthesizer(model=model, style="calm").synthesize("Hello")
    assert spoken(gemini)["contents"][0]["parts"] == [{"text": "Say the following, calm:\nHello"}]
    assert f"/models/{model}:generateContent" in gemini.requests[0].path


@pytest.mark.parametrize("model", ["gemini-3.8-flash-lite-tts", "gemini-3.9-tts", "gemini-4-tts", "chirp-next"])
async def test_an_unknown_model_is_of_the_newest_generation(gemini, model):
    gemini.speaks()
    await gemini.synthesizer(model=model, style="calm").synthesize("Hello")
    assert spoken(gemini)["contents"][0]["parts"][0]["speechMetadata"] == {"style": "calm"}


@pytest.mark.filterwarnings("ignore::russo.providers.retirement.ModelRetirementWarning")
async def test_sampling_up_to_gemini_3_1(gemini):
    gemini.speaks()
    synthesizer = gemini.synthesizer(model="gemini-2.5-flash-preview-tts", temperature=1, top_p=0.5, top_k=40)
    await synthesizer.synthesize("Hello")
    sent = spoken(gemini)["generationConfig"]
    assert (sent["temperature"], sent["topP"], sent["topK"]) == (1.0, 0.5, 40.0)


@pytest.mark.filterwarnings("ignore::russo.providers.retirement.ModelRetirementWarning")
async def test_a_preview_is_asked_for_in_the_beta_version_of_the_api(gemini):
    gemini.speaks()
    await gemini.synthesizer(model="gemini-2.5-flash-preview-tts").synthesize("Hello")
    assert gemini.requests[0].path == "/v1beta/models/gemini-2.5-flash-preview-tts:generateContent"


@pytest.mark.filterwarnings("ignore::russo.providers.retirement.ModelRetirementWarning")
async def test_the_sdks_variable_for_the_version_has_the_last_word(gemini, monkeypatch):
    if gemini.sdk < 3:
        pytest.skip("the SDK reads it since 3.0")
    monkeypatch.setenv("GOOGLE_GENAI_API_VERSION", "v7")
    gemini.speaks()
    await gemini.synthesizer(model="gemini-2.5-flash-preview-tts").synthesize("Hello")
    assert gemini.requests[0].path == "/v7/models/gemini-2.5-flash-preview-tts:generateContent"


async def test_a_voice_of_the_account(gemini):
    gemini.speaks()
    await gemini.synthesizer(voice="voice_abc123").synthesize("Hello")
    assert spoken(gemini)["generationConfig"]["speechConfig"] == {"voice_config": {"voice": "voice_abc123"}}


async def test_two_speakers_on_gemini_3_8_are_turns(gemini):
    gemini.speaks(gemini.answer(gemini.pcm * 10))
    await gemini.synthesizer(speakers={"Joe": "Puck", "Jane": "Kore"}, style="calm").synthesize(TURNS)
    assert spoken(gemini)["contents"][0]["parts"] == [
        {"text": "How are you?", "speechMetadata": {"speaker": "Joe", "style": "calm"}},
        {"text": "Fine.\nAnd you?", "speechMetadata": {"speaker": "Jane", "style": "calm"}},
    ]
    (speech,) = spoken(gemini)["generationConfig"]["speechConfig"].values()
    assert speech == {
        "speaker_voice_configs": [
            {"speaker": "Jane", "voice_config": voice("Kore")},
            {"speaker": "Joe", "voice_config": voice("Puck")},
        ]
    }


@pytest.mark.filterwarnings("ignore::russo.providers.retirement.ModelRetirementWarning")
async def test_two_speakers_up_to_gemini_3_1_are_one_text(gemini):
    gemini.speaks(gemini.answer(gemini.pcm * 10))
    synthesizer = gemini.synthesizer(speakers={"Joe": "Puck", "Jane": "Kore"}, model="gemini-3.1-flash-tts-preview")
    await synthesizer.synthesize(TURNS)
    assert spoken(gemini)["contents"][0]["parts"] == [{"text": TURNS}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Hello", "a text for two speakers begins with neither 'Jane:' or 'Joe:': 'Hello'"),
        ("Jim: Hello", "a text for two speakers begins with neither 'Jane:' or 'Joe:': 'Jim: Hello'"),
        (
            "Joe:\nJane: Hi",
            "a text for two speakers has a turn without words for 'Jane:' or 'Joe:': 'Joe:'",
        ),
    ],
)
async def test_a_text_that_does_not_say_who_speaks(gemini, text, message):
    with pytest.raises(TextError) as caught:
        await gemini.synthesizer(speakers={"Joe": "Puck", "Jane": "Kore"}).synthesize(text)
    assert str(caught.value) == message
    assert gemini.requests == []


@pytest.mark.parametrize("variable", ["GOOGLE_API_KEY", "GEMINI_API_KEY"])
async def test_the_key_of_a_variable(gemini, monkeypatch, variable):
    monkeypatch.setenv(variable, " from-the-environment\n")
    gemini.speaks()
    await gemini.synthesizer(api_key=None).synthesize("Hello")
    assert gemini.requests[0].headers["x-goog-api-key"] == "from-the-environment"


async def test_of_two_variables_the_first_wins_and_nobody_warns(gemini, monkeypatch, caplog):
    monkeypatch.setenv("GOOGLE_API_KEY", "first")
    monkeypatch.setenv("GEMINI_API_KEY", "second")
    gemini.speaks()
    with caplog.at_level("WARNING"):
        await gemini.synthesizer(api_key=None).synthesize("Hello")
        await gemini.synthesizer(api_key="given").synthesize("Hello")
    assert [request.headers["x-goog-api-key"] for request in gemini.requests] == ["first", "given"]
    assert [record.message for record in caplog.records if record.name.startswith("google")] == []


async def test_the_base_url_of_the_sdks_variable(gemini, monkeypatch):
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", f"{gemini.url}/from-env")
    gemini.speaks()
    synthesizer = gemini.synthesizer(base_url=None)
    assert synthesizer.cache_fields["base_url"] == f"{gemini.url}/from-env"
    await synthesizer.synthesize("Hello")
    assert gemini.requests[0].path.startswith(f"/from-env/{gemini.version}/models/")
