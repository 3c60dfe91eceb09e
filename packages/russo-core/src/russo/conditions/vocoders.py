"""Speech codecs that conceal a lost packet by themselves, if they are told that it was lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .codec import KBITS, Codec, choice
from .quantities import quantity

if TYPE_CHECKING:
    from .quantities import Written

# kbit/s of the modes of AMR (https://www.rfc-editor.org/rfc/rfc4867#section-3.1)
_AMR: Final = (4.75, 5.15, 5.9, 6.7, 7.4, 7.95, 10.2, 12.2)


@dataclass(frozen=True, slots=True)
class Vocoder(Codec):
    """A codec of speech."""

    def _decode(self, packets: list[bytes], lost: Any, rate: int) -> Any:
        from .bridge import array_of
        from .ffmpeg import decoded

        arrived = [self._sign(packet) if is_lost else packet for packet, is_lost in zip(packets, lost, strict=True)]
        return array_of(decoded(self._decoder, arrived, rate))

    @property
    def _decoder(self) -> str:
        raise NotImplementedError

    def _sign(self, packet: bytes) -> bytes:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Amr(Vocoder):
    """``amr:12.2k``: mobile telephones, in eight rates."""

    kbits: float

    @classmethod
    def read(cls, written: Written) -> Amr:
        """Read a rate."""
        return cls(choice(written.first("12.2k"), _AMR, "amr"))

    def _rate(self, _rate: int) -> int:
        return 8000

    def _encode(self, pcm: bytes, rate: int) -> list[bytes]:
        from .ffmpeg import encoded

        return encoded(self._decoder, pcm, rate, bit_rate=round(self.kbits * 1000))

    @property
    def _decoder(self) -> str:
        return "libopencore_amrnb"

    def _sign(self, _packet: bytes) -> bytes:
        return b"\x7c"  # a frame of type 15: no data (https://www.rfc-editor.org/rfc/rfc4867#section-4.3.2)

    def _delay(self, _rate: int) -> int:
        return 40  # how many samples it looks ahead


@dataclass(frozen=True, slots=True)
class Opus(Vocoder):
    """``opus:16k``: calls over the internet, from 6 to 128 kbit/s."""

    kbits: float

    @classmethod
    def read(cls, written: Written) -> Opus:
        """Read a rate."""
        return cls(quantity(written.first("16k"), "rate of opus, such as opus:16k", KBITS, lowest=6, highest=128))

    def _rate(self, rate: int) -> int:
        return next((known for known in (8000, 12000, 16000, 24000) if known >= rate), 48000)

    def _encode(self, pcm: bytes, rate: int) -> list[bytes]:
        from .ffmpeg import encoded

        options = {"application": "voip", "frame_duration": "20", "compression_level": "5"}
        return encoded("libopus", pcm, rate, options, bit_rate=round(self.kbits * 1000))

    def _decode(self, packets: list[bytes], lost: Any, rate: int) -> Any:
        from ..audio.resampling import resample
        from ..audio.samples import Samples
        from .bridge import array_of
        from .ffmpeg import decoded

        arrived = [self._sign(packet) if is_lost else packet for packet, is_lost in zip(packets, lost, strict=True)]
        # FFmpeg decodes Opus at 48 kHz, whatever rate went in.
        return array_of(resample(Samples(decoded("libopus", arrived, 48000), 48000, 1), rate).pcm)

    @property
    def _decoder(self) -> str:
        return "libopus"

    def _sign(self, packet: bytes) -> bytes:
        # A packet without a frame is one that was lost (https://www.rfc-editor.org/rfc/rfc6716#section-3.4).
        return bytes([packet[0] & 0xFC])

    def _delay(self, rate: int) -> int:
        return rate * 312 // 48000
