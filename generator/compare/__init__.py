"""Comparison of two versions of a contract: each change of meaning, and whom it breaks.

`compare` is pure: two documents in, changes out. `history` reads the recorded versions, `gate`
checks that a break is announced.
"""

from .change import Change
from .documents import compare

__all__ = ["Change", "compare"]
