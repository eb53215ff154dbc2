"""Changes of keys and permissions by command; each must apply to the very next request."""

import asyncio
import re
import sys
from pathlib import Path

from ...contract.signing import Key
from .load_client import LoadClient, expect
from .outages import UnexpectedResponse
from .seed_data import policy

__all__ = ["AdminCommands"]


class AdminCommands:
    """Runs `flinkjobs-target` on the data that a target serves."""

    def __init__(self, storage: Path | str, folder: Path) -> None:
        self.storage = storage
        self._folder = folder
        self._user_count = 0
        self._policies = {name: folder / f"{name}.json" for name in ("List", "Get")}
        for name, file in self._policies.items():
            file.write_text(policy(f"stream:{name}*"), "utf-8")

    async def run(self, *words: str) -> str:
        """Run a command; return its output."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "flinkjobs_target", *words, f"--data={self.storage}"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, errors = await process.communicate()
        if process.returncode != 0:
            raise UnexpectedResponse(
                f"{' '.join(words)} ended with {process.returncode}: {errors.decode()}"
            )
        return output.decode()

    async def change_keys(self, client: LoadClient) -> None:
        """Create, disable, enable and remove a key."""
        key = await self._create()
        expect(await client.list(key), 200)
        await self.run("keys", "disable", key.id)
        expect(await client.list(key), 400, "InvalidAccessKeyId.Inactive")
        await self.run("keys", "enable", key.id)
        expect(await client.list(key), 200)
        await self.run("keys", "remove", key.id)
        expect(await client.list(key), 404, "InvalidAccessKeyId.NotFound")

    async def change_permissions(self, client: LoadClient) -> None:
        """Create a user, change its policy, and remove it."""
        self._user_count += 1
        user = f"user-{self._user_count}"
        await self.run("users", "create", user, f"--policy={self._policies['Get']}")
        key = await self._create("--user", user)
        expect(await client.list(key), 403, "Forbidden.RAM")
        await self.run("users", "permit", user, f"--policy={self._policies['List']}")
        expect(await client.list(key), 200)
        await self.run("users", "remove", user)
        expect(await client.list(key), 404, "InvalidAccessKeyId.NotFound")

    async def back_up(self, copy: Path) -> None:
        """Back up the data while the target serves it."""
        await self.run("backup", str(copy))

    async def _create(self, *words: str) -> Key:
        output = await self.run("keys", "create", *words)
        variables = dict(re.findall(r"export (\w+)=(\S+)", output))
        return Key(
            variables["ALIBABA_CLOUD_ACCESS_KEY_ID"], variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
        )
