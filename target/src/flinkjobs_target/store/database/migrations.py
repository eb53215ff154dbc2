"""The schemas, as lists of migrations. A released migration is never edited.

Ids of the API are bytes, since they may contain any character and are compared byte for byte. Every
key of jobs, ranges and deployments begins with the deployment (`DeploymentKey.digest`), so that a
distributed database keeps rows that are read and written together on one node.
"""

from .interface import Migration

__all__ = ["BUCKETS", "JOBS", "KEYS", "NONCES"]

JOBS: tuple[Migration, ...] = (
    (
        """CREATE TABLE workspaces (
            workspace BLOB NOT NULL PRIMARY KEY,
            account TEXT NOT NULL
        )""",
        """CREATE TABLE deployments (
            deployment BLOB NOT NULL PRIMARY KEY,
            workspace BLOB NOT NULL,
            namespace BLOB NOT NULL,
            deployment_id BLOB NOT NULL,
            total BIGINT NOT NULL
        )""",
        "CREATE INDEX deployments_by_namespace ON deployments (workspace, namespace)",
        """CREATE TABLE jobs (
            deployment BLOB NOT NULL,
            job_id BLOB NOT NULL,
            by_gmt_create BLOB NOT NULL,
            by_status BLOB NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (deployment, job_id)
        )""",
        "CREATE INDEX jobs_by_gmt_create ON jobs (deployment, by_gmt_create)",
        "CREATE INDEX jobs_by_status ON jobs (deployment, by_status)",
        """CREATE TABLE ranges (
            deployment BLOB NOT NULL,
            ordering TEXT NOT NULL,
            level BIGINT NOT NULL,
            first BLOB NOT NULL,
            jobs BIGINT NOT NULL,
            PRIMARY KEY (deployment, ordering, level, first)
        ) WITHOUT ROWID""",
    ),
    (
        """CREATE TABLE deployment_records (
            deployment BLOB NOT NULL PRIMARY KEY,
            account TEXT NOT NULL,
            document BLOB NOT NULL
        )""",
        """CREATE TABLE observed_clusters (
            account TEXT NOT NULL,
            cluster BLOB NOT NULL,
            PRIMARY KEY (account, cluster)
        )""",
        """CREATE TABLE observed_jobs (
            account TEXT NOT NULL,
            cluster BLOB NOT NULL,
            job_id BLOB NOT NULL,
            standing TEXT NOT NULL,
            ended BIGINT,
            document BLOB NOT NULL,
            PRIMARY KEY (account, cluster, job_id)
        )""",
        "CREATE INDEX observed_jobs_by_standing ON observed_jobs (account, standing, cluster)",
        "CREATE INDEX observed_jobs_by_ended ON observed_jobs (account, ended)",
    ),
    (  # deployments as they are served, their savepoints, and the work of the engine
        """CREATE TABLE namespaces (
            namespace_digest BLOB NOT NULL PRIMARY KEY,
            total BIGINT NOT NULL
        )""",
        """CREATE TABLE definitions (
            deployment BLOB NOT NULL PRIMARY KEY,
            namespace_digest BLOB NOT NULL,
            name BLOB NOT NULL,
            by_gmt_create BLOB NOT NULL,
            by_gmt_modified BLOB NOT NULL,
            mode BLOB,
            creator BLOB,
            modifier BLOB,
            status BLOB,
            changed BIGINT NOT NULL,
            document BLOB NOT NULL
        )""",
        "CREATE INDEX definitions_by_name ON definitions (namespace_digest, name)",
        "CREATE INDEX definitions_by_gmt_create ON definitions (namespace_digest, by_gmt_create)",
        "CREATE INDEX definitions_by_gmt_modified ON definitions (namespace_digest, by_gmt_modified)",
        """CREATE TABLE name_suffixes (
            namespace_digest BLOB NOT NULL,
            suffix BLOB NOT NULL,
            deployment BLOB NOT NULL,
            PRIMARY KEY (namespace_digest, suffix, deployment)
        ) WITHOUT ROWID""",
        """CREATE TABLE labels (
            deployment BLOB NOT NULL,
            label BLOB NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (deployment, label)
        ) WITHOUT ROWID""",
        """CREATE TABLE job_counts (
            deployment BLOB NOT NULL,
            status BLOB NOT NULL,
            jobs BIGINT NOT NULL,
            PRIMARY KEY (deployment, status)
        ) WITHOUT ROWID""",
        """CREATE TABLE savepoints (
            namespace_digest BLOB NOT NULL,
            savepoint_id BLOB NOT NULL,
            deployment BLOB NOT NULL,
            job_id BLOB NOT NULL,
            by_gmt_create BLOB NOT NULL,
            state TEXT NOT NULL,
            origin TEXT NOT NULL,
            contents BLOB NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (namespace_digest, savepoint_id)
        )""",
        "CREATE INDEX savepoints_by_gmt_create ON savepoints (namespace_digest, by_gmt_create)",
        "CREATE INDEX savepoints_by_deployment ON savepoints (deployment, by_gmt_create)",
        "CREATE INDEX savepoints_by_state ON savepoints (state)",
        "CREATE INDEX savepoints_by_job ON savepoints (namespace_digest, job_id, by_gmt_create)",
        """CREATE TABLE runs (
            deployment BLOB NOT NULL,
            job_id BLOB NOT NULL,
            engine TEXT NOT NULL,
            due BIGINT,
            counts_polls BIGINT NOT NULL,
            version BIGINT NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (deployment, job_id)
        )""",
        "CREATE INDEX runs_by_due ON runs (engine, due) WHERE due IS NOT NULL",
        "CREATE INDEX runs_by_job ON runs (job_id)",
        "CREATE INDEX runs_counting_polls ON runs (engine) WHERE counts_polls = 1",
        """CREATE TABLE deleted_jobs (
            namespace_digest BLOB NOT NULL,
            job_id BLOB NOT NULL,
            PRIMARY KEY (namespace_digest, job_id)
        ) WITHOUT ROWID""",
    ),
    (  # events and variables
        """CREATE TABLE events (
            namespace_digest BLOB NOT NULL,
            by_time BLOB NOT NULL,
            workspace BLOB NOT NULL,
            deployment BLOB NOT NULL,
            number BIGINT NOT NULL,
            name BLOB NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (namespace_digest, by_time)
        )""",
        "CREATE INDEX events_by_deployment ON events (namespace_digest, deployment, number)",
        "CREATE INDEX events_by_name ON events (namespace_digest, name, by_time)",
        "CREATE INDEX events_by_workspace ON events (workspace, by_time)",
        """CREATE TABLE variables (
            namespace_digest BLOB NOT NULL,
            name BLOB NOT NULL,
            workspace BLOB NOT NULL,
            namespace BLOB NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (namespace_digest, name)
        )""",
        "CREATE INDEX variables_by_workspace ON variables (workspace)",
    ),
    (  # notices
        """CREATE TABLE outbox (
            notice_id BLOB NOT NULL,
            channel BLOB NOT NULL,
            account TEXT NOT NULL,
            due BIGINT NOT NULL,
            attempts BIGINT NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (notice_id, channel)
        )""",
        "CREATE INDEX outbox_by_due ON outbox (account, channel, due)",
    ),
)

KEYS: tuple[Migration, ...] = (
    (
        """CREATE TABLE accounts (
            account TEXT NOT NULL PRIMARY KEY,
            position BIGINT NOT NULL
        )""",
        """CREATE TABLE policies (
            account TEXT NOT NULL REFERENCES accounts (account),
            user_name TEXT NOT NULL,
            position BIGINT NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (account, user_name, position)
        )""",
        """CREATE TABLE access_keys (
            id TEXT NOT NULL PRIMARY KEY,
            secret TEXT NOT NULL,
            security_token TEXT,
            account TEXT NOT NULL REFERENCES accounts (account),
            user_name TEXT,
            active BIGINT NOT NULL DEFAULT 1,
            created_at BIGINT NOT NULL
        )""",
    ),
)

BUCKETS: tuple[Migration, ...] = (
    (
        """CREATE TABLE buckets (
            access_key TEXT NOT NULL PRIMARY KEY,
            full_at BIGINT NOT NULL
        ) WITHOUT ROWID""",
    ),
)

NONCES: tuple[Migration, ...] = (
    (
        """CREATE TABLE nonces (
            digest BLOB NOT NULL PRIMARY KEY,
            expires_at BIGINT NOT NULL
        ) WITHOUT ROWID""",
        "CREATE INDEX nonces_by_expires_at ON nonces (expires_at)",
    ),
    (  # an index that only grows at its end touches few pages
        "DROP INDEX nonces_by_expires_at",
        "ALTER TABLE nonces ADD COLUMN used_at BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE nonces ADD COLUMN writer BIGINT NOT NULL DEFAULT 0",
        "CREATE INDEX nonces_by_used_at ON nonces (used_at)",
    ),
    *BUCKETS,
)
"""With the buckets: in PostgreSQL both are in one schema."""
