"""Statements: who said what, with which words of saying.

In:  an analysed article.
Out: one Statement for each speaker + cue + content; quotations without a cue go to whoever spoke before.

An article is cut into frames (`_frames`), cues are found in each (`_verb_cues`, `_source_cues`), their
contents (`_contents`) and speakers (`_speakers`) with them. Knows nothing of entities, of what is said,
of RDF, files or the web.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from spacy.tokens import Doc, Token

from kg.extract import Extract
from kg.extract._contents import ContentReader
from kg.extract._cues import Cues, VerbCue, load_cues
from kg.extract._drafts import HEADLINES, Draft, Range, finished
from kg.extract._frames import Frame, Page, is_finite, is_word, lay_out
from kg.extract._phrases import Lexicon, actor_at, make_lexicon
from kg.extract._source_cues import SourceReader
from kg.extract._turns import TurnReader
from kg.extract._verb_cues import SELF, VerbReader
from kg.gazetteer import Gazetteer
from kg.grammar import label, subjects
from kg.model import Act, ActorType, Article, Form, Mention, Statement

_NEAR = 20  # statements; one frame has no more


def extractor(gazetteer: Gazetteer) -> Extract:
    """Ready this room: load the words of saying once, search many articles."""
    return partial(find_statements, cues=load_cues(), lexicon=make_lexicon(gazetteer))


def find_statements(doc: Doc, article: Article, *, cues: Cues, lexicon: Lexicon) -> Iterator[Statement]:
    """Yield every statement of an article, in reading order of its frames."""
    page = lay_out(doc, article, cues)
    reader = _reader(page, cues, lexicon)
    turns, colons = reader.turns.transcript(), reader.turns.colons()
    in_turns = {k for draft in turns.values() for a, b in draft.content for k in range(a, b)}
    drafts: list[Draft] = []
    block: Draft | None = None
    for number, frame in enumerate(page.frames):
        found = reader.read(frame)
        for draft in found:
            draft.frame = draft.home = number
            if number in colons:
                draft.content = [page.trimmed(max(a, colons[number] + 1), b) for a, b in draft.content]
        if number in turns:
            drafts.append(turns[number])
            found = [d for d in _of_others(found) if d.how != "colon"]
        elif frame.start in in_turns or (block := _block_at(reader, number, drafts, block)) is not None:
            found = _of_others(found)
        elif not any(d.outside for d in found):
            found = [*_continue(reader, number, drafts), *found]
        drafts.extend(found)
        block = next((d for d in found if d.how == "block"), block)
    for draft in drafts:
        statement = finished(page, draft, lexicon)
        if statement is not None:
            yield statement


def _reader(page: Page, cues: Cues, lexicon: Lexicon) -> "_Reader":
    contents = ContentReader(page, cues, lexicon)
    verbs = VerbReader(page, cues, lexicon, contents)
    sources = SourceReader(page, cues, lexicon, contents, verbs)
    return _Reader(page, cues, lexicon, verbs, sources, TurnReader(page, cues, lexicon, verbs))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one frame after the other."""

    page: Page
    cues: Cues
    lexicon: Lexicon
    verbs: VerbReader
    sources: SourceReader
    turns: TurnReader

    def read(self, frame: Frame) -> list[Draft]:
        """The statements of one frame, in order of their cues."""
        doc = self.page.doc
        drafts: list[Draft] = []
        taken: set[int] = set()
        headline = self.sources.read_colon(frame)
        if headline is not None:
            drafts.append(headline)
        i = frame.start
        while i < frame.end:
            token = doc[i]
            phrase = self.sources.phrase_at(i, frame) if i not in taken else None
            if phrase is not None:
                cue, positions = phrase
                draft = self.sources.read_phrase(cue, positions, frame)
                if draft is not None:
                    drafts.append(draft)
                    taken.update(range(positions[0], positions[-1] + 1))
            if i not in taken:
                draft = self._at(token, frame, drafts)
                if (
                    draft is not None
                    and draft.content
                    and not any(
                        draft.how == "noun-cue" and d.content[0][0] == draft.content[0][0] for d in drafts
                    )
                ):
                    drafts.append(draft)
            i += 1
        drafts += self.sources.read_citing(frame, drafts)
        drafts += self.sources.read_gapped(frame, drafts)
        drafts += self.sources.read_figures(frame)
        drafts.sort(key=lambda d: d.at)
        return drafts

    def _at(self, token: Token, frame: Frame, before: list[Draft]) -> Draft | None:
        """The statement whose cue is this very word."""
        lemma = self.cues.lemma(token)
        if token.lower_ == "according":
            return self.sources.read_according(token, frame)
        if token.lower_ == "in":
            return self.sources.read_in_words(token, frame)
        verb = self.cues.verbs.get(lemma)
        if self.sources.is_noun(token, frame):
            return self.sources.read_noun(token, self.cues.nouns[token.lemma_.lower()], frame)
        if verb is None and self.verbs.speaks_beside_quotation(token, frame):
            verb = VerbCue(lemma=lemma, act=Act.ASSERTION, quote_only=True, actor_only=True)
        spoken = self.cues.lemma_of.get(token.lower_) if token.tag_ == "NN" else None
        if spoken is not None and self.verbs.is_progressive(token, frame):
            return self.verbs.read_verb(token, self.cues.verbs[spoken], frame, before)
        if verb is not None and (token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB")):
            return self.verbs.read_verb(token, verb, frame, before)
        if verb is not None and token.pos_ == "NOUN" and self.verbs.is_mistaken(token, verb, frame):
            found = self.verbs.read_verb(token, verb, frame, before)
            if found is not None:
                return found
        if lemma in self.cues.nouns and token.pos_ == "NOUN":
            return self.sources.read_noun(token, self.cues.nouns[lemma], frame)
        return None


# --- transcripts, and speeches without quotation marks ----------------------------------------------


def _of_others(drafts: list[Draft]) -> list[Draft]:
    """What a speech tells of others: that "I think" so is the speech itself."""
    return [d for d in drafts if d.speaker_token is None or d.speaker_token.lower_ not in SELF]


def _block_at(reader: _Reader, number: int, drafts: list[Draft], block: Draft | None) -> Draft | None:
    """The statement that a frame without quotation marks is the text of.

    The frame goes on with an unquoted speech, or begins one after words that end in a colon: releases put
    what a minister said below "The minister said:".

    Args:
        reader: reads the article.
        number: the frame.
        drafts: the statements before it; one that begins here is added.
        block: the last unquoted speech before it.
    """
    page, turns = reader.page, reader.turns
    frame = page.frames[number]
    if number == 0 or frame.zone in HEADLINES or page.opens_quote(frame.start):
        return None
    ranges = list(turns.whole(frame))
    open_ = block if block is not None and block.frame == number - 1 else None
    whole = open_ is not None and page.frames[open_.home].paragraph != page.frames[number - 1].paragraph
    within = page.frames[number - 1].paragraph == frame.paragraph
    if open_ is not None and ranges and ((whole and within) or turns.goes_on(number)):
        _go_on(page, open_, ranges[0], number)
        return open_
    before = page.frames[number - 1]
    if not ranges or before.zone in HEADLINES or not turns.ends_in_colon(before):
        return None
    found = turns.led_up_to(number - 1, ranges, block=True)
    if found is not None:
        found.frame = number
        if any(d.home == number - 1 and d.at == found.at for d in drafts[-_NEAR:]):
            found.cue = None  # "denied it all:" has told what was denied; its words follow
        drafts.append(found)
    return found


def _go_on(page: Page, draft: Draft, range_: Range, number: int) -> None:
    """Add a frame to a speech: to its last piece within a paragraph, as a piece of its own after one."""
    same = page.frames[number - 1].paragraph == page.frames[number].paragraph
    if same:
        draft.content[-1] = (draft.content[-1][0], range_[1])
    else:
        draft.content.append(range_)
    draft.frame = number


# --- quotations without a cue ---------------------------------------------------------------------


def _continue(reader: _Reader, number: int, drafts: list[Draft]) -> Iterator[Draft]:
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
    if frame.zone in HEADLINES:
        return
    led = reader.turns.led_up_to(number - 1, ranges, block=False) if before is not None else None
    if led is not None and (same or follows):
        led.frame = number
        yield led
        return
    if last is not None and previous is not None and previous.frame >= number - 1 and (same or follows):
        yield _carried(number, previous.speaker, previous.speaker_token, ranges)
        return
    if before is not None and (same or follows) and before.zone not in HEADLINES:
        mention, token = _person_before(reader, before)
        if mention is not None:
            yield _carried(number, mention, token, ranges)
            return
    if previous is not None and previous.frame >= number - 2 and same:
        yield _carried(number, previous.speaker, previous.speaker_token, ranges)
        return
    if any(is_finite(t) for a, b in ranges for t in page.doc[a:b]):
        yield _carried(number, None, None, ranges)


def _carried(number: int, speaker: Mention | None, token: Token | None, ranges: list[Range]) -> Draft:
    return Draft(
        at=ranges[0][0],
        act=Act.ASSERTION,
        how="carried",
        trigger="quotation",
        speaker=speaker,
        speaker_token=token,
        cue=None,
        content=ranges,
        carried=True,
        frame=number,
        home=number,
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


def _ends_direct(page: Page, draft: Draft) -> bool:
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
