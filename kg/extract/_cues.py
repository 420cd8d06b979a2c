"""The words of saying, as look-up tables.

In:  the concepts of the scheme `act` and the table `patterns/speech.toml`.
Out: one frozen Cues.

Knows nothing of trees or articles.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from spacy.tokens import Token

from kg.model import Act
from kg.patterns import concepts, table


@dataclass(frozen=True, slots=True)
class VerbCue:
    """What a verb of saying does and which content it takes; every verb takes a clause or a quotation."""

    lemma: str
    act: Act
    noun: Act | None = None  # the act when its content is a noun phrase: "denied the report"
    claim: bool = False  # ... only one that names a claim: "rejected the allegation"
    figure: Act | None = None  # the act when its content is a noun phrase with a figure: "counted 31 graves"
    infinitive: Act | None = None  # the act when its content is an infinitive: "told them to leave"
    gerund: Act | None = None  # the act when its content is a gerund: "denied firing"
    prepositions: Mapping[str, Act] = field(default_factory=dict)  # "warn of", "call for"
    accuses: bool = False  # "accuse X of Y"
    judges: Act | None = (
        None  # the act when it calls something by quoted words: "described it as 'a massacre'"
    )
    quote_only: bool = False  # a cue only beside a quotation
    judge_only: bool = False  # a cue only when it judges
    actor_only: bool = False  # a cue only with an actor or a document as its subject


@dataclass(frozen=True, slots=True)
class PhraseCue:
    """A fixed phrase: lemmas in order, adverbs allowed between them."""

    words: tuple[str, ...]
    act: Act


@dataclass(frozen=True, slots=True)
class Cues:
    """Everything that tells us that somebody said something."""

    verbs: Mapping[str, VerbCue]
    nouns: Mapping[str, Act]
    of_nouns: frozenset[str]  # nouns whose content may follow "of": "allegations of looting"
    held_nouns: frozenset[str]  # nouns that need somebody who holds or gives them: "expressed hope that"
    own_sources: frozenset[str]  # nouns that are their own speaker: "reports"
    phrases: Mapping[str, tuple[PhraseCue, ...]]  # by first word, longest first
    media: frozenset[str]
    media_prepositions: frozenset[str]
    documents: frozenset[str]
    institutions: frozenset[str]
    tellers: frozenset[str]
    no_sources: frozenset[str]
    carriers: frozenset[str]
    went_on: frozenset[str]
    hypothetical: frozenset[str]
    open_auxiliaries: frozenset[str]
    not_speakers: frozenset[str]
    counters: frozenset[str]
    house_voices: frozenset[str]
    hearsay: frozenset[str]
    deeds: frozenset[str]
    tolls: frozenset[str]
    lemma_of: Mapping[str, str]  # inflected forms of the verbs; a lemmatizer may not know them all

    def lemma(self, token: Token) -> str:
        """The lemma of a word, by its form where that is a form of a verb of saying."""
        if token.tag_.startswith("VB"):
            known = self.lemma_of.get(token.lower_)
            if known is not None:
                return known
        return token.lemma_.lower() or token.lower_


@cache
def load_cues(folder: Path | None = None) -> Cues:
    """Read the cues once.

    Args:
        folder: another ontology folder than the shipped one.

    Raises:
        PatternError: a concept or the table is malformed.
    """
    rows = concepts("act", folder)
    acts = {row.notation: Act(row.notation) for row in rows}

    def marked(note: str) -> dict[str, Act]:
        found: dict[str, Act] = {}
        for row in rows:
            for word in row.notes.get(note, ()):
                found.setdefault(word, acts[row.notation])
        return found

    first: dict[str, Act] = {}
    for row in rows:
        for word in row.verbs:
            first.setdefault(word, acts[row.notation])
    noun, claim, infinitive = marked("nounContent"), marked("claimContent"), marked("infinitiveContent")
    accuses, quote_only, actor_only = marked("ofContent"), marked("quoteOnly"), marked("actorOnly")
    gerund, figure = marked("gerundContent"), marked("figureContent")
    judges = marked("quotedJudgement")
    prepositions: dict[str, dict[str, Act]] = {}
    for phrase, act in marked("prepositionContent").items():
        verb, _, preposition = phrase.partition(" ")
        prepositions.setdefault(verb, {})[preposition] = act
    verbs = {
        lemma: VerbCue(
            lemma=lemma,
            act=act,
            noun=noun.get(lemma) or claim.get(lemma),
            claim=lemma in claim,
            figure=figure.get(lemma),
            infinitive=infinitive.get(lemma),
            gerund=gerund.get(lemma),
            prepositions=MappingProxyType(prepositions.get(lemma, {})),
            accuses=lemma in accuses,
            judges=judges.get(lemma),
            quote_only=lemma in quote_only,
            judge_only=lemma in judges and judges[lemma] is act,
            actor_only=lemma in actor_only,
        )
        for lemma, act in first.items()
    }
    nouns: dict[str, Act] = {}
    for row in rows:
        for word in row.nouns:
            nouns.setdefault(word, acts[row.notation])
    phrases: dict[str, list[PhraseCue]] = {}
    for row in rows:
        for phrase in row.phrases:
            words = tuple(phrase.split())
            phrases.setdefault(words[0], []).append(PhraseCue(words, acts[row.notation]))
    speech = table("speech")
    return Cues(
        verbs=MappingProxyType(verbs),
        nouns=MappingProxyType(nouns),
        of_nouns=frozenset(marked("ofNoun")),
        held_nouns=frozenset(marked("heldOnly")),
        own_sources=frozenset(marked("ownSource")),
        phrases=MappingProxyType(
            {
                first: tuple(sorted(row, key=lambda p: (-len(p.words), p.words)))
                for first, row in phrases.items()
            }
        ),
        media=frozenset(speech["media"]),
        media_prepositions=frozenset(speech["media_prepositions"]),
        documents=frozenset(speech["documents"]),
        institutions=frozenset(speech["institutions"]),
        tellers=frozenset(speech["tellers"]),
        no_sources=frozenset(speech["no_sources"]),
        carriers=frozenset(speech["carriers"]),
        went_on=frozenset(speech["went_on"]),
        hypothetical=frozenset(speech["hypothetical"]),
        open_auxiliaries=frozenset(speech["open_auxiliaries"]),
        not_speakers=frozenset(speech["not_speakers"]),
        counters=frozenset(speech["counters"]),
        house_voices=frozenset(speech["house_voices"]),
        hearsay=frozenset(speech["hearsay"]),
        deeds=frozenset(speech["deeds"]),
        tolls=frozenset(speech["tolls"]),
        lemma_of=MappingProxyType(_inflected(sorted(verbs), speech["irregular"])),
    )


def _inflected(verbs: list[str], irregular: Mapping[str, list[str]]) -> dict[str, str]:
    """Every form of the verbs, regular unless the table says otherwise."""
    forms: dict[str, str] = {}
    for verb in verbs:
        stem = verb[:-1] if verb.endswith("e") else verb
        consonant = len(verb) > 2 and verb[-1] == "y" and verb[-2] not in "aeiou"
        past = verb[:-1] + "ied" if consonant else stem + "ed"
        third = (
            verb[:-1] + "ies"
            if consonant
            else verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")
        )
        for form in (verb, third, past, stem + "ing", *irregular.get(verb, ())):
            forms.setdefault(form, verb)
    return forms
