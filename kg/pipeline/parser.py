"""The component that reads: tags, sentences, trees and names of a Doc, in one pass of the network.

In:  a tokenized Doc, some of whose sentence starts may be set already.
Out: the same Doc with tag, pos, head, dep, sentence starts and entities; `doc.user_data[NAME_SCORES]` holds
     for each token how likely it belongs to no name, a PERSON, an ORG, a LOC; `doc.user_data[ARC_SCORES]`
     how likely its head and its label are the right ones.

A Doc's analysis depends on that Doc alone: nothing is batched across Docs. No sentence and no name crosses a
line end.
Knows spaCy's Doc. Knows nothing of articles or findings.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.pipeline.decode import Floats, name_tags, sentence_starts, softmax, transitions, tree
from kg.pipeline.network import GRAPH, LABEL_GRAPH, Network, Words, WordScores
from kg.pipeline.pieces import GAP_BLANK, GAP_LINE, GAP_NONE, WordPieces, shape_of

FACTORY = "attested_reader"
NAME_SCORES = "attested_name_scores"
ARC_SCORES = "attested_arc_scores"
NAME_LABELS = ("PERSON", "ORG", "LOC")

LABELS = "labels.json"
PIECES = "pieces.txt"
_FILES = (GRAPH, LABEL_GRAPH, LABELS, PIECES)

# The encoder has learnt from stretches of this many words, and holds so many pieces.
_MAX_WORDS = 160
_MAX_PIECES = 400
_STOPS = frozenset(".!?…")
_CLOSING = frozenset("\"'”’»)]")
_PAUSES = frozenset(",;:–—")
_BEFORE_A_START = 1e9


@dataclass(frozen=True, slots=True)
class Labels:
    """The label sets, in the order of the network's scores."""

    tags: tuple[str, ...]
    poses: tuple[str, ...]
    deps: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A token that is no blank, and what is known of it before reading."""

    token: int
    text: str
    pieces: tuple[int, ...]
    gap: int
    forced: bool  # a sentence starts here, whatever the network says
    barred: bool  # no sentence starts here


@dataclass(slots=True)
class _Reading:
    """What is decided of each token, filled stretch by stretch."""

    heads: list[int]
    deps: list[str]
    tags: list[str]
    poses: list[str]
    names: Floats
    arcs: Floats
    spans: list[tuple[int, int, str]]


@Language.factory(
    FACTORY,
    assigns=["token.tag", "token.pos", "token.head", "token.dep", "token.is_sent_start", "doc.ents"],
    default_config={"threads": 1},
)
def make_reader(nlp: Language, name: str, threads: int) -> "Reader":
    """The component, still without its network: `from_disk` brings that."""
    return Reader(name, threads)


class Reader:
    """Reads a Doc with the trained network."""

    def __init__(self, name: str = FACTORY, threads: int = 1) -> None:
        self.name = name
        self.threads = threads
        self._folder: Path | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The dependency labels, where spaCy's own parser has them too."""
        return self._labels.deps if self._folder else ()

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc."""
        if self._folder is None:
            raise ValueError(f"[{self.name}] has no network yet: load the pipeline with spacy.load")
        words = list(_words_of(doc, self._pieces))
        reading = _Reading(
            heads=[-1] * len(doc),
            deps=["dep"] * len(doc),
            tags=["_SP"] * len(doc),
            poses=["SPACE"] * len(doc),
            names=np.zeros((len(doc), 1 + len(NAME_LABELS)), np.float32),
            arcs=np.ones(len(doc), np.float32),
            spans=[],
        )
        reading.names[:, 0] = 1
        for stretch in stretches_of(words):
            self._read(words[stretch], reading)
        _attach_blanks(doc, reading)
        _write(doc, reading)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Read Docs one by one, so that none depends on its neighbours."""
        for doc in stream:
            yield self(doc)

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the network and its tables to a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        if self._folder is not None and self._folder.resolve() != folder.resolve():
            for name in _FILES:
                shutil.copyfile(self._folder / name, folder / name)

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "Reader":
        """Load the network and its tables from a folder."""
        folder = Path(path)
        kept = json.loads((folder / LABELS).read_text(encoding="utf-8"))
        self._labels = Labels(**{field: tuple(labels) for field, labels in kept.items()})
        self._pieces = WordPieces((folder / PIECES).read_text(encoding="utf-8").splitlines())
        self._network = Network(folder, begin=self._pieces.begin, end=self._pieces.end, threads=self.threads)
        self._legal = transitions(self._labels.names)
        self._folder = folder
        return self

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs to load the same network."""
        return {"name": self.name, "threads": self.threads, "folder": self._folder}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.name, self.threads, self._folder = state["name"], state["threads"], None
        if state["folder"] is not None:
            self.from_disk(state["folder"])

    def _read(self, words: Sequence[_Word], reading: _Reading) -> None:
        """Read one stretch: its words get their places in the reading."""
        scores = self._network.scores(
            Words(
                tuple(w.pieces for w in words),
                tuple(shape_of(w.text) for w in words),
                tuple(w.gap for w in words),
            )
        )
        forced = np.array([w.forced or w.gap == GAP_LINE for w in words])
        forced[0] = True  # a stretch begins where a sentence does
        starts = sentence_starts(
            scores.starts,
            forced,
            np.array([w.barred for w in words]),
            np.array([not any(c.isalnum() for c in w.text) for w in words]),
        )
        heads = np.empty(len(words), np.int64)
        sure = np.empty(len(words), np.float32)
        for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
            chosen = np.array(tree(scores.arcs[start:end, start:end]))
            heads[start:end] = start + chosen
            sure[start:end] = softmax(scores.arcs[start:end, start:end])[np.arange(end - start), chosen]
        labels = self._labels
        deps, sure_of_label = _deps(
            self._network.label_scores(scores.dep_words, scores.dep_heads[heads]), heads, labels.deps
        )
        reading.arcs[[word.token for word in words]] = sure * sure_of_label
        tags, poses = scores.tags.argmax(axis=1), scores.poses.argmax(axis=1)
        for number, word in enumerate(words):
            reading.heads[word.token] = words[heads[number]].token
            reading.deps[word.token] = deps[number]
            reading.tags[word.token] = labels.tags[tags[number]]
            reading.poses[word.token] = labels.poses[poses[number]]
        self._read_names(words, scores, forced, reading)

    def _read_names(self, words: Sequence[_Word], scores: WordScores, forced: Any, reading: _Reading) -> None:
        names = self._labels.names
        tags = [names[tag] for tag in name_tags(scores.names, forced, *self._legal)]
        shares = softmax(scores.names)
        of_label = {label: [n for n, name in enumerate(names) if name[2:] == label] for label in NAME_LABELS}
        columns = [shares[:, 0], *(shares[:, of_label[label]].sum(axis=1) for label in NAME_LABELS)]
        reading.names[[word.token for word in words]] = np.stack(columns, axis=1)
        start = 0
        for number, tag in enumerate(tags):
            if tag[0] in "BU":
                start = number
            if tag[0] in "LU":
                reading.spans.append((words[start].token, words[number].token + 1, tag[2:]))


def stretches_of(words: Sequence[_Word]) -> list[slice]:
    """The words in stretches the encoder can hold: lines together, a long line cut where sentences end."""
    stretches: list[slice] = []
    begin = 0
    while begin < len(words):
        end = _reach(words, begin)
        if end < len(words):
            end = _best_cut(words, begin, end)
        stretches.append(slice(begin, end))
        begin = end
    return stretches


def _reach(words: Sequence[_Word], begin: int) -> int:
    """How far a stretch can go at most."""
    pieces, end = 0, begin
    while end < len(words) and end - begin < _MAX_WORDS:
        pieces += len(words[end].pieces)
        if pieces > _MAX_PIECES and end > begin:
            break
        end += 1
    return end


def _best_cut(words: Sequence[_Word], begin: int, end: int) -> int:
    """Where to cut, up to `end`: at a line end, else after a stop, else after a pause, else there."""
    for cut in range(end, begin, -1):
        if words[cut].forced or words[cut].gap == GAP_LINE:
            return cut
    earliest = begin + max((end - begin) // 2, 1)
    for marks in (_STOPS, _PAUSES):
        for cut in range(end, earliest - 1, -1):
            last = cut - 1
            while last > begin and words[last].text in _CLOSING:
                last -= 1
            if words[last].text[-1] in marks and not words[cut].barred and words[cut].text not in _CLOSING:
                return cut
    return end


def _words_of(doc: Doc, pieces: WordPieces) -> Iterator[_Word]:
    """The tokens that are no blanks, with what surrounds them."""
    preset = doc.to_array(["SENT_START"]).astype(np.int64)
    end, line_ended, start_waits = 0, True, False
    for token in doc:
        here = int(preset[token.i]) == 1
        if token.is_space:
            line_ended = line_ended or "\n" in token.text
            start_waits = start_waits or here
            continue
        wrapped = line_ended and int(preset[token.i]) == -1
        line_ended = line_ended and not wrapped
        gap = GAP_LINE if line_ended else GAP_NONE if token.idx == end and not wrapped else GAP_BLANK
        yield _Word(
            token.i,
            token.text,
            pieces(token.text),
            gap,
            forced=here or start_waits,
            barred=int(preset[token.i]) == -1,
        )
        end, line_ended, start_waits = token.idx + len(token.text), False, False


def _deps(scores: Floats, heads: Any, labels: Sequence[str]) -> tuple[list[str], Floats]:
    """The best label for each word, and its share; a root is called ROOT and nothing else is."""
    root = labels.index("ROOT")
    is_root = heads == np.arange(len(heads))
    scores = scores.copy()
    scores[:, root] = np.where(is_root, _BEFORE_A_START, -_BEFORE_A_START)
    return [labels[best] for best in scores.argmax(axis=1)], softmax(scores).max(axis=1)


def _attach_blanks(doc: Doc, reading: _Reading) -> None:
    """Hang line ends and runs of blanks on the word before them; at the start of a text, on the first."""
    first = next((number for number, head in enumerate(reading.heads) if head >= 0), None)
    if first is None:
        # Nothing but blanks: the first is a root, for spaCy wants one.
        reading.heads[:] = [0] * len(doc)
        if len(doc):
            reading.deps[0] = "ROOT"
        return
    before = first
    for number, head in enumerate(reading.heads):
        if head >= 0:
            before = number
        else:
            reading.heads[number] = before


def _write(doc: Doc, reading: _Reading) -> None:
    if not len(doc):
        return
    add = doc.vocab.strings.add
    columns: Any = np.array(
        [
            [add(tag) for tag in reading.tags],
            [add(pos) for pos in reading.poses],
            [add(dep) for dep in reading.deps],
            # Steps to the head; a step back wraps around, as spaCy keeps it.
            [(head - number) % 2**64 for number, head in enumerate(reading.heads)],
        ],
        dtype=np.uint64,
    )
    doc.from_array(["TAG", "POS", "DEP", "HEAD"], columns.T.copy())
    spans = [Span(doc, start, end, label=label) for start, end, label in reading.spans]
    doc.set_ents(spans, default="outside")
    doc.user_data[NAME_SCORES] = reading.names
    doc.user_data[ARC_SCORES] = reading.arcs
