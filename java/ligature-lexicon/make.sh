#!/usr/bin/env bash
# Makes the lexicon's text anew from word lists and books. Takes the folder that has freq/ and train/, and
# the command line's jar. The build does not need it: it compiles the text that stands beside.
set -euo pipefail
if [ $# -ne 2 ]; then
  echo "usage: $0 FOLDER LIGATURE_CLI_JAR" >&2
  exit 2
fi
data=$1 jar=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
xz -dc "$data/train/en.txt.xz" >"$work/en.txt"
xz -dc "$data/train/ru.txt.xz" >"$work/ru.txt"
java -Xmx4g -jar "$jar" train-codec -o "$work/words.codec" --max-glyphs 262144 \
  --weighted "$work/en.txt=20" --weighted "$work/ru.txt=30" \
  --words "$data/freq/en_wordfreq_300k.tsv=0.5" --words "$data/freq/ru_wordfreq_300k.tsv=1" \
  --note "$here/src/main/lexicon/note.txt" --text "$here/src/main/lexicon/english-russian.txt"
