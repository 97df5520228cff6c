-- What a journey needs besides its stages: files handed back, transfers, times, estimates, undo, breaks of a counter.
-- Run with foreign keys off, because the table of tickets is built anew: its CHECKs knew nothing of "returned".

CREATE TABLE ticket_anew (
    row          INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    business_day TEXT NOT NULL,
    series       TEXT NOT NULL,
    serial       INTEGER NOT NULL,
    -- What it is for now; the series stays what its number says.
    service      TEXT NOT NULL,
    case_id      TEXT,
    lane         TEXT NOT NULL,
    language     TEXT NOT NULL,
    ahead        INTEGER NOT NULL,
    -- The wait in minutes that was promised at issue, from .. to; NULL when it was not known.
    wait_from    INTEGER,
    wait_to      INTEGER,
    issued_at    INTEGER NOT NULL,
    request_key  TEXT,
    state        TEXT NOT NULL,
    stage        TEXT,
    counter      INTEGER,
    calls        INTEGER NOT NULL DEFAULT 0,
    reserved_for INTEGER,
    -- How it came into its latest queue, and its place in it: the sequence of an event, its own or an older one.
    entry        TEXT NOT NULL,
    place        INTEGER NOT NULL,
    arrived_at   INTEGER NOT NULL,
    -- The service clock: milliseconds counted before it last stopped, and since when it runs, if it runs.
    clock_ms     INTEGER NOT NULL,
    clock_since  INTEGER,
    changed_at   INTEGER NOT NULL,
    last_event   INTEGER NOT NULL,
    UNIQUE (business_day, series, serial),
    CHECK ((counter IS NOT NULL) = (state IN ('called', 'serving'))),
    CHECK ((stage IS NOT NULL) = (state IN ('waiting', 'called', 'serving', 'missed', 'returned'))),
    CHECK (reserved_for IS NULL OR state = 'waiting'),
    CHECK ((wait_from IS NULL) = (wait_to IS NULL))
) STRICT;

INSERT INTO ticket_anew
    (row, id, business_day, series, serial, service, case_id, lane, language, ahead, issued_at, request_key, state,
     stage, counter, calls, entry, place, arrived_at, clock_ms, changed_at, last_event)
SELECT row, id, business_day, series, serial, series, case_id, lane, language, ahead, issued_at, request_key, state,
       stage, counter, calls, 'in-turn', last_event, changed_at, 0, changed_at, last_event
FROM ticket;

DROP TABLE ticket;
ALTER TABLE ticket_anew RENAME TO ticket;

-- A counter holds one ticket at a time, whatever the programs think.
CREATE UNIQUE INDEX ticket_at_counter ON ticket (business_day, counter) WHERE counter IS NOT NULL;
CREATE UNIQUE INDEX ticket_of_request ON ticket (business_day, request_key) WHERE request_key IS NOT NULL;
CREATE INDEX ticket_open ON ticket (business_day, last_event) WHERE state IN ('waiting', 'called', 'serving');
CREATE INDEX ticket_away ON ticket (business_day, last_event) WHERE state IN ('missed', 'returned');
CREATE INDEX ticket_unfinished ON ticket (business_day)
    WHERE state IN ('waiting', 'called', 'serving', 'missed', 'returned');
-- The line of each queue, and who has waited longest in it.
CREATE INDEX ticket_line ON ticket (business_day, service, stage, lane, place, last_event)
    WHERE state = 'waiting' AND reserved_for IS NULL;
CREATE INDEX ticket_patience ON ticket (business_day, service, stage, lane, arrived_at)
    WHERE state = 'waiting' AND reserved_for IS NULL;
CREATE INDEX ticket_reserved ON ticket (business_day, reserved_for)
    WHERE reserved_for IS NOT NULL;

-- A code that belongs to the event: why a ticket lapsed, why a number was given out of hours, what was undone.
ALTER TABLE event ADD COLUMN detail TEXT;
-- How long the ticket was in the queue or at the counter that it leaves with this event, in milliseconds.
ALTER TABLE event ADD COLUMN took INTEGER;
-- The event that this one takes back.
ALTER TABLE event ADD COLUMN undoes INTEGER;

CREATE INDEX event_took ON event (stage, seq, took) WHERE kind = 'finished' AND took IS NOT NULL;
CREATE INDEX event_undo ON event (business_day, undoes) WHERE undoes IS NOT NULL;
CREATE INDEX event_returned ON event (business_day, seq) WHERE kind = 'returned';

-- What was missing when a file was handed back: which of the documents that its case needs, counted from 1, and what
-- it was called in Indonesian at that time.
CREATE TABLE missing_document (
    event    INTEGER NOT NULL REFERENCES event (seq),
    item     INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (event, item)
) STRICT, WITHOUT ROWID;

-- The newest move at each counter and the ticket as it was before, so that it can be taken back.
CREATE TABLE last_action (
    business_day TEXT NOT NULL,
    counter      INTEGER NOT NULL,
    event        INTEGER NOT NULL REFERENCES event (seq),
    ticket       INTEGER NOT NULL REFERENCES ticket (row),
    kind         TEXT NOT NULL,
    at           INTEGER NOT NULL,
    service      TEXT NOT NULL,
    state        TEXT NOT NULL,
    stage        TEXT,
    held_by      INTEGER,
    calls        INTEGER NOT NULL,
    reserved_for INTEGER,
    entry        TEXT NOT NULL,
    place        INTEGER NOT NULL,
    arrived_at   INTEGER NOT NULL,
    clock_ms     INTEGER NOT NULL,
    clock_since  INTEGER,
    changed_at   INTEGER NOT NULL,
    PRIMARY KEY (business_day, counter)
) STRICT, WITHOUT ROWID;

-- Breaks of a counter. Appended, never edited; the newest line counts.
CREATE TABLE counter_event (
    seq          INTEGER PRIMARY KEY,
    business_day TEXT NOT NULL,
    counter      INTEGER NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('paused', 'resumed')),
    at           INTEGER NOT NULL
) STRICT;

CREATE INDEX counter_break ON counter_event (business_day, counter, seq);
