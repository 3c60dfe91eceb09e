"""A microphone whose reader stops: whoever speaks is told, and does not wait forever."""

from __future__ import annotations

import asyncio

import pytest

from russo.errors import AudioError
from russo.feeds import Microphone
from russo_core.line.test_frames import on_the_clock
from sounds import tone

UNREAD = (
    "nobody reads the microphone any more: the task that did {}, 5 s ago. It must read until everything has been said "
    "and the microphone is closed"
)


async def read(microphone, messages):
    for _ in range(messages):
        await anext(microphone)


async def fail(microphone):
    await anext(microphone)
    raise ConnectionResetError("the call has ended")


async def errors_of(microphone, reading, *, say_first):
    saying = [asyncio.create_task(microphone.say(tone(1, 8000))) for _ in range(2 * say_first)]
    task = asyncio.create_task(reading)
    await asyncio.wait([task], timeout=0.1)
    task.cancel()
    await asyncio.wait([task])
    saying += [asyncio.create_task(microphone.say(tone(1, 8000))) for _ in range(2 * (not say_first))]
    return await asyncio.gather(*saying, return_exceptions=True)


@pytest.mark.parametrize("say_first", [True, False])
@pytest.mark.parametrize(
    ("reader", "how", "cause"),
    [
        (fail, "failed (ConnectionResetError('the call has ended'))", ConnectionResetError),
        (lambda microphone: read(microphone, 3), "has ended", type(None)),
        (lambda microphone: read(microphone, 9999), "was cancelled", type(None)),
    ],
    ids=["fails", "ends", "is cancelled"],
)
def test_the_task_that_reads(reader, how, cause, say_first):
    async def main(loop):
        microphone = Microphone("pcm", sample_rate=8000)
        return await errors_of(microphone, reader(microphone), say_first=say_first)

    errors = on_the_clock(main)
    assert [repr(error) for error in errors] == [repr(AudioError(UNREAD.format(how)))] * 2
    assert [type(error.__cause__) for error in errors] == [cause] * 2


def test_another_task_may_read_on():
    async def main(loop):
        microphone = Microphone("pcm", sample_rate=8000)
        saying = asyncio.create_task(microphone.say(tone(0.1, 8000)))
        await asyncio.create_task(read(microphone, 3))
        await asyncio.sleep(4)
        await asyncio.create_task(read(microphone, 4))
        return await saying

    assert on_the_clock(main) is None


def test_a_task_for_each_message():
    async def main(loop):
        microphone = Microphone("pcm", sample_rate=8000)
        saying = asyncio.create_task(microphone.say(tone(9, 8000)))
        while not saying.done():
            await asyncio.wait_for(asyncio.create_task(read(microphone, 1)), 1)
        await asyncio.sleep(60)
        return saying.exception()

    assert on_the_clock(main) is None


def test_nobody_has_to_read_at_once():
    async def main(loop):
        microphone = Microphone("pcm", sample_rate=8000)
        saying = asyncio.create_task(microphone.say(tone(0.1, 8000)))
        await asyncio.sleep(60)
        await read(microphone, 7)
        return await saying

    assert on_the_clock(main) is None


def test_a_line_that_nobody_has_read_to_its_end_works_again():
    async def main(loop):
        microphone = Microphone("pcm", sample_rate=8000)
        await errors_of(microphone, read(microphone, 3), say_first=True)
        saying = asyncio.create_task(microphone.say(tone(0.1, 8000)))
        await asyncio.sleep(0)
        await asyncio.create_task(read(microphone, 7))
        return await saying

    assert on_the_clock(main) is None
