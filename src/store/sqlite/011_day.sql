-- A day is kept in memory by whoever works, and read again only where something has changed. Frozen: never edit this file,
-- add 012_*.sql.

-- What was asked, by its key, and what came of it: whoever asks again gets the same answer, and the newest move at a counter
-- can be taken back. Rows older than two days count for nothing, and are removed at the first step of a day.
CREATE TABLE request (
    -- Among whose keys.
    scope        TEXT NOT NULL,
    key          TEXT NOT NULL,
    -- What was asked for, in short.
    fingerprint  TEXT NOT NULL,
    at           INTEGER NOT NULL,
    business_day TEXT NOT NULL,
    -- The answer: the ticket, its print job, and why it was this ticket.
    ticket       INTEGER REFERENCES ticket (row),
    job          INTEGER REFERENCES print_job (id),
    why          TEXT,
    -- The move at a counter that it led to, and the ticket as it was before.
    counter      INTEGER,
    event        INTEGER REFERENCES event (seq),
    kind         TEXT,
    service      TEXT,
    state        TEXT,
    stage        TEXT,
    held_by      INTEGER,
    calls        INTEGER,
    reserved_for INTEGER,
    entry        TEXT,
    place        INTEGER,
    arrived_at   INTEGER,
    clock_ms     INTEGER,
    clock_since  INTEGER,
    changed_at   INTEGER,
    PRIMARY KEY (scope, key),
    CHECK ((counter IS NULL) = (event IS NULL)),
    CHECK (counter IS NULL OR (ticket IS NOT NULL AND kind IS NOT NULL AND state IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX request_of_counter ON request (business_day, counter, event) WHERE counter IS NOT NULL;

INSERT OR REPLACE INTO request (scope, key, fingerprint, at, business_day, ticket, job)
SELECT 'office', request_key, '', issued_at, business_day, row,
       (SELECT min(id) FROM print_job WHERE print_job.ticket = ticket.row)
FROM ticket WHERE request_key IS NOT NULL AND business_day = (SELECT max(business_day) FROM series) ORDER BY row;

INSERT INTO request (scope, key, fingerprint, at, business_day, ticket, counter, event, kind, service, state, stage, held_by,
                     calls, reserved_for, entry, place, arrived_at, clock_ms, clock_since, changed_at)
SELECT 'update', business_day || '/' || counter, '', at, business_day, ticket, counter, event, kind, service, state, stage,
       held_by, calls, reserved_for, entry, place, arrived_at, clock_ms, clock_since, changed_at
FROM last_action;

DROP TABLE last_action;
DROP INDEX ticket_of_request;
ALTER TABLE ticket DROP COLUMN request_key;

-- Counts the changes of what has no order of its own. One row.
CREATE TABLE stamp (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    -- States of print jobs.
    prints   INTEGER NOT NULL,
    -- Printers and their logs.
    printers INTEGER NOT NULL,
    -- Requests for staff that were answered.
    help     INTEGER NOT NULL,
    -- Officers, their logs, and guesses at PINs.
    people   INTEGER NOT NULL,
    breaks   INTEGER NOT NULL
) STRICT;

INSERT INTO stamp VALUES (1, 0, 0, 0, 0, 0);

-- These answered one small question each, at every question anew.
DROP INDEX ticket_open;
DROP INDEX ticket_away;
DROP INDEX ticket_line;
DROP INDEX ticket_patience;
DROP INDEX ticket_reserved;
DROP INDEX event_public_call;
DROP INDEX event_turn;
DROP INDEX event_undo;
