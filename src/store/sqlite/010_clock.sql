-- What is known of the clocks, so that a day is judged by what vouched for it. Frozen: never edit this file, add 011_*.sql.

-- The clock of each machine when it was last believed, beside the time that nobody can set. One row for each machine, with
-- a new id at each change.
DROP TABLE clock_reading;
CREATE TABLE clock_reading (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    -- On Linux, the machine id.
    machine      TEXT NOT NULL UNIQUE,
    -- The run of the machine that running_ms counts: on Linux, the boot id.
    boot         TEXT NOT NULL,
    running_ms   INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    -- Whether the system had synchronised the clock by then.
    synchronised INTEGER NOT NULL CHECK (synchronised IN (0, 1))
) STRICT;

-- Which day came into force, and what spoke for it or against it. A line holds until the next. Appended, never edited.
CREATE TABLE clock_step (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    at           INTEGER NOT NULL,
    machine      TEXT NOT NULL,
    -- The day that was in force before.
    from_day     TEXT,
    business_day TEXT NOT NULL,
    -- What vouched for the day; or why the clock was not believed.
    voucher      TEXT,
    doubt        TEXT,
    -- Whose step it was, where an officer opened the day.
    officer      TEXT REFERENCES officer (id),
    -- The newest row of ticket before it.
    ticket       INTEGER NOT NULL,
    CHECK ((voucher IS NULL) = (doubt IS NOT NULL))
) STRICT;

-- How many serials up to last_serial were never given on this day: it began above numbers of a doubtful one.
ALTER TABLE series ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;

-- What earlier versions worked on last is the office's word for where it stands: an old gap behind it is history. The newest
-- ticket, not the latest day: a slip into 2031 may lie before it.
INSERT INTO clock_step (at, machine, from_day, business_day, voucher, ticket)
SELECT issued_at, '', NULL, business_day, 'update', row FROM ticket ORDER BY row DESC LIMIT 1;
