"""A proxy in the environment that cannot be used is an error that names its variable."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from russo.errors import ConfigurationError
from wire.conftest import PCM, TEXT, WIRES, Answer, Wire

each_wire = pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@each_wire
@pytest.mark.parametrize(
    ("variable", "value", "problem"),
    [
        ("HTTP_PROXY", "ftp://me:hunter2-hunter2@127.0.0.1:1", "'ftp' is none of http, https, socks5, socks5h"),
        ("all_proxy", "socks4://127.0.0.1:1", "'socks4' is none of http, https, socks5, socks5h"),
        ("HTTPS_PROXY", "http://127.0.0.1:99999", "its address is not valid"),
        ("http_proxy", "http://[::1", "its address is not valid"),
        ("http_proxy", "http://me:hunter2-hunter2@", "it has no host"),
        ("HTTP_PROXY", " ", "it has no host"),
    ],
)
def test_a_proxy_that_cannot_be_used_names_its_variable(
    wire: Wire, serve: Any, variable: str, value: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    server = serve(lambda _: Answer(wire.body, headers=(f"Content-Type: {wire.mime}",)))
    with pytest.raises(ConfigurationError) as caught:
        asyncio.run(wire.make(server.url).synthesize(TEXT))
    name, _, said = str(caught.value).partition(" ")
    assert name.lower() == variable.lower()  # Windows does not distinguish the two
    assert said == f"names a proxy that cannot be used, because {problem}: correct it or unset it"
    assert server.connections == 0


@each_wire
@pytest.mark.parametrize("ignored", ["the one in capitals", "every one"])
def test_a_variable_that_does_not_count_is_not_checked(
    wire: Wire, serve: Any, ignored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "ftp://127.0.0.1:1")
    monkeypatch.setenv("no_proxy" if ignored == "every one" else "http_proxy", "*" if ignored == "every one" else "")
    server = serve(lambda _: Answer(wire.body, headers=(f"Content-Type: {wire.mime}",)))
    assert asyncio.run(wire.make(server.url).synthesize(TEXT)).to_pcm().data == PCM
