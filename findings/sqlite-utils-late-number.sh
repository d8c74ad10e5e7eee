#!/bin/sh
# sqlite-utils 4.2.1 (PyPI): `insert --nl` makes a new table from the first 100 lines. A number that is null in all of
# these, as the seconds until a late answer or who rates are, gets a TEXT column, and every number after them is kept as a
# text: no error, and count() is right, but 994 is the greatest of numbers up to 1400, and all of them are more than 1000.
# The same lines, the other way round, make an INTEGER column. Create the table first, with `create-table`.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q sqlite-utils==4.2.1
cd "$folder"
line=1
while [ $line -le 200 ]; do
  [ $line -le 100 ] && wait=null || wait=$((line * 7))
  echo "{\"id\":$line,\"wait\":$wait}"
  line=$((line + 1))
done >late.ndjson
sort -r late.ndjson >early.ndjson
read_in() { # NAME: what the table NAME, filled from late.ndjson or early.ndjson, says
  venv/bin/sqlite-utils insert t.db "$1" "${1%_*}.ndjson" --nl --pk id >/dev/null
  venv/bin/sqlite-utils query t.db --csv --no-headers "SELECT count(wait), max(wait), sum(wait > 1000) FROM \"$1\"" |
    tr -d '\r'
}
late=$(read_in late)
venv/bin/sqlite-utils create-table t.db late_declared id integer wait integer --pk id
declared=$(read_in late_declared)
early=$(read_in early)
echo "count, max, over 1000"
echo "null first:   $late"
echo "declared:     $declared"
echo "number first: $early"
[ "$late" = 100,994,100 ] && [ "$declared" = 100,1400,58 ] && [ "$early" = 100,1400,58 ]
