"""APIs that answer with base64 in JSON: Google Cloud, Hume, Inworld and Murf."""

from __future__ import annotations

from http_wires.wire import KEY, TEXT, Wire, row
from russo import errors

WIRES: dict[str, Wire] = {
    "google-cloud": Wire(
        "/v1/text:synthesize",
        {"X-Goog-Api-Key": KEY},
        {
            "input": {"text": TEXT},
            "voice": {"languageCode": "en-US", "name": "en-US-Chirp3-HD-Charon"},
            "audioConfig": {"audioEncoding": "LINEAR16"},
        },
        "application/json",
        "base64:audioContent",
        rows=(
            row(
                400,
                {
                    "error": {
                        "code": 400,
                        "status": "INVALID_ARGUMENT",
                        "message": "Either `input.text` or `input.ssml` is longer than the limit of 5000 bytes.",
                    }
                },
                errors.TextTooLongError,
                "google-cloud answered 400: INVALID_ARGUMENT: Either `input.text` or `input.ssml` is longer than the limit of 5000 bytes. Split the text.",
            ),
            row(
                403,
                {"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "API not enabled"}},
                errors.AuthenticationError,
                "google-cloud answered 403: PERMISSION_DENIED: API not enabled. Check GOOGLE_API_KEY, api_key=... or the application default credentials, and what the account allows.",
            ),
            row(
                429,
                {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "Quota"}},
                errors.RateLimitError,
                "google-cloud answered 429: RESOURCE_EXHAUSTED: Quota",
            ),
        ),
        given={
            "voice": "Charon",
            "model": "gemini-2.5-flash-tts",
            "language": "de-DE",
            "prompt": "Say it calmly",
            "speed": 1.1,
            "pitch": -2,
            "volume": 3,
            "sample_rate": 16000,
        },
        is_sent={
            "input": {"text": TEXT, "prompt": "Say it calmly"},
            "voice": {"languageCode": "de-DE", "name": "Charon", "modelName": "gemini-2.5-flash-tts"},
            "audioConfig": {
                "audioEncoding": "LINEAR16",
                "speakingRate": 1.1,
                "pitch": -2.0,
                "volumeGainDb": 3.0,
                "sampleRateHertz": 16000,
            },
        },
        voices={
            "voices": [
                {
                    "name": "de-DE-Neural2-A",
                    "languageCodes": ["de-DE"],
                    "ssmlGender": "FEMALE",
                    "naturalSampleRateHertz": 24000,
                }
            ]
        },
        listed=("de-DE-Neural2-A",),
        listing="/v1/voices",
    ),
    "hume": Wire(
        "/v0/tts",
        {"X-Hume-Api-Key": KEY},
        {
            "utterances": [{"text": TEXT, "voice": {"name": "Male English Actor", "provider": "HUME_AI"}}],
            "version": "2",
            "format": {"type": "wav"},
            "num_generations": 1,
        },
        "application/json",
        "base64:generations.0.audio",
        rows=(
            row(
                400,
                {"code": "E0101", "error": "bad", "message": "no such voice"},
                errors.InvalidRequestError,
                "hume answered 400: bad: no such voice",
            ),
            row(
                422,
                {"detail": [{"loc": ["body"], "msg": "missing", "type": "v"}]},
                errors.InvalidRequestError,
                'hume answered 422: [{"loc": ["body"], "msg": "missing", "type": "v"}]',
            ),
        ),
        given={
            "voice": "176a55b1-4468-4736-8878-db82729667c1",
            "voice_provider": "CUSTOM_VOICE",
            "version": "1",
            "acting": "whispering",
            "speed": 1.1,
            "trailing_silence": 0.5,
            "temperature": 0.8,
        },
        is_sent={
            "utterances": [
                {
                    "text": TEXT,
                    "voice": {"id": "176a55b1-4468-4736-8878-db82729667c1", "provider": "CUSTOM_VOICE"},
                    "description": "whispering",
                    "speed": 1.1,
                    "trailing_silence": 0.5,
                }
            ],
            "version": "1",
            "temperature": 0.8,
        },
        voices={
            "voices_page": [
                {"id": "176a55b1", "name": "Ava", "provider": "HUME_AI", "compatible_octave_models": ["2"]}
            ],
            "page_number": 0,
            "total_pages": 1,
        },
        listed=("176a55b1",),
        listing="/v0/tts/voices?provider=HUME_AI&page_size=100&page_number=0",
    ),
    "inworld": Wire(
        "/tts/v1/voice",
        {"Authorization": f"Basic {KEY}"},
        {
            "text": TEXT,
            "voiceId": "Ashley",
            "modelId": "inworld-tts-2",
            "audioConfig": {"audioEncoding": "LINEAR16", "sampleRateHertz": 48000},
        },
        "application/json",
        "base64:audioContent",
        rows=(
            row(
                404,
                {"code": 5, "message": "Unknown voice: X", "details": []},
                errors.InvalidRequestError,
                "inworld answered 404: Unknown voice: X",
            ),
            row(
                200,
                {"error": {"code": 8, "message": "exhausted"}},
                errors.RateLimitError,
                "inworld answered 200: exhausted",
            ),
            row(
                200,
                {"error": {"code": 99, "message": "odd"}},
                errors.SynthesisError,
                "inworld answered 200, but with an error: odd",
            ),
        ),
        given={"speed": 1.2, "delivery": "STABLE", "language": "en-US", "normalization": "ON", "sample_rate": 24000},
        is_sent={
            "audioConfig": {"audioEncoding": "LINEAR16", "sampleRateHertz": 24000, "speakingRate": 1.2},
            "deliveryMode": "STABLE",
            "language": "en-US",
            "applyTextNormalization": "ON",
        },
        voices={
            "voices": [
                {
                    "voiceId": "Dennis",
                    "displayName": "Dennis",
                    "langCode": "EN_US",
                    "description": "calm",
                    "tags": ["male"],
                }
            ]
        },
        listed=("Dennis",),
        listing="/voices/v1/voices",
    ),
    "murf": Wire(
        "/v1/speech/generate",
        {"api-key": KEY},
        {
            "text": TEXT,
            "voiceId": "en-US-natalie",
            "modelVersion": "GEN2",
            "rate": 0,
            "pitch": 0,
            "variation": 1,
            "format": "WAV",
            "sampleRate": 44100,
            "channelType": "MONO",
            "encodeAsBase64": True,
        },
        "application/json",
        "base64:encodedAudio",
        rows=(
            row(
                403,
                {"errorMessage": "Invalid api-key", "errorCode": 403},
                errors.AuthenticationError,
                "murf answered 403: Invalid api-key. Check MURF_API_KEY, or api_key=..., and what the account allows.",
            ),
            row(
                402,
                {"errorMessage": "No characters left", "errorCode": 402},
                errors.QuotaExceededError,
                "murf answered 402: No characters left",
            ),
            row(503, {"errorMessage": "busy"}, errors.ProviderUnavailableError, "murf answered 503: busy"),
        ),
        given={
            "voice": "en-US-matthew",
            "locale": "en-GB",
            "style": "Conversation",
            "speed": 10,
            "pitch": -10,
            "variation": 2,
            "sample_rate": 24000,
        },
        is_sent={
            "voiceId": "en-US-matthew",
            "multiNativeLocale": "en-GB",
            "style": "Conversation",
            "rate": 10,
            "pitch": -10,
            "variation": 2,
            "sampleRate": 24000,
        },
        voices=[
            {
                "voiceId": "en-US-natalie",
                "displayName": "Natalie",
                "gender": "Female",
                "locale": "en-US",
                "supportedLocales": {"en-US": {"availableStyles": ["Promo"]}},
            }
        ],
        listed=("en-US-natalie",),
        listing="/v1/speech/voices?model=GEN2",
    ),
}
