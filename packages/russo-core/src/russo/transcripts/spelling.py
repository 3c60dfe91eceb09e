"""Maps the British and the American spelling of an English word to one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_OUR: Final = (
    "arb arm ard behavi cand clam col demean enam endeav fav ferv flav glam harb hon hum lab misdemean neighb od parl "
    "ranc rig rum sav savi splend succ tum val vap vig"
).replace(" ", "|")
_RE: Final = (
    "calib cent fib goit lit lust maneuv meag met mit nit och saltpet sab scept sepulch somb spect theat tit".replace(
        " ", "|"
    )
)
_LONGEST: Final = 40  # letters of an English word; some rules are slow for anything longer
_OGUE: Final = "anal catal demag dial epil homol monol pedag prol synag travel".replace(" ", "|")

# Every rule produces the American form, and never makes two different words equal. The endings are open ("organis-",
# "travell-"), and if such a rule would match other words, its beginnings are listed.
_RULES: Final = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        # ae, oe
        (r"(?<=m)anoeuv(?=r)", "aneuv"),
        (r"^(an)a(?=em|esth)", r"\1"),
        (r"aem(?=i|o)|haem", lambda found: found[0].replace("ae", "e")),
        (r"^(p|orthop)aed", r"\1ed"),
        (r"(?<=cyclop)ae|(?<=medi)ae(?=val)|(?<=gyn)ae(?=col)|(?<=leuk)ae|(?<=arch)ae(?=ol)|(?<=prim)ae(?=val)", "e"),
        (r"^ae(?=sthet|on)", "e"),
        (r"^oe(?=strogen|sophag|dema)|(?<=f)oe(?=t[aiu])|(?<=rrh)oe(?=a|ic)|(?<=hom)oe(?=op)", "e"),
        # our, re, ogue
        (rf"({_OUR})our", r"\1or"),
        (rf"({_RE})re(s?)$", r"\1er\2"),
        (rf"({_RE})red$", r"\1ered"),
        (r"^(cent|fib|theat)re(?=piece|fold|stage|glass|board|go)", r"\1er"),
        (r"^(re)?(cent|theat|maneuv)ring$", r"\1\2ering"),
        (rf"({_OGUE})ogue(s?)$", r"\1og\2"),
        (rf"({_OGUE})ogu(?=ed|er|ing)", r"\1og"),
        # c or s
        (r"(defen|offen|preten|licen|practi)c(?=e|es|ed|ing)", r"\1s"),
        (r"practic(?=es?$|ed$|ing$)", "practis"),
        # ise, yse
        (r"^(.{3,}|ion|item)is(?=(?:e|es|ed|er|ers|ing|ingly|able|ability|ation|ations|ational|ationally)$)", r"\1iz"),
        (r"(anal|paral|catal|dial|hydrol|electrol|breathal)ys(?=e|ing)", r"\1yz"),
        # one l or two
        (
            r"^(.*[aeiou].*[ae]|penci|stenci|tranqui|marve|caro|gambo|pisto|initia|counci|swive)ll(?=(?:ed|ing|ings|er|ers|or|ors|ous|ously|ist|ists|ity)$)",
            r"\1l",
        ),
        (r"^jewellery$", "jewelry"),
        (r"^(woo)ll(en|y)", r"\1l\2"),
        (r"^(ski|wi)lful", r"\1llful"),
        (r"^(fulfi|insti|disti|enro|appa|enthra)l(s|ment|ments)?$", r"\1ll\2"),
        (r"^(insta)l(ment|ments)?$", r"\1ll\2"),
        # one p, s, t or two
        (r"(worshi|kidna)pp(?=ed|ing|er)", r"\1p"),
        (r"(focu|bia)ss(?=ed|es|ing)", r"\1s"),
        (r"(benefi|combat)tt(?=ed|ing)", r"\1t"),
        (r"(?<=program)me(s?)$", r"\1"),
        (r"(?<=gram)me(s?)$", r"\1"),
        # single words and their endings
        (r"^grey", "gray"),
        (r"^tyre(s?)$", r"tire\1"),
        (r"^kerb", "curb"),
        (r"^chequer(?=ed|s?$)", "checker"),
        (r"^cheque", "check"),
        (r"^(snow)?plough", r"\1plow"),
        (r"^storey(s?)$", r"story\1"),
        (r"^stories$", "storys"),
        (r"^(m|sm)ou(ld|lt)", r"\1o\2"),
        (r"^moustache", "mustache"),
        (r"^pyjama", "pajama"),
        (r"^sceptic", "skeptic"),
        (r"sulph", "sulf"),
        (r"^cos(y|i)", r"coz\1"),
        (r"^doughnut", "donut"),
        (r"^draught", "draft"),
        (r"^whiskey(s?)$", r"whisky\1"),
        (r"^axe$", "ax"),
        (r"(judg|acknowledg|abridg|lodg)ement", r"\1ment"),
        (r"^ageing$", "aging"),
        (r"^(lik|siz|lov|mov|sal|us)eable", r"\1able"),
        (r"^aluminium", "aluminum"),
        (r"^gaol", "jail"),
        (r"^artefact", "artifact"),
        (r"^enquir", "inquir"),
        (r"^disc(s?)$", r"disk\1"),
        (r"^carat(s?)$", r"karat\1"),
        (r"^omelette", "omelet"),
        (r"^yoghurt", "yogurt"),
        (r"^chilli", "chili"),
        (r"^liquorice", "licorice"),
        (r"^pedlar", "peddler"),
        (r"^tsar", "czar"),
        (r"^(in)?dependant(?=s?$)", r"\1dependent"),
        (r"^mollusc", "mollusk"),
        (r"^carburettor", "carburetor"),
        (r"^(phon|pric)ey$", r"\1y"),
        (r"^annexe$", "annex"),
        (r"^cypher", "cipher"),
        (r"^speciality", "specialty"),
        (r"^okay$", "ok"),
        (r"^hallo$|^hullo$", "hello"),
    )
)


@lru_cache(maxsize=4096)
def american(word: str) -> str:
    """An English word in one spelling, the American.

    Example:
        >>> from russo.transcripts.spelling import american
        >>> [american(word) for word in ("colour", "organised", "travelling", "theatre")]
        ['color', 'organized', 'traveling', 'theater']
    """
    if len(word) > _LONGEST:
        return word
    for pattern, form in _RULES:
        word = pattern.sub(form, word)
    return word


def folded(word: str) -> str:
    """A word without accents.

    Example:
        >>> from russo.transcripts.spelling import folded
        >>> folded("café")
        'cafe'
    """
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFD", word) if not "\u0300" <= char <= "\u036f")
