"""Speech is drawn, shown in notebooks and played."""

from __future__ import annotations

import base64
import re
import shutil
import sys
from xml.etree import ElementTree as ET

import pytest

from russo import Audio
from russo.errors import AudioError
from sounds import tone


def columns(svg):
    path = ET.fromstring(svg).find("{http://www.w3.org/2000/svg}path").get("d")
    return [tuple(map(float, one)) for one in re.findall(r"M[\d.]+ ([\d.-]+)V([\d.-]+)", path)]


def test_a_waveform_swings_as_far_as_the_samples(tmp_path):
    audio = tone(0.5, hz=1000, amplitude=16384).with_silence(after=0.5)
    path = audio.plot(tmp_path / "made" / "x.svg")
    drawn = columns(path.read_text(encoding="utf-8"))
    assert len(drawn) == 600
    assert drawn[:299] == [(24.5, 75.5)] * 299
    assert drawn[-299:] == [(49.5, 50.5)] * 299


def test_what_is_short_is_drawn_too(tmp_path):
    assert len(columns(Audio(bytes(6), "pcm").plot(tmp_path / "x.svg").read_text())) == 3


def test_a_notebook_shows_a_player():
    page = tone(0.1)._repr_html_()
    (sound,) = re.findall(r'<audio controls src="data:audio/wav;base64,([^"]+)"></audio>', page)
    assert Audio(base64.b64decode(sound)) == tone(0.1).to_wav()
    assert len(columns(page[: page.index("<br>")])) == 600


def test_a_notebook_shows_what_is_no_audio_as_text():
    assert (
        Audio(b"<x>", "wav")._repr_html_()
        == "<code>"
        + repr(Audio(b"<x>", "wav")).replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;")
        + "</code>"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays by itself")
def test_it_is_played_by_the_first_player_that_can(tmp_path, monkeypatch):
    heard = tmp_path / "heard.wav"
    for name, body in (("afplay", "exit 1"), ("paplay", f'cp "$1" "{heard}"')):
        player = tmp_path / name
        player.write_text(f"#!{shutil.which('sh')}\n{body}\n")
        player.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{'/bin:/usr/bin'}")
    tone(0.1).play()
    assert Audio.load(heard) == tone(0.1).to_wav()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays by itself")
def test_a_machine_without_a_player_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AudioError, match="no player was found that has a device to play on: save the audio"):
        tone(0.1).play()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda path: tone().plot(path / "x.png"), r"a waveform is drawn as \.svg, not as '\.png'"),
        (lambda path: Audio(b"", "pcm").plot(path / "x.svg"), r"there is nothing to hear"),
        (lambda path: tone().plot(path / "file" / "x.svg"), r"cannot write '.*x\.svg'"),
        (lambda path: Audio(b"", "pcm").play(), r"there is nothing to hear"),
    ],
)
def test_wrong_use_is_refused(tmp_path, wrong, message):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(AudioError, match=message):
        wrong(tmp_path)
