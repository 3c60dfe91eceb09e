"""A waveform in the terminal."""

from __future__ import annotations

import math
import shutil
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..audio import Audio

# The height of a bar is the loudest sample of its column, in eighths of a line.
_BARS: Final = " ▁▂▃▄▅▆▇█"
# For terminals that cannot show those.
_PLAIN: Final = " .:-=+*##"
_LINES: Final = 4
_WIDEST: Final = 100


def draw(audio: Audio) -> Iterator[str]:
    """The lines of a waveform as wide as the terminal, followed by the duration and the peak level.

    Raises:
        RussoError: The bytes cannot be decoded.
    """
    from ..audio.waveform import peaks

    width = max(1, min(shutil.get_terminal_size().columns - 1, _WIDEST))
    bars = _BARS if _can_show(_BARS) else _PLAIN
    full = len(bars) - 1
    found = peaks(audio, width)
    loudest = max(found, default=0.0)
    # The loudest bar takes the full height; silence is a thin line rather than a gap.
    heights = [max(1, round(peak / (loudest or 1) * _LINES * full)) for peak in found]
    for line in reversed(range(_LINES)):
        yield "".join(bars[min(max(height - line * full, 0), full)] for height in heights).rstrip()
    loud = f"loudest {20 * math.log10(loudest):.0f} dB" if loudest else "silent"
    yield f"{audio.duration:.2f} s, {loud}"


def _can_show(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
