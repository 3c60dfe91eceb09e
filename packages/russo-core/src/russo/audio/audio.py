"""`Audio`: encoded speech, with its format, sample rate, channels and sample width."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..errors import AudioError
from . import wav
from .editable import Editable
from .recognition import recognize
from .samples import WIDTH, Samples
from .sendable import Sendable
from .shape import BARE, check_shape, short
from .showable import Showable

if TYPE_CHECKING:
    import os
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, repr=False)
class Audio(Editable, Sendable, Showable):
    """Speech: its bytes, and what they are. Immutable, and compared by value.

    The constructor believes what it is told. For bytes from elsewhere, use `from_bytes`, which looks at them first.

    Args:
        data: The bytes of a whole file (wav, mp3, flac, ogg, aac) or of bare samples (pcm, ulaw, alaw). Bare samples
            of two channels are interleaved: left, right, left, right. Those of pcm are little-endian and signed, but
            unsigned if they have 8 bits, as in a WAV.
        format: One of these names.
        sample_rate: Frames a second, in Hz; a frame is one sample of each channel.
        channels: 1 for mono, 2 for stereo.
        sample_width: Bytes of one sample of one channel: 2 for 16-bit.

    Example:
        >>> from russo import Audio
        >>> Audio(bytes(48000), format="pcm").duration
        1.0
    """

    data: bytes
    format: str = "wav"
    sample_rate: int = 24000
    channels: int = 1
    sample_width: int = 2
    _seconds: float | None = field(default=None, init=False, compare=False)

    def __repr__(self) -> str:
        return (
            f"Audio(<{len(self.data)} bytes>, format={self.format!r}, sample_rate={short(self.sample_rate)}, "
            f"channels={short(self.channels)}, sample_width={short(self.sample_width)})"
        )

    @classmethod
    def from_bytes(
        cls,
        data: bytes,
        mime: str | None = None,
        *,
        sample_rate: int | None = None,
        channels: int | None = None,
        sample_width: int = 2,
    ) -> Audio:
        """Make audio from bytes that came from elsewhere.

        The bytes decide what they are: RIFF, fLaC, OggS and ID3. A bare MPEG frame counts if the mime type says mp3, or
        if two frames follow each other. Bytes without a mark of their own are bare samples, if the mime type or
        ``sample_rate`` says so. A WAV whose header has the lengths of a stream gets a correct header.

        Args:
            data: All bytes that were received.
            mime: The mime type it was sent with, in any case and with any parameters: ``audio/L16;rate=24000``.
            sample_rate: The rate of bare samples in Hz, if the mime type does not say it.
            channels: The channels of bare samples, if the mime type does not say it; 1 if neither does.
            sample_width: Bytes of one bare sample.

        Returns:
            The audio, with the rate, channels and width that its own header has, if it has one.

        Raises:
            AudioError: The bytes are empty, are text, are cut short, or nothing says what they are.

        Example:
            >>> from russo import Audio
            >>> Audio.from_bytes(bytes(480), "audio/L16;codec=pcm;rate=24000")
            Audio(<480 bytes>, format='pcm', sample_rate=24000, channels=1, sample_width=2)
        """
        found = recognize(data, mime, sample_rate=sample_rate, channels=channels, sample_width=sample_width)
        return cls(found.data, found.format, found.sample_rate, found.channels, found.sample_width)

    @property
    def duration(self) -> float:
        """Seconds of speech.

        Raises:
            AudioError: The bytes are not what the format says, or bare samples have a rate, channels or width below 1.
            MissingDependencyError: The audio is compressed, and PyAV is not installed.

        Example:
            >>> from russo import Audio
            >>> Audio(bytes(16000), format="pcm", sample_rate=8000).duration
            1.0
        """
        if self.format in BARE:
            width = self.sample_width if self.format == "pcm" else 1  # G.711 always has one byte for each sample
            check_shape(sample_rate=self.sample_rate, channels=self.channels, sample_width=width)
            return len(self.data) // (width * self.channels) / self.sample_rate
        if self.format == "wav":
            layout = wav.read_layout(self.data)
            if layout.frames is not None:
                return layout.frames / layout.sample_rate
        if self._seconds is None:
            from .heard import measure

            frames, rate, _ = measure(self.data, self.format)
            remember_duration(self, frames / rate)
        return self._seconds or 0.0

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write a file that other programs can open.

        The extension decides what is written: ``.wav`` (with a correct header, whatever the audio came with),
        ``.flac``, ``.mp3``, ``.ogg``, ``.pcm``, or at the rates of telephones ``.ulaw`` and
        ``.alaw`` (8000 Hz) and ``.g722`` (16000 Hz). The extension of a format that is only read, such as ``.m4a``, is
        refused for audio in another format; with any other extension, the bytes are written as they are.
        Folders that are missing are made.

        Args:
            path: Where to write. An existing file is replaced, or if that fails, stays as it was.

        Returns:
            The path.

        Raises:
            AudioError: The audio cannot be written in that format, or the file cannot be written.
            MissingDependencyError: The format needs PyAV, which is not installed.

        Example:
            >>> import tempfile
            >>> from russo import Audio
            >>> Audio(bytes(480), format="pcm").save(tempfile.mkdtemp() + "/quiet.wav").name
            'quiet.wav'
        """
        from ..writing import write
        from . import formats

        target = Path(path)
        audio = formats.convert(self, formats.named_by(target.suffix, self))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write(target, audio.data)
        except (OSError, ValueError) as error:
            msg = f"cannot write {str(target)!r}: {getattr(error, 'strerror', None) or error}"
            raise AudioError(msg) from error
        return target

    @classmethod
    def load(
        cls, path: str | os.PathLike[str], *, sample_rate: int | None = None, channels: int | None = None
    ) -> Audio:
        """Read a file of speech.

        The bytes decide what it is, as in `from_bytes`. For bare samples, the extension does: ``.ulaw``, ``.alaw`` and
        ``.g722`` have the rates of telephones; for ``.pcm`` and ``.raw``, the rate must be given.

        Args:
            path: The file.
            sample_rate: The rate of bare samples in Hz.
            channels: The channels of bare samples; 1 if nothing states them.

        Returns:
            The audio, as it is in the file.

        Raises:
            AudioError: The file cannot be read, or nothing says what is in it.

        Example:
            >>> import tempfile
            >>> from russo import Audio
            >>> path = Audio(bytes(480), format="pcm").save(tempfile.mkdtemp() + "/quiet.wav")
            >>> Audio.load(path).duration
            0.01
        """
        from . import formats

        try:
            data = Path(path).read_bytes()
        except (OSError, ValueError) as error:  # a ValueError for a path with a zero byte
            msg = f"cannot read {str(path)!r}: {getattr(error, 'strerror', None) or error}"
            raise AudioError(msg) from error
        kind = formats.BY_SUFFIX.get(Path(path).suffix.lower())
        if kind == "g722" and data:
            return cls(data, "g722", 16000, 1)
        return cls.from_bytes(data, f"audio/{kind}" if kind else None, sample_rate=sample_rate, channels=channels)

    def to_wav(self) -> Audio:
        """The same speech as a WAV with a correct header, never a WAV inside a WAV.

        Returns:
            A WAV that keeps its samples; bare samples with a header before them; anything else decoded to 16 bits.

        Raises:
            AudioError: The bytes are not what the format says.
            MissingDependencyError: The audio is compressed, and PyAV is not installed.

        Example:
            >>> from russo import Audio
            >>> Audio(bytes(480), format="pcm").to_wav().data[:4]
            b'RIFF'
        """
        self._check_shape()
        if self.format == "wav":
            return Audio.from_bytes(self.data)
        samples = self if self.format == "pcm" else self.to_pcm()
        # 8-bit WAV is unsigned, and so is 8-bit pcm here: nothing to convert.
        data = wav.write_wav(
            samples.data,
            sample_rate=samples.sample_rate,
            channels=samples.channels,
            sample_width=samples.sample_width,
        )
        return Audio(data, "wav", samples.sample_rate, samples.channels, samples.sample_width)

    def to_pcm(self, sample_rate: int | None = None, channels: int | None = None) -> Audio:
        """The same speech as bare 16-bit little-endian samples, as most agents take it.

        Args:
            sample_rate: The new rate, in Hz; None keeps it. Changing it needs ``russo-core[audio]``.
            channels: The new number of channels; None keeps it. Each new channel is the mean of all.

        Returns:
            Audio with ``format="pcm"`` and ``sample_width=2``.

        Raises:
            AudioError: The bytes are not what the format says, or a rate or number of channels below 1 is wanted.
            MissingDependencyError: Samples must be decoded or resampled, and PyAV is not installed.

        Example:
            >>> from russo import Audio
            >>> Audio(bytes(480), format="pcm").to_pcm().sample_width
            2
        """
        check_shape(sample_rate=1 if sample_rate is None else sample_rate, channels=1 if channels is None else channels)
        self._check_shape()
        plain = self._pcm16()
        if plain and sample_rate in {None, plain.sample_rate} and channels in {None, plain.channels}:
            return plain
        from .resampling import mix, resample

        samples = Samples(plain.data, plain.sample_rate, plain.channels) if plain else _decode(self)
        samples = mix(samples, channels or samples.channels)
        samples = resample(samples, sample_rate or samples.sample_rate)
        return Audio(samples.pcm, "pcm", samples.sample_rate, samples.channels, WIDTH)

    def _check_shape(self) -> None:
        if self.format in BARE:  # all other formats say it in their header
            width = self.sample_width if self.format == "pcm" else 1
            check_shape(sample_rate=self.sample_rate, channels=self.channels, sample_width=width)

    def _pcm16(self) -> Audio | None:
        """The audio as 16-bit samples, if nothing needs to be decoded for that."""
        if self.format == "pcm" and self.sample_width == 2:
            return self
        if self.format == "wav":
            layout = wav.read_layout(self.data)
            if layout.codec == wav.PCM and layout.bits == 16:
                return Audio(layout.samples(self.data), "pcm", layout.sample_rate, layout.channels, 2)
        return None


known_duration: Final[Callable[[Audio], float | None]] = attrgetter("_seconds")
"""The duration of compressed audio, if it has been decoded before to find that out."""


def remember_duration(audio: Audio, seconds: float) -> None:
    """Keep the seconds of compressed audio, so that it is decoded only once."""
    object.__setattr__(audio, "_seconds", seconds)


def _decode(audio: Audio) -> Samples:
    from .heard import decode_all

    bare = (audio.sample_rate, audio.channels) if audio.format in BARE else None
    return decode_all(audio.data, audio.format, audio.sample_width, bare)
