"""A small LiveKit agent: it waits until the caller has finished, and answers.

Speech recognition and language model are stand-ins, so it needs neither a key nor a network. The turn detection and
everything else are LiveKit's own.
"""

from __future__ import annotations

from livekit import rtc
from livekit.agents import Agent, AgentSession, inference, llm, stt, tts


class Ears(stt.STT):
    """Stands in for speech recognition: the transcript is how long somebody has spoken."""

    def __init__(self):
        super().__init__(capabilities=stt.STTCapabilities(streaming=False, interim_results=False))

    async def _recognize_impl(self, buffer, *, language, conn_options):
        spoken = rtc.combine_audio_frames(buffer)
        text = f"{spoken.duration:.1f} seconds"
        return stt.SpeechEvent(
            type=stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives=[stt.SpeechData(language="en", text=text)]
        )


class Head(llm.LLM):
    """Stands in for a language model. The agent below has a fixed answer."""

    def chat(self, **_):
        raise NotImplementedError


class Clerk(Agent):
    """Answers every turn."""

    def __init__(self):
        super().__init__(instructions="Answer the phone.")

    async def llm_node(self, chat_ctx, tools, model_settings):
        yield "One moment please."


def make_session(voice: tts.TTS) -> AgentSession:
    """A session that speaks with a voice."""
    return AgentSession(
        stt=Ears(),
        vad=inference.VAD(model="silero"),
        llm=Head(),
        tts=voice,
        turn_handling={"turn_detection": "vad"},
    )
