"""The fixtures. What they need is imported when the first test asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ..audio import Audio
    from ..cache import AudioCache
    from ..cached import CachedSynthesizer
    from ..synthesizer import Synthesizer
    from .say import RussoSay


@pytest.fixture(scope="session")
def russo_audio_cache(pytestconfig: pytest.Config) -> AudioCache:
    """The cache of this run: an AudioCache in the folder of the settings."""
    from .run import run_of

    return run_of(pytestconfig).cache


@pytest.fixture(scope="session")
def russo_synthesizer(pytestconfig: pytest.Config) -> Synthesizer:
    """The synthesizer of the settings, wrapped with the cache. Override it to speak with one of your own."""
    from .run import run_of

    run = run_of(pytestconfig)
    return run.synthesizer(run.speaker)


@pytest.fixture
def russo_say(
    request: pytest.FixtureRequest, russo_synthesizer: CachedSynthesizer, russo_audio_cache: AudioCache
) -> RussoSay:
    """Speak: ``russo_say("Hello", voice="de")`` gives the Audio, in sync and in async tests."""
    from .run import run_of
    from .say import RussoSay, marked_options

    defaults = marked_options(request.node)
    return RussoSay(run_of(request.config), russo_synthesizer, russo_audio_cache, defaults)


@pytest.fixture
def russo_audios(request: pytest.FixtureRequest, russo_say: RussoSay) -> tuple[Audio, ...]:
    """The Audio of each text of ``@pytest.mark.russo("Hello", "Goodbye")``."""
    from .say import marked_texts

    texts = marked_texts(request.node)
    if not texts:
        pytest.fail("no text to speak: mark the test, for example @pytest.mark.russo('Hello')", pytrace=False)
    return tuple(russo_say(text) for text in texts)


@pytest.fixture
def russo_audio(russo_audios: tuple[Audio, ...]) -> Audio:
    """The Audio of the one text of ``@pytest.mark.russo("Hello")``."""
    if len(russo_audios) != 1:
        pytest.fail(f"the marker russo has {len(russo_audios)} texts: ask for russo_audios", pytrace=False)
    return russo_audios[0]
