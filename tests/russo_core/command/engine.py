"""An engine for the contract: a tone on stdout, as loud as its arguments say."""

from __future__ import annotations

import sys
import wave
import zlib

if __name__ == "__main__":
    loud = 32 + zlib.crc32("|".join(sys.argv[1:]).encode()) % 32
    tone = (bytes((0, loud)) * 8 + bytes((0, 256 - loud)) * 8) * (len(sys.stdin.buffer.read()) * 40)
    with wave.open(sys.stdout.buffer, "wb") as file:
        file.setparams((1, 2, 8000, len(tone) // 2, "NONE", ""))
        file.writeframes(tone)
