"""Learn lemmas from treebanks: which ending of which tag becomes what, and the forms that no ending explains.

In:  sentences with forms, tags and lemmas.
Out: LemmaRules.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from kg.pipeline.lemmas import LONGEST_ENDING, LemmaRules, lemma_of
from training.convert import Sentence

# An ending needs this many different forms behind it, and this share of them agreeing.
_FEWEST_FORMS = 2
_AGREEMENT = 0.6


def learn_lemmas(sentences: Iterable[Sentence]) -> LemmaRules:
    """Rules for endings by majority over forms, then every form that they get wrong."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    cased: dict[str, Counter[bool]] = defaultdict(Counter)
    for sentence in sentences:
        for form, tag, lemma in zip(sentence.words, sentence.tags or (), sentence.lemmas or (), strict=True):
            if lemma == "_":
                continue
            if form[:1].isupper() and not form.isupper():
                cased[tag][lemma[:1].isupper()] += 1
            counts[tag, form.lower()][lemma] += 1
    # A tag keeps capitals where most of its capitalised words do: proper nouns.
    keeps_case = frozenset(
        tag for tag, seen in cased.items() if tag.startswith("NNP") and seen[True] > seen[False]
    )
    best = {
        (tag, form): _folded(lemmas.most_common(1)[0][0], tag in keeps_case)
        for (tag, form), lemmas in sorted(counts.items())
    }
    endings = _endings(best)
    bare = LemmaRules(endings=endings, keeps_case=keeps_case)
    forms: dict[str, dict[str, str]] = defaultdict(dict)
    for (tag, form), lemma in best.items():
        if tag not in keeps_case and lemma_of(form, tag, bare) != lemma:
            forms[tag][form] = lemma
    return LemmaRules(forms=dict(forms), endings=endings, keeps_case=keeps_case)


def _folded(lemma: str, keeps_case: bool) -> str:
    # Only names have capitals of their own; "I" is the one lemma that is written so by everyone.
    return lemma if keeps_case or lemma == "I" else lemma.lower()


def _endings(best: Mapping[tuple[str, str], str]) -> dict[str, dict[str, tuple[int, str]]]:
    votes: dict[tuple[str, str], Counter[tuple[int, str]]] = defaultdict(Counter)
    for (tag, form), lemma in best.items():
        change = _change(form, lemma.lower())
        if change is None or not form.isascii():
            continue
        for size in range(1, min(LONGEST_ENDING, len(form) - 1) + 1):
            if change[0] <= size:
                votes[tag, form[-size:]][change] += 1
    chosen: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    for (tag, ending), changes in sorted(votes.items(), key=lambda item: (len(item[0][1]), item[0])):
        change, count = min(changes.items(), key=lambda item: (-item[1], item[0]))
        if count < _FEWEST_FORMS or count < _AGREEMENT * changes.total():
            continue
        shorter = next(
            (chosen[tag][ending[i:]] for i in range(1, len(ending)) if ending[i:] in chosen[tag]), (0, "")
        )
        if change != shorter:
            chosen[tag][ending] = change
    return {tag: rules for tag, rules in chosen.items() if rules}


def _change(form: str, lemma: str) -> tuple[int, str] | None:
    """How many characters to cut from the form, and what to add; None where they share too little."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return None if same < 1 else (len(form) - same, lemma[same:])
