#!/usr/bin/env bash
# Plants one bug at a time into a copy of the CUDA kernels and says which suite of the emulator's tests catches it.
# Fails where none does. Takes many minutes.
#
#   bash native/test/cuda/planted_bugs.sh FOLDER_FOR_THE_COPY [PART_OF_A_NAME]
set -euo pipefail
repo=$(cd "$(dirname "$0")/../../.." && pwd)
copy=${1:?a folder for the copy}
only=${2:-}
mkdir -p "$copy"
cp -r "$repo/native" "$repo/include" "$repo/cmake" "$copy"
kernels=$copy/native/cuda/kernels
cmake -S "$copy/native" -B "$copy/build" -DCMAKE_BUILD_TYPE=Release >"$copy/log"
cmake --build "$copy/build" --target ligature_cuda_emulator_test >>"$copy/log" 2>&1
planted=0 caught=0

# bug NAME FILE FROM TO [NTH]: replaces FROM, which must be there, once.
bug() {
  [[ $1 == *"$only"* ]] || return 0
  local name=$1 file=$kernels/$2 from=$3 to=$4 nth=${5:-1}
  local text before="" rest
  text=$(cat "$file")
  rest=$text
  for ((i = 0; i < nth; i++)); do
    if [[ $rest != *"$from"* ]]; then
      echo "$2 has no '$from' any more: bring this script up to date"
      exit 1
    fi
    [ "$i" -eq 0 ] || before+=$from
    before+=${rest%%"$from"*}
    rest=${rest#*"$from"}
  done
  printf '%s\n' "$before$to$rest" >"$file"
  planted=$((planted + 1))
  local by=""
  if ! cmake --build "$copy/build" --target ligature_cuda_emulator_test >"$copy/log" 2>&1; then
    echo "$name: does not compile, see $copy/log"
    exit 1
  fi
  for suite in base nonfinite general embedding; do
    if ! timeout 120 "$copy/build/test/cuda/ligature_cuda_emulator_test" $suite 1 >"$copy/out" 2>&1; then
      by=$suite
      break
    fi
  done
  printf '%s\n' "$text" >"$file"
  if [ -n "$by" ]; then
    caught=$((caught + 1))
    printf '%-60s caught by %s: %s\n' "$name" "$by" "$(grep -m1 -o 'FAILED.*' "$copy/out" | sed 's/.*: \([^:]*\): /\1: /' | cut -c1-90)"
  else
    printf '%-60s NOT CAUGHT\n' "$name"
  fi
}

forward=attention_forward.cuh backward=attention_backward.cuh tile=attention_tile.cuh general=attention_general.cuh
bug "forward: no wait for q" $forward "wait_copies<1>();" "" 1
bug "forward: waits for one group too few" $forward "wait_copies<1>();" "wait_copies<2>();" 2
bug "forward: no barrier after the wait" $forward "    sync_block();" "" 1
bug "forward: no barrier before a buffer is refilled" $forward "    sync_block();  // the buffer is read no more" "" 1
bug "forward: k and v in one buffer each" $forward "static_cast<int>((e - begin) & 1) * kTileBytes" "0" 1
bug "forward: kv head by remainder" $forward "head / (in.num_heads / in.num_kv_heads)" "head % in.num_kv_heads" 1
bug "forward: order of tiles ignored" $forward "call.row_order[block_index() / in.num_heads]" "block_index() % 2" 1
bug "forward: short key tiles are not masked" $forward " || keys < kTile" "" 1
bug "forward: no guard where nothing is kept" $forward "new_max == -INFINITY ? 0 : new_max" "new_max" 1
bug "forward: second row of a thread not rescaled" $forward "sum_pv[block][half * 2 + 1] *= rescale" "sum_pv[block][0] *= 1" 1
bug "forward: maximum of half the row" $forward "new_max = fmaxf(new_max, exchange(new_max, 2));" "" 1
bug "forward: sum of half the row" $forward "sum_p[half] += exchange(sum_p[half], 2);" "" 1
bug "forward: one lane skips an exchange" $forward "new_max = fmaxf(new_max, exchange(new_max, 1));" "if (at.lane != 5) new_max = fmaxf(new_max, exchange(new_max, 1));" 1
bug "forward: lse in units of log 2" $forward "(max[half] + log2f(sum_p[half])) * kLn2" "max[half] + log2f(sum_p[half])" 1
bug "forward: sign of the scale left out" $forward "in.softmax_scale * kLog2E" "fabsf(in.softmax_scale) * kLog2E" 1
bug "forward: no second look at what is not finite" $forward "any_of_block(bad, word)" "any_of_block(false, word)" 1
bug "tile: halves of a row's mask swapped" $tile "words[i / 2] >> (column" "words[i / 2] >> (32 ^ column" 1
bug "tile: the mask of the other row" $tile "words[i / 2] >>" "words[1 - i / 2] >>" 1
bug "tile: mask off by one column" $tile "at.pair + i % 2) & 1" "at.pair + i % 2 + 1) & 1" 1
bug "tile: rows past the end are written" $tile "at.row(half) >= rows" "at.row(half) > rows" 1
bug "tile: rows past the end are read" $tile "const bool inside = row < rows;" "const bool inside = row <= rows;" 1
bug "tile: swizzle of one side only" $tile "2 * step + ((at.lane >> 3) & 1)" "2 * step + ((at.lane >> 3) & 1 ^ 1)" 1
bug "tile: columns not transposed" $tile "load_matrices<true>" "load_matrices<false>" 1
bug "tile: rows of p swapped" $tile "a[1] = pack<Element>(s[2 * step][2], s[2 * step][3])" "a[1] = pack<Element>(s[2 * step][3], s[2 * step][2])" 1
bug "queries: no wait" $backward "    wait_copies<1>();" "" 1
bug "queries: no barrier before a buffer is refilled" $backward "    sync_block();  // the buffer is read no more" "" 1
bug "queries: copies under way at the end" $backward "  wait_copies<0>();" "" 1
bug "queries: delta left out" $backward "(dp[block][i] - delta[i / 2])" "dp[block][i]" 1
bug "queries: scale left out of dq" $backward "factors[2] = {in.softmax_scale, in.softmax_scale}" "factors[2] = {1, 1}" 1
bug "queries: no second look at what is not finite" $backward "any_of_block(any_not_finite(dq), word)" "any_of_block(false, word)" 1
bug "keys: no barrier after the wait" $backward "    sync_block();" "" 3
bug "keys: only the first head of a group" $backward "static_cast<int32_t>(call.columns.indptr[tile + 1] - begin)" "static_cast<int32_t>((call.columns.indptr[tile + 1] - begin + group - 1) / group)" 1
bug "keys: heads of a group in one buffer" $backward "fetch(next_entry, head, 1 - buffer)" "fetch(next_entry, head, buffer)" 1
bug "keys: lse of a row without keys taken as it is" $backward "lse == -INFINITY ? INFINITY : lse" "lse" 1
bug "keys: mask not transposed" $backward "kept(call.columns, begin + entry" "kept(call.rows, begin + entry" 1
bug "keys: every second row of dv left out" $backward "const float factors[2] = {1, 1};" "const float factors[2] = {1, 0};" 1
bug "general: no sync after p is written" $general "    sync_warp();
    for (int c" "    for (int c" 1
bug "general: last column of an odd head dim" $general "if (x < head_dim) sums" "if (x + 1 < head_dim) sums" 1
bug "general: lse -inf not skipped" $general "lse == -INFINITY ? kSkipped : p" "p" 1
bug "mask: short tile keeps one more" mask.cuh "(uint64_t{1} << count) - 1" "(uint64_t{2} << count) - 1" 1
bug "embedding: last column left out" gather.cuh "if (x < call.dim) put" "if (x + 1 < call.dim) put" 1
bug "embedding: target weight left out" gather.cuh "target_weight * sums[j]" "sums[j]" 1
bug "embedding: added where it should be overwritten" gather.cuh "call.add ? widened" "!call.add ? widened" 1
bug "embedding: no barrier before warps are summed" gather.cuh "    sync_block();" "" 1

echo "$caught of $planted bugs caught"
[ "$caught" -eq "$planted" ]
