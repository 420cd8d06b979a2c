"""Make the pipeline that ships: `python -m training.export CHECKPOINT MATERIAL ENCODER OUT`.

In:  a checkpoint, the converted material (for lemmas), the folder of the encoder (for its word pieces).
Out: a spaCy pipeline folder that needs no torch. It replaces OUT in one step.

The graph is written out node by node, as `model.py` computes it, for one sequence. Weights are kept as bytes
with a scale for each output; `--weights` chooses how they are stored and multiplied.
"""

import argparse
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kg.pipeline.lemmas import Lemmatizer
from kg.pipeline.network import GRAPH, LABEL_GRAPH
from kg.pipeline.parser import FACTORY as READER
from kg.pipeline.parser import LABELS, PIECES, Reader
from kg.pipeline.tokenizer import blank_english
from training.convert import Material, load_material
from training.lemmas import learn_lemmas
from training.model import ENCODER_SHA256

_OPSET = 20
_OUTPUTS = ("tags", "poses", "starts", "names", "arcs", "dep_words", "dep_heads")


class _Graph:
    """Collects the nodes and weights of an ONNX graph."""

    def __init__(self, weights: Mapping[str, torch.Tensor], kind: str) -> None:
        self.weights = {name: value.detach().float().numpy() for name, value in weights.items()}
        self.kind = kind
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}
        self._count = 0

    def op(self, kind: str, *inputs: str, outputs: int = 1, **attributes: Any) -> Any:
        """Add a node; gives the name of its output, or their names."""
        self._count += 1
        names = [f"{kind.lower()}_{self._count}_{n}" for n in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=f"n{self._count}", **attributes))
        return names[0] if outputs == 1 else names

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add a weight under a name."""
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def ints(self, *values: int) -> str:
        """A constant list of numbers."""
        return self.constant(
            "ints_" + "_".join(str(v).replace("-", "m") for v in values), np.array(values, np.int64)
        )

    def vector(self, name: str) -> str:
        """A bias or a gain, as it is."""
        return self.constant(name, self.weights[name])

    def matrix(self, name: str, value: NDArray[np.float32]) -> str:
        """A weight matrix (in, out), stored small."""
        if self.kind == "float32" or self.kind == "dynamic":
            return self.constant(name, value)
        if self.kind == "float16":
            half = self.constant(name, value.astype(np.float16))
            return str(self.op("Cast", half, to=TensorProto.FLOAT))
        scale = np.abs(value).max(axis=0) / 127
        scale[scale == 0] = 1
        small = self.constant(name, np.clip(np.rint(value / scale), -127, 127).astype(np.int8))
        scales = self.constant(name + ".scale", scale.astype(np.float32))
        zero = self.constant(name + ".zero", np.zeros(value.shape[1], np.int8))
        return str(self.op("DequantizeLinear", small, scales, zero, axis=1))

    def linear(self, value: str, name: str) -> str:
        """A layer with weight and, where it has one, bias."""
        product = self.op("MatMul", value, self.matrix(name + ".weight", self.weights[name + ".weight"].T))
        if name + ".bias" not in self.weights:
            return str(product)
        return str(self.op("Add", product, self.vector(name + ".bias")))

    def norm(self, value: str, name: str) -> str:
        """Layer normalisation."""
        return str(
            self.op(
                "LayerNormalization", value, self.vector(name + ".weight"), self.vector(name + ".bias"),
                axis=-1, epsilon=1e-12,
            )
        )  # fmt: skip

    def rows(self, name: str, numbers: str) -> str:
        """Rows of a large table, kept as bytes with a scale for each row."""
        table = self.weights[name + ".weight"]
        scale = np.abs(table).max(axis=1, keepdims=True) / 127
        scale[scale == 0] = 1
        small = self.constant(name, np.clip(np.rint(table / scale), -127, 127).astype(np.int8))
        scales = self.constant(name + ".scale", scale.astype(np.float32))
        taken = self.op("Cast", self.op("Gather", small, numbers), to=TensorProto.FLOAT)
        return str(self.op("Mul", taken, self.op("Gather", scales, numbers)))


def graph_of(checkpoint: Mapping[str, Any], kind: str) -> onnx.ModelProto:
    """The network as an ONNX graph over one sequence."""
    size, g = checkpoint["size"], _Graph(checkpoint["weights"], kind)
    width, heads = size["width"], size["heads"]
    positions = g.constant("position_table.weight", g.weights["position_table.weight"])
    shape_table, gap_table = g.vector("shape_table.weight"), g.vector("gap_table.weight")

    hidden = g.rows("piece_table", "pieces")
    long = g.op("Shape", "pieces")
    hidden = g.op("Add", hidden, g.op("Slice", positions, g.ints(0), long, g.ints(0)))
    hidden = g.op("Add", hidden, g.op("Gather", shape_table, "piece_shapes"))
    hidden = g.op("Add", hidden, g.op("Gather", gap_table, "piece_gaps"))
    hidden = g.norm(hidden, "norm")
    for number in range(size["layers"]):
        hidden = _layer(g, hidden, f"layers.{number}.", width, heads)

    half = g.constant("half", np.array(0.5, np.float32))
    ends = g.op("Add", g.op("Gather", hidden, "first"), g.op("Gather", hidden, "last"))
    word_shapes = g.op("Gather", g.vector("word_shape_table.weight"), "shapes")
    words = g.op("Concat", g.op("Mul", ends, half), word_shapes, axis=-1)

    arc_words = g.op("Gelu", g.linear(words, "arc_word"))
    arc_heads = g.op("Gelu", g.linear(words, "arc_head"))
    arcs = g.op("MatMul", g.linear(arc_words, "arc_cross"), g.op("Transpose", arc_heads, perm=[1, 0]))
    arcs = g.op("Mul", arcs, g.constant("arc_scale", np.array(size["arc_width"] ** -0.5, np.float32)))
    arcs = g.op("Add", arcs, g.op("Transpose", g.linear(arc_heads, "arc_bias"), perm=[1, 0]))
    many = g.op("Shape", "shapes")
    square = g.op("ConstantOfShape", g.op("Concat", many, many, axis=0))
    own = g.op("Cast", g.op("EyeLike", square), to=TensorProto.BOOL)
    outputs = {
        "tags": g.linear(words, "tag_head"),
        "poses": g.linear(words, "pos_head"),
        "starts": g.op("Squeeze", g.linear(words, "start_head"), g.ints(1)),
        "names": g.linear(g.op("Gelu", g.linear(words, "name_hidden")), "name_head"),
        "arcs": g.op("Where", own, g.linear(arc_words, "root_score"), arcs),
        "dep_words": g.op("Gelu", g.linear(words, "dep_word")),
        "dep_heads": g.op("Gelu", g.linear(words, "dep_head")),
    }
    g.nodes += [helper.make_node("Identity", [outputs[name]], [name]) for name in _OUTPUTS]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, [length])
        for name, length in (
            ("pieces", "P"), ("piece_shapes", "P"), ("piece_gaps", "P"),
            ("first", "W"), ("last", "W"), ("shapes", "W"),
        )
    ]  # fmt: skip
    second = {"starts": (), "arcs": ("W",)}
    results = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["W", *second.get(name, (f"{name}_size",))])
        for name in _OUTPUTS
    ]
    graph = helper.make_graph(g.nodes, "attested", inputs, results, list(g.constants.values()))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def label_graph_of(checkpoint: Mapping[str, Any]) -> onnx.ModelProto:
    """The labels of arcs, from the vectors of words and heads. A graph as well: numpy would start threads."""
    g = _Graph(checkpoint["weights"], "float16")
    labels, width, _ = g.weights["dep_cross"].shape
    crossing = g.weights["dep_cross"].transpose(1, 0, 2).reshape(width, labels * width)
    one = g.constant("one", np.ones((1, 1), np.float32))
    many = g.op("Gather", g.op("Shape", "words"), g.ints(0))
    ones = g.op("Expand", one, g.op("Concat", many, g.ints(1), axis=0))
    words = g.op("Concat", "words", ones, axis=1)
    heads = g.op("Concat", "heads", ones, axis=1)
    crossed = g.op("MatMul", words, g.matrix("dep_cross", crossing))
    crossed = g.op("Reshape", crossed, g.ints(-1, labels, width))
    scores = g.op("MatMul", crossed, g.op("Unsqueeze", heads, g.ints(2)))
    g.nodes.append(helper.make_node("Squeeze", [scores, g.ints(2)], ["labels"]))
    shapes = {"words": ["N", width - 1], "heads": ["N", width - 1], "labels": ["N", labels]}
    info = {n: helper.make_tensor_value_info(n, TensorProto.FLOAT, shape) for n, shape in shapes.items()}
    graph = helper.make_graph(
        g.nodes, "labels", [info["words"], info["heads"]], [info["labels"]], list(g.constants.values())
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def _layer(g: _Graph, hidden: str, prefix: str, width: int, heads: int) -> str:
    each = width // heads
    qkv = g.linear(hidden, prefix + "qkv")
    qkv = g.op("Reshape", qkv, g.ints(0, 3, heads, each))
    query, key, value = g.op("Split", qkv, axis=1, num_outputs=3, outputs=3)
    query, key, value = (g.op("Squeeze", part, g.ints(1)) for part in (query, key, value))
    query = g.op("Transpose", query, perm=[1, 0, 2])
    query = g.op("Mul", query, g.constant("attention_scale", np.array(each**-0.5, np.float32)))
    scores = g.op("MatMul", query, g.op("Transpose", key, perm=[1, 2, 0]))
    attended = g.op("MatMul", g.op("Softmax", scores, axis=-1), g.op("Transpose", value, perm=[1, 0, 2]))
    attended = g.op("Reshape", g.op("Transpose", attended, perm=[1, 0, 2]), g.ints(-1, width))
    hidden = g.norm(g.op("Add", hidden, g.linear(attended, prefix + "attended")), prefix + "norm1")
    inner = g.op("Gelu", g.linear(hidden, prefix + "up"))
    return g.norm(g.op("Add", hidden, g.linear(inner, prefix + "down")), prefix + "norm2")


def write_network(checkpoint: Mapping[str, Any], encoder: Path, folder: Path, kind: str) -> None:
    """The files of the reader, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(graph_of(checkpoint, kind), folder / GRAPH)
    if kind == "dynamic":
        _quantize(folder / GRAPH)
    onnx.save(label_graph_of(checkpoint), folder / LABEL_GRAPH)
    (folder / LABELS).write_text(json.dumps(checkpoint["labels"], indent=0) + "\n", encoding="utf-8")
    shutil.copyfile(encoder / "vocab.txt", folder / PIECES)


def _quantize(path: Path) -> None:
    """Multiply in bytes too, except in the second feed-forward layers and the heads: that would harm."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = onnx.load(path)
    inside = {
        node.name
        for node in model.graph.node
        if node.op_type == "MatMul" and any(name in node.input[1] for name in (".qkv.", ".attended.", ".up."))
    }
    quantize_dynamic(
        path, path, op_types_to_quantize=["MatMul"], nodes_to_quantize=sorted(inside),
        per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
    )  # fmt: skip


def build(checkpoint: Mapping[str, Any], material: Material, encoder: Path, kind: str, version: str) -> Any:
    """The whole pipeline, in memory."""
    nlp = blank_english()
    reader = cast(Reader, nlp.add_pipe(READER))
    with tempfile.TemporaryDirectory() as folder:
        write_network(checkpoint, encoder, Path(folder), kind)
        reader.from_disk(folder)
        lemmatizer = cast(Lemmatizer, nlp.add_pipe("attested_lemmatizer"))
        lemmatizer.rules = learn_lemmas(s for s in material.train if s.lemmas)
        nlp.add_pipe("name_consistency")
        nlp.meta.update(
            name="attested_news",
            version=version,
            description="English news: tags, UD trees, sentences, lemmas and names by a small transformer.",
            author="The Attested authors",
            license="CC BY-SA 4.0",
            spacy_version=">=3.8,<4",
            sources=[
                {"name": "all-MiniLM-L6-v2", "license": "Apache-2.0", "sha256": ENCODER_SHA256},
                {"name": "UD English-EWT", "license": "CC BY-SA 4.0"},
                {"name": "UD English-PUD", "license": "CC BY-SA 3.0"},
                {"name": "GUM", "license": "CC BY 4.0 and others"},
                {
                    "name": "Universal NER English-EWT and English-PUD",
                    "license": "CC BY-SA 4.0, CC BY-SA 3.0",
                },
                {"name": "wikigold", "license": "CC BY 4.0"},
                {"name": "WNUT17", "license": "CC BY 4.0"},
                {"name": "CrossNER politics", "license": "MIT, CC BY-SA"},
                {"name": "re3d", "license": "OGL 3.0, CC BY-SA 3.0, public domain"},
            ],
            training={k: checkpoint[k] for k in ("step", "seed", "minutes")},
        )
        target = Path(tempfile.mkdtemp())
        nlp.to_disk(target)
    return target


def main() -> None:
    """Parse the command line and export."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("material", type=Path)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", choices=("int8", "float16", "float32", "dynamic"), default="int8")
    parser.add_argument("--version", default="1.0.0")
    args = parser.parse_args()
    checkpoint = torch.load(args.checkpoint, map_location="cpu", weights_only=True)
    built = build(checkpoint, load_material(args.material), args.encoder, args.weights, args.version)
    fresh = args.out.with_name(args.out.name + ".new")
    old = args.out.with_name(args.out.name + ".old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.move(built, fresh)
    fresh.chmod(0o755)
    if args.out.exists():
        args.out.rename(old)
    fresh.rename(args.out)
    shutil.rmtree(old, ignore_errors=True)
    size = sum(path.stat().st_size for path in args.out.rglob("*") if path.is_file())
    print(f"{args.out}: step {checkpoint['step']}, {size / 1e6:.1f} MB, dev {checkpoint['scores']}")


if __name__ == "__main__":
    main()
