"""The kit is tested with faulty providers: each fails the one check that is about its fault, and no other."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

import pytest

from inner_runs import QUIET
from russo.testing import SynthesizerContract
from russo_core.testing.acme import CONTRACT, HTTP_CONTRACT, HTTP_SPEECH, PLUGIN, SPEECH, WRONG, WRONG_ON_THE_LINE

if TYPE_CHECKING:
    from pathlib import Path

CHECKS = {name for name in dir(SynthesizerContract) if name.startswith("test_")}


class Kit:
    """Installs a provider and runs the contract test of its author."""

    def __init__(self, pytester: pytest.Pytester, sites: Path) -> None:
        self._pytester = pytester
        self._sites = sites

    def run(
        self,
        *arguments: str,
        plugin: str = PLUGIN,
        speech: str = SPEECH,
        contract: str = CONTRACT,
        apart: bool = False,
    ) -> pytest.RunResult:
        site = self._installed(plugin, speech)
        (self._pytester.path / "test_acme.py").write_text(contract)
        self._pytester.syspathinsert(site)
        quiet = (*QUIET, "-p", "no:cacheprovider", "-p", "no:asyncio")
        if apart:
            return self._pytester.runpytest_subprocess(*quiet, "-rA", "-o", f"pythonpath={site}", *arguments)
        return self._pytester.runpytest_inprocess(*quiet, "-rA", *arguments)

    def _installed(self, plugin: str, speech: str) -> Path:
        """One folder for each provider, because the kit asks a process of its own once about each place."""
        site = self._sites / hashlib.sha256(f"{plugin}\0{speech}".encode()).hexdigest()
        info = site / "russo_acme-1.0.dist-info"
        if not info.exists():
            info.mkdir(parents=True)
            (info / "METADATA").write_text("Metadata-Version: 2.1\nName: russo-acme\nVersion: 1.0\n")
            (info / "entry_points.txt").write_text("[russo]\nacme = acme_plugin\n")
            (site / "acme_plugin.py").write_text(plugin)
            (site / "acme_speech.py").write_text(speech)
            (site / "acme_sdk.py").write_text("")
        return site


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sites")


@pytest.fixture
def kit(pytester: pytest.Pytester, sites: Path, monkeypatch: pytest.MonkeyPatch) -> Kit:
    monkeypatch.delenv("ACME_KEY", raising=False)
    return Kit(pytester, sites)


def outcomes(result: pytest.RunResult, outcome: str) -> set[str]:
    return set(re.findall(rf"^{outcome} \S+::(test_\w+)", result.stdout.str(), re.MULTILINE))


def test_a_good_provider_passes_every_check(kit: Kit) -> None:
    result = kit.run("-W", "error")
    assert outcomes(result, "PASSED") == CHECKS - {"test_live_speech"} - WRONG_ON_THE_LINE.keys()
    assert result.parseoutcomes() == {"passed": 38, "skipped": 15}


@pytest.mark.slow
def test_a_good_provider_passes_every_check_of_the_line(kit: Kit) -> None:
    result = kit.run("-W", "error", "-k", " or ".join(WRONG_ON_THE_LINE), speech=HTTP_SPEECH, contract=HTTP_CONTRACT)
    assert outcomes(result, "PASSED") == WRONG_ON_THE_LINE.keys()
    assert result.parseoutcomes() == {"passed": 14, "deselected": 39}


def test_every_check_is_proved() -> None:
    assert WRONG.keys() | WRONG_ON_THE_LINE.keys() == CHECKS - {"test_live_speech"}


@pytest.mark.slow
@pytest.mark.parametrize("check", WRONG)
def test_a_wrong_provider_fails_one_check_and_no_other(kit: Kit, check: str) -> None:
    wrong = WRONG[check]
    assert (PLUGIN + SPEECH).count(wrong.old) == 1
    result = kit.run(plugin=wrong.plugin, speech=wrong.speech)
    assert outcomes(result, "FAILED") == {check}
    assert outcomes(result, "ERROR") == set()
    assert wrong.message in result.stdout.str()


@pytest.mark.slow
@pytest.mark.parametrize("check", WRONG_ON_THE_LINE)
def test_a_provider_that_is_wrong_on_the_line_fails_one_check(kit: Kit, check: str) -> None:
    wrong = WRONG_ON_THE_LINE[check]
    assert HTTP_SPEECH.count(wrong.old) == 1
    speech = HTTP_SPEECH.replace(wrong.old, wrong.new)
    result = kit.run("-k", check, speech=speech, contract=HTTP_CONTRACT)
    assert outcomes(result, "FAILED") == {check}
    assert wrong.message in result.stdout.str()


def test_live_speech_runs_only_where_it_is_asked_for(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_KEY", "a-real-key")
    result = kit.run("-m", "live", speech=SPEECH.replace("self._speed, loudness)", "self._speed, 0)"))
    assert outcomes(result, "FAILED") == {"test_live_speech"}
    assert result.parseoutcomes()["deselected"] == 52


def test_the_live_check_has_its_marker_where_the_kit_is_used(kit: Kit) -> None:
    result = kit.run("--strict-markers", "-m", "not live")
    assert result.parseoutcomes() == {"passed": 38, "skipped": 14, "deselected": 1}


def test_live_speech_needs_a_key(kit: Kit) -> None:
    result = kit.run("-m", "live")
    assert "needs a key: set ACME_KEY" in result.stdout.str()
    assert result.parseoutcomes()["skipped"] == 1


OVERRIDE = CONTRACT + "\n    def test_threads(self):\n        pass\n"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (OVERRIDE, {"failed": 1, "passed": 37}),
        (OVERRIDE.replace("    def", "    @pytest.mark.skip(reason='no')\n    def"), {"failed": 1, "passed": 37}),
        (OVERRIDE.replace("    def", "    @pytest.mark.xfail\n    def"), {"failed": 1, "passed": 37}),
        (
            CONTRACT.replace("(Syn", "(Beside, Syn").replace(
                "class Test", "class Beside:\n    def test_threads(self):\n        pass\n\n\nclass Test"
            ),
            {"failed": 1, "passed": 37},
        ),
        (CONTRACT + "\n    test_threads = None\n", {"failed": 1, "passed": 37}),
        (
            OVERRIDE.replace("    def", "    @pytest.mark.xfail(reason='one thread only')\n    def").replace(
                "pass\n", "raise RuntimeError\n"
            ),
            {"xfailed": 1, "passed": 37},
        ),
    ],
    ids=["override", "skip", "xfail without a reason", "a class beside", "None", "xfail"],
)
@pytest.mark.slow
def test_no_check_is_dropped_silently(kit: Kit, code: str, found: dict[str, Any]) -> None:
    result = kit.run(contract=code)
    assert result.parseoutcomes() == found | {"skipped": 15}
    if "failed" in found:
        assert "TestAcme overrides test_threads: put @pytest.mark.xfail(reason='why it cannot pass')" in (
            result.stdout.str()
        )


def test_a_contract_that_names_no_provider_says_so_once(kit: Kit) -> None:
    result = kit.run(contract=CONTRACT.replace('provider_name = "acme"', ""))
    assert outcomes(result, "FAILED") == {"test_it_is_found_by_its_name"}
    assert result.parseoutcomes().keys() == {"failed", "skipped"}
    result.stdout.fnmatch_lines("E *name the provider in provider_name, as its entry point does")


def test_a_failed_check_tells_what_it_found_and_how_to_mend_it(kit: Kit) -> None:
    wrong = WRONG["test_fields_hold_no_secret"]
    output = kit.run(speech=wrong.speech).stdout.str()
    assert "To fix: leave the API key out." in output
    assert "{'voice': 'anna', 'key': 'contract-secret-5d41402abc4b2a76', 'speed': 1.0}" in output


@pytest.mark.slow
def test_the_cure_is_shown_with_short_tracebacks(kit: Kit) -> None:
    wrong = WRONG["test_fields_hold_no_secret"]
    output = kit.run("--tb=short", speech=wrong.speech).stdout.str()
    assert "To fix: leave the API key out. Two keys of one provider sound alike." in output


# Faults that another check finds, too.
MORE = {
    "bare samples at half of their rate": ("sample_rate=RATE)", "sample_rate=RATE // 2)", "test_duration_fits_the_text"),
    "bare samples at twice their rate": ("sample_rate=RATE)", "sample_rate=RATE * 2)", "test_duration_fits_the_text"),
    "half of the audio": ('return received_audio("acme", tone(len(text) / 15', 'return received_audio("acme", tone(len(text) / 30', "test_duration_fits_the_text"),
    "the working directory": ('"voice": voice,', '"voice": voice, "in": __import__("os").getcwd(),', "test_fields_are_the_same_on_every_machine"),
    "the environment": ('"voice": voice,', '"voice": voice, "who": __import__("os").environ.get("USER", ""),', "test_fields_are_the_same_on_every_machine"),
    "a version": ('"voice": voice,', '"voice": voice, "sdk": __import__("importlib.metadata").metadata.version("russo-core"),', "test_fields_are_the_same_on_every_machine"),
    "a time": ('"voice": voice,', '"voice": voice, "at": __import__("time").time_ns(),', "test_equal_options_have_equal_fields"),
    "printed to stderr": ("        import acme_sdk\n", '        import acme_sdk\n        print("speaking", file=__import__("sys").stderr)\n', "test_nothing_is_printed"),
    "a connection that blocks": ("        import acme_sdk\n", '        import acme_sdk, socket\n        try:\n            socket.create_connection(("127.0.0.1", 9)).close()\n        except OSError:\n            pass\n', "test_it_does_not_stop_the_event_loop"),
    "a list of voices that is no tuple": ('return (Voice("anna", "Anna"), Voice("ben", "Ben"))', 'return ["anna", "ben"]', "test_voices_are_listed"),
    "the key is kept": ("        import acme_sdk\n", "        import acme_sdk\n        self.last = str.__str__(key)\n", "test_nothing_shows_the_key_after_a_call"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "check"), MORE.values(), ids=MORE)
def test_more_sabotage_is_found(kit: Kit, old: str, new: str, check: str) -> None:
    assert old in SPEECH
    assert check in outcomes(kit.run("-k", check, speech=SPEECH.replace(old, new)), "FAILED")


@pytest.mark.parametrize(
    ("old", "new", "check", "message"),
    [
        (
            '    sdk_modules = ("acme_sdk",)\n',
            "",
            "test_importing_is_light",
            "name the modules of the SDK in sdk_modules",
        ),
        ('("broken",)', '("broken", "voice")', "test_every_option_is_known", "['voice'] in neutral"),
    ],
)
def test_a_contract_that_hides_something_is_found(kit: Kit, old: str, new: str, check: str, message: str) -> None:
    assert old in CONTRACT
    result = kit.run("-k", check, contract=CONTRACT.replace(old, new))
    assert outcomes(result, "FAILED") == {check}
    assert message in result.stdout.str()


HEADERS = '{"X-Key": key, "X-Voice": self.cache_fields["voice"]}'
# An id like those that SDKs send for each client, or for each call.
NEW_EACH_TIME = '"X-Request-Id": __import__("uuid").uuid4().hex'


@pytest.mark.parametrize(
    "headers", ['{"X-Key": key}', f'{{"X-Key": key, {NEW_EACH_TIME}}}'], ids=["alone", "beside an id that is new"]
)
def test_an_option_that_is_never_sent_is_found(kit: Kit, headers: str) -> None:
    assert HTTP_SPEECH.count(HEADERS) == 1
    check = "test_each_option_reaches_the_provider"
    result = kit.run("-k", check, speech=HTTP_SPEECH.replace(HEADERS, headers), contract=HTTP_CONTRACT)
    assert outcomes(result, "FAILED") == {check}
    assert "both values of ['voice'] give the same request" in result.stdout.str()


@pytest.mark.parametrize("headers", [HEADERS, f"{HEADERS[:-1]}, {NEW_EACH_TIME}}}"], ids=["alone", "beside an id"])
def test_an_option_that_is_sent_passes(kit: Kit, headers: str) -> None:
    check = "test_each_option_reaches_the_provider"
    result = kit.run("-k", check, speech=HTTP_SPEECH.replace(HEADERS, headers), contract=HTTP_CONTRACT)
    assert outcomes(result, "PASSED") == {check}


def test_a_text_that_is_refused_before_it_is_awaited_ends_at_once(kit: Kit) -> None:
    """As where `synthesize` is a plain function that returns an awaitable."""
    old = "    async def synthesize(self, text):\n"
    assert SPEECH.count(old) == 1
    refusing = """    def synthesize(self, text):
        if len(text) > 60:
            raise ValueError("too long")
        return self._synthesize(text)

"""
    speech = SPEECH.replace(old, refusing + old.replace(" synthesize", " _synthesize"))
    check = "test_work_in_a_thread_ends_when_it_is_cancelled"
    result = kit.run("-W", "error", "-k", check, speech=speech)
    assert outcomes(result, "PASSED") == {check}


@pytest.mark.parametrize("kept_by", ["self.__dict__", "globals()"], ids=["the object", "the process"])
def test_a_client_that_is_kept_over_event_loops_is_found(kit: Kit, kept_by: str) -> None:
    """The stand-in speaks HTTP/1.1, because with HTTP/1.0, each call would have its own connection."""
    old = """        async with httpx.AsyncClient(**http_options("acme", self._policy)) as client:
            answer ="""
    assert old in HTTP_SPEECH
    kept = f"""        client = {kept_by}.setdefault("client", httpx.AsyncClient(**http_options("acme", self._policy)))
        if True:
            answer ="""
    check = "test_two_event_loops_one_after_the_other"
    # In a separate process, which takes the lost connections with it. Without source lines in tracebacks, because
    # finalizers that run while pytest parses the source make Python 3.11's ast.parse fail ("recursion depth mismatch").
    result = kit.run(
        "--tb=native",
        "-k",
        check,
        "-W",
        "ignore",
        speech=HTTP_SPEECH.replace(old, kept),
        contract=HTTP_CONTRACT,
        apart=True,
    )
    assert outcomes(result, "FAILED") == {check}
