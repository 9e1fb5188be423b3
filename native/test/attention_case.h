// A random attention problem: shapes, a mask as a dense matrix and as tiles, and tensors.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "check.h"
#include "engines.h"
#include "stored.h"

namespace ligature_test {

enum class MaskKind { kAll, kCausal, kWindow, kRandom, kSparse, kHoles, kNone, kCount };

struct AttentionCase {
  int64_t num_queries = 0;
  int64_t num_keys = 0;
  int32_t num_heads = 1;
  int32_t num_kv_heads = 1;
  int32_t head_dim = 1;
  float softmax_scale = 1;
  int32_t dtype = LIG_F32;  // how an engine gets the tensors below, whose values it can hold
  std::vector<bool> kept;   // [num_queries, num_keys]

  // The same mask as the header takes it.
  std::vector<int64_t> indptr;
  std::vector<int32_t> indices;
  std::vector<int32_t> tile_masks;
  std::vector<int64_t> masks;

  std::vector<float> q;     // [num_queries, num_heads, head_dim]
  std::vector<float> k;     // [num_keys, num_kv_heads, head_dim]
  std::vector<float> v;     // as k
  std::vector<float> dout;  // as q

  bool keeps(int64_t query, int64_t key) const { return kept[query * num_keys + key]; }
  std::string text() const;
};

// Sizes, heads and scale are those of `shape`; the mask and values in [-1, 1) are drawn.
AttentionCase filled(AttentionCase shape, Random& random, MaskKind mask);

// Shapes up to the given sizes, filled.
AttentionCase random_case(Random& random, int64_t max_chunks, int32_t head_dim, MaskKind mask);

// Sets the mask, dense and tiled. Tiles stand in random order; one that is whole comes as LIG_FULL_TILE or as
// bits; one that is empty is left out or comes with no bit set.
void set_mask(AttentionCase& problem, Random& random, MaskKind mask);

// The same problem with its tensors stored as `dtype`.
AttentionCase stored_as(AttentionCase problem, int32_t dtype);

AttentionOwner open_attention(const AttentionCase& problem, lig_context* context);

// What an engine made of a case. Every output begins as NaN, so that one left unwritten shows.
struct AttentionResult {
  std::vector<float> out, lse, dq, dk, dv;
};
AttentionResult run_attention(const AttentionCase& problem, lig_attention* plan);

// Its two halves: forward sets out and lse, backward reads them and sets the rest.
void run_forward(const AttentionCase& problem, lig_attention* plan, AttentionResult& result);
void run_backward(const AttentionCase& problem, lig_attention* plan, AttentionResult& result);

}  // namespace ligature_test
