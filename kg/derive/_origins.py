"""Who is behind a figure: the source that counts when sources are counted.

In:  facts of articles, and which articles are copies of another.
Out: for each figure its origin: whoever is quoted with a name, else the outlet the words came through, else
     the first article that told it.

Two papers that quote one observatory are one source; so are a report and its reprint. An unnamed source is
known by its article only.
"""

from collections.abc import Mapping

from kg.derive._facts import Claim, Facts, Known, Saying, classes_of
from kg.vocabulary import ATT, Term

# "Coordinator for Iraq" speaks for no country; "the Iraqi army's spokesman" speaks for the army.
_BODIES = frozenset({ATT.Organisation, ATT.Government, ATT.ArmedForce, ATT.ArmedGroup, ATT.MediaOutlet})


def origin_of(claim: Claim, facts: Facts, known: Known, first_told: Mapping[Term, Term]) -> Term:
    """The source of a figure: an actor, or an article where nobody is named."""
    for saying in _outwards(facts, claim.said_in):
        body = named_body(saying, facts, known)
        if body is not None:
            return body
        for outlet in saying.through:
            if is_named(outlet):
                return outlet
    return first_told.get(facts.article, facts.article)


def named_body(saying: Saying, facts: Facts, known: Known) -> Term | None:
    """The organisation a statement speaks for: that of the speaker's role, else the speaker."""
    return next(iter(bodies_of(saying, facts, known)), None)


def bodies_of(saying: Saying, facts: Facts, known: Known) -> tuple[Term, ...]:
    """Organisations and persons a statement speaks for, that of a role before the person who has it."""
    of_person = [
        body
        for other in facts.sayings.values()
        if saying.speaker is not None and other.speaker == saying.speaker
        for body in other.bodies
    ]
    speaker = (saying.speaker,) if saying.speaker is not None else ()
    bodies = [b for b in (*saying.bodies, *of_person) if classes_of(b, facts, known) & _BODIES]
    return tuple(dict.fromkeys(body for body in (*bodies, *speaker) if is_named(body)))


def is_named(entity: Term) -> bool:
    """Whether an entity is known beyond its article; descriptions are keyed by it."""
    return "/entity/article/" not in entity


def _outwards(facts: Facts, saying: Term | None) -> list[Saying]:
    """The statement, then the one that reports it, and so on; circles end."""
    found: dict[Term, Saying] = {}
    while saying is not None and saying not in found and saying in facts.sayings:
        found[saying] = facts.sayings[saying]
        saying = found[saying].nested_in
    return list(found.values())
