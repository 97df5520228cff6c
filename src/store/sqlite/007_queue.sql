-- The queue, as every released version of the program begins it. Frozen: never edit this file, add 008_*.sql (a test
-- knows its checksum). The versions 1 to 6 were never released.
--
-- No column for a name, an identity number, a telephone number or a reason for priority: what is not stored cannot leak.
-- Times are milliseconds since 1970 UTC. Days are the office's local dates, 'YYYY-MM-DD'. States, kinds and causes are the
-- program's codes; what it does not know, it refuses to read.

-- Who works in the office. Nothing about an officer but what work needs.
CREATE TABLE officer (
    -- What events name.
    id           TEXT PRIMARY KEY,
    -- The name that the office uses for them at work.
    working_name TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('petugas', 'penyelia', 'teknisi')),
    -- The Argon2id hash of their PIN; NULL: they cannot sign in.
    pin_hash     TEXT,
    added_at     INTEGER NOT NULL,
    -- Since when they no longer work here. Their events stay.
    retired_at   INTEGER
) STRICT, WITHOUT ROWID;

-- What befell an officer's access, and who did it. No signing in and out: nobody's hours are kept here.
-- Appended, never edited.
CREATE TABLE officer_event (
    seq     INTEGER PRIMARY KEY,
    officer TEXT NOT NULL REFERENCES officer (id),
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    done_by TEXT REFERENCES officer (id)
) STRICT;

CREATE INDEX officer_event_of_officer ON officer_event (officer, seq);

-- Wrong PINs since the last right one, at each place where PINs are typed: `officer/ID`, `kiosk`.
CREATE TABLE pin_guess (
    door    TEXT PRIMARY KEY,
    wrong   INTEGER NOT NULL CHECK (wrong > 0),
    last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The newest serial of each series of a day.
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

-- The log of every ticket. Appended, never edited.
CREATE TABLE event (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket       INTEGER NOT NULL REFERENCES ticket (row),
    business_day TEXT NOT NULL,
    at           INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    stage        TEXT,
    counter      INTEGER,
    -- A code that belongs to the event: why a ticket lapsed, why a number was given out of hours, what was undone.
    detail       TEXT,
    -- How long the ticket was in the queue or at the counter that it leaves with this event, in milliseconds.
    took         INTEGER,
    -- The event that this one takes back.
    undoes       INTEGER,
    -- Whose step it was; NULL: of nobody in particular, as a number taken at the kiosk.
    officer      TEXT REFERENCES officer (id)
) STRICT;

CREATE INDEX event_of_ticket ON event (ticket);
CREATE INDEX event_public_call ON event (business_day, seq) WHERE kind IN ('called', 'recalled');
CREATE INDEX event_turn ON event (business_day, seq) WHERE kind IN ('called', 'taken');
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
    at           INTEGER NOT NULL,
    officer      TEXT REFERENCES officer (id)
) STRICT;

CREATE INDEX counter_break ON counter_event (business_day, counter, seq);

-- Somebody at a kiosk asks for staff. Nothing says who; nothing else is known of it.
CREATE TABLE help_request (
    id           INTEGER PRIMARY KEY,
    business_day TEXT NOT NULL,
    -- The service whose page it was asked on; NULL on the first page.
    about        TEXT,
    asked_at     INTEGER NOT NULL,
    answered_at  INTEGER,
    -- Who went there.
    officer      TEXT REFERENCES officer (id)
) STRICT;

CREATE INDEX help_request_open ON help_request (business_day, id) WHERE answered_at IS NULL;

-- The newest knowledge of each printer, written by its owner.
CREATE TABLE printer (
    -- What print jobs name it by.
    id             TEXT PRIMARY KEY,
    -- Where its last owner found it; it may move, or be spelled otherwise, and stays the same printer.
    address        TEXT,
    state          TEXT NOT NULL,
    cause          TEXT,
    -- Whether it may still hold bytes of a ticket that did not come out.
    leftover       INTEGER NOT NULL CHECK (leftover IN (0, 1)),
    -- Whether half a ticket may hang out of it: kept until a cut has happened, whatever became of program and power.
    partial_ticket INTEGER NOT NULL CHECK (partial_ticket IN (0, 1)),
    -- What it said, for the technician.
    note           TEXT NOT NULL,
    -- Since when all this holds.
    changed_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What befell it. Appended, never edited.
CREATE TABLE printer_event (
    seq     INTEGER PRIMARY KEY,
    printer TEXT NOT NULL,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    cause   TEXT,
    officer TEXT REFERENCES officer (id)
) STRICT;

CREATE INDEX printer_event_of_printer ON printer_event (printer, seq);

CREATE TABLE print_job (
    id         INTEGER PRIMARY KEY,
    -- NULL: a paper without a ticket.
    ticket     INTEGER REFERENCES ticket (row),
    kind       TEXT NOT NULL,
    copy       INTEGER NOT NULL,
    -- What a slip lists; which list a leaflet is.
    content    TEXT,
    printer    TEXT NOT NULL,
    profile    TEXT NOT NULL,
    state      TEXT NOT NULL,
    -- Of printed: how it is known. Of failed, unknown and withdrawn: why. Of pending: why its last attempt sent nothing.
    detail     TEXT,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    CHECK (ticket IS NOT NULL OR kind NOT IN ('ticket', 'slip')),
    CHECK (content IS NOT NULL OR kind NOT IN ('slip', 'leaflet'))
) STRICT;

-- The ticket itself and each copy of it exist once; slips as often as a file is handed back.
CREATE UNIQUE INDEX print_job_of_paper ON print_job (ticket, copy) WHERE kind = 'ticket';
CREATE INDEX print_job_of_ticket ON print_job (ticket, kind, id);
CREATE INDEX print_job_unsettled ON print_job (printer, id) WHERE state IN ('pending', 'sending');

-- The clock when it was last believed, beside the time that nobody can set. One row.
CREATE TABLE clock_reading (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    -- The run of the machine that running_ms counts: on Linux, the boot id.
    run        TEXT NOT NULL,
    running_ms INTEGER NOT NULL,
    at         INTEGER NOT NULL
) STRICT;
