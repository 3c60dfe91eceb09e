"""A provider that fulfils the contract, and for each check one change that breaks only that check."""

from __future__ import annotations

from typing import NamedTuple

PLUGIN = """
from russo import Provider, hookimpl


@hookimpl
def russo_provider():
    return Provider(
        "acme", target="acme_speech:AcmeSynthesizer", package="russo-acme", env=("ACME_KEY",), default_voice="anna"
    )
"""

SPEECH = """
import asyncio
import itertools
import threading
from types import MappingProxyType

from russo.audio.check import received_audio
from russo.providers import CallPolicy, Voice, speak
from russo.providers import find_key
from russo.text import check_text

RATE = 8000
ids = itertools.count()


def tone(seconds, loudness=32):
    return (bytes((0, loudness)) * 8 + bytes((0, -loudness % 256)) * 8) * int(seconds * RATE / 16)


class AcmeSynthesizer:
    provider = "acme"

    def __init__(self, *, voice: str = "anna", speed: float = 1.0, api_key: str | None = None, broken: bool = False):
        self._api_key = api_key
        self._broken = broken
        self._voice, self._speed = voice, speed
        self.cache_fields = MappingProxyType({"voice": voice, "speed": float(speed)})

    def __repr__(self):
        return f"AcmeSynthesizer({self._voice})"

    async def synthesize(self, text):
        check_text(text, provider="acme", max_characters=100)
        key = find_key("acme", self._api_key, ("ACME_KEY",))
        return await speak(
            lambda: self._attempt(text, key),
            provider="acme",
            policy=CallPolicy(max_retries=0),
            classify=lambda error: None,
            secrets=(key,),
        )

    async def _attempt(self, text, key):
        import acme_sdk

        await asyncio.sleep(0)
        if self._broken:
            raise RuntimeError(f"no {key}")
        loudness = {"anna": 32, "ben": 40}.get(self._voice, 48)
        return received_audio("acme", tone(len(text) / 15 / self._speed, loudness), sample_rate=RATE)

    async def list_voices(self):
        return (Voice("anna", "Anna"), Voice("ben", "Ben"))
"""

CONTRACT = """
import pytest
from russo.testing import SynthesizerContract


class TestAcme(SynthesizerContract):
    provider_name = "acme"
    varies = {"voice": ("anna", "ben"), "speed": (1.0, 1.5)}
    neutral = ("broken",)
    secrets = ("api_key",)
    sdk_modules = ("acme_sdk",)
    max_characters = 100
    failing = {"broken": True}
"""


class Wrong(NamedTuple):
    """The code to replace in the good provider, its replacement, and the message that its author sees."""

    old: str
    new: str
    message: str

    @property
    def plugin(self) -> str:
        return PLUGIN.replace(self.old, self.new)

    @property
    def speech(self) -> str:
        return SPEECH.replace(self.old, self.new)


_SPEAK = "        check_text(text"
_RETURN = '        return received_audio("acme", tone(len(text) / 15 / self._speed, loudness), sample_rate=RATE)'

WRONG = {
    "test_it_is_found_by_its_name": Wrong(
        '"acme", target', '"acne", target', "describes 'acne', but its entry point is named 'acme'"
    ),
    "test_its_description_is_true": Wrong("russo-acme", "acme", "['russo-acme'] == ['acme']"),
    "test_importing_is_light": Wrong(
        "from russo import Provider",
        "import acme_sdk\nfrom russo import Provider",
        "importing the plugin also imported ['acme_sdk']",
    ),
    "test_it_is_made_without_a_key": Wrong(
        "        self._api_key = api_key",
        '        self._api_key = find_key("acme", api_key, ("ACME_KEY",))',
        "needs a key",
    ),
    "test_fields_are_json": Wrong('"voice": voice,', '"voice": voice, "raw": b"1",', "cache_fields['raw'] is a bytes"),
    "test_every_option_is_known": Wrong(
        "broken: bool = False", "broken: bool = False, depth: int = 1", "does one of ['depth'] change the sound?"
    ),
    "test_equal_options_have_equal_fields": Wrong('"voice": voice,', '"voice": voice, "made": next(ids),', "'made'"),
    "test_each_option_changes_the_fields": Wrong(
        '"speed": float(speed)', "", "cache_fields do not change with ['speed']"
    ),
    "test_fields_are_the_same_in_every_process": Wrong(
        '"voice": voice,', '"voice": voice, "hash": hash("acme"),', "AssertionError"
    ),
    "test_fields_hold_no_secret": Wrong('"voice": voice,', '"voice": voice, "key": api_key,', "contract-secret-"),
    "test_blank_text_is_refused": Wrong(
        _SPEAK, "        if text.strip():\n            check_text(text", "DID NOT RAISE"
    ),
    "test_long_text_is_refused": Wrong(", max_characters=100", "", "DID NOT RAISE"),
    "test_audio_decodes": Wrong(
        _RETURN,
        '        from russo import Audio\n        return Audio(b"<html>" * int(9000 + loudness + self._speed * 99), "wav")',
        "AudioError",
    ),
    "test_audio_is_what_it_says": Wrong(
        _RETURN,
        '        from russo import Audio\n        return Audio(Audio(tone(len(text) / 15 / self._speed, loudness), "pcm", RATE).to_wav().data, "wav", 24000)',
        "('wav', 8000, 1) == ('wav', 24000, 1)",
    ),
    "test_audio_is_not_silent": Wrong(
        "bytes((0, loudness)) * 8 + bytes((0, -loudness % 256)) * 8",
        "bytes((loudness, 0)) * 8 + bytes((loudness // 2, 0)) * 8",
        "the audio is silent",
    ),
    "test_duration_fits_the_text": Wrong("len(text) / 15", "len(text) / 30", "s of speech for 'Hello, I would"),
    "test_two_event_loops_one_after_the_other": Wrong(
        "        import acme_sdk\n",
        """        import acme_sdk

        here = threading.get_ident(), asyncio.get_running_loop()
        homes = self.__dict__.setdefault("homes", {})
        if homes.setdefault(*here) is not here[1]:
            raise AttributeError("attached to a different loop")
""",
        "attached to a different loop",
    ),
    "test_threads": Wrong(
        _SPEAK,
        """        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("made in another thread")
        check_text(text""",
        "made in another thread",
    ),
    "test_cancelling_stops_it": Wrong(
        "        await asyncio.sleep(0)",
        """        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            pass""",
        "DID NOT RAISE",
    ),
    "test_work_in_a_thread_ends_when_it_is_cancelled": Wrong(
        "        await asyncio.sleep(0)",
        """        await asyncio.sleep(0)
        if len(text) > 60:
            await asyncio.to_thread(threading.Event().wait, 21)""",
        "a thread was still at work 20 s after the call had been cancelled",
    ),
    "test_failures_are_errors_of_russo": Wrong(
        "        return await speak(",
        """        if self._broken:
            raise RuntimeError("no")
        return await speak(""",
        "RuntimeError('no')",
    ),
    "test_repr_holds_no_secret": Wrong("({self._voice})", "({self._voice}, {self._api_key})", "contract-secret-"),
    "test_errors_hold_no_secret": Wrong("secrets=(key,)", "secrets=()", "contract-secret-"),
    "test_the_cache_calls_it_once": Wrong(
        "        import acme_sdk\n",
        '        import acme_sdk\n        self.cache_fields = MappingProxyType({**self.cache_fields, "resolved": True})\n',
        "two equal requests must make one call",
    ),
}

WRONG |= {
    "test_fields_are_the_same_on_every_machine": Wrong(
        '"voice": voice,',
        '"voice": voice, "host": __import__("socket").gethostname(),',
        "the fields depend on the machine",
    ),
    "test_fields_cannot_be_changed_from_outside": Wrong(
        'MappingProxyType({"voice": voice, "speed": float(speed)})',
        '{"voice": voice, "speed": float(speed)}',
        "cache_fields were changed from outside",
    ),
    "test_each_option_reaches_the_provider": Wrong(
        '{"anna": 32, "ben": 40}.get(self._voice, 48)', "32", "both values of ['voice'] sound the same"
    ),
    "test_it_does_not_stop_the_event_loop": Wrong(
        "        await asyncio.sleep(0)",
        '        __import__("time").sleep(0.001)\n        await asyncio.sleep(0)',
        "these calls stop the event loop: ['time.sleep']",
    ),
    "test_nothing_is_printed": Wrong(
        "        import acme_sdk\n", '        import acme_sdk\n        print("speaking")\n', "a call printed 'speaking"
    ),
    "test_no_file_is_left_behind": Wrong(
        "        import acme_sdk\n",
        '        import acme_sdk\n        open("acme.wav", "w").close()\n',
        "a call wrote ['acme.wav'] into the working directory",
    ),
    "test_no_thread_is_left_behind": Wrong(
        "        import acme_sdk\n",
        "        import acme_sdk\n        threading.Thread(target=threading.Event().wait, daemon=True).start()\n",
        "each call leaves a thread behind",
    ),
    "test_nothing_shows_the_key_after_a_call": Wrong(
        "        import acme_sdk\n",
        '        import acme_sdk\n        __import__("logging").getLogger("acme").debug("key %s", str.__str__(key))\n',
        "the key was logged by ['acme']",
    ),
    "test_voices_are_listed": Wrong(
        'return (Voice("anna", "Anna"), Voice("ben", "Ben"))', 'raise KeyError("voices")', "KeyError: 'voices'"
    ),
}

# The same provider over HTTP, for the line checks, and for each of them one change that breaks it.
HTTP_SPEECH = """
import asyncio

import httpx

from russo.providers import (
    CallPolicy, InvalidRequestError, check_text, find_key, from_transport, http_options, received_audio, speak
)


class AcmeSynthesizer:
    provider = "acme"

    def __init__(
        self, *, voice: str = "anna", api_key: str | None = None, base_url: str, timeout: float = 20.0, max_retries: int = 3,
        max_concurrency: int = 4
    ):
        self._api_key = api_key
        self._base_url = base_url
        self._policy = CallPolicy(timeout=timeout, max_retries=max_retries, max_concurrency=max_concurrency)
        self.cache_fields = {"voice": voice}

    async def synthesize(self, text):
        check_text(text, provider="acme", max_characters=100)
        key = find_key("acme", self._api_key, ("ACME_KEY",))
        return await speak(
            lambda: self._attempt(text, key),
            provider="acme",
            policy=self._policy,
            classify=lambda error: from_transport("acme", error),
            secrets=(key,),
        )

    async def _attempt(self, text, key):
        async with httpx.AsyncClient(**http_options("acme", self._policy)) as client:
            answer = await client.post(self._base_url, content=text, headers=self._headers(key))
        if not answer.is_success:
            raise InvalidRequestError(f"acme answered {answer.status_code}")
        return received_audio("acme", answer.content, sample_rate=8000)

    def _headers(self, key):
        return {"X-Key": key, "X-Voice": self.cache_fields["voice"]}
"""

HTTP_CONTRACT = """
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from russo.testing import SynthesizerContract


class Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"]))
        body = (bytes((0, 32)) * 8 + bytes((0, 224)) * 8) * (len(text) * 500 // 15)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST

    def log_message(self, *args):
        pass


class TestAcme(SynthesizerContract):
    provider_name = "acme"
    varies = {"voice": ("anna", "ben")}
    secrets = ("api_key",)

    @pytest.fixture
    def transport(self, monkeypatch):
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        with ThreadingHTTPServer(("127.0.0.1", 0), Api) as server:
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            self.base_url = f"http://127.0.0.1:{server.server_port}/speech"
            yield
            server.shutdown()

    def make(self, **options):
        return super().make(**{"base_url": self.base_url, **options})
"""

_CLIENT = """        async with httpx.AsyncClient(**http_options("acme", self._policy)) as client:
            answer = await client.post(self._base_url, content=text, headers=self._headers(key))
"""
_LEAKING = """        _, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(self._base_url).port)
        writer.write(b"POST /speech HTTP/1.1\\r\\nContent-Length: 5\\r\\nConnection: close\\r\\n\\r\\n")
        {wait}
"""

WRONG_ON_THE_LINE = {
    "test_a_slow_line_changes_nothing": Wrong(
        _CLIENT, _LEAKING.format(wait="del writer") + _CLIENT, "left to the garbage collector: "
    ),
    "test_leaving_a_slow_line_leaves_nothing_open": Wrong(
        _CLIENT,
        """        _, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(self._base_url).port)
        await asyncio.sleep(1)
        writer.transport.abort()
"""
        + _CLIENT,
        "left to the garbage collector: ",
    ),
    "test_a_time_limit_on_a_slow_line_leaves_nothing_open": Wrong(
        "CallPolicy(timeout=timeout, ", "CallPolicy(", "DID NOT RAISE"
    ),
    "test_a_server_that_never_answers_is_left": Wrong(
        _CLIENT,
        "        answer = await asyncio.to_thread(httpx.post, self._base_url, content=text, timeout=None)\n",
        "the call was not over after 20 s",
    ),
    "test_no_more_calls_at_once_than_allowed": Wrong(
        ", max_concurrency=max_concurrency)", ")", "with max_concurrency=1, more than one call was made at once"
    ),
    "test_a_key_that_is_given_wins": Wrong(
        "self._api_key, (", "None, (", "the key of the variable was sent, although api_key was given"
    ),
    "test_the_text_is_sent_as_it_is": Wrong(
        "content=text,", "content=text.lower(),", "the text was changed before it was sent"
    ),
    "test_redirects_to_another_origin_are_not_followed": Wrong(
        """**http_options("acme", self._policy)""", "follow_redirects=True", "another host got requests: "
    ),
}
