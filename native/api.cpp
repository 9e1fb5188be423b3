// The functions of ligature.h: they check, they call, they catch. No arithmetic, and no exception gets past here.
#include "api.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <vector>

#include "attention.h"
#include "checks.h"
#include "element.h"
#include "embedding.h"
#include "memory.h"

using namespace ligature;

struct lig_embedding {
  EmbeddingPlan plan;
};

struct lig_attention {
  AttentionPlan plan;
};

namespace {

constexpr int32_t kMaxThreads = 1024;
constexpr int64_t kMaxInt32 = std::numeric_limits<int32_t>::max();

// The last failure of each thread. A plain array, so that there is nothing to destroy when a thread or the library
// goes, and nothing to allocate when memory is what has run out.
thread_local char last_error[1024];
thread_local int32_t last_error_length = 0;

// A plan's context. The layers run on the CPU only.
const std::shared_ptr<Context>& cpu_of(const lig_context* context, const char* what) {
  check_not_null("context", context);
  if (context->cpu == nullptr) {
    fail(LIG_UNSUPPORTED, what, " does not run on CUDA devices yet, and the context is ", context->cuda->name());
  }
  return context->cpu;
}

void check_table_rows(const EmbeddingPlan& plan, int32_t table, int64_t table_rows) {
  if (table_rows < 0) refuse("table_rows=", table_rows, " of table ", table, " must not be negative");
  const std::vector<int32_t>& touched = plan.touched(table);
  if (!touched.empty() && touched.back() >= table_rows) {
    refuse("the units select row ", touched.back(), " of table ", table, ", and table_rows=", table_rows);
  }
}

// The checked ranges of a plan's tensors.
class AttentionRanges {
 public:
  explicit AttentionRanges(const AttentionPlan& plan) : shape_(plan.shape()), bytes_(element_bytes(plan.dtype())) {}

  Range queries(const char* name, const void* at) const {
    return checked_range(name, at, bytes_, {shape_.num_queries, shape_.num_heads, shape_.head_dim});
  }
  Range keys(const char* name, const void* at) const {
    return checked_range(name, at, bytes_, {shape_.num_keys, shape_.num_kv_heads, shape_.head_dim});
  }
  Range lse(const float* at) const { return checked_range("lse", at, {shape_.num_queries, shape_.num_heads}); }

 private:
  const AttentionInputs& shape_;
  int64_t bytes_;
};

// The same of an embedding, whose rows have `dim` elements.
class EmbeddingRanges {
 public:
  EmbeddingRanges(const EmbeddingPlan& plan, int64_t dim)
      : plan_(plan), bytes_(element_bytes(plan.dtype())), dim_(dim) {}

  Range rows(const char* name, const void* at, int64_t count) const {
    return checked_range(name, at, bytes_, {count, dim_});
  }

  // What has an element for each slot: none where the plan's pooling weighs no slots.
  Range slots(const char* name, const float* at) const {
    if (plan_.num_slots() == 0 && at != nullptr) refuse(name, " is at ", at, ", and the plan's pool has none");
    return checked_range(name, at, {plan_.num_slots()});
  }

  // Every table lies apart from an output.
  void check_tables(const Range& output, const void* const* tables, const int64_t* table_rows) const {
    checked_range("tables", tables, {plan_.num_tables()});
    checked_range("table_rows", table_rows, {plan_.num_tables()});
    for (int32_t t = 0; t < plan_.num_tables(); ++t) {
      check_table_rows(plan_, t, table_rows[t]);
      check_apart({output}, {rows("table", tables[t], table_rows[t])});
    }
  }

 private:
  const EmbeddingPlan& plan_;
  int64_t bytes_;
  int64_t dim_;
};

}  // namespace

int32_t ligature::failed(lig_status status, const char* text) noexcept {
  const size_t length = std::strlen(text);
  last_error_length = static_cast<int32_t>(length < sizeof last_error ? length : sizeof last_error);
  std::memcpy(last_error, text, last_error_length);
  return status;
}

int32_t lig_abi_version(void) { return LIG_ABI_VERSION; }

int32_t lig_last_error(char* out, int32_t capacity) { return copy_text(out, capacity, last_error, last_error_length); }

int32_t lig_engine_count(void) { return engine_count(); }

int32_t lig_engine_name(char* out, int32_t capacity, int32_t index) {
  if (index < 0 || index >= engine_count()) return 0;
  const char* name = engine(index).name;
  return copy_text(out, capacity, name, static_cast<int32_t>(std::strlen(name)));
}

int32_t lig_engine_supported(int32_t index) {
  return index >= 0 && index < engine_count() && engine(index).supported() ? 1 : 0;
}

int32_t lig_context_create(lig_context** context, int32_t engine_index, int32_t num_threads) {
  return guarded([&] {
    check_not_null("context", context);
    check_between("engine", engine_index, 0, engine_count() - 1);
    check_between("num_threads", num_threads, 1, kMaxThreads);
    const Engine& chosen = engine(engine_index);
    if (!chosen.supported()) {
      fail(LIG_UNSUPPORTED, "engine ", engine_index, " (", chosen.name,
           ") needs instructions that this CPU or its "
           "operating system does not have");
    }
    *context = new lig_context{std::make_shared<Context>(chosen, num_threads), nullptr};
  });
}

void lig_context_destroy(lig_context* context) {
  if (context != nullptr && context->cuda != nullptr) context->cuda->wait_quietly();
  delete context;
}

int32_t lig_memory_create(void** memory, int64_t bytes) {
  return guarded([&] {
    check_not_null("memory", memory);
    check_between("bytes", bytes, 0, std::numeric_limits<int64_t>::max());
    *memory = create_memory(bytes);
  });
}

void lig_memory_destroy(void* memory) { destroy_memory(memory); }

int32_t lig_copy(void* out, const void* in, int32_t out_dtype, int32_t in_dtype, int64_t count) {
  return guarded([&] {
    check_dtype("out_dtype", out_dtype);
    check_dtype("in_dtype", in_dtype);
    check_apart({checked_range("out", out, element_bytes(out_dtype), {count})},
                {checked_range("in", in, element_bytes(in_dtype), {count})});
    copy_elements(out, in, out_dtype, in_dtype, count);
  });
}

int32_t lig_fill(void* out, int32_t dtype, float value, int64_t count) {
  return guarded([&] {
    check_dtype("dtype", dtype);
    checked_range("out", out, element_bytes(dtype), {count});
    fill_elements(out, dtype, value, count);
  });
}

int64_t lig_address(const void* memory) { return static_cast<int64_t>(reinterpret_cast<intptr_t>(memory)); }

int32_t lig_embedding_create(lig_context* context, lig_embedding** plan, const int32_t* units,
                             const int32_t* chunk_start, const int32_t* chunk_end, const int32_t* shift,
                             const int32_t* width, int64_t num_units, int64_t num_chunks, int32_t num_tables,
                             int32_t pool, int32_t num_slots, int32_t dtype) {
  return guarded([&] {
    const std::shared_ptr<Context>& cpu = cpu_of(context, "chunk embedding");
    check_not_null("plan", plan);
    check_between("num_units", num_units, 0, kMaxInt32);
    check_between("num_chunks", num_chunks, 0, kMaxInt32);
    check_between("num_tables", num_tables, 1, LIG_MAX_TABLES);
    checked_range("units", units, {num_units});
    checked_range("chunk_start", chunk_start, {num_chunks});
    checked_range("chunk_end", chunk_end, {num_chunks});
    checked_range("shift", shift, {num_tables});
    checked_range("width", width, {num_tables});
    std::vector<UnitField> fields;
    for (int32_t t = 0; t < num_tables; ++t) {
      if (shift[t] < 0 || width[t] < 1 || shift[t] > 31 || width[t] > 31 - shift[t]) {
        refuse("shift=", shift[t], " and width=", width[t], " of table ", t,
               " must select at least one of bits 0 to 30 and none beyond");
      }
      fields.push_back({shift[t], width[t]});
    }
    check_between("pool", pool, LIG_POOL_SUM, LIG_POOL_SLOTS);
    if (pool == LIG_POOL_SLOTS) {
      check_between("num_slots", num_slots, 1, LIG_MAX_SLOTS);
    } else if (num_slots != 0) {
      refuse("num_slots=", num_slots, " must be 0 where pool=", pool, " weighs no slots");
    }
    check_dtype("dtype", dtype);
    *plan = new lig_embedding{EmbeddingPlan(cpu, units, chunk_start, chunk_end, num_units, num_chunks, fields,
                                            Pooling{pool, num_slots}, dtype)};
  });
}

void lig_embedding_destroy(lig_embedding* plan) { delete plan; }

int64_t lig_embedding_num_touched(const lig_embedding* plan, int32_t table) {
  int64_t num_touched = -1;
  guarded([&] {
    check_not_null("plan", plan);
    check_between("table", table, 0, plan->plan.num_tables() - 1);
    num_touched = static_cast<int64_t>(plan->plan.touched(table).size());
  });
  return num_touched;
}

int32_t lig_embedding_touched(const lig_embedding* plan, int32_t* touched, int32_t table) {
  return guarded([&] {
    check_not_null("plan", plan);
    check_between("table", table, 0, plan->plan.num_tables() - 1);
    const std::vector<int32_t>& rows = plan->plan.touched(table);
    const Range to = checked_range("touched", touched, {static_cast<int64_t>(rows.size())});
    if (to.bytes > 0) std::memcpy(touched, rows.data(), static_cast<size_t>(to.bytes));
  });
}

int32_t lig_embedding_forward(lig_embedding* plan, void* out, const void* const* tables, const float* slot_weights,
                              const int64_t* table_rows, int64_t dim) {
  return guarded([&] {
    check_not_null("plan", plan);
    const EmbeddingRanges ranges(plan->plan, dim);
    const Range to = ranges.rows("out", out, plan->plan.num_chunks());
    ranges.check_tables(to, tables, table_rows);
    check_apart({to}, {ranges.slots("slot_weights", slot_weights)});
    plan->plan.forward(out, tables, slot_weights, dim);
  });
}

int32_t lig_embedding_backward_rows(lig_embedding* plan, void* drows, const void* dout, const float* slot_weights,
                                    int32_t table, int64_t dim) {
  return guarded([&] {
    check_not_null("plan", plan);
    check_between("table", table, 0, plan->plan.num_tables() - 1);
    const EmbeddingRanges ranges(plan->plan, dim);
    const auto num_touched = static_cast<int64_t>(plan->plan.touched(table).size());
    check_apart({ranges.rows("drows", drows, num_touched)},
                {ranges.rows("dout", dout, plan->plan.num_chunks()), ranges.slots("slot_weights", slot_weights)});
    plan->plan.backward_rows(drows, dout, slot_weights, table, dim);
  });
}

int32_t lig_embedding_backward_table(lig_embedding* plan, void* dtable, const void* dout, const float* slot_weights,
                                     int32_t table, int64_t table_rows, int64_t dim) {
  return guarded([&] {
    check_not_null("plan", plan);
    check_between("table", table, 0, plan->plan.num_tables() - 1);
    check_table_rows(plan->plan, table, table_rows);
    const EmbeddingRanges ranges(plan->plan, dim);
    check_apart({ranges.rows("dtable", dtable, table_rows)},
                {ranges.rows("dout", dout, plan->plan.num_chunks()), ranges.slots("slot_weights", slot_weights)});
    plan->plan.backward_table(dtable, dout, slot_weights, table, dim);
  });
}

int32_t lig_embedding_clear_table(lig_embedding* plan, void* dtable, int32_t table, int64_t table_rows, int64_t dim) {
  return guarded([&] {
    check_not_null("plan", plan);
    check_between("table", table, 0, plan->plan.num_tables() - 1);
    check_table_rows(plan->plan, table, table_rows);
    EmbeddingRanges(plan->plan, dim).rows("dtable", dtable, table_rows);
    plan->plan.clear_table(dtable, table, dim);
  });
}

int32_t lig_embedding_backward_slots(lig_embedding* plan, float* dslots, const void* dout, const void* const* tables,
                                     const int64_t* table_rows, int64_t dim) {
  return guarded([&] {
    check_not_null("plan", plan);
    if (plan->plan.num_slots() == 0) refuse("the plan's pool has no slot weights, and so no gradient of them");
    const EmbeddingRanges ranges(plan->plan, dim);
    const Range to = ranges.slots("dslots", dslots);
    ranges.check_tables(to, tables, table_rows);
    check_apart({to}, {ranges.rows("dout", dout, plan->plan.num_chunks())});
    plan->plan.backward_slots(dslots, dout, tables, dim);
  });
}

int32_t lig_attention_create(lig_context* context, lig_attention** plan, const int64_t* indptr, const int32_t* indices,
                             const int32_t* tile_masks, const int64_t* masks, int64_t num_masks, int64_t num_queries,
                             int64_t num_keys, int32_t num_heads, int32_t num_kv_heads, int32_t head_dim,
                             float softmax_scale, int32_t dtype) {
  return guarded([&] {
    const std::shared_ptr<Context>& cpu = cpu_of(context, "chunk attention");
    check_not_null("plan", plan);
    check_between("num_heads", num_heads, 1, kMaxInt32);
    check_between("num_kv_heads", num_kv_heads, 1, kMaxInt32);
    check_between("head_dim", head_dim, 1, kMaxHeadDim);
    if (num_heads % num_kv_heads != 0) {
      refuse("num_heads=", num_heads, " must be divisible by num_kv_heads=", num_kv_heads);
    }
    if (!std::isfinite(softmax_scale)) refuse("softmax_scale=", softmax_scale, " must be finite");
    check_dtype("dtype", dtype);
    BlockMask mask(indptr, indices, tile_masks, masks, num_masks, num_queries, num_keys);
    AttentionInputs shape{};
    shape.num_queries = num_queries;
    shape.num_keys = num_keys;
    shape.num_query_tiles = num_tiles(num_queries);
    shape.num_key_tiles = num_tiles(num_keys);
    shape.num_heads = num_heads;
    shape.num_kv_heads = num_kv_heads;
    shape.head_dim = head_dim;
    shape.softmax_scale = softmax_scale;
    *plan = new lig_attention{AttentionPlan(cpu, std::move(mask), shape, dtype)};
  });
}

void lig_attention_destroy(lig_attention* plan) { delete plan; }

int32_t lig_attention_forward(lig_attention* plan, void* out, float* lse, const void* q, const void* k, const void* v) {
  return guarded([&] {
    check_not_null("plan", plan);
    const AttentionRanges ranges(plan->plan);
    check_apart({ranges.queries("out", out), ranges.lse(lse)},
                {ranges.queries("q", q), ranges.keys("k", k), ranges.keys("v", v)});
    plan->plan.forward(out, lse, q, k, v);
  });
}

int32_t lig_attention_backward(lig_attention* plan, void* dq, void* dk, void* dv, const void* dout, const void* out,
                               const float* lse, const void* q, const void* k, const void* v) {
  return guarded([&] {
    check_not_null("plan", plan);
    const AttentionRanges ranges(plan->plan);
    check_apart({ranges.queries("dq", dq), ranges.keys("dk", dk), ranges.keys("dv", dv)},
                {ranges.queries("dout", dout), ranges.queries("out", out), ranges.lse(lse), ranges.queries("q", q),
                 ranges.keys("k", k), ranges.keys("v", v)});
    plan->plan.backward(dq, dk, dv, dout, out, lse, q, k, v);
  });
}
