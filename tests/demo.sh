#!/usr/bin/env bash
# What `make demo` does: three sources crawled from the pages in tests/pages, into the embedded MongoDB. No network.
# The records go into a database of their own (demo), so that a real crawl's database stays clean.
set -euo pipefail
cd "$(dirname "$0")/.."
export MONGO_URI="" MONGO_DATABASE=demo PYTHONWARNINGS=ignore
scrapy=.venv/bin/scrapy

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
if [ ! -t 1 ]; then say() { printf '\n%s\n' "$*"; }; fi

started=$("$scrapy" mongo status >/dev/null 2>&1 && echo before || echo here)
said=$("$scrapy" mongo start 2>&1 >/dev/null) || { echo "$said" >&2; exit 1; }
trap '[ "$started" = before ] || "$scrapy" mongo stop >/dev/null' EXIT

for source in ajunews thepaper people; do
    say "\$ scrapy crawl $source -s REPLAY=tests/pages/$source"
    "$scrapy" crawl "$source" -s REPLAY="tests/pages/$source" 2>&1 | grep -v -e ' scrapy: ' -e ' W ' | sed 's/^[0-9:]* I [a-z.]*: //'
done

for sources in ajunews "thepaper people"; do
    say "\$ scrapy show $sources -n 1"
    "$scrapy" show $sources -n 1
done

say "\$ scrapy ledger"
"$scrapy" ledger

say "Where to look next (the records of this demo are in the database demo)"
row() { printf '  %-64s %s\n' "$1" "$2"; }
row "export MONGO_DATABASE=demo" "for the commands below"
row "$scrapy show ajunews -n 5" "more of the records"
row "$scrapy page tests/pages/ajunews/wire.html" "one page: every field, and why"
row "$scrapy clean tests/pages/plain/ajunews-copied.txt --full" "the same for text copied from a browser"
row "$scrapy export -o demo.jsonl" "all records as JSON lines"
row "$scrapy mongo start" "keep the MongoDB running, for mongosh or pymongo"
row "make demo" "again: everything is known, nothing is stored twice"
