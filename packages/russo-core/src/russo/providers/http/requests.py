"""`HttpRequest`: one request, made from an `HttpApi` and the options of the synthesizer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from .templates import fill, written

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request that is not signed yet.

    Args:
        method: ``"POST"`` or another.
        url: The complete address.
        headers: Names and values.
        body: Bytes.

    Example:
        >>> from russo.providers import HttpRequest
        >>> HttpRequest("GET", "https://api.example/v1/voices").url
        'https://api.example/v1/voices'
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


def make_request(  # noqa: PLR0917 - the parts of a request
    method: str,
    url: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    body: Any,
    values: Mapping[str, Any],
) -> HttpRequest:
    """Fill the templates of a request.

    Args:
        method: The HTTP method.
        url: The address. The values of its slots are quoted.
        query: The parameters after the question mark; those without a value are left out.
        headers: Likewise.
        body: A value to send as JSON, or a str that is sent as it is; None for no body.
        values: The value of each slot.
    """
    quoted = {name: None if value is None else quote(written(value), safe="") for name, value in values.items()}
    address = str(fill(url, quoted))
    asked = {name: written(value) for name, value in (fill(query, values) or {}).items()}
    if asked:
        address += ("&" if "?" in address else "?") + urlencode(asked)
    sent = {name: written(value) for name, value in (fill(headers, values) or {}).items()}
    filled = fill(body, values)
    if filled is None:
        return HttpRequest(method, address, sent)
    is_text = isinstance(body, str)
    if not any(name.lower() == "content-type" for name in sent):
        sent["Content-Type"] = "text/plain; charset=utf-8" if is_text else "application/json"
    data = written(filled) if is_text else json.dumps(filled, ensure_ascii=False)
    return HttpRequest(method, address, sent, data.encode())
