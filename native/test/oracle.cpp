#include "oracle.h"

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

std::vector<double> as_factors(const std::vector<double>& values, Factors, int32_t) { return values; }
std::vector<float> as_factors(const std::vector<float>& values, Factors factors, int32_t dtype) {
  return factors == Factors::kReal ? values : rounded(values, dtype);
}

// One query and head, and the keys that it keeps: the others are not looked at.
template <class Real>
class OracleRow {
 public:
  OracleRow(const AttentionCase& problem, int64_t query, int32_t head, const std::vector<int64_t>& keys,
            Factors factors, OracleResult<Real>& result)
      : problem_(problem),
        keys_(keys),
        factors_(factors),
        result_(result),
        d_(problem.head_dim),
        kv_head_(head / (problem.num_heads / problem.num_kv_heads)),
        row_(query * problem.num_heads + head),
        scale_(static_cast<Real>(problem.softmax_scale)) {}

  void forward() {
    const Real infinity = std::numeric_limits<Real>::infinity();
    const std::vector<Real> s = scores();
    Real max = -infinity;
    for (Real score : s) {
      if (score > max) max = score;
    }
    if (max == -infinity) max = 0;
    std::vector<Real> p(s.size());
    Real sum = 0;
    for (size_t e = 0; e < s.size(); ++e) {
      p[e] = std::exp(s[e] - max);
      sum += p[e];
      const Real terms = std::fabs(scale_) * dot_terms<Real>(q(), k(e), d_);
      if (std::isfinite(terms) && terms > result_.lse_terms[row_]) result_.lse_terms[row_] = terms;
    }
    const std::vector<Real> factors = as_factors(p, factors_, problem_.dtype);
    std::vector<Real> pv(d_, 0);
    for (size_t e = 0; e < s.size(); ++e) {
      for (int32_t x = 0; x < d_; ++x) pv[x] += factors[e] * static_cast<Real>(v(e)[x]);
    }
    const bool nothing = sum == 0;
    for (int32_t x = 0; x < d_; ++x) result_.out[row_ * d_ + x] = nothing ? 0 : pv[x] / sum;
    result_.lse[row_] = nothing ? -infinity : max + std::log(sum);
    if (!nothing) result_.lse_terms[row_] += std::fabs(std::log(sum));
  }

  void backward() {
    if (result_.lse[row_] == -std::numeric_limits<Real>::infinity()) return;
    const std::vector<Real> s = scores();
    const float* dout = &problem_.dout[row_ * d_];
    Real delta = 0;
    Real delta_terms = 0;
    for (int32_t x = 0; x < d_; ++x) {
      const Real term = static_cast<Real>(dout[x]) * result_.out[row_ * d_ + x];
      delta += term;
      delta_terms += std::fabs(term);
    }
    std::vector<Real> p(s.size()), ds(s.size());
    for (size_t e = 0; e < s.size(); ++e) {
      p[e] = std::exp(s[e] - result_.lse[row_]);
      ds[e] = p[e] * (dot<Real>(dout, v(e), d_) - delta);
    }
    const std::vector<Real> p_factors = as_factors(p, factors_, problem_.dtype),
                            ds_factors = as_factors(ds, factors_, problem_.dtype);
    for (size_t e = 0; e < s.size(); ++e) {
      const int64_t key = key_at(e);
      const Real ds_terms = std::fabs(scale_) * p[e] * (dot_terms<Real>(dout, v(e), d_) + delta_terms);
      for (int32_t x = 0; x < d_; ++x) {
        result_.dq[row_ * d_ + x] += scale_ * ds_factors[e] * static_cast<Real>(k(e)[x]);
        result_.dk[key + x] += scale_ * ds_factors[e] * static_cast<Real>(q()[x]);
        result_.dv[key + x] += p_factors[e] * static_cast<Real>(dout[x]);
        result_.dq_terms[row_ * d_ + x] += std::fabs(ds_terms * static_cast<Real>(k(e)[x]));
        result_.dk_terms[key + x] += std::fabs(ds_terms * static_cast<Real>(q()[x]));
      }
    }
  }

 private:
  int64_t key_at(size_t e) const { return (keys_[e] * problem_.num_kv_heads + kv_head_) * d_; }
  const float* q() const { return &problem_.q[row_ * d_]; }
  const float* k(size_t e) const { return &problem_.k[key_at(e)]; }
  const float* v(size_t e) const { return &problem_.v[key_at(e)]; }

  std::vector<Real> scores() const {
    std::vector<Real> s(keys_.size());
    for (size_t e = 0; e < s.size(); ++e) s[e] = scale_ * dot<Real>(q(), k(e), d_);
    return s;
  }

  const AttentionCase& problem_;
  const std::vector<int64_t>& keys_;
  Factors factors_;
  OracleResult<Real>& result_;
  int32_t d_;
  int32_t kv_head_;
  int64_t row_;
  Real scale_;
};

std::vector<int64_t> kept_keys(const AttentionCase& problem, int64_t query) {
  std::vector<int64_t> keys;
  for (int64_t key = 0; key < problem.num_keys; ++key) {
    if (problem.keeps(query, key)) keys.push_back(key);
  }
  return keys;
}

void store(std::vector<float>& values, int32_t dtype) { values = rounded(values, dtype); }
void store(std::vector<double>&, int32_t) {}  // the truth is not rounded

}  // namespace

template <class Real>
OracleResult<Real> oracle(const AttentionCase& problem, Factors factors) {
  OracleResult<Real> result;
  result.out.assign(problem.q.size(), 0);
  result.lse.assign(problem.num_queries * problem.num_heads, 0);
  result.dk.assign(problem.k.size(), 0);
  result.dq = result.dq_terms = result.out;
  result.dv = result.dk_terms = result.dk;
  result.lse_terms = result.lse;
  for (int64_t i = 0; i < problem.num_queries; ++i) {
    const std::vector<int64_t> keys = kept_keys(problem, i);
    for (int32_t head = 0; head < problem.num_heads; ++head) {
      OracleRow<Real>(problem, i, head, keys, factors, result).forward();
    }
  }
  store(result.out, problem.dtype);
  for (int64_t i = 0; i < problem.num_queries; ++i) {
    const std::vector<int64_t> keys = kept_keys(problem, i);
    for (int32_t head = 0; head < problem.num_heads; ++head) {
      OracleRow<Real>(problem, i, head, keys, factors, result).backward();
    }
  }
  for (std::vector<Real>* gradient : {&result.dq, &result.dk, &result.dv}) store(*gradient, problem.dtype);
  return result;
}

template OracleResult<float> oracle<float>(const AttentionCase& problem, Factors factors);
template OracleResult<double> oracle<double>(const AttentionCase& problem, Factors factors);

}  // namespace ligature_test
