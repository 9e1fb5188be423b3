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

void test_oracle(Random& random) {
  for (int mask = 0; mask < static_cast<int>(MaskKind::kCount); ++mask) {
    AttentionCase problem = random_case(random, 9, 3, static_cast<MaskKind>(mask));
    const OracleResult<double> result = oracle<double>(problem);
    check_tensor("dq", problem, problem.q, result.dq);
    check_tensor("dk", problem, problem.k, result.dk);
    check_tensor("dv", problem, problem.v, result.dv);
  }
}

}  // namespace ligature_test
