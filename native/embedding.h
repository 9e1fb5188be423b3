// Chunk embedding: pools table rows by chunk, and its gradient. Both are sums of rows picked by index lists that
// are built once here, so each result row has one owner and a fixed order of summation.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "context.h"
#include "workspace.h"

namespace ligature {

// The bit field of a unit that selects a table row.
struct UnitField {
  int32_t shift;
  int32_t width;

  int32_t row(int32_t unit) const {
    return static_cast<int32_t>(static_cast<uint32_t>(unit) >> shift & ((uint32_t{1} << width) - 1));
  }
};

// An entry of a chunk list: the row of one table that it reads, and where in the list it stands.
struct RowEntry {
  int32_t row;
  int32_t at;
};

// How the units of a chunk become one vector.
struct Pooling {
  int32_t pool;       // lig_pool
  int32_t num_slots;  // of LIG_POOL_SLOTS, else 0
};

class EmbeddingPlan {
 public:
  // units [num_units], chunk_start and chunk_end [num_chunks], a field for each table; refuses a unit below 0 and a
  // chunk outside the units.
  EmbeddingPlan(std::shared_ptr<Context> context, const int32_t* units, const int32_t* chunk_start,
                const int32_t* chunk_end, int64_t num_units, int64_t num_chunks, const std::vector<UnitField>& fields,
                Pooling pooling, int32_t dtype);

  int64_t num_chunks() const { return static_cast<int64_t>(chunks_.indptr.size()) - 1; }
  int32_t num_tables() const { return static_cast<int32_t>(tables_.size()); }
  int32_t num_slots() const { return pooling_.num_slots; }
  int32_t dtype() const { return dtype_; }
  const std::vector<int32_t>& touched(int32_t table) const { return tables_[table].touched; }

  // Shapes as in the header. The ranges have been checked, and table_rows is past the last touched row of each table.
  void forward(void* out, const void* const* tables, const float* slot_weights, int64_t dim);
  void backward_rows(void* drows, const void* dout, const float* slot_weights, int32_t table, int64_t dim);
  void backward_table(void* dtable, const void* dout, const float* slot_weights, int32_t table, int64_t dim);
  void clear_table(void* dtable, int32_t table, int64_t dim);
  void backward_slots(float* dslots, const void* dout, const void* const* tables, int64_t dim);

 private:
  // Lists of entries, one for each target, and targets cut into blocks of like work.
  struct Lists {
    std::vector<int64_t> indptr;
    std::vector<int64_t> blocks;
    std::vector<int32_t> slots;  // of each entry; empty where no slot has a weight

    int64_t num_blocks() const { return static_cast<int64_t>(blocks.size()) - 1; }
    void cut_into_blocks();
  };

  struct Table {
    std::vector<int32_t> rows;     // of each entry of chunks_
    std::vector<int32_t> touched;  // ascending
    Lists by_row;                  // target: touched row; sources: chunks, ascending
    std::vector<int32_t> chunks;   // of each entry of by_row
  };

  const GatherKernels& kernels() const { return *context_->kernels.gather[dtype_]; }
  void group_by_row(Table& table, const std::vector<RowEntry>& entries, const std::vector<int32_t>& chunk_of);
  GatherCall from_tables(const void* const* tables, int64_t dim) const;
  GatherCall from_chunks(const Table& table, const void* dout, const float* slot_weights, int64_t dim) const;
  void gather(const Lists& lists, const GatherCall& call);
  int64_t slot_parts() const;

  std::shared_ptr<Context> context_;
  Pooling pooling_;
  int32_t dtype_;
  Lists chunks_;  // target: chunk; sources: rows of every table
  std::vector<Table> tables_;
  std::vector<float> chunk_weights_;     // [num_chunks] for the mean, else empty
  std::optional<Workspaces> slot_sums_;  // doubles [slot_parts, num_slots]; none where slots have no weights
};

}  // namespace ligature
