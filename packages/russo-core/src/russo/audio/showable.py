"""The methods of `Audio` that play it and draw it. The code behind a method is imported when it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .speech import Speech

if TYPE_CHECKING:
    import os
    from pathlib import Path


class Showable(Speech):
    """Playing and drawing."""

    __slots__ = ()

    def play(self) -> None:
        """Play the speech to its end, with whatever player this machine has.

        Raises:
            AudioError: There is no audio, or no player, or none that has a device to play on.
            MissingDependencyError: The audio is compressed, and ``russo-core[audio]`` is not installed.

        Example:
            >>> from russo import Audio
            >>> def listen(audio: Audio) -> None:
            ...     audio.play()
        """
        from . import playing

        playing.play_audio(self)

    def plot(self, path: str | os.PathLike[str]) -> Path:
        """Draw the waveform.

        Args:
            path: The ``.svg`` file to write. An existing file is replaced.

        Returns:
            The path.

        Raises:
            AudioError: There is no audio, or the path has another extension or cannot be written.
            MissingDependencyError: The audio is compressed, and ``russo-core[audio]`` is not installed.

        Example:
            >>> import tempfile
            >>> from russo import Audio
            >>> Audio(bytes(48000), format="pcm").plot(tempfile.mkdtemp() + "/quiet.svg").name
            'quiet.svg'
        """
        from . import waveform

        return waveform.write(self, path)

    def _repr_html_(self) -> str:
        """A player and the waveform, as notebooks show them."""
        from . import waveform

        return waveform.page(self)
