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
        ({"voice": ""}, "option 'voice' of provider 'google' must be a str that is not blank, not ''"),
        ({"voice": None}, "option 'voice' of provider 'google' must be a str that is not blank, not None"),
        ({"model": 3.8}, "option 'model' of provider 'google' must be a str that is not blank, not 3.8"),
        ({"style": " "}, "option 'style' of provider 'google' must be a str that is not blank, not ' '"),
        ({"language": 7}, "option 'language' of provider 'google' must be a str that is not blank, not 7"),
        (
            {"seed": 2**31},
            "option 'seed' of provider 'google' must be a whole number from -2147483648 to 2147483647, not 2147483648",
        ),
        (
            {"seed": True},
            "option 'seed' of provider 'google' must be a whole number from -2147483648 to 2147483647, not True",
        ),
        (
            {"seed": 1.0},
            "option 'seed' of provider 'google' must be a whole number from -2147483648 to 2147483647, not 1.0",
        ),
        (
            OLD | {"temperature": 2.1},
            "option 'temperature' of provider 'google' must be a number from 0 to 2, not 2.1",
        ),
        (OLD | {"top_p": -0.1}, "option 'top_p' of provider 'google' must be a number from 0 to 1, not -0.1"),
        (OLD | {"top_p": float("nan")}, "option 'top_p' of provider 'google' must be a number from 0 to 1, not nan"),
        (OLD | {"top_k": 0}, "option 'top_k' of provider 'google' must be a number of at least 1, not 0"),
        (OLD | {"top_k": float("inf")}, "option 'top_k' of provider 'google' must be a finite number, not inf"),
        (
            {"temperature": 1},
            "option 'temperature' of provider 'google' is 1, but 'gemini-3.8-flash-tts' takes none: leave it out",
        ),
        (
            {"top_p": 0.5, "model": "gemini-next"},
            "option 'top_p' of provider 'google' is 0.5, but 'gemini-next' takes none: leave it out",
        ),
        (
            {"speakers": {"Joe": "Puck"}},
            "option 'speakers' of provider 'google' must give two speakers a voice each, like {'Joe': 'Puck', 'Jane': 'Kore'}, not {'Joe': 'Puck'}",
        ),
        (
            {"speakers": "Joe"},
            "option 'speakers' of provider 'google' must give two speakers a voice each, like {'Joe': 'Puck', 'Jane': 'Kore'}, not 'Joe'",
        ),
        (
            {"speakers": {"Joe": "Puck", "Jane": None}},
            "option \"speakers['Jane']\" of provider 'google' must be a str that is not blank, not None",
        ),
        (
            {"speakers": {"Joe": "Puck", "J:": "Kore"}},
            "option 'speakers' of provider 'google' must be names without a colon or a line break, not 'J:'",
        ),
        (
            {"speakers": {"Joe": "Puck", "Jane": "Kore"}, "voice": "Leda"},
            "option 'voice' of provider 'google' is 'Leda', but 'speakers' have their own: leave it out",
        ),
        ({"vertexai": "yes"}, "option 'vertexai' of provider 'google' must be true or false, not 'yes'"),
        ({"timeout": 0}, "option 'timeout' of provider 'google' must be a number of at least 0.001, not 0"),
        ({"timeout": "60"}, "option 'timeout' of provider 'google' must be a number of at least 0.001, not '60'"),
        ({"max_retries": -1}, "option 'max_retries' of provider 'google' must be a whole number of at least 0, not -1"),
        (
            {"max_concurrency": 0},
            "option 'max_concurrency' of provider 'google' must be a whole number of at least 1, not 0",
        ),
        ({"api_key": 17}, "option 'api_key' of provider 'google' must be a str, not of the type int"),
        (
            {"project": "p"},
            "option 'project' of provider 'google' is for Vertex AI: pass vertexai=True, or leave it out",
        ),
        (
            {"credentials": object()},
            "option 'credentials' of provider 'google' is for Vertex AI: pass vertexai=True, or leave it out",
        ),
        (
            {"credentials": object(), "api_key": "k", "vertexai": True},
            "options 'api_key' and 'credentials' of provider 'google' exclude each other: leave one out",
        ),
        (
            {"client": object(), "api_key": "k"},
            "option 'api_key' of provider 'google' cannot be used with 'client', which has its own: leave one out",
        ),
        (
            {"base_url": "gateway.example.com"},
            "option 'base_url' of provider 'google' must be a URL like 'https://gateway.example.com/gemini'",
        ),
        (
            {"base_url": 17},
            "option 'base_url' of provider 'google' must be a URL like 'https://gateway.example.com/gemini'",
        ),
        (
            {"base_url": "http://user:secret@host:port"},
            "option 'base_url' of provider 'google' must be a URL like 'https://gateway.example.com/gemini'",
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
    assert str(caught.value) == (
        "the variable GOOGLE_GEMINI_BASE_URL must be a URL like 'https://gateway.example.com/gemini'"
    )
