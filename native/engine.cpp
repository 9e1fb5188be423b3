#include "engine.h"

namespace ligature {

extern const Kernels scalar_kernels;
#if defined(LIG_X86)
extern const Kernels avx2_kernels;
extern const Kernels avx512_kernels;
extern const Kernels avx512bf16_kernels;
#elif defined(LIG_ARM64)
extern const Kernels neon_kernels;
#endif

namespace {

bool always() { return true; }

// The compiler's own detection asks the CPU, and the operating system whether it saves the wide registers.
#if defined(LIG_X86)
bool has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

bool has_avx512() {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

bool has_avx512bf16() { return has_avx512() && __builtin_cpu_supports("avx512bf16"); }
#endif

const Engine kEngines[] = {
    {"scalar", always, &scalar_kernels},
#if defined(LIG_X86)
    {"avx2", has_avx2, &avx2_kernels},
    {"avx512", has_avx512, &avx512_kernels},
    {"avx512bf16", has_avx512bf16, &avx512bf16_kernels},
#elif defined(LIG_ARM64)
    {"neon", always, &neon_kernels},  // no 64-bit ARM is without
#endif
};

}  // namespace

int32_t engine_count() { return sizeof kEngines / sizeof kEngines[0]; }

const Engine& engine(int32_t index) { return kEngines[index]; }

}  // namespace ligature
