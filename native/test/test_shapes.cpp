// Many random shapes, masks, scales and values, forward and backward, on every engine: against float64, and against
// the scalar engine.
#include <algorithm>
#include <atomic>
#include <cinttypes>
#include <cmath>
#include <thread>
#include <vector>

#include "bound.h"
#include "check.h"

namespace ligature_test {
namespace {

template <size_t kCount>
int64_t one_of(Random& random, const int64_t (&values)[kCount]) {
  return values[random.below(kCount)];
}

// Often on, before or past the edge of a tile; else of any order of magnitude.
int64_t random_chunks(Random& random) {
  constexpr int64_t kEdges[] = {0, 1, 2, 63, 64, 65, 127, 128, 129, 192};
  if (random.chance(0.3)) return one_of(random, kEdges);
  return static_cast<int64_t>(std::exp2(random.unit() * 8.6));
}

int32_t random_head_dim(Random& random) {
  constexpr int64_t kCommon[] = {16, 32, 64, 64, 64, 80, 96, 128, 128, 256};
  return static_cast<int32_t>(random.chance(0.5) ? one_of(random, kCommon) : random.between(1, 256));
}

float random_scale(Random& random, int32_t head_dim) {
  const float usual = 1 / std::sqrt(static_cast<float>(head_dim));
  const float factors[] = {1, 1, 1, 3, 3, -1, -3, 0, std::sqrt(static_cast<float>(head_dim))};
  return usual * factors[random.below(9)];
}

// Shapes whose products would take long get fewer heads, then fewer keys and queries.
AttentionCase random_shape(Random& random) {
  constexpr int64_t kMost = 3000000;
  AttentionCase shape;
  shape.num_queries = random_chunks(random);
  shape.num_keys = random.chance(0.4) ? shape.num_queries : random_chunks(random);
  shape.head_dim = random_head_dim(random);
  shape.num_kv_heads = static_cast<int32_t>(random.between(1, 3));
  shape.num_heads = shape.num_kv_heads * static_cast<int32_t>(random.between(1, 4));
  shape.softmax_scale = random_scale(random, shape.head_dim);
  const auto work = [&] { return shape.num_queries * shape.num_keys * shape.num_heads * shape.head_dim; };
  if (work() > kMost) shape.num_heads = shape.num_kv_heads;
  if (work() > kMost) shape.num_heads = shape.num_kv_heads = 1;
  while (work() > kMost) {
    shape.num_queries = (shape.num_queries + 1) / 2;
    shape.num_keys = (shape.num_keys + 1) / 2;
  }
  return shape;
}

void scale_values(std::vector<float>& values, float factor) {
  for (float& value : values) value *= factor;
}

void check_stored(const AttentionCase& problem, Random& random) {
  const Yardstick yardstick(problem);
  AttentionResult scalar;
  for (int engine : engines()) {
    ContextOwner context = open_context(engine, static_cast<int>(random.between(1, 3)));
    AttentionOwner plan = open_attention(problem, context.get());
    const AttentionResult result = run_attention(problem, plan.get());
    yardstick.check(result, engine);
    if (engine == 0) {
      scalar = result;
    } else {
      yardstick.check_against_scalar(result, scalar, engine);
    }
  }
}

void check_attention_shape(Random& random) {
  constexpr float kFactors[] = {1, 1, 1, 1, 0.01f, 10, 40, 100};
  AttentionCase problem =
      filled(random_shape(random), random, static_cast<MaskKind>(random.below(static_cast<int64_t>(MaskKind::kCount))));
  scale_values(problem.q, kFactors[random.below(8)]);
  scale_values(problem.k, kFactors[random.below(8)]);
  check_stored(problem, random);
  check_stored(stored_as(problem, LIG_BF16), random);
}

}  // namespace

void test_shapes(uint64_t seed, int64_t count) {
  std::atomic<int64_t> next{0};
  std::atomic<int64_t> past_plain{0};
  const auto work = [&] {
    for (int64_t i; (i = next.fetch_add(1)) < count;) {
      Random random(seed + static_cast<uint64_t>(i));
      const int before = failures;
      const int64_t past_plain_before = checks_past_plain();
      check_attention_shape(random);
      check_embedding_shape(random);
      past_plain += checks_past_plain() > past_plain_before;
      if (failures > before) std::printf("see also: shapes %" PRIu64 " 1\n", seed + static_cast<uint64_t>(i));
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = std::max(1u, std::thread::hardware_concurrency()); i > 0; --i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  print_bounds();
  std::printf("%" PRId64 " shapes from seed %" PRIu64 " on; %" PRId64
              " hold a tensor that needed more than the plain bound\n",
              count, seed, past_plain.load());
}

}  // namespace ligature_test
