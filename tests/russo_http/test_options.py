"""Options are checked when the object is made, and those that change the sound are in the key."""

from __future__ import annotations

import asyncio
import warnings

import pytest

from http_wires.table import KEY, WIRES
from russo import CachedSynthesizer, get_synthesizer
from russo.errors import ConfigurationError, MissingKeyError, OptionError, TextError, TextTooLongError
from russo.providers import ModelRetirementWarning

BAD = [
    ("deepgram", {"speed": 2}, "speed=2 must be a number from 0.7 to 1.5"),
    ("deepgram", {"sample_rate": 44100}, "sample_rate=44100 must be one of 8000, 16000, 24000, 32000, 48000"),
    ("deepgram", {"voice": "aura-asteria-en", "speed": 1.1}, "speed=1.1 must be left out with 'aura-asteria-en': only Aura-2 voices take it"),
    ("deepgram", {"base_url": "https://me:pw@x.example"}, "base_url must be a bare address, without a slot, and without a user name or a query, which get into logs"),
    ("cartesia", {"model": "sonic-3.6"}, "model='sonic-3.6' must be the name of a model with its date, such as 'sonic-3.5-2026-05-04': without one it may move"),
    ("cartesia", {"model": "sonic-latest"}, "model='sonic-latest' may refer to another model some day, under the same key: write 'sonic-3.5-2026-05-04'"),
    ("cartesia", {"language": "en", "locale": "en-GB"}, "locale='en-GB' must be left out if language is set: the API takes only one of them"),
    ("azure", {"region": "x.evil.example/"}, "region='x.evil.example/' must be the name of a region such as 'eastus'"),
    ("azure", {"style_degree": 1}, "style_degree=1.0 must be left out without a style"),
    ("google-cloud", {"voice": "Charon"}, "voice='Charon' must be one whose name begins with its language, or language must be set"),
    ("inworld", {"temperature": 1}, "temperature=1.0 must be left out with 'inworld-tts-2', which does not take it"),
    ("inworld", {"model": "inworld-tts-1.5-max", "delivery": "STABLE"}, "delivery='STABLE' must be left out with 'inworld-tts-1.5-max', which does not take it"),
    ("minimax", {"pitch": 1.5}, "option 'pitch' of provider 'minimax' must be a whole number, not 1.5"),
    ("rime", {"model": "arcana"}, "model='arcana' must be one of 'coda', 'mistv3', 'mistv2'"),
    ("rime", {"no_text_normalization": True}, "no_text_normalization=True must be left out with 'coda': only for mistv2"),
    ("fish", {"model": "speech-1.6"}, "model='speech-1.6' must be one of 's1', 's2-pro', 's2.1-pro', 's2.1-pro-free'"),
    ("sarvam", {"pitch": 0.1}, "pitch=0.1 must be left out with 'bulbul:v3', which does not take it"),
    ("sarvam", {"pace": 0.4}, "pace=0.4 must be a number from 0.5 to 2 with 'bulbul:v3'"),
    ("sarvam", {"model": "bulbul:v2", "sample_rate": 48000}, "sample_rate=48000 must be at most 24000 with 'bulbul:v2'"),
    ("polly", {"api_key": "k"}, "polly takes no api_key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"),
    ("xai", {"language": "x y"}, "language='x y' must be a language such as 'en' or 'en-US'"),
]  # fmt: skip

LIMITS = {
    "deepgram": 2000,
    "inworld": 2000,
    "minimax": 10000,
    "polly": 3000,
    "rime": 1000,
    "sarvam": 2500,
    "speechify": 2000,
    "xai": 15000,
}

KEY_VARIABLES = {
    "azure": "AZURE_SPEECH_KEY",
    "cartesia": "CARTESIA_API_KEY",
    "deepgram": "DEEPGRAM_API_KEY",
    "fish": "FISH_API_KEY",
    "google-cloud": "GOOGLE_API_KEY",
    "groq": "GROQ_API_KEY",
    "hume": "HUME_API_KEY",
    "inworld": "INWORLD_API_KEY",
    "minimax": "MINIMAX_API_KEY",
    "murf": "MURF_API_KEY",
    "neuphonic": "NEUPHONIC_API_KEY",
    "rime": "RIME_API_KEY",
    "sarvam": "SARVAM_API_KEY",
    "speechify": "SPEECHIFY_API_KEY",
    "xai": "XAI_API_KEY",
}


@pytest.mark.parametrize(("name", "options", "said"), BAD)
def test_what_an_api_does_not_take_is_refused_at_once(name, options, said):
    with pytest.raises(OptionError) as caught:
        get_synthesizer(name, **options)
    assert str(caught.value) == said


@pytest.mark.parametrize("name", [name for name in WIRES if name != "http"])
def test_each_option_that_is_sent_is_in_the_key(name):
    plain = dict(get_synthesizer(name).cache_fields)
    given = {option: value for option, value in WIRES[name].given.items() if option not in {"mip_opt_out", "group_id"}}
    fields = get_synthesizer(name, **WIRES[name].given).cache_fields
    assert set(given) <= set(fields)
    assert not {"api_key", "timeout", "region", "mip_opt_out", "group_id"} & set(fields)
    assert fields != plain


@pytest.mark.parametrize("name", [name for name in WIRES if name != "http"])
def test_a_region_of_the_provider_has_the_same_key_and_another_server_its_own(name):
    plain = get_synthesizer(name).cache_fields
    domain = {"azure": "microsoft.com", "google-cloud": "googleapis.com", "polly": "amazonaws.com"}.get(name)
    own = get_synthesizer(name).api.base.rpartition(".")
    domain = domain or f"{own[0].rpartition('.')[2].rpartition('/')[2]}.{own[2]}"
    assert get_synthesizer(name, base_url=f"https://eu.{domain}").cache_fields == plain
    assert get_synthesizer(name, base_url="https://gateway.example").cache_fields != plain
    assert get_synthesizer(name, base_url=f"https://{domain}.evil.example").cache_fields != plain


@pytest.mark.parametrize(("name", "limit"), LIMITS.items())
def test_a_text_over_the_limit_is_refused_unasked(name, limit, make, server):
    with pytest.raises(TextTooLongError, match=f"at most {limit} characters"):
        asyncio.run(make(name).synthesize("a" * (limit + 1)))
    assert server.asked == []


@pytest.mark.parametrize(("name", "unit"), [*dict.fromkeys(LIMITS, "characters").items(), ("google-cloud", "bytes")])
def test_the_cache_splits_a_text_over_the_limit(name, unit):
    synthesizer = get_synthesizer(name)
    limit = {"characters": synthesizer.max_characters, "bytes": synthesizer.max_text_bytes}[unit]
    assert limit == LIMITS.get(name, 5000)
    text = "Über sieben Brücken mußt du gehn. " * (limit // 10)
    pieces = [piece.spoken for piece in CachedSynthesizer(synthesizer).resolve(text).pieces]
    assert " ".join(pieces) == text.strip()
    sizes = [len(piece.encode() if unit == "bytes" else piece) for piece in pieces]
    assert limit - 40 < max(sizes) <= limit


def test_google_counts_bytes(make, server):
    with pytest.raises(TextTooLongError, match="at most 5000 bytes of UTF-8 at once, and this text has 5001"):
        asyncio.run(make("google-cloud").synthesize("ä" * 2500 + "a"))
    assert server.asked == []


@pytest.mark.parametrize(("name", "variable"), KEY_VARIABLES.items())
def test_the_key_comes_from_its_variable_at_the_first_call(name, variable, make, server, monkeypatch):
    wire = WIRES[name]
    monkeypatch.delenv(variable, raising=False)
    synthesizer = make(name, api_key=None)
    if name != "google-cloud":
        with pytest.raises(MissingKeyError, match=variable):
            asyncio.run(synthesizer.synthesize("Hello there."))
    monkeypatch.setenv(variable, f" {KEY}\n")
    server.answers((200, wire.audio(), {"Content-Type": wire.mime}))
    asyncio.run(synthesizer.synthesize("Hello there."))
    assert any(KEY in value for value in server.asked[0].headers.values())


def test_a_model_that_is_gone_is_told_of(make, server):
    server.answers((200, WIRES["cartesia"].audio(), {"Content-Type": "audio/wav"}))
    with pytest.warns(ModelRetirementWarning, match="cartesia shut down 'sonic-english' on 2026-06-01"):
        asyncio.run(make("cartesia", model="sonic-english").synthesize("Hello there."))


def test_azure_needs_a_region_and_takes_it_from_its_variable(monkeypatch):
    synthesizer = get_synthesizer("azure", api_key=KEY)
    with pytest.raises(ConfigurationError, match=r"provider 'azure' needs the option 'region': pass region=\.\.\."):
        asyncio.run(synthesizer.synthesize("Hello."))
    monkeypatch.setenv("AZURE_SPEECH_REGION", "westeurope")
    assert synthesizer.values("")["region"] == "westeurope"


def test_azure_cuts_at_ten_minutes_and_that_is_told(make, server):
    text = "word " * 2000
    server.answers((200, WIRES["azure"].audio(600), {"Content-Type": "audio/wav"}))
    with pytest.raises(TextTooLongError, match="azure speaks for at most ten minutes at once"):
        asyncio.run(make("azure").synthesize(text))


def test_azure_takes_no_control_characters(make, server):
    with pytest.raises(TextError, match="control characters"):
        asyncio.run(make("azure").synthesize("Hello\x01"))
    assert server.asked == []


def test_options_cannot_be_changed_afterwards():
    synthesizer = get_synthesizer("deepgram")
    with pytest.raises(AttributeError):
        synthesizer.voice = "other"
    with pytest.raises(TypeError):
        synthesizer.cache_fields["voice"] = "other"


@pytest.fixture(autouse=True)
def _warned_again(monkeypatch):
    monkeypatch.setattr("russo.providers.retirement._told", set())
    with warnings.catch_warnings():
        yield
