"""The model that all synthesizers share: when it is loaded, where it runs, and how it is released."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import os
import sys
import threading
import weakref

import pytest

import russo_hibari
from russo.errors import MissingDependencyError, SynthesisTimeoutError
from russo_hibari import HibariSynthesizer
from russo_hibari.engine import Engine, engine

TEXT = "Is it the same sound, again and again? Yes: 42 times, Mrs. Zorblat."

IN_A_PROCESS_OF_ITS_OWN = """
import asyncio, hashlib, sys
from russo_hibari import HibariSynthesizer
print(hashlib.sha256(asyncio.run(HibariSynthesizer().synthesize(sys.argv[1])).data).hexdigest())
"""


def digest() -> str:
    return hashlib.sha256(asyncio.run(HibariSynthesizer().synthesize(TEXT)).data).hexdigest()


def test_same_bytes_across_calls_threads_and_event_loops():
    spoken: list[str] = []
    threads = [threading.Thread(target=lambda: spoken.append(digest())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spoken.append(digest())

    assert len(spoken) == 5
    assert len(set(spoken)) == 1


@pytest.mark.parametrize("environment", [{"LC_ALL": "C", "OMP_NUM_THREADS": "4"}, {"MALLOC_PERTURB_": "165"}])
def test_same_bytes_across_processes(run, environment):
    assert run(IN_A_PROCESS_OF_ITS_OWN, TEXT, env=os.environ | environment).strip() == digest()


def test_same_bytes_where_scipy_is_installed(run, tmp_path):
    package = tmp_path / "scipy" / "fft"
    package.mkdir(parents=True)
    (tmp_path / "scipy" / "__init__.py").touch()
    (package / "__init__.py").write_text("def rfft(*_, **__): raise AssertionError\nirfft = rfft\n")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{IN_A_PROCESS_OF_ITS_OWN}\nassert 'scipy.fft' in sys.modules"

    assert run(code, TEXT).strip() == digest()


def test_what_the_user_makes_of_the_library_stays_as_it_was():
    asyncio.run(HibariSynthesizer().synthesize("Hello."))
    from hibari import dsp

    assert dsp.rfft.__module__ == "hibari.dsp"


def test_another_seed_is_another_take():
    one, other = (asyncio.run(HibariSynthesizer(seed=seed).synthesize(TEXT)) for seed in (0, 1))

    assert one != other
    assert one.duration == other.duration


def test_one_model_for_all_objects_until_it_is_released():
    first = engine("heart", None)
    assert engine("heart", None) is first

    gone = weakref.ref(first)
    russo_hibari.release()
    del first
    gc.collect()
    assert gone() is None
    assert asyncio.run(HibariSynthesizer().synthesize("Hello.")).duration > 0.3


def test_two_models_stay_loaded_and_share_what_reads_the_text(models):
    russo_hibari.release()
    heart = engine("heart", None)
    same = engine("heart", str(models / "same.onnx"))
    british = engine("emma", str(models / "same.onnx"))

    assert heart.reader is same.reader
    assert british.reader is not same.reader
    assert engine("heart", str(models / "same.onnx")) is same
    assert engine("heart", None) is not heart


def test_nothing_is_imported_or_loaded_in_the_event_loop(run):
    code = """
import asyncio, sys, threading
from russo_hibari import HibariSynthesizer
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"hibari", "onnxruntime", "numpy"}:
            seen.add((name.partition(".")[0], threading.current_thread() is threading.main_thread()))
seen = set()
sys.meta_path.insert(0, Watch())
asyncio.run(HibariSynthesizer().synthesize("Hello."))
print(sorted(seen))
for thread in set(threading.enumerate()) - {threading.main_thread()}:
    thread.join(30)  # one that has answered may need a moment to end
print([thread.name for thread in threading.enumerate()])
"""
    assert run(code).splitlines() == [
        "[('hibari', False), ('numpy', False), ('onnxruntime', False)]",
        "['MainThread']",
    ]


@pytest.mark.slow
def test_a_hundred_at_once_load_one_model_and_are_bounded(run):
    code = """
import asyncio, os, threading
import russo_hibari.engine as module
from russo_hibari import HibariSynthesizer
loads, inside, most, lock = [], 0, 0, threading.Lock()
class Counted(module.Engine):
    def __init__(self, *arguments):
        loads.append(arguments)
        super().__init__(*arguments)
    def speak(self, *arguments, **options):
        global inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        try:
            return super().speak(*arguments, **options)
        finally:
            with lock:
                inside -= 1
module.Engine = Counted
async def main():
    speakers = [HibariSynthesizer() for _ in range(100)]
    return await asyncio.gather(*(one.synthesize(f"Number {i}.") for i, one in enumerate(speakers)))
audios = asyncio.run(main())
print(len(audios), len({audio.data for audio in audios}), len(loads), most <= os.cpu_count())
"""
    assert run(code) == "100 100 1 True\n"


async def test_a_call_that_is_cancelled_stops_after_a_sentence(monkeypatch):
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()
    spoken = []
    samples = Engine._samples

    def counted(self, phonemes, *others):
        result = samples(self, phonemes, *others)
        spoken.append(phonemes)
        loop.call_soon_threadsafe(begun.set)
        return result

    monkeypatch.setattr(Engine, "_samples", counted)
    call = asyncio.ensure_future(HibariSynthesizer().synthesize("Yes, this is a sentence. " * 400))
    await begun.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    ended = len(spoken)
    assert ended < 400
    assert (await HibariSynthesizer().synthesize("Hello.")).duration > 0.3
    assert len(spoken) == ended + 1


def test_a_time_out_says_so():
    with pytest.raises(SynthesisTimeoutError) as caught:
        asyncio.run(HibariSynthesizer(timeout=0.001).synthesize("This takes longer. " * 50))
    assert str(caught.value) == "hibari did not answer within 0.001 s: raise timeout=..., or speak a shorter text"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_forked_child_speaks(run):
    code = """
import asyncio, os, sys, warnings
from russo_hibari import HibariSynthesizer
speak = lambda: asyncio.run(HibariSynthesizer().synthesize("Hello.")).data
before = speak()
warnings.simplefilter("ignore")
child = os.fork()
if not child:
    os._exit(0 if speak() == before else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert run(code) == "0\n"


def test_where_there_is_no_onnxruntime_espeak_is_named(monkeypatch):
    russo_hibari.release()
    monkeypatch.setitem(sys.modules, "onnxruntime", None)

    with pytest.raises(MissingDependencyError) as caught:
        asyncio.run(HibariSynthesizer().synthesize("Hello."))
    assert str(caught.value) == (
        "hibari is missing a dependency (import of onnxruntime halted; None in sys.modules): pip install russo-hibari. "
        "It runs on onnxruntime, which has no wheel for musl (Alpine) and for some older systems. There, use espeak: "
        "pip install russo-espeak, and name the provider 'espeak'; or install the system's espeak-ng, and name the "
        "provider 'command'"
    )
