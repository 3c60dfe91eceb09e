"""The event loop keeps running while an SDK is imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import asyncio, sys, threading

from russo import RussoError
from russo.synthesizers import ElevenLabsSynthesizer, GoogleSynthesizer, OpenAISynthesizer


class Recorder:
    # Asked first for every module, in the thread that imports it.
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is threading.main_thread():
            imported.append(name)


async def main():
    sys.meta_path.insert(0, Recorder())
    try:
        await {make}.synthesize("Hello")
    except RussoError as error:
        return error


imported = []
error = asyncio.run(main())
print(error)
print(sorted(name for name in imported if name.partition(".")[0] in {sdks}))
"""
SDKS = {"openai", "elevenlabs", "google", "httpx", "httpx2", "httpcore", "httpcore2", "pydantic", "anyio", "websockets"}
URL = "http://127.0.0.1:9"
MAKE = {
    "speech": f"OpenAISynthesizer(base_url='{URL}/v1', model='tts', max_retries=0)",
    "chat": f"OpenAISynthesizer(base_url='{URL}/v1', endpoint='chat', max_retries=0)",
    "realtime": f"OpenAISynthesizer(base_url='{URL}/v1', endpoint='realtime', max_retries=0)",
    "google": f"GoogleSynthesizer(base_url='{URL}', api_key='key-0123456789', max_retries=0)",
    "elevenlabs": f"ElevenLabsSynthesizer(base_url='{URL}', api_key='key-0123456789', max_retries=0)",
}


@pytest.mark.slow
@pytest.mark.parametrize("which", MAKE)
def test_an_sdk_is_imported_outside_the_event_loop(which: str) -> None:
    program = PROGRAM.replace("{make}", MAKE[which]).replace("{sdks}", repr(SDKS))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    error, late = done.stdout.splitlines()
    assert "could not be reached" in error
    assert late == "[]"
