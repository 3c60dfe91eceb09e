"""Speaks the texts of markers in parallel, before the first test needs one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import pytest

from .. import clock
from ..display import count
from ..errors import (
    AuthenticationError,
    MissingKeyError,
    ProviderUnavailableError,
    QuotaExceededError,
)
from ..synthesis.sync import has_running_loop, run
from ..synthesis.wrapper import is_kept
from .markers import marked_speech
from .testcases import is_skipped_testcase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..synthesis.cached import CachedSynthesizer
    from ..synthesis.request import Request
    from .journal import Journal
    from .run import Run

# After one of these, the next call of the same provider would only fail the same way.
_HOPELESS: Final = (AuthenticationError, MissingKeyError, ProviderUnavailableError, QuotaExceededError)
# An override of any of these may say something else, or nothing.
_FIXTURES: Final = {"russo_audio", "russo_audio_cache", "russo_audios", "russo_say", "russo_synthesizer"}


class Job:
    """The texts that one provider has to speak."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.missing: dict[tuple[str, str], tuple[CachedSynthesizer, Request]] = {}
        self.given_up = False


def prefetch(run_: Run, session: pytest.Session) -> None:
    """Speak the texts that the coming tests need and the cache lacks.

    Failures are ignored here: the test that needs the text asks again, and fails itself.
    """
    settings = run_.settings
    if not settings.prefetch or not settings.enabled or settings.offline:
        return
    if session.config.getoption("setupplan", default=False):
        return
    with run_.recorder.before_the_tests():
        jobs = _jobs(run_, session.items)
        total = sum(len(job.missing) for job in jobs.values())
        # pytest may have been started inside a running event loop, where waiting is impossible.
        if total and not has_running_loop():
            worker = getattr(session.config, "workerinput", {})
            progress = _Progress(session.config, total)
            try:
                run(lambda: _speak_all(jobs.values(), Share(worker), progress, run_.journal))
            except SystemExit as error:  # of a signal handler, or of a task that a provider has started
                code = error.code if isinstance(error.code, int) and error.code else 1
                pytest.exit(f"{error!r} was raised while russo prepared texts", returncode=code)
            finally:
                progress.end()


@contextmanager
def left_to_the_test() -> Iterator[None]:
    """Ignore what goes wrong, since the test asks again, and reports it. Only Ctrl-C ends the run."""
    try:
        yield
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: S110 - pytest, too, reports whatever a test raises, even SystemExit
        pass


def _jobs(run_: Run, items: Iterable[pytest.Item]) -> dict[str, Job]:
    jobs: dict[str, Job] = {}
    for item in items:
        if not is_certain(item):
            continue
        with left_to_the_test():  # a value in its marker may be anything
            speaker, texts = marked_speech(run_.settings.speaker, item)
            for text in texts:
                synthesizer = run_.cached(speaker)
                request = synthesizer.resolve(text)
                if not is_kept(synthesizer, request):
                    if speaker.provider not in jobs:
                        jobs[speaker.provider] = Job(run_.limit(speaker))
                    jobs[speaker.provider].missing[speaker.identity, text] = synthesizer, request
    return jobs


def is_certain(item: pytest.Item) -> bool:
    """Whether a test is sure to run, and with a synthesizer that is already known."""
    if is_left_out(item):
        return False
    # pytest has no public API that tells what overrides a fixture.
    info = getattr(item, "_fixtureinfo", None)
    definitions = info.name2fixturedefs if info is not None else {}
    return all(is_own(definitions[name][-1]) for name in _FIXTURES if name in definitions)


def is_left_out(item: pytest.Item) -> bool:
    """Whether the markers of a test, or the decorators of its TestCase, exclude it from the run."""
    if is_skipped_testcase(item):
        return True
    if not item.config.pluginmanager.has_plugin("skipping"):
        return False  # as pytest then runs it, whatever its markers say
    # There is no public API for these, either.
    from _pytest.skipping import evaluate_skip_marks, evaluate_xfail_marks

    try:
        xfailed = None if item.config.option.runxfail else evaluate_xfail_marks(item)
        return evaluate_skip_marks(item) is not None or (xfailed is not None and not xfailed.run)
    except pytest.fail.Exception:
        return True  # the condition is invalid: the test reports that and does not run


def is_own(definition: Any) -> bool:
    """Whether the definition of a fixture is russo's own, and not an override."""
    return bool(definition.func.__module__ == f"{__package__}.fixtures")


class Share:
    """The part of the work that a worker of xdist starts with. It finds what the others have done in the cache."""

    def __init__(self, worker: dict[str, Any]) -> None:
        self.workers = int(worker.get("workercount", 1))
        # gw0, gw1 and so on, unless --tx gives another name.
        number = str(worker.get("workerid", "")).removeprefix("gw")
        self.number = (int(number) if number.isdecimal() else crc32(number.encode())) % self.workers

    def order(self, wanted: list[Any]) -> list[Any]:
        """All the work, in an order that starts with this worker's part."""
        start = len(wanted) * self.number // self.workers
        return wanted[start:] + wanted[:start]

    def limit(self, limit: int) -> int:
        """This worker's part of the calls that may run at once."""
        return max(1, limit // self.workers)


async def _speak_all(jobs: Iterable[Job], share: Share, progress: _Progress, journal: Journal) -> None:
    import asyncio

    async def work(job: Job, todo: list[tuple[CachedSynthesizer, Request]]) -> None:
        while todo and not job.given_up:
            synthesizer, request = todo.pop(0)
            if journal.has_failed(request.key):
                progress.step(failed=True)
                continue
            failed = not await _speak(job, synthesizer, request)
            if failed:
                journal.note_failure(request.key)
            progress.step(failed=failed)

    async with asyncio.TaskGroup() as group:
        for job in jobs:
            todo = share.order(list(job.missing.values()))
            for _ in range(share.limit(job.limit)):
                group.create_task(work(job, todo))


async def _speak(job: Job, synthesizer: CachedSynthesizer, request: Request) -> bool:
    """Speak a text, and return whether it was spoken."""
    import asyncio

    try:
        await synthesizer.make(request)
    except _HOPELESS:
        job.given_up = True
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException:  # whatever it is, the test asks again and reports it
        if (task := asyncio.current_task()) is not None and task.cancelling():
            raise
    else:
        return True
    return False


class _Progress:
    """A line that counts up on a terminal, or elsewhere one line at the end."""

    def __init__(self, config: pytest.Config, total: int) -> None:
        terminal = config.pluginmanager.get_plugin("terminalreporter")
        self._terminal = terminal if config.get_verbosity() >= 0 else None
        self._total = total
        self._done = self._failed = 0
        self._started = clock.seconds()

    def step(self, *, failed: bool) -> None:
        self._done += 1
        self._failed += failed
        if self._terminal is not None and self._terminal.isatty:
            bar = "#" * (self._done * 30 // self._total)
            self._terminal.rewrite(f"russo: [{bar:<30}] {self._done}/{self._total}", erase=True)

    def end(self) -> None:
        if self._terminal is None:
            return
        if self._terminal.isatty:
            self._terminal.rewrite("", erase=True)
        seconds = clock.seconds() - self._started
        ready = self._done - self._failed
        texts = count(self._total, "text") if ready == self._total else f"{ready:,} of {count(self._total, 'text')}"
        self._terminal.write_line(f"russo: prepared {texts} in {seconds:.1f} s")
