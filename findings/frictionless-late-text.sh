#!/bin/sh
# frictionless 5.21.0 (PyPI), which checks and moves tables: it takes the types of columns from the first 100 rows, and
# what doesn't fit a type further down is left out in silence. Of orders that were numbers until row 150, and are called
# A-151 from then on, `extract` prints nothing, and `index` puts NULL into the database; both exit with 0, and `index`
# says "Indexed". Only `validate` tells of it. Run that first, or give --sample-size, or a schema.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q 'frictionless[sql]==5.21.0'
cd "$folder"
row=1
echo id,order >t.csv
while [ $row -le 200 ]; do
  [ $row -le 150 ] && order=$((1000 + row)) || order=A-$row
  echo "$row,$order"
  row=$((row + 1))
done >>t.csv
filled() { grep -c ',.' "$1" || true; }
status=0
venv/bin/frictionless extract t.csv --csv >out.csv 2>said || status=$?
venv/bin/frictionless extract t.csv --csv --sample-size 1000 >sampled.csv
venv/bin/frictionless index t.csv --database sqlite:///t.db >indexed
values=$(python3 -c '
import sqlite3
print(*sqlite3.connect("t.db").execute("""SELECT count(*), count("order") FROM t""").fetchone())')
checked=0
venv/bin/frictionless validate t.csv >report || checked=$?
echo "extract: exit status $status, $(wc -c <said) bytes on standard error, $(($(filled out.csv) - 1)) of 200 orders"
sed -n '151,153p' out.csv
echo "index: $(grep -o 'Indexed.*rows' indexed); rows and orders there: $values"
echo "with --sample-size 1000: $(($(filled sampled.csv) - 1)) of 200 orders"
echo "validate: exit status $checked"
[ "$status $(filled out.csv) $(filled sampled.csv) $values $checked" = '0 151 201 200 150 1' ] && [ ! -s said ]
