// ligature_native_test SUITE [SEED [COUNT]]: runs one suite on fresh random inputs, or on those of a seed it printed
// before.
#include <chrono>
#include <cinttypes>
#include <cstring>

#include "check.h"
#include "engines.h"

namespace ligature_test {

std::atomic<int> failures{0};

namespace {

struct Suite {
  const char* name;
  void (*run)(Random& random);
};

const Suite kSuites[] = {
    {"memory", test_memory},
    {"element", test_element},
    {"oracle", test_oracle},
    {"arguments", test_arguments},
    {"attention", test_attention},
    {"edges", test_edges},
    {"nonfinite", test_nonfinite},
    {"embedding", test_embedding},
    {"threads", test_threads},
    {"allocation", test_allocation},
    // Each needs a driver of its own, which ctest lets it find.
    {"cuda", test_cuda},
    {"cuda_absent", test_cuda_absent},
    {"cuda_incomplete", test_cuda_incomplete},
    // By hand: these take much memory, or time.
    {"huge", test_huge},
    {"cost", test_cost},
};

constexpr char kShapes[] = "shapes";
constexpr int64_t kFewShapes = 100;  // where no COUNT is given

bool run_suite(const char* name, uint64_t seed, int64_t count) {
  if (std::strcmp(name, kShapes) == 0) {
    test_shapes(seed, count);
    return true;
  }
  for (const Suite& suite : kSuites) {
    if (std::strcmp(name, suite.name) != 0) continue;
    Random random(seed);
    suite.run(random);
    return true;
  }
  return false;
}

}  // namespace
}  // namespace ligature_test

int main(int argc, char** argv) {
  using namespace ligature_test;
  std::setvbuf(stdout, nullptr, _IOLBF, 1 << 16);
  const char* name = argc > 1 ? argv[1] : "";
  const uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10)
                                 : static_cast<uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
  const int64_t count = argc > 3 ? std::strtoll(argv[3], nullptr, 10) : kFewShapes;
  print_engines();
  std::printf("%s, seed %" PRIu64 "\n", name, seed);
  if (run_suite(name, seed, count)) {
    std::printf("%s: %d failures\n", name, failures.load());
    return failures == 0 ? 0 : 1;
  }
  std::printf("usage: ligature_native_test SUITE [SEED [COUNT]], where COUNT is of %s and SUITE is it or one of",
              kShapes);
  for (const Suite& suite : kSuites) std::printf(" %s", suite.name);
  std::printf("\n");
  return 2;
}
