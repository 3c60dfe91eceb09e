"""An engine for the contract: a tone on stdout, whatever it is called with."""

from __future__ import annotations

import sys
import wave

if __name__ == "__main__":
    tone = (b"\0\x20" * 8 + b"\0\xe0" * 8) * (len(sys.stdin.buffer.read()) * 40)
    with wave.open(sys.stdout.buffer, "wb") as file:
        file.setparams((1, 2, 8000, len(tone) // 2, "NONE", ""))
        file.writeframes(tone)
