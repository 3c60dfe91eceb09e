"""A real server that speaks S3, on loopback, with a bucket."""

from __future__ import annotations

import contextlib
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The server only listens on loopback, and only runs S3.
_SERVER = {"BIND_HOST": "127.0.0.1", "SERVICES": "s3", "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0"}
_PATIENCE = 60.0


def variables(port: int) -> dict[str, str]:
    """The environment variables for an S3 client. ministack accepts any credentials."""
    return {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }


@contextlib.contextmanager
def serving(folder: Path, bucket: str) -> Iterator[int]:
    """Start the server in a folder of its own, make a bucket, and return the port."""
    until = time.monotonic() + _PATIENCE
    made = False
    while not made:
        assert time.monotonic() < until, "the server does not answer"
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "ministack"],
            cwd=folder, env={**os.environ, **_SERVER, "GATEWAY_PORT": str(port)},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            made = _make(f"http://127.0.0.1:{port}/{bucket}", server, until)
            if made:
                yield port
        finally:
            server.kill()
            server.wait()


def _free_port() -> int:
    """A port that is free, and that no system gives to whoever asks for any: the server takes it a second later."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with contextlib.suppress(OSError), socket.socket() as free:
            free.bind(("127.0.0.1", port))
            return port


def _make(url: str, server: subprocess.Popen[bytes], until: float) -> bool:
    """Make the bucket, once the server answers; False if it has ended, because somebody else has taken the port."""
    while server.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(urllib.request.Request(url, method="PUT"), timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False
