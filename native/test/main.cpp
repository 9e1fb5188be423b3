// ligature_native_test SUITE [SEED]: runs one suite on fresh random inputs, or on those of a seed it printed before.
#include <chrono>
#include <cinttypes>
#include <cstring>

#include "check.h"
#include "engines.h"

namespace ligature_test {

int failures = 0;

namespace {

struct Suite {
  const char* name;
  void (*run)(Random& random);
};

const Suite kSuites[] = {
    {"memory", test_memory},       {"element", test_element},     {"oracle", test_oracle},
    {"arguments", test_arguments}, {"attention", test_attention}, {"nonfinite", test_nonfinite},
    {"embedding", test_embedding}, {"threads", test_threads},     {"allocation", test_allocation},
};

}  // namespace
}  // namespace ligature_test

int main(int argc, char** argv) {
  using namespace ligature_test;
  std::setvbuf(stdout, nullptr, _IOLBF, 1 << 16);
  const uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10)
                                 : static_cast<uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
  for (const Suite& suite : kSuites) {
    if (argc < 2 || std::strcmp(argv[1], suite.name) != 0) continue;
    std::printf("%s, seed %" PRIu64 "\n", suite.name, seed);
    print_engines();
    Random random(seed);
    suite.run(random);
    std::printf("%s: %d failures\n", suite.name, failures);
    return failures == 0 ? 0 : 1;
  }
  std::printf("usage: ligature_native_test SUITE [SEED], where SUITE is one of");
  for (const Suite& suite : kSuites) std::printf(" %s", suite.name);
  std::printf("\n");
  return 2;
}
