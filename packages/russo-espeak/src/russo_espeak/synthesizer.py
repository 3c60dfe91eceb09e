"""`EspeakSynthesizer`: the embedded voice."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Final

from russo.providers import (
    Audio,
    CallPolicy,
    NoAudioError,
    ProviderUnavailableError,
    RussoError,
    SynthesisError,
    TextTooLongError,
    check_text,
)

from . import engine
from .settings import Settings
from .text import prepare
from .voices import DEFAULT, list_voices
from .worker import TOO_LONG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from russo.providers import Voice

_MAX_HOURS: Final = 4
_MAX_BYTES: Final = _MAX_HOURS * 3600 * 22050 * 2
_WAV_HEADER: Final = 44

_WORKER: Final = str(Path(__file__).with_name("worker.py"))
# Nothing of the user's may run in the worker: no PYTHON* variables, no folder on the path, no site-packages.
_ISOLATED: Final = ("-I", "-S")
# The worker ends itself this many seconds after its time limit, in case its parent is gone.
_GRACE: Final = 5.0


class EspeakSynthesizer:
    """Speaks with espeak-ng: no key, no network, no download, and the same bytes for the same text every time.

    It sounds like a robot. Each utterance is spoken by a process of its own.

    Source: https://github.com/espeak-ng/espeak-ng/blob/1.52.0/docs/guide.md

    Args:
        voice: A voice of `list_voices`, or a language, which takes its best voice; optionally followed by a plus
            sign and a variant, as in ``"en-us+f3"``.
        rate: Words per minute, 80 to 450.
        pitch: 0 to 99; 50 is the voice's own.
        volume: 0 to 200; 100 is the voice's own, and loud voices clip above it.
        pitch_range: How lively the melody is, 0 (monotone) to 99; 50 is the voice's own.
        word_gap: Pause between words in units of 10 ms, 0 to 1000.
        timeout: Seconds that an utterance may take.
        max_concurrency: How many utterances are spoken at once in this process; None for one per processor.

    Attributes:
        provider: ``"espeak"``.

    Raises:
        OptionError: There is no such voice, or a number is out of its range.
        MissingDependencyError: espeakng-loader is missing or broken.

    Example:
        >>> import asyncio
        >>> from russo_espeak import EspeakSynthesizer
        >>> synth = EspeakSynthesizer(voice="German", rate=140)
        >>> synth.cache_fields["voice"]
        'de'
        >>> asyncio.run(synth.synthesize("Guten Abend.")).sample_rate
        22050
        >>> asyncio.run(synth.list_voices())[0].id
        'af'
    """

    provider: ClassVar[str] = "espeak"

    def __init__(
        self,
        *,
        voice: str = DEFAULT,
        rate: int = 175,
        pitch: int = 50,
        volume: int = 100,
        pitch_range: int = 50,
        word_gap: int = 0,
        timeout: float = 120.0,
        max_concurrency: int | None = None,
    ) -> None:
        self._settings = Settings(
            voice=voice, rate=rate, pitch=pitch, volume=volume, pitch_range=pitch_range, word_gap=word_gap
        )
        self._policy = CallPolicy(
            timeout=timeout,
            max_retries=0,  # the same engine fails at the same text the same way
            max_concurrency=(os.cpu_count() or 1) if max_concurrency is None else max_concurrency,
        )

    def __repr__(self) -> str:
        settings = ", ".join(f"{name}={value!r}" for name, value in self.cache_fields.items())
        return f"{type(self).__name__}({settings})"

    @property
    def cache_fields(self) -> Mapping[str, str | int]:
        """Every setting that changes the sound, resolved and so the same however it was written."""
        return MappingProxyType(self._settings.as_fields())

    async def list_voices(self) -> tuple[Voice, ...]:
        """All voices that this provider can speak with.

        Returns:
            One for each language or dialect, then the default voice in each of its variants.

        Raises:
            MissingDependencyError: espeakng-loader is missing or broken.
        """
        return list_voices()

    async def synthesize(self, text: str) -> Audio:
        """Speak a text literally: markup is read out, and control characters count as spaces.

        Args:
            text: What to say.

        Returns:
            WAV, 22050 Hz, mono, 16-bit.

        Raises:
            TextError: The text is blank, or holds a lone surrogate.
            TextTooLongError: It would be more than four hours of speech.
            NoAudioError: The engine has no sound for this text.
            SynthesisTimeoutError: It took longer than ``timeout``.
            ProviderUnavailableError: No process could be started, or this is a frozen application.
            SynthesisError: The engine crashed.
        """
        from russo.providers import run_program, speak

        check_text(text, provider=self.provider)
        if getattr(sys, "frozen", False):
            # There, the executable is not a Python that runs a script: it would start the application again.
            msg = (
                "espeak cannot run in a frozen application, which has no Python to start it with: use another provider"
            )
            raise ProviderUnavailableError(msg)

        async def attempt() -> Audio:
            data = await run_program(self._command(), prepare(text), folder=engine.folder())
            if not any(memoryview(data)[_WAV_HEADER:]):
                msg = f"espeak has no sound for {text!r:.100} with {self!r}"
                raise NoAudioError(msg)
            return Audio.from_bytes(data)

        return await speak(attempt, provider=self.provider, policy=self._policy, classify=_classify)

    def _command(self) -> list[str]:
        limits = [str(self._policy.timeout + _GRACE), str(_MAX_BYTES)]
        return [sys.executable, *_ISOLATED, _WORKER, str(engine.library()), *limits, *self._settings.as_arguments()]


def _classify(error: Exception) -> RussoError | None:
    import subprocess

    if isinstance(error, subprocess.CalledProcessError):
        if error.returncode == TOO_LONG:
            return TextTooLongError(f"espeak would speak this text for more than {_MAX_HOURS} hours: split it")
        said = error.stderr.decode(errors="replace").strip()[:500]  # Python first says what killed it
        return SynthesisError(f"espeak-ng {_ending(error.returncode)}{said and f': {said}'}")
    if isinstance(error, OSError):
        return ProviderUnavailableError(f"espeak: no process could be started: {error}")
    return None


def _ending(code: int) -> str:
    """How a failed process ended."""
    import signal

    if -code in set(signal.Signals):
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"
