"""Voices that are not inside the package are only fetched if they are used."""

from __future__ import annotations

import asyncio
import socket
import threading
import urllib.request

import pytest

import russo_hibari
from russo.errors import ProviderUnavailableError
from russo_hibari import HibariSynthesizer


@pytest.fixture
def line(monkeypatch, tmp_path):
    """All requests to the network, which go to a proxy on this machine that hangs up."""
    asked = []
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                asked.append(connection.recv(1000).split(b"\r\n")[0].decode())

    thread = threading.Thread(target=answer)
    thread.start()
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.getsockname()[1]}")
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{server.getsockname()[1]}")
    # urlopen() would reuse what it has read from the environment for an earlier test.
    monkeypatch.setattr(urllib.request, "_opener", None)
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path / "voices"))
    russo_hibari.release()
    yield asked
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def test_nothing_is_fetched_for_the_default_voice_or_by_naming_another(line):
    asyncio.run(HibariSynthesizer().synthesize("Hello."))
    assert HibariSynthesizer(voice="emma").cache_fields["voice"] == "emma"
    assert asyncio.run(HibariSynthesizer(voice="emma").list_voices())[1].id == "emma"

    assert line == []


def test_another_voice_is_fetched_when_it_speaks_and_says_so_first(line, tmp_path, caplog):
    with pytest.raises(ProviderUnavailableError) as caught:
        asyncio.run(HibariSynthesizer(voice="emma").synthesize("Hello."))

    assert line == ["CONNECT huggingface.co:443 HTTP/1.1"] or line == ["CONNECT huggingface.co:443 HTTP/1.0"]
    folder = tmp_path / "voices"
    assert caplog.messages == [
        (
            "hibari fetches voice 'emma', once: 7.9 MB from "
            f"https://huggingface.co/maureesewilliams/hibari/resolve/main/voices/ to {folder / 'bf_emma.int8.onnx'}"
        )
    ]
    message = str(caught.value)
    assert message.startswith("hibari: could not download https://huggingface.co/maureesewilliams/hibari/")
    assert message.endswith(f"copy the file to {folder / 'bf_emma.int8.onnx'} by hand.")
    assert list(folder.iterdir()) == []


def test_a_file_that_is_not_the_voice_is_refused(line, tmp_path):
    path = tmp_path / "voices" / "bf_emma.int8.onnx"
    path.parent.mkdir()
    path.write_bytes(b"half of it")

    with pytest.raises(ProviderUnavailableError) as caught:
        asyncio.run(HibariSynthesizer(voice="emma").synthesize("Hello."))
    assert str(caught.value) == (
        f"hibari: {path} is not voice 'emma' as it was published: delete it, and it will be fetched again"
    )
    assert line == []
