"""A plugin that speaks in a fake file system, whose descriptors belong to other files in the real one."""

from __future__ import annotations

import asyncio

import pytest

from russo import Audio, CachedSynthesizer


class Silence:
    provider = "silence"

    async def synthesize(self, text: str) -> Audio:
        return Audio(bytes(480), "pcm")


@pytest.fixture(autouse=True, scope="session")
def _said_in_a_fake_file_system(russo_audio_cache):
    from pyfakefs.fake_filesystem_unittest import Patcher

    with Patcher():
        asyncio.run(CachedSynthesizer(Silence(), cache=russo_audio_cache).synthesize("Hello."))
