"""`SynthesizerContract`: all checks in one class."""

from __future__ import annotations

from .checks.audio import AudioChecks
from .checks.caching import CachingChecks
from .checks.description import DescriptionChecks
from .checks.failures import FailureChecks
from .checks.fields import FieldChecks
from .checks.limits import LimitChecks
from .checks.line import LineChecks
from .checks.live import LiveChecks
from .checks.loops import LoopChecks
from .checks.manners import MannersChecks
from .checks.sent import SentChecks
from .checks.texts import TextChecks
from .checks.voices import VoiceChecks


class SynthesizerContract(
    DescriptionChecks,
    FieldChecks,
    TextChecks,
    AudioChecks,
    LoopChecks,
    LineChecks,
    FailureChecks,
    CachingChecks,
    SentChecks,
    LimitChecks,
    MannersChecks,
    VoiceChecks,
    LiveChecks,
):
    """What every provider must do: subclass it, describe the provider, and pytest runs the checks.

    Describe the provider with the attributes below. Override the fixture ``transport`` if a server has to stand in for
    the provider's, and ``make`` if its address has to be passed on. The docstring of each check says how to fix what
    it finds.

    A check may only be overridden with a visible reason: ``@pytest.mark.xfail(reason="...")``. Any other override
    fails.

    Attributes:
        provider_name: The name of its entry point. It is required; the other attributes are empty or None by default,
            unless stated otherwise.
        options: Options that it cannot be made without.
        varies: Every option that changes the sound, with two values that sound different.
        unsent: Options in ``varies`` that change the sound, but not the request.
        beside: For an option, the other options that it needs.
        neutral: Every option that does not change the sound and is not a secret; by default ``timeout``,
            ``max_retries``, ``max_concurrency``, ``max_bytes``, ``base_url`` and ``client``.
        secrets: Every option that holds a credential.
        sdk_modules: Modules that must not be imported before the first call. It is required, if only as ``()``.
        max_characters: The longest text that it accepts, in characters; None for no known limit.
        failing: Options with which every call fails at once.
        failing_text: A text with which every call fails at once, if there is one.
        text: The text that it speaks; by default one English sentence of 44 characters.
        seconds_per_character: The fewest and the most seconds of speech that a character of ``text`` may take; by
            default 0.04 and 0.125.
        live_options: Options for the live check, which override ``options``.
        made_with: The options of the synthesizer that ``make`` made last; set by the kit.

    Example:
        >>> from russo.testing import SynthesizerContract
        >>> class TestEspeak(SynthesizerContract):
        ...     provider_name = "espeak"
        ...     varies = {"voice": ("de", "en-us"), "rate": (100, 200)}
        ...     failing = {"timeout": 0.001}
        >>> kit = TestEspeak()
        >>> kit.described().name
        'espeak'
        >>> [synthesizer.cache_fields["rate"] for synthesizer in kit.make_varied("rate")]
        [100, 200]
        >>> kit.speak(kit.make(voice="de")).sample_rate
        22050
    """
