"""Analyse: make the language pipeline once, and turn articles into Docs.

In:  the name of a spaCy English pipeline (ours if none is given), the gazetteer, an Article.
Out: the pipeline with our aliases in it; a Doc whose text is the article's, with grammar and names.

Passages begin sentences: no sentence runs from a headline into the text. Knows nothing of findings or RDF.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.errors import PipelineError
from kg.gazetteer import Gazetteer
from kg.model import Article
from kg.pipeline import SHIPPED
from kg.pipeline.consistency import FACTORY as CONSISTENCY
from kg.pipeline.parser import FACTORY as READER
from kg.pipeline.parser import NAME_LABELS, NAME_SCORES
from kg.pipeline.tokenizer import bound_tokenizer

ALIASES = "attested_aliases"

# So many strings a vocabulary holds before new words are forgotten: those of a few thousand reports.
_KNOWN = 60_000
# Names up to this many letters count only as written: "IS" is not "is".
_SHORT = 4
# The model's PERSON stands against a place of the same name when it is this sure.
_SURE_OF_PERSON = 0.6
_ROLE_PREPOSITIONS = frozenset({"for", "to", "in", "of"})
_ROLES = frozenset(
    {"ambassador", "adviser", "advisor", "chief", "commander", "commissioner", "coordinator", "correspondent"}
    | {
        "delegate",
        "director",
        "envoy",
        "head",
        "mediator",
        "minister",
        "negotiator",
        "president",
        "rapporteur",
    }
    | {"representative", "secretary", "spokesman", "spokesperson", "spokeswoman"}
)
_NOUN_TAGS = frozenset({"NNP", "NNPS", "NN", "NNS", "JJ", "FW", "ADD"})


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which language pipeline read an article."""

    name: str  # "en_attested_news"
    version: str
    sha256: str  # of its files


def make_pipeline(model: str | None, gazetteer: Gazetteer) -> Language:
    """The language pipeline with the gazetteer's aliases in it.

    Args:
        model: name or path of any spaCy English pipeline with a parser and names; None for the shipped one.
        gazetteer: where the aliases come from.

    Raises:
        PipelineError: there is no such pipeline, or it has no parser, no names or another language.
    """
    try:
        nlp = spacy.load(model if model is not None else SHIPPED)
    except (OSError, ValueError, ImportError) as error:
        wanted = model or SHIPPED.name
        raise PipelineError(f"language pipeline {wanted!r} can't be loaded: {error}") from error
    bound_tokenizer(nlp)
    if nlp.lang != "en":
        raise PipelineError(f"language pipeline {model!r} is for {nlp.lang!r}, need 'en'")
    for need, choices in (("parser", (READER, "parser")), ("names", (READER, "ner"))):
        if not any(choice in nlp.pipe_names for choice in choices):
            raise PipelineError(
                f"language pipeline {model!r} has no {need}; its parts: {', '.join(nlp.pipe_names)}"
            )
    if CONSISTENCY not in nlp.pipe_names:
        nlp.add_pipe(CONSISTENCY)
    ruler = cast(AliasRuler, nlp.add_pipe(ALIASES, before=CONSISTENCY))
    ruler.learn(nlp, gazetteer.aliases())
    return nlp


@contextmanager
def forgetting(nlp: Language) -> Iterator[None]:
    """What the pipeline learns of new words inside the block is forgotten after it; so are Docs made there.

    spaCy keeps every word it has ever seen. The first `_KNOWN` make it faster, so those stay.
    """
    if len(nlp.vocab.strings) < _KNOWN:
        yield
    else:
        with nlp.memory_zone():
            yield


def analyse(nlp: Language, article: Article) -> Doc:
    """The analysed article. Its text is the article's, character by character."""
    doc = nlp.make_doc(article.text)
    starts = iter(sorted(passage.span.start for passage in article.passages))
    start = next(starts, None)
    ends = iter(sorted(passage.span.end for passage in article.passages))
    end, line_ended = next(ends, None), False
    for token in doc:
        if token.is_space:
            line_ended = line_ended or "\n" in token.text
            continue
        while end is not None and token.idx >= end:
            end = next(ends, None)
        if start is not None and token.idx + len(token) > start:
            token.is_sent_start = True
            while start is not None and token.idx + len(token) > start:
                start = next(starts, None)
        elif line_ended and end is not None:
            # A line that was wrapped by hand: its end is no end of a sentence.
            token.is_sent_start = False
        line_ended = False
    return nlp(doc)


def model_identity(nlp: Language) -> ModelIdentity:
    """Name and version of a pipeline, and a hash over all its files."""
    name, version = f"{nlp.meta['lang']}_{nlp.meta['name']}", str(nlp.meta["version"])
    if nlp.path is not None:
        return ModelIdentity(name, version, _folder_hash(Path(nlp.path)))
    return ModelIdentity(name, version, hashlib.sha256(nlp.to_bytes(exclude=[ALIASES])).hexdigest())


@cache
def _folder_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


# --- aliases -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Alias:
    """A name of the gazetteer as the tokenizer cuts it."""

    words: tuple[str, ...]
    label: str
    key: str
    as_written: bool


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    aliases: tuple[_Alias, ...]


@Language.factory(ALIASES, assigns=["doc.ents"])
def make_alias_ruler(nlp: Language, name: str) -> "AliasRuler":
    """The component, still without aliases: `make_pipeline` teaches it."""
    return AliasRuler(name)


class AliasRuler:
    """Finds the gazetteer's names; an entity it sets has the entry's key as its id.

    Its entities win over those of the model, with two exceptions: a longer name of the model's keeps the
    alias inside it ("Hassan Aleppo", "Aleppo Media Centre"), and a person stays one.
    """

    def __init__(self, name: str = ALIASES) -> None:
        self.name = name
        self._by_first: Mapping[str, tuple[_Alias, ...]] = {}

    def learn(self, nlp: Language, aliases: Iterable[tuple[str, str, str]]) -> None:
        """Take the aliases to look for: (name, label, key)."""
        found: dict[str, list[_Alias]] = defaultdict(list)
        for text, label, key in sorted(aliases):
            words = tuple(token.text for token in nlp.make_doc(text) if not token.is_space)
            letters = sum(character.isalnum() for character in text)
            found[words[0].lower()].append(_Alias(words, label, key, as_written=letters <= _SHORT))
        self._by_first = {first: tuple(sorted(rows, key=_longest_first)) for first, rows in found.items()}

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities that the aliases name."""
        matches = list(self._matches(doc))
        if not matches:
            return doc
        of_model = [_without_role(doc, entity, matches) for entity in doc.ents]
        people = {token.text for e in of_model if e.label_ == "PERSON" and len(e) > 1 for token in e}
        scores = doc.user_data.get(NAME_SCORES)
        entities: list[Span] = []
        replaced: set[tuple[int, int]] = set()
        for match in matches:
            touched = [e for e in of_model if e.start < match.end and match.start < e.end]
            if any(_is_inside(match, e) for e in touched):
                continue
            labels = {e.label_ for e in touched if (e.start, e.end) == (match.start, match.end)}
            alias = next((a for a in match.aliases if a.label in labels), match.aliases[0])
            if alias.label == "LOC" and _is_person(doc[match.start : match.end], labels, people, scores):
                continue
            entities.append(Span(doc, match.start, match.end, label=alias.label, span_id=alias.key))
            replaced |= {(e.start, e.end) for e in touched}
        entities += [e for e in of_model if (e.start, e.end) not in replaced]
        doc.ents = tuple(sorted(entities, key=lambda e: e.start))
        return doc

    def _matches(self, doc: Doc) -> Iterator[_Match]:
        """The longest alias at each place, left to right, never overlapping."""
        start = 0
        while start < len(doc):
            length, here = 0, []
            for alias in self._by_first.get(doc[start].lower_, ()):
                if length and len(alias.words) < length:
                    break
                if _stands_at(alias, doc, start):
                    length = len(alias.words)
                    here.append(alias)
            if here:
                yield _Match(start, start + length, tuple(here))
            start += length or 1

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Nothing is kept: the gazetteer is the source."""

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "AliasRuler":
        """Nothing is kept: the gazetteer is the source."""
        return self


def _is_inside(match: _Match, entity: Span) -> bool:
    """Whether the entity has more words than the match, and all of the match."""
    longer = len(entity) > match.end - match.start
    return longer and entity.start <= match.start and match.end <= entity.end


def _without_role(doc: Doc, entity: Span, matches: Iterable[_Match]) -> Span:
    """The entity, or only the person in it where a role runs into the name."""
    for match in matches:
        if _is_inside(match, entity) and _ends_a_role(doc, match, entity):
            return Span(doc, match.end, entity.end, label="PERSON")
    return entity


def _ends_a_role(doc: Doc, match: _Match, entity: Span) -> bool:
    """Whether the match closes a role and a person's name follows: "envoy for Yemen Hans Grundberg"."""
    if match.start < 2 or match.aliases[0].label != "LOC":
        return False
    role, preposition = doc[match.start - 2], doc[match.start - 1]
    name = doc[match.end : entity.end]
    return (
        preposition.lower_ in _ROLE_PREPOSITIONS
        and role.lower_ in _ROLES
        and len(name) > 1
        and all(token.text[:1].isupper() and token.text[1:].islower() for token in name)
    )


def _longest_first(alias: _Alias) -> tuple[int, tuple[str, ...], str, str]:
    return (-len(alias.words), alias.words, alias.label, alias.key)


def _stands_at(alias: _Alias, doc: Doc, start: int) -> bool:
    """Whether the alias stands there: as written if short, else in any case that keeps its capitals."""
    end = start + len(alias.words)
    if end > len(doc):
        return False
    for number, word in enumerate(alias.words, start):
        text = doc[number].text
        if alias.as_written:
            if text != word:
                return False
        elif text.lower() != word.lower() or (word[:1].isupper() and not text[:1].isupper()):
            return False
    # In a line of capitals alone "US" may be the pronoun.
    return not alias.as_written or doc[start].tag_ in _NOUN_TAGS or not _is_shouted(doc[start])


def _is_shouted(token: Token) -> bool:
    around = token.doc[max(token.i - 4, 0) : token.i + 5]
    return not any(character.islower() for character in around.text)


def _is_person(span: Span, labels: set[str], people: set[str], scores: object) -> bool:
    """Whether a place's name stands for a person here: one named in full elsewhere, or surely read as one."""
    if len(span) == 1 and span.text in people:
        return True
    if scores is None:
        return False
    person = 1 + NAME_LABELS.index("PERSON")
    sure = float(scores[span.start : span.end, person].mean())  # type: ignore[index]
    return sure >= (_SURE_OF_PERSON if "PERSON" in labels else 0.5)
