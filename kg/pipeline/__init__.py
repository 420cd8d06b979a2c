"""The language pipeline that ships with Attested: its components and the folder of the trained one.

Importing this package registers the components with spaCy.
"""

from pathlib import Path

from kg.pipeline.consistency import NameConsistency
from kg.pipeline.lemmas import Lemmatizer
from kg.pipeline.parser import Reader

__all__ = ["SHIPPED", "Lemmatizer", "NameConsistency", "Reader"]

# Loads with spacy.load, once this package is imported or installed.
SHIPPED = Path(__file__).parent / "en_attested_news"
