from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

SCOPES = """
import asyncio
import pytest

@pytest.mark.asyncio(loop_scope="{scope}")
class TestLoop:
    @pytest.mark.russo("marked")
    async def test_audio(self, russo_audio, russo_synthesizer):
        assert (await russo_synthesizer.synthesize("first")).duration == 1.0

    async def test_side_by_side(self, russo_say, russo_synthesizer):
        spoken = await asyncio.gather(*(russo_synthesizer.synthesize(f"text {{n % 3}}") for n in range(9)))
        assert len(spoken) == 9
        assert russo_say("last").duration == 1.0
"""


@pytest.mark.parametrize("scope", ["function", "class", "module", "session"])
def test_every_loop_scope_of_pytest_asyncio(project: Project, scope: str) -> None:
    project.test(SCOPES.format(scope=scope), ini="russo_provider = fake\nasyncio_mode = strict")
    project.run_outside("-W", "error", "-p", "no:cacheprovider").assert_outcomes(passed=2)
    assert sorted(project.texts) == ["first", "last", "marked", "text 0", "text 1", "text 2"]


def test_anyio(project: Project) -> None:
    project.test(
        """
import pytest
pytestmark = pytest.mark.anyio

@pytest.fixture(params=["asyncio"])
def anyio_backend(request): return request.param

@pytest.mark.russo("marked")
async def test_it(russo_audio, russo_say, russo_synthesizer):
    assert (await russo_synthesizer.synthesize("one")).duration == 1.0
    assert russo_say("two").duration == 1.0
"""
    )
    project.run_outside("-W", "error", "-p", "anyio").assert_outcomes(passed=1)
    assert sorted(project.texts) == ["marked", "one", "two"]


def test_a_synthesizer_of_the_waiting_loop_is_found_out_by_a_time_limit(project: Project) -> None:
    project.test(
        """
import asyncio
import pytest
import pytest_asyncio
from russo import Audio
from russo.errors import SynthesisTimeoutError

@pytest_asyncio.fixture
async def russo_synthesizer():
    async def serve(reader, writer):
        await reader.readline()
        writer.write(b"pcm!")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    class Remote:
        async def synthesize(self, text):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(b"speak\\n")
                return Audio(await reader.read(), "pcm")
            finally:
                writer.close()
                await writer.wait_closed()

    async with server:
        yield Remote()

async def test_blocking(russo_say):
    with pytest.raises(SynthesisTimeoutError) as caught:
        russo_say("one")
    assert "was not spoken within 0.3 s" in str(caught.value)
    assert "await russo_synthesizer.synthesize(text) instead" in str(caught.value)

async def test_awaiting(russo_synthesizer):
    assert (await russo_synthesizer.synthesize("one")).data == b"pcm!"
""",
        ini="russo_timeout = 0.3\nasyncio_mode = auto",
    )
    project.run_outside("-W", "error").assert_outcomes(passed=2)


def test_a_synthesizer_that_blocks_its_thread_is_found_out_too(project: Project) -> None:
    project.test(
        """
import asyncio
import pytest
import pytest_asyncio
from russo.errors import SynthesisTimeoutError

class Blocking:
    def __init__(self, loop):
        self.loop = loop

    async def synthesize(self, text):
        # Nothing can interrupt this: the loop that it waits for is the one that waits for it.
        return asyncio.run_coroutine_threadsafe(asyncio.sleep(0), self.loop).result()

@pytest_asyncio.fixture
async def russo_synthesizer():
    return Blocking(asyncio.get_running_loop())

async def test_it(russo_say, monkeypatch):
    monkeypatch.setattr("russo.synthesis.sync._GRACE", 0.1)
    with pytest.raises(SynthesisTimeoutError):
        russo_say("one")
""",
        ini="russo_timeout = 0.2\nasyncio_mode = auto",
    )
    project.run_outside().assert_outcomes(passed=1)


def test_a_sync_test_keeps_its_current_loop(project: Project) -> None:
    project.test(
        """
import asyncio

def test_it(russo_say):
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    russo_say("one")
    assert asyncio.get_event_loop() is loop
    loop.close()
    asyncio.set_event_loop(None)
"""
    )
    project.run_outside("-W", "error").assert_outcomes(passed=1)
