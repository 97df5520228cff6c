-- What a program that has only just started compares its clock with. Once released, never edited.

-- The clock when it was last believed, beside the time that nobody can set. One row.
CREATE TABLE clock_reading (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    -- The run of the machine that running_ms counts: on Linux, the boot id.
    run        TEXT NOT NULL,
    running_ms INTEGER NOT NULL,
    at         INTEGER NOT NULL
) STRICT;
