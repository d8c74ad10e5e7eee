#!/bin/sh
# miller 6.6.0-2+b3 (Debian 12): `mlr --icsv --ojson` writes what it takes for a number as it stood, without quotation
# marks, though JSON has no such number: .5, 5., 0xff, 0o17, -0x1. One customer who writes "5." as a message, or a subject
# ".5", and no JSON reader takes the file. It does quote 007 and +43664, which one would rather fear for. From NDJSON to
# JSON all of it stays text, and so it does with `mlr -S`, which makes texts of the ids, too.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download -q miller=6.6.0-2+b3 >/dev/null 2>&1
dpkg-deb -x miller_*.deb pinned
mlr=pinned/usr/bin/mlr
printf 'id,subject\r\n1,.5\r\n2,5.\r\n3,0xff\r\n4,0o17\r\n5,-0x1\r\n6,007\r\n7,+43664\r\n' >t.csv
"$mlr" --version
"$mlr" --icsv --ojsonl cat t.csv | tee seen
"$mlr" -S --icsv --ojsonl cat t.csv | tee texts
printf '{"id": 1, "subject": "%s"}\n' .5 5. 0xff >t.ndjson
"$mlr" --ijsonl --ojsonl cat t.ndjson >same
cat >wanted <<'IN'
{"id": 1, "subject": .5}
{"id": 2, "subject": 5.}
{"id": 3, "subject": 0xff}
{"id": 4, "subject": 0o17}
{"id": 5, "subject": -0x1}
{"id": 6, "subject": "007"}
{"id": 7, "subject": "+43664"}
IN
readable=$(python3 -c '
import json, sys
for name in sys.argv[1:]:
    whole = 0
    for line in open(name):
        try:
            json.loads(line)
            whole += 1
        except ValueError:
            pass
    print(whole, end=" ")' seen texts same)
echo "lines that are JSON: $readable"
cmp seen wanted && cmp same t.ndjson && [ "$readable" = '2 7 3 ' ]
