"""The tables, as numbered steps written by hand; a step is frozen once a release has made vaults with it."""

from __future__ import annotations

APPLICATION_ID = 0x50697056  # "PipV"

# Few trees make a quick save, since every page that a save touches is encrypted and written: so a version points at
# the one before it, and nothing is indexed twice.
#
# Versions and contributions are only ever added. The one exception is destruction: the body and the salt of every
# version of a record go to NULL, once a version that says "destroyed" stands after them; and so does the reason of a
# contribution that is about such a record or its family, since people write names into reasons.
#
# The content of a paper stands in pieces beside its record, which holds the digest of the whole. Pieces are only ever
# added too, and go when their record is destroyed.
_FIRST = """
CREATE TABLE about (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    origin TEXT NOT NULL, role TEXT NOT NULL, owner TEXT NOT NULL, made TEXT NOT NULL
) STRICT;
CREATE TABLE contribution (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL, mono INTEGER NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
    family TEXT NOT NULL, reason TEXT NOT NULL, salt BLOB, told BLOB, hash BLOB NOT NULL
) STRICT;
CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL REFERENCES contribution (seq),
    before INTEGER REFERENCES version (id),
    record TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, family TEXT NOT NULL, lifecycle TEXT NOT NULL,
    form INTEGER NOT NULL, salt BLOB, body BLOB, digest BLOB NOT NULL
) STRICT;
CREATE TABLE record (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, family TEXT NOT NULL, lifecycle TEXT NOT NULL, number INTEGER NOT NULL,
    first INTEGER NOT NULL, latest INTEGER NOT NULL REFERENCES version (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_listed ON record (kind, family, first);
CREATE TABLE piece (
    id INTEGER PRIMARY KEY,
    record TEXT NOT NULL REFERENCES record (id), number INTEGER NOT NULL, bytes BLOB NOT NULL,
    UNIQUE (record, number)
) STRICT;
CREATE TABLE draft (
    kind TEXT NOT NULL, id TEXT NOT NULL, family TEXT, body TEXT NOT NULL, place TEXT NOT NULL,
    started TEXT NOT NULL, saved TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;
CREATE TABLE discarded (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, id TEXT NOT NULL, family TEXT, body TEXT NOT NULL, place TEXT NOT NULL,
    started TEXT NOT NULL, saved TEXT NOT NULL, discarded TEXT NOT NULL
) STRICT;
CREATE TABLE memory (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE witness (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    turn INTEGER NOT NULL, drafts BLOB NOT NULL, before BLOB NOT NULL
) STRICT;
CREATE TABLE said (version INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE search USING fts5 (
    text, content = 'said', content_rowid = 'version', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
CREATE TABLE said_as (kind TEXT PRIMARY KEY, stamp TEXT NOT NULL) STRICT;
CREATE TRIGGER contribution_in_order BEFORE INSERT ON contribution
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM contribution)
    BEGIN SELECT raise(ABORT, 'contributions come in order'); END;
CREATE TRIGGER contribution_stays BEFORE UPDATE ON contribution
    WHEN NEW.reason IS NOT '' OR NEW.salt IS NOT NULL
        OR NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at OR NEW.mono IS NOT OLD.mono OR NEW.by IS NOT OLD.by
        OR NEW.action IS NOT OLD.action OR NEW.subject IS NOT OLD.subject OR NEW.family IS NOT OLD.family
        OR NEW.told IS NOT OLD.told OR NEW.hash IS NOT OLD.hash
        OR NOT (EXISTS (SELECT 1 FROM record JOIN version AS stub ON stub.id = record.latest
                        WHERE record.id = OLD.family AND record.kind = 'family'
                        AND stub.lifecycle = 'destroyed' AND stub.seq > OLD.seq)
            OR EXISTS (SELECT 1 FROM version JOIN record ON record.id = version.record
                       JOIN version AS stub ON stub.id = record.latest
                       WHERE version.seq = OLD.seq AND stub.lifecycle = 'destroyed' AND stub.seq > OLD.seq))
    BEGIN SELECT raise(ABORT, 'contributions are only ever added'); END;
CREATE TRIGGER contribution_remains BEFORE DELETE ON contribution
    BEGIN SELECT raise(ABORT, 'contributions are only ever added'); END;
CREATE TRIGGER piece_stays BEFORE UPDATE ON piece
    BEGIN SELECT raise(ABORT, 'papers are only ever added'); END;
CREATE TRIGGER piece_remains BEFORE DELETE ON piece
    WHEN EXISTS (SELECT 1 FROM record WHERE record.id = OLD.record AND record.lifecycle <> 'destroyed')
    BEGIN SELECT raise(ABORT, 'papers are only ever added'); END;
CREATE TRIGGER version_remains BEFORE DELETE ON version
    BEGIN SELECT raise(ABORT, 'versions are only ever added'); END;
CREATE TRIGGER version_stays BEFORE UPDATE ON version
    WHEN NEW.body IS NOT NULL OR NEW.salt IS NOT NULL
        OR NEW.id IS NOT OLD.id OR NEW.before IS NOT OLD.before OR NEW.seq IS NOT OLD.seq
        OR NEW.record IS NOT OLD.record OR NEW.number IS NOT OLD.number OR NEW.kind IS NOT OLD.kind
        OR NEW.family IS NOT OLD.family
        OR NEW.lifecycle IS NOT OLD.lifecycle OR NEW.form IS NOT OLD.form OR NEW.digest IS NOT OLD.digest
        OR NOT EXISTS (SELECT 1 FROM record JOIN version AS stub ON stub.id = record.latest
                       WHERE record.id = OLD.record AND stub.record = OLD.record AND stub.id > OLD.id
                       AND stub.lifecycle = 'destroyed')
    BEGIN SELECT raise(ABORT, 'versions are only ever added'); END;
"""

STEPS: tuple[str, ...] = (_FIRST,)
CURRENT = len(STEPS)
GUARDS = {
    "contribution_in_order",
    "contribution_stays",
    "contribution_remains",
    "piece_stays",
    "piece_remains",
    "version_remains",
    "version_stays",
}
