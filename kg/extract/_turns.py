"""Turns: text that is given to somebody by a label before it, or by words that end in a colon.

In:  an article laid out in frames.
Out: a Draft for each turn of a transcript ("MINISTER KEITA: ...", "Q: ..."); a Draft for what a frame that
     ends in a colon leads up to ("The minister said:", "released the following statement:").

Knows nothing of quotation marks within a sentence; those are read where their cue stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extract._cues import Cues
from kg.extract._drafts import Draft, Range, make_draft
from kg.extract._frames import Frame, Page, is_finite, is_mark, is_word
from kg.extract._phrases import Lexicon, actor_at
from kg.extract._speakers import described, speaker_at, subject_before
from kg.extract._verb_cues import VerbReader
from kg.grammar import is_passive, label, objects, subjects
from kg.model import Act, ActorType, Form, Mention, Zone

_LABEL = 14  # words before the colon of a label, at most
_AHEAD = 12  # frames: how far a text in the first person may pause before it speaks of itself again
_ANSWER = frozenset({"a", "answer"})
_FIRST_PERSON = frozenset({"i", "we", "our", "my", "us", "me", "ours", "mine"})
_THIRD_PERSON_CUES = frozenset({"said", "says", "told", "added"})


@dataclass(frozen=True, slots=True)
class _Label:
    """Who is given a paragraph by the words before its first colon."""

    frame: int
    colon: int
    token: Token
    mention: Mention | None


@dataclass(frozen=True, slots=True)
class TurnReader:
    """Reads turns of one article."""

    page: Page
    cues: Cues
    lexicon: Lexicon
    verbs: VerbReader

    # --- transcripts --------------------------------------------------------------------------------

    def transcript(self) -> dict[int, Draft]:
        """The turns of a transcript by the number of the frame they begin in; none in running text.

        Two labels make a transcript. Paragraphs without a label go on with the turn before them, except
        after the last one, where nobody knows whether the transcript goes on.
        """
        first = self._first_frames()
        labels = list(self._labels().items())
        if not labels:
            return {}
        heard: dict[str, list[Range]] = {}
        turns: dict[int, Draft] = {}
        following = [number for number, _ in labels[1:]] + [None]
        for (number, found), upto in zip(labels, following, strict=True):
            paragraphs = [k for k in first if k >= number and (k < upto if upto is not None else k == number)]
            ranges = [r for k in paragraphs for r in self._sentences(k, found.colon + 1)]
            if ranges:
                turns[number] = self._turn(number, found, ranges)
                heard.setdefault(found.token.lower_, []).extend(ranges)
        guests = {number for number, found in labels if self._is_guest(found, heard)}
        return {number: turn for number, turn in turns.items() if number in guests and self._own(turn)}

    def _is_guest(self, found: _Label, heard: Mapping[str, list[Range]]) -> bool:
        """Whether a label gives the word to somebody who speaks for themselves.

        What a presenter asks, and what a correspondent tells of others, is the voice of the programme.
        """
        page, name = self.page, found.token.lower_
        if name in self.cues.house_voices:
            return False
        label_words = page.doc[page.frames[found.frame].start : found.colon]
        titled = any(self.lexicon.is_title(t.lower_) or self.lexicon.is_role(t.lower_) for t in label_words)
        tells = any(
            t.lower_ in _THIRD_PERSON_CUES and t.nbor(1).lower_ not in _FIRST_PERSON
            for a, b in heard.get(name, ())
            for t in page.doc[a : min(b, len(page.doc) - 1)]
        )
        return titled or name in _ANSWER or not tells

    def _own(self, turn: Draft) -> bool:
        """Whether a turn speaks of the speaker, or is an answer or an official's."""
        page = self.page
        if turn.speaker_token is None:
            return False
        start = page.frames[turn.home].start
        colon = turn.content[0][0]
        titled = any(
            self.lexicon.is_title(t.lower_) or self.lexicon.is_role(t.lower_) for t in page.doc[start:colon]
        )
        answer = turn.speaker_token.lower_ in _ANSWER
        return (
            titled
            or answer
            or any(t.lower_ in _FIRST_PERSON for a, b in turn.content for t in page.words(a, b))
        )

    def _labels(self) -> dict[int, _Label]:
        """The labels of a transcript by the number of their frame; one alone makes none."""
        found = {k: label_ for k in self._first_frames() if (label_ := self._label(k)) is not None}
        return found if len(found) > 1 else {}

    def colons(self) -> dict[int, int]:
        """Where the label of a frame of a transcript ends."""
        return {number: found.colon for number, found in self._labels().items()}

    def _first_frames(self) -> list[int]:
        """The first frame of every paragraph of body text."""
        frames = self.page.frames
        return [
            k
            for k, frame in enumerate(frames)
            if frame.zone is Zone.BODY and (k == 0 or frames[k - 1].paragraph != frame.paragraph)
        ]

    def _label(self, number: int) -> _Label | None:
        """The label that a paragraph begins with: capitals, a person's name, "Q" or "A"."""
        page, doc = self.page, self.page.doc
        frame = page.frames[number]
        colon = next(
            (k for k in range(frame.start, min(frame.end, frame.start + _LABEL)) if doc[k].text[-1:] == ":"),
            None,
        )
        if colon is None or page.inside[colon] >= 0:
            return None
        # "ABU SALIM, FISHERMAN (through an interpreter): ..."
        name = next((k for k in range(frame.start, colon) if doc[k].text in {",", "("}), colon)
        words = list(page.words(frame.start, name))
        if not words or any(is_finite(t) and not t.text.isupper() for t in words):
            return None
        text = doc[frame.start : name].text
        if len(words) == 1 and words[0].lower_ in self.cues.house_voices | _ANSWER:
            return _Label(number, colon, words[0], None)
        last = words[-1]
        mention = actor_at(last, self.lexicon)
        person = mention is not None and mention.type is ActorType.PERSON and mention.form is Form.NAME
        if text.isupper() and len(text) > 2 and all(t.text[0].isupper() for t in words):
            return _Label(number, colon, last, mention or self._named(words))
        return _Label(number, colon, last, mention) if person and len(words) <= 5 else None

    def _named(self, words: list[Token]) -> Mention | None:
        """The person whose name, in capitals, no list knows."""
        found = described(self.page, words[-1], self.cues)
        if found is None:
            return None
        span = self.page.span(words[0].i, words[-1].i + 1)
        text = span.of(self.page.article.text)
        return replace(
            found,
            evidence=span,
            head=span,
            text=text,
            head_lemma=text,
            type=ActorType.PERSON,
            form=Form.NAME,
            modifiers=(),
        )

    def _sentences(self, number: int, colon: int) -> Iterator[Range]:
        """The sentences of a paragraph, the first after its label where it has one."""
        frames = self.page.frames
        for k in range(number, len(frames)):
            if frames[k].paragraph != frames[number].paragraph:
                return
            start, end = self.page.trimmed(max(frames[k].start, colon), frames[k].end)
            if start < end:
                yield start, end

    def _turn(self, number: int, found: _Label, ranges: list[Range]) -> Draft:
        page, frame = self.page, self.page.frames[number]
        draft = make_draft(
            page,
            self.cues,
            self.lexicon,
            found.token,
            Act.ASSERTION,
            "turn",
            ":",
            found.mention,
            found.token,
            ranges,
            frame,
        )
        draft.cue, draft.medium, draft.addressee = None, None, None
        draft.frame = draft.home = number
        return draft

    # --- words that end in a colon ------------------------------------------------------------------

    def led_up_to(self, number: int, ranges: list[Range], *, block: bool) -> Draft | None:
        """What a frame that ends in a colon leads up to: "The minister said:", and the next line is his.

        Args:
            number: the frame that ends in a colon.
            ranges: what follows it.
            block: it stands there without quotation marks.
        """
        page, frame = self.page, self.page.frames[number]
        if not self.ends_in_colon(frame):
            return None
        for k in range(frame.end - 1, frame.start - 1, -1):
            token = page.doc[k]
            if page.inside[k] >= 0:
                return None
            found = self._giver(token, frame)
            if found is not None:
                act, speaker, source, trigger = found
                break
            if is_finite(token) and label(token) not in {"aux", "auxpass", "cop"}:
                return None
        else:
            return None
        how = "block" if block else "quote"
        draft = make_draft(
            page, self.cues, self.lexicon, token, act, how, trigger, speaker, source, ranges, frame
        )
        draft.home = number
        return draft

    def ends_in_colon(self, frame: Frame) -> bool:
        """Whether the last sign of a frame is a colon."""
        for token in reversed(self.page.doc[frame.start : frame.end]):
            if token.text.strip() and not is_mark(token):
                return token.text[-1] == ":"
        return False

    def _giver(self, token: Token, frame: Frame) -> tuple[Act, Mention, Token, str] | None:
        """The act and the speaker of a cue that gives somebody the word, or None where the word is no cue."""
        lemma = self.cues.lemma(token)
        cue = self.cues.verbs.get(lemma)
        if cue is not None and token.tag_.startswith("VB") and not cue.judge_only:
            if self.verbs.is_open(token) or is_passive(token):
                return None
            things = [t for t in objects(token) if t.pos_ != "PRON" and actor_at(t, self.lexicon) is None]
            if any(t.lemma_.lower() not in self.cues.nouns for t in things):
                return None  # "explained its priorities:" leads up to a list
            source = self.verbs.subject(token, frame)
            act, trigger = cue.act, cue.lemma
        elif token.pos_ == "NOUN" and lemma in self.cues.documents and lemma not in self.cues.own_sources:
            source = next(iter(subjects(token.head)), None)
            if token.head.lemma_.lower() not in self.cues.carriers or source is None:
                return None
            act, trigger = Act.ASSERTION, lemma
        else:
            return None
        if source is None:
            source = subject_before(self.page, token, frame.start, self.lexicon)
        if source is None or not frame.start <= source.i < frame.end:
            return None
        mention = speaker_at(self.page, source, token.i, self.lexicon, self.cues)
        return (act, mention, source, trigger) if mention is not None else None

    # --- text without quotation marks ---------------------------------------------------------------

    def goes_on(self, number: int) -> bool:
        """Whether a frame after the first of an unquoted speech is still spoken: it says "I" or "we"."""
        for k in range(number, min(number + _AHEAD, len(self.page.frames))):
            frame = self.page.frames[k]
            words = {t.lower_ for t in self.page.words(frame.start, frame.end) if self.page.inside[t.i] < 0}
            if frame.zone is not Zone.BODY or self.ends_in_colon(frame):
                return False
            if words & _FIRST_PERSON:
                return True
            if words & _THIRD_PERSON_CUES:
                return False
        return False

    def whole(self, frame: Frame) -> Iterator[Range]:
        """The words of a frame, if it has enough to be a sentence."""
        start, end = self.page.trimmed(frame.start, frame.end)
        if start < end and sum(is_word(t) for t in self.page.doc[start:end]) > 2:
            yield start, end
