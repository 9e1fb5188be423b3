// Attention forward of a query tile: sm_80 and later, bf16 or fp16, head dim 64 or 128.
#pragma once
#include "attention_tile.cuh"

namespace ligature {

// q, two buffers of k and v, and a word for any_of_block.
template <int kHeadDim>
constexpr uint32_t kForwardSharedBytes = 5 * SharedTile<kHeadDim>::kBytes + 16;

template <class Element, int kHeadDim>
LIG_DEVICE void forward_base(const AttentionForwardArguments& call) {
  constexpr int kTileBytes = SharedTile<kHeadDim>::kBytes;
  constexpr int kSteps = kHeadDim / 16;
  constexpr int kBlocks = kHeadDim / 8;
  const AttentionInputs& in = call.in;
  const Lane at;
  const auto head = static_cast<int32_t>(block_index() % in.num_heads);
  const int32_t kv_head = head / (in.num_heads / in.num_kv_heads);
  const int64_t tile = call.row_order[block_index() / in.num_heads];
  const int rows = chunks_in_tile(tile, in.num_queries);
  const int64_t begin = call.rows.indptr[tile];
  const int64_t end = call.rows.indptr[tile + 1];
  char* q_tile = shared_memory();
  char* k_tiles = q_tile + kTileBytes;
  char* v_tiles = k_tiles + 2 * kTileBytes;
  auto* word = reinterpret_cast<uint32_t*>(v_tiles + 2 * kTileBytes);
  const auto fetch = [&](int64_t e) {
    if (e < end) {
      const int64_t key_tile = call.rows.indices[e];
      const int keys = chunks_in_tile(key_tile, in.num_keys);
      const int at_buffer = static_cast<int>((e - begin) & 1) * kTileBytes;
      copy_tile<Element, kHeadDim>(k_tiles + at_buffer, in.k, key_tile * kTile, keys, in.num_kv_heads, kv_head);
      copy_tile<Element, kHeadDim>(v_tiles + at_buffer, in.v, key_tile * kTile, keys, in.num_kv_heads, kv_head);
    }
    commit_copies();
  };

  copy_tile<Element, kHeadDim>(q_tile, in.q, tile * kTile, rows, in.num_heads, head);
  commit_copies();
  fetch(begin);
  wait_copies<1>();
  sync_block();
  uint32_t q[kSteps][4];
  LIG_UNROLL for (int step = 0; step < kSteps; ++step) load_rows<kHeadDim>(q[step], q_tile, step, at);

  // Scores are in units of log 2, as exp2 is what the device has.
  const float scale = in.softmax_scale * kLog2E;
  float sum_pv[kBlocks][4] = {};
  float max[2] = {-INFINITY, -INFINITY};
  float sum_p[2] = {0, 0};
  for (int64_t e = begin; e < end; ++e) {
    fetch(e + 1);
    wait_copies<1>();
    sync_block();
    const int keys = chunks_in_tile(call.rows.indices[e], in.num_keys);
    const int at_buffer = static_cast<int>((e - begin) & 1) * kTileBytes;
    float s[kPairBlocks][4] = {};
    LIG_UNROLL for (int step = 0; step < kSteps; ++step) {
      multiply_rows<Element, kHeadDim>(s, q[step], k_tiles + at_buffer, step, 0, at);
    }
    LIG_UNROLL for (int block = 0; block < kPairBlocks; ++block) {
      LIG_UNROLL for (int i = 0; i < 4; ++i) s[block][i] *= scale;
    }
    if (call.rows.tile_masks[e] != kFullTile || keys < kTile) {
      const KeptPairs kept(call.rows, e, keys, at);
      LIG_UNROLL for (int block = 0; block < kPairBlocks; ++block) {
        LIG_UNROLL for (int i = 0; i < 4; ++i) {
          if (!kept.keeps(block * 8, i, at)) s[block][i] = -INFINITY;
        }
      }
    }
    LIG_UNROLL for (int half = 0; half < 2; ++half) {
      float new_max = max[half];
      LIG_UNROLL for (int block = 0; block < kPairBlocks; ++block) {
        new_max = fmaxf(new_max, fmaxf(s[block][half * 2], s[block][half * 2 + 1]));
      }
      new_max = fmaxf(new_max, exchange(new_max, 1));
      new_max = fmaxf(new_max, exchange(new_max, 2));
      const float base = new_max == -INFINITY ? 0 : new_max;  // as -inf - -inf is NaN
      const float rescale = exp2_fast(max[half] - base);
      max[half] = new_max;
      sum_p[half] *= rescale;
      LIG_UNROLL for (int block = 0; block < kPairBlocks; ++block) {
        LIG_UNROLL for (int i = half * 2; i < half * 2 + 2; ++i) {
          s[block][i] = exp2_fast(s[block][i] - base);
          sum_p[half] += s[block][i];
        }
      }
      LIG_UNROLL for (int block = 0; block < kBlocks; ++block) {
        sum_pv[block][half * 2] *= rescale;
        sum_pv[block][half * 2 + 1] *= rescale;
      }
    }
    LIG_UNROLL for (int step = 0; step < kTile / 16; ++step) {
      uint32_t p[4];
      round_pairs<Element>(p, s, step);
      multiply_columns<Element, kHeadDim>(sum_pv, p, v_tiles + at_buffer, 16 * step, at);
    }
    sync_block();  // the buffer is read no more
  }

  float factors[2];
  LIG_UNROLL for (int half = 0; half < 2; ++half) {
    sum_p[half] += exchange(sum_p[half], 1);
    sum_p[half] += exchange(sum_p[half], 2);
    factors[half] = sum_p[half] == 0 ? 0 : 1 / sum_p[half];
  }
  const bool bad = any_not_finite(sum_pv) || !is_finite(sum_p[0]) || !is_finite(sum_p[1]);
  if (any_of_block(bad, word)) {
    note_recomputed_tile();
    forward_tile<Element>(call, head, tile);
    return;
  }
  write_rows<Element, kHeadDim>(call.out, sum_pv, factors, tile * kTile, rows, in.num_heads, head, at);
  LIG_UNROLL for (int half = 0; half < 2; ++half) {
    if (at.pair != 0 || at.row(half) >= rows) continue;
    const int64_t query = tile * kTile + at.row(half);
    call.lse[query * in.num_heads + head] = sum_p[half] == 0 ? -INFINITY : (max[half] + log2f(sum_p[half])) * kLn2;
  }
}

}  // namespace ligature
