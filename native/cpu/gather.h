// Sums of rows picked by an index list, for chunk embedding. A strip of the sum stays in registers while the rows go
// by, and the rows to come are fetched ahead, as nothing else could guess where they lie.
//
// Every element of a result is summed in one order and with one rounding a step, whatever stands beside it and however
// it is stored: a result in bfloat16 is that of the same floats, rounded.
// Included once by each engine.
#pragma once
#include "vec.h"

namespace ligature {
namespace {

constexpr int64_t kAhead = 12;  // entries from now
constexpr int kWideStrip = LIG_COLUMN_VECS * 4;

template <class Element>
constexpr int kVecsOfLine = 64 / (sizeof(Element) * kLanes);

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

// The entry that is fetched while entry e is read.
LIG_INLINE int64_t entry_ahead(const GatherCall& call, int64_t e) {
  return e + kAhead < call.num_entries ? e + kAhead : e;
}

LIG_INLINE Vec target_weight(const GatherCall& call, int64_t i) {
  return broadcast(call.target_weights ? call.target_weights[i] : 1);
}

// Stores past the caches, which saves to read the line that is written. `at` is aligned for the vector.
LIG_INLINE void stream(float* at, Vec value) {
#if defined(__AVX512F__)
  _mm512_stream_ps(at, value);
#elif defined(__AVX__)
  _mm256_stream_ps(at, value);
#else
  store(at, value);
#endif
}
LIG_INLINE void stream(Bf16* at, Vec value) {
#if defined(__AVX__)
  HalfVec bits;
  store(reinterpret_cast<Bf16*>(&bits), value);
#if defined(__AVX512F__)
  _mm256_stream_si256(reinterpret_cast<__m256i*>(at), reinterpret_cast<__m256i>(bits));
#else
  _mm_stream_si128(reinterpret_cast<__m128i*>(at), reinterpret_cast<__m128i>(bits));
#endif
#else
  store(at, value);
#endif
}

// Whoever hears that this thread is done sees what it streamed.
inline void end_stream() {
#if defined(__AVX__)
  _mm_sfence();
#endif
}

// Columns [x, x + kVecs * kLanes) of target i.
template <int kVecs, class Element, int kSources, bool kWeighted>
LIG_INLINE void gather_strip(const GatherCall& call, int64_t i, Element* target, int64_t x) {
  Vec sum[kVecs] = {};
  for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
    const EntryRows<Element, kSources> entry(call, e, x);
    const EntryRows<Element, kSources> next(call, entry_ahead(call, e), x);
    const Vec weight = broadcast(kWeighted ? call.weights[call.weight_indices[e]] : 1);
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) {
      if (v % kVecsOfLine<Element> == 0) next.prefetch(v * kLanes);
      const Vec row = entry.load_sum(v * kLanes);
      sum[v] = kWeighted ? fused(weight, row, sum[v]) : sum[v] + row;
    }
  }
  const Vec weight = target_weight(call, i);
  Element* at = target + x;
  if (call.add) {
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) store(at + v * kLanes, fused(weight, sum[v], load(at + v * kLanes)));
  } else if (call.stream) {
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) stream(at + v * kLanes, weight * sum[v]);
  } else {
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) store(at + v * kLanes, weight * sum[v]);
  }
}

// The last columns, fewer than a vector.
template <class Element, int kSources, bool kWeighted>
void gather_rest(const GatherCall& call, int64_t i, Element* target, int64_t x) {
  const int width = static_cast<int>(call.dim - x);
  Vec sum = {};
  for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
    const Vec row = EntryRows<Element, kSources>(call, e, x).load_first_sum(width);
    sum = kWeighted ? fused(broadcast(call.weights[call.weight_indices[e]]), row, sum) : sum + row;
  }
  const Vec weight = target_weight(call, i);
  sum = call.add ? fused(weight, sum, load_first(target + x, width)) : weight * sum;
  store_first(target + x, sum, width);
}

template <class Element, int kSources, bool kWeighted>
void gather_targets(const GatherCall& call, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; ++i) {
    Element* target = static_cast<Element*>(call.target) + (call.target_rows ? call.target_rows[i] : i) * call.dim;
    int64_t x = 0;
    for (; x + kWideStrip * kLanes <= call.dim; x += kWideStrip * kLanes) {
      gather_strip<kWideStrip, Element, kSources, kWeighted>(call, i, target, x);
    }
    for (; x + 4 * kLanes <= call.dim; x += 4 * kLanes) {
      gather_strip<4, Element, kSources, kWeighted>(call, i, target, x);
    }
    for (; x + kLanes <= call.dim; x += kLanes) gather_strip<1, Element, kSources, kWeighted>(call, i, target, x);
    if (x < call.dim) gather_rest<Element, kSources, kWeighted>(call, i, target, x);
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
          if (v % kVecsOfLine<Element> == 0) next.prefetch(x + v * kLanes);
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
