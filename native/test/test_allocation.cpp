// A warm plan allocates nothing. This program's own operator new counts; all memory that the library takes for itself
// comes from there. Not under a sanitizer, which must see every allocation as it is.
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

#include "attention_case.h"
#include "check.h"
#include "embedding_case.h"
#include "engines.h"

#if !defined(LIG_SANITIZED)
namespace {

std::atomic<int64_t> allocations{0};

// What malloc gave stands just before the aligned memory, as not every C library can free aligned memory.
void* allocate(size_t bytes, size_t alignment) {
  ++allocations;
  void* base = std::malloc(bytes + alignment + sizeof(void*));
  if (base == nullptr) throw std::bad_alloc();
  const uintptr_t at = (reinterpret_cast<uintptr_t>(base) + sizeof(void*) + alignment - 1) / alignment * alignment;
  reinterpret_cast<void**>(at)[-1] = base;
  return reinterpret_cast<void*>(at);
}

void release(void* memory) {
  if (memory != nullptr) std::free(static_cast<void**>(memory)[-1]);
}

}  // namespace

void* operator new(size_t bytes) { return allocate(bytes, alignof(std::max_align_t)); }
void* operator new(size_t bytes, std::align_val_t alignment) { return allocate(bytes, static_cast<size_t>(alignment)); }
void* operator new[](size_t bytes) { return allocate(bytes, alignof(std::max_align_t)); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete(void* memory, size_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, size_t, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete[](void* memory, size_t) noexcept { release(memory); }

namespace ligature_test {
namespace {

// Makes a call, and checks that it allocates nothing when it is made again.
template <class Call>
void check_allocates_nothing(const char* name, const std::string& where, Call call) {
  check_ok(call(), name);
  const int64_t before = allocations;
  const int32_t status = call();
  const int64_t after = allocations;
  check_ok(status, name);
  CHECK(after == before, "%s allocated %d times; %s", name, static_cast<int>(after - before), where.c_str());
}

void attention(const AttentionCase& problem, lig_context* context, const std::string& where) {
  AttentionOwner owner = open_attention(problem, context);
  lig_attention* plan = owner.get();
  const Stored q(problem.q, problem.dtype), k(problem.k, problem.dtype), v(problem.v, problem.dtype);
  const Stored dout(problem.dout, problem.dtype);
  Stored out = q, dq = q, dk = k, dv = v;
  std::vector<float> lse(problem.num_queries * problem.num_heads);
  check_allocates_nothing("lig_attention_forward", where + problem.text(),
                          [&] { return lig_attention_forward(plan, out.at(), lse.data(), q.at(), k.at(), v.at()); });
  check_allocates_nothing("lig_attention_backward", where + problem.text(), [&] {
    return lig_attention_backward(plan, dq.at(), dk.at(), dv.at(), dout.at(), out.at(), lse.data(), q.at(), k.at(),
                                  v.at());
  });
}

void embedding(const EmbeddingCase& problem, lig_context* context, const std::string& where) {
  EmbeddingOwner owner = open_embedding(problem, context);
  lig_embedding* plan = owner.get();
  const float* weights = problem.weights_or_null();
  const Stored dout(problem.dout, problem.dtype);
  Stored out = dout;
  std::vector<Stored> stored;
  std::vector<const void*> tables;
  std::vector<int64_t> rows;
  for (const TableCase& table : problem.tables) {
    stored.emplace_back(table.values, problem.dtype);
    rows.push_back(table.rows);
  }
  for (const Stored& table : stored) tables.push_back(table.at());
  check_allocates_nothing("lig_embedding_forward", where + problem.text(), [&] {
    return lig_embedding_forward(plan, out.at(), tables.data(), weights, rows.data(), problem.dim);
  });
  for (int32_t t = 0; t < static_cast<int32_t>(tables.size()); ++t) {
    Stored drows(std::vector<float>(lig_embedding_num_touched(plan, t) * problem.dim), problem.dtype);
    Stored dtable = stored[t];
    check_allocates_nothing("lig_embedding_backward_rows", where + problem.text(), [&] {
      return lig_embedding_backward_rows(plan, drows.at(), dout.at(), weights, t, problem.dim);
    });
    check_allocates_nothing("lig_embedding_backward_table", where + problem.text(), [&] {
      return lig_embedding_backward_table(plan, dtable.at(), dout.at(), weights, t, rows[t], problem.dim);
    });
  }
  if (problem.pool == LIG_POOL_SLOTS) {
    std::vector<float> dslots(problem.slot_weights.size());
    check_allocates_nothing("lig_embedding_backward_slots", where + problem.text(), [&] {
      return lig_embedding_backward_slots(plan, dslots.data(), dout.at(), tables.data(), rows.data(), problem.dim);
    });
  }
}

}  // namespace

void test_allocation(Random& random) {
  const int64_t before = allocations;
  ::operator delete(::operator new(1));
  CHECK(allocations == before + 1, "allocations are not counted");
  for (int engine : engines()) {
    for (int threads : {1, 3}) {
      ContextOwner context = open_context(engine, threads);
      const std::string where = engine_name(engine) + " threads=" + std::to_string(threads) + " ";
      for (int32_t dtype : {LIG_F32, LIG_BF16}) {
        for (int i = 0; i < 3; ++i) {
          attention(stored_as(random_case(random, 200, 32, MaskKind::kCausal), dtype), context.get(), where);
        }
        for (int i = 0; i < 10; ++i) embedding(stored_as(random_embedding(random, 70), dtype), context.get(), where);
      }
    }
  }
}

}  // namespace ligature_test

#else
void ligature_test::test_allocation(Random&) { std::printf("SKIPPED: the sanitizer counts allocations itself\n"); }
#endif
