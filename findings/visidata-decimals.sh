#!/bin/sh
# visidata 2.11 (Debian 12 has it; PyPI), which also makes one kind of table of another without a screen: what `vd -b
# in.jsonl -o out.csv` writes is what its screen would show. A number with decimals keeps two of them, so that a share
# of 0.0049 is 0.00 and 0.123456789 is 0.12. A list is "[2] billing; vip", with the number of its elements before it;
# an object is "{1} channel=email". Its exit status is 0. NDJSON to NDJSON stays as it was, and CSV to CSV, where all
# is text. Make CSV of NDJSON with another tool. (3.4, of PyPI, keeps decimals; lists and objects are still those of
# the screen.)
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q visidata==2.11 'setuptools<70'
vd=$folder/venv/bin/vd
export HOME="$folder"
cd "$folder"
cat >in.jsonl <<'IN'
{"id": 1, "share": 0.123456789, "hours": 1.5, "tags": ["billing", "vip"], "via": {"channel": "email"}}
{"id": 2, "share": 0.0049, "hours": 0.25, "tags": ["late"], "via": {"channel": "native_messaging"}}
IN
"$vd" --version
"$vd" -b in.jsonl -o out.csv </dev/null >/dev/null 2>&1
tr -d '\r' <out.csv | tee seen
"$vd" -b in.jsonl -o out.jsonl </dev/null >/dev/null 2>&1
printf 'id,share\n1,0.123456789\n' >texts.csv
"$vd" -b texts.csv -o again.csv </dev/null >/dev/null 2>&1
printf '%s\n' id,share,hours,tags,via '1,0.12,1.50,[2] billing; vip,{1} channel=email' \
  '2,0.00,0.25,[1] late,{1} channel=native_messaging' >wanted
cmp seen wanted && cmp in.jsonl out.jsonl && grep -qx '1,0.123456789.*' again.csv
