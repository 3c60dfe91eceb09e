"""The requests that the APIs accept, as JSON schemas: names, types and limits of fields, and nothing else.

Sources, checked 2026-11-23: https://developers.openai.com/api/docs/api-reference/audio/createSpeech,
https://developers.openai.com/api/docs/api-reference/chat/create,
https://developers.openai.com/api/docs/api-reference/realtime-client-events,
https://ai.google.dev/api/generate-content, https://elevenlabs.io/docs/api-reference/text-to-speech/convert
"""

from __future__ import annotations

from typing import Any


def closed(required: str = "", /, **properties: Any) -> dict[str, Any]:
    """An object with these fields and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def text(longest: int | None = None) -> dict[str, Any]:
    return {"type": "string", "minLength": 1} | ({"maxLength": longest} if longest else {})


def number(least: float, most: float) -> dict[str, Any]:
    return {"type": "number", "minimum": least, "maximum": most}


def whole(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


def several(items: Any, most: int) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": most}


VOICE = {"anyOf": [text(), closed("id", id=text())]}
FLAG = {"type": "boolean"}

OPENAI_SPEECH = closed(
    "model input voice",
    model=text(),
    input=text(4096),
    voice=VOICE,
    instructions=text(4096),
    response_format={"enum": ["mp3", "opus", "aac", "flac", "wav", "pcm"]},
    speed=number(0.25, 4.0),
    stream_format={"enum": ["audio", "sse"]},
)

OPENAI_CHAT = closed(
    "model modalities audio messages",
    model=text(),
    modalities={"const": ["text", "audio"]},
    audio=closed("voice format", voice=VOICE, format={"enum": ["wav", "aac", "mp3", "flac", "opus", "pcm16"]}),
    messages=several(closed("role content", role={"enum": ["system", "user"]}, content=text()), 2),
    seed=whole(-(2**63), 2**63 - 1),
    temperature=number(0, 2),
)

_REALTIME_FORMAT = {
    "anyOf": [
        closed("type rate", type={"const": "audio/pcm"}, rate={"const": 24_000}),
        closed("type", type={"enum": ["audio/pcmu", "audio/pcma"]}),
    ]
}
_REALTIME_INPUT = closed(
    "type role content",
    type={"const": "message"},
    role={"enum": ["user", "assistant", "system"]},
    content=several(closed("type text", type={"const": "input_text"}, text=text()), 1),
)
OPENAI_REALTIME = {
    "oneOf": [
        closed(
            "type session",
            type={"const": "session.update"},
            session=closed(
                "type",
                type={"const": "realtime"},
                audio=closed("output", output=closed("speed", speed=number(0.25, 1.5))),
            ),
        ),
        closed(
            "type response",
            type={"const": "response.create"},
            event_id=text(512),
            response=closed(
                "output_modalities input",
                conversation={"enum": ["auto", "none"]},
                metadata={"type": "object", "maxProperties": 16, "additionalProperties": text(512)},
                output_modalities={"enum": [["audio"], ["text"]]},
                instructions=text(),
                input=several(_REALTIME_INPUT, 1),
                audio=closed("output", output=closed("", voice=VOICE, format=_REALTIME_FORMAT)),
                tools={"type": "array", "maxItems": 0},
                tool_choice={"enum": ["none", "auto", "required"]},
                reasoning=closed("effort", effort={"enum": ["minimal", "low", "medium", "high", "xhigh"]}),
                max_output_tokens={"anyOf": [whole(1, 4096), {"const": "inf"}]},
            ),
        ),
    ]
}


def _either(**names: Any) -> dict[str, Any]:
    """Google accepts each field in snake_case and in camelCase."""
    spelt = {}
    for name, schema in names.items():
        first, *rest = name.split("_")
        spelt |= {name: schema, first + "".join(map(str.capitalize, rest)): schema}
    return spelt


_GOOGLE_VOICE = closed(**_either(voice=text(), prebuilt_voice_config=closed(**_either(voice_name=text()))))
_GOOGLE_SPEAKER = closed("speaker", **_either(speaker=text(), voice_config=_GOOGLE_VOICE))
GOOGLE = closed(
    "contents generationConfig",
    contents=several(
        closed(
            "parts",
            role={"const": "user"},
            parts={
                "type": "array",
                "minItems": 1,
                "items": closed("text", text=text(), **_either(speech_metadata=closed(speaker=text(), style=text()))),
            },
        ),
        1,
    ),
    generationConfig=closed(
        "responseModalities speechConfig",
        responseModalities={"const": ["AUDIO"]},
        speechConfig=closed(
            **_either(
                voice_config=_GOOGLE_VOICE,
                language_code=text(),
                multi_speaker_voice_config=closed(
                    **_either(
                        speaker_voice_configs={"type": "array", "items": _GOOGLE_SPEAKER, "maxItems": 2, "minItems": 2}
                    )
                ),
            )
        ),
        seed=whole(-(2**31), 2**31 - 1),
        temperature=number(0, 2),
        topP=number(0, 1),
        topK={"type": "number", "minimum": 1},
    ),
)

ELEVENLABS = closed(
    "text",
    text=text(),
    model_id=text(),
    language_code={"type": "string", "pattern": "^[a-z]{2,3}$"},
    voice_settings=closed(
        stability=number(0, 1),
        similarity_boost=number(0, 1),
        style=number(0, 1),
        use_speaker_boost=FLAG,
        speed=number(0.7, 1.2),
        clone_strength=number(0, 1),
    ),
    seed=whole(0, 4_294_967_295),
    previous_text=text(),
    next_text=text(),
    previous_request_ids=several(text(), 3),
    next_request_ids=several(text(), 3),
    pronunciation_dictionary_locators=several(
        closed("pronunciation_dictionary_id", pronunciation_dictionary_id=text(), version_id=text()), 3
    ),
    apply_text_normalization={"enum": ["auto", "on", "off"]},
    apply_language_text_normalization=FLAG,
    use_pvc_as_ivc=FLAG,
    audio_effects={"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}},
)
# The query of ElevenLabs' address.
ELEVENLABS_QUERY = closed(
    "output_format",
    output_format={"type": "string", "pattern": r"^(pcm|wav|mp3|opus|ulaw|alaw)_\d{4,6}(_\d+)?$"},
    enable_logging={"enum": ["true", "false"]},
    optimize_streaming_latency={"enum": ["0", "1", "2", "3", "4"]},
)
