"""Checks that the audio can be heard, and matches its label."""

from __future__ import annotations

import array
import sys
from typing import TYPE_CHECKING, Final

import pytest

from ...audio import Audio
from ...errors import AudioError
from .base import Subject

if TYPE_CHECKING:
    from ...synthesizer import Synthesizer

# Formats without a header: only the label tells them apart.
_MIMES: Final = {"mp3": "audio/mpeg", "aac": "audio/aac", "ulaw": "audio/pcmu", "alaw": "audio/pcma"}
# -50 dBFS, below which no word is intelligible.
_FAINT: Final = 100


class AudioChecks(Subject):
    """The speech."""

    def test_audio_decodes(self) -> None:
        """The result is an Audio whose bytes decode and that is not empty.

        To fix: make it from the provider's bytes with ``russo.audio.check.received_audio``, which looks at them. For
        compressed audio, the tests need ``russo-core[audio]``.
        """
        audio = self.speak()
        assert isinstance(audio, Audio)
        assert len(audio.to_pcm().data) > 0
        assert audio.duration > 0

    def test_audio_is_what_it_says(self) -> None:
        """Format, rate and channels are those of the bytes.

        To fix: do not trust a label. ``Audio.from_bytes`` reads them from the header, if there is one.
        """
        audio = self._heard()
        mime = _MIMES.get(audio.format)
        found = Audio.from_bytes(audio.data, mime, sample_rate=audio.sample_rate, channels=audio.channels)
        said = (audio.format, audio.sample_rate, audio.channels)
        assert (found.format, found.sample_rate, found.channels) == said

    def test_audio_is_not_silent(self) -> None:
        """The audio is not silent.

        To fix: raise a NoAudioError for silence inside the call, since a retry may speak. If the transport is a
        fake, let it answer with a tone.
        """
        samples = array.array("h", self._heard().to_pcm().data)
        if sys.byteorder == "big":
            samples.byteswap()
        assert max(map(abs, samples)) > _FAINT, "the audio is silent"

    def test_duration_fits_the_text(self) -> None:
        """The speech is about as long as it takes to say the text.

        To fix: check whether the rate or the width of the samples is wrong, or the audio is truncated. If the
        transport is a fake, let it answer with one second or more. For an unusually slow or fast voice, set
        ``seconds_per_character``.
        """
        audio = self._heard()
        least, most = (seconds * len(self.text) for seconds in self.seconds_per_character)
        assert least <= audio.duration <= most, f"{audio.duration:.2f} s of speech for {self.text!r}"

    def _heard(self, synthesizer: Synthesizer | None = None) -> Audio:
        """Audio that decodes. If ``test_audio_decodes`` fails, the checks that need such audio are skipped."""
        audio = self.speak(synthesizer)
        try:
            audio.to_pcm()
        except (AudioError, AttributeError) as error:
            pytest.skip(f"test_audio_decodes fails: {error}")
        return audio
