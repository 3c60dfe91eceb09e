"""The codecs of telephones, by FFmpeg: what is encoded, sent and decoded again is what is heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..errors import ConditionError
from .part import Sound
from .quantities import quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .draw import Draw
    from .packets import Dropper
    from .quantities import Written

_PACKET: Final = 0.02  # seconds in a packet, as almost every telephone has it

# kbit/s of the modes of AMR (https://www.rfc-editor.org/rfc/rfc4867#section-3.1)
_AMR: Final = (4.75, 5.15, 5.9, 6.7, 7.4, 7.95, 10.2, 12.2)
# kbit/s of G.726 to the bits of its code words (https://www.itu.int/rec/T-REC-G.726)
_G726: Final = {16: 2, 24: 3, 32: 4, 40: 5}
_KBITS: Final = {"k": 1, "kbit/s": 1, "kbps": 1}


@dataclass(frozen=True, slots=True)
class _Codec:
    """Encode, lose packets, decode, and leave out the delay that the codec has."""

    def apply(self, sound: Sound, draw: Draw) -> Sound:
        return self.carry(sound, (), draw)

    def carry(self, sound: Sound, droppers: Sequence[Dropper], draw: Draw) -> Sound:
        import numpy as np

        from .bridge import at_rate

        rate = self._rate(sound.rate)
        sent = at_rate(sound, rate)
        packets = self._encode(sent.pcm, rate)
        lost = np.zeros(len(packets), dtype=bool)
        for dropper in droppers:
            lost |= dropper.lost(len(packets), draw)
        heard = self._decode(packets, lost, rate)[self._delay(rate) :][: sent.frames]
        return Sound(np.concatenate([heard, np.zeros(sent.frames - len(heard))]), rate)

    def _rate(self, rate: int) -> int:
        raise NotImplementedError

    def _encode(self, pcm: bytes, rate: int) -> list[bytes]:
        raise NotImplementedError

    def _decode(self, packets: list[bytes], lost: Any, rate: int) -> Any:
        raise NotImplementedError

    def _delay(self, _rate: int) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class _Waveform(_Codec):
    """A codec of single samples, which knows of no packets: what is lost is repeated."""

    def _rate(self, rate: int) -> int:
        return 8000

    def _encode(self, pcm: bytes, rate: int) -> list[bytes]:
        from .ffmpeg import encoded

        sent = b"".join(encoded(self._name, pcm, rate, self._options))
        size = round(_PACKET * self._bits)
        return [sent[start : start + size] for start in range(0, len(sent), size)]

    def _decode(self, packets: list[bytes], lost: Any, rate: int) -> Any:
        import numpy as np

        from .bridge import array_of
        from .concealment import filled

        size = round(_PACKET * rate)
        arrived = b"".join(packet for packet, is_lost in zip(packets, lost, strict=True) if not is_lost)
        samples = array_of(self._samples(arrived, rate)) if arrived else np.zeros(0)
        blocks = [samples[start : start + size] for start in range(0, len(samples), size)]
        if blocks:
            blocks[-1] = np.concatenate([blocks[-1], np.zeros(size - len(blocks[-1]))])
        return np.concatenate(filled(blocks, lost, size))

    @property
    def _name(self) -> str:
        raise NotImplementedError

    @property
    def _bits(self) -> float:
        """Bytes a second."""
        return 8000

    @property
    def _options(self) -> dict[str, str]:
        return {}

    def _samples(self, data: bytes, rate: int) -> bytes:
        from .ffmpeg import decoded

        return decoded(self._name, [data], rate)


@dataclass(frozen=True, slots=True)
class Plain(_Waveform):
    """No codec: bare samples in packets."""

    def _rate(self, rate: int) -> int:
        return rate

    def _encode(self, pcm: bytes, rate: int) -> list[bytes]:
        size = 2 * round(_PACKET * rate)
        return [pcm[start : start + size] for start in range(0, len(pcm), size)]

    def _samples(self, data: bytes, rate: int) -> bytes:
        return data


@dataclass(frozen=True, slots=True)
class G711(_Waveform):
    """``ulaw`` and ``alaw``: the telephone of the fixed line (https://www.itu.int/rec/T-REC-G.711)."""

    law: str

    @classmethod
    def read_ulaw(cls, written: Written) -> G711:
        """That of America and Japan."""
        written.most(0)
        return cls("pcm_mulaw")

    @classmethod
    def read_alaw(cls, written: Written) -> G711:
        """That of the rest of the world."""
        written.most(0)
        return cls("pcm_alaw")

    @property
    def _name(self) -> str:
        return self.law


@dataclass(frozen=True, slots=True)
class G722(_Waveform):
    """``g722``: HD voice of the fixed line (https://www.itu.int/rec/T-REC-G.722)."""

    @classmethod
    def read(cls, written: Written) -> G722:
        """It has no choice."""
        written.most(0)
        return cls()

    def _rate(self, rate: int) -> int:
        return 16000

    @property
    def _name(self) -> str:
        return "g722"

    def _delay(self, _rate: int) -> int:
        return 22  # samples of its two filters


@dataclass(frozen=True, slots=True)
class G726(_Waveform):
    """``g726:32k``: cordless telephones, and long lines of old."""

    kbits: int

    @classmethod
    def read(cls, written: Written) -> G726:
        """Read a rate."""
        return cls(int(_choice(written.first("32k"), tuple(_G726), "g726")))

    @property
    def _name(self) -> str:
        return "g726"

    @property
    def _bits(self) -> float:
        return self.kbits * 125

    @property
    def _options(self) -> dict[str, str]:
        return {"code_size": str(_G726[self.kbits])}

    def _samples(self, data: bytes, rate: int) -> bytes:
        from .ffmpeg import unwrapped

        return unwrapped("g726", data, {**self._options, "sample_rate": str(rate)})


@dataclass(frozen=True, slots=True)
class _Speech(_Codec):
    """A codec that conceals lost packets itself, if it is given a sign in their place."""

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
class Amr(_Speech):
    """``amr:12.2k``: mobile telephones, in eight rates."""

    kbits: float

    @classmethod
    def read(cls, written: Written) -> Amr:
        """Read a rate."""
        return cls(_choice(written.first("12.2k"), _AMR, "amr"))

    def _rate(self, rate: int) -> int:
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
        return 40  # samples that it looks ahead


@dataclass(frozen=True, slots=True)
class Opus(_Speech):
    """``opus:16k``: calls over the internet, from 6 to 128 kbit/s."""

    kbits: float

    @classmethod
    def read(cls, written: Written) -> Opus:
        """Read a rate."""
        return cls(quantity(written.first("16k"), "rate of opus, such as opus:16k", _KBITS, lowest=6, highest=128))

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


def _choice(text: str, rates: tuple[float, ...], name: str) -> float:
    known = ", ".join(f"{rate:g}k" for rate in rates)
    value = quantity(text, f"rate of {name}: {known}", _KBITS)
    if value not in rates:
        msg = f"{text!r} is no rate of {name}: {known}"
        raise ConditionError(msg)
    return value
