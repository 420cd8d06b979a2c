"""Measure a pipeline on the dev splits: `python -m training.evaluate CORPORA [PIPELINE]`.

In:  the folder of corpora; a pipeline folder or name, the shipped one if none is given.
Out: a table: tags, trees and sentences from raw text, names by label and corpus, size, load time, speed.

Trees: F1 over words whose characters agree, without punctuation, labels with their subtypes. Names: exact
span and label; a record is one text. What a corpus leaves undecided is not counted.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.pipeline import SHIPPED
from kg.pipeline.pieces import GAP_LINE
from training.convert import NAME_CORPORA, NAME_LABELS, SYNTAX_DEV, Sentence, read_records, read_trees


@dataclass(slots=True)
class Count:
    """Right, guessed and true."""

    right: int = 0
    guessed: int = 0
    true: int = 0

    def add(self, guessed: set[Any], true: set[Any]) -> None:
        """Compare two sets of things."""
        self.right += len(guessed & true)
        self.guessed += len(guessed)
        self.true += len(true)

    @property
    def f(self) -> float:
        """Harmonic mean of precision and recall, in percent."""
        return 200 * self.right / max(self.guessed + self.true, 1)

    @property
    def precision(self) -> float:
        """In percent."""
        return 100 * self.right / max(self.guessed, 1)

    @property
    def recall(self) -> float:
        """In percent."""
        return 100 * self.right / max(self.true, 1)


def measure_trees(nlp: Language, sentences: Iterable[Sentence]) -> dict[str, Any]:
    """Scores of one treebank, document by document, from its running text."""
    counts: dict[str, Count] = defaultdict(Count)
    by_label: dict[str, Count] = defaultdict(Count)
    for text, gold in documents_of(sentences):
        guess = _words_of(nlp(text))
        for key in ("token", "tag", "upos", "lemma", "sentence"):
            counts[key].add(guess[key], gold[key])
        counts["uas"].add({(w, h) for w, h, _ in guess["las"]}, {(w, h) for w, h, _ in gold["las"]})
        counts["las"].add(guess["las"], gold["las"])
        for label in {arc[2] for arc in guess["las"] | gold["las"]}:
            by_label[label].add(
                {a for a in guess["las"] if a[2] == label}, {a for a in gold["las"] if a[2] == label}
            )
    return {key: count.f for key, count in counts.items()} | {"labels": {k: c.f for k, c in by_label.items()}}


def documents_of(sentences: Iterable[Sentence]) -> Iterator[tuple[str, dict[str, set[Any]]]]:
    """The text of each document, and its gold by characters."""
    for _, group in groupby(sentences, key=lambda s: s.doc):
        text = ""
        gold: dict[str, set[Any]] = defaultdict(set)
        for s in group:
            if text:
                text += "\n" if s.gaps[0] == GAP_LINE else " "
            spans = [(len(text) + o, len(text) + o + len(w)) for o, w in zip(s.offsets, s.words, strict=True)]
            text += s.text
            _collect(gold, spans, s.tags or (), s.poses or (), s.lemmas or (), s.heads or (), s.deps or ())
            gold["sentence"].add((spans[0][0], spans[-1][1]))
        yield text, gold


def _collect(
    into: dict[str, set[Any]], spans: Sequence[tuple[int, int]], tags: Sequence[str], poses: Sequence[str],
    lemmas: Sequence[str], heads: Sequence[int], deps: Sequence[str],
) -> None:  # fmt: skip
    for number, span in enumerate(spans):
        into["token"].add(span)
        into["tag"].add((span, tags[number]))
        into["upos"].add((span, poses[number]))
        into["lemma"].add((span, lemmas[number]))
        if deps[number] != "punct":
            into["las"].add((span, spans[heads[number]], deps[number]))


def _words_of(doc: Doc) -> dict[str, set[Any]]:
    found: dict[str, set[Any]] = defaultdict(set)
    spans = [(t.idx, t.idx + len(t)) for t in doc]
    for token in doc:
        if token.is_space:
            continue
        span = spans[token.i]
        found["token"].add(span)
        found["tag"].add((span, token.tag_))
        found["upos"].add((span, token.pos_))
        found["lemma"].add((span, token.lemma_))
        if token.dep_ != "punct":
            found["las"].add((span, spans[token.head.i], token.dep_))
    for sentence in doc.sents:
        words = [t for t in sentence if not t.is_space]
        if words:
            found["sentence"].add((words[0].idx, words[-1].idx + len(words[-1])))
    return found


def measure_names(nlp: Language, records: Iterable[dict[str, Any]]) -> dict[str, Count]:
    """Scores by label and, under "all", together."""
    counts: dict[str, Count] = defaultdict(Count)
    for record in records:
        doc = nlp(record["text"])
        undecided = record.get("ignore", [])
        true = {tuple(span) for span in record["spans"] if span[2] in NAME_LABELS}
        guessed = {
            (e.start_char, e.end_char, e.label_)
            for e in doc.ents
            if e.label_ in NAME_LABELS and not any(e.start_char < b and a < e.end_char for a, b in undecided)
        }
        for label in NAME_LABELS:
            counts[label].add({s for s in guessed if s[2] == label}, {s for s in true if s[2] == label})
        counts["all"].add(guessed, true)
        counts["span"].add({s[:2] for s in guessed}, {s[:2] for s in true})
    return counts


def measure_speed(nlp: Language, texts: Sequence[str]) -> float:
    """Words (tokens that are no blanks) per second of CPU time."""
    list(nlp.pipe(texts[:2]))
    begun = time.process_time()
    words = sum(not token.is_space for doc in nlp.pipe(texts) for token in doc)
    return words / (time.process_time() - begun)


def main() -> None:
    """Print the table, and write it as JSON where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("pipeline", type=Path, nargs="?", default=SHIPPED)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--record", action="store_true", help="write the scores into the pipeline's folder")
    parser.add_argument("--labels", action="store_true", help="LAS by label as well")
    parser.add_argument("--every", type=int, default=1, help="look at every n-th document and record only")
    args = parser.parse_args()
    begun = time.process_time()
    nlp = spacy.load(args.pipeline)
    loaded = time.process_time() - begun
    figures: dict[str, Any] = {}

    print("trees        tag   UPOS  lemma    UAS    LAS   sent  token")
    for name in SYNTAX_DEV:
        scores = measure_trees(
            nlp, _thinned(read_trees(args.corpora / "syntax" / f"{name}.conllu.gz"), args.every)
        )
        figures[name] = {key: round(value, 2) for key, value in scores.items() if key != "labels"}
        row = "  ".join(
            f"{scores[k]:5.1f}" for k in ("tag", "upos", "lemma", "uas", "las", "sentence", "token")
        )
        print(f"{name:10}{row}")
        if args.labels:
            print("   " + "  ".join(f"{k} {v:.0f}" for k, v in sorted(scores["labels"].items())))

    print("names                P      R      F   PERSON  ORG   LOC   spans alone")
    total: dict[str, Count] = defaultdict(Count)
    for name in NAME_CORPORA:
        records = read_records(args.corpora / "ner" / f"{name}-dev.jsonl.gz")[:: args.every]
        counts = measure_names(nlp, records)
        figures[f"{name}-names"] = _names_row(name, counts)
        for label, count in counts.items():
            total[label].right += count.right
            total[label].guessed += count.guessed
            total[label].true += count.true
    figures["names"] = _names_row("all together", total)

    size = sum(path.stat().st_size for path in Path(args.pipeline).rglob("*") if path.is_file())
    texts = [text for text, _ in documents_of(read_trees(args.corpora / "syntax" / "gum-dev.conllu.gz"))]
    speed = measure_speed(nlp, texts)
    figures |= {
        "megabytes": round(size / 1e6, 1),
        "load_s": round(loaded, 2),
        "words_per_cpu_s": round(speed),
    }
    print(f"{size / 1e6:.1f} MB, loads in {loaded:.2f} s CPU, {speed:.0f} words per CPU second")
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if args.record:
        record(args.pipeline, figures)


def record(folder: Path, figures: dict[str, Any]) -> None:
    """Write the scores where people look for them: meta.json and the model card."""
    path = folder / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    trees = [figures[name] for name in SYNTAX_DEV]
    meta["performance"] = {
        key: round(sum(scores[key] for scores in trees) / len(trees), 2)
        for key in ("tag", "upos", "lemma", "uas", "las", "sentence")
    }
    meta["performance"] |= {"names": figures["names"]["f"]}
    # Speed depends on the machine: it is told, not kept.
    meta["performance"]["by_corpus"] = {
        key: value for key, value in figures.items() if isinstance(value, dict)
    }
    path.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    card = (Path(__file__).parent / "model_card.md").read_text(encoding="utf-8")
    trained = meta["training"]
    told = f"{trained['step']} steps, seed {trained['seed']}."
    (folder / "README.md").write_text(
        card.replace("{scores}", _score_tables(figures)).replace("{training}", told), encoding="utf-8"
    )


def _score_tables(figures: dict[str, Any]) -> str:
    columns = ("tag", "upos", "lemma", "uas", "las", "sentence", "token")
    lines = [
        "| trees | tag | UPOS | lemma | UAS | LAS | sentences | tokens |",
        "| --- " + "| ---: " * 7 + "|",
    ]
    lines += [
        f"| {name} | " + " | ".join(f"{figures[name][key]:.1f}" for key in columns) + " |"
        for name in SYNTAX_DEV
    ]
    lines += ["", "| names | P | R | F | PERSON | ORG | LOC |", "| --- " + "| ---: " * 6 + "|"]
    for name in (*(f"{corpus}-names" for corpus in NAME_CORPORA), "names"):
        row = figures[name]
        label = "**all together**" if name == "names" else name.removesuffix("-names")
        values = [f"{row[key]:.1f}" for key in ("p", "r", "f", *NAME_LABELS)]
        lines.append(f"| {label} | " + " | ".join(values) + " |")
    return "\n".join(lines)


def _thinned(sentences: Iterable[Sentence], every: int) -> Iterator[Sentence]:
    for number, (_, group) in enumerate(groupby(sentences, key=lambda s: s.doc)):
        if number % every == 0:
            yield from group


def _names_row(name: str, counts: dict[str, Count]) -> dict[str, float]:
    all_ = counts["all"]
    values = {"p": all_.precision, "r": all_.recall, "f": all_.f}
    values |= {label: counts[label].f for label in NAME_LABELS} | {"span": counts["span"].f}
    print(f"{name:18}" + "  ".join(f"{value:5.1f}" for value in values.values()))
    return {key: round(value, 2) for key, value in values.items()}


if __name__ == "__main__":
    main()
