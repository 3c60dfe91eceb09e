"""What each API of russo-http is asked and answers, as its documentation has it. facts: the docstring of each module."""

from __future__ import annotations

import base64
import json
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from russo import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = "key-5d41402abc4b2a76"
TEXT = "Hello, <who> & what is there?"
RATE = 24000


def samples(rate: int = RATE, seconds: float = 2.0) -> bytes:
    """A tone of 500 Hz."""
    half = rate // 1000
    return (struct.pack("<h", 8000) * half + struct.pack("<h", -8000) * half) * int(500 * seconds)


def wav(rate: int = RATE, seconds: float = 2.0) -> bytes:
    data = samples(rate, seconds)
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + len(data),
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        rate,
        rate * 2,
        2,
        16,
        b"data",
        len(data),
    )
    return head + data


@dataclass(frozen=True)
class Row:
    """An answer that is an error."""

    status: int
    body: bytes
    error: type[errors.RussoError]
    said: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wire:
    """One API."""

    target: str
    headers: Mapping[str, str]
    body: Any
    mime: str = "audio/wav"
    path: str = ""
    rows: tuple[Row, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    is_sent: Mapping[str, Any] = field(default_factory=dict)
    voices: Any = None
    listed: tuple[str, ...] = ()
    listing: str = ""

    def audio(self, seconds: float = 2.0) -> bytes:
        """A good answer."""
        if not self.path:
            return wav(seconds=seconds) if self.mime == "audio/wav" else samples(16000, seconds)
        code, _, path = self.path.partition(":")
        if code == "sse":
            data = samples(seconds=seconds)
            half = len(data) // 4 * 2
            events = [
                {"status_code": 200, "data": {"audio": base64.b64encode(part).decode()}}
                for part in (data[:half], data[half:])
            ]
            return "".join(f"event: message\ndata: {json.dumps(event)}\n\n" for event in events).encode()
        coded: Any = wav(seconds=seconds).hex() if code == "hex" else base64.b64encode(wav(seconds=seconds)).decode()
        for name in reversed(path.split(".")):
            coded = [coded] if name == "0" else {name: coded}
        return json.dumps(
            coded | ({"base_resp": {"status_code": 0, "status_msg": "success"}} if code == "hex" else {})
        ).encode()


def row(status: int, body: Any, error: type[errors.RussoError], said: str, **headers: str) -> Row:
    data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return Row(status, data, error, said, {name.replace("_", "-"): value for name, value in headers.items()})


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
    "cartesia": Wire(
        "/tts/bytes",
        {"Authorization": f"Bearer {KEY}", "Cartesia-Version": "2026-08-14"},
        {
            "model_id": "sonic-3.5-2026-05-04",
            "transcript": TEXT,
            "voice": {"id": "f786b574-daa5-4673-aa0c-cbe3e8534c02"},
            "output_format": {"container": "wav", "encoding": "pcm_s16le", "sample_rate": 44100},
        },
        rows=(
            row(
                429,
                {"error_code": "concurrency_limited", "title": "Too many", "message": "At most 2", "request_id": "r"},
                errors.RateLimitError,
                "cartesia answered 429: concurrency_limited: Too many: At most 2. Lower max_concurrency=...",
            ),
            row(
                400,
                {"error_code": "model_sunsetted", "title": "Gone", "message": "sonic is gone", "request_id": "r"},
                errors.InvalidRequestError,
                "cartesia answered 400: model_sunsetted: Gone: sonic is gone. Set another model.",
            ),
            row(
                404,
                {"error_code": None, "title": "Voice not found", "message": "no voice", "request_id": "r"},
                errors.InvalidRequestError,
                "cartesia answered 404: Voice not found: no voice",
            ),
        ),
        given={
            "language": "en",
            "speed": 1.2,
            "volume": 1,
            "emotion": "happy",
            "normalization": "off",
            "pronunciation_dict_id": "d",
            "sample_rate": 48000,
        },
        is_sent={
            "language": "en",
            "generation_config": {"speed": 1.2, "volume": 1.0, "emotion": "happy"},
            "normalization": "off",
            "pronunciation_dict_id": "d",
            "output_format": {"container": "wav", "encoding": "pcm_s16le", "sample_rate": 48000},
        },
        voices={
            "data": [{"id": "e07c00bc", "name": "Ann", "language": "en", "locales": ["en-US"], "gender": "feminine"}],
            "has_more": False,
        },
        listed=("e07c00bc",),
        listing="/voices?limit=100",
    ),
    "azure": Wire(
        "/cognitiveservices/v1",
        {
            "Ocp-Apim-Subscription-Key": KEY,
            "Content-Type": "application/ssml+xml",
            "X-Microsoft-OutputFormat": "riff-24khz-16bit-mono-pcm",
            "User-Agent": "russo (text-to-speech for tests)",
        },
        '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xmlns:mstts="http://www.w3.org/2001/mstts" xml:lang="en-US"><voice name="en-US-JennyNeural">Hello, &lt;who&gt; &amp; what is there?</voice></speak>',
        rows=(
            row(400, "", errors.InvalidRequestError, "azure answered 400: nothing more"),
            row(
                401,
                "<html><h1>Access denied</h1></html>",
                errors.AuthenticationError,
                "azure answered 401: Access denied. Check AZURE_SPEECH_KEY, or api_key=..., and what the account allows.",
            ),
            row(415, "Unsupported", errors.InvalidRequestError, "azure answered 415: Unsupported"),
            row(502, "", errors.ProviderUnavailableError, "azure answered 502: nothing more"),
        ),
        given={
            "style": "cheerful",
            "style_degree": 1.5,
            "role": "Girl",
            "speed": 1.2,
            "pitch": "+10%",
            "volume": 80,
            "language": "de-DE",
            "sample_rate": 48000,
        },
        is_sent={
            "<": '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xmlns:mstts="http://www.w3.org/2001/mstts" xml:lang="de-DE"><voice name="en-US-JennyNeural"><lang xml:lang="de-DE"><mstts:express-as style="cheerful" styledegree="1.5" role="Girl"><prosody rate="1.2" pitch="+10%" volume="80">Hello, &lt;who&gt; &amp; what is there?</prosody></mstts:express-as></lang></voice></speak>'
        },
        voices=[
            {
                "ShortName": "de-DE-KatjaNeural",
                "DisplayName": "Katja",
                "Locale": "de-DE",
                "Gender": "Female",
                "VoiceType": "Neural",
                "Status": "GA",
            }
        ],
        listed=("de-DE-KatjaNeural",),
        listing="/cognitiveservices/voices/list",
        options={"region": "eastus"},
    ),
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
                "google-cloud answered 403: PERMISSION_DENIED: API not enabled. Check GOOGLE_API_KEY, or api_key=..., and what the account allows.",
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
                "inworld answered 200, and yet with an error: odd",
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
    "rime": Wire(
        "/v1/rime-tts",
        {"Authorization": f"Bearer {KEY}", "Accept": "audio/wav"},
        {"speaker": "lyra", "text": TEXT, "modelId": "coda", "lang": "eng", "samplingRate": 24000},
        rows=(
            row(
                400, "text is too long", errors.TextTooLongError, "rime answered 400: text is too long. Split the text."
            ),
            row(401, "invalid subscription", errors.QuotaExceededError, "rime answered 401: invalid subscription"),
            row(
                401,
                "unauthorized",
                errors.AuthenticationError,
                "rime answered 401: unauthorized. Check RIME_API_KEY, or api_key=..., and what the account allows.",
            ),
        ),
        given={
            "voice": "cove",
            "model": "mistv2",
            "language": "en",
            "sample_rate": 22050,
            "time_scale": 1.5,
            "pause_between_brackets": True,
            "phonemize_between_brackets": True,
            "no_text_normalization": True,
        },
        is_sent={
            "speaker": "cove",
            "modelId": "mistv2",
            "lang": "en",
            "samplingRate": 22050,
            "timeScaleFactor": 1.5,
            "pauseBetweenBrackets": True,
            "phonemizeBetweenBrackets": True,
            "noTextNormalization": True,
        },
        voices=[
            {"speaker": "astra", "gender": "Female", "age": "Young Adult", "lang": "eng", "modelId": "coda"},
            {"speaker": "cove", "lang": "eng", "modelId": "mistv3"},
        ],
        listed=("astra",),
        listing="/data/voices/voice_details.json",
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
                "groq answered 200, and yet with an error: x: broken",
            ),
        ),
        given={"voice": "fahad", "model": "canopylabs/orpheus-arabic-saudi"},
        is_sent={"voice": "fahad", "model": "canopylabs/orpheus-arabic-saudi"},
        listed=("autumn", "diana", "hannah", "austin", "daniel", "troy", "fahad", "sultan", "lulwa", "noura"),
    ),
    "polly": Wire(
        "/v1/speech",
        {},
        {"OutputFormat": "pcm", "Text": TEXT, "VoiceId": "Joanna", "Engine": "neural", "SampleRate": "16000"},
        "audio/pcm",
        rows=(
            row(
                400,
                {"message": "Rate exceeded"},
                errors.RateLimitError,
                "polly answered 400: ThrottlingException: Rate exceeded",
                x_amzn_errortype="ThrottlingException",
            ),
            row(
                400,
                {"message": "Maximum text length"},
                errors.TextTooLongError,
                "polly answered 400: TextLengthExceededException: Maximum text length. Split the text.",
                x_amzn_errortype="TextLengthExceededException",
            ),
            row(
                400,
                {"message": "no"},
                errors.InvalidRequestError,
                "polly answered 400: EngineNotSupportedException: no",
                x_amzn_errortype="EngineNotSupportedException",
            ),
            row(
                500,
                {"message": "failed"},
                errors.ProviderUnavailableError,
                "polly answered 500: ServiceFailureException: failed",
                x_amzn_errortype="ServiceFailureException",
            ),
        ),
        given={"voice": "Ruth", "model": "generative", "language": "en-US", "sample_rate": 8000},
        is_sent={"VoiceId": "Ruth", "Engine": "generative", "LanguageCode": "en-US", "SampleRate": "8000"},
        voices={
            "Voices": [
                {
                    "Id": "Joanna",
                    "Name": "Joanna",
                    "Gender": "Female",
                    "LanguageCode": "en-US",
                    "SupportedEngines": ["neural"],
                }
            ]
        },
        listed=("Joanna",),
        listing="/v1/voices?Engine=neural",
        options={"region": "eu-west-1"},
    ),
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
                "http answered 200, and yet with an error: no such voice",
            ),
            row(500, {"message": "oops"}, errors.ProviderUnavailableError, "http answered 500: oops"),
        ),
    ),
}
