"""``russo.lock``: every utterance of a suite, and what it must sound like, to the byte.

A block an utterance, sorted by text, so that two branches that add utterances touch different lines. Where they do
not, the file with git's conflict marks in it is read as both sides together, and written again without them.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .errors import AudioError, LockError, MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .audio import Audio
    from .cache import AudioCache

NAME: Final = "russo.lock"
VERSION: Final = 1
_HEAD: Final = (
    "# What this project's tests say, and what it must sound like. Made by `pytest --russo-lock`; commit it.\n"
    "# After a merge conflict, run that again: it reads both sides.\n\n"
)
_LOSSLESS: Final = frozenset({"flac", "pcm", "wav"})


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance as a lock names it.

    Args:
        key: The name of its entry.
        text: What is said.
        provider: Who says it; the class, for a synthesizer without a provider.
        duration: Seconds of speech.
        audio: SHA-256 of the bytes, as ``sha256:...``.
        pcm: SHA-256 of the samples, where the format keeps them: re-encoding without loss does not change it.
        fields: What the key was made of.

    Example:
        >>> from russo import Audio
        >>> from russo.lockfile import describe
        >>> hello = describe("abc123", "hello", Audio(bytes(480), "pcm"), {"identity": {"provider": "acme"}})
        >>> hello.duration, hello.difference(Audio(bytes(480), "pcm"))
        (0.01, None)
    """

    key: str
    text: str
    provider: str
    duration: float
    audio: str
    pcm: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)

    def difference(self, audio: Audio) -> str | None:
        """What is wrong with audio that should be this utterance.

        Args:
            audio: The audio.

        Returns:
            What is wrong, for people, or None where the bytes are the same.
        """
        if self.audio == sha256(audio.data):
            return None
        if self.pcm is not None and self.pcm == pcm_sha256(audio):
            return "the same samples in another file: its bytes are not those of the lock"
        return f"its bytes are {sha256(audio.data)}, and the lock says {self.audio}"


def describe(key: str, text: str, audio: Audio, key_fields: Mapping[str, Any]) -> Utterance:
    """The utterance of an entry.

    Args:
        key: The name of the entry.
        text: What is said.
        audio: What it sounds like.
        key_fields: What its key was made of, as the entry's meta has it.

    Returns:
        The utterance, with the hashes of the audio.

    Example:
        >>> from russo import Audio
        >>> from russo.lockfile import describe
        >>> describe("abc123", "hello", Audio(bytes(480), "pcm"), {}).audio[:15]
        'sha256:4b48f21a'
    """
    identity = key_fields.get("identity", {})
    provider = identity.get("provider") or identity.get("class") or ""
    return Utterance(
        key, text, provider, round(audio.duration, 3), sha256(audio.data), pcm_sha256(audio), _without_none(key_fields)
    )


class Lock:
    """The utterances of a project, by key. Iterating gives them sorted by text.

    Give it to `russo.CachedSynthesizer` as ``lock``: what is served must be in it, as it is in there.

    Args:
        utterances: Any number, in any order.

    Example:
        >>> import tempfile
        >>> from russo import Audio, AudioCache
        >>> from russo.lockfile import Lock, describe
        >>> audio = Audio(bytes(480), "pcm")
        >>> lock = Lock().updated([describe("abc123", "hello", audio, {})], complete=True)
        >>> lock.get("abc123").text
        'hello'
        >>> lock.check("abc123", "hello", audio)
        >>> [problem for _, problem in lock.verify(AudioCache("no-such-folder"))]
        ['not in the cache, or damaged there']
        >>> lock.write(tempfile.mkdtemp() + "/russo.lock")
        True
    """

    def __init__(self, utterances: Iterable[Utterance] = ()) -> None:
        self._by_key = {utterance.key: utterance for utterance in utterances}

    def __len__(self) -> int:
        return len(self._by_key)

    def __iter__(self) -> Any:
        return iter(sorted(self._by_key.values(), key=lambda one: (one.text, one.provider, one.key)))

    def get(self, key: str) -> Utterance | None:
        """The utterance of a key.

        Args:
            key: The name of its entry.

        Returns:
            The utterance, or None where it is not in the lock.
        """
        return self._by_key.get(key)

    def updated(self, utterances: Iterable[Utterance], *, complete: bool) -> Lock:
        """This lock with what a run has said.

        Args:
            utterances: What it has said.
            complete: Whether that was everything: then what it has not said is left out.

        Returns:
            A new lock.
        """
        said = {utterance.key: utterance for utterance in utterances}
        return Lock((said if complete else {**self._by_key, **said}).values())

    def check_known(self, key: str, text: str) -> Utterance:
        """Refuse an utterance that the lock does not have, before anybody is asked to speak it.

        Args:
            key: The name of its entry.
            text: What is said, for the message.

        Returns:
            The utterance as the lock has it.

        Raises:
            LockError: It is not in the lock.

        Example:
            >>> from russo.lockfile import Lock
            >>> Lock().check_known("abc123", "hello")  # doctest: +ELLIPSIS
            Traceback (most recent call last):
            russo.errors.LockError: frozen, and 'hello' is not in russo.lock (key abc123); the lock has no such text: ...
        """
        locked = self.get(key)
        if locked is None:
            near = [one for one in self if one.text == text]
            hint = f"; the lock has this text with {dict(near[0].fields)!r}" if near else "; the lock has no such text"
            msg = f"frozen, and {text!r:.100} is not in {NAME} (key {key}){hint}: pytest --russo-lock adds it"
            raise LockError(msg)
        return locked

    def check(self, key: str, text: str, audio: Audio) -> None:
        """Refuse an utterance that is not what the lock says.

        Args:
            key: The name of its entry.
            text: What is said, for the message.
            audio: What it sounds like.

        Raises:
            LockError: It is not in the lock, or sounds different.
        """
        locked = self.check_known(key, text)
        difference = locked.difference(audio)
        if difference is not None:
            msg = f"frozen, and {text!r:.100} is not what {NAME} says (key {key}): {difference}"
            raise LockError(msg)

    def verify(self, cache: AudioCache) -> list[tuple[Utterance, str]]:
        """Compare a cache with the lock.

        Args:
            cache: The cache.

        Returns:
            The utterances whose entries are missing, damaged or different, each with what is wrong.
        """
        problems = []
        for utterance in self:
            audio = cache.get(utterance.key)
            problem = utterance.difference(audio) if audio is not None else _absence(cache, utterance.key)
            if problem is not None:
                problems.append((utterance, problem))
        return problems

    def write(self, path: str | os.PathLike[str]) -> bool:
        """Write the file, if it would change.

        Args:
            path: The file.

        Returns:
            Whether it was written.

        Raises:
            LockError: The file cannot be written.
        """
        import tomli_w

        blocks = [_block(utterance) for utterance in self]
        text = _HEAD + tomli_w.dumps({"version": VERSION, "utterance": blocks})
        target = Path(path)
        try:
            if target.exists() and target.read_text(encoding="utf-8") == text:
                return False
            _replace(target, text)
        except OSError as error:
            msg = f"cannot write {str(target)!r}: {error.strerror or error}"
            raise LockError(msg) from error
        return True


def read_lock(path: str | os.PathLike[str]) -> Lock:
    """Read a lock.

    Args:
        path: The file. One that is not there is an empty lock; one with git's conflict marks is both sides together.

    Returns:
        The lock.

    Raises:
        LockError: The file cannot be read, is no lock, or is one of a newer russo.

    Example:
        >>> from russo.lockfile import read_lock
        >>> len(read_lock("no-such-folder/russo.lock"))
        0
    """
    return Lock(utterance for side in read_sides(path) for utterance in side)


def read_sides(path: str | os.PathLike[str]) -> tuple[Lock, ...]:
    """Read a lock that may have git's conflict marks in it.

    Args:
        path: The file. One that is not there is an empty lock.

    Returns:
        Each side, ours first; one lock for a file without conflicts.

    Raises:
        LockError: The file cannot be read, is no lock, or is one of a newer russo.
    """
    target = Path(path)
    try:
        text = target.read_text(encoding="utf-8")
    except FileNotFoundError:
        return (Lock(),)
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read {str(target)!r}: {error}"
        raise LockError(msg) from error
    return tuple(Lock(_parse(side, target)) for side in _sides(text))


def merge_locks(base: Lock, ours: Lock, theirs: Lock) -> Lock:
    """Merge two locks that came from one: what either side added, without what either side took out.

    Args:
        base: What both came from.
        ours: One side; where both recorded an utterance, it is this one.
        theirs: The other side.

    Returns:
        A new lock.
    """
    kept = {one.key: one for one in theirs}
    kept |= {one.key: one for one in ours if one != base.get(one.key) or one.key not in kept}
    gone = {one.key for one in base for side in (ours, theirs) if side.get(one.key) is None}
    return Lock(one for key, one in kept.items() if key not in gone)


def _absence(cache: AudioCache, key: str) -> str:
    obstacle = cache.obstacle(key)
    return f"not readable in the cache ({obstacle})" if obstacle else "not in the cache, or damaged there"


def _replace(target: Path, text: str) -> None:
    """Write a file beside, and put it in place: what a full disk stops leaves the old lock whole."""
    target = target.resolve()  # a link stays one
    new = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(target)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def sha256(data: bytes) -> str:
    """The hash of bytes, with its name."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def pcm_sha256(audio: Audio) -> str | None:
    """The hash of the samples, for formats that keep them; None for others, and where they cannot be read here."""
    if audio.format not in _LOSSLESS:
        return None
    try:
        return sha256(audio.to_pcm().data)
    except (AudioError, MissingDependencyError):
        return None


def _sides(text: str) -> tuple[str, ...]:
    """The file, or each side of it if git could not merge them."""
    lines = text.split("\n")  # git's lines: a text may hold what `splitlines` takes for an end, such as U+2028
    if not any(line.startswith("<<<<<<< ") for line in lines):
        return (text,)
    sides: tuple[list[str], list[str]] = ([], [])
    inside: int | None = None
    for line in lines:
        if line.startswith("<<<<<<<"):
            inside = 0
        elif line.startswith("|||||||"):
            inside = 2  # what both came from, which `diff3` shows too: neither side
        elif line.startswith("=======") and inside is not None:
            inside = 1
        elif line.startswith(">>>>>>>"):
            inside = None
        else:
            for number, side in enumerate(sides):
                if inside in {None, number}:
                    side.append(line)
    return tuple("\n".join(side) for side in sides)


def _parse(text: str, path: Path) -> list[Utterance]:
    try:
        document = tomllib.loads(text)
        version = document.get("version")
        if version != VERSION:
            msg = f"{path.name} has version {version!r}, and this russo reads {VERSION}: upgrade russo-core"
            raise LockError(msg)
        blocks = document.get("utterance", [])
        if not isinstance(blocks, list):
            msg = f"utterance must be a list of tables, not {blocks!r:.100}"
            raise TypeError(msg)
        return [_utterance(block) for block in blocks]
    except (tomllib.TOMLDecodeError, TypeError, RecursionError) as error:
        problem = "its tables are nested too deeply" if isinstance(error, RecursionError) else str(error)
        msg = f"{str(path)!r} is not a russo.lock: {problem}; delete it, and make it again with pytest --russo-lock"
        raise LockError(msg) from error


def _utterance(block: Any) -> Utterance:
    if not isinstance(block, dict):
        msg = f"utterance must be a list of tables, and one of them is {block!r:.100}"
        raise TypeError(msg)
    known = {one.name: one.default is MISSING and one.default_factory is MISSING for one in fields(Utterance)}
    missing = [name for name, required in known.items() if required and name not in block]
    if missing or block.keys() - known:
        lacks = f"lacks {', '.join(missing)}" if missing else f"has {', '.join(sorted(block.keys() - known))}, unknown"
        msg = f"the utterance {block.get('text')!r:.100} {lacks}"
        raise TypeError(msg)
    utterance = Utterance(**block)
    for name in ("key", "text", "provider", "audio"):
        if not isinstance(getattr(utterance, name), str):
            msg = f"{name} must be a string, not {getattr(utterance, name)!r:.100}"
            raise TypeError(msg)
    if not isinstance(utterance.fields, dict):
        msg = f"fields must be a table, not {utterance.fields!r:.100}"
        raise TypeError(msg)
    return utterance


def _block(utterance: Utterance) -> dict[str, Any]:
    block = {
        "text": utterance.text,
        "provider": utterance.provider,
        "key": utterance.key,
        "duration": utterance.duration,
        "audio": utterance.audio,
        "pcm": utterance.pcm,
        "fields": utterance.fields,
    }
    return {name: value for name, value in block.items() if value is not None}


def _without_none(value: Any) -> Any:
    """TOML has no null: one in a list is a table without anything, and a field that is null is left out."""
    if isinstance(value, dict):
        return {name: _without_none(item) for name, item in sorted(value.items()) if item is not None}
    return [{} if item is None else _without_none(item) for item in value] if isinstance(value, list) else value
