"""Train the network: `python -m training.train MATERIAL ENCODER OUT --minutes 75` (or `--steps 2000`).

In:  converted material, the folder of the published encoder.
Out: a checkpoint in OUT, `last.pt`, every few minutes: averaged weights, labels, scores on the dev splits.

Trees and names are learnt together: a batch mixes sequences of all corpora, and each sequence counts only for
what its corpus has gold for. The learning rate falls to nothing as the budget of steps or minutes is used up.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from kg.pipeline.decode import name_tags, transitions
from kg.pipeline.pieces import WordPieces, shape_of
from training.convert import NAME_TAGS, UNKNOWN, Material, Sentence, load_material
from training.model import Batch, Network, Scores, Size, as_config, load_encoder

MAX_WORDS = 160
_FAR = -1e4


@dataclass(frozen=True, slots=True)
class Labels:
    """The label sets, in the order of their numbers."""

    tags: tuple[str, ...]
    poses: tuple[str, ...]
    deps: tuple[str, ...]
    names: tuple[str, ...] = NAME_TAGS


@dataclass(frozen=True, slots=True)
class Sample:
    """One input of the network: some sentences of a document in a row, as numbers."""

    pieces: tuple[tuple[int, ...], ...]  # of each word
    shapes: tuple[int, ...]
    gaps: tuple[int, ...]
    tags: tuple[int, ...]
    poses: tuple[int, ...]
    starts: tuple[int, ...]
    names: tuple[int, ...]
    heads: tuple[int, ...]
    deps: tuple[int, ...]
    sentences: tuple[int, ...]  # number of the sentence each word is in; one for all where unknown

    @property
    def length(self) -> int:
        """Pieces with the two that mark begin and end."""
        return sum(map(len, self.pieces)) + 2


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold of a batch, UNKNOWN where there is none."""

    tags: Tensor
    poses: Tensor
    starts: Tensor
    names: Tensor
    heads: Tensor
    deps: Tensor
    apart: Tensor  # B, W, W: 1 where two words are not of one sentence


# --- From sentences to batches -------------------------------------------------------------------


def labels_of(sentences: Sequence[Sentence]) -> Labels:
    """The labels that occur in training."""

    def found(field: str) -> tuple[str, ...]:
        return tuple(sorted({label for s in sentences for label in getattr(s, field) or ()}))

    return Labels(found("tags"), found("poses"), found("deps"))


def joined_at_random(sentences: Sequence[Sentence], chance: random.Random) -> list[list[Sentence]]:
    """Neighbouring sentences in rows of random length: paragraphs are what the pipeline will meet."""
    rows: list[list[Sentence]] = []
    for _, group in groupby(sentences, key=lambda s: s.doc):
        row: list[Sentence] = []
        room = _room(chance)
        for sentence in group:
            if row and sum(len(s.words) for s in row) + len(sentence.words) > room:
                rows.append(row)
                row, room = [], _room(chance)
            row.append(sentence)
        rows.append(row)
    return rows


def _room(chance: random.Random) -> int:
    return 1 if chance.random() < 0.15 else chance.randint(20, MAX_WORDS)


def with_noise(
    row: list[Sentence], swaps: dict[int, list[tuple[str, ...]]], chance: random.Random
) -> list[Sentence]:
    """Now and then headlines in capitals, text without any, a name where another one stood."""
    row = [_with_other_names(s, swaps, chance) if s.names and not s.heads else s for s in row]
    die = chance.random()
    if die < 0.02:
        return [replace(s, words=tuple(w.upper() for w in s.words)) for s in row]
    if die < 0.04:
        return [replace(s, words=tuple(w.lower() for w in s.words)) for s in row]
    if die < 0.07:
        return [replace(s, words=tuple(w[:1].upper() + w[1:] for w in s.words)) for s in row]
    return row


def names_by_label(sentences: Sequence[Sentence]) -> dict[int, list[tuple[str, ...]]]:
    """All names of the corpora as words, by the number of their label."""
    found: dict[int, list[tuple[str, ...]]] = {}
    for sentence in sentences:
        for start, end, label in name_spans(sentence.names or ()):
            found.setdefault(label, []).append(sentence.words[start:end])
    return found


def name_spans(tags: Sequence[int]) -> list[tuple[int, int, int]]:
    """Begin, end and number of the label of each name that the tags spell out."""
    spans, start = [], 0
    for number, tag in enumerate(tags):
        if tag <= 0:
            continue
        place = (tag - 1) % 4
        if place in (0, 3):
            start = number
        if place in (2, 3):
            spans.append((start, number + 1, (tag - 1) // 4))
    return spans


def _with_other_names(
    sentence: Sentence, swaps: dict[int, list[tuple[str, ...]]], chance: random.Random
) -> Sentence:
    words, gaps, names = list(sentence.words), list(sentence.gaps), list(sentence.names or ())
    for start, end, label in reversed(name_spans(names)):
        if chance.random() > 0.12:
            continue
        other = chance.choice(swaps[label])
        first = 4 * label + 1
        tags = [first + 3] if len(other) == 1 else [first, *[first + 1] * (len(other) - 2), first + 2]
        words[start:end], names[start:end] = other, tags
        gaps[start:end] = [gaps[start], *[0] * (len(other) - 1)]
    return replace(sentence, words=tuple(words), gaps=tuple(gaps), names=tuple(names))


def sequence_of(row: list[Sentence], labels: dict[str, dict[str, int]], pieces: WordPieces) -> Sample:
    """A row of sentences as numbers."""
    tags, poses, starts, names, heads, deps, inside = [], [], [], [], [], [], []
    base = 0
    for number, s in enumerate(row):
        many = len(s.words)
        blank = [UNKNOWN] * many
        tags += [labels["tags"].get(t, UNKNOWN) for t in s.tags] if s.tags else blank
        poses += [labels["poses"].get(t, UNKNOWN) for t in s.poses] if s.poses else blank
        deps += [labels["deps"].get(t, UNKNOWN) for t in s.deps] if s.deps else blank
        heads += [base + h for h in s.heads] if s.heads else blank
        names += s.names if s.names else blank
        starts += [1, *[0] * (many - 1)] if s.heads else blank
        inside += [number if s.heads else 0] * many
        base += many
    words = [word for s in row for word in s.words]
    return Sample(
        tuple(map(pieces, words)), tuple(map(shape_of, words)), tuple(g for s in row for g in s.gaps),
        *map(tuple, (tags, poses, starts, names, heads, deps, inside)),
    )  # fmt: skip


def cut_long(sequence: Sample) -> Iterator[Sample]:
    """A sequence in stretches the encoder can hold; only text without trees is ever that long."""
    limit = MAX_WORDS + 40
    if len(sequence.pieces) <= limit and sequence.length <= 500:
        yield sequence
        return
    if sequence.heads[0] != UNKNOWN:
        return  # a treebank sentence of such length is a list of figures
    for start in range(0, len(sequence.pieces), MAX_WORDS // 2):
        part = slice(start, start + MAX_WORDS // 2)
        yield Sample(*(getattr(sequence, name)[part] for name in Sample.__slots__))


def batches_of(sequences: list[Sample], budget: int, chance: random.Random) -> list[list[Sample]]:
    """Batches of about `budget` pieces, of like lengths, in random order."""
    batches: list[list[Sample]] = []
    sequences = list(sequences)
    chance.shuffle(sequences)
    pool = 40 * budget
    while sequences:
        taken, total = [], 0
        while sequences and total < pool:
            taken.append(sequences.pop())
            total += taken[-1].length
        taken.sort(key=lambda s: s.length)
        batch: list[Sample] = []
        for sequence in taken:
            if batch and (len(batch) + 1) * sequence.length > budget:
                batches.append(batch)
                batch = []
            batch.append(sequence)
        batches.append(batch)
    chance.shuffle(batches)
    return batches


def tensors_of(sequences: list[Sample], pieces: WordPieces) -> tuple[Batch, Gold]:
    """Sequences padded to one length, and their gold."""
    many, long = len(sequences), max(s.length for s in sequences)
    wide = max(len(s.pieces) for s in sequences)
    ids = np.zeros((many, long), np.int64)
    mask = np.zeros((many, long), np.float32)
    piece_shapes, piece_gaps = np.zeros((many, long), np.int64), np.zeros((many, long), np.int64)
    first, last = np.zeros((many, wide), np.int64), np.zeros((many, wide), np.int64)
    shapes = np.zeros((many, wide), np.int64)
    gold = {
        name: np.full((many, wide), UNKNOWN, np.int64) for name in ("tags", "poses", "names", "heads", "deps")
    }
    starts = np.full((many, wide), UNKNOWN, np.float32)
    inside = np.full((many, wide), -1, np.int64)
    for row, s in enumerate(sequences):
        flat = [pieces.begin, *(p for word in s.pieces for p in word), pieces.end]
        ids[row, : len(flat)] = flat
        mask[row, : len(flat)] = 1
        counts = np.array([len(word) for word in s.pieces])
        ends = np.cumsum(counts)
        words = len(counts)
        first[row, :words], last[row, :words] = ends - counts + 1, ends
        piece_shapes[row, 1 : ends[-1] + 1] = np.repeat(s.shapes, counts)
        piece_gaps[row, 1 : ends[-1] + 1] = np.repeat(s.gaps, counts)
        shapes[row, :words] = s.shapes
        for name, array in gold.items():
            array[row, :words] = getattr(s, name)
        starts[row, :words] = s.starts
        inside[row, :words] = s.sentences
    apart = inside[:, :, None] != inside[:, None, :]
    t = torch.from_numpy
    return (
        Batch(t(ids), t(mask), t(piece_shapes), t(piece_gaps), t(first), t(last), t(shapes)),
        Gold(
            t(gold["tags"]), t(gold["poses"]), t(starts), t(gold["names"]), t(gold["heads"]), t(gold["deps"]),
            t(apart),
        ),
    )  # fmt: skip


# --- Loss and scores -----------------------------------------------------------------------------

# What a task's mean loss counts for; names weigh more, having fewer words.
WEIGHTS = {"tags": 0.5, "poses": 0.3, "starts": 1.0, "names": 2.0, "arcs": 1.0, "deps": 0.7}


def losses_of(network: Network, scores: Scores, gold: Gold) -> dict[str, tuple[Tensor, int]]:
    """For each task the summed loss and over how many words."""
    arcs = scores.arcs.masked_fill(gold.apart, _FAR)
    known = gold.heads != UNKNOWN
    heads = gold.heads.clamp(min=0)
    rows = torch.arange(heads.shape[0])[:, None].expand_as(heads)
    deps = network.dep_scores(scores.dep_words[known], scores.dep_heads[rows[known], heads[known]])
    started = gold.starts != UNKNOWN

    def cross(logits: Tensor, target: Tensor) -> tuple[Tensor, int]:
        loss = functional.cross_entropy(
            logits.reshape(-1, logits.shape[-1]), target.reshape(-1), ignore_index=UNKNOWN, reduction="sum"
        )
        return loss, int((target != UNKNOWN).sum())

    return {
        "tags": cross(scores.tags, gold.tags),
        "poses": cross(scores.poses, gold.poses),
        "starts": (
            functional.binary_cross_entropy_with_logits(
                scores.starts[started], gold.starts[started], reduction="sum"
            ),
            int(started.sum()),
        ),
        "names": cross(scores.names, gold.names),
        "arcs": cross(arcs, gold.heads),
        "deps": cross(deps, gold.deps[known]),
    }


@torch.no_grad()
def evaluate(
    network: Network, sequences: list[Sample], pieces: WordPieces, punct: int, budget: int = 3000
) -> dict[str, float]:
    """Quick scores on gold words: greedy arcs inside predicted sentences, names as the likeliest legal tags.

    Args:
        network: as trained so far.
        sequences: what to measure on.
        pieces: the encoder's.
        punct: number of the label of punctuation, which is not scored.
        budget: pieces in a batch.
    """
    network.eval()
    right = dict.fromkeys(("tags", "poses", "arcs", "both"), 0)
    words = scored = 0
    starts = np.zeros(3)
    names = np.zeros(3)
    for batch in batches_of(sequences, budget, random.Random(0)):
        tensors, gold = tensors_of(batch, pieces)
        scores = network(tensors)
        began = scores.starts > 0
        began[:, 0] = True
        inside = began.cumsum(1)
        known = gold.heads != UNKNOWN
        arcs = scores.arcs.masked_fill(inside[:, :, None] != inside[:, None, :], _FAR)
        arcs = arcs.masked_fill((tensors.first == 0)[:, None, :], _FAR)
        heads = arcs.argmax(-1)
        rows = torch.arange(heads.shape[0])[:, None].expand_as(heads)
        if known.any():
            deps = network.dep_scores(
                scores.dep_words[known], scores.dep_heads[rows[known], heads[known]]
            ).argmax(-1)
            counted = gold.deps[known] != punct
            hit = heads[known] == gold.heads[known]
            words += int(known.sum())
            scored += int(counted.sum())
            right["tags"] += int((scores.tags.argmax(-1) == gold.tags)[known].sum())
            right["poses"] += int((scores.poses.argmax(-1) == gold.poses)[known].sum())
            right["arcs"] += int((hit & counted).sum())
            right["both"] += int((hit & counted & (deps == gold.deps[known])).sum())
            truth = gold.starts[known] == 1
            guess = began[known]
            starts += [int((truth & guess).sum()), int(guess.sum()), int(truth.sum())]
        log = scores.names.log_softmax(-1).numpy()
        for row, sequence in enumerate(batch):
            if all(tag == UNKNOWN for tag in sequence.names):
                continue
            many = len(sequence.names)
            best = name_tags(log[row, :many], np.zeros(many, bool), *transitions(NAME_TAGS)).tolist()
            guess_spans, gold_spans = set(name_spans(best)), set(name_spans(sequence.names))
            guess_spans = {
                g for g in guess_spans if all(sequence.names[i] != UNKNOWN for i in range(g[0], g[1]))
            }
            names += [len(guess_spans & gold_spans), len(guess_spans), len(gold_spans)]
    network.train()
    percent = {"TAG": right["tags"] / max(words, 1), "UPOS": right["poses"] / max(words, 1)}
    percent |= {"UAS": right["arcs"] / max(scored, 1), "LAS": right["both"] / max(scored, 1)}
    percent |= {"SENT": _f(starts), "NAMES": _f(names)}
    return {key: round(100 * value, 2) for key, value in percent.items()}


def _f(counts: Any) -> float:
    return float(2 * counts[0] / max(counts[1] + counts[2], 1))


# --- Training ------------------------------------------------------------------------------------


def train(material: Material, encoder: Path, out: Path, args: argparse.Namespace) -> None:
    """The whole training."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    chance = random.Random(args.seed)
    pieces = WordPieces((encoder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    labels = labels_of(material.train)
    number_of = {
        f: {label: n for n, label in enumerate(getattr(labels, f))} for f in ("tags", "poses", "deps")
    }
    size = Size(
        len(pieces.vocabulary), len(labels.tags), len(labels.poses), len(labels.names), len(labels.deps)
    )
    network = Network(size)
    load_encoder(network, encoder)
    steps_before, minutes_before = 0, 0.0
    if args.go_on is not None:
        earlier = torch.load(args.go_on, map_location="cpu", weights_only=True)
        network.load_state_dict(earlier["weights"])
        steps_before, minutes_before = earlier["step"], earlier["minutes"]
    averaged = {key: value.clone() for key, value in network.state_dict().items()}

    in_encoder = ("position_table", "norm.", "layers.")
    trained = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for name, p in trained if name.startswith(in_encoder)], "lr": args.encoder_rate},
        {"params": [p for name, p in trained if not name.startswith(in_encoder)], "lr": args.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    rates = [group["lr"] for group in groups]

    dev = [
        s
        for row in joined_at_random(material.dev_trees, random.Random(1))
        + joined_at_random(material.dev_names, random.Random(1))
        for s in cut_long(sequence_of(row, number_of, pieces))
    ]
    quick_dev = dev[:: args.dev_every]
    swaps = names_by_label(material.train)
    out.mkdir(parents=True, exist_ok=True)

    def one_pass() -> Iterator[list[Sample]]:
        sentences = list(material.train)
        sentences += [s for s in material.train if s.corpus == "re3d"]
        if args.fraction < 1:
            sentences = [s for s in sentences if chance.random() < args.fraction]
        rows = [with_noise(row, swaps, chance) for row in joined_at_random(sentences, chance)]
        sequences = [s for row in rows for s in cut_long(sequence_of(row, number_of, pieces))]
        yield from batches_of(sequences, args.batch, chance)

    def batches() -> Iterator[list[Sample]]:
        while True:
            yield from one_pass()

    def save(name: str, step: int, scores: dict[str, float]) -> None:
        kept = {
            "weights": averaged, "size": as_config(size),
            "labels": {field: getattr(labels, field) for field in Labels.__slots__},
            "step": steps_before + step, "minutes": minutes_before + (time.monotonic() - begun) / 60,
            "seed": args.seed, "scores": scores,
        }  # fmt: skip
        torch.save(kept, out / f"{name}.tmp")
        (out / f"{name}.tmp").replace(out / name)

    def note(step: int, scores: dict[str, float]) -> None:
        row = {"step": step, "minutes": (time.monotonic() - begun) / 60, "pieces": seen, **scores}
        with (out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(row) + "\n")

    def measured(step: int, sequences: list[Sample]) -> dict[str, float]:
        current = {key: value.clone() for key, value in network.state_dict().items()}
        network.load_state_dict(averaged)
        scores = evaluate(network, sequences, pieces, number_of["deps"]["punct"])
        network.load_state_dict(current)
        return scores

    network.train()
    begun = saved = time.monotonic()
    seen = 0
    running: dict[str, list[float]] = {task: [0.0, 0.0] for task in WEIGHTS}
    step = 0
    for step, sequences in enumerate(batches(), start=1):
        elapsed = time.monotonic() - begun
        done = max(
            (step - 1) / args.steps if args.steps else 0.0,
            elapsed / (60 * args.minutes) if args.minutes else 0.0,
        )
        if done >= 1:
            step -= 1
            break
        pace = min(step / args.warm_up, 1 - done)
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * pace
        tensors, gold = tensors_of(sequences, pieces)
        losses = losses_of(network, network(tensors), gold)
        # Divided by a constant: a batch with three known words shall weigh three words.
        loss = sum(WEIGHTS[task] * value for task, (value, _) in losses.items()) / (0.6 * args.batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[union-attr]
        torch.nn.utils.clip_grad_norm_([p for _, p in trained], 2.0, foreach=True)
        optimizer.step()
        with torch.no_grad():
            keep = min(0.998, (1 + step) / (10 + step))
            current = network.state_dict()
            torch._foreach_lerp_(
                [averaged[n] for n, _ in trained], [current[n] for n, _ in trained], 1 - keep
            )
        seen += sum(s.length for s in sequences)
        for task, (value, count) in losses.items():
            running[task][0] += float(value.detach())
            running[task][1] += count
        if step % 25 == 0:
            means = {task: round(a / max(b, 1), 3) for task, (a, b) in running.items()}
            speed = seen / (time.monotonic() - begun)
            print(f"step {step} {done:.0%} {elapsed / 60:.1f} min {speed:.0f} pieces/s {means}", flush=True)
            running = {task: [0.0, 0.0] for task in WEIGHTS}
        if time.monotonic() - saved > 60 * args.save_every:
            scores = measured(step, quick_dev)
            save("last.pt", step, scores)
            print(f"step {step} saved {scores}", flush=True)
            note(step, scores)
            saved = time.monotonic()
    scores = measured(step, quick_dev)
    save("last.pt", step, scores)
    note(step, scores)
    print(f"done after {step} steps: {scores}", flush=True)


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("material", type=Path)
    parser.add_argument("encoder", type=Path, help="folder with model.safetensors and vocab.txt")
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--go-on", type=Path, help="a checkpoint whose weights to begin with")
    parser.add_argument("--batch", type=int, default=1500, help="pieces in a batch")
    parser.add_argument("--encoder-rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--warm-up", type=int, default=100)
    parser.add_argument("--save-every", type=float, default=8, help="minutes")
    parser.add_argument("--dev-every", type=int, default=3, help="look at every n-th dev sequence")
    parser.add_argument("--fraction", type=float, default=1.0, help="of the training sentences")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args(argv)
    if not (args.minutes or args.steps):
        parser.error("say --minutes or --steps")
    return args


def main() -> None:
    """Train as the command line says."""
    args = arguments()
    train(load_material(args.material), args.encoder, args.out, args)


if __name__ == "__main__":
    main()
