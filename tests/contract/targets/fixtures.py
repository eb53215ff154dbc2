"""Things that clauses use beside the key and ids of a target: further keys and places, and its jobs."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ..signing import Key
from .settings import Settings

if TYPE_CHECKING:
    from .control import TargetControl

__all__ = ["NEEDS", "ConfiguredFixtures", "ControlledFixtures", "Fixtures", "NoFixtures"]

NEEDS: Mapping[str, str] = {
    "second-key": "keys.second",
    "denied-key": "keys.denied",
    "disabled-key": "keys.disabled",
    "other-account-key": "keys.other_account",
    "empty-place": "places.empty",
    "other-workspace-place": "places.other_workspace",
    "other-namespace-place": "places.other_namespace",
    "jobs": "jobs",
    "writes": "writes",
    "waits": "waits",
    "savepoint": "ids.savepoint",
}
"""The setting that meets a need of clauses; other needs are met by targets of our own only."""


class Fixtures(Protocol):
    """Further keys and places by their names, and the jobs of a target."""

    @property
    def offers(self) -> frozenset[str]:
        """The needs of clauses that they meet."""

    @property
    def jobs(self) -> Sequence[Mapping[str, Any]]:
        """All jobs that the target has."""

    @property
    def keys(self) -> Sequence[Key]:
        """All further keys that last longer than a clause."""

    def key(self, name: str) -> Key:
        """Return a key: `second`, `denied`, `disabled`, `other-account`."""

    def place(self, name: str) -> Mapping[str, Any]:
        """Return the ids of a place: `empty`, `other-workspace`, `other-namespace`."""


class NoFixtures:
    """Nothing beside key and ids."""

    offers: frozenset[str] = frozenset()
    jobs: Sequence[Mapping[str, Any]] = ()
    keys: Sequence[Key] = ()

    def key(self, name: str) -> Key:
        raise LookupError(f"there is no key {name}")

    def place(self, name: str) -> Mapping[str, Any]:
        raise LookupError(f"there is no place {name}")


@dataclass(frozen=True)
class ConfiguredFixtures:
    """Keys, places and jobs that a file of settings states; `values` are the ids of the target."""

    settings: Settings
    values: Mapping[str, Any]

    @property
    def offers(self) -> frozenset[str]:
        stated: set[str] = {"waits"} if self.settings.waits else set()
        for need, setting in NEEDS.items():
            table, _, name = setting.partition(".")
            if name and table != "ids" and getattr(getattr(self.settings, table), name) is not None:
                stated.add(need)
        return frozenset(stated | ({"jobs"} if self.settings.loaded_jobs else set()))

    @property
    def jobs(self) -> Sequence[Mapping[str, Any]]:
        return self.settings.loaded_jobs

    @property
    def keys(self) -> Sequence[Key]:
        return self.settings.all_keys

    def key(self, name: str) -> Key:
        key: Key = getattr(self.settings.keys, name.replace("-", "_")).key
        return key

    def place(self, name: str) -> Mapping[str, Any]:
        stated = getattr(self.settings.places, name.replace("-", "_"))
        return {**self.values, **stated.values}


@dataclass(frozen=True)
class ControlledFixtures:
    """Keys and places that the control of a target creates; `values` are its ids."""

    control: "TargetControl"
    values: Mapping[str, Any]

    @property
    def offers(self) -> frozenset[str]:
        return frozenset(NEEDS) - {"writes", "waits", "savepoint"}

    @property
    def jobs(self) -> Sequence[Mapping[str, Any]]:
        return self.control.jobs

    @property
    def keys(self) -> Sequence[Key]:
        return ()

    def key(self, name: str) -> Key:
        if name == "other-account":
            return self.control.create_tenant().key
        if name == "denied":
            user = f"user-{uuid.uuid4().hex[:12]}"
            return self.control.create_key(None, user, policies=[])
        key = self.control.create_key()
        if name == "disabled":
            self.control.keyring.set_active(key.id, False)
        return key

    def place(self, name: str) -> Mapping[str, Any]:
        """Return the ids of a place; the jobs of the suite have those of others beside theirs."""
        from .seed_jobs import IDS, savepoint_of

        if name == "empty":
            return self.control.empty
        varied = name.removeprefix("other-")
        job = next(job for job in self.jobs if job["jobId"] == f"{varied}-x{{}}")
        ids = {id_name: job[id_name] for id_name in IDS}
        return {**self.values, **ids, "savepointId": savepoint_of(job)}
