"""Normalise and compare names: case, accents, apostrophes, articles, transliteration, initials.

In:  names as they stand in a text or a table.
Out: keys to compare them by, and slugs to build entity keys from.

A folded name is a computed key, never data: spellings stay as published. Three keys, from strict to
loose, each to be asked only where the stricter found nothing:

- `fold`: case, accents, apostrophes, hyphens and full stops don't matter;
- `fold_article`: nor does a leading Arabic article;
- `fold_loose`: nor do the usual differences between romanisations of Arabic. Only for places and
  persons of countries that write Arabic: elsewhere it merges names that are different (Rivne, Revne).

Knows nothing of entities, files or spaCy.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ə": "a", "ß": "ss", "æ": "ae", "œ": "oe"}
    | {"þ": "th", "ŋ": "n", "ħ": "h"}
)
# Ukrainian and Russian letters as news agencies romanise them; other scripts are kept as they are.
_CYRILLIC = str.maketrans(
    dict(zip("абвгґдезиійклмнопрстуфыэё", "abvggdeziiyklmnoprstufyee", strict=True))
    | {"є": "ye", "ж": "zh", "ї": "yi", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"}
    | {"ю": "yu", "я": "ya", "ь": "", "ъ": "", "ў": "u"}
)
_DROPPED = dict.fromkeys(map(ord, "'’‘ʿʾʼ`´′.·"))
_SPACED = re.compile(r"[\s\-‐‑–—_/,;:()\[\]\"“”«»]+")
_ARTICLES = frozenset(["al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ul"])

_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")

# Applied in this order to a name without its articles; sources: romanisations met in GeoNames alternates.
_LOOSE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"kh", "x"),
        (r"gh", "g"),
        (r"dsch|dzh|dj", "j"),
        (r"sch|ch(?=\w)", "sh"),
        (r"dh", "d"),
        (r"th", "t"),
        (r"ph", "f"),
        (r"iyyah?\b|iyeh?\b|iyah?\b|iah?\b", "iya"),
        (r"(?<=[aeiou])h\b", ""),
        (r"ou|oo", "u"),
        (r"ee", "i"),
        (r"ei|ai|ey", "ay"),
        (r"au|ow", "aw"),
        (r"[qc]", "k"),
        (r"e", "i"),
        (r"o", "u"),
        (r"(\w)\1+", r"\1"),
    )
)


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """The strict key: lower case, no accents, no apostrophes or full stops, hyphens as blanks.

    >>> fold("Al-Qā’im"), fold("U.S."), fold("Côte d’Ivoire")
    ('al qaim', 'us', 'cote divoire')
    """
    plain = name.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", name).lower().translate(_LETTERS).translate(_CYRILLIC)
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = plain.replace("&", " and ").translate(_DROPPED)
    return _SPACED.sub(" ", plain).strip()


def fold_article(name: str) -> str:
    """The strict key without a leading Arabic article or an English "the".

    >>> fold_article("Ar-Raqqah"), fold_article("al-Bab"), fold_article("The Hague")
    ('raqqah', 'bab', 'hague')
    """
    key = fold(name)
    first, _, rest = key.partition(" ")
    return rest if (first in _ARTICLES or first == "the") and len(rest) >= 3 else key


@lru_cache(maxsize=16_384)
def fold_loose(name: str) -> str:
    """The loose key: one for all usual romanisations of an Arabic name.

    >>> fold_loose("Falloujah") == fold_loose("Al-Fallūjah") == fold_loose("Falluja")
    True
    """
    key = " ".join(word for word in fold(name).split() if word not in _ARTICLES) or fold(name)
    for pattern, to in _LOOSE:
        key = pattern.sub(to, key)
    return key.replace(" ", "")


def slug(name: str) -> str:
    """A name as part of an entity key: ASCII letters and digits joined by hyphens.

    A name without any such letter gets the first 12 hex digits of its SHA-256 instead, so that no two
    names in other scripts fall together.

    >>> slug("Abdelwahab al-Saadi"), slug("Médecins Sans Frontières")
    ('abdelwahab-al-saadi', 'medecins-sans-frontieres')
    """
    key = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    return key or "x" + hashlib.sha256(name.encode()).hexdigest()[:12]


def without_possessive(name: str) -> str:
    """The name without a genitive ending.

    >>> without_possessive("Iraq's"), without_possessive("Houthis’")
    ('Iraq', 'Houthis')
    """
    return _POSSESSIVE.sub("", name)


def initials(name: str) -> str:
    """First letters of the words that begin with a capital, with "and", "of", "for", "the" passed over.

    >>> initials("Syrian Observatory for Human Rights")
    'SOHR'
    """
    return "".join(word[0] for word in re.split(r"[\s\-]+", name) if word[:1].isupper())


def is_acronym(name: str) -> bool:
    """Whether a name looks like an abbreviation: two to seven capitals or digits, full stops allowed.

    >>> is_acronym("RSF"), is_acronym("U.N."), is_acronym("Iran")
    (True, True, False)
    """
    letters = name.replace(".", "")
    return 2 <= len(letters) <= 7 and letters.isalnum() and letters.isupper() and not letters.isdigit()


def abbreviates(short: str, long: str) -> bool:
    """Whether an abbreviation can be read off the words of a longer name, in order.

    Its letters are the initials of the words, small words counted or not ("DRC", "SOHR", "MoD").

    >>> abbreviates("SOHR", "Syrian Observatory for Human Rights"), abbreviates("SDF", "Free Syrian Army")
    (True, False)
    """
    letters = re.sub(r"[^A-Za-z]", "", short).lower()
    words = [w for w in re.split(r"[\s\-]+", fold(long)) if w]
    every = "".join(w[0] for w in words)
    main = "".join(w[0] for w in words if w not in {"and", "of", "for", "the", "in", "de", "du", "des", "la"})
    return len(letters) >= 2 and letters in {every, main, initials(long).lower()}


def strip_titles(name: str, titles: Iterable[str]) -> tuple[str, str]:
    """Part ranks and titles from the front of a personal name.

    Args:
        name: "Lieutenant General Abdelwahab al-Saadi".
        titles: known titles, in any case; several may follow each other.

    Returns:
        (titles as they stand, or ""; the rest). The rest is never empty: an all-title name stays a name.

    >>> strip_titles("Lt. Gen. Ada Byron", {"lt", "gen"})
    ('Lt. Gen.', 'Ada Byron')
    """
    known = titles if isinstance(titles, frozenset) else frozenset(fold(t) for t in titles)
    words = name.split()
    cut = 0
    for end in range(1, len(words)):
        # Titles of several words ("prime minister") are tried from the cut, longest within four words.
        for begin in range(max(cut, end - 4), cut - 1, -1):
            if begin == cut and fold(" ".join(words[begin:end])) in known:
                cut = end
                break
    return " ".join(words[:cut]), " ".join(words[cut:])
