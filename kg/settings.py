"""What a deployment may choose, as one frozen value.

In:  the environment, once, at a door.
Out: Settings.

Knows nothing of what the settings are for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a deployment may choose."""

    store: Path = Path("attested-data")  # folder of the Oxigraph store
    base: str = "https://w3id.org/attested/id/"  # data IRIs begin with it
    model: str | None = None  # None: the shipped pipeline; else a name or path for spacy.load
    max_article_chars: int = 1_000_000  # a longer text is refused
    max_file_bytes: int = 20_000_000  # a larger file is refused (JSON Lines are read line by line)
    host: str = "127.0.0.1"
    port: int = 8000
    max_query_chars: int = 100_000  # a longer query is refused at the endpoint
    wikidata_endpoint: str = "https://query.wikidata.org/sparql"
    wikidata_search: str = "https://www.wikidata.org/w/api.php"  # empty: no search by name
    contact: str | None = None  # e-mail or web address that services are told; Wikidata asks for one
    wikidata_cache: Path | None = None  # None: beside the store
    wikidata_timeout_s: float = 60.0  # for one answer
    wikidata_pace_s: float = 1.0  # between two requests
    places: Path | None = None  # index of the world's places; None: beside the store
    decisions: Path | None = None  # table of decisions about links; None: beside the store

    @property
    def cache_folder(self) -> Path:
        """Folder of Wikidata's answers."""
        return self.wikidata_cache or self.store.with_name(f"{self.store.name}.wikidata-cache")

    @property
    def places_file(self) -> Path:
        """The index of the world's places; used where `kg gazetteer` has made it."""
        return self.places or self.store.with_name(f"{self.store.name}.places.sqlite")

    @property
    def decisions_file(self) -> Path:
        """The table of decisions about links."""
        return self.decisions or self.store.with_name(f"{self.store.name}.decisions.tsv")


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Read settings from KG_STORE, KG_BASE, KG_MODEL, KG_PLACES, KG_HOST and KG_PORT, and for links to
    Wikidata from KG_WIKIDATA_ENDPOINT, KG_WIKIDATA_SEARCH, KG_WIKIDATA_CACHE, KG_WIKIDATA_TIMEOUT,
    KG_WIKIDATA_PACE, KG_CONTACT and KG_DECISIONS.

    Raises:
        ValueError: a number is none, or KG_BASE does not end in "/" or "#".
    """
    default = Settings()
    base = environ.get("KG_BASE", default.base)
    if not base.endswith(("/", "#")):
        raise ValueError(f'KG_BASE must end in "/" or "#", got {base!r}')
    return Settings(
        store=Path(environ.get("KG_STORE", default.store)),
        base=base,
        model=environ.get("KG_MODEL") or None,
        host=environ.get("KG_HOST", default.host),
        port=int(environ.get("KG_PORT", default.port)),
        wikidata_endpoint=environ.get("KG_WIKIDATA_ENDPOINT", default.wikidata_endpoint),
        wikidata_search=environ.get("KG_WIKIDATA_SEARCH", default.wikidata_search),
        contact=environ.get("KG_CONTACT") or None,
        wikidata_cache=_path(environ.get("KG_WIKIDATA_CACHE")),
        wikidata_timeout_s=float(environ.get("KG_WIKIDATA_TIMEOUT", default.wikidata_timeout_s)),
        wikidata_pace_s=float(environ.get("KG_WIKIDATA_PACE", default.wikidata_pace_s)),
        places=_path(environ.get("KG_PLACES")),
        decisions=_path(environ.get("KG_DECISIONS")),
    )


def _path(value: str | None) -> Path | None:
    return Path(value) if value else None


def shared_dir(name: str) -> Path:
    """Folder of the data that ships beside the code: "ontology", "queries" or "examples/articles".

    In a checkout these are top-level folders; a wheel carries them inside the package.
    """
    packed = _PACKAGE / "_shared" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name
