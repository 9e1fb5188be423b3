// What a second thread costs in CPU time, and what a pool costs at rest. Run by hand on a quiet machine: the shares are
// medians of interleaved rounds, but they are times all the same.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <functional>
#include <thread>

#include "attention_case.h"
#include "check.h"
#include "engines.h"

namespace ligature_test {
namespace {

constexpr double kMostOfTwo = 1.05;  // CPU time of two threads, of one thread's
constexpr double kMostAtRest = 0.01;

// Seconds that this process computed, all threads together.
double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double cost_of(const std::function<void()>& work, int calls) {
  const double before = cpu_seconds();
  for (int i = 0; i < calls; ++i) work();
  return (cpu_seconds() - before) / calls;
}

// Each round measures both, in turns first.
void compare(const std::string& what, const std::function<void()>& one, const std::function<void()>& two) {
  constexpr int kRounds = 41;
  constexpr double kSeconds = 0.03;  // of a measurement, at least
  one();
  two();
  const int calls = std::max(1, static_cast<int>(kSeconds / cost_of(one, 2)));
  std::vector<double> shares;
  double least_one = 1e9, least_two = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    const bool first = round % 2 == 0;
    const double a = cost_of(first ? one : two, calls), b = cost_of(first ? two : one, calls);
    const double of_one = first ? a : b, of_two = first ? b : a;
    least_one = std::min(least_one, of_one);
    least_two = std::min(least_two, of_two);
    shares.push_back(of_two / of_one);
  }
  std::sort(shares.begin(), shares.end());
  const double median = shares[kRounds / 2];
  std::printf("%-40s%10.3f ms%10.3f ms%8.3f%8.3f to %.3f\n", what.c_str(), 1e3 * least_one, 1e3 * least_two, median,
              shares[kRounds / 4], shares[kRounds * 3 / 4]);
  CHECK(median <= kMostOfTwo, "%s: two threads take %.3f of one thread's CPU time", what.c_str(), median);
}

AttentionCase causal(Random& random, int64_t chunks) {
  AttentionCase shape;
  shape.num_queries = shape.num_keys = chunks;
  shape.num_heads = shape.num_kv_heads = 8;
  shape.head_dim = 64;
  shape.softmax_scale = 0.125f;
  return filled(shape, random, MaskKind::kCausal);
}

void attention(Random& random, int64_t chunks, lig_context* one, lig_context* two) {
  const AttentionCase problem = causal(random, chunks);
  AttentionResult result = run_attention(problem, open_attention(problem, two).get());
  const auto forward_on = [&](lig_attention* plan) {
    return [&problem, &result, plan] {
      check_ok(lig_attention_forward(plan, result.out.data(), result.lse.data(), problem.q.data(), problem.k.data(),
                                     problem.v.data()),
               "lig_attention_forward");
    };
  };
  const auto backward_on = [&](lig_attention* plan) {
    return [&problem, &result, plan] {
      check_ok(lig_attention_backward(plan, result.dq.data(), result.dk.data(), result.dv.data(), problem.dout.data(),
                                      result.out.data(), result.lse.data(), problem.q.data(), problem.k.data(),
                                      problem.v.data()),
               "lig_attention_backward");
    };
  };
  const AttentionOwner of_one = open_attention(problem, one), of_two = open_attention(problem, two);
  const std::string what = " 8 x 64 fp32 causal, n = " + std::to_string(chunks);
  compare("forward" + what, forward_on(of_one.get()), forward_on(of_two.get()));
  compare("backward" + what, backward_on(of_one.get()), backward_on(of_two.get()));
}

// Chunks of 1 to 4 units that are drawn as words are: the n-th commonest with odds of about 1 / n.
void embedding(Random& random, lig_context* one, lig_context* two) {
  constexpr int64_t kUnits = 100000, kDim = 512;
  const int64_t rows = 100000;
  std::vector<int32_t> units, start, end;
  while (static_cast<int64_t>(units.size()) < kUnits) {
    start.push_back(static_cast<int32_t>(units.size()));
    for (int64_t i = random.between(1, 4); i > 0; --i) {
      units.push_back(static_cast<int32_t>(std::pow(static_cast<double>(rows), random.unit())) - 1);
    }
    end.push_back(static_cast<int32_t>(units.size()));
  }
  std::vector<float> table(rows * kDim, 1), out(start.size() * kDim);
  const int32_t shift = 0, width = 18;
  std::vector<EmbeddingOwner> plans;
  std::vector<std::function<void()>> works;
  for (lig_context* context : {one, two}) {
    lig_embedding* plan = nullptr;
    check_ok(lig_embedding_create(context, &plan, units.data(), start.data(), end.data(), &shift, &width,
                                  static_cast<int64_t>(units.size()), static_cast<int64_t>(start.size()), 1,
                                  LIG_POOL_SUM, 0, LIG_F32),
             "lig_embedding_create");
    plans.emplace_back(plan);
    works.push_back([&table, &out, &rows, plan] {
      const void* tables[] = {table.data()};
      check_ok(lig_embedding_forward(plan, out.data(), tables, nullptr, &rows, kDim), "lig_embedding_forward");
    });
  }
  compare("embedding, 100,000 units, dim = 512", works[0], works[1]);
}

void at_rest(int engine) {
  constexpr double kSeconds = 1;
  ContextOwner context = open_context(engine, 4);
  Random random(1);
  const AttentionCase problem = causal(random, 512);
  run_attention(problem, open_attention(problem, context.get()).get());
  const double before = cpu_seconds();
  std::this_thread::sleep_for(std::chrono::duration<double>(kSeconds));
  const double share = (cpu_seconds() - before) / kSeconds;
  std::printf("a pool of 4 at rest: %.5f of a second's CPU time\n", share);
  CHECK(share <= kMostAtRest, "a pool at rest takes %.3f of a second's CPU time", share);
}

}  // namespace

void test_cost(Random& random) {
  const int engine = engines().back();
  std::printf("engine %s\n", engine_name(engine).c_str());
  at_rest(engine);
  std::printf("CPU time of one thread and of two (least), two / one (median, quartiles)\n");
  ContextOwner one = open_context(engine, 1), two = open_context(engine, 2);
  embedding(random, one.get(), two.get());
  for (int64_t chunks : {512, 2048, 4096}) attention(random, chunks, one.get(), two.get());
}

}  // namespace ligature_test
