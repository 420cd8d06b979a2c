"""Lemmas: the dictionary form of each word, by its form and its tag.

In:  a tagged Doc and the rules learnt from the treebanks.
Out: the same Doc with lemmas: "is" is "be", "n't" is "not", "troops" is "troop"; a name's word is itself.

Knows English endings only as data. Knows nothing of trees or names.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

FACTORY = "attested_lemmatizer"
_FILE = "lemmas.json"
LONGEST_ENDING = 6


@dataclass(frozen=True, slots=True)
class LemmaRules:
    """What was learnt: whole forms first, then the longest ending that has a rule."""

    # tag -> lower-case form -> lemma
    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # tag -> ending -> [characters to cut, characters to add]
    endings: Mapping[str, Mapping[str, tuple[int, str]]] = field(default_factory=dict)
    # tags whose words keep their capitals
    keeps_case: frozenset[str] = frozenset()


def lemma_of(form: str, tag: str, rules: LemmaRules) -> str:
    """The lemma of a form under a tag."""
    lower = form.lower()
    known = rules.forms.get(tag, {}).get(lower)
    if known is not None:
        return known
    base = form if tag in rules.keeps_case else lower
    endings = rules.endings.get(tag)
    if endings:
        for size in range(min(LONGEST_ENDING, len(lower) - 1), 0, -1):
            rule = endings.get(lower[-size:])
            if rule is not None:
                cut, add = rule
                return (base[: len(base) - cut] if cut else base) + add
    return base


@Language.factory(FACTORY, requires=["token.tag"], assigns=["token.lemma"])
def make_lemmatizer(nlp: Language, name: str) -> "Lemmatizer":
    """The component, still without its rules: `from_disk` brings them."""
    return Lemmatizer(name)


class Lemmatizer:
    """Sets lemmas."""

    def __init__(self, name: str = FACTORY, rules: LemmaRules | None = None) -> None:
        self.name = name
        self.rules = rules or LemmaRules()

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemma of every token; a blank's is itself."""
        for token in doc:
            token.lemma_ = token.text if token.is_space else lemma_of(token.text, token.tag_, self.rules)
        return doc

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the rules to a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        kept = {
            "forms": {tag: dict(sorted(forms.items())) for tag, forms in sorted(self.rules.forms.items())},
            "endings": {
                tag: dict(sorted(rules.items())) for tag, rules in sorted(self.rules.endings.items())
            },
            "keeps_case": sorted(self.rules.keeps_case),
        }
        (folder / _FILE).write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "Lemmatizer":
        """Load the rules from a folder."""
        kept = json.loads((Path(path) / _FILE).read_text(encoding="utf-8"))
        self.rules = LemmaRules(
            forms=kept["forms"],
            endings={
                tag: {ending: (int(cut), str(add)) for ending, (cut, add) in rules.items()}
                for tag, rules in kept["endings"].items()
            },
            keeps_case=frozenset(kept["keeps_case"]),
        )
        return self
