// Sums of rows picked by an index list, for chunk embedding. A strip of the sum stays in registers while the rows go
// by, and the rows to come are fetched ahead, as nothing else could guess where they lie.
// Included once by each engine.
#pragma once
#include "vec.h"

namespace ligature {
namespace {

constexpr int64_t kAhead = 12;  // entries from now
constexpr int kWideStrip = LIG_COLUMN_VECS * 4;

// The rows that entry e reads, from column x on.
template <int kSources>
struct EntryRows {
  const float* rows[kSources];

  LIG_INLINE EntryRows(const GatherCall& call, int64_t e, int64_t x) {
    LIG_UNROLL
    for (int s = 0; s < kSources; ++s) {
      rows[s] = call.sources[s].rows + int64_t{call.sources[s].indices[e]} * call.dim + x;
    }
  }

  LIG_INLINE Vec load_sum(int64_t at) const {
    Vec sum = load(rows[0] + at);
    LIG_UNROLL
    for (int s = 1; s < kSources; ++s) sum += load(rows[s] + at);
    return sum;
  }

  LIG_INLINE Vec load_first_sum(int width) const {
    Vec sum = load_first(rows[0], width);
    LIG_UNROLL
    for (int s = 1; s < kSources; ++s) sum += load_first(rows[s], width);
    return sum;
  }

  LIG_INLINE void prefetch(int64_t at) const {
    LIG_UNROLL
    for (int s = 0; s < kSources; ++s) __builtin_prefetch(rows[s] + at);
  }
};

// Columns [x, x + kVecs * kLanes) of target i.
template <int kVecs, int kSources, bool kWeighted>
LIG_INLINE void gather_strip(const GatherCall& call, int64_t i, float* target, int64_t x) {
  constexpr int kVecsOfLine = 64 / (4 * kLanes);
  Vec sum[kVecs] = {};
  for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
    const EntryRows<kSources> entry(call, e, x);
    const EntryRows<kSources> next(call, e + kAhead < call.num_entries ? e + kAhead : e, x);
    const float weight = kWeighted ? call.weights[call.weight_indices[e]] : 1;
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) {
      if (v % kVecsOfLine == 0) next.prefetch(v * kLanes);
      sum[v] += kWeighted ? weight * entry.load_sum(v * kLanes) : entry.load_sum(v * kLanes);
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
template <int kSources>
void gather_rest(const GatherCall& call, int64_t i, float* target, int64_t x) {
  const int width = static_cast<int>(call.dim - x);
  Vec sum = {};
  for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
    const float weight = call.weights ? call.weights[call.weight_indices[e]] : 1;
    sum += weight * EntryRows<kSources>(call, e, x).load_first_sum(width);
  }
  sum *= call.target_weights ? call.target_weights[i] : 1;
  if (call.add) sum += load_first(target + x, width);
  store_first(target + x, sum, width);
}

template <int kSources, bool kWeighted>
void gather_targets(const GatherCall& call, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; ++i) {
    float* target = call.target + (call.target_rows ? call.target_rows[i] : i) * call.dim;
    int64_t x = 0;
    for (; x + kWideStrip * kLanes <= call.dim; x += kWideStrip * kLanes) {
      gather_strip<kWideStrip, kSources, kWeighted>(call, i, target, x);
    }
    for (; x + 4 * kLanes <= call.dim; x += 4 * kLanes) gather_strip<4, kSources, kWeighted>(call, i, target, x);
    for (; x + kLanes <= call.dim; x += kLanes) gather_strip<1, kSources, kWeighted>(call, i, target, x);
    if (x < call.dim) gather_rest<kSources>(call, i, target, x);
  }
}

template <int kSources>
void gather_sources(const GatherCall& call, int64_t begin, int64_t end) {
  if (call.weights) {
    gather_targets<kSources, true>(call, begin, end);
  } else {
    gather_targets<kSources, false>(call, begin, end);
  }
}

void gather(const GatherCall& call, int64_t begin, int64_t end) {
  switch (call.num_sources) {
    case 1:
      return gather_sources<1>(call, begin, end);
    case 2:
      return gather_sources<2>(call, begin, end);
    default:
      return gather_sources<3>(call, begin, end);
  }
}

template <int kSources>
void gather_weights_of(const GatherCall& call, const float* dtarget, int64_t begin, int64_t end, double* dweights) {
  for (int64_t i = begin; i < end; ++i) {
    const float* drow = dtarget + i * call.dim;
    for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
      const EntryRows<kSources> entry(call, e, 0);
      const EntryRows<kSources> next(call, e + kAhead < call.num_entries ? e + kAhead : e, 0);
      Vec sums[4] = {};
      int64_t x = 0;
      for (; x + 4 * kLanes <= call.dim; x += 4 * kLanes) {
        LIG_UNROLL
        for (int v = 0; v < 4; ++v) {
          if (v * kLanes % 16 == 0) next.prefetch(x + v * kLanes);
          sums[v] += load(drow + x + v * kLanes) * entry.load_sum(x + v * kLanes);
        }
      }
      for (; x + kLanes <= call.dim; x += kLanes) sums[0] += load(drow + x) * entry.load_sum(x);
      if (x < call.dim) {
        const int width = static_cast<int>(call.dim - x);
        sums[1] += load_first(drow + x, width) * EntryRows<kSources>(call, e, x).load_first_sum(width);
      }
      dweights[call.weight_indices[e]] += sum_of_lanes((sums[0] + sums[1]) + (sums[2] + sums[3]));
    }
  }
}

void gather_weights(const GatherCall& call, const float* dtarget, int64_t begin, int64_t end, double* dweights) {
  switch (call.num_sources) {
    case 1:
      return gather_weights_of<1>(call, dtarget, begin, end, dweights);
    case 2:
      return gather_weights_of<2>(call, dtarget, begin, end, dweights);
    default:
      return gather_weights_of<3>(call, dtarget, begin, end, dweights);
  }
}

}  // namespace
}  // namespace ligature
