"""APIs that answer with the audio itself: Deepgram, Fish Audio, Groq and xAI."""

from __future__ import annotations

from http_wires.wire import KEY, TEXT, Wire, row
from russo import errors

WIRES: dict[str, Wire] = {
    "deepgram": Wire(
        "/v1/speak?model=aura-2-thalia-en&encoding=linear16&container=wav&sample_rate=24000",
        {"Authorization": f"Token {KEY}", "Content-Type": "application/json"},
        {"text": TEXT},
        rows=(
            row(
                400,
                {"err_code": "INVALID_QUERY_PARAMETER", "err_msg": "No such model", "request_id": "r"},
                errors.InvalidRequestError,
                "deepgram answered 400: No such model",
            ),
            row(
                401,
                {
                    "category": "INVALID_AUTH",
                    "message": "Invalid credentials.",
                    "details": "Check the key.",
                    "request_id": "r",
                },
                errors.AuthenticationError,
                "deepgram answered 401: Invalid credentials.: Check the key. Check DEEPGRAM_API_KEY, or api_key=..., and what the account allows.",
            ),
            row(402, "Payment Required", errors.QuotaExceededError, "deepgram answered 402: Payment Required"),
            row(
                403,
                {"err_code": "INSUFFICIENT_PERMISSIONS", "err_msg": "No access to the model"},
                errors.InvalidRequestError,
                "deepgram answered 403: No access to the model. `russo voices deepgram` lists the voices.",
            ),
            row(
                413,
                {"err_msg": "Too large"},
                errors.TextTooLongError,
                "deepgram answered 413: Too large. Split the text.",
            ),
            row(
                422,
                {"err_msg": "Input text exceeds the limit of 2000 characters"},
                errors.TextTooLongError,
                "deepgram answered 422: Input text exceeds the limit of 2000 characters. Split the text.",
            ),
        ),
        given={"voice": "aura-2-helena-en", "sample_rate": 48000, "speed": 1.1, "mip_opt_out": True},
        is_sent={
            "?": "model=aura-2-helena-en&encoding=linear16&container=wav&sample_rate=48000&speed=1.1&mip_opt_out=true"
        },
        voices={
            "stt": [],
            "tts": [
                {
                    "name": "thalia",
                    "canonical_name": "aura-2-thalia-en",
                    "languages": ["en", "en-US"],
                    "metadata": {"accent": "American", "tags": ["feminine"]},
                }
            ],
        },
        listed=("aura-2-thalia-en",),
        listing="/v1/models",
    ),
    "fish": Wire(
        "/v1/tts",
        {"Authorization": f"Bearer {KEY}", "model": "s2.1-pro"},
        {
            "text": TEXT,
            "reference_id": "933563129e564b19a115bedd57b7406a",
            "temperature": 0.7,
            "top_p": 0.7,
            "repetition_penalty": 1.2,
            "prosody": {"speed": 1.0, "volume": 0.0},
            "chunk_length": 300,
            "normalize": True,
            "latency": "normal",
            "format": "wav",
            "sample_rate": 44100,
        },
        rows=(
            row(
                402,
                {"message": "no credits", "status": 402, "reason": "payment"},
                errors.QuotaExceededError,
                "fish answered 402: payment: no credits",
            ),
            row(
                503,
                {"message": "overload", "status": 503},
                errors.ProviderUnavailableError,
                "fish answered 503: overload",
            ),
            row(400, "cannot parse", errors.InvalidRequestError, "fish answered 400: cannot parse"),
        ),
        given={
            "model": "s1",
            "voice": "v",
            "speed": 1.2,
            "volume": 1,
            "temperature": 0.5,
            "top_p": 0.5,
            "repetition_penalty": 1.1,
            "chunk_length": 200,
            "normalize": False,
            "latency": "low",
            "sample_rate": 24000,
        },
        is_sent={
            "reference_id": "v",
            "prosody": {"speed": 1.2, "volume": 1.0},
            "temperature": 0.5,
            "top_p": 0.5,
            "repetition_penalty": 1.1,
            "chunk_length": 200,
            "normalize": False,
            "latency": "low",
            "sample_rate": 24000,
        },
        voices={
            "total": 1,
            "items": [{"_id": "802e3bc2b27e49c2995d23ef70e6ac89", "title": "E", "languages": ["en"], "tags": ["calm"]}],
            "has_more": False,
        },
        listed=("802e3bc2b27e49c2995d23ef70e6ac89",),
        listing="/model?page_size=100&page_number=1",
    ),
    "groq": Wire(
        "/openai/v1/audio/speech",
        {"Authorization": f"Bearer {KEY}"},
        {"model": "canopylabs/orpheus-v1-english", "input": TEXT, "voice": "hannah", "response_format": "wav"},
        rows=(
            row(
                400,
                {
                    "error": {
                        "message": "The model requires terms acceptance",
                        "type": "invalid_request_error",
                        "code": "model_terms_required",
                    }
                },
                errors.InvalidRequestError,
                "groq answered 400: model_terms_required: The model requires terms acceptance. Accept the terms of the model in the console first.",
            ),
            row(
                401,
                {"error": {"message": "Invalid API Key", "type": "invalid_request_error", "code": "invalid_api_key"}},
                errors.AuthenticationError,
                "groq answered 401: invalid_api_key: Invalid API Key. Check GROQ_API_KEY, or api_key=..., and what the account allows.",
            ),
            row(
                200,
                {"error": {"message": "broken", "code": "x"}},
                errors.SynthesisError,
                "groq answered 200, but with an error: x: broken",
            ),
        ),
        given={"voice": "fahad", "model": "canopylabs/orpheus-arabic-saudi"},
        is_sent={"voice": "fahad", "model": "canopylabs/orpheus-arabic-saudi"},
        listed=("autumn", "diana", "hannah", "austin", "daniel", "troy", "fahad", "sultan", "lulwa", "noura"),
    ),
    "xai": Wire(
        "/v1/tts",
        {"Authorization": f"Bearer {KEY}"},
        {"text": TEXT, "voice_id": "eve", "language": "auto", "output_format": {"codec": "wav", "sample_rate": 24000}},
        rows=(
            row(
                400,
                {"code": "invalid-argument", "error": "no such voice"},
                errors.InvalidRequestError,
                "xai answered 400: invalid-argument: no such voice",
            ),
            row(429, {"error": "too many"}, errors.RateLimitError, "xai answered 429: too many"),
        ),
        given={"voice": "Ara", "language": "de", "speed": 0.8, "text_normalization": True, "sample_rate": 48000},
        is_sent={
            "voice_id": "ara",
            "language": "de",
            "speed": 0.8,
            "text_normalization": True,
            "output_format": {"codec": "wav", "sample_rate": 48000},
        },
        voices={"voices": [{"voice_id": "leo", "name": "Leo"}]},
        listed=("leo",),
        listing="/v1/tts/voices",
    ),
}
