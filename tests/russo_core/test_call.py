from __future__ import annotations

import asyncio
import json
import ssl
import sys
import threading
import traceback
from base64 import b64encode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

import pytest

from russo import Audio, RussoError
from russo.errors import (
    CertificateError,
    InvalidRequestError,
    MissingDependencyError,
    OptionError,
    ProviderUnavailableError,
    RateLimitError,
    SynthesisError,
    SynthesisTimeoutError,
)
from russo.providers import CallPolicy, Secret, from_transport, import_sdk, speak
from russo.providers.retries import wait_before_retry

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

AUDIO = Audio(bytes(480), "pcm")


class Attempts:
    """Fails with these errors, one after the other, and then speaks."""

    def __init__(self, *failures: BaseException) -> None:
        self.failures = list(failures)
        self.made = 0

    async def __call__(self) -> Audio:
        self.made += 1
        if self.failures:
            raise self.failures.pop(0)
        return AUDIO


def call(attempt: Callable[[], Awaitable[Audio]], policy: CallPolicy | None = None, **more: Any) -> Audio:
    settings = {"provider": "acme", "policy": policy or CallPolicy(), "classify": lambda _: None, **more}
    return asyncio.run(speak(attempt, **settings))


@pytest.mark.parametrize("error", [RateLimitError("slow down", retry_after=0.001), RateLimitError("now")])
def test_a_transient_failure_is_tried_again(error: RussoError) -> None:
    attempts = Attempts(error)
    assert call(attempts) is AUDIO
    assert attempts.made == 2


def test_tries_end() -> None:
    attempts = Attempts(*(RateLimitError(f"no {n}", retry_after=0.001) for n in range(9)))
    with pytest.raises(RateLimitError, match=r"^no 2$"):
        call(attempts, CallPolicy(max_retries=2))
    assert attempts.made == 3


def test_a_refused_request_is_not_tried_again() -> None:
    attempts = Attempts(InvalidRequestError("no such voice"))
    with pytest.raises(InvalidRequestError, match="no such voice"):
        call(attempts)
    assert attempts.made == 1


@pytest.mark.parametrize("hint", [61.0, 5.0])
def test_a_wait_that_is_too_long_is_an_error_at_once(hint: float) -> None:
    attempts = Attempts(RateLimitError("later", retry_after=hint))
    with pytest.raises(RateLimitError) as caught:
        call(attempts, CallPolicy(timeout=4.0 if hint == 5.0 else 120.0))
    assert caught.value.retry_after == hint
    assert attempts.made == 1


def test_an_attempt_that_ends_the_process_has_failed() -> None:
    cause = SystemExit("no licence")
    with pytest.raises(SynthesisError, match=r"^acme failed: SystemExit: no licence$") as caught:
        call(Attempts(cause))
    assert caught.value.__cause__ is cause


def test_an_unknown_exception_is_a_synthesis_error_with_its_cause() -> None:
    cause = KeyError("choices")
    with pytest.raises(SynthesisError, match=r"^acme failed: KeyError: 'choices'$") as caught:
        call(Attempts(cause))
    assert type(caught.value) is SynthesisError
    assert caught.value.__cause__ is cause


def test_classify_names_what_the_sdk_raised() -> None:
    cause = OSError("gone")
    with pytest.raises(ProviderUnavailableError, match=r"^gone$") as caught:
        call(Attempts(cause), CallPolicy(max_retries=0), classify=lambda error: ProviderUnavailableError(str(error)))
    assert caught.value.__cause__ is cause


def test_the_time_is_for_everything_together() -> None:
    async def hang() -> Audio:
        await asyncio.Event().wait()
        return AUDIO

    late = r"^acme did not answer within 0\.2 s: raise timeout=\.\.\., or speak a shorter"
    with pytest.raises(SynthesisTimeoutError, match=late):
        call(hang, CallPolicy(timeout=0.2, max_retries=1))


def test_a_time_limit_of_the_sdk_that_is_first_by_a_moment_says_the_same() -> None:
    async def attempt() -> Audio:  # it holds up the event loop, so that the limit of russo comes too late
        raise TimeoutError(threading.Event().wait(0.2))

    with pytest.raises(SynthesisTimeoutError, match=r"^acme did not answer within 0\.1 s: raise timeout="):
        call(attempt, CallPolicy(timeout=0.1, max_retries=0), classify=lambda error: from_transport("acme", error))


def test_a_hanging_try_leaves_time_for_another() -> None:
    made = []

    async def hang_once() -> Audio:
        made.append(1)
        if len(made) == 1:
            await asyncio.Event().wait()
        return AUDIO

    assert call(hang_once, CallPolicy(timeout=8.0)) is AUDIO


@pytest.mark.parametrize("secret", ["sk-secret-123"])
def test_no_secret_in_the_error_nor_in_its_causes(secret: str) -> None:
    for failure in (ValueError(f"bad key {secret}"), InvalidRequestError(f"bad key {secret}")):
        with pytest.raises(SynthesisError) as caught:
            call(Attempts(failure), secrets=(secret,))
        error = caught.value
        everything = "".join(traceback.format_exception(error, chain=True)) + repr(error) + repr(error.__cause__)
        assert secret not in everything.replace("bad key {secret}", "")
        assert "bad key ***" in str(error)
        assert error.__context__ is None or secret not in repr(error.__context__)


async def sdk(headers: dict[str, str]) -> Audio:
    try:
        raise LookupError(headers.get("no", "no header"))
    except LookupError as error:
        raise ConnectionError("from deep inside of an SDK") from error


@pytest.mark.parametrize("raised", [ConnectionError, ProviderUnavailableError])
def test_no_secret_in_what_a_frame_was_called_with(raised: type[Exception]) -> None:
    secret = "sk-secret-123"

    async def attempt() -> Audio:
        try:
            return await sdk({"x-key": secret})
        except ConnectionError as error:
            if raised is ConnectionError:
                raise
            raise raised("acme: not there") from error

    with pytest.raises(SynthesisError) as caught:
        call(attempt, CallPolicy(max_retries=0), secrets=(Secret(secret),))
    shown = traceback.TracebackException.from_exception(caught.value.__cause__ or caught.value, capture_locals=True)
    assert secret not in "".join(shown.format())
    assert isinstance(caught.value.__cause__, ConnectionError)
    own = traceback.StackSummary.extract(traceback.walk_tb(caught.value.__traceback__), capture_locals=True)
    assert "sdk" not in [frame.name for frame in own]
    assert secret not in str([frame.locals for frame in own if frame.filename != __file__])


def test_no_secret_far_behind_an_error() -> None:
    secret = "sk-secret-123"
    far, near = ValueError(f"bad key {secret}"), ConnectionError("not there")
    near.__context__ = ConnectionError("nor there")
    near.__context__.__context__ = far
    with pytest.raises(SynthesisError) as caught:
        call(Attempts(near), secrets=(secret,))
    assert secret not in "".join(traceback.format_exception(caught.value))


def test_no_more_than_the_limit_at_once_over_threads_and_loops() -> None:
    lock, inside, most = threading.Lock(), [0], [0]

    async def attempt() -> Audio:
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        await asyncio.sleep(0.01)
        with lock:
            inside[0] -= 1
        return AUDIO

    async def ten() -> None:
        policy = CallPolicy(max_concurrency=3)
        await asyncio.gather(
            *(speak(attempt, provider="gated", policy=policy, classify=lambda _: None) for _ in range(10))
        )

    threads = [threading.Thread(target=lambda: asyncio.run(ten())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [3]


async def test_whoever_is_cancelled_in_the_queue_takes_no_place() -> None:
    first_is_in, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> Audio:
        first_is_in.set()
        await go_on.wait()
        return AUDIO

    def one(attempt: Callable[[], Awaitable[Audio]]) -> asyncio.Task[Audio]:
        policy = CallPolicy(max_concurrency=1)
        return asyncio.create_task(speak(attempt, provider="queue", policy=policy, classify=lambda _: None))

    holder = one(hold)
    await first_is_in.wait()
    waiter, last = one(Attempts()), one(Attempts())
    await asyncio.sleep(0)
    waiter.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiter
    go_on.set()
    assert await holder is AUDIO
    assert await last is AUDIO


@pytest.mark.parametrize(
    "settings",
    [
        {"timeout": 0},
        {"timeout": "x"},
        {"timeout": float("nan")},
        {"timeout": float("inf")},
        {"max_retries": -1},
        {"max_retries": 1.5},
        {"max_retries": True},
        {"max_concurrency": 0},
        {"max_wait": -1},
    ],
)
def test_numbers_out_of_range(settings: dict[str, Any]) -> None:
    ((name, value),) = settings.items()
    with pytest.raises(OptionError, match=rf"^{name}={value!r} must be a (whole )?number of at least \d"):
        CallPolicy(**settings)


def test_an_sdk_that_is_not_there_is_no_failure_to_classify_or_to_try_again() -> None:
    missing = ModuleNotFoundError("No module named 'acme_sdk'", name="acme_sdk")
    attempts = Attempts(missing)
    with pytest.raises(MissingDependencyError) as caught:
        call(attempts, classify=lambda _: pytest.fail("asked, which may need the SDK"))
    assert (
        str(caught.value)
        == "provider 'acme' is missing a dependency (No module named 'acme_sdk'): pip install acme_sdk"
    )
    assert (caught.value.__cause__, attempts.made) == (missing, 1)


def test_what_an_sdk_says_of_a_part_that_is_not_there() -> None:
    wrapped = RuntimeError("install acme[live]")
    wrapped.__cause__ = ImportError("No module named 'websockets'")
    with pytest.raises(MissingDependencyError) as caught:
        call(Attempts(wrapped), provider="espeak")
    assert str(caught.value) == (
        "provider 'espeak' is missing a dependency (No module named 'websockets'): pip install russo-espeak"
    )
    assert caught.value.__cause__ is wrapped


async def test_an_sdk_is_imported_before_the_call_in_a_thread(tmp_path, monkeypatch) -> None:
    (tmp_path / "slow_sdk.py").write_text("import threading\nthread = threading.current_thread()")
    monkeypatch.syspath_prepend(tmp_path)
    warmed: list[threading.Thread] = []
    for _ in range(2):
        await import_sdk("slow", "slow_sdk", then=lambda: warmed.append(threading.current_thread()))
    assert threading.current_thread() not in {sys.modules["slow_sdk"].thread, *warmed}
    assert len(warmed) == 1


async def test_an_sdk_that_cannot_be_imported(tmp_path, monkeypatch) -> None:
    (tmp_path / "broken_sdk.py").write_text("from broken_sdk.client import Client")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(MissingDependencyError) as caught:
        await import_sdk("espeak", "broken_sdk")
    assert str(caught.value) == (
        "provider 'espeak' is missing a dependency (No module named 'broken_sdk.client'; 'broken_sdk' is not a package): "
        "pip install russo-espeak"
    )
    assert isinstance(caught.value.__cause__, ImportError)


@pytest.mark.parametrize("hint", [0.0, -5.0, float("nan"), float("inf"), 1e12])
def test_a_hint_that_is_none_keeps_the_usual_backoff(hint: float) -> None:
    policy = CallPolicy()
    for retry, longest in ((1, 0.25), (2, 0.5), (3, 1.0)):
        wait = wait_before_retry(RateLimitError("no", retry_after=hint), retry, policy, 100)
        assert wait is not None
        assert longest <= wait <= longest + 0.5
    assert wait_before_retry(RateLimitError("no"), 4, policy, 100) is None
    assert wait_before_retry(RateLimitError("no"), 1, policy, 0.2) is None


def test_a_certificate_is_not_tried_again() -> None:
    attempts = Attempts(ssl.SSLCertVerificationError("self-signed certificate"))
    with pytest.raises(CertificateError, match="its certificate is not trusted here"):
        call(attempts, classify=lambda error: from_transport("acme", error))
    assert attempts.made == 1


def test_a_group_of_exceptions_shows_its_leaf() -> None:
    leaf = RuntimeError("Network is disabled")
    group = ExceptionGroup("unhandled errors in a TaskGroup", [ExceptionGroup("inner", [leaf])])
    with pytest.raises(SynthesisError, match=r"^acme failed: RuntimeError: Network is disabled$") as caught:
        call(Attempts(group))
    assert caught.value.__cause__ is group


def test_an_error_of_russo_below_an_sdk_stays_what_it_is() -> None:
    wrapped = RuntimeError("Connection error.")
    wrapped.__cause__ = InvalidRequestError("acme has moved")
    attempts = Attempts(wrapped)
    with pytest.raises(InvalidRequestError, match=r"^acme has moved$"):
        call(attempts)
    assert attempts.made == 1


def test_the_password_of_a_proxy_is_a_secret(monkeypatch) -> None:
    monkeypatch.setenv("https_proxy", "http://me:p%40ss-word@127.0.0.1:9")
    with pytest.raises(SynthesisError) as caught:
        call(Attempts(OSError("no way through http://me:p%40ss-word@127.0.0.1:9 with p@ss-word")))
    assert str(caught.value) == "acme failed: OSError: no way through http://me:***@127.0.0.1:9 with ***"


def test_a_short_secret_does_not_garble_the_message() -> None:
    said = "the test key 'test' failed: Bearer test, http://x:test@host/?key=test&latest=1"
    with pytest.raises(SynthesisError) as caught:
        call(Attempts(ValueError(said)), secrets=("test",))
    assert str(caught.value) == (
        "acme failed: ValueError: the test key 'test' failed: Bearer ***, http://x:***@host/?key=***&latest=1"
    )


SECRET = "sk+live/8 é?1"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (f"?key={quote(SECRET, safe='')}&a=1", "?key=***&a=1"),
        (f"?key={quote(SECRET)}&a=1", "?key=***&a=1"),
        (f"?key={quote_plus(SECRET)}&a=1", "?key=***&a=1"),
        ("?key=sk%2blive%2f8%20%c3%a9%3f1&a=1", "?key=***&a=1"),
        (json.dumps({"key": SECRET}, ensure_ascii=False).replace("/", "\\/"), '{"key": "***"}'),
        *(
            (f"Basic {code(f'{user}{SECRET}{rest}'.encode()).decode()} is wrong", shown)
            for code in (b64encode, urlsafe_b64encode)
            for user, rest, shown in (
                ("", "", "Basic *** is wrong"),
                ("u", "", "Basic d*** is wrong"),
                ("us", "", "Basic dX*** is wrong"),
                ("user:", "", "Basic dXNlcj*** is wrong"),
                ("user:", ":", "Basic dXNlcj***o= is wrong"),
            )
        ),
        (f"?auth={quote(b64encode(SECRET.encode()), safe='')}", "?auth=***"),
        (
            "sk+live is not sk+live/8, nor is c2srbGl2ZS84 all of it",
            "sk+live is not sk+live/8, nor is c2srbGl2ZS84 all of it",
        ),
    ],
)
def test_a_secret_in_another_encoding(said: str, shown: str) -> None:
    with pytest.raises(SynthesisError) as caught:
        call(Attempts(ValueError(said)), secrets=(SECRET,))
    assert str(caught.value) == f"acme failed: ValueError: {shown}"


def test_a_secret_that_ends_in_a_percent_sign_and_one_that_is_a_number() -> None:
    said = "key=hunter2%25 and key=hunter2%, id 123456 of MTIzNDU2 and key=123456"
    with pytest.raises(SynthesisError) as caught:
        call(Attempts(ValueError(said)), secrets=("hunter2%", "123456"))
    assert str(caught.value) == "acme failed: ValueError: key=*** and key=***, id 123456 of *** and key=***"


@pytest.mark.parametrize("length", [12, 20, 34])
@pytest.mark.parametrize("after", ["", "...", "', and more"])
def test_a_secret_of_which_a_long_answer_holds_only_the_beginning(length: int, after: str) -> None:
    secret = "sk-live-0123456789abcdefghijklmnopq"
    with pytest.raises(SynthesisError) as caught:
        call(Attempts(ValueError(f"no such key: {secret[:length]}{after}")), secrets=(secret,))
    assert str(caught.value) == f"acme failed: ValueError: no such key: ***{after}"


def test_what_a_provider_shows_of_a_key_itself_is_shown() -> None:
    with pytest.raises(SynthesisError) as caught:
        call(Attempts(ValueError("no such key: sk-live-012***opq")), secrets=("sk-live-0123456789abcdefghijklmnopq",))
    assert str(caught.value) == "acme failed: ValueError: no such key: sk-live-012***opq"
