// ligature_cuda_emulator_test SUITE [SEED]: runs one suite of the CUDA kernels on the emulator, on fresh random inputs,
// or on those of a seed it printed before. No GPU is used.
#include <chrono>
#include <cinttypes>
#include <cstring>

#include "../bound.h"
#include "suites.h"

namespace ligature_test {

std::atomic<int> failures{0};

namespace {

struct Suite {
  const char* name;
  void (*run)(Random& random);
};

const Suite kSuites[] = {
    {"emulator", test_cuda_emulator},   {"general", test_cuda_attention_general},
    {"base", test_cuda_attention_base}, {"nonfinite", test_cuda_attention_nonfinite},
    {"embedding", test_cuda_embedding},
};

}  // namespace
}  // namespace ligature_test

int main(int argc, char** argv) {
  using namespace ligature_test;
  std::setvbuf(stdout, nullptr, _IOLBF, 1 << 16);
  const char* name = argc > 1 ? argv[1] : "";
  const uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10)
                                 : static_cast<uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
  for (const Suite& suite : kSuites) {
    if (std::strcmp(name, suite.name) != 0) continue;
    std::printf("CUDA kernels on the emulator, %s, seed %" PRIu64 "\n", name, seed);
    Random random(seed);
    suite.run(random);
    print_bounds();
    std::printf("%s: %d failures\n", name, failures.load());
    return failures == 0 ? 0 : 1;
  }
  std::printf("usage: ligature_cuda_emulator_test SUITE [SEED], where SUITE is one of");
  for (const Suite& suite : kSuites) std::printf(" %s", suite.name);
  std::printf("\n");
  return 2;
}
