"""The model in memory: loaded once a process for each voice, and let go of when another needs room.

Everything here blocks, and is called in a thread.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import threading
from typing import TYPE_CHECKING, Any, Final

from russo.providers import NoAudioError, ProviderUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE_RATE: Final = 24000  # Hz, of every voice

_log: Final = logging.getLogger("russo.hibari")

# Models that stay loaded, each of them some 60 MB: two, for a conversation of two voices.
_MOST: Final = 2
# What the model gets at once. Its memory grows with the square of it, and it has learned no longer sentences.
# https://github.com/MMWilliams/hibari/blob/main/src/hibari/tts.py
_MOST_PHONEMES: Final = 400


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Nobody waits for this speech any more."""


class Engine:
    """One voice, ready to speak in any number of threads at once.

    Args:
        voice: A name that the library knows. It is fetched, where it is not inside the package and not here yet.
        model: The path of a model to use instead of the voice's own, or None.
        reader: What turns text into phonemes, from another engine of the same accent, or None to load one.

    Raises:
        ImportError: The library or what it needs is not here.
        OSError: The model cannot be read.
        ProviderUnavailableError: The voice could not be fetched, or is not what was published.
    """

    def __init__(self, voice: str, model: str | None, reader: Any = None) -> None:
        from hibari import Hibari
        from hibari.voices import VOICES

        self.british: bool = VOICES[voice]["british"]
        self._library = Hibari(voice, model=model or _fetched(voice), threads=1, g2p=reader)
        self._signal = _signal_processing()
        self._reading = threading.Lock()
        # Both are loaded when they are first used, which must not happen in two threads at once.
        _ = self.reader.oov

    @property
    def reader(self) -> Any:
        """What turns text into phonemes."""
        return self._library.g2p

    def speak(self, text: str, *, speed: float, seed: int, stop: threading.Event) -> bytes:
        """Speak a text.

        Args:
            text: What to say, as `reading.spoken_text` gives it.
            speed: 1.0 is the voice's own.
            seed: Decides the noise in breath and consonants.
            stop: When it is set, nobody waits for this any more.

        Returns:
            Samples: 24 kHz, mono, 16-bit.

        Raises:
            NoAudioError: Nothing in it has a sound.
            Stopped: ``stop`` was set.
        """
        from numpy.random import default_rng

        noise = default_rng(seed)
        with self._reading:
            sentences = self._library.phonemize(text)
        spoken = [self._samples(part, speed, noise, stop) for part in _parts(sentences)]
        if not spoken:
            msg = f"hibari has no sound for {text!r:.100}"
            raise NoAudioError(msg)
        return b"".join(spoken)

    def _samples(self, phonemes: str, speed: float, noise: Any, stop: threading.Event) -> bytes:
        import numpy as np

        if stop.is_set():
            raise Stopped
        ids = self._library.ids(phonemes)
        # https://github.com/MMWilliams/hibari#onnx-interface-for-ports
        spectrum = self._library.sess.run(
            None, {"ids": np.asarray([ids], np.int64), "speed": np.asarray([speed], np.float32)}
        )
        wave = self._signal.synth(*(part[0] for part in spectrum), noise)
        samples: bytes = (np.clip(wave, -1, 1) * 32767).astype("<i2").tobytes()
        return samples


def engine(voice: str, model: str | None) -> Engine:
    """The one engine of a voice in this process, loaded now if it is not.

    Args:
        voice: A name that the library knows.
        model: The path of a model to use instead of the voice's own, or None.

    Raises:
        Exception: What `Engine` raises.
    """
    with _loading:
        found = _engines.pop((voice, model), None) or _load(voice, model)
        _engines[voice, model] = found  # the last one, as the one used last
        while len(_engines) > _MOST:
            del _engines[next(iter(_engines))]
        return found


def release() -> None:
    """Let go of every model that is loaded in this process. The next utterance loads its own again.

    Speech that is being made is made to its end. Nothing has to be released before a process ends.

    Example:
        >>> import russo_hibari
        >>> russo_hibari.release()
    """
    with _loading:
        _engines.clear()


def _load(voice: str, model: str | None) -> Engine:
    from hibari.voices import VOICES

    british = VOICES[voice]["british"]
    readers = [one.reader for one in _engines.values() if one.british == british]
    return Engine(voice, model, readers[0] if readers else None)


def _fetched(voice: str) -> str:
    """The path of a voice's model, after fetching it if it is not here."""
    from hibari import voices

    known = voices.VOICES[voice]
    if known.get("bundled"):
        return str(voices.voice_path(voice))
    try:
        path = voices.voice_path(voice, download_missing=False)
    except FileNotFoundError as missing:
        size = f"{known['bytes'] / 1e6:.1f} MB"
        _log.warning("hibari fetches voice %r, once: %s from %s to %s", voice, size, voices.BASE_URL, missing)
        try:
            return str(voices.voice_path(voice))
        except RuntimeError as error:
            raise ProviderUnavailableError(str(error)) from error
    # The library looks at the hash of what it fetches, and not at what was there.
    if voices.sha256_of(path) != known["sha256"]:
        msg = f"hibari: {path} is not voice {voice!r} as it was published: delete the file, and it is fetched again"
        raise ProviderUnavailableError(msg)
    return str(path)


def _signal_processing() -> Any:
    """A copy of the library's signal processing that computes with numpy, also where scipy is installed.

    The two differ in their last bits, and what is spoken must not depend on what else is installed. A copy, so that
    whoever uses the library in the same process keeps its own.
    """
    import numpy as np

    spec = importlib.util.find_spec("hibari.dsp")
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.rfft = lambda x, axis: np.fft.rfft(x, axis=axis).astype(np.complex64)
    module.irfft = lambda x, n, axis: np.fft.irfft(x, n=n, axis=axis).astype(np.float32)
    return module


def _parts(sentences: list[str]) -> Iterator[str]:
    """What is spoken at once: sentences, and parts of those that are too long; none that has no sound."""
    for sentence in sentences:
        rest = sentence
        while len(rest) > _MOST_PHONEMES:
            cut = rest.rfind(" ", 1, _MOST_PHONEMES) + 1 or _MOST_PHONEMES
            yield rest[:cut]
            rest = rest[cut:]
        if any(one.isalpha() for one in rest):
            yield rest


def _forget() -> None:
    # A thread that was loading or reading is not in a forked child, and its lock would never be released there.
    global _loading  # noqa: PLW0603 - see above
    _loading = threading.Lock()
    _engines.clear()


_loading = threading.Lock()
_engines: dict[tuple[str, str | None], Engine] = {}
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
