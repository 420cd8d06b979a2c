"""Statements in the making, and how they become findings.

In:  a cue, its speaker and its content as ranges of tokens.
Out: a Draft, then a Statement.

Knows nothing of how cues and contents are found.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extract._cues import Cues
from kg.extract._frames import Frame, Page
from kg.extract._phrases import Lexicon
from kg.extract._speakers import medium_in, roles_of, spoken_to
from kg.model import Act, ActorType, Form, Mention, Span, SpeakerEvidence, Statement, StatementKind, Zone

# How sure each way of finding a statement is, as measured by eye on news text.
SURE = {
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
    "block": 0.7,
    "turn": 0.75,
}
_ANONYMOUS = 0.8  # times this where nobody is named
HEADLINES = frozenset({Zone.HEADLINE, Zone.STANDFIRST, Zone.HIGHLIGHT, Zone.HEADING})
PARENTHESIS = frozenset({",", "—", "–", "--", "-", "(", ")"})
COORDINATORS = frozenset({"and", "but", "or", "while", "whereas", "although", "though", "yet"})
ADJUNCT_ENDS = frozenset({",", ";", ":", "—", "–", "--", "."})

Range = tuple[int, int]
# How content was found, the act, its pieces, and where it begins after the cue (None: before it).
Content = tuple[str, Act, list[Range], int | None]


@dataclass(slots=True)
class Draft:
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
    frame: int = 0  # where its content ended last
    home: int = 0  # where its cue stands
    outside: bool = True  # the cue stands outside quotation marks


def make_draft(
    page: Page,
    cues: Cues,
    lexicon: Lexicon,
    cue: Token,
    act: Act,
    how: str,
    trigger: str,
    mention: Mention | None,
    token: Token | None,
    content: list[Range],
    frame: Frame,
) -> Draft:
    """A draft with what stands around its cue: addressee and medium."""
    said = {k for a, b in content for k in range(a, b)}
    near = range(max(frame.start, cue.i - 30), min(frame.end, cue.i + 30))
    area = [page.doc[k] for k in near if k not in said and page.inside[k] == page.inside[cue.i]]
    draft = Draft(
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
    draft.medium = medium_in(page, area, cues)
    head = mention.head_lemma if mention is not None and mention.form is Form.NOMINAL else ""
    documents = (cues.documents & cues.media) - cues.own_sources
    if mention is not None and draft.medium is None and head in documents:
        draft.medium = mention.evidence
    draft.addressee = spoken_to(page, area, lexicon)
    return draft


def finished(page: Page, draft: Draft, lexicon: Lexicon) -> Statement | None:
    """A draft as a Statement; None when nothing is left of its content."""
    content = [(a, b) for a, b in draft.content if a < b]
    if not content:
        return None
    spans = tuple(_without_lone_mark(page.span(a, b), page.article.text) for a, b in content)
    kind, quoted = _kind(page, draft, content)
    frame = page.frames[draft.home]
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
    sure = SURE[draft.how] * (_ANONYMOUS if speaker is None else 1.0)
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


def _without_lone_mark(span: Span, text: str) -> Span:
    """A span without a closing mark that the tokenizer left glued to its last word."""
    words = span.of(text)
    lone = words[-1] in '"”' and len(words) > 1 and words.count(words[-1]) == 1 and "“" not in words
    return Span(span.start, span.end - 1) if lone else span


def _kind(page: Page, draft: Draft, content: Iterable[Range]) -> tuple[StatementKind, tuple[Span, ...]]:
    """Direct, indirect or mixed; the quoted spans of a mixed statement."""
    if draft.how in {"turn", "block"}:
        return StatementKind.DIRECT, ()
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
