"""The network: a small BERT encoder and the heads that read tags, sentences, names and trees from its words.

In:  numbers of word pieces, shapes and gaps.
Out: scores.

Written out layer by layer so that training needs no other library and the export can mirror it step for step.
Knows torch. Knows nothing of corpora, of spaCy or of how scores become decisions.
"""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from kg.pipeline.pieces import GAPS, SHAPES

# all-MiniLM-L6-v2, as several independent projects pin it.
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_FAR = -1e4


@dataclass(frozen=True, slots=True)
class Size:
    """How large each part of the network is."""

    pieces: int
    tags: int
    poses: int
    names: int
    deps: int
    layers: int = 6
    width: int = 384
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    shape_width: int = 32
    name_width: int = 128
    arc_width: int = 256
    dep_width: int = 96
    dropout: float = 0.25


@dataclass(frozen=True, slots=True)
class Batch:
    """Sequences of one length class, padded: B sequences of P pieces and W words."""

    pieces: Tensor  # B, P
    piece_mask: Tensor  # B, P: 1 for a piece, 0 for padding
    piece_shapes: Tensor  # B, P
    piece_gaps: Tensor  # B, P
    first: Tensor  # B, W: the first piece of each word
    last: Tensor  # B, W
    shapes: Tensor  # B, W


@dataclass(frozen=True, slots=True)
class Scores:
    """What the heads say of each word, before any decision."""

    tags: Tensor  # B, W, tags
    poses: Tensor  # B, W, poses
    starts: Tensor  # B, W: whether a sentence starts here
    names: Tensor  # B, W, names
    arcs: Tensor  # B, W, W: how well each word is headed by each other; by itself: how well it is a root
    dep_words: Tensor  # B, W, dep_width
    dep_heads: Tensor  # B, W, dep_width


class Layer(nn.Module):
    """One layer of BERT: attention, then a feed-forward net, each added to what came in."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads = size.heads
        self.qkv = nn.Linear(size.width, 3 * size.width)
        self.attended = nn.Linear(size.width, size.width)
        self.norm1 = nn.LayerNorm(size.width, eps=1e-12)
        self.up = nn.Linear(size.width, size.inner)
        self.down = nn.Linear(size.inner, size.width)
        self.norm2 = nn.LayerNorm(size.width, eps=1e-12)

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """Hidden states in, hidden states out; the mask is added to the attention scores."""
        many, long, width = hidden.shape
        qkv = self.qkv(hidden).view(many, long, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], attn_mask=mask)
        attended = attended.transpose(1, 2).reshape(many, long, width)
        hidden = self.norm1(hidden + self.attended(attended))
        result: Tensor = self.norm2(hidden + self.down(functional.gelu(self.up(hidden))))
        return result


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.piece_table = nn.Embedding(size.pieces, size.width)
        self.piece_table.weight.requires_grad_(False)
        self.position_table = nn.Embedding(size.positions, size.width)
        self.shape_table = nn.Embedding(len(SHAPES), size.width)
        self.gap_table = nn.Embedding(GAPS, size.width)
        self.norm = nn.LayerNorm(size.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(size) for _ in range(size.layers))
        self.word_shape_table = nn.Embedding(len(SHAPES), size.shape_width)
        self.dropout = nn.Dropout(size.dropout)
        wide = size.width + size.shape_width
        self.tag_head = nn.Linear(wide, size.tags)
        self.pos_head = nn.Linear(wide, size.poses)
        self.start_head = nn.Linear(wide, 1)
        self.name_hidden = nn.Linear(wide, size.name_width)
        self.name_head = nn.Linear(size.name_width, size.names)
        self.arc_word = nn.Linear(wide, size.arc_width)
        self.arc_head = nn.Linear(wide, size.arc_width)
        self.arc_cross = nn.Linear(size.arc_width, size.arc_width, bias=False)
        self.arc_bias = nn.Linear(size.arc_width, 1)
        self.root_score = nn.Linear(size.arc_width, 1)
        self.dep_word = nn.Linear(wide, size.dep_width)
        self.dep_head = nn.Linear(wide, size.dep_width)
        # For each label a bilinear form of the word and its head, each with a constant at its end.
        self.dep_cross = nn.Parameter(torch.zeros(size.deps, size.dep_width + 1, size.dep_width + 1))
        nn.init.normal_(self.shape_table.weight, std=0.02)
        nn.init.normal_(self.gap_table.weight, std=0.02)
        nn.init.normal_(self.dep_cross, std=0.01)

    def encode(self, batch: Batch) -> Tensor:
        """B, W, width + shape_width: a vector for each word."""
        positions = torch.arange(batch.pieces.shape[1], device=batch.pieces.device)
        hidden = (
            self.piece_table(batch.pieces)
            + self.position_table(positions)
            + self.shape_table(batch.piece_shapes)
            + self.gap_table(batch.piece_gaps)
        )
        hidden = self.norm(hidden)
        mask = None
        if not bool(batch.piece_mask.all()):
            mask = (1.0 - batch.piece_mask)[:, None, None, :] * _FAR
        for layer in self.layers:
            hidden = layer(hidden, mask)
        first = _gathered(hidden, batch.first)
        last = _gathered(hidden, batch.last)
        return torch.cat([(first + last) * 0.5, self.word_shape_table(batch.shapes)], dim=-1)

    def forward(self, batch: Batch) -> Scores:
        """Everything but the labels of arcs, which wait for the arcs."""
        words = self.dropout(self.encode(batch))
        arc_words = functional.gelu(self.arc_word(words))
        arc_heads = functional.gelu(self.arc_head(words))
        arcs = self.arc_cross(arc_words) @ arc_heads.transpose(1, 2) * self.size.arc_width**-0.5
        arcs = arcs + self.arc_bias(arc_heads).transpose(1, 2)
        own = torch.eye(arcs.shape[1], device=arcs.device)
        arcs = arcs * (1 - own) + self.root_score(arc_words) * own
        return Scores(
            tags=self.tag_head(words),
            poses=self.pos_head(words),
            starts=self.start_head(words).squeeze(-1),
            names=self.name_head(functional.gelu(self.name_hidden(words))),
            arcs=arcs,
            dep_words=functional.gelu(self.dep_word(words)),
            dep_heads=functional.gelu(self.dep_head(words)),
        )

    def dep_scores(self, words: Tensor, heads: Tensor) -> Tensor:
        """N, deps: labels for N words beside the vectors of their N heads."""
        one = words.new_ones(words.shape[0], 1)
        words, heads = torch.cat([words, one], -1), torch.cat([heads, one], -1)
        crossed = torch.einsum("nd,lde->nle", words, self.dep_cross)
        return torch.einsum("nle,ne->nl", crossed, heads)


def load_encoder(network: Network, folder: Path) -> None:
    """Fill the encoder with the published weights, having checked that they are those."""
    path = folder / "model.safetensors"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != ENCODER_SHA256:
        raise SystemExit(f"{path}: sha256 {digest}, expected {ENCODER_SHA256}")
    published = {key.removeprefix("bert."): value for key, value in load_file(path).items()}
    with torch.no_grad():
        network.piece_table.weight.copy_(published["embeddings.word_embeddings.weight"])
        # Every piece of ours is of the first segment: its vector goes into the positions for good.
        network.position_table.weight.copy_(
            published["embeddings.position_embeddings.weight"]
            + published["embeddings.token_type_embeddings.weight"][0]
        )
        _copy(network.norm, published, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            _fill_layer(layer, published, f"encoder.layer.{number}.")


def _fill_layer(layer: Any, published: dict[str, Tensor], prefix: str) -> None:
    parts = [prefix + f"attention.self.{part}." for part in ("query", "key", "value")]
    layer.qkv.weight.copy_(torch.cat([published[part + "weight"] for part in parts]))
    layer.qkv.bias.copy_(torch.cat([published[part + "bias"] for part in parts]))
    _copy(layer.attended, published, prefix + "attention.output.dense")
    _copy(layer.norm1, published, prefix + "attention.output.LayerNorm")
    _copy(layer.up, published, prefix + "intermediate.dense")
    _copy(layer.down, published, prefix + "output.dense")
    _copy(layer.norm2, published, prefix + "output.LayerNorm")


def _copy(module: Any, published: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(published[name + ".weight"])
    module.bias.copy_(published[name + ".bias"])


def _gathered(hidden: Tensor, places: Tensor) -> Tensor:
    return torch.gather(hidden, 1, places[:, :, None].expand(-1, -1, hidden.shape[-1]))


def as_config(size: Size) -> dict[str, Any]:
    """The size as plain values, for a checkpoint."""
    return asdict(size)
