"""Explain: which rule, trigger and grammar path stand behind each finding, and why a sentence has none.

In:  an examined article (its Doc, its findings, what extractors passed over) with its names resolved.
Out: an Explanation, sentence by sentence; as text for people, or as plain lists ready for JSON.

What a rule says is read from where it is written: the ontology's concepts, and `patterns/rules.toml` for
rules that are code. Knows nothing of how a rule is applied.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import Enum
from fnmatch import fnmatchcase
from functools import cache
from types import MappingProxyType
from typing import Any

from spacy.tokens import Doc, Token

from kg.extract import Examined, PassedOver
from kg.gazetteer import Gazetteer
from kg.grammar import label, path
from kg.model import (
    Finding,
    Form,
    Mention,
    QuantityClaim,
    Reference,
    Resolved,
    Span,
    Statement,
    TimeExpression,
)
from kg.patterns import Concept, concepts, properties, schemes, table

# A sentence may well have none of these; where it has none, one wants to know why.
_WANTED = ("Statement", "OperationMention", "QuantityClaim")
# Where the words of a kind of finding are, and what its cues are called.
_SCHEME = {"Statement": "act", "OperationMention": "operationType", "QuantityClaim": "measure"}
_BASIC = {"triggerVerb": "verbs", "triggerNoun": "nouns", "triggerPhrase": "phrases"}
_NOT_SHOWN = frozenset(
    {"evidence", "pattern", "confidence", "text", "head", "head_lemma", "core", "modifiers", "name"}
)
_CONTENT_WORDS = ("VERB", "NOUN", "ADJ")
_NUMBER = re.compile(r"\d")
_KEY = re.compile(r"(\w+?)[-/]([^/]+)(?:/(.*))?", re.DOTALL)
_QUOTES = frozenset('"“”«»„‟‹›')


@dataclass(frozen=True, slots=True)
class Rule:
    """What a finding's pattern stands for."""

    key: str  # the pattern
    says: tuple[str, ...]  # what it takes for a finding, concept first
    written: tuple[str, ...]  # files, with concept, property and word where it is one
    example: str | None
    known: bool  # False: nothing tells of this key


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a finding that points at words: an agent, a speaker, the content, the thing counted."""

    role: str  # the field's name
    words: str
    span: Span
    path: str  # from the trigger, "" where grammar leads nowhere
    value: str | None = None  # of a time: its date; of a reference: the kind of finding
    entity: str | None = None  # key of the entity the words refer to
    label: str | None = None  # its name
    because: str | None = None  # why they do


@dataclass(frozen=True, slots=True)
class Explained:
    """One finding."""

    finding: str  # its class
    words: str
    span: Span
    rule: Rule
    confidence: float
    trigger: str  # the words that set the rule off; "" for none
    values: tuple[tuple[str, str], ...]  # fields that point at no words: type, act, comparator, low ...
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """Why a sentence has no finding of a kind."""

    finding: str
    why: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with what was found in it and what was not."""

    span: Span
    words: str
    zone: str
    tree: str
    findings: tuple[Explained, ...]
    passed_over: tuple[PassedOver, ...]
    silences: tuple[Silence, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One article."""

    article: str  # its name
    text: str
    sentences: tuple[Sentence, ...]


def explain(examined: Examined, resolved: Resolved, gazetteer: Gazetteer) -> Explanation:
    """Say of every finding where it comes from, and of every sentence why it has no more.

    Args:
        examined: the article as the extractors left it.
        resolved: the same article, its findings related and its names resolved.
        gazetteer: the one that was read with.
    """
    return _Explainer(examined, resolved, gazetteer).explanation()


# --- rules ---------------------------------------------------------------------------------------


def rule_of(pattern: str, words: Iterable[str] = (), gazetteer: Gazetteer | None = None) -> Rule:
    """What a finding's pattern stands for.

    Args:
        pattern: key of a rule: "operationType-shelling/shell", "act-denial/deny/that", "gazetteer/aleppo".
        words: lemmas of the finding that its key does not name; of a mention its head.
        gazetteer: to tell of an entry.
    """
    row = next((r for r in table("rules")["rule"] if fnmatchcase(pattern, r["key"])), None)
    key = _KEY.fullmatch(pattern)
    says: list[str] = []
    written: list[str] = []
    concept, known = None, row is not None
    if key is not None and key[1] in schemes():
        concept = next((c for c in concepts(key[1]) if c.notation == key[2]), None)
        known = known and concept is not None
    if concept is not None and key is not None:
        says.append(f"{concept.label}: {concept.definition}")
        for word in dict.fromkeys([*_words_in(key[3] or ""), *words]):
            found_in, names = _listed(concept, word)
            if names:
                says += [m for name in names if (m := _meaning(word, name))]
                listed = ", ".join(f"att:{name}" for name in names)
                written.append(
                    f'{_file(found_in)}: att:{found_in.scheme}-{found_in.notation}, {listed} "{word}"'
                )
        if not written:
            written.append(f"{_file(concept)}: att:{concept.scheme}-{concept.notation}")
    entry = gazetteer.entries.get(pattern.removeprefix("gazetteer/")) if gazetteer is not None else None
    if entry is not None and pattern.startswith("gazetteer/"):
        called = ", ".join(entry.aliases[:5])
        says.append(f"{entry.type.value} {entry.label}" + (f", also {called}" if called else ""))
    if row is not None:
        says.append(row["says"])
        written.append(row["written"])
    example = concept.examples[0] if concept is not None else (row or {}).get("example")
    return Rule(pattern, tuple(says), tuple(written), example, known)


def _file(concept: Concept) -> str:
    return f"ontology/concepts/{concept.scheme}.ttl"


def _words_in(rest: str) -> Iterator[str]:
    """The words that a key names: "hit+rocket", "hit" and "rocket"; "not-comment" of "not-comment/phrase"."""
    words = rest.partition("/")[0]
    yield from (word for word in (words, *words.split("+")) if word)


def _bare(word: str) -> str:
    """A word as keys and concepts have it alike: "counter-offensive" is "counter offensive"."""
    return re.sub(r"[-\s]", "", word.lower())


def _listed(concept: Concept, word: str) -> tuple[Concept, list[str]]:
    """The concept that lists a word, this one if it does, and the properties under which it stands there."""
    for row in (concept, *(c for c in concepts(concept.scheme) if c != concept)):
        lists = {**{name: getattr(row, attribute) for name, attribute in _BASIC.items()}, **row.notes}
        names = [name for name, values in lists.items() if any(_is_value(v, word) for v in values)]
        if names:
            return row, names
    return concept, []


def _is_value(value: str, word: str) -> bool:
    # Some properties give a word and its value ("northwest 315") or a verb and its preposition ("warn of").
    return _bare(value) == _bare(word) or (" " in value and _bare(value.rpartition(" ")[0]) == _bare(word))


def _meaning(word: str, name: str) -> str:
    if name in _BASIC:
        return ""
    comment = properties().get(name, "").rstrip(".")
    return f'"{word}": {comment[:1].lower()}{comment[1:]}' if comment else ""


@cache
def _cue_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """For a kind of finding the words that may trigger it, in one word, with the keys of their concepts."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for finding, scheme in _SCHEME.items():
        keys: dict[str, list[str]] = defaultdict(list)
        for concept in concepts(scheme):
            notes = concept.notes if finding == "OperationMention" else {}
            for words in (concept.verbs, concept.nouns, concept.phrases, *notes.values()):
                for word in words:
                    keys[word].append(f"{scheme}-{concept.notation}/{word}")
        found[finding] = {word: tuple(dict.fromkeys(of)) for word, of in keys.items()}
    return MappingProxyType(found)


# --- one article ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Explainer:
    """The words of one article, asked again and again."""

    examined: Examined
    resolved: Resolved
    gazetteer: Gazetteer

    @property
    def doc(self) -> Doc:
        return self.examined.doc

    @property
    def text(self) -> str:
        return self.resolved.reading.article.text

    def explanation(self) -> Explanation:
        reading = self.resolved.reading
        starts = [span.start for span in reading.sentences]
        findings: dict[int, list[Finding]] = defaultdict(list)
        touched: dict[int, set[str]] = defaultdict(set)
        passed: dict[int, list[PassedOver]] = defaultdict(list)
        for finding in reading.findings:
            at = max(bisect_right(starts, finding.evidence.start) - 1, 0)
            findings[at].append(finding)
            for number in range(at, max(bisect_right(starts, finding.evidence.end - 1), at + 1)):
                touched[number].add(type(finding).__name__)
        found = {(type(f).__name__, span) for f in reading.findings for span in _own_words(f)}
        for item in self.examined.passed_over:
            if (item.finding, item.evidence) not in found:
                passed[max(bisect_right(starts, item.evidence.start) - 1, 0)].append(item)
        return Explanation(
            article=reading.article.name,
            text=self.text,
            sentences=tuple(
                self._sentence(span, findings[k], passed[k], touched[k])
                for k, span in enumerate(reading.sentences)
            ),
        )

    def _sentence(
        self, span: Span, findings: Sequence[Finding], passed: Sequence[PassedOver], touched: set[str]
    ) -> Sentence:
        tokens = [t for t in self._tokens(span) if not t.is_space]
        missing = [name for name in _WANTED if name not in touched]
        return Sentence(
            span=span,
            words=span.of(self.text),
            zone=self.resolved.reading.article.zone_at(span.start).value,
            tree=_tree(tokens),
            findings=tuple(self._finding(f) for f in findings),
            passed_over=tuple(passed),
            silences=tuple(
                Silence(name, _why_none(name, tokens, [p for p in passed if p.finding == name]))
                for name in missing
            ),
        )

    def _tokens(self, span: Span) -> Sequence[Token]:
        words = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        return list(words) if words is not None else []

    def _head(self, span: Span) -> Token | None:
        words = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        return words.root if words is not None and len(words) else None

    # --- one finding

    def _finding(self, finding: Finding) -> Explained:
        lemmas = _lemmas(finding) if isinstance(finding, Mention) else ()
        rule = rule_of(finding.pattern, lemmas, self.gazetteer)
        spans = self._trigger(finding)
        heads = [head for span in spans if (head := self._head(span)) is not None]
        trigger = heads[0] if heads else None
        return Explained(
            finding=type(finding).__name__,
            words=finding.evidence.of(self.text),
            span=finding.evidence,
            rule=rule,
            confidence=finding.confidence,
            trigger=" … ".join(_line(span.of(self.text)) for span in spans),
            values=tuple(_values(finding)),
            parts=tuple(self._parts(finding, trigger)),
        )

    def _trigger(self, finding: Finding) -> list[Span]:
        """The words that set a rule off."""
        match finding:
            case Mention():
                return [finding.head]
            case Statement():
                return [finding.cue] if finding.cue is not None else []
            case QuantityClaim():
                word = self._beside(finding)
                return [word] if word is not None else [finding.core]
        return [finding.evidence]

    def _beside(self, claim: QuantityClaim) -> Span | None:
        """The trigger of a figure: the nearest word of its sentence that its key names."""
        wanted = next(_words_in(claim.pattern.partition("/")[2]), "").split(" ")[0]
        head = self._head(claim.core)
        if head is None or not claim.pattern.startswith("measure-"):
            return None
        near = [t for t in head.sent if wanted in {t.lemma_.lower(), t.lower_}]
        best = min(near, key=lambda t: (abs(t.i - head.i), t.i), default=None)
        return Span(best.idx, best.idx + len(best)) if best is not None else None

    def _parts(self, finding: Finding, trigger: Token | None) -> Iterator[Part]:
        if isinstance(finding, Mention):
            yield self._mention("refers", finding, trigger)
        elif isinstance(finding, QuantityClaim):
            yield self._part("number", finding.core, trigger)
        for field in fields(finding):
            value = getattr(finding, field.name)
            if field.name in _NOT_SHOWN or (isinstance(finding, Mention) and field.name != "same_as"):
                continue
            for part in value if isinstance(value, tuple) else (value,):
                match part:
                    case Mention():
                        yield self._mention(field.name, part, trigger)
                    case Span():
                        yield self._part(field.name, part, trigger)
                    case TimeExpression():
                        yield self._part(field.name, part.span, trigger, part.value)
                    case Reference():
                        yield self._part(field.name, part.evidence, None, part.finding)

    def _part(self, role: str, span: Span, trigger: Token | None, value: str | None = None) -> Part:
        return Part(role, span.of(self.text), span, self._path(trigger, span), value)

    def _mention(self, role: str, mention: Mention, trigger: Token | None) -> Part:
        entity = self.resolved.entity(mention)
        words, head = mention.evidence.of(self.text), mention.head
        if role == "refers":
            governor = trigger.head if trigger is not None and trigger.head.i != trigger.i else None
            way = path(governor, trigger) if governor is not None and trigger is not None else ""
        else:
            way = self._path(trigger, head)
        return Part(role, words, mention.evidence, way, None, entity.key, entity.label, entity.because)

    def _path(self, trigger: Token | None, span: Span) -> str:
        head = self._head(span)
        if trigger is None or head is None or trigger.i == head.i:
            return ""
        return path(trigger, head)


def _own_words(finding: Finding) -> Iterator[Span]:
    """The spans under which an extractor knows what it has found."""
    yield finding.evidence
    if isinstance(finding, Statement) and finding.cue is not None:
        yield finding.cue
    if isinstance(finding, QuantityClaim):
        yield finding.core


def _lemmas(mention: Mention) -> tuple[str, ...]:
    if mention.form not in (Form.NOMINAL, Form.NAME):
        return (mention.text.lower(),)
    last = mention.modifiers[-1:] if mention.modifiers else ()
    return (
        *(f"{word} {mention.head_lemma}" for word in last),
        mention.head_lemma.lower(),
        *mention.modifiers,
    )


def _values(finding: Finding) -> Iterator[tuple[str, str]]:
    """The fields that point at no words, but for those that say nothing."""
    for field in fields(finding):
        value = getattr(finding, field.name)
        if field.name in _NOT_SHOWN or value is None or value is False:
            continue
        if isinstance(value, Enum):
            yield field.name, str(value.value)
        elif isinstance(value, Decimal):
            yield field.name, f"{value:f}"
        elif isinstance(value, bool | int | str):
            yield field.name, str(value).lower() if isinstance(value, bool) else str(value)


def _tree(tokens: Iterable[Token]) -> str:
    """The arcs between the words of a sentence, head by head."""
    arcs: dict[int, list[str]] = defaultdict(list)
    heads: dict[int, str] = {}
    for token in tokens:
        heads[token.i] = f"{token.text} ({token.lemma_}, {token.pos_})"
        if token.head.i != token.i and label(token) not in {"punct", "det", "case"}:
            arcs[token.head.i].append(f"{token.dep_} {token.text}")
    return "; ".join(f"{heads[i]}: {', '.join(arcs[i])}" for i in heads if i in arcs)


def _why_none(finding: str, tokens: Sequence[Token], passed: Sequence[PassedOver]) -> str:
    """Why there is no finding of a kind, in one sentence."""
    if passed:
        return "every candidate was passed over, for the reasons above"
    known = _cue_words()[finding]
    if finding == "QuantityClaim":
        numbers = [t.text for t in tokens if _NUMBER.search(t.text) or t.like_num or t.pos_ == "NUM"]
        if not numbers:
            return "no number here (number words: kg/patterns/quantity_words.toml, kg/extract/_numbers.py)"
        return f"no rule takes {_quoted(numbers)} for an amount of something"
    cues = {t.text: known[lemma] for t in tokens for lemma in (t.lemma_.lower(), t.lower_) if lemma in known}
    where = f"ontology/concepts/{_SCHEME[finding]}.ttl"
    if cues:
        listed = "; ".join(f"“{word}” ({', '.join(keys)})" for word, keys in cues.items())
        return f"words of {where} stand here, and no rule took them: {listed}"
    if finding == "Statement" and any(set(t.text) & _QUOTES for t in tokens):
        return "a quotation, with no word of saying near it and no speaker to carry over"
    words = [f"{t.text} ({t.lemma_.lower()})" for t in tokens if t.pos_ in _CONTENT_WORDS]
    if not words:
        return "no verb and no noun here"
    return (
        f"no word of {where} stands here; its verbs, nouns and adjectives: {', '.join(dict.fromkeys(words))}"
    )


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


# --- as text -------------------------------------------------------------------------------------


def as_text(explanation: Explanation) -> str:
    """An explanation for people."""
    return "\n".join(_lines(explanation)) + "\n"


def _lines(explanation: Explanation) -> Iterator[str]:
    yield f"== {explanation.article}"
    for number, sentence in enumerate(explanation.sentences, start=1):
        yield ""
        yield f"[{number}] {_line(sentence.words)}"
        yield f"    {_at(sentence.span)} {sentence.zone}; {sentence.tree or 'no tree'}"
        for found in sentence.findings:
            yield ""
            yield from (f"    {line}" for line in _finding_lines(found))
        if sentence.passed_over:
            yield ""
            for item in sentence.passed_over:
                words = _line(item.evidence.of(explanation.text))
                where = f"“{words}” {_at(item.evidence)}"
                yield f"    passed over: {item.finding} {where}, {item.rule}: {item.why}"
        if sentence.silences:
            yield ""
            yield from (f"    no {silence.finding}: {silence.why}" for silence in sentence.silences)


def _finding_lines(found: Explained) -> Iterator[str]:
    yield f"{found.finding} “{_line(found.words)}” {_at(found.span)}, confidence {found.confidence:g}"
    rows = [("rule", found.rule.key)]
    rows += [("", text) for text in found.rule.says or ("nothing tells of this rule",)]
    rows += [("written", text) for text in found.rule.written]
    if found.finding != "Mention":
        rows.append(("trigger", f"“{found.trigger}”" if found.trigger else "none"))
    rows.append(("values", ", ".join(f"{name} {value}" for name, value in found.values)))
    rows += [(part.role, _part_line(part)) for part in found.parts]
    width = max(len(name) for name, _ in rows)
    yield from (f"  {name:{width}}  {text}" for name, text in rows if text)


def _part_line(part: Part) -> str:
    pieces = [f"“{_line(part.words)}” {_at(part.span)}"]
    if part.path:
        pieces.append(part.path)
    if part.value is not None:
        pieces.append(f"= {part.value}")
    if part.entity is not None:
        pieces.append(f"= {part.label} <{part.entity}> because {part.because or 'it stands for itself'}")
    return "  ".join(pieces)


def _at(span: Span) -> str:
    return f"{span.start}–{span.end}"


def _line(words: str) -> str:
    """Words on one line, with nothing in them that a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in " ".join(words.split()))


# --- as lists ------------------------------------------------------------------------------------


def as_record(explanation: Explanation) -> dict[str, Any]:
    """An explanation as plain lists and texts, ready for JSON."""
    return {
        "doc": explanation.article,
        "sentences": [_sentence_record(s, explanation.text) for s in explanation.sentences],
    }


def _sentence_record(sentence: Sentence, text: str) -> dict[str, Any]:
    return {
        **_span_record(sentence.span, sentence.words),
        "zone": sentence.zone,
        "tree": sentence.tree,
        "findings": [_finding_record(found) for found in sentence.findings],
        "passed_over": [
            {
                **_span_record(item.evidence, item.evidence.of(text)),
                "finding": item.finding,
                "rule": item.rule,
                "why": item.why,
            }
            for item in sentence.passed_over
        ],
        "none": [{"finding": silence.finding, "why": silence.why} for silence in sentence.silences],
    }


def _finding_record(found: Explained) -> dict[str, Any]:
    return {
        "finding": found.finding,
        **_span_record(found.span, found.words),
        "confidence": found.confidence,
        "rule": {
            "key": found.rule.key,
            "says": list(found.rule.says),
            "written": list(found.rule.written),
            "example": found.rule.example,
        },
        "trigger": found.trigger or None,
        "values": dict(found.values),
        "parts": [
            {
                "role": part.role,
                **_span_record(part.span, part.words),
                "path": part.path or None,
                "value": part.value,
                "entity": part.entity,
                "label": part.label,
                "because": part.because,
            }
            for part in found.parts
        ],
    }


def _span_record(span: Span, words: str) -> dict[str, Any]:
    return {"begin": span.start, "end": span.end, "text": words}
