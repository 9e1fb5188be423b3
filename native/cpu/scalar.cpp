// The scalar engine: attention and embedding as plain loops over the kept pairs, for any CPU.
//
// It is the engine to read first and the one the others must agree with. It packs nothing, keeps S of one query
// and one tile at a time, and looks only at pairs that the mask keeps, so a NaN cannot reach another row.
#include <math.h>
#include <stdint.h>

#include "../../include/ligature.h"
#include "bf16.h"

namespace ligature {
namespace {

// Chunks of tile `tile` when there are `n` in all.
int chunks_in_tile(int64_t tile, int64_t n) {
  const int64_t left = n - tile * kTile;
  return left < kTile ? static_cast<int>(left) : kTile;
}

// Which of `count` columns row `row` of entry `e` keeps, one bit each.
uint64_t kept_columns(const TileList& list, int64_t e, int row, int count) {
  const uint64_t all = count == kTile ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
  if (list.tile_masks[e] == LIG_FULL_TILE) return all;
  return list.masks[int64_t{list.tile_masks[e]} * kTile + row] & all;
}

template <class Element>
float dot(const Element* a, const Element* b, int n) {
  float sum = 0;
  for (int i = 0; i < n; ++i) sum += widened(a[i]) * widened(b[i]);
  return sum;
}

template <class Element>
void add_scaled(float* sum, float factor, const Element* x, int n) {
  for (int i = 0; i < n; ++i) sum[i] += factor * widened(x[i]);
}

int64_t query_offset(const AttentionInputs& in, int64_t query, int32_t head) {
  return (query * in.num_heads + head) * in.head_dim;
}

int64_t key_offset(const AttentionInputs& in, int64_t key, int32_t kv_head) {
  return (key * in.num_kv_heads + kv_head) * in.head_dim;
}

AttentionSizes forward_sizes(int32_t) { return {0, 0, 0}; }

// Gradients are summed as floats, whatever they are stored as.
struct KeySums {
  float* dk;  // [64, head_dim]
  float* dv;  // [64, head_dim]
};

struct QuerySums {
  float* dq;     // [64, head_dim]
  float* delta;  // [64], rowsum(dout * out), the part of the softmax gradient that a whole row shares
};

AttentionSizes backward_sizes(int32_t d) { return {2 * kTile * d, kTile * (d + 1), 0}; }

KeySums key_sums(const BackwardCall& call, int32_t kv_head, int64_t key_tile) {
  const int64_t floats = kTile * call.in.head_dim;
  float* at = call.key_packs + ((kv_head - call.first_kv_head) * call.in.num_key_tiles + key_tile) * 2 * floats;
  return {at, at + floats};
}

QuerySums query_sums(const BackwardCall& call, int32_t head, int64_t query_tile) {
  const int32_t first_head = call.first_kv_head * (call.in.num_heads / call.in.num_kv_heads);
  const int64_t floats = kTile * call.in.head_dim;
  float* at = call.query_packs + ((head - first_head) * call.in.num_query_tiles + query_tile) * (floats + kTile);
  return {at, at + floats};
}

void pack_no_forward_keys(const ForwardCall&, int32_t, int64_t, int64_t) {}

void backward_begin_keys(const BackwardCall& call, int32_t kv_head, int64_t key_tile, int64_t) {
  const KeySums sums = key_sums(call, kv_head, key_tile);
  for (int i = 0; i < kTile * call.in.head_dim; ++i) sums.dk[i] = sums.dv[i] = 0;
}

template <class Element>
void backward_begin_queries(const BackwardCall& call, int32_t head, int64_t query_tile, int64_t) {
  const QuerySums sums = query_sums(call, head, query_tile);
  const int rows = chunks_in_tile(query_tile, call.in.num_queries);
  for (int r = 0; r < rows; ++r) {
    const int64_t at = query_offset(call.in, query_tile * kTile + r, head);
    sums.delta[r] =
        dot(static_cast<const Element*>(call.dout) + at, static_cast<const Element*>(call.out) + at, call.in.head_dim);
  }
  for (int i = 0; i < kTile * call.in.head_dim; ++i) sums.dq[i] = 0;
}

// One query: softmax over the tiles seen so far, rescaled whenever a larger score comes (Milakov and Gimelshein,
// "Online normalizer calculation for softmax", 2018).
template <class Element>
void forward_row(const ForwardCall& call, int32_t head, int64_t query_tile, int row) {
  const AttentionInputs& in = call.in;
  const int32_t kv_head = head / (in.num_heads / in.num_kv_heads);
  const int64_t query = query_tile * kTile + row;
  const int64_t at = query_offset(in, query, head);
  const Element* q = static_cast<const Element*>(in.q) + at;
  const Element* k = static_cast<const Element*>(in.k);
  const Element* v = static_cast<const Element*>(in.v);
  Element* out = static_cast<Element*>(call.out) + at;
  float sum_pv[kMaxHeadDim] = {};
  float max = -INFINITY;
  float sum_p = 0;
  for (int64_t e = call.rows.indptr[query_tile]; e < call.rows.indptr[query_tile + 1]; ++e) {
    const int64_t first_key = int64_t{call.rows.indices[e]} * kTile;
    const uint64_t kept = kept_columns(call.rows, e, row, chunks_in_tile(call.rows.indices[e], in.num_keys));
    float s[kTile];
    float new_max = max;
    for (int c = 0; c < kTile; ++c) {
      if (!(kept >> c & 1)) continue;
      s[c] = in.softmax_scale * dot(q, k + key_offset(in, first_key + c, kv_head), in.head_dim);
      if (s[c] > new_max) new_max = s[c];
    }
    const float base = new_max == -INFINITY ? 0 : new_max;  // as -inf - -inf is NaN
    const float rescale = expf(max - base);
    max = new_max;
    sum_p *= rescale;
    for (int i = 0; i < in.head_dim; ++i) sum_pv[i] *= rescale;
    for (int c = 0; c < kTile; ++c) {
      if (!(kept >> c & 1)) continue;
      const float p = expf(s[c] - base);
      sum_p += p;
      add_scaled(sum_pv, p, v + key_offset(in, first_key + c, kv_head), in.head_dim);
    }
  }
  const bool nothing = sum_p == 0;  // no pair kept, or every score -inf
  for (int i = 0; i < in.head_dim; ++i) put(out + i, nothing ? 0 : sum_pv[i] / sum_p);
  call.lse[query * in.num_heads + head] = nothing ? -INFINITY : max + logf(sum_p);
}

template <class Element>
void forward(const ForwardCall& call, int32_t head, int64_t query_tile, int64_t, float*) {
  const int rows = chunks_in_tile(query_tile, call.in.num_queries);
  for (int row = 0; row < rows; ++row) forward_row<Element>(call, head, query_tile, row);
}

// With ds = p * (dout . v - delta): dq = scale * sum of ds * k, dk = scale * sum of ds * q, dv = sum of p * dout. The
// scale comes last.
template <class Element>
void backward_row(const BackwardCall& call, int32_t head, int32_t kv_head, int64_t query, int64_t key_tile,
                  uint64_t kept) {
  const AttentionInputs& in = call.in;
  const int32_t d = in.head_dim;
  const float lse = call.lse[query * in.num_heads + head];
  if (lse == -INFINITY) return;
  const Element* q = static_cast<const Element*>(in.q) + query_offset(in, query, head);
  const Element* dout = static_cast<const Element*>(call.dout) + query_offset(in, query, head);
  const QuerySums query_sum = query_sums(call, head, query / kTile);
  const KeySums key_sum = key_sums(call, kv_head, key_tile);
  const int64_t row = query % kTile;
  for (int c = 0; c < kTile; ++c) {
    if (!(kept >> c & 1)) continue;
    const Element* k = static_cast<const Element*>(in.k) + key_offset(in, key_tile * kTile + c, kv_head);
    const Element* v = static_cast<const Element*>(in.v) + key_offset(in, key_tile * kTile + c, kv_head);
    const float p = expf(in.softmax_scale * dot(q, k, d) - lse);
    const float ds = p * (dot(dout, v, d) - query_sum.delta[row]);
    add_scaled(query_sum.dq + row * d, ds, k, d);
    add_scaled(key_sum.dk + c * d, ds, q, d);
    add_scaled(key_sum.dv + c * d, p, dout, d);
  }
}

template <class Element>
void backward(const BackwardCall& call, int32_t kv_head, TileRange keys, TileRange queries, float*) {
  const AttentionInputs& in = call.in;
  const int32_t group = in.num_heads / in.num_kv_heads;
  for (int32_t head = kv_head * group; head < (kv_head + 1) * group; ++head) {
    for (int64_t query_tile = queries.begin; query_tile < queries.end; ++query_tile) {
      const int rows = chunks_in_tile(query_tile, in.num_queries);
      for (int64_t e = call.rows.indptr[query_tile]; e < call.rows.indptr[query_tile + 1]; ++e) {
        const int64_t key_tile = call.rows.indices[e];
        if (key_tile < keys.begin || key_tile >= keys.end) continue;
        for (int r = 0; r < rows; ++r) {
          const uint64_t kept = kept_columns(call.rows, e, r, chunks_in_tile(key_tile, in.num_keys));
          backward_row<Element>(call, head, kv_head, query_tile * kTile + r, key_tile, kept);
        }
      }
    }
  }
}

template <class Element>
void write_row(void* gradient, int64_t at, const float* sum, float factor, int n) {
  for (int i = 0; i < n; ++i) put(static_cast<Element*>(gradient) + at + i, factor * sum[i]);
}

template <class Element>
void backward_end_keys(const BackwardCall& call, int32_t kv_head, int64_t key_tile) {
  const int32_t d = call.in.head_dim;
  const KeySums sums = key_sums(call, kv_head, key_tile);
  const int rows = chunks_in_tile(key_tile, call.in.num_keys);
  for (int r = 0; r < rows; ++r) {
    const int64_t at = key_offset(call.in, key_tile * kTile + r, kv_head);
    write_row<Element>(call.dk, at, sums.dk + r * d, call.in.softmax_scale, d);
    write_row<Element>(call.dv, at, sums.dv + r * d, 1, d);
  }
}

template <class Element>
void backward_end_queries(const BackwardCall& call, int32_t head, int64_t query_tile) {
  const int32_t d = call.in.head_dim;
  const QuerySums sums = query_sums(call, head, query_tile);
  const int rows = chunks_in_tile(query_tile, call.in.num_queries);
  for (int r = 0; r < rows; ++r) {
    const int64_t at = query_offset(call.in, query_tile * kTile + r, head);
    write_row<Element>(call.dq, at, sums.dq + r * d, call.in.softmax_scale, d);
  }
}

template <class Element>
constexpr AttentionKernels kAttention = {
    forward_sizes,
    backward_sizes,
    pack_no_forward_keys,
    forward<Element>,
    backward_begin_keys,
    backward_begin_queries<Element>,
    backward<Element>,
    backward_end_keys<Element>,
    backward_end_queries<Element>,
};

template <class Element>
const Element* source_row(const GatherCall& call, int source, int64_t e) {
  return static_cast<const Element*>(call.sources[source].rows) + int64_t{call.sources[source].indices[e]} * call.dim;
}

template <class Element>
void gather(const GatherCall& call, int64_t begin, int64_t end) {
  constexpr int64_t kStrip = 256;  // columns summed at a time, on the stack
  for (int64_t i = begin; i < end; ++i) {
    Element* target = static_cast<Element*>(call.target) + (call.target_rows ? call.target_rows[i] : i) * call.dim;
    const float target_weight = call.target_weights ? call.target_weights[i] : 1;
    for (int64_t x = 0; x < call.dim; x += kStrip) {
      const int width = static_cast<int>(call.dim - x < kStrip ? call.dim - x : kStrip);
      float sum[kStrip] = {};
      for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
        const float weight = call.weights ? call.weights[call.weight_indices[e]] : 1;
        for (int s = 0; s < call.num_sources; ++s) {
          add_scaled(sum, weight, source_row<Element>(call, s, e) + x, width);
        }
      }
      for (int c = 0; c < width; ++c) {
        put(target + x + c, (call.add ? widened(target[x + c]) : 0) + target_weight * sum[c]);
      }
    }
  }
}

template <class Element>
void gather_weights(const GatherCall& call, const void* dtarget, int64_t begin, int64_t end, double* dweights) {
  for (int64_t i = begin; i < end; ++i) {
    const Element* drow = static_cast<const Element*>(dtarget) + i * call.dim;
    for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
      double sum = 0;
      for (int s = 0; s < call.num_sources; ++s) {
        const Element* row = source_row<Element>(call, s, e);
        for (int64_t x = 0; x < call.dim; ++x) sum += double{widened(drow[x])} * double{widened(row[x])};
      }
      dweights[call.weight_indices[e]] += sum;
    }
  }
}

template <class Element>
constexpr GatherKernels kGather = {gather<Element>, gather_weights<Element>};

}  // namespace

extern const Kernels scalar_kernels;
const Kernels scalar_kernels = {{&kAttention<float>, &kAttention<Bf16>}, {&kGather<float>, &kGather<Bf16>}};

}  // namespace ligature
