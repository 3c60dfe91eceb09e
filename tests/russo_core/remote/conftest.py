from __future__ import annotations

import asyncio
import logging
import os
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

import russo.cache.remote.address
from russo import Audio, AudioCache, CachedSynthesizer
from russo.cache import Remote
from russo_core.remote import proxy as proxies
from stories.bucket import serving, variables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def s3_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a real server that speaks S3."""
    with serving(tmp_path_factory.mktemp("s3"), "bucket") as port:
        yield port


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting from outside applies, and no cloud is contacted."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "RUSSO_"))]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine reaches no time limit, except where a test sets one, and a failed request is soon repeated."""
    monkeypatch.setitem(Remote.__init__.__kwdefaults__, "timeout", 60.0)
    options = russo.cache.remote.address._options

    def soon(timeout: float) -> dict[str, Any]:
        found = options(timeout)
        backoff = {"init_backoff": timedelta(seconds=0.01), "max_backoff": timedelta(seconds=0.04), "base": 2}
        return found | {"retry_config": {**found["retry_config"], "backoff": backoff}}

    monkeypatch.setattr(russo.cache.remote.address, "_options", soon)


@pytest.fixture
def s3(s3_port: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A remote for this test alone, in a bucket."""
    for name, value in variables(s3_port).items():
        monkeypatch.setenv(name, value)
    return f"s3://bucket/{tmp_path.name}-{os.getpid()}-{time.monotonic_ns()}"


@pytest.fixture
def proxy(s3_port: int, s3: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[proxies.Proxy]:
    """A proxy between russo and the bucket of `s3`."""
    started = proxies.start(s3_port)
    monkeypatch.setenv("AWS_ENDPOINT_URL", started.url)
    yield started
    started.close()


@pytest.fixture(params=["memory", "file", "s3"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same scenarios for all kinds of stores."""
    if request.param == "s3":
        yield request.getfixturevalue("s3")
    elif request.param == "file":
        yield (tmp_path / "shared").as_uri()
    else:
        yield f"memory://{tmp_path.name}"
        russo.cache.remote.address._in_memory.clear()


class Beep:
    """A paid synthesizer that returns different bytes each time."""

    provider = "beep"

    def __init__(self, seconds: float = 0.0) -> None:
        self.paid: list[str] = []
        self.began = asyncio.Event()
        self._seconds = seconds

    async def synthesize(self, text: str) -> Audio:
        self.paid.append(text)
        self.began.set()
        await asyncio.sleep(self._seconds)
        return Audio(os.urandom(4800), "pcm")


class Machine:
    """A machine, with its own cache folder and synthesizer."""

    def __init__(self, folder: Path, remote: Remote | str | None, seconds: float = 0.0) -> None:
        self.cache = AudioCache(folder, remote=remote)
        self.beep = Beep(seconds)
        self.synthesizer = CachedSynthesizer(self.beep, cache=self.cache)

    def say(self, text: str) -> Audio:
        return asyncio.run(self.synthesizer.synthesize(text))

    def key(self, text: str) -> str:
        return self.synthesizer.key(text)

    @property
    def remote(self) -> Remote:
        assert self.cache.remote is not None
        return self.cache.remote


@pytest.fixture
def machine(tmp_path: Path) -> Callable[..., Machine]:
    """Make another machine that shares a remote with the others."""
    made: list[Machine] = []

    def make(remote: Remote | str | None, **how: float) -> Machine:
        made.append(Machine(tmp_path / f"machine-{len(made)}", remote, **how))
        return made[-1]

    return make


@pytest.fixture
def warnings_of(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """The messages in the log."""
    return lambda: [
        one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING and one.name == "russo.cache"
    ]
