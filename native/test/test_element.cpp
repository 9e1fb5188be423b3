// bfloat16 in and out: every one of its 65,536 values, and floats beside them, against arithmetic in double.
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "check.h"
#include "engines.h"

namespace ligature_test {
namespace {

// The value of a bfloat16 by its definition: sign, 8 bits of exponent, 7 of fraction. Not for a NaN.
double value_of(uint16_t bits) {
  const int exponent = bits >> 7 & 0xff;
  const int fraction = bits & 0x7f;
  const double sign = bits >> 15 ? -1 : 1;
  if (exponent == 0xff) return sign * std::numeric_limits<double>::infinity();
  return sign * (exponent == 0 ? std::ldexp(fraction, -133) : std::ldexp(128 + fraction, exponent - 134));
}

bool is_nan(uint16_t bits) { return (bits & 0x7fff) > 0x7f80; }

// Where infinity stands for rounding: one step past the largest finite value.
double place_of(uint16_t bits) { return (bits & 0x7fff) == 0x7f80 ? std::ldexp(1, 128) : std::fabs(value_of(bits)); }

// The nearest by comparing with both neighbours; ties go to the even one. Not for a NaN.
uint16_t nearest(float value) {
  const uint16_t sign = std::signbit(value) ? 0x8000 : 0;
  const double size = std::isinf(value) ? std::ldexp(1, 128) : std::fabs(static_cast<double>(value));
  int low = 0, high = 0x7f80;  // place_of(low) <= size <= place_of(high)
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    (place_of(static_cast<uint16_t>(middle)) <= size ? low : high) = middle;
  }
  const double below = size - place_of(static_cast<uint16_t>(low));
  const double above = place_of(static_cast<uint16_t>(high)) - size;
  const bool up = above < below || (above == below && low % 2 == 1);
  return static_cast<uint16_t>(sign | (up ? high : low));
}

float float_of(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

uint32_t bits_of(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

void every_value_goes_out_and_in() {
  std::vector<uint16_t> all(65536), back(65536, 0x1234);
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<uint16_t>(i);
  std::vector<float> wide(65536, 1);
  check_ok(lig_copy(wide.data(), all.data(), LIG_F32, LIG_BF16, 65536), "lig_copy");
  check_ok(lig_copy(back.data(), wide.data(), LIG_BF16, LIG_F32, 65536), "lig_copy");
  for (size_t i = 0; i < all.size(); ++i) {
    if (is_nan(all[i])) {
      CHECK(std::isnan(wide[i]) && is_nan(back[i]), "NaN %x became %g and %x", all[i], wide[i], back[i]);
      CHECK((back[i] | 0x40) == (all[i] | 0x40), "NaN %x became %x", all[i], back[i]);
    } else {
      CHECK(wide[i] == value_of(all[i]) && std::signbit(wide[i]) == (all[i] >> 15 == 1), "%x became %g, not %g", all[i],
            wide[i], value_of(all[i]));
      CHECK(back[i] == all[i], "%x became %x", all[i], back[i]);
    }
  }
  std::vector<uint16_t> same(65536, 0);
  check_ok(lig_copy(same.data(), all.data(), LIG_BF16, LIG_BF16, 65536), "lig_copy");
  CHECK(same == all, "a copy of the same type changed bits");
}

// Random bits, and for each bfloat16 the floats at, about and half-way between it and the next.
void floats_are_rounded_to_nearest_even(Random& random) {
  std::vector<float> floats;
  for (uint32_t i = 0; i < 65536; ++i) {
    for (uint32_t low : {0x0000u, 0x0001u, 0x7fffu, 0x8000u, 0x8001u, 0xffffu})
      floats.push_back(float_of(i << 16 | low));
  }
  for (int i = 0; i < 300000; ++i) floats.push_back(float_of(static_cast<uint32_t>(random.next())));
  std::vector<uint16_t> narrow(floats.size(), 0x1234);
  check_ok(lig_copy(narrow.data(), floats.data(), LIG_BF16, LIG_F32, static_cast<int64_t>(floats.size())), "lig_copy");
  for (size_t i = 0; i < floats.size(); ++i) {
    if (std::isnan(floats[i])) {
      CHECK(is_nan(narrow[i]), "a NaN, %x, became %x", bits_of(floats[i]), narrow[i]);
    } else {
      CHECK(narrow[i] == nearest(floats[i]), "%g (%x) became %x, not %x", floats[i], bits_of(floats[i]), narrow[i],
            nearest(floats[i]));
    }
  }
}

void fill_rounds_the_same() {
  uint16_t narrow[5] = {1, 1, 1, 1, 1};
  check_ok(lig_fill(narrow, LIG_BF16, 1.00390625f, 4), "lig_fill");
  CHECK(narrow[0] == 0x3f80 && narrow[3] == 0x3f80 && narrow[4] == 1, "%x %x %x", narrow[0], narrow[3], narrow[4]);
  check_ok(lig_fill(narrow, LIG_BF16, std::nanf(""), 1), "lig_fill");
  CHECK(is_nan(narrow[0]) && narrow[1] == 0x3f80, "%x %x", narrow[0], narrow[1]);
}

}  // namespace

void test_element(Random& random) {
  every_value_goes_out_and_in();
  floats_are_rounded_to_nearest_even(random);
  fill_rounds_the_same();
}

}  // namespace ligature_test
