"""The keys are permanent: a change here bills every user again."""

from __future__ import annotations

from typing import Any

import pytest

from russo import get_synthesizer
from russo.keys.hashing import KeyPrefix
from russo.keys.identity import fields_of, identity_of

VECTORS: list[tuple[str, dict[str, Any], str]] = [
    ("deepgram", {}, "51c5b3e76d919242f4afa48e59facba19ad204e1cfeb143f77fd69f45af701de"),
    (
        "deepgram",
        {"voice": "aura-2-helena-en", "sample_rate": 48000, "speed": 1.1, "mip_opt_out": True},
        "a8d07ac2b45f62de5a7140d95216338709fe7f386c9580eef36bff1ceb57e849",
    ),
    ("cartesia", {}, "4bbed852547c4050ca3d55cf414f8ea3ceea59c24df5664fed6c19967208c550"),
    (
        "cartesia",
        {
            "language": "en",
            "speed": 1.2,
            "volume": 1,
            "emotion": "happy",
            "normalization": "off",
            "pronunciation_dict_id": "d",
            "sample_rate": 48000,
        },
        "4a9567ae6b81b095a8c8441830ca75a9099328f21dfe6cd6ca2780a0f91f757c",
    ),
    ("azure", {}, "3f4c61b0be00cf876e115478927f0509ce7ac10219e6e05b2b8988fde021908f"),
    (
        "azure",
        {
            "style": "cheerful",
            "style_degree": 1.5,
            "role": "Girl",
            "speed": 1.2,
            "pitch": "+10%",
            "volume": 80,
            "language": "de-DE",
            "sample_rate": 48000,
        },
        "c6ca78958518ff20cebfdc81b69db0f42b767a7676b53075f53876ca4b69af97",
    ),
    ("google-cloud", {}, "03b9c3d6c9d5ebe3968962902a103b66ce82a5f6afde299159567da2d52aa495"),
    (
        "google-cloud",
        {
            "voice": "Charon",
            "model": "gemini-2.5-flash-tts",
            "language": "de-DE",
            "prompt": "Say it calmly",
            "speed": 1.1,
            "pitch": -2,
            "volume": 3,
            "sample_rate": 16000,
        },
        "3339835a70b198fb5f6ef7eb5aa33b45e6b651daaf7a23171762f55f0544d5eb",
    ),
    ("inworld", {}, "eac3f2d2793a97120230e1066fa6b08a9295e8e00219c6c813fe02cf120a5456"),
    (
        "inworld",
        {"speed": 1.2, "delivery": "STABLE", "language": "en-US", "normalization": "ON", "sample_rate": 24000},
        "0fd5304572c8a317253482841e3a6f4f7140610c86a5ad1c27d011fb001d5d0c",
    ),
    ("minimax", {}, "9481aa155f6ce57ad94271d9dff142ebd11131abbd24755225e21cb53da1b4d2"),
    (
        "minimax",
        {
            "model": "speech-2.6-hd",
            "language_boost": "English",
            "speed": 1.5,
            "volume": 2,
            "pitch": 3,
            "emotion": "fluent",
            "sample_rate": 24000,
            "group_id": "g 1",
        },
        "fe07a2ff3512b2cc596c45d60f9aad9ebb254edf8ab1a4914dada4464ccae469",
    ),
    ("speechify", {}, "630accdc9c594ffdf1ef4c9a79a0ba6f904480e042f4f3c3650df8acad035a8c"),
    (
        "speechify",
        {"language": "en-US", "sample_rate": 48000, "loudness_normalization": True, "text_normalization": False},
        "68de78a64ce3f004a7c3b34c5b14ef9dc3d6d68412c210b64461ab905d40693a",
    ),
    ("rime", {}, "9bac5178471b198fed35fc19fc7e133105a962673d016a20cca71ad35526c50a"),
    (
        "rime",
        {
            "voice": "cove",
            "model": "mistv2",
            "language": "en",
            "sample_rate": 22050,
            "time_scale": 1.5,
            "pause_between_brackets": True,
            "phonemize_between_brackets": True,
            "no_text_normalization": True,
        },
        "6a037e8cebdcef1482d8110e1a9494163f9cf396a091a59b2b01f84931332bac",
    ),
    ("fish", {}, "7372511092f76b8ad115bba3786fdc7804d90903435893fd17f773456e26c2ef"),
    (
        "fish",
        {
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
        "e82927a20982e32e0210c66154dcbea5cbf6f6267d6a8b477f221e22674a6bc4",
    ),
    ("murf", {}, "b5cfcd9898ff7bc1dbd5e2335e7bb0569b1736895aac8adce1724c458a5ddaaa"),
    (
        "murf",
        {
            "voice": "en-US-matthew",
            "locale": "en-GB",
            "style": "Conversation",
            "speed": 10,
            "pitch": -10,
            "variation": 2,
            "sample_rate": 24000,
        },
        "3756b0455cb7e7f0f590599783cc555d04d62e420b532807ad30e33e172d2aee",
    ),
    ("hume", {}, "7ebf20c336ddd28aeb8489d5bb97254fe6e8738242df58f650095269a4c9a83e"),
    (
        "hume",
        {
            "voice": "176a55b1-4468-4736-8878-db82729667c1",
            "voice_provider": "CUSTOM_VOICE",
            "version": "1",
            "acting": "whispering",
            "speed": 1.1,
            "trailing_silence": 0.5,
            "temperature": 0.8,
        },
        "9e5cca7ac93b55c8eb134191b0090c8f7c57916b8128a0011288edbed69f8659",
    ),
    ("neuphonic", {}, "2f24a5466e4144cabaa43d3bc898a2ec09d4253c7b2f5cf563ada6e6bb5c4cba"),
    (
        "neuphonic",
        {"language": "de", "voice": "v", "speed": 1.2, "temperature": 0.5},
        "10d064eca9fbe89a4c681d38bc52c2ccf7023a4440356b3482a5db35f95bf8f5",
    ),
    ("sarvam", {}, "fec6c5faf2617b14b877f72bf656d98347db8b73ea834e0b41dd8d6a94ad7b9f"),
    (
        "sarvam",
        {
            "voice": "anushka",
            "model": "bulbul:v2",
            "language": "hi-IN",
            "pace": 0.4,
            "pitch": 0.5,
            "loudness": 2,
            "enable_preprocessing": True,
            "sample_rate": 22050,
        },
        "f99a0c48594466829df1602598ccec232f5d27d95ce0caebad05cd148ebba056",
    ),
    ("xai", {}, "7346c373d542ec7d5bcd4490cfaafbef1c3f4706ca6ec95a6a9ff728f5119cdf"),
    (
        "xai",
        {"voice": "Ara", "language": "de", "speed": 0.8, "text_normalization": True, "sample_rate": 48000},
        "07b907b02742656ffbdde2ff0ee41e3490299f443b93d808124557073b4e8e0f",
    ),
    ("groq", {}, "00858bb1bedfbb3c83b739de57463638d808ee0ac64ebd557d86c9ac3a7d6fcf"),
    (
        "groq",
        {"voice": "fahad", "model": "canopylabs/orpheus-arabic-saudi"},
        "b1cf73009e3e3976b9c4245f66aa5b79028b56e3cfd421598394828af5b57011",
    ),
    ("polly", {}, "9098fad356019d5347f766d166b9d03f271d7c1bb78d7bbc7a43422608d94405"),
    (
        "polly",
        {"voice": "Ruth", "model": "generative", "language": "en-US", "sample_rate": 8000},
        "60c88e08e6312cc972f87b542ea70d31b39698dfcce488a9525f68aa40520eca",
    ),
    ("http", {"url": "http://tts.internal/{text}"}, "e88b2f2bf229ab4531fec0f51c29140cb0d76dba2868e8246545b08448390f0a"),
    (
        "http",
        {
            "url": "http://tts.internal/speak",
            "header": {"Authorization": "Bearer {env:KEY}"},
            "body": {"text": "{text}", "voice": "{voice}"},
            "audio": "json:data.audio|base64",
            "voice": "anna",
            "sample_rate": 16000,
        },
        "dedc3287d1db83dc92e98937139b2163551edfe79e74566b1d947905dca70136",
    ),
]


@pytest.mark.parametrize(("name", "options", "key"), VECTORS)
def test_golden_keys(name: str, options: dict[str, Any], key: str) -> None:
    synthesizer = get_synthesizer(name, **options)
    assert KeyPrefix(identity_of(synthesizer), fields_of(synthesizer), {}).key("Hello") == key
