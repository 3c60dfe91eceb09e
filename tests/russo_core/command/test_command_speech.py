"""Text in, audio out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from russo.errors import ConfigurationError, OptionError
from russo.providers.command import CommandSynthesizer
from russo.providers.command.line import read_command
from russo_core.command.conftest import ENGINE

if TYPE_CHECKING:
    from collections.abc import Callable


async def test_audio_from_standard_output(program: Callable[..., list[str]]) -> None:
    audio = await CommandSynthesizer(command=program()).synthesize("Grüße, 世界")
    assert (audio.format, audio.sample_rate, audio.duration) == ("wav", 8000, 10 * 40 * 16 / 8000)


async def test_bare_samples(program: Callable[..., list[str]]) -> None:
    audio = await CommandSynthesizer(command=program(ENGINE, "-", "raw"), sample_rate=22050).synthesize("Hello")
    assert (audio.format, audio.sample_rate, audio.channels) == ("pcm", 22050, 1)


@pytest.mark.parametrize("output", ["{output}", "{output}.wav"])
async def test_files(program: Callable[..., list[str]], output: str) -> None:
    synthesizer = CommandSynthesizer(command=program(ENGINE, output, "wav", "{input}"))
    assert (await synthesizer.synthesize("Hello")).sample_rate == 8000


async def test_nothing_is_read_by_a_shell(program: Callable[..., list[str]]) -> None:
    code = "import sys; assert sys.argv[1:] == ['$HOME', '; exit 3', '*', '%PATH%']\n" + ENGINE.replace(
        "*sys.argv[1:]", ""
    )
    synthesizer = CommandSynthesizer(command=program(code, "$HOME", "; exit 3", "*", "%PATH%"))
    assert (await synthesizer.synthesize("$(reboot)")).duration > 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("piper --model x.onnx", ("piper", "--model", "x.onnx")),
        (r"C:\piper\piper.exe --model 'my voices\x.onnx'", (r"C:\piper\piper.exe", "--model", r"my voices\x.onnx")),
        ('"C:\\Program Files\\p.exe" -f {output}', (r"C:\Program Files\p.exe", "-f", "{output}")),
        ("say # no comment", ("say", "#", "no", "comment")),
        (["say", "two words"], ("say", "two words")),
    ],
)
def test_a_command_line_reads_the_same_on_every_system(line: str | list[str], words: tuple[str, ...]) -> None:
    assert read_command(line, {}) == words


def test_voice_and_model_have_their_places() -> None:
    synthesizer = CommandSynthesizer(command="tts --voice={voice} {model}", voice="amy", model="m 1")
    assert dict(synthesizer.cache_fields) == {"command": ["tts", "--voice=amy", "m 1"]}


def test_what_is_in_the_key() -> None:
    made = [
        CommandSynthesizer(command="tts -a"),
        CommandSynthesizer(command="tts -b"),
        CommandSynthesizer(command="tts -a", sample_rate=8000),
        CommandSynthesizer(command="tts -a", sample_rate=8000, channels=2),
    ]
    assert len({repr(dict(one.cache_fields)) for one in made}) == 4
    assert CommandSynthesizer(command="tts -a", timeout=5, max_concurrency=1).cache_fields == made[0].cache_fields


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"command": " "}, "command: ' ' names no program: write for example command = piper"),
        ({"command": []}, r"command: \[\] names no program"),
        ({"command": "say 'hello"}, 'command: a quote is open in "say \'hello"'),
        ({"command": ["say", 3]}, "command: 3 is not a command-line argument"),
        ({"command": "say", "voice": "amy"}, "command: voice='amy' has no place in the command 'say': write {voice}"),
        ({"command": "say {model}"}, "command: {model} is in the command 'say {model}', but no model is set"),
        ({"command": "say", "sample_rate": 0}, "sample_rate=0 must be a whole number of at least 1"),
        ({"command": "say", "sample_rate": 8000, "channels": 0}, "channels=0 must be a whole number"),
    ],
)
def test_options_that_do_not_fit(options: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        CommandSynthesizer(**options)  # type: ignore[arg-type]


def test_a_timeout_that_is_none() -> None:
    with pytest.raises(ConfigurationError, match=r"^timeout=0 must be a number of at least 0.001$"):
        CommandSynthesizer(command="say", timeout=0)
    with pytest.raises(ConfigurationError, match=r"^timeout=9+ must be a number of at least 0.001$"):
        CommandSynthesizer(command="say", timeout=int("9" * 400))
