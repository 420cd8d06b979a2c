"""Words that name or describe an actor or a location, found from any word of theirs.

In:  a token of an analysed article, and the Lexicon: head nouns of the ontology, titles, known names.
Out: the Mention that the token belongs to: the noun with all the modifiers before it, without article,
     possessive and numeral; nothing after the noun except the "of NAME" of a place.

Extractors that need a speaker, an agent or a place ask here, and `mentions` asks here for every word, so
that all speak of the same spans. Knows names, titles and grammar; knows nothing of who is who.
"""

from calendar import day_name, month_name
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from kg import grammar
from kg.extract._lexicon import (
    HYPHENS,
    Lexicon,
    is_plural,
    is_word,
    lemma,
    make_lexicon,
    pair,
    remembered,
    spaced,
)
from kg.extract._names import (
    APOSTROPHES,
    DETERMINERS,
    Name,
    is_agency,
    is_road_code,
    name_at,
    names_between,
    speaker_labels,
)
from kg.extract._told import told_type
from kg.extract._trace import passed_over
from kg.model import ActorType, Form, Gender, Kind, LocationType, Mention, Span

__all__ = [
    "Lexicon",
    "actor_at",
    "actors_at",
    "location_at",
    "locations_at",
    "make_lexicon",
    "mentions_at",
    "name_introduced_by",
]

# How sure a mention is, by what found it.
SURE_KNOWN_NAME = 0.95  # a name of the gazetteer
SURE_MODEL_NAME = 0.85  # a name the pipeline saw, of a kind its words or its place in the sentence confirm
SURE_TOLD_NAME = 0.85  # a name whose kind the article tells
SURE_BARE_NAME = 0.6  # a name the pipeline saw, of a kind that nothing confirms
SURE_DESCRIPTION = 0.8  # a noun that means actors or places
SURE_THING = 0.6  # a thing that stands for those who use it
SURE_PRONOUN = 0.9

_DEFINITE = {"the", "this", "that", "these", "those"}
# Adjectives that count or point and, like numerals, don't belong to a mention.
_COUNTING_WORDS = """
    other many several few more most such some any all both last first second third next same own certain
    various only multiple numerous additional another further countless estimated half each every least fewer
    much enough dozen hundred thousand million dozens hundreds thousands scores
"""
_COUNTING = frozenset(_COUNTING_WORDS.split())
_BEARINGS = {"north", "south", "east", "west"}
_HARMING = {
    "kill",
    "wound",
    "injure",
    "shoot",
    "murder",
    "execute",
    "arrest",
    "kidnap",
    "abduct",
    "detain",
    "hurt",
}
_HELPING = {"back", "support", "escort", "accompany", "assist", "aid"}
_WHO_BRIEF = {"officer", "commander"}
_NUMBERED = {
    LocationType.ROAD,
    LocationType.STREET,
    LocationType.CAMP,
    LocationType.FACILITY,
    LocationType.BASE,
}
_UNITS = {
    "brigade",
    "battalion",
    "regiment",
    "division",
    "corps",
    "army",
    "fleet",
    "squadron",
    "wing",
    "company",
}
_ORDINALS = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
_MEMBERS = {"man", "woman", "dissident", "deserter", "veteran", "people", "recruit", "youth"}
_WHERE = {"in", "to", "into", "from", "near", "across", "around", "throughout", "outside"}
_ISSUING = {"compile", "publish", "file", "write", "issue", "prepare", "present"}
_OFFICERS = {"officer", "soldier", "policeman", "policewoman", "commander", "conscript", "serviceman"}
_MANY_AS_ONE = {  # nouns in the singular that still speak of several
    *(
        "family",
        "crowd",
        "population",
        "tribe",
        "clan",
        "community",
        "minority",
        "public",
        "staff",
        "household",
    ),
    *("people", "congregation", "townspeople", "townsfolk", "crew"),
}
_BODY_OFFICES = {
    "president",
    "mayor",
    "governor",
    "minister",
    "prosecutor",
    "ombudsman",
    "attorney",
    "premier",
}
_OF_THEIR_KIND = {  # heads before which a possessive plural says of what kind: "the teachers' union"
    *("union", "group", "association", "organisation", "organization", "federation", "syndicate", "league"),
    *("movement", "committee", "council", "hospital", "collective", "network", "cooperative"),
}
_OF_NUMBERS = {"so", "to", "than", "as", "up"}
_WEIGHING = {
    "mostly",
    "mainly",
    "primarily",
    "largely",
    "predominantly",
    "only",
    "just",
    "even",
    "perhaps",
    "allegedly",
}
_WEIGHING |= {
    "reportedly",
    "nearly",
    "almost",
    "about",
    "around",
    "roughly",
    "approximately",
    "especially",
    "including",
}
_SHE = {"woman", "girl", "mother", "wife", "daughter", "sister", "queen", "princess", "mrs", "ms", "miss"}
_SHE |= {"dame", "lady", "spokeswoman", "policewoman", "chairwoman", "grandmother", "widow", "schoolgirl"}
_HE = {
    "man",
    "boy",
    "father",
    "husband",
    "son",
    "brother",
    "king",
    "prince",
    "mr",
    "sir",
    "lord",
    "spokesman",
}
_HE |= {"imam", "policeman", "gunman", "militiaman", "sheikh", "emir", "sultan", "ayatollah", "mullah"}
_SPOKES = {"spokesman", "spokeswoman", "spokesperson", "spokespeople"}
_AGES = {"year", "month", "week", "day"}
_TOGETHER = {"man", "woman", "boy", "girl", "child"}  # "men and boys" are one group
_AS_NOUN = {"wounded", "injured", "displaced", "dead", "elderly", "missing", "sick", "homeless", "disabled"}
_MONTHS = {*month_name, *day_name} - {""}
_HUNDREDS = {"hundreds", "thousands", "dozens", "scores", "millions", "tens"}
# Nouns that say little; "rebel", "aid", "police" before them decide.
_GENERIC = {"group", "organisation", "organization", "network", "movement", "outfit", "unit", "team", "force"}
_GENERIC |= {"wing", "faction", "cell", "mission", "agency", "service", "affiliate", "offshoot", "splinter"}
_BARE_GROUPS = {"group", "organisation", "organization", "network", "outfit", "enemy", "faction", "movement"}
_EITHER = {"group", "organisation", "organization", "network", "movement"}
_LOOK_BACK = 120  # words
_CREWED = {
    "warplane",
    "jet",
    "plane",
    "aircraft",
    "helicopter",
    "gunship",
    "bomber",
    "warship",
    "drone",
    "tank",
}
_ARMED = {ActorType.ARMED_GROUP, ActorType.ARMED_FORCE}
_BODIES = {*_ARMED, ActorType.GOVERNMENT, ActorType.ORGANISATION, ActorType.STATE}
_UNNAMED = {ActorType.UNNAMED_SOURCE, ActorType.PERSON}
_BIG = {LocationType.COUNTRY, LocationType.PROVINCE, LocationType.REGION, LocationType.DISTRICT}
_SETTLED = {LocationType.CITY, LocationType.TOWN, LocationType.VILLAGE}
_PARTS = {LocationType.CITY_PART, LocationType.AREA}
_WORKS = {LocationType.FACILITY, LocationType.BUILDING, LocationType.BASE}
# Of the nouns that need a name, those that "the" or "its" points out as well.
_POINTED_OUT = {
    "municipality",
    "hill",
    "ridge",
    "lake",
    "forest",
    "mountain",
    "island",
    "kingdom",
    "republic",
    "base",
    "site",
    "plant",
    "station",
    "complex",
    "crossing",
    "fort",
    "tower",
    "terminal",
}
_TOWN_WORDS = {"port", "border", "home", "market", "coal", "oil", "mining", "garrison"}  # "town" left out
_TOLD = {"obj", "dobj", "iobj", "dative", "nsubjpass"}
_NOMINAL = {
    "nsubj",
    "nsubjpass",
    "obj",
    "dobj",
    "iobj",
    "dative",
    "obl",
    "nmod",
    "pobj",
    "conj",
    "appos",
    "poss",
}
_INSIDE_NAMES = {".", *HYPHENS}
_SOON = 8  # so many words on, a name has nothing to do with a noun
_THEY = {"those", "others", "they", "them", "their", "theirs", "themselves"}
_WE = {"we", "us", "our", "ours", "ourselves"}
_IT = {"it", "its", "itself"}


# --- what other rooms ask -------------------------------------------------------------------------


def actor_at(token: Token, lexicon: Lexicon) -> Mention | None:
    """The actor whose description the token heads or whose name covers it; pronouns too."""
    return next((m for m in mentions_at(token, lexicon) if m.kind is Kind.ACTOR), None)


def location_at(token: Token, lexicon: Lexicon) -> Mention | None:
    """The place whose description the token heads or whose name covers it; "there" too."""
    return next((m for m in mentions_at(token, lexicon) if m.kind is Kind.LOCATION), None)


def actors_at(token: Token, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The actors of a whole coordination ("rebels and soldiers"), each once, in order."""
    return _each_once(actor_at(t, lexicon) for t in grammar.conjuncts(token))


def locations_at(token: Token, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The places of a whole coordination, each once, in order."""
    return _each_once(location_at(t, lexicon) for t in grammar.conjuncts(token))


def _each_once(found: Iterable[Mention | None]) -> tuple[Mention, ...]:
    return tuple({(m.kind, m.evidence): m for m in found if m is not None}.values())


def mentions_at(token: Token, lexicon: Lexicon) -> tuple[Mention, ...]:
    """All mentions a token is part of as a head or a name, the longest first: "southern Mali", "Mali"."""
    known = remembered(token, "mentions", lexicon)
    if token.i not in known:
        known[token.i] = _mentions_at(token, lexicon)
    mentions: tuple[Mention, ...] = known[token.i]
    return mentions


def _mentions_at(token: Token, lexicon: Lexicon) -> tuple[Mention, ...]:
    name = name_at(token, lexicon)
    if name is not None:
        named = _of_name(name, lexicon) + _country_inside(name, token, lexicon)
        if named or any(t.text[:1].isupper() for t in token.doc[name.start : name.end]):
            return named  # else words that only the pipeline takes for a name: "the air force raid"
    if token.text.isupper() and (label := speaker_labels(token.doc, lexicon).get(token.i)) is not None:
        voice = _people(token.doc[label[1] - 1], label[0], ActorType.PERSON)
        return (replace(voice, plural=False, definite=True),)
    if (force := _force_of_demonym(token, lexicon)) is not None:
        return (force,)
    word = token.lower_
    if word in lexicon.pronouns or word in lexicon.adverbs:
        return _pronoun(token, lexicon)
    following = name_introduced_by(token, lexicon)
    if following is not None:
        return _of_name(following, lexicon)
    before = token.nbor(-1) if token.i else token
    if _is_deed(token) and before.lower_ == "those":
        return _pronoun(before, lexicon)  # "those fleeing", whichever of the two a verb has for its object
    described = _described(token, lexicon)
    if described is None:
        _note_passed_over(token, lexicon)
    return (described,) if described else ()


def _force_of_demonym(token: Token, lexicon: Lexicon) -> Mention | None:
    """The force of the first of two countries: "Rwandan" in "Rwandan and Mozambican forces"."""
    doc, at = token.doc, token.i + 1
    if at + 1 >= len(doc) or doc[at].lower_ not in {"and", "or"} or not token.text[:1].isupper():
        return None
    noun = next((t for t in doc[at + 2 : at + 6] if t.pos_ == "NOUN"), None)
    if noun is None or not _is_two_forces(doc, at, noun, lexicon):
        return None
    found = _people(token, token.i, ActorType.ARMED_FORCE)
    return replace(found, form=Form.NAME, head_lemma=lemma(noun), modifiers=(token.lower_,))


def _is_two_forces(doc: Doc, at: int, noun: Token, lexicon: Lexicon) -> bool:
    """Whether an "and" stands between the countries of two forces: "Somali and African Union troops"."""
    first, second = doc[at - 1], doc[at + 1]
    if not is_plural(noun) or lexicon.actor_noun(noun) is not ActorType.ARMED_FORCE:
        return False
    if any(not is_word(t) or t.pos_ in {"CCONJ", "ADP", "VERB"} for t in doc[at + 1 : noun.i]):
        return False
    return bool(lexicon.demonym(first)) and bool(lexicon.demonym(second) or second.ent_type_)


def _note_passed_over(noun: Token, lexicon: Lexicon) -> None:
    """Say why a noun that can mean an actor or a place is none here."""
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return
    word = lemma(noun)
    actor, place = lexicon.actors.get(word), lexicon.places.get(word)
    if actor is None and place is None:
        return
    rule = f"actorType/{actor.value}" if actor else f"locationType/{place.value}" if place else ""
    if _is_inside_other(noun, lexicon):
        why = "only modifies the noun after it"
    elif word in lexicon.actor_needs_modifier:
        why = "means an actor only with a word that says which, or with a name"
    elif word in lexicon.place_needs_name:
        why = "means a place only with a name or a word that tells it apart"
    else:
        why = "speaks of nobody and no place here: it does not speak, act or belong to anybody named"
    passed_over(noun, "Mention", rule, why)


def name_introduced_by(token: Token, lexicon: Lexicon) -> Name | None:
    """The name whose mention begins with the token or has it inside: "General" X, terror "group" Y."""
    name = _next_name(token, lexicon)
    if name is None:
        return None
    begins = name.begins if name.label == "PERSON" else _start_of_name_phrase(name, lexicon)
    return name if begins <= token.i < name.start else None


def _next_name(token: Token, lexicon: Lexicon) -> Name | None:
    """The first name after a token, a few words on at most, no comma or bracket between."""
    doc, known = token.doc, remembered(token, "next name", lexicon)
    if not known:
        following: int | None = None
        for word in reversed(list(doc)):
            known[word.i] = following
            if name_at(word, lexicon) is not None:
                following = word.i
            elif not is_word(word) and word.text not in _INSIDE_NAMES:
                following = None
    found: int | None = known[token.i]
    return name_at(doc[found], lexicon) if found is not None and found - token.i < _SOON else None


# --- names ----------------------------------------------------------------------------------------


def _of_name(name: Name, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The mentions that a name is or is part of."""
    known = remembered(name.doc[name.start], "mentions of name", lexicon)
    key = (name.begins, name.start, name.end, name.label)
    if key not in known:
        known[key] = _of_whole_name(name, lexicon)
    mentions: tuple[Mention, ...] = known[key]
    return mentions


def _of_whole_name(name: Name, lexicon: Lexicon) -> tuple[Mention, ...]:
    if name.label == "PERSON":
        return (_person(name),)
    # "the city of X", "the port city X": the noun before it has the name, however the two were parsed.
    head, before = name.head, name.begins - 1
    nouns = []
    while before >= 0 and (name.doc[before].lower_ in {"of", *DETERMINERS}):
        before -= 1
    if before >= 0:
        nouns.append(name.doc[before])
    nouns.append(head.head.head if grammar.label(head) == "pobj" else head.head)
    for noun in nouns:
        if noun.i < name.begins and name_at(noun, lexicon) is None:
            whole = _described(noun, lexicon)
            if whole is not None and whole.name == _chars(name.doc, name.start, name.end):
                return (whole,)
    return _of_name_alone(name, lexicon)


def _of_name_alone(name: Name, lexicon: Lexicon, depth: int = 0) -> tuple[Mention, ...]:
    """The mentions of a name, whatever stands before it: "Euphrates River", "M23 fighters", "Mali"."""
    head, doc = name.head, name.doc
    owner = head.head if grammar.is_left_modifier(head) and head.head.i >= name.end else None
    if owner is None:
        at = name.end
        while at < min(name.end + 4, len(doc)) and doc[at].pos_ == "ADJ":
            at += 1
        owner = doc[at] if at < len(doc) and doc[at].pos_ in {"NOUN", "PROPN"} else None
    if owner is not None and depth < 4 and name_at(owner, lexicon) is None:
        whole = _described(owner, lexicon, depth + 1)
        if whole is not None and whole.name == _chars(doc, name.start, name.end):
            return (whole,)
    return _place_name(name, lexicon) if name.label == "LOC" else (_actor_name(name, lexicon),)


def _person(name: Name) -> Mention:
    doc = name.doc
    titles = {doc[i].lower_.strip(" .,") for i in range(name.begins, name.start)}
    gender = Gender.FEMALE if titles & _SHE else Gender.MALE if titles & _HE else None
    sure = SURE_KNOWN_NAME if name.entry else SURE_MODEL_NAME
    found = _named(name, name.begins, Kind.ACTOR, ActorType.PERSON, sure)
    return replace(found, gender=gender, definite=False)


def _named(
    name: Name, begins: int, kind: Kind, type_: ActorType | LocationType, confidence: float
) -> Mention:
    """A mention of a name with the words before it from `begins` on."""
    doc = name.doc
    own = _chars(doc, name.start, name.end)
    return Mention(
        evidence=_chars(doc, begins, name.end),
        pattern=f"gazetteer/{name.entry.key}" if name.entry else f"model/{name.label}",
        confidence=confidence,
        kind=kind,
        type=type_,
        form=Form.NAME,
        text=doc[begins : name.end].text,
        head=own,
        head_lemma=name.text,
        name=own if begins < name.start else None,
        definite=begins > 0 and doc[begins - 1].lower_ in _DEFINITE,
        gender=Gender.NEUTER,
        modifiers=_modifiers(doc, begins, name.start),
    )


def _actor_name(name: Name, lexicon: Lexicon) -> Mention:
    type_, sure = _type_of_actor(name, lexicon)
    found = _named(name, _start_of_name_phrase(name, lexicon), Kind.ACTOR, type_, sure)
    return _as_told(found, name, lexicon)


def _as_told(mention: Mention, name: Name, lexicon: Lexicon) -> Mention:
    """A mention of a name that no list has says so where the article's own words gave it its type."""
    told = name.entry is None and told_type(name, lexicon) is mention.type
    return replace(mention, pattern=f"told/{name.label}") if told else mention


def _type_of_actor(name: Name, lexicon: Lexicon) -> tuple[ActorType, float]:
    """The type of a named actor and how sure it is: as known, by its words, by what stands beside it."""
    if name.entry is not None and isinstance(name.entry.type, ActorType):
        return name.entry.type, SURE_KNOWN_NAME
    if is_agency(name.doc, name.start, name.end):
        return ActorType.MEDIA_OUTLET, SURE_MODEL_NAME
    if name.text.lower() in lexicon.sites:
        return ActorType.MEDIA_OUTLET, SURE_MODEL_NAME
    told = told_type(name, lexicon)
    if isinstance(told, ActorType):
        return told, SURE_TOLD_NAME
    words = [t.lower_ for t in name.doc[name.start : name.end] if is_word(t)]
    pairs = [" ".join(two) for two in pairwise(words)]
    if len(words) > 1 and words[-1] in _GENERIC:  # "X Rights Documentation Group"
        kinds = [lexicon.kind_words[w] for w in (*pairs, *words[:-1]) if w in lexicon.kind_words]
        if ActorType.ORGANISATION in kinds and not _ARMED & set(kinds):
            return ActorType.ORGANISATION, SURE_MODEL_NAME
    for word in (*reversed(pairs), words[-1], words[0]):
        if word in lexicon.name_words and len(words) > 1:
            return lexicon.name_words[word], SURE_MODEL_NAME
    for word in words[1:-1]:  # "Sudan Liberation Movement North", "Malian Ministry of Health"
        if lexicon.name_words.get(word) in _ARMED or word in {"ministry", "department"}:
            return lexicon.name_words[word], SURE_MODEL_NAME
    before = name.doc[name.start - 1] if name.start else None
    if before is not None and before.pos_ == "NOUN":
        generic = lemma(before) in _GENERIC
        kind = _kind(name.doc, _phrase_start(before, lexicon), before, lexicon) if generic else None
        kind = kind or lexicon.actor_noun(before)
        if kind in _BODIES or kind is ActorType.MEDIA_OUTLET:
            return kind, SURE_MODEL_NAME
    owner = lemma(name.head.head)
    if grammar.is_left_modifier(name.head) and owner in lexicon.stands_for:
        return lexicon.stands_for[owner], SURE_MODEL_NAME
    return ActorType.ORGANISATION, SURE_BARE_NAME


def _start_of_name_phrase(name: Name, lexicon: Lexicon) -> int:
    """Where the mention of a body or place begins: its modifiers, as far as they tell of nobody else."""
    doc, start = name.doc, name.start
    lowest = grammar.noun_phrase(name.head).start
    # "terror group ISIS": whichever of the two the parser takes for the head.
    before = doc[name.start - 1] if name.start else None
    if before is not None and before.pos_ == "NOUN" and _says_what(before, name, lexicon):
        lowest = min(lowest, grammar.noun_phrase(before).start)
    while start > lowest:
        token = doc[start - 1]
        told = token.pos_ in {"ADJ", "PROPN", "VERB"} or (
            token.pos_ == "NOUN" and _says_what(token, name, lexicon)
        )
        compound = start > 1 and doc[start - 2].text in HYPHENS
        counts = token.lower_ in _COUNTING or token.like_num or token.tag_ == "CD"
        if not told or compound or counts or token.ent_type_ or "\n" in token.text:
            break
        start -= 1
    return start


def _says_what(noun: Token, name: Name, lexicon: Lexicon) -> bool:
    """Whether a noun before a name says what the named thing is, and not what else there is."""
    word = lemma(noun)
    if name.label == "LOC":
        return word in lexicon.places or word in _TOWN_WORDS
    kind = lexicon.actor_noun(noun)
    return word in lexicon.kind_words or (kind is not None and kind not in _UNNAMED and not is_plural(noun))


# --- names of places ------------------------------------------------------------------------------


def _place_name(name: Name, lexicon: Lexicon) -> tuple[Mention, ...]:
    doc = name.doc
    known = name.entry.type if name.entry is not None else None
    type_ = known if isinstance(known, LocationType) else _type_of_place(name, lexicon)
    if _acts(name, type_, lexicon):
        return (_state(name, type_),)
    sure = SURE_KNOWN_NAME if name.entry else SURE_MODEL_NAME
    part = name.start - 1
    whole = type_ in {LocationType.PROVINCE, LocationType.DISTRICT} and name.end - name.start > 1
    if whole and part > 0 and doc[part - 1].lower_ == "the":
        part = -1  # "the southern Helmand Province" lies in the south
    if part >= 0 and doc[part].lower_ in lexicon.part_words and doc[part].pos_ != "ADP":
        begins = part
        while begins > 1 and doc[begins - 1].text in HYPHENS and doc[begins - 2].lower_ in lexicon.part_words:
            begins -= 2
        inner = _as_told(_named(name, name.start, Kind.LOCATION, type_, sure), name, lexicon)
        larger = LocationType.REGION if type_ in _BIG else LocationType.CITY_PART
        outer = _named(name, begins, Kind.LOCATION, larger, SURE_DESCRIPTION)
        return (replace(outer, name=None, pattern=f"locationType/{larger.value}"), inner)
    whole_name = _named(name, _start_of_name_phrase(name, lexicon), Kind.LOCATION, type_, sure)
    return (_as_told(whole_name, name, lexicon),)


def _type_of_place(name: Name, lexicon: Lexicon) -> LocationType:
    """The type of a place nobody knows: by a word of its name or beside it, else a town."""
    words = [t.lower_ for t in name.doc[name.start : name.end] if is_word(t)]
    for word in (words[-1], words[-1].removesuffix("s"), words[0]) if len(words) > 1 else ():
        if word in lexicon.places:
            return lexicon.places[word]
    if "of" in words[1:-1] and words[words.index("of") - 1] in lexicon.places:
        return lexicon.places[words[words.index("of") - 1]]  # "Central District of X"
    if is_road_code(name.doc[name.start]):
        return LocationType.ROAD
    told = told_type(name, lexicon)
    return (
        told if isinstance(told, LocationType) else LocationType.TOWN
    )  # most names that no list has are settlements


def _state(name: Name, type_: LocationType) -> Mention:
    capital = name.entry is not None and name.entry.capital
    state = type_ is LocationType.COUNTRY or capital
    actor = ActorType.STATE if state else ActorType.GOVERNMENT
    return _named(name, name.start, Kind.ACTOR, actor, SURE_MODEL_NAME)


def _country_inside(name: Name, token: Token, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The state or body at the beginning of a known name: "US" in "US troops", "UN" in "UN aid agency"."""
    if name.entry is None or name.entry.type not in _BODIES:
        return ()
    first, following = name.doc[name.start], name.doc[name.start + 1] if name.end - name.start > 1 else token
    if name.entry.type is not ActorType.ARMED_FORCE and token.i == name.start:
        bodies = (
            lexicon.gazetteer.named(first.text, Kind.ACTOR)
            if first.text.isupper() and following.is_lower
            else ()
        )
        whole = next(
            (e for e in bodies if e.type is ActorType.ORGANISATION and e.key != name.entry.key), None
        )
        if whole is not None:
            inner = Name(name.doc, name.start, name.start + 1, "ORG", whole, name.start)
            return (_named(inner, name.start, Kind.ACTOR, ActorType.ORGANISATION, SURE_KNOWN_NAME),)
    if name.entry.type not in {ActorType.ARMED_FORCE, ActorType.GOVERNMENT}:
        return ()
    for end in range(min(name.start + 3, name.end - 1), name.start, -1):
        inside = name.doc[name.start : end]
        found = lexicon.gazetteer.named(inside.text, Kind.LOCATION)
        plain = name.doc[end].is_lower or inside.text.isupper()  # "Israel Defense Forces" is one name
        if found and found[0].type is LocationType.COUNTRY and name.start <= token.i < end and plain:
            country = Name(name.doc, name.start, end, "LOC", found[0], name.start)
            return (_state(country, LocationType.COUNTRY),)
    return ()


def _acts(name: Name, type_: LocationType, lexicon: Lexicon) -> bool:
    """Whether the name of a place stands for its state or government: it acts, or it is acted on."""
    token = name.head
    first = grammar.first_conjunct(token)
    label, head = _label(first), first.head
    preposition = next((c.lower_ for c in first.children if grammar.label(c) == "case" and c.i < first.i), "")
    if label == "pobj":
        preposition, head = head.lower_, head.head
    verb = lemma(head)
    copula = any(grammar.label(c) == "cop" for c in head.children) or verb == "be"
    after = name.doc[name.end].text if name.end < len(name.doc) else ""
    if after in {"(", "--", "—", "–", ":"} or (after == "," and name.text.isupper() and len(name.text) > 3):
        return False  # a dateline
    says = verb in lexicon.saying and head.pos_ == "VERB" and not copula
    if says and (label == "nsubj" or (label in _TOLD and verb not in lexicon.land_objects)):
        return True  # "Kharkiv reported"
    capital = name.entry is not None and name.entry.capital
    if type_ is not LocationType.COUNTRY and not capital:
        return False
    if label == "nsubj":
        told = any(lemma(c) in lexicon.deeds for c in head.children if grammar.label(c) in {"obj", "dobj"})
        return head.pos_ in {"VERB", "AUX"} and not copula and (told or verb not in lexicon.land_verbs)
    if label in {"nsubjpass", "obj", "dobj", "iobj", "dative"} and not capital:
        return head.pos_ in {"VERB", "AUX"} and not copula and verb not in lexicon.land_objects
    if label == "poss" or any(c.tag_ == "POS" for c in first.children):
        return verb in lexicon.deeds
    if preposition in lexicon.deed_prepositions or grammar.label(first.head) == "agent":
        return not capital or preposition != "against"
    if preposition in {"with", "for", "to", "between", "on"} and head.pos_ in {"NOUN", "PROPN"}:
        return verb in lexicon.deeds and not (capital and preposition in {"for", "to", "on"})
    if preposition == "to":  # "gave tanks to X", "dealt a blow to X", "halted arms sales to X"
        what = (c for c in head.children if grammar.label(c) in {"obj", "dobj"})
        return verb in lexicon.giving or any(lemma(c) in lexicon.deeds for c in what)
    if preposition:
        return False
    if name.start > 1 and name.doc[name.start - 1].text in HYPHENS:
        return name.doc[name.start - 2].lower_ in {"pro", "anti"}  # "pro-Moscow"
    if _is_in_compound(name):
        return name.doc[name.end + 1].lower_ not in lexicon.whereabouts  # "US-backed", not "US-based"
    if grammar.is_left_modifier(token) and not capital:
        kind = lexicon.actor_noun(token.head)
        deed = lemma(token.head) in lexicon.deeds or lemma(token.head) in lexicon.equipment
        # "US airstrikes" are theirs, "Gaza talks" and the "Norway attacks" are there.
        return kind is ActorType.ARMED_FORCE or (name.text.isupper() and (deed or kind in _UNNAMED))
    return False


def _is_in_compound(name: Name) -> bool:
    """Whether a name is the first part of "X-backed"."""
    doc, end = name.doc, name.end
    return end + 1 < len(doc) and doc[end].text in HYPHENS and doc[end + 1].pos_ in {"VERB", "ADJ"}


# --- descriptions ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A noun with the words before it, and what they tell."""

    noun: Token
    begins: int
    names: tuple[Name, ...]  # names among its modifiers
    lemma: str
    pair: str
    kind: ActorType | None  # what its modifiers make of a "group"
    national: bool  # has a demonym

    @property
    def before(self) -> list[Token]:
        """The words before the noun."""
        return [self.noun.doc[i] for i in range(self.begins, self.noun.i)]

    @property
    def nouns_before(self) -> list[Token]:
        """The nouns among them."""
        return [t for t in self.before if t.pos_ in {"NOUN", "PROPN"}]


def _described(noun: Token, lexicon: Lexicon, depth: int = 0) -> Mention | None:
    """The actor or place that a noun which is no name describes."""
    if noun.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB", "NUM"} or not is_word(noun):
        return None
    people = _demonym(noun, lexicon) or _nominalised(noun)
    if people is not None or noun.pos_ not in {"NOUN", "PROPN"} or _is_inside_other(noun, lexicon):
        return people
    if lexicon.actor_noun(noun) is None and lexicon.place_noun(noun) is None:
        known = lemma(noun)
        if not any(known in words for words in (lexicon.equipment, lexicon.documents, lexicon.stands_for)):
            return None
    begins = _phrase_start(noun, lexicon)
    phrase = _Phrase(
        noun=noun,
        begins=begins,
        names=tuple(n for n in names_between(noun.doc, begins, noun.i, lexicon) if _is_free(n)),
        lemma=lemma(noun),
        pair=pair(noun),
        kind=_kind(noun.doc, begins, noun, lexicon),
        national=_has_demonym(noun.doc, begins, noun.i, lexicon),
    )
    if phrase.lemma in lexicon.carries_name and phrase.lemma in lexicon.actors:
        place = _described_place(phrase, lexicon, depth)  # "the municipality of Kandy" is no body
        where = phrase.lemma == "municipality" and any(c.lower_ in _WHERE for c in noun.lefts)
        if place is not None and (place.name is not None or where):
            return place
    return _described_actor(phrase, lexicon) or _described_place(phrase, lexicon, depth)


def _has_demonym(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether one of some words, or two of them, name a country or people: "Syrian", "Sri Lankan"."""
    if any(lexicon.demonym(t) for t in doc[start:end]):
        return True
    pairs = (
        doc[i : i + 2] for i in range(start, end - 1) if is_word(doc[i + 1]) and doc[i].text[:1].isupper()
    )
    return any(lexicon.gazetteer.demonym(two.text) for two in pairs)


def _is_free(name: Name) -> bool:
    """Whether a name is no part of a compound: "X-backed", "anti-X"."""
    doc = name.doc
    before = name.start > 0 and doc[name.start - 1].text in HYPHENS
    return not before and doc[name.end].text not in HYPHENS


def _is_inside_other(noun: Token, lexicon: Lexicon) -> bool:
    """Whether a noun only modifies another ("city" in "city centre"); who speaks or acts is its own."""
    if _is_named_once_more(noun, lexicon):
        return True
    after = noun.nbor(2) if noun.i + 2 < len(noun.doc) else noun
    if after.lower_ == "office" and _head_of_office(after) is not None:
        return True  # "the mayor's office" is the office's
    loose = noun.i + 1 < len(noun.doc) and noun.pos_ == "NOUN" and _modifies_next(noun, lexicon)
    if not grammar.is_left_modifier(noun) and not (loose and noun.nbor(1).pos_ == "NOUN"):
        return False
    kind = lexicon.actors.get(lemma(noun))
    owner = lemma(noun.head if noun.head.i > noun.i else noun.nbor(1))
    if owner in _SPOKES:
        return kind not in {ActorType.ARMED_FORCE, ActorType.GOVERNMENT}
    # "coalition airstrike": of a deed it tells the doer.
    if kind is ActorType.GOVERNMENT and noun.pos_ == "NOUN":
        return owner not in {"control", "rule", "position"}
    return not (
        kind in _ARMED and noun.text.islower() and owner in lexicon.deeds and lemma(noun) != "military"
    )


def _is_named_once_more(noun: Token, lexicon: Lexicon) -> bool:
    """Whether a noun ends the name after another noun: "the city of Raqqa province"."""
    if noun.i < 3 or lemma(noun) not in lexicon.carries_name:
        return False
    name = name_at(noun.nbor(-1), lexicon)
    if name is None or name.start < 2 or name.label != "LOC" or noun.doc[name.start - 1].lower_ != "of":
        return False
    first = noun.doc[name.start - 2]
    return lemma(first) in lexicon.carries_name and not _is_one_of_its(first) and lemma(first) != "capital"


def _phrase_start(noun: Token, lexicon: Lexicon) -> int:
    """Where a noun's mention begins: after its articles, possessors, numerals and counting words."""
    doc, start = noun.doc, grammar.noun_phrase(noun).start
    # Parsers lose adjectives, nouns and "X-backed" right before a noun; their place gives them away.
    while start > 0 and noun.i - start < 12:
        if start > 1 and doc[start - 1].text in HYPHENS and is_word(doc[start - 2]):
            start -= 2
        elif _modifies_next(doc[start - 1], lexicon):
            start -= 1
        else:
            break
    if noun.i > 1 and doc[noun.i - 1].text in APOSTROPHES and _tells_kind(doc[noun.i - 1], noun):
        start = min(start, grammar.noun_phrase(doc[noun.i - 2]).start)
    while start > 0 and doc[start].ent_iob_ == "I" and noun.i - start < 16:
        if "\n" in doc[start - 1].text:
            break
        start -= 1
    while start < noun.i and (
        doc[start].lower_ in DETERMINERS or not is_word(doc[start]) or _only_weighs(doc[start])
    ):
        start += 1
    for i in range(noun.i - 1, start - 1, -1):
        token = doc[i]
        if token.pos_ == "CCONJ" and i > start and doc[i - 1].ent_type_ and not token.ent_type_:
            return i + 1  # "the Iraqi Army and Shia militias" are two
        if token.lower_ in {"and", "or"} and i > start and _is_two_forces(doc, i, noun, lexicon):
            return i + 1
        if token.text in HYPHENS or token.ent_type_:
            continue
        compound = doc[i + 1].text in HYPHENS or (i > 0 and doc[i - 1].text in HYPHENS)
        if token.pos_ == "NUM" and doc[i + 1].text in HYPHENS:
            return _after_compound(doc, i, noun)  # "52-year-old", "three-man"
        counts = (
            token.pos_ == "NUM" or token.like_num or token.lower_ in _COUNTING or token.lower_ in DETERMINERS
        )
        if counts and _numbers_unit(token, noun, lexicon):
            continue
        if token.lower_ in _OF_NUMBERS:
            return i + 1  # "ten or so men", "20 to 25 civilians"
        if token.lower_ == "old" and i > 1 and doc[i - 1].lower_ in _AGES:
            return i + 1  # "25-year old"
        if token.pos_ == "NUM" and doc[i + 1].lower_ in _AGES and doc[i + 2].text in HYPHENS:
            return _after_compound(doc, i + 1, noun)  # "21 year-old"
        if token.text in APOSTROPHES and _tells_kind(token, noun):
            continue
        if token.text in _MONTHS:
            return i + 1  # "On 9 January aircraft dropped"
        if token.text in APOSTROPHES or not is_word(token) or (counts and not compound):
            return i + 1
        if token.pos_ in {"ADP", "PRON", "AUX"} and not compound:
            return i + 1  # "two of them minors"
    return start


def _tells_kind(mark: Token, noun: Token) -> bool:
    """Whether a possessive says of what kind something is, not whose: "the fuel dealers' union"."""
    owner = mark.nbor(-1) if mark.i else mark
    if mark.i + 1 != noun.i:
        return False
    if lemma(noun) == "office":
        return _head_of_office(noun) is not None
    several = owner.tag_ == "NNS" or owner.lower_ in {"women", "men", "children", "people"}
    return several and owner.pos_ in {"NOUN", "PROPN"} and lemma(noun) in _OF_THEIR_KIND


def _numbers_unit(token: Token, noun: Token, lexicon: Lexicon) -> bool:
    """Whether a numeral is part of a unit's name: "93rd Brigade", "the Fifth Army"."""
    unit = lexicon.name_words.get(lemma(noun)) is ActorType.ARMED_FORCE or lemma(noun) in _UNITS
    if not unit or is_plural(noun):
        return False
    digits = token.text[:1].isdigit() and token.lower_.endswith(("st", "nd", "rd", "th"))
    return digits or (token.text[:1].isupper() and token.lower_ in _ORDINALS and noun.text[:1].isupper())


def _only_weighs(token: Token) -> bool:
    """Whether a word before a phrase says how far it holds, not of whom: "mostly children"."""
    return token.lower_ in _WEIGHING or (
        token.pos_ == "ADV" and token.lower_.endswith("ly") and token.nbor(1).pos_ == "NOUN"
    )


def _after_compound(doc: Doc, at: int, noun: Token) -> int:
    while at + 1 < noun.i and (doc[at].text in HYPHENS or doc[at + 1].text in HYPHENS):
        at += 1
    return min(at + 1, noun.i)


def _modifies_next(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word right before a phrase belongs to it, whatever the parser hangs it on."""
    if not is_word(token) or token.lower_ in _COUNTING or "\n" in token.text:
        return False
    label, following = grammar.label(token), token.nbor(1)
    cased = any(grammar.label(c) == "case" for c in token.children)
    if token.ent_type_ or token.pos_ in {"NOUN", "PROPN"}:
        loose = label in {"compound", "amod", "nmod"} and not cased and not is_plural(token)
        if token.ent_type_ and label == "conj" and lemma(following) in lexicon.stands_for:
            loose = True
        return loose and following.pos_ in {"NOUN", "PROPN", "ADJ"} and following.text not in HYPHENS
    if label in {"root", "nsubj", "obj", "xcomp", "ccomp", "acomp", "conj", "cop", "aux", "advcl", "acl"}:
        return False
    if token.i and token.nbor(-1).text in HYPHENS:
        return token.pos_ in {"ADJ", "VERB", "NOUN"}
    return token.tag_.startswith("JJ") or (token.pos_ == "ADJ" and bool(lexicon.demonym(token)))


def _kind(doc: Doc, begins: int, noun: Token, lexicon: Lexicon) -> ActorType | None:
    """What the words before a noun make of it, the nearest first: "rebel" of a group, "rights" of another."""
    for told in (
        [w for t in doc[begins : noun.i] for w in spaced(lemma(t)).split()],
        [w for t in doc[begins : noun.i] for w in spaced(t.lower_).split()],
    ):
        for i in range(len(told) - 1, -1, -1):
            for words in (told[i], " ".join(told[i - 1 : i + 1]) if i else ""):
                if words in lexicon.kind_words:
                    return lexicon.kind_words[words]
    return None


# --- described actors -----------------------------------------------------------------------------


def _described_actor(phrase: _Phrase, lexicon: Lexicon) -> Mention | None:
    if phrase.lemma == "front" and (led := _named_front(phrase)) is not None:
        return led
    same = _same_actor(phrase, lexicon)
    type_ = _type_of_actor(same, lexicon)[0] if same else _type_of_noun(phrase, lexicon)
    if same is not None and same.entry is None and type_ is ActorType.ORGANISATION:
        type_ = lexicon.stands_for.get(phrase.lemma, type_)
    if type_ is None:
        return None
    if type_ is ActorType.POPULATION_GROUP and same is None and _is_one(phrase.noun):
        type_ = ActorType.PERSON
    noun, doc, begins, end = phrase.noun, phrase.noun.doc, phrase.begins, phrase.noun.i + 1
    if phrase.lemma in _TOGETHER and not phrase.names:
        begins, end = _together(noun, begins, lexicon)
    capital = noun.pos_ == "PROPN" and noun.is_title and noun.i > begins and doc[begins].is_title
    if capital and same is None and type_ in _BODIES:
        type_ = lexicon.name_words.get(phrase.lemma, type_)  # a name that the pipeline did not see
    elsewhere = type_ not in _UNNAMED and bool(phrase.names)
    named = (
        same is not None
        or (phrase.national and type_ not in _UNNAMED)
        or elsewhere
        or (capital and type_ not in _UNNAMED)
    )
    named = named or (phrase.lemma == "coalition" and begins < noun.i)
    thing = phrase.lemma in lexicon.equipment and phrase.lemma not in lexicon.actors
    return Mention(
        evidence=_chars(doc, begins, end),
        pattern=f"actorType/{type_.value}",
        confidence=SURE_THING if thing else SURE_DESCRIPTION,
        kind=Kind.ACTOR,
        type=type_,
        form=Form.NAME if named else Form.NOMINAL,
        text=doc[begins:end].text,
        head=_chars(doc, noun.i, noun.i + 1),
        head_lemma=phrase.lemma,
        name=_chars(doc, same.start, same.end) if same else None,
        plural=is_plural(noun),
        definite=_is_definite(noun),
        gender=Gender.FEMALE if phrase.lemma in _SHE else Gender.MALE if phrase.lemma in _HE else None,
        modifiers=_modifiers(doc, begins, noun.i),
    )


def _named_front(phrase: _Phrase) -> Mention | None:
    """An armed group called after somebody: "the Dagoberto Ramos front"."""
    noun, doc = phrase.noun, phrase.noun.doc
    if not any(n.label in {"PERSON", "ORG"} and n.end == noun.i for n in phrase.names):
        return None
    found = _people(noun, phrase.begins, ActorType.ARMED_GROUP)
    text = doc[phrase.begins : noun.i + 1].text
    return replace(found, form=Form.NAME, plural=False, head_lemma=text, head=found.evidence, text=text)


def _is_one(noun: Token) -> bool:
    """Whether a noun for people speaks of one of them: "a girl", "my cousin"."""
    return not is_plural(noun) and lemma(noun) not in _MANY_AS_ONE and noun.tag_ in {"NN", "NNP"}


def _same_actor(phrase: _Phrase, lexicon: Lexicon) -> Name | None:
    """The named actor that a noun only stands for: "M23 fighters" are M23, "UN troops" not the UN."""
    last = next((n for n in reversed(phrase.names) if n.label == "ORG"), None)
    if last is None:
        return None
    if phrase.lemma in lexicon.documents:
        return last
    kind, _ = _type_of_actor(last, lexicon)
    stands = phrase.lemma in lexicon.stands_for
    if kind in _ARMED and (stands or phrase.lemma in lexicon.equipment):
        return last
    return last if stands and last.entry is None and kind is ActorType.ORGANISATION else None


def _type_of_noun(phrase: _Phrase, lexicon: Lexicon) -> ActorType | None:
    """The type of actor that a noun describes; None where it describes none."""
    noun, word = phrase.noun, phrase.lemma
    type_ = lexicon.actors.get(phrase.pair) or lexicon.actors.get(word)
    if word in lexicon.documents:
        return _type_of_issuer(phrase, lexicon)
    if word == "office" and _head_of_office(noun) is not None:
        return ActorType.GOVERNMENT  # "the mayor's office"
    if type_ is None and lexicon.place_noun(noun) in _WORKS and _speaks(noun, lexicon):
        return ActorType.ORGANISATION  # "the hospital said"
    if type_ is None:
        return _type_of_thing(phrase, lexicon)
    if word == "report":
        return type_ if _tells(noun, lexicon) else None
    if word == "side":
        return type_ if _is_party(noun) else None
    if word in {"country", "nation", "state"} and not is_plural(noun):
        return type_ if _speaks(noun, lexicon) and phrase.kind else None
    if word == "authority" and not is_plural(noun) and phrase.pair not in lexicon.actors:
        return None
    if word in {"man", "woman"} and "armed" in {t.lower_ for t in phrase.before}:
        return ActorType.ARMED_GROUP
    if word == "man" and is_plural(noun) and (led := _led_by(noun, lexicon)):
        return led
    speaking = word in lexicon.only_speaking or phrase.pair in lexicon.only_speaking
    if type_ is ActorType.UNNAMED_SOURCE and speaking and not _speaks(noun, lexicon):
        return ActorType.POPULATION_GROUP if is_plural(noun) else ActorType.PERSON
    if type_ is ActorType.POPULATION_GROUP and _speaks(noun, lexicon, only=True):
        return ActorType.UNNAMED_SOURCE
    tells = word in _OFFICERS and not (phrase.names or (is_plural(noun) and word not in _WHO_BRIEF))
    if tells and _speaks(noun, lexicon, only=True):
        return ActorType.UNNAMED_SOURCE
    if type_ is ActorType.POPULATION_GROUP and (armed := _of_armed(noun, lexicon)):
        return armed
    if type_ is ActorType.ORGANISATION and is_plural(noun) and _speaks(noun, lexicon, only=True):
        return ActorType.UNNAMED_SOURCE  # "aid groups say"
    if phrase.pair in lexicon.actors or word not in lexicon.actor_needs_modifier:
        return phrase.kind or type_ if word in {"service", "agency"} else type_
    kind = phrase.kind if word in _GENERIC else None
    if word in {"force", "unit"} and kind not in _ARMED:
        kind = None
    if word == "mission" and kind is not ActorType.ORGANISATION and not (phrase.names or phrase.national):
        return None  # "a reconnaissance mission" is a deed
    return _type_by_modifiers(phrase, kind or type_, lexicon)


def _type_by_modifiers(phrase: _Phrase, type_: ActorType, lexicon: Lexicon) -> ActorType | None:
    """The type of a noun that means an actor only together with something ("force", "group", "council")."""
    noun, word = phrase.noun, phrase.lemma
    told = phrase.kind is not None or bool(phrase.names) or phrase.national
    if told or (word == "force" and is_plural(noun)) or _speaks(noun, lexicon):
        return type_
    definite = _is_definite(noun)
    if type_ is ActorType.ARMED_GROUP:
        known = word in _BARE_GROUPS and definite and not phrase.nouns_before
        type_ = _last_body(noun, lexicon) or type_ if known and word in _EITHER else type_
    elif type_ in {ActorType.PERSON, ActorType.POPULATION_GROUP, ActorType.ARMED_FORCE}:
        known = bool(phrase.nouns_before) or definite or (is_plural(noun) and type_ is not ActorType.PERSON)
        known = known or (type_ is ActorType.ARMED_FORCE and _is_harmed(noun))
    else:
        known = definite or any(t.pos_ == "PROPN" for t in phrase.before)
    return type_ if known else None


def _is_harmed(noun: Token) -> bool:
    """Whether a noun is who is harmed or held: "a guard was shot dead" speaks of a person."""
    verb, name = noun.head, _label(noun)
    return name in {"obj", "dobj", "nsubjpass"} and lemma(verb) in _HARMING


def _last_body(noun: Token, lexicon: Lexicon) -> ActorType | None:
    """The type of the last named armed group or organisation before "the group"."""
    name: Name | None = None
    i = noun.i - 1
    while i >= 0 and noun.i - i < _LOOK_BACK:
        token = noun.doc[i]
        name = name_at(token, lexicon) if token.ent_type_ or token.pos_ == "PROPN" else None
        if name is not None and name.label == "ORG":
            type_ = _type_of_actor(name, lexicon)[0]
            if type_ in {ActorType.ARMED_GROUP, ActorType.ORGANISATION}:
                return type_
        i = name.start - 1 if name is not None else i - 1
    return None


def _type_of_issuer(phrase: _Phrase, lexicon: Lexicon) -> ActorType | None:
    """The type of the body whose paper speaks: "army statement"."""
    kinds = [lexicon.actor_noun(t) for t in reversed(phrase.before)]
    return next((kind for kind in kinds if kind in _BODIES), None)


def _type_of_thing(phrase: _Phrase, lexicon: Lexicon) -> ActorType | None:
    """Planes and ships stand for the force they belong to, where it is told, or where they strike."""
    if phrase.lemma not in lexicon.equipment:
        return None
    kinds = {lexicon.actor_noun(t) for t in phrase.nouns_before}
    owned = phrase.national or bool(kinds & {ActorType.ARMED_FORCE, ActorType.GOVERNMENT})
    lands = any(n.label == "LOC" and n.entry is not None and n.entry.type in _BIG for n in phrase.names)
    first = grammar.first_conjunct(phrase.noun)
    by = any(c.lower_ == "by" for c in first.children)
    struck = first.dep_ == "obl:agent" and lemma(first.head) not in _HELPING  # "pounded by gunships"
    does = first.head.pos_ == "VERB" and (_label(first) == "nsubj" or (by and struck))
    several = is_plural(phrase.noun) or (phrase.lemma == "aircraft" and not _has_article(phrase.noun))
    strikes = phrase.lemma in _CREWED and several and does
    return ActorType.ARMED_FORCE if owned or lands or strikes else None


def _has_article(noun: Token) -> bool:
    return any(c.lower_ in {"a", "an", "one"} for c in noun.lefts)


def _speaks(noun: Token, lexicon: Lexicon, *, only: bool = False) -> bool:
    """Whether a noun is the subject of a verb of saying (of one that means nothing else)."""
    first = grammar.first_conjunct(noun)
    verbs = lexicon.only_saying if only else lexicon.saying
    if _label(first) != "nsubj" or lemma(first.head) not in verbs:
        return False
    # Of two subjects that a parser gives a verb, the nearer is its own: "Women were hit, medics said".
    subjects = [t.i for t in first.head.children if _label(t) == "nsubj"]
    return min(subjects, key=lambda i: abs(i - first.head.i)) == first.i


def _of_armed(noun: Token, lexicon: Lexicon) -> ActorType | None:
    """Whose people they are, named right after: "dissidents of the X guerrilla", "men of the police"."""
    doc = noun.doc
    if not is_plural(noun) or noun.i + 2 >= len(doc) or doc[noun.i + 1].lower_ not in {"of", "from"}:
        return None
    for i in range(noun.i + 2, min(noun.i + 8, len(doc))):
        token = doc[i]
        name = name_at(token, lexicon) if token.ent_type_ or token.pos_ == "PROPN" else None
        if name is not None and name.label == "ORG":
            kind = _type_of_actor(name, lexicon)[0]
        elif token.pos_ == "NOUN" and not grammar.is_left_modifier(token):
            kind = lexicon.actor_noun(token) or ActorType.ORGANISATION
        elif token.pos_ in {"DET", "ADJ", "PROPN", "NOUN", "PRON"}:
            continue
        else:
            return None
        return kind if kind in _ARMED and lemma(noun) in _MEMBERS else None
    return None


def _led_by(noun: Token, lexicon: Lexicon) -> ActorType | None:
    """Whose men they are: "the junta's men" are its soldiers, "the warlord's men" fighters."""
    for owner in grammar.possessors(noun):
        kind = lexicon.actor_noun(owner) if owner.pos_ == "NOUN" else None
        if kind in {ActorType.ARMED_FORCE, ActorType.GOVERNMENT}:
            return ActorType.ARMED_FORCE
        if kind is ActorType.ARMED_GROUP:
            return kind
    return None


def _head_of_office(noun: Token) -> Token | None:
    """Whose office it is: "president" of "the president's office"."""
    if noun.i < 2 or noun.nbor(-1).text not in APOSTROPHES:
        return None
    holder = noun.nbor(-2)
    return holder if lemma(holder) in _BODY_OFFICES or holder.lower_ in _BODY_OFFICES else None


def _is_party(noun: Token) -> bool:
    """Whether sides are those who fight: "both sides", "the warring sides"."""
    of = any(p in {"of", "to"} for p, _ in grammar.modifiers(noun))
    told = {t.lower_ for t in noun.lefts} & {"both", "two", "warring", "opposing", "rival"}
    return is_plural(noun) and bool(told) and not of and _label(noun) in _NOMINAL | {"agent"}


def _tells(noun: Token, lexicon: Lexicon) -> bool:
    """Whether a report is one that speaks: "reports claim that", "reports that", "despite reports X was"."""
    if _speaks(noun, lexicon):
        return True
    clause = any(grammar.label(c) in {"acl", "ccomp"} and c.tag_ != "VBN" for c in noun.children)
    following = noun.nbor(1) if noun.i + 1 < len(noun.doc) else noun
    got = grammar.label(noun) in {"obj", "dobj"} and lemma(noun.head) in _ISSUING
    if is_plural(noun) and following.lower_ == "of" and not _is_definite(noun):
        return not got  # "reports of looting"
    if is_plural(noun) and not got and not _is_definite(noun) and _says_that(noun):
        return True  # "reports on social media that"
    leads = grammar.label(noun) in {"obl", "nmod", "pobj"} and following.pos_ in {
        "PROPN",
        "NOUN",
        "SCONJ",
        "PRON",
    }
    return is_plural(noun) and (clause or leads)


def _says_that(noun: Token) -> bool:
    """Whether "that" follows a noun within its clause."""
    for token in noun.doc[noun.i + 1 : noun.i + 6]:
        if token.lower_ == "that":
            return True
        if not is_word(token) or token.pos_ in {"VERB", "AUX"}:
            return False
    return False


def _together(noun: Token, begins: int, lexicon: Lexicon) -> tuple[int, int]:
    """The words of "men and boys who ..." from either of them; else the noun's own."""
    members = grammar.conjuncts(noun)
    if len(members) == 2 and all(lemma(t) in _TOGETHER for t in members):
        first, second = members
        shared = any(grammar.label(c) in {"acl", "relcl"} for t in members for c in t.children)
        joined = second.i - first.i == 2 and first.nbor(1).lower_ in {"and", "or"}
        if joined and is_plural(first) and is_plural(second) and shared:
            return _phrase_start(first, lexicon), second.i + 1
    return begins, noun.i + 1


def _demonym(noun: Token, lexicon: Lexicon) -> Mention | None:
    """People named after a country or people: "the Americans", "Kurds"."""
    if noun.pos_ not in {"NOUN", "PROPN", "ADJ"} or not noun.text[:1].isupper():
        return None
    people = noun.tag_ in {"NNS", "NNPS"} or noun.text.endswith("s")
    people = people or (_has_the(noun) and noun.pos_ == "PROPN")  # "the Rohingya"
    one = not people and _is_somebody(noun)
    people = people or one
    if not people or grammar.is_left_modifier(noun):
        return None
    key = lexicon.gazetteer.demonym(noun.text)
    if key is None:
        return None
    entry = lexicon.gazetteer.entries.get(key)
    begins = _phrase_start(noun, lexicon)
    acting = _label(noun) == "nsubj" or grammar.label(noun.head) == "agent"
    state = entry is not None and entry.type is LocationType.COUNTRY and acting and _has_the(noun)
    type_ = ActorType.STATE if state and begins == noun.i else ActorType.POPULATION_GROUP
    found = _people(noun, begins, type_)
    if one:
        return replace(found, plural=False, type=ActorType.PERSON)
    return replace(found, pattern=f"gazetteer/{key}", form=Form.NAME, head_lemma=noun.text)


def _is_somebody(noun: Token) -> bool:
    """Whether a demonym is one human being: "a Palestinian", "one Russian was hurt"."""
    single = any(c.lower_ in {"a", "an", "one", "1", "another"} for c in noun.lefts)
    following = noun.nbor(1) if noun.i + 1 < len(noun.doc) else noun
    argument = _label(noun) in _NOMINAL and not (
        following.pos_ in {"NOUN", "PROPN", "ADJ"} or following.text in HYPHENS
    )
    return single and argument and not _speaks_language(noun)


def _speaks_language(noun: Token) -> bool:
    return lemma(noun.head) in {"speak", "learn", "write"}


def _nominalised(word: Token) -> Mention | None:
    """People told by an adjective: "the wounded"; and by a number: "hundreds who fled"."""
    if word.lower_ in _HUNDREDS:
        of = word.i + 1 < len(word.doc) and word.nbor(1).lower_ == "of"
        if of or not grammar.relative_clauses(word) or grammar.is_left_modifier(word):
            return None
        return _people(word, word.i, ActorType.POPULATION_GROUP)
    if (
        word.lower_ == "old"
        and word.i > 3
        and word.nbor(-2).lower_ in _AGES
        and word.nbor(-1).text in HYPHENS
    ):
        following = word.nbor(1) if word.i + 1 < len(word.doc) else word
        begins = word.i - 4 if word.nbor(-3).text in HYPHENS else word.i - 3
        pointed = begins > 0 and word.doc[begins - 1].lower_ in {"the", "a", "an"}
        if not pointed or following.pos_ in {"NOUN", "PROPN", "ADJ"} or following.text in HYPHENS:
            return None
        return replace(_people(word, begins, ActorType.PERSON), plural=False)
    if word.lower_ in _AS_NOUN and grammar.label(word) in _NOMINAL and _has_the(word):
        return _people(word, word.i, ActorType.POPULATION_GROUP)
    return None


def _people(word: Token, begins: int, type_: ActorType) -> Mention:
    doc = word.doc
    return Mention(
        evidence=_chars(doc, begins, word.i + 1),
        pattern=f"actorType/{type_.value}",
        confidence=SURE_DESCRIPTION,
        kind=Kind.ACTOR,
        type=type_,
        form=Form.NOMINAL,
        text=doc[begins : word.i + 1].text,
        head=_chars(doc, word.i, word.i + 1),
        head_lemma=word.lower_,
        plural=True,
        definite=_is_definite(word),
        modifiers=_modifiers(doc, begins, word.i),
    )


# --- described places -----------------------------------------------------------------------------


def _described_place(phrase: _Phrase, lexicon: Lexicon, depth: int) -> Mention | None:
    noun, doc, word = phrase.noun, phrase.noun.doc, phrase.lemma
    type_ = lexicon.places.get(phrase.pair) or lexicon.places.get(word)
    if type_ is None:
        return None
    begins, name = _own_name_before(phrase, lexicon)
    before = name
    end, inner = noun.i + 1, None
    after = _own_name_after(noun, lexicon) if word in lexicon.carries_name else None
    if after is not None and doc[noun.i + 1].lower_ == "of" and (word == "capital" or _is_one_of_its(noun)):
        after = None  # "a district of Kyiv" is not Kyiv, nor is "the capital of Mali" Mali
    if after is not None and before is not None:
        if _is_land(after) or not _is_seat(before, lexicon):
            after = None  # "Sayd Abad district of Afghanistan"
        else:
            name = before = None  # but "the Brussels neighbourhood of Ganshoren"
    if after is not None:
        name, end = after, after.end
        if end < len(doc) and doc[end].lower_ in lexicon.carries_name and doc[end].pos_ in {"NOUN", "PROPN"}:
            end += 1  # "the city of Raqqa province"
    elif depth < 3:
        inner, end = _place_it_is_part_of(noun, type_, lexicon, depth)
    numbered = end == noun.i + 1 and type_ in _NUMBERED and _is_number(noun)
    end = end + 1 if numbered else end
    centre = word in {"centre", "center"} and phrase.pair not in lexicon.places
    if word in _BEARINGS and not (inner is not None and _has_the(noun)):
        return _side_of_country(noun)
    if type_ is LocationType.CITY_PART or centre:
        type_ = _type_of_part(phrase, inner, lexicon)
    elif name is None and inner is None and not _is_told_apart(phrase, type_, lexicon):
        type_ = None
    if type_ is None:
        return None
    capital = noun.pos_ == "PROPN" and noun.is_title and noun.i > begins and doc[begins].is_title
    named = name is not None or capital or any(n.label == "LOC" for n in phrase.names)
    named = named or (inner is not None and inner.form is Form.NAME and type_ in _PARTS)
    return Mention(
        evidence=_chars(doc, begins, end),
        pattern=f"locationType/{type_.value}",
        confidence=SURE_DESCRIPTION,
        kind=Kind.LOCATION,
        type=type_,
        form=Form.NAME if named else Form.NOMINAL,
        text=doc[begins:end].text,
        head=_chars(doc, noun.i, noun.i + 1),
        head_lemma=word,
        name=_chars(doc, name.start, name.end) if name else None,
        plural=is_plural(noun),
        definite=_is_definite(noun),
        gender=Gender.NEUTER,
        modifiers=_modifiers(doc, begins, noun.i),
    )


def _side_of_country(noun: Token) -> Mention | None:
    """A part of the country told by its bearing alone: "in the north", "across the east"."""
    doc, at = noun.doc, noun.i
    if at < 2 or doc[at - 1].lower_ != "the" or doc[at - 2].lower_ not in {"in", "across", "throughout"}:
        return None
    if at + 1 < len(doc) and (doc[at + 1].lower_ in {"of", "and"} or doc[at + 1].pos_ in {"NOUN", "PROPN"}):
        return None
    span = _chars(doc, at, at + 1)
    return Mention(
        evidence=span,
        pattern="locationType/Region",
        confidence=SURE_DESCRIPTION,
        kind=Kind.LOCATION,
        type=LocationType.REGION,
        form=Form.NOMINAL,
        text=noun.text,
        head=span,
        head_lemma=noun.lower_,
        definite=True,
        gender=Gender.NEUTER,
    )


def _is_number(noun: Token) -> bool:
    """Whether a numeral right after a noun is its name: "national road 2"."""
    at = noun.i + 1
    if at >= len(noun.doc) or not noun.doc[at].text.isdigit() or len(noun.doc[at].text) > 3:
        return False
    following = noun.doc[at + 1] if at + 1 < len(noun.doc) else noun
    return following.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"} and not is_plural(noun)


def _own_name_before(phrase: _Phrase, lexicon: Lexicon) -> tuple[int, Name | None]:
    """Where a place's mention begins, and its own name before the noun.

    "Kandahar province" has the name itself, "Aden airport" has it from the town; an armed actor before
    its "command centres" stays out.
    """
    begins, own = phrase.begins, None
    for name in phrase.names:
        if name.label == "LOC" and phrase.lemma in lexicon.carries_name and name.end == phrase.noun.i:
            own = None if _is_larger(name, phrase, lexicon) else name  # but "West Bank settlement of X"
        elif name.label == "LOC" and name.entry is None and _is_its_own(name, phrase, lexicon):
            own = name
        elif name.label == "ORG" and _type_of_actor(name, lexicon)[0] in _ARMED:
            begins = max(begins, name.end)
    return begins, own


def _is_its_own(name: Name, phrase: _Phrase, lexicon: Lexicon) -> bool:
    """Whether a name that no place has is that of a camp, a hospital: "San Carlos hospital"."""
    type_ = lexicon.place_noun(phrase.noun)
    if type_ not in {LocationType.CAMP, LocationType.BUILDING} or is_plural(phrase.noun):
        return False
    between = [t for t in phrase.noun.doc[name.end : phrase.noun.i] if is_word(t)]
    return all(t.pos_ == "NOUN" for t in between) and not isinstance(told_type(name, lexicon), LocationType)


def _is_larger(name: Name, phrase: _Phrase, lexicon: Lexicon) -> bool:
    """Whether a settlement lies in what is named before it: "West Bank city"."""
    if name.entry is None or name.entry.type not in _BIG or lexicon.place_noun(phrase.noun) not in _SETTLED:
        return False
    return not any(e.type in _SETTLED for e in lexicon.gazetteer.named(name.text, Kind.LOCATION))


def _is_land(name: Name) -> bool:
    """Whether a name is that of a country, a province or a region."""
    return name.entry is not None and name.entry.type in _BIG


def _is_seat(name: Name, lexicon: Lexicon) -> bool:
    """Whether a name is one of a known place that others may lie in."""
    return any(e.wide for e in lexicon.gazetteer.named(name.text, Kind.LOCATION))


def _is_one_of_its(noun: Token) -> bool:
    """Whether a place has others like it in the place named after it."""
    return is_plural(noun) or any(c.lower_ in {"a", "an", "one", "another"} for c in noun.lefts)


def _own_name_after(noun: Token, lexicon: Lexicon) -> Name | None:
    """The place name right after a noun: "city of X", "city X"."""
    doc, at = noun.doc, noun.i + 1
    of = at < len(doc) and doc[at].lower_ == "of"
    if of:
        at += 1
        while at < len(doc) and doc[at].lower_ in {"the", "greater"}:
            at += 1
    if at >= len(doc):
        return None
    name = name_at(doc[at], lexicon)
    if name is None and of and doc[at].pos_ == "PROPN" and not lexicon.demonym(doc[at]):
        end = at + 1  # after "town of" even a name that nobody knows is a place's
        while end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].text[:1].isupper() and end - at < 4:
            end += 1
        return Name(doc, at, end, "LOC", None, at)
    if name is None or name.begins != at:
        return None
    if of and name.label != "ORG":
        return replace(name, label="LOC")
    return name if not of and name.label == "LOC" and noun.pos_ == "NOUN" else None


def _place_it_is_part_of(
    noun: Token, type_: LocationType, lexicon: Lexicon, depth: int
) -> tuple[Mention | None, int]:
    """The place that a part belongs to ("outskirts of the city"), and where the words of both end."""
    doc, end = noun.doc, noun.i + 1
    if end >= len(doc) or doc[end].lower_ != "of" or lemma(noun) == "capital":
        return None, end
    of = next((t for p, t in grammar.modifiers(noun) if p == "of" and 1 < t.i - noun.i <= 8), None)
    if of is None or any("\n" in t.text for t in doc[end : of.i]):
        return None, end
    name = name_at(of, lexicon)
    if name is not None and (name.label == "LOC" or (name.label == "PERSON" and name.entry is None)):
        found = _of_name_alone(replace(name, label="LOC", begins=name.start), lexicon, depth + 1)
        inner = next((m for m in found if m.kind is Kind.LOCATION), None)
        if inner is None:
            inner = _named(name, name.start, Kind.LOCATION, LocationType.COUNTRY, SURE_MODEL_NAME)
    else:
        inner = _described(of, lexicon, depth + 1) if name is None else None
    if (
        inner is None
        or inner.kind is not Kind.LOCATION
        or (inner.form is not Form.NAME and type_ not in _PARTS)
    ):
        return None, end
    last = doc.char_span(inner.evidence.start, inner.evidence.end)
    return (inner, last.end) if last is not None and last.end > end else (None, end)


def _type_of_part(phrase: _Phrase, inner: Mention | None, lexicon: Lexicon) -> LocationType | None:
    """The type of a centre, an edge or a suburb: of a place; else it is something else's."""
    noun, word = phrase.noun, phrase.lemma
    if inner is not None:
        parts = {**dict.fromkeys(_BIG, LocationType.REGION), LocationType.RIVER: LocationType.AREA}
        return parts.get(LocationType(inner.type.value), LocationType.CITY_PART)
    before = phrase.nouns_before
    if any(lexicon.places.get(lemma(t)) in _SETTLED for t in before) or any(
        n.label == "LOC" for n in phrase.names
    ):
        return LocationType.CITY_PART
    if before:
        return LocationType.BUILDING if word in {"centre", "center"} else lexicon.places.get(phrase.pair)
    if word in {"centre", "center"}:
        of = any(p == "of" for p, _ in grammar.modifiers(noun))
        return LocationType.CITY_PART if _is_definite(noun) and not of else None
    return (
        LocationType.CITY_PART if word in {"downtown", "midtown", "suburb", "outskirt", "outskirts"} else None
    )


def _is_told_apart(phrase: _Phrase, type_: LocationType, lexicon: Lexicon) -> bool:
    """Whether a noun that needs a name to be a place has something as good."""
    if phrase.lemma not in lexicon.place_needs_name or phrase.pair in lexicon.places or phrase.names:
        return True
    if phrase.lemma in _POINTED_OUT and _is_definite(phrase.noun):
        return not any(p == "of" for p, _ in grammar.modifiers(phrase.noun))
    return any(t.pos_ == "PROPN" for t in phrase.before) or (bool(phrase.nouns_before) and type_ in _WORKS)


# --- pronouns -------------------------------------------------------------------------------------


def _is_deed(token: Token) -> bool:
    """Whether "those" before a word are people who do it: "those fleeing", also where read as a noun."""
    return token.tag_ in {"VBG", "VBN"} or (token.tag_ in {"NN", "NNS"} and token.lower_.endswith("ing"))


def _pronoun(token: Token, lexicon: Lexicon) -> tuple[Mention, ...]:
    word, label = token.lower_, grammar.label(token)
    if label == "expl" or token.tag_ == "EX":
        return ()
    if word in lexicon.adverbs:
        found = _pointing(token, Kind.LOCATION, LocationType.AREA, Form.ADVERB)
        return (found,) if token.pos_ == "ADV" else ()
    if token.pos_ not in {"PRON", "DET", "NOUN"} or token.text == "US":
        return ()
    if word in {"those", "others"} and (
        label in {"det", "amod"} or (token.pos_ == "DET" and token.head.i > token.i)
    ):
        following = token.nbor(1) if token.i + 1 < len(token.doc) else token
        if following.tag_ != "WP" and not _is_deed(following):
            return ()  # "those fleeing" and "those who stayed" are people, "those houses" are none
    if word == "them" and token.i > 1 and token.nbor(-1).lower_ == "of" and _counts(token.nbor(-2)):
        passed_over(token, "Mention", "form/pronoun", "counts off some of those just named: no new mention")
        return ()
    type_ = ActorType.PERSON
    if word in _THEY:
        type_ = ActorType.POPULATION_GROUP
    elif word in _WE or word in _IT:
        type_ = ActorType.ORGANISATION
    gender = None
    if word in {"he", "him", "his", "himself"}:
        gender = Gender.MALE
    elif word in {"she", "her", "hers", "herself"}:
        gender = Gender.FEMALE
    elif word in _IT:
        gender = Gender.NEUTER
    found = _pointing(token, Kind.ACTOR, type_, Form.PRONOUN)
    return (replace(found, gender=gender, plural=word in _THEY or word in _WE),)


def _counts(token: Token) -> bool:
    """Whether a word counts off some of several: "six of them", "most of them"."""
    return token.like_num or token.pos_ == "NUM" or token.lower_ in _COUNTING | {"none", "half"}


def _pointing(token: Token, kind: Kind, type_: ActorType | LocationType, form: Form) -> Mention:
    span = _chars(token.doc, token.i, token.i + 1)
    return Mention(
        evidence=span,
        pattern=f"form/{form.value}",
        confidence=SURE_PRONOUN,
        kind=kind,
        type=type_,
        form=form,
        text=token.text,
        head=span,
        head_lemma=token.lower_,
        definite=True,
    )


# --- small questions ------------------------------------------------------------------------------


def _chars(doc: Doc, start: int, end: int) -> Span:
    last = doc[end - 1]
    return Span(doc[start].idx, last.idx + len(last))


def _modifiers(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    return tuple(lemma(t) for t in doc[start:end] if is_word(t) and t.lower_ not in DETERMINERS)


def _label(token: Token) -> str:
    """The label without its subtype, but for the subject of a passive, which both label sets tell apart."""
    label = grammar.label(token)
    return "nsubjpass" if label == "nsubj" and "pass" in token.dep_ else label


def _is_definite(noun: Token) -> bool:
    pointed = any(c.lower_ in _DEFINITE and grammar.label(c) in {"det", "nmod", "advmod"} for c in noun.lefts)
    return pointed or bool(grammar.possessors(noun))


def _has_the(noun: Token) -> bool:
    return any(c.lower_ in {"the", "those", "these"} for c in noun.lefts)
