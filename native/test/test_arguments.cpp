// Every way to call the header wrongly that can be told from outside gives a status and a text with the values.
#include <cmath>
#include <cstring>
#include <limits>

#include "attention_case.h"
#include "check.h"
#include "engines.h"

namespace ligature_test {
namespace {

constexpr int64_t kHuge = std::numeric_limits<int64_t>::max();

void library() {
  CHECK(lig_abi_version() == LIG_ABI_VERSION, "%d", lig_abi_version());
  CHECK(lig_engine_count() >= 1 && engine_name(0) == "scalar" && lig_engine_supported(0) == 1, "no scalar engine");
  char text[8] = "xxxxxxx";
  CHECK(lig_engine_name(text, 3, 0) == 3 && std::strcmp(text, "scaxxxx") == 0, "%s", text);
  CHECK(lig_engine_name(text, 8, -1) == 0 && lig_engine_name(text, 8, lig_engine_count()) == 0, "a name out of range");
  CHECK(lig_engine_name(nullptr, 8, 0) == 0 && lig_engine_name(text, -1, 0) == 0, "nowhere to write");
  CHECK(lig_engine_supported(-1) == 0 && lig_engine_supported(lig_engine_count()) == 0, "supported out of range");
  CHECK(lig_last_error(nullptr, 100) == 0 && lig_last_error(text, 0) == 0, "nowhere to write");
}

void contexts() {
  lig_context* context = nullptr;
  check_refused(lig_context_create(nullptr, 0, 1), "context is NULL");
  check_refused(lig_context_create(&context, -1, 1), "engine=-1");
  check_refused(lig_context_create(&context, lig_engine_count(), 1), "engine=");
  check_refused(lig_context_create(&context, 0, 0), "num_threads=0");
  check_refused(lig_context_create(&context, 0, 1025), "num_threads=1025");
  for (int i = 0; i < lig_engine_count(); ++i) {
    if (!lig_engine_supported(i)) check_refused(lig_context_create(&context, i, 1), "instructions", LIG_UNSUPPORTED);
  }
  CHECK(context == nullptr, "a failure left a context");
  lig_context_destroy(nullptr);
}

void memory() {
  void* memory = nullptr;
  check_refused(lig_memory_create(nullptr, 1), "memory is NULL");
  check_refused(lig_memory_create(&memory, -1), "bytes=-1");
  check_refused(lig_memory_create(&memory, kHuge), "bytes=9223372036854775807", LIG_OUT_OF_MEMORY);
  check_refused(lig_memory_create(&memory, int64_t{1} << 60), "bytes=1152921504606846976", LIG_OUT_OF_MEMORY);
  CHECK(memory == nullptr, "a failure left memory");
  lig_memory_destroy(nullptr);

  float values[8] = {0, 1, 2, 3, 4, 5, 6, 7};
  float copy[8] = {};
  auto copy_floats = [](float* out, const float* in, int64_t count) {
    return lig_copy(out, in, LIG_F32, LIG_F32, count);
  };
  check_ok(copy_floats(copy, values, 8), "lig_copy");
  CHECK(std::memcmp(copy, values, sizeof values) == 0, "not copied");
  check_ok(copy_floats(values + 4, values, 4), "lig_copy");
  check_refused(copy_floats(values + 3, values, 4), "out (16 bytes at ");
  check_refused(copy_floats(nullptr, values, 4), "out is NULL");
  check_refused(copy_floats(copy, nullptr, 4), "in is NULL");
  check_refused(copy_floats(copy, values, -4), "[-4]");
  check_refused(copy_floats(copy, values, kHuge), "more than memory can hold");
  check_refused(copy_floats(reinterpret_cast<float*>(~uintptr_t{7}), values, 4), "passes the end of memory");
  check_refused(copy_floats(copy, reinterpret_cast<float*>(reinterpret_cast<char*>(values) + 1), 4), "multiple of 4");
  check_refused(lig_copy(copy, values, 2, LIG_F32, 4), "out_dtype=2 must be 0 (F32) or 1 (BF16)");
  check_refused(lig_copy(copy, values, LIG_F32, -1, 4), "in_dtype=-1");
  check_refused(lig_copy(values, values + 3, LIG_F32, LIG_BF16, 4), "in (8 bytes at ");
  check_refused(lig_copy(reinterpret_cast<char*>(copy) + 1, values, LIG_BF16, LIG_F32, 4), "multiple of 2");
  check_ok(copy_floats(nullptr, nullptr, 0), "lig_copy of nothing");
  check_ok(lig_copy(nullptr, nullptr, LIG_BF16, LIG_F32, 0), "lig_copy of nothing");
  check_ok(lig_fill(copy, LIG_F32, 2.5f, 7), "lig_fill");
  CHECK(copy[0] == 2.5f && copy[6] == 2.5f && copy[7] == 7, "not filled");
  check_refused(lig_fill(nullptr, LIG_F32, 1, 1), "out is NULL");
  check_refused(lig_fill(copy, LIG_F32, 1, -1), "[-1]");
  check_refused(lig_fill(copy, 7, 1, 1), "dtype=7 must be");
  CHECK(lig_address(nullptr) == 0 && lig_address(values) == static_cast<int64_t>(reinterpret_cast<intptr_t>(values)),
        "addresses");
}

void embedding_plans(lig_context* context) {
  const int32_t units[] = {3, 5, 0};
  const int32_t start[] = {0, 1};
  const int32_t end[] = {1, 3};
  const int32_t shift[] = {0, 0, 1, 2}, width[] = {18, 18, 1, 1};
  lig_embedding* plan = nullptr;
  auto create = [&](const int32_t* u, const int32_t* s, const int32_t* e, int64_t num_units, int64_t num_chunks) {
    return lig_embedding_create(context, &plan, u, s, e, shift, width, num_units, num_chunks, 1, LIG_POOL_SUM, 0,
                                LIG_F32);
  };
  auto create_with = [&](const int32_t* shifts, const int32_t* widths, int32_t num_tables, int32_t pool,
                         int32_t num_slots, int32_t dtype = LIG_F32) {
    return lig_embedding_create(context, &plan, units, start, end, shifts, widths, 3, 2, num_tables, pool, num_slots,
                                dtype);
  };
  check_refused(lig_embedding_create(nullptr, &plan, units, start, end, shift, width, 3, 2, 1, 0, 0, LIG_F32),
                "context is NULL");
  check_refused(lig_embedding_create(context, nullptr, units, start, end, shift, width, 3, 2, 1, 0, 0, LIG_F32),
                "plan is NULL");
  check_refused(create(nullptr, start, end, 3, 2), "units is NULL");
  check_refused(create(units, nullptr, end, 3, 2), "chunk_start is NULL");
  check_refused(create(units, start, nullptr, 3, 2), "chunk_end is NULL");
  check_refused(create(units, start, end, -3, 2), "num_units=-3");
  check_refused(create(units, start, end, 3, -2), "num_chunks=-2");
  check_refused(create(units, start, end, kHuge, 2), "num_units=9223372036854775807");
  check_refused(create(units, start, end, 3, kHuge), "num_chunks=9223372036854775807");
  check_refused(create(units, start, end, 2, 2), "chunk 1 is [1, 3)");
  check_refused(create(units, end, start, 3, 2), "chunk 0 is [1, 0)");
  const int32_t negative[] = {-1, 1};
  check_refused(create(units, negative, end, 3, 2), "chunk 0 is [-1, 1)");
  check_refused(create(negative, start, start, 2, 2), "units[0]=-1");
  std::vector<int32_t> many(50000, 0), zeros(50000, 0), ends(50000, 50000);
  check_refused(create(many.data(), zeros.data(), ends.data(), 50000, 50000), "at most 2147483647");
  for (auto [s, w] : {std::pair{-1, 18}, {0, 0}, {0, 32}, {14, 18}, {31, 1}, {2147483647, 2147483647}}) {
    const int32_t shifts[] = {0, s}, widths[] = {1, w};
    check_refused(create_with(shifts, widths, 2, 0, 0), ("shift=" + std::to_string(s)).c_str());
  }
  check_refused(create_with(nullptr, width, 1, 0, 0), "shift is NULL");
  check_refused(create_with(shift, nullptr, 1, 0, 0), "width is NULL");
  check_refused(create_with(shift, width, 0, 0, 0), "num_tables=0");
  check_refused(create_with(shift, width, 4, 0, 0), "num_tables=4");
  check_refused(create_with(shift, width, 1, 3, 0), "pool=3");
  check_refused(create_with(shift, width, 1, -1, 0), "pool=-1");
  check_refused(create_with(shift, width, 1, LIG_POOL_SLOTS, 0), "num_slots=0");
  check_refused(create_with(shift, width, 1, LIG_POOL_SLOTS, LIG_MAX_SLOTS + 1), "num_slots=1025");
  check_refused(create_with(shift, width, 1, LIG_POOL_MEAN, 2), "num_slots=2 must be 0");
  check_refused(create_with(shift, width, 1, LIG_POOL_SUM, 0, 2), "dtype=2 must be 0 (F32) or 1 (BF16)");
  check_refused(create_with(shift, width, 1, LIG_POOL_SUM, 0, -1), "dtype=-1");
  CHECK(plan == nullptr, "a failure left a plan");
  check_ok(create(nullptr, nullptr, nullptr, 0, 0), "a plan of nothing");
  const void* nowhere[] = {nullptr};
  const int64_t no_rows[] = {0};
  check_ok(lig_embedding_forward(plan, nullptr, nowhere, nullptr, no_rows, 4), "forward of nothing");
  check_ok(lig_embedding_touched(plan, nullptr, 0), "touched of nothing");
  lig_embedding_destroy(plan);
  lig_embedding_destroy(nullptr);
}

// Two tables: whole units, and their lowest bit. Slots have weights.
void embedding_calls(lig_context* context) {
  const int32_t units[] = {3, 5, 0};
  const int32_t start[] = {0, 1};
  const int32_t end[] = {1, 3};
  const int32_t shift[] = {0, 0}, width[] = {18, 1};
  lig_embedding* plan = nullptr;
  check_ok(lig_embedding_create(context, &plan, units, start, end, shift, width, 3, 2, 2, LIG_POOL_SLOTS, 2, LIG_F32),
           "lig_embedding_create");
  EmbeddingOwner owner(plan);
  float table[6 * 2] = {}, small[2 * 2] = {}, out[2 * 2], rows[3 * 2], weights[2] = {}, dweights[2];
  const void* tables[] = {table, small};
  const void* holed[] = {table, nullptr};
  const int64_t table_rows[] = {6, 2}, too_few[] = {6, 1}, below_none[] = {-6, 2};
  int32_t touched[3];
  CHECK(lig_embedding_num_touched(plan, 0) == 3 && lig_embedding_num_touched(plan, 1) == 2, "other rows touched");
  CHECK(lig_embedding_num_touched(nullptr, 0) == -1 && last_error() == "plan is NULL", "%s", last_error().c_str());
  CHECK(lig_embedding_num_touched(plan, 2) == -1 && last_error().find("table=2") == 0, "%s", last_error().c_str());
  check_refused(lig_embedding_touched(nullptr, touched, 0), "plan is NULL");
  check_refused(lig_embedding_touched(plan, nullptr, 0), "touched is NULL");
  check_refused(lig_embedding_touched(plan, touched, -1), "table=-1");

  check_refused(lig_embedding_forward(nullptr, out, tables, weights, table_rows, 2), "plan is NULL");
  check_refused(lig_embedding_forward(plan, nullptr, tables, weights, table_rows, 2), "out is NULL");
  check_refused(lig_embedding_forward(plan, out, nullptr, weights, table_rows, 2), "tables is NULL");
  check_refused(lig_embedding_forward(plan, out, holed, weights, table_rows, 2), "table is NULL");
  check_refused(lig_embedding_forward(plan, out, tables, nullptr, table_rows, 2), "slot_weights is NULL");
  check_refused(lig_embedding_forward(plan, out, tables, weights, nullptr, 2), "table_rows is NULL");
  check_refused(lig_embedding_forward(plan, out, tables, weights, too_few, 2), "select row 1 of table 1");
  check_refused(lig_embedding_forward(plan, out, tables, weights, below_none, 2), "table_rows=-6");
  check_refused(lig_embedding_forward(plan, out, tables, weights, table_rows, -2), ", -2] with a negative extent");
  check_refused(lig_embedding_forward(plan, out, tables, weights, table_rows, kHuge / 4), "more than memory can hold");
  check_refused(lig_embedding_forward(plan, small, tables, weights, table_rows, 2), "out (16 bytes");
  check_refused(lig_embedding_forward(plan, out, tables, out, table_rows, 2), "overlaps slot_weights");

  check_refused(lig_embedding_backward_rows(nullptr, rows, out, weights, 0, 2), "plan is NULL");
  check_refused(lig_embedding_backward_rows(plan, nullptr, out, weights, 0, 2), "drows is NULL");
  check_refused(lig_embedding_backward_rows(plan, rows, nullptr, weights, 0, 2), "dout is NULL");
  check_refused(lig_embedding_backward_rows(plan, rows, out, nullptr, 0, 2), "slot_weights is NULL");
  check_refused(lig_embedding_backward_rows(plan, rows, out, weights, 2, 2), "table=2");
  check_refused(lig_embedding_backward_rows(plan, rows, rows + 5, weights, 0, 2), "drows (24 bytes");
  check_refused(lig_embedding_backward_table(nullptr, table, out, weights, 0, 6, 2), "plan is NULL");
  check_refused(lig_embedding_backward_table(plan, nullptr, out, weights, 0, 6, 2), "dtable is NULL");
  check_refused(lig_embedding_backward_table(plan, table, nullptr, weights, 0, 6, 2), "dout is NULL");
  check_refused(lig_embedding_backward_table(plan, table, out, nullptr, 0, 6, 2), "slot_weights is NULL");
  check_refused(lig_embedding_backward_table(plan, table, out, weights, -1, 6, 2), "table=-1");
  check_refused(lig_embedding_backward_table(plan, table, out, weights, 0, 5, 2), "table_rows=5");
  check_refused(lig_embedding_backward_table(plan, table, table + 11, weights, 0, 6, 2), "dtable (48 bytes");
  check_refused(lig_embedding_clear_table(nullptr, table, 0, 6, 2), "plan is NULL");
  check_refused(lig_embedding_clear_table(plan, nullptr, 0, 6, 2), "dtable is NULL");
  check_refused(lig_embedding_clear_table(plan, table, 2, 6, 2), "table=2");
  check_refused(lig_embedding_clear_table(plan, table, 0, 5, 2), "table_rows=5");
  check_refused(lig_embedding_clear_table(plan, table, 0, 6, -1), "negative extent");

  check_refused(lig_embedding_backward_slots(nullptr, dweights, out, tables, table_rows, 2), "plan is NULL");
  check_refused(lig_embedding_backward_slots(plan, nullptr, out, tables, table_rows, 2), "dslots is NULL");
  check_refused(lig_embedding_backward_slots(plan, dweights, nullptr, tables, table_rows, 2), "dout is NULL");
  check_refused(lig_embedding_backward_slots(plan, dweights, out, tables, too_few, 2), "select row 1 of table 1");
  check_refused(lig_embedding_backward_slots(plan, small, out, tables, table_rows, 2), "dslots (8 bytes");
  check_refused(lig_embedding_backward_slots(plan, out, out, tables, table_rows, 2), "dslots (8 bytes");

  check_ok(lig_embedding_create(context, &plan, units, start, end, shift, width, 3, 2, 2, LIG_POOL_SUM, 0, LIG_F32),
           "lig_embedding_create");
  EmbeddingOwner unweighted(plan);
  check_refused(lig_embedding_forward(plan, out, tables, weights, table_rows, 2), "slot_weights is at");
  check_refused(lig_embedding_backward_rows(plan, rows, out, weights, 0, 2), "slot_weights is at");
  check_refused(lig_embedding_backward_table(plan, table, out, weights, 0, 6, 2), "slot_weights is at");
  check_refused(lig_embedding_backward_slots(plan, dweights, out, tables, table_rows, 2), "no slot weights");
}

// Tensors of two bytes an element: other addresses are odd, and ranges half as long.
void embedding_calls_of_bf16(lig_context* context) {
  const int32_t units[] = {3, 5, 0};
  const int32_t start[] = {0, 1};
  const int32_t end[] = {1, 3};
  const int32_t shift[] = {0}, width[] = {18};
  lig_embedding* plan = nullptr;
  check_ok(lig_embedding_create(context, &plan, units, start, end, shift, width, 3, 2, 1, LIG_POOL_SLOTS, 2, LIG_BF16),
           "lig_embedding_create");
  EmbeddingOwner owner(plan);
  uint16_t table[6 * 2] = {}, out[2 * 2], rows[3 * 2], large[6 * 2] = {};
  float weights[2] = {}, dweights[2];
  const void* tables[] = {table};
  const void* odd[] = {reinterpret_cast<char*>(table) + 1};
  const int64_t table_rows[] = {6};
  check_ok(lig_embedding_forward(plan, out, tables, weights, table_rows, 2), "lig_embedding_forward");
  check_ok(lig_embedding_backward_rows(plan, rows, out, weights, 0, 2), "lig_embedding_backward_rows");
  check_ok(lig_embedding_backward_table(plan, large, out, weights, 0, 6, 2), "lig_embedding_backward_table");
  check_ok(lig_embedding_backward_slots(plan, dweights, out, tables, table_rows, 2), "lig_embedding_backward_slots");
  check_ok(lig_embedding_forward(plan, table, tables, weights, table_rows, 0), "forward of no columns");
  check_refused(lig_embedding_forward(plan, out, odd, weights, table_rows, 2), "which is not a multiple of 2");
  check_refused(lig_embedding_forward(plan, table + 11, tables, weights, table_rows, 2), "out (8 bytes");
  check_refused(lig_embedding_backward_rows(plan, rows, rows + 5, weights, 0, 2), "drows (12 bytes");
  check_refused(lig_embedding_backward_table(plan, large, large + 11, weights, 0, 6, 2), "dtable (24 bytes");
}

// A mask that is right, of 70 queries and 130 keys, which each case below spoils in one place.
struct MaskArguments {
  std::vector<int64_t> indptr{0, 2, 3};
  std::vector<int32_t> indices{2, 0, 1};
  std::vector<int32_t> tile_masks{0, LIG_FULL_TILE, LIG_FULL_TILE};
  std::vector<int64_t> masks = std::vector<int64_t>(64, 3);
  int64_t num_masks = 1;
  int64_t num_queries = 70;
  int64_t num_keys = 130;
  int32_t num_heads = 4;
  int32_t num_kv_heads = 2;
  int32_t head_dim = 8;
  float softmax_scale = 1;
  int32_t dtype = LIG_F32;

  int32_t create(lig_context* context, lig_attention** plan) const {
    return lig_attention_create(context, plan, indptr.data(), indices.data(), tile_masks.data(), masks.data(),
                                num_masks, num_queries, num_keys, num_heads, num_kv_heads, head_dim, softmax_scale,
                                dtype);
  }
};

template <class Spoil>
void check_spoilt(lig_context* context, const char* text, Spoil spoil) {
  MaskArguments arguments;
  spoil(arguments);
  lig_attention* plan = nullptr;
  check_refused(arguments.create(context, &plan), text);
  CHECK(plan == nullptr, "a failure left a plan");
}

void masks(lig_context* context) {
  using A = MaskArguments;
  check_spoilt(context, "num_heads=0", [](A& a) { a.num_heads = 0; });
  check_spoilt(context, "num_kv_heads=-1", [](A& a) { a.num_kv_heads = -1; });
  check_spoilt(context, "num_heads=6 must be divisible by num_kv_heads=4",
               [](A& a) { a.num_heads = 6, a.num_kv_heads = 4; });
  check_spoilt(context, "head_dim=0", [](A& a) { a.head_dim = 0; });
  check_spoilt(context, "head_dim=257", [](A& a) { a.head_dim = 257; });
  check_spoilt(context, "softmax_scale=nan", [](A& a) { a.softmax_scale = std::nanf(""); });
  check_spoilt(context, "softmax_scale=inf", [](A& a) { a.softmax_scale = std::numeric_limits<float>::infinity(); });
  check_spoilt(context, "dtype=2 must be 0 (F32) or 1 (BF16)", [](A& a) { a.dtype = 2; });
  check_spoilt(context, "num_queries=-1", [](A& a) { a.num_queries = -1; });
  check_spoilt(context, "num_keys=-1", [](A& a) { a.num_keys = -1; });
  check_spoilt(context, "num_keys=9223372036854775807", [](A& a) { a.num_keys = kHuge; });
  check_spoilt(context, "num_masks=-1", [](A& a) { a.num_masks = -1; });
  check_spoilt(context, "num_masks=9223372036854775807", [](A& a) { a.num_masks = kHuge; });
  check_spoilt(context, "indptr[0]=1", [](A& a) { a.indptr[0] = 1; });
  check_spoilt(context, "indptr[2]=1 is less than indptr[1]=2", [](A& a) { a.indptr[2] = 1; });
  check_spoilt(context, "row 0 has 4 tiles", [](A& a) { a.indptr = {0, 4, 4}; });
  check_spoilt(context, "indices[1]=-1", [](A& a) { a.indices[1] = -1; });
  check_spoilt(context, "indices[2]=3", [](A& a) { a.indices[2] = 3; });
  check_spoilt(context, "tile_masks[0]=1", [](A& a) { a.tile_masks[0] = 1; });
  check_spoilt(context, "tile_masks[0]=-2", [](A& a) { a.tile_masks[0] = -2; });
  check_spoilt(context, "row 0 holds key tile 0 twice", [](A& a) { a.indices[0] = 0; });
  check_spoilt(context, "word 63 of mask 0", [](A& a) { a.masks[63] = 4; });
  check_spoilt(context, "word 6 of mask 0", [](A& a) {
    a.indptr = {0, 0, 2}, a.indices = {0, 1}, a.tile_masks = {0, 0};
  });

  MaskArguments good;
  lig_attention* plan = nullptr;
  check_refused(good.create(nullptr, &plan), "context is NULL");
  check_refused(good.create(context, nullptr), "plan is NULL");
  auto create = [&](const int64_t* indptr, const int32_t* indices, const int32_t* tile_masks, const int64_t* masks) {
    return lig_attention_create(context, &plan, indptr, indices, tile_masks, masks, 1, 70, 130, 4, 2, 8, 1.0f, LIG_F32);
  };
  check_refused(create(nullptr, good.indices.data(), good.tile_masks.data(), good.masks.data()), "indptr is NULL");
  check_refused(create(good.indptr.data(), nullptr, good.tile_masks.data(), good.masks.data()), "indices is NULL");
  check_refused(create(good.indptr.data(), good.indices.data(), nullptr, good.masks.data()), "tile_masks is NULL");
  check_refused(create(good.indptr.data(), good.indices.data(), good.tile_masks.data(), nullptr), "masks is NULL");
  const int64_t none[] = {0};
  check_ok(lig_attention_create(context, &plan, none, nullptr, nullptr, nullptr, 0, 0, 0, 1, 1, 1, 1.0f, LIG_F32),
           "a plan of nothing");
  check_ok(lig_attention_forward(plan, nullptr, nullptr, nullptr, nullptr, nullptr), "forward of nothing");
  check_ok(
      lig_attention_backward(plan, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr),
      "backward of nothing");
  lig_attention_destroy(plan);
  lig_attention_destroy(nullptr);
}

// Each tensor as NULL, at an odd address, and on top of each output.
void tensors(lig_context* context, int32_t dtype) {
  MaskArguments good;
  good.dtype = dtype;
  lig_attention* plan = nullptr;
  check_ok(good.create(context, &plan), "lig_attention_create");
  AttentionOwner owner(plan);
  const size_t element = dtype == LIG_BF16 ? 2 : 4;
  const char* names[] = {"dq", "dk", "dv", "dout", "out", "lse", "q", "k", "v"};
  const size_t of_queries = 70 * 4 * 8 * element, of_keys = 130 * 2 * 8 * element, of_lse = 70 * 4 * sizeof(float);
  const size_t sizes[] = {of_queries, of_keys, of_keys, of_queries, of_queries, of_lse, of_queries, of_keys, of_keys};
  std::vector<std::vector<char>> memory;
  for (size_t size : sizes) memory.emplace_back(size, 0);
  std::vector<char*> at;
  for (std::vector<char>& tensor : memory) at.push_back(tensor.data());
  auto lse = [&] { return reinterpret_cast<float*>(at[5]); };
  auto forward = [&](lig_attention* with) { return lig_attention_forward(with, at[4], lse(), at[6], at[7], at[8]); };
  auto backward = [&](lig_attention* with) {
    return lig_attention_backward(with, at[0], at[1], at[2], at[3], at[4], lse(), at[6], at[7], at[8]);
  };
  check_ok(forward(plan), "lig_attention_forward");
  check_ok(backward(plan), "lig_attention_backward");
  check_refused(forward(nullptr), "plan is NULL");
  check_refused(backward(nullptr), "plan is NULL");
  for (int i = 0; i < 9; ++i) {
    const std::string name = names[i];
    char* const before = at[i];
    at[i] = nullptr;
    check_refused(backward(plan), (name + " is NULL").c_str());
    if (i >= 4) check_refused(forward(plan), (name + " is NULL").c_str());
    at[i] = before + 1;
    check_refused(backward(plan), (name + " is at ").c_str());
    for (int output = 0; output < 3; ++output) {
      if (output == i) continue;
      at[i] = at[output] + sizes[output] - sizeof(float);
      check_refused(backward(plan), " overlaps ");
    }
    for (int output = 4; output < 6 && i >= 4; ++output) {
      if (output == i) continue;
      at[i] = at[output];
      check_refused(forward(plan), " overlaps ");
    }
    at[i] = before;
  }
}

}  // namespace

void test_arguments(Random&) {
  library();
  contexts();
  memory();
  ContextOwner context = open_context(0, 1);
  embedding_plans(context.get());
  embedding_calls(context.get());
  embedding_calls_of_bf16(context.get());
  masks(context.get());
  tensors(context.get(), LIG_F32);
  tensors(context.get(), LIG_BF16);
}

}  // namespace ligature_test
