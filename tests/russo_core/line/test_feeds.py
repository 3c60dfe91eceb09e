"""The audio that agents take, found by name. The frameworks themselves are tested in tests/feeds."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import textwrap

import pytest

from russo import Audio
from russo.errors import (
    AudioError,
    BrokenPluginError,
    MissingDependencyError,
    OptionError,
    PluginConflictError,
    PluginError,
)
from russo.feeds import Microphone, Target, get_target
from sounds import tone


def test_a_plain_websocket_gets_bare_samples():
    audio = tone(0.1, 16000)
    assert list(audio.feed("pcm")) == audio.frames(ms=20)
    assert list(audio.feed("pcm", sample_rate=8000, format="ulaw")) == audio.encode("ulaw").frames(ms=20)
    assert (
        next(iter(audio.feed("pcm", sample_rate=48000, channels=2, ms=10))) == audio.to_pcm(48000, 2).frames(ms=10)[0]
    )


def test_what_an_agent_takes_already_is_not_coded_again():
    coded = Audio(bytes(range(160)), "ulaw", 8000, sample_width=1)
    assert list(coded.feed("pcm", format="ulaw")) == [coded.data]


def test_a_call_of_twilio_from_start_to_stop():
    audio = tone(0.045, 24000)
    call = [json.loads(one) for one in audio.feed("twilio", stream_sid="MZ1", mark="said", parameters={"name": "Ann"})]
    assert [one["event"] for one in call] == ["connected", "start", "media", "media", "media", "mark", "stop"]
    assert [one.get("sequenceNumber") for one in call] == [None, "1", "2", "3", "4", "5", "6"]
    assert {one["streamSid"] for one in call[1:]} == {"MZ1"}
    start = call[1]["start"]
    assert start["mediaFormat"] == {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
    assert start["customParameters"] == {"name": "Ann"}
    media = [one["media"] for one in call[2:5]]
    assert [(one["track"], one["chunk"], one["timestamp"]) for one in media] == [
        ("inbound", "1", "0"),
        ("inbound", "2", "20"),
        ("inbound", "3", "40"),
    ]
    payload = [base64.b64decode(one["payload"]) for one in media]
    assert payload == audio.encode("ulaw").frames(ms=20)
    assert {len(one) for one in payload} == {160}
    assert call[5]["mark"] == {"name": "said"}
    assert call[6]["stop"] == {"accountSid": start["accountSid"], "callSid": start["callSid"]}


def test_a_conversation_goes_on_where_the_last_utterance_ended():
    call, word = get_target("twilio"), tone(0.04, 8000)
    messages = [json.loads(one) for one in (*word.feed(call), *word.feed(call), *call.closing())]
    assert [one["event"] for one in messages] == ["connected", "start", *["media"] * 4, "stop"]
    assert [one["media"]["timestamp"] for one in messages[2:6]] == ["0", "20", "40", "60"]


def test_a_feed_by_name_is_a_whole_call_each_time():
    feed = tone(0.02, 8000).feed("twilio")
    assert list(feed) == list(feed)
    assert len(feed) == 1


def test_openai_gets_events_of_its_rate():
    audio = tone(0.25, 16000)
    events = list(audio.feed("openai", commit=True))
    assert [one["type"] for one in events] == [
        *["input_audio_buffer.append"] * 3,
        "input_audio_buffer.commit",
        "response.create",
    ]
    sent = b"".join(base64.b64decode(one["audio"]) for one in events[:3])
    assert sent == audio.to_pcm(sample_rate=24000).data + bytes(2400)


@pytest.mark.parametrize("law", ["ulaw", "alaw"])
def test_openai_gets_g711(law):
    (event,) = tone(0.1, 16000).feed("openai", format=law)
    assert base64.b64decode(event["audio"]) == tone(0.1, 16000).encode(law).data


def test_an_event_of_openai_stays_under_its_limit():
    long = Audio(bytes(2 * 24000 * 250), "pcm", 24000)  # 12 MB, 16 MB in base64
    with pytest.raises(AudioError, match=r"at most 15 MiB of audio, not 16000000 bytes: lower ms"):
        list(long.feed("openai", ms=250_000))
    assert max(len(one["audio"]) for one in long.feed("openai")) == 6400


class Socket:
    def __init__(self):
        self.sent = []

    async def send(self, message):
        self.sent.append(message)


def test_it_is_sent_into_anything_that_sends():
    socket, audio = Socket(), tone(0.1, 16000)
    asyncio.run(audio.feed("pcm", realtime=False, tail=0.1).into(socket))
    assert socket.sent == audio.frames(tail=0.1)


def test_messages_come_on_the_clock():
    async def main():
        clock = asyncio.get_running_loop().time
        start, times = clock(), []
        async for message in tone(0.06, 8000).feed("twilio"):
            times.append((json.loads(message)["event"], clock() - start))  # noqa: PERF401 - each message has its own time
        return times, clock() - start

    times, end = asyncio.run(main())
    assert [event for event, _ in times] == ["connected", "start", "media", "media", "media", "stop"]
    assert [when >= due for (_, when), due in zip(times, [0, 0, 0, 0.02, 0.04, 0.06], strict=True)] == [True] * 6
    assert end >= 0.06


def test_an_agent_of_ones_own():
    class Acme(Target):
        def __init__(self):
            super().__init__(sample_rate=8000, ms=50)

        def opening(self):
            yield "hello"

        def message(self, frame):
            return len(frame)

        def after(self):
            yield "over"

        def closing(self):
            yield "bye"

    acme = Acme()
    assert list(tone(0.12).feed(acme)) == ["hello", 800, 800, 800, "over"]


INSTALLED = {
    "good": "class Good(Target):\n    def message(self, frame):\n        return frame.hex()",
    "broken": "raise RuntimeError('torn')",
    "stranger": "class Stranger: pass",
}


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Distributions with entry points in the group russo.feeds."""

    def install(package, name, body):
        (tmp_path / f"{package}.py").write_text(f"from russo.feeds import Target\n{textwrap.dedent(body)}\n")
        info = tmp_path / f"{package}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[russo.feeds]\n{name} = {package}:{name.title()}\n")
        monkeypatch.syspath_prepend(str(tmp_path))

    yield install
    for name in ("acme_good", "acme_broken", "acme_stranger", "other_good", "acme_twilio"):
        sys.modules.pop(name, None)


def test_others_add_theirs_by_an_entry_point(installed):
    installed("acme_good", "good", INSTALLED["good"])
    assert next(iter(tone(0.02, 16000).feed("good"))) == tone(0.02, 16000).data.hex()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("broken", r"the feed 'broken' is installed \(acme_broken 1\.0\), but does not load: RuntimeError\('torn'\)"),
        (
            "stranger",
            r"the feed 'stranger' of acme_stranger 1\.0 is .*, which is not a subclass of russo\.feeds\.Target",
        ),
    ],
)
def test_one_that_is_of_no_use_says_whose_it_is(installed, name, message):
    installed(f"acme_{name}", name, INSTALLED[name])
    with pytest.raises(BrokenPluginError, match=message):
        tone().feed(name)


def test_two_of_one_name_are_a_conflict(installed):
    installed("acme_good", "good", INSTALLED["good"])
    installed("other_good", "good", INSTALLED["good"])
    with pytest.raises(PluginConflictError, match=r"provided by both .*acme_good 1\.0 and other_good 1\.0: uninstall"):
        tone().feed("good")


def test_nobody_takes_the_name_of_one_of_ours(installed):
    installed("acme_twilio", "twilio", "class Twilio(Target): pass")
    with pytest.raises(PluginConflictError, match=r"the feed 'twilio' is russo's own, and acme_twilio 1\.0 brings"):
        tone().feed("twilio")


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        (lambda: tone().feed("twillio"), PluginError, r"no feed named 'twillio'\. Did you mean 'twilio'\? There are: "),
        (
            lambda: tone().feed("twilio", stream_id=1),
            OptionError,
            r"has no option 'stream_id'\. Did you mean 'stream_sid'",
        ),
        (lambda: tone().feed("livekit", sample_rate=0), AudioError, r"sample_rate=0 must be a whole number"),
        (lambda: tone().feed("pcm", channels=0), AudioError, r"channels=0 must be a whole number"),
        (lambda: tone().feed("pcm", format="mp3"), OptionError, r"format='mp3' must be one of 'pcm', 'ulaw', 'alaw'"),
        (
            lambda: tone().feed("pcm", format="ulaw", sample_rate=16000),
            OptionError,
            r"format='ulaw' has 8000 Hz and one channel, not sample_rate=16000",
        ),
        (lambda: tone().feed("pcm", format="alaw", channels=2), OptionError, r"one channel, not .* and channels=2"),
        (
            lambda: tone().feed("aiortc", channels=3),
            OptionError,
            r"channels=3 must be 1 or 2, since aiortc has no frames",
        ),
        (lambda: tone().feed("twilio", parameters={"a": b"b"}), OptionError, r"parameters=.* must map texts to texts"),
        (lambda: tone().feed("twilio", parameters="a=b"), OptionError, r"parameters='a=b' must map texts to texts"),
        (lambda: tone().feed(None), OptionError, r"^None must be the name of a feed, such as 'twilio', or a target"),
        (lambda: tone().feed(Target), OptionError, r"Target'> must be the name of a feed"),
        (lambda: Microphone(Target), OptionError, r"Target'> must be the name of a feed"),
        (
            lambda: tone().feed(get_target("pcm"), sample_rate=8000),
            OptionError,
            r"^this Pcm is made already, without 'sample_rate': pass that to get_target$",
        ),
        (
            lambda: Microphone(get_target("pcm"), channels=2),
            OptionError,
            r"this Pcm is made already, without 'channels'",
        ),
        (lambda: tone().feed("twilio", ms=0), AudioError, r"ms=0 must be greater than 0"),
        (lambda: tone(channels=3).feed("twilio"), AudioError, r"one channel or two, not 3: .*audio\.mono\(\)"),
        (lambda: Audio(b"", "pcm").feed("twilio"), AudioError, r"there is nothing to hear"),
        (lambda: Audio(b"", "ulaw", 8000).feed("twilio"), AudioError, r"there is nothing to hear"),
    ],
)
def test_wrong_use_is_refused_before_anything_is_sent(wrong, error, message):
    with pytest.raises(error, match=message):
        wrong()


async def closed_in_the_middle():
    microphone = Microphone("pcm", sample_rate=8000)
    saying = [asyncio.create_task(microphone.say(tone(0.1, 8000))) for _ in range(2)]
    await asyncio.sleep(0)
    frames = [await anext(microphone)]
    microphone.close()
    frames += [frame async for frame in microphone]
    return frames, await asyncio.gather(*saying, return_exceptions=True)


async def said_after_the_end():
    microphone = Microphone("pcm", sample_rate=8000)
    microphone.close()
    return [frame async for frame in microphone], await asyncio.gather(
        microphone.say(tone(0.1, 8000)), return_exceptions=True
    )


@pytest.mark.parametrize(("call", "sent", "unheard"), [(closed_in_the_middle, 1, 2), (said_after_the_end, 0, 1)])
def test_what_a_closed_microphone_has_not_said_is_an_error(call, sent, unheard):
    frames, errors = asyncio.run(call())
    assert len(frames) == sent
    assert [repr(error) for error in errors] == [
        "AudioError('the microphone was closed before this was heard: close it when everything has been said')"
    ] * unheard


def test_a_framework_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "livekit.rtc", None)
    feed = tone().feed("livekit")
    with pytest.raises(MissingDependencyError, match=r"livekit is needed to speak to its agents: pip install livekit"):
        next(iter(feed))
