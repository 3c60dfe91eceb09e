"""A real server that speaks S3, on loopback, with a bucket."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
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


@contextmanager
def serving(folder: Path, bucket: str) -> Iterator[int]:
    """Start the server in a folder of its own, make a bucket, and return the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "ministack"],
        cwd=folder, env={**os.environ, **_SERVER, "GATEWAY_PORT": str(port)},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _make(f"http://127.0.0.1:{port}/{bucket}", server)
        yield port
    finally:
        server.kill()
        server.wait()


def _make(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            urllib.request.urlopen(urllib.request.Request(url, method="PUT"), timeout=5).close()
        except OSError:
            assert time.monotonic() < until, "the server does not answer"
            assert server.poll() is None, "the server has ended"
            time.sleep(0.05)
        else:
            return
