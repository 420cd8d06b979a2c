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


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Read settings from KG_STORE, KG_BASE, KG_MODEL, KG_HOST and KG_PORT.

    Raises:
        ValueError: KG_PORT is no number, or KG_BASE does not end in "/" or "#".
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
    )


def shared_dir(name: str) -> Path:
    """Folder of the data that ships beside the code: "ontology", "queries" or "examples/articles".

    In a checkout these are top-level folders; a wheel carries them inside the package.
    """
    packed = _PACKAGE / "_shared" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name
