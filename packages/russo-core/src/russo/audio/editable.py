"""The methods of `Audio` that return changed audio. The code behind a method is imported when it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .speech import Speech

if TYPE_CHECKING:
    from typing import Self


class Editable(Speech):
    """Cutting, joining, levelling and encoding. Each method returns new audio, and does not change its own."""

    __slots__ = ()

    def resample(self, hz: int) -> Self:
        """The same speech at another sample rate.

        Args:
            hz: Frames a second.

        Returns:
            16-bit samples (``format="pcm"``).

        Raises:
            AudioError: The rate is not a whole number of at least 1, or there is no audio.
            MissingDependencyError: ``russo-core[audio]`` is not installed.

        Example:
            >>> from russo import Audio
            >>> Audio(bytes(48000), format="pcm", sample_rate=24000).resample(8000)
            Audio(<16000 bytes>, format='pcm', sample_rate=8000, channels=1, sample_width=2)
        """
        from . import editing, values

        return editing.pcm_of(self, values.whole("hz", hz))

    def mono(self) -> Self:
        """The same speech with one channel: the mean of all.

        Returns:
            16-bit samples (``format="pcm"``).

        Raises:
            AudioError: There is no audio.
            MissingDependencyError: Channels must be mixed, and ``russo-core[audio]`` is not installed.

        Example:
            >>> from russo import Audio
            >>> Audio(bytes(480), format="pcm", channels=2).mono().channels
            1
        """
        from . import editing

        return editing.pcm_of(self, channels=1)

    def normalize(self, dbfs: float = -1.0) -> Self:
        """The same speech, as loud as its loudest sample allows.

        Args:
            dbfs: The level of the loudest sample, in dB relative to full scale; 0 or less. Silence stays silent.

        Returns:
            16-bit samples (``format="pcm"``).

        Raises:
            AudioError: The level is above 0 or not a number, or there is no audio.

        Example:
            >>> from russo import Audio
            >>> quiet = Audio(bytes([0, 1] * 2400), format="pcm")
            >>> round(float(quiet.normalize(-6).samples.max()), 3)  # half of what is possible is -6 dB
            0.501
        """
        from . import editing

        return editing.normalize(self, dbfs)

    def trim_silence(self, dbfs: float = -50.0) -> Self:
        """The same speech without the quiet parts before and after it.

        Args:
            dbfs: What counts as quiet: 10 ms in which no sample reaches this level, in dB relative to full scale.

        Returns:
            16-bit samples (``format="pcm"``). Pauses within the speech are kept.

        Raises:
            AudioError: All of it is quiet, the level is above 0 or not a number, or there is no audio.

        Example:
            >>> from russo import Audio
            >>> word = Audio(bytes([0, 64] * 2400), format="pcm")  # 0.1 s
            >>> word.with_silence(before=1.0, after=1.0).trim_silence().duration
            0.1
        """
        from . import editing

        return editing.trim_silence(self, dbfs)

    def with_silence(self, *, before: float = 0.0, after: float = 0.0) -> Self:
        """The same speech with silence around it.

        Args:
            before: Seconds of silence before the speech.
            after: Seconds of silence after it, for which a turn detector waits.

        Returns:
            16-bit samples (``format="pcm"``).

        Raises:
            AudioError: A time is negative or not a number, or there is no audio.

        Example:
            >>> from russo import Audio
            >>> Audio(bytes(48000), format="pcm").with_silence(before=0.5, after=0.8).duration
            2.3
        """
        from . import editing

        return editing.with_silence(self, before, after)

    def concat(self, *others: Self) -> Self:
        """This speech, and other speech after it.

        Args:
            others: What follows, in any format. It is converted to the rate and channels of this audio.

        Returns:
            16-bit samples (``format="pcm"``).

        Raises:
            AudioError: There is no audio in one of them.
            MissingDependencyError: One of them must be resampled, and ``russo-core[audio]`` is not installed.

        Example:
            >>> from russo import Audio
            >>> second = Audio(bytes(48000), format="pcm")
            >>> second.concat(second, second[:0.5]).duration
            2.5
        """
        from . import editing

        return editing.concat(self, others)

    def __getitem__(self, part: slice) -> Self:
        """The part between two times in seconds, as in ``audio[0.5:2.0]``; negative ones count from the end.

        Raises:
            AudioError: There is nothing between them, or they are not numbers.
        """
        from . import editing

        return editing.cut(self, part)

    def encode(self, format: str) -> Self:  # noqa: A002 - as `Audio` has it
        """The same speech in another format, in memory.

        Args:
            format: ``"wav"``, ``"flac"``, ``"mp3"``, ``"opus"`` (Ogg Opus), ``"pcm"``; or as telephones have it:
                ``"ulaw"`` and ``"alaw"`` (G.711, at 8000 Hz) and ``"g722"`` (at 16000 Hz), with one channel.

        Returns:
            What `russo.Audio.save` would write; its ``data`` are the bytes.

        Raises:
            AudioError: There is no such format, or no audio.
            MissingDependencyError: ``russo-core[audio]`` is not installed.

        Example:
            >>> from russo import Audio
            >>> Audio(bytes(48000), format="pcm", sample_rate=24000).encode("ulaw")
            Audio(<8000 bytes>, format='ulaw', sample_rate=8000, channels=1, sample_width=1)
        """
        from . import formats

        return formats.encode(self, format)

    @property
    def samples(self) -> Any:
        """The samples as a NumPy array of shape ``(frames, channels)``, ``float32``, from -1 up to 1.

        Raises:
            AudioError: There is no audio.
            MissingDependencyError: NumPy is not installed.

        Example:
            >>> from russo import Audio
            >>> samples = Audio(bytes([0, 64] * 24000), format="pcm").samples
            >>> samples.shape, samples.dtype.name, float(samples[0, 0])
            ((24000, 1), 'float32', 0.5)
        """
        from . import arrays

        return arrays.samples_of(self)
