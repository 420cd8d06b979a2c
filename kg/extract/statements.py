"""Statements: who said what, with which words of saying.

In:  an analysed article.
Out: one Statement for each speaker + cue + content; quotations without a cue go to whoever spoke before.

Content is found by quotation marks and by place first and by the tree second, because trees of sentences
with quotations are often wrong. Knows nothing of entities, of what is said, of RDF, files or the web.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from spacy.tokens import Doc, Token

from kg.extract import Extract
from kg.extract._cues import Cues, PhraseCue, VerbCue, load_cues
from kg.extract._frames import FINITE, Frame, Page, has_finite_clause, is_finite, is_mark, is_word, lay_out
from kg.extract._phrases import Lexicon, actor_at, make_lexicon
from kg.extract._speakers import (
    addressee_after,
    described,
    medium_in,
    roles_of,
    speaker_at,
    spoken_to,
    subject_after,
    subject_before,
    subject_of,
)
from kg.gazetteer import Gazetteer
from kg.grammar import (
    agents,
    auxiliaries,
    indirect_objects,
    is_negated,
    is_passive,
    label,
    modifiers,
    objects,
    obliques,
    passive_subjects,
    possessors,
    subjects,
)
from kg.model import (
    Act,
    ActorType,
    Article,
    Form,
    Mention,
    Span,
    SpeakerEvidence,
    Statement,
    StatementKind,
    Zone,
)

# How sure each way of finding a statement is, as measured by eye on news text.
_SURE = {
    "quote": 0.92,
    "that": 0.92,
    "before": 0.9,
    "clause": 0.88,
    "according": 0.9,
    "infinitive": 0.85,
    "around": 0.85,
    "preposition": 0.75,
    "accusation": 0.8,
    "judgement": 0.75,
    "phrase": 0.8,
    "colon": 0.75,
    "noun": 0.7,
    "noun-cue": 0.75,
    "place": 0.65,
    "passive": 0.7,
    "citing": 0.6,
    "carried": 0.6,
}
_ANONYMOUS = 0.8  # times this where nobody is named
_FAR = 15  # words between a cue and its "that"
_HEADLINES = frozenset({Zone.HEADLINE, Zone.STANDFIRST, Zone.HIGHLIGHT, Zone.HEADING})
_SELF = frozenset({"i", "we", "you"})
_PARENTHESIS = frozenset({",", "—", "–", "--", "-", "(", ")"})
_COORDINATORS = frozenset({"and", "but", "or", "while", "whereas", "although", "though", "yet"})
# What may follow a noun of saying, and what begins a clause after a verb of saying.
_AFTER_NOUNS = frozenset(
    {"of", "by", "from", "on", "about", "in", "to", "for", "with", "and", "or", ",", ".", "against", "as"}
)
_POINTERS = frozenset({"this", "that", "it", "them", "him", "her", "these", "those"})
_REFLEXIVE = frozenset({"itself", "himself", "herself", "themselves", "ourselves", "myself"})
_CLAUSE_STARTS = frozenset({"they", "he", "she", "it", "that", "we", "the", "its", "their", "his"})
_ADJUNCT_ENDS = frozenset({",", ";", ":", "—", "–", "--", "."})

Range = tuple[int, int]


@dataclass(slots=True)
class _Draft:
    """A statement in the making."""

    at: int  # position of the cue; orders statements of a frame
    act: Act
    how: str
    trigger: str
    speaker: Mention | None
    speaker_token: Token | None
    cue: Span | None
    content: list[Range]
    addressee: Mention | None = None
    medium: Span | None = None
    via: list[Mention] = field(default_factory=list)
    carried: bool = False
    area: list[Token] = field(default_factory=list)
    frame: int = 0
    outside: bool = True  # the cue stands outside quotation marks


def extractor(gazetteer: Gazetteer) -> Extract:
    """Ready this room: load the words of saying once, search many articles."""
    return partial(find_statements, cues=load_cues(), lexicon=make_lexicon(gazetteer))


def find_statements(doc: Doc, article: Article, *, cues: Cues, lexicon: Lexicon) -> Iterator[Statement]:
    """Yield every statement of an article, in reading order of its frames."""
    page = lay_out(doc, article, cues)
    reader = _Reader(page, cues, lexicon)
    drafts: list[_Draft] = []
    for number, frame in enumerate(page.frames):
        found = reader.read(frame)
        for draft in found:
            draft.frame = number
        if not any(d.outside for d in found):
            found = [*_continue(reader, number, drafts), *found]
        drafts.extend(found)
    for draft in drafts:
        statement = _finished(page, draft, lexicon)
        if statement is not None:
            yield statement


# --- one frame ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    """Reads one frame after the other; holds what every question needs."""

    page: Page
    cues: Cues
    lexicon: Lexicon

    def read(self, frame: Frame) -> list[_Draft]:
        """The statements of one frame, in order of their cues."""
        doc = self.page.doc
        drafts: list[_Draft] = []
        taken: set[int] = set()
        headline = self._colon(frame)
        if headline is not None:
            drafts.append(headline)
        i = frame.start
        while i < frame.end:
            token = doc[i]
            phrase = self._phrase_at(i, frame)
            if phrase is not None:
                cue, positions = phrase
                draft = self._phrase(cue, positions, frame)
                if draft is not None:
                    drafts.append(draft)
                    taken.update(range(positions[0], positions[-1] + 1))
            if i not in taken:
                draft = self._at(token, frame, drafts)
                if draft is not None:
                    drafts.append(draft)
            i += 1
        drafts += self._citing(frame, drafts)
        drafts.sort(key=lambda d: d.at)
        return drafts

    def _at(self, token: Token, frame: Frame, before: list[_Draft]) -> _Draft | None:
        """The statement whose cue is this very word."""
        lemma = self.cues.lemma(token)
        if token.lower_ == "according":
            return self._according(token, frame)
        verb = self.cues.verbs.get(lemma)
        if verb is not None and (token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB")):
            return self._verb(token, verb, frame, before)
        if verb is not None and token.pos_ == "NOUN" and self._is_mistaken(token, verb, frame):
            found = self._verb(token, verb, frame, before)
            if found is not None:
                return found
        if lemma in self.cues.nouns and token.pos_ == "NOUN":
            return self._noun(token, self.cues.nouns[lemma], frame)
        return None

    # --- verbs ---

    def _verb(self, verb: Token, cue: VerbCue, frame: Frame, before: list[_Draft]) -> _Draft | None:
        if verb.pos_ != "NOUN" and self._is_modifier(verb):
            return None
        if self._is_open(verb):
            return None
        quoted_by = self._quoted_by(verb)
        if quoted_by is not None:
            return self._as_saying(verb, quoted_by, cue, frame)
        closing = self._closes(verb, frame)
        if verb.tag_ in {"VBN", "VBD"} and is_passive(verb) and not closing:
            return self._passive(verb, cue, frame)
        low, high = self._bounds(verb, frame)
        token = subject_of(self.page, verb, low, high, self.lexicon)
        inverted = False
        finite = is_finite(verb) or verb.pos_ == "NOUN" or closing
        if token is None and finite:
            if self._comes_first(verb, low):
                token = subject_after(self.page, verb, high, self.lexicon)
                inverted = token is not None
            if token is None and not self._shares_subject(verb):
                token = subject_before(self.page, verb, low, self.lexicon)
            if token is None or self._is_finite_acl(verb):
                token = self._lost_subject(verb, low) or token
        elif token is not None:
            inverted = token.i > verb.i
        if (
            token is not None
            and token.i < verb.i
            and (self._quote_between(token.i, verb.i) or self._is_far_subject(token, verb))
        ):
            nearer = subject_before(self.page, verb, low, self.lexicon)
            token = nearer if nearer is not None else token
        if token is not None and token.lower_ in {"who", "which", "that"}:
            token = self._antecedent(token, low)
        mention = self._speaker(token, verb)
        carried_by = next((d for d in reversed(before) if d.outside and d.at < verb.i), None)
        if not self._goes_on_speaking(verb, token, mention, carried_by):
            carried_by = None
        elif carried_by is not None:
            mention, token = carried_by.speaker, None
        if mention is None or (token is not None and token.lower_ in self.cues.not_speakers - {"it"}):
            return None
        in_quote = self.page.inside[verb.i] >= 0
        if in_quote and token is not None and token.lower_ in _SELF:
            return None
        if token is not None and token.lower_ == "it" and verb.tag_ not in FINITE:
            return None
        left = self._left_edge(verb, token, inverted, low)
        relative = any(c.tag_ in {"WP", "WDT"} and c.i < verb.i for c in verb.children)
        around = None
        if not (in_quote or relative or verb.tag_ == "VBG"):
            around = self._around(verb, cue, left, token, inverted, frame)
        right = self._right(verb, cue, token, inverted, frame, high, mention)
        chosen = self._choose(around, right)
        if chosen is None:
            return None
        how, act, content, start = chosen
        if act is Act.REQUEST and self._is_for_anonymity(content):
            return None
        if in_quote and how not in {"that", "clause"}:
            return None
        if (
            cue.actor_only
            and mention.pattern.startswith("statement/")
            and not self._may_speak(token, mention)
        ):
            return None
        draft = self._draft(verb, act, how, cue.lemma, mention, token, content, frame)
        if carried_by is not None:
            draft.speaker_token = carried_by.speaker_token
        receivers = [*objects(verb), *indirect_objects(verb)]
        if cue.lemma in {"call", "appeal"}:
            receivers = [n for p, n in obliques(verb) if p in {"on", "upon", "to"}]
        if cue.lemma in {
            "say",
            "add",
            "write",
            "speak",
            "complain",
            "report",
            "announce",
            "explain",
            "admit",
        }:
            receivers = [n for p, n in obliques(verb) if p == "to"]
        if how not in {"noun", "judgement", "accusation"}:
            end = start if start is not None else frame.end
            told = addressee_after(self.page, verb, receivers, end, self.lexicon)
            draft.addressee = told or draft.addressee
            if draft.addressee is None and cue.lemma == "tell" and how != "infinitive":
                draft.addressee = spoken_to(self.page, [verb], self.lexicon)
        return draft

    def _quote_between(self, start: int, end: int) -> bool:
        """Whether a quotation stands wholly between two positions."""
        k = self.page.inside[end - 1] if end > start else -1
        inner = {self.page.inside[j] for j in range(start + 1, end)} - {-1}
        return k < 0 and bool(inner - {self.page.inside[start]})

    def _is_for_anonymity(self, content: list[Range]) -> bool:
        """Whether somebody only "asked not to be named"."""
        words = [t.lower_ for a, b in content for t in self.page.words(a, b)]
        return len(words) <= 6 and bool(
            {"named", "identified", "quoted", "anonymous", "anonymity"} & set(words)
        )

    def _is_far_subject(self, token: Token, verb: Token) -> bool:
        """Whether a clause and a comma part a subject from the cue: "A strike killed 9, the mayor said"."""
        doc = self.page.doc
        commas = [k for k in range(verb.i - 2, max(token.i, verb.i - 12), -1) if doc[k].text == ","]
        if not commas or not any(doc[k].pos_ in {"NOUN", "PROPN", "PRON"} for k in range(commas[0], verb.i)):
            return False
        between = [t for t in doc[token.i + 1 : commas[0]] if is_finite(t)]
        nearest = [t for t in doc[commas[0] + 1 : verb.i] if is_finite(t) or t.pos_ == "VERB"]
        in_relative = all(t.dep_.lower() == "acl:relcl" or label(t) == "relcl" for t in between)
        return bool(between) and not in_relative and not nearest

    def _antecedent(self, pronoun: Token, low: int) -> Token | None:
        """What a relative pronoun stands for, by its place: the noun right before it."""
        for k in range(pronoun.i - 1, max(low - 1, pronoun.i - 4), -1):
            token = self.page.doc[k]
            if token.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}:
                return token
            if token.text.strip() and token.text != "," and not is_mark(token):
                return None
        return None

    def _goes_on_speaking(
        self, verb: Token, token: Token | None, mention: Mention | None, earlier: _Draft | None
    ) -> bool:
        """Whether the speaker of an earlier cue of the frame is the speaker of this one too.

        ", adding that" goes with the cue before it; so does "and denied ..." when the tree gives it a thing
        of the reported clause as its subject.
        """
        if earlier is None or earlier.speaker is None:
            return False
        sign = next(
            (t for t in (self.page.doc[k] for k in range(verb.i - 1, -1, -1)) if t.text.strip()), None
        )
        if verb.tag_ == "VBG" and sign is not None and (sign.text in _PARENTHESIS or sign.pos_ == "CCONJ"):
            return True
        if self._claims_to_have(verb):
            return True
        if mention is None:
            return not is_finite(verb) or (sign is not None and sign.pos_ in {"CCONJ", "ADV"})
        doubtful = mention.pattern == "statement/speaker" and mention.head_lemma not in self.cues.documents
        return (
            label(verb) == "conj"
            and doubtful
            and sign is not None
            and sign.pos_ == "CCONJ"
            and token is not None
        )

    def _is_modifier(self, verb: Token) -> bool:
        """Whether a form of a verb describes a noun: "the first reported case"."""
        if label(verb) in {"amod", "compound", "case", "fixed", "aux", "auxpass", "cop", "mark"}:
            return True
        before = self.page.doc[verb.i - 1] if verb.i else None
        return (
            before is not None
            and verb.tag_ in {"VBD", "VBN", "VBG"}
            and (before.tag_ in {"DT", "PRP$", "POS", "JJ", "JJS", "CD"} and before.text.strip() != "")
            and label(before) not in {"nsubj", "nsubjpass", "conj", "appos", "flat"}
            and before.head.i != verb.i
        )

    def _closes(self, verb: Token, frame: Frame) -> bool:
        """Whether a "participle" is the verb of a closing "..., local media reported."."""
        doc = self.page.doc
        if verb.tag_ != "VBN" or any(label(c) in {"aux", "auxpass"} for c in verb.children):
            return False
        following = doc[verb.i + 1] if verb.i + 1 < frame.end else None
        if following is not None and following.text not in {".", ",", ";"}:
            return False
        for k in range(verb.i - 1, max(frame.start, verb.i - 8), -1):
            if doc[k].text == "," or is_mark(doc[k]):
                return k < verb.i - 1
            if doc[k].pos_ not in {"NOUN", "PROPN", "ADJ", "DET", "PRON", "NUM", "PART"}:
                return False
        return False

    def _is_open(self, verb: Token) -> bool:
        """Whether the saying itself is denied, only possible or supposed."""
        if is_negated(verb):
            return True
        own = [c for c in verb.children if label(c) in {"aux", "auxpass"}]
        words = [*auxiliaries(verb), *(c.lower_ for c in own)]
        if any(w in self.cues.open_auxiliaries for w in words):
            return True
        if any(
            label(c) in {"mark", "advmod", "case"} and c.lower_ in self.cues.hypothetical and c.i < verb.i
            for c in verb.children
        ):
            return True
        if verb.tag_ == "VB" and not is_finite(verb) and not self._claims_to_have(verb):
            if any(w in {"do", "did", "does"} for w in words):
                return False
            head = verb.head
            return not (label(verb) in {"xcomp", "advcl"} and (head.lemma_.lower() in self.cues.went_on))
        if label(verb) in {"pcomp", "advcl", "acl"} and verb.tag_ == "VBG":
            near = self.page.doc[max(0, verb.i - 2) : verb.i]
            return any(t.lower_ in {"without", "of", "from", "avoid", "stop"} for t in near)
        # A participle or gerund in the place of a noun tells of saying in general.
        return verb.tag_ == "VBG" and label(verb) in {"nsubj", "csubj", "obj", "dobj", "pobj", "nmod", "obl"}

    def _claims_to_have(self, verb: Token) -> bool:
        """Whether a bare "claim to have ..." follows: nobody orders or vows that, so it is finite."""
        cue = self.cues.verbs.get(self.cues.lemma(verb))
        if cue is None or cue.infinitive in {None, Act.REQUEST, Act.COMMITMENT, Act.WARNING}:
            return False
        if verb.i > 0 and (
            self.page.doc[verb.i - 1].lower_ == "to" or self.page.doc[verb.i - 1].tag_ == "MD"
        ):
            return False
        return [t.lower_ for t in self.page.doc[verb.i + 1 : verb.i + 3]] == ["to", "have"]

    def _bounds(self, verb: Token, frame: Frame) -> Range:
        """The frame, or the part of it inside the quotation that the cue stands in."""
        k = self.page.inside[verb.i]
        if k < 0:
            return frame.start, frame.end
        low = high = verb.i
        while low > frame.start and self.page.inside[low - 1] == k and not self.page.doc[low].is_sent_start:
            low -= 1
        while (
            high < frame.end
            and self.page.inside[high] == k
            and not (high > verb.i and self.page.doc[high].is_sent_start)
        ):
            high += 1
        return low, high

    def _comes_first(self, verb: Token, low: int) -> bool:
        """Whether nothing that could be a subject stands between the last quotation or comma and the cue."""
        for k in range(verb.i - 1, low - 1, -1):
            token = self.page.doc[k]
            if not token.text.strip() or token.pos_ == "ADV":
                continue
            return token.text in _PARENTHESIS or is_mark(token) or self.page.inside[k] >= 0
        return True

    def _is_finite_acl(self, verb: Token) -> bool:
        """Whether the tree takes a finite verb for a participle: "the group leading the fight claim they"."""
        starts = {"WDT", "WP", "IN", "TO", "MD"}
        return (
            verb.tag_ in FINITE
            and label(verb) in {"acl", "relcl"}
            and not any(c.tag_ in starts or label(c) in {"nsubj", "nsubjpass", "mark"} for c in verb.children)
        )

    def _lost_subject(self, verb: Token, low: int) -> Token | None:
        """A subject before the cue that the tree gives to the verb of what was said, or to a participle."""
        if self._is_finite_acl(verb) and low <= verb.head.i < verb.i:
            return verb.head
        for k in range(verb.i - 1, max(low - 1, verb.i - 25), -1):
            token = self.page.doc[k]
            if (
                label(token) in {"nsubj", "nsubjpass"}
                and token.head.i > verb.i
                and token.pos_
                in {
                    "NOUN",
                    "PROPN",
                    "PRON",
                    "NUM",
                }
            ):
                return token if self.page.inside[k] == self.page.inside[verb.i] else None
        return None

    def _shares_subject(self, verb: Token) -> bool:
        return label(verb) == "conj" and bool(subjects(verb))

    def _speaker(self, token: Token | None, verb: Token) -> Mention | None:
        if token is None:
            return None
        return speaker_at(self.page, token, verb.i, self.lexicon, self.cues)

    def _may_speak(self, token: Token | None, mention: Mention) -> bool:
        """Whether a noun that no list knows is a document, a pronoun of people or a name."""
        if token is None:
            return True
        word = token.lemma_.lower()
        if mention.form is Form.PRONOUN:
            return token.lower_ in {"he", "she", "they", "many", "some", "others", "most", "few"}
        return word in self.cues.documents or (
            mention.form is Form.NAME and token.ent_type_ in {"PERSON", "ORG"}
        )

    def _left_edge(self, verb: Token, token: Token | None, inverted: bool, low: int) -> int:
        """Where the words of speaker and cue begin: after the last comma, mark or clause before them."""
        doc = self.page.doc
        start = verb.i if token is None or inverted or token.i > verb.i else token.i
        if start < verb.i and token is not None:
            edge = max(low, token.left_edge.i)
            if has_finite_clause(self.page, edge, token.i):
                edge = token.i
            while start > low:
                before = doc[start - 1]
                if self.page.inside[start - 1] != self.page.inside[verb.i] or is_mark(before):
                    break
                if before.text in {",", "—", "–", "--", "(", ")", ":", ";"}:
                    break
                part = before.pos_ in {"DET", "ADJ", "PROPN", "NOUN", "NUM"} or before.tag_ == "POS"
                if start - 1 < edge and not part and before.text.strip():
                    break
                start -= 1
        if start > low + 1 and doc[start - 1].lower_ == "as":
            start -= 1
        return start

    # --- what was said, before or around the cue ---

    def _around(
        self, verb: Token, cue: VerbCue, left: int, token: Token | None, inverted: bool, frame: Frame
    ) -> tuple[str, Act, list[Range], int | None] | None:
        """Content that stands before "..., officials said", and goes on after it where it interrupts."""
        page, doc = self.page, self.page.doc
        start, end = page.trimmed(frame.start, left)
        if start >= end:
            return None
        sign = next((doc[k] for k in range(left - 1, frame.start - 1, -1) if doc[k].text.strip()), None)
        if sign is None:
            return None
        after_quote = is_mark(sign) or page.inside[sign.i] >= 0
        if not after_quote and sign.text not in _PARENTHESIS:
            return None
        quoted = after_quote and self._is_speech(end - 1, start)
        if cue.quote_only and not quoted:
            return None
        if cue.judge_only:
            return None
        tail = self._tail(verb, token, inverted, frame)
        interrupted = tail < frame.end and doc[tail].text in _PARENTHESIS and self._goes_on(tail + 1, frame)
        clausal = quoted or has_finite_clause(page, start, end)
        if (
            clausal
            and not quoted
            and all(
                verb.is_ancestor(t) and _is_adverbial(t, verb) for t in page.words(start, end) if is_finite(t)
            )
        ):
            # "Despite reports X had fallen, officials said Y": the tree has all of it below the cue.
            clausal = interrupted
        rest: list[Range] = []
        if interrupted:
            a, b = page.trimmed(tail + 1, self._cut(verb, tail + 1, frame.end))
            if a < b:
                rest.append((a, b))
        if quoted or clausal:
            if quoted:
                # Only words of the quotation itself may come between it and the cue.
                first = start
                rest = self._quoted_ranges(tail, frame) if tail < frame.end else []
                return ("before", cue.act, [(first, end), *rest], None)
            return ("before", cue.act, [(start, end), *rest], None)
        if rest and tail - verb.i <= 8:
            if doc[start].tag_ == "VBG" and start == frame.start:
                return None
            return ("around", cue.act, [(start, end), *rest], None)
        if frame.zone in _HEADLINES and end - start >= 2 and doc[start].pos_ not in {"ADP", "SCONJ"}:
            return ("before", cue.act, [(start, end)], None)
        return None

    def _is_speech(self, last: int, start: int) -> bool:
        """Whether the quotation that ends here is something said, not a name in quotation marks."""
        k = self.page.inside[last]
        if k < 0:
            return False
        quote = self.page.quotes[k]
        words = quote.inner.of(self.page.article.text)
        begins = self.page.inside[start] == k
        return begins or words[-1:] in ",.?!—" or len(words.split()) > 4

    def _tail(self, verb: Token, token: Token | None, inverted: bool, frame: Frame) -> int:
        """Position of the comma (or end) after cue, inverted speaker and short adjuncts."""
        position = verb.i + 1
        if inverted and token is not None:
            position = max(position, token.i + 1)
            # "said X, a spokesman for Y" and "said X, who leads Y": the description goes with X.
            edge = min(token.right_edge.i, frame.end - 1)
            if edge - token.i <= 40 and not any(
                self.page.inside[k] >= 0 and not is_mark(self.page.doc[k]) for k in range(token.i, edge + 1)
            ):
                position = max(position, edge + 1)
        while position < frame.end:
            t = self.page.doc[position]
            if t.text in _ADJUNCT_ENDS or is_mark(t) or self.page.inside[position] >= 0:
                break
            position += 1
        return position

    def _goes_on(self, start: int, frame: Frame) -> bool:
        """Whether what follows an interrupting "he said," is more of what was said."""
        doc = self.page.doc
        first = next(self.page.words(start, frame.end), None)
        if first is None:
            return False
        lemma = self.cues.lemma(first)
        if first.tag_ == "VBG" and (lemma in self.cues.verbs or lemma in {"cite", "quote", "refer", "speak"}):
            return False
        if first.lower_ in {
            "as",
            "while",
            "who",
            "which",
            "whose",
            "without",
            "in",
            "on",
            "after",
            "according",
            "when",
            "whereas",
            "although",
            "though",
            "amid",
        }:
            return False
        if first.lower_ in {"and", "but"}:
            # "..., he said, and denied": one more cue of the same speaker.
            following = [t for t in self.page.words(first.i + 1, min(first.i + 4, frame.end))]
            if any(self.cues.lemma(t) in self.cues.verbs and is_finite(t) for t in following[:2]):
                return False
        return bool(doc)

    def _quoted_ranges(self, start: int, frame: Frame) -> list[Range]:
        """The quotations that go on after "he said"."""
        found: list[Range] = []
        k = start
        while k < frame.end:
            if self.page.opens_quote(k):
                stop = k
                while stop < frame.end and self.page.inside[stop] == self.page.inside[k]:
                    stop += 1
                lead = [t for t in self.page.words(start, k)]
                if any(is_finite(t) or self.cues.lemma(t) in self.cues.verbs for t in lead):
                    break
                a, b = self.page.trimmed(k, stop)
                if a < b:
                    found.append((a, b))
                start = k = stop
                continue
            k += 1
        return found

    # --- what was said, after the cue ---

    def _right(
        self,
        verb: Token,
        cue: VerbCue,
        token: Token | None,
        inverted: bool,
        frame: Frame,
        high: int,
        mention: Mention,
    ) -> tuple[str, Act, list[Range], int | None] | None:
        """Content after the cue: quotation, that-clause, infinitive, clause, noun phrase."""
        page, doc = self.page, self.page.doc
        limit = self._limit(verb, frame, high)
        after = self._after(verb, cue)
        if inverted and token is not None:
            after = max(after, token.i + 1)
        quote = self._quote_after(after, limit)
        if quote is not None:
            end = self._cut(verb, quote + 1, limit)
            return ("quote", cue.act, self._from_quote(quote, end), quote)
        if cue.judges is not None:
            judged = self._judgement(verb, cue, after, limit, mention)
            if judged is not None or cue.judge_only:
                return judged
        if cue.quote_only:
            that = self._that_after(verb, after, min(limit, after + 1 + _FAR))
            if that != after:
                return None
        if cue.accuses:
            return self._accusation(verb, cue, limit)
        that = self._that_after(verb, after, limit)
        if that is not None:
            end = self._cut(verb, that + 1, limit)
            return self._made("that", cue.act, that + 1, end, that)
        if cue.infinitive is not None:
            infinitive = self._infinitive(verb, cue, after, limit)
            if infinitive is not None:
                end = self._cut(verb, infinitive + 1, limit)
                return self._made("infinitive", cue.infinitive, infinitive, end, infinitive, split=False)
        if cue.gerund is not None and after < limit and doc[after].tag_ == "VBG":
            end = self._cut(verb, after + 1, limit)
            return self._made("infinitive", cue.gerund, after, end, after, split=False)
        if cue.lemma in {"call", "charge", "appeal", "read", "answer", "press", "alert", "ask"}:
            return self._preposition(verb, cue, after, limit)
        clause = self._clause(verb, after, limit)
        if clause is not None:
            end = self._cut(verb, clause + 1, limit)
            return self._made("clause", cue.act, clause, end, clause)
        phrase = self._preposition(verb, cue, after, limit) or self._noun_content(
            verb, cue, after, limit, mention
        )
        if phrase is not None:
            return phrase
        if not cue.actor_only and verb.tag_ in FINITE | {"VBG"}:
            start = self._past_addressee(verb, after, limit)
            start = self._past_adjuncts(verb, start, limit)
            end = self._cut(verb, start + 1, limit) if start < limit else limit
            if (
                start < end
                and has_finite_clause(page, start, end)
                and doc[start].pos_ not in {"ADP", "SCONJ", "PUNCT"}
            ):
                if doc[start].lower_ in {"who", "which", "when", "as", "after", "while", "where"}:
                    return None
                return self._made("place", cue.act, start, end, start)
        return None

    def _made(
        self, how: str, act: Act, start: int, end: int, first: int, *, split: bool = True
    ) -> tuple[str, Act, list[Range], int | None] | None:
        ranges = self._split(start, end) if split else [self.page.trimmed(start, end)]
        ranges = [(a, b) for a, b in ranges if a < b]
        return (how, act, ranges, first) if ranges else None

    def _split(self, start: int, end: int) -> list[Range]:
        """A range cut at "and that": two that-clauses are two pieces of content."""
        doc, pieces, begin = self.page.doc, [], start
        for k in range(start + 2, end - 2):
            if (
                doc[k].lower_ == "that"
                and doc[k - 1].lower_ in {"and", "but"}
                and self.page.inside[k] < 0
                and (label(doc[k]) == "mark" or doc[k].tag_ == "IN")
                and k - 1 > begin
            ):
                pieces.append(self.page.trimmed(begin, k - 1))
                begin = k + 1
        pieces.append(self.page.trimmed(begin, end))
        return pieces

    def _limit(self, verb: Token, frame: Frame, high: int) -> int:
        """Where the clause of the cue ends at the latest."""
        subordinate = (label(verb) in {"acl", "relcl"} and not self._is_finite_acl(verb)) or (
            label(verb) == "advcl"
            and (
                verb.tag_ not in FINITE
                or any(label(c) in {"mark", "advmod"} and c.i < verb.i for c in verb.children)
            )
        )
        # A relative clause ends before its main clause goes on; at the end of a frame it may run on.
        if subordinate and (verb.head.i > verb.i or self._main_goes_on(verb, high)):
            return min(high, verb.right_edge.i + 1)
        return high

    def _main_goes_on(self, verb: Token, high: int) -> bool:
        """Whether after a relative or adverbial clause more of its sentence follows."""
        edge = verb.right_edge.i + 1
        governor = verb.head
        for _ in range(8):
            if governor.i >= edge or governor.head.i == governor.i:
                break
            governor = governor.head
        return governor.i >= edge and governor.i < high

    def _after(self, verb: Token, cue: VerbCue) -> int:
        """The first position after the cue and its particle ("point out")."""
        after = verb.i + 1
        for child in verb.children:
            if label(child) in {"compound", "prt"} and child.i == after:
                after += 1
        return after

    def _quote_after(self, after: int, limit: int) -> int | None:
        """Where a quotation begins that the cue leads up to."""
        doc = self.page.doc
        for k in range(after, min(limit, after + 25)):
            if self.page.opens_quote(k):
                sign = next((doc[j] for j in range(k - 1, after - 2, -1) if doc[j].text.strip()), None)
                direct = sign is not None and (sign.text in {":", ","} or sign.i < after)
                quote = self.page.quotes[self.page.inside[k]]
                words = quote.inner.of(self.page.article.text)
                long = len(words.split()) > 3 or words[-1:] in ".?!,"
                if not direct or (sign is not None and sign.text != ":" and not long):
                    return None
                return k
            if is_finite(doc[k]) or doc[k].lower_ == "that":
                return None
        return None

    def _from_quote(self, start: int, end: int) -> list[Range]:
        """A quotation as content; with the rest of the sentence when it is only the beginning of it."""
        page = self.page
        quote = page.quotes[page.inside[start]]
        stop = start
        while stop < end and page.inside[stop] == page.inside[start]:
            stop += 1
        whole = quote.inner.of(page.article.text)[-1:] in ",.?!…—" or not quote.closed
        if not whole:
            return [r for r in [page.trimmed(start, end)] if r[0] < r[1]]
        ranges = [page.trimmed(start, stop)]
        k = stop
        while k < end:
            if page.opens_quote(k):
                if any(is_finite(t) for t in page.words(stop, k)):
                    break
                close = k
                while close < end and page.inside[close] == page.inside[k]:
                    close += 1
                ranges.append(page.trimmed(k, close))
                stop = k = close
                continue
            k += 1
        return [r for r in ranges if r[0] < r[1]]

    def _that_after(self, verb: Token, after: int, limit: int) -> int | None:
        """The "that" of the cue's clause, with nothing but adjuncts and addressees before it."""
        doc = self.page.doc
        for k in range(after, min(limit, after + _FAR)):
            token = doc[k]
            if (
                is_finite(token)
                or (token.text in {";", ":"})
                or self.page.inside[k] != self.page.inside[verb.i]
            ):
                return None
            if token.lower_ == "that" and label(token) != "det" and k + 1 < limit:
                before = doc[k - 1]
                if before.lemma_.lower() in self.cues.nouns and label(before) in {"obj", "dobj"}:
                    return None  # "documented allegations that ...": what the noun reports, not the verb
                pronoun = token.tag_ == "DT" or label(token) in {"nsubj", "nsubjpass", "obj", "dobj"}
                # "on state television that snipers were": only before a bare verb is it no conjunction.
                if pronoun and label(token) != "mark" and doc[k + 1].tag_ in FINITE:
                    return None
                return k if has_finite_clause(self.page, k + 1, limit) else None
        return None

    def _infinitive(self, verb: Token, cue: VerbCue, after: int, limit: int) -> int | None:
        """Where "to leave" or "not to leave" begins."""
        doc = self.page.doc
        far = 12 if cue.infinitive in {Act.REQUEST, Act.WARNING} else 2
        if cue.lemma in {"call", "appeal"}:
            if not any(
                doc[k].lower_ in {"on", "upon", "to"} and doc[k].pos_ in {"ADP", "PART"}
                for k in range(after, min(after + 2, limit))
            ):
                return None
            after += 1
        for k in range(after, min(limit, after + far)):
            token = doc[k]
            if is_finite(token) or token.text in {";", ":", "."}:
                return None
            if token.lower_ == "to" and k + 1 < limit:
                following = next(
                    (t for t in doc[k + 1 : min(k + 4, limit)] if t.pos_ not in {"ADV", "PUNCT"}), None
                )
                if following is not None and following.tag_ == "VB":
                    start = k - 1 if k > after and doc[k - 1].lower_ in {"not", "never"} else k
                    # "orders troops brought to clear": the infinitive of another word.
                    other = label(following) in {"advcl", "acl"} and following.head.i > verb.i
                    if far == 12 and other and following.head.pos_ == "VERB":
                        return None
                    return start
        return None

    def _clause(self, verb: Token, after: int, limit: int) -> int | None:
        """Where the clause begins that the tree hangs on the cue."""
        for child in verb.children:
            if child.i < after or child.i >= limit:
                continue
            name = label(child)
            if name not in {"ccomp", "parataxis"} and not (name == "xcomp" and is_finite(child)):
                continue
            start = max(after, child.left_edge.i)
            end = min(limit, child.right_edge.i + 1)
            if start >= end or not self._is_clause(child, start, end):
                continue
            if name == "parataxis" and self.page.doc[start].text in {"(", "["}:
                continue
            # Whatever stands between the cue and the clause belongs to the clause unless it is an adjunct.
            told = self._past_addressee(verb, after, limit)
            if start < told < end:
                return told
            gap = self._past_adjuncts(verb, max(after, min(told, start)), start)
            if gap < start and not any(label(c) in {"nsubj", "nsubjpass", "expl"} for c in child.children):
                return gap  # the subject of the clause hangs elsewhere
            if gap < start and not any(t.text in _ADJUNCT_ENDS for t in self.page.doc[gap:start]):
                return gap
            return start
        return None

    def _is_clause(self, head: Token, start: int, end: int) -> bool:
        """Whether a clause has a finite verb, or an auxiliary that is left out of headlines."""
        if any(is_finite(t) for t in self.page.doc[start:end]):
            return True
        doubtful = label(head) == "ccomp" and any(t.pos_ == "VERB" for t in self.page.doc[start : head.i])
        return doubtful or any(label(c) in {"nsubj", "nsubjpass"} for c in head.children)

    def _past_addressee(self, verb: Token, after: int, limit: int) -> int:
        """The position after whom a verb of telling tells, by its place: "told reporters in Skopje | ..."."""
        doc = self.page.doc
        cue = self.cues.verbs.get(self.cues.lemma(verb))
        if cue is None or cue.lemma not in self.cues.tellers or after >= limit:
            return after
        mention = next(
            (m for t in doc[after : min(after + 4, limit)] if (m := actor_at(t, self.lexicon)) is not None),
            None,
        )
        if mention is None or mention.evidence.start > doc[after].idx + 12:
            return after
        k = after
        while k < limit and doc[k].idx < mention.evidence.end:
            k += 1
        if k + 1 < limit and doc[k].lower_ in {"in", "at", "near", "from"} and doc[k + 1].pos_ == "PROPN":
            place = k + 1
            while place < limit and doc[place].pos_ == "PROPN":
                place += 1
            if has_finite_clause(self.page, place, limit):
                return place
        return k if has_finite_clause(self.page, k, limit) else after

    def _past_adjuncts(self, verb: Token, after: int, limit: int) -> int:
        """The first position after addressee, time and medium: "told AFP on Friday | the road was cut"."""
        position = after
        for child in verb.children:
            if child.i < after or child.left_edge.i != position or child.right_edge.i >= limit:
                continue
            things = (
                {"obj", "dobj", "iobj", "dative"} if self.cues.lemma(verb) in self.cues.tellers else set()
            )
            if label(child) in {"obl", "prep", "advmod", "npadvmod", "nmod", "agent"} | things:
                if any(is_finite(t) for t in self.page.doc[child.left_edge.i : child.right_edge.i + 1]):
                    break
                position = child.right_edge.i + 1
        return position

    def _preposition(
        self, verb: Token, cue: VerbCue, after: int, limit: int
    ) -> tuple[str, Act, list[Range], int | None] | None:
        """The content of "warned of famine", "called on both sides for a truce"."""
        if not cue.prepositions:
            return None
        doc = self.page.doc
        for k in range(after, min(limit, after + 8)):
            token = doc[k]
            if is_finite(token) or token.text in _ADJUNCT_ENDS:
                return None
            act = cue.prepositions.get(token.lower_)
            if act is None or token.pos_ not in {"ADP", "SCONJ", "PART"}:
                continue
            if token.head.i > k:
                end = token.head.right_edge.i + 1
            else:
                end = token.right_edge.i + 1 if token.right_edge.i > k else limit
            end = self._cut(verb, k + 1, min(max(end, k + 2), limit))
            return self._made("preposition", act, k + 1, end, k + 1, split=False)
        return None

    def _noun_content(
        self, verb: Token, cue: VerbCue, after: int, limit: int, mention: Mention
    ) -> tuple[str, Act, list[Range], int | None] | None:
        """The content of "denied the report", "announced a curfew"."""
        known = self.cues.documents | self.cues.institutions
        if cue.noun is None or (mention.pattern == "statement/speaker" and mention.head_lemma not in known):
            return None
        things = [t for t in objects(verb) if after <= t.i < limit]
        if not things:
            return None
        thing = things[0]
        word = thing.lemma_.lower()
        if thing.pos_ == "PRON" or (verb.tag_ == "VBG" and mention.head_lemma in known):
            return None
        if (
            cue.claim
            and word not in self.cues.nouns
            and word not in {"toll", "figure", "number", "suggestion", "notion"}
        ):
            return None
        start = max(after, thing.left_edge.i)
        end = thing.right_edge.i + 1
        for child in verb.children:
            if label(child) in {"xcomp", "obl", "prep"} and child.left_edge.i == end:
                end = child.right_edge.i + 1
        end = self._cut(verb, thing.i + 1, min(end, limit))
        return self._made("noun", cue.noun, start, end, start, split=False)

    def _judgement(
        self, verb: Token, cue: VerbCue, after: int, limit: int, mention: Mention
    ) -> tuple[str, Act, list[Range], int | None] | None:
        """The content of "described the raid as 'a massacre'", "calls it a crime": what something is called."""
        if mention.pattern == "statement/speaker" or cue.judges is None or after >= limit:
            return None
        doc = self.page.doc
        first = doc[after]
        if first.pos_ in {"ADP", "SCONJ", "ADV", "PART"} or first.lower_ in _REFLEXIVE:
            return None
        end = self._cut(verb, after, limit)
        if first.lower_ in _POINTERS and after + 1 < end and doc[after].head.i != after + 1:
            # "calls this a crime": the pronoun says nothing.
            after += 2 if doc[after + 1].lower_ == "as" else 1
            if doc[after].pos_ in {"ADP", "ADV", "PUNCT", "CCONJ"} and not self.page.opens_quote(after):
                return None
            return self._made(
                "judgement", cue.judges, after, self._before_relative(after, end), after, split=False
            )
        if any(self.page.opens_quote(k) for k in range(after, end)):
            return self._made("judgement", cue.judges, after, end, after, split=False)
        return None

    def _before_relative(self, start: int, end: int) -> int:
        """Where a comma and a relative clause of the writer's end what was said."""
        doc = self.page.doc
        for k in range(start, end - 1):
            if doc[k].text == "," and doc[k + 1].lower_ in {"which", "who"}:
                return k
        return end

    def _accusation(
        self, verb: Token, cue: VerbCue, limit: int
    ) -> tuple[str, Act, list[Range], int | None] | None:
        """The content of "accused X of doing Y": what X is said to have done; X alone where that is all."""
        things = [t for t in objects(verb) if verb.i < t.i < limit]
        if not things:
            return None
        start = max(verb.i + 1, min(t.left_edge.i for t in things))
        end = self._cut(verb, things[0].i + 1, min(limit, max(verb.right_edge.i + 1, things[-1].i + 1)))
        of = next((k for k in range(start, min(end, start + 12)) if self.page.doc[k].lower_ == "of"), None)
        if cue.lemma == "accuse" and of is not None and self.page.doc[of - 1].i >= things[0].i:
            start = of + 1
        return self._made("accusation", cue.act, start, end, start, split=False)

    def _cut(self, verb: Token, start: int, limit: int) -> int:
        """Where content that began before `start` must end: at the next cue of any speaker."""
        doc = self.page.doc
        end = limit
        for child in verb.children:
            if label(child) != "conj" or child.i < start:
                continue
            own = [c for c in child.children if label(c) in {"nsubj", "nsubjpass", "csubj"} and c.i < child.i]
            strong = self._strong(child)
            cue = self.cues.verbs.get(self.cues.lemma(child)) if child.tag_ in FINITE else None
            is_cue = strong or (not own and cue is not None and not cue.quote_only)
            if own and not is_cue:
                continue
            if not own and not is_cue and (_past(child) != _past(verb) or child.tag_ not in FINITE):
                continue
            edge = max(child.left_edge.i, start)
            while edge > start and (doc[edge - 1].pos_ == "CCONJ" or doc[edge - 1].text in {",", ";", "--"}):
                edge -= 1
            end = min(end, max(edge, start))
        for k in range(start, end):
            if self.page.inside[k] >= 0 and self.page.inside[k] != self.page.inside[verb.i]:
                continue
            if k > start and doc[k].lower_ == "according" and k + 1 < limit and doc[k + 1].lower_ == "to":
                return k
            if k <= start:
                continue
            if doc[k].text in {",", "--", "—", "–"}:
                if self._new_cue(verb, k + 1, end) or self._closing_cue(k + 1, end):
                    return k
            elif doc[k].lower_ in {"and", "but"} and self._same_speaker_again(verb, k + 1, end):
                return k
        return end

    def _strong(self, token: Token) -> bool:
        """Whether a word is a finite verb that speaks of saying whatever its subject."""
        if not is_finite(token) or token.tag_ == "MD":
            return False
        cue = self.cues.verbs.get(self.cues.lemma(token))
        return cue is not None and not (cue.actor_only or cue.quote_only or cue.judge_only)

    def _new_cue(self, verb: Token, start: int, end: int) -> bool:
        """Whether after a comma another cue takes over: ", adding that", ", while Khartoum denied"."""
        words = [t for t in self.page.doc[start : min(end, start + 14)] if t.text.strip()]
        if not words:
            return False
        first = words[0]
        lemma = self.cues.lemma(first)
        if first.tag_ == "VBG":
            cue = self.cues.verbs.get(lemma)
            if cue is not None and cue.actor_only:
                return len(words) > 1 and words[1].lower_ == "that"
            return lemma in {"cite", "quote"} or (cue is not None and not cue.quote_only)
        if first.lower_ not in _COORDINATORS:
            return False
        for token in words[1:]:
            if self.page.inside[token.i] >= 0 or token.text in {",", ";", ":"} or token.lower_ == "that":
                return False
            if not is_finite(token):
                continue
            # Within what was said others may speak too; a cue of the same tense is on the same level.
            return self._strong(token) and (_past(token) == _past(verb) or verb.tag_ not in FINITE)
        return False

    def _closing_cue(self, start: int, end: int) -> bool:
        """Whether only ", officials said" or ", said X" follows: the whole sentence is theirs."""
        words = [t for t in self.page.doc[start:end] if t.text.strip()]
        at = next((n for n, t in enumerate(words[:8]) if is_finite(t)), None)
        if at is None or self.cues.lemma(words[at]) not in self.cues.verbs:
            return False
        if any(t.pos_ in {"SCONJ", "CCONJ"} or t.tag_ in {"WP", "WDT"} or t.text == "," for t in words[:at]):
            return False
        rest = words[at + 1 :]
        if any(is_finite(t) or t.lower_ == "that" for t in rest) or len(rest) > 12:
            return False
        return at > 0 or (len(rest) > 1 and rest[0].pos_ in {"PROPN", "NOUN", "DET", "PRON", "ADJ"})

    def _same_speaker_again(self, verb: Token, start: int, end: int) -> bool:
        """Whether "and denied ..." is a second cue of the speaker: what the clause is about can't speak."""
        words = [t for t in self.page.doc[start : min(end, start + 3)] if t.pos_ != "ADV"]
        if not words:
            return False
        if self._claims_to_have(words[0]):
            return True
        if not self._strong(words[0]) or _past(words[0]) != _past(verb):
            return False
        return not any(actor_at(t, self.lexicon) is not None for t in subjects(words[0]))

    def _choose(
        self,
        around: tuple[str, Act, list[Range], int | None] | None,
        right: tuple[str, Act, list[Range], int | None] | None,
    ) -> tuple[str, Act, list[Range], int | None] | None:
        """Content before the cue wins unless a that-clause or a led-up-to quotation follows."""
        if around is None:
            return right
        if right is None or right[0] not in {"that", "infinitive"}:
            if right is not None and right[0] == "quote" and around[0] == "around":
                return right
            if right is not None and right[0] == "quote" and not self._is_direct(around[2]):
                return right
            return around
        return right

    def _is_direct(self, ranges: list[Range]) -> bool:
        return all(self.page.inside[t.i] >= 0 for a, b in ranges for t in self.page.words(a, b))

    # --- passives ---

    def _quoted_by(self, verb: Token) -> Token | None:
        """The "quoted" of "was quoted as saying"."""
        if verb.tag_ != "VBG" or verb.i == 0:
            return None
        for k in range(verb.i - 1, max(-1, verb.i - 8), -1):
            token = self.page.doc[k]
            if token.lemma_.lower() in {"quote", "cite", "report"} and token.pos_ == "VERB":
                between = [t.lower_ for t in self.page.doc[k + 1 : verb.i]]
                return token if "as" in between else None
        return None

    def _as_saying(self, verb: Token, quoted: Token, cue: VerbCue, frame: Frame) -> _Draft | None:
        """ "X was quoted by Y as saying ..." and "Y quoted X as saying ..."."""
        if is_passive(quoted):
            heads, through = passive_subjects(quoted), agents(quoted)
        else:
            heads, through = objects(quoted), subjects(quoted)
        heads = [t for t in heads if frame.start <= t.i < frame.end]
        token = heads[0] if heads else subject_before(self.page, quoted, frame.start, self.lexicon)
        mention = self._speaker(token, quoted)
        if mention is None or token is None:
            return None
        right = self._right(verb, cue, None, False, frame, frame.end, mention)
        if right is None:
            left = self._left_edge(quoted, token, False, frame.start)
            right = self._around(verb, cue, left, token, False, frame)
        if right is None:
            return None
        how, act, content, _ = right
        draft = self._draft(verb, act, how, cue.lemma, mention, token, content, frame)
        draft.cue = self.page.span(quoted.i, verb.i + 1)
        for other in through:
            outlet = actor_at(other, self.lexicon)
            if outlet is not None:
                draft.via.append(outlet)
        return draft

    def _passive(self, verb: Token, cue: VerbCue, frame: Frame) -> _Draft | None:
        """ "was confirmed by X", "were told to leave", "is accused of"."""
        low, high = self._bounds(verb, frame)
        doers = [t for t in agents(verb) if low <= t.i < high]
        receivers = [t for t in passive_subjects(verb) if low <= t.i < high]
        by = doers[0] if doers else None
        mention = self._speaker(by, verb) if by is not None else None
        limit = self._limit(verb, frame, high)
        after = verb.i + 1
        if by is not None and by.i > verb.i:
            after = max(after, min(by.right_edge.i + 1, by.i + 6))
        receiver = receivers[0] if receivers else None
        impersonal = receiver is None or receiver.lower_ == "it"
        choice: tuple[str, Act, list[Range], int | None] | None = None
        if cue.accuses and receiver is not None:
            choice = self._accused(verb, cue, limit)
        elif cue.infinitive in {Act.REQUEST, Act.WARNING} and receiver is not None:
            start = self._infinitive(verb, cue, after, limit)
            if start is not None and cue.lemma not in {
                "call",
                "appeal",
                "direct",
                "press",
                "invite",
                "encourage",
            }:
                choice = self._made(
                    "infinitive", cue.infinitive, start, self._cut(verb, start + 1, limit), start, split=False
                )
        if choice is None and cue.lemma in {"tell", "inform", "notify", "assure", "warn", "remind"}:
            that = self._that_after(verb, after, limit)
            start = that + 1 if that is not None else self._clause(verb, after, limit)
            if start is not None and receiver is not None:
                choice = self._made("that", cue.act, start, self._cut(verb, start + 1, limit), start)
        if choice is None and impersonal and cue.act in {Act.ANNOUNCEMENT, Act.ALLEGATION, Act.CONFIRMATION}:
            that = self._that_after(verb, after, limit)
            if that is not None:
                choice = self._made("that", cue.act, that + 1, self._cut(verb, that + 1, limit), that)
        if choice is None and mention is not None and receiver is not None and cue.noun is not None:
            told = (
                cue.act in {Act.DENIAL, Act.CONFIRMATION, Act.ANNOUNCEMENT, Act.ADMISSION}
                or cue.lemma == "report"
            )
            allowed = told and (not cue.claim or receiver.lemma_.lower() in self.cues.nouns)
            if allowed:
                start, end = max(low, receiver.left_edge.i), min(receiver.right_edge.i + 1, verb.i)
                choice = self._made("passive", cue.noun, start, end, verb.i, split=False)
        if choice is None:
            return None
        how, act, content, _ = choice
        draft = self._draft(verb, act, "passive", cue.lemma, mention, by, content, frame)
        if receiver is not None and how in {"infinitive", "that"} and not impersonal:
            draft.addressee = actor_at(receiver, self.lexicon)
        return draft

    def _accused(
        self, verb: Token, cue: VerbCue, limit: int
    ) -> tuple[str, Act, list[Range], int | None] | None:
        """What somebody "is accused of"."""
        preposition = next(
            (t for t in self.page.doc[verb.i + 1 : min(limit, verb.i + 9)] if t.lower_ in {"of", "for"}), None
        )
        if preposition is None:
            return None
        edge = (
            preposition.head.right_edge.i if preposition.head.i > preposition.i else preposition.right_edge.i
        )
        end = self._cut(verb, preposition.i + 1, min(limit, max(edge + 1, preposition.i + 2)))
        ranges = [self.page.trimmed(preposition.i + 1, end)]
        return ("accusation", cue.act, ranges, None) if ranges[0][0] < ranges[0][1] else None

    # --- according to ---

    def _according(self, token: Token, frame: Frame) -> _Draft | None:
        doc, page = self.page.doc, self.page
        if token.i + 2 >= frame.end or doc[token.i + 1].lower_ != "to":
            return None
        inside = page.inside[token.i]
        source = None
        if token.i + 2 < frame.end:
            if label(token) == "case" and token.head.i > token.i + 1:
                source = token.head
            else:
                source = next(
                    (c for t in (token, doc[token.i + 1]) for c in t.children if label(c) == "pobj"), None
                )
        if source is None or not token.i < source.i < frame.end or source.i - token.i > 15:
            nouns = [
                t
                for t in doc[token.i + 2 : min(frame.end, token.i + 12)]
                if t.pos_ in {"NOUN", "PROPN", "PRON"}
            ]
            # The first noun that isn't a modifier of a later one.
            source = next(
                (t for t in nouns if not t.i < t.head.i <= nouns[-1].i), nouns[0] if nouns else None
            )
        if source is None:
            return None
        # A name of several words may hang on its first or on its last word; both are the same mention.
        if source.lemma_.lower() in self.cues.no_sources:
            return None
        mention = speaker_at(page, source, token.i, self.lexicon, self.cues)
        if mention is None:
            return None
        end = min(max(source.right_edge.i + 1, source.i + 1), frame.end)
        initial = not any(
            t.lower_ not in _COORDINATORS for t in page.words(frame.start, token.i) if t.pos_ != "ADV"
        )
        comma = next((k for k in range(source.i + 1, frame.end) if doc[k].text == ","), None)
        overrun = end >= frame.end - 1 or doc[min(end, frame.end - 1)].text != ","
        if initial and comma is not None and (overrun or end > comma + 12):
            end = comma
        for k in range(source.i + 1, end):
            # The tree may hang the main clause on the source; a clause after a comma is no part of it.
            if (
                doc[k].text == ","
                and has_finite_clause(page, k + 1, end)
                and doc[k + 1].lower_ not in {"who", "which"}
            ):
                end = k
                break
        content: list[Range] = []
        before = page.trimmed(frame.start, token.i)
        if not initial and before[0] < before[1]:
            content.append(before)
        rest = page.trimmed(end, self._cut_rest(end, frame.end, token))
        if rest[0] < rest[1] and (initial or self._rest_goes_on(end, rest)):
            content += [r for r in self._split(*rest) if r[0] < r[1]] if initial else [rest]
        if inside >= 0:
            content = [r for r in content if page.inside[r[0]] == inside]
        if not content or (
            initial
            and not has_finite_clause(page, *content[0])
            and frame.zone not in _HEADLINES
            and content[0][1] - content[0][0] < 4
        ):
            return None
        draft = self._draft(
            token, Act.ASSERTION, "according", "according to", mention, source, content, frame
        )
        draft.cue = page.span(token.i, token.i + 2)
        return draft

    def _cut_rest(self, start: int, end: int, token: Token) -> int:
        doc = self.page.doc
        for k in range(start + 1, end):
            if doc[k].text == ";" and self.page.inside[k] < 0:
                return k
            if doc[k].text == "," and self._new_cue(token, k + 1, end):
                return k
        return end

    def _rest_goes_on(self, end: int, rest: Range) -> bool:
        """Whether words after an interrupting "according to X" are content: not a relative clause on X."""
        first = self.page.doc[rest[0]]
        lemma = self.cues.lemma(first)
        if first.lower_ in {"who", "which", "whose", "while", "as", "citing", "but"}:
            return False
        return not (first.tag_ == "VBG" and lemma in self.cues.verbs)

    # --- nouns of saying ---

    def _noun(self, noun: Token, act: Act, frame: Frame) -> _Draft | None:
        """ "allegations that ...", "reports rebels had fled", "claims by X that", "accusations of"."""
        page, doc = self.page, self.page.doc
        if label(noun) in {"compound", "amod"} or page.inside[noun.i] >= 0:
            return None
        if any(
            t.lower_ in {"no", "any", "without", "if"} for t in doc[max(frame.start, noun.i - 2) : noun.i]
        ):
            return None
        low, high = frame.start, frame.end
        start = how = None
        by: Token | None = None
        k = noun.i + 1
        while k < min(high, noun.i + 10):
            token = doc[k]
            if token.lower_ == "that" and label(token) != "det":
                # "the statement that was read": a relative clause, not what was said.
                if k + 1 < high and (doc[k + 1].tag_ in FINITE and label(doc[k + 1]) != "expl"):
                    return None
                if token.tag_ == "WDT" and label(token) in {"obj", "dobj"}:
                    return None
                start, how = k + 1, "that"
                break
            if token.lower_ in {"by", "from"} and k == noun.i + 1:
                by = next(
                    (
                        t
                        for t in doc[k + 1 : min(high, k + 8)]
                        if t.pos_ in {"NOUN", "PROPN"} and actor_at(t, self.lexicon) is not None
                    ),
                    None,
                )
                k += 1
                continue
            if token.text in _ADJUNCT_ENDS or is_finite(token) or token.pos_ == "SCONJ":
                break
            if by is None and token.pos_ == "ADP":
                break
            if by is not None and k > by.i + 3:
                break
            k += 1
        if start is None and by is None:
            start = self._bare_clause(noun, frame)
            how = "bare" if start is not None else None
        charges = act in {Act.ALLEGATION, Act.ACCUSATION}
        if start is None and charges and noun.i + 2 < high and doc[noun.i + 1].lower_ == "of":
            start, how = noun.i + 2, "of"
        if start is None:
            return None
        if how == "of":
            end = min(high, max(noun.right_edge.i + 1, start + 1))
        else:
            end = self._end_of_clause(noun, start, frame)
        if (
            how != "of"
            and not has_finite_clause(page, start, end)
            and not any(is_finite(t) for t in doc[start:end])
        ):
            return None
        a, b = page.trimmed(start, end)
        if a >= b:
            return None
        speaker, source = self._source_of(noun, by, low, high)
        draft = self._draft(noun, act, "noun-cue", noun.lemma_.lower(), speaker, source, [(a, b)], frame)
        if how == "of":
            draft.how = "preposition"
        return draft

    def _bare_clause(self, noun: Token, frame: Frame) -> int | None:
        """Where a clause without "that" begins right after a noun: "reports | rebels had fled"."""
        doc = self.page.doc
        if noun.i + 2 >= frame.end or label(noun) in {"nsubj", "nsubjpass"}:
            return None
        following = doc[noun.i + 1]
        if following.pos_ not in {"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM"} or following.tag_ in {
            "WDT",
            "WP",
        }:
            return None
        for token in doc[noun.i + 1 : min(frame.end, noun.i + 8)]:
            if label(token) in {"nsubj", "nsubjpass", "expl"} and token.i < token.head.i < frame.end:
                verb = token.head
                if verb.i == noun.head.i or (
                    verb.left_edge.i < noun.i - 12
                    and label(verb) not in {"acl", "ccomp", "relcl", "dep", "appos"}
                ):
                    # The clause must not be the one the noun itself is part of.
                    led = any(label(c) in {"case", "prep"} for c in noun.children) or label(noun) == "pobj"
                    if noun.is_ancestor(verb) or not verb.is_ancestor(noun) or led:
                        return noun.i + 1
                    return None
                if token.left_edge.i <= noun.i + 1:
                    if "acl" in label(verb) and any(
                        c.lower_ in {"who", "which", "that"} for c in verb.children
                    ):
                        return None
                    relative = label(verb) == "relcl" or verb.dep_.lower() == "acl:relcl"
                    whole = {"obj", "dobj", "obl", "prep", "xcomp", "ccomp", "cop", "advmod", "advcl"}
                    # "reports rebels had left the town" lacks nothing; "reports experts had written" does.
                    complete = any(label(c) in whole for c in verb.children)
                    return noun.i + 1 if not relative or complete else None
            if token.text in _ADJUNCT_ENDS or token.pos_ in {"ADP", "VERB"}:
                return None
        return None

    def _end_of_clause(self, noun: Token, start: int, frame: Frame) -> int:
        """Where the clause ends that a noun of saying introduces."""
        doc = self.page.doc
        edge = max((c.right_edge.i + 1 for c in noun.children if c.i >= start), default=0)
        if edge <= start:
            edge = next((k for k in range(start, frame.end) if doc[k].text in {",", ";"}), frame.end)
        edge = min(edge, frame.end)
        # A noun in front of its main clause: "Despite reports X, Y" - the comma ends it.
        verb = noun.head
        if verb.i > noun.i and verb.i < edge:
            comma = next((k for k in range(start, verb.i) if doc[k].text == ","), None)
            edge = comma if comma is not None else self._complex_start(verb.i, start)
        for k in range(start + 1, edge):
            if doc[k].text == "," and self._new_cue(noun, k + 1, edge):
                return k
        return edge

    def _source_of(
        self, noun: Token, by: Token | None, low: int, high: int
    ) -> tuple[Mention | None, Token | None]:
        """Whose report, claim or warning it is; the noun itself when it is its own source."""
        candidates: list[Token] = [by] if by is not None else []
        candidates += [t for t in possessors(noun) if low <= t.i < high]
        candidates += [t for p, t in modifiers(noun) if p in {"by", "from"} and low <= t.i < high]
        for token in candidates:
            found = actor_at(token, self.lexicon)
            if found is None and token.pos_ == "PRON":
                found = described(self.page, token, self.cues)
            if found is not None:
                return found, token
        carrier = noun.head
        if (
            label(noun) in {"obj", "dobj"}
            and carrier.lemma_.lower() in self.cues.carriers
            and not is_passive(carrier)
        ):
            for token in subjects(carrier):
                if low <= token.i < high:
                    found = speaker_at(self.page, token, carrier.i, self.lexicon, self.cues)
                    if found is not None:
                        return found, token
        if noun.lemma_.lower() in self.cues.own_sources:
            return actor_at(noun, self.lexicon) or described(self.page, noun, self.cues), noun
        return None, None

    def _is_mistaken(self, noun: Token, cue: VerbCue, frame: Frame) -> bool:
        """Whether a "noun" is the verb of a sentence that has no other before it.

        "The group ... claim they hold it", "The observatory reports eight people are dead".
        """
        doc = self.page.doc
        if noun.i + 2 >= frame.end or noun.i <= frame.start or noun.ent_type_:
            return False
        following, previous = doc[noun.i + 1], doc[noun.i - 1]
        if any(is_finite(t) for t in doc[frame.start : noun.i]):
            return False
        if not has_finite_clause(self.page, noun.i + 1, frame.end):
            return following.lower_ == "to" and cue.infinitive is not None and doc[noun.i + 2].tag_ == "VB"
        if noun.tag_ == "NNS" and previous.ent_type_ in {"ORG", "PERSON"}:
            return following.lower_ not in _AFTER_NOUNS
        return previous.pos_ in {"NOUN", "PROPN", "VERB", "PRON"} and following.lower_ in _CLAUSE_STARTS

    # --- fixed phrases ---

    def _phrase_at(self, i: int, frame: Frame) -> tuple[PhraseCue, list[int]] | None:
        """The longest fixed phrase that begins here, with the positions of its words."""
        first = self._word(i)
        for cue in self.cues.phrases.get(first, ()):
            if cue.words[0] == "according":
                continue
            positions = [i]
            k = i + 1
            for word in cue.words[1:]:
                skipped = 0
                while k < frame.end and self._word(k) != word and self.page.doc[k].lower_ != word:
                    if self.page.doc[k].pos_ not in {"ADV", "AUX", "SPACE"} or skipped == 3:
                        k = frame.end
                        break
                    skipped += 1
                    k += 1
                if k >= frame.end:
                    break
                positions.append(k)
                k += 1
            if len(positions) == len(cue.words):
                return cue, positions
        return None

    def _word(self, k: int) -> str:
        token = self.page.doc[k]
        if token.lower_ in {"n't", "n’t", "not"}:
            return "not"
        return token.lemma_.lower() or token.lower_

    def _phrase(self, cue: PhraseCue, positions: list[int], frame: Frame) -> _Draft | None:
        doc, page = self.page.doc, self.page
        content_words = [p for p in positions if doc[p].pos_ in {"VERB", "NOUN", "ADJ"}]
        if not content_words:
            return None
        verb = doc[content_words[0]]
        if verb.pos_ in {"NOUN", "ADJ"} and verb.head.pos_ in {"VERB", "AUX"} and verb.head.i < verb.i:
            verb = verb.head
        if cue.words[0] != "not" and cue.words[0] != "neither" and self._is_open(doc[positions[0]]):
            return None
        low, high = self._bounds(verb, frame)
        passive = "be" in cue.words and cue.act is Act.NON_CONFIRMATION and "unable" not in cue.words
        last = positions[-1]
        token = subject_of(page, verb, low, high, self.lexicon)
        heads = [t for t in passive_subjects(verb) if low <= t.i < high]
        if token is None and heads:
            token = heads[0]
        if token is None:
            token = subject_before(page, doc[self._complex_start(positions[0], low)], low, self.lexicon)
        how = "phrase"
        if passive:
            if token is None or token.i > positions[0]:
                return None
            by = next((t for t in agents(verb) if low <= t.i < high), None)
            mention = speaker_at(page, by, verb.i, self.lexicon, self.cues) if by is not None else None
            a, b = page.trimmed(max(low, token.left_edge.i), min(token.right_edge.i + 1, positions[0]))
            subject, token = token, by
            if subject.lower_ in {"it", "he", "she", "they"} or a >= b:
                return None
            cue_range = (self._complex_start(positions[0], low), last + 1)
        else:
            mention = speaker_at(page, token, verb.i, self.lexicon, self.cues) if token is not None else None
            if mention is None:
                return None
            start = self._phrase_content(cue, positions)
            if start is None:
                return None
            end = self._cut(verb, last + 1, high)
            comma = next(
                (
                    k
                    for k in range(last + 1, end)
                    if doc[k].text in {",", ";"} and page.inside[k] < 0 and cue.act is Act.NO_COMMENT
                ),
                end,
            )
            a, b = page.trimmed(start, max(comma, last + 1))
            first = self._complex_start(positions[0], low) if cue.words[0] == "not" else positions[0]
            cue_range = (first, max(start, positions[0] + 1))
        if a >= b:
            return None
        draft = self._draft(verb, cue.act, how, " ".join(cue.words), mention, token, [(a, b)], frame)
        c0, c1 = page.trimmed(*cue_range)
        if c0 < c1:
            draft.cue = page.span(c0, c1)
        return draft

    def _complex_start(self, position: int, low: int) -> int:
        """Where "could not be" begins."""
        while position > low and self.page.doc[position - 1].pos_ in {"AUX", "ADV", "PART"}:
            position -= 1
        return position

    def _phrase_content(self, cue: PhraseCue, positions: list[int]) -> int | None:
        """Where the content of an active phrase begins: its infinitive, its preposition, or after it."""
        doc = self.page.doc
        for k, word in enumerate(cue.words):
            if word == "to" and k + 1 < len(cue.words):
                return positions[k]
        if cue.words[-1] in {"to", "for"}:
            return positions[-1]
        if cue.words[0] == "have" or cue.words[-1] in {"comment", "responsibility", "credit"}:
            return positions[1] if len(positions) > 1 else None
        following = positions[-1] + 1
        if following >= len(doc) or doc[following].text in _ADJUNCT_ENDS:
            return positions[-1]
        return following

    # --- headlines and colons ---

    def _colon(self, frame: Frame) -> _Draft | None:
        """ "Minister: Dam will hold", "Dam will hold: minister", 'Amal, 34: "We ran."'."""
        page, doc = self.page, self.page.doc
        colons = [
            k for k in range(frame.start + 1, frame.end - 1) if doc[k].text == ":" and page.inside[k] < 0
        ]
        if len(colons) != 1:
            return None
        at = colons[0]
        quoted = any(page.opens_quote(k) for k in range(at + 1, min(at + 3, frame.end)))
        if frame.zone not in _HEADLINES and not quoted:
            return None
        left, right = page.trimmed(frame.start, at), page.trimmed(at + 1, frame.end)
        for (a, b), content in ((left, right), (right, left)):
            words = list(page.words(a, b))
            if not words or len(words) > 8 or any(t.pos_ in {"VERB", "AUX"} for t in words):
                continue
            if content[1] - content[0] < 3 or (content is left and frame.zone not in _HEADLINES):
                continue
            head = next((t for t in words if not (a <= t.head.i < b) or t.head.i == t.i), words[0])
            named = [t for t in [head, *words] if actor_at(t, self.lexicon) is not None]
            if not named or not any(
                is_finite(t) or t.tag_ in {"VB", "VBN", "VBG"} for t in doc[content[0] : content[1]]
            ):
                continue
            mention = actor_at(named[0], self.lexicon)
            if mention is None or (
                mention.type in {ActorType.STATE, ActorType.POPULATION_GROUP} and not quoted
            ):
                continue
            draft = self._draft(named[0], Act.ASSERTION, "colon", ":", mention, named[0], [content], frame)
            draft.cue = None
            return draft
        return None

    def _citing(self, frame: Frame, drafts: list[_Draft]) -> list[_Draft]:
        """ "the agency reported, citing a general": the general's words, through the agency."""
        found = []
        for token in self.page.doc[frame.start : frame.end]:
            if token.lower_ not in {"citing", "quoting"} or self.page.inside[token.i] >= 0:
                continue
            main = next(
                (d for d in drafts if d.outside and d.how != "colon" and d.at < token.i and d.content), None
            )
            sources = [t for t in objects(token) if token.i < t.i < frame.end]
            if main is None or not sources:
                continue
            mention = actor_at(sources[0], self.lexicon)
            if mention is None:
                continue
            content = [r for r in main.content if not r[0] <= token.i < r[1]]
            if not content:
                continue
            draft = self._draft(token, main.act, "citing", token.lower_, mention, sources[0], content, frame)
            if main.speaker is not None:
                draft.via.append(main.speaker)
            found.append(draft)
        return found

    # --- putting it together ---

    def _draft(
        self,
        cue: Token,
        act: Act,
        how: str,
        trigger: str,
        mention: Mention | None,
        token: Token | None,
        content: list[Range],
        frame: Frame,
    ) -> _Draft:
        page = self.page
        said = {k for a, b in content for k in range(a, b)}
        near = range(max(frame.start, cue.i - 30), min(frame.end, cue.i + 30))
        area = [page.doc[k] for k in near if k not in said and page.inside[k] == page.inside[cue.i]]
        draft = _Draft(
            at=cue.i,
            act=act,
            how=how,
            trigger=trigger,
            speaker=mention,
            speaker_token=token,
            cue=page.span(cue.i, cue.i + 1),
            content=content,
            area=area,
            outside=page.inside[cue.i] < 0,
        )
        draft.medium = medium_in(page, area, self.cues)
        head = mention.head_lemma if mention is not None and mention.form is Form.NOMINAL else ""
        documents = (self.cues.documents & self.cues.media) - self.cues.own_sources
        if mention is not None and draft.medium is None and head in documents:
            draft.medium = mention.evidence
        draft.addressee = spoken_to(page, area, self.lexicon)
        return draft


def _is_adverbial(token: Token, verb: Token) -> bool:
    """Whether a token stands in an adverbial clause of a cue."""
    for _ in range(20):
        if token.head.i == verb.i or token.head.i == token.i:
            break
        token = token.head
    return label(token) in {"advcl", "obl", "prep", "advmod", "npadvmod"}


def _past(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBN"}


# --- quotations without a cue ---------------------------------------------------------------------


def _continue(reader: _Reader, number: int, drafts: list[_Draft]) -> Iterator[_Draft]:
    """A frame that is one quotation goes on with the statement before, or carries its speaker over."""
    page = reader.page
    frame = page.frames[number]
    ranges = _only_quotes(page, frame)
    if not ranges:
        return
    last = drafts[-1] if drafts else None
    previous = next((d for d in reversed(drafts) if d.outside), None)
    before = page.frames[number - 1] if number else None
    same = before is not None and before.paragraph == frame.paragraph
    follows = before is not None and before.paragraph + 1 == frame.paragraph
    if previous is not None and previous.frame == number - 1 and _ends_direct(page, previous):
        first = page.quotes[page.inside[_first_quoted(page, frame)]]
        if same or first.continues:
            previous.content.extend(ranges)
            previous.frame = number
            return
    if frame.zone in _HEADLINES:
        return
    if last is not None and previous is not None and previous.frame >= number - 1 and (same or follows):
        yield _carried(page, frame, previous.speaker, previous.speaker_token, ranges)
        return
    if before is not None and (same or follows) and before.zone not in _HEADLINES:
        mention, token = _person_before(reader, before)
        if mention is not None:
            yield _carried(page, frame, mention, token, ranges)
            return
    if previous is not None and previous.frame >= number - 2 and same:
        yield _carried(page, frame, previous.speaker, previous.speaker_token, ranges)
        return
    if any(is_finite(t) for a, b in ranges for t in page.doc[a:b]):
        yield _carried(page, frame, None, None, ranges)


def _carried(
    page: Page, frame: Frame, speaker: Mention | None, token: Token | None, ranges: list[Range]
) -> _Draft:
    return _Draft(
        at=ranges[0][0],
        act=Act.ASSERTION,
        how="carried",
        trigger="quotation",
        speaker=speaker,
        speaker_token=token,
        cue=None,
        content=ranges,
        carried=True,
        frame=page.frames.index(frame),
    )


def _only_quotes(page: Page, frame: Frame) -> list[Range]:
    """The quotations of a frame in which no word stands outside quotation marks."""
    ranges: list[Range] = []
    k = frame.start
    words = 0
    while k < frame.end:
        q = page.inside[k]
        if q < 0:
            if is_word(page.doc[k]) and page.doc[k].lower_ not in {"and"}:
                return []
            k += 1
            continue
        stop = k
        while stop < frame.end and page.inside[stop] == q:
            stop += 1
        a, b = page.trimmed(k, stop)
        if a < b:
            ranges.append((a, b))
            words += sum(1 for _ in page.words(a, b))
        k = stop
    return ranges if words >= 2 else []


def _first_quoted(page: Page, frame: Frame) -> int:
    return next(k for k in range(frame.start, frame.end) if page.inside[k] >= 0)


def _ends_direct(page: Page, draft: _Draft) -> bool:
    """Whether the last piece of a statement's content is a quotation by itself."""
    if not draft.content or draft.how in {"judgement", "noun-cue"}:
        return False
    start, end = draft.content[-1]
    return all(page.inside[t.i] >= 0 for t in page.words(start, end))


def _person_before(reader: _Reader, frame: Frame) -> tuple[Mention | None, Token | None]:
    """The person a sentence is about: the subject of its first main verb."""
    for token in reader.page.doc[frame.start : frame.end]:
        if not is_finite(token) and label(token) not in {"root"}:
            continue
        for subject in subjects(token):
            if not frame.start <= subject.i < frame.end or reader.page.inside[subject.i] >= 0:
                continue
            mention = actor_at(subject, reader.lexicon)
            if mention is None or (mention.type is not ActorType.PERSON and mention.form is not Form.PRONOUN):
                return None, None
            if mention.plural or subject.lower_ == "it":
                return None, None
            return mention, subject
    return None, None


# --- from draft to finding ------------------------------------------------------------------------


def _finished(page: Page, draft: _Draft, lexicon: Lexicon) -> Statement | None:
    """A draft as a Statement; None when nothing is left of its content."""
    content = [(a, b) for a, b in draft.content if a < b]
    if not content:
        return None
    spans = tuple(page.span(a, b) for a, b in content)
    kind, quoted = _kind(page, draft, content)
    frame = page.frames[draft.frame]
    speaker = draft.speaker
    parts: list[Span] = list(spans)
    if draft.cue is not None:
        parts.append(draft.cue)
    if speaker is not None and not draft.carried:
        parts.append(speaker.evidence)
    if draft.carried:
        evidence = SpeakerEvidence.CARRIED_FORWARD
    elif speaker is not None and speaker.form is Form.PRONOUN:
        evidence = SpeakerEvidence.COREFERENCE
    else:
        evidence = SpeakerEvidence.IN_SENTENCE
    via = list(draft.via)
    if draft.addressee is not None and draft.addressee.type is ActorType.MEDIA_OUTLET:
        via.append(draft.addressee)
    addressee = draft.addressee
    if addressee is not None and speaker is not None and addressee.evidence == speaker.evidence:
        addressee = None
    roles: tuple[Span, ...] = ()
    if speaker is not None and draft.speaker_token is not None and not draft.carried:
        roles = roles_of(page, draft.speaker_token, speaker, frame, lexicon)
    sure = _SURE[draft.how] * (_ANONYMOUS if speaker is None else 1.0)
    if speaker is not None and speaker.pattern == "statement/speaker":
        sure *= 0.9
    return Statement(
        evidence=parts[0].hull(*parts[1:]),
        pattern=f"act-{draft.act.value}/{draft.trigger.replace(' ', '-')}/{draft.how}",
        confidence=round(sure, 2),
        speaker=speaker,
        cue=draft.cue,
        content=spans,
        kind=kind,
        act=draft.act,
        quoted=quoted,
        roles=roles,
        addressee=addressee,
        medium=draft.medium,
        via=tuple(dict.fromkeys(v for v in via if speaker is None or v.evidence != speaker.evidence)),
        speaker_evidence=evidence,
    )


def _kind(page: Page, draft: _Draft, content: Iterable[Range]) -> tuple[StatementKind, tuple[Span, ...]]:
    """Direct, indirect or mixed; the quoted spans of a mixed statement."""
    own = page.inside[draft.at] if draft.outside is False else -1
    words = quoted_words = 0
    quotes: list[int] = []
    for a, b in content:
        for token in page.words(a, b):
            words += 1
            k = page.inside[token.i]
            if k >= 0 and k != own:
                quoted_words += 1
                if k not in quotes:
                    quotes.append(k)
    if not quotes:
        return StatementKind.INDIRECT, ()
    if quoted_words == words:
        return StatementKind.DIRECT, ()
    return StatementKind.MIXED, tuple(page.quotes[k].inner for k in quotes)
