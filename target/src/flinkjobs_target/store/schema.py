"""The tables, as the list of migrations that led to them. A released migration is never edited.

Text is compared byte for byte everywhere (SQLite's BINARY, which is its default).
"""

from .sqlite import Migration

__all__ = ["JOBS", "KEYS", "NONCES"]

JOBS: tuple[Migration, ...] = (
    (
        """CREATE TABLE workspaces (
            workspace TEXT NOT NULL PRIMARY KEY,
            account TEXT NOT NULL
        )""",
        """CREATE TABLE deployments (
            id INTEGER NOT NULL PRIMARY KEY,
            workspace TEXT NOT NULL REFERENCES workspaces,
            namespace TEXT NOT NULL,
            deployment_id TEXT NOT NULL,
            total INTEGER NOT NULL DEFAULT 0,
            UNIQUE (workspace, namespace, deployment_id)
        )""",
        """CREATE TABLE jobs (
            deployment INTEGER NOT NULL REFERENCES deployments,
            job_id TEXT NOT NULL,
            gmt_create INTEGER,
            status TEXT,
            document BLOB NOT NULL,
            PRIMARY KEY (deployment, job_id)
        )""",
        "CREATE INDEX jobs_by_gmt_create ON jobs (deployment, gmt_create, job_id)",
        "CREATE INDEX jobs_by_status ON jobs (deployment, status, job_id)",
    ),
)

KEYS: tuple[Migration, ...] = (
    (
        """CREATE TABLE accounts (
            position INTEGER NOT NULL PRIMARY KEY,
            account TEXT NOT NULL UNIQUE
        )""",
        """CREATE TABLE policies (
            account TEXT NOT NULL REFERENCES accounts (account),
            user TEXT NOT NULL,
            position INTEGER NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (account, user, position)
        )""",
        """CREATE TABLE access_keys (
            id TEXT NOT NULL PRIMARY KEY,
            secret TEXT NOT NULL,
            security_token TEXT,
            account TEXT NOT NULL REFERENCES accounts (account),
            user TEXT,
            active INTEGER NOT NULL DEFAULT 1,
            created_at INTEGER NOT NULL
        )""",
    ),
)

NONCES: tuple[Migration, ...] = (
    (
        """CREATE TABLE nonces (
            digest BLOB NOT NULL PRIMARY KEY,
            expires_at INTEGER NOT NULL
        ) WITHOUT ROWID""",
        "CREATE INDEX nonces_by_expires_at ON nonces (expires_at)",
    ),
)
