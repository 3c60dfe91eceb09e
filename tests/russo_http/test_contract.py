"""The conformance kit, for every provider of this package."""

from __future__ import annotations

import base64
import json
from importlib.metadata import distribution

import pytest

from http_wires.table import WIRES, wav
from russo.testing import SynthesizerContract

# An option, the other options that it needs, and two values, where the table of the wires has only one.
VARIES = {
    "deepgram": {"voice": ("aura-2-thalia-en", "aura-2-helena-en"), "sample_rate": (24000, 16000), "speed": (0.8, 1.2)},
    "cartesia": {
        "voice": ("a", "b"),
        "model": ("sonic-3.5-2026-05-04", "sonic-3-2026-01-12"),
        "language": ("en", "de"),
        "locale": ("en-GB", "en-US"),
        "sample_rate": (24000, 16000),
        "speed": (0.8, 1.2),
        "volume": (0.8, 1.2),
        "emotion": ("happy", "sad"),
        "normalization": ("auto", "off"),
        "pronunciation_dict_id": ("a", "b"),
    },
    "azure": {
        "voice": ("en-US-JennyNeural", "de-DE-KatjaNeural"),
        "language": ("en-US", "de-DE"),
        "style": ("cheerful", "sad"),
        "style_degree": (0.5, 1.5),
        "role": ("Girl", "Boy"),
        "speed": (0.8, 1.2),
        "pitch": ("low", "high"),
        "volume": (50, 80),
        "sample_rate": (24000, 48000),
    },
    "google-cloud": {
        "voice": ("en-US-Chirp3-HD-Charon", "en-US-Chirp3-HD-Kore"),
        "model": ("gemini-2.5-flash-tts", "gemini-2.5-pro-tts"),
        "language": ("en-US", "de-DE"),
        "prompt": ("Calmly.", "Fast."),
        "speed": (0.8, 1.2),
        "pitch": (-1, 1),
        "volume": (-1, 1),
        "sample_rate": (16000, 24000),
    },
    "inworld": {
        "voice": ("Ashley", "Dennis"),
        "model": ("inworld-tts-2", "inworld-tts-1.5-max"),
        "language": ("en-US", "de-DE"),
        "sample_rate": (24000, 48000),
        "speed": (0.8, 1.2),
        "temperature": (0.5, 1),
        "delivery": ("STABLE", "CREATIVE"),
        "normalization": ("ON", "OFF"),
    },
    "minimax": {
        "voice": ("a", "b"),
        "model": ("speech-2.8-hd", "speech-2.8-turbo"),
        "language_boost": ("auto", "English"),
        "sample_rate": (24000, 44100),
        "speed": (0.8, 1.2),
        "volume": (0.8, 1.2),
        "pitch": (-1, 1),
        "emotion": ("happy", "sad"),
    },
    "speechify": {
        "voice": ("geffen_32", "dominic_32"),
        "model": ("simba-3.2", "simba-3.0"),
        "language": ("en-US", "en-GB"),
        "sample_rate": (24000, 48000),
        "loudness_normalization": (True, False),
        "text_normalization": (True, False),
    },
    "rime": {
        "voice": ("lyra", "astra"),
        "model": ("coda", "mistv3"),
        "language": ("eng", "spa"),
        "sample_rate": (24000, 16000),
        "time_scale": (0.8, 1.2),
        "pause_between_brackets": (True, False),
        "phonemize_between_brackets": (True, False),
        "no_text_normalization": (True, False),
    },
    "fish": {
        "voice": ("a", "b"),
        "model": ("s1", "s2-pro"),
        "sample_rate": (24000, 44100),
        "speed": (0.8, 1.2),
        "volume": (-1, 1),
        "temperature": (0.5, 0.8),
        "top_p": (0.5, 0.8),
        "repetition_penalty": (1.1, 1.3),
        "chunk_length": (100, 200),
        "normalize": (True, False),
        "latency": ("normal", "low"),
    },
    "murf": {
        "voice": ("en-US-natalie", "en-US-matthew"),
        "locale": ("en-US", "en-GB"),
        "style": ("Promo", "Conversation"),
        "speed": (-5, 5),
        "pitch": (-5, 5),
        "variation": (1, 2),
        "sample_rate": (24000, 44100),
    },
    "hume": {
        "voice": ("Male English Actor", "Ava"),
        "voice_provider": ("HUME_AI", "CUSTOM_VOICE"),
        "version": ("1", "2"),
        "acting": ("calm", "glad"),
        "speed": (0.8, 1.2),
        "trailing_silence": (0.5, 1),
        "temperature": (0.5, 0.8),
    },
    "neuphonic": {
        "voice": ("a", "b"),
        "language": ("en", "de"),
        "speed": (0.8, 1.2),
        "temperature": (0.5, 0.8),
        "sample_rate": (22050, 24000),
    },
    "sarvam": {
        "voice": ("shubh", "anushka"),
        "model": ("bulbul:v3", "bulbul:v2"),
        "language": ("en-IN", "hi-IN"),
        "pace": (0.8, 1.2),
        "temperature": (0.5, 0.8),
        "pitch": (-0.1, 0.1),
        "loudness": (0.8, 1.2),
        "enable_preprocessing": (True, False),
        "sample_rate": (16000, 24000),
    },
    "xai": {
        "voice": ("eve", "ara"),
        "language": ("auto", "de"),
        "speed": (0.8, 1.2),
        "text_normalization": (True, False),
        "sample_rate": (16000, 24000),
    },
    "groq": {"voice": ("hannah", "troy"), "model": ("canopylabs/orpheus-v1-english", "canopylabs/orpheus-arabic-saudi")},
    "polly": {
        "voice": ("Joanna", "Ruth"),
        "model": ("neural", "generative"),
        "language": ("en-US", "en-IN"),
        "sample_rate": (16000, 8000),
    },
}  # fmt: skip
BESIDE = {
    "azure": {"style_degree": {"style": "sad"}},
    "inworld": {"temperature": {"model": "inworld-tts-1.5-max"}},
    "rime": {
        name: {"model": "mistv2"}
        for name in ("pause_between_brackets", "phonemize_between_brackets", "no_text_normalization")
    },
    "sarvam": {name: {"model": "bulbul:v2"} for name in ("pitch", "loudness", "enable_preprocessing")},
}  # fmt: skip
LONGEST = {
    "deepgram": 2000,
    "inworld": 2000,
    "minimax": 10000,
    "polly": 3000,
    "rime": 1000,
    "sarvam": 2500,
    "speechify": 2000,
    "xai": 15000,
}
NEUTRAL = {
    "azure": ("region",),
    "deepgram": ("mip_opt_out",),
    "minimax": ("group_id",),
    "polly": ("region", "api_key"),
}


class Kit(SynthesizerContract):
    """The contract of one provider; pytest collects the classes that are made from it below."""

    __test__ = False
    sdk_modules = ("httpx",)
    failing = {"base_url": "http://127.0.0.1:9", "max_retries": 0}  # noqa: RUF012 - only read

    @pytest.fixture
    def transport(self, server):
        wire = WIRES[self.provider_name]
        server.answers((200, wire.audio(3), {"Content-Type": wire.mime}))
        self.url = server.url

    def _address(self):
        self._needs("base_url")
        return super()._address()

    def _needs(self, option):
        # All of them share one client, so the slow checks run with one provider for each way of signing.
        if self.provider_name not in {"deepgram", "polly"}:
            pytest.skip("the same client is tried with deepgram and polly")
        super()._needs(option)

    def make(self, **options):
        return super().make(**{"base_url": self.url, **WIRES[self.provider_name].options, **options})


def _kit(name):
    return type(
        f"Test{name.title().replace('-', '')}",
        (Kit,),
        {
            "__test__": True,
            "provider_name": name,
            "secrets": () if name == "polly" else ("api_key",),
            "options": {"model": "GEN2"} if name == "murf" else {},  # the only model
            "varies": VARIES[name],
            "beside": BESIDE.get(name, {}),
            "neutral": (*NEUTRAL.get(name, ()), "base_url", "timeout", "max_retries", "max_concurrency", "max_bytes"),
            "max_characters": LONGEST.get(name),
        },
    )


globals().update({kit.__name__: kit for kit in map(_kit, VARIES)})


class TestHttp(SynthesizerContract):
    provider_name = "http"
    sdk_modules = ("httpx",)
    options = {"url": "http://127.0.0.1:9/", "body": {"text": "{text}"}, "audio": "json:a|base64"}  # noqa: RUF012
    varies = {  # noqa: RUF012
        "voice": ("a", "b"),
        "model": ("a", "b"),
        "method": ("POST", "PUT"),
        "header": ({"X-Style": "calm"}, {"X-Style": "glad"}),
        "audio": ("json:a|base64", "json:b|base64"),
        "sample_rate": (16000, 24000),
    }
    unsent = ("audio", "sample_rate")
    beside = {  # noqa: RUF012
        "voice": {"body": {"text": "{text}", "voice": "{voice}"}},
        "model": {"body": {"text": "{text}", "model": "{model}"}},
    }
    neutral = ("error", "longest", "api_key", "base_url", "timeout", "max_retries", "max_concurrency", "max_bytes")
    failing = {"url": "http://127.0.0.1:9/", "max_retries": 0}  # noqa: RUF012

    @pytest.fixture
    def transport(self, server):
        said = base64.b64encode(wav(seconds=3)).decode()
        server.answers((200, json.dumps({"a": said, "b": said}).encode(), {"Content-Type": "application/json"}))
        self.url = server.url

    def make(self, **options):
        url = options.pop("base_url", self.url)
        made = super().make(**{"url": url, **options})
        # The checks would look for the address in an option that this provider does not have.
        self.made_with = {**self.made_with, "base_url": url}
        return made

    def _address(self):
        pytest.skip("the same client is tried with deepgram and polly")


def test_every_provider_of_the_package_is_here():
    names = {entry.name for entry in distribution("russo-http").entry_points}
    assert names == {*VARIES, "http"} == set(WIRES)
