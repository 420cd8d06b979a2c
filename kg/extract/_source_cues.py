"""Cues that are no plain verbs: "according to", nouns of saying, fixed phrases, colons, "citing".

In:  a word of the table of cues, or a frame.
Out: a Draft, or None where it tells of no saying.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Token

from kg.extract._contents import ContentReader, is_figure
from kg.extract._cues import Cues, PhraseCue
from kg.extract._drafts import ADJUNCT_ENDS, COORDINATORS, HEADLINES, Draft, Range, make_draft
from kg.extract._frames import FINITE, Frame, Page, has_finite_clause, is_finite, is_word
from kg.extract._phrases import Lexicon, actor_at
from kg.extract._speakers import described, speaker_at, subject_before, subject_of
from kg.extract._trace import passed_over
from kg.extract._verb_cues import VerbReader
from kg.grammar import agents, is_passive, label, modifiers, objects, passive_subjects, possessors, subjects
from kg.model import Act, ActorType, Mention

_COPULA = 25  # words between a noun of saying and its "is that"
_BEFORE_FIGURES = frozenset(
    {"from", "to", "and", "between", "or", "of", "are", "were", "is", "was", "vary", "range"}
)
_CLAIMED = frozenset({"responsibility", "credit"})  # what is claimed for a deed: "full responsibility"


@dataclass(frozen=True, slots=True)
class SourceReader:
    """Reads the other cues of one article."""

    page: Page
    cues: Cues
    lexicon: Lexicon
    contents: ContentReader
    verbs: VerbReader

    def read_according(self, token: Token, frame: Frame) -> Draft | None:
        """ "according to X": its content stands before it, after it or on both sides."""
        doc = self.page.doc
        if token.i + 2 >= frame.end or doc[token.i + 1].lower_ != "to":
            return None
        source = None
        if label(token) == "case" and token.head.i > token.i + 1:
            source = token.head
        else:
            source = next(
                (c for t in (token, doc[token.i + 1]) for c in t.children if label(c) == "pobj"), None
            )
        if source is None or not token.i < source.i < frame.end or self._is_past_comma(token, source):
            source = self._first_noun(token.i + 2, frame.end)
        return self._beside_source(token, token.i + 2, source, "according to", frame)

    def read_in_words(self, token: Token, frame: Frame) -> Draft | None:
        """ "in the words of X": as "according to X"."""
        doc, first = self.page.doc, token.i
        if first + 4 >= frame.end or [t.lower_ for t in doc[first : first + 4]] != [
            "in",
            "the",
            "words",
            "of",
        ]:
            return None
        source = self._first_noun(first + 4, frame.end)
        return self._beside_source(token, first + 4, source, "in the words of", frame)

    def _beside_source(
        self, token: Token, after: int, source: Token | None, trigger: str, frame: Frame
    ) -> Draft | None:
        """The statement of a source that a preposition names.

        Args:
            token: the first word of the cue.
            after: position after its last word.
            source: head noun of the source.
            trigger: the cue as the tables have it.
            frame: where to look.
        """
        doc, page = self.page.doc, self.page
        inside = page.inside[token.i]
        if source is None or source.lemma_.lower() in self.cues.no_sources:
            return _passed_over(token, trigger, "what it is according to is no source but a plan or a rule")
        end = min(max(source.right_edge.i + 1, source.i + 1), frame.end)
        initial = not any(
            t.lower_ not in COORDINATORS for t in page.words(frame.start, token.i) if t.pos_ != "ADV"
        )
        comma = next((k for k in range(source.i + 1, frame.end) if doc[k].text == ","), None)
        overrun = end >= frame.end - 1 or doc[min(end, frame.end - 1)].text != ","
        if initial and comma is not None and (overrun or end > comma + 12):
            # "According to X at least nine died, while ...": no comma parts the source from the clause.
            told = has_finite_clause(page, source.i + 1, comma) and not any(
                t.tag_ in {"WDT", "WP", "WP$", "VBN", "VBG"} for t in doc[source.i + 1 : source.i + 3]
            )
            end = source.i + 1 if told else comma
        for k in range(source.i + 1, end):
            # The tree may hang the main clause on the source; a clause after a comma is no part of it.
            if (
                doc[k].text == ","
                and has_finite_clause(page, k + 1, end)
                and doc[k + 1].lower_ not in {"who", "which"}
            ):
                end = k
                break
        mention = speaker_at(page, source, end, self.lexicon, self.cues)
        if mention is None:
            return _passed_over(token, trigger, "the noun after it can be no speaker")
        if initial and (end >= frame.end or doc[end].text != ","):
            end = next((t.i for t in doc[source.i : frame.end] if t.idx >= mention.evidence.end), end)
        passing = {"citing", "quoting", "which", "who", "whose"}
        if initial and end + 1 < frame.end and doc[end + 1].lower_ in passing:
            end = next((k for k in range(end + 2, frame.end) if doc[k].text == ","), end)
        content: list[Range] = []
        before = page.trimmed(self._clause_start(token, frame), token.i)
        if (before[0] < before[1] and doc[before[1] - 1].lower_ == "that") or before[
            0
        ] >= token.i > frame.start:
            initial = True  # "... learned that, according to X, ..."
        if not initial and before[0] < before[1]:
            content.append(before)
        last = self._cut_rest(end, frame.end, token)
        if before[0] >= token.i > frame.start and self._in_relative(token):
            last = next((k for k in range(end + 2, last) if doc[k].text == ","), last)
        rest = page.trimmed(end, last)
        if rest[0] < rest[1] and (initial or self._rest_goes_on(end, rest)):
            content += [r for r in self.contents.split(*rest) if r[0] < r[1]] if initial else [rest]
        if inside >= 0:
            content = [r for r in content if page.inside[r[0]] == inside]
        if not content or (
            initial
            and before[0] < token.i
            and not has_finite_clause(page, *content[0])
            and frame.zone not in HEADLINES
            and content[0][1] - content[0][0] < 4
        ):
            return _passed_over(token, trigger, "nothing beside it that could be what is said")
        draft = make_draft(
            self.page,
            self.cues,
            self.lexicon,
            token,
            Act.ASSERTION,
            "according",
            trigger,
            mention,
            source,
            content,
            frame,
        )
        draft.cue = page.span(token.i, after)
        return draft

    def _clause_start(self, token: Token, frame: Frame) -> int:
        """Where the words before an interrupting "according to X" begin to be the source's.

        "..., which, according to X, ..." and "..., and, according to X, ..." begin a clause of their own.
        """
        doc, k = self.page.doc, token.i - 1
        while k > frame.start and (doc[k].text == "," or not doc[k].text.strip()):
            k -= 1
        if doc[k].lower_ in {"which", "who", "that"} and doc[k].tag_ in {"WDT", "WP", "IN", "DT"}:
            return token.i
        joins = doc[k].pos_ == "CCONJ" and k > frame.start
        return token.i if joins and any(is_finite(t) for t in doc[frame.start : k]) else frame.start

    def _in_relative(self, token: Token) -> bool:
        """Whether "which, according to X, ..." precedes."""
        near = self.page.doc[max(0, token.i - 2) : token.i]
        return any(t.tag_ in {"WDT", "WP"} for t in near)

    def _is_past_comma(self, token: Token, source: Token) -> bool:
        """Whether the tree finds a source only behind a comma: "according to X, ..., in their match"."""
        stretch = self.page.doc[token.i + 2 : source.i]
        comma = next((t.i for t in stretch if t.text == ","), None)
        nouns = comma is not None and any(
            t.pos_ in {"NOUN", "PROPN"} for t in self.page.doc[token.i + 2 : comma]
        )
        return nouns or len(stretch) > 13

    def _first_noun(self, start: int, end: int) -> Token | None:
        """The first noun that isn't a modifier of a later one of the same phrase."""
        nouns: list[Token] = []
        for token in self.page.doc[start : min(end, start + 10)]:
            if token.text in ADJUNCT_ENDS and nouns:
                break
            if token.pos_ in {"NOUN", "PROPN", "PRON"}:
                nouns.append(token)
        return next((t for t in nouns if not t.i < t.head.i <= nouns[-1].i), nouns[0] if nouns else None)

    def _cut_rest(self, start: int, end: int, token: Token) -> int:
        doc = self.page.doc
        for k in range(start + 1, end):
            if doc[k].text == ";" and self.page.inside[k] < 0:
                return k
            if doc[k].text == "," and self.contents.new_cue(token, k + 1, end):
                return k
        return end

    def _rest_goes_on(self, end: int, rest: Range) -> bool:
        """Whether words after an interrupting "according to X" are content: not a relative clause on X."""
        first = self.page.doc[rest[0]]
        lemma = self.cues.lemma(first)
        if first.lower_ in {"who", "which", "whose", "whom", "while", "as", "citing", "but"}:
            return False
        return not (first.tag_ == "VBG" and lemma in self.cues.verbs)

    def read_noun(self, noun: Token, act: Act, frame: Frame) -> Draft | None:
        """ "allegations that ...", "reports rebels had fled", "claims by X that", "accusations of"."""
        page, doc = self.page, self.page.doc
        if label(noun) in {"compound", "amod"}:
            return None
        if any(
            t.lower_ in {"no", "any", "without", "if"} for t in doc[max(frame.start, noun.i - 2) : noun.i]
        ):
            return _passed_over(noun, noun.lemma_.lower(), 'is denied or supposed: "no reports that ..."')
        low, high = self.verbs.bounds(noun, frame)
        frame = replace(frame, start=low, end=high)
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
            if token.text in ADJUNCT_ENDS or is_finite(token) or token.pos_ == "SCONJ" or token.tag_ == "VB":
                break
            if token.tag_ == "VBG" and self.cues.lemma(token) in self.cues.verbs:
                return None  # "a statement announcing that ...": the verb has it
            if by is None and token.pos_ == "ADP":
                told = self._past_place(k, high) if k == noun.i + 1 else None
                if told is None:
                    break
                k = told
                continue
            if by is not None and k > by.i + 3:
                break
            k += 1
        if start is None:
            equated = self._after_copula(noun, frame)
            if equated is not None:
                start, how, by = equated[0], "copula", equated[1]
        if start is None and by is None and act not in {Act.REQUEST, Act.COMMITMENT}:
            start = self._bare_clause(noun, frame)
            how = "bare" if start is not None else None
        charges = noun.lemma_.lower() in self.cues.of_nouns
        charges = charges and (noun.tag_ == "NNS" or noun.lemma_.lower() not in self.cues.own_sources)
        if start is None and charges and noun.i + 2 < high and doc[noun.i + 1].lower_ == "of":
            start, how = noun.i + 2, "of"
        if start is None:
            return _passed_over(noun, noun.lemma_.lower(), "no clause after it that says what is said")
        if page.inside[noun.i] >= 0 and how not in {"that", "copula"}:
            return None
        if how == "copula":
            end = high
        elif how == "of":
            end = min(high, max(noun.right_edge.i + 1, start + 1))
            while end < high and doc[end].pos_ in {"ADP", "NOUN", "PROPN", "DET", "ADJ", "NUM"}:
                end += 1
        else:
            end = self._end_of_clause(noun, start, frame)
        if (
            how != "of"
            and not has_finite_clause(page, start, end)
            and not any(is_finite(t) for t in doc[start:end])
        ):
            return None
        if noun.i == next((t.i for t in page.words(frame.start, frame.end)), -1):
            end = self._before_main_verb(start, end)
        a, b = page.trimmed(start, end)
        if a >= b:
            return None
        speaker, source = self._source_of(noun, by, low, high)
        if speaker is None and noun.lemma_.lower() in self.cues.held_nouns:
            return _passed_over(noun, noun.lemma_.lower(), "nobody is told to hold or to give it")
        if page.inside[noun.i] >= 0 and source is not None and source.lower_ in {"i", "we", "you"}:
            return _passed_over(noun, noun.lemma_.lower(), "is the very speaker of this quotation")
        draft = make_draft(
            self.page,
            self.cues,
            self.lexicon,
            noun,
            act,
            "noun-cue",
            noun.lemma_.lower(),
            speaker,
            source,
            [(a, b)],
            frame,
        )
        if how == "of":
            draft.how = "preposition"
        return draft

    def _before_main_verb(self, start: int, end: int) -> int:
        """Where the verb of the sentence begins behind a clause: "Reports that he died | are denied"."""
        doc = self.page.doc
        finite = [t for t in doc[start:end] if is_finite(t)]
        for before, token in pairwise(finite):
            verb = token.head if label(token) in {"aux", "auxpass", "cop"} else token
            joined = any(t.pos_ in {"CCONJ", "SCONJ"} or t.text == "," for t in doc[before.i : token.i])
            if not joined and not any(t.i > before.i for t in (*subjects(verb), *passive_subjects(verb))):
                return token.i
        return end

    def is_noun(self, token: Token, frame: Frame) -> bool:
        """Whether a "verb" at the head of a sentence is a noun of saying: "[VBZ: Reports] that ... were"."""
        doc = self.page.doc
        if token.tag_ != "VBZ" or not token.is_title or token.lemma_.lower() not in self.cues.nouns:
            return False
        first = next((t.i for t in self.page.words(frame.start, frame.end)), -1)
        return token.i == first and token.i + 2 < frame.end and doc[token.i + 1].lower_ == "that"

    def _past_place(self, at: int, high: int) -> int | None:
        """The position of a "that" after where it is told: "reports on social media | that"."""
        for k in range(at + 1, min(high, at + 7)):
            token = self.page.doc[k]
            if token.lower_ == "that":
                return k if k > at + 1 else None
            if token.pos_ not in {"NOUN", "PROPN", "ADJ", "DET"}:
                return None
        return None

    def _after_copula(self, noun: Token, frame: Frame) -> tuple[int, Token | None] | None:
        """Content and source of "the impression we get from X is that ...", "their claim is that ..."."""
        doc, by = self.page.doc, None
        for k in range(noun.i + 1, min(frame.end - 2, noun.i + _COPULA)):
            token = doc[k]
            if token.lemma_ == "be" and doc[k + 1].lower_ == "that" and doc[k + 1].tag_ == "IN":
                own = noun.head.i >= k or noun.head.i == noun.i
                return (k + 2, by) if own and has_finite_clause(self.page, k + 2, frame.end) else None
            if token.text in ADJUNCT_ENDS:
                return None
            if by is None and token.pos_ in {"NOUN", "PROPN", "PRON"}:
                led = doc[token.left_edge.i - 1].lower_ if token.left_edge.i else ""
                told = "from" in {led, *(c.lower_ for c in token.children)} or label(token) == "nsubj"
                by = token if told and actor_at(token, self.lexicon) is not None else None
            if by is not None and token.lower_ in {"from", "by"}:
                by = None  # "we get | from those who fled": theirs it is
        return None

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
                    if verb.lemma_.lower() in self.cues.carriers:  # "remarks he made on Friday"
                        complete = any(label(c) in {"obj", "dobj", "ccomp"} for c in verb.children)
                    return noun.i + 1 if not relative or complete else None
            if token.text in ADJUNCT_ENDS or token.pos_ in {"ADP", "VERB"}:
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
            if doc[k].text == "," and self.contents.new_cue(noun, k + 1, edge):
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
            # ", raising fears that ...": a deed raises them, not its doer.
            and (
                carrier.tag_ != "VBG"
                or _is_helped(carrier)
                or noun.lemma_.lower() not in self.cues.held_nouns
            )
        ):
            for token in subjects(carrier):
                if low <= token.i < high:
                    found = speaker_at(self.page, token, carrier.i, self.lexicon, self.cues)
                    if found is not None:
                        return found, token
        if noun.lemma_.lower() in self.cues.own_sources:
            others = replace(self.cues, not_speakers=self.cues.not_speakers - {noun.lemma_.lower()})
            return actor_at(noun, self.lexicon) or described(self.page, noun, others), noun
        return None, None

    def phrase_at(self, i: int, frame: Frame) -> tuple[PhraseCue, list[int]] | None:
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
                    between = {"ADV", "AUX", "SPACE"} | ({"ADJ", "DET"} if word in _CLAIMED else set())
                    if self.page.doc[k].pos_ not in between or skipped == 3:
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
        return self.cues.lemma(token)

    def read_phrase(self, cue: PhraseCue, positions: list[int], frame: Frame) -> Draft | None:
        doc, page = self.page.doc, self.page
        content_words = [p for p in positions if doc[p].pos_ in {"VERB", "NOUN", "ADJ"}]
        if not content_words:
            return None
        verb = doc[content_words[0]]
        if verb.pos_ in {"NOUN", "ADJ"} and verb.head.pos_ in {"VERB", "AUX"} and verb.head.i < verb.i:
            verb = verb.head
        opened = self.verbs.is_open(doc[positions[0]]) or (verb.pos_ == "ADJ" and self.verbs.is_open(verb))
        if cue.words[0] != "not" and cue.words[0] != "neither" and opened:
            return _passed_over(verb, " ".join(cue.words), "the saying is denied, only possible or supposed")
        low, high = self.verbs.bounds(verb, frame)
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
            if subject.pos_ in {"PRON", "DET"} or a >= b:
                return None
            cue_range = (self._complex_start(positions[0], low), last + 1)
        else:
            mention = speaker_at(page, token, verb.i, self.lexicon, self.cues) if token is not None else None
            if mention is None:
                return None
            start = self._phrase_content(cue, positions)
            if start is None:
                return None
            if cue.words[0] in {"be", "make", "let"} and cue.act in {Act.BELIEF, Act.ASSERTION}:
                start = self._clause_after(positions[-1] + 1, high)
                if start is None:
                    return _passed_over(verb, " ".join(cue.words), "no clause after it")
            if start + 1 < high and doc[start].lower_ == "that" and has_finite_clause(page, start + 1, high):
                start += 1
            end = self.contents.cut(verb, last + 1, high)
            if cue.words[-1] in _CLAIMED:
                noun = doc[last]
                if cue.words[0] == "take" and not self._is_for_deed(last + 1, high):
                    return _passed_over(verb, " ".join(cue.words), "what is taken over is no deed but a duty")
                joined = [c.i for c in noun.children if label(c) in {"cc", "conj", "punct"} and c.i > last]
                stops = [k for k in range(last + 1, end) if self._is_next_clause(k, end)]
                end = min([end, *joined, *stops])
            comma = next(
                (
                    k
                    for k in range(last + 1, end)
                    if doc[k].text in {",", ";"}
                    and page.inside[k] < 0
                    and cue.act is Act.NO_COMMENT
                    # "whether the crew, now ashore, had been told" goes on past its first comma.
                    and (doc[last + 1].lower_ != "whether" or any(is_finite(t) for t in doc[last + 1 : k]))
                ),
                end,
            )
            a, b = page.trimmed(start, max(comma, last + 1))
            first = self._complex_start(positions[0], low) if cue.words[0] == "not" else positions[0]
            cue_range = (first, min(max(start, positions[0] + 1), last + 1))
        if a >= b:
            return None
        draft = make_draft(
            self.page,
            self.cues,
            self.lexicon,
            verb,
            cue.act,
            how,
            " ".join(cue.words),
            mention,
            token,
            [(a, b)],
            frame,
        )
        c0, c1 = page.trimmed(*cue_range)
        if c0 < c1:
            draft.cue = page.span(c0, c1)
        return draft

    def _is_next_clause(self, k: int, end: int) -> bool:
        """Whether a semicolon, or a comma with "and" and a clause, ends what is claimed."""
        doc = self.page.doc
        if self.page.inside[k] >= 0 or k + 1 >= end or doc[k].text not in {",", ";"}:
            return False
        joins = doc[k + 1].lower_ in COORDINATORS and has_finite_clause(self.page, k + 1, end)
        return doc[k].text == ";" or joins

    def _is_for_deed(self, at: int, high: int) -> bool:
        """Whether "for the bombing" follows: responsibility for a town is a duty."""
        doc = self.page.doc
        if at >= high or doc[at].lower_ != "for":
            return False
        return any(t.lemma_.lower() in self.cues.deeds for t in doc[at + 1 : min(high, at + 6)])

    def _clause_after(self, start: int, high: int) -> int | None:
        """Where a clause begins right after a phrase: "is confident | the road will open"."""
        doc = self.page.doc
        if start + 1 >= high or doc[start].pos_ in {"ADP", "PART", "PUNCT", "CCONJ"}:
            return None
        that = doc[start].lower_ == "that"
        if not that and doc[start].pos_ == "SCONJ":
            return None
        start += 1 if that else 0
        return start if has_finite_clause(self.page, start, high) else None

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
        if cue.words[-1] in _CLAIMED:
            return positions[0] + 1
        if cue.words[0] == "have" or cue.words[-1] == "comment":
            return positions[1] if len(positions) > 1 else None
        following = positions[-1] + 1
        if following >= len(doc) or doc[following].text in ADJUNCT_ENDS:
            return positions[-1]
        return following

    def read_colon(self, frame: Frame) -> Draft | None:
        """ "Minister: Dam will hold", "Dam will hold: minister", 'Amal, 34: "We ran."'."""
        page, doc = self.page, self.page.doc
        colons = [
            k for k in range(frame.start + 1, frame.end - 1) if doc[k].text == ":" and page.inside[k] < 0
        ]
        if len(colons) != 1:
            return None
        at = colons[0]
        quoted = any(page.opens_quote(k) for k in range(at + 1, min(at + 3, frame.end)))
        if frame.zone not in HEADLINES and not quoted:
            return None
        left, right = page.trimmed(frame.start, at), page.trimmed(at + 1, frame.end)
        for (a, b), content in ((left, right), (right, left)):
            words = list(page.words(a, b))
            if not words or len(words) > 8 or any(t.pos_ in {"VERB", "AUX"} for t in words):
                continue
            if content[1] - content[0] < 3 or (content is left and frame.zone not in HEADLINES):
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
            draft = make_draft(
                self.page,
                self.cues,
                self.lexicon,
                named[0],
                Act.ASSERTION,
                "colon",
                ":",
                mention,
                named[0],
                [content],
                frame,
            )
            draft.cue = None
            return draft
        return None

    def _beside(self, citing: Token, drafts: list[Draft]) -> Draft | None:
        """The statement that somebody is cited for: the one whose cue governs it, else the last before it."""
        own = [d for d in drafts if d.outside and d.how != "colon" and d.content]
        above = {citing.head.i, citing.head.head.i}
        governing = next((d for d in own if d.at in above), None)
        return governing or next((d for d in reversed(own) if d.at < citing.i), None)

    def read_citing(self, frame: Frame, drafts: list[Draft]) -> list[Draft]:
        """ "the agency reported, citing a general": the general's words, through the agency."""
        found = []
        for token in self.page.doc[frame.start : frame.end]:
            relative = (
                token.lower_ in {"cited", "quoted"} and token.nbor(-1).lower_ in {"which", "who"}
                if token.i
                else False
            )
            if token.lower_ not in {"citing", "quoting"} and not relative:
                continue
            if self.page.inside[token.i] >= 0:
                continue
            main = self._beside(token, drafts)
            sources = [t for t in objects(token) if token.i < t.i < frame.end]
            if main is None or not sources:
                _passed_over(token, token.lower_, "no statement beside it, or nobody who is cited")
                continue
            mention = actor_at(sources[0], self.lexicon)
            if mention is None:
                continue
            content = [r for r in main.content if not r[0] <= token.i < r[1]]
            if not content:
                continue
            draft = make_draft(
                self.page,
                self.cues,
                self.lexicon,
                token,
                main.act,
                "citing",
                token.lower_,
                mention,
                sources[0],
                content,
                frame,
            )
            if main.speaker is not None:
                draft.via.append(main.speaker)
            found.append(draft)
        return found

    # --- figures of several sources in one sentence ---------------------------------------------------

    def read_gapped(self, frame: Frame, drafts: list[Draft]) -> list[Draft]:
        """ "the army put it at three, doctors at nine": the doctors' figure, with no verb of its own."""
        found = []
        for draft in drafts:
            if draft.trigger not in {"put", "give"} or draft.how not in {"noun", "quote"}:
                continue
            at = draft.content[-1][1]
            while at < frame.end and (self.page.doc[at].text in {",", ";"} or not is_word(self.page.doc[at])):
                at += 1
            other = self.contents.gapped(at, frame.end) if at < frame.end else None
            if other is None:
                continue
            source = self.page.doc[other[0]]
            mention = speaker_at(self.page, source, other[1], self.lexicon, self.cues)
            stops = (k for k in range(other[1], frame.end) if self.page.doc[k].text in {",", ";"})
            content = self.page.trimmed(other[1], next(stops, frame.end))
            if mention is not None and content[0] < content[1]:
                other_draft = self._figure_of(source, draft.trigger, mention, source, content, frame)
                other_draft.cue = draft.cue  # the verb that is left out
                found.append(other_draft)
        return found

    def read_figures(self, frame: Frame) -> list[Draft]:
        """ "Estimates range from 4 (the police) to 9 (doctors)": a figure for each source in parentheses."""
        doc = self.page.doc
        opened = [k for k in range(frame.start + 2, frame.end - 2) if doc[k].text == "("]
        noun = next((t for t in doc[frame.start : frame.end] if t.lemma_.lower() in self.cues.tolls), None)
        if noun is None or len(opened) < 2 or noun.i > opened[0] or self.page.inside[noun.i] >= 0:
            return []
        found = []
        for at in opened:
            close = next((k for k in range(at + 1, min(frame.end, at + 15)) if doc[k].text == ")"), None)
            figure = self._figure_before(at, frame.start)
            if close is None or figure is None or any(is_finite(t) for t in doc[at:close]):
                continue
            source = self._first_noun(at + 1, close)
            mention = (
                speaker_at(self.page, source, close, self.lexicon, self.cues) if source is not None else None
            )
            if source is not None and mention is not None and not is_figure(source):
                lemma = noun.lemma_.lower()
                found.append(self._figure_of(noun, lemma, mention, source, figure, frame))
        return found if len(found) > 1 else []

    def _figure_before(self, at: int, low: int) -> Range | None:
        """The figure right before a parenthesis: the number with its comparator, or the quoted words."""
        doc, page = self.page.doc, self.page
        start = at
        while start > low and at - start < 8 and doc[start - 1].lower_ not in _BEFORE_FIGURES:
            if page.inside[start - 1] < 0 and doc[start - 1].text in ADJUNCT_ENDS | {")", "("}:
                break
            start -= 1
        figure = page.trimmed(start, at)
        counted = figure[0] < figure[1] and any(is_figure(t) for t in doc[figure[0] : figure[1]])
        return figure if counted else None

    def _figure_of(
        self, cue: Token, trigger: str, mention: Mention, source: Token, content: Range, frame: Frame
    ) -> Draft:
        return make_draft(
            self.page,
            self.cues,
            self.lexicon,
            cue,
            Act.ASSERTION,
            "noun",
            trigger,
            mention,
            source,
            [content],
            frame,
        )


def _is_helped(verb: Token) -> bool:
    """Whether an auxiliary makes a gerund the verb of its clause: "are giving us the impression"."""
    return any(label(c) == "aux" and c.i < verb.i for c in verb.children)


def _passed_over(word: Token, trigger: str, why: str) -> Draft | None:
    passed_over(word, "Statement", f"act/{trigger.replace(' ', '-')}", why)
    return None
