#include "context.h"

#include <cstring>
#include <utility>

#include "../checks.h"
#include "../failure.h"
#include "device_memory.h"

namespace ligature::cuda {
namespace {

// The least compute capability is 8.0.
constexpr int32_t kLeastMajor = 8;

// How a fatbin begins. The driver is told no size: it believes this one.
struct FatbinHeader {
  uint32_t magic;
  uint16_t version;
  uint16_t header_bytes;
  uint64_t content_bytes;
};
constexpr uint32_t kFatbinMagic = 0xba55ed50;

std::vector<char> checked_fatbin(const void* fatbin, int64_t bytes) {
  checked_range("fatbin", fatbin, 1, {bytes});
  FatbinHeader header{};
  if (bytes >= static_cast<int64_t>(sizeof header)) std::memcpy(&header, fatbin, sizeof header);
  if (header.magic != kFatbinMagic || header.header_bytes != sizeof header ||
      header.content_bytes != static_cast<uint64_t>(bytes) - sizeof header) {
    refuse("fatbin is no fatbin of ", bytes, " bytes");
  }
  const char* begin = static_cast<const char*>(fatbin);
  return std::vector<char>(begin, begin + bytes);
}

// Several ctas of several warps, so that each must know its place.
constexpr uint32_t kProbeCtas = 3;
constexpr uint32_t kProbeThreads = 64;
constexpr uint32_t kProbeWords = kProbeCtas * kProbeThreads;

// What the kernel of probe.cu writes.
uint32_t probe_word(uint32_t seed, uint32_t index) { return seed ^ (index + 1) * 0x9e3779b9; }

std::string device_name(const Driver& driver, int32_t index, DeviceId device, int32_t major, int32_t minor) {
  char name[256] = "";
  driver.check(driver.cuDeviceGetName(name, sizeof name - 1, device), "cuDeviceGetName");
  return "CUDA device " + std::to_string(index) + " (" + name + ", compute capability " + std::to_string(major) + "." +
         std::to_string(minor) + ", driver for CUDA " + driver.version() + ")";
}

}  // namespace

PrimaryContext::PrimaryContext(const Driver& driver, DeviceId device) : driver_(driver), device_(device) {
  driver.check(driver.cuDevicePrimaryCtxRetain(&context_, device), "cuDevicePrimaryCtxRetain");
}

PrimaryContext::~PrimaryContext() { driver_.cuDevicePrimaryCtxRelease_v2(device_); }

OwnStream::OwnStream(const Driver& driver, DriverContext* context) : driver_(driver), context_(context) {
  const Current current(driver, context);
  driver.check(driver.cuStreamCreate(&stream_, kNonBlocking), "cuStreamCreate");
}

OwnStream::~OwnStream() {
  quietly(driver_, context_, [&] { driver_.cuStreamDestroy_v2(stream_); });
}

KernelModule::KernelModule(const Driver& driver, DriverContext* context, const void* fatbin, int64_t bytes)
    : driver_(driver), context_(context), fatbin_(checked_fatbin(fatbin, bytes)) {
  const Current current(driver, context);
  driver.check(driver.cuModuleLoadData(&module_, fatbin_.data()), "cuModuleLoadData");
}

KernelModule::~KernelModule() {
  quietly(driver_, context_, [&] { driver_.cuModuleUnload(module_); });
}

DriverFunction* KernelModule::kernel(const char* name) const {
  DriverFunction* kernel = nullptr;
  driver_.check(driver_.cuModuleGetFunction(&kernel, module_, name), "cuModuleGetFunction");
  return kernel;
}

Context::Context(const Driver& driver, DeviceId device, std::string name, const void* fatbin, int64_t bytes)
    : driver_(driver),
      name_(std::move(name)),
      primary_(driver, device),
      stream_(driver, primary_.get()),
      kernels_(driver, primary_.get(), fatbin, bytes) {
  probe();
}

// Runs one small kernel over poisoned memory and reads what it wrote: whether device, driver and fatbin go together is
// known only then.
void Context::probe() const {
  const Current current = make_current();
  DriverFunction* kernel = kernels_.kernel("ligature_probe");
  const DeviceBlock block(*this, kProbeWords * sizeof(uint32_t));
  driver_.check(driver_.cuMemsetD8Async(block.address(), 0xff, kProbeWords * sizeof(uint32_t), stream()),
                "cuMemsetD8Async");
  Address out = block.address();
  uint32_t seed = 0x1192e7a1;
  void* arguments[] = {&out, &seed};
  driver_.check(driver_.cuLaunchKernel(kernel, kProbeCtas, 1, 1, kProbeThreads, 1, 1, 0, stream(), arguments, nullptr),
                "cuLaunchKernel");
  uint32_t words[kProbeWords] = {};
  const Result copied = driver_.cuMemcpyDtoHAsync_v2(words, block.address(), sizeof words, stream());
  synchronize();  // also after a failure: `words` must outlast a copy
  driver_.check(copied, "cuMemcpyDtoHAsync");
  for (uint32_t i = 0; i < kProbeWords; ++i) {
    if (words[i] != probe_word(seed, i)) {
      fail(LIG_UNSUPPORTED, "the probe kernel wrote ", int64_t{words[i]}, " at ", int64_t{i}, ", not ",
           int64_t{probe_word(seed, i)});
    }
  }
}

void Context::synchronize() const {
  const Current current = make_current();
  driver_.check(driver_.cuStreamSynchronize(stream()), "cuStreamSynchronize");
}

int32_t device_count() { return driver().device_count(); }

std::shared_ptr<Context> open_context(int32_t device, const void* fatbin, int64_t bytes) {
  const Driver& driver = cuda::driver();
  check_between("device", device, 0, driver.device_count() - 1);
  // Whatever keeps a device from being used is a reason to use another, and no fault of the library.
  std::string name = "CUDA device " + std::to_string(device);
  try {
    DeviceId id = 0;
    int32_t major = 0, minor = 0;
    driver.check(driver.cuDeviceGet(&id, device), "cuDeviceGet");
    driver.check(driver.cuDeviceGetAttribute(&major, kCapabilityMajor, id), "cuDeviceGetAttribute");
    driver.check(driver.cuDeviceGetAttribute(&minor, kCapabilityMinor, id), "cuDeviceGetAttribute");
    name = device_name(driver, device, id, major, minor);
    if (major < kLeastMajor) fail(LIG_UNSUPPORTED, "the kernels need compute capability 8.0");
    return std::make_shared<Context>(driver, id, name, fatbin, bytes);
  } catch (const Failure& failure) {
    if (failure.status() == LIG_INVALID_ARGUMENT) throw;
    fail(LIG_UNSUPPORTED, name, " cannot be used: ", failure.what());
  }
}

}  // namespace ligature::cuda
