"""`SynthesizerContract`: all checks in one class."""

from __future__ import annotations

from .checks.audio import AudioChecks
from .checks.caching import CachingChecks
from .checks.description import DescriptionChecks
from .checks.failures import FailureChecks
from .checks.fields import FieldChecks
from .checks.live import LiveChecks
from .checks.loops import LoopChecks
from .checks.texts import TextChecks


class SynthesizerContract(
    DescriptionChecks, FieldChecks, TextChecks, AudioChecks, LoopChecks, FailureChecks, CachingChecks, LiveChecks
):
    """What every provider must do: subclass it, describe the provider, and pytest runs the checks.

    Describe the provider with the attributes of `Subject`, override its fixture
    ``transport`` where a server must stand in for the provider's, and ``make`` where that server's address must be
    passed on. Each check's docstring says how to mend what it found.

    A check may be overridden only with a reason, where everybody sees it: ``@pytest.mark.xfail(reason="...")``. Any
    other override fails.

    Example:
        >>> from russo.testing import SynthesizerContract
        >>> class TestEspeak(SynthesizerContract):
        ...     provider_name = "espeak"
        ...     varies = {"voice": ("de", "en-gb"), "rate": (100, 200)}
        ...     failing = {"timeout": 0.001}
    """
