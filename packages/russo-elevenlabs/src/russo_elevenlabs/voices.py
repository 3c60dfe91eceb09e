"""The voices of an account, live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from russo.providers import InvalidRequestError, Voice

from .settings import VOICE_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = 100


async def fetch(client: Any, read_timeout: float, search: str | None = None) -> tuple[Voice, ...]:
    """Every voice of the account, page after page.

    Args:
        client: A client of the SDK.
        read_timeout: Seconds that each page may take.
        search: Only voices that mention this word.
    """
    voices: list[Voice] = []
    options = {"max_retries": 0, "timeout_in_seconds": read_timeout}
    wanted: dict[str, Any] = {"page_size": _PAGE} | ({"search": search} if search else {})
    while True:
        page = await client.voices.search(**wanted, request_options=options)
        voices += map(_voice, page.voices)
        if not (page.has_more and page.next_page_token):
            return tuple(voices)
        wanted["next_page_token"] = page.next_page_token


async def find(client: Any, read_timeout: float, name: str) -> str:
    """Find the id of the voice of that name in the account.

    Args:
        client: A client of the SDK.
        read_timeout: Seconds that each page may take.
        name: The whole name, or the part before " - "; case does not matter.

    Raises:
        InvalidRequestError: No voice has that name, or several have it.
    """
    voices = await fetch(client, read_timeout, search=name)
    wanted = name.strip().casefold()
    whole = [voice for voice in voices if voice.name.casefold() == wanted]
    found = whole or [voice for voice in voices if voice.name.partition(" - ")[0].casefold() == wanted]
    if len(found) != 1:
        said = "; ".join(f"{voice.name} is {voice.id}" for voice in found)
        msg = (
            f"several voices are named {name!r}: {said}. Set voice=... to an id"
            if found
            else f"elevenlabs knows no voice named {name!r} in this account: `russo voices elevenlabs` lists them"
        )
        raise InvalidRequestError(msg)
    if not VOICE_ID.fullmatch(found[0].id):
        msg = f"elevenlabs gave the voice {name!r} an id that is invalid: {found[0].id!r:.100}"
        raise InvalidRequestError(msg)
    return found[0].id


def _voice(found: Any) -> Voice:
    labels: dict[str, str] = dict(found.labels or {})
    tags = (found.category, labels.get("accent"), labels.get("age"), labels.get("use_case"), labels.get("descriptive"))
    return Voice(
        found.voice_id,
        found.name or found.voice_id,
        languages=tuple(dict.fromkeys(_languages(found, labels))),
        gender=labels.get("gender"),
        description=found.description or "",
        tags=tuple(str(tag) for tag in tags if tag),
    )


def _languages(found: Any, labels: dict[str, str]) -> Iterator[str]:
    if labels.get("language"):
        yield labels["language"]
    for verified in found.verified_languages or ():
        yield verified.locale or verified.language
