"""Describes what went wrong at a store, without repeating any credentials or any address that may contain them."""

from __future__ import annotations

import re
from typing import Final

from ...display import plain
from ...errors import RussoError

_STATUS: Final = re.compile(r"status code: (\d{3}[A-Za-z ]*)")
_CODE: Final = re.compile(r"<Code>(\w{1,60})</Code>")
_DENIED: Final = frozenset({"PermissionDeniedError", "UnauthenticatedError"})
_MISSING_BUCKET: Final = ("NoSuchBucket", "ContainerNotFound", "The specified bucket does not exist")


class UnreachableError(Exception):
    """A store did not do what was requested.

    Args:
        reason: Why, for people.
        denied: Whether it refused, so that asking again is pointless.
        is_ours: Whether the request was not even sent, because of a setting or an installation here.
    """

    def __init__(self, reason: str, *, denied: bool = False, is_ours: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.denied = denied
        self.is_ours = is_ours


def describe(error: BaseException, timeout: float, *, is_reading: bool) -> UnreachableError | None:
    """What an error of a call means; None if it is an answer, such as that there is no such object.

    Args:
        error: What was raised.
        timeout: The limit of the call, in seconds.
        is_reading: Whether it was a call that reads. Only there, a missing object is not a failure.

    Raises:
        NotImplementedError: The store has no such call, and says so in a way of its own.
    """
    if isinstance(error, UnreachableError):
        return error
    if isinstance(error, RussoError):
        return UnreachableError(str(error), denied=True, is_ours=True)
    if isinstance(error, NotImplementedError):
        return None
    if isinstance(error, FileNotFoundError):
        return _missing(error, is_reading=is_reading)
    if isinstance(error, TimeoutError):
        return UnreachableError(f"no answer within {timeout:g} s")
    failure = _of_store(error)
    if " 501 " in f"{failure.reason} ":
        raise NotImplementedError from error
    return failure


def _missing(error: FileNotFoundError, *, is_reading: bool) -> UnreachableError | None:
    # It may be the bucket that does not exist, rather than the object.
    if any(sign in str(error) for sign in _MISSING_BUCKET):
        return UnreachableError("there is no such bucket", denied=True)
    return None if is_reading or "DELETE" in str(error) or "delete" in str(error) else _of_store(error)


def without_secrets(message: str) -> str:
    """The first line of a message of obstore, without what it quotes.

    An address may contain a signature, and what could not be parsed may be a credential.
    """
    first = re.sub(r"\S+://\S+", "<address>", message.partition("\n")[0])
    return re.sub(r'"(?:[^"\\]|\\.)*"?', "<hidden>", first)


def _of_store(error: BaseException) -> UnreachableError:
    text = str(error)
    denied = type(error).__name__ in _DENIED or isinstance(error, PermissionError)
    status, code = _STATUS.search(text), _CODE.search(text)
    if status is not None:
        reason = f"it answered {status[1].strip()}" + (f" ({code[1]})" if code else "")
    elif denied:
        reason = "permission was denied"
    elif "error sending request" in text:
        reason = "it cannot be reached" if "onnect" in text or "dns" in text else "the connection broke"
    else:
        reason = plain(f"{type(error).__name__}: {without_secrets(text):.200}")  # the log shows it, too
    return UnreachableError(reason, denied=denied)
