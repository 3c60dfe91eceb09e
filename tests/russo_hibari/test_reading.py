"""The phonemes of a text are those of the words that a person would say."""

from __future__ import annotations

import asyncio
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from russo.errors import NoAudioError, TextError
from russo_hibari import HibariSynthesizer
from russo_hibari.engine import engine
from russo_hibari.reading import RULES, spoken_text


@cache
def phonemes(text: str) -> str:
    """The input of the model, without the pauses and stresses that come from punctuation."""
    sentences = engine("heart", None)._library.phonemize(text)
    return "".join(one for one in " ".join(sentences) if one.isalpha() and one not in "ˈˌ")


@pytest.mark.parametrize("rule", RULES, ids=[rule.example for rule in RULES])
def test_the_table_says_what_is_changed(rule):
    assert rule.fault
    assert spoken_text(rule.example) == rule.becomes != rule.example


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Call 555-0142.", "Call five five five, zero one four two."),
        ("Call (555) 010-0199.", "Call five five five, zero one zero, zero one nine nine."),
        ("Call 1-800-555-0199 now", "Call one, eight zero zero, five five five, zero one nine nine now"),
        ("Call +1 415.555.0142", "Call plus one, four one five, five five five, zero one four two"),
        ("tel: 020 7946 0958", "tel: zero two zero, seven nine four six, zero nine five eight"),
        ("My PIN is 0420.", "My PIN is zero four two zero."),
        ("Order #0042", "Order number zero zero four two"),
        ("code 007", "code zero zero seven"),
        ("ZIP 02139-0012", "ZIP zero two one three nine, zero zero one two"),
        ("It costs $12.50.", "It costs twelve dollars and fifty cents."),
        ("It costs 12.50 €.", "It costs twelve euros and fifty cents."),
        ("It costs €15,50.", "It costs fifteen euros and fifty cents."),
        ("It costs $1,234.56", "It costs one thousand two hundred thirty four dollars and fifty six cents"),
        ("$5-10", "five dollars to ten dollars"),
        ("10-15%.", "ten to fifteen percent."),
        ("version 3.10", "version three point one zero"),
        ("version 2.0.1", "version two point zero point one"),
        ("0.05", "zero point zero five"),
        ("It is 1/2.", "It is one half."),
        ("2½ cups", "two and a half cups"),
        ("At 7:30-8:30 pm", "At seven thirty to eight thirty P.M."),
        ("from 10am to 8pm", "from ten A.M. to eight P.M."),
        ("At 09:05.", "At nine oh five."),
        ("Mon-Fri 9-5.", "Monday to Friday nine to five."),
        ("Jan. 5, 2026", "January fifth, twenty twenty six"),
        ("on 25.11.2026", "on the twenty fifth of November twenty twenty six"),
        ("on 2026-01-05", "on January fifth, twenty twenty six"),
        ("on 01/05/2026", "on January fifth, twenty twenty six"),
        ("on 05 March", "on the fifth of March"),
        ("I need 15 of those, not 50.", "I need fifteen of those, not fifty."),
        ("No. 5", "Number five"),
        ("john.smith@example.com", "john dot smith at example dot com"),
        ("j_doe99@mail.co.uk", "j underscore doe ninety nine at mail dot co dot U. K."),
        ("https://example.com/book?id=42", "HTTPS colon slash slash example dot com slash book question mark id equals forty two"),
        ("S-M-I-T-H", "S. M. I. T. H."),
        ("A B C", "A. B. C."),
        ("AB12CD", "A. B. one two C. D."),
        ("BA0123", "B. A. zero one two three"),
        ("KLM0641", "K. L. M. zero six four one"),
        ("10⁵ of 10⁶", "ten to the power of five of ten to the power of six"),
        ("2¹⁰", "two to the power of ten"),
        ("5 km⁻¹", "five kilometers to the power of minus one"),
        ("ＡＢＣ for ＄５", "ABC for five dollars"),
        ("GROẞ", "GROß"),
        ("It was -3.5", "It was minus three point five"),
        ("was -12.25", "was minus twelve point two five"),
        ("from -0.5 to -.25", "from minus zero point five to minus point two five"),
        ("a .5 mile, a .22 rifle", "a point five mile, a point two two rifle"),
        ("was +3.5", "was plus three point five"),
        ("$3bn or €2.5 tn", "three billion dollars or two point five trillion euros"),
        ("€1.234,56", "one thousand two hundred thirty four euros and fifty six cents"),
        ("12\u00a0500 people", "twelve thousand five hundred people"),
        ("1\u202f000\u202f000", "one million"),
        ("He is 5'6\".", "He is five feet six inches."),
        ("5\u2032 10\u2033", "five feet ten inches"),
        ("⅛ of it, 1⅜ cups", "an eighth of it, one and three eighths cups"),
        ("v1.2.3", "v one point two point three"),
        ("3/100", "three over one hundred"),
        ("5%-10%", "five percent to ten percent"),
        ("10k–20k", "ten k to twenty k"),
        ("$5bn-$6bn", "five billion dollars to six billion dollars"),
        ("2-2.5", "two to two point five"),
        ("2.5-3.5 km", "two point five to three point five kilometers"),
        ("10000-20000", "ten thousand to twenty thousand"),
        ("10:30-11", "ten thirty to eleven"),
        ("7–7:30", "seven to seven thirty"),
        ("≥5 of ≈10", "at least five of about ten"),
        ("on 01-05-2026", "on January fifth, twenty twenty six"),
        ("on 25-12-2026", "on December twenty fifth, twenty twenty six"),
        ("on 2026-1-5", "on January fifth, twenty twenty six"),
        ("12\u202f500,75 people", "twelve thousand five hundred point seven five people"),
        ("Call +49\u00a0301\u00a0234.", "Call plus four nine, three zero one, two three four."),
        ("10 - 2.5 = 7.5", "ten minus two point five = seven point five"),
        ("x≥5", "x at least five"),
    ],
)  # fmt: skip
def test_a_text_is_read_as_a_person_would(written, said):
    assert phonemes(spoken_text(written)) == phonemes(said)


@pytest.mark.parametrize(
    "text",
    [
        "Hello, I would like to book a table for two.",
        "COVID-19, Q3 2024, 4K, MP3s, a 4x4, T-shirt and SAVE20.",
        "In 1999 we sold 1,000 of 12,345; 24 were 3rd-party.",
        "It's 7:30 a.m., 50%, $5, 3.5 km, Dr. Smith, St. Louis and AT&T.",
        "e.g. this, i.e. that, etc.",
        "Say [Nguyen 0042](/wˈɪn/) now.",
        "On 2026-11-25 at 10:05:07, on 11/25/2026.",
        "10² and x³, a note¹ and another⁴",
        "The season 2025/2026, 12/2026, 3/4 of 5/8, a -5 and -10%.",
        """In '90 he said 'twelve 5' 10 times, "5" and 'no'.""",
        "It was -3.5 degrees, and (-0.5) or -.5 later.",
        "From 52.5 -13.4 to -7.25.",
        "My order is 48213-77, the other 12345-67890.",
        "Account 12-34-5678, part 99-12-2024 and lot 1234-5-6.",
        "On May 5 - 10:30 am, or at 10:30 - 5 people.",
        "5～10 minutes at 36.5°-37.5°",
    ],
)
def test_what_is_read_well_is_left_alone(text):
    assert spoken_text(text) == text


TEXTS = st.text(st.sampled_from("0123456789 0123456789 -.,:/+()$€£%@_~*½ABCIabcmpo'’–é\n"), max_size=40)


@given(TEXTS)
def test_what_is_spoken_of_what_is_spoken_is_that(text):
    assert spoken_text(spoken_text(text)) == spoken_text(text)


@given(TEXTS)
def test_no_digit_is_lost(text):
    def digits(of: str) -> list[str]:
        return [one for one in of.replace("½", "") if one.isdigit()]

    before, after = digits(text), digits(spoken_text(text))
    # The date is rewritten, and may have one zero more or less.
    assert [one for one in after if one != "0"] == [one for one in before if one != "0"] or "." in text or "/" in text


def test_letters_of_two_characters_are_read_as_those_of_one():
    assert spoken_text(unicodedata.normalize("NFD", "café")) == "café"


@pytest.mark.parametrize(
    ("text", "letter", "name"),
    [
        ("Привет", "П", "CYRILLIC CAPITAL LETTER PE"),
        ("Say 你好 now", "你", "CJK UNIFIED IDEOGRAPH-4F60"),
        ("the α version", "α", "GREEK SMALL LETTER ALPHA"),
    ],
)
def test_another_writing_is_refused_and_its_provider_named(text, letter, name):
    with pytest.raises(TextError) as caught:
        asyncio.run(HibariSynthesizer().synthesize(text))
    assert str(caught.value) == (
        f"hibari reads English only, and {text!r} holds {letter!r} ({name}). espeak speaks a hundred languages: "
        "pip install russo-espeak, and name the provider 'espeak' with a voice of that language"
    )


def test_a_word_with_its_phonemes_may_be_in_any_writing():
    assert asyncio.run(HibariSynthesizer().synthesize("Hello, [你好](/niː hˈW/).")).duration > 0.5


@pytest.mark.parametrize("text", ["...", "👍", "—", "∞", "\u200b", "\x00"])
def test_a_text_without_a_sound_is_an_error(text):
    with pytest.raises(NoAudioError, match=r"^hibari has no sound for "):
        asyncio.run(HibariSynthesizer().synthesize(text))


@pytest.mark.parametrize(
    "text",
    ["Hello \x01300S there", "<b>hello</b>", "{name} [x] (y)", "9" * 5000, "1" + ",000" * 30, "x" * 300, "[a](b", "á" * 60],
)  # fmt: skip
def test_a_hostile_text_is_spoken(text):
    assert asyncio.run(HibariSynthesizer(speed=2).synthesize(text[:400])).duration > 0.2


def test_a_long_sentence_without_a_comma_is_spoken_whole():
    one = asyncio.run(HibariSynthesizer().synthesize("the quick brown fox jumps over the lazy dog"))
    many = asyncio.run(HibariSynthesizer().synthesize(" ".join(["the quick brown fox jumps over the lazy dog"] * 30)))

    assert 25 * one.duration < many.duration < 30 * one.duration


def test_the_table_of_the_documentation_is_the_table():
    page = (Path(__file__).parents[2] / "docs" / "providers" / "hibari.md").read_text(encoding="utf-8")
    section = page.partition("## What is rewritten\n")[2].partition("\n## ")[0]
    rows = [
        line.replace("&shy;", "\u00ad").replace("&nbsp;", "\u00a0").replace("`", "")
        for line in section.splitlines()
        if line.startswith("| ")
    ]

    assert rows[1:] == [f"| {rule.example} | {rule.fault} | {rule.becomes} |" for rule in RULES]
