"""Decisions from scores: sentence starts, one tree for each sentence, names that are whole.

In:  arrays of scores as the network gives them, and what is known beforehand (line ends, set starts).
Out: starts, heads and tags that are consistent in themselves.

Knows arrays. Knows nothing of spaCy, files or the network.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_NEVER = -1e9
# Large enough that one root always beats two, small enough to leave differences of scores intact.
_ROOT_COST = 1e6


def sentence_starts(scores: Floats, forced: Flags, barred: Flags, glued: Flags) -> list[int]:
    """Where sentences begin.

    Args:
        scores: for each word, above 0 where a sentence starts.
        forced: words that start a sentence whatever the score.
        barred: words that never do.
        glued: words that can't make a sentence of their own, such as a closing quotation mark.
    """
    begins = forced | ((scores > 0) & ~barred)
    begins[0] = True
    starts = [int(number) for number in np.flatnonzero(begins)]
    ends = [*starts[1:], len(scores)]
    kept = []
    for start, end in zip(starts, ends, strict=True):
        if start == 0 or forced[start] or not bool(glued[start:end].all()):
            kept.append(start)
    return kept


def tree(scores: Floats) -> list[int]:
    """The best tree over the words of one sentence: each word's head, the root being its own.

    Args:
        scores: `scores[word, head]`; on the diagonal how well a word is a root.
    """
    heads = scores.argmax(axis=1)
    if _is_tree(heads):
        return [int(head) for head in heads]
    return _spanning_tree(scores)


def name_tags(scores: Floats, broken: Flags, legal: Floats, first: Floats, final: Floats) -> Ints:
    """The likeliest tags that spell whole names (Viterbi).

    Args:
        scores: `scores[word, tag]`.
        broken: words that no name may run into: a line or a sentence begins there.
        legal: `legal[left, right]`: 0 where one tag may follow the other, else a large negative number.
        first: 0 for tags that may begin a text.
        final: 0 for tags that may end one.
    """
    scores = scores + np.where(broken[:, None], first[None, :], 0)
    best = scores[0] + first
    back = np.empty(scores.shape, np.int64)
    for number in range(1, len(scores)):
        through = best[:, None] + legal
        back[number] = through.argmax(axis=0)
        best = through.max(axis=0) + scores[number]
    tags = np.empty(len(scores), np.int64)
    tags[-1] = (best + final).argmax()
    for number in range(len(scores) - 1, 0, -1):
        tags[number - 1] = back[number, tags[number]]
    return tags


def transitions(tags: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    """Which of the BILOU tags may follow which, begin a text and end one."""
    legal = np.full((len(tags), len(tags)), _NEVER, np.float32)
    for a, left in enumerate(tags):
        for b, right in enumerate(tags):
            carried = right[0] in "IL" and left[2:] == right[2:]
            if carried if left[0] in "BI" else right[0] in "OBU":
                legal[a, b] = 0
    first = np.array([0 if tag[0] in "OBU" else _NEVER for tag in tags], np.float32)
    final = np.array([0 if tag[0] in "OLU" else _NEVER for tag in tags], np.float32)
    return legal, first, final


def softmax(scores: Floats) -> Floats:
    """Scores as shares of 1, row by row."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _is_tree(heads: Ints) -> bool:
    """Whether one word is its own head and every other one leads to it."""
    own = np.arange(len(heads))
    if int((heads == own).sum()) != 1:
        return False
    reached = heads
    # Following heads 2, 4, 8 ... steps at once ends at the root, or in a circle.
    for _ in range(max(len(heads) - 1, 1).bit_length()):
        reached = reached[reached]
    return bool((heads[reached] == reached).all())


def _spanning_tree(scores: Floats) -> list[int]:
    """Chu-Liu and Edmonds: the maximum spanning tree with exactly one root."""
    many = len(scores)
    # Node 0 is above the root; words are 1 to many.
    weights = np.full((many + 1, many + 1), -np.inf)
    weights[1:, 1:] = scores
    own = np.arange(1, many + 1)
    weights[own, 0] = np.diag(scores).astype(np.float64) - _ROOT_COST
    weights[own, own] = -np.inf
    heads = _arborescence(weights)
    return [number if heads[number + 1] == 0 else heads[number + 1] - 1 for number in range(many)]


def _arborescence(weights: NDArray[np.float64]) -> list[int]:
    """Heads of the best tree under node 0; a circle is contracted to one node and solved again."""
    heads = weights.argmax(axis=1)
    heads[0] = 0
    circle = _circle(heads)
    if not circle:
        return [int(head) for head in heads]
    inside = np.array(circle)
    outside = np.ones(len(heads), bool)
    outside[inside] = False
    others = np.flatnonzero(outside)
    last = len(others)  # the number of the contracted circle
    smaller = np.full((last + 1, last + 1), -np.inf)
    smaller[:last, :last] = weights[others][:, others]
    out_of: NDArray[np.float64] = weights[others][:, inside]
    smaller[:last, last] = out_of.max(axis=1)
    # What it costs to break the circle at each of its nodes and enter there instead.
    into = weights[inside][:, others] - weights[inside, heads[inside]][:, None]
    smaller[last, :last] = into.max(axis=0)
    smaller[0, :] = -np.inf
    solved = _arborescence(smaller)
    found = [int(head) for head in heads]  # inside the circle all but one keep their heads
    for number, node in enumerate(others):
        head = solved[number]
        found[node] = circle[int(out_of[number].argmax())] if head == last else int(others[head])
    entered = solved[last]
    found[circle[int(into[:, entered].argmax())]] = int(others[entered])
    return found


def _circle(heads: Ints) -> list[int]:
    """The nodes of one circle among the heads, none if there is none."""
    state = np.zeros(len(heads), np.int64)  # 0: not yet seen; else the walk that saw it
    state[0] = -1
    for start in range(1, len(heads)):
        node = start
        while state[node] == 0:
            state[node] = start
            node = int(heads[node])
        if state[node] == start:
            circle = [node]
            while (next_node := int(heads[circle[-1]])) != node:
                circle.append(next_node)
            return circle
    return []
