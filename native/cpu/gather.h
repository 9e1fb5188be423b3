// Sums of rows picked by an index list, for chunk embedding. A strip of the sum stays in registers while the rows go
// by, and the rows to come are fetched ahead, as nothing else could guess where they lie.
// Included once by each engine.
#pragma once
#include "vec.h"

namespace ligature {
namespace {

constexpr int64_t kAhead = 12;  // entries from now
constexpr int kWideStrip = LIG_COLUMN_VECS * 4;

// Columns [x, x + kVecs * kLanes) of target i.
template <int kVecs, bool kWeighted>
LIG_INLINE void gather_strip(const GatherCall& call, int64_t i, float* target, int64_t x) {
  constexpr int kVecsOfLine = 64 / (4 * kLanes);
  Vec sum[kVecs] = {};
  for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
    const int64_t row = call.indices[e];
    const float* source = call.source + row * call.dim + x;
    const int64_t ahead = e + kAhead < call.num_entries ? call.indices[e + kAhead] : row;
    const float* next = call.source + ahead * call.dim + x;
    const float weight = kWeighted ? call.source_weights[row] : 1;
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) {
      if (v % kVecsOfLine == 0) __builtin_prefetch(next + v * kLanes);
      sum[v] += kWeighted ? weight * load(source + v * kLanes) : load(source + v * kLanes);
    }
  }
  const float weight = call.target_weights ? call.target_weights[i] : 1;
  LIG_UNROLL
  for (int v = 0; v < kVecs; ++v) {
    float* at = target + x + v * kLanes;
    store(at, call.add ? load(at) + weight * sum[v] : weight * sum[v]);
  }
}

// The last columns, fewer than a vector.
inline void gather_rest(const GatherCall& call, int64_t i, float* target, int64_t x) {
  const int width = static_cast<int>(call.dim - x);
  Vec sum = {};
  for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
    const int64_t row = call.indices[e];
    sum += (call.source_weights ? call.source_weights[row] : 1) * load_first(call.source + row * call.dim + x, width);
  }
  sum *= call.target_weights ? call.target_weights[i] : 1;
  if (call.add) sum += load_first(target + x, width);
  store_first(target + x, sum, width);
}

template <bool kWeighted>
void gather_targets(const GatherCall& call, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; ++i) {
    float* target = call.target + (call.target_rows ? call.target_rows[i] : i) * call.dim;
    int64_t x = 0;
    for (; x + kWideStrip * kLanes <= call.dim; x += kWideStrip * kLanes) {
      gather_strip<kWideStrip, kWeighted>(call, i, target, x);
    }
    for (; x + 4 * kLanes <= call.dim; x += 4 * kLanes) gather_strip<4, kWeighted>(call, i, target, x);
    for (; x + kLanes <= call.dim; x += kLanes) gather_strip<1, kWeighted>(call, i, target, x);
    if (x < call.dim) gather_rest(call, i, target, x);
  }
}

void gather(const GatherCall& call, int64_t begin, int64_t end) {
  if (call.source_weights) {
    gather_targets<true>(call, begin, end);
  } else {
    gather_targets<false>(call, begin, end);
  }
}

}  // namespace
}  // namespace ligature
