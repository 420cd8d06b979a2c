"""Average checkpoints of one network: `python -m training.average OUT WEIGHT=CHECKPOINT ...`.

In:  checkpoints of which each was trained on from another, and how much each counts.
Out: one checkpoint with the weighted mean of their weights, the rest as in the first.

Checkpoints of one line of training lie in one basin, and their mean reads better than the last of them
(Wortsman et al. 2022, "Model soups").
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch


def averaged(checkpoints: Sequence[tuple[float, dict[str, Any]]]) -> dict[str, Any]:
    """The first checkpoint with the weighted mean of all weights; shares need not sum to one.

    Raises:
        ValueError: there is none, or they are not of one network.
    """
    if not checkpoints:
        raise ValueError("no checkpoint to average")
    total = sum(share for share, _ in checkpoints)
    first = checkpoints[0][1]
    for _, other in checkpoints[1:]:
        if other["size"] != first["size"] or other["labels"] != first["labels"]:
            raise ValueError("the checkpoints are not of one network")
    weights = {
        name: sum(share / total * one["weights"][name] for share, one in checkpoints)
        if tensor.is_floating_point()
        else tensor
        for name, tensor in first["weights"].items()
    }
    return {**first, "weights": weights}


def main(argv: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("checkpoints", nargs="+", metavar="WEIGHT=CHECKPOINT")
    args = parser.parse_args(argv)
    parts = [part.partition("=") for part in args.checkpoints]
    loaded = [(float(share), torch.load(path, weights_only=False)) for share, _, path in parts]
    torch.save(averaged(loaded), args.out)


if __name__ == "__main__":
    main()
