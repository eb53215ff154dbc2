"""Turns a specification into a package; see `generator/pipeline.py` for the way it takes."""

__version__ = "0.1.0"
