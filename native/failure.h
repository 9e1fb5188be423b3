// How a call that cannot be done says so: one exception with a status and a text that holds the values.
// Only api.cpp catches it. The text is put together by hand because iostreams would double the library's size.
#pragma once
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string>
#include <utility>

#include "../include/ligature.h"

namespace ligature {

class Failure : public std::exception {
 public:
  Failure(lig_status status, std::string text) : status_(status), text_(std::move(text)) {}
  lig_status status() const { return status_; }
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  lig_status status_;
  std::string text_;
};

inline void append(std::string& text, const char* part) { text += part; }
inline void append(std::string& text, const std::string& part) { text += part; }
inline void append(std::string& text, int32_t part) { text += std::to_string(part); }
inline void append(std::string& text, int64_t part) { text += std::to_string(part); }

inline void append(std::string& text, float part) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.9g", static_cast<double>(part));
  text += digits;
}

// The address itself, as a user sees it in a debugger.
inline void append(std::string& text, const void* part) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "0x%llx", static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(part)));
  text += digits;
}

template <class... Parts>
[[noreturn]] void fail(lig_status status, const Parts&... parts) {
  std::string text;
  (append(text, parts), ...);
  throw Failure(status, std::move(text));
}

template <class... Parts>
[[noreturn]] void refuse(const Parts&... parts) {
  fail(LIG_INVALID_ARGUMENT, parts...);
}

}  // namespace ligature
