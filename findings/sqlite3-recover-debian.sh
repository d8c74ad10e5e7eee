#!/bin/sh
# sqlite3 3.40.1-2+deb12u2 (Debian 12): `.recover` saves nothing of any database, not even of a sound one. It reads the
# pages through the table sqlite_dbpage, which Debian's library is built without (SQLITE_ENABLE_DBPAGE_VTAB); it says "SQL
# logic error" on standard error and writes a few PRAGMAs. Its exit status is 1, which the documented
# `sqlite3 bad.db .recover | sqlite3 good.db` hides: it leaves an empty file and succeeds.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
for package in sqlite3 libsqlite3-0; do
  apt-get download -q "$package=3.40.1-2+deb12u2" >/dev/null 2>&1
  dpkg-deb -x "$package"_*.deb pinned
done
LD_LIBRARY_PATH=$(dirname "$(find "$PWD/pinned" -name 'libsqlite3.so.0')")
export LD_LIBRARY_PATH
shell=pinned/usr/bin/sqlite3
"$shell" --version
"$shell" sound.db "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT); INSERT INTO t VALUES (1, 'x')"
status=0
"$shell" sound.db .recover >saved.sql 2>errors || status=$?
"$shell" saved.db <saved.sql
tables=$("$shell" saved.db 'SELECT count(*) FROM sqlite_schema')
echo "exit status $status, $(cat errors), $tables tables saved"
[ "$status" = 1 ] && grep -q 'SQL logic error' errors && [ "$tables" = 0 ]
