"""A recording is replayed without key, network and SDK."""

from __future__ import annotations

import asyncio
import subprocess
import sys

from russo import AudioCache, CachedSynthesizer
from russo_google import GoogleSynthesizer

REPLAY = """
import asyncio, sys
from russo import AudioCache, CachedSynthesizer
from russo_google import GoogleSynthesizer
synthesizer = CachedSynthesizer(GoogleSynthesizer(base_url=sys.argv[1], style="calm"), cache=AudioCache(sys.argv[2]))
print(asyncio.run(synthesizer.synthesize("Hello")).data == bytes.fromhex(sys.argv[3]))
print([name for name in ("google.genai", "httpx", "httpx2", "numpy", "pydantic") if name in sys.modules])
"""


def test_record_here_and_replay_in_another_process(gemini, tmp_path):
    gemini.speaks()
    synthesizer = GoogleSynthesizer(api_key=gemini.key, base_url=gemini.url, style="calm")
    recorded = asyncio.run(CachedSynthesizer(synthesizer, cache=AudioCache(tmp_path)).synthesize("Hello"))
    command = [sys.executable, "-c", REPLAY, gemini.url, str(tmp_path), recorded.data.hex()]
    replayed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert replayed.stdout.splitlines() == ["True", "[]"]
    assert len(gemini.requests) == 1
