#include "bound.h"

#include <algorithm>
#include <cinttypes>
#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <utility>

#include "check.h"

namespace ligature_test {
namespace {

double largest_finite(const std::vector<double>& values) {
  double largest = 0;
  for (double value : values) {
    if (std::isfinite(value)) largest = std::max(largest, std::fabs(value));
  }
  return largest;
}

// Errors where the truth is finite.
struct Errors {
  size_t finite = 0;
  double rms = 0;
  double worst = 0;
  size_t worst_at = 0;
};

template <class Truth>
Errors errors_of(const std::vector<float>& got, const std::vector<Truth>& truth) {
  Errors errors;
  double square = 0;
  for (size_t i = 0; i < truth.size(); ++i) {
    if (!std::isfinite(truth[i])) continue;
    const double error = std::fabs(static_cast<double>(got[i]) - static_cast<double>(truth[i]));
    ++errors.finite;
    square += error * error;
    if (error > errors.worst) {
      errors.worst = error;
      errors.worst_at = i;
    }
  }
  if (errors.finite > 0) errors.rms = std::sqrt(square / static_cast<double>(errors.finite));
  return errors;
}

template <class Truth>
void check_finite(const char* what, const std::vector<float>& got, const std::vector<Truth>& truth,
                  const std::string& where) {
  for (size_t i = 0; i < truth.size(); ++i) {
    CHECK(std::isfinite(truth[i]) == std::isfinite(got[i]), "%s[%zu]=%g should be %g; %s", what, i, got[i],
          static_cast<double>(truth[i]), where.c_str());
  }
}

enum Step { kPlain, kTerms, kScores, kFew, kSteps };

// What the checks of one engine, dtype and tensor came to: how many needed which step, and the largest error as a share
// of the bound.
struct Line {
  int64_t checks[kSteps] = {};
  double worst[kSteps] = {};
};

class Tally {
 public:
  void add(const std::string& name, Step step, double share) {
    const std::lock_guard<std::mutex> lock(mutex_);
    Line& line = lines_[name];
    ++line.checks[step];
    line.worst[step] = std::max(line.worst[step], share);
  }

  void print() {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::printf("%-37s%8s%6s%10s%6s%10s%6s%8s\n", "checks within the bound, and the worst", "plain", "", "terms", "",
                "scores", "", "few");
    for (const auto& [name, line] : lines_) {
      std::printf("%-37s", name.c_str());
      for (int step = kPlain; step < kFew; ++step) {
        std::printf("%10" PRId64 "%6.2f", line.checks[step], line.worst[step]);
      }
      std::printf("%8" PRId64 "\n", line.checks[kFew]);
    }
  }

 private:
  std::mutex mutex_;
  std::map<std::string, Line> lines_;
};

Tally tally;
thread_local int64_t past_plain = 0;

void judge(const char* what, const Errors& errors, const Errors& plain, double rounding, Allowance allowance,
           const std::string& where) {
  constexpr size_t kEnough = 64;
  double bound = 2 * plain.rms + rounding;
  Step step = kPlain;
  if (errors.rms > bound) {
    step = kTerms;
    bound += allowance.terms;
  }
  if (errors.rms > bound) {
    step = kScores;
    bound += allowance.scores;
  }
  if (errors.rms > bound && errors.finite < kEnough) step = kFew;
  char line[64];
  std::snprintf(line, sizeof line, "%-20s%-5s%s", where.substr(0, where.find(' ')).c_str(), dtype_name(allowance.dtype),
                what);
  tally.add(line, step, errors.rms > 0 ? errors.rms / bound : 0);
  if (step != kPlain) ++past_plain;
  CHECK(errors.rms <= bound || step == kFew,
        "%s: rms error %g, of a plain loop %g, one unit in the last place %g, terms %g, scores %g; %s", what,
        errors.rms, plain.rms, rounding, allowance.terms, allowance.scores, where.c_str());
  CHECK(errors.worst <= 8 * plain.worst + 4 * (rounding + allowance.terms + allowance.scores),
        "%s[%zu]: error %g, of a plain loop %g at most; %s", what, errors.worst_at, errors.worst, plain.worst,
        where.c_str());
}

Factors factors_of(int engine) { return engine_name(engine) == "avx512bf16" ? Factors::kRounded : Factors::kReal; }

}  // namespace

double rounding_of(const std::vector<double>& values, int32_t dtype) {
  const float largest = static_cast<float>(largest_finite(values));
  const double unit = static_cast<double>(std::nextafter(largest, std::numeric_limits<float>::infinity())) -
                      static_cast<double>(largest);
  return std::ldexp(unit, dtype == LIG_F32 ? 0 : dtype == LIG_BF16 ? 16 : 13);
}

void check_near(const char* what, const std::vector<float>& got, const std::vector<double>& truth,
                const std::vector<float>& plain, Allowance allowance, const std::string& where) {
  check_finite(what, got, truth, where);
  judge(what, errors_of(got, truth), errors_of(plain, truth), rounding_of(truth, allowance.dtype), allowance, where);
}

struct Yardstick::Tensor {
  const char* name;
  std::vector<float> AttentionResult::*of_engine;
  const std::vector<double>& truth;
  const std::vector<float>& plain;
  Allowance allowance;
};

Yardstick::Yardstick(const AttentionCase& problem)
    : problem_(problem), truth_(oracle<double>(problem)), plain_(oracle<float>(problem)) {
  if (problem.dtype != LIG_F32) plain_rounded_ = oracle<float>(problem, Factors::kRounded);
}

std::vector<Yardstick::Tensor> Yardstick::tensors(Factors factors) const {
  const bool rounds = problem_.dtype != LIG_F32 && factors == Factors::kRounded;
  const OracleResult<float>& plain = rounds ? plain_rounded_ : plain_;
  const double of_scores = rounding_of(truth_.lse_terms, LIG_F32);
  const auto allow = [&](const std::vector<double>& terms) {
    return Allowance{problem_.dtype, rounding_of(terms, LIG_F32), of_scores * largest_finite(terms)};
  };
  return {{"out", &AttentionResult::out, truth_.out, plain.out, allow(truth_.out)},
          {"lse", &AttentionResult::lse, truth_.lse, plain.lse, {LIG_F32, of_scores, 0}},
          {"dq", &AttentionResult::dq, truth_.dq, plain.dq, allow(truth_.dq_terms)},
          {"dk", &AttentionResult::dk, truth_.dk, plain.dk, allow(truth_.dk_terms)},
          {"dv", &AttentionResult::dv, truth_.dv, plain.dv, allow(truth_.dv)}};
}

void Yardstick::check(const AttentionResult& got, int engine, const std::string& what) const {
  check(got, engine_name(engine), factors_of(engine), what);
}

void Yardstick::check(const AttentionResult& got, const std::string& engine, Factors factors,
                      const std::string& what) const {
  const std::string where = engine + " " + what + problem_.text();
  for (const Tensor& tensor : tensors(factors)) {
    check_near(tensor.name, got.*tensor.of_engine, tensor.truth, tensor.plain, tensor.allowance, where);
  }
  for (size_t i = 0; i < got.lse.size(); ++i) {
    CHECK(std::isinf(truth_.lse[i]) == std::isinf(got.lse[i]), "lse[%zu]=%g should be %g; %s", i, got.lse[i],
          truth_.lse[i], where.c_str());
  }
}

void Yardstick::check_against_scalar(const AttentionResult& got, const AttentionResult& scalar, int engine) const {
  const std::string where = engine_name(engine) + "-scalar " + problem_.text();
  for (const Tensor& tensor : tensors(factors_of(engine))) {
    const std::vector<float>& expected = scalar.*tensor.of_engine;
    check_finite(tensor.name, got.*tensor.of_engine, expected, where);
    judge(tensor.name, errors_of(got.*tensor.of_engine, expected), errors_of(tensor.plain, tensor.truth),
          rounding_of(tensor.truth, tensor.allowance.dtype), tensor.allowance, where);
  }
}

int64_t checks_past_plain() { return past_plain; }

void print_bounds() { tally.print(); }

}  // namespace ligature_test
