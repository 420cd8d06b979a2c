"""Article files to Article values, refusing what isn't one.

In:  files and folders: plain text, HTML, JSON (one article) and JSON Lines (one article a line), each
     with an optional side-car `NAME.meta.json`.
Out: in the order of the input, an Article or a Refusal for every article asked for.

Text of plain files and JSON is kept as it came, so that offsets are offsets in it; for HTML the text is
the headline and what trafilatura finds to be the article. Zones are recognised by structure. No byte
sequence makes this room raise. Knows nothing of language beyond telling English from other languages.
"""

import codecs
import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

import trafilatura

from kg.errors import ArticleError
from kg.model import Article, Passage, Span, Zone
from kg.names import fold
from kg.patterns import table
from kg.settings import Settings

TEXT, HTML, JSON, JSON_LINES = {".txt"}, {".html", ".htm"}, {".json"}, {".jsonl", ".ndjson"}
KNOWN = tuple(sorted(TEXT | HTML | JSON | JSON_LINES))
_SIDE_CAR = ".meta.json"
# Extraction from HTML is far dearer per byte than decoding; real news pages stay well below this.
_MAX_HTML_BYTES = 5_000_000

# --- what English looks like ---------------------------------------------------------------------
# Share of running words among the commonest of a language (patterns/languages.toml). English news: 0.30
# to 0.50, telegraphic highlights 0.15 to 0.30, other languages below 0.10. A text of fewer words than
# _ENOUGH_WORDS is judged by its script alone.
_ENOUGH_WORDS = 20
_ENGLISH_SHARE = 0.12
_WORD = re.compile(r"[^\W\d_]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

# --- what the parts of an article look like ------------------------------------------------------
_BULLETS = "•‣◦●▪■◆►▸–—*·-+"
_BULLETED = re.compile(rf"[{re.escape(_BULLETS)}]+[ \t\u00a0]+|[•‣◦●▪■◆►▸]+")
_CLOSERS = "\"”’'»)]} \u00a0"
_STOPS = ".!?…;:,"
_LIST_HEADING = re.compile(
    r"(story |key |main )?(highlights?|points|takeaways|developments|facts|findings|moments)"
    r"|at a glance|in brief|in short|summary|the latest|what we know( so far)?|what you need to know",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"by [A-Z]\w*[.\w\-'’]*( \S+){0,8}|(updated|published|posted|last modified)\b.*\d.*"
    r"|(mon|tues|wednes|thurs|fri|satur|sun)day,? .{0,20}\d{4}.*"
    r"|\d{1,2} \w+ \d{4}\b.{0,30}|\w+ \d{1,2}, \d{4}\b.{0,30}",
    re.IGNORECASE,
)
_MAX_HEADLINE_WORDS = 30
_MAX_STANDFIRST_WORDS = 45
_MAX_HEADING_WORDS = 10
# Lines of a text wrapped by hand are this long; a paragraph on one line is usually longer, a heading shorter.
_WRAPPED = range(45, 101)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that isn't an article we can read."""

    source: str  # the file, with the line for JSON Lines: "reports.jsonl:3"
    reason: str


@dataclass(frozen=True, slots=True)
class _Draft:
    """A text with what is told about it, before it is checked."""

    source: str
    name: str
    text: str
    meta: Mapping[str, Any]


def read_articles(
    paths: Iterable[Path | str],
    settings: Settings | None = None,
    skipped: Callable[[str], None] | None = None,
) -> Iterator[Article | Refusal]:
    """Read every article that the paths name, in the order given; folders in sorted order.

    Args:
        paths: files and folders. A file named here is read or refused; in a folder, hidden files, side-cars
            and files of other kinds are passed over.
        settings: limits on the size of files and texts.
        skipped: told of each file or folder passed over, so that a summary can count them.

    Yields:
        An Article, or a Refusal that names the file (and line) and the reason. A text that was read before
        in the same run is refused as a duplicate.
    """
    limits = settings or Settings()
    first_seen: dict[str, str] = {}
    for path in _files(paths, skipped or (lambda _: None)):
        for draft in _drafts(path, limits) if isinstance(path, Path) else (path,):
            if isinstance(draft, Refusal):
                yield draft
                continue
            try:
                article = _article(draft, limits)
            except ArticleError as error:
                yield Refusal(draft.source, str(error))
                continue
            if article.id in first_seen:
                yield Refusal(article.source, f"duplicate: the same text as {first_seen[article.id]}")
                continue
            first_seen[article.id] = article.source
            yield article


def article_of(text: str, source: str, settings: Settings | None = None) -> Article:
    """An article from a text at hand, of which nothing else is known.

    Raises:
        ArticleError: the text is empty, too large, binary or not English.
    """
    return _article(_Draft(source, "text", text, {}), settings or Settings())


# --- finding files -------------------------------------------------------------------------------


def _shown(path: Path) -> str:
    """A path for messages; a name that is no UTF-8 is shown with replacement characters."""
    return os.fsencode(path).decode("utf-8", "replace")


def _files(paths: Iterable[Path | str], skipped: Callable[[str], None]) -> Iterator[Path | Refusal]:
    visited: set[str] = set()
    for path in map(Path, paths):
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            yield Refusal(_shown(path), _why(error))
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(path, skipped, visited)
        elif not stat.S_ISREG(mode):
            yield Refusal(_shown(path), "not a regular file")
        elif path.name.lower().endswith(_SIDE_CAR):
            yield Refusal(_shown(path), "metadata of an article; name the article itself")
        elif path.suffix.lower() not in KNOWN:
            kind = f"files of kind {path.suffix}" if path.suffix else "files without a suffix"
            yield Refusal(_shown(path), f"{kind} can't be read; known: {', '.join(KNOWN)}")
        else:
            yield path


def _walk(folder: Path, skipped: Callable[[str], None], visited: set[str]) -> Iterator[Path | Refusal]:
    """The files below a folder in sorted order, every folder once, however many links lead to it."""
    stack: list[Path] = [folder]
    while stack:
        path = stack.pop()
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                real = os.path.realpath(path)
                if real in visited:
                    skipped(_shown(path))
                    continue
                visited.add(real)
                inside = sorted(path.iterdir(), key=lambda p: os.fsencode(p.name), reverse=True)
                stack.extend(p for p in inside if not p.name.startswith("."))
                for hidden in (p for p in reversed(inside) if p.name.startswith(".")):
                    skipped(_shown(hidden))
                continue
        except (OSError, ValueError) as error:
            yield Refusal(_shown(path), _why(error))
            continue
        if path.suffix.lower() not in KNOWN or path.name.lower().endswith(_SIDE_CAR):
            skipped(_shown(path))
        elif not stat.S_ISREG(mode):
            yield Refusal(_shown(path), "not a regular file")
        else:
            yield path


def _why(error: OSError | ValueError) -> str:
    """The reason in words, without the path that the message names anyway."""
    told = error.strerror if isinstance(error, OSError) else str(error)
    return f"unreadable: {(told or type(error).__name__).lower()}"


# --- from bytes to drafts ------------------------------------------------------------------------


def _drafts(path: Path, limits: Settings) -> Iterator[_Draft | Refusal]:
    source = _shown(path)
    suffix = path.suffix.lower()
    try:
        if suffix in JSON_LINES:
            yield from _from_lines(path, source, limits)
            return
        cap = min(limits.max_file_bytes, _MAX_HTML_BYTES) if suffix in HTML else limits.max_file_bytes
        raw = _read(path, cap)
        meta = _side_car(path, limits)
        if suffix in TEXT:
            yield _Draft(source, path.stem, _decoded(raw), meta)
        elif suffix in HTML:
            found, text = _from_html(raw)
            yield _Draft(source, path.stem, text, {**found, **meta})
        else:
            record = _record(_decoded(raw))
            yield _Draft(source, _name(record, path.stem), record["text"], {**record, **meta})
    except ArticleError as error:
        yield Refusal(source, str(error))
    except (OSError, ValueError) as error:
        yield Refusal(source, _why(error))


def _read(path: Path, cap: int) -> bytes:
    with path.open("rb") as file:
        raw = file.read(cap + 1)
    if len(raw) > cap:
        raise ArticleError(f"too large: more than {cap:,} bytes")
    return raw


def _decoded(raw: bytes) -> str:
    """UTF-8 text without a byte order mark, or the reason why it is none."""
    if not raw.strip():
        raise ArticleError("empty")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ArticleError("not UTF-8: begins with a byte order mark of UTF-16")
    if (nul := raw.find(b"\x00")) >= 0:
        raise ArticleError(f"binary: a NUL byte at byte {nul}")
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        hint = "; it may be Windows-1252 or Latin-1" if _is_latin(raw) else ""
        raise ArticleError(f"not UTF-8: an invalid sequence at byte {error.start}{hint}") from error


def _is_latin(raw: bytes) -> bool:
    """Whether bytes look like Western text of one byte a letter: few of them high, none a control."""
    sample = raw[:100_000]
    high = sum(byte >= 0x80 for byte in sample)
    control = sum(byte < 0x20 and byte not in b"\t\n\r\f" for byte in sample)
    return not control and high < len(sample) / 5


def _side_car(path: Path, limits: Settings) -> Mapping[str, Any]:
    """What `NAME.meta.json` beside `NAME.txt` says; nothing where there is none."""
    beside = path.with_name(path.stem + _SIDE_CAR)
    if not beside.is_file():
        return {}
    try:
        return _object(_decoded(_read(beside, limits.max_file_bytes)))
    except ArticleError as error:
        raise ArticleError(f"{beside.name}: {error}") from error


def _object(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise ArticleError("JSON nested too deep") from error
    except ValueError as error:
        raise ArticleError(f"broken JSON: {error}"[:200]) from error
    if not isinstance(value, dict):
        hint = "; write one article a line, as JSON Lines" if isinstance(value, list) else ""
        raise ArticleError(f"JSON, but not an object{hint}")
    return value


def _record(text: str) -> Mapping[str, Any]:
    record = _object(text)
    if not isinstance(record.get("text"), str):
        raise ArticleError('JSON without an article: no string under "text"')
    return record


def _name(record: Mapping[str, Any], otherwise: str) -> str:
    given = record.get("id")
    return str(given) if isinstance(given, str | int) and str(given).strip() else otherwise


def _from_lines(path: Path, source: str, limits: Settings) -> Iterator[_Draft | Refusal]:
    cap = limits.max_file_bytes
    with path.open("rb") as file:
        number = told = 0
        while raw := file.readline(cap + 1):
            number += 1
            where = f"{source}:{number}"
            told += bool(raw.strip().removeprefix(codecs.BOM_UTF8))
            if len(raw) > cap:
                _skip_line(file, raw)
                yield Refusal(where, f"too large: a line of more than {cap:,} bytes")
            elif raw.strip().removeprefix(codecs.BOM_UTF8):
                try:
                    record = _record(_decoded(raw))
                    yield _Draft(where, _name(record, f"{path.stem}-{number}"), record["text"], record)
                except ArticleError as error:
                    yield Refusal(where, str(error))
        if not told:
            yield Refusal(source, "empty")


def _skip_line(file: IO[bytes], raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = file.readline(1 << 20)


def _from_html(raw: bytes) -> tuple[Mapping[str, Any], str]:
    """(metadata of the page, headline and main text). Scripts, menus and comments don't survive."""
    page = _decoded_page(raw)
    # The page's own date only: a guess from words of the text, or by the clock, would be worse than none.
    dates = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
    try:
        found = trafilatura.bare_extraction(
            page,
            include_comments=False,
            include_tables=False,
            deduplicate=False,
            with_metadata=True,
            date_extraction_params=dates,
        )
    except Exception as error:  # any page may reach here; one that breaks the parser is refused
        raise ArticleError(f"HTML that can't be parsed: {type(error).__name__}") from error
    fields = found if isinstance(found, dict) else found.as_dict() if found is not None else {}
    body = _clean(fields.get("text"))
    if not body:
        raise ArticleError("HTML without an article: no main text found")
    title = " ".join(_clean(fields.get("title")).split())
    first = next(iter(body.splitlines()))
    text = body if not title or fold(first) == fold(title) else f"{title}\n\n{body}"
    authors = [a.strip() for a in _clean(fields.get("author")).split(";") if a.strip()]
    meta = {
        "headline": title or None,
        "publisher": _clean(fields.get("sitename")) or None,
        "published": _clean(fields.get("date")) or None,
        "url": _clean(fields.get("url")) or None,
        "authors": authors,
    }
    return meta, text


def _decoded_page(raw: bytes) -> str:
    """A page as text: UTF-8, or the encoding that the page itself declares."""
    declared = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w\-]{2,20})", raw[:4096], re.IGNORECASE)
    try:
        return _decoded(raw)
    except ArticleError:
        if not declared or b"\x00" in raw:
            raise
        try:
            return raw.decode(codecs.lookup(declared[1].decode("ascii")).name)
        except (LookupError, UnicodeError) as error:
            raise ArticleError(f"not in the encoding it declares, {declared[1].decode('ascii')}") from error


def _clean(value: object) -> str:
    return _CONTROL.sub("", value).strip() if isinstance(value, str) else ""


# --- from drafts to articles ---------------------------------------------------------------------


def _article(draft: _Draft, limits: Settings) -> Article:
    text, meta = draft.text, draft.meta
    if not text.strip():
        raise ArticleError("empty")
    if len(text) > limits.max_article_chars:
        raise ArticleError(f"too large: more than {limits.max_article_chars:,} characters")
    if bad := _CONTROL.search(text):
        raise ArticleError(f"binary: control character U+{ord(bad[0]):04X} at character {bad.start()}")
    if bad := _SURROGATE.search(text):
        raise ArticleError(f"not Unicode text: half of a surrogate pair at character {bad.start()}")
    _check_english(text)
    headline = _string(meta, "headline", "title")
    passages = zones(text, headline)
    told = next((p.span.of(text) for p in passages if p.zone is Zone.HEADLINE), None)
    published = _date(meta, "published")
    return Article(
        id=hashlib.sha256(text.encode()).hexdigest()[:16],
        name=draft.name,
        text=text,
        passages=passages,
        source=draft.source,
        headline=headline or told,
        publisher=_string(meta, "publisher"),
        authors=_strings(meta, "authors", "author"),
        published=published,
        reference_date=_date(meta, "reference_date") or published,
        language=_language(meta),
        url=_string(meta, "url"),
    )


def _value(meta: Mapping[str, Any], *keys: str) -> tuple[str, Any]:
    return next(((k, meta[k]) for k in keys if meta.get(k) not in (None, "")), (keys[0], None))


def _string(meta: Mapping[str, Any], *keys: str) -> str | None:
    key, value = _value(meta, *keys)
    if value is not None and not isinstance(value, str):
        raise ArticleError(f'metadata: "{key}" is no string')
    return " ".join(_readable(key, value).split()) or None if value else None


def _strings(meta: Mapping[str, Any], *keys: str) -> tuple[str, ...]:
    key, value = _value(meta, *keys)
    values = [value] if isinstance(value, str) else value or []
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise ArticleError(f'metadata: "{key}" is no list of strings')
    return tuple(" ".join(_readable(key, v).split()) for v in values if v.strip())


def _readable(key: str, value: str) -> str:
    if _CONTROL.search(value) or _SURROGATE.search(value):
        raise ArticleError(f'metadata: "{key}" is no readable text')
    return value


def _date(meta: Mapping[str, Any], key: str) -> date | None:
    value = _string(meta, key)
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError as error:
        raise ArticleError(f'metadata: "{key}" is no ISO 8601 date: {value[:40]!r}') from error


def _language(meta: Mapping[str, Any]) -> str:
    """The language tag given, if it is one of English; the text itself has been looked at."""
    given = _string(meta, "language") or "en"
    return given if re.fullmatch(r"en(-[A-Za-z0-9]{2,8})*", given) else "en"


@cache
def _common_words() -> Mapping[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in table("languages")["words"].items()}


def _check_english(text: str) -> None:
    """Refuse what isn't English, by script and by the share of its commonest words."""
    sample = text[:20_000]
    letters = [c for c in sample if c.isalpha()]
    if not letters:
        raise ArticleError("no words in it")
    latin = sum(c < "\u0250" for c in letters)
    if latin < len(letters) / 2:
        raise ArticleError("not English: most of its letters are not Latin")
    words = [w.lower() for w in _WORD.findall(sample)]
    if len(words) < _ENOUGH_WORDS:
        return
    shares = {
        language: sum(w in common for w in words) / len(words) for language, common in _common_words().items()
    }
    best = max(sorted(shares), key=lambda language: shares[language])
    english = shares["English"]
    if best != "English" and (english < _ENGLISH_SHARE or shares[best] > 1.5 * english):
        guess = f"; it looks like {best}" if shares[best] >= _ENGLISH_SHARE else ""
        raise ArticleError(f"not English: {english:.0%} of its words are common English ones{guess}")
    if english < _ENGLISH_SHARE:
        raise ArticleError(f"not English: {english:.0%} of its words are common English ones")


# --- zones ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """One line or, in a text wrapped by hand, one paragraph, without indentation and bullet."""

    span: Span
    text: str
    bulleted: bool
    gap: bool  # an empty line before it

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def stopped(self) -> bool:
        """Whether it ends like a sentence."""
        return self.text.rstrip(_CLOSERS)[-1:] in _STOPS


def zones(text: str, headline: str | None = None) -> tuple[Passage, ...]:
    """The passages of a text in order: its paragraphs, headings and bullets, each with its zone.

    Recognised by structure: what stands before the first line that ends like a sentence is headline,
    standfirst or highlight; short lines without a stop between paragraphs are headings.

    Args:
        text: the whole text; line ends of any kind.
        headline: as the publisher gives it, if known; the line that has it is then the headline.
    """
    lines = _lines(text)
    if not lines:
        return ()
    kinds = [Zone.BODY] * len(lines)
    head = _headline_at(lines, headline)
    if head is not None:
        kinds[head] = Zone.HEADLINE
    body = _mark_front(lines, kinds, 0 if head is None else head + 1, has_headline=head is not None)
    _mark_headings(lines, kinds, body)
    return tuple(Passage(line.span, zone) for line, zone in zip(lines, kinds, strict=True))


def _lines(text: str) -> list[_Line]:
    raw: list[_Line] = []
    offset, gap = 0, False
    for whole in text.splitlines(keepends=True):
        begin, end = 0, len(whole.rstrip())
        while begin < end and whole[begin].isspace():
            begin += 1
        bullet = _BULLETED.match(whole, begin, end)
        inner = bullet.end() if bullet else begin
        while inner < end and whole[inner].isspace():
            inner += 1
        if any(c.isalnum() for c in whole[inner:end]):
            raw.append(_Line(Span(offset + inner, offset + end), whole[inner:end], bool(bullet), gap))
            gap = False
        else:
            gap = True
        offset += len(whole)
    return _unwrapped(raw, text)


def _unwrapped(lines: list[_Line], text: str) -> list[_Line]:
    """Join the lines of paragraphs that were wrapped by hand; leave other texts as they are."""
    inner = [a for a, b in pairwise(lines) if not b.gap and not b.bulleted]
    open_ended = [line for line in inner if not line.stopped and len(line.text) in _WRAPPED]
    wrapped = len(open_ended) >= 3 and len(open_ended) >= 0.6 * len(inner)
    if not wrapped or any(len(line.text) >= 1.5 * _WRAPPED.stop for line in lines):
        return lines
    joined: list[_Line] = []
    for line in lines:
        if joined and not line.gap and not line.bulleted:
            last = joined[-1]
            span = last.span.hull(line.span)
            joined[-1] = _Line(span, span.of(text), last.bulleted, last.gap)
        else:
            joined.append(line)
    return joined


def _headline_at(lines: list[_Line], headline: str | None) -> int | None:
    """Where the headline stands: the line that has the publisher's, else a first line without a stop."""
    if headline:
        wanted = fold(headline)
        for index, line in enumerate(lines[:6]):
            if fold(line.text) == wanted:
                return index
    first = lines[0]
    if len(lines) < 2 or first.bulleted or first.words > _MAX_HEADLINE_WORDS or _is_byline(first):
        return None
    asks = first.text.rstrip(_CLOSERS)[-1:] in "?!" and first.words <= 20 and lines[1].words > first.words
    return 0 if (not first.stopped or asks) and not _LIST_HEADING.fullmatch(first.text.strip(" :")) else None


def _is_byline(line: _Line) -> bool:
    return line.words <= 12 and not line.stopped and bool(_BYLINE.fullmatch(line.text))


def _mark_front(lines: list[_Line], kinds: list[Zone], start: int, *, has_headline: bool) -> int:
    """Mark standfirst and highlights before the running text; where that begins."""
    index = start
    byline = next((i for i in range(start, min(start + 4, len(lines))) if _is_byline(lines[i])), None)
    while index < len(lines):
        line = lines[index]
        if _LIST_HEADING.fullmatch(line.text.strip(" :")):
            kinds[index] = Zone.HEADING
            index = _mark_list(lines, kinds, index + 1)
        elif line.bulleted:
            index = _mark_list(lines, kinds, index)
        elif _is_byline(line):
            index += 1
        elif (
            has_headline
            and line.words <= _MAX_STANDFIRST_WORDS
            and index + 1 < len(lines)
            and (not line.stopped or (byline is not None and index < byline))
        ):
            kinds[index] = Zone.STANDFIRST
            index += 1
        else:
            break
    return index


def _mark_list(lines: list[_Line], kinds: list[Zone], start: int) -> int:
    """Mark highlights from a line on: bullets, or else short lines without a stop; where they end."""
    index = start
    bulleted = index < len(lines) and lines[index].bulleted
    while index < len(lines):
        line = lines[index]
        if line.bulleted != bulleted or (not bulleted and (line.stopped or line.words > _MAX_HEADLINE_WORDS)):
            break
        kinds[index] = Zone.HIGHLIGHT
        index += 1
    return index


def _mark_headings(lines: list[_Line], kinds: list[Zone], start: int) -> None:
    for index in range(start, len(lines) - 1):
        line = lines[index]
        if kinds[index] is not Zone.BODY or line.bulleted:
            continue
        if _LIST_HEADING.fullmatch(line.text.strip(" :")) and lines[index + 1].bulleted:
            kinds[index] = Zone.HEADING
            _mark_list(lines, kinds, index + 1)
        elif _is_heading(line):
            kinds[index] = Zone.HEADING


def _is_heading(line: _Line) -> bool:
    begins = line.text[0].isupper() or line.text[0].isdigit() or line.text[0] in "'‘\"“"
    return begins and not line.stopped and line.words <= _MAX_HEADING_WORDS and not _is_byline(line)
