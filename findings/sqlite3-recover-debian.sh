#!/bin/sh
# sqlite3 3.40.1-2 (Debian 12): `.recover` saves nothing of any database, not even of a sound one. It reads the pages through
# the table sqlite_dbpage, which Debian's library is built without (SQLITE_ENABLE_DBPAGE_VTAB); it says "SQL logic error"
# on standard error and writes a few PRAGMAs. Its exit status is 1, which the documented `sqlite3 bad.db .recover | sqlite3
# good.db` hides: it leaves an empty file and succeeds.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
sqlite3 sound.db 'CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT); INSERT INTO t VALUES (1, "x")'
status=0
sqlite3 sound.db .recover > saved.sql 2> errors || status=$?
sqlite3 saved.db < saved.sql
echo "exit status $status, $(cat errors), $(sqlite3 saved.db 'SELECT count(*) FROM sqlite_schema') tables saved"
[ "$status" = 1 ] && grep -q 'SQL logic error' errors && [ "$(sqlite3 saved.db 'SELECT count(*) FROM sqlite_schema')" = 0 ]
