# /// script
# requires-python = ">=3.11"
# dependencies = ["russo-core", "diskcache", "hishel[httpx]", "httpx", "joblib", "requests", "requests-cache", "vcrpy"]
# ///
"""A hit of russo, compared with one of each alternative in the same run.

Run it with `uv run benchmarks/alternatives.py`; with `--old PATH` also against a checkout of russo 0.3.3 (its folder
`src`). None of these is a dependency of russo, and `uv` gives them an environment of their own. One that is not
installed or does not work is left out, and the output says so.

The HTTP caches answer one GET from what a transport of the benchmark has returned before, so no server is contacted.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import random
import statistics
import sys
import tempfile
import warnings
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Get = Callable[[str], Any]

SIZES = (48_000, 480_000, 2_000_000)
KEYS = [f"{number:064x}" for number in range(50)]


def plain(folder: Path, blobs: dict[str, bytes]) -> Get:
    for key, blob in blobs.items():
        (folder / key).write_bytes(blob)
    paths = {key: str(folder / key) for key in blobs}

    def get(key: str) -> bytes:
        with open(paths[key], "rb") as file:
            return file.read()

    return get


def russo(folder: Path, blobs: dict[str, bytes]) -> Get:
    from russo import Audio, AudioCache

    cache = AudioCache(folder)
    for key, blob in blobs.items():
        cache.put(key, Audio(blob, "pcm"), prompt="What is the weather in town today?")
    return cache.get


def diskcache(folder: Path, blobs: dict[str, bytes]) -> Get:
    cache = importlib.import_module("diskcache").Cache(str(folder), size_limit=2**40)
    for key, blob in blobs.items():
        cache.set(key, blob)
    return cache.get  # type: ignore[no-any-return] # it has no types


def joblib(folder: Path, blobs: dict[str, bytes]) -> Get:
    memory = importlib.import_module("joblib").Memory(str(folder), verbose=0)
    cached = memory.cache(lambda key: blobs[key])
    for key in blobs:
        cached(key)
    return cached  # type: ignore[no-any-return] # it has no types


def requests_cache(folder: Path, blobs: dict[str, bytes]) -> Get:
    requests = importlib.import_module("requests")
    session = importlib.import_module("requests_cache").CachedSession(str(folder / "http"), backend="filesystem")

    class Adapter(requests.adapters.BaseAdapter):  # type: ignore[misc, name-defined] # likewise
        def send(self, request: Any, **_: Any) -> Any:
            import io

            response = requests.models.Response()
            response.status_code, response.url, response.request = 200, request.url, request
            urllib3 = importlib.import_module("urllib3")
            body = io.BytesIO(blobs[request.url.rpartition("/")[2]])
            response.raw = urllib3.HTTPResponse(body=body, status=200, preload_content=False, request_url=request.url)
            return response

        def close(self) -> None:
            pass

    session.mount("http://", Adapter())
    for key in blobs:
        session.get(f"http://tts.invalid/{key}")
    return lambda key: session.get(f"http://tts.invalid/{key}").content


def hishel(folder: Path, blobs: dict[str, bytes]) -> Get:
    httpx = importlib.import_module("httpx")
    module = importlib.import_module("hishel")
    from_httpx = importlib.import_module("hishel.httpx")

    def answer(request: Any) -> Any:
        blob = blobs[request.url.path[1:]]
        return httpx.Response(200, content=blob, headers={"cache-control": "max-age=9999999"})

    storage = module.SqliteStorage(database_path=str(folder / "http.db"))
    client = httpx.Client(transport=from_httpx.CacheTransport(httpx.MockTransport(answer), storage=storage))
    for key in blobs:
        client.get(f"http://tts.invalid/{key}")
    return lambda key: client.get(f"http://tts.invalid/{key}").content


def vcrpy(folder: Path, blobs: dict[str, bytes]) -> Get:
    # Opening a cassette reads all of it, so each cassette has one recording, as in a test that plays one.
    vcr = importlib.import_module("vcr")
    yaml = importlib.import_module("yaml")
    requests = importlib.import_module("requests")
    for key, blob in blobs.items():
        request = {"method": "GET", "uri": f"http://tts.invalid/{key}", "body": None, "headers": {}}
        response = {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": blob}}
        cassette = {"version": 1, "interactions": [{"request": request, "response": response}]}
        (folder / key).write_text(yaml.dump(cassette))

    def get(key: str) -> bytes:
        with vcr.use_cassette(str(folder / key), record_mode="none"):
            content: bytes = requests.get(f"http://tts.invalid/{key}", timeout=1).content
            return content

    return get


def old(source: Path) -> Callable[[Path, dict[str, bytes]], Get]:
    cache_module, types = load_old(source)

    def make(folder: Path, blobs: dict[str, bytes]) -> Get:
        cache = cache_module.AudioCache(folder)
        for key, blob in blobs.items():
            cache.put(key, types.Audio(data=blob, format="pcm"), prompt="What is the weather in town today?")
        return cache.get  # type: ignore[no-any-return] # it has no types

    return make


def measure(gets: dict[str, Get], rounds: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in gets}
    order = random.Random(1)
    for _ in range(rounds):
        key = order.choice(KEYS)
        for name in order.sample(list(gets), len(gets)):
            started = perf_counter()
            gets[name](key)
            times[name].append(perf_counter() - started)
    return {name: statistics.median(taken) for name, taken in times.items()}


async def paid(make: Callable[[Path], Any], folder: Path) -> int:
    calls = 0

    async def speak(text: str) -> bytes:
        nonlocal calls
        calls += 1
        await asyncio.sleep(0.05)
        return text.encode()

    ask = make(folder)(speak)
    await asyncio.gather(*(ask("hello") for _ in range(100)))
    return calls


def through_russo(folder: Path) -> Any:
    from russo import Audio, AudioCache, CachedSynthesizer

    def wrap(speak: Any) -> Any:
        class Speaker:
            async def synthesize(self, text: str) -> Audio:
                return Audio(await speak(text), "pcm")

        return CachedSynthesizer(Speaker(), cache=AudioCache(folder)).synthesize

    return wrap


def through_joblib(folder: Path) -> Any:
    return importlib.import_module("joblib").Memory(str(folder), verbose=0).cache


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--old", type=Path, help="the folder src of a checkout of russo 0.3.3")
    parser.add_argument("--rounds", type=int, default=400)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    kinds = {"open().read()": plain, "russo": russo, "diskcache": diskcache, "joblib": joblib,
             "requests-cache": requests_cache, "hishel": hishel, "vcrpy": vcrpy}  # fmt: skip
    if arguments.old:
        kinds["russo 0.3.3"] = old(arguments.old)
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            blobs = {key: random.Random(key).randbytes(size) for key in KEYS}
            gets = {}
            for kind, make in kinds.items():
                folder = Path(name, kind.replace("()", ""))
                folder.mkdir()
                try:
                    get = make(folder, blobs)
                    assert get(KEYS[0]) is not None
                    gets[kind] = get
                except Exception as error:
                    print(f"left out: {kind}: {error!r:.200}", file=sys.stderr)
            medians = measure(gets, arguments.rounds)
        base = medians["open().read()"]
        print(f"{size // 1000} KB: " + ", ".join(f"{kind} {taken / base:.2f}" for kind, taken in medians.items()))
    for kind, through in (("russo", through_russo), ("joblib", through_joblib)):
        with tempfile.TemporaryDirectory() as name:
            try:
                calls = asyncio.run(paid(through, Path(name)))
            except Exception as error:
                print(f"left out: {kind}: {error!r:.200}", file=sys.stderr)
                continue
        print(f"100 coroutines ask for one utterance: {kind} pays {calls} times")


def load_old(source: Path) -> tuple[Any, Any]:
    """The modules of the old release that store audio. Both releases are named `russo`, so they take turns."""
    ours = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == "russo"}
    # Its own `__init__` imports its providers, but only its cache is to be measured.
    package = ModuleType("russo")
    package.__path__ = [str(source / "russo")]
    sys.modules["russo"] = package
    try:
        return importlib.import_module("russo._cache"), importlib.import_module("russo._types")
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "russo"]:
            del sys.modules[name]
        sys.modules.update(ours)


if __name__ == "__main__":
    main()
