"""Runs samples through filters of FFmpeg (https://ffmpeg.org/ffmpeg-filters.html#Audio-Filters)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..errors import AudioError
from .extra import need_av, reason
from .frames import layout_name, to_bytes, to_frames
from .samples import Samples

if TYPE_CHECKING:
    from collections.abc import Iterator


def run_filters(samples: Samples, *steps: tuple[str, str], purpose: str) -> Samples:
    """Run samples through filters, one after the other.

    Args:
        samples: The samples.
        steps: The name of each filter and its arguments, in FFmpeg's own notation.
        purpose: Why, for the message if PyAV is not installed: ``to change the sample rate``.

    Returns:
        The result, in 16 bits.

    Raises:
        AudioError: FFmpeg does not accept the filters, their arguments or the samples.
        MissingDependencyError: PyAV is not installed.
    """
    av = need_av(purpose)
    rate, channels = samples.sample_rate, samples.channels
    blocks = []
    try:
        for frame in _filtered(av, samples, steps):
            rate, channels = frame.sample_rate, frame.layout.nb_channels
            blocks.append(to_bytes(frame))
    except Exception as error:
        msg = f"{samples.channels} channels at {samples.sample_rate} Hz cannot go through {steps!r}: {reason(error)}"
        raise AudioError(msg) from error
    return Samples(b"".join(blocks), rate, channels)


def _filtered(av: Any, samples: Samples, steps: tuple[tuple[str, str], ...]) -> Iterator[Any]:
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        format="s16",
        layout=layout_name(samples.channels),
        sample_rate=samples.sample_rate,
        time_base=Fraction(1, samples.sample_rate),
    )
    middle = [graph.add(name, arguments) for name, arguments in steps]
    graph.link_nodes(source, *middle, graph.add("aformat", "sample_fmts=s16"), graph.add("abuffersink")).configure()
    for frame in to_frames(av, samples):
        graph.push(frame)
        yield from _pulled(av, graph)
    graph.push(None)
    yield from _pulled(av, graph)


def _pulled(av: Any, graph: Any) -> Iterator[Any]:
    while True:
        try:
            yield graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
