"""Reads the marker ``russo`` of a test, its class and its module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..errors import ConfigurationError
from .dialogue import texts_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pytest

    from .speaker import Speaker

MARKER: Final = "the marker russo"
# The fixture that runs a test with a voice. A test that uses one of the others is certain to say its marker's texts.
VOICE: Final = "_russo_voice"
_SPOKEN: Final = {"russo_audio", "russo_audios"}


def marked_speech(speaker: Speaker, item: pytest.Item) -> tuple[Speaker, tuple[str, ...]]:
    """The speaker and the texts of a test, as far as they are known before it runs.

    Args:
        speaker: The speaker of the settings.
        item: The test.

    Raises:
        RussoError: A marker is invalid.
    """
    if not _SPOKEN.intersection(getattr(item, "fixturenames", ())):
        return speaker, ()
    callspec: Any = getattr(item, "callspec", None)
    voice = callspec.params.get(VOICE) if callspec is not None else None
    return marked_speaker(speaker, marked_options(item, speaker.provider), voice), tuple(texts_of(marked_texts(item)))


def texts_of(said: Iterable[Any]) -> Iterator[str]:
    """All texts, including those in dialogues, but not their pauses.

    Raises:
        TextError: Something is neither a text nor a dialogue.
    """
    for one in said:
        yield from [one] if isinstance(one, str) else texts_in(one)


def marked_texts(node: pytest.Item) -> tuple[str, ...]:
    """The texts of the nearest marker that has some."""
    for marker in _markers(node):
        if marker.args:
            return marker.args
    return ()


def marked_options(node: pytest.Item, provider: str) -> dict[str, Any]:
    """The keywords of all markers. The nearest one wins, and what was set for one provider does not apply to another.

    Args:
        node: The test.
        provider: The provider of the settings, for which a marker is that names none.
    """
    options: dict[str, Any] = {}
    for marker in reversed(list(_markers(node))):
        named = marker.kwargs.get("provider", provider)
        options = {**(options if named == provider else {}), **marker.kwargs}
        provider = named
    options.pop("conditions", None)  # these are for the line, not for the speaker
    return options


def marked_conditions(node: pytest.Item) -> tuple[Any, ...] | None:
    """The conditions of the nearest marker that has some, or None if no marker does."""
    marker = node.get_closest_marker("russo_conditions")
    if marker is not None:
        return marker.args
    named = next((one.kwargs["conditions"] for one in _markers(node) if "conditions" in one.kwargs), None)
    if named is None:
        return None
    if not isinstance(named, list | tuple):
        msg = f"conditions={named!r} must be a list of conditions, such as ['clean', 'phone']"
        raise ConfigurationError(msg)
    return tuple(named)


def marked_speaker(speaker: Speaker, marked: Mapping[str, Any], voice: str | None) -> Speaker:
    """The speaker of a test: that of the settings, overridden by its markers and by the voice that it is run with.

    Args:
        speaker: The speaker of the settings.
        marked: What `marked_options` returns for the test.
        voice: The voice that it is run with, if there is one.
    """
    options = dict(marked)
    speaker = speaker.overridden(MARKER, options.pop("provider", None), options)
    return speaker.voiced(voice, "russo_voices") if voice is not None else speaker


def _markers(node: pytest.Item) -> Iterator[pytest.Mark]:
    """The markers, nearest first. One that names its text, or is in the style of release 0.3.3, is an error."""
    for marker in node.iter_markers("russo"):
        if "text" in marker.kwargs and not marker.args:
            text = marker.kwargs["text"]
            msg = f"@pytest.mark.russo(text=...) takes its text without a name: write @pytest.mark.russo({text!r})"
            raise ConfigurationError(msg)
        old = [f"{name}=..." for name in ("prompt", "expect") if name in marker.kwargs]
        # A provider may have an option named prompt, but then the marker also has a text.
        if "expect" in marker.kwargs or (old and not marker.args):
            text = marker.kwargs.get("prompt", "Hello")
            msg = (
                f"@pytest.mark.russo({', '.join(old)}) is the form of russo 0.3.3: write @pytest.mark.russo({text!r}), "
                "ask for russo_audio and assert in the test, as the page 'Upgrade from russo 0.3.3' shows"
            )
            raise ConfigurationError(msg)
        yield marker
