"""The process that speaks one utterance with espeak-ng and exits.

`synthesizer` starts it as a script in the folder of the engine, with the standard library and no site-packages.
The text comes in on stdin, and a WAV with the header of a stream goes out on stdout.

The engine keeps state from one utterance to the next, which changes the samples of the second. Only a fresh process
gives the same bytes every time, and a crash here does not take pytest down.
"""

from __future__ import annotations

import faulthandler
import os
import struct
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

TOO_LONG: Final = 3
"""The exit code that says: more speech than allowed."""

# https://github.com/espeak-ng/espeak-ng/blob/1.52.0/src/include/espeak-ng/speak_lib.h
_SYNCHRONOUS: Final = 2
_DONT_EXIT: Final = 0x8000
_BUFFER_MS: Final = 2000  # of speech at a time, at most: each turn has a cost, and the samples are the same
_UTF8: Final = 1  # neither espeakSSML nor espeakPHONEMES: markup is read out as it stands
_PARAMETERS: Final = {"rate": 1, "volume": 2, "pitch": 3, "pitch_range": 4, "word_gap": 7}


def main(library: str, seconds: str, limit: str, voice: str, *settings: str) -> None:
    """Speak the text on stdin.

    Args:
        library: The path of espeak-ng.
        seconds: After how long this process ends itself, in case nobody is left to do it.
        limit: The most bytes of samples.
        voice: A voice, as espeak-ng takes it.
        settings: ``name=value`` for each parameter.
    """
    faulthandler.enable()
    faulthandler.dump_traceback_later(float(seconds), exit=True)
    engine, rate = _start(library)
    if engine.espeak_SetVoiceByName(voice.encode()):
        sys.exit(f"espeak-ng has no voice {voice!r}")
    for setting in settings:
        name, _, value = setting.partition("=")
        if engine.espeak_SetParameter(_PARAMETERS[name], int(value), 0):
            sys.exit(f"espeak-ng does not take {setting!r}")
    out = _Output(int(limit))
    out.write(_stream_header(rate))
    _speak(engine, sys.stdin.buffer.read(), out)
    sys.stdout.buffer.flush()
    if out.full:
        sys.exit(TOO_LONG)


class _Output:
    """Samples on their way out, up to a limit."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self.full = False

    def write(self, data: bytes) -> bool:
        """Pass data on. Returns whether more is wanted."""
        self._left -= len(data)
        self.full = self._left < 0
        try:
            sys.stdout.buffer.write(data)
        except OSError:
            os._exit(1)  # nobody is reading any more; an exception would be lost inside the engine
        return not self.full


def _start(library: str) -> tuple[Any, int]:
    # Imported here, so that importing this module for its constants does not import ctypes.
    from ctypes import CDLL, c_long

    engine = CDLL(library)
    # The data is named relative to the working folder: the engine cuts paths after 160 characters, and on Windows
    # reads them in the code page of the system.
    rate = engine.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, b".", _DONT_EXIT)
    if rate <= 0:
        sys.exit("espeak-ng found no data")
    if hasattr(engine, "espeak_ng_SetRandSeed"):
        engine.espeak_ng_SetRandSeed(c_long(1))  # the noise of breathy voices
    return engine, rate


def _speak(engine: Any, text: bytes, out: _Output) -> None:
    from ctypes import CFUNCTYPE, c_char_p, c_int, c_size_t, c_uint, c_void_p, string_at

    def receive(samples: int | None, count: int, _events: int | None) -> int:
        """Take samples from the engine; anything but 0 makes it stop."""
        return int(bool(samples) and not out.write(string_at(samples or 0, 2 * count)))

    callback: Callable[..., int] = CFUNCTYPE(c_int, c_void_p, c_int, c_void_p)(receive)
    engine.espeak_SetSynthCallback(callback)
    engine.espeak_Synth.argtypes = (c_char_p, c_size_t, c_uint, c_int, c_uint, c_uint, c_void_p, c_void_p)
    status = engine.espeak_Synth(text, len(text) + 1, 0, 1, 0, _UTF8, None, None)
    if status and not out.full:
        sys.exit(f"espeak-ng failed with status {status}")


def _stream_header(rate: int) -> bytes:
    unknown = 0xFFFFFFFF
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", unknown, b"WAVE", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16, b"data", unknown
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
