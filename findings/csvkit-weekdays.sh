#!/bin/sh
# csvkit 2.2.0 (PyPI): csvsort, csvjson and csvlook take a column for dates, durations or numbers before they take it for
# texts, and write it as such. Of a report by weekday, "Monday" becomes 0001-01-08 and "Sunday" 0001-01-07, dates of the
# year 1 that sort otherwise than the week; agents who are called April, May and June become three days of it; "90m"
# becomes 1:30:00. With --no-inference they stay. But then, too, a subject that says only "n/a", "none", "null" or "." is
# no value any more, and the row is counted as one without a subject. `--no-inference --blanks` keeps all of it.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q csvkit==2.2.0
cd "$folder"
printf 'weekday,ended\r\nMonday,5\r\nTuesday,7\r\nSunday,1\r\n' >week.csv
printf 'agent,idle\r\nMay,90m\r\nJune,4h\r\nApril,2d\r\n' >agents.csv
printf 'id,subject\r\n1,n/a\r\n2,None\r\n3,.\r\n4,Hello\r\n' >subjects.csv
{
  echo 'csvsort:'
  venv/bin/csvsort -c weekday week.csv
  venv/bin/csvsort -c agent agents.csv
  echo 'csvsort --no-inference:'
  venv/bin/csvsort --no-inference -c weekday week.csv
  venv/bin/csvsort --no-inference -c id subjects.csv
  echo 'csvsort --no-inference --blanks:'
  venv/bin/csvsort --no-inference --blanks -c id subjects.csv
} | tee seen
cat >wanted <<'IN'
csvsort:
weekday,ended
0001-01-02,7
0001-01-07,1
0001-01-08,5
agent,idle
0001-04-01,"2 days, 0:00:00"
0001-05-01,1:30:00
0001-06-01,4:00:00
csvsort --no-inference:
weekday,ended
Monday,5
Sunday,1
Tuesday,7
id,subject
1,
2,
3,
4,Hello
csvsort --no-inference --blanks:
id,subject
1,n/a
2,None
3,.
4,Hello
IN
cmp seen wanted
