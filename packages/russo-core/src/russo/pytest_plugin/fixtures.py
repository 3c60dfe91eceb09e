"""The fixtures. Their imports happen when the first test asks for one."""

from __future__ import annotations

import pytest

# Type checkers treat this name as true; importing `typing` would slow down every idle run.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..audio import Audio
    from ..cache import AudioCache
    from ..synthesis.cached import CachedSynthesizer
    from ..synthesizer import Synthesizer
    from .say import RussoSay, RussoSynthesizerFactory


@pytest.fixture(scope="session")
def russo_audio_cache(pytestconfig: pytest.Config) -> AudioCache:
    """The cache of this run: an AudioCache in the folder of the settings. May be overridden."""
    from .session import run_of

    return run_of(pytestconfig).cache


@pytest.fixture(scope="session")
def _russo_voice(request: pytest.FixtureRequest) -> str | None:
    """The voice of `russo_voices` that a test is run with."""
    voice: str | None = getattr(request, "param", None)
    return voice


@pytest.fixture(scope="session")
def _russo_condition(request: pytest.FixtureRequest) -> str | None:
    """The condition of `russo_conditions` that a test is run under."""
    condition: str | None = getattr(request, "param", None)
    return condition


@pytest.fixture(scope="session")
def russo_synthesizer(
    pytestconfig: pytest.Config, russo_audio_cache: AudioCache, _russo_voice: str | None
) -> Synthesizer:
    """The synthesizer of the settings, wrapped with the cache. Override it to use a synthesizer of your own."""
    from .session import run_of

    run = run_of(pytestconfig)
    # Wrapped here as well as by the hook: a plugin that sets up fixtures itself must not hand out an uncached one.
    return run.cached(run.speaker(_russo_voice), russo_audio_cache)


@pytest.fixture
def russo_say(
    request: pytest.FixtureRequest,
    russo_synthesizer: CachedSynthesizer,
    russo_audio_cache: AudioCache,
    _russo_voice: str | None,
    _russo_condition: str | None,
) -> RussoSay:
    """Speak: ``russo_say("Hello", voice="de")`` gives the Audio, in sync and in async tests."""
    from .say import RussoSay
    from .session import run_of

    run = run_of(request.config)
    line = None
    if _russo_condition:
        from .line import Line

        line = Line(run, _russo_condition)
    synthesizer = run.wrap(russo_synthesizer, russo_audio_cache)
    return RussoSay(run, request.node, synthesizer, russo_audio_cache, _russo_voice, line=line)


@pytest.fixture
def russo_audios(request: pytest.FixtureRequest, russo_say: RussoSay) -> tuple[Audio, ...]:
    """The Audio of each text of ``@pytest.mark.russo("Hello", "Goodbye")``."""
    from .markers import marked_texts

    texts = marked_texts(request.node)
    if not texts:
        pytest.fail("no text to speak: mark the test, for example @pytest.mark.russo('Hello')", pytrace=False)
    return tuple(_spoken(russo_say, text) for text in texts)


def _spoken(russo_say: RussoSay, text: str) -> Audio:
    try:
        return russo_say(text)
    except (Exception, KeyboardInterrupt, pytest.fail.Exception, pytest.skip.Exception):
        raise
    except BaseException as error:
        # After SystemExit and its like from a fixture, pytest fails every later test that asks for the fixture.
        from ..errors import SynthesisError

        msg = f"the synthesizer ended with {error!r:.200} instead of speaking {text!r:.100}"
        raise SynthesisError(msg) from error


@pytest.fixture
def russo_audio(russo_audios: tuple[Audio, ...]) -> Audio:
    """The Audio of the one text of ``@pytest.mark.russo("Hello")``."""
    if len(russo_audios) != 1:
        pytest.fail(f"the marker russo has {len(russo_audios)} texts: ask for russo_audios", pytrace=False)
    return russo_audios[0]


@pytest.fixture(scope="session")
def russo_synthesizer_factory(pytestconfig: pytest.Config, russo_audio_cache: AudioCache) -> RussoSynthesizerFactory:
    """More speakers: ``russo_synthesizer_factory("google", voice="Puck")`` gives a cached synthesizer."""
    from .say import RussoSynthesizerFactory
    from .session import run_of

    return RussoSynthesizerFactory(run_of(pytestconfig), russo_audio_cache)
