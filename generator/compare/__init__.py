"""Comparing two versions of a contract: what changed in meaning, in words, and whom it breaks.

`compare` is pure: two documents in, changes out. `history` finds the recorded versions, `gate`
says whether a break is announced.
"""

from .change import Change
from .documents import compare

__all__ = ["Change", "compare"]
