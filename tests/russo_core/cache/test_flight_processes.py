"""Between processes: one pays, the others wait for the file."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer

if TYPE_CHECKING:
    from pathlib import Path

    from russo_core.cache.conftest import Start

ASK = """
    import asyncio, os, sys
    from pathlib import Path
    from russo import Audio, AudioCache, CachedSynthesizer

    folder, mode, texts = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]

    class Paid:
        provider = "paid"
        async def synthesize(self, text):
            with open(folder / "bill", "a") as bill:
                bill.write(text + "\\n")
            print("called", flush=True)
            if mode == "fail":
                raise LookupError(text)
            while mode == "hang":
                await asyncio.sleep(1)
            await asyncio.sleep(0.05)   # long enough for all the others to ask meanwhile
            return Audio(text.encode(), "pcm")

    async def main():
        cache = AudioCache(folder / "cache")
        speakers = [CachedSynthesizer(Paid(), cache=cache) for _ in range(2)]
        audios = await asyncio.gather(*(speaker.synthesize(text) for text in texts for speaker in speakers))
        assert [audio.data.decode() for audio in audios] == [text for text in texts for _ in speakers]

    asyncio.run(main())
"""


def bill(folder: Path) -> list[str]:
    return sorted((folder / "bill").read_text().split())


def test_eight_processes_pay_once(tmp_path: Path, start: Start) -> None:
    texts = ["a", "b", "c", "d"]
    processes = [start(ASK, tmp_path, "speak", *texts) for _ in range(8)]
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0] * 8
    assert bill(tmp_path) == texts
    assert AudioCache(tmp_path / "cache").size() == 4
    assert os.listdir(tmp_path / "cache" / ".local" / "locks") == []
    assert os.listdir(tmp_path / "cache" / ".local" / "tmp") == []


def test_the_payer_is_killed_and_another_takes_over(tmp_path: Path, start: Start) -> None:
    payer = start(ASK, tmp_path, "hang", "a")
    assert payer.stdout is not None
    assert payer.stdout.readline() == "called\n"
    waiting = [start(ASK, tmp_path, "speak", "a") for _ in range(2)]
    payer.kill()
    payer.wait()
    for process in waiting:
        process.communicate()
    assert [process.returncode for process in waiting] == [0, 0]
    assert bill(tmp_path) == ["a", "a"]


def test_the_payer_fails_and_another_tries(tmp_path: Path, start: Start) -> None:
    failing = start(ASK, tmp_path, "fail", "a")
    failing.communicate()
    assert failing.returncode == 1
    assert AudioCache(tmp_path / "cache").size() == 0
    waiting = start(ASK, tmp_path, "speak", "a")
    waiting.communicate()
    assert waiting.returncode == 0
    assert bill(tmp_path) == ["a", "a"]


def test_unrelated_utterances_do_not_wait(tmp_path: Path, start: Start) -> None:
    payer = start(ASK, tmp_path, "hang", "a")
    assert payer.stdout is not None
    assert payer.stdout.readline() == "called\n"
    other = start(ASK, tmp_path, "speak", "b")
    other.communicate()
    assert other.returncode == 0
    assert payer.poll() is None


class Paid:
    def __init__(self) -> None:
        self.called = asyncio.Event()
        self.go_on = asyncio.Event()

    async def synthesize(self, text: str) -> Audio:
        self.called.set()
        await self.go_on.wait()
        return Audio(b"parent", "pcm")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
async def test_a_fork_in_the_middle(cache: AudioCache) -> None:
    """The child inherits the table of flights, but neither the loop that would finish them nor its parent's lock."""
    paid = Paid()
    task = asyncio.create_task(CachedSynthesizer(paid, cache=cache).synthesize("hello"))
    await paid.called.wait()
    child = os.fork()
    if child == 0:
        try:
            asyncio._set_running_loop(None)
            speaker = CachedSynthesizer(paid, cache=AudioCache(cache.cache_dir))
            audio = asyncio.run(asyncio.wait_for(speaker.synthesize("hello"), 30))
            os._exit(0 if audio.data == b"parent" else 1)
        except BaseException:
            sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]  # there is one
            os._exit(2)
    paid.go_on.set()
    assert (await task).data == b"parent"
    _, status = await asyncio.to_thread(os.waitpid, child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
