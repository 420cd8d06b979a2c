"""Operations: who did what to whom, where and when, and how sure the text is of it.

In:  an analysed article, its words of operations (scheme operationType) and of certainty (modality).
Out: one OperationMention for each word or fixed phrase that names an operation of a conflict, in order.

A word that has other senses ("campaign", "take", "strike") counts only beside what makes it one of war:
an armed party, a weapon, a place or people it acts on, an account of fighting around it. Knows grammar
and mentions. Knows nothing of entities, RDF, files or of other findings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from spacy.tokens import Doc

from kg import grammar
from kg.extract import Extract
from kg.extract._modality import is_denied, modality_of
from kg.extract._phrases import Lexicon, make_lexicon
from kg.extract._roles import RoleFinder, Roles
from kg.extract._senses import Surroundings, doubt, fitted, follows, points_back
from kg.extract._sharing import larger, with_shared_places
from kg.extract._times import time_of, times
from kg.extract._trace import passed_over
from kg.extract._triggers import Need, Trigger, candidates, vocabulary
from kg.gazetteer import Gazetteer
from kg.model import Article, OperationMention, Reference, Span, TimeExpression

# Confidence: sure words beside people or places; sure words alone; words that need their surroundings.
SURE = 0.9
ALONE = 0.75
WEAK = 0.65

# Types of fighting: "the battle" may mean any that an article has told before.
_FIGHTING = frozenset({"clash", "offensive", "assault", "advance"})
# Types whose mention makes harm beside it harm of war.
_STRIKING = frozenset({"airstrike", "shelling", "bombing", "gunfire", "assault", "clash", "offensive"})


def extractor(gazetteer: Gazetteer) -> Extract:
    """Ready this room: read its words once, search many articles."""
    vocabulary()
    return partial(find_operations, lexicon=make_lexicon(gazetteer))


def find_operations(doc: Doc, article: Article, lexicon: Lexicon) -> Iterator[OperationMention]:
    """Yield every operation an article tells of, in order of the trigger; none without a parse."""
    if not doc.has_annotation("DEP"):
        return
    surroundings, finder = Surroundings.of(doc), RoleFinder(lexicon)
    when = times(doc, article)
    taken: set[int] = set()
    chosen: list[tuple[Trigger, Roles]] = []
    doubtful: list[tuple[Trigger, Roles, str]] = []
    rejected: list[tuple[Trigger, str]] = []
    for trigger in candidates(doc):
        if any(token.i in taken for token in trigger.tokens):
            continue
        find = finder.of_noun if trigger.row.is_noun else finder.of_verb
        roles = find(trigger.head, trigger.row, trigger.tokens)
        fitting = fitted(trigger, roles)
        if isinstance(fitting, str):
            rejected.append((trigger, fitting))
            continue
        why = doubt(fitting, roles, surroundings)
        if why:
            doubtful.append((fitting, roles, why))
            continue
        taken.update(token.i for token in fitting.tokens)
        chosen.append((fitting, roles))
    known = {trigger.row.type for trigger, _ in chosen}
    if surroundings.speaks_of_conflict and known & _FIGHTING:
        known |= _FIGHTING
    sure = {trigger.head.sent.start for trigger, _ in chosen if trigger.row.type in _STRIKING}
    for trigger, roles, why in doubtful:
        if any(token.i in taken for token in trigger.tokens):
            continue
        if points_back(trigger, known) or follows(trigger, roles, why, sure):
            taken.update(token.i for token in trigger.tokens)
            chosen.append((trigger, roles))
        else:
            rejected.append((trigger, why))
    for trigger, why in rejected:
        if not any(token.i in taken for token in trigger.tokens):
            passed_over(trigger.tokens, "OperationMention", trigger.row.pattern, why)
    chosen.sort(key=lambda pair: pair[0].head.i)
    told = list(_as_one_event(with_shared_places(chosen, finder)))
    wholes = larger(told)
    for k, (trigger, roles) in enumerate(told):
        whole = told[wholes[k]][0] if k in wholes else None
        yield _operation(trigger, roles, when, whole)


def _operation(
    trigger: Trigger, roles: Roles, when: Sequence[TimeExpression], whole: Trigger | None
) -> OperationMention:
    return OperationMention(
        evidence=trigger_span(trigger),
        pattern=trigger.row.pattern,
        confidence=_confidence(trigger, roles),
        type=trigger.row.type,
        agents=roles.agents,
        targets=roles.targets,
        supporters=roles.supporters,
        places=roles.places,
        time=time_of(trigger.head, when),
        modality=modality_of(trigger.head),
        negated=is_denied(trigger.head),
        within=Reference("OperationMention", trigger_span(whole)) if whole is not None else None,
    )


def trigger_span(trigger: Trigger) -> Span:
    """The words that name the operation; a phrase torn apart is named by its first word."""
    tokens = trigger.tokens
    torn = tokens[-1].i - tokens[0].i > len(tokens) + 2
    return grammar.char_span([trigger.head] if torn else tokens)


def _confidence(trigger: Trigger, roles: Roles) -> float:
    if trigger.row.need is Need.CONFLICT:
        return WEAK
    return SURE if roles.agents or roles.targets or roles.places else ALONE


# --- one event, several words --------------------------------------------------------------------


def _as_one_event(chosen: Sequence[tuple[Trigger, Roles]]) -> Iterator[tuple[Trigger, Roles]]:
    """Give a later noun the finer type of the same event: the "takeover" of a town told to be recaptured."""
    back = [
        place.text.lower()
        for trigger, roles in chosen
        if trigger.row.type == "recapture"
        for place in roles.places[:1]
    ]
    for trigger, roles in chosen:
        row = trigger.row
        same = row.type == "capture" and row.is_noun and not roles.agents
        place = roles.places[0].text.lower() if roles.places else ""
        if same and any(place in other or other in place for other in back):
            yield replace(trigger, row=replace(row, type="recapture")), roles
        else:
            yield trigger, roles
