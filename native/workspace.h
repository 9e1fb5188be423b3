// Work space that a plan lends to each call and takes back, so that a warm plan allocates nothing. As many pieces
// come to exist as calls ever ran at once.
#pragma once
#include <cstdint>
#include <mutex>

namespace ligature {

class Workspaces {
 public:
  // Each piece has `floats` floats, 64-byte aligned, with any content.
  explicit Workspaces(int64_t floats) : floats_(floats) {}
  ~Workspaces();
  Workspaces(const Workspaces&) = delete;
  Workspaces& operator=(const Workspaces&) = delete;

  // A piece, given back when it goes out of scope.
  class Lease {
   public:
    explicit Lease(Workspaces& from) : from_(from), floats_(from.take()) {}
    ~Lease() { from_.give_back(floats_); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    float* floats() const { return floats_; }

   private:
    Workspaces& from_;
    float* floats_;
  };

 private:
  // A resting piece begins with the address of the next, so that giving one back cannot fail.
  struct Resting {
    Resting* next;
  };

  float* take();
  void give_back(float* floats) noexcept;

  const int64_t floats_;
  std::mutex mutex_;
  Resting* resting_ = nullptr;
};

}  // namespace ligature
