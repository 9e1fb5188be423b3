#include "device_memory.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "../../include/ligature.h"
#include "../checks.h"
#include "../element.h"
#include "../failure.h"

namespace ligature::cuda {
namespace {

// What changes its type on the way goes in pieces of so many elements. The host converts, as it does for its own
// tensors: the bits are the same, and to the device go the fewest where both are worth sending.
constexpr int64_t kPiece = 1 << 18;

template <class Body>
void for_each_piece(int64_t count, Body body) {
  for (int64_t begin = 0; begin < count; begin += kPiece) body(begin, std::min(kPiece, count - begin));
}

char* offset(void* address, int64_t bytes) { return static_cast<char*>(address) + bytes; }
const char* offset(const void* address, int64_t bytes) { return static_cast<const char*>(address) + bytes; }

}  // namespace

DeviceBlock::DeviceBlock(const Context& context, int64_t bytes) : context_(context) {
  const Driver& driver = context.driver();
  const Current current = context.make_current();
  const auto size = static_cast<size_t>(std::max<int64_t>(bytes, 1));  // the driver gives no block of nothing
  const Result result = driver.cuMemAlloc_v2(&address_, size);
  if (result == kOutOfMemory) {
    size_t free_bytes = 0, all_bytes = 0;
    driver.cuMemGetInfo_v2(&free_bytes, &all_bytes);
    fail(LIG_OUT_OF_MEMORY, "no memory for bytes=", bytes, ": ", context.name(), " has ",
         static_cast<int64_t>(free_bytes), " free, of ", static_cast<int64_t>(all_bytes));
  }
  driver.check(result, "cuMemAlloc");
}

DeviceBlock::~DeviceBlock() {
  context_.quietly([&] {
    context_.driver().cuStreamSynchronize(context_.stream());
    context_.driver().cuMemFree_v2(address_);
  });
}

DeviceMemory::DeviceMemory(std::shared_ptr<Context> context, int64_t bytes)
    : context_(std::move(context)), bytes_(bytes), block_(*context_, bytes) {
  if (bytes == 0) return;
  const Current current = context_->make_current();
  context_->driver().check(
      context_->driver().cuMemsetD8Async(block_.address(), 0, static_cast<size_t>(bytes), context_->stream()),
      "cuMemsetD8Async");
}

Address DeviceMemory::checked(const char* name, const void* at, int32_t dtype, int64_t count) const {
  const Range range = checked_range(name, at, element_bytes(dtype), {count});
  const Address begin = reinterpret_cast<uintptr_t>(at);
  const Address own = block_.address();
  if (range.bytes > 0 && (begin < own || range.bytes > bytes_ ||
                          begin - own > static_cast<uint64_t>(bytes_) - static_cast<uint64_t>(range.bytes))) {
    refuse(name, " (", range.bytes, " bytes at ", at, ") does not lie in the memory, ", bytes_, " bytes at ",
           reinterpret_cast<const void*>(static_cast<uintptr_t>(own)));
  }
  return begin;
}

// Waits whatever happened: the host's memory is not to be used once the call is over.
void DeviceMemory::finish(Result enqueued, const char* function) const {
  const Result waited = context_->driver().cuStreamSynchronize(context_->stream());
  context_->driver().check(enqueued, function);
  context_->driver().check(waited, "cuStreamSynchronize");
}

void DeviceMemory::write_now(Address out, const void* in, int64_t bytes) {
  finish(context_->driver().cuMemcpyHtoDAsync_v2(out, in, static_cast<size_t>(bytes), context_->stream()),
         "cuMemcpyHtoDAsync");
}

void DeviceMemory::read_now(void* out, Address in, int64_t bytes) const {
  finish(context_->driver().cuMemcpyDtoHAsync_v2(out, in, static_cast<size_t>(bytes), context_->stream()),
         "cuMemcpyDtoHAsync");
}

void DeviceMemory::write(void* out, const void* in, int32_t out_dtype, int32_t in_dtype, int64_t count) {
  const Address to = checked("out", out, out_dtype, count);
  if (count == 0) return;
  const int64_t out_bytes = element_bytes(out_dtype), in_bytes = element_bytes(in_dtype);
  const Current current = context_->make_current();
  if (out_dtype == in_dtype) {
    write_now(to, in, count * out_bytes);
    return;
  }
  std::vector<char> piece(static_cast<size_t>(std::min(count, kPiece) * out_bytes));
  for_each_piece(count, [&](int64_t begin, int64_t n) {
    copy_elements(piece.data(), offset(in, begin * in_bytes), out_dtype, in_dtype, n);
    write_now(to + static_cast<Address>(begin * out_bytes), piece.data(), n * out_bytes);
  });
}

void DeviceMemory::read(void* out, const void* in, int32_t out_dtype, int32_t in_dtype, int64_t count) const {
  const Address from = checked("in", in, in_dtype, count);
  if (count == 0) return;
  const int64_t out_bytes = element_bytes(out_dtype), in_bytes = element_bytes(in_dtype);
  const Current current = context_->make_current();
  if (out_dtype == in_dtype) {
    read_now(out, from, count * out_bytes);
    return;
  }
  std::vector<char> piece(static_cast<size_t>(std::min(count, kPiece) * in_bytes));
  for_each_piece(count, [&](int64_t begin, int64_t n) {
    read_now(piece.data(), from + static_cast<Address>(begin * in_bytes), n * in_bytes);
    copy_elements(offset(out, begin * out_bytes), piece.data(), out_dtype, in_dtype, n);
  });
}

void DeviceMemory::fill(void* out, int32_t dtype, float value, int64_t count) {
  const Address to = checked("out", out, dtype, count);
  if (count == 0) return;
  const Driver& driver = context_->driver();
  const Current current = context_->make_current();
  if (dtype == LIG_BF16) {
    uint16_t bits = 0;
    copy_elements(&bits, &value, LIG_BF16, LIG_F32, 1);
    driver.check(driver.cuMemsetD16Async(to, bits, static_cast<size_t>(count), context_->stream()), "cuMemsetD16Async");
  } else {
    uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    driver.check(driver.cuMemsetD32Async(to, bits, static_cast<size_t>(count), context_->stream()), "cuMemsetD32Async");
  }
}

}  // namespace ligature::cuda
