"""The cloud APIs on 127.0.0.1: a proxy answers in their place, so that examples run exactly as they are written.

HTTPS_PROXY names it, and SSL_CERT_FILE its certificates. So the examples use the real SDKs, the real addresses and TLS,
and nothing leaves the machine.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import math
import re
import socket
import struct
import threading
import wave
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import trustme
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator
    from pathlib import Path

HOSTS = (
    "generativelanguage.googleapis.com",
    "api.openai.com",
    "api.elevenlabs.io",
    "api.deepgram.com",
    # The API of an imaginary company, and a reader's own engine.
    "api.acme.example",
    "tts.example",
)
KEYS = {
    "GOOGLE_API_KEY": "AIza-no-key",
    "OPENAI_API_KEY": "sk-no-key",
    "ELEVENLABS_API_KEY": "sk_no_key",
    "DEEPGRAM_API_KEY": "no-key",
    "ACME_API_KEY": "no-key",
    "TTS_KEY": "no-key",
}


@contextlib.contextmanager
def clouds(folder: Path) -> Iterator[dict[str, str]]:
    """Run the proxy, and return the environment variables for it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    contexts = {host: _context(authority, host) for host in HOSTS}
    with serve(_realtime, "127.0.0.1", 0) as sockets:
        proxy = _Server(("127.0.0.1", 0), type("Proxy", (_Proxy,), {"contexts": contexts}))
        _Proxy.realtime_port = sockets.socket.getsockname()[1]
        threads = [threading.Thread(target=server.serve_forever, daemon=True) for server in (sockets, proxy)]
        for thread in threads:
            thread.start()
        address = f"http://127.0.0.1:{proxy.server_port}"
        yield {"HTTPS_PROXY": address, "HTTP_PROXY": address, "SSL_CERT_FILE": str(folder / "authority.pem"), **KEYS}
        proxy.shutdown()
        proxy.server_close()
        sockets.shutdown()


def _context(authority: trustme.CA, host: str) -> ssl.SSLContext:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Do not report clients that hang up."""


class _Proxy(BaseHTTPRequestHandler):
    """Accepts CONNECT, speaks TLS in the name of the host, and answers the requests."""

    protocol_version = "HTTP/1.1"
    contexts: dict[str, ssl.SSLContext]
    realtime_port = 0
    host = ""

    def do_CONNECT(self) -> None:
        host = self.path.partition(":")[0]
        if host not in self.contexts:
            self.send_error(403, f"an example wants to speak with {host}")
            return
        self.send_response(200)
        self.end_headers()
        self.host = host
        self.connection = self.contexts[host].wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb", -1)
        self.wfile = self.connection.makefile("wb", 0)
        self.close_connection = False

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def do_GET(self) -> None:
        if self.headers.get("Upgrade", "").lower() == "websocket":
            self._tunnel()
        elif self.host == "api.elevenlabs.io":
            self._json({"voices": [_eleven_voice()], "has_more": False, "total_count": 1, "next_page_token": None})
        elif self.host == "api.deepgram.com":
            voice = {"name": "thalia", "canonical_name": "aura-2-thalia-en", "languages": ["en"], "metadata": {}}
            self._json({"stt": [], "tts": [voice]})
        elif self.host == "api.acme.example":
            self._json({"voices": [{"id": "anna", "name": "Anna"}]})
        else:
            self._json({"voices": [], "models": []})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        if self.host == "api.openai.com":
            self._openai(body)
        elif self.host == "api.elevenlabs.io":
            wanted = parse_qs(urlsplit(self.path).query).get("output_format", ["mp3_44100_128"])[0]
            rate = int(wanted.split("_")[1])
            self._send(speech(body["text"], rate), f"audio/L16; rate={rate}")
        elif self.host == "api.deepgram.com":
            self._send(wav(speech(body["text"])), "audio/wav")
        elif self.host in {"api.acme.example", "tts.example"}:
            data = base64.b64encode(wav(speech(body["text"]))).decode()
            self._json({"audio": data, "data": {"audio": data}})
        else:
            text = "".join(part["text"] for content in body["contents"] for part in content["parts"])
            data = base64.b64encode(wav(speech(text))).decode()
            part = {"inlineData": {"mimeType": "audio/wav", "data": data}}
            self._json({"candidates": [{"content": {"parts": [part], "role": "model"}, "finishReason": "STOP"}]})

    def _openai(self, body: dict[str, Any]) -> None:
        if self.path.endswith("/audio/speech"):
            self._send(wav(speech(body["input"])), "audio/wav")
            return
        said = _asked(body["messages"][-1]["content"])
        audio = {"id": "a", "expires_at": 1, "transcript": said, "data": base64.b64encode(wav(speech(said))).decode()}
        message = {"role": "assistant", "content": None, "audio": audio}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        self._json({"id": "c", "object": "chat.completion", "created": 1, "model": body["model"], "choices": [choice]})

    def _json(self, value: Any) -> None:
        self._send(json.dumps(value).encode(), "application/json")

    def _send(self, body: bytes, content_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _tunnel(self) -> None:
        head = f"{self.requestline}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        self.close_connection = True
        with socket.create_connection(("127.0.0.1", self.realtime_port)) as upstream:
            upstream.sendall(f"{head}\r\n".encode())
            back = threading.Thread(target=_pump, args=(upstream, self.connection), daemon=True)
            back.start()
            _pump(self.connection, upstream)
            back.join()

    def log_message(self, *_: object) -> None:
        pass


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


def _realtime(connection: Any) -> None:
    """OpenAI's Realtime API, as far as reading a text needs it."""

    def send(kind: str, **fields: Any) -> None:
        connection.send(json.dumps({"type": kind, "event_id": "e", **fields}))

    with contextlib.suppress(ConnectionClosed):
        send("session.created", session={"type": "realtime"})
        event = json.loads(connection.recv())
        if event["type"] == "session.update":
            send("session.updated", session=event["session"])
            event = json.loads(connection.recv())
        asked = event["response"]
        said = _asked(asked["input"][-1]["content"][0]["text"])
        where = {"response_id": "r", "item_id": "i", "output_index": 0, "content_index": 0}
        response = {"id": "r", "metadata": asked["metadata"]}
        send("response.created", response={**response, "status": "in_progress"})
        send("response.output_audio.delta", delta=base64.b64encode(speech(said)).decode(), **where)
        send("response.output_audio.done", **where)
        send("response.output_audio_transcript.done", transcript=said, **where)
        send("response.done", response={**response, "status": "completed"})
        connection.recv()


def _asked(content: Any) -> str:
    text = content if isinstance(content, str) else content[0]["text"]
    found = re.search(r"<text>(.*)</text>", text, re.DOTALL)
    return found[1] if found else text


def speech(text: str, rate: int = 24000) -> bytes:
    """A hum of 16-bit samples, about as long as the text takes to say."""
    count = int(rate * 0.4 * max(2, len(text.split())))
    return struct.pack(f"<{count}h", *(int(8000 * math.sin(2 * math.pi * 220 * i / rate)) for i in range(count)))


def wav(pcm: bytes, rate: int = 24000) -> bytes:
    """The samples as a WAV file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm)
    return buffer.getvalue()


def _eleven_voice() -> dict[str, Any]:
    return {"voice_id": "JBFqnCBsd6RMkjVDRZzb", "name": "George", "category": "premade", "labels": {"language": "en"}}
