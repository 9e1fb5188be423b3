#!/usr/bin/env bash
# Our kernels beside PyTorch (bytedeco), DJL and ONNX Runtime, and beside what this machine can do: builds all, measures
# interleaved by CPU time, prints Markdown tables. Linux on x86-64. Options: bash java/ligature-bench/side-by-side.sh --help
# The other libraries are some 250 MB of downloads, kept by Maven. libjemalloc2, where installed, is one more setting.
set -eu
cd "$(dirname "$0")/../.."
target=java/ligature-bench/peers/target
mvn -q -B -ntp -Ppeers -DskipTests -pl java/ligature-bench/peers -am package >&2
cmake -S native -B "$target/limits" -DCMAKE_BUILD_TYPE=Release -DLIG_BENCH=ON -DBUILD_TESTING=OFF >&2
cmake --build "$target/limits" --target ligature_limits >&2
exec java -Xmx1g --enable-native-access=ALL-UNNAMED -cp "$target/classes:$(cat "$target/classpath.txt")" \
  org.ligature.bench.kernels.SideBySide --limits "$target/limits/bench/ligature_limits" \
  --tsv "$target/side-by-side.tsv" --log "$target/side-by-side.log" "$@"
