"""Modality: how sure a text is of an operation it tells of, and whether it denies it.

In:  the word that names the operation.
Out: its Modality, and whether the text says it is not so, did not come about or should not be.

Knows auxiliaries, purpose clauses and what governs what. Knows nothing of statements: what stands
inside somebody's words becomes "claimed" later, when findings are joined.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from spacy.tokens import Token

from kg import grammar
from kg.extract._triggers import forms, lemma, words_of
from kg.model import Modality
from kg.patterns import concepts

# How many words up the tree a modality is looked for.
_STEPS = 6
_REQUESTS = frozenset({"urge", "ask", "call", "demand", "warn", "order", "want", "beg", "tell", "appeal"})
_DENYING = frozenset({"deny", "reject", "refute", "dismiss"})
_PERCEPTION = frozenset({"see", "hear", "observe", "spot"})
_ORDINALS = frozenset({"first", "last", "only", "second", "third", "latest", "next"})
# Verbs whose cue is for clauses alone: who claims, reports or needs an attack speaks of a real one.
_ONLY_CLAUSES = frozenset(
    {"agree", "order", "ask", "need", "decide", "warn", "claim", "report", "say", "think", "believe"}
)
_WISH = frozenset({"would", "could", "should", "may", "might", "must"})


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of the scheme modality by word class."""

    verbs: Mapping[str, Modality]
    nouns: Mapping[str, Modality]
    words: Mapping[str, Modality]


@cache
def cues() -> Cues:
    """The scheme modality, ready for looking up; read once."""
    verbs: dict[str, Modality] = {}
    nouns: dict[str, Modality] = {}
    words: dict[str, Modality] = {}
    for concept in concepts("modality"):
        modality = Modality(concept.notation)
        verbs.update(dict.fromkeys(concept.verbs, modality))
        nouns.update(dict.fromkeys(concept.nouns, modality))
        words.update(dict.fromkeys(concept.notes.get("triggerWord", ()), modality))
    return Cues(MappingProxyType(verbs), MappingProxyType(nouns), MappingProxyType(words))


def modality_of(token: Token) -> Modality:
    """How sure the text is of what a verb or noun names."""
    found = _verb(token, _STEPS) if grammar.is_verbal(token) else _noun(token, _STEPS)
    if found is Modality.ASSERTED and grammar.is_verbal(token) and _is_asked_after(token):
        return Modality.HYPOTHETICAL
    if found is Modality.EXPECTED and is_denied(token) and _is_asked(token):
        return Modality.HYPOTHETICAL  # "urged them not to seek revenge": nobody says they will
    return found


def _is_asked_after(verb: Token) -> bool:
    """Whether a question leaves open if it is so: "Have the rebels taken the town?"; not "Who shot him?"."""
    if grammar.label(verb) != "root":
        return False
    subjects = grammar.subjects(verb) or grammar.passive_subjects(verb)
    helpers = [c.i for c in verb.children if grammar.label(c) in ("aux", "auxpass")]
    if not subjects or not helpers or min(helpers) > subjects[0].i:
        return False
    asked = any(c.tag_ in ("WP", "WRB", "WDT") for c in verb.subtree if c.i < subjects[0].i)
    return not asked and any(c.text == "?" for c in verb.children if c.i > verb.i)


def _is_asked(token: Token) -> bool:
    """Whether somebody asks, orders or wants it."""
    here = token
    for _ in range(3):
        here = here.head
        if set(forms(here)) & _REQUESTS:
            return True
    return False


def is_denied(token: Token) -> bool:
    """Whether the text says that it is not so, failed, or should not be."""
    if grammar.is_negated(token) or _has_neither(token):
        return True
    head = token.head
    if head.i == token.i:
        return False
    label = grammar.label(token)
    if label in ("xcomp", "ccomp", "pcomp", "advcl", "acl") or (
        label in ("obl", "obj", "dobj") and not _tensed(token)
    ):
        governor = head.head if label == "pcomp" else head
        if set(forms(governor)) & words_of("negation", "failing") and (
            _is_infinite(token) or label == "pcomp"
        ):
            return not grammar.is_negated(governor)
        if label in ("xcomp", "ccomp") and governor.pos_ in ("VERB", "AUX") and _is_infinite(token):
            return grammar.is_negated(governor)
    if label in ("obj", "dobj", "nsubjpass") or token.dep_ == "nsubj:pass":
        return head.pos_ == "VERB" and _carries(head) and grammar.is_negated(head)
    return False


def _has_neither(verb: Token) -> bool:
    """ "Neither army has attacked"."""
    subjects = [c for c in verb.children if grammar.label(c) in ("nsubj", "nsubjpass")]
    return any(c.lower_ == "neither" for subject in subjects for c in subject.children)


# --- verbs ---------------------------------------------------------------------------------------


def _verb(verb: Token, steps: int) -> Modality:
    own = _own_words(verb)
    if own in (Modality.FEARED, Modality.CLAIMED, Modality.GENERIC):
        return own
    above = _above(verb, steps - 1)
    if above in (Modality.DENIED, Modality.FEARED):
        return above
    if own is Modality.HYPOTHETICAL and above is Modality.EXPECTED:
        return above  # "vowed that it would retake the town"
    return own or above or Modality.ASSERTED


def _own_words(verb: Token) -> Modality | None:
    """What its auxiliaries, adverbs and conjunction say."""
    known = cues().words
    helpers = grammar.auxiliaries(verb)
    if "will" in helpers or "shall" in helpers or "'ll" in helpers or "’ll" in helpers:
        return Modality.EXPECTED
    if _WISH & set(helpers) and not set(forms(verb)) & _PERCEPTION:
        return Modality.HYPOTHETICAL  # but "could be seen fleeing" tells what was seen
    found: Modality | None = None
    for child in verb.children:
        label = grammar.label(child)
        if label == "mark" or (label == "advmod" and child.i < verb.i) or label == "advmod":
            modality = known.get(lemma(child)) or known.get(child.lower_)
            if modality is not None and modality is not Modality.EXPECTED:
                found = found or modality
    return found


def _above(token: Token, steps: int) -> Modality | None:
    """What the words that govern a verb say of it."""
    head, label = token.head, grammar.label(token)
    if steps <= 0 or head.i == token.i:
        return None
    if label == "conj":
        # "plans to storm and hold": a shared infinitive shares its governor; a tensed verb stands alone.
        same = _is_infinite(head) and token.tag_ == head.tag_
        return _above(head, steps - 1) if same else None
    if label == "relcl" or token.dep_ == "acl:relcl":
        return None
    infinite = _is_infinite(token)
    if label == "pcomp":  # ClearNLP: "accused of bombing"
        label, head = "pcomp", head.head
    if grammar.is_verbal(head) or head.pos_ == "ADJ":
        cue = _cue_of_verb(head, label, infinite)
        if cue is not None:
            return cue
        if label in ("xcomp", "ccomp") and infinite:
            if _is_perfect(token):
                return None  # "vowed to go on and claimed to have shot three": what has been is not awaited
            return _verb(head, steps - 1)  # "began to shell", "could be seen fleeing"
        if label == "advcl":
            if _has_to(token):
                return Modality.EXPECTED
            if infinite and not any(grammar.label(c) in ("mark", "case") for c in token.children):
                # "will storm the town, killing": shares the certainty of its clause
                shared = _verb(head, steps - 1)
                return shared if shared is not Modality.ASSERTED else None
        return None
    cue = cues().nouns.get(lemma(head))
    if cue is Modality.EXPECTED:
        return cue if _has_to(token) or _preposition(token) in ("at", "for", "of", "against") else None
    if cue is Modality.CLAIMED and set(forms(head.head)) & _DENYING and head.head.pos_ == "VERB":
        return Modality.DENIED  # "rejected reports that troops had burned villages"
    if cue is not None:
        return cue
    if label == "acl" and _has_to(token) and not any(c.lower_ in _ORDINALS for c in head.lefts):
        return Modality.EXPECTED  # but "the first city to fall" has fallen
    return None


def _cue_of_verb(head: Token, label: str, infinite: bool) -> Modality | None:
    """What a verb or adjective says of the clause it governs."""
    known = cues()
    names = forms(head)
    modality = next((known.verbs[n] for n in names if n in known.verbs), None)
    if modality is None and (head.pos_ == "ADJ" or head.tag_ == "VBN"):
        modality = next((known.words[n] for n in names if n in known.words), None)
    if modality is None:
        return None
    if modality is Modality.EXPECTED and not infinite and label != "ccomp":
        return None
    if modality is Modality.CLAIMED and label == "ccomp":
        return None  # a statement's content; what stands inside one is joined to it later
    if label in ("xcomp", "ccomp", "pcomp", "obj", "dobj", "obl", "nsubjpass") or (
        label == "advcl" and infinite
    ):
        return modality
    return None


def _tensed(token: Token) -> bool:
    return token.tag_ in ("VBD", "VBZ", "VBP", "MD")


def _is_infinite(verb: Token) -> bool:
    """Whether a verb is an infinitive or participle with no tense of its own."""
    tensed = any(grammar.label(c) in ("aux", "auxpass") and _tensed(c) for c in verb.children)
    return not tensed and not _tensed(verb)


def _is_perfect(verb: Token) -> bool:
    """Whether an infinitive looks back: "to have shot"."""
    return verb.tag_ == "VBN" and _has_to(verb) and "have" in grammar.auxiliaries(verb)


def _has_to(verb: Token) -> bool:
    return any(
        child.lower_ == "to" and child.tag_ in ("TO", "IN") and child.i < verb.i for child in verb.children
    )


def _preposition(token: Token) -> str:
    return next(
        (c.lower_ for c in token.children if grammar.label(c) in ("mark", "case") and c.i < token.i), ""
    )


# --- nouns ---------------------------------------------------------------------------------------


def _noun(noun: Token, steps: int) -> Modality:
    own = _beside(noun)
    if own is not None:
        return own
    if steps <= 0:
        return Modality.ASSERTED
    head, label = noun.head, grammar.label(noun)
    if label == "conj":
        first = grammar.first_conjunct(noun)
        return _beside(first) or _governed(first, steps)
    if label == "pobj":  # ClearNLP: a preposition in between
        label, head = "nmod" if head.head.pos_ in ("NOUN", "PROPN") else "obl", head.head
    return _governed(noun, steps) if head.i != noun.i else Modality.ASSERTED


def _beside(noun: Token) -> Modality | None:
    """What the adjectives before a noun say: "planned offensive", "alleged killings"."""
    known = cues().words
    for word in grammar.compounds(noun):
        modality = known.get(word.lower_) or known.get(lemma(word))
        if modality is not None:
            return modality
    return None


def _governed(noun: Token, steps: int) -> Modality:
    head, label = noun.head, grammar.label(noun)
    if label == "pobj":
        head = head.head
        label = "nmod" if head.pos_ in ("NOUN", "PROPN") else "obl"
    if head.i == noun.i:
        return Modality.ASSERTED
    if label == "compound" and lemma(head) in words_of("light", "holders"):
        # "an assassination attempt", "the bombing campaign"
        tried = lemma(head) in ("attempt", "plot")
        return Modality.EXPECTED if tried else _noun(head, steps - 1)
    if label in ("nmod", "prep") and head.pos_ in ("NOUN", "PROPN"):
        cue = cues().nouns.get(lemma(head))
        if cue is Modality.EXPECTED:
            # "the start of the offensive" is asserted, "plans for an offensive" are not.
            return (
                cue
                if lemma(head) in ("plan", "preparation", "order", "call", "threat", "goal", "intention")
                else Modality.ASSERTED
            )
        if cue is not None:
            return cue
        return _noun(head, steps - 1) if lemma(head) in words_of("light", "holders") else Modality.ASSERTED
    if not grammar.is_verbal(head):
        return Modality.ASSERTED
    is_object = label in ("obj", "dobj", "nsubjpass") or noun.dep_ == "nsubj:pass"
    if "want" in forms(head) and _preposition(noun) == "for":
        return Modality.CLAIMED  # "wanted for the murder of elders"
    modality = (
        _cue_of_verb(head, "obj" if is_object else label, True) if is_object or label == "obl" else None
    )
    if modality is not None and not set(forms(head)) & _ONLY_CLAUSES:
        return modality
    if (is_object and _carries(head)) or (label == "obl" and _preposition(noun) == "as"):
        return _verb(head, steps - 1)  # "launched an attack", "may be used as shields"
    if label == "nsubj" and _is_indefinite(noun) and _own_words(head) is Modality.HYPOTHETICAL:
        return Modality.HYPOTHETICAL  # "an attack on the town would be a disaster"
    return Modality.ASSERTED


def _is_indefinite(noun: Token) -> bool:
    return any(child.lower_ in ("a", "an", "any") and child.i < noun.i for child in noun.children)


def _carries(verb: Token) -> bool:
    """Whether a verb only starts or carries out what its object names."""
    return bool(set(forms(verb)) & (words_of("light", "do") | words_of("light", "suffer")))
