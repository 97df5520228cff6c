-- What else outlives the program that drove a printer.

-- Which port the address is, in one text for all its spellings: a printer that is named by its address alone is the same
-- printer in every spelling, and one whose id was changed is known again.
ALTER TABLE printer ADD COLUMN identity TEXT;

-- Answers without a name that it may still give to questions of jobs that are over.
ALTER TABLE printer ADD COLUMN answers_owed INTEGER NOT NULL DEFAULT 0 CHECK (answers_owed BETWEEN 0 AND 255);
