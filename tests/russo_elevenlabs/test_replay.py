"""Recorded once by name, replayed in another process without a key, a network or the SDK."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING

from russo import AudioCache, CachedSynthesizer, get_synthesizer

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

_REPLAY = """
import asyncio, sys
from russo import AudioCache, CachedSynthesizer, get_synthesizer

synthesizer = get_synthesizer("elevenlabs", voice="lily", speed=1, base_url=sys.argv[2])
audio = asyncio.run(CachedSynthesizer(synthesizer, cache=AudioCache(sys.argv[1])).synthesize("Hello"))
print(len(audio.data), audio.sample_rate, [name for name in ("elevenlabs", "httpx") if name in sys.modules])
"""


def test_recorded_and_replayed(httpserver: HTTPServer, tmp_path: Path, pcm: bytes, key: str) -> None:
    base_url = httpserver.url_for("/")
    httpserver.expect_oneshot_request("/v1/text-to-speech/pFZP5JQG7iQjIQuC4Bku").respond_with_data(
        pcm, content_type="audio/pcm"
    )
    synthesizer = get_synthesizer("elevenlabs", voice="Lily", api_key=key, base_url=base_url)
    recorded = asyncio.run(CachedSynthesizer(synthesizer, cache=AudioCache(tmp_path)).synthesize("Hello"))
    assert recorded.data == pcm
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _REPLAY, str(tmp_path), base_url],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == "4800 24000 []"
    assert len(httpserver.log) == 1
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and key.encode() in path.read_bytes()]
