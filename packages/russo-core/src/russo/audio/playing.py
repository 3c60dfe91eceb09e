"""Plays speech with any player that is installed on this machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..errors import AudioError
from .editing import pcm_of

if TYPE_CHECKING:
    from .speech import Speech

_PLAYERS: Final = (
    ("afplay",),
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"),
    ("play", "-q"),
)


def play_audio(audio: Speech) -> None:
    """Play speech, and wait for its end.

    Raises:
        AudioError: There is no audio, no player, or none of them has a device to play on.
    """
    with tempfile.TemporaryDirectory(prefix="russo-") as folder:
        path = Path(folder, "audio.wav")
        path.write_bytes(pcm_of(audio).to_wav().data)
        if not play(path):
            msg = "no player was found that has a device to play on: save the audio, and listen to the file"
            raise AudioError(msg)


def play(path: Path) -> bool:
    """Play a WAV file, and wait for its end.

    Args:
        path: The file.

    Returns:
        False if no player is installed, or none of them has a device to play on.
    """
    if sys.platform == "win32":
        import winsound

        try:
            winsound.PlaySound(str(path), winsound.SND_FILENAME)
        except RuntimeError:
            return False
        return True
    return any(_run(player, path) for player in _PLAYERS)


def _run(player: tuple[str, ...], path: Path) -> bool:
    program = shutil.which(player[0])
    if program is None:
        return False
    command = [program, *player[1:], str(path)]
    finished = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603 - one of the fixed commands above
    return finished.returncode == 0
