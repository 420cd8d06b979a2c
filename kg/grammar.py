"""Small questions to a dependency tree: subject of, objects of, clause of, words of a phrase.

In:  tokens of an analysed article (spaCy Doc), in Universal Dependencies or in the ClearNLP labels of
     spaCy's own English pipelines; no question needs to be told which.
Out: tokens, and spans of the article's text.

Labels are compared by prefix, so subtypes of either scheme do no harm. Coordinations are read as stars
(UD) and as chains (ClearNLP) alike. Knows nothing of actors, statements or events.

No question walks more than `REACH` steps, so that a broken parse of a very long text costs little.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from kg.model import Span

REACH = 60  # no coordination, chain of clauses or phrase of news English comes near this

_MODIFIERS = {"amod", "compound", "nummod", "flat", "nmod", "quantmod", "advmod", "npadvmod", "goeswith"}
_NAME_PARTS = {"flat", "compound", "goeswith"}
_BEFORE_PHRASE = {"det", "predet", "poss", "case", "cc", "preconj", "mark", "punct", "discourse", "appos"}
_NOT = {"not", "n't", "n’t", "never", "neither", "nor"}
_NOBODY = {"nobody", "none", "nothing", "neither"}
_RELATIVE = {"who", "whom", "which", "that", "whose"}
_COMPARED = {"fewer", "less", "more"}
_BEFORE_CLAUSE = {"after", "before", "since", "until", "as"}
_EDGE = ".,;:!?-–—…*•\"'“”‘’«»()[]{}"


# --- labels ---------------------------------------------------------------------------------------


def label(token: Token) -> str:
    """The dependency label in lower case, without its subtype: "obl" for "obl:agent"."""
    return _plain(token.dep_)


def _subtype(token: Token) -> str:
    return _particular(token.dep_)


@lru_cache(maxsize=1024)
def _plain(dep: str) -> str:
    return dep.lower().partition(":")[0]


@lru_cache(maxsize=1024)
def _says_passive(dep: str) -> bool:
    name, _, subtype = dep.lower().partition(":")
    return name in {"auxpass", "nsubjpass"} or (
        name in {"aux", "nsubj", "csubj"} and subtype.startswith("pass")
    )


@lru_cache(maxsize=1024)
def _particular(dep: str) -> str:
    return dep.lower().partition(":")[2]


def _children(token: Token) -> list[Token]:
    return list(token.children)


def _is_blank(token: Token) -> bool:
    return not token.text.strip()


# --- coordination ---------------------------------------------------------------------------------


def first_conjunct(token: Token) -> Token:
    """The token its coordination hangs on: itself when there is none."""
    for _ in range(REACH):
        if label(token) != "conj" or token.head.i == token.i:
            break
        token = token.head
    return token


def _with_conjuncts(token: Token) -> list[Token]:
    """The token and whatever is coordinated below it, in order."""
    found, todo = [token], [token]
    while todo and len(found) < REACH:
        for child in todo.pop().children:
            if label(child) == "conj":
                found.append(child)
                todo.append(child)
    return sorted(found[:REACH], key=lambda t: t.i) if len(found) > 1 else found


def conjuncts(token: Token) -> list[Token]:
    """The whole coordination a token is part of, itself included, in order."""
    return _with_conjuncts(first_conjunct(token))


def governor(token: Token) -> Token | None:
    """What the whole coordination depends on; None for the root of a sentence."""
    first = first_conjunct(token)
    return None if first.head.i == first.i else first.head


# --- verbs: who does what to whom -----------------------------------------------------------------


def is_verbal(token: Token) -> bool:
    """Whether a token is a verb, or a predicate with a copula ("is ready", "is a town")."""
    return token.pos_ in {"VERB", "AUX"} or any(label(child) == "cop" for child in token.children)


def _own_subjects(verb: Token) -> list[tuple[Token, bool]]:
    """The heads of the verb's own subjects, and whether the label says passive."""
    found = []
    for child in verb.children:
        name = label(child)
        if name in {"nsubj", "nsubjpass"}:
            found.append((child, name == "nsubjpass" or _subtype(child).startswith("pass")))
        elif name in {"obj", "dobj"} and child.lower_ not in _RELATIVE and _is_torn_subject(child, verb):
            found.append((child, True))
    if not found and label(verb) == "ccomp":
        found = [(c, is_passive(verb)) for c in _misplaced_subjects(verb, verb.head)]
    elif len(found) > 1:
        # "Ten boys were shot, the mayor says": says may have got both subjects.
        told = [c for c in verb.children if label(c) == "ccomp"]
        away = {c.i for clause in told for c in _misplaced_subjects(clause, verb)}
        found = [(child, passive) for child, passive in found if child.i not in away] or found
    if not found and label(verb) == "advcl":
        found = [(c, is_passive(verb)) for c in verb.children if _is_swallowed_subject(c, verb)][:1]
    return found


def _misplaced_subjects(clause: Token, saying: Token) -> list[Token]:
    """Subjects of a clause that were parsed as those of the verb of saying after it, which has its own."""
    if clause.i > saying.i or any(label(c) in {"nsubj", "nsubjpass", "csubj"} for c in clause.children):
        return []
    both = [c for c in saying.children if label(c) == "nsubj"]
    before = [c for c in both if c.i < clause.i]
    return before if len(before) == 1 and len(both) == 2 else []


def _spelled_out(token: Token, verb: Token) -> list[Token]:
    """The coordination of an argument; a relative pronoun stands for what its clause describes."""
    if token.lower_ in _RELATIVE and token.tag_ not in {"DT", "IN/that"}:
        noun = antecedent(verb)
        if noun is not None and noun.i != token.i:
            return _with_conjuncts(noun) if label(noun) != "conj" else [noun]
    return _with_conjuncts(token)


def _found_subjects(verb: Token) -> list[Token]:
    """Subjects in either voice: own, shared in a coordination, controlled, or described by the clause."""
    current = verb
    for _ in range(REACH):
        own = _own_subjects(current)
        if own:
            return _unique(t for subject, _ in own for t in _spelled_out(subject, current))
        name, head = label(current), current.head
        if head.i == current.i:
            return []
        if name == "conj":
            current = head
        elif name in {"acl", "relcl"}:
            # "troops advancing on", "a town held by": the noun is the subject. In "orders to attack" not.
            if current.tag_ in {"VBG", "VBN", "VBD"} and _subtype(current) != "relcl" and name != "relcl":
                return [head]
            return []
        elif name == "xcomp":
            controlled = _direct_objects(head) or _receivers(head)
            if controlled and head.lemma_.lower() not in {"promise", "vow", "threaten"}:
                return controlled
            current = head
        elif name in {"advcl", "pcomp"}:
            if name == "pcomp" and label(head) == "prep":
                head = head.head
            # "A bomb went off, killing 12" has the bomb; "The town was hit, killing 12" has no doer.
            bare = not any(label(c) in {"mark", "case"} for c in current.children)
            if current.tag_ == "VBG" and bare and is_passive(head):
                return []
            if current.tag_ not in {"VBG", "VBN", "VB"}:
                return []
            current = head
        else:
            return []
    return []


def subjects(verb: Token) -> list[Token]:
    """Who does it: subjects of an active verb, also those it shares with another verb."""
    return [] if is_passive(verb) else _found_subjects(verb)


def passive_subjects(verb: Token) -> list[Token]:
    """Who or what it is done to: subjects of a passive verb."""
    return _found_subjects(verb) if is_passive(verb) else []


def _direct_objects(verb: Token) -> list[Token]:
    own = [c for c in verb.children if label(c) in {"obj", "dobj"} and not _is_torn_subject(c, verb)]
    # "killed at least 40 soldiers": parsers take the "at" of the number for one of the noun.
    own = own or [c for c in verb.children if c.dep_ == "obl" and _is_counted_object(c, verb)]
    return _unique(t for c in own for t in _spelled_out(c, verb))


def _is_swallowed_subject(noun: Token, verb: Token) -> bool:
    """Whether "after" was parsed as the preposition of a subject: "after [obl: the camp] was taken"."""
    if noun.dep_ != "obl" or noun.i > verb.i or _preposition(noun) not in _BEFORE_CLAUSE:
        return False
    helpers = [c for c in verb.children if label(c) in {"aux", "auxpass", "cop"}]
    return any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in [verb, *helpers])


def _is_counted_object(noun: Token, verb: Token) -> bool:
    if noun.i < verb.i or _preposition(noun) or is_passive(verb):
        return False
    amounts = [c for c in noun.lefts if label(c) == "nummod"]
    return bool(amounts) and any(c.lower_ in {"least", "most", "than"} for c in amounts[0].lefts)


def _is_torn_subject(noun: Token, verb: Token) -> bool:
    """Whether what was parsed as the object stands before a passive: "after [obj: a camp] was taken"."""
    return noun.i < verb.i and any(
        label(c) == "auxpass" or (label(c) == "aux" and _subtype(c).startswith("pass"))
        for c in verb.children
        if noun.i < c.i < verb.i
    )


def objects(verb: Token) -> list[Token]:
    """Direct objects, also one that coordinated verbs share ("shelled and bombed the town")."""
    own = _direct_objects(verb)
    if own or is_passive(verb):
        return own
    if label(verb) == "conj":
        return [t for t in _direct_objects(verb.head) if t.i > verb.i]
    for child in verb.children:
        if label(child) == "conj" and child.i - verb.i <= 3 and child.pos_ == "VERB":
            shared = _direct_objects(child)
            if shared and not _own_subjects(child):
                return shared
    return []


def _receivers(verb: Token) -> list[Token]:
    found: list[Token] = []
    for child in verb.children:
        name = label(child)
        if name == "iobj" or (name == "dative" and child.pos_ != "ADP"):
            found += _with_conjuncts(child)
        elif name == "dative":
            found += [t for c in child.children if label(c) == "pobj" for t in _with_conjuncts(c)]
    return _unique(found)


def indirect_objects(verb: Token) -> list[Token]:
    """To whom: "gave the rebels weapons"."""
    return _receivers(verb)


def agents(verb: Token) -> list[Token]:
    """By whom: the nouns of a "by" phrase of a passive or participle."""
    found: list[Token] = []
    for child in verb.children:
        name = label(child)
        if name == "agent":
            found += [t for c in child.children if label(c) == "pobj" for t in _with_conjuncts(c)]
        elif name in {"obl", "nmod"} and (_is_agent(child) or _is_by_phrase(verb, child)):
            found += _with_conjuncts(child)
    return _unique(found)


def _is_agent(child: Token) -> bool:
    # A parser that takes whom the news is from for the doer leaves it without its "by".
    return _subtype(child) == "agent" and any(t.lower_ == "by" for t in child.subtree)


def _is_by_phrase(verb: Token, child: Token) -> bool:
    passive = verb.tag_ == "VBN" or is_passive(verb)
    return passive and _preposition(child) == "by" and not _subtype(child)


def obliques(verb: Token) -> list[tuple[str, Token]]:
    """Prepositional phrases of a verb as (preposition, noun); "" for a bare one ("left Saturday")."""
    found: list[tuple[str, Token]] = []
    for child in verb.children:
        name = label(child)
        if name == "obl":
            if _subtype(child) != "agent" and not _is_by_phrase(verb, child):
                found += _each(child, _preposition(child))
        elif name in {"prep", "dative"} and child.pos_ not in {"NOUN", "PROPN", "PRON"}:
            found += _of_preposition(child)
        elif name == "npadvmod":
            found += _each(child, "")
    return found


def modifiers(noun: Token) -> list[tuple[str, Token]]:
    """Prepositional phrases of a noun as (preposition, noun): ("of", Kyiv) for "outskirts of Kyiv"."""
    found: list[tuple[str, Token]] = []
    for child in noun.children:
        name = label(child)
        if name in {"nmod", "obl"} and _subtype(child) not in {"poss", "desc"}:
            preposition = _preposition(child)
            if preposition:
                found += _each(child, preposition)
        elif name == "prep":
            found += _of_preposition(child)
    return found


def _each(noun: Token, preposition: str) -> list[tuple[str, Token]]:
    """A prepositional phrase for each conjunct; one with a preposition of its own keeps it."""
    return [(_preposition(t) or preposition, t) for t in _with_conjuncts(noun)]


def _preposition(noun: Token) -> str:
    """The words of a noun's own case marking in UD: "in", "according to", "in front of"."""
    words: list[Token] = []
    for child in noun.children:
        if label(child) == "case" and child.lower_ not in {"'s", "’s", "'", "’"} and child.i < noun.i:
            words.append(child)
            words += [c for c in child.children if label(c) in {"fixed", "mwe"}]
    return " ".join(t.lower_ for t in sorted(words, key=lambda t: t.i))


def _of_preposition(preposition: Token) -> list[tuple[str, Token]]:
    """The nouns of a ClearNLP preposition, through a second preposition too ("according to X")."""
    found: list[tuple[str, Token]] = []
    words, current = preposition.lower_, preposition
    for _ in range(3):
        children = _children(current)
        nouns = [c for c in children if label(c) == "pobj"]
        inner = [c for c in children if label(c) in {"prep", "pcomp"} and c.pos_ in {"ADP", "SCONJ"}]
        # "from near Homs": the first stands before; in "because of rain" both share the noun.
        words = " ".join([*(c.lower_ for c in inner if c.i < current.i), words])
        if nouns:
            words = " ".join([words, *(c.lower_ for c in inner if current.i < c.i < nouns[0].i)])
        for noun in nouns:
            found += [(words, t) for t in _with_conjuncts(noun)]
        # "in Bamako and in Segou": the second preposition is a conjunct of the first.
        for other in (c for c in children if label(c) == "conj" and c.pos_ in {"ADP", "SCONJ"}):
            more = [t for c in other.children if label(c) == "pobj" for t in _with_conjuncts(c)]
            found += [(other.lower_, t) for t in more]
        inner = [c for c in inner if c.i > current.i]
        if nouns or not inner:
            break
        current = inner[0]
        words = f"{words} {current.lower_}"
    return found


def auxiliaries(verb: Token) -> list[str]:
    """Lemmas of its auxiliaries in order, those of the coordination where it has none: ["will", "be"]."""
    own = [c for c in verb.children if label(c) in {"aux", "auxpass"}]
    current = verb
    for _ in range(REACH):
        if own or label(current) != "conj" or _own_subjects(current):
            break
        current = current.head
        own = [c for c in current.children if label(c) in {"aux", "auxpass"} and c.i < verb.i]
    return [(t.lemma_ or t.text).lower() for t in own]


def is_passive(verb: Token) -> bool:
    """Whether the subject is the one acted on; participles after a noun ("held by") count."""
    current = verb
    for _ in range(REACH):
        if any(_says_passive(child.dep_) for child in current.children):
            return True
        if current.tag_ != "VBN":
            return False
        if any(label(c) in {"aux", "cop"} for c in current.children):
            return False
        if any(label(c) == "agent" or _subtype(c) == "agent" for c in current.children):
            return True
        if label(current) in {"acl", "amod", "advcl"}:
            return True
        if label(current) != "conj" or current.head.i == current.i or _own_subjects(current):
            return False
        current = current.head
    return False


def is_negated(token: Token) -> bool:
    """Whether its clause or phrase is denied: "did not enter", "no troops", "nobody died"."""
    for child in token.children:
        name, word = label(child), child.lower_
        if name == "neg" or (name in {"advmod", "cc", "preconj"} and word in _NOT):
            return True
        if name == "det" and word in {"no", "neither"}:
            return True
        if name in {"mark", "case", "prep"} and word == "without":
            return True
        if name == "advmod" and word == "longer" and any(c.lower_ == "no" for c in child.children):
            return True
    if label(token) in {"pcomp", "pobj"} and token.head.lower_ == "without":
        return True
    if not is_verbal(token):
        return False
    arguments = [t for t in token.children if label(t) in {"nsubj", "nsubjpass", "obj", "dobj"}]
    return any(
        t.lower_ in _NOBODY
        or (
            t.lower_ not in _COMPARED  # "killed no fewer than 40" did kill
            and any(label(c) in {"det", "advmod", "neg"} and c.lower_ == "no" for c in t.children)
        )
        for t in arguments
    )


# --- clauses --------------------------------------------------------------------------------------


def relative_clauses(noun: Token) -> list[Token]:
    """Verbs of the relative clauses that describe a noun."""
    return [
        t
        for c in noun.children
        if label(c) == "relcl" or (label(c) == "acl" and _subtype(c) == "relcl")
        for t in _with_conjuncts(c)
    ]


def participles(noun: Token) -> list[Token]:
    """Participles and infinitives after a noun: "held" in "a town held by rebels"."""
    return [
        t for c in noun.children if label(c) == "acl" and _subtype(c) != "relcl" for t in _with_conjuncts(c)
    ]


def antecedent(verb: Token) -> Token | None:
    """The noun that the verb's relative clause or participle describes."""
    first = first_conjunct(verb)
    return first.head if label(first) in {"acl", "relcl"} and first.head.i != first.i else None


def clause_of(verb: Token) -> Token | None:
    """The head of the clause a verb reports: its ccomp, else xcomp, else a parataxis on either side."""
    children = _children(verb)
    for name in ("ccomp", "xcomp", "parataxis"):
        for child in children:
            if label(child) == name and (name != "xcomp" or is_verbal(child)):
                return child
    if label(verb) == "parataxis" and verb.head.i != verb.i:
        return verb.head
    return None


# --- nouns ----------------------------------------------------------------------------------------


def possessors(noun: Token) -> list[Token]:
    """Whose: "Mali" in "Mali's army", "their" in "their base"."""
    return _unique(
        t
        for c in noun.children
        if label(c) == "poss" or (label(c) in {"nmod", "det"} and _subtype(c) == "poss")
        for t in _with_conjuncts(c)
    )


def appositions(noun: Token) -> list[Token]:
    """Nouns that say the same thing again: "spokesman" in "Ahmed Omar, a spokesman"."""
    return [c for c in noun.children if label(c) == "appos"]


def is_left_modifier(token: Token) -> bool:
    """Whether a token is an adjective, noun or name right before the noun it belongs to."""
    name = label(token)
    if token.i >= token.head.i or name not in _MODIFIERS or _subtype(token) == "poss":
        return False
    return name != "nmod" or not _preposition(token)


def compounds(noun: Token) -> list[Token]:
    """The modifiers before a noun, in order, without articles, possessors and numerals."""
    return [c for c in noun.lefts if is_left_modifier(c) and label(c) in {"amod", "compound", "nmod", "flat"}]


def phrase_head(token: Token) -> Token:
    """The noun that a part of its name or a modifier before it belongs to: "forces" for "security"."""
    for _ in range(REACH):
        name = label(token)
        part = name in _NAME_PARTS or (name == "nmod" and _subtype(token) == "desc")
        if token.head.i == token.i or not (part or is_left_modifier(token)):
            break
        token = token.head
    return token


def noun_phrase(token: Token) -> Words:
    """A noun with the modifiers before it and the rest of its name after it.

    Articles, possessors, prepositions and punctuation before it stay out; numerals stay in.
    """
    doc = token.doc
    start = token.i
    for child in reversed(list(token.lefts)):
        if label(child) == "punct" and child.text in {"-", "–", "‑", "/"}:
            continue
        if not is_left_modifier(child) or _is_blank(child):
            break
        if child.left_edge.i < start:
            start = child.left_edge.i
    # Modifiers may bring along what stays out: "the" in "the al-Qaeda linked group" hangs anywhere.
    while start < token.i and (
        label(doc[start]) in {"punct", "case", "cc", "mark", "preconj", "predet"}
        or doc[start].pos_ in {"DET", "PUNCT", "SPACE", "CCONJ"}
    ):
        start += 1
    for position in range(token.i - 1, start - 1, -1):  # never across a line end
        if "\n" in doc[position].text:
            start = position + 1
            break
    return doc[start : _end_of_name(token)]


def _end_of_name(token: Token) -> int:
    end = token.i + 1
    for child in token.rights:
        if label(child) in _NAME_PARTS and child.left_edge.i <= end and not _is_blank(child):
            end = max(end, child.right_edge.i + 1 if child.right_edge.i - child.i < 8 else child.i + 1)
        elif label(child) == "punct" and child.text in {"-", "–", "‑"} and child.i == end:
            if child.i + 1 < len(token.doc) and label(token.doc[child.i + 1]) in _NAME_PARTS:
                end = child.i + 1
        else:
            break
    return end


def path(start: Token, end: Token) -> str:
    """How two words of a sentence hang together: "shelled -nsubj-> army", "army <-nsubj- shelled".

    Arrows lead from a head to its dependent; a preposition stands with the label: "attack -nmod:on-> convoy".
    Empty where the two are no words of one sentence, or too far apart.
    """
    up, down = _ancestry(start), _ancestry(end)
    met = {token.i: place for place, token in enumerate(down)}
    turn = next((place for place, token in enumerate(up) if token.i in met), None)
    if turn is None:
        return ""
    steps = [start.text]
    for child, head in pairwise(up[: turn + 1]):
        steps.append(f"<-{_arc(child)}- {head.text}")
    for child in reversed(down[: met[up[turn].i]]):
        steps.append(f"-{_arc(child)}-> {child.text}")
    return " ".join(steps)


def _ancestry(token: Token) -> list[Token]:
    """The token, its head, the head of that, up to the root."""
    found = [token]
    while len(found) <= REACH and found[-1].head.i != found[-1].i:
        found.append(found[-1].head)
    return found


def _arc(token: Token) -> str:
    preposition = _preposition(token) if label(token) in {"obl", "nmod"} else ""
    return f"{token.dep_}:{preposition}" if preposition else token.dep_


# --- spans ----------------------------------------------------------------------------------------


def subtree_span(token: Token) -> Span:
    """The characters under a token, from edge to edge, without blanks and punctuation at the edges."""
    return _trimmed(token.doc[token.left_edge.i : token.right_edge.i + 1]) or char_span([token])


def char_span(words: Words | Iterable[Token]) -> Span:
    """The characters from the first word's to the last word's.

    Raises:
        ValueError: there are no words.
    """
    tokens = list(words)
    if not tokens:
        raise ValueError("no words, no span")
    return Span(min(t.idx for t in tokens), max(t.idx + len(t) for t in tokens))


def sentences_of(doc: Doc) -> tuple[Span, ...]:
    """The sentences, without blanks at their edges and without empty ones."""
    if not len(doc):
        return ()
    if not doc.has_annotation("SENT_START"):
        whole = _without_blanks(doc[:])
        return (whole,) if whole else ()
    return tuple(span for sentence in doc.sents if (span := _without_blanks(sentence)))


def _without_blanks(words: Words) -> Span | None:
    text, start = words.text, words.start_char
    stripped = text.strip()
    if not stripped:
        return None
    begin = start + text.index(stripped)
    return Span(begin, begin + len(stripped))


def _trimmed(words: Words) -> Span | None:
    text = words.text
    stripped = text.strip().strip(_EDGE + " \n\t\u00a0")
    if not stripped:
        return None
    begin = words.start_char + text.index(stripped)
    return Span(begin, begin + len(stripped))


def _unique(tokens: Iterable[Token]) -> list[Token]:
    by_place = {token.i: token for token in tokens}
    return [by_place[i] for i in sorted(by_place)]
