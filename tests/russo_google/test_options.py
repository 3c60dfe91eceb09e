from __future__ import annotations

import pytest

from russo import Synthesizer, get_synthesizer
from russo.errors import OptionError
from russo_google import GoogleSynthesizer


def test_nothing_is_needed_to_make_one():
    synthesizer = GoogleSynthesizer()
    assert isinstance(synthesizer, Synthesizer)
    assert synthesizer.provider == "google"
    assert repr(synthesizer) == "GoogleSynthesizer(voice='Kore', model='gemini-3.8-flash-tts')"


def test_it_is_made_by_name():
    synthesizer = get_synthesizer("google", voice="Puck", model="gemini-2.5-flash-preview-tts", temperature=1)
    assert repr(synthesizer) == "GoogleSynthesizer(voice='Puck', model='gemini-2.5-flash-preview-tts')"


def test_two_speakers_are_shown():
    synthesizer = GoogleSynthesizer(speakers={"Joe": "Puck", "Jane": "Kore"})
    assert repr(synthesizer) == (
        "GoogleSynthesizer(speakers={'Jane': 'Kore', 'Joe': 'Puck'}, model='gemini-3.8-flash-tts')"
    )


OLD = {"model": "gemini-3.1-flash-tts-preview"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"voice": ""}, "voice='' must be a str that is not blank"),
        ({"voice": None}, "voice=None must be a str that is not blank"),
        ({"model": 3.8}, "model=3.8 must be a str that is not blank"),
        ({"style": " "}, "style=' ' must be a str that is not blank"),
        ({"language": 7}, "language=7 must be a str that is not blank"),
        (
            {"seed": 2**31},
            "seed=2147483648 must be a whole number from -2147483648 to 2147483647",
        ),
        (
            {"seed": True},
            "seed=True must be a whole number from -2147483648 to 2147483647",
        ),
        (
            {"seed": 1.0},
            "seed=1.0 must be a whole number from -2147483648 to 2147483647",
        ),
        (
            OLD | {"temperature": 2.1},
            "temperature=2.1 must be a number from 0 to 2",
        ),
        (OLD | {"top_p": -0.1}, "top_p=-0.1 must be a number from 0 to 1"),
        (OLD | {"top_p": float("nan")}, "top_p=nan must be a number from 0 to 1"),
        (OLD | {"top_k": 0}, "top_k=0 must be a number of at least 1"),
        (OLD | {"top_k": float("inf")}, "top_k=inf must be a number of at least 1"),
        (
            {"temperature": 1},
            "temperature=1 cannot be given with 'gemini-3.8-flash-tts', which does not take it: leave it out",
        ),
        (
            {"top_p": 0.5, "model": "gemini-next"},
            "top_p=0.5 cannot be given with 'gemini-next', which does not take it: leave it out",
        ),
        (
            {"speakers": {"Joe": "Puck"}},
            "speakers={'Joe': 'Puck'} must be two names with a voice each, like {'Joe': 'Puck', 'Jane': 'Kore'}",
        ),
        (
            {"speakers": "Joe"},
            "speakers='Joe' must be two names with a voice each, like {'Joe': 'Puck', 'Jane': 'Kore'}",
        ),
        (
            {"speakers": {"Joe": "Puck", "Jane": None}},
            "speakers['Jane']=None must be a str that is not blank",
        ),
        (
            {"speakers": {"Joe": "Puck", "J:": "Kore"}},
            "speakers='J:' must be names without a colon or a line break",
        ),
        (
            {"speakers": {"Joe": "Puck", "Jane": "Kore"}, "voice": "Leda"},
            "voice='Leda' cannot be given beside speakers=..., which have their own: leave it out",
        ),
        ({"vertexai": "yes"}, "vertexai='yes' must be true or false"),
        ({"timeout": 0}, "timeout=0 must be a number of at least 0.001"),
        ({"timeout": "60"}, "timeout='60' must be a number of at least 0.001"),
        ({"max_retries": -1}, "max_retries=-1 must be a whole number of at least 0"),
        (
            {"max_concurrency": 0},
            "max_concurrency=0 must be a whole number of at least 1",
        ),
        ({"api_key": 17}, "api_key must be a str, not int"),
        (
            {"project": "p"},
            "project=... is for Vertex AI: pass vertexai=True, or leave it out",
        ),
        (
            {"credentials": object()},
            "credentials=... is for Vertex AI: pass vertexai=True, or leave it out",
        ),
        (
            {"credentials": object(), "api_key": "k", "vertexai": True},
            "api_key=... and credentials=... exclude each other: leave one out",
        ),
        (
            {"client": object(), "api_key": "k"},
            "api_key=... cannot be given beside client=...: the client has its own",
        ),
        (
            {"base_url": "gateway.example.com"},
            "base_url must be an address such as 'https://gateway.example/v1'",
        ),
        (
            {"base_url": 17},
            "base_url must be an address such as 'https://gateway.example/v1'",
        ),
        (
            {"base_url": "http://user:secret@host:port"},
            "base_url must be an address such as 'https://gateway.example/v1'",
        ),
    ],
)
def test_a_value_that_the_api_does_not_take(options, message):
    with pytest.raises(OptionError) as caught:
        GoogleSynthesizer(**options)
    assert str(caught.value) == message


def test_a_variable_that_holds_no_url(monkeypatch):
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", "nonsense")
    with pytest.raises(OptionError) as caught:
        GoogleSynthesizer()
    assert str(caught.value) == "GOOGLE_GEMINI_BASE_URL must be an address such as 'https://gateway.example/v1'"
