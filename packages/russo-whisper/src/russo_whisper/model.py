"""A Whisper model, loaded once, that transcribes speech.

https://github.com/SYSTRAN/faster-whisper
"""

from __future__ import annotations

import os
import re
import threading
from typing import TYPE_CHECKING, Any, Final

from russo import hookimpl
from russo.errors import ConfigurationError, MissingDependencyError

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

    from russo import Audio

# What every model of Whisper was trained on, in Hz.
SAMPLE_RATE: Final = 16_000


class Whisper:
    """A listener with a model of your choice, which is loaded when it first hears something.

    An entry point in the group ``russo.plugins`` can make an instance a plugin of its own. The plugin ``whisper`` is
    one, with the model that the variable ``RUSSO_WHISPER_MODEL`` names.

    Args:
        model: The name of a model, such as ``"small"`` or ``"large-v3"``, which faster-whisper downloads once; or the
            folder of one that was converted for CTranslate2.
        device: ``"cpu"``, ``"cuda"``, or ``"auto"`` for the best one available.
        compute_type: The type of number it computes with, as CTranslate2 names it; ``"auto"`` takes the fastest that
            the device supports.

    Example:
        >>> from russo_whisper import Whisper
        >>> listener = Whisper("base.en", compute_type="int8")
        >>> listener.model
        'base.en'
    """

    def __init__(self, model: str | os.PathLike[str], *, device: str = "auto", compute_type: str = "auto") -> None:
        self.model = os.fspath(model)
        self._device = device
        self._compute_type = compute_type
        self._loading = threading.Lock()
        self._loaded: WhisperModel | None = None

    def __repr__(self) -> str:
        return f"Whisper({self.model!r})"

    @hookimpl(specname="russo_transcribe")
    def transcribe(self, audio: Audio, language: str | None) -> str | None:
        """Transcribe speech: the hook `russo.hookspecs.russo_transcribe`.

        Args:
            audio: The speech.
            language: Its language, as a BCP 47 tag; None to let the model detect it.

        Returns:
            The transcript, or None if the model does not know the language.

        Raises:
            ConfigurationError: There is no such model, or it cannot be loaded.
            MissingDependencyError: faster-whisper cannot be imported.

        Example:
            >>> from russo import Audio
            >>> from russo.errors import ConfigurationError
            >>> from russo_whisper import Whisper
            >>> try:
            ...     Whisper("./no-such-folder").transcribe(Audio(bytes(480), format="pcm"), "en")
            ... except ConfigurationError as error:
            ...     print(error)
            no Whisper model in './no-such-folder': RUSSO_WHISPER_MODEL takes a model's name or its folder
        """
        model = self._load()
        spoken = re.split("[-_]", language)[0].lower() if language else None
        if spoken is not None and spoken not in model.supported_languages:
            return None
        # Without sampling, the same speech gives the same transcript every time.
        segments, _ = model.transcribe(
            _samples(audio), language=spoken, temperature=0.0, condition_on_previous_text=False
        )
        return " ".join(segment.text.strip() for segment in segments)

    def _load(self) -> WhisperModel:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._open()
            return self._loaded

    def _open(self) -> WhisperModel:
        is_folder = os.path.isdir(self.model)
        if not is_folder and (os.path.isabs(self.model) or self.model.startswith((".", "~"))):
            msg = f"no Whisper model in {self.model!r}: RUSSO_WHISPER_MODEL takes a model's name or its folder"
            raise ConfigurationError(msg)
        try:
            from faster_whisper import WhisperModel
        except ImportError as error:
            msg = f"faster-whisper cannot be imported ({error}): pip install russo-whisper"
            raise MissingDependencyError(msg) from error
        try:
            return WhisperModel(self.model, device=self._device, compute_type=self._compute_type)
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            msg = f"the Whisper model {self.model!r} cannot be loaded: {why:.500}"
            raise ConfigurationError(msg) from error


def _samples(audio: Audio) -> Any:
    """The samples as the model takes them: one channel at 16 kHz, float32 from -1 to 1."""
    import numpy as np

    return np.frombuffer(audio.to_pcm(SAMPLE_RATE, 1).data, dtype="<i2").astype(np.float32) / 32768.0
