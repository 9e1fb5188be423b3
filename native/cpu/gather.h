// Sums of rows picked by an index list, for chunk embedding. A strip of the sum stays in registers while the rows go
// by, and the rows to come are fetched ahead, as nothing else could guess where they lie.
//
// Every element of a result is summed in one order and with one rounding a step, whatever stands beside it and however
// it is stored: a result in bfloat16 is that of the same floats, rounded.
// Included once by each engine.
#pragma once
#include "pair.h"

namespace ligature {
namespace {

constexpr int64_t kAhead = 12;                   // entries from now
constexpr int kWideStrip = LIG_COLUMN_VECS * 2;  // pairs of vectors

template <class Element>
constexpr int kColumnsOfLine = 64 / sizeof(Element);

// As `load_first`, which goes lane by lane, but a whole vector at once.
template <class Element>
LIG_INLINE Vec load_up_to(const Element* at, int count) {
  return count == kLanes ? load(at) : load_first(at, count);
}

// The rows that entry e reads, from column x on.
template <class Element, int kSources>
struct EntryRows {
  const Element* rows[kSources];

  LIG_INLINE EntryRows(const GatherCall& call, int64_t e, int64_t x) {
    LIG_UNROLL
    for (int s = 0; s < kSources; ++s) {
      const GatherSource& source = call.sources[s];
      rows[s] = static_cast<const Element*>(source.rows) + int64_t{source.indices[e]} * call.dim + x;
    }
  }

  LIG_INLINE Pair load_pair_sum(int64_t at) const {
    Pair sum = load_pair(rows[0] + at);
    LIG_UNROLL
    for (int s = 1; s < kSources; ++s) sum = sum + load_pair(rows[s] + at);
    return sum;
  }

  LIG_INLINE Vec load_sum(int64_t at) const {
    Vec sum = load(rows[0] + at);
    LIG_UNROLL
    for (int s = 1; s < kSources; ++s) sum += load(rows[s] + at);
    return sum;
  }

  LIG_INLINE Vec load_first_sum(int width) const {
    Vec sum = load_up_to(rows[0], width);
    LIG_UNROLL
    for (int s = 1; s < kSources; ++s) sum += load_up_to(rows[s], width);
    return sum;
  }

  LIG_INLINE void prefetch(int64_t at) const {
    LIG_UNROLL
    for (int s = 0; s < kSources; ++s) __builtin_prefetch(rows[s] + at);
  }
};

// The entry that is fetched while entry e is read.
LIG_INLINE int64_t entry_ahead(const GatherCall& call, int64_t e) {
  return e + kAhead < call.num_entries ? e + kAhead : e;
}

LIG_INLINE Vec target_weight(const GatherCall& call, int64_t i) {
  return broadcast(call.target_weights ? call.target_weights[i] : 1);
}

// Columns [x, x + kPairs * 2 * kLanes) of target i.
template <int kPairs, class Element, int kSources, bool kWeighted>
LIG_INLINE void gather_strip(const GatherCall& call, int64_t i, Element* target, int64_t x) {
  constexpr int kColumns = 2 * kLanes;  // of a pair
  Pair sum[kPairs] = {};
  for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
    const EntryRows<Element, kSources> entry(call, e, x);
    const EntryRows<Element, kSources> next(call, entry_ahead(call, e), x);
    const Vec weight = broadcast(kWeighted ? call.weights[call.weight_indices[e]] : 1);
    LIG_UNROLL
    for (int p = 0; p < kPairs; ++p) {
      LIG_UNROLL
      for (int c = p * kColumns; c < (p + 1) * kColumns; c += kLanes) {
        if (c % kColumnsOfLine<Element> == 0) next.prefetch(c);
      }
      const Pair row = entry.load_pair_sum(p * kColumns);
      sum[p] = kWeighted ? fused(weight, row, sum[p]) : sum[p] + row;
    }
  }
  const Vec weight = target_weight(call, i);
  Element* at = target + x;
  if (call.add) {
    LIG_UNROLL
    for (int p = 0; p < kPairs; ++p) {
      store_pair(at + p * kColumns, fused(weight, sum[p], load_pair(at + p * kColumns)));
    }
  } else if (call.stream) {
    LIG_UNROLL
    for (int p = 0; p < kPairs; ++p) stream_pair(at + p * kColumns, weight * sum[p]);
  } else {
    LIG_UNROLL
    for (int p = 0; p < kPairs; ++p) store_pair(at + p * kColumns, weight * sum[p]);
  }
}

// The last columns, fewer than a pair: a vector of them, or what is left of one.
template <class Element, int kSources, bool kWeighted>
void gather_rest(const GatherCall& call, int64_t i, Element* target, int64_t x) {
  const int width = static_cast<int>(call.dim - x < kLanes ? call.dim - x : kLanes);
  Vec sum = {};
  for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
    EntryRows<Element, kSources>(call, entry_ahead(call, e), x).prefetch(0);
    const Vec row = EntryRows<Element, kSources>(call, e, x).load_first_sum(width);
    sum = kWeighted ? fused(broadcast(call.weights[call.weight_indices[e]]), row, sum) : sum + row;
  }
  const Vec weight = target_weight(call, i);
  sum = call.add ? fused(weight, sum, load_up_to(target + x, width)) : weight * sum;
  if (width == kLanes) {
    store(target + x, sum);
  } else {
    store_first(target + x, sum, width);
  }
}

template <class Element, int kSources, bool kWeighted>
void gather_targets(const GatherCall& call, int64_t begin, int64_t end) {
  constexpr int kColumns = 2 * kLanes;
  for (int64_t i = begin; i < end; ++i) {
    Element* target = static_cast<Element*>(call.target) + (call.target_rows ? call.target_rows[i] : i) * call.dim;
    int64_t x = 0;
    for (; x + kWideStrip * kColumns <= call.dim; x += kWideStrip * kColumns) {
      gather_strip<kWideStrip, Element, kSources, kWeighted>(call, i, target, x);
    }
    for (; x + 2 * kColumns <= call.dim; x += 2 * kColumns) {
      gather_strip<2, Element, kSources, kWeighted>(call, i, target, x);
    }
    for (; x + kColumns <= call.dim; x += kColumns) gather_strip<1, Element, kSources, kWeighted>(call, i, target, x);
    for (; x < call.dim; x += kLanes) gather_rest<Element, kSources, kWeighted>(call, i, target, x);
  }
  if (call.stream) end_stream();
}

template <class Element, int kSources>
void gather_sources(const GatherCall& call, int64_t begin, int64_t end) {
  if (call.weights) {
    gather_targets<Element, kSources, true>(call, begin, end);
  } else {
    gather_targets<Element, kSources, false>(call, begin, end);
  }
}

template <class Element>
void gather(const GatherCall& call, int64_t begin, int64_t end) {
  switch (call.num_sources) {
    case 1:
      return gather_sources<Element, 1>(call, begin, end);
    case 2:
      return gather_sources<Element, 2>(call, begin, end);
    default:
      return gather_sources<Element, 3>(call, begin, end);
  }
}

template <class Element, int kSources>
void gather_weights_of(const GatherCall& call, const Element* dtarget, int64_t begin, int64_t end, double* dweights) {
  for (int64_t i = begin; i < end; ++i) {
    const Element* drow = dtarget + i * call.dim;
    for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
      const EntryRows<Element, kSources> entry(call, e, 0);
      const EntryRows<Element, kSources> next(call, entry_ahead(call, e), 0);
      Vec sums[4] = {};
      int64_t x = 0;
      for (; x + 4 * kLanes <= call.dim; x += 4 * kLanes) {
        LIG_UNROLL
        for (int v = 0; v < 4; ++v) {
          if (v * kLanes % kColumnsOfLine<Element> == 0) next.prefetch(x + v * kLanes);
          sums[v] = fused(load(drow + x + v * kLanes), entry.load_sum(x + v * kLanes), sums[v]);
        }
      }
      for (; x + kLanes <= call.dim; x += kLanes) sums[0] = fused(load(drow + x), entry.load_sum(x), sums[0]);
      if (x < call.dim) {
        const int width = static_cast<int>(call.dim - x);
        const Vec row = EntryRows<Element, kSources>(call, e, x).load_first_sum(width);
        sums[1] = fused(load_first(drow + x, width), row, sums[1]);
      }
      dweights[call.weight_indices[e]] += sum_of_lanes((sums[0] + sums[1]) + (sums[2] + sums[3]));
    }
  }
}

template <class Element>
void gather_weights(const GatherCall& call, const void* dtarget, int64_t begin, int64_t end, double* dweights) {
  const Element* of_elements = static_cast<const Element*>(dtarget);
  switch (call.num_sources) {
    case 1:
      return gather_weights_of<Element, 1>(call, of_elements, begin, end, dweights);
    case 2:
      return gather_weights_of<Element, 2>(call, of_elements, begin, end, dweights);
    default:
      return gather_weights_of<Element, 3>(call, of_elements, begin, end, dweights);
  }
}

template <class Element>
constexpr GatherKernels kGather = {gather<Element>, gather_weights<Element>};

}  // namespace
}  // namespace ligature
