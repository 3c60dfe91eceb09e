"""The pluggy hooks that a plugin may implement. The name of the pluggy project is ``russo``.

`russo_provider` belongs to entry points in the group ``russo``. The others belong to the group ``russo.plugins``, and
are called only for the plugins that the settings name (``russo_plugins``), in the order in which they are named.

All are plain functions. They are called in the thread that asks for the utterance, except `russo_transcribe`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .audio import Audio
    from .events import Event
    from .provider import Provider
    from .synthesizer import Synthesizer

hookspec = pluggy.HookspecMarker("russo")
hookimpl = pluggy.HookimplMarker("russo")


@hookspec
def russo_provider() -> Provider | None:
    """Describe the one provider that this plugin brings.

    Called when the provider is asked for by name, and when providers are listed, in the thread that does so. The
    module that implements it is named by an entry point of the group ``russo``, whose name is the provider's. Neither
    importing that module nor calling this hook may import an SDK, read a key or do anything slow.

    Returns:
        The description.

    Example:
        >>> from russo import Provider, hookimpl
        >>> @hookimpl
        ... def russo_provider() -> Provider:
        ...     return Provider("acme", target="russo_acme:AcmeSynthesizer", package="russo-acme")
    """


@hookspec(firstresult=True)
def russo_text(synthesizer: Synthesizer, text: str) -> str | None:
    """Rewrite the text before it is spoken.

    Called each time an utterance is looked up, and must return the same for the same text each time. What it returns
    is both spoken and part of the key: if it starts rewriting a text differently, no old audio is served for that
    text, and a text that it leaves alone keeps its key. The next plugin gets the text as this one returned it.

    Args:
        synthesizer: The synthesizer that will speak.
        text: The text that it will say, after the plugins that are named before this one.

    Returns:
        The text to say instead, not blank, or None to leave it alone.

    Example:
        >>> from russo import hookimpl
        >>> @hookimpl
        ... def russo_text(synthesizer, text):
        ...     return text.replace("SQL", "sequel")
    """


@hookspec(firstresult=True)
def russo_cache_key(synthesizer: Synthesizer, text: str) -> Mapping[str, Any] | None:
    """Add fields to the key of an utterance: whatever this plugin knows that changes how it sounds.

    Called each time an utterance is looked up, with the text that will be spoken, after every `russo_text`. The
    fields of each plugin are kept apart, so two plugins may use the same names.

    Args:
        synthesizer: The synthesizer that will speak.
        text: The text that it will say.

    Returns:
        Fields that JSON can hold, or None to add nothing.

    Example:
        >>> from russo import hookimpl
        >>> @hookimpl
        ... def russo_cache_key(synthesizer, text):
        ...     return {"lexicon": "2026-11"}
    """


@hookspec(firstresult=True)
def russo_audio(synthesizer: Synthesizer, text: str, audio: Audio) -> Audio | None:
    """Change the audio before it is kept.

    Called after the synthesizer has spoken, but not on a hit. Only a plugin whose `russo_cache_key` returned fields
    for this text may change its audio, and whatever sounds different must have different fields. A plugin without
    that hook is refused when it is loaded, and audio that was changed without fields is an error and is not kept. If
    several plugins change the audio of one text, their order is part of the key.

    Args:
        synthesizer: The synthesizer that spoke.
        text: The text that it said.
        audio: The audio, after the plugins that are named before this one.

    Returns:
        The audio to serve and to keep instead, or None to leave it alone.

    Example:
        >>> from russo import Audio, hookimpl
        >>> @hookimpl
        ... def russo_cache_key(synthesizer, text):
        ...     return {"pause_ms": 100}
        >>> @hookimpl
        ... def russo_audio(synthesizer, text, audio):
        ...     pcm = audio.to_pcm()
        ...     pause = bytes(pcm.sample_rate // 10 * pcm.channels * pcm.sample_width)
        ...     return Audio(pcm.data + pause, "pcm", pcm.sample_rate, pcm.channels)
    """


@hookspec(firstresult=True)
def russo_transcribe(audio: Audio, language: str | None) -> str | None:
    """Transcribe what was spoken.

    Called once for each recording that was paid for, but not on a hit. It runs in a thread of its own, so it may be
    slow, and several recordings may be transcribed at once. The transcript is compared with the text. If they differ,
    the utterance is spoken once more, and a second difference is a TranscriptMismatchError. This hook affects neither
    the key nor the audio, so the plugin can be added or removed at any time. If several plugins listen, the first one
    that hears something decides.

    Args:
        audio: What was spoken, as the provider sent it.
        language: The language that was spoken, as a BCP 47 tag, or None if the synthesizer does not say.

    Returns:
        What was heard, with numbers as words or figures; empty for silence; None if it cannot tell.

    Example:
        >>> from russo import hookimpl
        >>> @hookimpl
        ... def russo_transcribe(audio, language):
        ...     return "hello" if audio.duration > 0.1 else ""
    """


@hookspec
def russo_event(event: Event) -> None:
    """Observe what happens to utterances: hits, calls, failures.

    Called after each of them, in the thread where it happened. It cannot change anything. An exception in it is
    logged and has no other effect.

    Args:
        event: What has happened.

    Example:
        >>> from russo import hookimpl
        >>> @hookimpl
        ... def russo_event(event):
        ...     if event.kind == "synthesized":
        ...         print(f"{event.provider} has said {event.text!r}")
    """
