"""Turns a specification into a package; see `generator/pipeline.py` for the way it takes.

What is released is released as one: the packages below `generated/` and the target carry this
version. `generator/release` sets it.
"""

__version__ = "0.1.0"
