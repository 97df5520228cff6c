-- The queue. Released; never edit this file, add 002_*.sql.
-- No column for a name, an identity number, a telephone number or a reason for priority: what is not stored cannot leak.
-- Times are milliseconds since 1970 UTC. Days are the office's local dates, 'YYYY-MM-DD'.

CREATE TABLE series (
    business_day TEXT NOT NULL,
    series       TEXT NOT NULL,
    last_serial  INTEGER NOT NULL,
    PRIMARY KEY (business_day, series)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
    row          INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    business_day TEXT NOT NULL,
    series       TEXT NOT NULL,
    serial       INTEGER NOT NULL,
    case_id      TEXT,
    lane         TEXT NOT NULL,
    language     TEXT NOT NULL,
    ahead        INTEGER NOT NULL,
    issued_at    INTEGER NOT NULL,
    request_key  TEXT,
    state        TEXT NOT NULL,
    stage        TEXT,
    counter      INTEGER,
    calls        INTEGER NOT NULL DEFAULT 0,
    changed_at   INTEGER NOT NULL,
    last_event   INTEGER NOT NULL,
    UNIQUE (business_day, series, serial),
    CHECK ((counter IS NOT NULL) = (state IN ('called', 'serving'))),
    CHECK ((stage IS NOT NULL) = (state IN ('waiting', 'called', 'serving', 'missed')))
) STRICT;

-- A counter holds one ticket at a time, whatever the programs think.
CREATE UNIQUE INDEX ticket_at_counter ON ticket (business_day, counter) WHERE counter IS NOT NULL;
CREATE UNIQUE INDEX ticket_of_request ON ticket (business_day, request_key) WHERE request_key IS NOT NULL;
CREATE INDEX ticket_open ON ticket (business_day, last_event) WHERE state IN ('waiting', 'called', 'serving');
CREATE INDEX ticket_waiting ON ticket (business_day, series, stage, lane, last_event) WHERE state = 'waiting';
CREATE INDEX ticket_unfinished ON ticket (business_day) WHERE state IN ('waiting', 'called', 'serving', 'missed');

CREATE TABLE event (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket       INTEGER NOT NULL REFERENCES ticket (row),
    business_day TEXT NOT NULL,
    at           INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    stage        TEXT,
    counter      INTEGER
) STRICT;

CREATE INDEX event_of_ticket ON event (ticket);
CREATE INDEX event_public_call ON event (business_day, seq) WHERE kind IN ('called', 'recalled');
CREATE INDEX event_turn ON event (business_day, seq) WHERE kind IN ('called', 'taken');

CREATE TABLE print_job (
    id         INTEGER PRIMARY KEY,
    ticket     INTEGER NOT NULL REFERENCES ticket (row),
    copy       INTEGER NOT NULL,
    printer    TEXT NOT NULL,
    profile    TEXT NOT NULL,
    state      TEXT NOT NULL,
    detail     TEXT,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    UNIQUE (ticket, copy)
) STRICT;

CREATE INDEX print_job_unsettled ON print_job (printer, id) WHERE state IN ('pending', 'sending');
