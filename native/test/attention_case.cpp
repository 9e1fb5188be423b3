#include "attention_case.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ligature_test {
namespace {

std::vector<float> random_values(Random& random, int64_t count) {
  std::vector<float> values(count);
  for (float& value : values) value = random.value();
  return values;
}

int64_t tiles(int64_t n) { return (n + LIG_TILE - 1) / LIG_TILE; }

// The bits of one tile of the dense mask, and how many pairs of it exist and are kept.
struct Tile {
  std::vector<int64_t> words = std::vector<int64_t>(LIG_TILE, 0);
  int64_t pairs = 0;
  int64_t kept = 0;
};

Tile cut_tile(const AttentionCase& problem, int64_t row, int64_t column) {
  Tile tile;
  for (int64_t i = row * LIG_TILE; i < std::min(problem.num_queries, (row + 1) * LIG_TILE); ++i) {
    for (int64_t j = column * LIG_TILE; j < std::min(problem.num_keys, (column + 1) * LIG_TILE); ++j) {
      ++tile.pairs;
      if (!problem.keeps(i, j)) continue;
      ++tile.kept;
      tile.words[i % LIG_TILE] |= static_cast<int64_t>(uint64_t{1} << (j % LIG_TILE));
    }
  }
  return tile;
}

void build_tiles(AttentionCase& problem, Random& random) {
  problem.indptr.assign(1, 0);
  problem.indices.clear();
  problem.tile_masks.clear();
  problem.masks.clear();
  std::map<std::vector<int64_t>, int32_t> known;
  for (int64_t row = 0; row < tiles(problem.num_queries); ++row) {
    std::vector<int32_t> columns(tiles(problem.num_keys));
    for (size_t i = 0; i < columns.size(); ++i) columns[i] = static_cast<int32_t>(i);
    for (size_t i = columns.size(); i > 1; --i) std::swap(columns[i - 1], columns[random.below(i)]);
    for (int32_t column : columns) {
      const Tile tile = cut_tile(problem, row, column);
      if (tile.kept == 0 && random.chance(0.8)) continue;
      problem.indices.push_back(column);
      if (tile.kept == tile.pairs && random.chance(0.8)) {
        problem.tile_masks.push_back(LIG_FULL_TILE);
        continue;
      }
      auto [at, fresh] = known.emplace(tile.words, static_cast<int32_t>(known.size()));
      if (fresh) problem.masks.insert(problem.masks.end(), tile.words.begin(), tile.words.end());
      problem.tile_masks.push_back(at->second);
    }
    problem.indptr.push_back(static_cast<int64_t>(problem.indices.size()));
  }
}

}  // namespace

std::string AttentionCase::text() const {
  return "num_queries=" + std::to_string(num_queries) + " num_keys=" + std::to_string(num_keys) +
         " num_heads=" + std::to_string(num_heads) + " num_kv_heads=" + std::to_string(num_kv_heads) +
         " head_dim=" + std::to_string(head_dim) + " " + dtype_name(dtype) +
         " tiles=" + std::to_string(indices.size()) + " masks=" + std::to_string(masks.size() / LIG_TILE);
}

AttentionCase filled(AttentionCase shape, Random& random, MaskKind mask) {
  set_mask(shape, random, mask);
  const int64_t query_floats = shape.num_queries * shape.num_heads * shape.head_dim;
  const int64_t key_floats = shape.num_keys * shape.num_kv_heads * shape.head_dim;
  shape.q = random_values(random, query_floats);
  shape.k = random_values(random, key_floats);
  shape.v = random_values(random, key_floats);
  shape.dout = random_values(random, query_floats);
  return shape;
}

AttentionCase random_case(Random& random, int64_t max_chunks, int32_t head_dim, MaskKind mask) {
  AttentionCase shape;
  shape.num_queries = random.below(max_chunks + 1);
  shape.num_keys = random.chance(0.5) ? shape.num_queries : random.below(max_chunks + 1);
  shape.num_kv_heads = static_cast<int32_t>(random.between(1, 2));
  shape.num_heads = shape.num_kv_heads * static_cast<int32_t>(random.between(1, 3));
  shape.head_dim = head_dim;
  const float sign = random.chance(0.1) ? -1.0f : random.chance(0.1) ? 0.0f : 1.0f;
  shape.softmax_scale = sign * 3.0f / std::sqrt(static_cast<float>(head_dim));
  return filled(shape, random, mask);
}

void set_mask(AttentionCase& problem, Random& random, MaskKind mask) {
  const int64_t window = random.between(0, 90);
  const double density = mask == MaskKind::kSparse ? 0.01 : random.unit();
  std::vector<bool> empty_query(problem.num_queries), empty_key(problem.num_keys);
  for (size_t i = 0; i < empty_query.size(); ++i) empty_query[i] = mask == MaskKind::kHoles && random.chance(0.3);
  for (size_t j = 0; j < empty_key.size(); ++j) empty_key[j] = mask == MaskKind::kHoles && random.chance(0.3);
  problem.kept.assign(problem.num_queries * problem.num_keys, false);
  for (int64_t i = 0; i < problem.num_queries; ++i) {
    for (int64_t j = 0; j < problem.num_keys; ++j) {
      bool keep = false;
      switch (mask) {
        case MaskKind::kAll:
          keep = true;
          break;
        case MaskKind::kCausal:
          keep = j <= i;
          break;
        case MaskKind::kWindow:
          keep = j <= i + window && i <= j + window;
          break;
        case MaskKind::kRandom:
        case MaskKind::kSparse:
          keep = random.chance(density);
          break;
        case MaskKind::kHoles:
          keep = !empty_query[i] && !empty_key[j];
          break;
        case MaskKind::kNone:
        case MaskKind::kCount:
          break;
      }
      problem.kept[i * problem.num_keys + j] = keep;
    }
  }
  build_tiles(problem, random);
}

AttentionOwner open_attention(const AttentionCase& problem, lig_context* context) {
  lig_attention* plan = nullptr;
  check_ok(
      lig_attention_create(context, &plan, problem.indptr.data(), problem.indices.data(), problem.tile_masks.data(),
                           problem.masks.data(), static_cast<int64_t>(problem.masks.size() / LIG_TILE),
                           problem.num_queries, problem.num_keys, problem.num_heads, problem.num_kv_heads,
                           problem.head_dim, problem.softmax_scale, problem.dtype),
      "lig_attention_create");
  return AttentionOwner(plan);
}

AttentionCase stored_as(AttentionCase problem, int32_t dtype) {
  problem.dtype = dtype;
  for (std::vector<float>* tensor : {&problem.q, &problem.k, &problem.v, &problem.dout}) {
    *tensor = rounded(*tensor, dtype);
  }
  return problem;
}

void run_forward(const AttentionCase& problem, lig_attention* plan, AttentionResult& result) {
  Stored out(unwritten(problem.q.size()), problem.dtype);
  result.lse = unwritten(problem.num_queries * problem.num_heads);
  const Stored q(problem.q, problem.dtype), k(problem.k, problem.dtype), v(problem.v, problem.dtype);
  check_ok(lig_attention_forward(plan, out.at(), result.lse.data(), q.at(), k.at(), v.at()), "lig_attention_forward");
  result.out = out.floats();
}

void run_backward(const AttentionCase& problem, lig_attention* plan, AttentionResult& result) {
  Stored dq(unwritten(problem.q.size()), problem.dtype), dk(unwritten(problem.k.size()), problem.dtype), dv = dk;
  const Stored dout(problem.dout, problem.dtype), out(result.out, problem.dtype), q(problem.q, problem.dtype),
      k(problem.k, problem.dtype), v(problem.v, problem.dtype);
  check_ok(lig_attention_backward(plan, dq.at(), dk.at(), dv.at(), dout.at(), out.at(), result.lse.data(), q.at(),
                                  k.at(), v.at()),
           "lig_attention_backward");
  result.dq = dq.floats();
  result.dk = dk.floats();
  result.dv = dv.floats();
}

AttentionResult run_attention(const AttentionCase& problem, lig_attention* plan) {
  AttentionResult result;
  run_forward(problem, plan, result);
  run_backward(problem, plan, result);
  return result;
}

}  // namespace ligature_test
