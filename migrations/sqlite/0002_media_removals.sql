-- Folders of media that nobody owns any more. A folder is written down in the transaction that took its owner away, and
-- forgotten once it is gone, so that whatever fails or dies in between, it goes at the next try.
CREATE TABLE media_removals (
    folder      TEXT    NOT NULL PRIMARY KEY,
    asked_at_ms INTEGER NOT NULL
) STRICT;
