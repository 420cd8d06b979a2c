"""Mentions: actors and locations, named, described or pointed at.

In:  an analysed article.
Out: one Mention for each stretch of words that names, describes or points at an actor or a location,
     in reading order; nested ones too where they speak of something else.

What a mention's words are is decided in `_phrases`; here is decided which of them speak of somebody or
some place in particular. Knows nothing of who is who.
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg import grammar
from kg.extract import Extract, _phrases
from kg.extract._lexicon import HYPHENS
from kg.extract._names import name_at
from kg.extract._phrases import Lexicon
from kg.extract._trace import passed_over
from kg.gazetteer import Gazetteer
from kg.model import ActorType, Article, Form, Kind, LocationType, Mention, Span, Zone

_WORKS = {
    LocationType.BUILDING,
    LocationType.FACILITY,
    LocationType.BASE,
    LocationType.CAMP,
    LocationType.AIRPORT,
}
_NO_ONE = {"no", "any", "every", "each", "neither", "either", "what", "whatever", "which"}
_ONE = {ActorType.PERSON, ActorType.UNNAMED_SOURCE, ActorType.POPULATION_GROUP, ActorType.ARMED_FORCE}
_ONE |= {ActorType.ARMED_GROUP}
_IN_PHRASE = {"PROPN", "DET", "NOUN", "CCONJ", "ADP", "ADJ", "PART", "NUM"}
_ARTICLES = {"a", "an", "the", "one", "its", "their", "his", "her", "our"}
_BREAKS = {",", "-", "–", "—", "--", "("}
_TERSE = {Zone.HEADLINE, Zone.STANDFIRST, Zone.HIGHLIGHT, Zone.HEADING}
_ARGUMENTS = {"nsubj", "nsubjpass", "obj", "dobj", "iobj", "obl", "nmod", "pobj", "poss", "appos"}
_HIT = {"on", "against", "at"}  # "strikes on hospitals"


def extractor(gazetteer: Gazetteer) -> Extract:
    """Make the extractor ready."""
    lexicon = _phrases.make_lexicon(gazetteer)
    return lambda doc, article: find_mentions(doc, article, lexicon)


def find_mentions(doc: Doc, article: Article, lexicon: Lexicon) -> Iterator[Mention]:
    """Yield every mention once, in reading order, the longer of two that begin together first."""
    found: dict[tuple[Kind, Span], Mention] = {}
    for token in doc:
        for mention in _phrases.mentions_at(token, lexicon):
            key = (mention.kind, mention.evidence)
            if key in found:
                continue
            why_not = _why_not(token, mention, article, lexicon)
            if why_not is not None:
                passed_over(token, "Mention", mention.pattern, why_not)
                continue
            subject = _is_subject(_head_of(token, mention))
            found[key] = replace(mention, subject=True) if subject else mention
    for key, first, short in _equated(doc, lexicon):
        if key in found and found[key].same_as is None:
            found[key] = replace(found[key], same_as=first.evidence)
            if short and found[key].type is not first.type:
                # "Armed Forces of the Philippines (AFP)": whoever else is known by these letters.
                found[key] = replace(found[key], type=first.type, pattern="mentions/abbreviation")
    order = sorted(found.values(), key=lambda m: (m.evidence.start, -m.evidence.end, m.kind.value))
    yield from order


def _why_not(token: Token, mention: Mention, article: Article, lexicon: Lexicon) -> str | None:
    """Why some words speak of nobody and no place in particular; None where they do."""
    if mention.form is Form.PRONOUN:
        return None if _points_at_actor(token) else "points at an event, or at nothing"
    if mention.form is Form.ADVERB:
        return None
    head = _head_of(token, mention)
    if mention.form is Form.NAME and (mention.name is not None or mention.head_lemma[:1].isupper()):
        return None
    if any(c.lower_ in _NO_ONE and grammar.label(c) in {"det", "advmod", "neg"} for c in head.lefts):
        return "speaks of none or of any, not of somebody"
    if _is_role(mention, head, lexicon):
        return "is the role of somebody who is named beside it"
    if _is_predicate(head):
        return "only says what something is"
    if mention.kind is Kind.LOCATION:
        headline = article.zone_at(mention.evidence.start) in _TERSE
        if not _is_one_place(head, mention, terse=headline):
            return "is no place in particular: indefinite, or several"
    return None


def _is_subject(head: Token) -> bool:
    """Whether a clause is about its deeds: a subject, a doer after "by", whom another asks to do it."""
    first = grammar.first_conjunct(head)
    for _ in range(3):  # "gunman X cannot": whichever word the parser takes for the head
        if (
            grammar.label(first) not in {"appos", "flat", "compound", "nmod"}
            or abs(first.head.i - first.i) > 2
        ):
            break
        first = first.head
    label = grammar.label(first)
    if label in {"nsubj", "nsubjpass"} or grammar.label(first.head) == "agent":
        return True
    of_deed = any(grammar.label(c) == "acl" and c.tag_ == "VBG" for c in first.children)
    return label in {"obj", "dobj"} and (
        of_deed
        or any(
            grammar.label(c) in {"xcomp", "advcl", "ccomp"} and c.i > first.i and c.tag_ in {"VB", "VBG"}
            for c in first.head.children
        )
    )


def _head_of(token: Token, mention: Mention) -> Token:
    """The head word of a mention, from any token of it."""
    words = token.doc.char_span(mention.head.start, mention.head.end, alignment_mode="expand")
    return words.root if words is not None and len(words) else token


def _points_at_actor(token: Token) -> bool:
    """Whether a pronoun can speak of an actor: "it" does where it does something, or owns something."""
    word, label = token.lower_, grammar.label(token)
    if word in {"it", "itself"}:
        verb = token.head
        subject = (
            label == "nsubj"
            and verb.pos_ == "VERB"
            and (verb.lemma_ or "").lower() not in {"be", "seem", "appear"}
        )
        return subject and not any(grammar.label(c) in {"cop", "csubj"} for c in verb.children)
    return True


def _is_predicate(head: Token) -> bool:
    """Whether a description only says what something is: "is a city", "seen as a base"."""
    first = grammar.first_conjunct(head)
    label = grammar.label(first)
    cased = any(grammar.label(c) == "case" and c.lower_ != "as" for c in first.children)
    if label not in _ARGUMENTS and not cased and any(grammar.label(c) == "cop" for c in first.children):
        return True
    if label in {"attr", "oprd", "xcomp"} or (first.head.lemma_ or "").lower() in {"become", "remain"}:
        return True
    preposition = next((c for c in first.children if grammar.label(c) == "case"), None)
    if label == "pobj":
        preposition = first.head
    return preposition is not None and preposition.lower_ == "as"


def _is_role(mention: Mention, head: Token, lexicon: Lexicon) -> bool:
    """Whether a description beside a name only tells who or what that is.

    "X, an army spokesman", "X, a town in the north", "the top cleric, X,", "the envoy for Y Z".
    """
    words = head.doc.char_span(mention.evidence.start, mention.evidence.end)
    if words is None:
        return False
    person = mention.kind is Kind.ACTOR and not mention.plural and mention.type in _ONE
    before = words.start - 1
    indefinite = before >= 0 and head.doc[before].lower_ in {"a", "an", "one"}
    while before >= 0 and head.doc[before].lower_ in _ARTICLES:
        before -= 1
    # A possessor or a body before the role: "X, Mali's envoy", "X, the UN coordinator".
    first = grammar.first_conjunct(head)
    named = _phrases.mentions_at(first.head, lexicon) if grammar.label(first) == "appos" else ()
    if before > 0 and head.doc[before].text in _BREAKS and not named:
        named = _phrases.mentions_at(head.doc[before - 1], lexicon)
    if any(m.form is Form.NAME and m.kind is mention.kind for m in named):
        if any(m.type is ActorType.PERSON for m in named):
            return person
        if indefinite:
            return True
    if not person or mention.name is not None:
        return False
    described = (name_at(t, lexicon) for t in grammar.appositions(head))
    if any(name is not None and name.label == "PERSON" for name in described):
        return True
    return _introduces_person(words.end, head, lexicon)


def _introduces_person(end: int, head: Token, lexicon: Lexicon) -> bool:
    """Whether a person's name follows: "envoy for Y Z", "the commander, X,", "the spokesman for Y, X,"."""
    doc, at = head.doc, end
    next_name = name_at(doc[at], lexicon) if at < len(doc) else None
    if next_name is None and at < len(doc):
        next_name = _phrases.name_introduced_by(doc[at], lexicon)
    if next_name is not None and next_name.label == "PERSON" and next_name.begins == at:
        return True
    if at < len(doc) and doc[at].lower_ in {"for", "of", "to", "in"}:
        at += 1
        while at < len(doc) and at - end < 10 and (doc[at].pos_ in _IN_PHRASE or doc[at].text in HYPHENS):
            name = name_at(doc[at], lexicon)
            person = name is not None and name.label == "PERSON"
            if name is not None and person and doc[name.begins - 1].pos_ not in {"ADP", "DET"}:
                return True
            at += 1
    if at + 2 >= len(doc) or doc[at].text != ",":
        return False
    first = doc[at + 1]
    name = name_at(first, lexicon) or _phrases.name_introduced_by(first, lexicon)
    if name is None or name.label != "PERSON" or name.begins != at + 1 or name.end >= len(doc):
        return False
    return doc[name.end].text == ","


def _is_one_place(head: Token, mention: Mention, *, terse: bool) -> bool:
    """Whether a described place is one in particular; of works also those that something is done to."""
    if mention.plural:
        if mention.head_lemma in {"outskirt", "outskirts", "suburb", "height", "waters"}:
            return True
        counted = any(grammar.label(c) == "nummod" for c in head.lefts)
        if mention.type in {LocationType.VILLAGE, LocationType.TOWN, LocationType.CITY}:
            return counted
        return mention.type in _WORKS and (counted or _is_acted_on(head) or bool(_owners(head)))
    if mention.definite or mention.form is Form.NAME:
        return True
    article = terse or any(c.lower_ in {"a", "an", "one"} for c in head.lefts)  # headlines have none
    described = bool(mention.modifiers) or mention.evidence.end > mention.head.end
    if mention.type in _WORKS or mention.type in {LocationType.VILLAGE, LocationType.TOWN, LocationType.CITY}:
        return article or (described and " " in mention.text)
    return described or (article and bool(grammar.modifiers(head) or grammar.relative_clauses(head)))


def _owners(head: Token) -> list[Token]:
    """Named places whose works they are: "the town's main buildings"."""
    return [t for t in grammar.possessors(head) if t.pos_ in {"NOUN", "PROPN"}]


def _is_acted_on(head: Token) -> bool:
    first = grammar.first_conjunct(head)
    label = grammar.label(first)
    if label in {"obj", "dobj", "nsubjpass"} or (label == "nsubj" and "pass" in first.dep_):
        return first.head.pos_ == "VERB" and (first.head.lemma_ or "").lower() not in {
            "have",
            "include",
            "see",
        }
    if label in {"nmod", "obl"}:
        return any(grammar.label(c) == "case" and c.lower_ in _HIT for c in first.children)
    return label == "pobj" and first.head.lower_ in _HIT


def _equated(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[tuple[Kind, Span], Mention, bool]]:
    """Mentions that grammar equates with an earlier one: appositions, and (True) abbreviations of a name."""
    for token in doc:
        if grammar.label(token) == "appos" and token.head.i != token.i and not _is_some_of(token):
            for key, first in _same_kind(token.head, token, lexicon):
                yield key, first, False
        if token.text == "(" and token.i and token.i + 2 < len(doc):
            inner = token.nbor(1)
            if inner.text.isupper() and inner.nbor(1).text == ")":
                for key, first in _same_kind(token.nbor(-1), inner, lexicon):
                    yield key, first, first.form is Form.NAME


def _is_some_of(token: Token) -> bool:
    """Whether words behind a plural tell of some of them: "nine of them children", "women among them"."""
    doc = token.doc
    behind = [t.lower_ for t in doc[token.i + 1 : token.i + 6]]
    among = "them" in behind and behind.index("them") > 0 and behind[behind.index("them") - 1] == "among"
    before = doc[token.i - 1] if token.i > 1 else token
    of_them = before.lower_ in {"them", "whom", "which"} and doc[token.i - 2].lower_ in {"of", "among"}
    return among or of_them


def _same_kind(first: Token, second: Token, lexicon: Lexicon) -> Iterator[tuple[tuple[Kind, Span], Mention]]:
    for other in _phrases.mentions_at(second, lexicon):
        for mention in _phrases.mentions_at(first, lexicon):
            if mention.kind is other.kind and not mention.evidence.overlaps(other.evidence):
                yield (other.kind, other.evidence), mention
                return
