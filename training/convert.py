"""Corpora in, training material out: `python -m training.convert CORPORA OUT.pickle`.

In:  the folder of corpora (`syntax/*.conllu.gz`, `ner/*.jsonl.gz`), given by path.
Out: Sentences: words, how each is set off, and whatever gold the corpus has for them: trees, names or both.

Knows CoNLL-U, our JSON Lines of names and the tokenizer. Knows nothing of networks.
"""

import gzip
import json
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.pipeline.pieces import GAP_BLANK, GAP_LINE, GAP_NONE
from kg.pipeline.tokenizer import blank_english

NAME_LABELS = ("PERSON", "ORG", "LOC")
# Outside, then begin / inside / last / only word of a name, label by label.
NAME_TAGS = ("O", *(f"{place}-{label}" for label in NAME_LABELS for place in "BILU"))
UNKNOWN = -100

SYNTAX_TRAIN = ("ewt-train", "gum-train", "pud-extra")
SYNTAX_DEV = ("ewt-dev", "gum-dev")
NAME_CORPORA = ("re3d", "gum", "uner-ewt", "uner-pud", "wikigold", "crossner-politics", "wnut17")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of one document that is never cut: a treebank's sentence, a name corpus' record or line."""

    corpus: str
    doc: str
    text: str
    words: tuple[str, ...]
    offsets: tuple[int, ...]
    gaps: tuple[int, ...]
    # Gold of the tree, where the corpus has one. A head is a word of the sentence, the root's is itself.
    tags: tuple[str, ...] | None = None
    poses: tuple[str, ...] | None = None
    lemmas: tuple[str, ...] | None = None
    heads: tuple[int, ...] | None = None
    deps: tuple[str, ...] | None = None
    # Gold of the names: numbers of NAME_TAGS, UNKNOWN where the corpus leaves it open.
    names: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """Everything one training needs."""

    train: tuple[Sentence, ...]
    dev_trees: tuple[Sentence, ...]
    dev_names: tuple[Sentence, ...]


def convert(corpora: Path) -> Material:
    """Read all corpora. Sentences that have trees in one file and names in another become one."""
    trees = [s for name in SYNTAX_TRAIN for s in read_trees(corpora / "syntax" / f"{name}.conllu.gz")]
    # The news half of PUD is kept as a further measuring stick.
    trees = [s for s in trees if s.corpus != "pud-extra" or s.doc.startswith("w")]
    records = [r for name in NAME_CORPORA for r in read_records(corpora / "ner" / f"{name}-train.jsonl.gz")]
    tree_of = {_squeezed(s.text): s for s in trees if s.corpus != "ewt-train"}
    joined: dict[str, Sentence] = {}
    names: list[Sentence] = []
    for record in records:
        key = _squeezed(record["text"])
        if key in tree_of:
            joined[key] = _with_names(tree_of[key], record)
        else:
            names.extend(_sentences_of(record))
    train = [joined.get(_squeezed(s.text), s) for s in trees] + names
    dev_records = [r for name in NAME_CORPORA for r in read_records(corpora / "ner" / f"{name}-dev.jsonl.gz")]
    return Material(
        train=tuple(train),
        dev_trees=tuple(
            s for name in SYNTAX_DEV for s in read_trees(corpora / "syntax" / f"{name}.conllu.gz")
        ),
        dev_names=tuple(s for record in dev_records for s in _sentences_of(record)),
    )


def load_material(path: Path) -> Material:
    """What `main` wrote."""
    material = pickle.loads(path.read_bytes())  # noqa: S301 - written by this module
    if not isinstance(material, Material):
        raise SystemExit(f"{path} holds no training material")
    return material


def read_trees(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file, with the blanks between their words."""
    corpus = path.name.removesuffix(".conllu.gz")
    doc, text, new_paragraph = "", "", False
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id = "):
                doc, new_paragraph = line.removeprefix("# newdoc id = "), True
            elif line.startswith("# newpar"):
                new_paragraph = True
            elif line.startswith("# text = "):
                text = line.removeprefix("# text = ")
            elif line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                yield _tree(corpus, doc, text, rows, new_paragraph)
                rows, new_paragraph = [], False


def read_records(path: Path) -> list[dict[str, Any]]:
    """The records of a name corpus."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _tree(corpus: str, doc: str, text: str, rows: list[list[str]], new_paragraph: bool) -> Sentence:
    words, offsets, gaps = [], [], []
    end, gap = 0, GAP_LINE if new_paragraph else GAP_BLANK
    for row in rows:
        offsets.append(text.index(row[1], end))
        end = offsets[-1] + len(row[1])
        words.append(row[1])
        gaps.append(gap)
        gap = GAP_NONE if "SpaceAfter=No" in row[9] else GAP_BLANK
    heads = tuple(int(row[6]) - 1 if row[6] != "0" else number for number, row in enumerate(rows))
    return Sentence(
        corpus, doc, text, tuple(words), tuple(offsets), tuple(gaps),
        tags=tuple(row[4] for row in rows),
        poses=tuple(row[3] for row in rows),
        lemmas=tuple(row[2] for row in rows),
        heads=heads,
        deps=tuple("ROOT" if row[7] == "root" else row[7] for row in rows),
    )  # fmt: skip


def _with_names(sentence: Sentence, record: dict[str, Any]) -> Sentence:
    """A treebank's sentence with the names that a name corpus has for it, whatever blanks differ."""
    place_of = _squeezed_places(record["text"])
    names = [[place_of[a], place_of[b - 1] + 1, label] for a, b, label in record["spans"]]
    ignore = [[place_of[a], place_of[b - 1] + 1] for a, b in record.get("ignore", [])]
    own = _squeezed_places(sentence.text)
    starts = [own[offset] for offset in sentence.offsets]
    ends = [start + len(_squeezed(word)) for start, word in zip(starts, sentence.words, strict=True)]
    return replace(sentence, names=_name_tags(starts, ends, names, ignore))


def _sentences_of(record: dict[str, Any]) -> Iterator[Sentence]:
    """A record of names as Sentences, one for each of its lines, cut by our own tokenizer."""
    words, offsets, gaps = words_of(record["text"])
    ends = [offset + len(word) for offset, word in zip(offsets, words, strict=True)]
    names = _name_tags(offsets, ends, record["spans"], record.get("ignore", []))
    starts = [number for number, gap in enumerate(gaps) if gap == GAP_LINE or number == 0]
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        yield Sentence(
            record["corpus"], f"{record['corpus']}/{record['doc']}", record["text"],
            tuple(words[start:end]), tuple(offsets[start:end]), tuple(gaps[start:end]),
            names=names[start:end],
        )  # fmt: skip


_NLP = blank_english()


def words_of(text: str) -> tuple[list[str], list[int], list[int]]:
    """The words of a text, where each begins and how it is set off; blanks and line ends are no words."""
    words: list[str] = []
    offsets: list[int] = []
    gaps: list[int] = []
    end, line_ended = 0, False
    for token in _NLP.make_doc(text):
        if token.is_space:
            line_ended = line_ended or "\n" in token.text
            continue
        gap = GAP_LINE if line_ended else GAP_NONE if token.idx == end and words else GAP_BLANK
        words.append(token.text)
        offsets.append(token.idx)
        gaps.append(gap)
        end, line_ended = token.idx + len(token), False
    return words, offsets, gaps


def _name_tags(
    starts: list[int], ends: list[int], names: list[list[Any]], ignore: list[list[int]]
) -> tuple[int, ...]:
    """The names as a tag for each word; a name that cuts through a word is left open."""
    tags = [0] * len(starts)
    for first, last in ignore:
        for number in _covered(starts, ends, first, last):
            tags[number] = UNKNOWN
    for first, last, label in names:
        covered = _covered(starts, ends, first, last)
        if label not in NAME_LABELS or not covered:
            continue
        exact = starts[covered[0]] == first and ends[covered[-1]] == last
        for place, number in enumerate(covered):
            if not exact:
                tags[number] = UNKNOWN
            elif len(covered) == 1:
                tags[number] = NAME_TAGS.index(f"U-{label}")
            else:
                letter = "B" if place == 0 else "L" if place == len(covered) - 1 else "I"
                tags[number] = NAME_TAGS.index(f"{letter}-{label}")
    return tuple(tags)


def _covered(starts: list[int], ends: list[int], first: int, last: int) -> list[int]:
    return [
        n for n, (start, end) in enumerate(zip(starts, ends, strict=True)) if start < last and end > first
    ]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _squeezed_places(text: str) -> list[int]:
    """For each character of the text, its place in the text without blanks."""
    places, place = [], 0
    for character in text:
        places.append(place)
        place += not character.isspace()
    return places


def main() -> None:
    """Convert and say how much there is."""
    corpora, out = map(Path, sys.argv[1:3])
    # Pickled under the module's own name, so that other programs can load it.
    from training import convert as module

    material = module.convert(corpora)
    out.write_bytes(pickle.dumps(material))
    for part in ("train", "dev_trees", "dev_names"):
        sentences = getattr(material, part)
        words = sum(len(s.words) for s in sentences)
        trees = sum(len(s.words) for s in sentences if s.heads)
        names = sum(tag > 0 and (tag - 1) % 4 in (0, 3) for s in sentences for tag in s.names or ())
        both = sum(len(s.words) for s in sentences if s.heads and s.names)
        print(f"{part}: {len(sentences)} sentences, {words} words, {names} names")
        print(f"    {trees} words with trees, {both} of them with names too")


if __name__ == "__main__":
    main()
