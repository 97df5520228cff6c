-- What is known of each printer, and papers of a ticket that are not the ticket itself. Once released, never edited.

-- The newest knowledge of a printer, written by its owner. `printer` is the place it is found at, as in print_job.
CREATE TABLE printer (
    printer    TEXT PRIMARY KEY,
    state      TEXT NOT NULL,
    cause      TEXT,
    -- Whether it may still hold bytes of a ticket that did not come out.
    leftover   INTEGER NOT NULL CHECK (leftover IN (0, 1)),
    -- What it said, for the technician.
    note       TEXT NOT NULL,
    -- Since when all this holds.
    changed_at INTEGER NOT NULL,
    CHECK ((cause IS NOT NULL) = (state = 'trouble'))
) STRICT, WITHOUT ROWID;

-- What befell it. Appended, never edited.
CREATE TABLE printer_event (
    seq     INTEGER PRIMARY KEY,
    printer TEXT NOT NULL,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    cause   TEXT
) STRICT;

CREATE INDEX printer_event_of_printer ON printer_event (printer, seq);

CREATE TABLE print_job_anew (
    id         INTEGER PRIMARY KEY,
    ticket     INTEGER NOT NULL REFERENCES ticket (row),
    kind       TEXT NOT NULL CHECK (kind IN ('ticket', 'slip')),
    copy       INTEGER NOT NULL,
    -- What a slip lists.
    content    TEXT CHECK (content IS NULL OR kind = 'slip'),
    printer    TEXT NOT NULL,
    profile    TEXT NOT NULL,
    state      TEXT NOT NULL,
    detail     TEXT,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

INSERT INTO print_job_anew
    (id, ticket, kind, copy, printer, profile, state, detail, created_at, changed_at)
SELECT id, ticket, 'ticket', copy, printer, profile, state, detail, created_at, changed_at
FROM print_job;

DROP TABLE print_job;
ALTER TABLE print_job_anew RENAME TO print_job;

-- The ticket itself and each copy of it exist once; slips as often as a file is handed back.
CREATE UNIQUE INDEX print_job_of_paper ON print_job (ticket, copy) WHERE kind = 'ticket';
CREATE INDEX print_job_of_ticket ON print_job (ticket, kind, id);
CREATE INDEX print_job_unsettled ON print_job (printer, id) WHERE state IN ('pending', 'sending');
