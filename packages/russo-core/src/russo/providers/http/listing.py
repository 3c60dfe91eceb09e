"""`HttpVoices`: how the voices of an API are listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ..voices import Voice
from .paths import look, must_parse

if TYPE_CHECKING:
    from .client import Answer

# More pages than any account has.
MOST_PAGES: Final = 100

_GENDERS: Final = {"masculine": "male", "feminine": "female", "m": "male", "f": "female"}
_UNSAID: Final = {"", "not_specified", "ssml_voice_gender_unspecified", "unspecified", "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpVoices:
    """How the voices of an API are listed. If a path is a tuple, the first one with a value counts.

    Args:
        path: The path after the base of the API.
        at: Where in the answer the list is; empty for the whole answer.
        id: Where in a voice to find the value for the option ``voice``.
        name: Where to find its name.
        languages: Where to find its languages: one, a list, or a mapping by language.
        gender: Where to find its gender.
        description: Where to find a description of one line.
        tags: Where to find more words, one path for each.
        method: The HTTP method.
        query: The parameters after the question mark, with slots as in `HttpApi`.
        body: A template for JSON.
        only: A path and the name of an option: only voices in which the two are equal are listed.
        is_public: Whether the list needs no key.
        page: The parameter that selects a page.
        first: The number of the first page, if pages are numbered.
        next: Where the answer holds the value of ``page`` for the next page, if pages are not numbered.
        more: Where the answer says whether there are more pages, or how many; None if the last page is empty.

    Example:
        >>> from russo.providers import HttpVoices
        >>> HttpVoices(path="/v1/voices", at="voices", id="voice_id").at
        'voices'
    """

    path: str
    at: str
    id: str | tuple[str, ...]
    name: str | tuple[str, ...] = ()
    languages: str | tuple[str, ...] = ()
    gender: str | tuple[str, ...] = ()
    description: str | tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    method: str = "GET"
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    only: tuple[str, str] | None = None
    is_public: bool = False
    page: str | None = None
    first: int | None = None
    next: str | None = None
    more: str | None = None


def read_page(
    listed: HttpVoices, options: Mapping[str, Any], page: Any, answer: Answer
) -> tuple[tuple[Voice, ...], Any]:
    """The voices in an answer, and the next page to request; None after the last one.

    Args:
        listed: How the voices are listed.
        options: The options of the synthesizer.
        page: The page that was requested.
        answer: The answer.

    Raises:
        ValueError: The answer is not JSON.
    """
    document = must_parse(answer.body)
    found = look(document, listed.at)
    voices = []
    for one in found if isinstance(found, list) else ():
        if listed.only and look(one, listed.only[0]) != options.get(listed.only[1]):
            continue
        name = _first(one, listed.id)
        if isinstance(name, str) and name:
            voices.append(_voice(listed, one, name))
    return tuple(voices), _next_page(listed, document, page) if found else None


def _next_page(listed: HttpVoices, document: Any, page: Any) -> Any:
    if listed.page is None:
        return None
    more = look(document, listed.more) if listed.more else True
    if listed.first is None:
        found = look(document, listed.next or "")
        return found if more and found != page else None
    # Either the number of pages, or a flag that there is another one.
    is_last = page - listed.first + 1 >= more if type(more) is int else not more
    return None if is_last else page + 1


def _voice(listed: HttpVoices, one: Any, name: str) -> Voice:
    tags = (look(one, tag) for tag in listed.tags)
    return Voice(
        name,
        str(_first(one, listed.name) or name),
        languages=tuple(_words(_first(one, listed.languages))),
        gender=_gender(_first(one, listed.gender)),
        description=" ".join(_words(_first(one, listed.description))),
        tags=tuple(word for tag in tags for word in _words(tag)),
    )


def _first(one: Any, paths: str | tuple[str, ...]) -> Any:
    each = (paths,) if isinstance(paths, str) else paths
    return next((found for path in each if (found := look(one, path)) or found == 0), None)


def _words(found: Any) -> list[str]:
    if isinstance(found, str):
        return [found] if found else []
    return [str(word) for word in found] if isinstance(found, (list, Mapping)) else []


def _gender(found: Any) -> str | None:
    word = str(found or "").lower()
    return None if word in _UNSAID else _GENDERS.get(word, word)
