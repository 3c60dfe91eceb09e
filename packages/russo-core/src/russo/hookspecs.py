"""The hooks that a plugin may implement, with pluggy, in the project ``russo``.

`russo_provider` is for the entry points of the group ``russo``; the others are for the group ``russo.plugins``, and
are called only for the plugins that the settings name (``russo_plugins``), in the order in which they are named.

All are plain functions, called in the thread that asks for the utterance; only `russo_transcribe` is not.
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
    """Change what is said.

    Called each time an utterance is looked up, and must give the same for the same each time. What it returns is
    both spoken and a part of the key, so a change of what it does can never be answered with old audio, and a text
    that it leaves alone keeps its key. The next plugin gets what this one has made of the text.

    Args:
        synthesizer: What is to speak.
        text: What it is to say, after the plugins that are named before this one.

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
    """Add to the key of an utterance what this plugin knows to change its sound.

    Called each time an utterance is looked up, with the text that is spoken: every `russo_text` has been called. The
    fields of each plugin are kept apart: two plugins may use the same names.

    Args:
        synthesizer: What is to speak.
        text: What it is to say.

    Returns:
        Fields that JSON can hold, or None for nothing to add.

    Example:
        >>> from russo import hookimpl
        >>> @hookimpl
        ... def russo_cache_key(synthesizer, text):
        ...     return {"lexicon": "2026-11"}
    """


@hookspec(firstresult=True)
def russo_audio(synthesizer: Synthesizer, text: str, audio: Audio) -> Audio | None:
    """Change what was spoken, before it is kept.

    Called after the synthesizer has spoken, not on a hit. Only a plugin whose `russo_cache_key` has given fields for
    this text may change its audio, and those fields must tell apart whatever sounds different: a plugin without that
    hook is refused when it is loaded, and an audio that was changed without fields is an error, not an entry. Where
    several plugins change the audio of one text, their order is a part of the key.

    Args:
        synthesizer: What has spoken.
        text: What it has said.
        audio: What it sounds like, after the plugins that are named before this one.

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
    """Listen to what was spoken, and write it down.

    Called once for each recording that is paid for, not on a hit, in a thread where it may take its time; several may
    be heard at once. What it writes down is compared with the text: another text is another try, and then a
    TranscriptMismatchError. It changes neither the key nor the audio, so it may be named or left out at
    any time. Where several plugins listen, the first that hears something decides.

    Args:
        audio: What was spoken, as the provider sent it.
        language: The language in which it was spoken, as a BCP 47 tag, where the synthesizer says so; else None.

    Returns:
        What was heard, in words or in figures; empty for silence. None for what it cannot understand.

    Example:
        >>> from russo import hookimpl
        >>> @hookimpl
        ... def russo_transcribe(audio, language):
        ...     return "hello" if audio.duration > 0.1 else ""
    """


@hookspec
def russo_event(event: Event) -> None:
    """Watch what happens to utterances: hits, calls, failures.

    Called after each of them, in the thread where it happened. It cannot change anything; an exception in it is
    logged, and costs nobody anything.

    Args:
        event: What has happened.

    Example:
        >>> from russo import hookimpl
        >>> @hookimpl
        ... def russo_event(event):
        ...     if event.kind == "synthesized":
        ...         print(f"{event.provider} has said {event.text!r}")
    """
