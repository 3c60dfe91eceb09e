"""A bad certificate is not retried, and the error names a variable that points to no certificate."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from russo.errors import CertificateError, ConfigurationError
from russo.synthesizers import OpenAISynthesizer
from wire.conftest import KEY, PCM, TEXT, WIRES, Answer, Wire

if TYPE_CHECKING:
    from pathlib import Path


def realtime(url: str, **options: Any) -> Any:
    return OpenAISynthesizer(base_url=f"{url}/v1", api_key=KEY, endpoint="realtime", **options)


each_wire = pytest.mark.parametrize(
    "make", [wire.make for wire in WIRES.values()] + [realtime], ids=[*WIRES, "realtime"]
)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def context(authority: trustme.CA) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(made)
    return made


@each_wire
def test_a_certificate_that_is_not_trusted_is_refused_once(make: Any, serve: Any, context: ssl.SSLContext) -> None:
    server = serve(lambda _: Answer(b""), context)
    with pytest.raises(CertificateError, match=r"its certificate is not trusted here .*SSL_CERT_FILE"):
        asyncio.run(make(server.url).synthesize(TEXT))
    assert server.connections == 1


def test_the_authority_that_the_variable_names_is_trusted(
    wire: Wire, serve: Any, context: ssl.SSLContext, authority: trustme.CA, tmp_path: Path, monkeypatch: Any
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    server = serve(lambda _: Answer(wire.body, headers=(f"Content-Type: {wire.mime}",)), context)
    assert asyncio.run(wire.make(server.url).synthesize(TEXT)).to_pcm().data == PCM


@each_wire
@pytest.mark.parametrize(
    ("variable", "content", "said"),
    [
        ("SSL_CERT_FILE", None, "which is not there"),
        ("SSL_CERT_FILE", "not a certificate", "which holds no certificates"),
        ("SSL_CERT_FILE", "", "which holds no certificates"),
        ("SSL_CERT_DIR", None, "which is not there"),
    ],
)
def test_a_variable_that_names_no_certificates(
    make: Any, variable: str, content: str | None, said: str, tmp_path: Path, monkeypatch: Any
) -> None:
    path = tmp_path / "corp-ca.pem"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv(variable, str(path))
    with pytest.raises(ConfigurationError) as caught:
        asyncio.run(make("https://127.0.0.1:9").synthesize(TEXT))
    assert str(caught.value) == f"{variable} names {str(path)!r}, {said}: correct it or unset it"
