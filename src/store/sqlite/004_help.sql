-- Visitors at a kiosk who have no number: they ask for staff, or for the list of documents on paper.
-- No column says who they are.

-- Somebody at a kiosk asks for staff. Who goes there says so; nothing else is known of it.
CREATE TABLE help_request (
    id           INTEGER PRIMARY KEY,
    business_day TEXT NOT NULL,
    -- The service whose page it was asked on; NULL on the first page.
    about        TEXT,
    asked_at     INTEGER NOT NULL,
    answered_at  INTEGER
) STRICT;

CREATE INDEX help_request_open ON help_request (business_day, id) WHERE answered_at IS NULL;

-- A leaflet is a paper without a ticket; everything else about it is as for any paper.
CREATE TABLE print_job_anew (
    id         INTEGER PRIMARY KEY,
    ticket     INTEGER REFERENCES ticket (row),
    kind       TEXT NOT NULL CHECK (kind IN ('ticket', 'slip', 'leaflet')),
    copy       INTEGER NOT NULL,
    -- What a slip lists; which list a leaflet is.
    content    TEXT CHECK ((content IS NOT NULL) = (kind <> 'ticket')),
    printer    TEXT NOT NULL,
    profile    TEXT NOT NULL,
    state      TEXT NOT NULL,
    detail     TEXT,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    CHECK ((ticket IS NULL) = (kind = 'leaflet'))
) STRICT;

INSERT INTO print_job_anew
    (id, ticket, kind, copy, content, printer, profile, state, detail, created_at, changed_at)
SELECT id, ticket, kind, copy, CASE kind WHEN 'slip' THEN coalesce(content, '') END, printer, profile, state, detail,
       created_at, changed_at
FROM print_job;

DROP TABLE print_job;
ALTER TABLE print_job_anew RENAME TO print_job;

CREATE UNIQUE INDEX print_job_of_paper ON print_job (ticket, copy) WHERE kind = 'ticket';
CREATE INDEX print_job_of_ticket ON print_job (ticket, kind, id);
CREATE INDEX print_job_unsettled ON print_job (printer, id) WHERE state IN ('pending', 'sending');
