// A random embedding problem: units, chunks, tables and their fields.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "check.h"
#include "engines.h"

namespace ligature_test {

struct TableCase {
  int32_t shift = 0;
  int32_t width = 1;
  int64_t rows = 0;
  std::vector<float> values;  // [rows, dim]

  int64_t row(int32_t unit) const { return unit / (int64_t{1} << shift) % (int64_t{1} << width); }
};

struct EmbeddingCase {
  std::vector<int32_t> units, chunk_start, chunk_end;
  int32_t pool = LIG_POOL_SUM;
  int64_t dim = 0;
  int32_t dtype = LIG_F32;  // how an engine gets tables and dout, whose values it can hold
  std::vector<TableCase> tables;
  std::vector<float> slot_weights;  // floats always
  std::vector<float> dout;          // [num_chunks, dim]

  int64_t num_chunks() const { return static_cast<int64_t>(chunk_start.size()); }
  const float* weights_or_null() const { return pool == LIG_POOL_SLOTS ? slot_weights.data() : nullptr; }
  std::string text() const;
};

// Several cuttings of the same units, with empty and overlapping chunks among them; the fields of tables may overlap.
EmbeddingCase random_embedding(Random& random, int64_t dim);

// The same problem with tables and dout stored as `dtype`.
EmbeddingCase stored_as(EmbeddingCase problem, int32_t dtype);

EmbeddingOwner open_embedding(const EmbeddingCase& problem, lig_context* context);

}  // namespace ligature_test
