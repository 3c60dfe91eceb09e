"""APIs that answer with the audio itself: Azure, Cartesia, Polly and Rime."""

from __future__ import annotations

from http_wires.wire import KEY, TEXT, Wire, row
from russo import errors

WIRES: dict[str, Wire] = {
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
}
