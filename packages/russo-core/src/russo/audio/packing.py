"""Packs audio with 16-bit samples into FLAC, in about half the space, and restores the original file exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import AudioError
from . import wav
from .decoding import decode
from .encoding import encode
from .samples import Samples
from .shape import LARGEST

if TYPE_CHECKING:
    from .audio import Audio


@dataclass(frozen=True, slots=True)
class Packed:
    """A FLAC file, and what came before and after the samples in the original file."""

    flac: bytes
    prefix: bytes = b""
    suffix: bytes = b""

    def unpack(self, length: int) -> bytes:
        """The file that was packed, byte for byte.

        Args:
            length: Its bytes.

        Raises:
            AudioError: The FLAC does not decode, or to another length. (A small file could fill the memory.)
            MissingDependencyError: PyAV is not installed.
        """
        room = length - len(self.prefix) - len(self.suffix)
        try:
            pcm = decode([self.flac], "flac", largest=min(max(room, 0), LARGEST)).pcm
            if len(pcm) != room:
                raise AudioError("it has another length")
        except AudioError as error:
            msg = f"packed audio does not decode: {error}"
            raise AudioError(msg) from error
        return b"".join((self.prefix, pcm, self.suffix))


def pack(audio: Audio) -> Packed | None:
    """Pack audio, and check that it comes back as it was.

    Args:
        audio: WAV or bare samples of 16 bits.

    Returns:
        The packed form, or None where the audio is something else, or would not become smaller.

    Raises:
        AudioError: The audio is not what it says.
        MissingDependencyError: PyAV is not installed.
    """
    data, start, stop = audio.data, 0, len(audio.data)
    if audio.format == "wav":
        layout = wav.read_layout(data)
        if layout.codec != wav.PCM or layout.bits != 16 or len(layout.stretches) > 1:
            return None
        start, stop = layout.start, layout.stop
    elif audio.format != "pcm" or audio.sample_width != 2:
        return None
    flac = encode(Samples(data[start:stop], audio.sample_rate, audio.channels), "flac")[0]
    packed = Packed(flac, data[:start], data[stop:])
    is_smaller = len(flac) + start + len(data) - stop < len(data)
    return packed if is_smaller and packed.unpack(len(data)) == data else None
