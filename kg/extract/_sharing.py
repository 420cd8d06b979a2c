"""Sharing: where an operation was, told by what stands beside it in the sentence.

In:  the operations of an article, each with the roles its own grammar gives.
Out: the same operations; one told without a place has that of its cause or effect, or that of its clause.

"Shells struck a market in Nyala, killing nine": both were in Nyala, and the words say so once. Knows
grammar and places. Knows nothing of why a trigger counts, nor of certainty.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg import grammar
from kg.extract._roles import RoleFinder, Roles, holder_of, subjects_of
from kg.extract._triggers import Trigger, words_of
from kg.model import Kind, Mention

_Told = tuple[Trigger, Roles]

# Types that are cause or effect of each other.
_AKIN = frozenset(
    {"killing", "injury", "airstrike", "shelling", "bombing", "gunfire", "assault", "clash", "trapping"}
    | {"war", "flight", "offensive"}
)
# Types of harm, and those that bring it about.
_HARM = frozenset({"killing", "injury", "trapping", "flight"})
_CAUSES = _AKIN - _HARM
# Types that happen where their clause is. The others act on places, which their own words must name.
_PLACED = frozenset(
    {"killing", "injury", "airstrike", "shelling", "bombing", "gunfire", "assault", "clash", "detention"}
    | {"abuse"}
)
# Prepositions between harm and what did it: "killed in an attack".
_THROUGH = frozenset({"in", "during", "by", "from", "after", "when", "amid", "following", "with"})
# Labels up which a word belongs to the clause it stands in; a statement is one of its own.
_UP = frozenset(
    {"obl", "nmod", "obj", "dobj", "pobj", "prep", "nsubj", "nsubjpass", "conj", "xcomp", "advcl"}
)
# Types that have others as their parts, and what stands before them then ("as" in "as part of").
_LARGE = frozenset({"offensive", "war", "encirclement"})
_DURING = frozenset({"in", "during", "amid", "within", "as", "throughout", "in the course of"})
_STEPS = 4  # up the tree
_WORDS = 25  # to the right
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def with_shared_places(told: Sequence[_Told], finder: RoleFinder) -> list[_Told]:
    """Give each operation without a place that of its cause or effect, else that of its clause."""
    found = list(told)
    at = {token.i: k for k, (trigger, _) in enumerate(found) for token in (*trigger.tokens, trigger.head)}
    causes = _outer_causes(found)
    for k, cause in causes.items():
        found[k] = found[k][0], _done_by(found[k][1], found[cause][1])
    edges = _edges(found, at, causes)
    for _ in range(2):  # from the cause to its effect, from there to a second effect
        having = [_where(roles) for _, roles in found]
        for k, (trigger, roles) in enumerate(found):
            if not roles.places and trigger.row.type in _AKIN:
                places = next((having[other] for other in edges.get(k, ()) if having[other]), ())
                found[k] = trigger, _placed(roles, places)
    for k, (trigger, roles) in enumerate(found):
        if not roles.places and trigger.row.type in _PLACED:
            found[k] = trigger, _placed(roles, _of_clause(trigger, roles, finder))
    return found


def _where(roles: Roles) -> tuple[Mention, ...]:
    """Where it struck: buildings and the like are targets, and where people died."""
    struck = [m for m in roles.targets if m.kind is Kind.LOCATION and m not in roles.places]
    return (*struck, *roles.places)


def _placed(roles: Roles, places: Iterable[Mention]) -> Roles:
    new = tuple(place for place in places if place not in roles.targets)
    return replace(roles, places=new) if new else roles


# --- causes and effects --------------------------------------------------------------------------


def _outer_causes(told: Sequence[_Told]) -> Mapping[int, int]:
    """For the harm in ", killing nine" the strike that did it, where the parse ties it to a clause inside.

    "Jets bombed fighters as they tried to flee, killing nine": nobody kills by fleeing.
    """
    strikes: dict[int, int] = {}  # verb -> strike that it is or carries out
    for k, (trigger, _) in enumerate(told):
        if trigger.row.type not in _CAUSES:
            continue
        verb = grammar.governor(holder_of(trigger.head)) if trigger.row.is_noun else trigger.head
        if verb is not None:
            strikes.setdefault(verb.i, k)
    found: dict[int, int] = {}
    for k, (trigger, _) in enumerate(told):
        head = trigger.head
        if trigger.row.type not in _HARM or head.tag_ != "VBG" or not _trails(head):
            continue
        for steps in range(1, _STEPS + 2):
            head = head.head
            if head.i in strikes:
                if steps > 1 and strikes[head.i] != k:
                    found[k] = strikes[head.i]
                break
    return found


def _trails(verb: Token) -> bool:
    """Whether a participle only adds to what was said: after a comma, or joined to one that does."""
    before = verb.nbor(-1).lower_ if verb.i else ""
    return before in (",", "and") and not any(grammar.label(c) in ("mark", "nsubj") for c in verb.children)


def _done_by(harm: Roles, strike: Roles) -> Roles:
    doers = {mention.evidence for mention in strike.agents}
    targets = tuple(mention for mention in harm.targets if mention.evidence not in doers)
    return replace(harm, agents=strike.agents, targets=targets, places=())


def _edges(
    told: Sequence[_Told], at: Mapping[int, int], causes: Mapping[int, int]
) -> Mapping[int, list[int]]:
    """For each operation those beside it that are its cause or effect, in order of the text."""
    edges: dict[int, list[int]] = {k: [cause] for k, cause in causes.items()}
    for k, (trigger, _) in enumerate(told):
        for token in _kin(trigger):
            other = at.get(token.i)
            if other is None or other == k or not _belong(trigger.row.type, told[other][0].row.type):
                continue
            edges.setdefault(k, []).append(other)
            edges.setdefault(other, []).append(k)
    return {k: sorted(others) for k, others in edges.items()}


def _belong(one: str, other: str) -> bool:
    """Whether two types are harm and its cause, two of harm, or two strikes; flight only with its cause."""
    if "flight" in (one, other):
        return bool({one, other} & _CAUSES)
    return {one, other} <= _AKIN


def _kin(trigger: Trigger) -> Iterator[Token]:
    """Words that name the cause or effect of an operation, if they name an operation at all."""
    head, harms = trigger.head, trigger.row.type in _HARM
    if not grammar.is_verbal(head):
        return
    if harms:
        yield from subjects_of(head)
        yield from grammar.agents(head)
        if trigger.row.type != "flight":
            yield from (noun for preposition, noun in grammar.obliques(head) if preposition in _THROUGH)
        described = grammar.antecedent(head)
        if described is not None:
            yield described
    for clause in head.children:
        told = harms and trigger.row.type != "flight"
        told = told and not any(c.lower_ in ("while", "although", "though", "if") for c in clause.children)
        if grammar.label(clause) == "advcl" and (told or clause.tag_ == "VBG"):
            yield from grammar.conjuncts(clause)  # "killed when shells struck", "bombed it, killing nine"
        elif grammar.label(clause) == "conj" and clause.pos_ == "VERB":
            yield clause  # "killed two and wounded nine"


# --- parts ---------------------------------------------------------------------------------------


def larger(told: Sequence[_Told]) -> Mapping[int, int]:
    """For an operation the one that the text says it is part of: "raids during the siege"."""
    at = {trigger.head.i: k for k, (trigger, _) in enumerate(told)}
    found: dict[int, int] = {}
    for whole, (trigger, _) in enumerate(told):
        if not trigger.row.is_noun or trigger.row.type not in _LARGE:
            continue
        holder = holder_of(trigger.head)
        for part in _done_during(holder):
            k = at.get(part.i)
            if k is not None and k != whole and told[k][0].row.type not in _LARGE:
                found.setdefault(k, whole)
    return found


def _done_during(noun: Token) -> Iterator[Token]:
    """What the text says is done in, during or as part of something."""
    above = grammar.governor(noun)
    if above is None:
        return
    beside = grammar.obliques(above) if grammar.is_verbal(above) else grammar.modifiers(above)
    if not any(n.i == noun.i and preposition in _DURING for preposition, n in beside):
        return
    yield above
    if grammar.is_verbal(above):
        yield from (*grammar.objects(above), *grammar.passive_subjects(above), *subjects_of(above))


# --- the clause ----------------------------------------------------------------------------------


def _of_clause(trigger: Trigger, roles: Roles, finder: RoleFinder) -> Sequence[Mention]:
    return _above(trigger, finder) or _behind(trigger, roles, finder)


def _above(trigger: Trigger, finder: RoleFinder) -> Sequence[Mention]:
    """Where the clause is that a trigger stands in: "In Goma, gunmen opened fire on a bus"."""
    here = trigger.head
    for _ in range(_STEPS):
        dateline = here.head if here.head.i < here.i and here.head.nbor(1).text == ":" else None
        if dateline is not None and dateline.pos_ == "PROPN":
            return finder.places_at(dateline)  # "Yemen: air strike kills dozens"
        name = grammar.label(here)
        if name not in _UP or here.head.i == here.i or (name == "advcl" and here.tag_ != "VBG"):
            return ()
        here = here.head
        if grammar.is_verbal(here):
            places = finder.whereabouts(here)
            if places:
                return places
    return ()


def _behind(trigger: Trigger, roles: Roles, finder: RoleFinder) -> Sequence[Mention]:
    """The next place with a preposition to the right, before another clause: "on a bus near the port"."""
    doc, last = trigger.head.doc, max(trigger.head.i, trigger.tokens[-1].i)
    for token in doc[last + 1 : min(last + _WORDS, trigger.head.sent.end)]:
        if (
            token.text in (";", ":")
            or (token.lower_ == "with" and token.nbor(-1).text == ",")
            or (token.tag_ in _FINITE and token.i != trigger.head.head.i)
        ):
            return ()
        if token.tag_ != "IN" or token.lower_ not in words_of("places", "plain"):
            continue
        noun = token.head if grammar.label(token) == "case" else next(iter(token.children), token)
        places = [m for m in finder.places_at(noun) if m not in roles.targets]
        if places:
            return places
    return ()
