// Every engine against the oracle, on random shapes and masks; and bit for bit against itself on other thread counts.
#include <cmath>
#include <cstring>

#include "bound.h"
#include "check.h"

namespace ligature_test {
namespace {

const int32_t kHeadDims[] = {64, 32, 80, 96, 128, 1, 3, 16, 17, 48, 65, 100, 200, 255, 256};

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
}

void check_same(const AttentionResult& a, const AttentionResult& b, const std::string& where) {
  CHECK(same_bits(a.out, b.out), "out differs; %s", where.c_str());
  CHECK(same_bits(a.lse, b.lse), "lse differs; %s", where.c_str());
  CHECK(same_bits(a.dq, b.dq), "dq differs; %s", where.c_str());
  CHECK(same_bits(a.dk, b.dk), "dk differs; %s", where.c_str());
  CHECK(same_bits(a.dv, b.dv), "dv differs; %s", where.c_str());
}

// An engine without a product of its own for bf16 gives, bit for bit, what it gives for the same floats, rounded.
void check_widened(const AttentionCase& problem, const AttentionResult& result, int engine, const std::string& where) {
  AttentionCase wide = problem;
  wide.dtype = LIG_F32;
  ContextOwner context = open_context(engine, 1);
  AttentionOwner plan = open_attention(wide, context.get());
  AttentionResult expected;
  run_forward(wide, plan.get(), expected);
  expected.out = rounded(expected.out, problem.dtype);
  run_backward(wide, plan.get(), expected);
  for (std::vector<float>* gradient : {&expected.dq, &expected.dk, &expected.dv}) {
    *gradient = rounded(*gradient, problem.dtype);
  }
  check_same(result, expected, where + ", against floats");
}

void check_stored(const AttentionCase& problem) {
  const Yardstick yardstick(problem);
  AttentionResult of_avx512;
  for (int engine : engines()) {
    const std::string where = engine_name(engine) + " " + problem.text();
    ContextOwner context = open_context(engine, 1);
    AttentionOwner plan = open_attention(problem, context.get());
    context.reset();  // the plan keeps it alive
    const AttentionResult result = run_attention(problem, plan.get());
    yardstick.check(result, engine);
    check_same(result, run_attention(problem, plan.get()), where + ", second run");
    if (engine_name(engine) == "avx512") of_avx512 = result;
    if (engine_name(engine) != "avx512bf16") {
      if (problem.dtype != LIG_F32) check_widened(problem, result, engine, where);
    } else if (problem.dtype == LIG_F32) {
      check_same(result, of_avx512, where + ", against avx512");
    }
    for (int threads : {2, 5}) {
      ContextOwner many = open_context(engine, threads);
      AttentionOwner again = open_attention(problem, many.get());
      check_same(result, run_attention(problem, again.get()), where + ", threads=" + std::to_string(threads));
    }
  }
}

void check_case(const AttentionCase& problem) {
  check_stored(problem);
  check_stored(stored_as(problem, LIG_BF16));
}

MaskKind random_mask(Random& random) {
  return static_cast<MaskKind>(random.below(static_cast<int64_t>(MaskKind::kCount)));
}

void random_shapes(Random& random) {
  for (int32_t head_dim : kHeadDims) {
    check_case(random_case(random, head_dim > 100 ? 140 : 180, head_dim, random_mask(random)));
  }
  for (int i = 0; i < 20; ++i) {
    check_case(random_case(random, 70, static_cast<int32_t>(random.between(1, 80)), random_mask(random)));
  }
  for (int mask = 0; mask < static_cast<int>(MaskKind::kCount); ++mask) {
    check_case(random_case(random, 300, 32, static_cast<MaskKind>(mask)));
  }
}

// Long enough that backward goes round over several strips of queries and keys, also unequal ones.
void many_strips(Random& random) {
  for (int mask = 0; mask < static_cast<int>(MaskKind::kCount); ++mask) {
    check_case(random_case(random, 900, static_cast<int32_t>(random.between(1, 8)), static_cast<MaskKind>(mask)));
  }
}

// Sizes just on, before and past a tile, and none at all.
void edge_shapes(Random& random) {
  for (int64_t num_queries : {0, 1, 63, 64, 65}) {
    for (int64_t num_keys : {0, 1, 63, 64, 65}) {
      AttentionCase shape = random_case(random, 0, 8, MaskKind::kNone);
      shape.num_queries = num_queries;
      shape.num_keys = num_keys;
      check_case(filled(shape, random, random.chance(0.5) ? MaskKind::kAll : random_mask(random)));
    }
  }
}

// Scores of about +-10,000 neither overflow nor drown the small differences more than float must.
void large_scores(Random& random) {
  for (int i = 0; i < 6; ++i) {
    AttentionCase problem = random_case(random, 150, 64, random_mask(random));
    const float factor = i % 2 == 0 ? 40.0f : 100.0f;
    for (float& value : problem.q) value *= factor;
    for (float& value : problem.k) value *= factor;
    check_case(problem);
  }
}

}  // namespace

void test_attention(Random& random) {
  random_shapes(random);
  many_strips(random);
  edge_shapes(random);
  large_scores(random);
}

}  // namespace ligature_test
