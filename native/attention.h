// Chunk attention over a block mask: which items there are, in which order, on which memory. The arithmetic is
// the engine's (cpu/kernels.h).
#pragma once
#include <cstdint>
#include <memory>

#include "block_mask.h"
#include "context.h"
#include "workspace.h"

namespace ligature {

class AttentionPlan {
 public:
  // `shape` has sizes and scale only; q, k and v come with each call, as elements of `dtype`.
  AttentionPlan(std::shared_ptr<Context> context, BlockMask mask, const AttentionInputs& shape, int32_t dtype);

  const AttentionInputs& shape() const { return shape_; }
  int32_t dtype() const { return dtype_; }

  // Shapes as in the header. The ranges have been checked.
  void forward(void* out, float* lse, const void* q, const void* k, const void* v);
  void backward(void* dq, void* dk, void* dv, const void* dout, const void* out, const float* lse, const void* q,
                const void* k, const void* v);

 private:
  // How forward, or backward, works: so many kv heads at once, by all threads together or each by one of them, on a
  // work space [key packs | query packs | scratch of each thread], in floats.
  struct Part {
    bool whole_heads;    // each by one thread
    int32_t kv_heads;    // at once
    int64_t key_pack;    // of a kv head
    int64_t query_pack;  // of the heads that read it
    int64_t scratch;     // of a thread
  };

  // The work space of the kv heads at hand.
  struct Workspace {
    float* key_packs;
    float* query_packs;
    float* scratch;
  };

  const AttentionKernels& kernels() const { return *context_->kernels.attention[dtype_]; }
  AttentionInputs inputs(const void* q, const void* k, const void* v) const;
  Part part(const AttentionSizes& sizes, int64_t items) const;
  int64_t workspace_floats(const Part& part) const;
  template <class Body>
  void for_few_heads(const Part& part, float* workspace, Body body) const;

  std::shared_ptr<Context> context_;
  BlockMask mask_;
  AttentionInputs shape_;
  int32_t dtype_;
  Part forward_;
  Part backward_;
  Workspaces forward_workspaces_;
  Workspaces backward_workspaces_;
};

}  // namespace ligature
