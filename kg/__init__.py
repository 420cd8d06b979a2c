"""Attested: news reports about armed conflict as a knowledge graph in which every fact is attested."""

__version__ = "0.1.0"
