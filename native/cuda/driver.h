// NVIDIA's driver, opened at run time: nothing of CUDA is linked, so the library loads where there is none.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace ligature::cuda {

// What is needed of the driver's interface, in our own words: no toolkit is needed to build. A test compares it with
// cuda.h where there is one.
using Result = int32_t;    // CUresult
using DeviceId = int32_t;  // CUdevice
using Address = uint64_t;  // CUdeviceptr
struct DriverContext;      // CUcontext points to one
struct DriverStream;       // CUstream
struct DriverModule;       // CUmodule
struct DriverFunction;     // CUfunction

constexpr Result kSuccess = 0;
constexpr Result kOutOfMemory = 2;
constexpr int32_t kCapabilityMajor = 75;  // CUdevice_attribute
constexpr int32_t kCapabilityMinor = 76;
constexpr uint32_t kNonBlocking = 1;  // CU_STREAM_NON_BLOCKING: does not wait for the streams of others

// The functions by the names under which the driver exports them, which never change their meaning.
#define LIG_DRIVER_FUNCTIONS(FUNCTION)                                                                    \
  FUNCTION(cuInit, (uint32_t flags))                                                                      \
  FUNCTION(cuDriverGetVersion, (int32_t * version))                                                       \
  FUNCTION(cuGetErrorName, (Result error, const char** name))                                             \
  FUNCTION(cuGetErrorString, (Result error, const char** text))                                           \
  FUNCTION(cuDeviceGetCount, (int32_t * count))                                                           \
  FUNCTION(cuDeviceGet, (DeviceId * device, int32_t index))                                               \
  FUNCTION(cuDeviceGetName, (char* name, int32_t capacity, DeviceId device))                              \
  FUNCTION(cuDeviceGetAttribute, (int32_t * value, int32_t attribute, DeviceId device))                   \
  FUNCTION(cuDevicePrimaryCtxRetain, (DriverContext * *context, DeviceId device))                         \
  FUNCTION(cuDevicePrimaryCtxRelease_v2, (DeviceId device))                                               \
  FUNCTION(cuCtxPushCurrent_v2, (DriverContext * context))                                                \
  FUNCTION(cuCtxPopCurrent_v2, (DriverContext * *context))                                                \
  FUNCTION(cuStreamCreate, (DriverStream * *stream, uint32_t flags))                                      \
  FUNCTION(cuStreamDestroy_v2, (DriverStream * stream))                                                   \
  FUNCTION(cuStreamSynchronize, (DriverStream * stream))                                                  \
  FUNCTION(cuModuleLoadData, (DriverModule * *module, const void* image))                                 \
  FUNCTION(cuModuleUnload, (DriverModule * module))                                                       \
  FUNCTION(cuModuleGetFunction, (DriverFunction * *function, DriverModule * module, const char* name))    \
  FUNCTION(cuMemAlloc_v2, (Address * address, size_t bytes))                                              \
  FUNCTION(cuMemFree_v2, (Address address))                                                               \
  FUNCTION(cuMemGetInfo_v2, (size_t * free_bytes, size_t * all_bytes))                                    \
  FUNCTION(cuMemcpyHtoDAsync_v2, (Address out, const void* in, size_t bytes, DriverStream* stream))       \
  FUNCTION(cuMemcpyDtoHAsync_v2, (void* out, Address in, size_t bytes, DriverStream* stream))             \
  FUNCTION(cuMemsetD8Async, (Address out, uint8_t value, size_t count, DriverStream * stream))            \
  FUNCTION(cuMemsetD16Async, (Address out, uint16_t value, size_t count, DriverStream * stream))          \
  FUNCTION(cuMemsetD32Async, (Address out, uint32_t value, size_t count, DriverStream * stream))          \
  FUNCTION(cuLaunchKernel, (DriverFunction * function, uint32_t grid_x, uint32_t grid_y, uint32_t grid_z, \
                            uint32_t cta_x, uint32_t cta_y, uint32_t cta_z, uint32_t shared_bytes,        \
                            DriverStream * stream, void** arguments, void** extra))

struct Driver {
#define LIG_DECLARE(name, parameters) Result(*name) parameters;
  LIG_DRIVER_FUNCTIONS(LIG_DECLARE)
#undef LIG_DECLARE

  // "CUDA_ERROR_NO_DEVICE (100), no CUDA-capable device is detected".
  std::string error_text(Result error) const;

  // "13.0", the newest CUDA that it serves; "?" where it does not say.
  std::string version() const;

  int32_t device_count() const;

  // LIG_OUT_OF_MEMORY or LIG_INTERNAL_ERROR with the name of the function, unless it succeeded.
  void check(Result result, const char* function) const;
};

// The driver of this machine, opened and initialised by the first call and kept for good. LIG_UNSUPPORTED with the
// reason where that fails; the next call then tries again.
const Driver& driver();

}  // namespace ligature::cuda
