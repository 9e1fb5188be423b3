// ligature_limits: what one thread of this machine can do at most, so that a kernel's figure can be told as a share.
// Speaks the line protocol of the kernels' side by side (java/ligature-bench, Worker.java) on standard input:
//   prep op=limit k=NAME [V=250000 d=512 ids=100000]   "ok", or "skip" and why
//   work                                               "work", floating point operations or bytes of one run
//   run TIMES                                          "t", wall ns of each, "cpu", ns of the thread a run
//   free, quit
// The names are printed by "hello"; those that end in a CPU's instructions stand there only where it has them.
#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

volatile float sink;  // what is computed must be wanted

// ---- Multiply and add: enough sums at once to hide the latency, all in registers ----

constexpr int64_t kSteps = 4000000;

using FourFloats = float __attribute__((vector_size(16)));

template <size_t... I>
double fma_plain(std::index_sequence<I...>) {
  FourFloats x = {0.999999f, 0.999999f, 0.999999f, 0.999999f};
  FourFloats y = {1e-6f, 1e-6f, 1e-6f, 1e-6f};
  FourFloats sums[] = {x + static_cast<float>(I)...};
  for (int64_t step = 0; step < kSteps; ++step) ((sums[I] = sums[I] * x + y), ...);
  for (const FourFloats& sum : sums) sink = sum[0];
  return 2.0 * 4 * sizeof...(I) * kSteps;
}

#if defined(__x86_64__)
template <size_t... I>
__attribute__((target("avx2,fma"))) double fma_avx2(std::index_sequence<I...>) {
  const __m256 x = _mm256_set1_ps(0.999999f), y = _mm256_set1_ps(1e-6f);
  __m256 sums[] = {_mm256_set1_ps(1.0f + I)...};
  for (int64_t step = 0; step < kSteps; ++step) ((sums[I] = _mm256_fmadd_ps(sums[I], x, y)), ...);
  for (const __m256& sum : sums) sink = _mm256_cvtss_f32(sum);
  return 2.0 * 8 * sizeof...(I) * kSteps;
}

template <size_t... I>
__attribute__((target("avx512f"))) double fma_avx512(std::index_sequence<I...>) {
  const __m512 x = _mm512_set1_ps(0.999999f), y = _mm512_set1_ps(1e-6f);
  __m512 sums[] = {_mm512_set1_ps(1.0f + I)...};
  for (int64_t step = 0; step < kSteps; ++step) ((sums[I] = _mm512_fmadd_ps(sums[I], x, y)), ...);
  for (const __m512& sum : sums) sink = _mm512_cvtss_f32(sum);
  return 2.0 * 16 * sizeof...(I) * kSteps;
}

// Each instruction adds 32 products of bfloat16 to 16 sums.
template <size_t... I>
__attribute__((target("avx512f,avx512bf16"))) double dot_bf16(std::index_sequence<I...>) {
  const __m512 small = _mm512_set1_ps(1e-6f);
  const __m512bh x = _mm512_cvtne2ps_pbh(small, small);
  __m512 sums[] = {_mm512_set1_ps(1.0f + I)...};
  for (int64_t step = 0; step < kSteps; ++step) ((sums[I] = _mm512_dpbf16_ps(sums[I], x, x)), ...);
  for (const __m512& sum : sums) sink = _mm512_cvtss_f32(sum);
  return 2.0 * 32 * sizeof...(I) * kSteps;
}
#endif

// ---- Memory ----

// Floats on huge pages where the system lends them, written once so that they are there.
class Floats {
 public:
  explicit Floats(size_t size) : bytes_(size * sizeof(float)) {
    data_ = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data_ == MAP_FAILED) throw std::bad_alloc();
#if defined(MADV_HUGEPAGE)
    madvise(data_, bytes_, MADV_HUGEPAGE);
#endif
    std::fill(get(), get() + size, 1.0f);
  }
  ~Floats() { munmap(data_, bytes_); }
  Floats(const Floats&) = delete;
  Floats& operator=(const Floats&) = delete;

  float* get() const { return static_cast<float*>(data_); }

 private:
  size_t bytes_;
  void* data_;
};

using Settings = std::map<std::string, std::string>;

// One limit, ready to run: returns the work of a run.
using Limit = std::function<double()>;

constexpr size_t kArray = size_t{1} << 24;  // floats: 64 MiB, past any cache

Limit copy(const Settings&) {
  auto from = std::make_shared<Floats>(kArray), to = std::make_shared<Floats>(kArray);
  return [=] {
    std::memcpy(to->get(), from->get(), kArray * sizeof(float));
    sink = to->get()[kArray / 2];
    return 2.0 * kArray * sizeof(float);
  };
}

Limit triad(const Settings&) {
  auto a = std::make_shared<Floats>(kArray), b = std::make_shared<Floats>(kArray), c = std::make_shared<Floats>(kArray);
  return [=] {
    float* out = a->get();
    const float *x = b->get(), *y = c->get();
    for (size_t i = 0; i < kArray; ++i) out[i] = x[i] + 3.0f * y[i];
    sink = out[kArray / 2];
    return 3.0 * kArray * sizeof(float);
  };
}

// Reads rows of a table in an order that only its prefetches know before.
Limit gather(const Settings& settings, bool zipf) {
  const auto number = [&](const char* name, size_t otherwise) {
    const auto found = settings.find(name);
    return found == settings.end() ? otherwise : static_cast<size_t>(std::stoul(found->second));
  };
  const size_t rows = number("V", 250000), dim = number("d", 512), count = number("ids", 100000);
  std::mt19937_64 random(1);
  std::vector<double> weights(rows, 1.0);
  std::vector<size_t> names(rows);
  for (size_t i = 0; i < rows; ++i) names[i] = i;
  std::shuffle(names.begin(), names.end(), random);
  for (size_t i = 0; zipf && i < rows; ++i) weights[i] = 1.0 / static_cast<double>(i + 1);
  std::discrete_distribution<size_t> rank(weights.begin(), weights.end());
  std::vector<size_t> ids(count);
  for (size_t& id : ids) id = names[rank(random)];
  auto table = std::make_shared<Floats>(rows * dim);
  return [table, ids, dim] {
    constexpr size_t kAhead = 8, kLine = 16;  // rows, and floats of a cache line
    FourFloats sums[4] = {};
    for (size_t i = 0; i < ids.size(); ++i) {
      const float* row = table->get() + ids[i] * dim;
      const float* later = table->get() + ids[std::min(i + kAhead, ids.size() - 1)] * dim;
      for (size_t k = 0; k + kLine <= dim; k += kLine) {
        __builtin_prefetch(later + k);
        for (size_t part = 0; part < 4; ++part) {
          FourFloats four;
          std::memcpy(&four, row + k + 4 * part, sizeof four);
          sums[part] += four;
        }
      }
    }
    sink = sums[0][0] + sums[1][0] + sums[2][0] + sums[3][0];
    return static_cast<double>(ids.size() * dim * sizeof(float));
  };
}

std::map<std::string, std::function<Limit(const Settings&)>> limits() {
  std::map<std::string, std::function<Limit(const Settings&)>> all;
  const auto sums = [](auto run, auto count) {
    return [=](const Settings&) { return Limit([=] { return run(count); }); };
  };
  all["fma_plain"] = sums([](auto count) { return fma_plain(count); }, std::make_index_sequence<12>());
  all["copy"] = copy;
  all["triad"] = triad;
  all["gather_random"] = [](const Settings& settings) { return gather(settings, false); };
  all["gather_zipf"] = [](const Settings& settings) { return gather(settings, true); };
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    all["fma_avx2"] = sums([](auto count) { return fma_avx2(count); }, std::make_index_sequence<12>());
  }
  if (__builtin_cpu_supports("avx512f")) {
    all["fma_avx512"] = sums([](auto count) { return fma_avx512(count); }, std::make_index_sequence<20>());
  }
  if (__builtin_cpu_supports("avx512bf16")) {
    all["dot_bf16"] = sums([](auto count) { return dot_bf16(count); }, std::make_index_sequence<20>());
  }
#endif
  return all;
}

double nanos(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

std::string run(const Limit& limit, int times) {
  std::ostringstream answer;
  answer << std::fixed << "t";
  const double before = nanos(CLOCK_THREAD_CPUTIME_ID);
  for (int i = 0; i < times; ++i) {
    const double start = nanos(CLOCK_MONOTONIC);
    limit();
    answer << ' ' << nanos(CLOCK_MONOTONIC) - start;
  }
  answer << " cpu " << (nanos(CLOCK_THREAD_CPUTIME_ID) - before) / times;
  return answer.str();
}

}  // namespace

int main() {
  const auto all = limits();
  std::cout << "hello limits";
  for (const auto& limit : all) std::cout << ' ' << limit.first;
  std::cout << std::endl;
  Limit prepared;
  double work = 0;
  for (std::string line; std::getline(std::cin, line) && line != "quit";) {
    std::istringstream words(line);
    std::string command, word;
    words >> command;
    if (command == "prep") {
      Settings settings;
      while (words >> word) settings[word.substr(0, word.find('='))] = word.substr(word.find('=') + 1);
      const auto found = all.find(settings["k"]);
      prepared = found == all.end() ? Limit() : found->second(settings);
      if (prepared) work = prepared();
      std::cout << (prepared ? "ok" : "skip no limit " + settings["k"]) << std::endl;
    } else if (command == "run" && prepared) {
      int times = 1;
      words >> times;
      std::cout << run(prepared, times) << std::endl;
    } else if (command == "work" && prepared) {
      std::cout << "work " << std::scientific << work << std::endl;
    } else if (command == "free") {
      prepared = Limit();
      std::cout << "ok" << std::endl;
    } else {
      std::cout << "skip " << line << std::endl;
    }
  }
  return 0;
}
