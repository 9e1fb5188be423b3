// Chunk embedding: pools table rows by chunk, and its gradient. Both are sums of rows picked by index lists that
// are built once here, so each result row has one owner and a fixed order of summation.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "context.h"

namespace ligature {

// The bit field of a unit that selects a table row.
struct UnitField {
  int32_t shift;
  int32_t width;

  int32_t row(int32_t unit) const {
    return static_cast<int32_t>(static_cast<uint32_t>(unit) >> shift & ((uint32_t{1} << width) - 1));
  }
};

class EmbeddingPlan {
 public:
  // units [num_units], chunk_start and chunk_end [num_chunks]; refuses a unit below 0 and a chunk outside the units.
  EmbeddingPlan(std::shared_ptr<Context> context, const int32_t* units, const int32_t* chunk_start,
                const int32_t* chunk_end, int64_t num_units, int64_t num_chunks, UnitField field, bool mean);

  int64_t num_chunks() const { return static_cast<int64_t>(by_chunk_.indptr.size()) - 1; }
  const std::vector<int32_t>& touched() const { return touched_; }

  // Shapes as in the header. The ranges have been checked, and table_rows is past the last touched row.
  void forward(float* out, const float* table, int64_t dim);
  void backward_rows(float* drows, const float* dout, int64_t dim);
  void backward_table(float* dtable, const float* dout, int64_t dim);

 private:
  // Lists of source rows, one for each target, and targets cut into blocks of like work.
  struct Lists {
    std::vector<int64_t> indptr;
    std::vector<int32_t> indices;
    std::vector<int64_t> blocks;

    void cut_into_blocks();
  };

  void group_by_row();
  void gather(const Lists& lists, GatherCall call);

  std::shared_ptr<Context> context_;
  Lists by_chunk_;                // target: chunk; sources: table rows
  Lists by_row_;                  // target: touched row; sources: chunks, ascending
  std::vector<int32_t> touched_;  // ascending
  std::vector<float> weights_;    // [num_chunks] for the mean, else empty
};

}  // namespace ligature
