"""Verbs of saying: who is their subject, whether they tell that something was said, what they report.

In:  a verb of the table of cues.
Out: a Draft, or None where it tells of no saying.
"""

from dataclasses import dataclass
from functools import partial

from spacy.tokens import Token

from kg.extract._contents import ContentReader
from kg.extract._cues import Cues, VerbCue
from kg.extract._drafts import PARENTHESIS, Content, Draft, Range, make_draft
from kg.extract._frames import FINITE, Frame, Page, has_finite_clause, is_finite, is_mark
from kg.extract._phrases import Lexicon, actor_at
from kg.extract._speakers import (
    addressee_after,
    speaker_at,
    spoken_to,
    subject_after,
    subject_before,
    subject_of,
)
from kg.extract._trace import passed_over
from kg.grammar import (
    agents,
    auxiliaries,
    first_conjunct,
    indirect_objects,
    is_negated,
    is_passive,
    label,
    modifiers,
    objects,
    obliques,
    passive_subjects,
    subjects,
)
from kg.model import Act, Form, Mention

_SAID_TO = frozenset({"say", "add", "write", "complain", "report", "announce", "explain", "admit"})
_INSTEAD = frozenset({"instead", "rather"})
SELF = frozenset({"i", "we", "you"})
_AFTER_NOUNS = frozenset(
    {"of", "by", "from", "on", "about", "in", "to", "for", "with", "and", "or", ",", ".", "against", "as"}
)
_CLAUSE_STARTS = frozenset({"they", "he", "she", "it", "that", "we", "the", "its", "their", "his"})


@dataclass(frozen=True, slots=True)
class VerbReader:
    """Reads verbs of saying of one article."""

    page: Page
    cues: Cues
    lexicon: Lexicon
    contents: ContentReader

    def read_verb(self, verb: Token, cue: VerbCue, frame: Frame, before: list[Draft]) -> Draft | None:
        """The statement that a verb of saying introduces; None when it tells of none."""
        no = partial(_passed_over, verb, cue)
        if verb.pos_ != "NOUN" and self._is_modifier(verb):
            return no("describes a noun or helps another verb, so nobody speaks")
        if self.is_open(verb):
            return no("the saying is denied, only possible, supposed or told of in general")
        quoted_by = self._quoted_by(verb)
        if quoted_by is not None:
            return self._as_saying(verb, quoted_by, cue, frame) or no(
                "nobody who is quoted, or nothing that they are quoted as saying"
            )
        active = self._closes(verb, frame) or self.contents.is_past(verb) or self._has_object(verb)
        if verb.tag_ in {"VBN", "VBD"} and is_passive(verb) and not active:
            return self._passive(verb, cue, frame) or no(
                "is passive, and neither the one told or accused nor the doer says it all"
            )
        low, high = self.bounds(verb, frame)
        finite = is_finite(verb) or verb.pos_ == "NOUN" or active or self._has_finite_auxiliary(verb)
        token = self._subject(verb, low, high, finite)
        inverted = token is not None and token.i > verb.i
        mention = self._speaker(token, verb)
        spoken = [d for d in before if d.outside and d.at < verb.i and self._is_earlier(d, verb, token)]
        earlier = spoken[-1] if spoken else None
        goes_on = earlier if self._goes_on_speaking(verb, token, mention, earlier) else None
        if goes_on is not None:
            mention, token = goes_on.speaker, None
        in_quote = self.page.inside[verb.i] >= 0
        if mention is None:
            return no("no subject that could speak was found before or after it")
        if (in_quote and goes_on is not None) or not self._can_speak(token, verb):
            return no("its subject is a thing, or the very speaker of this quotation")
        following = self.page.doc[verb.i + 1].lower_ if verb.i + 1 < high else ""
        calls = cue.lemma == "call" and following in {"on", "upon"}
        if (
            cue.actor_only
            and not calls  # "call on": only people do so
            and mention.pattern.startswith("statement/")
            and not self._may_speak(token, mention)
        ):
            return no("this verb needs an actor or a document as its subject")
        left = self._left_edge(verb, token, inverted, low)
        led = self.page.doc[left].lower_ == "as" and left < verb.i  # "as officials said"
        around = None
        if not (in_quote or verb.tag_ == "VBG" or self._is_relative(verb)):
            around = self.contents.around_cue(verb, cue, left, token, inverted, frame)
        right = None if led else self.contents.after_cue(verb, cue, token, inverted, frame, high, mention)
        chosen = self.contents.choose(around, right)
        led = verb.i + 1 < high and self.page.doc[verb.i + 1].text == ","
        if in_quote and (led or chosen is None or chosen[0] not in {"that", "clause"}) and not cue.actor_only:
            inner = self.contents.inner_speech(verb, cue, verb.i + 1, high, self._quote_end(verb, frame))
            chosen = inner or chosen
        if chosen is None:
            return no("no quotation, clause or phrase beside it that could be what is said")
        if in_quote and chosen[0] not in {"that", "clause", "quote"}:
            return no("stands in a quotation without a clause of its own")
        how, act, content, start = chosen
        if act is Act.REQUEST and self._is_for_anonymity(content):
            return no("only asks that a name be withheld")
        page, cues, lexicon = self.page, self.cues, self.lexicon
        draft = make_draft(page, cues, lexicon, verb, act, how, cue.lemma, mention, token, content, frame)
        if goes_on is not None:
            draft.speaker_token = goes_on.speaker_token
        if how not in {"noun", "judgement", "accusation"}:
            told = self._addressee(verb, cue, how, frame.end if start is None else start)
            draft.addressee = told or draft.addressee
        return draft

    def speaks_beside_quotation(self, verb: Token, frame: Frame) -> bool:
        """Whether a verb that no table knows stands as a cue would: 'sobbed: "..."', '"...," he laughed.'."""
        if verb.pos_ != "VERB" or verb.tag_ not in {"VBD", "VBZ"} or self.page.inside[verb.i] >= 0:
            return False
        doc, after = self.page.doc, verb.i + 1
        if after + 1 < frame.end and doc[after].text == ":":
            return self.page.opens_quote(after + 1)
        if after < frame.end and doc[after].text not in {".", ","}:
            return self._leads_speaker(verb, frame)
        for k in range(verb.i - 1, max(frame.start, verb.i - 8), -1):
            if self.page.inside[k] >= 0:
                quote = self.page.quotes[self.page.inside[k]]
                return quote.inner.of(self.page.article.text)[-1:] in ",?!" and k < verb.i - 1
            if doc[k].pos_ not in {"PROPN", "NOUN", "PRON", "DET", "ADJ", "PUNCT"}:
                return False
        return False

    def _leads_speaker(self, verb: Token, frame: Frame) -> bool:
        """Whether a verb stands between a quotation and who must have spoken it: '"...," shrugged a man.'."""
        doc, before = self.page.doc, verb.i - 1
        if before > frame.start and doc[before].text == "," and self.page.inside[before] < 0:
            before -= 1  # British printers put the comma outside
        if before <= frame.start or self.page.inside[before] < 0 or verb.tag_ != "VBD":
            return False
        comma = before < verb.i - 1
        words = self.page.quotes[self.page.inside[before]].inner.of(self.page.article.text)
        if not (comma or words[-1:] in ",?!") or len(words.split()) < 2:
            return False
        for k in range(verb.i + 1, min(frame.end, verb.i + 9)):
            if doc[k].text in {".", ",", ";"} or doc[k].lower_ in {"who", "as"}:
                return k > verb.i + 1 and doc[k - 1].pos_ in {"NOUN", "PROPN", "NUM"}
            if doc[k].pos_ not in {"PROPN", "NOUN", "DET", "ADJ", "NUM", "PART"} and doc[k].lower_ != "of":
                return False
        return False

    def subject(self, verb: Token, frame: Frame) -> Token | None:
        """The head of the subject of a cue that leads up to what follows its frame."""
        return self._subject(verb, frame.start, frame.end, is_finite(verb))

    def _subject(self, verb: Token, low: int, high: int, finite: bool) -> Token | None:
        """The head of the cue's subject, by the tree where that can be trusted, else by its place."""
        document = self._document_before(verb, low)
        if document is not None:
            return document
        token = subject_of(self.page, verb, low, high, self.lexicon)
        if token is not None and token.head.i != verb.i and self._follows_quotation(verb, low):
            token = subject_after(self.page, verb, high, self.lexicon) or token
        if token is None and finite:
            if self._comes_first(verb, low) and self.cues.lemma(verb) not in self.cues.tellers:
                token = subject_after(self.page, verb, high, self.lexicon)
                if token is not None and self._is_told_of(token, verb, low):
                    token = None
            if token is None and not self._shares_subject(verb):
                token = subject_before(self.page, verb, low, self.lexicon)
            if token is None:
                token = self._before_apposition(verb, low)
            if token is None or self.contents.is_finite_acl(verb):
                token = self._lost_subject(verb, low) or token
        elif token is not None and token.i < verb.i:
            parted = self._quote_between(token.i, verb.i) or self._is_far_subject(token, verb)
            token = (subject_before(self.page, verb, low, self.lexicon) if parted else None) or token
        if token is not None and token.lower_ in {"who", "which", "that"}:
            return self._antecedent(token, low)
        return token

    def _is_told_of(self, token: Token, verb: Token, low: int) -> bool:
        """Whether what follows a cue is the subject of its clause: ", reached by phone, says [X] fled"."""
        clause = token.head
        led = label(token) in {"nsubj", "nsubjpass"} and clause.i > token.i and label(clause) == "ccomp"
        return led and clause.head.i == verb.i and not self._follows_quotation(verb, low)

    def _follows_quotation(self, verb: Token, low: int) -> bool:
        """Whether a quotation ends right before a cue: '"A disaster", sighed the trainer'."""
        k = verb.i - 1
        if k > low and self.page.doc[k].text == ",":
            k -= 1
        return k > low and self.page.inside[k] >= 0 and self.page.inside[verb.i] < 0

    def _document_before(self, verb: Token, low: int) -> Token | None:
        """The paper that says it: "a resolution (tabled in May) condemning ... and calling for ..."."""
        if verb.tag_ != "VBG" or any(label(c) in {"nsubj", "nsubjpass"} for c in verb.children):
            return None
        doc, k = self.page.doc, first_conjunct(verb).i - 1
        if k > low and doc[k].text == ")":
            k = next((j for j in range(k, max(low, k - 15), -1) if doc[j].text == "("), k) - 1
        if k < low or doc[k].pos_ != "NOUN" or self.page.inside[k] != self.page.inside[verb.i]:
            return None
        return doc[k] if doc[k].lemma_.lower() in self.cues.documents else None

    def _can_speak(self, token: Token | None, verb: Token) -> bool:
        """Whether the subject isn't a thing, the sentence itself ("it"), or the speaker of the quotation."""
        if token is None:
            return True
        if token.lower_ in self.cues.not_speakers - {"it"}:
            return False
        if token.lower_ == "it" and verb.tag_ not in FINITE and not self._has_finite_auxiliary(verb):
            return False
        return self.page.inside[verb.i] < 0 or token.lower_ not in SELF

    def _has_finite_auxiliary(self, verb: Token) -> bool:
        """Whether "has" or "is" makes a participle finite: "has said"."""
        return any(label(c) == "aux" and c.tag_ in FINITE and c.i < verb.i for c in verb.children)

    def _is_relative(self, verb: Token) -> bool:
        """Whether the cue stands in a relative clause: "General X, who commands the south, ..."."""
        return any(
            c.lower_ in {"who", "which", "that"} and label(c) in {"nsubj", "nsubjpass"} and c.i < verb.i
            for c in verb.children
        )

    def _addressee(self, verb: Token, cue: VerbCue, how: str, end: int) -> Mention | None:
        """Whom the cue says it was said to."""
        if cue.lemma in {"call", "appeal"}:
            receivers = [n for p, n in obliques(verb) if p in {"on", "upon", "to"}]
        elif cue.lemma in _SAID_TO:
            receivers = [n for p, n in obliques(verb) if p == "to"]
        else:
            receivers = [*objects(verb), *indirect_objects(verb)]
        told = addressee_after(self.page, verb, receivers, end, self.lexicon)
        if told is None and cue.lemma == "tell" and how != "infinitive":
            return spoken_to(self.page, [verb], self.lexicon)
        return told

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
        self, verb: Token, token: Token | None, mention: Mention | None, earlier: Draft | None
    ) -> bool:
        """Whether the speaker of an earlier cue of the frame is the speaker of this one too.

        ", adding that" goes with the cue before it; so does ", and denied", whatever its subject in the tree.
        """
        if earlier is None or earlier.speaker is None:
            return False
        sign = next(
            (t for t in (self.page.doc[k] for k in range(verb.i - 1, -1, -1)) if t.text.strip()), None
        )
        if verb.tag_ == "VBG" and sign is not None and (sign.text in PARENTHESIS or sign.pos_ == "CCONJ"):
            return True
        own = any(label(c) in {"nsubj", "nsubjpass"} for c in verb.children)
        if verb.tag_ == "VBG" and label(verb) == "advcl" and not own and verb.head.i == earlier.at:
            return True  # "confirmed the raid saying: ..."
        if self.contents.claims_to_have(verb):
            return True
        follows = sign is not None and (sign.pos_ in {"CCONJ", "ADV"} or self.contents.is_listed(verb))
        if mention is None:
            return not is_finite(verb) or follows
        # What was said ended before this cue, so it stands beside the earlier one.
        beside = earlier.at < earlier.content[-1][1] <= verb.i
        return follows and not own and beside and token is not None

    def _is_earlier(self, draft: Draft, verb: Token, token: Token | None) -> bool:
        """Whether a cue can go on with an earlier one: "renewed demands that Chad leave, saying ...".

        With a noun of saying only a participle goes on whose subject in the tree stands in what was said.
        """
        if draft.how != "noun-cue":
            return True
        a, b = draft.content[-1]
        return verb.tag_ == "VBG" and token is not None and a <= token.i < b <= verb.i

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

    def _has_object(self, verb: Token) -> bool:
        """Whether a "participle" has a pronoun for its object: "the council [VBN: called] it murder"."""
        if verb.tag_ != "VBN" or any(label(c) in {"aux", "auxpass"} for c in verb.children):
            return False
        own = any(label(c) in {"nsubj", "nsubjpass"} and c.i < verb.i for c in verb.children)
        return own and any(t.i == verb.i + 1 and t.pos_ == "PRON" for t in objects(verb))

    def is_open(self, verb: Token) -> bool:
        """Whether the saying itself is denied, only possible or supposed."""
        if is_negated(verb):
            return True
        own = [c for c in verb.children if label(c) in {"aux", "auxpass"}]
        # A finite verb has no share in the auxiliary of a verb before it: "may amount to X and urged Y".
        shared = [] if verb.tag_ in FINITE else auxiliaries(verb)
        words = [*shared, *(c.lower_ for c in own), *(c.lemma_.lower() for c in own)]
        if any(w in self.cues.open_auxiliaries for w in words):
            return True
        if any(
            label(c) in {"mark", "advmod", "case"}
            and c.lower_ in self.cues.hypothetical
            and c.i < verb.i
            # "The minister instead accuses": only "instead of" supposes.
            and (c.lower_ not in _INSTEAD or verb.tag_ not in FINITE)
            for c in verb.children
        ):
            return True
        if verb.tag_ == "VB" and not is_finite(verb) and not self.contents.claims_to_have(verb):
            if any(w in {"do", "did", "does"} for w in words):
                return False
            head = verb.head
            return not (label(verb) in {"xcomp", "advcl"} and (head.lemma_.lower() in self.cues.went_on))
        if label(verb) in {"pcomp", "advcl", "acl"} and verb.tag_ == "VBG":
            near = self.page.doc[max(0, verb.i - 2) : verb.i]
            return any(t.lower_ in {"without", "of", "from", "avoid", "stop"} for t in near)
        # A participle or gerund in the place of a noun tells of saying in general.
        return verb.tag_ == "VBG" and label(verb) in {"nsubj", "csubj", "obj", "dobj", "pobj", "nmod", "obl"}

    def bounds(self, verb: Token, frame: Frame) -> Range:
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

    def _quote_end(self, verb: Token, frame: Frame) -> int:
        """Where the quotation ends that a cue stands in."""
        end, k = verb.i, self.page.inside[verb.i]
        while end < frame.end and self.page.inside[end] == k:
            end += 1
        return end

    def _comes_first(self, verb: Token, low: int) -> bool:
        """Whether nothing that could be a subject stands between the last quotation or comma and the cue."""
        for k in range(verb.i - 1, low - 1, -1):
            token = self.page.doc[k]
            if not token.text.strip() or token.pos_ == "ADV":
                continue
            return token.text in PARENTHESIS or is_mark(token) or self.page.inside[k] >= 0
        return True

    def _lost_subject(self, verb: Token, low: int) -> Token | None:
        """A subject before the cue that the tree gives to the verb of what was said, or to a participle."""
        if self.contents.is_finite_acl(verb) and low <= verb.head.i < verb.i:
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

    def _before_apposition(self, verb: Token, low: int) -> Token | None:
        """The subject before ", a shopkeeper," that stands right before the cue."""
        doc = self.page.doc
        commas = [k for k in range(verb.i - 1, max(low, verb.i - 16), -1) if doc[k].text == ","]
        if len(commas) < 2 or commas[0] != verb.i - 1 or self.page.inside[commas[1]] >= 0:
            return None
        participle = commas[1] + 1 if doc[commas[1] + 1].tag_ in {"VBD", "VBN"} else -1
        if any(is_finite(t) and t.i != participle for t in doc[commas[1] : commas[0]]):
            return None
        return subject_before(self.page, doc[commas[1]], low, self.lexicon)

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
        counts = token.pos_ in {"NUM", "PRON", "DET"} or word in self.cues.counters
        of = [t for p, t in modifiers(token) if p == "of"]
        if counts and any(t.pos_ == "PRON" or actor_at(t, self.lexicon) is not None for t in of):
            return True  # "one of the guards", "some of the villagers"
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
        if start > low and doc[start - 1].lower_ == "as":
            start -= 1
        return start

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

    def _as_saying(self, verb: Token, quoted: Token, cue: VerbCue, frame: Frame) -> Draft | None:
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
        right = self.contents.after_cue(verb, cue, None, False, frame, frame.end, mention)
        if right is None:
            left = self._left_edge(quoted, token, False, frame.start)
            right = self.contents.around_cue(verb, cue, left, token, False, frame)
        if right is None:
            return None
        how, act, content, _ = right
        draft = make_draft(
            self.page, self.cues, self.lexicon, verb, act, how, cue.lemma, mention, token, content, frame
        )
        draft.cue = self.page.span(quoted.i, verb.i + 1)
        for other in through:
            outlet = actor_at(other, self.lexicon)
            if outlet is not None:
                draft.via.append(outlet)
        return draft

    def _passive(self, verb: Token, cue: VerbCue, frame: Frame) -> Draft | None:
        """ "was confirmed by X", "were told to leave", "is accused of"."""
        low, high = self.bounds(verb, frame)
        doers = [t for t in agents(verb) if low <= t.i < high]
        receivers = [t for t in passive_subjects(verb) if low <= t.i < high]
        by = doers[0] if doers else None
        mention = self._speaker(by, verb) if by is not None else None
        limit = self.contents.limit(verb, frame, high)
        after = verb.i + 1
        if by is not None and by.i > verb.i:
            after = max(after, min(by.right_edge.i + 1, by.i + 6))
        receiver = receivers[0] if receivers else None
        impersonal = receiver is None or receiver.lower_ == "it"
        choice: Content | None = None
        if cue.accuses and receiver is not None:
            choice = self._accused(verb, cue, limit)
        elif cue.infinitive in {Act.REQUEST, Act.WARNING} and receiver is not None:
            start = self.contents.infinitive(verb, cue, after, limit)
            if start is not None and cue.lemma not in {
                "call",
                "appeal",
                "direct",
                "press",
                "invite",
                "encourage",
            }:
                choice = self.contents.made(
                    "infinitive",
                    cue.infinitive,
                    start,
                    self.contents.cut(verb, start + 1, limit),
                    start,
                    split=False,
                )
        if choice is None and cue.lemma in {"tell", "inform", "notify", "assure", "warn", "remind"}:
            that = self.contents.that_after(verb, after, limit)
            start = that + 1 if that is not None else self.contents.clause(verb, after, limit)
            if start is not None and receiver is not None:
                choice = self.contents.made(
                    "that", cue.act, start, self.contents.cut(verb, start + 1, limit), start
                )
        if choice is None and receiver is not None and not impersonal and by is None:
            choice = self._said_to_be(verb, cue, receiver, low, limit)
        if choice is None and impersonal and cue.act in {Act.ANNOUNCEMENT, Act.ALLEGATION, Act.CONFIRMATION}:
            that = self.contents.that_after(verb, after, limit)
            if that is not None:
                choice = self.contents.made(
                    "that", cue.act, that + 1, self.contents.cut(verb, that + 1, limit), that
                )
        if choice is None and mention is not None and receiver is not None and cue.noun is not None:
            # "a truce [acl: announced] by X" tells of the truce; only a claim is what was said.
            named = label(verb) != "acl" or receiver.lemma_.lower() in self.cues.nouns
            told = named and (
                cue.act in {Act.DENIAL, Act.CONFIRMATION, Act.ANNOUNCEMENT, Act.ADMISSION}
                or cue.lemma == "report"
            )
            allowed = told and (not cue.claim or receiver.lemma_.lower() in self.cues.nouns)
            if allowed:
                start, end = max(low, receiver.left_edge.i), min(receiver.right_edge.i + 1, verb.i)
                choice = self.contents.made("passive", cue.noun, start, end, verb.i, split=False)
        if choice is None:
            return None
        how, act, content, _ = choice
        draft = make_draft(
            self.page, self.cues, self.lexicon, verb, act, "passive", cue.lemma, mention, by, content, frame
        )
        own = any(label(c) in {"nsubj", "nsubjpass"} for c in first_conjunct(verb).children)
        if receiver is not None and own and how in {"infinitive", "that"} and not impersonal:
            draft.addressee = actor_at(receiver, self.lexicon)
        return draft

    def _said_to_be(self, verb: Token, cue: VerbCue, receiver: Token, low: int, limit: int) -> Content | None:
        """What somebody unnamed says of a subject: "The rebels are said | to be holding miners"."""
        doc, start = self.page.doc, verb.i + 1
        infinitive = start + 1 < limit and doc[start].lower_ == "to" and doc[start + 1].tag_ == "VB"
        if cue.lemma not in self.cues.hearsay or not infinitive or label(verb) in {"acl", "relcl"}:
            return None
        end = self.contents.cut(verb, start + 1, limit)
        left = self.page.trimmed(max(low, receiver.left_edge.i), receiver.i + 1)
        return ("passive", cue.act, [left, self.page.trimmed(start, end)], None)

    def _accused(self, verb: Token, cue: VerbCue, limit: int) -> Content | None:
        """What somebody "is accused of"."""
        preposition = next(
            (t for t in self.page.doc[verb.i + 1 : min(limit, verb.i + 9)] if t.lower_ in {"of", "for"}), None
        )
        if preposition is None:
            return None
        edge = (
            preposition.head.right_edge.i if preposition.head.i > preposition.i else preposition.right_edge.i
        )
        end = self.contents.cut(verb, preposition.i + 1, min(limit, max(edge + 1, preposition.i + 2)))
        ranges = [self.page.trimmed(preposition.i + 1, end)]
        return ("accusation", cue.act, ranges, None) if ranges[0][0] < ranges[0][1] else None

    def is_progressive(self, noun: Token, frame: Frame) -> bool:
        """Whether a "noun" is the verb after "is": "The agency is [NN: warning] that ..."."""
        doc = self.page.doc
        if not noun.lower_.endswith("ing") or noun.i + 2 >= frame.end or noun.i - 1 <= frame.start:
            return False
        helped = doc[noun.i - 1].lemma_ == "be" and doc[noun.i - 1].pos_ == "AUX"
        return helped and doc[noun.i + 1].lower_ in {"that", "of"}

    def is_mistaken(self, noun: Token, cue: VerbCue, frame: Frame) -> bool:
        """Whether a "noun" is the verb of a sentence that has no other before it.

        "The group ... claim they hold it", "The observatory reports eight people are dead".
        """
        doc = self.page.doc
        if noun.i + 2 >= frame.end or noun.i <= frame.start or noun.ent_type_:
            return False
        following, previous = doc[noun.i + 1], doc[noun.i - 1]
        if self.contents.is_plural_noun(noun):
            earlier = any(t.tag_ == "VBZ" for t in doc[frame.start : noun.i])
            named = label(noun) == "root" and previous.ent_type_ in {"ORG", "PERSON"}
            return (earlier and previous.pos_ == "CCONJ") or named
        if any(is_finite(t) for t in doc[frame.start : noun.i]):
            return False
        if not has_finite_clause(self.page, noun.i + 1, frame.end):
            return following.lower_ == "to" and cue.infinitive is not None and doc[noun.i + 2].tag_ == "VB"
        if noun.tag_ == "NNS" and previous.ent_type_ in {"ORG", "PERSON"}:
            return following.lower_ not in _AFTER_NOUNS
        return previous.pos_ in {"NOUN", "PROPN", "VERB", "PRON"} and following.lower_ in _CLAUSE_STARTS


def _passed_over(verb: Token, cue: VerbCue, why: str) -> Draft | None:
    passed_over(verb, "Statement", f"act-{cue.act.value}/{cue.lemma}", why)
    return None
