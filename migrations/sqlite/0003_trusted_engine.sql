-- Leases that end, a ledger of paid steps, budgets, prices, webhooks out, callbacks in, and keys for programs.
-- Moments are milliseconds since 1970 (UTC), money is millionths of a dollar. The PostgreSQL tree has the same numbers.

-- Limits of one account for each month; null means the installation's.
ALTER TABLE accounts ADD COLUMN monthly_video_limit INTEGER CHECK (monthly_video_limit >= 0);
ALTER TABLE accounts ADD COLUMN monthly_cost_limit_micros INTEGER CHECK (monthly_cost_limit_micros >= 0);
-- Signs webhooks that were ordered without a secret of their own.
ALTER TABLE accounts ADD COLUMN webhook_secret_sealed TEXT;

-- When each account was last served: the lowest turn is served next. Rows of their own, since whoever claims has locked
-- executions already, and others lock the account before its executions.
CREATE TABLE turns (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    served     INTEGER NOT NULL
) STRICT;
INSERT INTO turns (account_id, served) SELECT id, served_turn FROM accounts;
DROP INDEX accounts_by_turn;
ALTER TABLE accounts DROP COLUMN served_turn;

-- The moment from which anyone may take it: now for one that is queued, the end of the lease for one that is held, the
-- next look for one that waits for somebody outside.
ALTER TABLE executions ADD COLUMN due_at_ms INTEGER NOT NULL DEFAULT 0;
-- 1 while a node works at it. `lease_node` names who holds it, or held it last.
ALTER TABLE executions ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1));
-- The kind of the step that comes next, so that a node takes only what it is for.
ALTER TABLE executions ADD COLUMN next_kind TEXT NOT NULL DEFAULT 'speech';
-- More is sooner, within one account.
ALTER TABLE executions ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
-- News came while it was held: it is due again at once.
ALTER TABLE executions ADD COLUMN nudged INTEGER NOT NULL DEFAULT 0 CHECK (nudged IN (0, 1));
-- The month that it is counted in, `2026-11`, while it takes one of the account's places.
ALTER TABLE executions ADD COLUMN budget_month TEXT;
ALTER TABLE executions ADD COLUMN counted INTEGER NOT NULL DEFAULT 0 CHECK (counted IN (0, 1));
-- Where its steps leave what later ones need; nobody outside learns the name.
ALTER TABLE executions ADD COLUMN work_folder TEXT;
ALTER TABLE executions ADD COLUMN webhook_secret_sealed TEXT;

DROP INDEX executions_queue;
DROP INDEX executions_under_way;
CREATE INDEX executions_due ON executions (next_kind, due_at_ms) WHERE status IN ('queued', 'running');
CREATE INDEX executions_held ON executions (lease_node) WHERE held = 1;
CREATE INDEX executions_running ON executions (account_id) WHERE status = 'running';
CREATE INDEX executions_queued ON executions (account_id) WHERE status = 'queued';

ALTER TABLE steps ADD COLUMN kind TEXT;
-- What it is made from, with references to earlier steps; null in orders from before pipelines.
ALTER TABLE steps ADD COLUMN input_json TEXT;
-- Of everything that decides what it makes: two steps with one hash make the same.
ALTER TABLE steps ADD COLUMN input_hash TEXT;
ALTER TABLE steps ADD COLUMN estimate_micros INTEGER NOT NULL DEFAULT 0 CHECK (estimate_micros >= 0);
-- How many paid requests of it are closed for good; the next one has another key.
ALTER TABLE steps ADD COLUMN requests_closed INTEGER NOT NULL DEFAULT 0 CHECK (requests_closed >= 0);
CREATE INDEX steps_by_input ON steps (input_hash) WHERE input_hash IS NOT NULL AND status = 'completed';

-- What an account spent and has reserved, each month. reserved + spent never passes its limit.
CREATE TABLE account_months (
    account_id      TEXT   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    month           TEXT   NOT NULL,
    videos          INTEGER NOT NULL DEFAULT 0 CHECK (videos >= 0),
    reserved_micros INTEGER NOT NULL DEFAULT 0 CHECK (reserved_micros >= 0),
    spent_micros    INTEGER NOT NULL DEFAULT 0 CHECK (spent_micros >= 0),
    PRIMARY KEY (account_id, month)
) STRICT;
-- What moved since: no longer reserved, spent, places given back. Whoever reserves next brings it to the month's row, so
-- that executions which end at once do not wait for each other at that row.
CREATE TABLE budget_moves (
    account_id      TEXT   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    month           TEXT   NOT NULL,
    released_micros INTEGER NOT NULL CHECK (released_micros >= 0),
    spent_micros    INTEGER NOT NULL CHECK (spent_micros >= 0),
    places          INTEGER NOT NULL CHECK (places >= 0)
) STRICT;
CREATE INDEX budget_moves_by_account ON budget_moves (account_id);

-- Paid requests: written before a byte leaves, kept for good. One key is one payment.
CREATE TABLE submissions (
    request_key     TEXT   NOT NULL PRIMARY KEY,
    account_id      TEXT   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    execution_id    TEXT   REFERENCES executions (id) ON DELETE SET NULL,
    step_name       TEXT   NOT NULL,
    provider        TEXT   NOT NULL,
    -- What the provider can tell of a lost answer, as it was when the request was made.
    capability      TEXT   NOT NULL CHECK (capability IN ('idempotent', 'findable', 'echoing', 'blind')),
    state           TEXT   NOT NULL CHECK (state IN ('intent', 'submitted', 'done', 'failed', 'unknown')),
    order_json      TEXT   NOT NULL,
    -- The provider's id of the job, kept as soon as it is known, and the addresses that came with it.
    job_id          TEXT,
    job_json        TEXT,
    month           TEXT   NOT NULL,
    estimate_micros INTEGER NOT NULL CHECK (estimate_micros >= 0),
    cost_micros     INTEGER CHECK (cost_micros >= 0),
    lease_epoch     INTEGER NOT NULL,
    looks           INTEGER NOT NULL DEFAULT 0,
    deadline_at_ms  INTEGER NOT NULL,
    intent_at_ms    INTEGER NOT NULL,
    -- When it was last about to be sent.
    asked_at_ms     INTEGER NOT NULL,
    submitted_at_ms INTEGER,
    ended_at_ms     INTEGER,
    -- When the next look is due, for one whose execution is final and whose cost is still open.
    settle_due_ms   INTEGER,
    UNIQUE (provider, job_id)
) STRICT;

CREATE INDEX submissions_by_execution ON submissions (execution_id, step_name);
CREATE INDEX submissions_to_settle ON submissions (settle_due_ms) WHERE settle_due_ms IS NOT NULL;

-- Every payment, once.
CREATE TABLE charges (
    request_key  TEXT   NOT NULL PRIMARY KEY,
    account_id   TEXT   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    execution_id TEXT,
    step_name    TEXT   NOT NULL,
    provider     TEXT   NOT NULL,
    month        TEXT   NOT NULL,
    day          TEXT   NOT NULL,
    micros       INTEGER NOT NULL CHECK (micros >= 0),
    booked_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX charges_by_day ON charges (account_id, day);

-- What a unit of a model costs from a moment on.
CREATE TABLE prices (
    provider      TEXT   NOT NULL,
    model         TEXT   NOT NULL,
    unit          TEXT   NOT NULL,
    micros        INTEGER NOT NULL CHECK (micros >= 0),
    valid_from_ms INTEGER NOT NULL,
    PRIMARY KEY (provider, model, valid_from_ms)
) STRICT;

-- What the models that are asked first cost when this was written; the operator sets others.
INSERT INTO prices (provider, model, unit, micros, valid_from_ms) VALUES
    ('fal', 'fal-ai/flux/schnell', 'megapixel', 3000, 1763769600000),
    ('replicate', 'wan-video/wan-2.2-i2v-fast', 'second', 50000, 1763769600000);

-- What is told to a receiver, written with the change that it tells of.
CREATE TABLE webhook_deliveries (
    id             TEXT   NOT NULL PRIMARY KEY,
    account_id     TEXT   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    execution_id   TEXT   REFERENCES executions (id) ON DELETE CASCADE,
    url            TEXT   NOT NULL,
    -- Null: the account's own secret signs.
    secret_sealed  TEXT,
    body           TEXT   NOT NULL,
    status         TEXT   NOT NULL CHECK (status IN ('pending', 'delivered', 'failed', 'disabled')),
    attempts       INTEGER NOT NULL DEFAULT 0,
    -- Attempts since it was last asked for by a person.
    tries          INTEGER NOT NULL DEFAULT 0,
    due_at_ms      INTEGER NOT NULL,
    lease_epoch    INTEGER NOT NULL DEFAULT 0,
    created_at_ms  INTEGER NOT NULL,
    finished_at_ms INTEGER
) STRICT;

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at_ms) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_by_execution ON webhook_deliveries (execution_id);
CREATE INDEX webhook_deliveries_by_account ON webhook_deliveries (account_id, id);

CREATE TABLE webhook_attempts (
    delivery_id TEXT   NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    at_ms       INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    status_code INTEGER,
    error       TEXT,
    -- The beginning of what the receiver said.
    answer      TEXT   NOT NULL,
    PRIMARY KEY (delivery_id, number)
) STRICT;

-- Receivers that fail, since when, and those that are left alone since they failed for days.
CREATE TABLE webhook_receivers (
    account_id       TEXT   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    url              TEXT   NOT NULL,
    failing_since_ms INTEGER,
    disabled_at_ms   INTEGER,
    PRIMARY KEY (account_id, url)
) STRICT;

-- What providers told us, as it came. Each piece of news once, however often it is delivered.
CREATE TABLE callbacks (
    provider       TEXT   NOT NULL,
    delivery_id    TEXT   NOT NULL,
    request_key    TEXT   NOT NULL,
    headers_json   TEXT   NOT NULL,
    body           BLOB NOT NULL,
    received_at_ms INTEGER NOT NULL,
    PRIMARY KEY (provider, delivery_id)
) STRICT;

CREATE INDEX callbacks_by_age ON callbacks (received_at_ms);

-- Keys of programs. Only a hash is kept.
CREATE TABLE api_keys (
    id              TEXT   NOT NULL PRIMARY KEY,
    account_id      TEXT   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name            TEXT   NOT NULL,
    key_hash        TEXT   NOT NULL UNIQUE,
    created_at_ms   INTEGER NOT NULL,
    last_used_at_ms INTEGER
) STRICT;

CREATE INDEX api_keys_by_account ON api_keys (account_id, id);

-- One row that is written to see whether this database takes writes.
CREATE TABLE readiness (
    id            INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    written_at_ms INTEGER NOT NULL
) STRICT;
