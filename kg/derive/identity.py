"""Identity: actors under two names that may be one, proposed with what speaks for it; nothing is merged.

In:  what each article says of its actors, and what is known of curated ones.
Out: a MergeProposal for each pair, with a score and the reasons.

A likeness of names brings two actors together and is never enough: they have to be of one type, and to speak
for one body, or stand among the same others, or in reports on one country. Who is told apart within one
article, or is of another country, stays apart. Names are held against each other within blocks of a folded
key, each against a few next to it, so the cost grows with the names. Whoever accepts a proposal decides
elsewhere; this only proposes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from rapidfuzz import fuzz

from kg.derive._facts import Facts, Known, classes_of
from kg.derive._origins import is_named
from kg.names import abbreviates, fold, fold_loose, is_acronym
from kg.vocabulary import ATT, Term

# So many that are next in a block, by name, is each held against.
NEIGHBOURS = 12
# A pair below is not worth a reader's time.
_ENOUGH = Decimal("0.6")
# Given names so much alike may be spellings of one.
_ALIKE = 80.0
# With so many others in common two actors stand in the same story; so many of each are looked at.
_COMPANY, _COMPANIONS = 2, 40
_BODIES = (ATT.Organisation, ATT.ArmedGroup, ATT.ArmedForce, ATT.Government, ATT.MediaOutlet)
_SMALL = frozenset({"the", "of", "and", "for", "in", "at", "on", "to", "de", "la", "s"})
_ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ul"})


@dataclass(frozen=True, slots=True)
class MergeProposal:
    """Two actors that may be one."""

    entities: tuple[Term, Term]  # sorted
    score: Decimal  # 0 to 1
    because: str


@dataclass(slots=True)
class _Actor:
    """What all articles together say of one actor."""

    iri: Term
    type: Term
    label: str
    curated: bool
    articles: set[Term] = field(default_factory=set)
    bodies: set[Term] = field(default_factory=set)  # it speaks for
    countries: set[str] = field(default_factory=set)  # of those, and of what it is part of
    scenes: set[str] = field(default_factory=set)  # countries that its reports are about
    company: Counter[Term] = field(default_factory=Counter)

    @property
    def companions(self) -> frozenset[Term]:
        """Those it is most often told with."""
        ranked = sorted(self.company.items(), key=lambda item: (-item[1], item[0]))
        return frozenset(entity for entity, _ in ranked[:_COMPANIONS])


def proposals(articles: Iterable[Facts], known: Known) -> tuple[MergeProposal, ...]:
    """Every pair that may be one actor, by their names."""
    actors = _actors(articles, known)
    blocks: dict[tuple[Term, str], list[_Actor]] = defaultdict(list)
    for iri in sorted(actors):
        actor = actors[iri]
        for key in sorted(_blocks(actor)):
            blocks[actor.type, key].append(actor)
    found: dict[tuple[Term, Term], MergeProposal] = {}
    for block in blocks.values():
        ordered = sorted(block, key=lambda actor: (fold(actor.label), actor.iri))
        for number, one in enumerate(ordered):
            for other in ordered[number + 1 : number + 1 + NEIGHBOURS]:
                proposal = proposed(one, other)
                if proposal is not None:
                    found[proposal.entities] = proposal
    return tuple(found[pair] for pair in sorted(found))


def proposed(one: _Actor, other: _Actor) -> MergeProposal | None:
    """What speaks for one actor under two names; None when it is not enough."""
    if one.iri == other.iri or (one.curated and other.curated) or one.articles & other.articles:
        return None
    if one.countries and other.countries and not one.countries & other.countries:
        return None
    name = _person_likeness if one.type == ATT.Person else _body_likeness
    likeness, alike = name(one.label, other.label)
    reasons = list(_shared(one, other))
    if likeness == 0 or not reasons:
        return None
    score = min(Decimal(1), likeness + sum((points for points, _ in reasons), Decimal(0)))
    if score < _ENOUGH:
        return None
    first, second = sorted((one.iri, other.iri))
    return MergeProposal((first, second), score, "; ".join([alike, *(why for _, why in reasons)]))


def _shared(one: _Actor, other: _Actor) -> Iterator[tuple[Decimal, str]]:
    """What two actors have in common besides their names, with its points."""
    if one.bodies & other.bodies:
        yield Decimal("0.3"), "speak for the same body"
    elif one.countries & other.countries:
        yield Decimal("0.2"), "of the same country"
    elif one.scenes & other.scenes:
        yield Decimal("0.1"), "in reports on the same country"
    if len(one.companions & other.companions) >= _COMPANY:
        yield Decimal("0.2"), "told of with the same others"


# --- names ----------------------------------------------------------------------------------------


def _blocks(actor: _Actor) -> Iterator[str]:
    """Keys of the blocks in which an actor meets those that may be called the same."""
    if actor.type == ATT.Person:
        words = _person_words(actor.label)
        if len(words) > 1:
            yield f"{words[0][0]} {words[-1]}"
        return
    words = _body_words(actor.label)
    if words:
        yield " ".join(sorted(words))
    if len(words) > 1:
        yield "".join(word[0] for word in words)
        yield f"{words[0]} {words[1]} ..."
    elif is_acronym(actor.label):
        yield fold(actor.label)


def _person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name, romanisation evened out, articles left out."""
    loose = (fold_loose(word) for word in fold(name).split() if word not in _ARTICLES)
    return tuple(word for word in loose if word)


def _body_words(name: str) -> tuple[str, ...]:
    """The words of a body's name that count, in order, without the ending of a plural."""
    return tuple(word.removesuffix("s") or word for word in fold(name).split() if word not in _SMALL)


def _person_likeness(one: str, other: str) -> tuple[Decimal, str]:
    """How alike two persons' names are: the last name is the same, the given ones may be spelt apart."""
    ours, theirs = _person_words(one), _person_words(other)
    if min(len(ours), len(theirs)) < 2 or ours[-1] != theirs[-1]:
        return Decimal(0), ""
    given = "".join(ours[:-1]), "".join(theirs[:-1])
    if given[0] == given[1]:
        return Decimal("0.6"), "names that are romanised apart"
    if min(map(len, given)) == 1 or set(ours) < set(theirs) or set(theirs) < set(ours):
        return Decimal("0.4"), "one name is a shorter form of the other"
    if fuzz.ratio(*given) >= _ALIKE:
        return Decimal("0.5"), "the same last name, given names spelt nearly alike"
    return Decimal(0), ""


def _body_likeness(one: str, other: str) -> tuple[Decimal, str]:
    """How alike two names of bodies are: the same words, an abbreviation, or a beginning of the other."""
    ours, theirs = _body_words(one), _body_words(other)
    if sorted(ours) == sorted(theirs):
        return Decimal("0.6"), "the same words in the name"
    for short, long in ((one, other), (other, one)):
        if is_acronym(short) and not is_acronym(long) and abbreviates(short, long):
            return Decimal("0.4"), "one name abbreviates the other"
    shorter, longer = sorted((ours, theirs), key=len)
    if len(shorter) >= 2 and longer[: len(shorter)] == shorter:
        return Decimal("0.4"), "one name begins with the other"
    return Decimal(0), ""


# --- what articles say ----------------------------------------------------------------------------


def _actors(articles: Iterable[Facts], known: Known) -> Mapping[Term, _Actor]:
    """Every actor with a name that an article mentions, with what all articles say of it."""
    actors: dict[Term, _Actor] = {}
    for facts in articles:
        present = [e for e in facts.mentioned if is_named(e) and _type(e, facts, known) is not None]
        scene = _scene(facts, known)
        company = sorted(present, key=lambda e: (-facts.mentioned[e], e))[: _COMPANIONS + 1]
        for entity in present:
            actor = actors.get(entity) or _actor(entity, facts, known)
            if actor is None:
                continue
            actors[entity] = actor
            actor.articles.add(facts.article)
            actor.scenes.update(scene)
            actor.countries.update(_countries((entity, *facts.parts.get(entity, ())), facts, known))
            actor.company.update(other for other in company if other != entity)
        for saying in facts.sayings.values():
            speaker = actors.get(saying.speaker) if saying.speaker is not None else None
            if speaker is not None:
                bodies = [body for body in saying.bodies if is_named(body) and body != speaker.iri]
                speaker.bodies.update(bodies)
                speaker.countries.update(_countries(bodies, facts, known))
    return actors


def _actor(entity: Term, facts: Facts, known: Known) -> _Actor | None:
    label = facts.labels.get(entity) or known.labels.get(entity)
    type_ = _type(entity, facts, known)
    if label is None or type_ is None or not fold(label):
        return None
    return _Actor(entity, type_, label, curated=entity in known.classes)


def _type(entity: Term, facts: Facts, known: Known) -> Term | None:
    """What a named actor is, as far as it can have two names by chance of spelling."""
    classes = classes_of(entity, facts, known)
    return next((kind for kind in (ATT.Person, *_BODIES) if kind in classes), None)


def _countries(entities: Iterable[Term], facts: Facts, known: Known) -> set[str]:
    told = (known.countries.get(e) or facts.countries.get(e) or frozenset[str]() for e in entities)
    return {code for codes in told for code in codes}


def _scene(facts: Facts, known: Known) -> set[str]:
    """The country that most places of an article lie in; none where two have as many."""
    counts: Counter[str] = Counter()
    for entity, times in facts.mentioned.items():
        if ATT.Location in classes_of(entity, facts, known):
            for code in known.countries.get(entity, facts.countries.get(entity, frozenset())):
                counts[code] += times
    ranked = counts.most_common(2)
    tied = len(ranked) == 2 and ranked[0][1] == ranked[1][1]
    return set() if tied or not ranked else {ranked[0][0]}
