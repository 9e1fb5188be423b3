// Why CUDA cannot be used, where that shows in a process of its own: no driver, or a library that only has its name.
#include <cstring>

#include "check.h"
#include "cuda_case.h"

namespace ligature_test {
namespace {

// The same from every function, and again.
void check_reason(const char* text) {
  for (int i = 0; i < 2; ++i) {
    int32_t count = 0;
    check_refused(lig_cuda_device_count(&count), text, LIG_UNSUPPORTED);
    check_refused(open_cuda(0).status, text, LIG_UNSUPPORTED);
  }
  std::printf("the reason: %s\n", last_error().c_str());
}

}  // namespace

void test_cuda_absent(Random&) {
  int32_t count = 0;
  if (lig_cuda_device_count(&count) == LIG_OK || last_error().find("there is no CUDA driver") == std::string::npos) {
    std::printf("cuda_absent: SKIPPED, this machine has a CUDA driver\n");
    return;
  }
  check_reason("there is no CUDA driver here: ");
}

void test_cuda_incomplete(Random&) {
#if defined(_WIN32) || defined(__APPLE__)
  std::printf("cuda_incomplete: SKIPPED, the library is for Linux\n");
#else
  check_reason("the CUDA driver, libcuda.so.1, has no cuDriverGetVersion: it is too old, or not NVIDIA's");
#endif
}

}  // namespace ligature_test
