"""Keys and permissions changed by command under load: each change counts from the next request on."""

import asyncio
import re
import sys
from pathlib import Path

from ..contract.signing import Key
from .caller import Caller, expect
from .outages import Unexpected
from .world import policy

__all__ = ["Commands"]


class Commands:
    """Runs `flinkjobs-target` on the data that a target serves."""

    def __init__(self, place: Path | str, folder: Path) -> None:
        self.place = place
        self._folder = folder
        self._rounds = 0
        self._policies = {name: folder / f"{name}.json" for name in ("List", "Get")}
        for name, file in self._policies.items():
            file.write_text(policy(f"stream:{name}*"), "utf-8")

    async def run(self, *words: str) -> str:
        """Run a command; give what it printed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "flinkjobs_target", *words, f"--data={self.place}"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        printed, said = await process.communicate()
        if process.returncode != 0:
            raise Unexpected(f"{' '.join(words)} ended with {process.returncode}: {said.decode()}")
        return printed.decode()

    async def change_keys(self, caller: Caller) -> None:
        """Let a key live and die."""
        key = await self._create()
        expect(await caller.list(key), 200)
        await self.run("keys", "disable", key.id)
        expect(await caller.list(key), 400, "InvalidAccessKeyId.Inactive")
        await self.run("keys", "enable", key.id)
        expect(await caller.list(key), 200)
        await self.run("keys", "remove", key.id)
        expect(await caller.list(key), 404, "InvalidAccessKeyId.NotFound")

    async def change_permissions(self, caller: Caller) -> None:
        """Let a user be permitted one thing, then another, then nothing."""
        self._rounds += 1
        user = f"user-{self._rounds}"
        await self.run("users", "create", user, f"--policy={self._policies['Get']}")
        key = await self._create("--user", user)
        expect(await caller.list(key), 403, "Forbidden.RAM")
        await self.run("users", "permit", user, f"--policy={self._policies['List']}")
        expect(await caller.list(key), 200)
        await self.run("users", "remove", user)
        expect(await caller.list(key), 404, "InvalidAccessKeyId.NotFound")

    async def back_up(self, copy: Path) -> None:
        """Copy the data while the target serves them."""
        await self.run("backup", str(copy))

    async def _create(self, *words: str) -> Key:
        printed = await self.run("keys", "create", *words)
        found = dict(re.findall(r"export (\w+)=(\S+)", printed))
        return Key(found["ALIBABA_CLOUD_ACCESS_KEY_ID"], found["ALIBABA_CLOUD_ACCESS_KEY_SECRET"])
