// Memory on a CUDA device, and its way to and from the host.
#pragma once
#include <cstdint>
#include <memory>

#include "context.h"

namespace ligature::cuda {

// Bytes on the device, of any content. The context outlives it.
class DeviceBlock {
 public:
  // LIG_OUT_OF_MEMORY where the device has no more.
  DeviceBlock(const Context& context, int64_t bytes);
  // Waits for what was enqueued, as some of it may use the block.
  ~DeviceBlock();
  DeviceBlock(const DeviceBlock&) = delete;
  DeviceBlock& operator=(const DeviceBlock&) = delete;

  Address address() const { return address_; }

 private:
  const Context& context_;
  Address address_ = 0;
};

// The memory of a tensor. It keeps its context alive.
class DeviceMemory {
 public:
  // Zeros.
  DeviceMemory(std::shared_ptr<Context> context, int64_t bytes);

  Address address() const { return block_.address(); }

  // Copies `count` elements from the host to `out` on the device, or from `in` there to the host, and returns when they
  // are where they belong. What does not lie in this memory is refused; dtypes and host addresses have been checked.
  void write(void* out, const void* in, int32_t out_dtype, int32_t in_dtype, int64_t count);
  void read(void* out, const void* in, int32_t out_dtype, int32_t in_dtype, int64_t count) const;

  // Only enqueues.
  void fill(void* out, int32_t dtype, float value, int64_t count);

 private:
  Address checked(const char* name, const void* at, int32_t dtype, int64_t count) const;
  void write_now(Address out, const void* in, int64_t bytes);
  void read_now(void* out, Address in, int64_t bytes) const;
  void finish(Result enqueued, const char* function) const;

  const std::shared_ptr<Context> context_;
  const int64_t bytes_;
  const DeviceBlock block_;
};

}  // namespace ligature::cuda
