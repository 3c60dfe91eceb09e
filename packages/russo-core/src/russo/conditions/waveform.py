"""Codecs that encode each sample by itself. A lost packet is replaced by the sound before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .codec import PACKET, Codec, choice

if TYPE_CHECKING:
    from .quantities import Written

# kbit/s of G.726 to the bits of its code words (https://www.itu.int/rec/T-REC-G.726)
_G726: Final = {16: 2, 24: 3, 32: 4, 40: 5}


@dataclass(frozen=True, slots=True)
class Waveform(Codec):
    """A codec of single samples."""

    def _rate(self, _rate: int) -> int:
        return 8000

    def _encode(self, pcm: bytes, rate: int) -> list[bytes]:
        from .ffmpeg import encoded

        sent = b"".join(encoded(self._name, pcm, rate, self._options))
        size = round(PACKET * self._bits)
        return [sent[start : start + size] for start in range(0, len(sent), size)]

    def _decode(self, packets: list[bytes], lost: Any, rate: int) -> Any:
        import numpy as np

        from .bridge import array_of
        from .concealment import filled

        size = round(PACKET * rate)
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
class Plain(Waveform):
    """No codec: bare samples in packets."""

    def _rate(self, rate: int) -> int:
        return rate

    def _encode(self, pcm: bytes, rate: int) -> list[bytes]:
        size = 2 * round(PACKET * rate)
        return [pcm[start : start + size] for start in range(0, len(pcm), size)]

    def _samples(self, data: bytes, _rate: int) -> bytes:
        return data


@dataclass(frozen=True, slots=True)
class G711(Waveform):
    """``ulaw`` and ``alaw``: the telephone of the fixed line (https://www.itu.int/rec/T-REC-G.711)."""

    law: str

    @classmethod
    def read_ulaw(cls, written: Written) -> G711:
        """The one of North America and Japan."""
        written.most(0)
        return cls("pcm_mulaw")

    @classmethod
    def read_alaw(cls, written: Written) -> G711:
        """The one of the rest of the world."""
        written.most(0)
        return cls("pcm_alaw")

    @property
    def _name(self) -> str:
        return self.law


@dataclass(frozen=True, slots=True)
class G722(Waveform):
    """``g722``: HD voice of the fixed line (https://www.itu.int/rec/T-REC-G.722)."""

    @classmethod
    def read(cls, written: Written) -> G722:
        """It takes no values."""
        written.most(0)
        return cls()

    def _rate(self, _rate: int) -> int:
        return 16000

    @property
    def _name(self) -> str:
        return "g722"

    def _delay(self, _rate: int) -> int:
        return 22  # samples of its two filters


@dataclass(frozen=True, slots=True)
class G726(Waveform):
    """``g726:32k``: cordless telephones, and old long-distance lines."""

    kbits: int

    @classmethod
    def read(cls, written: Written) -> G726:
        """Read a rate."""
        return cls(int(choice(written.first("32k"), tuple(_G726), "g726")))

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
