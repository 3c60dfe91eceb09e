"""What the marker ``russo`` of a test, its class and its module says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

    from .speaker import Speaker

MARKER = "the marker russo"


def marked_texts(node: pytest.Item) -> tuple[str, ...]:
    """The texts of the nearest marker that has any."""
    for marker in node.iter_markers("russo"):
        if marker.args:
            return marker.args
    return ()


def marked_options(node: pytest.Item) -> dict[str, Any]:
    """The keywords of all markers, the nearest winning."""
    options: dict[str, Any] = {}
    for marker in node.iter_markers("russo"):
        # What a class set for its provider does not follow to the provider that a test sets.
        if "provider" in options and marker.kwargs.get("provider", options["provider"]) != options["provider"]:
            break
        options = {**marker.kwargs, **options}
    return options


def marked_speaker(speaker: Speaker, node: pytest.Item, voice: str | None) -> Speaker:
    """The speaker of a test: that of the settings, its markers over it, and over all the voice it is run with."""
    options = marked_options(node)
    speaker = speaker.overridden(MARKER, options.pop("provider", None), options)
    return speaker.voiced(voice, "russo_voices") if voice is not None else speaker
