"""`CommandSynthesizer`: speaks with any program on this machine."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final

from ...display import plain
from .. import (
    CallPolicy,
    NoAudioError,
    ProviderUnavailableError,
    RussoError,
    SynthesisError,
    check_text,
    check_whole_number,
    received_audio,
    run_program,
    speak,
)
from ..pipes import LONGEST
from .line import INPUT, OUTPUT, read_command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .. import Audio

_LINES_OF_STDERR: Final = 5
_LONGEST_LINE: Final = 500


class CommandSynthesizer:
    """Speaks with a program: the text goes in on stdin, in UTF-8 with a line feed behind it; audio comes out on stdout.

    A program that reads or writes files gets their paths where its command line says ``{input}`` and ``{output}``.
    It runs without a shell: write ``["sh", "-c", "..."]`` if you need one. What it writes is recognized by its
    bytes (WAV, mp3, FLAC, Ogg); for bare 16-bit samples, say their rate. It is run again for each utterance, in the
    working directory and with the environment of this process.

    The command line, as it is written, is in the cache key and on disk, so keep credentials in the environment.
    The key does not hold anything else, such as the version of the program: add ``cache_key_extra`` if that matters.

    Args:
        command: The command line, as one str or as a list of arguments.
        voice: The value for ``{voice}`` in it.
        model: The value for ``{model}`` in it.
        sample_rate: The rate in Hz of bare 16-bit little-endian samples, if that is what the program writes.
        channels: The channels of bare samples.
        timeout: Seconds that an utterance may take; the program is killed after them.
        max_concurrency: How many utterances are spoken at once in this process.

    Attributes:
        provider: ``"command"``.

    Raises:
        OptionError: The command line names no program, ``voice``, ``model`` and their places do not match, or
            ``sample_rate`` or ``channels`` is not a whole number of at least 1, or ``timeout`` or
            ``max_concurrency`` is out of its range.

    Example:
        >>> from russo.providers.command import CommandSynthesizer
        >>> synth = CommandSynthesizer(command="piper --model {voice}.onnx --output_file {output}", voice="en_US-amy")
        >>> synth.cache_fields["command"]
        ['piper', '--model', 'en_US-amy.onnx', '--output_file', '{output}']
    """

    provider: ClassVar[str] = "command"

    def __init__(
        self,
        *,
        command: str | list[str],
        voice: str | None = None,
        model: str | None = None,
        sample_rate: int | None = None,
        channels: int = 1,
        timeout: float = 120.0,
        max_concurrency: int = 2,
    ) -> None:
        self._command = read_command(command, {"voice": voice, "model": model})
        self._bare: dict[str, Any] = {}
        if sample_rate is not None:
            self._bare = {"sample_rate": sample_rate, "channels": channels}
        for name, value in self._bare.items():
            check_whole_number(name, value, least=1)
        # A program that has failed would fail again with the same text.
        self._policy = CallPolicy(timeout=timeout, max_retries=0, max_concurrency=max_concurrency)
        self._fields = MappingProxyType({"command": list(self._command), **self._bare})

    def __repr__(self) -> str:
        return f"{type(self).__name__}(command={list(self._command)!r})"

    @property
    def cache_fields(self) -> Mapping[str, Any]:
        """The command line, with the voice and the model in it, and the rate of bare samples where it is set."""
        return self._fields

    async def synthesize(self, text: str) -> Audio:
        """Speak a text.

        Args:
            text: What to say.

        Returns:
            The audio that the program has written.

        Raises:
            TextError: There is nothing to say, or half of a surrogate pair in it.
            ProviderUnavailableError: There is no such program, or it cannot be started.
            SynthesisError: It ended with a status other than 0.
            NoAudioError: It wrote no audio.
            SynthesisTimeoutError: It took longer than ``timeout``.

        Example:
            >>> import asyncio, sys
            >>> from russo.providers.command import CommandSynthesizer
            >>> beep = "import sys; sys.stdin.read(); sys.stdout.buffer.write(bytes([0, 16]) * 8000)"
            >>> synth = CommandSynthesizer(command=[sys.executable, "-c", beep], sample_rate=8000)
            >>> asyncio.run(synth.synthesize("Hello")).duration
            1.0
        """
        check_text(text, provider=self.provider)
        return await speak(
            lambda: self._attempt(text), provider=self.provider, policy=self._policy, classify=self._classify
        )

    async def _attempt(self, text: str) -> Audio:
        folder = await asyncio.to_thread(tempfile.mkdtemp, prefix="russo-")
        try:
            data = await self._run(Path(folder), text.encode())
            return received_audio(self.provider, data, text=text, **self._bare)
        except NoAudioError as error:
            msg = f"command: {self._command[0]!r} ended with status 0, but {error}"
            raise type(error)(msg) from error.__cause__
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    async def _run(self, folder: Path, text: bytes) -> bytes:
        line = text + b"\n"
        read, written = folder / "input.txt", folder / "output"  # perhaps with an ending: {output}.wav
        if self._has(INPUT):
            read.write_bytes(line)
        program = shutil.which(self._command[0])
        if program is None:
            raise FileNotFoundError(self._command[0])
        places = {INPUT: str(read), OUTPUT: str(written)}
        out = await run_program([program, *(_filled(word, places) for word in self._command[1:])], line)
        return _written(folder) if self._has(OUTPUT) else out

    def _has(self, place: str) -> bool:
        return any(place in word for word in self._command)

    def _classify(self, error: Exception) -> RussoError | None:
        name = self._command[0]
        if isinstance(error, FileNotFoundError):
            return ProviderUnavailableError(
                f"command: no program {name!r}: install it, or give its full path in command"
            )
        if isinstance(error, OSError):
            return ProviderUnavailableError(f"command: {name!r} could not be run: {error}")
        if isinstance(error, subprocess.CalledProcessError):
            lines = [
                plain(line[-_LONGEST_LINE:]) for line in error.stderr.decode(errors="replace").strip().splitlines()
            ]
            how = f"command: {name!r} ended with status {error.returncode}"
            return SynthesisError("\n".join([how, *lines[-_LINES_OF_STDERR:]]))
        if isinstance(error, subprocess.SubprocessError):
            return SynthesisError(f"command: {error}")
        return None


def _written(folder: Path) -> bytes:
    files = sorted(folder.glob("output*"))
    if not files:
        return b""
    if files[0].stat().st_size > LONGEST:
        msg = f"it wrote a file of more than {LONGEST // 2**20:,} MB"
        raise subprocess.SubprocessError(msg)
    return files[0].read_bytes()


def _filled(word: str, places: Mapping[str, str]) -> str:
    for place, path in places.items():
        word = word.replace(place, path)
    return word
