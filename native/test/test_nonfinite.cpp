// Where NaN and infinities go: to the rows that keep them, and nowhere else.
#include <cmath>
#include <limits>

#include "bound.h"
#include "check.h"

namespace ligature_test {
namespace {

void check_stored(const AttentionCase& problem, const std::string& what) {
  const Yardstick yardstick(problem);
  for (int engine : engines()) {
    ContextOwner context = open_context(engine, 2);
    AttentionOwner plan = open_attention(problem, context.get());
    yardstick.check(run_attention(problem, plan.get()), engine, what + " ");
  }
}

void check_case(const AttentionCase& problem, const std::string& what) {
  check_stored(problem, what);
  check_stored(stored_as(problem, LIG_BF16), what);
}

// One to three values of a tensor become NaN or an infinity; rarely a whole row of -inf, which kills a key.
void spoil(Random& random, std::vector<float>& tensor, int32_t head_dim) {
  if (tensor.empty()) return;
  const float infinity = std::numeric_limits<float>::infinity();
  const float bad[] = {std::numeric_limits<float>::quiet_NaN(), infinity, -infinity};
  for (int64_t i = random.between(1, 3); i > 0; --i) {
    const int64_t at = random.below(static_cast<int64_t>(tensor.size()));
    const float value = bad[random.below(3)];
    tensor[at] = value;
    if (!random.chance(0.2)) continue;
    for (int64_t row = at / head_dim * head_dim, x = 0; x < head_dim; ++x) tensor[row + x] = value;
  }
}

// A NaN whose low bits are set, as other libraries leave them: exponent arithmetic must not turn it into a number.
float odd_nan() { return std::nanf("0x3fffff"); }

}  // namespace

void test_nonfinite(Random& random) {
  for (int i = 0; i < 160; ++i) {
    const auto mask = static_cast<MaskKind>(random.below(static_cast<int64_t>(MaskKind::kCount)));
    AttentionCase problem = random_case(random, 150, static_cast<int32_t>(random.between(1, 40)), mask);
    std::string what = "spoilt";
    const uint64_t which = random.next();
    if (which & 1) spoil(random, problem.k, problem.head_dim), what += " k";
    if (which & 2) spoil(random, problem.v, problem.head_dim), what += " v";
    if (which & 4) spoil(random, problem.q, problem.head_dim), what += " q";
    if (which & 8) spoil(random, problem.dout, problem.head_dim), what += " dout";
    if (which & 16 && !problem.k.empty()) problem.k[random.below(static_cast<int64_t>(problem.k.size()))] = odd_nan();
    check_case(problem, what);
  }
  // Queries whose every score is -inf: q is positive, and the keys are -inf.
  for (int i = 0; i < 12; ++i) {
    AttentionCase problem = random_case(random, 100, 16, i % 2 ? MaskKind::kAll : MaskKind::kCausal);
    problem.softmax_scale = std::fabs(problem.softmax_scale);
    for (float& value : problem.q) value = 0.5f + std::fabs(value);
    const int64_t row = int64_t{problem.num_kv_heads} * problem.head_dim;
    const int64_t dead_keys = i % 3 == 0 ? problem.num_keys : problem.num_keys / 2;
    for (int64_t at = 0; at < dead_keys * row; ++at) problem.k[at] = -std::numeric_limits<float>::infinity();
    if (i % 4 == 0) spoil(random, problem.v, problem.head_dim);
    if (i % 4 == 1) spoil(random, problem.dout, problem.head_dim);
    check_case(problem, "keys of -inf");
  }
}

}  // namespace ligature_test
