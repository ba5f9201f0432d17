-- Everything that must survive the process. Moments are milliseconds since 1970 (UTC), money is millionths of a dollar,
-- `_json` columns hold JSON whose shape belongs to the code that writes it. The PostgreSQL tree has the same numbers.

CREATE TABLE accounts (
    id            TEXT    NOT NULL PRIMARY KEY,
    email         TEXT    NOT NULL UNIQUE,
    role          TEXT    NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    password_phc  TEXT    NOT NULL,
    -- Rises with every claim of one of its executions: the lowest is served next.
    served_turn   INTEGER NOT NULL DEFAULT 0,
    created_at_ms INTEGER NOT NULL
) STRICT;

-- However many sign up at once, one installation has one owner.
CREATE UNIQUE INDEX accounts_one_owner ON accounts (role) WHERE role = 'owner';
CREATE INDEX accounts_by_turn ON accounts (served_turn);

CREATE TABLE sessions (
    id            TEXT    NOT NULL PRIMARY KEY,
    data          BLOB    NOT NULL,
    expires_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_end ON sessions (expires_at_ms);

CREATE TABLE assets (
    id            TEXT    NOT NULL PRIMARY KEY,
    account_id    TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    media_name    TEXT    NOT NULL UNIQUE,
    width         INTEGER NOT NULL CHECK (width > 0),
    height        INTEGER NOT NULL CHECK (height > 0),
    content_type  TEXT    NOT NULL,
    bytes         INTEGER NOT NULL CHECK (bytes > 0),
    created_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX assets_by_account ON assets (account_id, id);

CREATE TABLE projects (
    id                  TEXT    NOT NULL PRIMARY KEY,
    account_id          TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    topic               TEXT    NOT NULL,
    tone                TEXT    NOT NULL,
    audience            TEXT,
    language            TEXT    NOT NULL,
    length              TEXT    NOT NULL,
    format              TEXT    NOT NULL,
    script_id           TEXT    REFERENCES scripts (id) ON DELETE SET NULL,
    avatar_id           TEXT    NOT NULL,
    voice_id            TEXT    NOT NULL,
    background          TEXT    NOT NULL,
    captions            TEXT    NOT NULL,
    call_to_action      TEXT,
    latest_execution_id TEXT    REFERENCES executions (id) ON DELETE SET NULL,
    -- Topic and scripts in lower case, for the search of the library.
    search_text         TEXT    NOT NULL,
    created_at_ms       INTEGER NOT NULL,
    updated_at_ms       INTEGER NOT NULL
) STRICT;

CREATE INDEX projects_by_change ON projects (account_id, updated_at_ms, id);

CREATE TABLE scripts (
    id             TEXT    NOT NULL PRIMARY KEY,
    project_id     TEXT    NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    set_number     INTEGER NOT NULL CHECK (set_number >= 0),
    position       INTEGER NOT NULL CHECK (position >= 0),
    framework      TEXT    NOT NULL,
    title          TEXT    NOT NULL,
    hook           TEXT    NOT NULL,
    body           TEXT    NOT NULL,
    call_to_action TEXT    NOT NULL,
    -- As written, all that is spoken.
    text           TEXT    NOT NULL,
    -- As a person changed it; null means as written.
    edited_text    TEXT,
    UNIQUE (project_id, set_number, position)
) STRICT;

CREATE TABLE executions (
    id                     TEXT    NOT NULL PRIMARY KEY,
    account_id             TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    project_id             TEXT    REFERENCES projects (id) ON DELETE CASCADE,
    kind                   TEXT    NOT NULL,
    status                 TEXT    NOT NULL
        CHECK (status IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
    -- What was ordered, frozen.
    order_json             TEXT    NOT NULL CHECK (json_valid(order_json)),
    progress               INTEGER NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    current_step           TEXT,
    result_json            TEXT    CHECK (result_json IS NULL OR json_valid(result_json)),
    error                  TEXT,
    error_json             TEXT    CHECK (error_json IS NULL OR json_valid(error_json)),
    estimated_micros       INTEGER NOT NULL DEFAULT 0 CHECK (estimated_micros >= 0),
    reserved_micros        INTEGER NOT NULL DEFAULT 0 CHECK (reserved_micros >= 0),
    actual_micros          INTEGER NOT NULL DEFAULT 0 CHECK (actual_micros >= 0),
    webhook                TEXT,
    -- Where its media go, fixed at the start: publishing twice writes the same names.
    media_folder           TEXT    NOT NULL UNIQUE,
    cancel_requested_at_ms INTEGER,
    -- Every claim raises the epoch, and every write of a holder names it.
    lease_epoch            INTEGER NOT NULL DEFAULT 0 CHECK (lease_epoch >= 0),
    lease_node             TEXT,
    queued_at_ms           INTEGER NOT NULL,
    last_event             INTEGER NOT NULL DEFAULT 0 CHECK (last_event >= 0),
    created_at_ms          INTEGER NOT NULL,
    updated_at_ms          INTEGER NOT NULL,
    CHECK ((status = 'completed') = (result_json IS NOT NULL)),
    CHECK (progress < 100 OR status = 'completed'),
    CHECK (status <> 'running' OR lease_node IS NOT NULL)
) STRICT;

CREATE INDEX executions_queue ON executions (queued_at_ms, id) WHERE status = 'queued';
CREATE INDEX executions_under_way ON executions (lease_node) WHERE status = 'running';
CREATE INDEX executions_finished ON executions (kind, updated_at_ms) WHERE status = 'completed';
CREATE INDEX executions_by_account ON executions (account_id, id);
CREATE INDEX executions_by_project ON executions (project_id, id);
-- One render of a project at a time.
CREATE UNIQUE INDEX executions_one_under_way ON executions (project_id) WHERE status IN ('queued', 'running');

CREATE TABLE steps (
    execution_id     TEXT    NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    position         INTEGER NOT NULL CHECK (position >= 0),
    name             TEXT    NOT NULL,
    provider         TEXT    NOT NULL,
    status           TEXT    NOT NULL
        CHECK (status IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
    attempts         INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- Attempts since a person last queued the execution.
    tries            INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    progress         INTEGER NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    cost_micros      INTEGER NOT NULL DEFAULT 0 CHECK (cost_micros >= 0),
    expected_seconds REAL    NOT NULL CHECK (expected_seconds >= 0),
    work_units       REAL    NOT NULL CHECK (work_units >= 0),
    -- The same for every attempt, so that a provider can recognise a repeat.
    request_key      TEXT    NOT NULL UNIQUE,
    -- What the step made; present exactly when it is done.
    output_json      TEXT    CHECK (output_json IS NULL OR json_valid(output_json)),
    error            TEXT,
    started_at_ms    INTEGER,
    finished_at_ms   INTEGER,
    PRIMARY KEY (execution_id, position),
    UNIQUE (execution_id, name),
    CHECK ((status = 'completed') = (output_json IS NOT NULL))
) STRICT;

CREATE TABLE execution_events (
    execution_id TEXT    NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    -- From 1, with no gap.
    seq          INTEGER NOT NULL CHECK (seq > 0),
    event_json   TEXT    NOT NULL CHECK (json_valid(event_json)),
    PRIMARY KEY (execution_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE shares (
    token         TEXT    NOT NULL PRIMARY KEY,
    execution_id  TEXT    NOT NULL UNIQUE REFERENCES executions (id) ON DELETE CASCADE,
    created_at_ms INTEGER NOT NULL
) STRICT;
