// Checks of sizes and addresses that every function of the header makes before it touches memory.
#pragma once
#include <cstdint>
#include <initializer_list>

namespace ligature {

// The memory that one argument stands for: `bytes` from `address`.
struct Range {
  const char* name;
  const void* address;
  int64_t bytes;
};

// The range of a packed array of `shape` with elements of `element_bytes`. Refuses a negative extent, a size
// past 2^63 bytes, a NULL where there is something to hold, and an address no element may stand at.
Range checked_range(const char* name, const void* address, int64_t element_bytes, std::initializer_list<int64_t> shape);

template <class Element>
Range checked_range(const char* name, const Element* address, std::initializer_list<int64_t> shape) {
  return checked_range(name, address, sizeof(Element), shape);
}

// Refuses outputs that overlap one another or an input. Inputs may overlap: they are only read.
void check_apart(std::initializer_list<Range> outputs, std::initializer_list<Range> inputs);

void check_not_null(const char* name, const void* address);

// Refuses a value outside [low, high].
void check_between(const char* name, int64_t value, int64_t low, int64_t high);

// a * b and a + b for a, b >= 0; LIG_OUT_OF_MEMORY where that passes 2^63 - 1, as only sizes of our own memory do.
int64_t checked_product(int64_t a, int64_t b);
int64_t checked_sum(int64_t a, int64_t b);

}  // namespace ligature
