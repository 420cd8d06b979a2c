"""Who speaks, as what, to whom and through what.

In:  words that grammar or their place beside a cue marks as the speaker.
Out: the speaker's Mention, the words for rank, role and affiliation, the addressee, the medium.

Knows nothing of contents.
"""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.extract._cues import Cues
from kg.extract._frames import Frame, Page, is_word
from kg.extract._names import name_at, office_before
from kg.extract._phrases import Lexicon, actor_at
from kg.grammar import appositions, char_span, compounds, label, modifiers, noun_phrase, possessors, subjects
from kg.model import ActorType, Form, Gender, Kind, Mention, Span

_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_CLAUSE_ENDS = frozenset({",", ";", ":", "(", ")", "—", "–", "--", "-"})
DESCRIBED = 0.5  # confidence in a speaker whom only the cue beside it shows to be one
_HE, _SHE = frozenset({"he", "him", "his"}), frozenset({"she", "her", "hers"})


def speaker_at(page: Page, token: Token, cue: int, lexicon: Lexicon, cues: Cues) -> Mention | None:
    """The mention for the head word of a cue's subject.

    A person's name beats the description it stands beside ("the army chief, General X, urged", "UN envoy to
    Y Jane Doe, who said"). A noun no list knows is still a speaker when it speaks.

    Args:
        page: the article.
        token: head word of the subject.
        cue: position of the cue.
        lexicon: what mentions are found with.
        cues: the words of saying.
    """
    found = actor_at(token, lexicon)
    if found is not None and found.form is Form.NAME and found.type is ActorType.PERSON:
        return found
    named = _title_of(page, token, lexicon)
    if named is not None:
        return named
    for other in appositions(token):
        named = actor_at(other, lexicon)
        if named is not None and named.form is Form.NAME and named.type is ActorType.PERSON:
            return named
    named = _name_beside(page, token, cue, lexicon) or _name_after_comma(page, token, lexicon)
    return named or found or described(page, token, cues)


def _person_at(token: Token, lexicon: Lexicon) -> Mention | None:
    named = actor_at(token, lexicon) if token.ent_type_ == "PERSON" else None
    return named if named is not None and named.type is ActorType.PERSON else None


def _title_of(page: Page, token: Token, lexicon: Lexicon) -> Mention | None:
    """The person right after a title: "group leader | Jane Doe", "police director | General Jane Doe"."""
    if token.pos_ not in {"NOUN", "PROPN"} or token.ent_type_ == "PERSON":
        return None
    for following in page.doc[token.i + 1 : token.i + 4]:
        named = _person_at(following, lexicon)
        if named is not None:
            return named
        if following.pos_ not in {"PROPN", "NOUN"}:
            return None
    return None


def _name_after_comma(page: Page, token: Token, lexicon: Lexicon) -> Mention | None:
    """The person whose name explains a singular description: "its director in Chad, | Jane Doe |, ..."."""
    if token.tag_ != "NN":
        return None
    for k in range(token.i + 1, min(token.i + 10, len(page.doc) - 1)):
        if page.doc[k].text == ",":
            named = _person_at(page.doc[k + 1], lexicon)
            if named is None:
                return None
            after = next((t for t in page.doc[k + 1 : k + 12] if t.idx >= named.evidence.end), None)
            return (
                named
                if after is None or after.text in {",", ".", ";", ":"} or after.lower_ == "who"
                else None
            )
        if page.doc[k].pos_ not in {"ADP", "DET", "PROPN", "NOUN", "ADJ", "PART"}:
            return None
    return None


def _name_beside(page: Page, token: Token, cue: int, lexicon: Lexicon) -> Mention | None:
    """The person whose name ends where the cue's clause begins: "... for Chad | Jane Doe |, who said"."""
    if token.pos_ not in {"NOUN", "PROPN"} or cue <= token.i or cue - token.i > 25:
        return None
    end = cue
    for k in range(cue - 1, token.i, -1):
        t = page.doc[k]
        if t.lower_ in {"who", ","} or t.pos_ in {"ADV", "AUX"} or not t.text.strip():
            end = k
        else:
            break
    last = page.doc[end - 1]
    if last.i <= token.i or last.ent_type_ != "PERSON":
        return None
    named = actor_at(last, lexicon)
    if named is None or named.type is not ActorType.PERSON or named.evidence.start <= token.idx:
        return None
    between = [t for t in page.doc[token.i + 1 : end] if t.idx < named.evidence.start]
    # Only the rest of a title may stand between: "envoy | to Sudan | Jane Doe".
    return named if all(t.pos_ in {"ADP", "PROPN", "DET", "NOUN", "ADJ", "CCONJ"} for t in between) else None


def described(page: Page, token: Token, cues: Cues) -> Mention | None:
    """A mention for a noun that nothing but its cue shows to be a speaker: "the ferryman said"."""
    word = token.lemma_.lower() or token.lower_
    person = token.pos_ == "ADJ" and label(token) in {
        "nsubj",
        "nsubjpass",
    }  # "the wounded", "the 26-year-old"
    if (
        (token.pos_ not in _NOUNS and not person)
        or word in cues.not_speakers
        or token.lower_ in cues.not_speakers
    ):
        return None
    if token.pos_ == "PRON":
        if token.tag_ in {"WP", "WDT", "EX", "WP$"}:
            return None
        span = char_span([token])
        gender = Gender.MALE if token.lower_ in _HE else Gender.FEMALE if token.lower_ in _SHE else None
        return Mention(
            evidence=span,
            pattern="statement/pronoun",
            confidence=DESCRIBED,
            kind=Kind.ACTOR,
            type=ActorType.PERSON if gender else ActorType.UNNAMED_SOURCE,
            form=Form.PRONOUN,
            text=token.text,
            head=span,
            head_lemma=token.lower_,
            plural=token.lower_ in {"they", "we", "those", "others", "some", "many"},
            gender=gender,
        )
    left_out = {"SPACE", "DET"} if person else {"NUM", "SPACE", "DET"}
    words = [t for t in noun_phrase(token) if t.pos_ not in left_out or t.i == token.i]
    if person:
        words = [t for t in page.doc[token.left_edge.i : token.i + 1] if t.pos_ not in left_out]
    while words and not is_word(words[0]):
        words.pop(0)
    if not words:
        return None
    span = Span(words[0].idx, max(t.idx + len(t) for t in words))
    person = person or token.ent_type_ == "PERSON"
    name = token.pos_ == "PROPN"
    return Mention(
        evidence=span,
        pattern="statement/speaker",
        confidence=DESCRIBED,
        kind=Kind.ACTOR,
        type=ActorType.PERSON
        if person
        else ActorType.ORGANISATION
        if name and word not in cues.documents
        else ActorType.UNNAMED_SOURCE,
        form=Form.NAME if name and word not in cues.documents else Form.NOMINAL,
        text=span.of(page.article.text),
        head=span if name else char_span([token]),
        head_lemma=token.text if name else word,
        plural=token.tag_ in {"NNS", "NNPS"},
        definite=any(t.lower_ in {"the", "this", "these", "those"} for t in token.lefts),
        modifiers=tuple(t.lemma_.lower() for t in words if t.i < token.i and is_word(t)),
    )


def subject_of(page: Page, verb: Token, low: int, high: int, lexicon: Lexicon) -> Token | None:
    """The head of the cue's subject within low..high, in the same quotation or outside all of them.

    Where the tree has none there (it often loses its way around quotation marks), the noun phrase
    beside the verb is taken: before it, or after it when the verb comes first.
    """
    own = [c for c in verb.lefts if label(c) in {"nsubj", "nsubjpass"} and c.i >= low]
    if len(own) > 1 and page.inside[own[-1].i] == page.inside[verb.i]:
        return own[-1]  # "Dozens killed, doctors say": the nearest one
    for token in subjects(verb):
        if low <= token.i < high and page.inside[token.i] == page.inside[verb.i]:
            return token
        if low <= token.i < verb.i and _is_quoted_name(page, token):
            return token
    return None


def subject_before(page: Page, verb: Token, low: int, lexicon: Lexicon) -> Token | None:
    """The noun phrase right before a verb, by its place alone."""
    stretch: list[Token] = []
    for k in range(verb.i - 1, max(low, verb.i - 14) - 1, -1):
        token = page.doc[k]
        if not token.text.strip() or (not stretch and (token.pos_ in {"ADV", "AUX"})):
            continue
        if page.inside[k] != page.inside[verb.i] or token.text in _CLAUSE_ENDS:
            break
        if token.tag_ in {"VBG", "VBN"} and label(token) == "acl" and token.head.i < k:
            stretch = []  # "the group leading the fight said": what a participle takes is no subject
            continue
        if token.pos_ in {"VERB", "SCONJ"}:
            break
        stretch.append(token)
    return _head_among(list(reversed(stretch)), lexicon)


def subject_after(page: Page, verb: Token, high: int, lexicon: Lexicon) -> Token | None:
    """The noun phrase right after a verb: "said Colonel X", "says minister"."""
    stretch: list[Token] = []
    for k in range(verb.i + 1, min(high, verb.i + 12)):
        token = page.doc[k]
        if not token.text.strip():
            continue
        if token.tag_ == "HYPH":
            continue
        if page.inside[k] != page.inside[verb.i] or token.text in _CLAUSE_ENDS or token.text in ".?!":
            break
        if token.pos_ in {"VERB", "AUX", "SCONJ", "ADP", "CCONJ"}:
            break
        stretch.append(token)
    if not stretch or stretch[0].pos_ in {"ADV", "PUNCT"}:
        return None
    return _head_among(stretch, lexicon)


def _head_among(stretch: list[Token], lexicon: Lexicon) -> Token | None:
    """The noun that a stretch of words is about: the first one that no preposition governs."""
    nouns = [t for t in stretch if t.pos_ in _NOUNS and label(t) not in {"poss", "case"}]
    nouns = [t for t in nouns if not any(c.tag_ == "POS" for c in t.children)] or nouns
    free: list[Token] = []
    for token in nouns:
        before = stretch[: stretch.index(token)]
        if any(t.pos_ == "ADP" for t in before):
            break
        free.append(token)
    for token in reversed(free):
        if actor_at(token, lexicon) is not None:
            return token
    return free[-1] if free else None


def _is_quoted_name(page: Page, token: Token) -> bool:
    """Whether a subject inside quotation marks is a name and not what was said."""
    k = page.inside[token.i]
    if k < 0:
        return False
    words = page.quotes[k].inner.of(page.article.text).split()
    return len(words) <= 5 and words[-1][-1:] not in ",.?!"


def roles_of(page: Page, token: Token, mention: Mention, frame: Frame, lexicon: Lexicon) -> tuple[Span, ...]:
    """Rank, title, role, base and affiliation of a speaker, as words, in reading order."""
    titles: list[Span] = []
    beside: list[Span] = []
    text = page.article.text
    if mention.form is Form.NAME and mention.type is ActorType.PERSON:
        name = mention.name or mention.evidence
        first = token
        while label(first) in {"flat", "compound"} and first.head.i != first.i:
            first = first.head  # the words of a name hang on each other; what explains it on the first
        beside_name = appositions(first) if first.i != token.i and first.idx >= name.start else ()
        for head in (token, *appositions(token), *beside_name):
            phrase = char_span(noun_phrase(head))
            if not phrase.overlaps(name):
                titles.append(_with_place(head, phrase))
                beside.extend(_affiliations(head, mention, lexicon))
            elif phrase.start < name.start:
                titles.extend(_words(text, phrase.start, name.start))
        own = name_at(token, lexicon)
        office = office_before(own, lexicon) if own is not None else None
        if office is not None:  # "UN coordinator for Iraq Ada Byron", whatever the parser hangs it on
            first = token.doc[office[0]]
            titles.extend(_words(text, first.idx, mention.evidence.start))
        titles.extend(_words(text, mention.evidence.start, name.start))
        if token.idx + len(token) <= mention.evidence.start:
            edge = token.left_edge
            while edge.pos_ == "ADP" and edge.i < token.i:
                edge = edge.nbor(1)  # "by the UN coordinator X"
            titles.extend(_words(text, edge.idx, mention.evidence.start))
    else:
        beside.extend(_affiliations(token, mention, lexicon))
        titles.extend(char_span(noun_phrase(a)) for a in appositions(token) if a.ent_type_ != token.ent_type_)
    widest = [s for s in titles if not any(o != s and o.contains(s) for o in titles)]
    room = page.span(frame.start, frame.end)
    return tuple(sorted({s for s in [*widest, *beside] if room.contains(s) and s != mention.evidence}))


def _words(text: str, start: int, end: int) -> list[Span]:
    """The words between two offsets as one span; none where there are none, or far too many."""
    words = text[start:end].strip(" ,\t\u00a0") if start < end else ""
    if not words or len(words) > 120 or "\n" in words:
        return []
    begin = text.index(words, start)
    return [Span(begin, begin + len(words))]


def _with_place(head: Token, phrase: Span) -> Span:
    """A role with its "for X", "of X": "spokesman for the ministry"."""
    end = phrase.end
    for preposition, noun in modifiers(head):
        if preposition in {"for", "of", "in", "at", "to"} and noun.i > head.i:
            end = max(end, char_span(noun_phrase(noun)).end)
    return Span(phrase.start, end)


def _affiliations(head: Token, mention: Mention, lexicon: Lexicon) -> Iterator[Span]:
    """Whose a description is: "Mali" in "Mali's command", "police" in "police spokesman"."""
    beside = [*possessors(head), *compounds(head)]
    beside += [noun for preposition, noun in modifiers(head) if preposition in {"for", "of", "from", "with"}]
    for token in beside:
        part = actor_at(token, lexicon) if token.pos_ != "PRON" else None
        if mention.form is Form.NAME and mention.evidence.start <= token.idx < mention.evidence.end:
            continue
        if part is not None and not part.evidence.contains(mention.evidence):
            yield part.evidence
        elif token.ent_type_ in {"ORG", "LOC", "GPE"} and label(token) not in {"compound", "amod", "flat"}:
            yield char_span(noun_phrase(token))


def addressee_after(
    page: Page, verb: Token, nouns: Iterable[Token], end: int, lexicon: Lexicon
) -> Mention | None:
    """The first actor among the objects between a cue and what was said."""
    for token in sorted(nouns, key=lambda t: t.i):
        if verb.i < token.i < end:
            found = actor_at(token, lexicon)
            if found is not None:
                return found
    return None


def spoken_to(page: Page, area: Iterable[Token], lexicon: Lexicon) -> Mention | None:
    """The X of "Speaking to X", "in an interview with X"."""
    for token in area:
        word = token.lower_
        if word in {"speaking", "talking", "writing", "spoke", "told", "telling"}:
            after = page.doc[token.i + 1 : token.i + 3]
            skip = 1 if len(after) and after[0].lower_ in {"to", "with"} else 0
            if word not in {"told", "telling"} and not skip:
                continue
            found = _first_actor(page, token.i + 1 + skip, lexicon)
        elif word == "interview":
            after = page.doc[token.i + 1 : token.i + 2]
            if not len(after) or after[0].lower_ not in {"with", "to"}:
                continue
            found = _first_actor(page, token.i + 2, lexicon)
        else:
            continue
        if found is not None:
            return found
    return None


def _first_actor(page: Page, start: int, lexicon: Lexicon) -> Mention | None:
    for token in page.doc[start : start + 6]:
        if token.text in _CLAUSE_ENDS or token.pos_ in {"VERB", "SCONJ"} or token.tag_ in {"WRB", "WP", "IN"}:
            return None
        if token.pos_ in {"NOUN", "PROPN", "PRON"}:
            found = actor_at(token, lexicon)
            if found is not None:
                return found
    return None


def medium_in(page: Page, area: Iterable[Token], cues: Cues) -> Span | None:
    """What was spoken through: "state television" in "said on state television"."""
    for token in area:
        if token.lower_ not in cues.media_prepositions:
            continue
        for k in range(token.i + 1, min(token.i + 7, len(page.doc))):
            noun = page.doc[k]
            if noun.text in _CLAUSE_ENDS or noun.text in ".?!" or noun.pos_ in {"VERB", "ADP", "SCONJ"}:
                break
            if noun.lemma_.lower() not in cues.media and noun.lower_ not in cues.media:
                continue
            following = page.doc[k + 1] if k + 1 < len(page.doc) else None
            if (
                following is not None
                and following.pos_ in {"NOUN", "PROPN"}
                and following.lemma_.lower() in cues.media
            ):
                continue
            if noun.lower_ == "x" and noun.text != "X":
                continue
            if noun.pos_ in {"NOUN", "PROPN"} or noun.text == "X":
                words = [t for t in noun_phrase(noun) if t.i > token.i] or [noun]
                return char_span(words)
    return None
