#include "checks.h"

#include <limits>
#include <string>

#include "failure.h"

namespace ligature {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

std::string shape_text(std::initializer_list<int64_t> shape) {
  std::string text = "[";
  for (int64_t extent : shape) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(extent);
  }
  return text + "]";
}

bool overlap(const Range& a, const Range& b) {
  auto begin_a = reinterpret_cast<uintptr_t>(a.address);
  auto begin_b = reinterpret_cast<uintptr_t>(b.address);
  return a.bytes > 0 && b.bytes > 0 && begin_a < begin_b + static_cast<uintptr_t>(b.bytes) &&
         begin_b < begin_a + static_cast<uintptr_t>(a.bytes);
}

void check_pair_apart(const Range& a, const Range& b) {
  if (overlap(a, b)) {
    refuse(a.name, " (", a.bytes, " bytes at ", a.address, ") overlaps ", b.name, " (", b.bytes, " bytes at ",
           b.address, ")");
  }
}

}  // namespace

Range checked_range(const char* name, const void* address, int64_t element_bytes,
                    std::initializer_list<int64_t> shape) {
  int64_t bytes = element_bytes;
  bool empty = false;
  for (int64_t extent : shape) {
    if (extent < 0) refuse(name, " has shape ", shape_text(shape), " with a negative extent");
    empty = empty || extent == 0;
  }
  for (int64_t extent : shape) {
    if (empty) break;
    if (bytes > kMax / extent) refuse(name, " has shape ", shape_text(shape), ", which is more than memory can hold");
    bytes *= extent;
  }
  if (empty) return {name, address, 0};
  if (address == nullptr) refuse(name, " is NULL and should hold ", shape_text(shape));
  auto begin = reinterpret_cast<uintptr_t>(address);
  if (begin % static_cast<uintptr_t>(element_bytes) != 0) {
    refuse(name, " is at ", address, ", which is not a multiple of ", element_bytes);
  }
  if (static_cast<uint64_t>(bytes) > std::numeric_limits<uintptr_t>::max() - begin) {
    refuse(name, " at ", address, " has shape ", shape_text(shape), ", which passes the end of memory");
  }
  return {name, address, bytes};
}

void check_apart(std::initializer_list<Range> outputs, std::initializer_list<Range> inputs) {
  for (const Range* a = outputs.begin(); a != outputs.end(); ++a) {
    for (const Range* b = a + 1; b != outputs.end(); ++b) check_pair_apart(*a, *b);
    for (const Range& b : inputs) check_pair_apart(*a, b);
  }
}

void check_not_null(const char* name, const void* address) {
  if (address == nullptr) refuse(name, " is NULL");
}

void check_between(const char* name, int64_t value, int64_t low, int64_t high) {
  if (value < low || value > high) {
    refuse(name, "=", value, " must be at least ", low, " and at most ", high);
  }
}

int64_t checked_product(int64_t a, int64_t b) {
  if (b != 0 && a > kMax / b) fail(LIG_OUT_OF_MEMORY, "a work space of ", a, " x ", b, " is more than memory can hold");
  return a * b;
}

int64_t checked_sum(int64_t a, int64_t b) {
  if (a > kMax - b) fail(LIG_OUT_OF_MEMORY, "a work space of ", a, " + ", b, " is more than memory can hold");
  return a + b;
}

}  // namespace ligature
