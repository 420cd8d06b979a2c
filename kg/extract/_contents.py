"""What is said: the words of a statement's content, before, around or after its cue.

In:  a cue and the words of its speaker.
Out: how the content was found, its act, and its pieces as ranges of tokens.

Found by quotation marks and by place first and by the tree second, because trees of sentences with
quotations are often wrong. Knows nothing of who speaks.
"""

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract._cues import Cues, VerbCue
from kg.extract._drafts import ADJUNCT_ENDS, COORDINATORS, HEADLINES, PARENTHESIS, Content, Range
from kg.extract._frames import FINITE, Frame, Page, has_finite_clause, is_finite, is_mark
from kg.extract._phrases import Lexicon, actor_at
from kg.grammar import label, objects, passive_subjects, subjects
from kg.model import Act, Mention

_LISTED = 30  # words between two cues of a list
_FAR = 15  # words between a cue and its "that"
_FARTHEST = 30  # words between a cue and an infinitive that the tree gives to it
_WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
# What begins with these after ", officials said," is mostly the writer's own.
_WRITERS_OWN = frozenset(
    {
        "as",
        "while",
        "who",
        "which",
        "whose",
        "whom",
        "without",
        "in",
        "on",
        "after",
        "according",
        "when",
        "whereas",
    }
    | {"although", "though", "amid"}
)
_CONTRARY = frozenset({"despite", "although", "though", "but", "while", "whereas", "even"})
_SUPPOSED = frozenset({"if", "should", "unless"})
_WH = frozenset({"how", "why", "whether", "where"})
# Where words are spoken and much else is done: "announced the closure of | in parliament".
_VENUES = frozenset({"court", "meeting", "summit", "visit", "rally", "press", "media", "footage", "report"})
_POINTERS = frozenset({"this", "that", "it", "them", "him", "her", "these", "those"})
_REFLEXIVE = frozenset({"itself", "himself", "herself", "themselves", "ourselves", "myself"})


@dataclass(frozen=True, slots=True)
class ContentReader:
    """Finds what is said for one article; every question needs the same three things."""

    page: Page
    cues: Cues
    lexicon: Lexicon

    def around_cue(
        self, verb: Token, cue: VerbCue, left: int, token: Token | None, inverted: bool, frame: Frame
    ) -> Content | None:
        """Content that stands before "..., officials said", and goes on after it where it interrupts.

        Args:
            verb: the cue.
            cue: what its table says.
            left: where the words of speaker and cue begin.
            token: head of the subject.
            inverted: the subject follows the cue.
            frame: where to look.
        """
        page = self.page
        if page.doc[left].lower_ == "as" and left < verb.i:
            return self._as_clause(verb, cue, left, token, inverted, frame)
        start, end = page.trimmed(frame.start, left)
        if start >= end or cue.judge_only:
            return None
        after_quote = self._ends_quote(left, frame)
        if after_quote is None:
            return None
        quoted = after_quote and self._is_speech(end - 1, start)
        if cue.quote_only and not quoted:
            return None
        tail = self._tail(verb, token, inverted, frame)
        if quoted:
            first = next(t.i for t in page.doc[start:end] if page.inside[t.i] == page.inside[end - 1])
            if first > start and page.doc[first - 1].text == ":":
                start = page.trimmed(first, end)[0]  # '...: "a disaster", sighs the coach'
            # Only words of the quotation itself may come between its pieces and the cue.
            return ("before", cue.act, [(start, end), *self._quoted_ranges(tail, frame)], None)
        rest = self._after_interruption(verb, tail, frame)
        below = [t for t in page.words(start, end) if is_finite(t)]
        # "Despite reports X had fallen, officials said Y": the tree has all of it below the cue.
        adverbial = all(verb.is_ancestor(t) and _is_adverbial(t, verb) for t in below)
        if has_finite_clause(page, start, end) and (rest or not adverbial):
            return ("before", cue.act, [(start, end), *rest], None)
        things = [t for t in objects(verb) if verb.i < t.i < tail and cue.lemma not in self.cues.tellers]
        if rest and tail - verb.i <= 8 and not things and not cue.actor_only:
            speaking = page.doc[start].tag_ == "VBG" and start == frame.start
            return None if speaking else ("around", cue.act, [(start, end), *rest], None)
        if frame.zone in HEADLINES and end - start >= 2 and page.doc[start].pos_ not in {"ADP", "SCONJ"}:
            return ("before", cue.act, [(start, end)], None)
        return None

    def _as_clause(
        self, verb: Token, cue: VerbCue, left: int, token: Token | None, inverted: bool, frame: Frame
    ) -> Content | None:
        """The content of "As X said, the dam broke" and "The dam, as X put it, is dead"."""
        if cue.quote_only and cue.lemma != "put":
            return None
        tail = self._tail(verb, token, inverted, frame)
        if tail >= frame.end or self.page.doc[tail].text not in PARENTHESIS | {":"}:
            return None
        if self.page.opens_quote(tail + 1) or self.page.doc[tail].text == ":":
            stop = self.page.trimmed(tail + 1, self.cut(verb, tail + 1, frame.end))
            return ("quote", cue.act, [stop], tail + 1) if stop[0] < stop[1] else None
        pieces = [self.page.trimmed(frame.start, left)]
        start, end = pieces[0]
        if cue.act is Act.BELIEF and start < end and self.page.doc[start].lower_ in _SUPPOSED:
            # "If the dam bursts, as engineers fear, ...": what they fear is the case, not what follows.
            return ("around", cue.act, pieces, None)
        pieces.append(self.page.trimmed(tail + 1, self.cut(verb, tail + 1, frame.end)))
        pieces = [(a, b) for a, b in pieces if a < b]
        told = any(has_finite_clause(self.page, a, b) for a, b in pieces)
        return ("around", cue.act, pieces, None) if told else None

    def _ends_quote(self, left: int, frame: Frame) -> bool | None:
        """Whether a quotation ends before the cue's words; None when no comma, dash or mark parts them."""
        doc, page = self.page.doc, self.page
        signs = [k for k in range(left - 1, max(frame.start - 1, left - 5), -1) if doc[k].text.strip()]
        if not signs:
            return None
        first = signs[0]
        if is_mark(doc[first]) or page.inside[first] >= 0:
            return True
        if doc[first].text not in PARENTHESIS:
            return None
        # "...", she said: British printers put the comma outside.
        return len(signs) > 1 and signs[1] == first - 1 and page.inside[signs[1]] >= 0

    def _after_interruption(self, verb: Token, tail: int, frame: Frame) -> list[Range]:
        """What goes on after an interrupting ", he said,"."""
        if (
            tail >= frame.end
            or self.page.doc[tail].text not in PARENTHESIS
            or not self._goes_on(tail + 1, frame)
        ):
            return []
        a, b = self.page.trimmed(tail + 1, self.cut(verb, tail + 1, frame.end))
        return [(a, b)] if a < b else []

    def _is_speech(self, last: int, start: int) -> bool:
        """Whether the quotation that ends here is something said, not a name in quotation marks."""
        k = self.page.inside[last]
        if k < 0:
            return False
        quote = self.page.quotes[k]
        words = quote.inner.of(self.page.article.text)
        first = next((t.i for t in self.page.doc[start : last + 1] if self.page.inside[t.i] == k), last)
        led = first > start and self.page.doc[first - 1].text == ":"
        begins = self.page.inside[start] == k or led
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
            if t.text in ADJUNCT_ENDS or is_mark(t) or self.page.inside[position] >= 0:
                break
            position += 1
        return position

    def _goes_on(self, start: int, frame: Frame) -> bool:
        """Whether what follows an interrupting "he said," is more of what was said."""
        words = list(self.page.words(start, min(start + 6, frame.end)))
        if not words:
            return False
        first, following = words[0], words[1:3]
        lemma = self.cues.lemma(first)
        if first.tag_ == "VBG" and (lemma in self.cues.verbs or lemma in {"cite", "quote", "refer", "speak"}):
            return False
        if first.lower_ in {"and", "but"}:
            # "..., he said, and denied": one more cue of the same speaker.
            return not any(self.cues.lemma(t) in self.cues.verbs and is_finite(t) for t in following)
        if first.lower_ == "in" and following and following[0].lower_ == "what":
            return True  # "..., officials said, in what may be the worst attack"
        return first.lower_ not in _WRITERS_OWN

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

    def after_cue(
        self,
        verb: Token,
        cue: VerbCue,
        token: Token | None,
        inverted: bool,
        frame: Frame,
        high: int,
        mention: Mention,
    ) -> Content | None:
        """Content after the cue: quotation, that-clause, infinitive, clause, noun phrase."""
        page, doc = self.page, self.page.doc
        limit = self.limit(verb, frame, high)
        after = self._past_particle(verb, cue)
        if inverted and token is not None:
            after = max(after, token.i + 1)
        quote = self._quote_after(after, limit)
        if quote is not None and cue.accuses and doc[quote - 1].text != ":":
            quote = None  # "accused of torching it, 'at night'": what they are accused of comes first
        if quote is not None:
            end = self.cut(verb, quote + 1, limit)
            said = self._from_quote(quote, end)
            return ("quote", cue.act, said, quote) if said else None
        colon = self._colon_after(after, limit)
        if colon is not None and not cue.judge_only:
            return self.made("block", cue.act, colon + 1, limit, colon + 1, split=False)
        if cue.judges is not None:
            judged = self._judgement(verb, cue, after, limit, mention)
            if judged is not None or (cue.judge_only and cue.noun is None):
                return judged
        if cue.quote_only:
            that = self.that_after(verb, after, min(limit, after + 1 + _FAR))
            if that != after:
                return self._figure(verb, cue, after, limit) or self._preposition(verb, cue, after, limit)
        if cue.accuses:
            return self._accusation(verb, cue, limit)
        that = self.that_after(verb, after, limit)
        infinitive = None if cue.infinitive is None else self.infinitive(verb, cue, after, limit)
        # "urged them to ensure that ...": the "that" is part of what was urged.
        if that is not None and (infinitive is None or that < infinitive):
            end = self.cut(verb, that + 1, limit)
            return self.made("that", cue.act, that + 1, end, that)
        how = self._past_addressee(verb, after, limit)
        if how < limit and self.page.doc[how].lower_ in _WH and verb.tag_ in FINITE | {"VBG", "VBN"}:
            end = self.cut(verb, how + 1, limit)
            if has_finite_clause(self.page, how + 1, end) or any(
                is_finite(t) for t in self.page.doc[how:end]
            ):
                return self.made("clause", cue.act, how, end, how, split=False)
        if cue.infinitive is not None and infinitive is not None:
            end = self.cut(verb, infinitive + 1, limit)
            return self.made("infinitive", cue.infinitive, infinitive, end, infinitive, split=False)
        raised = self._raised(verb, cue, after, limit)
        if raised is not None:
            end = self.cut(verb, raised + 1, limit)
            return self.made("infinitive", cue.act, raised, end, raised, split=False)
        if cue.gerund is not None and after < limit and doc[after].tag_ == "VBG":
            end = self.cut(verb, after + 1, limit)
            return self.made("infinitive", cue.gerund, after, end, after, split=False)
        if cue.lemma in {"call", "charge", "appeal", "read", "answer", "press", "alert", "ask"}:
            return self._preposition(verb, cue, after, limit)
        clause = None if cue.judge_only else self.clause(verb, after, limit)
        if clause is not None:
            end = self.cut(verb, clause + 1, limit)
            return self.made("clause", cue.act, clause, end, clause)
        phrase = (
            self._preposition(verb, cue, after, limit)
            or self._figure(verb, cue, after, limit)
            or self._noun_content(verb, cue, after, limit, mention)
        )
        if phrase is not None:
            return phrase
        if not (cue.actor_only or cue.judge_only) and verb.tag_ in FINITE | {"VBG"}:
            start = self._past_addressee(verb, after, limit)
            start = self._past_adjuncts(verb, start, limit)
            end = self.cut(verb, start + 1, limit) if start < limit else limit
            if (
                start < end
                and has_finite_clause(page, start, end)
                and doc[start].pos_ not in {"ADP", "SCONJ", "PUNCT"}
            ):
                if doc[start].lower_ in {"who", "which", "when", "as", "after", "while", "where"}:
                    return None
                return self.made("place", cue.act, start, end, start)
        return None

    def made(
        self, how: str, act: Act, start: int, end: int, first: int, *, split: bool = True
    ) -> Content | None:
        ranges = (
            self.split(start, end)
            if split
            else [self.page.trimmed(start, self._before_semicolon(start, end))]
        )
        if ranges and ranges[0][0] < ranges[0][1] and how in {"clause", "place"}:
            ranges[0] = (self._past_weekday(*ranges[0]), ranges[0][1])
        ranges = [(a + 1 if self._is_that(a) else a, b) for a, b in ranges if a < b]
        ranges = [(a, b) for a, b in ranges if a < b]
        return (how, act, ranges, first) if ranges else None

    def _before_semicolon(self, start: int, end: int) -> int:
        """Where content that is no clause ends: "called for talks; they ...", "denied it, despite ..."."""
        doc = self.page.doc
        for k in range(start + 1, end - 1):
            if self.page.inside[k] >= 0:
                continue
            if doc[k].text == ";" and doc[k + 1].lower_ not in {"to", "and"}:
                return k
            if doc[k].text == "," and doc[k + 1].lower_ in _CONTRARY:
                return k
        return end

    def _past_weekday(self, start: int, end: int) -> int:
        """The position after a weekday right after the cue: "said on Monday | the road was cut"."""
        doc = self.page.doc
        at = start + 1 if doc[start].lower_ in {"on", "late", "early"} else start
        if (
            at + 2 < end
            and doc[at].lower_ in _WEEKDAYS
            and doc[at + 1].pos_ not in {"PUNCT", "PART", "NOUN", "ADP"}
        ):
            return at + 1 if has_finite_clause(self.page, at + 1, end) else start
        return start

    def _is_that(self, position: int) -> bool:
        token = self.page.doc[position]
        return token.lower_ == "that" and (label(token) == "mark" or token.tag_ == "IN")

    def split(self, start: int, end: int) -> list[Range]:
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

    def limit(self, verb: Token, frame: Frame, high: int) -> int:
        """Where the clause of the cue ends at the latest."""
        subordinate = (label(verb) in {"acl", "relcl"} and not self.is_finite_acl(verb)) or (
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

    def _past_particle(self, verb: Token, cue: VerbCue) -> int:
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
                if not direct or (
                    sign is not None and sign.text != ":" and not (long or self._ends_all(k, limit))
                ):
                    return None
                return k
            if is_finite(doc[k]) or doc[k].lower_ == "that":
                return None
            if doc[k].tag_ == "VBG" and k > after and self.cues.lemma(doc[k]) in self.cues.verbs:
                return None  # "quoted critics, with one stating: ...": the words are the nearer cue's
        return None

    def _colon_after(self, after: int, limit: int) -> int | None:
        """A colon that gives the rest of the sentence to the speaker: "said in a letter: The dam is safe"."""
        doc = self.page.doc
        for k in range(after, min(limit - 3, after + _FAR)):
            if doc[k].text == ":":
                return k if has_finite_clause(self.page, k + 1, limit) else None
            if (
                is_finite(doc[k])
                or doc[k].text in {";", ","}
                or doc[k].lower_ == "that"
                or self.page.inside[k] >= 0
            ):
                return None
        return None

    def _ends_all(self, start: int, limit: int) -> bool:
        """Whether no word follows the quotation that begins here."""
        k = self.page.inside[start]
        return not any(self.page.inside[t.i] != k for t in self.page.words(start, limit))

    def _from_quote(self, start: int, end: int) -> list[Range]:
        """A quotation as content; with the rest of the sentence when it is only the beginning of it."""
        page = self.page
        quote = page.quotes[page.inside[start]]
        stop = start
        while stop < end and page.inside[stop] == page.inside[start]:
            stop += 1
        after = [t.lower_ for t in page.doc[stop : min(stop + 2, end)]]
        goes_on = len(after) == 2 and after[0] == "," and after[1] in COORDINATORS
        whole = goes_on or quote.inner.of(page.article.text)[-1:] in ",.?!…—" or not quote.closed
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

    def inner_speech(self, verb: Token, cue: VerbCue, after: int, sentence: int, end: int) -> Content | None:
        """What is told inside a quotation: "They told me, 'Hold on.'", "She said, don't move".

        Args:
            verb: the cue, inside a quotation.
            cue: what its table says.
            after: position after the cue.
            sentence: where its sentence ends.
            end: where the quotation ends.
        """
        doc = self.page.doc
        comma = next((k for k in range(after, min(sentence, after + 5)) if doc[k].text in {",", ":"}), None)
        if comma is None or comma + 2 >= end or any(is_finite(t) for t in doc[after:comma]):
            return None
        if is_mark(doc[comma + 1]):
            close = next((k for k in range(comma + 2, end) if is_mark(doc[k])), end)
            return self.made("quote", cue.act, comma + 2, close, comma + 1, split=False)
        words = list(self.page.words(comma + 1, sentence))
        if cue.quote_only or comma > after + 1:
            return None
        if len(words) < 2 or any(self.cues.lemma(t) in self.cues.verbs for t in words[:3] if is_finite(t)):
            return None
        return self.made("quote", cue.act, comma + 1, sentence, comma + 1, split=False)

    def that_after(self, verb: Token, after: int, limit: int) -> int | None:
        """The "that" of the cue's clause, with nothing but adjuncts and addressees before it."""
        doc = self.page.doc
        told = {t.i for t in objects(verb) if t.lemma_.lower() in self.cues.nouns}
        for k in range(after, min(limit, after + _FAR)):
            token = doc[k]
            if (
                is_finite(token)
                or (token.text in {";", ":"})
                or self.page.inside[k] != self.page.inside[verb.i]
                or (token.text == "," and self._says_more(verb, k + 1, limit))
            ):
                return None
            if token.lower_ == "that" and label(token) != "det" and k + 1 < limit:
                before = doc[k - 1]
                if self._is_topic(verb, before):
                    return None
                if any(after <= i < k for i in told):
                    return None  # "documented allegations that ...": what the noun reports, not the verb
                pronoun = token.tag_ == "DT" or label(token) in {"nsubj", "nsubjpass", "obj", "dobj"}
                # "on the radio that roads were": only before a bare verb is it no conjunction.
                following = next((t for t in doc[k + 1 : k + 4] if t.pos_ != "ADV"), token)
                if pronoun and label(token) != "mark" and following.tag_ in FINITE:
                    return None
                return k if has_finite_clause(self.page, k + 1, limit) else None
        return None

    def _is_topic(self, verb: Token, noun: Token) -> bool:
        """Whether a noun is what the saying is about: "spoke of the role | that troops will play"."""
        governed, governor = [c.lower_ for c in noun.children if label(c) == "case"], noun.head
        if governor.pos_ == "ADP":
            governed, governor = [governor.lower_], governor.head
        return governor.i == verb.i and noun.pos_ == "NOUN" and bool({"of", "about", "over"} & set(governed))

    def infinitive(self, verb: Token, cue: VerbCue, after: int, limit: int) -> int | None:
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
        # "vowed on Monday to leave": adjuncts may stand between.
        for k in range(after, min(limit, after + (_FARTHEST if far > 2 else 8))):
            token = doc[k]
            if is_finite(token) or token.text in {";", ":", "."}:
                return None
            if far == 2 and k >= after + far and token.text == ",":
                return None
            if k >= after + far and (token.head.head.i != verb.i or (far == 2 and objects(verb))):
                continue  # so far away only the tree tells whose infinitive it is
            if token.lower_ == "to" and k + 1 < limit:
                if far == 12 and cue.noun is not None and self._is_thing(verb, after, k):
                    return None  # "proposed measures to stop it"
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

    def _raised(self, verb: Token, cue: VerbCue, after: int, limit: int) -> int | None:
        """Where "more families to move" begins in "expects more families to move"."""
        if cue.act is not Act.BELIEF:
            return None
        things = [t for t in objects(verb) if after <= t.i < limit]
        if not things or things[0].left_edge.i != after:
            return None
        for k in range(things[0].i + 1, min(limit - 1, after + _FAR)):
            token = self.page.doc[k]
            if is_finite(token) or token.text in ADJUNCT_ENDS:
                return None
            if token.lower_ == "to" and self.page.doc[k + 1].tag_ == "VB":
                return after
        return None

    def _is_thing(self, verb: Token, start: int, end: int) -> bool:
        """Whether what stands between a cue and "to" is asked for, not asked."""
        things = [t for t in objects(verb) if start <= t.i < end]
        bound = self.page.doc[end].head
        return bound.head in things and not any(
            t.pos_ in {"PRON", "PROPN"} or actor_at(t, self.lexicon) is not None for t in things
        )

    def clause(self, verb: Token, after: int, limit: int) -> int | None:
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
            if name == "ccomp" and gap < start and self._tears_subject(verb, gap, start):
                return gap
            if gap < start and not any(label(c) in {"nsubj", "nsubjpass", "expl"} for c in child.children):
                return gap  # the subject of the clause hangs elsewhere
            if gap < start and not any(t.text in ADJUNCT_ENDS for t in self.page.doc[gap:start]):
                return gap
            return start
        return None

    def _tears_subject(self, verb: Token, gap: int, start: int) -> bool:
        """Whether the tree makes the head of a long subject an object: "says [obj: men], boys and C fled"."""
        cue = self.cues.verbs.get(self.cues.lemma(verb))
        if cue is None or cue.noun is not None or cue.lemma in self.cues.tellers:
            return False
        return any(c.left_edge.i == gap and c.i < start for c in verb.children if label(c) in {"obj", "dobj"})

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
        mention = None
        for token in doc[after : min(after + 4, limit)]:
            if token.tag_ in {"WRB", "WP", "WDT", "IN"} or is_finite(token):
                break
            mention = mention or actor_at(token, self.lexicon)
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

    def _preposition(self, verb: Token, cue: VerbCue, after: int, limit: int) -> Content | None:
        """The content of "warned of famine", "called on both sides for a truce"."""
        if not cue.prepositions:
            return None
        doc = self.page.doc
        for k in range(after, min(limit, after + _FAR)):
            token = doc[k]
            if is_finite(token) or token.text in ADJUNCT_ENDS:
                return None
            act = cue.prepositions.get(token.lower_)
            if act is None or token.pos_ not in {"ADP", "SCONJ", "PART"}:
                continue
            if cue.quote_only and token.lower_ == "of" and k > after and self._is_of_noun(token):
                continue  # "speaking on condition of anonymity"
            end = (
                max(token.head.right_edge.i, token.right_edge.i) + 1
                if token.head.i > k
                else token.right_edge.i + 1
            )
            # What follows without a comma belongs to it: "for both sides | to talk".
            stop = next((j for j in range(k + 1, limit) if doc[j].text in ADJUNCT_ENDS), limit)
            end = self.cut(verb, k + 1, min(max(end, stop, k + 2), limit))
            return self.made("preposition", act, k + 1, end, k + 1, split=False)
        return None

    def _is_of_noun(self, of: Token) -> bool:
        """Whether an "of" belongs to the noun right before it, not to a verb of speaking."""
        governor = of.head.head if of.head.i > of.i else of.head
        return governor.i == of.i - 1 and governor.pos_ == "NOUN"

    def _figure(self, verb: Token, cue: VerbCue, after: int, limit: int) -> Content | None:
        """The content of "counted 31 graves", "puts the toll at 19"."""
        if cue.figure is None:
            return None
        things = [t for t in objects(verb) if after <= t.i < limit]
        if not things or things[0].ent_type_ in {"PERSON", "LOC"}:
            return None
        start = max(after, things[0].left_edge.i)
        stop = next((k for k in range(start, limit) if self.page.doc[k].text in {";", "."}), limit)
        end = self.cut(verb, things[0].i + 1, stop)
        joins = (k for k in range(things[0].i + 1, end - 1) if self.page.doc[k].text == ",")
        end = next((k for k in joins if self.page.doc[k + 1].lower_ in COORDINATORS), end)
        as_ = cue.lemma == "give" and things[0].lemma_.lower() in self.cues.tolls
        if cue.lemma == "put" or as_:
            end = self._before_other(things[0].i + 1, end)
            leads = "as" if as_ else "at"
            at = next((k for k in range(things[0].i + 1, end) if self.page.doc[k].lower_ == leads), None)
            counted = at is not None and any(is_figure(t) for t in self.page.doc[at : min(end, at + 6)])
        else:
            counted = things[0].tag_ == "CD" or any(label(c) == "nummod" for c in things[0].children)
        return self.made("noun", cue.figure, start, end, start, split=False) if counted else None

    def _before_other(self, start: int, end: int) -> int:
        """Where another source takes over without a verb: "put it at four, | doctors at nine"."""
        doc = self.page.doc
        for k in range(start, end - 2):
            if doc[k].text in {",", ";"} and self.page.inside[k] < 0 and self.gapped(k + 1, end) is not None:
                return k
        return end

    def gapped(self, start: int, end: int) -> tuple[int, int] | None:
        """The last noun of another source and where its figure begins: "and [doctors] [at nine]"."""
        doc = self.page.doc
        for k in range(start, min(end - 1, start + 9)):
            if doc[k].lower_ in {"at", "as"} and k > start and doc[k - 1].pos_ in {"NOUN", "PROPN"}:
                near = [t for t in doc[k + 1 : min(end, k + 6)] if t.text.strip()]
                return (k - 1, k) if any(is_figure(t) for t in near) else None
            if (
                doc[k].pos_ not in {"NOUN", "PROPN", "DET", "ADJ", "CCONJ", "PART", "NUM"}
                and doc[k].lower_ != "of"
            ):
                return None
        return None

    def _noun_content(
        self, verb: Token, cue: VerbCue, after: int, limit: int, mention: Mention
    ) -> Content | None:
        """The content of "denied the report", "announced a curfew"."""
        known = self.cues.documents | self.cues.institutions
        unknown = mention.pattern == "statement/speaker" and mention.head_lemma.lower() not in known
        if cue.noun is None or unknown:
            return None
        things = [t for t in objects(verb) if after <= t.i < limit]
        if not things:
            return None
        thing = things[0]
        state = next(
            (c for c in verb.children if label(c) == "xcomp" and c.pos_ == "ADJ" and c.i > thing.i), None
        )
        if state is not None and cue.lemma == "report":  # "report [obj: two soldiers] dead"
            return self.made(
                "noun", cue.noun, max(after, thing.left_edge.i), min(limit, state.right_edge.i + 1), after
            )
        claimed = thing.lemma_.lower() in self.cues.nouns  # "denied reports that ..."
        if thing.tag_ != "$" and not claimed and actor_at(thing, self.lexicon) is not None:
            return None  # "threatened the mayor", "confirmed the minister"
        if thing.lemma_.lower() in {"life", "victim", "right", "seat", "title", "asylum"}:
            return None  # what a war or a party claims without a word
        word = thing.lemma_.lower()
        document = mention.head_lemma.lower() in known
        pointed = cue.noun is Act.DENIAL and thing.lower_ in {"this", "that"}
        if pointed:
            return self.made("noun", cue.noun, thing.i, thing.i + 1, thing.i, split=False)
        denies = cue.claim or cue.noun is Act.DENIAL
        if thing.pos_ == "PRON" or (verb.tag_ == "VBG" and document and not denies):
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
        end = self._before_medium(thing.i + 1, self.cut(verb, thing.i + 1, min(end, limit)))
        end = self._before_receiver(verb, thing.i + 1, end)
        return self.made("noun", cue.noun, start, end, start, split=False)

    def _before_receiver(self, verb: Token, start: int, end: int) -> int:
        """Where a noun phrase ends that somebody is told or promised: "promised as much | to the envoy"."""
        doc = self.page.doc
        for k in range(start, end - 1):
            if doc[k].lower_ == "to" and doc[k].pos_ == "ADP" and doc[k].head.i > k:
                receiver = doc[k].head
                if receiver.head.i == verb.i and actor_at(receiver, self.lexicon) is not None:
                    return k
        return end

    def _before_medium(self, start: int, end: int) -> int:
        """Where a noun phrase ends that is said through something: "the raid | in a message on Telegram"."""
        doc = self.page.doc
        for k in range(start, end - 1):
            if doc[k].pos_ != "ADP" or doc[k].lower_ not in self.cues.media_prepositions - {"by", "to", "at"}:
                continue
            noun = doc[k].head if doc[k].head.i > k else None
            if noun is None or noun.lemma_.lower() not in self.cues.media or noun.pos_ == "VERB":
                continue
            # "reports on social media that ...": what goes on after it is part of what is said.
            more = any(t.pos_ in {"VERB", "AUX", "SCONJ"} for t in doc[noun.i + 1 : end])
            return k if not more and noun.lemma_.lower() not in _VENUES else end
        return end

    def _judgement(
        self, verb: Token, cue: VerbCue, after: int, limit: int, mention: Mention
    ) -> Content | None:
        """What something is called: "described the raid as 'a massacre'", "calls it a crime"."""
        if mention.pattern == "statement/speaker" or cue.judges is None or after >= limit:
            return None
        doc = self.page.doc
        first = doc[after]
        called = self._what_it_is_called(verb, cue, after, limit)
        if called is not None:
            return called
        if cue.lemma == "refer" and first.lower_ == "to" and after + 1 < limit:
            after += 1
            first = doc[after]
        if first.pos_ in {"ADP", "SCONJ", "ADV", "PART"} or first.lower_ in _REFLEXIVE:
            return None
        end = self.cut(verb, after, limit)
        if cue.judges is Act.ACCUSATION:
            for k in range(after + 1, end - 1):
                if doc[k].lower_ == "for" and doc[k + 1].tag_ == "VBG":  # "condemned the army for burning it"
                    return self.made("accusation", cue.judges, after, end, after, split=False)
                if doc[k].text in ADJUNCT_ENDS or is_finite(doc[k]):
                    break
        names = cue.lemma in {"call", "describe", "label", "brand", "dub", "term", "deem"}
        named = names or any(self.page.opens_quote(k) for k in range(after, min(end, after + 5)))
        if named and first.lower_ in _POINTERS and after + 1 < end and doc[after].head.i != after + 1:
            # "calls this a crime": the pronoun says nothing.
            after += 2 if doc[after + 1].lower_ == "as" else 1
            if doc[after].pos_ in {"ADP", "ADV", "PUNCT", "CCONJ"} and not self.page.opens_quote(after):
                return None
            return self.made(
                "judgement", cue.judges, after, self._before_relative(after, end), after, split=False
            )
        if any(self.page.opens_quote(k) for k in range(after, end)) or self._is_named(verb, cue, end):
            return self.made("judgement", cue.judges, after, end, after, split=False)
        return None

    def _is_named(self, verb: Token, cue: VerbCue, end: int) -> bool:
        """Whether something is called something: "called the raid a crime", not "called the hotline"."""
        if cue.lemma not in {"call", "label", "brand", "deem"}:
            return False
        things = [t for t in objects(verb) if verb.i < t.i < end and t.ent_type_ != "PERSON"]
        names = (c for c in verb.children if label(c) == "xcomp" and c.pos_ in {"NOUN", "ADJ"} and c.i < end)
        return any(things and things[0].i < c.i and c.tag_ in {"NN", "NNS", "JJ"} for c in names)

    def _what_it_is_called(self, verb: Token, cue: VerbCue, after: int, limit: int) -> Content | None:
        """The content of "what the army describes as a raid", "what residents call the death road"."""
        doc, low = self.page.doc, max(0, verb.i - 8)
        what = next((k for k in range(verb.i - 1, low, -1) if doc[k].lower_ == "what"), None)
        if what is None or cue.judges is None or any(is_finite(t) for t in doc[what : verb.i]):
            return None
        bare = cue.lemma in {"call", "term", "deem", "label", "dub", "brand"}
        start = after + 1 if doc[after].lower_ == "as" else after
        if start == after and not bare:
            return None
        stop = next((k for k in range(start, limit) if doc[k].text in ADJUNCT_ENDS), limit)
        return self.made("judgement", cue.judges, start, stop, start, split=False)

    def _before_relative(self, start: int, end: int) -> int:
        """Where a comma and a relative clause of the writer's end what was said."""
        doc = self.page.doc
        for k in range(start, end - 1):
            if doc[k].text == "," and doc[k + 1].lower_ in {"which", "who"}:
                return k
        return end

    def _accusation(self, verb: Token, cue: VerbCue, limit: int) -> Content | None:
        """The content of "accused X of doing Y": what X is said to have done; X alone where that is all."""
        things = [t for t in objects(verb) if verb.i < t.i < limit]
        if not things:
            return None
        start = max(verb.i + 1, min(t.left_edge.i for t in things))
        end = self.cut(verb, things[0].i + 1, min(limit, max(verb.right_edge.i + 1, things[-1].i + 1)))
        of = next((k for k in range(start, min(end, start + 12)) if self.page.doc[k].lower_ == "of"), None)
        if cue.lemma == "accuse" and of is not None and of > things[0].i and self._leads_deed(of, things):
            start = of + 1
            rest = (k for k in range(start, end - 2) if self.page.doc[k].text == ",")
            end = next((k for k in rest if self._accuses_another(k + 1, things)), end)
        return self.made("accusation", cue.act, start, end, start, split=False)

    def _accuses_another(self, start: int, things: list[Token]) -> bool:
        """Whether ", and the rebels of looting" follows."""
        doc = self.page.doc
        return doc[start].lower_ in COORDINATORS and any(start < t.i < start + 8 for t in things[1:])

    def _leads_deed(self, of: int, things: list[Token]) -> bool:
        """Whether an "of" leads the deed: not "accused X over the killing of Y"."""
        governed = self.page.doc[of].head
        if self.page.doc[of].head.i < of:  # the preposition heads its noun
            return governed.i == things[0].head.i or governed in things
        return (
            governed.tag_ == "VBG"
            or label(governed) in {"obl", "advcl", "ccomp", "xcomp"}
            or governed.head in things
        )

    def cut(self, verb: Token, start: int, limit: int) -> int:
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
            sourced = doc[k].lower_ == "according" and k + 1 < limit and doc[k + 1].lower_ == "to"
            if k > start and sourced and any(True for _ in self.page.words(start, k)):
                return k
            if k <= start:
                continue
            dash = doc[k].text == "-" and bool(doc[k - 1].whitespace_)
            if dash or doc[k].text in {",", "--", "—", "–"}:
                if self._is_others_clause(verb, k + 1, end):
                    return k
                if self.new_cue(verb, k + 1, end) or self._closing_cue(k + 1, end) or self._is_comment(k + 1):
                    return k
            elif doc[k].text == ";":
                if any(self._strong(t) and subjects(t) for t in doc[k + 1 : min(end, k + 15)]):
                    return k  # "...; his rival insists that ...": the next clause has a speaker of its own
                if doc[k + 1].lower_ not in {"that", "and"} and has_finite_clause(self.page, k + 1, limit):
                    return k  # the writer goes on
            elif doc[k].lower_ in {"and", "but"} and self._same_speaker_again(verb, k + 1, end):
                return k
            elif doc[k].lower_ == "and" and doc[start - 1].lower_ == "to" and self._cue_at(k + 1, end):
                return k  # "called on them to stop and accused them": no infinitive goes on so
        return end

    def _is_others_clause(self, verb: Token, start: int, end: int) -> bool:
        """Whether a relative clause follows that another vouches for: ", which, a doctor warned, ..."."""
        doc = self.page.doc
        if start >= end or doc[start].lower_ not in {"which", "who", "whose"}:
            return False
        comma = next((k for k in range(start + 1, min(end, start + 5)) if doc[k].text == ","), None)
        if comma is None:
            return False
        for k in range(comma + 1, min(end - 1, comma + 9)):
            if doc[k].text == ",":
                return False
            if is_finite(doc[k]):
                return self._strong(doc[k]) and doc[k + 1].text == "," and k > comma + 1
        return False

    def _cue_at(self, start: int, end: int) -> bool:
        """Whether a finite verb of saying without a subject of its own begins here."""
        token = next((t for t in self.page.doc[start : min(start + 2, end)] if t.pos_ != "ADV"), None)
        if token is None or token.tag_ not in {"VBD", "VBZ"}:
            return False
        cue = self.cues.verbs.get(self.cues.lemma(token))
        return cue is not None and not cue.quote_only

    def _strong(self, token: Token) -> bool:
        """Whether a word is a finite verb that speaks of saying whatever its subject."""
        if not is_finite(token) or token.tag_ == "MD":
            return False
        cue = self.cues.verbs.get(self.cues.lemma(token))
        if cue is not None and cue.quote_only:
            return any(self.page.opens_quote(k) for k in range(token.i + 1, token.i + 3))
        return cue is not None and not (cue.actor_only or cue.judge_only)

    def new_cue(self, verb: Token, start: int, end: int) -> bool:
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
        if first.lower_ not in COORDINATORS:
            return verb.tag_ in FINITE and _past(first) == _past(verb) and self.is_listed(first)
        second = words[1] if len(words) > 1 else None
        finite = second is not None and second.tag_ in FINITE and verb.tag_ in FINITE
        both = second is not None and second.tag_ == verb.tag_ == "VBG"
        if first.pos_ == "CCONJ" and second is not None and (finite or both):
            # ", and claims": after a comma a bare second verb goes with the cue, whatever the tree says.
            cue = self.cues.verbs.get(self.cues.lemma(second))
            if cue is not None and not cue.quote_only and not cue.judge_only:
                return True
        for token in words[1:]:
            if self.page.inside[token.i] >= 0 or token.text in {",", ";", ":"} or token.lower_ == "that":
                return False
            if not is_finite(token):
                continue
            cue = self.cues.verbs.get(self.cues.lemma(token))
            if first.lower_ in {"while", "whereas"} and cue is not None and not cue.quote_only:
                return _past(token) == _past(verb)
            # Within what was said others may speak too; a cue of the same tense is on the same level.
            return self._strong(token) and (_past(token) == _past(verb) or verb.tag_ not in FINITE)
        return False

    def is_listed(self, verb: Token) -> bool:
        """Whether a bare cue stands in a list: "told us that ..., | denied that ... and urged ..."."""
        doc = self.page.doc
        if verb.i == 0 or doc[verb.i - 1].text != ",":
            return False
        if self._is_listed_participle(verb):
            return True
        if not self._strong(verb):
            return False
        if verb.i + 1 < len(doc) and doc[verb.i + 1].lower_ == "that":
            return True
        for k in range(verb.i + 1, min(verb.i + _LISTED, len(doc) - 1)):
            if doc[k].text in {";", ".", ":"} or self.page.inside[k] >= 0:
                return False
            if doc[k].lower_ in {"and", "but"} and doc[k + 1].tag_ == verb.tag_ and self._strong(doc[k + 1]):
                return True
        return False

    def _is_listed_participle(self, verb: Token) -> bool:
        """Whether a "participle" of a list is a past tense: "..., [VBN: denied] that they had fled"."""
        cue = self.cues.verbs.get(self.cues.lemma(verb))
        if verb.tag_ != "VBN" or label(verb) != "conj" or verb.i + 1 >= len(self.page.doc):
            return False
        plain = cue is not None and not (cue.quote_only or cue.actor_only or cue.lemma in self.cues.tellers)
        return plain and self.page.doc[verb.i + 1].lower_ == "that"

    def _says_more(self, verb: Token, start: int, end: int) -> bool:
        """Whether another cue takes over after a comma; ", citing X," only says whose words they are."""
        following = self.cues.lemma(self.page.doc[start]) if start < end else ""
        return following not in {"cite", "quote"} and self.new_cue(verb, start, end)

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

    def _is_comment(self, start: int) -> bool:
        """Whether the writer's word on it follows: "- a claim doctors reject", "- something X denies"."""
        doc = self.page.doc
        if start + 2 >= len(doc):
            return False
        noun = doc[start + 1].lemma_.lower() in self.cues.nouns and doc[start].lower_ in {"a", "an"}
        # ", figures we cannot check"
        held = doc[start].lemma_.lower() in self.cues.tolls and doc[start].tag_ == "NNS"
        noun = noun or (
            held and doc[start + 1].tag_ in {"PRP", "WDT", "IN"} and doc[start + 1].lower_ != "of"
        )
        return noun or (
            doc[start].lower_ == "something" and doc[start + 1].pos_ in {"PROPN", "DET", "NOUN", "PRON"}
        )

    def _same_speaker_again(self, verb: Token, start: int, end: int) -> bool:
        """Whether "and denied ..." is a second cue of the speaker: what the clause is about can't speak."""
        words = [t for t in self.page.doc[start : min(end, start + 3)] if t.pos_ != "ADV"]
        if not words:
            return False
        first = words[0]
        if self.claims_to_have(first):
            return True
        if _past(verb) is False and self.is_plural_noun(first):
            return True
        cue = self.cues.verbs.get(self.cues.lemma(first)) if first.tag_ in FINITE else None
        speaks = cue is not None and not cue.quote_only and cue.act is not Act.BELIEF
        if speaks and self.is_listed(verb) and _past(first) == _past(verb):
            return True  # "..., denied that they had fled and urged ...": the last of a list
        if not (speaks or self.is_past(first)) or _past(first) != _past(verb):
            return False
        return not any(
            actor_at(t, self.lexicon) is not None for t in (*subjects(first), *passive_subjects(first))
        )

    def is_plural_noun(self, noun: Token) -> bool:
        """Whether a "plural" is the verb of its clause: "condemns the raid and [NNS: calls] for talks"."""
        if noun.tag_ != "NNS" or noun.i + 1 >= len(self.page.doc):
            return False
        cue = self.cues.verbs.get(noun.lemma_.lower())
        return cue is not None and noun.nbor(1).lower_ in cue.prepositions

    def is_past(self, verb: Token) -> bool:
        """Whether a "participle" after "and" is a past tense: "was hit and [VBN: denied] firing"."""
        if self._is_listed_participle(verb) and self.is_listed(verb):
            return True
        before = self.page.doc[verb.i - 1] if verb.i else None
        if (
            verb.tag_ != "VBN"
            or label(verb) != "conj"
            or before is None
            or before.pos_ not in {"CCONJ", "ADV"}
        ):
            return False
        cue = self.cues.verbs.get(self.cues.lemma(verb))
        aux = {"aux", "auxpass"}
        passive = any(label(c) in aux for t in (verb, verb.head) for c in t.children)
        takes = any(label(c) in {"obj", "dobj", "ccomp", "xcomp"} and c.i > verb.i for c in verb.children)
        return cue is not None and not cue.actor_only and not cue.quote_only and not passive and takes

    def choose(
        self,
        around: Content | None,
        right: Content | None,
    ) -> Content | None:
        """Content before the cue wins unless a that-clause or a led-up-to quotation follows."""
        if around is None:
            return right
        if right is None or right[0] not in {"that", "infinitive", "accusation", "preposition"}:
            if right is not None and right[0] == "quote" and around[0] == "around":
                return right
            if right is not None and right[0] == "quote" and not self._is_direct(around[2]):
                return right
            return around
        return right

    def _is_direct(self, ranges: list[Range]) -> bool:
        return all(self.page.inside[t.i] >= 0 for a, b in ranges for t in self.page.words(a, b))

    def claims_to_have(self, verb: Token) -> bool:
        """Whether a bare "claim to have ..." follows: nobody orders or vows that, so it is finite."""
        cue = self.cues.verbs.get(self.cues.lemma(verb))
        if cue is None or cue.infinitive in {None, Act.REQUEST, Act.COMMITMENT, Act.WARNING}:
            return False
        if verb.i > 0 and (
            self.page.doc[verb.i - 1].lower_ == "to" or self.page.doc[verb.i - 1].tag_ == "MD"
        ):
            return False
        return [t.lower_ for t in self.page.doc[verb.i + 1 : verb.i + 3]] == ["to", "have"]

    def is_finite_acl(self, verb: Token) -> bool:
        """Whether the tree takes a finite verb for a participle: "the unit holding the hill claim it"."""
        starts = {"WDT", "WP", "IN", "TO", "MD"}
        return (
            verb.tag_ in FINITE
            and label(verb) in {"acl", "relcl"}
            and not any(c.tag_ in starts or label(c) in {"nsubj", "nsubjpass", "mark"} for c in verb.children)
        )


def _is_adverbial(token: Token, verb: Token) -> bool:
    """Whether a token stands in an adverbial clause of a cue."""
    for _ in range(20):
        if token.head.i == verb.i or token.head.i == token.i:
            break
        token = token.head
    return label(token) in {"advcl", "obl", "prep", "advmod", "npadvmod"}


def is_figure(token: Token) -> bool:
    """Whether a word is a number in digits or letters."""
    return token.tag_ == "CD" or bool(token.like_num)


def _past(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBN"}
