"""``russo warm``: recording many utterances before the tests need them."""

from __future__ import annotations

import re
import string
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from .output import echo, print_json
from .parameters import AsJson, Folder, ProviderOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ..pytest_plugin.run import Run
    from ..synthesis.cached import CachedSynthesizer
    from .warm_lines import Line
    from .warm_work import Tally, Task

_SHARD: Final = re.compile(r"([1-9]\d{0,8})/([1-9]\d{0,8})")
# How far the ledger may lag behind the recordings, in seconds.
_LAG: Final = 0.25
_FIELDS: Final = ("n", "voice", "provider", "key")


def warm(
    source: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE", help="A file of lines: .txt, .csv or .jsonl. With --from-tests, arguments for pytest."
        ),
    ] = None,
    *,
    from_tests: Annotated[
        bool, typer.Option("--from-tests", help="Record what the markers of the tests and russo.lock say.")
    ] = False,
    provider: Annotated[str | None, typer.Option(help="Who speaks.")] = None,
    voice: Annotated[str | None, typer.Option(help="The voice that speaks.")] = None,
    model: Annotated[str | None, typer.Option(help="The model that speaks.")] = None,
    option: ProviderOptions = None,
    voices: Annotated[
        str, typer.Option(metavar="A,B,C", help="Record each line with each of these voices, or provider:voice.")
    ] = "",
    budget: Annotated[
        str | None,
        typer.Option(
            metavar="AMOUNT", help="Make no call that would exceed it: 0.50, '2000 characters' or '20 calls'."
        ),
    ] = None,
    concurrency: Annotated[int | None, typer.Option(help="How many calls a provider gets at once.")] = None,
    shard: Annotated[
        str | None, typer.Option(metavar="K/N", help="Record the K-th of N parts; the key of a line decides which.")
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(metavar="PATTERN", help="Also write files, as in 'out/{n}-{voice}-{provider}-{key}.wav'."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only print what is in the cache and what the rest would cost.")
    ] = False,
    offline: Annotated[
        bool | None, typer.Option("--offline/--online", help="Whether a provider may be called.")
    ] = None,
    cache_dir: Annotated[Path | None, typer.Option(help="Where audio is kept.", **Folder)] = None,
    as_json: AsJson = False,
) -> None:
    """Record many utterances at once. It may be stopped and run again: recordings in the cache cost nothing.

    It reads the settings of the project as pytest does. If a line fails, the others go on, and the exit status is 1.
    """
    from ..errors import ConfigurationError
    from .project import collect, read_run

    given = {
        "provider": provider,
        "voice": voice,
        "model": model,
        "budget": budget,
        "concurrency": concurrency,
        "cache-dir": None if cache_dir is None else cache_dir.absolute(),
    }
    options = [f"--russo-{name}={value}" for name, value in given.items() if value is not None]
    options += [f"--russo-option={one}" for one in option or ()]
    options += [] if offline is None else ["--russo-offline" if offline else "--russo-online"]
    spelled = {name: name.replace("--russo-", "--") for name, _, _ in (one.partition("=") for one in options)}
    if from_tests:
        suite = collect([*options, *(source or ())], spelled)
        run, said = suite.run, suite.said
    elif source is None or len(source) != 1:
        msg = "choose what to record: name one file of lines, or give --from-tests"
        raise ConfigurationError(msg)
    else:
        run, said = read_run(options, spelled), ()
    recording = _Recording(run)
    lines = recording.of_suite(said) if from_tests else recording.of_file(Path((source or [""])[0]))
    tasks = list(_shard(shard, recording.tasks(_product(lines, voices), out)))
    if from_tests and not tasks and shard is None and not recording.has_lock:
        echo(
            "texts of russo_say(...) are only known once there is a russo.lock: pytest --russo-lock writes it", err=True
        )
    if dry_run:
        _print_plan(tasks, as_json=as_json)
        return
    tally = recording.speak(tasks)
    _print_tally(tally, as_json=as_json)
    if recording.stopped:
        raise typer.Exit(130)
    if tally.failures or tally.untried or tally.broken_off:
        raise typer.Exit(1)


class _Recording:
    """Records lines with the settings and into the cache of a project."""

    def __init__(self, run: Run) -> None:
        from ..cache import AudioCache
        from ..cache.advice import IN_COMMAND
        from .warm_work import Tally

        self._run = run
        settings = run.settings
        # Not the cache of the run: if the folder cannot be written, it keeps audio only until the run ends.
        self._cache = AudioCache(settings.cache_dir, remote=settings.shared.remote if settings.shared else None)
        self._cache.advice = IN_COMMAND
        self._made: dict[str, CachedSynthesizer] = {}
        if run.budget is not None:
            run.budget.option = "--budget"
        self._tally = Tally()
        self._stop = threading.Event()

    @property
    def stopped(self) -> bool:
        """Whether somebody has pressed Ctrl-C."""
        return self._stop.is_set()

    @property
    def has_lock(self) -> bool:
        """Whether the project has a russo.lock."""
        from ..lockfile import NAME

        return (self._run.settings.root / NAME).exists()

    def of_file(self, path: Path) -> Iterator[Line]:
        from .warm_lines import read_lines

        return read_lines(path, self._run.settings.speaker)

    def of_suite(self, said: Iterable[tuple[Any, str]]) -> Iterator[Line]:
        from .warm_lines import Line, of_lock

        root, usual = self._run.settings.root, self._run.settings.speaker
        known = of_lock(root, usual, lambda speaker, text: self._speaking(speaker).key(text))
        seen: set[tuple[str, str]] = set()
        for speaker, text in (*said, *known):
            if speaker is None:
                echo(f"{text!r:.60} is in russo.lock with settings that only its test knows: run that test", err=True)
            elif (speaker.identity, text) not in seen:
                seen.add((speaker.identity, text))
                yield Line(len(seen), speaker, text)

    def tasks(self, lines: Iterable[Line], out: str | None) -> Iterator[Task]:
        """A task for each line, with the file to write if `out` gives a pattern."""
        from .warm_work import Task

        name = _namer(out) if out is not None else None
        for line in lines:
            task = Task(line, self._speaking(line.speaker))
            yield task if name is None else Task(line, task.synthesizer, name(task))

    def speak(self, tasks: list[Task]) -> Tally:
        """Record the tasks, and return what came of them."""
        from ..spending.ledger import ledger_of
        from .warm_bar import bar
        from .warm_work import speak_all, stopping

        self._tally.total = len(tasks)
        ledger = ledger_of(self._cache.cache_dir)
        try:
            with ledger.behind(_LAG), bar(self._tally), stopping(self._stop, lambda message: echo(message, err=True)):
                speak_all(tasks, lambda task: self._run.limit(task.line.speaker), self._tally, self._stop)
        except KeyboardInterrupt:  # the second one: the tally is printed all the same
            if not self.stopped:
                raise
        finally:
            if self._run.budget is not None:
                self._run.budget.close()
        return self._tally

    def _speaking(self, speaker: Any) -> CachedSynthesizer:
        from ..synthesis.cached import CachedSynthesizer
        from .warm_work import answered

        run = self._run
        if speaker.identity not in self._made:
            self._made[speaker.identity] = CachedSynthesizer(
                run.synthesizer(speaker),
                cache=self._cache,
                plugins=run.plugins,
                offline=run.settings.offline,
                budget=run.budget,
                on_mismatch=run.settings.on_mismatch,
                observers=[answered, self._tally.pay],
            )
        return self._made[speaker.identity]


def _product(lines: Iterable[Line], voices: str) -> Iterator[Line]:
    from .warm_lines import Line

    wanted = [voice.strip() for voice in voices.split(",") if voice.strip()]
    for line in lines:
        if not wanted:
            yield line
        for voice in wanted:
            yield Line(line.number, line.speaker.voiced(voice, "--voices"), line.text)


def _shard(shard: str | None, tasks: Iterable[Task]) -> Iterator[Task]:
    """The tasks of one part. Their keys decide, which are the same on every machine."""
    from ..errors import ConfigurationError

    if shard is None:
        yield from tasks
        return
    found = _SHARD.fullmatch(shard)
    if found is None or int(found[1]) > int(found[2]):
        msg = f"--shard must be K/N, such as 3/8 for the third of eight parts, not {shard!r:.100}"
        raise ConfigurationError(msg)
    part, parts = int(found[1]) - 1, int(found[2])
    yield from (task for task in tasks if int(task.synthesizer.key(task.line.text), 16) % parts == part)


def _namer(pattern: str) -> Callable[[Task], Path]:
    """A function that names the file of each task, and refuses to give two tasks the same name."""
    from ..errors import ConfigurationError

    taken: dict[Path, Task] = {}

    def name(task: Task) -> Path:
        key = task.synthesizer.key(task.line.text) if "{key" in pattern else ""
        values = {"voice": task.voice, "provider": task.line.speaker.provider, "key": key}
        plain = {field: re.sub(r"[^\w.-]+", "-", value).strip(".") for field, value in values.items()}
        path = Path(_filled(pattern, {"n": task.line.number, **plain}))
        if path in taken:
            first = taken[path].line
            msg = (
                f"{str(path)!r} would be written twice, for {first.text!r:.60} and for {task.line.text!r:.60}: "
                "use {n} and {voice} in --out"
            )
            raise ConfigurationError(msg)
        taken[path] = task
        return path

    return name


def _filled(pattern: str, values: Mapping[str, Any]) -> str:
    from ..errors import ConfigurationError

    try:
        fields = [field for _, field, _, _ in string.Formatter().parse(pattern) if field is not None]
        filled = pattern.format(**values)
    except (AttributeError, IndexError, KeyError, ValueError) as error:
        fields = [str(error)]
    unknown = [field for field in fields if field not in _FIELDS]
    if unknown:
        msg = f"--out takes {', '.join(f'{{{field}}}' for field in _FIELDS)}, not {unknown[0]!r}: {pattern!r}"
        raise ConfigurationError(msg)
    return filled


def _print_plan(tasks: Iterable[Task], *, as_json: bool) -> None:
    from ..pytest_plugin.plan import Plan

    plan = Plan()
    for task in tasks:
        request = task.synthesizer.resolve(task.line.text)
        is_hit = task.synthesizer.cache.get(request.key) is not None
        plan.add(request.key, is_hit=is_hit, provider=request.provider or "", fields=request.fields, text=request.sent)
    if as_json:
        print_json(plan.as_json())
        return
    for line in plan.lines():
        echo(line)


def _print_tally(tally: Tally, *, as_json: bool) -> None:
    if as_json:
        failures = [
            {"n": task.line.number, "text": task.line.text, "voice": task.voice, "error": _reason(error)}
            for task, error in tally.failures
        ]
        counted = {name: getattr(tally, name) for name in ("total", "hits", "spoken", "characters", "untried")}
        counted |= {"broken_off": tally.broken_off} if tally.broken_off else {}
        cost = [tally.cost.low, tally.cost.high]
        print_json(counted | {"cost": cost, "failures": failures})
        return
    echo(tally)
    for task, error in tally.failures:
        echo(f"{task.line.number}, {task.voice}: {task.line.text!r}: {_reason(error)}")


def _reason(error: Exception) -> str:
    from ..errors import RussoError
    from .speaking import fault

    return str(error) if isinstance(error, RussoError) else fault(error)
