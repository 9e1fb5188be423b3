// A driver without a device, for tests: what is enqueued happens late, when somebody waits for it; memory of the device
// lies where the host cannot reach it, and begins poisoned. Fails where it is told to, by fake_cuda.h or by variables
// of the environment: FAKE_CUDA_FAIL=cuInit:100, FAKE_CUDA_DEVICES=1, FAKE_CUDA_CAPABILITY=75, FAKE_CUDA_WRONG_PROBE=1.
#include "fake_cuda.h"

#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "../cuda/driver.h"

namespace ligature::cuda {

struct DriverStream {
  std::vector<std::function<void()>> work;
};

struct DriverContext {
  int64_t retained = 0;
  std::set<DriverStream*> streams;
  std::set<DriverModule*> modules;
  std::map<Address, std::vector<char>> blocks;
};

struct DriverFunction {
  std::string name;
};

struct DriverModule {
  DriverFunction probe{"ligature_probe"};
};

}  // namespace ligature::cuda

namespace {

using namespace ligature::cuda;

constexpr Result kInvalidValue = 1;
constexpr Result kNotInitialized = 3;
constexpr Result kInvalidDevice = 101;
constexpr Result kInvalidImage = 200;
constexpr Result kInvalidContext = 201;
constexpr Result kNotFound = 500;
constexpr int32_t kMostDevices = 8;
constexpr char kPoison = '\xff';
constexpr Address kFirstAddress = Address{0x0a} << 56;  // no address that a host has

// All that follows is guarded by `mutex`.
std::recursive_mutex mutex;
bool started = false;
int32_t devices = 2;
int32_t capability = 90;
int64_t memory = int64_t{1} << 30;
bool wrong_probe = false;
bool watch_frees = true;
std::string failing;
Result failing_result = kSuccess;
int64_t calls_until_failure = 0;
Result once_result = kSuccess;
const char* once_function = nullptr;
int64_t num_orphans = 0;
const char* first_fault = nullptr;
Address next_address = kFirstAddress;
DriverContext contexts[kMostDevices];
thread_local std::vector<DriverContext*> current;

void misuse(const char* text) {
  if (first_fault == nullptr) first_fault = text;
}

void read_environment() {
  if (const char* text = std::getenv("FAKE_CUDA_DEVICES")) devices = std::atoi(text);
  if (const char* text = std::getenv("FAKE_CUDA_CAPABILITY")) capability = std::atoi(text);
  wrong_probe = std::getenv("FAKE_CUDA_WRONG_PROBE") != nullptr;
  if (const char* text = std::getenv("FAKE_CUDA_FAIL")) {
    const std::string all = text;
    failing = all.substr(0, all.find(':'));
    failing_result = std::atoi(all.substr(all.find(':') + 1).c_str());
  }
}

// What a call is to give before it does anything. Keeps the lock until the call ends.
class Call {
 public:
  explicit Call(const char* function) : lock_(mutex) {
    static const bool read = (read_environment(), true);
    static_cast<void>(read);
    if (failing == function) result_ = failing_result;
    if (calls_until_failure > 0 && --calls_until_failure == 0) {
      result_ = once_result;
      once_function = function;
    }
  }

  // The same where a context must be current.
  static Call in_context(const char* function) {
    Call call(function);
    if (call.result_ == kSuccess && (current.empty() || current.back()->retained == 0)) call.result_ = kInvalidContext;
    return call;
  }

  Result result() const { return result_; }
  bool failed() const { return result_ != kSuccess; }
  DriverContext& context() const { return *current.back(); }

 private:
  std::unique_lock<std::recursive_mutex> lock_;
  Result result_ = kSuccess;
};

// Where `bytes` from `address` lie, or NULL and a fault.
char* bytes_at(DriverContext& context, Address address, size_t bytes) {
  auto after = context.blocks.upper_bound(address);
  if (after != context.blocks.begin()) {
    auto block = std::prev(after);
    const Address offset = address - block->first;
    if (offset <= block->second.size() && bytes <= block->second.size() - offset) return block->second.data() + offset;
  }
  misuse("memory of the device that is not there");
  return nullptr;
}

Result enqueue(const Call& call, DriverStream* stream, std::function<void()> work) {
  if (call.context().streams.count(stream) == 0) {
    misuse("a stream of another context, or none");
    return kInvalidValue;
  }
  stream->work.push_back(std::move(work));
  return kSuccess;
}

void run(DriverStream* stream) {
  for (const std::function<void()>& work : stream->work) work();
  stream->work.clear();
}

template <class Element>
Result enqueue_fill(const Call& call, Address out, Element value, size_t count, DriverStream* stream) {
  DriverContext& context = call.context();
  return enqueue(call, stream, [&context, out, value, count] {
    char* at = bytes_at(context, out, count * sizeof value);
    for (size_t i = 0; at != nullptr && i < count; ++i) std::memcpy(at + i * sizeof value, &value, sizeof value);
  });
}

int64_t in_use() {
  int64_t bytes = 0;
  for (const auto& block : current.back()->blocks) bytes += static_cast<int64_t>(block.second.size());
  return bytes;
}

const FakeCuda kControl = {
    [] {
      const std::lock_guard<std::recursive_mutex> lock(mutex);
      devices = 2;
      capability = 90;
      memory = int64_t{1} << 30;
      wrong_probe = false;
      watch_frees = true;
      failing.clear();
      calls_until_failure = 0;
      once_function = nullptr;
      num_orphans = 0;
    },
    [](int32_t count, int32_t of_capability) {
      devices = count;
      capability = of_capability;
    },
    [](int64_t bytes) { memory = bytes; },
    [](bool wrong) { wrong_probe = wrong; },
    [](bool watch) { watch_frees = watch; },
    [](const char* function, int32_t result) {
      failing = function == nullptr ? "" : function;
      failing_result = result;
    },
    [](int64_t n, int32_t result) {
      calls_until_failure = n;
      once_result = result;
      once_function = nullptr;
    },
    [] { return once_function; },
    [] {
      const std::lock_guard<std::recursive_mutex> lock(mutex);
      int64_t count = 0;
      for (const DriverContext& context : contexts) {
        count += context.retained;
        count += static_cast<int64_t>(context.streams.size() + context.modules.size() + context.blocks.size());
      }
      return count;
    },
    [] { return num_orphans; },
    [] {
      const std::lock_guard<std::recursive_mutex> lock(mutex);
      int64_t count = 0;
      for (const DriverContext& context : contexts) {
        for (const DriverStream* stream : context.streams) count += static_cast<int64_t>(stream->work.size());
      }
      return count;
    },
    [] { return static_cast<int64_t>(current.size()); },
    [] { return first_fault; },
};

}  // namespace

extern "C" {

const FakeCuda* fake_cuda() { return &kControl; }

Result cuInit(uint32_t) {
  const Call call("cuInit");
  started = !call.failed();
  return call.result();
}

Result cuDriverGetVersion(int32_t* version) {
  const Call call("cuDriverGetVersion");
  *version = 13000;
  return call.result();
}

Result cuGetErrorName(Result error, const char** name) {
  *name = error == 2     ? "CUDA_ERROR_OUT_OF_MEMORY"
          : error == 100 ? "CUDA_ERROR_NO_DEVICE"
          : error == 222 ? "CUDA_ERROR_UNSUPPORTED_PTX_VERSION"
          : error == 700 ? "CUDA_ERROR_ILLEGAL_ADDRESS"
                         : nullptr;
  return *name == nullptr ? kInvalidValue : kSuccess;
}

Result cuGetErrorString(Result error, const char** text) {
  *text = error == 100 ? "no CUDA-capable device is detected" : nullptr;
  return *text == nullptr ? kInvalidValue : kSuccess;
}

Result cuDeviceGetCount(int32_t* count) {
  const Call call("cuDeviceGetCount");
  *count = devices;
  return !started ? kNotInitialized : call.result();
}

Result cuDeviceGet(DeviceId* device, int32_t index) {
  const Call call("cuDeviceGet");
  if (index < 0 || index >= devices || index >= kMostDevices) return kInvalidDevice;
  *device = index;
  return call.result();
}

Result cuDeviceGetName(char* name, int32_t capacity, DeviceId device) {
  const Call call("cuDeviceGetName");
  const std::string text = "Fake " + std::to_string(device);
  std::strncpy(name, text.c_str(), static_cast<size_t>(capacity));
  return call.result();
}

Result cuDeviceGetAttribute(int32_t* value, int32_t attribute, DeviceId) {
  const Call call("cuDeviceGetAttribute");
  *value = attribute == kCapabilityMajor ? capability / 10 : attribute == kCapabilityMinor ? capability % 10 : -1;
  return call.result();
}

Result cuDevicePrimaryCtxRetain(DriverContext** context, DeviceId device) {
  const Call call("cuDevicePrimaryCtxRetain");
  if (call.failed()) return call.result();
  *context = &contexts[device];
  ++contexts[device].retained;
  return kSuccess;
}

Result cuDevicePrimaryCtxRelease_v2(DeviceId device) {
  const Call call("cuDevicePrimaryCtxRelease_v2");
  DriverContext& context = contexts[device];
  if (context.retained == 0) {
    misuse("a context is released that is not retained");
    return kInvalidContext;
  }
  if (--context.retained == 0) {
    num_orphans += static_cast<int64_t>(context.streams.size() + context.modules.size() + context.blocks.size());
    for (DriverStream* stream : context.streams) delete stream;
    for (DriverModule* module : context.modules) delete module;
    context = DriverContext();
  }
  return call.result();
}

Result cuCtxPushCurrent_v2(DriverContext* context) {
  const Call call("cuCtxPushCurrent_v2");
  if (call.failed()) return call.result();
  if (context->retained == 0) {
    misuse("a context is used that is not retained");
    return kInvalidContext;
  }
  current.push_back(context);
  return kSuccess;
}

Result cuCtxPopCurrent_v2(DriverContext** context) {
  const Call call("cuCtxPopCurrent_v2");
  if (current.empty()) {
    misuse("more contexts are popped than were pushed");
    return kInvalidContext;
  }
  *context = current.back();
  current.pop_back();
  return call.result();
}

Result cuStreamCreate(DriverStream** stream, uint32_t flags) {
  const Call call = Call::in_context("cuStreamCreate");
  if (call.failed()) return call.result();
  if (flags != kNonBlocking) misuse("a stream that waits for others");
  *stream = new DriverStream;
  call.context().streams.insert(*stream);
  return kSuccess;
}

Result cuStreamDestroy_v2(DriverStream* stream) {
  const Call call("cuStreamDestroy_v2");
  if (current.empty() || call.context().streams.erase(stream) == 0) {
    misuse("a stream is destroyed that is not there");
    return kInvalidValue;
  }
  if (!stream->work.empty()) misuse("a stream is destroyed with work in it");
  delete stream;
  return call.result();
}

Result cuStreamSynchronize(DriverStream* stream) {
  const Call call = Call::in_context("cuStreamSynchronize");
  if (call.result() == kInvalidContext) return call.result();
  run(stream);
  return call.result();
}

Result cuModuleLoadData(DriverModule** module, const void* image) {
  const Call call = Call::in_context("cuModuleLoadData");
  if (call.failed()) return call.result();
  uint32_t magic = 0;
  std::memcpy(&magic, image, sizeof magic);
  if (magic != 0xba55ed50) return kInvalidImage;
  *module = new DriverModule;
  call.context().modules.insert(*module);
  return kSuccess;
}

Result cuModuleUnload(DriverModule* module) {
  const Call call("cuModuleUnload");
  if (current.empty() || call.context().modules.erase(module) == 0) {
    misuse("a module is unloaded that is not there");
    return kInvalidValue;
  }
  delete module;
  return call.result();
}

Result cuModuleGetFunction(DriverFunction** function, DriverModule* module, const char* name) {
  const Call call = Call::in_context("cuModuleGetFunction");
  if (call.failed()) return call.result();
  if (module->probe.name != name) return kNotFound;
  *function = &module->probe;
  return kSuccess;
}

Result cuMemAlloc_v2(Address* address, size_t bytes) {
  const Call call = Call::in_context("cuMemAlloc_v2");
  if (call.failed()) return call.result();
  if (bytes == 0) return kInvalidValue;
  if (bytes > static_cast<size_t>(memory - in_use())) return kOutOfMemory;
  *address = next_address;
  next_address += (bytes + 511) / 256 * 256;  // a gap behind each, so that none runs into the next
  call.context().blocks.emplace(*address, std::vector<char>(bytes, kPoison));
  return kSuccess;
}

Result cuMemFree_v2(Address address) {
  const Call call("cuMemFree_v2");
  if (current.empty()) return kInvalidContext;
  if (watch_frees) {
    for (const DriverStream* stream : call.context().streams) {
      if (!stream->work.empty()) misuse("memory is freed with work enqueued");
    }
  }
  if (call.context().blocks.erase(address) == 0) {
    misuse("memory is freed that is not there");
    return kInvalidValue;
  }
  return call.result();
}

Result cuMemGetInfo_v2(size_t* free_bytes, size_t* all_bytes) {
  const Call call = Call::in_context("cuMemGetInfo_v2");
  if (call.failed()) return call.result();
  *free_bytes = static_cast<size_t>(memory - in_use());
  *all_bytes = static_cast<size_t>(memory);
  return kSuccess;
}

Result cuMemcpyHtoDAsync_v2(Address out, const void* in, size_t bytes, DriverStream* stream) {
  const Call call = Call::in_context("cuMemcpyHtoDAsync_v2");
  if (call.failed()) return call.result();
  DriverContext& context = call.context();
  return enqueue(call, stream, [&context, out, in, bytes] {
    if (char* at = bytes_at(context, out, bytes)) std::memcpy(at, in, bytes);
  });
}

Result cuMemcpyDtoHAsync_v2(void* out, Address in, size_t bytes, DriverStream* stream) {
  const Call call = Call::in_context("cuMemcpyDtoHAsync_v2");
  if (call.failed()) return call.result();
  DriverContext& context = call.context();
  return enqueue(call, stream, [&context, out, in, bytes] {
    if (const char* at = bytes_at(context, in, bytes)) std::memcpy(out, at, bytes);
  });
}

Result cuMemsetD8Async(Address out, uint8_t value, size_t count, DriverStream* stream) {
  const Call call = Call::in_context("cuMemsetD8Async");
  return call.failed() ? call.result() : enqueue_fill(call, out, value, count, stream);
}

Result cuMemsetD16Async(Address out, uint16_t value, size_t count, DriverStream* stream) {
  const Call call = Call::in_context("cuMemsetD16Async");
  return call.failed() ? call.result() : enqueue_fill(call, out, value, count, stream);
}

Result cuMemsetD32Async(Address out, uint32_t value, size_t count, DriverStream* stream) {
  const Call call = Call::in_context("cuMemsetD32Async");
  return call.failed() ? call.result() : enqueue_fill(call, out, value, count, stream);
}

// Runs what probe.cu does, with the arguments as they are now.
Result cuLaunchKernel(DriverFunction* function, uint32_t grid_x, uint32_t grid_y, uint32_t grid_z, uint32_t cta_x,
                      uint32_t cta_y, uint32_t cta_z, uint32_t, DriverStream* stream, void** arguments, void**) {
  const Call call = Call::in_context("cuLaunchKernel");
  if (call.failed()) return call.result();
  if (function->name != "ligature_probe" || grid_y * grid_z * cta_y * cta_z != 1) return kInvalidValue;
  Address out = 0;
  uint32_t seed = 0;
  std::memcpy(&out, arguments[0], sizeof out);
  std::memcpy(&seed, arguments[1], sizeof seed);
  const uint32_t threads = grid_x * cta_x;
  DriverContext& context = call.context();
  return enqueue(call, stream, [&context, out, seed, threads] {
    char* at = bytes_at(context, out, threads * sizeof seed);
    for (uint32_t index = 0; at != nullptr && index < threads; ++index) {
      const uint32_t word = seed ^ (index + 1) * 0x9e3779b9;
      if (wrong_probe && index == threads - 1) continue;
      std::memcpy(at + index * sizeof word, &word, sizeof word);
    }
  });
}

}  // extern "C"
