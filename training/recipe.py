"""The shipped pipeline in one command: `python -m training.recipe CORPORA ENCODER OUT`.

Converts, trains, trains on from there at a lower rate, averages the two, exports and measures; what each step
does is in README.md beside this file. Takes three hours on two cores.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# Steps of the two trainings; the second begins with the weights of the first.
FIRST, SECOND = 1386, 2010
# How much of the mean is the second training's.
SHARE = 0.65


def main(argv: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("encoder", type=Path, help="folder with model.safetensors and vocab.txt")
    parser.add_argument("out", type=Path, help="folder for the pipeline")
    parser.add_argument("--work", type=Path, default=Path("training-run"), help="folder for what leads to it")
    parser.add_argument("--version", default="1.1.0")
    args = parser.parse_args(argv)
    args.work.mkdir(parents=True, exist_ok=True)
    material, mean = args.work / "material.pickle", args.work / "mean.pt"
    first, second = args.work / "first", args.work / "second"
    lower = ["--warm-up", 40, "--encoder-rate", 1.5e-4, "--head-rate", 7e-4]
    _run("convert", args.corpora, material)
    _run("train", material, args.encoder, first, "--steps", FIRST, "--seed", 7)
    _run(
        *("train", material, args.encoder, second, "--steps", SECOND, "--seed", 11),
        *("--go-on", first / "last.pt", *lower),
    )
    _run("average", mean, f"{SHARE}={second / 'last.pt'}", f"{1 - SHARE}={first / 'last.pt'}")
    _run("export", mean, material, args.encoder, args.out, "--version", args.version)
    _run("evaluate", args.corpora, args.out, "--record")


def _run(step: str, *arguments: object) -> None:
    """One step, in a process of its own, so that its memory is given back."""
    subprocess.run([sys.executable, "-m", f"training.{step}", *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
