"""APIs that answer with encoded audio: an engine that is configured by settings, MiniMax, Neuphonic, Sarvam, Speechify."""

from __future__ import annotations

from http_wires.wire import KEY, TEXT, Wire, row
from russo import errors

WIRES: dict[str, Wire] = {
    "http": Wire(
        "/speak?voice=an%20na",
        {"Authorization": f"Bearer {KEY}", "Accept": "audio/*"},
        {"text": TEXT, "say": {"model": "m-1"}},
        "application/json",
        "base64:data.audio",
        rows=(
            row(
                200,
                {"fault": "no such voice"},
                errors.SynthesisError,
                "http answered 200, but with an error: no such voice",
            ),
            row(500, {"message": "oops"}, errors.ProviderUnavailableError, "http answered 500: oops"),
        ),
    ),
    "minimax": Wire(
        "/v1/t2a_v2",
        {"Authorization": f"Bearer {KEY}"},
        {
            "model": "speech-2.8-hd",
            "text": TEXT,
            "stream": False,
            "output_format": "hex",
            "voice_setting": {"voice_id": "English_expressive_narrator", "speed": 1.0, "vol": 1.0, "pitch": 0},
            "audio_setting": {"format": "wav", "sample_rate": 44100, "channel": 1},
        },
        "application/json",
        "hex:data.audio",
        rows=tuple(
            row(
                200,
                {"data": None, "base_resp": {"status_code": code, "status_msg": said}},
                error,
                f"minimax answered 200: {said}: {code}",
            )
            for code, said, error in (
                (1000, "unknown error", errors.ProviderUnavailableError),
                (1001, "timeout", errors.SynthesisTimeoutError),
                (1002, "rate limit", errors.RateLimitError),
                (1004, "login fail", errors.AuthenticationError),
                (1008, "insufficient balance", errors.QuotaExceededError),
                (1026, "sensitive", errors.ContentBlockedError),
                (2013, "invalid params", errors.InvalidRequestError),
                (20132, "invalid voice", errors.InvalidRequestError),
            )
        ),
        given={
            "model": "speech-2.6-hd",
            "language_boost": "English",
            "speed": 1.5,
            "volume": 2,
            "pitch": 3,
            "emotion": "fluent",
            "sample_rate": 24000,
            "group_id": "g 1",
        },
        is_sent={
            "model": "speech-2.6-hd",
            "?": "GroupId=g+1",
            "language_boost": "English",
            "voice_setting": {
                "voice_id": "English_expressive_narrator",
                "speed": 1.5,
                "vol": 2.0,
                "pitch": 3,
                "emotion": "fluent",
            },
            "audio_setting": {"format": "wav", "sample_rate": 24000, "channel": 1},
        },
        voices={
            "system_voice": [{"voice_id": "Calm_Woman", "voice_name": "Calm Woman", "description": ["calm", "warm"]}],
            "base_resp": {"status_code": 0},
        },
        listed=("Calm_Woman",),
        listing="/v1/get_voice",
    ),
    "neuphonic": Wire(
        "/sse/speak/en",
        {"x-api-key": KEY},
        {
            "text": TEXT,
            "lang_code": "en",
            "voice_id": "8e9c4bc8-3979-48ab-8626-df53befc2090",
            "sampling_rate": 24000,
            "encoding": "pcm_linear",
        },
        "text/event-stream",
        "sse:",
        rows=(
            row(
                401,
                {"detail": "Unauthorized"},
                errors.AuthenticationError,
                "neuphonic answered 401: Unauthorized. Check NEUPHONIC_API_KEY or NEUPHONIC_API_TOKEN, or api_key=..., and what the account allows.",
            ),
            row(
                200,
                'data: {"status_code": 422, "errors": ["no such voice"]}\n\n',
                errors.InvalidRequestError,
                'neuphonic answered 200: ["no such voice"]',
            ),
            row(
                200,
                'data: {"status_code": 429, "errors": ["slow down"]}\n\n',
                errors.RateLimitError,
                'neuphonic answered 200: ["slow down"]',
            ),
        ),
        given={"language": "de", "voice": "v", "speed": 1.2, "temperature": 0.5},
        is_sent={"lang_code": "de", "voice_id": "v", "speed": 1.2, "temperature": 0.5},
        voices={
            "data": {
                "voices": [
                    {"voice_id": "8e9c", "name": "Emily", "lang_code": "en", "tags": ["Female"]},
                    {"id": "77aa", "name": "Old", "lang_code": "en"},
                ]
            }
        },
        listed=("8e9c", "77aa"),
        listing="/voices",
    ),
    "sarvam": Wire(
        "/text-to-speech",
        {"api-subscription-key": KEY},
        {
            "text": TEXT,
            "language_code": "en-IN",
            "speaker": "shubh",
            "model": "bulbul:v3",
            "pace": 1.0,
            "speech_sample_rate": 24000,
            "output_audio_codec": "wav",
        },
        "application/json",
        "base64:audios.0",
        rows=(
            row(
                403,
                {"error": {"message": "bad key", "code": "invalid_api_key_error", "request_id": "r"}},
                errors.AuthenticationError,
                "sarvam answered 403: invalid_api_key_error: bad key",
            ),
            row(
                429,
                {"error": {"message": "no credits", "code": "insufficient_quota_error"}},
                errors.QuotaExceededError,
                "sarvam answered 429: insufficient_quota_error: no credits",
            ),
            row(
                429,
                {"error": {"message": "slow", "code": "rate_limit_exceeded_error"}},
                errors.RateLimitError,
                "sarvam answered 429: rate_limit_exceeded_error: slow",
            ),
            row(
                400,
                {"error": {"message": "bad", "code": "invalid_request_error"}},
                errors.InvalidRequestError,
                "sarvam answered 400: invalid_request_error: bad",
            ),
        ),
        given={
            "voice": "anushka",
            "model": "bulbul:v2",
            "language": "hi-IN",
            "pace": 0.4,
            "pitch": 0.5,
            "loudness": 2,
            "enable_preprocessing": True,
            "sample_rate": 22050,
        },
        is_sent={
            "speaker": "anushka",
            "model": "bulbul:v2",
            "language_code": "hi-IN",
            "pace": 0.4,
            "pitch": 0.5,
            "loudness": 2.0,
            "enable_preprocessing": True,
            "speech_sample_rate": 22050,
        },
        listed=("shubh", "anushka"),
    ),
    "speechify": Wire(
        "/v1/audio/speech",
        {"Authorization": f"Bearer {KEY}", "Speechify-Version": "2026-09-13"},
        {"input": TEXT, "voice_id": "geffen_32", "model": "simba-3.2", "output_format": "wav_24000"},
        "application/json",
        "base64:audio_data",
        rows=(
            row(
                402,
                {"error": {"code": "payment_required", "message": "no credits"}, "request_id": "r"},
                errors.QuotaExceededError,
                "speechify answered 402: payment_required: no credits",
            ),
            row(
                400,
                {"error": {"code": "voice_not_found", "message": "no voice"}},
                errors.InvalidRequestError,
                "speechify answered 400: voice_not_found: no voice",
            ),
            row(
                400,
                {"error": {"code": "content_policy_violation", "message": "no"}},
                errors.ContentBlockedError,
                "speechify answered 400: content_policy_violation: no",
            ),
            row(
                401,
                {"error": {"code": "unauthorized", "message": "bad key"}},
                errors.AuthenticationError,
                "speechify answered 401: unauthorized: bad key",
            ),
            row(
                429,
                {"error": {"code": "rate_limited", "message": "slow"}},
                errors.RateLimitError,
                "speechify answered 429: rate_limited: slow",
            ),
        ),
        given={"language": "en-US", "sample_rate": 48000, "loudness_normalization": True, "text_normalization": False},
        is_sent={
            "language": "en-US",
            "output_format": "wav_48000",
            "options": {"loudness_normalization": True, "text_normalization": False},
        },
        voices={
            "voices": [
                {"id": "dominic_32", "display_name": "Dominic", "gender": "male", "locale": "en-US", "type": "shared"}
            ],
            "has_more": False,
        },
        listed=("dominic_32",),
        listing="/v1/voices?limit=200",
    ),
}
