#!/bin/sh
# jc 1.22.5 (Debian 12 has it; 1.26.1 of PyPI does the same), which makes JSON of what programs print: `jc --csv`
# takes the text apart at its line ends before it reads CSV. A message of several lines, well inside its quotes,
# becomes one, with the words of two lines run together. And it guesses what separates the columns: in a table with
# one column, such as the addresses of those who are to be written to, that may be a letter. ann@example.com then has
# the members "emai" and "", a text has "t" and "xt". With CRLF, as RFC 4180 has it, and a message of several lines,
# it may find no columns at all. Its exit status is 0 throughout. Where a program can print JSON by itself, let it.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q jc==1.22.5
jc=$folder/venv/bin/jc
cd "$folder"
printf 'id,text\n1,"Dear all,\n\nthank you.\nAnn"\n2,Bye\n' >lines.csv
printf 'id,text\r\n1,"Dear all,\r\n\r\nthank you.\r\nAnn"\r\n2,Bye\r\n' >crlf.csv
printf 'email\nann@example.com\nbob@example.com\n' >addresses.csv
printf 'text\nhello world\nbye now\n' >texts.csv
"$jc" --version | grep version:
for table in lines crlf addresses texts; do
  "$jc" --csv <"$table.csv" >"$table.json"
  paste -s "$table.json"
done | tee seen
cat >wanted <<'IN'
[{"id":"1","text":"Dear all,thank you.Ann"},{"id":"2","text":"Bye"}]
[{"id,text":"1,\"Dear all,"},{"id,text":"thank you."},{"id,text":"Ann\""},{"id,text":"2,Bye"}]
[{"emai":"ann@examp","":"e.com"},{"emai":"bob@examp","":"e.com"}]
[{"t":"h","xt":"llo world"},{"t":"by","xt":" now"}]
IN
cmp seen wanted
