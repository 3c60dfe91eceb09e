"""Machines that miss the same utterance at the same time pay once, even if one dies or their clocks differ."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from russo.cache import Remote
from russo_core.remote.test_scenarios import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from russo import Audio
    from russo_core.remote.conftest import Machine
    from russo_core.remote.proxy import Answer, Proxy

    Make = Callable[..., Machine]

# A machine's process: its folder, the remote, the log of paid calls, the duration of a call, the lease, the texts.
PROCESS = """
import asyncio, os, sys
import json
if os.environ.get("CLOCK_AHEAD"):
    import time
    true, ahead = time.time, float(os.environ["CLOCK_AHEAD"])
    time.time = lambda: true() + ahead
from russo import Audio, AudioCache, CachedSynthesizer
from russo.cache import Remote

folder, address, log, seconds, lease, texts = sys.argv[1:]

class Beep:
    provider = "beep"
    async def synthesize(self, text):
        with open(log, "a") as file:
            file.write(text + "\\n")
        print("paying", flush=True)
        await asyncio.sleep(float(seconds))
        return Audio(os.urandom(480), "pcm")

async def main():
    synthesizer = CachedSynthesizer(Beep(), cache=AudioCache(folder, remote=Remote(address, lease=float(lease), timeout=30)))
    said = await asyncio.gather(*(synthesizer.synthesize(text) for text in json.loads(texts)))
    print(json.dumps([audio.data.hex() for audio in said]), flush=True)

asyncio.run(main())
"""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started = []

    def start(
        folder: str, address: str, texts: list[str], *, seconds: float, lease: float = 15.0, **environment: str
    ) -> Any:
        import os

        arguments = [tmp_path / folder, address, tmp_path / "log", seconds, lease, json.dumps(texts)]
        process = subprocess.Popen(
            [sys.executable, "-c", PROCESS, *map(str, arguments)],
            stdout=subprocess.PIPE, text=True, env={**os.environ, **environment},
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A remote that several processes can share."""
    return request.getfixturevalue("s3") if request.param == "s3" else (tmp_path / "shared").as_uri()


on_both = pytest.mark.parametrize("shared", ["s3", "file"], indirect=True)


def paid(tmp_path: Path) -> list[str]:
    return sorted((tmp_path / "log").read_text().splitlines())


def heard(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return output.splitlines()[-1]


@on_both
def test_eight_processes_on_two_machines_pay_for_each_utterance_once(shared: str, run: Any, tmp_path: Path) -> None:
    texts = [f"number {number}" for number in range(4)]
    processes = [run(f"machine-{number % 2}", shared, texts, seconds=0.3) for number in range(8)]
    assert len({heard(process) for process in processes}) == 1
    assert paid(tmp_path) == texts


@on_both
def test_clocks_that_are_an_hour_apart(shared: str, run: Any, tmp_path: Path) -> None:
    ahead = ("0", "3600", "-3600")
    processes = [run(f"machine-{one}", shared, ["hello"], seconds=1.0, CLOCK_AHEAD=one) for one in ahead]
    assert len({heard(process) for process in processes}) == 1
    assert paid(tmp_path) == ["hello"]


@on_both
def test_the_owner_is_killed_and_another_takes_over(shared: str, run: Any, tmp_path: Path) -> None:
    owner = run("machine-0", shared, ["hello"], seconds=60.0, lease=1.0)
    assert owner.stdout.readline() == "paying\n"
    others = [run(f"machine-{number}", shared, ["hello"], seconds=0.1, lease=60.0) for number in (1, 2)]
    owner.kill()
    assert len({heard(process) for process in others}) == 1
    assert paid(tmp_path) == ["hello", "hello"]


@pytest.mark.slow
@on_both
def test_an_owner_that_lives_keeps_its_lease_however_long_it_pays(shared: str, run: Any, tmp_path: Path) -> None:
    # Longer than the lease and the seconds to which stores round. The owner rewrites it three times as often as needed,
    # so that a busy machine may hold it up for four seconds.
    owner = run("machine-0", shared, ["hello"], seconds=9.0, lease=5.0)
    assert owner.stdout.readline() == "paying\n"
    other = run("machine-1", shared, ["hello"], seconds=0.1, lease=5.0)
    assert heard(other) == heard(owner)
    assert paid(tmp_path) == ["hello"]


def test_one_that_fails_lets_the_next_try_at_once(address: str, machine: Make) -> None:
    broken, other = machine(Remote(address, lease=60.0)), machine(Remote(address, lease=60.0))
    began = asyncio.Event()

    async def fail(text: str) -> None:
        began.set()
        await asyncio.sleep(0.2)  # the other usually waits for the lease by now, and it does not matter if it does not
        raise RuntimeError(text)

    broken.beep.synthesize = fail  # type: ignore[assignment]

    async def both() -> None:
        first = asyncio.create_task(broken.synthesizer.synthesize("hello"))
        await began.wait()
        await other.synthesizer.synthesize("hello")
        with pytest.raises(RuntimeError):
            await first

    started = time.monotonic()
    asyncio.run(both())
    assert time.monotonic() - started < 60  # or it would have waited until the lease expired
    assert other.beep.paid == ["hello"]


def test_leases_leave_nothing_behind(address: str, machine: Make) -> None:
    one = machine(address)
    for number in range(3):
        one.say(f"number {number}")
    assert [name for name in names(one.remote) if "/leases/" in name] == []


def test_who_is_cancelled_lets_go(address: str, machine: Make) -> None:
    slow, other = machine(Remote(address, lease=60.0), seconds=60.0), machine(Remote(address, lease=60.0))

    async def cancel() -> None:
        task = asyncio.create_task(slow.synthesizer.synthesize("hello"))
        await slow.beep.began.wait()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await asyncio.wait_for(other.synthesizer.synthesize("hello"), 30)

    asyncio.run(cancel())
    assert other.beep.paid == ["hello"]


@pytest.mark.parametrize("kind", ["ignored", "refused"])
def test_a_store_without_conditional_put(
    proxy: Proxy, s3: str, machine: Make, warnings_of: Callable[[], list[str]], kind: str
) -> None:
    if kind == "ignored":
        proxy.drop_headers = ("if-none-match",)
    else:
        proxy.unknown_headers = ("if-none-match",)
    one, other = machine(s3), machine(s3)
    audio = one.say("hello")
    one.say("bye")
    assert warnings_of() == [
        "the remote has no conditional put (If-None-Match): two machines may pay for one utterance"
    ]
    assert other.say("hello") == audio
    assert one.remote.counts.queued == 0


def test_a_lost_answer_to_the_first_question_is_no_store_without_conditional_put(
    proxy: Proxy, s3: str, machine: Make, warnings_of: Callable[[], list[str]]
) -> None:
    lost: list[str] = []

    def lose(method: str, path: str, answer: Answer) -> Answer:
        if method == "PUT" and "/probes/" in path and not lost:
            lost.append(path)
            raise ConnectionError  # nothing is answered, and the client sends it again
        return answer

    proxy.after = lose
    machines = [machine(s3, seconds=0.5) for _ in range(2)]

    async def both() -> list[Audio]:
        first = asyncio.create_task(machines[0].synthesizer.synthesize("hello"))
        await machines[0].beep.began.wait()
        return [await machines[1].synthesizer.synthesize("hello"), await first]

    first, second = asyncio.run(both())
    assert len(lost) == 1
    assert warnings_of() == []
    assert first == second
    assert [one.beep.paid for one in machines] == [["hello"], []]


def test_a_machine_that_hangs_does_not_hold_up_others_for_each_utterance(
    address: str, machine: Make, warnings_of: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, other = machine(Remote(address, lease=60.0)), machine(Remote(address, lease=60.0))
    texts = [f"number {number}" for number in range(5)]

    async def say() -> int:
        hung: list[str] = []
        all_hang, goes_on = asyncio.Event(), asyncio.Event()
        speak = hanging.beep.synthesize

        async def hang(text: str) -> Audio:
            hung.append(text)
            if len(hung) == len(texts):
                all_hang.set()
            await goes_on.wait()
            return await speak(text)

        monkeypatch.setattr(hanging.beep, "synthesize", hang)
        tasks = [asyncio.create_task(hanging.synthesizer.synthesize(text)) for text in texts]
        await all_hang.wait()
        monkeypatch.setattr("russo.cache.remote.lease._PATIENCE", 0.5)
        without_a_warning = 0
        for text in texts:
            await other.synthesizer.synthesize(text)
            without_a_warning += warnings_of() == []
        goes_on.set()
        await asyncio.gather(*tasks)
        return without_a_warning

    assert asyncio.run(say()) == 2
    assert other.beep.paid == texts
    (warning,) = warnings_of()
    assert warning.endswith(", 3 times in a row: not waiting for them any more; two machines may pay for one utterance")
