"""The report in a real browser: playing, searching, screen readers, and hostile texts that are shown and not run."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

import pictures
from russo.report import Group, write
from russo.transcripts import Hearing
from russo_core.report.chromium import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from russo_core.report.chromium import Browser, Page
    from russo_core.report.conftest import Say

BROWSER = pictures.find_browser()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chrome, Chromium or Edge is installed"),
]
VISIBLE = "[...document.querySelectorAll('.turn')].filter(one => one.offsetParent).map(one => one.querySelector('.text').textContent)"
HOSTILE = (
    "</script><script>window.hurt = 1</script>",
    "<img src=x onerror='window.hurt = 1'>",
    '"><svg onload="window.hurt = 1">',
    "' onfocus=window.hurt=1 autofocus x='",
    "<!-- <script>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:window.hurt=1",
    "</title></style><style>*{display:none}</style>",
    "https://example.com/x.js",
    "half \ud800 of a pair",
    "left \u202e right",
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with running(BROWSER or "", tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture
def show(browser: Browser) -> Iterator[Callable[[Path], Page]]:
    with ExitStack() as stack:
        yield lambda page: stack.enter_context(browser.opened(page))


@pytest.fixture
def page(tmp_path: Path, say: Say, show: Callable[[Path], Page]) -> Page:
    """A failed run with a dialogue."""
    write(tmp_path / "report.html", ["x"], [Group("test_old", [say("Good morning"), say("Gone")], "passed")])
    groups = [
        Group("test_a.py::test_one", [say("Good morning", hertz=880)], "passed"),
        Group(
            "test_a.py::test_talk",
            [
                say("A table for two", seconds=0.3, condition="phone"),
                say(
                    "At eight",
                    seconds=0.6,
                    provider="other",
                    voice="otto",
                    hearing=Hearing("different", "At nine", "ears", "'nine'"),
                ),
                say("Thank you", seconds=0.3),
            ],
            "failed",
        ),
    ]
    outcomes = {"a": "passed", "b": "failed"}
    return show(write(tmp_path / "report.html", ["4 utterances"], groups, outcomes=outcomes))


def choose(page: Page, name: str, value: str) -> list[str]:
    page.js(
        f"(() => {{ const one = document.getElementById('{name}'); one.value = {value!r}; one.dispatchEvent(new Event('input')) }})()"
    )
    found: list[str] = page.js(VISIBLE)
    page.js(
        f"(() => {{ const one = document.getElementById('{name}'); one.value = ''; one.dispatchEvent(new Event('input')) }})()"
    )
    return found


def test_what_is_looked_for_is_found(page: Page) -> None:
    assert len(page.js(VISIBLE)) == 4
    assert choose(page, "outcome", "failed") == ["A table for two", "At eight", "Thank you"]
    assert choose(page, "provider", "other") == ["At eight"]
    assert choose(page, "voice", "otto") == ["At eight"]
    assert choose(page, "condition", "phone") == ["A table for two"]
    assert choose(page, "verdict", "different") == ["At eight"]
    assert choose(page, "change", "changed") == ["Good morning"]
    assert choose(page, "words", "THANK test_talk") == ["Thank you"]
    assert choose(page, "words", "at nine") == ["At eight"]
    assert choose(page, "words", "nobody said this") == []
    assert page.js("document.getElementById('shown').textContent") == "4 of 4 utterances"
    assert page.complaints == page.asked_for == []


@pytest.mark.parametrize("voice", ["a  b", " a", "a\u00a0", "a\tb", '"a"', "<b>"])
def test_a_filter_finds_a_name_whatever_its_spaces(
    tmp_path: Path, say: Say, show: Callable[[Path], Page], voice: str
) -> None:
    said = [say("one", voice=voice), say("two", voice="other")]
    page = show(write(tmp_path / "spaces.html", [], [Group("test_it", said, "passed")]))
    assert choose(page, "voice", voice) == ["one"]


def test_a_click_on_the_waveform_seeks(page: Page) -> None:
    x, y, width = page.js(
        "(() => { const box = document.querySelector('.wave').getBoundingClientRect(); return [box.x, box.y + 10, box.width] })()"
    )
    page.js("player.addEventListener('playing', () => window.began = player.currentTime, {once: true})")
    page.click(x + width / 2, y)
    page.wait_for("player.ended")
    assert 0.45 < page.js("window.began") <= 1
    assert page.js("player.duration") == pytest.approx(1.0, abs=0.05)
    assert page.js("document.querySelector('.play').getAttribute('aria-label')") == "Play “Good morning”"
    assert page.complaints == []


def test_the_turns_of_a_dialogue_are_one_strip_that_plays_through(page: Page) -> None:
    tops = page.js("[...document.querySelectorAll('.failed .wave')].map(one => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    # A browser on a busy machine may report the `playing` event again.
    page.js(
        "window.played = []; player.addEventListener('playing', () => {"
        "  const text = current.querySelector('.text').textContent;"
        "  if (played.at(-1) !== text) played.push(text) })"
    )
    page.js("document.querySelector('.all').click()")
    page.wait_for("played.length === 3 && player.ended")
    assert page.js("played") == ["A table for two", "At eight", "Thank you"]


def test_the_keyboard_is_enough(page: Page) -> None:
    stops = []
    for _ in range(40):
        page.press("Tab", windowsVirtualKeyCode=9)
        stops.append(
            page.js(
                "document.activeElement.getAttribute('aria-label') || document.activeElement.id || document.activeElement.className"
            )
        )
        if stops[-1] == "Position in “Good morning”":
            break
    assert "words" in stops
    assert stops[-2:] == ["Play “Good morning”", "Position in “Good morning”"]
    page.press("ArrowRight", windowsVirtualKeyCode=39)
    page.wait_for("document.activeElement.getAttribute('aria-valuenow') === '0.5'")
    assert page.js("document.activeElement.getAttribute('aria-valuetext')") == "0.5 of 1.0 s"
    page.press("Home", windowsVirtualKeyCode=36)
    page.wait_for("document.activeElement.getAttribute('aria-valuenow') === '0.0'")


def test_a_screen_reader_is_told_what_each_thing_is(page: Page) -> None:
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    told = {(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")}
    assert {
        ("button", "Play “At eight”"),
        ("slider", "Position in “At eight”"),
        ("button", "▶ Play all, 1.2 s"),
        ("region", "test_a.py::test_talk"),
        ("heading", "test_a.py::test_talk"),
        ("searchbox", "Search"),
        ("combobox", "Outcome"),
    } <= told
    nameless = [
        role for role, name in told if role in {"button", "slider", "searchbox", "combobox", "region"} and not name
    ]
    assert nameless == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_the_light_and_in_the_dark(page: Page, scheme: str) -> None:
    page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    contrast = """(() => {
      const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 }); return .2126 * r + .7152 * g + .0722 * b };
      const behind = one => { for (; one; one = one.parentElement) { const c = getComputedStyle(one).backgroundColor; if (c !== 'rgba(0, 0, 0, 0)') return c } };
      return Math.min(...[...document.querySelectorAll('h1, p, span, code, button, label, output')].filter(one => one.offsetParent && one.textContent).map(one => { const [a, b] = [light(getComputedStyle(one).color), light(behind(one))].sort((x, y) => y - x); return (a + .05) / (b + .05) }));
    })()"""
    # https://www.w3.org/TR/WCAG22/#contrast-minimum
    assert page.js(contrast) >= 4.5


def test_hostile_text_is_shown_and_not_run(tmp_path: Path, say: Say, show: Callable[[Path], Page]) -> None:
    path = tmp_path / "report.html"
    write(path, ["x"], [Group("test_old", [say(f"gone {text}") for text in HOSTILE if "\ud800" not in text], "passed")])
    groups = [
        Group(
            f"test_it[{text}]",
            [
                say(
                    text.replace("\ud800", ""),
                    provider=text,
                    voice=text.replace("\ud800", ""),
                    hearing=Hearing("different", text, text, text),
                )
            ]
            if "\ud800" not in text
            else [],
            "failed",
        )
        for text in HOSTILE
    ]
    write(path, HOSTILE, groups, title=HOSTILE[0])
    page = show(path)
    texts = [text for text in HOSTILE if "\ud800" not in text]
    assert page.js(VISIBLE) == [text.replace("\u202e", "\\u202e") for text in texts]
    assert page.js("document.title") == HOSTILE[0]
    assert page.js("[...document.querySelectorAll('li bdi')].length") == len(texts)
    assert page.js("document.querySelectorAll('img, iframe, [onerror], [onload], [onfocus]').length") == 0
    for text in texts:
        choose(page, "words", text)
    assert page.js("window.hurt") is None
    assert page.complaints == page.asked_for == []


def test_the_policy_of_the_page_stops_what_would_be_run_or_loaded(page: Page) -> None:
    page.js(
        "document.body.insertAdjacentHTML('beforeend', `<img src=x onerror='window.hurt = 1'><img src='http://127.0.0.1:9/x'>`)"
    )
    page.js("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.hurt = 1'}))")
    page.js("new Promise(done => setTimeout(done, 100))")
    assert page.js("window.hurt") is None
    assert any("Content Security Policy" in complaint for complaint in page.complaints)
