// An engine's attention for elements of one type. Included once by each engine.
#pragma once
#include "attention_backward.h"
#include "attention_forward.h"

namespace ligature {
namespace {

// Whatever the type, tiles are packed as factors and sums are floats; results become elements again on their way out.
template <class Element>
constexpr AttentionKernels kAttention = {
    forward_sizes,
    backward_sizes,
    forward_pack_keys<Element>,
    forward<Element>,
    backward_begin_keys<Element>,
    backward_begin_queries<Element>,
    backward,
    backward_end_keys<Element>,
    backward_end_queries<Element>,
};

}  // namespace
}  // namespace ligature
