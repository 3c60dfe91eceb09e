"""``russo.lock``: every utterance of a suite, and what it must sound like, to the byte.

There is one block for each utterance, sorted by text, so that two branches that add utterances touch different lines.
If they do not, a file with git's conflict marks in it is read as both sides together, and rewritten without them.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..cache.beside import put_durably
from ..cache.place import SAFELY
from ..errors import LockError
from .blocks import dump, parse
from .utterance import Utterance, describe, pcm_sha256, sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..audio import Audio
    from ..cache import AudioCache

__all__ = ["NAME", "Lock", "Utterance", "describe", "pcm_sha256", "read_lock", "sha256"]

NAME: Final = "russo.lock"
# In bytes: enough for 100,000 utterances.
_LONGEST: Final = 100_000_000


class Lock:
    """The utterances of a project, by key. Iterating gives them sorted by text.

    Give it to `russo.CachedSynthesizer` as ``lock``, and only what is in it is served, with exactly that audio.

    Args:
        utterances: Any number of utterances, in any order.

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
            The utterance, or None if it is not in the lock.
        """
        return self._by_key.get(key)

    def updated(self, utterances: Iterable[Utterance], *, complete: bool) -> Lock:
        """Make a lock from this one and what a run has said.

        Args:
            utterances: What the run has said.
            complete: Whether that was everything, so that what it has not said is left out.

        Returns:
            A new lock.
        """
        said = {utterance.key: utterance for utterance in utterances}
        return Lock((said if complete else {**self._by_key, **said}).values())

    def check_known(self, key: str, text: str, fields: Mapping[str, Any] | None = None) -> Utterance:
        """Refuse an utterance that the lock does not have, before a provider is called.

        Args:
            key: The name of its entry.
            text: The text, for the message.
            fields: What its key is made of, for the message, which then says what differs.

        Returns:
            The utterance as the lock has it.

        Raises:
            LockError: It is not in the lock.

        Example:
            >>> from russo.lockfile import Lock
            >>> Lock().check_known("abc123", "hello")  # doctest: +ELLIPSIS
            Traceback (most recent call last):
            russo.errors.LockError: frozen, and 'hello' is not in russo.lock (key abc123): ...
        """
        locked = self.get(key)
        if locked is None:
            from .nearest import nearest

            near = nearest(self, text, fields)
            msg = f"frozen, and {text!r:.100} is not in {NAME} (key {key}): {near}. pytest --russo-lock adds it"
            raise LockError(msg)
        return locked

    def check(self, key: str, text: str, audio: Audio, fields: Mapping[str, Any] | None = None) -> None:
        """Refuse an utterance that is not what the lock says.

        Args:
            key: The name of its entry.
            text: The text, for the message.
            audio: Its audio.
            fields: As for `check_known`.

        Raises:
            LockError: It is not in the lock, or differs from it.
        """
        locked = self.check_known(key, text, fields)
        difference = locked.difference(audio)
        if difference is not None:
            msg = (
                f"frozen, and {text!r:.100} is not what {NAME} says (key {key}): {difference}. "
                "If it was recorded again on purpose, pytest --russo-lock takes it as it is now"
            )
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
        text = dump(self)
        target = Path(path)
        try:
            before = _read(target)
            if before is not None and before.replace(b"\r\n", b"\n") == text.encode():
                return False  # git may have changed the line endings
            put_durably(_resolved(target), text.encode())
        except OSError as error:
            msg = f"cannot write {str(target)!r}: {error.strerror or error}"
            raise LockError(msg) from error
        return True


def read_lock(path: str | os.PathLike[str]) -> Lock:
    """Read a lock.

    Args:
        path: The file. If there is none, the lock is empty. If it has git's conflict marks, it is both sides together.

    Returns:
        The lock.

    Raises:
        LockError: The file cannot be read, is not a lock, or was written by a newer russo.

    Example:
        >>> from russo.lockfile import read_lock
        >>> len(read_lock("no-such-folder/russo.lock"))
        0
    """
    return Lock(utterance for side in read_sides(path) for utterance in side)


def named_lock(path: str | os.PathLike[str], *, why: str = "") -> Lock:
    """Read a lock that must not be empty.

    Args:
        path: The file.
        why: The beginning of the error, if it should say what needs the lock.

    Returns:
        The lock.

    Raises:
        LockError: It names no utterance, for example because there is no file, or `read_lock` refuses it.
    """
    lock = read_lock(path)
    if not len(lock):
        state = "names no utterance" if os.path.exists(path) else "does not exist"
        msg = f"{why}{os.fspath(path)!r} {state}: pytest --russo-lock writes it"
        raise LockError(msg)
    return lock


def read_sides(path: str | os.PathLike[str]) -> tuple[Lock, ...]:
    """Read a lock that may have git's conflict marks in it.

    Args:
        path: The file. If there is none, the lock is empty.

    Returns:
        Each side, ours first; one lock for a file without conflicts.

    Raises:
        LockError: The file cannot be read, is not a lock, or was written by a newer russo.
    """
    target = Path(path)
    try:
        raw = _read(target)
    except OSError as error:
        msg = f"cannot read {str(target)!r}: {error.strerror or error}"
        raise LockError(msg) from error
    return (Lock(),) if raw is None else _parsed(raw, target)


def parse_lock(raw: bytes, path: str | os.PathLike[str]) -> Lock:
    """Read a lock from bytes, which git has in one of its commits.

    Args:
        raw: The bytes.
        path: The file that they belong to, for the message.

    Returns:
        The lock; both sides together, if there are git's conflict marks.

    Raises:
        LockError: They are not a lock, or were written by a newer russo.
    """
    return Lock(one for side in _parsed(raw, Path(path)) for one in side)


def _parsed(raw: bytes, path: Path) -> tuple[Lock, ...]:
    try:
        text = raw.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        msg = f"cannot read {str(path)!r}: {error}"
        raise LockError(msg) from error
    return tuple(map(Lock, parse(text, path)))


def merge_locks(base: Lock, ours: Lock, theirs: Lock) -> Lock:
    """Merge two locks with a common ancestor: what either side added, without what either side removed.

    Args:
        base: The common ancestor.
        ours: One side, which wins if both recorded an utterance.
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


def _read(target: Path) -> bytes | None:
    """The bytes of a lock file, or None if there is none.

    Raises:
        OSError: It exists but cannot be read, because it is a pipe, for example.
    """
    try:
        descriptor = os.open(_resolved(target), os.O_RDONLY | SAFELY)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb", 0) as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is not a file", str(target))
        if status.st_size > _LONGEST:
            raise OSError(errno.EFBIG, f"it has more than {_LONGEST:,} bytes", str(target))
        return file.readall()


def _resolved(target: Path) -> Path:
    """Where the file really is, so that a link to it stays a link when the file is written."""
    try:
        return target.resolve()
    except RuntimeError:  # links that form a loop
        return target
