-- Who works in the office, and who did what. Once released, never edited.
-- Nothing here is about applicants, and nothing about an officer but what work needs.

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
    door      TEXT PRIMARY KEY,
    wrong     INTEGER NOT NULL CHECK (wrong > 0),
    last_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Whose step it was; NULL: of nobody in particular, as a number taken at the kiosk.
ALTER TABLE event ADD COLUMN officer TEXT REFERENCES officer (id);
ALTER TABLE counter_event ADD COLUMN officer TEXT REFERENCES officer (id);
ALTER TABLE printer_event ADD COLUMN officer TEXT REFERENCES officer (id);
-- Who went to whoever asked for staff.
ALTER TABLE help_request ADD COLUMN officer TEXT REFERENCES officer (id);
