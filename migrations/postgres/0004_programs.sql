-- People and the accounts they share, scopes of keys, answers to repeated requests, keys of providers, product pages.
-- Moments are milliseconds since 1970 (UTC), money is millionths of a dollar. The SQLite tree has the same numbers.

-- People. `role` is what somebody may do for the whole installation.
CREATE TABLE users (
    id            TEXT    NOT NULL PRIMARY KEY,
    email         TEXT    NOT NULL UNIQUE,
    role          TEXT    NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    password_phc  TEXT    NOT NULL,
    created_at_ms BIGINT NOT NULL
);

-- However many sign up at once, one installation has one owner.
CREATE UNIQUE INDEX users_one_owner ON users (role) WHERE role = 'owner';

-- An account belongs to its members; it owns projects, keys, limits and money. `email`, `role` and `password_phc` of
-- `accounts` are from when one person was one account: only processes of that time read them.
ALTER TABLE accounts ADD COLUMN name TEXT NOT NULL DEFAULT '';

-- Who acts in an account, and as what.
CREATE TABLE members (
    account_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    user_id      TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role         TEXT    NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    joined_at_ms BIGINT NOT NULL,
    PRIMARY KEY (account_id, user_id)
);

CREATE INDEX members_by_user ON members (user_id, joined_at_ms);

-- Whoever had an account is a person of the same number, and the owner of that account.
INSERT INTO users (id, email, role, password_phc, created_at_ms)
    SELECT 'usr_' || substr(id, 5), email, role, password_phc, created_at_ms FROM accounts;
INSERT INTO members (account_id, user_id, role, joined_at_ms)
    SELECT id, 'usr_' || substr(id, 5), 'owner', created_at_ms FROM accounts;
UPDATE accounts SET name = email;

-- Links by which somebody becomes a member, once. Only a hash is kept.
CREATE TABLE invitations (
    id            TEXT    NOT NULL PRIMARY KEY,
    account_id    TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash    TEXT    NOT NULL UNIQUE,
    role          TEXT    NOT NULL CHECK (role IN ('admin', 'member')),
    created_at_ms BIGINT NOT NULL,
    ends_at_ms    BIGINT NOT NULL
);

CREATE INDEX invitations_by_account ON invitations (account_id, id);

-- What a key may do. Those from before could do all.
ALTER TABLE api_keys ADD COLUMN scope TEXT NOT NULL DEFAULT 'admin' CHECK (scope IN ('read', 'write', 'admin'));

-- Requests that may come again: the first one's answer is everybody's.
CREATE TABLE repeatable_requests (
    account_id    TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- What the program sent as Idempotency-Key.
    key           TEXT    NOT NULL,
    request_hash  TEXT    NOT NULL,
    -- From which the ids of what it makes follow, so that whoever takes it up again makes the same.
    seed          TEXT    NOT NULL,
    -- Until then somebody works at it, while there is no answer.
    held_until_ms BIGINT NOT NULL,
    -- The answer, which may hold a secret that is shown once.
    answer_sealed TEXT,
    created_at_ms BIGINT NOT NULL,
    PRIMARY KEY (account_id, key)
);

CREATE INDEX repeatable_requests_by_age ON repeatable_requests (created_at_ms);

-- An account's own keys of providers.
CREATE TABLE provider_keys (
    account_id    TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    provider      TEXT    NOT NULL,
    key_sealed    TEXT    NOT NULL,
    last_four     TEXT    NOT NULL,
    -- How its provider answered when it was last asked; null while it has not been asked.
    tested_at_ms  BIGINT,
    error         TEXT,
    created_at_ms BIGINT NOT NULL,
    PRIMARY KEY (account_id, provider)
);

-- While a secret is being replaced, what it replaced signs as well.
ALTER TABLE accounts ADD COLUMN webhook_secret_previous_sealed TEXT;
ALTER TABLE accounts ADD COLUMN webhook_secret_previous_until_ms BIGINT;

-- The product page that a project was made from, and what was read there.
ALTER TABLE projects ADD COLUMN url TEXT;
ALTER TABLE projects ADD COLUMN page_json TEXT CHECK (page_json IS NULL OR page_json::jsonb IS NOT NULL);
