"""Removes credentials from the messages of failures."""

from __future__ import annotations

import os
import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from .encodings import as_written, in_base64

if TYPE_CHECKING:
    from collections.abc import Iterable

# A shorter secret may also be an ordinary word or number in the message. If it looks like one, it is only removed where
# a credential is expected; otherwise wherever it stands alone.
_CERTAIN: Final = 8
# Providers themselves show up to ten characters of a key: "Incorrect API key provided: sk-proj-ab***".
_TELLING: Final = 12
_ORDINARY: Final = re.compile(r"[^\W\d_]+|\d+|.{0,3}")
_BEFORE: Final = r"(?:(?<=[=:])|(?<=\bBearer\s)|(?<=\bBasic\s))"
_BEHIND: Final = r"(?=[@&;,\s\"'}]|$)"


def redact(text: str, secrets: Iterable[str]) -> str:
    """Replace each secret in a text by three asterisks: as it is, as URLs, JSON, HTML or Base64 have it, or cut off.

    Args:
        text: A text that may contain them.
        secrets: Credentials. One of fewer than eight characters is only replaced where it stands alone; and if it is
            a plain word or number, only after ``=``, ``:``, ``Bearer`` and ``Basic``. One of fewer than six bytes is
            not found in Base64. The beginning of one is replaced if it has at least twelve characters.

    Returns:
        The text without them.
    """
    # The longest first, since one may be part of another.
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        for form in _forms(secret):
            text = form.sub("***", text)
        text = _without_beginnings(text, secret)
    return text


def _without_beginnings(text: str, secret: str) -> str:
    """Replace what is left of a secret where a long text was cut off in the middle of it."""
    start, rest = secret[:_TELLING], secret[_TELLING:]
    if not rest:
        return text
    before, *behind = text.split(start)
    return "***".join([before, *(part[_in_common(part, rest) :] for part in behind)])


def _in_common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def proxy_secrets() -> tuple[str, ...]:
    """The passwords of the proxies in the environment, both as they are written there and decoded."""
    found = []
    for name, value in os.environ.items():
        if name.lower().endswith("_proxy") and "@" in value:
            found += _password_of(value)
    return tuple(dict.fromkeys(found))


def without_secrets(cause: BaseException | None, secrets: Iterable[str]) -> BaseException | None:
    """An exception without its frames, or a substitute if a message in its chain contains a secret.

    Args:
        cause: The exception of an SDK.
        secrets: Credentials.
    """
    if cause is None:
        return None
    secrets = tuple(secrets)
    chain = chain_of(cause)
    if any(redact(said, secrets) != said for error in chain for said in (str(error), repr(error))):
        return RuntimeError(redact(f"{type(cause).__name__}: {cause}", secrets))
    for error in chain:
        error.__traceback__ = None
    return cause


def chain_of(error: BaseException | None) -> list[BaseException]:
    """An exception, its causes and contexts, and those in it if it is a group."""
    found: list[BaseException] = []
    behind = [error]
    while behind:
        one = behind.pop(0)
        if one is not None and not any(one is other for other in found):
            found.append(one)
            behind += [one.__cause__, one.__context__]
            behind += one.exceptions if isinstance(one, BaseExceptionGroup) else ()
    return found


def _password_of(address: str) -> list[str]:
    try:
        password = urlsplit(address if "://" in address else f"http://{address}").password
    except ValueError:
        return []
    return [password, unquote(password)] if password else []


@cache
def _forms(secret: str) -> tuple[re.Pattern[str], ...]:
    written = as_written(secret)
    if len(secret) < _CERTAIN:
        is_word = _ORDINARY.fullmatch(secret) is not None
        written = f"{_BEFORE}{written}{_BEHIND}" if is_word else rf"(?<!\w){written}(?!\w)"
    return tuple(re.compile(one) for one in (written, *in_base64(secret)))
