// Many threads on one context and one plan: no deadlock, the same bits.
#include <atomic>
#include <cstring>
#include <memory>
#include <thread>

#include "check.h"
#include "oracle.h"

namespace ligature_test {
namespace {

constexpr int kCallers = 4;

template <class Body>
void on_many_threads(Body body) {
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) callers.emplace_back(body);
  for (std::thread& caller : callers) caller.join();
}

void one_plan_many_callers(Random& random, int engine) {
  const AttentionCase problem =
      stored_as(random_case(random, 130, 16, MaskKind::kCausal), random.chance(0.5) ? LIG_BF16 : LIG_F32);
  ContextOwner context = open_context(engine, 3);
  AttentionOwner plan = open_attention(problem, context.get());
  context.reset();
  const AttentionResult first = run_attention(problem, plan.get());
  std::atomic<int> different{0};
  on_many_threads([&] {
    for (int i = 0; i < 10; ++i) {
      const AttentionResult again = run_attention(problem, plan.get());
      const size_t bytes = first.dk.size() * sizeof(float);
      if (bytes != 0 && std::memcmp(first.dk.data(), again.dk.data(), bytes) != 0) ++different;
    }
  });
  CHECK(different == 0, "%d of %d calls gave other bits; %s", different.load(), kCallers * 10, problem.text().c_str());
}

// Pools come and go while others work; a plan outlives the context handle on whatever thread drops it last.
void contexts_come_and_go(Random& random, int engine) {
  const AttentionCase problem = random_case(random, 70, 8, MaskKind::kAll);
  on_many_threads([&] {
    for (int i = 0; i < 10; ++i) {
      ContextOwner context = open_context(engine, 3);
      AttentionOwner plan = open_attention(problem, context.get());
      if (i % 2 == 0) context.reset();
      run_attention(problem, plan.get());
    }
  });
}

// The text of a failure belongs to the thread that failed.
void errors_stay_on_their_thread() {
  CHECK(lig_context_create(nullptr, 0, 1) == LIG_INVALID_ARGUMENT, "NULL was accepted");
  std::string elsewhere = "unset";
  std::thread([&] {
    lig_context* context = nullptr;
    lig_context_create(&context, 0, -7);
    elsewhere = last_error();
  }).join();
  CHECK(last_error() == "context is NULL", "%s", last_error().c_str());
  CHECK(elsewhere.find("num_threads=-7") != std::string::npos, "%s", elsewhere.c_str());
}

}  // namespace

void test_threads(Random& random) {
  errors_stay_on_their_thread();
  for (int engine : engines()) {
    one_plan_many_callers(random, engine);
    contexts_come_and_go(random, engine);
  }
}

}  // namespace ligature_test
