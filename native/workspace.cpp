#include "workspace.h"

#include <algorithm>
#include <new>

#include "checks.h"

namespace ligature {
namespace {

constexpr std::align_val_t kAlignment{64};

}  // namespace

Workspaces::~Workspaces() {
  while (resting_ != nullptr) {
    Resting* next = resting_->next;
    ::operator delete(resting_, kAlignment);
    resting_ = next;
  }
}

float* Workspaces::take() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (resting_ != nullptr) {
      Resting* piece = resting_;
      resting_ = piece->next;
      return reinterpret_cast<float*>(piece);
    }
  }
  const int64_t bytes = checked_product(floats_, sizeof(float));
  return static_cast<float*>(::operator new(static_cast<size_t>(std::max<int64_t>(bytes, 64)), kAlignment));
}

void Workspaces::give_back(float* floats) noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  resting_ = new (floats) Resting{resting_};
}

}  // namespace ligature
