// The emulator itself: that it computes, and that it says what a kernel does wrong.
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "../../cuda/kernels/primitives.h"
#include "../stored.h"
#include "suites.h"

namespace ligature_test {
namespace {

using namespace ligature;

constexpr uint32_t kThreads = 128;
constexpr uint32_t kSharedBytes = 4096;

// What a kernel's fault says under some seed, "" where none of them shows a fault.
template <class Kernel>
std::string fault_of(Random& random, Kernel kernel) {
  for (int run = 0; run < 20; ++run) {
    try {
      emulator::run_grid(kernel, 3, kThreads, kSharedBytes, random.next());
    } catch (const emulator::Fault& fault) {
      return fault.what();
    }
  }
  return "";
}

template <class Kernel>
void expect_fault(Random& random, const char* expected, Kernel kernel) {
  const std::string text = fault_of(random, kernel);
  CHECK(text.find(expected) != std::string::npos, "the fault is '%s', not '%s'", text.c_str(), expected);
}

// Each thread of each block runs once, and knows who it is.
void identities(Random& random) {
  std::vector<int> runs(5 * kThreads);
  emulator::run_grid(
      [&] {
        CHECK(num_blocks() == 5, "%u blocks", num_blocks());
        ++runs[block_index() * kThreads + thread_index()];
      },
      5, kThreads, 0, random.next());
  for (size_t i = 0; i < runs.size(); ++i) CHECK(runs[i] == 1, "thread %zu ran %d times", i, runs[i]);
}

void warp_operations(Random& random) {
  emulator::run_grid(
      [] {
        const auto lane = static_cast<float>(thread_index() % kWarpSize);
        CHECK(warp_sum(lane) == 496, "the sum of lanes is %g", warp_sum(lane));
        CHECK(warp_max(lane) == 31, "the maximum of lanes is %g", warp_max(lane));
      },
      2, kThreads, 0, random.next());
}

// A barrier separates what was written before from what is read after; without one some seed shows it.
void barriers(Random& random) {
  int stale = 0;
  for (int run = 0; run < 40; ++run) {
    for (bool barrier : {true, false}) {
      emulator::run_grid(
          [&] {
            auto* words = reinterpret_cast<uint32_t*>(shared_memory());
            words[thread_index()] = thread_index();
            if (barrier) sync_block();
            const uint32_t other = (thread_index() + 64) % kThreads;
            const bool seen = words[other] == other;
            CHECK(seen || !barrier, "thread %u read %u past a barrier", thread_index(), words[other]);
            stale += seen ? 0 : 1;
          },
          1, kThreads, kSharedBytes, random.next());
    }
  }
  CHECK(stale > 0, "no run showed the missing barrier");
}

// A copy is there after the wait, and not to be relied on before.
void copies(Random& random) {
  alignas(16) uint32_t source[4 * kThreads];
  for (uint32_t i = 0; i < 4 * kThreads; ++i) source[i] = i;
  int early = 0;
  int late = 0;
  for (int run = 0; run < 30; ++run) {
    emulator::run_grid(
        [&] {
          auto* words = reinterpret_cast<uint32_t*>(shared_memory()) + 4 * thread_index();
          const bool keep = thread_index() % 2 == 0;
          copy_async(words, source + 4 * thread_index(), keep);
          commit_copies();
          ++(words[0] == 0xffffffff ? late : early);
          wait_copies<0>();
          CHECK(words[3] == (keep ? 4 * thread_index() + 3 : 0), "thread %u copied %u", thread_index(), words[3]);
        },
        1, kThreads, kSharedBytes, random.next());
  }
  CHECK(early > 0 && late > 0, "%d copies were early and %d late", early, late);
}

void faults(Random& random) {
  alignas(16) static char source[64] = {};
  expect_fault(random, "while other lanes are at", [] {
    if (thread_index() % 2 == 0) {
      exchange(1.0f, 1);
    } else {
      exchange(1.0f, 2);
    }
  });
  expect_fault(random, "nothing can go on", [] {
    if (thread_index() != 5) exchange(1.0f, 1);
  });
  expect_fault(random, "barrier", [] {
    if (thread_index() != 5) sync_block();
  });
  expect_fault(random, "cp.async: shared address is not a multiple of 16",
               [] { copy_async(shared_memory() + 8, source, true); });
  expect_fault(random, "cp.async: global address is not a multiple of 16",
               [] { copy_async(shared_memory(), source + 4, true); });
  expect_fault(random, "cp.async: byte 4096 of 4096", [] { copy_async(shared_memory() + 4096, source, true); });
  expect_fault(random, "ends with copies under way", [] {
    copy_async(shared_memory() + thread_index() * 16, source, true);
    commit_copies();
  });
  expect_fault(random, "ends with copies that were not committed",
               [] { copy_async(shared_memory() + thread_index() * 16, source, true); });
  expect_fault(random, "ldmatrix: shared address is not a multiple of 16", [] {
    uint32_t words[4];
    load_matrices<false>(words, shared_memory() + 2);
  });
}

// The host's conversions against the slow ones of the tests, for every number of 16 bits and between them.
void conversions(Random& random) {
  for (uint32_t bits = 0; bits < 0x10000; ++bits) {
    const float value = float_of_half(static_cast<uint16_t>(bits));
    const float got = widened(F16{static_cast<uint16_t>(bits)});
    CHECK(value == got || (value != value && got != got), "binary16 %x is %g, not %g", bits, value, got);
    if (value != value) continue;
    CHECK(to_f16(value).bits == bits, "%g is binary16 %x, not %x", value, bits, to_f16(value).bits);
    const float bf16 = widened(Bf16{static_cast<uint16_t>(bits)});
    CHECK(bf16 != bf16 || to_bf16(bf16).bits == bits, "%g is bfloat16 %x, not %x", bf16, bits, to_bf16(bf16).bits);
  }
  for (int i = 0; i < 20000; ++i) {
    const float value = std::ldexp(random.value(), static_cast<int>(random.between(-30, 20)));
    CHECK(to_f16(value).bits == half_of_float(value), "%g is binary16 %x, not %x", value, half_of_float(value),
          to_f16(value).bits);
    const float rounded_to_bf16 = rounded({value}, LIG_BF16)[0];
    CHECK(widened(to_bf16(value)) == rounded_to_bf16, "%g is bfloat16 %g, not %g", value, rounded_to_bf16,
          widened(to_bf16(value)));
  }
}

}  // namespace

void test_cuda_emulator(Random& random) {
  identities(random);
  warp_operations(random);
  barriers(random);
  copies(random);
  faults(random);
  conversions(random);
}

}  // namespace ligature_test
