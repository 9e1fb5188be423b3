#include "oracle.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ligature_test {
namespace {

template <class Real>
Real dot(const float* a, const float* b, int32_t n) {
  Real sum = 0;
  for (int32_t i = 0; i < n; ++i) sum += static_cast<Real>(a[i]) * static_cast<Real>(b[i]);
  return sum;
}

template <class Real>
Real dot_terms(const float* a, const float* b, int32_t n) {
  Real sum = 0;
  for (int32_t i = 0; i < n; ++i) sum += std::fabs(static_cast<Real>(a[i]) * static_cast<Real>(b[i]));
  return sum;
}

// Scores of one query against the keys it keeps; the others are not looked at.
template <class Real>
std::vector<Real> scores(const AttentionCase& problem, int64_t query, int32_t head, int32_t kv_head) {
  const int32_t d = problem.head_dim;
  std::vector<Real> s(problem.num_keys);
  for (int64_t j = 0; j < problem.num_keys; ++j) {
    if (!problem.keeps(query, j)) continue;
    s[j] =
        static_cast<Real>(problem.softmax_scale) * dot<Real>(&problem.q[(query * problem.num_heads + head) * d],
                                                             &problem.k[(j * problem.num_kv_heads + kv_head) * d], d);
  }
  return s;
}

template <class Real>
void forward_query(const AttentionCase& problem, int64_t i, int32_t head, OracleResult<Real>& result) {
  const Real infinity = std::numeric_limits<Real>::infinity();
  const int32_t d = problem.head_dim;
  const int32_t kv_head = head / (problem.num_heads / problem.num_kv_heads);
  const std::vector<Real> s = scores<Real>(problem, i, head, kv_head);
  Real max = -infinity;
  for (int64_t j = 0; j < problem.num_keys; ++j) {
    if (problem.keeps(i, j) && s[j] > max) max = s[j];
  }
  if (max == -infinity) max = 0;
  const int64_t row = i * problem.num_heads + head;
  std::vector<Real> pv(d, 0);
  std::vector<Real> pv_squares(d, 0);
  Real sum = 0;
  for (int64_t j = 0; j < problem.num_keys; ++j) {
    if (!problem.keeps(i, j)) continue;
    const Real terms = std::fabs(static_cast<Real>(problem.softmax_scale)) *
                       dot_terms<Real>(&problem.q[row * d], &problem.k[(j * problem.num_kv_heads + kv_head) * d], d);
    if (std::isfinite(terms) && terms > result.lse_terms[row]) result.lse_terms[row] = terms;
    const Real p = std::exp(s[j] - max);
    sum += p;
    for (int32_t x = 0; x < d; ++x) {
      const Real term = p * static_cast<Real>(problem.v[(j * problem.num_kv_heads + kv_head) * d + x]);
      pv[x] += term;
      pv_squares[x] += term * term;
    }
  }
  const bool nothing = sum == 0;
  for (int32_t x = 0; x < d; ++x) {
    result.out[row * d + x] = nothing ? 0 : pv[x] / sum;
    result.out_squares[row * d + x] = nothing ? 0 : pv_squares[x] / (sum * sum);
  }
  result.lse[row] = nothing ? -infinity : max + std::log(sum);
  if (!nothing) result.lse_terms[row] += std::fabs(std::log(sum));
}

template <class Real>
void backward_query(const AttentionCase& problem, int64_t i, int32_t head, OracleResult<Real>& result) {
  const int32_t d = problem.head_dim;
  const int32_t kv_head = head / (problem.num_heads / problem.num_kv_heads);
  const int64_t row = i * problem.num_heads + head;
  if (result.lse[row] == -std::numeric_limits<Real>::infinity()) return;
  const Real scale = static_cast<Real>(problem.softmax_scale);
  const std::vector<Real> s = scores<Real>(problem, i, head, kv_head);
  Real delta = 0;
  Real delta_terms = 0;
  for (int32_t x = 0; x < d; ++x) {
    const Real term = static_cast<Real>(problem.dout[row * d + x]) * result.out[row * d + x];
    delta += term;
    delta_terms += std::fabs(term);
  }
  for (int64_t j = 0; j < problem.num_keys; ++j) {
    if (!problem.keeps(i, j)) continue;
    const int64_t key = (j * problem.num_kv_heads + kv_head) * d;
    const Real p = std::exp(s[j] - result.lse[row]);
    const Real ds = p * (dot<Real>(&problem.dout[row * d], &problem.v[key], d) - delta);
    const Real ds_terms =
        std::fabs(scale) * p * (dot_terms<Real>(&problem.dout[row * d], &problem.v[key], d) + delta_terms);
    for (int32_t x = 0; x < d; ++x) {
      const Real dq = scale * ds * static_cast<Real>(problem.k[key + x]);
      const Real dk = scale * ds * static_cast<Real>(problem.q[row * d + x]);
      const Real dv = p * static_cast<Real>(problem.dout[row * d + x]);
      result.dq[row * d + x] += dq;
      result.dk[key + x] += dk;
      result.dv[key + x] += dv;
      result.dq_squares[row * d + x] += dq * dq;
      result.dk_squares[key + x] += dk * dk;
      result.dv_squares[key + x] += dv * dv;
      result.dq_terms[row * d + x] += std::fabs(ds_terms * static_cast<Real>(problem.k[key + x]));
      result.dk_terms[key + x] += std::fabs(ds_terms * static_cast<Real>(problem.q[row * d + x]));
    }
  }
}

void store(std::vector<float>& values, int32_t dtype) { values = rounded(values, dtype); }
void store(std::vector<double>&, int32_t) {}  // the truth is not rounded

double largest_finite(const std::vector<double>& values) {
  double largest = 0;
  for (double value : values) {
    if (std::isfinite(value)) largest = std::max(largest, std::fabs(value));
  }
  return largest;
}

}  // namespace

template <class Real>
OracleResult<Real> oracle(const AttentionCase& problem) {
  OracleResult<Real> result;
  result.out.assign(problem.q.size(), 0);
  result.lse.assign(problem.num_queries * problem.num_heads, 0);
  result.dq.assign(problem.q.size(), 0);
  result.dk.assign(problem.k.size(), 0);
  result.dv.assign(problem.v.size(), 0);
  result.lse_terms = result.lse;
  result.out_squares = result.dq_squares = result.out;
  result.dk_squares = result.dv_squares = result.dk;
  result.dq_terms = result.dq;
  result.dk_terms = result.dk;
  for (int32_t head = 0; head < problem.num_heads; ++head) {
    for (int64_t i = 0; i < problem.num_queries; ++i) forward_query(problem, i, head, result);
  }
  store(result.out, problem.dtype);
  for (int32_t head = 0; head < problem.num_heads; ++head) {
    for (int64_t i = 0; i < problem.num_queries; ++i) backward_query(problem, i, head, result);
  }
  for (std::vector<Real>* gradient : {&result.dq, &result.dk, &result.dv}) store(*gradient, problem.dtype);
  return result;
}

template OracleResult<float> oracle<float>(const AttentionCase& problem);
template OracleResult<double> oracle<double>(const AttentionCase& problem);

double rounding_of(const std::vector<double>& values, int32_t dtype) {
  const float largest = static_cast<float>(largest_finite(values));
  const double unit = static_cast<double>(std::nextafter(largest, std::numeric_limits<float>::infinity())) -
                      static_cast<double>(largest);
  return dtype == LIG_BF16 ? std::ldexp(unit, 16) : unit;
}

void check_near(const char* what, const std::vector<float>& got, const std::vector<double>& truth,
                const std::vector<float>& plain, double rounding, const std::string& where) {
  double square = 0, plain_square = 0, worst = 0, plain_worst = 0;
  size_t finite = 0, worst_at = 0;
  for (size_t i = 0; i < truth.size(); ++i) {
    CHECK(std::isfinite(truth[i]) == std::isfinite(got[i]), "%s[%zu]=%g should be %g; %s", what, i, got[i], truth[i],
          where.c_str());
    if (!std::isfinite(truth[i])) continue;
    const double error = std::fabs(got[i] - truth[i]);
    const double plain_error = std::fabs(plain[i] - truth[i]);
    ++finite;
    square += error * error;
    plain_square += plain_error * plain_error;
    plain_worst = std::max(plain_worst, plain_error);
    if (error > worst) {
      worst = error;
      worst_at = i;
    }
  }
  if (finite == 0) return;
  const double rms = std::sqrt(square / finite);
  const double plain_rms = std::sqrt(plain_square / finite);
  // The mean over a few values is a matter of luck: for those only the bound on the worst speaks.
  constexpr size_t kEnough = 64;
  CHECK(finite < kEnough || rms <= 2 * plain_rms + rounding,
        "%s: rms error %g, of a plain loop %g, one rounding %g; %s", what, rms, plain_rms, rounding, where.c_str());
  CHECK(worst <= 8 * plain_worst + 4 * rounding, "%s[%zu]=%g should be %g: error %g, of a plain loop %g at most; %s",
        what, worst_at, got[worst_at], truth[worst_at], worst, plain_worst, where.c_str());
}

void check_near(const AttentionCase& problem, const AttentionResult& got, const OracleResult<double>& truth,
                const OracleResult<float>& plain, const std::string& where) {
  // Sums are in float. A score or lse that is rounded by some amount changes p by that share of it. In bfloat16 the
  // result is rounded once more; and before that p and ds may be, each of them by itself, so that the errors of the
  // terms add up as their squares do.
  const double share = rounding_of(truth.lse_terms, LIG_F32);
  auto rounding = [&](const std::vector<double>& values, const std::vector<double>& terms,
                      const std::vector<double>& squares) {
    const double of_sum = rounding_of(terms, LIG_F32) + share * largest_finite(terms);
    if (problem.dtype == LIG_F32) return of_sum;
    return of_sum + rounding_of(values, problem.dtype) + std::ldexp(std::sqrt(largest_finite(squares)), -8);
  };
  check_near("out", got.out, truth.out, plain.out, rounding(truth.out, truth.out, truth.out_squares), where);
  check_near("lse", got.lse, truth.lse, plain.lse, share, where);
  check_near("dq", got.dq, truth.dq, plain.dq, rounding(truth.dq, truth.dq_terms, truth.dq_squares), where);
  check_near("dk", got.dk, truth.dk, plain.dk, rounding(truth.dk, truth.dk_terms, truth.dk_squares), where);
  check_near("dv", got.dv, truth.dv, plain.dv, rounding(truth.dv, truth.dv, truth.dv_squares), where);
  for (size_t i = 0; i < got.lse.size(); ++i) {
    CHECK(std::isinf(truth.lse[i]) == std::isinf(got.lse[i]), "lse[%zu]=%g should be %g; %s", i, got.lse[i],
          truth.lse[i], where.c_str());
  }
}

}  // namespace ligature_test
