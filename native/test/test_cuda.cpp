// The host half of CUDA on a driver of our own that has no device (fake_cuda.cpp): every reason not to use one, memory
// and its copies, and that each thing taken is given back, whichever call fails. What a real device does is not seen
// here.
#if !defined(_WIN32) && !defined(__APPLE__)
#include <dlfcn.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <thread>

#include "check.h"
#include "cuda_case.h"
#include "fake_cuda.h"

namespace ligature_test {
namespace {

constexpr int32_t kAnyError = 700;
constexpr int64_t kManyElements = (1 << 18) + 1000;  // more than are converted at once

const FakeCuda& fake() {
  static const FakeCuda* found = [] {
    void* library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    auto function = library == nullptr ? nullptr : reinterpret_cast<FakeCudaFunction*>(dlsym(library, "fake_cuda"));
    if (function == nullptr) {
      std::printf("FAILED: the fake driver is not found; ctest sets LD_LIBRARY_PATH to its folder, test/fake_cuda\n");
      std::exit(1);
    }
    return function();
  }();
  return *found;
}

// Nothing is left over, and nothing was done that a driver would not forgive.
void check_clean(const char* after) {
  CHECK(fake().alive() == 0, "%s left %d things", after, static_cast<int>(fake().alive()));
  CHECK(fake().orphans() == 0, "%s let %d things go with their context", after, static_cast<int>(fake().orphans()));
  CHECK(fake().pushed() == 0, "%s left %d contexts current", after, static_cast<int>(fake().pushed()));
  CHECK(fake().fault() == nullptr, "%s: %s", after, fake().fault());
  fake().reset();
}

void check_unusable(const char* text) {
  check_refused(open_cuda(0).status, text, LIG_UNSUPPORTED);
  check_clean(text);
}

// The first to run, as a driver that has started stays.
void the_driver_says_why_it_does_not_start() {
  int32_t count = -7;
  fake().fail("cuInit", 100);
  const char* no_device = "cuInit gave CUDA_ERROR_NO_DEVICE (100), no CUDA-capable device is detected";
  check_refused(lig_cuda_device_count(&count), no_device, LIG_UNSUPPORTED);
  check_unusable(no_device);
  fake().fail("cuInit", 999);
  check_refused(lig_cuda_device_count(&count), "cuInit gave an unknown error (999)", LIG_UNSUPPORTED);
  CHECK(count == -7, "a failure wrote a count");
  fake().reset();
  check_ok(lig_cuda_device_count(&count), "lig_cuda_device_count");
  CHECK(count == 2, "%d devices", count);
  check_refused(lig_cuda_device_count(nullptr), "count is NULL");
}

void a_device_says_why_it_is_not_usable() {
  int32_t count = 0;
  fake().set_devices(0, 90);
  check_refused(lig_cuda_device_count(&count), "the CUDA driver (CUDA 13.0) is here, and has no device",
                LIG_UNSUPPORTED);
  check_unusable("has no device");
  fake().set_devices(1, 75);
  check_unusable(
      "CUDA device 0 (Fake 0, compute capability 7.5, driver for CUDA 13.0) cannot be used: the kernels need compute "
      "capability 8.0");
  fake().set_wrong_probe(true);
  check_unusable("the probe kernel wrote 4294967295 at 191, not ");
  fake().fail("cuModuleLoadData", 222);
  check_unusable("cuModuleLoadData gave CUDA_ERROR_UNSUPPORTED_PTX_VERSION (222)");
  fake().fail("cuLaunchKernel", kAnyError);
  check_unusable("cannot be used: cuLaunchKernel gave CUDA_ERROR_ILLEGAL_ADDRESS (700)");
  fake().fail("cuStreamSynchronize", kAnyError);
  check_unusable("cannot be used: cuStreamSynchronize gave CUDA_ERROR_ILLEGAL_ADDRESS (700)");
  fake().set_memory(8);
  check_unusable("cannot be used: no memory for bytes=768: CUDA device 0 (Fake 0, ");
}

void contexts(Random& random) {
  lig_context* context = nullptr;
  const std::vector<char> fatbin = any_fatbin();
  const auto bytes = static_cast<int64_t>(fatbin.size());
  check_refused(lig_cuda_context_create(nullptr, 0, fatbin.data(), bytes), "context is NULL");
  check_refused(lig_cuda_context_create(&context, -1, fatbin.data(), bytes), "device=-1 must be at least 0");
  check_refused(lig_cuda_context_create(&context, 2, fatbin.data(), bytes),
                "device=2 must be at least 0 and at most 1");
  check_refused(lig_cuda_context_create(&context, 0, nullptr, bytes), "fatbin is NULL");
  check_refused(lig_cuda_context_create(&context, 0, fatbin.data(), -1), "[-1]");
  for (int64_t fewer : {int64_t{0}, int64_t{1}, int64_t{15}, int64_t{16}, bytes - 1}) {
    check_refused(lig_cuda_context_create(&context, 0, fatbin.data(), fewer), "fatbin is no fatbin of ");
  }
  for (int i = 0; i < 16; ++i) {     // whichever byte of the header is wrong
    if (i == 4 || i == 5) continue;  // the version is the driver's business
    std::vector<char> wrong = fatbin;
    wrong[i] = static_cast<char>(wrong[i] + random.between(1, 255));
    check_refused(lig_cuda_context_create(&context, 0, wrong.data(), bytes), "fatbin is no fatbin of ");
  }
  CHECK(context == nullptr, "a failure left a context");
  check_clean("a wrong call");

  const CudaOpening opened = open_cuda(1);
  check_ok(opened.status, "lig_cuda_context_create");
  char name[256];
  const std::string text(name, lig_cuda_context_name(opened.context.get(), name, sizeof name));
  CHECK(text == "CUDA device 1 (Fake 1, compute capability 9.0, driver for CUDA 13.0)", "%s", text.c_str());
  CHECK(lig_cuda_context_name(opened.context.get(), name, 4) == 4, "the name does not stop");
  CHECK(lig_cuda_context_name(nullptr, name, 4) == 0, "NULL has a name");

  const ContextOwner cpu = open_context(0, 1);
  lig_cuda_memory* memory = nullptr;
  CHECK(lig_cuda_context_name(cpu.get(), name, 4) == 0, "the CPU has a name");
  check_refused(lig_cuda_synchronize(cpu.get()), "context is the CPU's, not a CUDA device's");
  check_refused(lig_cuda_memory_create(cpu.get(), &memory, 4), "context is the CPU's");
  check_refused(lig_cuda_synchronize(nullptr), "context is NULL");
}

void layers_do_not_run_yet() {
  const CudaOpening opened = open_cuda(0);
  lig_embedding* embedding = nullptr;
  const int32_t shift = 0, width = 18;
  check_refused(lig_embedding_create(opened.context.get(), &embedding, nullptr, nullptr, nullptr, &shift, &width, 0, 0,
                                     1, LIG_POOL_SUM, 0, LIG_F32),
                "chunk embedding does not run on CUDA devices yet, and the context is CUDA device 0 (Fake 0",
                LIG_UNSUPPORTED);
  lig_attention* attention = nullptr;
  const int64_t indptr = 0;
  check_refused(lig_attention_create(opened.context.get(), &attention, &indptr, nullptr, nullptr, nullptr, 0, 0, 0, 1,
                                     1, 8, 1, LIG_F32),
                "chunk attention does not run on CUDA devices yet", LIG_UNSUPPORTED);
  CHECK(embedding == nullptr && attention == nullptr, "a failure left a plan");
}

// A host array among bytes that no copy may touch.
std::vector<char> among_poison(int64_t bytes) { return std::vector<char>(static_cast<size_t>(bytes) + 32, '\x5a'); }

// What goes to the device and comes back is what lig_copy makes of it, and nothing beside it changes.
void copies_are_those_of_the_host(Random& random, lig_context* context) {
  for (int64_t count : {int64_t{1}, random.between(2, 1000), kManyElements}) {
    std::vector<float> in(static_cast<size_t>(count));
    for (float& value : in) value = random.value();
    in[static_cast<size_t>(random.below(count))] = std::nanf("");
    for (int32_t dtype : {LIG_F32, LIG_BF16}) {
      const int64_t bytes = dtype == LIG_BF16 ? 2 : 4;
      const int64_t before = random.below(9), after = random.below(9);
      const CudaMemory memory(context, (before + count + after) * bytes);
      check_ok(lig_cuda_memory_fill(memory.get(), memory.at(0), dtype, 3, before + count + after), "fill");
      check_ok(lig_cuda_memory_write(memory.get(), memory.at(before * bytes), in.data(), dtype, LIG_F32, count),
               "write");
      std::vector<char> expected(static_cast<size_t>(count * bytes));
      check_ok(lig_copy(expected.data(), in.data(), dtype, LIG_F32, count), "lig_copy");
      std::vector<char> bits = among_poison(count * bytes);
      check_ok(lig_cuda_memory_read(memory.get(), bits.data() + 16, memory.at(before * bytes), dtype, dtype, count),
               "read");
      CHECK(std::memcmp(bits.data() + 16, expected.data(), expected.size()) == 0, "other bits, dtype %d", dtype);
      CHECK(std::count(bits.begin(), bits.begin() + 16, '\x5a') + std::count(bits.end() - 16, bits.end(), '\x5a') == 32,
            "a read wrote beside its output");
      std::vector<float> wide(static_cast<size_t>(count)), floats(static_cast<size_t>(count), 1e9f);
      check_ok(lig_copy(wide.data(), expected.data(), LIG_F32, dtype, count), "lig_copy");
      check_ok(lig_cuda_memory_read(memory.get(), floats.data(), memory.at(before * bytes), LIG_F32, dtype, count),
               "read");
      CHECK(std::memcmp(floats.data(), wide.data(), wide.size() * sizeof(float)) == 0, "other floats, dtype %d", dtype);
      std::vector<float> all(static_cast<size_t>(before + count + after));
      check_ok(lig_cuda_memory_read(memory.get(), all.data(), memory.at(0), LIG_F32, dtype, before + count + after),
               "read");
      CHECK(std::count(all.begin(), all.begin() + before, 3.0f) + std::count(all.end() - after, all.end(), 3.0f) ==
                before + after,
            "a write wrote beside its output");
    }
  }
}

void memory_begins_as_zeros(lig_context* context) {
  const CudaMemory memory(context, 4000);
  CHECK(memory.address() % 64 == 0, "%lld is not aligned", static_cast<long long>(memory.address()));
  std::vector<float> floats(1000, 1);
  check_ok(lig_cuda_memory_read(memory.get(), floats.data(), memory.at(0), LIG_F32, LIG_F32, 1000), "read");
  CHECK(std::count(floats.begin(), floats.end(), 0.0f) == 1000, "not zeros");
  const CudaMemory none(context, 0);
  check_ok(lig_cuda_memory_write(none.get(), nullptr, nullptr, LIG_F32, LIG_BF16, 0), "write of nothing");
  check_ok(lig_cuda_memory_read(none.get(), nullptr, none.at(0), LIG_F32, LIG_F32, 0), "read of nothing");
  check_ok(lig_cuda_memory_fill(none.get(), none.at(0), LIG_F32, 1, 0), "fill of nothing");
}

void memory_refuses_what_is_not_its_own(lig_context* context) {
  const CudaMemory memory(context, 40), other(context, 40);
  lig_cuda_memory* failed = nullptr;
  check_refused(lig_cuda_memory_create(context, nullptr, 4), "memory is NULL");
  check_refused(lig_cuda_memory_create(context, &failed, -1), "bytes=-1");
  check_refused(lig_cuda_memory_create(context, &failed, std::numeric_limits<int64_t>::max()),
                "no memory for bytes=9223372036854775807: CUDA device 0 (Fake 0, ", LIG_OUT_OF_MEMORY);
  check_refused(lig_cuda_memory_create(nullptr, &failed, 4), "context is NULL");
  CHECK(failed == nullptr, "a failure left memory");
  lig_cuda_memory_destroy(nullptr);
  CHECK(lig_cuda_memory_address(nullptr) == 0, "NULL has an address");
  float host[20] = {};
  auto write = [&](void* out, int64_t count) {
    return lig_cuda_memory_write(memory.get(), out, host, LIG_F32, LIG_F32, count);
  };
  auto read = [&](const void* in, int64_t count) {
    return lig_cuda_memory_read(memory.get(), host, in, LIG_F32, LIG_F32, count);
  };
  auto fill = [&](void* out, int64_t count) { return lig_cuda_memory_fill(memory.get(), out, LIG_F32, 1, count); };
  check_refused(write(memory.at(0), 11), "out (44 bytes at 0xa");
  check_refused(write(memory.at(40), 1), "does not lie in the memory, 40 bytes at 0xa");
  check_refused(write(memory.at(-4), 1), "does not lie in the memory");
  check_refused(write(other.at(0), 1), "does not lie in the memory");
  check_refused(write(host, 1), "does not lie in the memory");
  check_refused(write(memory.at(1), 1), "not a multiple of 4");
  check_refused(write(nullptr, 1), "out is NULL");
  check_refused(write(memory.at(0), -1), "[-1]");
  check_refused(write(memory.at(0), std::numeric_limits<int64_t>::max()), "more than memory can hold");
  check_refused(read(memory.at(4), 10), "in (40 bytes at 0xa");
  check_refused(read(host, 1), "does not lie in the memory");
  check_refused(fill(memory.at(36), 2), "out (8 bytes at 0xa");
  check_refused(fill(memory.at(0), -1), "[-1]");
  check_refused(lig_cuda_memory_write(memory.get(), memory.at(0), nullptr, LIG_F32, LIG_F32, 1), "in is NULL");
  check_refused(lig_cuda_memory_read(memory.get(), nullptr, memory.at(0), LIG_F32, LIG_F32, 1), "out is NULL");
  check_refused(lig_cuda_memory_write(memory.get(), memory.at(0), host, 7, LIG_F32, 1), "out_dtype=7 must be");
  check_refused(lig_cuda_memory_read(memory.get(), host, memory.at(0), LIG_F32, 7, 1), "in_dtype=7 must be");
  check_refused(lig_cuda_memory_fill(memory.get(), memory.at(0), 7, 1, 1), "dtype=7 must be");
  check_refused(lig_cuda_memory_fill(nullptr, memory.at(0), LIG_F32, 1, 1), "memory is NULL");
  check_refused(lig_cuda_memory_write(nullptr, memory.at(0), host, LIG_F32, LIG_F32, 1), "memory is NULL");
  check_refused(lig_cuda_memory_read(nullptr, host, memory.at(0), LIG_F32, LIG_F32, 1), "memory is NULL");
  check_ok(write(memory.at(36), 1), "write");
  fake().fail("cuMemcpyHtoDAsync_v2", 2);
  check_refused(write(memory.at(36), 1), "cuMemcpyHtoDAsync gave CUDA_ERROR_OUT_OF_MEMORY (2)", LIG_OUT_OF_MEMORY);
  fake().fail(nullptr, 0);
}

void calls_enqueue_and_closing_waits() {
  CudaOpening opened = open_cuda(0);
  CudaMemory memory(opened.context.get(), 4);
  CHECK(fake().pending() == 1, "zeroing was waited for");
  check_ok(lig_cuda_synchronize(opened.context.get()), "lig_cuda_synchronize");
  CHECK(fake().pending() == 0, "not synchronised");
  check_ok(lig_cuda_memory_fill(memory.get(), memory.at(0), LIG_F32, 5, 1), "fill");
  CHECK(fake().pending() == 1, "a fill was waited for");
  fake().fail("cuStreamSynchronize", kAnyError);
  check_refused(lig_cuda_synchronize(opened.context.get()), "cuStreamSynchronize gave CUDA_ERROR_ILLEGAL_ADDRESS (700)",
                LIG_INTERNAL_ERROR);
  fake().fail(nullptr, 0);
  check_ok(lig_cuda_memory_fill(memory.get(), memory.at(0), LIG_F32, 5, 1), "fill");
  opened.context.reset();
  CHECK(fake().pending() == 0, "a context was closed with work enqueued");
  float value = 0;
  check_ok(lig_cuda_memory_read(memory.get(), &value, memory.at(0), LIG_F32, LIG_F32, 1), "read");
  CHECK(value == 5, "memory does not outlast its context's handle: %g", value);
}

// All that a user does, going on as far as it goes. Gives the first status that is not LIG_OK.
int32_t use_everything(const char*& failing_call) {
  const CudaOpening opened = open_cuda(0);
  failing_call = "lig_cuda_context_create";
  if (opened.status != LIG_OK) return opened.status;
  lig_cuda_memory* memory = nullptr;
  failing_call = "lig_cuda_memory_create";
  if (const int32_t status = lig_cuda_memory_create(opened.context.get(), &memory, 40)) return status;
  const CudaMemory owner(memory);
  float host[10] = {1, 2, 3};
  failing_call = "lig_cuda_memory_write";
  if (const int32_t status = lig_cuda_memory_write(memory, owner.at(0), host, LIG_BF16, LIG_F32, 10)) return status;
  failing_call = "lig_cuda_memory_fill";
  if (const int32_t status = lig_cuda_memory_fill(memory, owner.at(0), LIG_F32, 1, 3)) return status;
  failing_call = "lig_cuda_memory_read";
  if (const int32_t status = lig_cuda_memory_read(memory, host, owner.at(0), LIG_F32, LIG_F32, 10)) return status;
  failing_call = "lig_cuda_synchronize";
  return lig_cuda_synchronize(opened.context.get());
}

bool names_one_of(const char* function, std::initializer_list<const char*> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [=](const char* part) { return std::strstr(function, part) != nullptr; });
}

// Whichever call of the driver fails: a status that says so, or nothing where something is given back; and nothing
// left.
void whichever_call_fails_nothing_is_left() {
  int64_t n = 0;
  int told = 0;
  for (bool came = true; came; ++n) {
    fake().fail_once(n + 1, kAnyError);
    const char* call = "";
    const int32_t status = use_everything(call);
    const char* function = fake().failed_once();
    came = function != nullptr;
    const std::string where = std::string(came ? function : "no call") + " in " + call;
    // Also called where something is closed, which tells nobody.
    const bool may_close = came && names_one_of(function, {"Push", "Synchronize"});
    const bool may_fail = came && !names_one_of(function, {"Destroy", "Free", "Unload", "Pop", "Release", "Version"});
    CHECK(may_fail || status == LIG_OK, "%s gave %d: %s", where.c_str(), status, last_error().c_str());
    CHECK(!may_fail || may_close || status != LIG_OK, "%s was not told", where.c_str());
    told += status != LIG_OK;
    if (status != LIG_OK) {
      CHECK(status == LIG_UNSUPPORTED || status == LIG_INTERNAL_ERROR, "%s gave %d", where.c_str(), status);
      CHECK(last_error().find("gave CUDA_ERROR_ILLEGAL_ADDRESS (700)") != std::string::npos, "%s: %s", where.c_str(),
            last_error().c_str());
    }
    // A context that cannot be made current takes with it what was to be given back there.
    if (came && names_one_of(function, {"Push"})) {
      CHECK(fake().alive() == 0, "%s left something", where.c_str());
      fake().reset();
    }
    check_clean(where.c_str());
  }
  std::printf("each of %d calls of the driver has failed once, %d to be told\n", static_cast<int>(n - 1), told);
  CHECK(n > 40 && told > 20, "only %d of %d calls", told, static_cast<int>(n));
}

// Four threads on one context, each with memory of its own, while others open and close the device.
void many_threads() {
  fake().set_watch_frees(false);
  const CudaOpening opened = open_cuda(0);
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const CudaOpening own = i % 8 == 0 ? open_cuda(t % 2) : CudaOpening{};
        const CudaMemory memory(own.context != nullptr ? own.context.get() : opened.context.get(), 400);
        std::vector<float> floats(100);
        for (int k = 0; k < 100; ++k) floats[k] = static_cast<float>(t * 1000 + i + k);
        std::vector<float> back(100);
        if (lig_cuda_memory_fill(memory.get(), memory.at(0), LIG_F32, -1, 100) != LIG_OK ||
            lig_cuda_memory_write(memory.get(), memory.at(0), floats.data(), LIG_F32, LIG_F32, 99) != LIG_OK ||
            lig_cuda_memory_read(memory.get(), back.data(), memory.at(0), LIG_F32, LIG_F32, 100) != LIG_OK) {
          ++wrong;
        }
        floats[99] = -1;
        if (floats != back) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0, "%d of 200 rounds went wrong", wrong.load());
}

}  // namespace

void test_cuda(Random& random) {
  the_driver_says_why_it_does_not_start();
  a_device_says_why_it_is_not_usable();
  contexts(random);
  layers_do_not_run_yet();
  {
    const CudaOpening opened = open_cuda(0);
    check_ok(opened.status, "lig_cuda_context_create");
    memory_begins_as_zeros(opened.context.get());
    copies_are_those_of_the_host(random, opened.context.get());
    memory_refuses_what_is_not_its_own(opened.context.get());
  }
  calls_enqueue_and_closing_waits();
  check_clean("use");
  whichever_call_fails_nothing_is_left();
  many_threads();
  check_clean("the work of many threads");
}

}  // namespace ligature_test
#else
#include "check.h"
namespace ligature_test {
void test_cuda(Random&) { std::printf("cuda: SKIPPED, the fake driver is for Linux\n"); }
}  // namespace ligature_test
#endif
