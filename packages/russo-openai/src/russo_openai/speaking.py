"""Speaks one utterance through its endpoint, with the retries that the policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from russo import providers
from russo.providers import import_sdk, warn_if_retiring

from . import chat, realtime, speech
from .connection import connect, prepare, prepare_realtime
from .failures import classify
from .plugin import DESCRIPTION
from .verify import verify

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from russo.providers import Audio, CallPolicy

    from .connection import Account
    from .settings import Settings


# What each endpoint needs and `import openai` does not import.
_MODULES: Final = {
    "realtime": ("openai", "openai.resources.realtime.realtime", "russo_openai.socket"),
    "chat": ("openai",),
    "speech": ("openai",),
}


async def speak(
    account: Account,
    settings: Settings,
    text: str,
    *,
    verify_mode: str,
    policy: CallPolicy,
) -> Audio:
    """Call the endpoint until it has spoken the text."""
    key = account.key()
    prepared = prepare_realtime if settings.endpoint == "realtime" else prepare
    modules = _MODULES[settings.endpoint]
    await import_sdk(DESCRIPTION.name, *modules, then=prepared if account.client is None else None)
    if settings.own_server:
        warn_if_retiring(DESCRIPTION, settings.model)

    async def attempt() -> Audio:
        async with connect(account, key, policy) as client:
            return await _request(client, settings, text, verify_mode, policy.max_bytes)

    return await providers.speak(
        attempt,
        provider=DESCRIPTION.name,
        policy=policy,
        classify=classify,
        secrets=account.secrets(key),
    )


async def _request(client: AsyncOpenAI, settings: Settings, text: str, verify_mode: str, max_bytes: int) -> Audio:
    if settings.endpoint == "speech":
        return await speech.speak(client, settings, text)
    if settings.endpoint == "realtime":
        audio, transcript = await realtime.speak(client, settings, text, max_bytes=max_bytes)
    else:
        audio, transcript = await chat.speak(client, settings, text)
    verify(audio, text=text, transcript=transcript, speed=settings.speed or 1.0, mode=verify_mode)
    return audio
