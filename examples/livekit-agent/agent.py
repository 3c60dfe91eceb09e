"""A small agent of LiveKit: it waits until the caller has finished, and answers.

The ears and the head are stand-ins, so that it needs neither a key nor a network; the turn detection is LiveKit's own,
and so is everything between.
"""

from __future__ import annotations

from livekit import rtc
from livekit.agents import Agent, AgentSession, inference, llm, stt, tts


class Ears(stt.STT):
    """Stands for speech recognition: it tells how long somebody has spoken."""

    def __init__(self):
        super().__init__(capabilities=stt.STTCapabilities(streaming=False, interim_results=False))

    async def _recognize_impl(self, buffer, *, language, conn_options):
        spoken = rtc.combine_audio_frames(buffer)
        text = f"{spoken.duration:.1f} seconds"
        return stt.SpeechEvent(
            type=stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives=[stt.SpeechData(language="en", text=text)]
        )


class Head(llm.LLM):
    """Stands for a language model. The agent below has its answer ready."""

    def chat(self, **_):
        raise NotImplementedError


class Clerk(Agent):
    """Answers each turn."""

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
