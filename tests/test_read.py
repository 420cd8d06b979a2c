"""Articles are read as they came; what isn't one is refused with its name and the reason."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from kg.model import Article, Zone
from kg.read import Refusal, read_articles
from kg.settings import Settings

STORY = (
    "Convoy reaches besieged town\n\nA convoy of 31 lorries reached the town of Kutum on Monday, the first "
    "in a year, the aid agency said. The drivers had waited for a week at the last checkpoint of the army.\n"
)


def one(path: Path, settings: Settings | None = None) -> Article | Refusal:
    (found,) = read_articles([path], settings)
    return found


def article(path: Path) -> Article:
    found = one(path)
    assert isinstance(found, Article), found
    return found


def refusal(path: Path, settings: Settings | None = None) -> Refusal:
    found = one(path, settings)
    assert isinstance(found, Refusal), found
    return found


def write(path: Path, content: str | bytes | object) -> Path:
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, str):
        path.write_bytes(content.encode())
    else:
        path.write_text(json.dumps(content), encoding="utf-8")
    return path


# --- text ------------------------------------------------------------------------------------------


def test_text_is_kept_as_it_came(tmp_path):
    text = STORY.replace("\n", "\r\n") + "\u00a0 cafe\u0301 \n"
    found = article(write(tmp_path / "kutum.txt", text))
    assert found.text == text
    assert found.name == "kutum"
    assert found.source == str(tmp_path / "kutum.txt")
    assert (found.published, found.publisher, found.authors) == (None, None, ())


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    plain = article(write(tmp_path / "a.txt", STORY))
    marked = article(write(tmp_path / "b.txt", b"\xef\xbb\xbf" + STORY.encode()))
    assert marked.text == plain.text
    assert marked.id == plain.id
    inside = article(write(tmp_path / "c.txt", STORY + "\ufeff"))
    assert inside.text.endswith("\ufeff")


def test_the_headline_comes_from_the_text_if_nobody_gives_one(tmp_path):
    assert article(write(tmp_path / "a.txt", STORY)).headline == "Convoy reaches besieged town"


def test_a_side_car_tells_about_the_article(tmp_path):
    path = write(tmp_path / "a.txt", STORY)
    told = {
        "title": "Convoy reaches  besieged town",
        "publisher": "Nile Wire",
        "authors": ["A. Osman", "B. Deng"],
        "language": "en-GB",
        "published": "2023-08-14T09:30:00Z",
        "url": "https://example.org/a",
        "note": "ignored",
    }
    write(tmp_path / "a.meta.json", told)
    found = article(path)
    assert found.headline == "Convoy reaches besieged town"
    assert found.passages[0].zone is Zone.HEADLINE
    assert found.publisher == "Nile Wire"
    assert found.authors == ("A. Osman", "B. Deng")
    assert found.language == "en-GB"
    assert found.published == found.reference_date == date(2023, 8, 14)
    assert found.url == "https://example.org/a"


def test_a_reference_date_may_be_known_without_a_publication_date(tmp_path):
    path = write(tmp_path / "a.txt", STORY)
    write(tmp_path / "a.meta.json", {"published": None, "reference_date": "2023-08-14"})
    found = article(path)
    assert (found.published, found.reference_date) == (None, date(2023, 8, 14))


@pytest.mark.parametrize(
    ("meta", "reason"),
    [
        ({"published": "yesterday"}, '"published" is no ISO 8601 date'),
        ({"reference_date": "2023-13-01"}, '"reference_date" is no ISO 8601 date'),
        ({"publisher": 7}, '"publisher" is no string'),
        ({"authors": [1]}, '"authors" is no list of strings'),
        ({"title": "a\x00b"}, '"title" is no readable text'),
        ([1], "not an object"),
        ("{", "broken JSON"),
        (b"\xff\xfe\x00", "a.meta.json: not UTF-8"),
    ],
)
def test_a_malformed_side_car_is_an_error_that_names_it(tmp_path, meta, reason):
    path = write(tmp_path / "a.txt", STORY)
    write(tmp_path / "a.meta.json", meta)
    assert reason in refusal(path).reason


# --- refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (STORY.encode() + b"\x00", "binary: a NUL byte at byte"),
        (STORY.encode() + b"\x02", "binary: control character U+0002"),
        (b"abc \xff\xff def", "not UTF-8: an invalid sequence at byte 4"),
        (
            "Le caf\u00e9 a \u00e9t\u00e9 bombard\u00e9 hier soir.".encode("latin-1"),
            "Windows-1252 or Latin-1",
        ),
        (STORY.encode("utf-16"), "byte order mark of UTF-16"),
        (STORY.encode()[:-1] + "é".encode()[:1], "not UTF-8"),
        (b"1234 5678 -- 90", "no words"),
        ("Войска вошли в город утром.".encode(), "not English: most of its letters are not Latin"),
        (
            "Les forces gouvernementales ont repris la ville de Konna dans la nuit de jeudi, selon des "
            "sources militaires, et les habitants sont revenus dans les rues avec des drapeaux.",
            "it looks like French",
        ),
        (
            "Die Truppen haben die Stadt am Freitag eingenommen, wie das Ministerium in der Nacht mitteilte, "
            "und die Einwohner sind auf den Straßen, weil sie nicht wissen, ob der Kampf zu Ende ist.",
            "it looks like German",
        ),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(tmp_path, content, reason):
    found = refusal(write(tmp_path / "a.txt", content))
    assert reason in found.reason
    assert found.source == str(tmp_path / "a.txt")


def test_what_is_too_large_is_refused(tmp_path):
    path = write(tmp_path / "a.txt", STORY * 3)
    assert "too large: more than 100 bytes" in refusal(path, Settings(max_file_bytes=100)).reason
    assert "too large: more than 100 characters" in refusal(path, Settings(max_article_chars=100)).reason


def test_a_text_read_before_is_a_duplicate(tmp_path):
    first, second = write(tmp_path / "a.txt", STORY), write(tmp_path / "b.json", {"text": STORY})
    found = list(read_articles([first, second, first]))
    assert isinstance(found[0], Article)
    assert isinstance(found[1], Refusal)
    assert str(first) in found[1].reason
    assert isinstance(found[2], Refusal)


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.docx", "a.meta.json"])
def test_other_kinds_of_files_are_refused_when_asked_for(tmp_path, name):
    path = write(tmp_path / name, STORY)
    assert "can't be read" in refusal(path).reason or "metadata" in refusal(path).reason


def test_what_isn_t_there_and_what_is_no_file_are_refused(tmp_path):
    assert "no such file" in refusal(tmp_path / "none.txt").reason
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert refusal(pipe).reason == "not a regular file"
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    assert "unreadable" in refusal(loop).reason


# --- folders ---------------------------------------------------------------------------------------


def test_a_folder_is_walked_in_order_and_what_is_passed_over_is_told(tmp_path):
    for name in ("b/2.txt", "b/10.txt", "a/x.html.bak", "a/.hidden.txt", "c.txt", "c.meta.json", "notes.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, "{}" if name.endswith(".json") else f"{STORY} {name}")
    (tmp_path / "b" / "up").symlink_to(tmp_path)
    passed: list[str] = []
    found = list(read_articles([tmp_path], skipped=passed.append))
    assert [f.name for f in found if isinstance(f, Article)] == ["10", "2", "c"]
    assert not [f for f in found if isinstance(f, Refusal)]
    assert {Path(p).name for p in passed} == {"x.html.bak", ".hidden.txt", "c.meta.json", "notes.md", "up"}


def test_articles_come_in_the_order_asked_for(tmp_path):
    paths = [write(tmp_path / f"{n}.txt", f"{STORY} {n}") for n in (3, 1, 2)]
    assert [a.name for a in read_articles(paths) if isinstance(a, Article)] == ["3", "1", "2"]


# --- JSON ------------------------------------------------------------------------------------------


def test_json_carries_its_metadata(tmp_path):
    record = {
        "id": "nw-17",
        "text": STORY,
        "headline": "Convoy",
        "publisher": "Nile Wire",
        "published": "2023-08-14",
    }
    found = article(write(tmp_path / "a.json", record))
    assert (found.name, found.text, found.headline, found.publisher) == (
        "nw-17",
        STORY,
        "Convoy",
        "Nile Wire",
    )
    assert found.published == date(2023, 8, 14)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "broken JSON"),
        ("[]", "not an object; write one article a line"),
        ('"text"', "not an object"),
        ("{}", 'no string under "text"'),
        ('{"text": 3}', 'no string under "text"'),
        ('{"text": ""}', "empty"),
        ('{"text": "a \\u0000 b"}', "control character U+0000 at character 2"),
        ('{"text": "a \\ud800 b"}', "half of a surrogate pair"),
        ('{"a": ' * 100_000 + "1" + "}" * 100_000, "nested too deep"),
        ('{"text": "x", "n": ' + "9" * 5000 + "}", "broken JSON"),
    ],
)
def test_broken_json_is_refused_with_the_reason(tmp_path, content, reason):
    assert reason in refusal(write(tmp_path / "a.json", content)).reason


def test_json_lines_are_articles_or_refusals_one_by_one(tmp_path):
    lines = [
        json.dumps({"text": STORY}),
        "",
        "{",
        json.dumps({"id": 7, "text": STORY + " More."}),
        "[1]",
        "\udcff",
    ]
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + "\n".join(lines).encode("utf-8", "surrogateescape"))
    found = list(read_articles([path]))
    assert [f.name for f in found if isinstance(f, Article)] == ["a-1", "7"]
    assert [f.source for f in found if isinstance(f, Refusal)] == [f"{path}:{n}" for n in (3, 5, 6)]


def test_a_json_line_that_is_too_long_does_not_stop_the_next(tmp_path):
    lines = [json.dumps({"text": "x" * 5000}), json.dumps({"text": STORY})]
    found = list(
        read_articles([write(tmp_path / "a.ndjson", "\n".join(lines))], Settings(max_file_bytes=1000))
    )
    assert isinstance(found[0], Refusal)
    assert "too large" in found[0].reason
    assert isinstance(found[1], Article)


# --- HTML ------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Market hit in Omdurman | Nile Wire</title>
<meta property="og:site_name" content="Nile Wire"><meta name="author" content="Amal Osman">
<meta property="article:published_time" content="2023-08-14T10:00:00Z">
<script>var killed = "nine thousand";</script><style>p {color: red}</style></head><body>
<nav><a href="/">Home</a> <a href="/war">War</a></nav>
<article><h1>Market hit in Omdurman</h1>
<p>At least 26 people were killed when shells hit a market in Omdurman on Monday, a union of doctors said.</p>
<script>document.write("evil");</script>
<h2>Hospitals overwhelmed</h2>
<p onclick="alert(1)">The army and the paramilitaries blamed each other for the attack.</p>
<p>“We have no fuel,” said one of the doctors who still work at the hospital in the north.</p></article>
<footer>Copyright 2031 Nile Wire</footer></body></html>"""


def test_html_gives_headline_text_and_metadata_and_no_script(tmp_path):
    found = article(write(tmp_path / "a.html", PAGE))
    assert found.text.splitlines()[0] == "Market hit in Omdurman"
    assert "At least 26 people were killed" in found.text
    for junk in ("nine thousand", "evil", "alert", "color", "Home", "Copyright"):
        assert junk not in found.text
    assert found.headline == "Market hit in Omdurman"
    assert found.publisher == "Nile Wire"
    assert found.authors == ("Amal Osman",)
    assert found.published == date(2023, 8, 14)
    zones = {p.span.of(found.text): p.zone for p in found.passages}
    assert zones["Market hit in Omdurman"] is Zone.HEADLINE
    assert zones["Hospitals overwhelmed"] is Zone.HEADING


def test_the_same_page_gives_the_same_text(tmp_path):
    first, second = (article(write(tmp_path / name, PAGE)) for name in ("a.html", "b.htm"))
    assert first.text == second.text


def test_a_page_may_declare_another_encoding(tmp_path):
    page = PAGE.replace("utf-8", "windows-1252").encode("windows-1252")
    assert "“We have no fuel,”" in article(write(tmp_path / "a.html", page)).text


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<script>1</script>", "<", "<!-- -->"])
def test_a_page_without_an_article_is_refused(tmp_path, page):
    assert "HTML" in refusal(write(tmp_path / "a.html", page)).reason
