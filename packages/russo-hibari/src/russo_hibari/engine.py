"""The model in memory: loaded once for each voice in a process, and dropped when another needs the room.

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
# The most that the model is given at once: it was trained on nothing longer, and its memory grows with the square.
# https://github.com/MMWilliams/hibari/blob/main/src/hibari/tts.py
_MOST_PHONEMES: Final = 400


class Stopped(Exception):  # noqa: N818 - it is not an error
    """Nobody waits for this speech any more."""


class Engine:
    """One voice, ready to speak in any number of threads at once.

    Args:
        voice: A name that the library knows. It is fetched if it is neither inside the package nor on this machine.
        model: The path of a model to use instead of the voice's own, or None.
        reader: What turns text into phonemes, shared by an engine of the same accent; None to load one.

    Raises:
        ImportError: The library, or something that it needs, is not installed.
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
        # They load themselves when they are first used, which must not happen in two threads at once.
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
            seed: Determines the noise in breath and consonants.
            stop: Set when nobody is waiting for the speech any more.

        Returns:
            Samples: 24 kHz, mono, 16-bit.

        Raises:
            NoAudioError: Nothing in the text makes a sound.
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
    """The engine of a voice, of which a process has one, loaded now if it is not yet.

    Args:
        voice: A name that the library knows.
        model: The path of a model to use instead of the voice's own, or None.

    Raises:
        Exception: What `Engine` raises.
    """
    with _loading:
        found = _engines.pop((voice, model), None) or _load(voice, model)
        _engines[voice, model] = found  # at the end, as the one used last
        while len(_engines) > _MOST:
            del _engines[next(iter(_engines))]
        return found


def release() -> None:
    """Drop every model that this process has loaded. The next utterance loads its own again.

    Speech in progress is finished first. There is no need to call this before a process ends.

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
    # The library checks the hash of what it fetches, but not of a file that was already there.
    if voices.sha256_of(path) != known["sha256"]:
        msg = f"hibari: {path} is not voice {voice!r} as it was published: delete it, and it will be fetched again"
        raise ProviderUnavailableError(msg)
    return str(path)


def _signal_processing() -> Any:
    """A copy of the library's signal processing that computes with numpy even if scipy is installed.

    The two differ in the last bits, and speech must not depend on what else is installed. It is a copy so that
    others in the process who use the library keep their own.
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
    """What is spoken at once: sentences, or parts of those that are too long, without those that make no sound."""
    for sentence in sentences:
        rest = sentence
        while len(rest) > _MOST_PHONEMES:
            cut = rest.rfind(" ", 1, _MOST_PHONEMES) + 1 or _MOST_PHONEMES
            yield rest[:cut]
            rest = rest[cut:]
        if any(one.isalpha() for one in rest):
            yield rest


def _forget() -> None:
    # A forked child does not have the thread that was loading or reading, so its lock would never be released there.
    global _loading  # noqa: PLW0603 - see above
    _loading = threading.Lock()
    _engines.clear()


_loading = threading.Lock()
_engines: dict[tuple[str, str | None], Engine] = {}
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
