// A CUDA device as a context: the device's primary context, a stream of our own and the kernels.
//
// Any thread may call. What works on the device is enqueued on the stream; what the host reads or hands over is waited
// for. The primary context is the one that other libraries of the process use, so their addresses are ours too.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "driver.h"

namespace ligature::cuda {

// The context is the calling thread's own as long as this lives.
class Current {
 public:
  Current(const Driver& driver, DriverContext* context) : driver_(driver) {
    driver.check(driver.cuCtxPushCurrent_v2(context), "cuCtxPushCurrent");
  }
  ~Current() {
    DriverContext* popped = nullptr;
    driver_.cuCtxPopCurrent_v2(&popped);
  }
  Current(const Current&) = delete;
  Current& operator=(const Current&) = delete;

 private:
  const Driver& driver_;
};

// Calls `body` with the context current, where nobody hears of a failure, as what is given back goes anyway. What
// cannot be given back goes with the primary context.
template <class Body>
void quietly(const Driver& driver, DriverContext* context, Body body) noexcept {
  if (driver.cuCtxPushCurrent_v2(context) != kSuccess) return;
  body();
  DriverContext* popped = nullptr;
  driver.cuCtxPopCurrent_v2(&popped);
}

// What a context is made of. Each part gives back what it took, also where the next one fails.
class PrimaryContext {
 public:
  PrimaryContext(const Driver& driver, DeviceId device);
  ~PrimaryContext();
  PrimaryContext(const PrimaryContext&) = delete;
  PrimaryContext& operator=(const PrimaryContext&) = delete;

  DriverContext* get() const { return context_; }

 private:
  const Driver& driver_;
  const DeviceId device_;
  DriverContext* context_ = nullptr;
};

class OwnStream {
 public:
  OwnStream(const Driver& driver, DriverContext* context);
  ~OwnStream();
  OwnStream(const OwnStream&) = delete;
  OwnStream& operator=(const OwnStream&) = delete;

  DriverStream* get() const { return stream_; }

 private:
  const Driver& driver_;
  DriverContext* const context_;
  DriverStream* stream_ = nullptr;
};

class KernelModule {
 public:
  // Copies `fatbin`, and refuses one that is none of `bytes` bytes.
  KernelModule(const Driver& driver, DriverContext* context, const void* fatbin, int64_t bytes);
  ~KernelModule();
  KernelModule(const KernelModule&) = delete;
  KernelModule& operator=(const KernelModule&) = delete;

  // The context must be current.
  DriverFunction* kernel(const char* name) const;

 private:
  const Driver& driver_;
  DriverContext* const context_;
  const std::vector<char> fatbin_;  // kept, as the driver may read a kernel when it is first launched
  DriverModule* module_ = nullptr;
};

class Context {
 public:
  Context(const Driver& driver, DeviceId device, std::string name, const void* fatbin, int64_t bytes);

  // "CUDA device 0 (NVIDIA H200, compute capability 9.0, driver for CUDA 13.0)".
  const std::string& name() const { return name_; }
  const Driver& driver() const { return driver_; }
  DriverStream* stream() const { return stream_.get(); }
  Current make_current() const { return Current(driver_, primary_.get()); }

  template <class Body>
  void quietly(Body body) const noexcept {
    cuda::quietly(driver_, primary_.get(), body);
  }

  // Returns when all is done that was enqueued before. The second says nothing of a failure.
  void synchronize() const;
  void wait_quietly() const noexcept {
    quietly([&] { driver_.cuStreamSynchronize(stream()); });
  }

 private:
  void probe() const;

  const Driver& driver_;
  const std::string name_;
  const PrimaryContext primary_;
  const OwnStream stream_;
  const KernelModule kernels_;
};

// The number of devices, usable or not. LIG_UNSUPPORTED with the reason where there is none.
int32_t device_count();

// LIG_UNSUPPORTED with the reason where the device cannot be used: the driver, the device's age, or a probe that does
// not give what it should. Refuses a `device` outside of [0, device_count()) and a fatbin that is none.
std::shared_ptr<Context> open_context(int32_t device, const void* fatbin, int64_t bytes);

}  // namespace ligature::cuda
