// The oracle itself: its gradients against finite differences of its own forward.
#include <cmath>

#include "check.h"
#include "oracle.h"

namespace ligature_test {
namespace {

// The function whose gradient backward gives: sum of dout * out.
double objective(const AttentionCase& problem) {
  const OracleResult<double> result = oracle<double>(problem);
  double sum = 0;
  for (size_t i = 0; i < result.out.size(); ++i) sum += problem.dout[i] * result.out[i];
  return sum;
}

// The inputs are float, so a step is what the changed float really moved by.
double slope(AttentionCase& problem, float& at) {
  const float before = at;
  const float up = before + 1e-3f;
  const float down = before - 1e-3f;
  at = up;
  const double high = objective(problem);
  at = down;
  const double low = objective(problem);
  at = before;
  return (high - low) / (static_cast<double>(up) - static_cast<double>(down));
}

void check_tensor(const char* what, AttentionCase& problem, std::vector<float>& tensor,
                  const std::vector<double>& gradient) {
  for (size_t i = 0; i < tensor.size(); ++i) {
    const double expected = slope(problem, tensor[i]);
    CHECK(std::fabs(gradient[i] - expected) < 1e-5, "%s[%zu]=%g, by differences %g; %s", what, i, gradient[i], expected,
          problem.text().c_str());
  }
}

}  // namespace

// For every mask, one head and grouped heads, a positive and a negative scale.
void test_oracle(Random& random) {
  constexpr struct { int32_t kv_heads, group; } kHeads[] = {{1, 1}, {2, 1}, {1, 3}, {2, 2}};
  for (int mask = 0; mask < static_cast<int>(MaskKind::kCount); ++mask) {
    for (const auto& heads : kHeads) {
      for (float scale : {1.7f, -1.7f}) {
        AttentionCase shape;
        shape.num_queries = random.between(1, 6);
        shape.num_keys = random.between(1, 6);
        shape.num_kv_heads = heads.kv_heads;
        shape.num_heads = heads.kv_heads * heads.group;
        shape.head_dim = 3;
        shape.softmax_scale = scale;
        AttentionCase problem = filled(shape, random, static_cast<MaskKind>(mask));
        const OracleResult<double> result = oracle<double>(problem);
        check_tensor("dq", problem, problem.q, result.dq);
        check_tensor("dk", problem, problem.k, result.dk);
        check_tensor("dv", problem, problem.v, result.dv);
      }
    }
  }
}

}  // namespace ligature_test
