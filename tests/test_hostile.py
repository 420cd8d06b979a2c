"""Three hundred files that mean harm: no exception, and none lost silently."""

import json
import random
from pathlib import Path

import pytest

from kg.model import Article
from kg.read import Refusal, read_articles

SEED = 20160523
SENTENCES = [
    "Shells fell on the port of Hodeidah on Tuesday, a doctor said.",
    "The army said that at least 12 of its men had died near Marib.",
    "“Nobody has told us anything,” a resident of Taiz said.",
    "Nearly 3,000 families have left the town since the start of May.",
    "The governor denied that his troops had fired on the convoy.",
]


def story(rng: random.Random) -> str:
    return "\n".join(rng.choice(SENTENCES) for _ in range(rng.randint(3, 12))) + f"\n{rng.random()}\n"


def random_bytes(rng: random.Random) -> tuple[str, bytes]:
    return rng.choice([".txt", ".html", ".json", ".jsonl"]), rng.randbytes(rng.randint(1, 5000))


def truncated_utf8(rng: random.Random) -> tuple[str, bytes]:
    text = story(rng) + "“Да, – сказал он, – 東京 🕊”"
    return ".txt", text.encode()[: -rng.randint(1, 6)]


def overwritten(rng: random.Random) -> tuple[str, bytes]:
    raw = bytearray(story(rng).encode())
    for _ in range(rng.randint(1, 30)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return rng.choice([".txt", ".html"]), bytes(raw)


def nested_json(rng: random.Random) -> tuple[str, bytes]:
    depth = rng.choice([10, 900, 5_000, 200_000])
    opened, closed = rng.choice([("[", "]"), ('{"text":', "}")])
    end = closed * (depth if rng.random() < 0.7 else depth // 2)
    return rng.choice([".json", ".jsonl"]), (opened * depth + '"x"' + end).encode()


def odd_json(rng: random.Random) -> tuple[str, bytes]:
    text = story(rng)
    records: list[object] = [
        {"text": text, "published": "tomorrow"},
        {"text": [text]},
        {"text": None},
        {"text": "a\u0000b" + text},
        {"text": text, "authors": {"a": 1}},
        {"text": text, "id": [], "title": "ok"},
        [text],
        text,
        17,
        {"text": "\ud83d" + text},
        {"text": text, "published": "9999999-01-01"},
        {"text": text, "url": 1e400},
    ]
    return rng.choice([".json", ".jsonl"]), json.dumps(rng.choice(records)).encode()


def hostile_html(rng: random.Random) -> tuple[str, bytes]:
    body = "".join(f"<p>{rng.choice(SENTENCES)}</p><script>steal({rng.random()})</script>" for _ in range(5))
    charset = rng.choice(["utf-7", "latin-1", "x-none", "rot13", "zlib"])
    pages = [
        f"<html><head><script>/*{'x' * 5000}*/</script></head><body><article>{body}</article></body></html>",
        "<div>" * rng.choice([100, 3000]) + body,
        f"<html><body>{body}<iframe src='file:///etc/passwd'></iframe><img onerror='x()' src=x></body>",
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY c "c">]><html><body>{body}&c;</body></html>',
        "<svg><script>1</script></svg>" * 50,
        f"<html><head><meta charset='{charset}'></head>{body}\xff",
        "<table>" + "<tr><td>" * 500,
        "<![CDATA[" * 100,
    ]
    return rng.choice([".html", ".htm"]), rng.choice(pages).encode("latin-1", "replace")


def nearly_empty(rng: random.Random) -> tuple[str, bytes]:
    return rng.choice([".txt", ".html", ".json", ".jsonl"]), rng.choice(
        [b"", b"\n", b"\xef\xbb\xbf", b"\x00", b"   \t", b"\xff\xfe", b"{}", b"null", b"<", b"\xc2\xa0"]
    )


def controls(rng: random.Random) -> tuple[str, bytes]:
    return ".txt", (
        story(rng) + chr(rng.randrange(1, 9)) + "\u202e\u200b\ufeff" + chr(rng.choice([0x7F, 0x1B]))
    ).encode()


MAKERS = [
    *(random_bytes, truncated_utf8, overwritten, nested_json, odd_json, hostile_html, nearly_empty, controls),
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files, the same in every run."""
    rng = random.Random(SEED)  # noqa: S311 - test data, no secret
    folder = tmp_path_factory.mktemp("hostile")
    paths = []
    for number in range(298):
        suffix, content = MAKERS[number % len(MAKERS)](rng)
        path = folder / f"{number:03}{suffix}"
        path.write_bytes(content)
        paths.append(path)
    line = folder / "298.txt"
    line.write_bytes(b"shells fell on the town and " * (50_000_000 // 28))
    long_json = folder / "299.jsonl"
    long_json.write_bytes(b'{"text": "' + b"a " * 25_000_000 + b'"}')
    return [*paths, line, long_json]


def test_every_file_is_read_or_refused(hostile):
    assert len(hostile) == 300
    answered: set[str] = set()
    for found in read_articles(hostile):
        assert isinstance(found, Article | Refusal)
        answered.add(found.source.split(":")[0])
        if isinstance(found, Refusal):
            assert found.reason.strip()
            assert len(found.reason) < 400
            assert "\n" not in found.reason
        else:
            found.text.encode()
            assert all(p.span.end <= len(found.text) for p in found.passages)
            assert "steal(" not in found.text
    assert {str(p) for p in hostile} == answered


def test_some_of_them_are_articles_after_all(hostile):
    found = list(read_articles(hostile))
    articles = [f for f in found if isinstance(f, Article)]
    assert 20 < len(articles) < 150


def test_the_same_answers_every_time(hostile):
    files = hostile[:120]
    assert list(read_articles(files)) == list(read_articles(files))
