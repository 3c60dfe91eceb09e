"""A failing remote costs a warning and a little time, but never a test or audio."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

import ports
from russo import Audio, AudioCache
from russo.cache import Remote
from russo.cache.remote.sharing import Sharing
from russo.errors import RemoteError
from russo_core.remote.proxy import Answer, Proxy, status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from russo_core.remote.conftest import Machine

    Make = Callable[..., Machine]
    Warnings = Callable[[], list[str]]

SLOW_DOWN = (
    b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
)
DENIED = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"

# The answer to every request, and the text of the warning.
ANSWERS = [
    (403, DENIED, "it answered 403 Forbidden (AccessDenied)"),
    (500, b"", "it answered 500 Internal Server Error"),
    (503, SLOW_DOWN, "it answered 503 Service Unavailable (SlowDown)"),
    (400, b"<Error><Code>BadRequest</Code></Error>", "it answered 400 Bad Request (BadRequest)"),
    (507, b"", "it answered 507 Insufficient Storage"),
]


@pytest.mark.parametrize(("code", "body", "said"), ANSWERS)
def test_an_answer_that_is_none(
    proxy: Proxy, s3: str, machine: Make, warnings_of: Warnings, code: int, body: bytes, said: str
) -> None:
    proxy.before = status(code, body)
    one = machine(s3)
    texts = [f"number {number}" for number in range(5)]
    audios = [one.say(text) for text in texts]
    assert one.beep.paid == texts
    assert [AudioCache(one.cache.cache_dir).get(one.key(text)) for text in texts] == audios
    assert {warning.partition(";")[0] for warning in warnings_of()} <= {
        f"reading the remote {s3!r} failed: {said}",
        f"writing to the remote {s3!r} failed: {said}",
    }
    assert len(warnings_of()) == 1
    assert one.remote.counts.queued == 5
    # Once it has been given up, it gets no more requests.
    asked = len(proxy.requests)
    one.say("one more")
    assert len(proxy.requests) == asked

    proxy.pass_on()
    later, other = AudioCache(one.cache.cache_dir, remote=s3), machine(s3)
    assert later.send_waiting() == 6
    assert later.send_waiting() == 0
    assert [other.say(text) for text in texts] == audios
    assert other.beep.paid == []


def test_a_412_to_everything(proxy: Proxy, s3: str, machine: Make) -> None:
    proxy.before = status(412)
    one = machine(s3)
    audio = one.say("hello")
    assert AudioCache(one.cache.cache_dir).get(one.key("hello")) == audio


def test_a_store_that_nobody_can_reach(
    machine: Make, monkeypatch: pytest.MonkeyPatch, s3: str, warnings_of: Warnings
) -> None:
    with ports.refusing() as port:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        one = machine(s3)
        for number in range(4):
            one.say(f"number {number}")
    assert ["it cannot be reached" in warning for warning in warnings_of()] == [True]
    assert one.remote.counts.queued == 4


NO_SERVER = "the variable {} must be unset, or the URL of a server like http://127.0.0.1:9000, not {!r}"
UNSENDABLE = "the variable {} contains a space, a line break or a character outside ASCII: set it without"
ADDRESSES = {"AWS": "s3://bucket/prefix", "GOOGLE": "gs://bucket/prefix", "AZURE": "az://bucket/prefix"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        *(
            ("AWS_ENDPOINT_URL", value, NO_SERVER)
            for value in (
                *("not a url", "", "http://", "http://[", "http://[zz]", "127.0.0.1:9000", "ftp://127.0.0.1:9000"),
                *(
                    "http://127.0.0.1:99999",
                    "http://127.0.0.1:0",
                    "http://127.0.0.1:a",
                    "http://127.0.0.1:9000 ",
                    "http:/a",
                ),
                *("http://1.2.3", "http://256.0.0.1.", "http://a b", "http://a|b", "http://xn--", "http://[::1%25lo]"),
            )
        ),
        ("AWS_ENDPOINT", "not a url", NO_SERVER),
        ("AWS_ENDPOINT_URL_S3", "not a url", NO_SERVER),
        ("GOOGLE_BASE_URL", "not a url", NO_SERVER),
        ("AZURE_ENDPOINT", "not a url", NO_SERVER),
        ("AZURE_STORAGE_ENDPOINT", "not a url", NO_SERVER),
        ("AWS_REGION", "us east", "the variable {} must be the name of a region, like us-east-1, not {!r}"),
        ("AWS_ACCESS_KEY_ID", "AKIA0123456789\n", UNSENDABLE),
        ("AWS_SESSION_TOKEN", "a\nb", UNSENDABLE),
    ],
)
def test_variables_that_obstore_cannot_use(
    machine: Make,
    monkeypatch: pytest.MonkeyPatch,
    warnings_of: Warnings,
    capfd: pytest.CaptureFixture[str],
    name: str,
    value: str,
    said: str,
) -> None:
    monkeypatch.setenv(name, value)
    address = ADDRESSES[name.partition("_")[0]]
    machine(address).say("hello")
    (warning,) = warnings_of()
    assert warning.startswith(f"reading the remote {address!r} failed: {said.format(name, value)}; the run goes on")
    assert capfd.readouterr() == ("", "")


def test_the_password_in_a_variable_is_not_shown(
    machine: Make, monkeypatch: pytest.MonkeyPatch, s3: str, warnings_of: Warnings
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://user:secret@[")
    machine(s3).say("hello")
    (warning,) = warnings_of()
    assert "http://127.0.0.1:9000, not what it is set to; the run goes on" in warning


def test_a_credential_that_cannot_be_parsed_is_not_shown(
    machine: Make, monkeypatch: pytest.MonkeyPatch, warnings_of: Warnings, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GOOGLE_SERVICE_ACCOUNT_KEY", '"a-key-in\\"quotes-instead-of-JSON"')
    machine("gs://bucket/prefix").say("hello")
    (warning,) = warnings_of()
    assert warning.startswith(
        "reading the remote 'gs://bucket/prefix' failed: it cannot be used: Generic GCS error: GCP credential error: "
        "Unable to decode service account file: invalid type: string <hidden>, expected "
    )
    assert "quotes-instead" not in warning
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("url", ["http://[::1]:{port}", "HTTP://localhost:{port}", "http://127.0.0.1:{port}/?a=b"])
def test_unusual_urls_of_servers(
    machine: Make, monkeypatch: pytest.MonkeyPatch, s3: str, warnings_of: Warnings, url: str
) -> None:
    with ports.refusing() as port:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url.format(port=port))
        machine(s3).say("hello")
    assert [warning for warning in warnings_of() if "the variable" in warning] == []


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that accepts connections, and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def hold() -> None:
            try:
                while True:
                    held.append(server.accept()[0])
            except OSError:
                return

        threading.Thread(target=hold, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        for one in held:
            one.close()


def test_a_store_that_never_answers(
    silent: str, machine: Make, monkeypatch: pytest.MonkeyPatch, s3: str, warnings_of: Warnings
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", silent)
    one = machine(Remote(s3, timeout=0.2))
    started = time.monotonic()
    texts = [f"number {number}" for number in range(200)]
    audios = [one.say(text) for text in texts]
    # This does not measure speed: the time limits of all of them in both directions would be eighty seconds.
    assert time.monotonic() - started < 60
    assert [AudioCache(one.cache.cache_dir).get(one.key(text)) for text in texts] == audios
    assert ["no answer within 0.2 s" in warning for warning in warnings_of()] == [True]


def cut(method: str, path: str, answer: Answer) -> Answer:
    return (
        Answer(answer.status, answer.headers, answer.body, len(answer.body) // 2)
        if method == "GET" and "entries/" in path
        else answer
    )


def flip(method: str, path: str, answer: Answer) -> Answer:
    if method == "GET" and "entries/" in path and answer.status == 200:
        middle = len(answer.body) // 2
        return Answer(
            200, answer.headers, answer.body[:middle] + bytes([answer.body[middle] ^ 1]) + answer.body[middle + 1 :]
        )
    return answer


def foreign(method: str, path: str, answer: Answer) -> Answer:
    return (
        Answer(200, [], b"<html>Welcome to the hotel's network</html>")
        if method == "GET" and "entries/" in path
        else answer
    )


@pytest.mark.parametrize("lie", [cut, flip, foreign])
def test_what_is_changed_on_its_way_is_not_heard(proxy: Proxy, s3: str, machine: Make, lie: Any) -> None:
    one, other = machine(s3), machine(s3)
    kept = one.say("hello")
    proxy.after = lie
    audio = other.say("hello")
    assert other.beep.paid == ["hello"]
    assert AudioCache(other.cache.cache_dir).get(one.key("hello")) == audio != kept


def test_reading_goes_on_where_writing_is_denied(proxy: Proxy, s3: str, machine: Make, warnings_of: Warnings) -> None:
    kept = machine(s3).say("hello")
    proxy.before = lambda proxy, method, path: Answer(403, [], DENIED) if method == "PUT" else None
    one = machine(s3)
    one.say("new")
    one.say("newer")
    assert one.say("hello") == kept
    assert len(warnings_of()) == 1
    assert f"writing to the remote {s3!r} failed: it answered 403 Forbidden (AccessDenied)" in warnings_of()[0]
    assert (one.remote.counts.sent, one.remote.counts.queued, one.remote.counts.fetched) == (0, 2, 1)


def test_a_bucket_that_is_not_there(s3: str, machine: Make, warnings_of: Warnings) -> None:
    one = machine("s3://no-such-bucket/prefix")
    for number in range(3):
        one.say(f"number {number}")
    assert ["there is no such bucket" in warning for warning in warnings_of()] == [True]
    assert one.remote.counts.queued == 3


def test_obstore_is_not_installed(machine: Make, monkeypatch: pytest.MonkeyPatch, warnings_of: Warnings) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "obstore", None)
    one = machine("memory://x")
    one.say("hello")
    assert ['pip install "russo-core[remote]"' in warning for warning in warnings_of()] == [True]


def test_a_credential_is_told_to_nobody(
    proxy: Proxy, s3: str, machine: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret-of-the-cloud")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a-token-of-the-cloud")
    proxy.before = status(403, DENIED)
    one = machine(s3)
    one.say("hello")
    one.say("bye")
    told = caplog.text + repr(one.cache) + repr(one.remote) + str(one.remote.counts)
    assert "of-the-cloud" not in told


def test_a_forked_child_does_without(tmp_path: Any, s3: str) -> None:
    import os
    import subprocess
    import sys

    if not hasattr(os, "fork"):
        pytest.skip("nothing is forked here")
    code = """
import os, sys, warnings
warnings.simplefilter("ignore")
from russo import Audio, AudioCache
cache = AudioCache(sys.argv[1], remote=sys.argv[2])
cache.put("parent", Audio(b"parent", "pcm"))
if os.fork() == 0:
    assert cache.get("elsewhere") is None
    cache.put("child", Audio(b"child", "pcm"))
    os._exit(cache.get("child") != Audio(b"child", "pcm"))
sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
"""
    subprocess.run([sys.executable, "-c", code, str(tmp_path), s3], check=True, timeout=60)
    assert AudioCache(tmp_path, remote=s3).send_waiting() == 1


def test_a_process_that_ends_at_once_ends_well(tmp_path: Any, s3: str) -> None:
    """obstore's coroutines would crash one in ten of these."""
    import subprocess
    import sys

    code = "import sys; from russo import Audio, AudioCache; AudioCache(sys.argv[1], remote=sys.argv[2]).put('a', Audio(b'a', 'pcm'))"
    for number in range(5):
        subprocess.run([sys.executable, "-c", code, str(tmp_path / str(number)), s3], check=True, timeout=60)


def test_audio_is_kept_whatever_the_remote_says(proxy: Proxy, s3: str, machine: Make) -> None:
    proxy.before = status(500)
    one = machine(s3)
    one.cache.put("abc123", Audio(b"by hand", "pcm"))
    assert one.cache.get("abc123") == Audio(b"by hand", "pcm")


def test_a_store_that_answers_each_time_and_takes_long(
    proxy: Proxy, s3: str, machine: Make, warnings_of: Warnings
) -> None:
    proxy.delay = 0.5
    one = machine(Remote(s3, timeout=1.0))
    texts = [f"number {number}" for number in range(12)]
    audios = [one.say(text) for text in texts]
    assert [AudioCache(one.cache.cache_dir).get(one.key(text)) for text in texts] == audios
    # Three in each direction, and those in progress; without the limit, there would be more than fifty.
    assert len(proxy.requests) < 15
    assert len(warnings_of()) == 1


def test_what_a_store_says_does_not_control_a_terminal(proxy: Proxy, s3: str, machine: Make) -> None:
    proxy.after = lambda method, path, answer: Answer(200, [], b"<a\x1b[2J></b>")
    with pytest.raises(RemoteError) as caught:
        Sharing(machine(None).cache.cache_dir, Remote(s3)).stats()
    assert "expected `</a\\x1b[2J>`" in caught.value.args[0]


def test_what_waits_for_one_remote_is_not_sent_to_another(proxy: Proxy, s3: str, machine: Make, tmp_path: Any) -> None:
    one = machine(Remote(s3, namespace="branch"))
    proxy.before = status(500)
    audio = one.say("hello")
    branch, team, disk = Remote(s3, namespace="branch"), Remote(s3), Remote((tmp_path / "disk").as_uri())
    AudioCache(one.cache.cache_dir, remote=Remote(s3)).put("abc123", audio)
    proxy.pass_on()
    assert AudioCache(one.cache.cache_dir, remote=disk).send_waiting() == 0
    assert AudioCache(one.cache.cache_dir, remote=team).send_waiting() == 1
    assert AudioCache(one.cache.cache_dir, remote=branch).send_waiting() == 1
    assert machine(team).cache.get("abc123") == audio
    assert machine(team).cache.get(one.key("hello")) is None
    assert machine(branch).cache.get(one.key("hello")) == audio
    assert list((one.cache.cache_dir / ".local" / "unsent").iterdir()) == []


def test_an_entry_may_wait_for_two_remotes(proxy: Proxy, s3: str, machine: Make) -> None:
    folder = machine(None).cache.cache_dir
    for namespace, audio in (("one", Audio(b"one", "pcm")), ("two", Audio(b"two", "pcm"))):
        AudioCache(folder, remote=Remote(s3, namespace=namespace)).put("abc123", Audio(b"old", "pcm"))
        proxy.before = status(500)
        cache = AudioCache(folder, remote=Remote(s3, namespace=namespace))
        cache.put("abc123", audio)  # replaces what is there
        proxy.pass_on()
    for namespace in ("one", "two"):
        assert AudioCache(folder, remote=Remote(s3, namespace=namespace)).send_waiting() == 1
        assert machine(Remote(s3, namespace=namespace)).cache.get("abc123") == Audio(b"two", "pcm")
    assert list((folder / ".local" / "unsent").iterdir()) == []
