#!/bin/sh
# python-liquid 2.3.6 (PyPI) renders Liquid, in which help desks write their mails, otherwise than Liquid in some places
# where a placeholder has no value. `{{ "Dear " | append: name }}` gives "Dear None" for a customer without a name (a
# placeholder by itself, and one that doesn't exist, are empty, as in Liquid); a date filter raises an error for a date
# that is not set, where Liquid gives nothing. And `round` takes 2.5 for 2, where Liquid has 3; "a,b,," is split into four
# parts, where Liquid has two. Who tries out an account's texts with it puts `default: ""` before such a filter.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q python-liquid==2.3.6
"$folder/venv/bin/python" - <<'P'
from liquid import Environment

ticket = {"assignee": {"name": None}, "due_at": None}

def render(text):
    try:
        return Environment().from_string(text).render(ticket=ticket)
    except Exception as error:
        return type(error).__name__

wanted = {
    "Dear {{ ticket.assignee.name }}": "Dear ",
    "{{ 'Dear ' | append: ticket.nobody }}": "Dear ",
    "{{ 'Dear ' | append: ticket.assignee.name }}": "Dear None",
    "{{ ticket.due_at | date: '%d %B' }}": "FilterArgumentError",
    "{{ ticket.due_at | default: '' | date: '%d %B' }}": "",
    "{{ 2.5 | round }}": "2",
    "{{ 'a,b,,' | split: ',' | size }}": "4",
}
seen = {text: render(text) for text in wanted}
for text, result in seen.items():
    print(f"{text} -> {result}")
raise SystemExit(seen != wanted)
P
