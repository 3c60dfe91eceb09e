"""Draws the waveform of speech as SVG."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..errors import AudioError, RussoError
from ..writing import write as write_file
from .editing import pcm_of, read_samples
from .samples import WIDTH

if TYPE_CHECKING:
    import os

    from .speech import Speech

_COLUMNS: Final = 600
HEIGHT: Final = 100
"""How high a waveform is drawn, in units of SVG."""


def write(audio: Speech, path: str | os.PathLike[str]) -> Path:
    """Draw the waveform into a file."""
    target = Path(path)
    if target.suffix.lower() != ".svg":
        msg = f"a waveform is drawn as .svg, not as {target.suffix!r}"
        raise AudioError(msg)
    drawn = draw(audio)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_file(target, drawn.encode())
    except OSError as error:
        msg = f"cannot write {str(target)!r}: {error.strerror or error}"
        raise AudioError(msg) from error
    return target


def draw(audio: Speech) -> str:
    """The waveform as SVG, in the colour of the text around it."""
    pcm = pcm_of(audio)
    seconds = len(pcm.data) // (WIDTH * pcm.channels) / pcm.sample_rate
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_COLUMNS} {HEIGHT}" width="{_COLUMNS}" '
        f'height="{HEIGHT}" role="img" aria-label="{seconds:.2f} s of audio">'
        f'<path d="{trace(pcm, _COLUMNS)}" stroke="currentColor" fill="none"/></svg>\n'
    )


def trace(pcm: Speech, columns: int) -> str:
    """The waveform of 16-bit samples as a path of SVG: a line for each column, `HEIGHT` high."""
    samples = read_samples(pcm.data)
    size = max(pcm.channels, -(-len(samples) // columns))
    scale = HEIGHT / 2 / 32768
    lines = []
    for column, start in enumerate(range(0, len(samples), size)):
        part = samples[start : start + size]
        # Silence is drawn as a thin line.
        top, bottom = HEIGHT / 2 - max(part) * scale - 0.5, HEIGHT / 2 - min(part) * scale + 0.5
        lines.append(f"M{column + 0.5} {top:.1f}V{bottom:.1f}")
    return "".join(lines)


def peaks(audio: Speech, columns: int) -> list[float]:
    """For each column, how far its samples swing: 0 for silence, 1 for as far as 16 bits go.

    Raises:
        RussoError: The bytes cannot be decoded.
    """
    pcm = pcm_of(audio)
    samples = read_samples(pcm.data)
    size = max(pcm.channels, -(-len(samples) // columns))
    parts = (samples[start : start + size] for start in range(0, len(samples), size))
    return [max(map(abs, (max(part), min(part)))) / 32768 for part in parts]


def page(audio: Speech) -> str:
    """A player above the waveform; the plain ``repr`` if the bytes are not audio."""
    try:
        sound, drawn = b64encode(audio.to_wav().data).decode("ascii"), draw(audio)
    except RussoError:
        return f"<code>{escape(repr(audio))}</code>"
    return f'{drawn}<br><audio controls src="data:audio/wav;base64,{sound}"></audio>'
