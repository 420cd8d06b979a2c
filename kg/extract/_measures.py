"""Measures: what befell those whom a number counts, by the words of the ontology and the grammar.

In:  an analysed article; the concepts of the scheme `measure`, with their verbs, nouns and phrases.
Out: for each noun or number that a trigger counts, Cues: measure, trigger and where it stands.

Knows who suffers and who does: "killed" counts its object, "died" its subject, "toll" what it rose to.
Knows nothing of numbers, statements, RDF or the web.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from spacy.tokens import Doc, Token

from kg.extract._numbers import words_in
from kg.extract._phrases import Lexicon, actor_at, location_at
from kg.grammar import (
    compounds,
    first_conjunct,
    governor,
    is_passive,
    is_verbal,
    label,
    modifiers,
    objects,
    obliques,
    passive_subjects,
    phrase_head,
    subjects,
)
from kg.model import ActorType, Measure
from kg.patterns import concepts

# Measures of people; deployed also counts the things of att:countsThing.
PEOPLE = frozenset(
    {
        Measure.KILLED,
        Measure.INJURED,
        Measure.CASUALTIES,
        Measure.TRAPPED,
        Measure.DISPLACED,
        Measure.FLED,
        Measure.ARRIVED,
        Measure.PRESENT,
        Measure.DEPLOYED,
        Measure.USED_AS_SHIELDS,
        Measure.ABUSED,
        Measure.AT_RISK,
    }
)
_VERBAL = frozenset({"VERB", "AUX"})
_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "PROPN"})
_BE = frozenset({"were", "was", "been", "being", "be", "are", "is"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "obj", "dobj"})
_NOT_PEOPLE = frozenset({ActorType.STATE, ActorType.GOVERNMENT, ActorType.MEDIA_OUTLET})
_COMPLEMENTS = frozenset({"prt", "xcomp", "acomp", "oprd", "advmod", "compound"})
_OBJECT_TAGS = frozenset({"DT", "PRP", "PRP$", "CD", "NN", "NNS", "NNP", "JJ", "NNPS"})
_TALLY_REACH = 30  # tokens between a tally and a number that is its value
_OTHERS_REACH = 15  # tokens between a verb and "and five others"
_ASIDE_REACH = 12  # tokens of ", most of them children,"
_PHRASE_GAP = 3  # small words between two words of a phrase: "lost their lives"
_CLIMB = 4  # light nouns and appositions between a number and what it belongs to


@dataclass(frozen=True, slots=True)
class Cue:
    """Something that says what a number counts."""

    measure: Measure
    trigger: str  # the words of the concept that matched
    at: int  # index of its token
    aside: bool = False  # in a clause that only describes those counted


Cues = Mapping[int, Sequence[Cue]]  # by the token that is counted


@dataclass(frozen=True, slots=True)
class Triggers:
    """The words of all measures."""

    verbs: Mapping[str, Measure]
    subject_verbs: frozenset[str]
    nouns: Mapping[str, Measure]
    weak_nouns: Mapping[str, Measure]
    adjectives: Mapping[str, Measure]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Measure], ...]]  # by first lemma
    subject_phrases: frozenset[tuple[str, ...]]
    needs_people: frozenset[str]  # triggers that say it only of people who are named
    things: Mapping[Measure, frozenset[str]]
    form_of: Mapping[str, str]  # inflected forms of the verbs, since lemmatizers do not know them all
    events: frozenset[str]  # nouns that name operations


@cache
def triggers() -> Triggers:
    """The words of the concepts, read once."""
    verbs: dict[str, Measure] = {}
    nouns: dict[str, Measure] = {}
    weak: dict[str, Measure] = {}
    adjectives: dict[str, Measure] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Measure]]] = {}
    things: dict[Measure, frozenset[str]] = {}
    irregular: dict[str, str] = {}
    lists: dict[str, set[str]] = {"subjectVerb": set(), "subjectPhrase": set(), "onlyOfPeople": set()}
    for concept in concepts("measure"):
        measure = Measure(concept.notation)
        verbs.update(dict.fromkeys(concept.verbs, measure))
        nouns.update(dict.fromkeys(concept.nouns, measure))
        weak.update(dict.fromkeys(concept.notes.get("weakNoun", ()), measure))
        adjectives.update(dict.fromkeys(concept.notes.get("triggerAdjective", ()), measure))
        things[measure] = frozenset(concept.notes.get("countsThing", ()))
        for phrase in concept.phrases:
            parts = tuple(phrase.split())
            phrases.setdefault(parts[0], []).append((parts, measure))
        for name, words in lists.items():
            words.update(concept.notes.get(name, ()))
        for pair in concept.notes.get("irregularForm", ()):
            form, _, verb = pair.partition(" ")
            irregular[form] = verb
    return Triggers(
        verbs=MappingProxyType(verbs),
        subject_verbs=frozenset(lists["subjectVerb"]),
        nouns=MappingProxyType(nouns),
        weak_nouns=MappingProxyType(weak),
        adjectives=MappingProxyType(adjectives),
        phrases=MappingProxyType({first: tuple(rest) for first, rest in phrases.items()}),
        subject_phrases=frozenset(tuple(phrase.split()) for phrase in lists["subjectPhrase"]),
        needs_people=frozenset(lists["onlyOfPeople"]),
        things=MappingProxyType(things),
        form_of=MappingProxyType(_forms({*verbs, *phrases}) | irregular),
        events=frozenset(noun for concept in concepts("operationType") for noun in concept.nouns),
    )


def _forms(verbs: Iterable[str]) -> dict[str, str]:
    """Regular forms of verbs; those with a doubled consonant that nobody writes do no harm."""
    found: dict[str, str] = {}
    for verb in sorted(verbs):
        stem = verb.removesuffix("e")
        changed = verb[:-1] + "i" if verb.endswith("y") and verb[-2:-1] not in set("aeiou") else verb
        for form in (
            verb,
            changed + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) or changed != verb else "s"),
            (changed if changed != verb else stem) + "ed",
            stem + "ing",
            verb + verb[-1] + "ed",
            verb + verb[-1] + "ing",
        ):
            found.setdefault(form, verb)
    return found


# --- words ---------------------------------------------------------------------------------------


def lemma_of(noun: Token) -> str:
    """The lemma in lower case; a plural that the lemmatizer left alone loses its "s"."""
    lemma = noun.lemma_.lower()
    if noun.tag_ == "NNS" and lemma == noun.lower_ and lemma.endswith("s") and not lemma.endswith("ss"):
        return lemma[:-1]
    return lemma


def next_word(token: Token) -> Token | None:
    """The word after a token in its sentence and line."""
    doc, at = token.doc, token.i + 1
    return None if at >= len(doc) or doc[at].is_space or doc[at].is_sent_start else doc[at]


def verb_measure(token: Token) -> tuple[Measure, str] | None:
    """The measure of a verb form and its verb, also of one that the tagger took for an adjective."""
    verb = _verb(token)
    measure = triggers().verbs.get(verb)
    return None if measure is None else (measure, verb)


def _verb(token: Token) -> str:
    return triggers().form_of.get(token.lower_) or token.lemma_.lower()


def _counts_object(token: Token) -> tuple[Measure, str] | None:
    """The measure of a verb form that counts its object."""
    known = verb_measure(token)
    return None if known is None or known[1] in triggers().subject_verbs else known


def is_people(counted: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether those counted are people; nobody named passes, since people are what is left out."""
    if not counted:
        return True
    head, lemma = counted[-1], lemma_of(counted[-1])
    known = triggers()
    if lemma in words_in("lifeless"):
        return False
    if lemma in words_in("persons") or lemma in known.nouns or lemma in known.weak_nouns:
        return True
    if (
        lemma.endswith(("man", "men", "woman", "women", "children", "people", "ist", "ee"))
        or head.ent_type_ == "NORP"
    ):
        return True
    if head.tag_ == "NNPS" and location_at(head, lexicon) is None:
        return True
    actor = actor_at(head, lexicon)
    return actor is not None and actor.type not in _NOT_PEOPLE


def presence(noun: Token, lexicon: Lexicon) -> Measure:
    """Soldiers who are in a place are deployed there; anybody else is just present."""
    actor = actor_at(noun, lexicon)
    armed = actor is not None and actor.type is ActorType.ARMED_FORCE
    return Measure.DEPLOYED if armed else Measure.PRESENT


# --- cues of a whole article ---------------------------------------------------------------------


def find_cues(doc: Doc, sentences: Sequence[tuple[int, int]], lexicon: Lexicon) -> Cues:
    """What triggers say of the nouns and numbers in some sentences, by the token that is counted.

    Args:
        doc: an analysed article.
        sentences: first token and token after the last, of each sentence that has a number to explain.
        lexicon: words that actors and places are told by.
    """
    found: dict[int, list[Cue]] = {}
    for begin, end in sentences:
        for token in doc[begin:end]:
            for counted, measure, trigger, at in _of_word(token, lexicon):
                for noun in counted:
                    cue = Cue(measure, trigger, at.i, _describes(at, noun))
                    found.setdefault(noun.i, []).append(cue)
        for token in doc[begin:end]:
            if token.pos_ == "NOUN" and lemma_of(token) in words_in("tallies"):
                _mark_tally(token, found)
    return found


def _of_word(token: Token, lexicon: Lexicon) -> Iterator[tuple[Sequence[Token], Measure, str, Token]]:
    """Whom one word counts if it is a trigger: tokens, measure, trigger, the word that carries it."""
    known = triggers()
    verbal = token.pos_ in _VERBAL
    lemma = _verb(token) if verbal else lemma_of(token)
    for parts, measure in known.phrases.get(lemma, ()):
        last = _phrase_end(token, parts) or _parted_end(token, parts)
        if last is not None:
            yield _phrase_counts(token, last, parts), measure, " ".join(parts), _verb_above(token) or token
    if verbal and lemma not in words_in("death_only_told"):
        for preposition, end in obliques(token):
            if preposition == "to" and end.lower_ == "death":  # "trampled to death", "stabbed two to death"
                described = [token.head] if label(token) in {"acl", "relcl"} else []
                yield objects(token) + passive_subjects(token) + described, Measure.KILLED, "to death", token
    if verbal and lemma in known.verbs:
        yield _counted_by(token, lemma), known.verbs[lemma], lemma, token
    noun = _tally_noun(token)
    if noun and token.pos_ != "VERB":
        of = [t for preposition, t in modifiers(token) if preposition in {"of", "among", "at"}]
        yield of, known.nouns[noun], noun, token
    if token.lower_ in known.adjectives and (is_verbal(token) or label(token) in {"xcomp", "advcl", "acl"}):
        yield subjects(token), known.adjectives[token.lower_], token.lower_, token
    if _is_somewhere(token) and location_at(token, lexicon) is not None:
        yield from _present(subjects(token), "be in", token, lexicon)
    if token.lower_ == "there" and label(token) == "expl" and token.head.lemma_.lower() == "be":
        yield from _present(subjects(token.head), "there be", token.head, lexicon)


def _present(
    nouns: Sequence[Token], trigger: str, at: Token, lexicon: Lexicon
) -> Iterator[tuple[Sequence[Token], Measure, str, Token]]:
    for noun in nouns:
        if is_people([noun], lexicon):
            yield [noun], presence(noun, lexicon), trigger, at


def _tally_noun(token: Token) -> str:
    """The trigger noun that a token is, in its lemma or as it stands ("dead"); "" if it is none."""
    lemma = lemma_of(token)
    nouns = triggers().nouns
    return lemma if lemma in nouns else token.lower_ if token.lower_ in nouns else ""


def _is_somewhere(token: Token) -> bool:
    """Whether a predicate says where its subject is: "20,000 soldiers are on the western side"."""
    children = list(token.children)
    return any(label(c) == "cop" for c in children) and any(
        label(c) == "case" and c.lower_ in {"in", "on", "inside", "at", "near", "within"} for c in children
    )


def _counted_by(verb: Token, lemma: str) -> list[Token]:
    """Whom a trigger verb counts."""
    if lemma == "leave" and objects(verb):
        return []  # "left 20 dead", "left the army"; but "20 families left"
    if lemma in words_in("either_way") and not objects(verb) and not is_passive(verb):
        return subjects(verb)  # "150 people were sheltering", "troops massed"
    if lemma in triggers().subject_verbs:
        return subjects(verb) + passive_subjects(verb)
    return (objects(verb) if not is_passive(verb) else []) + passive_subjects(verb)


def _describes(verb: Token, noun: Token) -> bool:
    """Whether a verb only describes a noun: in its relative clause or as a participle after it."""
    first = first_conjunct(verb)
    return label(first) in {"acl", "relcl"} and first.head.i == noun.i


# --- phrases and tallies -------------------------------------------------------------------------


def _phrase_end(token: Token, parts: Sequence[str]) -> Token | None:
    """The last word of a trigger phrase that begins at a token; small words may stand between."""
    doc, last = token.doc, token
    for part in parts[1:]:
        for following in doc[last.i + 1 : last.i + 1 + _PHRASE_GAP]:
            if part in {lemma_of(following), following.lower_}:
                if part == "in" and label(following) not in _COMPLEMENTS:
                    return None  # "taken in this way"
                last = following
                break
            if following.pos_ not in {"DET", "PRON", "ADJ", "ADV"}:
                return None
        else:
            return None
    return last


def _parted_end(token: Token, parts: Sequence[str]) -> Token | None:
    """The last word of a trigger phrase whose object stands inside: "shot two men dead", "drove 40 from"."""
    if token.pos_ not in _VERBAL:
        return None
    if len(parts) == 3:
        found = [
            t for preposition, t in obliques(token) if preposition == parts[1] and lemma_of(t) == parts[2]
        ]
        return found[0] if found else None
    inside = objects(token)
    if len(parts) != 2 or not inside or parts[1] == "in":
        return None
    for child in token.children:
        if child.i > inside[-1].i and child.lower_ == parts[1] and label(child) in _COMPLEMENTS:
            return child
    following = next_word(inside[-1])
    return following if following is not None and following.lower_ == parts[1] else None


def _verb_above(token: Token) -> Token | None:
    """The verb or predicate a word belongs to, itself included."""
    current = token
    for _ in range(6):
        if is_verbal(current):
            return current
        if current.head.i == current.i:
            return None
        current = current.head
    return None


def _phrase_counts(first: Token, last: Token, parts: tuple[str, ...]) -> list[Token]:
    """Whom a phrase counts: of the lives claimed, else the verb's objects or subjects."""
    by_subject = parts in triggers().subject_phrases
    if lemma_of(last) == "life":
        of_lives = [t for preposition, t in modifiers(last) if preposition == "of"]
        if of_lives:
            return of_lives
        if not by_subject:
            return [last]  # "claimed 300 lives": the lives are counted
    verb = _verb_above(first)
    if verb is None:
        return [last.head]
    if by_subject:
        return subjects(verb) + passive_subjects(verb)
    if last.head.pos_ in {"NOUN", "PROPN"} and label(last) in {"nmod", "acl"}:
        return [last.head]  # "people at risk"
    if first.pos_ == "ADP" and label(first) == "prep":
        return [first.head]
    return objects(verb) or passive_subjects(verb) or subjects(verb)


def _mark_tally(tally: Token, found: dict[int, list[Cue]]) -> None:
    """Numbers given for a tally: "the number of people killed is at least 100", "the toll rose to 40"."""
    nouns = triggers().nouns
    known = [Cue(nouns[lemma_of(t)], lemma_of(t), t.i) for t in compounds(tally) if lemma_of(t) in nouns]
    for preposition, noun in modifiers(tally):
        if preposition in {"of", "from", "among"}:
            word = _tally_noun(noun)
            described = described_by([*compounds(noun), noun])
            known += [Cue(nouns[word], word, noun.i)] if word else []
            known += found.get(noun.i, ())
            known += [described] if described is not None else []
    if lemma_of(tally) == "loss":
        known = [Cue(Measure.CASUALTIES, "loss", tally.i)]
    if not known and lemma_of(tally) == "toll":
        known = [Cue(nouns["toll"], "toll", tally.i)]
    if not known:
        # "corrected its figure to 48": of what, an earlier figure tells; see `quantities`.
        known = [Cue(Measure.COUNT, lemma_of(tally), tally.i)]
    for told in _told_by(tally):
        for cue in known[:1]:
            found.setdefault(told.i, []).append(Cue(cue.measure, cue.trigger, cue.at))


def _told_by(tally: Token) -> list[Token]:
    """Numbers that a verb or a predicate gives for a tally."""
    above = governor(tally)
    if above is None or label(first_conjunct(tally)) not in _ARGUMENTS:
        return []
    if above.pos_ not in _VERBAL:
        return [above]
    told = [t for preposition, t in obliques(above) if preposition in words_in("takes_number_on")]
    told += [t for t in objects(above) if t.i != tally.i]
    return told + [t for t in above.children if label(t) == "attr"]


# --- the cue of one number -----------------------------------------------------------------------


def cue_by_noun(number: Token, counted: Sequence[Token]) -> Cue | None:
    """A counted noun that says it itself: "60 deaths", "30 dead"."""
    nouns = triggers().nouns
    noun = counted[-1] if counted else _of_the_dead(number) or next_word(number)
    word = _tally_noun(noun) if noun is not None else ""
    return Cue(nouns[word], word, noun.i) if noun is not None and word else None


def _of_the_dead(number: Token) -> Token | None:
    """The noun in "six of the dead", "two of the wounded": an adjective that stands for people."""
    at = next_word(number)
    if at is None or at.lower_ != "of":
        return None
    at = next_word(at)
    while at is not None and at.tag_ in {"DT", "CD", "PRP$"}:
        at = next_word(at)
    return at


def cues_above(nodes: Sequence[Token], cues: Cues) -> Iterator[tuple[Cue, Token]]:
    """Cues of a number's tokens and of what these belong to, each with the token it was found at."""
    for node in _upwards(nodes):
        for cue in cues.get(node.i, ()):
            yield cue, node


def _upwards(nodes: Sequence[Token]) -> Iterator[Token]:
    """The nodes, then what they belong to through light nouns, appositions and names."""
    yield from nodes
    current = phrase_head(nodes[0])
    for _ in range(_CLIMB):
        yield current
        above = governor(current)
        if above is None:
            return
        role = label(first_conjunct(current))
        if above.pos_ == "ADP":
            role, above = "nmod", above.head
        light = role in {"nmod", "nummod", "compound", "pobj"} and lemma_of(above) in words_in("light")
        if role != "appos" and not light:
            return
        current = above


def strongest(found: Sequence[tuple[Cue, Token]]) -> Cue:
    """The cue of the main clause before one that only describes; killed or injured are casualties."""
    front = [pair for pair in found if not pair[0].aside] or list(found)
    killed = [cue.at for cue, _ in front if cue.measure is Measure.KILLED]
    injured = [cue.at for cue, _ in front if cue.measure is Measure.INJURED]
    if any(abs(a - b) == 2 for a in killed for b in injured):
        # "killed or wounded"; in "six killed and 14 wounded" a number stands between.
        return Cue(Measure.CASUALTIES, "killed or injured", killed[0])
    order = list(Measure)
    return min(front, key=lambda pair: (abs(pair[0].at - pair[1].i), order.index(pair[0].measure)))[0]


def killed_or_injured(cue: Cue, doc: Doc) -> Cue:
    """Casualties where one figure is of both: "dozens were killed or wounded", "killed and wounded 40"."""
    both = {Measure.KILLED, Measure.INJURED}
    if cue.measure not in both or not 0 <= cue.at < len(doc):
        return cue
    for step in (1, -1):
        joint, other = cue.at + step, cue.at + 2 * step
        if not (0 <= other < len(doc)) or doc[joint].lower_ not in {"or", "and", "and/or", "/"}:
            continue
        measure = told_measure(doc[other])
        if measure in both and measure is not cue.measure:
            return Cue(Measure.CASUALTIES, "killed or injured", cue.at, cue.aside)
    return cue


def told_measure(token: Token) -> Measure | None:
    """What a participle, an adjective or a noun alone says befell people: "killed", "dead", "wounded"."""
    known = verb_measure(token)
    return known[0] if known is not None else triggers().adjectives.get(token.lower_)


def described_by(counted: Sequence[Token]) -> Cue | None:
    """ "20 wounded soldiers", "300 displaced families", "six dead civilians"."""
    for token in counted[:-1]:
        adjective = triggers().adjectives.get(token.lower_)
        if adjective is not None:
            return Cue(adjective, token.lower_, token.i)
        known = _counts_object(token) if _is_participle(token) else None
        if known is not None:
            return Cue(known[0], known[1], token.i)
    return None


def cue_after(last: Token) -> Cue | None:
    """A trigger right after those counted, for headlines and notes whose trees are no guide."""
    doc, known = last.doc, triggers()
    begin = _after_aside(last)
    passive = False
    for token in doc[begin : begin + 5]:
        if token.is_space or token.is_sent_start:
            return None
        adjective = known.adjectives.get(token.lower_)
        if adjective is not None:
            return Cue(adjective, token.lower_, token.i)
        passive = passive or token.lower_ in _BE
        found = verb_measure(token) if token.pos_ in {"VERB", "ADJ", "NOUN"} else None
        if found is not None:
            suffered = _is_participle(token) and (passive or not _has_object(token))
            if found[1] in known.subject_verbs or suffered:
                return Cue(found[0], found[1], token.i)
            return None
        joined = token.tag_ in {"NN", "NNS", "NNP", "NNPS"} and doc[token.i - 1].lower_ in {"and", "or"}
        if not joined and token.lower_ not in words_in("skipped_after") and not token.is_quote:
            return None
    return None


def _after_aside(last: Token) -> int:
    """Where a clause goes on after those counted, past ", most of them women and children,"."""
    doc, begin = last.doc, last.i + 1
    if begin >= len(doc) or doc[begin].text != ",":
        return begin
    for token in doc[begin + 1 : begin + _ASIDE_REACH]:
        if token.is_space or token.is_sent_start or token.pos_ in _VERBAL:
            return begin
        if token.text == ",":
            following = next_word(token)
            return token.i + 1 if following is not None and following.lower_ in _BE else begin
    return begin


def cue_before(first: Token) -> Cue | None:
    """A trigger right before a number: "killing at least 12", "wounds scores"."""
    doc = first.doc
    for position in range(first.i - 1, max(-1, first.i - 4), -1):
        token = doc[position]
        if token.is_space or doc[position + 1].is_sent_start:
            return None
        known = _counts_object(token) if token.pos_ in _CONTENT else None
        if known is not None:
            return Cue(known[0], known[1], position)
        noun = _tally_noun(token)
        if noun and position + 1 < first.i and doc[position + 1].text == ":":  # "Fatalities: 12"
            return Cue(triggers().nouns[noun], noun, position)
        if token.lower_ not in {"another", "an", "a", "also", "the", "further", "some", ":"}:
            return None
    return None


def cue_of_others(first: Token) -> Cue | None:
    """What befell those named before "and five others": the nearest verb of harm to the left."""
    if first.is_sent_start:
        return None
    for position in range(first.i - 1, max(-1, first.i - _OTHERS_REACH), -1):
        token = first.doc[position]
        known = _counts_object(token) if token.pos_ == "VERB" else None
        if known is not None:
            return Cue(known[0], known[1], position)
        if token.is_space or token.pos_ == "VERB" or token.is_sent_start:
            return None
    return None


def tally_before(number: Token) -> Cue | None:
    """The tally that a lone number is likely the value of, and what it is a tally of.

    "The death toll is higher, rising to 512", "put the number of soldiers killed in the raid at 12".
    """
    doc, nouns = number.doc, triggers().nouns
    found: Cue | None = None
    for position in range(number.i - 1, max(-1, number.i - _TALLY_REACH), -1):
        token = doc[position]
        if token.tag_ == "CD" or token.is_space:
            return None
        word = _tally_noun(token)
        if word == "toll" or lemma_of(token) in {"number", "count", "tally", "figure"}:
            if found is not None or word:
                return found or Cue(nouns[word], word, position)
            of = next_word(token)
            counts = (
                of is not None and of.lower_ == "of" and position > 0 and doc[position - 1].lower_ == "the"
            )
            told = counts or lemma_of(token) == "figure"
            return Cue(Measure.COUNT, lemma_of(token), position) if told else None
        known = _counts_object(token) if _is_participle(token) else None
        if word or known is not None:
            measure, trigger = (nouns[word], word) if word else known or (Measure.COUNT, "")
            found = Cue(measure, trigger, position)
        if token.is_sent_start:
            return None
    return None


def _is_participle(token: Token) -> bool:
    return token.lower_.endswith(("ed", "en", "n")) or token.tag_ == "VBN" or token.lower_ in {"hurt", "shot"}


def _has_object(token: Token) -> bool:
    """Whether words right after a verb form look like its object: "soldiers killed the leader"."""
    following = next_word(token)
    if following is None or following.tag_ not in _OBJECT_TAGS:
        return False
    return label(following) not in {"obl", "advmod"}
