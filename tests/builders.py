"""Small real things for tests."""

import hashlib
from pathlib import Path

import pytest

from kg.model import Article, Passage, Span, Zone

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

needs_shared = pytest.mark.skipif(
    not (SHARED / "gold").is_dir(), reason="the annotated reports of ../shared are not beside this checkout"
)


def make_article(text: str, **more) -> Article:
    """An article whose paragraphs are its lines, all of them body text."""
    passages, start = [], 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            begin = start + line.index(stripped)
            passages.append(Passage(Span(begin, begin + len(stripped)), Zone.BODY))
        start += len(line) + 1
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Article(
        id=digest, name=more.pop("name", "test"), text=text, passages=tuple(passages), source="test", **more
    )
