-- What this file is among all files that begin alike. Frozen like every released step: never edit this file.

-- One row.
CREATE TABLE queue_file (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    -- By chance, at the making of a queue and at each restoring: a file of another generation tells another story.
    generation TEXT NOT NULL,
    -- By chance, while programs that stay have the file open; NULL: whatever was changed is in this file, not beside it.
    open_mark  TEXT
) STRICT;

INSERT INTO queue_file VALUES (1, lower(hex(randomblob(16))), NULL);
