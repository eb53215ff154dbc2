"""The fates of mutants, kept in a file while their modules and the tests that decide them stay the same."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from .digests import digest_of, file_digest, test_digest
from .generated_mutant import GeneratedMutant
from .modules import KEPT, ROOT

__all__ = ["Fate", "KeptFates"]

_FILE = KEPT / "fates.jsonl"


class Fate(msgspec.Struct, frozen=True):
    """The test that notices a mutant, and how; a survivor has none."""

    killer: str = ""
    how: str = "fails"


class _Line(msgspec.Struct):
    mutant: str
    fate: Fate
    digest: str


class KeptFates:
    """The fates of mutants with a seed, from earlier runs and this one."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._lines: dict[str, _Line] = {}
        if _FILE.exists():
            lines = msgspec.json.Decoder(_Line).decode_lines(_FILE.read_bytes())
            self._lines = {line.mutant: line for line in lines}

    @property
    def killers(self) -> Counter[str]:
        """The tests that killed mutants, with the number of these."""
        return Counter(line.fate.killer for line in self._lines.values())

    def get(self, mutant: GeneratedMutant, tests: Iterable[str]) -> Fate | None:
        """Return the fate of a mutant that these tests may notice, if it is known."""
        line = self._lines.get(_name(mutant))
        if line and line.digest == self._digest(mutant, line.fate, tests):
            return line.fate
        return None

    def keep(self, mutant: GeneratedMutant, tests: Iterable[str], fate: Fate) -> None:
        """Write down the fate of a mutant."""
        line = _Line(_name(mutant), fate, self._digest(mutant, fate, tests))
        _FILE.parent.mkdir(parents=True, exist_ok=True)
        with _FILE.open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")

    def _digest(self, mutant: GeneratedMutant, fate: Fate, tests: Iterable[str]) -> str:
        """Return the digest of all that a fate depends on: of a mutant that dies, the killer alone."""
        deciding = [fate.killer] if "::" in fate.killer else tests
        files = sorted({test.partition("::")[0] for test in deciding})
        module = file_digest(ROOT / mutant.module.path)
        return digest_of([str(self._seed), module, *map(test_digest, files)])


def _name(mutant: GeneratedMutant) -> str:
    return f"{mutant.module.path.as_posix()}: {mutant.key}"
