// The scalar engine: attention and embedding as plain loops over the kept pairs, for any CPU.
//
// It is the engine to read first and the one the others must agree with. It packs nothing, keeps S of one query
// and one tile at a time, and looks only at pairs that the mask keeps, so a NaN cannot reach another row.
#include <math.h>
#include <stdint.h>

#include "../../include/ligature.h"
#include "kernels.h"

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

float dot(const float* a, const float* b, int n) {
  float sum = 0;
  for (int i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

void add_scaled(float* sum, float factor, const float* x, int n) {
  for (int i = 0; i < n; ++i) sum[i] += factor * x[i];
}

int64_t query_offset(const AttentionInputs& in, int64_t query, int32_t head) {
  return (query * in.num_heads + head) * in.head_dim;
}

int64_t key_offset(const AttentionInputs& in, int64_t key, int32_t kv_head) {
  return (key * in.num_kv_heads + kv_head) * in.head_dim;
}

AttentionSizes forward_sizes(int32_t) { return {0, 0, 0}; }

// A query pack holds delta [64].
AttentionSizes backward_sizes(int32_t) { return {0, kTile, 0}; }

float* query_pack(const BackwardCall& call, int32_t head, int64_t query_tile) {
  return call.query_packs + (head * call.in.num_query_tiles + query_tile) * kTile;
}

void pack_no_forward_keys(const ForwardCall&, int32_t, int64_t) {}

void pack_no_backward_keys(const BackwardCall&, int32_t, int64_t) {}

// delta = rowsum(dout * out), the part of the softmax gradient that a whole row shares.
void pack_delta(const BackwardCall& call, int32_t head, int64_t query_tile) {
  float* delta = query_pack(call, head, query_tile);
  const int rows = chunks_in_tile(query_tile, call.in.num_queries);
  for (int r = 0; r < rows; ++r) {
    const int64_t at = query_offset(call.in, query_tile * kTile + r, head);
    delta[r] = dot(call.dout + at, call.out + at, call.in.head_dim);
  }
}

// One query: softmax over the tiles seen so far, rescaled whenever a larger score comes (Milakov and Gimelshein,
// "Online normalizer calculation for softmax", 2018).
void forward_row(const ForwardCall& call, int32_t head, int64_t query_tile, int row) {
  const AttentionInputs& in = call.in;
  const int32_t kv_head = head / (in.num_heads / in.num_kv_heads);
  const int64_t query = query_tile * kTile + row;
  const int64_t at = query_offset(in, query, head);
  const float* q = in.q + at;
  float* out = call.out + at;
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
      s[c] = in.softmax_scale * dot(q, in.k + key_offset(in, first_key + c, kv_head), in.head_dim);
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
      add_scaled(sum_pv, p, in.v + key_offset(in, first_key + c, kv_head), in.head_dim);
    }
  }
  const bool nothing = sum_p == 0;  // no pair kept, or every score -inf
  for (int i = 0; i < in.head_dim; ++i) out[i] = nothing ? 0 : sum_pv[i] / sum_p;
  call.lse[query * in.num_heads + head] = nothing ? -INFINITY : max + logf(sum_p);
}

void forward(const ForwardCall& call, int32_t head, int64_t query_tile, float*) {
  const int rows = chunks_in_tile(query_tile, call.in.num_queries);
  for (int row = 0; row < rows; ++row) forward_row(call, head, query_tile, row);
}

// dq = scale * sum over keys of ds * k, where ds = p * (dout . v - delta).
void backward_queries(const BackwardCall& call, int32_t head, int64_t query_tile, float*) {
  const AttentionInputs& in = call.in;
  const int32_t kv_head = head / (in.num_heads / in.num_kv_heads);
  const float* delta = query_pack(call, head, query_tile);
  const int rows = chunks_in_tile(query_tile, in.num_queries);
  for (int row = 0; row < rows; ++row) {
    const int64_t query = query_tile * kTile + row;
    const int64_t at = query_offset(in, query, head);
    const float lse = call.lse[query * in.num_heads + head];
    float sum[kMaxHeadDim] = {};
    for (int64_t e = call.rows.indptr[query_tile]; e < call.rows.indptr[query_tile + 1] && lse != -INFINITY; ++e) {
      const int64_t first_key = int64_t{call.rows.indices[e]} * kTile;
      const uint64_t kept = kept_columns(call.rows, e, row, chunks_in_tile(call.rows.indices[e], in.num_keys));
      for (int c = 0; c < kTile; ++c) {
        if (!(kept >> c & 1)) continue;
        const int64_t key_at = key_offset(in, first_key + c, kv_head);
        const float p = expf(in.softmax_scale * dot(in.q + at, in.k + key_at, in.head_dim) - lse);
        const float ds = p * (dot(call.dout + at, in.v + key_at, in.head_dim) - delta[row]);
        add_scaled(sum, ds, in.k + key_at, in.head_dim);
      }
    }
    for (int i = 0; i < in.head_dim; ++i) call.dq[at + i] = in.softmax_scale * sum[i];
  }
}

// dk = scale * sum over queries of ds * q, dv = sum over queries of p * dout, for every head that reads kv_head.
void backward_keys(const BackwardCall& call, int32_t kv_head, int64_t key_tile, float*) {
  const AttentionInputs& in = call.in;
  const int32_t group = in.num_heads / in.num_kv_heads;
  const int rows = chunks_in_tile(key_tile, in.num_keys);
  for (int row = 0; row < rows; ++row) {
    const int64_t key_at = key_offset(in, key_tile * kTile + row, kv_head);
    float sum_k[kMaxHeadDim] = {};
    float sum_v[kMaxHeadDim] = {};
    for (int32_t head = kv_head * group; head < (kv_head + 1) * group; ++head) {
      for (int64_t e = call.columns.indptr[key_tile]; e < call.columns.indptr[key_tile + 1]; ++e) {
        const int64_t query_tile = call.columns.indices[e];
        const float* delta = query_pack(call, head, query_tile);
        const uint64_t kept = kept_columns(call.columns, e, row, chunks_in_tile(query_tile, in.num_queries));
        for (int c = 0; c < kTile; ++c) {
          if (!(kept >> c & 1)) continue;
          const int64_t query = query_tile * kTile + c;
          const float lse = call.lse[query * in.num_heads + head];
          if (lse == -INFINITY) continue;
          const int64_t at = query_offset(in, query, head);
          const float p = expf(in.softmax_scale * dot(in.q + at, in.k + key_at, in.head_dim) - lse);
          const float ds = p * (dot(call.dout + at, in.v + key_at, in.head_dim) - delta[c]);
          add_scaled(sum_v, p, call.dout + at, in.head_dim);
          add_scaled(sum_k, ds, in.q + at, in.head_dim);
        }
      }
    }
    for (int i = 0; i < in.head_dim; ++i) call.dk[key_at + i] = in.softmax_scale * sum_k[i];
    for (int i = 0; i < in.head_dim; ++i) call.dv[key_at + i] = sum_v[i];
  }
}

void gather(const GatherCall& call, int64_t begin, int64_t end) {
  constexpr int64_t kStrip = 256;  // columns summed at a time, on the stack
  for (int64_t i = begin; i < end; ++i) {
    float* target = call.target + (call.target_rows ? call.target_rows[i] : i) * call.dim;
    const float target_weight = call.target_weights ? call.target_weights[i] : 1;
    for (int64_t x = 0; x < call.dim; x += kStrip) {
      const int width = static_cast<int>(call.dim - x < kStrip ? call.dim - x : kStrip);
      float sum[kStrip] = {};
      for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
        const int64_t row = call.indices[e];
        add_scaled(sum, call.source_weights ? call.source_weights[row] : 1, call.source + row * call.dim + x, width);
      }
      for (int c = 0; c < width; ++c) {
        target[x + c] = (call.add ? target[x + c] : 0) + target_weight * sum[c];
      }
    }
  }
}

}  // namespace

extern const Kernels scalar_kernels;
const Kernels scalar_kernels = {
    {forward_sizes, backward_sizes, pack_no_forward_keys, pack_no_backward_keys, pack_delta, forward, backward_queries,
     backward_keys},
    gather,
};

}  // namespace ligature
