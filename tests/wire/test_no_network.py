"""If the network is blocked in a test, the error says so, rather than that a task group has failed."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from russo.errors import SynthesisError
from russo.synthesizers import OpenAISynthesizer
from wire.conftest import KEY, TEXT, WIRES


def realtime(url: str) -> Any:
    return OpenAISynthesizer(base_url=f"{url}/v1", api_key=KEY, endpoint="realtime")


@pytest.mark.parametrize("make", [*(wire.make for wire in WIRES.values()), realtime], ids=[*WIRES, "realtime"])
def test_a_network_that_is_disabled(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def disabled(host: str, *_: Any, **__: Any) -> Any:
        asked.append(host)
        msg = "Network is disabled"
        raise RuntimeError(msg)

    monkeypatch.setattr(socket, "getaddrinfo", disabled)
    with pytest.raises(SynthesisError, match=r"RuntimeError: Network is disabled$"):
        asyncio.run(make("http://speech.invalid").synthesize(TEXT))
    assert len(asked) == 1
