#!/bin/sh
# prometheus-node-exporter 1.5.0-1+b6 (Debian 12): of two files in the folder of its textfile collector that have the same
# measure with the same labels, the values of the file whose name comes first are served, and those of the other are
# dropped. The answer is 200, `node_textfile_scrape_error` is 0, and `node_textfile_mtime_seconds` is fresh for both files,
# so that alerts on these say that all is well; only the exporter's own log has "was collected before". The same happens
# to a measure whose HELP has other words, as beside an older version of the same program, even with labels of its own.
# Two programs of one kind, such as two accounts' on one machine, need a label each, and the same HELP.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download -q prometheus-node-exporter=1.5.0-1+b6 >/dev/null 2>&1
dpkg-deb -x prometheus-node-exporter_*.deb pinned
mkdir texts
measure() { # FILE HELP SERIES
  printf '# HELP desk_sessions_active %s\n# TYPE desk_sessions_active gauge\n%s\n' "$2" "$3" >"texts/$1.prom"
}
scrape() {
  pinned/usr/bin/prometheus-node-exporter --collector.disable-defaults --collector.textfile \
    --collector.textfile.directory="$PWD/texts" --web.listen-address=127.0.0.1:19137 2>log &
  exporter=$!
  sleep 2
  python3 - <<'P'
import re, urllib.request

answer = urllib.request.urlopen("http://127.0.0.1:19137/metrics")
lines = answer.read().decode().splitlines()
files = sum(line.startswith("node_textfile_mtime_seconds{") for line in lines)
print(answer.status, *(line for line in lines if re.match("desk_|node_textfile_scrape_error", line)), f"files {files}")
P
  kill "$exporter"
  wait "$exporter" 2>/dev/null || true
}
measure first 'Active sessions' 'desk_sessions_active 5'
measure second 'Active sessions' 'desk_sessions_active 7'
same=$(scrape)
measure first 'Active sessions' 'desk_sessions_active{account="a"} 5'
measure second 'Sessions that are active' 'desk_sessions_active{account="b"} 7'
words=$(scrape)
measure second 'Active sessions' 'desk_sessions_active{account="b"} 7'
labels=$(scrape)
echo "the same labels: $same"
echo "another HELP:    $words"
echo "labels:          $labels"
[ "$same" = '200 desk_sessions_active 5 node_textfile_scrape_error 0 files 2' ] &&
  [ "$words" = '200 desk_sessions_active{account="a"} 5 node_textfile_scrape_error 0 files 2' ] &&
  [ "$labels" = '200 desk_sessions_active{account="a"} 5 desk_sessions_active{account="b"} 7 '\
'node_textfile_scrape_error 0 files 2' ]
