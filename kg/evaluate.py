"""Measure extraction against annotated articles.

In:  annotations in the layout of a gold file (actors, locations, coref, statements, quantities,
     operations, with offsets) and what was read from the same texts.
Out: a Score per kind of finding: precision, recall and F1, or an accuracy over matched pairs.

How things are counted (the definitions are those of the annotation's own scorer, so figures compare):
mentions match one to one, exactly (the whole span or its inner name) or by overlap, best
intersection-over-union first; entities by B-cubed over gold mentions (Bagga and Baldwin 1998);
statements one to one by shared words of their content; quantities by span, then by value;
operations by overlap of the trigger. A system's own entity identifiers are mapped to gold entities by
majority over the mentions they were matched to.

Knows nothing of how findings were made.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.errors import GoldError
from kg.model import Mention, OperationMention, QuantityClaim, RelativeLocation, Resolved, Statement

_WORD = re.compile(r"\w+")

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Score:
    """One line of the table: precision, recall and F1, or an accuracy over matched pairs."""

    name: str
    gold: int  # how many the annotation has
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    accuracy: float | None = None
    of: int | None = None  # pairs the accuracy is over


@dataclass(frozen=True, slots=True)
class PredictedMention:
    """A mention as the scorer sees it."""

    span: Offsets
    kind: str
    entity: str
    type: str


@dataclass(frozen=True, slots=True)
class PredictedStatement:
    """A statement as the scorer sees it."""

    speaker: str | None
    speaker_span: Offsets | None
    cue: Offsets | None
    content: tuple[Offsets, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class PredictedQuantity:
    """A quantity as the scorer sees it."""

    span: Offsets
    low: Decimal | None
    high: Decimal | None
    comparator: str


@dataclass(frozen=True, slots=True)
class PredictedOperation:
    """An operation mention as the scorer sees it; arguments by role, as entity identifiers."""

    span: Offsets
    type: str
    arguments: Mapping[str, tuple[str, ...]]
    operation: str = ""  # key of what it tells of; "" for nothing in particular


@dataclass(frozen=True, slots=True)
class PredictedRelative:
    """A relative location as the scorer sees it."""

    span: Offsets
    relation: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a system read from one article."""

    mentions: tuple[PredictedMention, ...] = ()
    statements: tuple[PredictedStatement, ...] = ()
    quantities: tuple[PredictedQuantity, ...] = ()
    operations: tuple[PredictedOperation, ...] = ()
    relative_locations: tuple[PredictedRelative, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One annotated article: its annotation as read from the file, and its text."""

    doc: str
    text: str
    annotation: Mapping[str, Any]
    published: str | None
    path: Path


ROLES = ("agents", "targets", "places")


def read_gold(folder: Path) -> tuple[GoldArticle, ...]:
    """Every annotated article of a folder, by file name.

    Raises:
        GoldError: the folder has none, one is no annotation, or its text isn't where it says.
    """
    found = []
    for path in sorted(folder.glob("*.json")):
        try:
            annotation = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise GoldError(f"{path}: not readable as JSON: {error}") from error
        if not isinstance(annotation, dict) or "actors" not in annotation:
            continue  # entities.json and schema.json live in the same folder
        text_path = path.parent / str(annotation.get("text_file", f"{path.stem}.txt"))
        try:
            text = text_path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise GoldError(f"{path}: its text {text_path} can't be read: {error}") from error
        found.append(
            GoldArticle(
                doc=str(annotation.get("doc", path.stem)),
                text=text,
                annotation=annotation,
                published=annotation.get("published"),
                path=text_path,
            )
        )
    if not found:
        raise GoldError(
            f"{folder}: no annotated article; expected NAME.json files with actors, statements ..."
        )
    return tuple(found)


def prediction(resolved: Resolved) -> Prediction:
    """A reading as the scorer sees it."""

    def key(mention: Mention | None) -> str | None:
        return resolved.entity(mention).key if mention else None

    def keys(mentions: Iterable[Mention]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(resolved.entity(m).key for m in mentions))

    def offsets(span: Any) -> Offsets | None:
        return (span.start, span.end) if span else None

    mentions, statements, quantities, operations, relative = [], [], [], [], []
    told = {telling.evidence: one.key for one in resolved.operations for telling in one.tellings}
    for f in resolved.reading.findings:
        at = (f.evidence.start, f.evidence.end)
        if isinstance(f, Mention):
            entity = resolved.entity(f)
            # The graph says what the entity is, nothing of what its words alone would make of it.
            mentions.append(PredictedMention(at, f.kind.value, entity.key, entity.type.value))
        elif isinstance(f, Statement):
            statements.append(
                PredictedStatement(
                    speaker=key(f.speaker),
                    speaker_span=offsets(f.speaker.evidence) if f.speaker and f.cue else None,
                    cue=offsets(f.cue),
                    content=tuple((c.start, c.end) for c in f.content),
                    kind=f.kind.value,
                )
            )
        elif isinstance(f, QuantityClaim):
            quantities.append(PredictedQuantity(at, f.low, f.high, f.comparator.value))
        elif isinstance(f, OperationMention):
            arguments = {role: keys(getattr(f, role)) for role in ROLES}
            operations.append(PredictedOperation(at, f.type, arguments, told.get(f.evidence, "")))
        elif isinstance(f, RelativeLocation):
            relative.append(PredictedRelative(at, f.relation.value))
    return Prediction(
        tuple(mentions), tuple(statements), tuple(quantities), tuple(operations), tuple(relative)
    )


def evaluate(pairs: Sequence[tuple[GoldArticle, Prediction]]) -> tuple[Score, ...]:
    """Score what was read from some articles, all of them together."""
    docs = [_Matched(gold, predicted) for gold, predicted in pairs]
    mapped = _mapping(docs)
    return (
        *_score_mentions(docs),
        *_score_entities(docs),
        *_score_statements(docs, mapped),
        *_score_quantities(docs),
        *_score_operations(docs, mapped),
    )


def table(scores: Iterable[Score]) -> str:
    """The scores as text, a line each."""
    lines = [f"{'':40}{'P':>7}{'R':>7}{'F':>7}{'gold':>7}"]
    for s in scores:
        if s.accuracy is not None:
            lines.append(f"{s.name:40}{'':7}{'':7}{s.accuracy:7.3f}{s.gold:7d}   (accuracy, over {s.of})")
        else:
            lines.append(f"{s.name:40}{s.precision:7.3f}{s.recall:7.3f}{s.f1:7.3f}{s.gold:7d}")
    return "\n".join(lines)


def as_json(scores: Iterable[Score]) -> dict[str, dict[str, float]]:
    """The scores for machines, by name."""
    out: dict[str, dict[str, float]] = {}
    for s in scores:
        if s.accuracy is not None and s.of is not None:
            out[s.name] = {"accuracy": s.accuracy, "of": s.of, "gold": s.gold}
        elif s.precision is not None and s.recall is not None and s.f1 is not None:
            out[s.name] = {"precision": s.precision, "recall": s.recall, "f1": s.f1, "gold": s.gold}
    return out


# --- matching ------------------------------------------------------------------------------------


def _shared(a: Offsets, b: Offsets) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _iou(a: Offsets, b: Offsets) -> float:
    shared = _shared(a, b)
    return shared / (a[1] - a[0] + b[1] - b[0] - shared) if shared else 0.0


def _span(record: Mapping[str, Any]) -> Offsets:
    return int(record["begin"]), int(record["end"])


def _spans(record: Mapping[str, Any], inner: str) -> list[Offsets]:
    """The span of a record, then that of its inner part, if it has one."""
    return [_span(record), *([_span(record[inner])] if record.get(inner) else [])]


def _one_to_one(pairs: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """Gold index to predicted index, best score first; ties by reading order."""
    out: dict[int, int] = {}
    taken: set[int] = set()
    for _, gold, predicted in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if gold not in out and predicted not in taken:
            out[gold] = predicted
            taken.add(predicted)
    return out


class _Matched:
    """One article: gold and predicted mentions matched both ways. Internal to this room."""

    def __init__(self, gold: GoldArticle, predicted: Prediction) -> None:
        self.text = gold.text
        self.gold = gold.annotation
        self.predicted = predicted
        self.mentions: list[dict[str, Any]] = [dict(m, kind="actor") for m in self.gold["actors"]]
        self.mentions += [dict(m, kind="location") for m in self.gold["locations"]]
        self.pronouns = {_span(c): c["entity"] for c in self.gold.get("coref", [])}
        self.exact = self._exact()
        self.overlap = self._overlap()

    def _exact(self) -> dict[int, int]:
        at: dict[tuple[str, Offsets], list[int]] = defaultdict(list)
        for i, p in enumerate(self.predicted.mentions):
            at[(p.kind, p.span)].append(i)
        out: dict[int, int] = {}
        taken: set[int] = set()
        for inner in (0, 1):  # whole spans first: an inner name is the second best
            for g, m in enumerate(self.mentions):
                spans = _spans(m, "name")
                if g in out or inner >= len(spans):
                    continue
                free = next((p for p in at[(m["kind"], spans[inner])] if p not in taken), None)
                if free is not None:
                    out[g] = free
                    taken.add(free)
        return out

    def _overlap(self) -> dict[int, int]:
        pairs = []
        for g, m in enumerate(self.mentions):
            spans = _spans(m, "name")
            for i, p in enumerate(self.predicted.mentions):
                if p.kind == m["kind"] and (score := max(_iou(s, p.span) for s in spans)) > 0:
                    pairs.append((score + (self.exact.get(g) == i), g, i))
        return _one_to_one(pairs)

    def neutral(self, matched: Mapping[int, int]) -> set[int]:
        """Predictions neither right nor wrong: on a pronoun, or a second one on a matched mention."""
        taken = set(matched.values())
        spans = {(self.mentions[g]["kind"], s) for g in matched for s in _spans(self.mentions[g], "name")}
        return {
            i
            for i, p in enumerate(self.predicted.mentions)
            if i not in taken and (p.span in self.pronouns or (p.kind, p.span) in spans)
        }

    def words(self, spans: Iterable[Offsets]) -> set[int]:
        """Where the words of some spans begin."""
        return {b + w.start() for b, e in spans for w in _WORD.finditer(self.text[b:e])}

    def votes(self) -> dict[str, Counter[str]]:
        """For each predicted entity, the gold entities of the mentions it was matched to."""
        out: dict[str, Counter[str]] = defaultdict(Counter)
        for g, p in self.overlap.items():
            out[self.predicted.mentions[p].entity][self.mentions[g]["entity"]] += 1
        for mention in self.predicted.mentions:
            if mention.span in self.pronouns:
                out[mention.entity][self.pronouns[mention.span]] += 1
        return out


Mapped = Callable[["_Matched", str | None], str | None]


def _mapping(docs: Sequence[_Matched]) -> Mapped:
    """Predicted entity to gold entity: by majority in the article, else everywhere, else by its own name."""
    local = {id(d): d.votes() for d in docs}
    everywhere: dict[str, Counter[str]] = defaultdict(Counter)
    for votes in local.values():
        for entity, counter in votes.items():
            everywhere[entity].update(counter)
    known = {m["entity"] for d in docs for m in d.mentions} | {e for d in docs for e in d.pronouns.values()}
    for d in docs:
        known |= {s["speaker_entity"] for s in d.gold["statements"]}
        known |= {e for o in d.gold["operations"] for role in ROLES for e in o[role]}

    def mapped(doc: _Matched, entity: str | None) -> str | None:
        if entity is None:
            return None
        for votes in (local[id(doc)].get(entity), everywhere.get(entity)):
            if votes:
                return min(votes, key=lambda e: (-votes[e], e))
        return entity if entity in known else f"?{entity}"

    return mapped


# --- scores --------------------------------------------------------------------------------------


def _f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


def _prf(name: str, right_p: float, predicted: int, right_r: float, gold: int) -> Score:
    p = right_p / predicted if predicted else 0.0
    r = right_r / gold if gold else 0.0
    return Score(name, gold, precision=p, recall=r, f1=_f1(p, r))


def _accuracy(name: str, right: int, of: int, gold: int) -> Score:
    return Score(name, gold, accuracy=right / of if of else 0.0, of=of)


def _score_mentions(docs: Sequence[_Matched]) -> Iterable[Score]:
    for label in ("exact", "overlap"):
        for kind in ("actor", "location", "all"):
            right = predicted = gold = 0
            for d in docs:
                matched: dict[int, int] = getattr(d, label)
                neutral = d.neutral(matched)
                right += sum(kind in ("all", d.mentions[g]["kind"]) for g in matched)
                gold += sum(kind in ("all", m["kind"]) for m in d.mentions)
                predicted += sum(
                    i not in neutral and kind in ("all", p.kind) for i, p in enumerate(d.predicted.mentions)
                )
            yield _prf(f"mention {label} {kind}", right, predicted, right, gold)
        names = [(d, g) for d in docs for g, m in enumerate(d.mentions) if m.get("form") == "name"]
        hit = sum(g in getattr(d, label) for d, g in names)
        yield _accuracy(f"mention {label} recall, names only", hit, len(names), len(names))
    pairs = [(d.mentions[g]["type"], d.predicted.mentions[p].type) for d in docs for g, p in d.exact.items()]
    total = sum(len(d.mentions) for d in docs)
    yield _accuracy("mention type accuracy", sum(a == b for a, b in pairs), len(pairs), total)


def _b_cubed(pairs: Sequence[tuple[str, str]], sizes: Counter[str]) -> tuple[float, float]:
    """Precision over the matched mentions, recall over all gold mentions (Bagga and Baldwin 1998)."""
    both, predicted = Counter(pairs), Counter(p for _, p in pairs)
    precision = sum(both[i] / predicted[i[1]] for i in pairs) / len(pairs) if pairs else 0.0
    total = sum(sizes.values())
    recall = sum(both[i] / sizes[i[0]] for i in pairs) / total if total else 0.0
    return precision, recall


def _score_entities(docs: Sequence[_Matched]) -> Iterable[Score]:
    def pairs(d: _Matched) -> list[tuple[str, str]]:
        return [(d.mentions[g]["entity"], d.predicted.mentions[p].entity) for g, p in d.overlap.items()]

    def sizes(d: _Matched) -> Counter[str]:
        return Counter(m["entity"] for m in d.mentions)

    total = sum(len(d.mentions) for d in docs)
    every: Counter[str] = Counter()
    for d in docs:
        every.update(sizes(d))
    p, r = _b_cubed([pair for d in docs for pair in pairs(d)], every)
    yield Score("entity B-cubed corpus", total, precision=p, recall=r, f1=_f1(p, r))
    matched = sum(len(d.overlap) for d in docs)
    each = [(_b_cubed(pairs(d), sizes(d)), len(d.overlap), len(d.mentions)) for d in docs]
    p = sum(score[0] * n for score, n, _ in each) / matched if matched else 0.0
    r = sum(score[1] * n for score, _, n in each) / total if total else 0.0
    yield Score("entity B-cubed document", total, precision=p, recall=r, f1=_f1(p, r))


@dataclass(slots=True)
class _StatementTally:
    """Sums over all articles."""

    precision: float = 0.0
    recall: float = 0.0
    predicted: int = 0
    gold: int = 0
    found: int = 0
    speaker: int = 0
    speaker_or_span: int = 0
    kind: int = 0
    cue: int = 0
    cued: int = 0


def _score_statements(docs: Sequence[_Matched], mapped: Mapped) -> Iterable[Score]:
    t = _StatementTally()
    for d in docs:
        _tally_statements(d, mapped, t)
    yield _prf("statement content overlap", t.precision, t.predicted, t.recall, t.gold)
    yield _prf("statement found (word-F>=0.5)", t.found, t.predicted, t.found, t.gold)
    yield _accuracy("statement speaker accuracy", t.speaker, t.found, t.gold)
    yield _accuracy("statement speaker or span accuracy", t.speaker_or_span, t.found, t.gold)
    yield _accuracy("statement kind accuracy", t.kind, t.found, t.gold)
    yield _accuracy("statement cue accuracy", t.cue, t.cued, t.gold)


def _tally_statements(d: _Matched, mapped: Mapped, t: _StatementTally) -> None:
    t.gold += len(d.gold["statements"])
    t.predicted += len(d.predicted.statements)
    for m in _matched_statements(d, mapped):
        t.precision += m.precision
        t.recall += m.recall
        if not m.found:
            continue
        t.found += 1
        t.speaker += m.speaker
        t.speaker_or_span += m.speaker or m.speaker_span
        t.kind += m.kind
        t.cued += m.cued
        t.cue += m.cue


@dataclass(frozen=True, slots=True)
class _MatchedStatement:
    """A predicted statement and the annotated one that it shares most words with."""

    number: int  # of the predicted one
    precision: float
    recall: float
    found: bool  # enough words are shared
    speaker: bool
    speaker_span: bool
    kind: bool
    cued: bool
    cue: bool


def _matched_statements(d: _Matched, mapped: Mapped) -> Iterable[_MatchedStatement]:
    gold: list[dict[str, Any]] = d.gold["statements"]
    gold_words = [d.words([_span(c) for c in s["content"]]) for s in gold]
    words = [d.words(s.content) for s in d.predicted.statements]

    def speaker(g: Mapping[str, Any], p: PredictedStatement) -> bool:
        return bool(mapped(d, p.speaker) == g["speaker_entity"])

    def speaker_span(g: Mapping[str, Any], p: PredictedStatement) -> bool:
        return bool(g["speaker"] and p.speaker_span and _shared(_span(g["speaker"]), p.speaker_span))

    def cue(g: Mapping[str, Any], p: PredictedStatement) -> bool:
        return bool(g["cue"] and p.cue and _shared(_span(g["cue"]), p.cue))

    pairs = []
    for i, a in enumerate(gold_words):
        for j, b in enumerate(words):
            if shared := len(a & b):
                g, p = gold[i], d.predicted.statements[j]
                # Of two equally good contents, the pair whose speaker and cue agree.
                bonus = 0.002 * speaker(g, p) + 0.001 * speaker_span(g, p) + 0.0005 * cue(g, p)
                pairs.append((2 * shared / (len(a) + len(b)) + bonus, i, j))
    for i, j in _one_to_one(pairs).items():
        shared = len(gold_words[i] & words[j])
        g, p = gold[i], d.predicted.statements[j]
        yield _MatchedStatement(
            number=j,
            precision=shared / len(words[j]),
            recall=shared / len(gold_words[i]),
            found=2 * shared / (len(gold_words[i]) + len(words[j])) >= 0.5,
            speaker=speaker(g, p),
            speaker_span=speaker_span(g, p),
            kind=p.kind == g["kind"],
            cued=bool(g["cue"]),
            cue=cue(g, p),
        )


def _same(a: float | None, b: Decimal | None) -> bool:
    if a is None or b is None:
        return a is None and b is None
    return abs(float(a) - float(b)) <= 1e-9 * max(1.0, abs(float(a)))


def _same_value(g: Mapping[str, Any], p: PredictedQuantity) -> bool:
    if g["comparator"] == "vague":
        return p.comparator == "vague"
    return _same(g["low"], p.low) and _same(g["high"], p.high)


def _matched_quantities(d: _Matched) -> dict[int, int]:
    """Annotated quantity to predicted one, by number, where span or core agree."""
    pairs = []
    for i, record in enumerate(d.gold["quantities"]):
        spans = _spans(record, "core")
        pairs += [
            (1.0 + 0.5 * (p.span == spans[0]), i, j)
            for j, p in enumerate(d.predicted.quantities)
            if p.span in spans
        ]
    return _one_to_one(pairs)


def _score_quantities(docs: Sequence[_Matched]) -> Iterable[Score]:
    right = predicted = gold = values = comparators = 0
    for d in docs:
        gold += len(d.gold["quantities"])
        predicted += len(d.predicted.quantities)
        for i, j in _matched_quantities(d).items():
            g, p = d.gold["quantities"][i], d.predicted.quantities[j]
            right += 1
            comparators += p.comparator == g["comparator"]
            values += _same_value(g, p)
    yield _prf("quantity span exact", right, predicted, right, gold)
    yield _accuracy("quantity value accuracy", values, right, gold)
    yield _accuracy("quantity comparator accuracy", comparators, right, gold)
    yield _prf("quantity span+value", values, predicted, values, gold)


def _matched_operations(d: _Matched) -> dict[int, int]:
    """Annotated operation to predicted one, by number, where triggers overlap."""
    pairs = []
    for i, record in enumerate(d.gold["operations"]):
        for j, p in enumerate(d.predicted.operations):
            if score := _iou(_span(record["trigger"]), p.span):
                pairs.append((score + 0.25 * (p.type == record["type"]), i, j))
    return _one_to_one(pairs)


def _score_operations(docs: Sequence[_Matched], mapped: Mapped) -> Iterable[Score]:
    right = predicted = gold = types = full = 0
    shared, made, wanted, same = (Counter[str]() for _ in range(4))
    for d in docs:
        records: list[dict[str, Any]] = d.gold["operations"]
        found = d.predicted.operations
        gold += len(records)
        predicted += len(found)
        for i, j in _matched_operations(d).items():
            g, p = records[i], found[j]
            right += 1
            types += p.type == g["type"]
            for role in ROLES:
                a, b = set(g[role]), {mapped(d, e) for e in p.arguments.get(role, ())}
                shared[role] += len(a & b)
                made[role] += len(b)
                wanted[role] += len(a)
                same[role] += a == b
            full += all(set(g[r]) == {mapped(d, e) for e in p.arguments.get(r, ())} for r in ROLES)
    yield _prf("operation trigger overlap", right, predicted, right, gold)
    yield _accuracy("operation type accuracy", types, right, gold)
    for role in ROLES:
        yield _prf(f"operation {role} (matched)", shared[role], made[role], shared[role], wanted[role])
        yield _accuracy(f"operation {role} set accuracy", same[role], right, gold)
    yield _accuracy("operation all arguments right", full, right, gold)
    yield _score_events(docs)


def _score_events(docs: Sequence[_Matched]) -> Score:
    """B-cubed over matched triggers: which of them tell of one and the same event of their article.

    A trigger with no event, on either side, is one of its own.
    """
    pairs: list[tuple[str, str]] = []
    for number, d in enumerate(docs):
        for i, j in _matched_operations(d).items():
            event, told = d.gold["operations"][i].get("event"), d.predicted.operations[j].operation
            own = f"{number}/{i}"
            pairs.append((f"{number}/{event}" if event else own, told or own))
    p, r = _b_cubed(pairs, Counter(event for event, _ in pairs))
    return Score("operation events B-cubed (matched)", len(pairs), precision=p, recall=r, f1=_f1(p, r))


# --- one finding at a time -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Whether each finding of a prediction is right, kind by kind and in order; None: neither of the two.

    Right is a mention whose span, or inner name, is annotated (a pronoun: whose span is); a statement that is
    found, with its speaker; a quantity with its values; an operation with its type; a relative location whose
    words mostly are those of an annotated one with the same relation.
    """

    mentions: tuple[bool | None, ...]
    statements: tuple[bool, ...]
    quantities: tuple[bool, ...]
    operations: tuple[bool, ...]
    relative_locations: tuple[bool, ...]


def verdicts(pairs: Sequence[tuple[GoldArticle, Prediction]]) -> tuple[Verdicts, ...]:
    """For each article, which findings its annotation bears out; counted as the scores are."""
    docs = [_Matched(gold, predicted) for gold, predicted in pairs]
    mapped = _mapping(docs)
    return tuple(_verdicts(d, mapped) for d in docs)


def _verdicts(d: _Matched, mapped: Mapped) -> Verdicts:
    made = d.predicted
    neither = d.neutral(d.exact)
    exact = set(d.exact.values()) | {i for i in neither if made.mentions[i].span in d.pronouns}
    told = {m.number for m in _matched_statements(d, mapped) if m.found and (m.speaker or m.speaker_span)}
    counted = {
        j
        for i, j in _matched_quantities(d).items()
        if _same_value(d.gold["quantities"][i], made.quantities[j])
    }
    done = {
        j
        for i, j in _matched_operations(d).items()
        if d.gold["operations"][i]["type"] == made.operations[j].type
    }
    placed = {
        j
        for j, p in enumerate(made.relative_locations)
        for g in d.gold.get("relative_locations", ())
        if g["relation"] == p.relation and _iou(_span(g), p.span) >= 0.5
    }

    def each(right: set[int], things: Sequence[object]) -> tuple[bool, ...]:
        return tuple(i in right for i in range(len(things)))

    return Verdicts(
        mentions=tuple(
            None if i in neither and i not in exact else i in exact for i in range(len(made.mentions))
        ),
        statements=each(told, made.statements),
        quantities=each(counted, made.quantities),
        operations=each(done, made.operations),
        relative_locations=each(placed, made.relative_locations),
    )
