"""The trained network: word pieces in, scores out.

In:  sequences of words as piece, shape and gap numbers; the files of a trained network.
Out: for each sequence the scores of every head.

Knows onnxruntime and how the weights are kept on disk. Knows nothing of spaCy or of what scores mean.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from kg.pipeline.decode import Floats, Ints

GRAPH = "network.onnx"
LABEL_GRAPH = "labels.onnx"


@dataclass(frozen=True, slots=True)
class Words:
    """One sequence as the network reads it."""

    pieces: tuple[tuple[int, ...], ...]  # of each word
    shapes: tuple[int, ...]
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WordScores:
    """What the heads say of the words of one sequence."""

    tags: Floats
    poses: Floats
    starts: Floats
    names: Floats
    arcs: Floats  # word by head; on the diagonal, the word as root
    dep_words: Floats
    dep_heads: Floats


class Network:
    """A trained network, ready to run on the CPU."""

    def __init__(self, folder: Path, *, begin: int, end: int, threads: int = 1) -> None:
        self._session = _session(folder / GRAPH, threads)
        self._label_session = _session(folder / LABEL_GRAPH, threads)
        self._begin, self._end = begin, end

    def scores(self, words: Words) -> WordScores:
        """The scores of one sequence. One at a time: in a batch, rounding would depend on the others."""
        counts: Ints = np.array([len(pieces) for pieces in words.pieces], np.int64)
        ends = np.cumsum(counts)
        flat = [self._begin, *(piece for pieces in words.pieces for piece in pieces), self._end]
        given = {
            "pieces": np.array(flat, np.int64),
            "piece_shapes": np.pad(np.repeat(np.array(words.shapes, np.int64), counts), 1),
            "piece_gaps": np.pad(np.repeat(np.array(words.gaps, np.int64), counts), 1),
            "first": ends - counts + 1,
            "last": ends,
            "shapes": np.array(words.shapes, np.int64),
        }
        return WordScores(*self._session.run(None, given))

    def label_scores(self, words: Floats, heads: Floats) -> Floats:
        """`[word, label]`, given the vectors of words and of their heads, row by row."""
        scores: Floats = self._label_session.run(None, {"words": words, "heads": heads})[0]
        return scores


def _session(path: Path, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Weights are kept as bytes with a scale for each row; unpack them once, here.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
