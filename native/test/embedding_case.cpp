#include "embedding_case.h"

#include <algorithm>

#include "stored.h"

namespace ligature_test {

std::string EmbeddingCase::text() const {
  std::string text = "units=" + std::to_string(units.size()) + " chunks=" + std::to_string(num_chunks()) +
                     " dim=" + std::to_string(dim) + " " + dtype_name(dtype) + " pool=" + std::to_string(pool) +
                     " slots=" + std::to_string(slot_weights.size());
  for (const TableCase& table : tables) {
    text += " (shift=" + std::to_string(table.shift) + " width=" + std::to_string(table.width) +
            " rows=" + std::to_string(table.rows) + ")";
  }
  return text;
}

EmbeddingCase random_embedding(Random& random, int64_t dim) {
  EmbeddingCase problem;
  problem.pool = static_cast<int32_t>(random.between(LIG_POOL_SUM, LIG_POOL_SLOTS));
  problem.dim = dim;
  problem.tables.resize(random.between(1, LIG_MAX_TABLES));
  for (TableCase& table : problem.tables) {
    table.width = static_cast<int32_t>(random.between(1, 9));
    table.shift = static_cast<int32_t>(random.between(0, 31 - table.width));
    table.rows = int64_t{1} << table.width;
  }
  const auto num_units = static_cast<int32_t>(random.below(400));
  for (int32_t i = 0; i < num_units; ++i) {
    const bool common = i > 0 && random.chance(0.3);
    problem.units.push_back(common ? problem.units[0] : static_cast<int32_t>(random.next() >> 33));
  }
  for (int64_t views = random.between(1, 3); views > 0; --views) {
    for (int32_t at = 0; at < num_units;) {
      const int32_t end = std::min(num_units, at + static_cast<int32_t>(random.between(0, 5)));
      problem.chunk_start.push_back(at);
      problem.chunk_end.push_back(end);
      at = random.chance(0.1) ? end + 1 : end;
    }
  }
  if (random.chance(0.3)) {
    problem.chunk_start.push_back(0);
    problem.chunk_end.push_back(num_units);
  }
  for (TableCase& table : problem.tables) {
    table.values.resize(table.rows * dim);
    for (float& value : table.values) value = random.value();
  }
  if (problem.pool == LIG_POOL_SLOTS) problem.slot_weights.resize(random.between(1, 7));
  problem.dout.resize(problem.num_chunks() * dim);
  for (float& value : problem.slot_weights) value = random.value();
  for (float& value : problem.dout) value = random.value();
  return problem;
}

EmbeddingCase stored_as(EmbeddingCase problem, int32_t dtype) {
  problem.dtype = dtype;
  for (TableCase& table : problem.tables) table.values = rounded(table.values, dtype);
  problem.dout = rounded(problem.dout, dtype);
  return problem;
}

EmbeddingOwner open_embedding(const EmbeddingCase& problem, lig_context* context) {
  lig_embedding* plan = nullptr;
  std::vector<int32_t> shift, width;
  for (const TableCase& table : problem.tables) {
    shift.push_back(table.shift);
    width.push_back(table.width);
  }
  check_ok(
      lig_embedding_create(context, &plan, problem.units.data(), problem.chunk_start.data(), problem.chunk_end.data(),
                           shift.data(), width.data(), static_cast<int64_t>(problem.units.size()), problem.num_chunks(),
                           static_cast<int32_t>(problem.tables.size()), problem.pool,
                           static_cast<int32_t>(problem.slot_weights.size()), problem.dtype),
      "lig_embedding_create");
  return EmbeddingOwner(plan);
}

}  // namespace ligature_test
