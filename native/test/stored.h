// Tensors as an engine gets them, of any dtype.
#pragma once
#include <cstdint>
#include <limits>
#include <vector>

#include "check.h"
#include "engines.h"
#include "half.h"

namespace ligature_test {

// A tensor as an engine gets it, among NaNs that no kernel may let into a result or write over.
class Stored {
 public:
  // Begins `shift` bytes past a place that is aligned for everything.
  Stored(const std::vector<float>& values, int32_t dtype, size_t shift = 0)
      : dtype_(dtype),
        count_(static_cast<int64_t>(values.size())),
        shift_(shift),
        bytes_(size() + shift + 2 * kMargin, kNanByte) {
    if (dtype == kF16) {
      auto* halves = static_cast<uint16_t*>(at());
      for (size_t i = 0; i < values.size(); ++i) halves[i] = half_of_float(values[i]);
    } else {
      check_ok(lig_copy(at(), values.data(), dtype_, LIG_F32, count_), "lig_copy");
    }
  }

  void* at() { return bytes_.data() + kMargin + shift_; }
  const void* at() const { return bytes_.data() + kMargin + shift_; }

  std::vector<float> floats() const {
    std::vector<float> values(static_cast<size_t>(count_));
    if (dtype_ == kF16) {
      const auto* halves = static_cast<const uint16_t*>(at());
      for (size_t i = 0; i < values.size(); ++i) values[i] = float_of_half(halves[i]);
    } else {
      check_ok(lig_copy(values.data(), at(), LIG_F32, dtype_, count_), "lig_copy");
    }
    for (size_t i = 0; i < kMargin; ++i) {
      CHECK(bytes_[i] == kNanByte, "byte %zu of %zu before a tensor was written", kMargin - i, kMargin);
      CHECK(bytes_[bytes_.size() - 1 - i] == kNanByte, "byte %zu of %zu after a tensor was written", kMargin - i,
            kMargin);
    }
    return values;
  }

 private:
  static constexpr size_t kMargin = 512;
  static constexpr char kNanByte = '\xff';

  size_t size() const { return static_cast<size_t>(count_) * (dtype_ == LIG_F32 ? 4 : 2); }

  int32_t dtype_;
  int64_t count_;
  size_t shift_;
  std::vector<char> bytes_;
};

// Room for an output, all NaN, so that an element left unwritten shows.
inline std::vector<float> unwritten(size_t count) {
  return std::vector<float>(count, std::numeric_limits<float>::quiet_NaN());
}

// The values as tensors of `dtype` hold them.
inline std::vector<float> rounded(const std::vector<float>& values, int32_t dtype) {
  return Stored(values, dtype).floats();
}

}  // namespace ligature_test
