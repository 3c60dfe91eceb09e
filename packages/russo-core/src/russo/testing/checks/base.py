"""The base of all checks: the attributes that the author of a provider sets, and what the checks share."""

from __future__ import annotations

import asyncio
import time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final

import pytest

from ...errors import PluginError
from ...providers.registry import find_provider, get_synthesizer

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Mapping

    from ...audio import Audio
    from ...provider import Provider
    from ...synthesizer import Synthesizer

# The key that the kit passes, and then looks for wherever a key must not appear.
SECRET: Final = "contract-secret-5d41402abc4b2a76"  # noqa: S105 - it opens nothing

# Seconds within which what has nothing left to do must have ended: enough for a busy machine, in a suite that waits no
# longer than that for what never ends.
PATIENCE: Final = 20.0

_CHECKS: Final = __name__.rpartition(".")[0]
_EMPTY: Final[Mapping[str, Any]] = MappingProxyType({})


class Subject:
    """The provider that is checked. `SynthesizerContract` documents the attributes."""

    provider_name: ClassVar[str] = ""
    options: ClassVar[Mapping[str, Any]] = _EMPTY
    varies: ClassVar[Mapping[str, tuple[Any, Any]]] = _EMPTY
    unsent: ClassVar[tuple[str, ...]] = ()
    beside: ClassVar[Mapping[str, Mapping[str, Any]]] = _EMPTY
    neutral: ClassVar[tuple[str, ...]] = (
        "timeout",
        "max_retries",
        "max_concurrency",
        "max_bytes",
        "base_url",
        "client",
    )
    secrets: ClassVar[tuple[str, ...]] = ()
    sdk_modules: ClassVar[tuple[str, ...] | None] = None
    max_characters: ClassVar[int | None] = None
    failing: ClassVar[Mapping[str, Any]] = _EMPTY
    failing_text: ClassVar[str | None] = None
    text: ClassVar[str] = "Hello, I would like to book a table for two."
    seconds_per_character: ClassVar[tuple[float, float]] = (0.04, 0.125)
    live_options: ClassVar[Mapping[str, Any]] = _EMPTY
    # The options of the synthesizer that was made last, as passed on by an overridden `make`.
    made_with: Mapping[str, Any] = _EMPTY

    def __init_subclass__(cls) -> None:
        """Allow a check to be overridden only with a reason that shows in the results."""
        super().__init_subclass__()
        for name in [name for name in dir(cls) if name.startswith("test_")]:
            # From the first class of the MRO, perhaps a mixin, to the one that defines the check.
            first, *others = (base for base in cls.__mro__ if name in vars(base))
            if others and others[-1].__module__.startswith(_CHECKS) and not _has_reason(vars(first)[name]):
                setattr(cls, name, _refused(cls.__name__, name))

    @pytest.fixture
    def transport(self) -> object:
        """Override this to start a stand-in for the provider's server, and store what ``make`` needs of it on self.

        Returns:
            Anything; the checks do not look at it.

        Example:
            >>> import pytest
            >>> from russo.testing import SynthesizerContract
            >>> class TestAcme(SynthesizerContract):
            ...     @pytest.fixture
            ...     def transport(self, acme_server):
            ...         self.url = acme_server.url
            ...
            ...     def make(self, **options):
            ...         return super().make(**{"base_url": self.url, **options})
        """
        return None

    @pytest.fixture(autouse=True)
    def _prepared(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        if request.node.get_closest_marker("live"):
            return
        if request.node.originalname != "test_it_is_found_by_its_name":
            for name in self.described().env:
                monkeypatch.setenv(name, SECRET)
            request.getfixturevalue("transport")

    def make(self, **options: Any) -> Synthesizer:
        """Make the synthesizer that the checks use. Override it to pass the address of the transport.

        Args:
            options: Options that the check needs in addition to ``self.options``.

        Returns:
            A new synthesizer.
        """
        self.made_with = {**self.options, **options}
        return get_synthesizer(self.provider_name, **self.made_with)

    def make_varied(self, option: str) -> list[Synthesizer]:
        """Make two synthesizers that differ in an option of ``varies``.

        Args:
            option: Its name.

        Returns:
            One with the first value and one with the second, both with the options that ``beside`` lists for it.
        """
        return [self.make(**{**self.beside.get(option, {}), option: value}) for value in self.varies[option]]

    def speak(self, synthesizer: Synthesizer | None = None) -> Audio:
        """Have a synthesizer say ``self.text``, in an event loop of its own.

        Args:
            synthesizer: The synthesizer; by default, a new one from ``make``.

        Returns:
            The audio.
        """
        return asyncio.run((synthesizer or self.make()).synthesize(self.text))

    def server_of(self) -> str | None:
        """The address of the stand-in for the provider's server, if ``make`` passes one on.

        Returns:
            An address on this machine, or None.

        Example:
            >>> from russo.testing import SynthesizerContract
            >>> class TestEspeak(SynthesizerContract):
            ...     provider_name = "espeak"
            >>> TestEspeak().server_of() is None
            True
        """
        self.make()
        url = self.made_with.get("base_url")
        return url if isinstance(url, str) and url.startswith("http://") else None

    def described(self) -> Provider:
        """The provider's description. If there is none, all checks but the one that reports it are skipped.

        Returns:
            What its ``russo_provider`` returns.
        """
        try:
            return find_provider(self.provider_name)
        except PluginError as error:
            pytest.skip(f"test_it_is_found_by_its_name fails: {error}")


def still_alive(threads: Iterable[threading.Thread], *, at_most: int = 0) -> list[threading.Thread]:
    """Those of some threads that do not end: one that has nothing left to do may need a moment.

    Args:
        threads: The threads.
        at_most: How many of them need not end.
    """
    left = [thread for thread in threads if thread.is_alive()]
    until = time.monotonic() + PATIENCE
    while len(left) > at_most and time.monotonic() < until:
        left[0].join(0.02)
        left = [thread for thread in left if thread.is_alive()]
    return left


def _has_reason(value: object) -> bool:
    marks = getattr(value, "pytestmark", ())
    return callable(value) and any(mark.name == "xfail" and mark.kwargs.get("reason") for mark in marks)


def _refused(owner: str, name: str) -> Callable[[Subject], None]:
    def check(self: Subject) -> None:  # noqa: ARG001 - pytest passes it
        msg = f"{owner} overrides {name}: put @pytest.mark.xfail(reason='why it cannot pass') above it, or remove it"
        pytest.fail(msg, pytrace=False)

    check.__name__ = name
    return check
