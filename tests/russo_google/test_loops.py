from __future__ import annotations

import asyncio
import gc
import logging
import threading

import pytest


@pytest.fixture
def nothing_is_left_behind():
    """Collects garbage here, so that a warning about an unclosed object, which is an error, belongs to its test."""
    yield
    gc.collect()


@pytest.mark.usefixtures("nothing_is_left_behind")
def test_successive_event_loops(gemini):
    gemini.speaks()
    synthesizer = gemini.synthesizer()
    audios = [asyncio.run(synthesizer.synthesize("Hello")) for _ in range(3)]
    assert [audio.data for audio in audios] == [gemini.pcm] * 3


@pytest.mark.usefixtures("nothing_is_left_behind")
def test_threads_with_loops_of_their_own(gemini):
    gemini.speaks()
    synthesizer = gemini.synthesizer()
    audios = []
    threads = [
        threading.Thread(target=lambda: audios.append(asyncio.run(synthesizer.synthesize("Hello")))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [audio.data for audio in audios] == [gemini.pcm] * 4


@pytest.mark.usefixtures("nothing_is_left_behind")
def test_a_failure_leaves_nothing_either(gemini, socket_server):
    server = socket_server(lambda connection: None)
    for _ in range(2):
        with pytest.raises(Exception, match="google could not be reached"):
            asyncio.run(gemini.synthesizer(base_url=server.url).synthesize("Hello"))


@pytest.mark.usefixtures("nothing_is_left_behind")
def test_no_task_outlives_its_call(gemini):
    gemini.speaks()

    async def main():
        await gemini.synthesizer().synthesize("Hello")
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(main(), debug=True) == set()


def test_asyncio_in_debug_mode_has_nothing_to_say(gemini, caplog):
    gemini.speaks()
    asyncio.run(gemini.synthesizer().synthesize("Hello"))  # does the slow import of the SDK
    with caplog.at_level(logging.ERROR, "asyncio"):
        asyncio.run(gemini.synthesizer().synthesize("Hello"), debug=True)
    assert [record.message for record in caplog.records if record.name == "asyncio"] == []
