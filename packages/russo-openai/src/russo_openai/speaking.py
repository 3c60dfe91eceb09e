"""One utterance: the endpoint that speaks it, tried as often as the policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from russo.providers import call
from russo.providers.retirement import warn_if_retiring

from . import chat, realtime, speech
from .connection import certificates, connect
from .failures import classify
from .plugin import DESCRIPTION
from .verify import verify

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from russo.audio import Audio
    from russo.providers.call import CallPolicy

    from .connection import Account
    from .settings import Settings


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
    with call.needs_sdk(DESCRIPTION.name):
        certificates()  # imports the SDK, which the time of the call is not for
    if settings.own_server:
        warn_if_retiring(DESCRIPTION, settings.model)

    async def attempt() -> Audio:
        async with connect(account, key, policy.timeout) as client:
            return await _request(client, settings, text, verify_mode)

    return await call.speak(
        attempt,
        provider=DESCRIPTION.name,
        policy=policy,
        classify=classify,
        secrets=account.secrets(key),
    )


async def _request(client: AsyncOpenAI, settings: Settings, text: str, verify_mode: str) -> Audio:
    if settings.endpoint == "speech":
        return await speech.speak(client, settings, text)
    speak_once = realtime.speak if settings.endpoint == "realtime" else chat.speak
    audio, transcript = await speak_once(client, settings, text)
    verify(audio, text=text, transcript=transcript, speed=settings.speed or 1.0, mode=verify_mode)
    return audio
