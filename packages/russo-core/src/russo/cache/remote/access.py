"""Reads and writes the objects of a store, with a time limit for each call, and gives up on one that keeps failing."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar

from ...clock import seconds
from .address import open_store
from .breaker import Breaker
from .failures import UnreachableError, describe
from .threads import in_thread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    from obstore.store import ObjectStore

    from .address import Address

_T = TypeVar("_T")

# A body gets extra time: one second for so many bytes, which even a bad connection can carry.
_SLOWEST: Final = 1_000_000
# A call that takes more than this part of its limit counts as a failure: otherwise a slow store could hold up a run for
# hours without ever failing.
_SLOW: Final = 0.4
# An object larger than an hour of speech was not written by russo, and is not loaded into memory.
_LARGEST: Final = 512 * 1024 * 1024


class Item(NamedTuple):
    """An object as it appears in a listing."""

    path: str
    size: int
    modified: float


class Access:
    """The calls that a remote makes to its store.

    Args:
        address: Where it is.
        timeout: Seconds that an answer may take.
        on_giving_up: Called with the reason when no more calls will be made.
        may_write: Whether anything may be written there.
    """

    def __init__(
        self, address: Address, timeout: float, on_giving_up: Callable[[str], None], *, may_write: bool
    ) -> None:
        self.timeout = timeout
        told: list[str] = []
        self.reading = Breaker(f"reading the remote {str(address)!r}", told, on_giving_up, may_write=may_write)
        self.writing = Breaker(f"writing to the remote {str(address)!r}", told, on_giving_up, may_write=may_write)
        self._address = address
        self._may_write = may_write
        # In one attribute, so that no thread finds a store without the process that opened it.
        self._opened: tuple[ObjectStore, int] | None = None
        self._prefix = f"{address.prefix}/" if address.scheme == "memory" and address.prefix else ""
        self._knows_conditions = True
        self._under_way = 0

    async def get(self, path: str) -> memoryview | None:
        """The bytes of an object; None if there is none, and no bytes if it is too large to be an entry.

        Raises:
            UnreachableError: The store failed.
        """

        async def fetch(clock: asyncio.Timeout) -> memoryview:
            loop = asyncio.get_running_loop()

            def call() -> memoryview:
                found = self._open().get(path)
                size = found.meta["size"]
                if size > _LARGEST:
                    return memoryview(b"")
                if size > _SLOWEST:
                    loop.call_soon_threadsafe(self._extend, clock, size)
                return memoryview(found.bytes())

            return await in_thread(call)

        try:
            return await self._call(self.reading, fetch)
        except FileNotFoundError:
            return None

    async def start(self, path: str, length: int) -> bytes | None:
        """The first bytes of an object; None if there is none.

        Raises:
            UnreachableError: The store failed.
        """

        async def fetch(_: asyncio.Timeout) -> bytes:
            return await in_thread(lambda: bytes(self._open().get_range(path, start=0, end=length)))

        try:
            return await self._call(self.reading, fetch)
        except FileNotFoundError:
            return None

    async def put(self, path: str, data: bytes, *, create: bool) -> bool:
        """Write an object.

        Args:
            path: Its name.
            data: Its bytes.
            create: Whether to leave an existing object alone, if the store supports conditional writes.

        Returns:
            False if there was one already and it was left alone.

        Raises:
            UnreachableError: It was not written, or it is not known whether it was.
        """
        conditional = create and self._knows_conditions

        async def write(clock: asyncio.Timeout) -> bool:
            self._extend(clock, len(data))
            # In one request, because not every store supports conditions for uploads in parts.
            mode: Literal["create", "overwrite"] = "create" if conditional else "overwrite"

            def call() -> bool:
                store = self._open()
                # Only once the store is open: a thread that still imports obstore would let this import fail.
                from obstore.exceptions import AlreadyExistsError

                try:
                    store.put(path, data, mode=mode, use_multipart=False)
                except AlreadyExistsError:
                    return False
                return True

            return await in_thread(call)

        try:
            return await self._call(self.writing, write)
        except NotImplementedError:
            self._knows_conditions = False
            return await self.put(path, data, create=False)

    async def modified(self, path: str) -> float:
        """When an object was last written, by the store's clock, in seconds since the epoch.

        Raises:
            UnreachableError: The store failed.
        """

        async def ask(_: asyncio.Timeout) -> float:
            def call() -> float:
                return self._open().head(path)["last_modified"].timestamp()

            return await in_thread(call)

        try:
            return await self._call(self.reading, ask)
        except FileNotFoundError as error:
            raise UnreachableError("what was just written is not there") from error

    async def delete(self, paths: Iterable[str]) -> None:
        """Delete objects. Those that do not exist are skipped.

        Raises:
            UnreachableError: They were not deleted, or it is not known whether they were.
        """
        for path in paths:

            async def remove(_: asyncio.Timeout, path: str = path) -> None:
                await in_thread(lambda: self._open().delete(path))

            try:
                await self._call(self.writing, remove)
            except FileNotFoundError:
                continue

    async def list(self, folder: str) -> AsyncIterator[Item]:
        """The objects in a folder, in no particular order.

        Raises:
            UnreachableError: The store failed, or its listing goes round in a circle.
        """
        stream: Any = None
        begun: set[str] = set()

        async def more(_: asyncio.Timeout) -> Any:
            def call() -> Any:
                nonlocal stream
                if stream is None:
                    stream = iter(self._open().list(folder, chunk_size=1000))
                return next(stream, None)

            return await in_thread(call)

        try:
            while (batch := await self._call(self.reading, more)) is not None:
                if batch and batch[0]["path"] in begun:
                    raise UnreachableError("it lists the same objects again and again")
                begun.update(one["path"] for one in batch[:1])
                for one in batch:
                    yield Item(one["path"], one["size"], one["last_modified"].timestamp())
        except FileNotFoundError:
            return

    def _open(self) -> ObjectStore:
        if self._opened is None:
            self._opened = open_store(self._address, self.timeout, may_write=self._may_write), os.getpid()
        store, process = self._opened
        if process != os.getpid():
            # A forked child does not have obstore's threads, and would wait for them forever.
            raise UnreachableError("a forked process cannot use the connections of its parent", denied=True)
        return store

    def _extend(self, clock: asyncio.Timeout, size: int) -> None:
        if clock.when() is None or clock.expired():
            return
        clock.reschedule(asyncio.get_running_loop().time() + self.timeout + size / _SLOWEST)

    async def _call(self, breaker: Breaker, make: Callable[[asyncio.Timeout], Awaitable[_T]]) -> _T:
        """Make a call. Whether an object exists or not is an answer, not a failure.

        Raises:
            FileNotFoundError: There is no such object.
            NotImplementedError: The store has no such call.
            UnreachableError: Anything else.
        """
        if breaker.problem is not None:
            raise UnreachableError(breaker.problem)
        started = seconds()
        alone = self._under_way == 0
        self._under_way += 1
        try:
            async with asyncio.timeout(self.timeout) as clock:
                result = await make(clock)
        except (asyncio.CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:  # a Rust panic is not an Exception
            failure = describe(error, self.timeout, is_reading=breaker is self.reading)
            if failure is None:
                self._judge(breaker, seconds() - started if alone else 0.0, None)
                raise
        else:
            self._judge(breaker, seconds() - started if alone else 0.0, result)
            return result
        finally:
            self._under_way -= 1
        # Being refused one object does not mean being refused all: S3 answers like this if listing is not allowed.
        breaker.fail(failure.reason, for_good=failure.denied and breaker is self.writing)
        if failure.is_ours:
            self.reading.fail(failure.reason, for_good=True)
        raise failure

    def _judge(self, breaker: Breaker, took: float, result: object) -> None:
        """Count an answer as a success, or as a failure if it took very long."""
        size = len(result) if isinstance(result, (bytes, memoryview)) else 0
        if took > self.timeout * _SLOW + size / _SLOWEST:
            breaker.fail(f"it takes {took:.1f} s to answer")
        else:
            breaker.succeed()
