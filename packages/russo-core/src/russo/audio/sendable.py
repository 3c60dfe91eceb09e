"""The methods of `Audio` that bring it to an agent. The code behind a method is imported when it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from .speech import Speech

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from ..feeds import Feed, Target


class Sendable(Speech):
    """Frames, in real time or not; the messages that an agent takes; and the effects of a line on speech."""

    __slots__ = ()

    def frames(self, ms: float = 20, *, pad: bool = True, tail: float = 0.0) -> list[bytes]:
        """The samples in frames of one length.

        Args:
            ms: Milliseconds of a frame.
            pad: Fill up the last frame with silence. Otherwise it is as short as what is left.
            tail: Seconds of silence behind the speech, as a turn detector waits for.

        Returns:
            Frames of G.711 (``ulaw``, ``alaw``) as it is, and of anything else as 16-bit little-endian samples.

        Raises:
            AudioError: There is no audio, or a frame would not be a whole number of samples.

        Example:
            >>> from russo import Audio
            >>> [len(frame) for frame in Audio(bytes(1600), format="pcm", sample_rate=16000).frames(ms=20)]
            [640, 640, 640]
        """
        from . import framing

        return framing.frames(self, ms, pad=pad, tail=tail)

    def stream(self, ms: float = 20, *, realtime: bool = True, tail: float = 0.0) -> AsyncIterator[bytes]:
        """The same frames, each when it is due: ``async for frame in audio.stream(): ...``.

        The first comes at once, and the loop ends when the last would have been heard. Times are counted from the
        first, so that delays do not add up. A wait that is cancelled, by a timeout for example, loses no frame.

        Args:
            ms: Milliseconds of a frame.
            realtime: Wait for the clock of the event loop. Otherwise every frame comes at once.
            tail: Seconds of silence behind the speech, as a turn detector waits for.

        Returns:
            An asynchronous iterator of frames as those of `frames`, the last one padded with silence.

        Raises:
            AudioError: There is no audio, or a frame would not be a whole number of samples.

        Example:
            >>> import asyncio
            >>> from russo import Audio
            >>> async def send(audio, websocket):
            ...     async for frame in audio.stream(ms=20, tail=0.8):
            ...         await websocket.send(frame)
        """
        from . import framing, pacing

        return pacing.Paced(((frame, ms / 1000) for frame in framing.frames(self, ms, tail=tail)), realtime=realtime)

    def feed(
        self,
        target: str | Target,
        *,
        ms: float | None = None,
        realtime: bool = True,
        tail: float = 0.0,
        **options: Any,
    ) -> Feed:
        """The same speech as the messages that an agent takes.

        ``for`` yields every message at once, ``async for`` each when it is due, and ``await feed.into(...)`` sends them
        to the agent.

        Args:
            target: The kind of agent: ``"twilio"``, ``"livekit"``, ``"pipecat"``, ``"openai"``, ``"gemini"``,
                ``"aiortc"``, ``"pcm"``, or the name of an entry point of the group ``russo.feeds``; or a target made
                by `russo.feeds.get_target`, which continues where its last utterance ended.
            ms: Milliseconds of a frame; None for those of the target.
            realtime: Let ``async for`` and ``into`` wait for the clock.
            tail: Seconds of silence behind the speech, as a turn detector waits for.
            options: Options of the target, such as ``stream_sid`` for Twilio.

        Returns:
            The messages.

        Raises:
            AudioError: There is no audio, or a frame would not be a whole number of samples.
            PluginError: There is no such target, or it does not load.
            OptionError: The target does not take an option, or not that value, or it is no target.

        Example:
            >>> from russo import Audio
            >>> silence = Audio(bytes(3200), format="pcm", sample_rate=16000)
            >>> [len(frame) for frame in silence.feed("pcm", sample_rate=16000)]
            [640, 640, 640, 640, 640]
        """
        from ..feeds import Feed, get_target

        speech: Any = self
        made, whole = get_target(target, **options), isinstance(target, str)
        return Feed(speech, made, ms=ms, realtime=realtime, tail=tail, whole=whole)

    def under(self, condition: str, *, seed: str | None = None) -> Self:
        """The same speech, as it arrives over a bad line.

        Args:
            condition: Parts joined by ``+``, each a name and its values, separated by colons:
                ``"noise:15dB + amr:7.95k + loss:3%"``; or a name for several: ``"phone"``.
            seed: Decides, together with the condition, everything random in it; None for the speech itself.

        Returns:
            16-bit samples, mono, at the rate of the line. The same speech, condition and seed give the same bytes in
            every run.

        Raises:
            ConditionError: There is no such condition, or it does not accept its values.
            AudioError: There is no audio.
            MissingDependencyError: ``russo-core[audio]`` is not installed.

        Example:
            >>> from russo import Audio
            >>> Audio(bytes([0, 32] * 24000), format="pcm", sample_rate=24000).under("phone").sample_rate
            8000
        """
        from ..conditions import under

        return cast("Self", under(cast("Any", self), condition, seed=seed))
