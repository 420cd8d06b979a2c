"""Sentences with their trees in both label sets, and a builder for hand-made docs.

Each word of a parse is written `form=lemma/TAG/head:label/head:label`: first the head and label of Universal
Dependencies, then those of ClearNLP (spaCy's own English pipelines). Heads count from 1, 0 is the root;
a lemma that equals the form in lower case is left out.
"""

from collections.abc import Sequence
from functools import cache

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words
from spacy.vocab import Vocab

SCHEMES = ("UD", "ClearNLP")

_TAGS_OF_POS = {
    "NOUN": ["NN", "NNS"],
    "PROPN": ["NNP", "NNPS"],
    "VERB": ["VB", "VBD", "VBG", "VBN", "VBP", "VBZ"],
    "AUX": ["MD"],
    "ADJ": ["JJ", "JJR", "JJS"],
    "ADV": ["RB", "RBR", "RBS", "WRB"],
    "ADP": ["IN", "RP"],
    "PART": ["TO", "POS"],
    "CCONJ": ["CC"],
    "DET": ["DT", "PDT"],
    "PRON": ["PRP", "PRP$", "WP", "WDT", "EX"],
    "NUM": ["CD"],
    "INTJ": ["UH"],
    "SYM": ["SYM", "$"],
}
POS_OF_TAG = {tag: pos for pos, tags in _TAGS_OF_POS.items() for tag in tags}

_NO_SPACE_BEFORE = {".", ",", ";", ":", "?", "!", "'s", "’s", "n't", ")", "]", "-", "%", "”", "/"}
_NO_SPACE_AFTER = {"(", "[", "-", "“", "$", "/"}


def make_doc(
    words: Sequence[str],
    heads: Sequence[int],
    deps: Sequence[str],
    tags: Sequence[str] | None = None,
    pos: Sequence[str] | None = None,
    lemmas: Sequence[str] | None = None,
    ents: Sequence[tuple[int, int, str]] = (),
    spaces: Sequence[bool] | None = None,
) -> Doc:
    """A Doc as a pipeline would have made it.

    Heads are positions from 0, a root its own head; ents are (first word, word after the last, label).
    Left out: tags are guessed from nothing ("NN"), pos from the tags, lemmas are the words in lower case.
    """
    tags = tags or ["NN"] * len(words)
    if not words:
        return Doc(_vocab())
    doc = Doc(
        _vocab(),
        words=list(words),
        spaces=list(spaces if spaces is not None else _spaces(words)),
        heads=list(heads),
        deps=list(deps),
        tags=list(tags),
        pos=list(pos or [POS_OF_TAG.get(tag, "PUNCT") for tag in tags]),
        lemmas=list(lemmas or [word.lower() for word in words]),
    )
    doc.set_ents([Words(doc, start, end, label=label) for start, end, label in ents])
    return doc


@cache
def _vocab() -> Vocab:
    """English words: what a token looks like in lower case, and so on."""
    return English().vocab


def _spaces(words: Sequence[str]) -> list[bool]:
    """Whether a blank follows each word, as usual in print."""
    found, quote_open = [], False
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == '"':
            quote_open = not quote_open
        glued = word in _NO_SPACE_AFTER or following in _NO_SPACE_BEFORE or (word == '"' and quote_open)
        found.append(not (glued or (following == '"' and quote_open)) and following != "")
    return found


def parse(name: str, scheme: str = "UD", ents: Sequence[tuple[int, int, str]] = ()) -> Doc:
    """One of the sentences below as a Doc, in one of the two `SCHEMES`."""
    return read_parse(PARSES[name], scheme, ents)


def read_parse(notation: str, scheme: str = "UD", ents: Sequence[tuple[int, int, str]] = ()) -> Doc:
    """A Doc from the notation of this module."""
    words, lemmas, tags, heads, deps = [], [], [], [], []
    for number, cell in enumerate(notation.split()):
        form, tag, ud, clear = cell.rsplit("/", 3)
        form, _, lemma = form.partition("=") if len(form) > 1 else (form, "", "")
        head, dep = (ud if scheme == "UD" else clear).split(":", 1)
        words.append(form)
        tags.append(tag)
        lemmas.append(lemma or (form if tag.startswith("NNP") else form.lower()))
        heads.append(int(head) - 1 if int(head) else number)
        deps.append("ROOT" if dep == "root" else dep)
    pos = [POS_OF_TAG.get(tag, "PUNCT") for tag in tags]
    pos = ["AUX" if dep.startswith(("aux", "cop")) else p for p, dep in zip(pos, deps, strict=True)]
    return make_doc(words, heads, deps, tags=tags, pos=pos, lemmas=lemmas, ents=ents)


def word(doc: Doc, form: str) -> Token:
    """The first token of that form."""
    return next(t for t in doc if t.text == form)


both_schemes = pytest.mark.parametrize("scheme", SCHEMES)

PARSES: dict[str, str] = {
    "storm": """
        Government/NN/2:compound/2:compound troops=troop/NNS/3:nsubj/3:nsubj
        stormed=storm/VBD/0:root/0:ROOT the/DT/5:det/5:det town/NN/3:obj/3:dobj of/IN/7:case/5:prep
        Bakhmut/NNP/5:nmod/6:pobj on/IN/9:case/3:prep Friday/NNP/3:obl/8:pobj ././3:punct/3:punct
    """,
    "passive": """
        Two/CD/2:nummod/2:nummod soldiers=soldier/NNS/4:nsubj:pass/4:nsubjpass
        were=be/VBD/4:aux:pass/4:auxpass killed=kill/VBN/0:root/0:ROOT by/IN/6:case/4:agent
        gunmen=gunman/NNS/4:obl:agent/5:pobj near/IN/8:case/4:prep Gao/NNP/4:obl/7:pobj
        ././4:punct/4:punct
    """,
    "said-after": """
        Rebels=rebel/NNS/2:nsubj/2:nsubj fled=flee/VBD/0:root/7:ccomp north/RB/2:advmod/2:advmod
        ,/,/6:punct/6:punct military/JJ/6:amod/6:amod officials=official/NNS/7:nsubj/7:nsubj
        said=say/VBD/2:parataxis/0:ROOT ././2:punct/7:punct
    """,
    "said-that": """
        The/DT/2:det/2:det minister/NN/3:nsubj/3:nsubj said=say/VBD/0:root/0:ROOT that/IN/7:mark/7:mark
        shells=shell/NNS/7:nsubj/7:nsubj had=have/VBD/7:aux/7:aux hit/VBN/3:ccomp/3:ccomp
        Kherson/NNP/7:obj/7:dobj ././3:punct/3:punct
    """,
    "according": """
        According=accord/VBG/4:case/9:prep to/IN/1:fixed/1:prep the/DT/4:det/4:det
        governor/NN/9:obl/2:pobj ,/,/4:punct/4:punct drones=drone/NNS/9:nsubj:pass/9:nsubjpass
        were=be/VBD/9:aux:pass/9:auxpass never/RB/9:advmod/9:neg used=use/VBN/0:root/0:ROOT
        ././9:punct/9:punct
    """,
    "coord-verbs": """
        Militiamen=militiaman/NNS/2:nsubj/2:nsubj entered=enter/VBD/0:root/0:ROOT the/DT/4:det/4:det
        camp/NN/2:obj/2:dobj and/CC/6:cc/2:cc burned=burn/VBD/2:conj/2:conj houses=house/NNS/6:obj/6:dobj
        ././2:punct/2:punct
    """,
    "coord-subjects": """
        Police/NNS/6:nsubj/6:nsubj ,/,/3:punct/1:punct soldiers=soldier/NNS/1:conj/1:conj
        and/CC/5:cc/3:cc medics=medic/NNS/1:conj/3:conj arrived=arrive/VBD/0:root/0:ROOT
        ././6:punct/6:punct
    """,
    "shared-object": """
        Jets=jet/NNS/2:nsubj/2:nsubj shelled=shell/VBD/0:root/0:ROOT and/CC/4:cc/2:cc
        bombed=bomb/VBD/2:conj/2:conj the/DT/6:det/6:det airfield/NN/4:obj/4:dobj ././2:punct/2:punct
    """,
    "voice-change": """
        The/DT/2:det/2:det fighters=fighter/NNS/3:nsubj/3:nsubj attacked=attack/VBD/0:root/0:ROOT
        but/CC/6:cc/3:cc were=be/VBD/6:aux:pass/6:auxpass repelled=repel/VBN/3:conj/3:conj
        by/IN/9:case/6:agent the/DT/9:det/9:det army/NN/6:obl:agent/7:pobj ././3:punct/3:punct
    """,
    "relative-subject": """
        Gunmen=gunman/NNS/8:nsubj/8:nsubj who/WP/3:nsubj/3:nsubj stormed=storm/VBD/1:acl:relcl/1:relcl
        the/DT/5:det/5:det hospital/NN/3:obj/3:dobj have/VBP/8:aux/8:aux been=be/VBN/8:aux:pass/8:auxpass
        arrested=arrest/VBN/0:root/0:ROOT ././8:punct/8:punct
    """,
    "relative-object": """
        Mines=mine/NNS/7:nsubj/7:nsubj that/WDT/4:obj/4:dobj rebels=rebel/NNS/4:nsubj/4:nsubj
        planted=plant/VBD/1:acl:relcl/1:relcl there/RB/4:advmod/4:advmod still/RB/7:advmod/7:advmod
        maim/VBP/0:root/0:ROOT children=child/NNS/7:obj/7:dobj ././7:punct/7:punct
    """,
    "held-by": """
        The/DT/2:det/2:det army/NN/3:nsubj/3:nsubj entered=enter/VBD/0:root/0:ROOT a/DT/5:det/5:det
        district/NN/3:obj/3:dobj held=hold/VBN/5:acl/5:acl by/IN/8:case/6:agent
        insurgents=insurgent/NNS/6:obl:agent/7:pobj ././3:punct/3:punct
    """,
    "advancing-on": """
        Forces=force/NNS/5:nsubj/5:nsubj advancing=advance/VBG/1:acl/1:acl on/IN/4:case/2:prep
        Goma/NNP/2:obl/3:pobj seized=seize/VBD/0:root/0:ROOT weapons=weapon/NNS/5:obj/5:dobj
        ././5:punct/5:punct
    """,
    "xcomp": """
        Separatists=separatist/NNS/2:nsubj/2:nsubj tried=try/VBD/0:root/0:ROOT to/TO/4:mark/4:aux
        recapture/VB/2:xcomp/2:xcomp the/DT/6:det/6:det bridge/NN/4:obj/4:dobj ././2:punct/2:punct
    """,
    "object-control": """
        Shelling/NN/2:nsubj/2:nsubj forced=force/VBD/0:root/0:ROOT residents=resident/NNS/2:obj/5:nsubj
        to/TO/5:mark/5:aux leave/VB/2:xcomp/2:ccomp Marawi/NNP/5:obj/5:dobj ././2:punct/2:punct
    """,
    "ordered": """
        Crews=crew/NNS/3:nsubj:pass/3:nsubjpass were=be/VBD/3:aux:pass/3:auxpass
        ordered=order/VBN/0:root/0:ROOT to/TO/5:mark/5:aux withdraw/VB/3:xcomp/3:xcomp
        ././3:punct/3:punct
    """,
    "participle-clause": """
        A/DT/2:det/2:det mortar/NN/3:nsubj/3:nsubj hit/VBD/0:root/0:ROOT a/DT/5:det/5:det
        market/NN/3:obj/3:dobj ,/,/7:punct/7:punct killing=kill/VBG/3:advcl/3:advcl
        dozens=dozen/NNS/7:obj/7:dobj ././3:punct/3:punct
    """,
    "passive-participle": """
        The/DT/2:det/2:det village/NN/4:nsubj:pass/4:nsubjpass was=be/VBD/4:aux:pass/4:auxpass
        struck=strike/VBN/0:root/0:ROOT ,/,/6:punct/6:punct killing=kill/VBG/4:advcl/4:advcl
        nine/CD/6:obj/6:dobj ././4:punct/4:punct
    """,
    "iobj": """
        Tehran/NNP/2:nsubj/2:nsubj gave=give/VBD/0:root/0:ROOT the/DT/4:det/4:det
        militia/NN/2:iobj/2:dative missiles=missile/NNS/2:obj/2:dobj ././2:punct/2:punct
    """,
    "not": """
        The/DT/2:det/2:det coalition/NN/5:nsubj/5:nsubj did=do/VBD/5:aux/5:aux not/RB/5:advmod/5:neg
        bomb/VB/0:root/0:ROOT the/DT/7:det/7:det school/NN/5:obj/5:dobj ././5:punct/5:punct
    """,
    "nobody": """
        No/DT/2:det/2:det troops=troop/NNS/3:nsubj/3:nsubj entered=enter/VBD/0:root/0:ROOT
        Aden/NNP/3:obj/3:dobj without/IN/6:mark/3:prep firing=fire/VBG/3:advcl/5:pcomp
        ././3:punct/3:punct
    """,
    "appos-person": """
        Aung/NNP/8:nsubj/2:compound Min/NNP/1:flat/8:nsubj ,/,/6:punct/6:punct a/DT/6:det/6:det
        rebel/NN/6:compound/6:compound spokesman/NN/1:appos/2:appos ,/,/6:punct/6:punct
        denied=deny/VBD/0:root/0:ROOT the/DT/10:det/10:det report/NN/8:obj/8:dobj ././8:punct/8:punct
    """,
    "title": """
        Brigadier/NNP/3:nmod:desc/2:compound General/NNP/1:flat/4:compound Issa/NNP/5:nsubj/4:compound
        Diallo/NNP/3:flat/5:nsubj resigned=resign/VBD/0:root/0:ROOT ././5:punct/5:punct
    """,
    "possessive": """
        Mali/NNP/4:nmod:poss/4:poss 's/POS/1:case/1:case elite/JJ/4:amod/4:amod unit/NN/5:nsubj/5:nsubj
        lost=lose/VBD/0:root/0:ROOT its/PRP$/7:nmod:poss/7:poss base/NN/5:obj/5:dobj
        ././5:punct/5:punct
    """,
    "hyphen": """
        Saudi/JJ/3:obl/3:npadvmod -/HYPH/1:punct/1:punct led=lead/VBN/5:amod/5:amod
        coalition/NN/5:compound/5:compound jets=jet/NNS/6:nsubj/6:nsubj bombed=bomb/VBD/0:root/0:ROOT
        Sanaa/NNP/6:obj/6:dobj ././6:punct/6:punct
    """,
    "noun-chain": """
        Heavily/RB/2:advmod/2:advmod armed/JJ/5:amod/5:amod Interior/NNP/4:compound/4:compound
        Ministry/NNP/5:compound/5:compound police/NNS/6:nsubj/6:nsubj advanced=advance/VBD/0:root/0:ROOT
        along/IN/9:case/6:prep Lenin/NNP/9:compound/9:compound Street/NNP/6:obl/7:pobj
        ././6:punct/6:punct
    """,
    "copula": """
        Mocha/NNP/4:nsubj/2:nsubj is=be/VBZ/4:cop/0:ROOT a/DT/4:det/4:det port/NN/0:root/2:attr
        ././4:punct/2:punct
    """,
    "of-phrases": """
        The/DT/2:det/2:det outskirts=outskirt/NNS/8:nsubj:pass/8:nsubjpass of/IN/5:case/2:prep
        southern/JJ/5:amod/5:amod Kharkiv/NNP/2:nmod/3:pobj have/VBP/8:aux/8:aux
        been=be/VBN/8:aux:pass/8:auxpass shelled=shell/VBN/0:root/0:ROOT ././8:punct/8:punct
    """,
    "obl-coord": """
        Fighting/NN/2:nsubj/2:nsubj spread/VBD/0:root/0:ROOT in/IN/4:case/2:prep Bamako/NNP/2:obl/3:pobj
        and/CC/7:cc/3:cc in/IN/7:case/3:conj Segou/NNP/4:conj/6:pobj ././2:punct/2:punct
    """,
    "purpose": """
        Troops=troop/NNS/2:nsubj/2:nsubj moved=move/VBD/0:root/0:ROOT in/RP/2:compound:prt/2:prt
        to/TO/5:mark/5:aux retake/VB/2:advcl/2:advcl the/DT/7:det/7:det port/NN/5:obj/5:dobj
        ././2:punct/2:punct
    """,
    "will-and": """
        Envoys=envoy/NNS/3:nsubj/3:nsubj will/MD/3:aux/3:aux visit/VB/0:root/0:ROOT Juba/NNP/3:obj/3:dobj
        and/CC/6:cc/3:cc meet/VB/3:conj/3:conj rebels=rebel/NNS/6:obj/6:dobj ././3:punct/3:punct
    """,
    "bare-time": """
        Peacekeepers=peacekeeper/NNS/2:nsubj/2:nsubj left=leave/VBD/0:root/0:ROOT
        Saturday/NNP/2:obl:unmarked/2:npadvmod ././2:punct/2:punct
    """,
    "was-and": """
        He/PRP/3:nsubj:pass/3:nsubjpass was=be/VBD/3:aux:pass/3:auxpass arrested=arrest/VBN/0:root/0:ROOT
        and/CC/5:cc/3:cc charged=charge/VBN/3:conj/3:conj by/IN/7:case/5:agent
        police/NNS/5:obl:agent/6:pobj ././3:punct/3:punct
    """,
    "abbr": """
        The/DT/6:det/6:det Kachin/NNP/4:compound/4:compound Independence/NNP/4:compound/4:compound
        Army/NNP/8:nsubj/8:nsubj -LRB-=(/-LRB-/6:punct/6:punct KIA/NNP/4:appos/4:appos
        -RRB-=)/-RRB-/6:punct/6:punct attacked=attack/VBD/0:root/0:ROOT ././8:punct/8:punct
    """,
    "told": """
        Officials=official/NNS/2:nsubj/2:nsubj told=tell/VBD/0:root/0:ROOT Reuters/NNP/2:iobj/2:dative
        the/DT/5:det/5:det dam/NN/6:nsubj/6:nsubj broke=break/VBD/2:ccomp/2:ccomp ././2:punct/2:punct
    """,
    "headline": """
        Minister/NN/0:root/0:ROOT :/:/1:punct/1:punct Dam/NN/6:nsubj:pass/6:nsubjpass will/MD/6:aux/6:aux
        be/VB/6:aux:pass/6:auxpass repaired=repair/VBN/1:parataxis/1:acl
    """,
    "between": """
        Convoys=convoy/NNS/2:nsubj/2:nsubj run/VBP/0:root/0:ROOT between/IN/4:case/2:prep
        Kyiv/NNP/2:obl/3:pobj and/CC/6:cc/4:cc Lviv/NNP/4:conj/4:conj ././2:punct/2:punct
    """,
    "because-of": """
        Markets=market/NNS/2:nsubj/2:nsubj closed=close/VBD/0:root/0:ROOT because/IN/6:case/2:prep
        of/IN/3:fixed/3:pcomp heavy/JJ/6:amod/6:amod shelling/NN/2:obl/3:pobj ././2:punct/2:punct
    """,
    "neither": """
        Neither/DT/2:det/2:det side/NN/3:nsubj/3:nsubj withdrew=withdraw/VBD/0:root/0:ROOT
        its/PRP$/5:nmod:poss/5:poss artillery/NN/3:obj/3:dobj ././3:punct/3:punct
    """,
    "quote": """
        "/``/5:punct/8:punct Our/PRP$/3:nmod:poss/3:poss boys=boy/NNS/5:nsubj/5:nsubj
        never/RB/5:advmod/5:neg retreat/VBP/0:root/8:ccomp ,/,/8:punct/8:punct "/''/8:punct/8:punct
        insisted=insist/VBD/5:parataxis/0:ROOT Colonel/NNP/10:nmod:desc/11:compound
        Oleh/NNP/8:nsubj/11:compound Bondar/NNP/10:flat/8:nsubj ././5:punct/8:punct
    """,
}
