/// Packs the weights of direct forms: [group][block of channels][tap][channel of the image][lane].
///
/// A block is a vector of channels where a group has no more, else two; the last of a group may be
/// one. With GC_BLOCK a block is as many channels instead, and so is a vector. Lanes behind the last
/// channel are 0.
#include "vector.h"

/// The arguments of the template.
typedef struct gc_pack {
  /// Where the weights are, and where they go: a memory, and the floats to the first one.
  int64_t memory, start, packed_memory, packed_start;
  /// The groups, and the channels of the result and of the image of one.
  int64_t groups, outputs, inputs;
  /// The taps along D, H and W.
  int64_t taps[3];
  /// The floats between neighbouring groups, channels of the result and of the image, and taps.
  int64_t group, output, input, tap[3];
} gc_pack;

/// Packs a share of the blocks and taps.
void GC_KERNEL(const gc_task *task) {
  const gc_pack *a = (const gc_pack *)task->arguments;
  const float *from = (const float *)task->memory[a->memory] + a->start;
  float *to = (float *)task->memory[a->packed_memory] + a->packed_start;
#ifdef GC_BLOCK
  const int64_t vector = GC_BLOCK, size = GC_BLOCK;
#else
  const int64_t vector = GC_WIDTH, size = a->outputs > GC_WIDTH ? 2 * GC_WIDTH : GC_WIDTH;
#endif
  const int64_t taps = a->taps[0] * a->taps[1] * a->taps[2];
  const int64_t lanes = (a->outputs + vector - 1) / vector * vector;
  const int64_t blocks = (lanes + size - 1) / size;
  const int64_t units = a->groups * blocks * taps;
  const int64_t end = gc_share(units, task->part + 1, task->parts);
  for (int64_t unit = gc_share(units, task->part, task->parts); unit < end; unit++) {
    const int64_t tap = unit % taps, block = unit / taps % blocks, group = unit / taps / blocks;
    const int64_t first = block * size;
    const int64_t width = first + size < lanes ? size : lanes - first;
    const float *source = from + group * a->group + first * a->output +
        tap / (a->taps[1] * a->taps[2]) * a->tap[0] +
        tap / a->taps[2] % a->taps[1] * a->tap[1] + tap % a->taps[2] * a->tap[2];
    float *target = to + (group * lanes + first) * taps * a->inputs + tap * a->inputs * width;
    for (int64_t i = 0; i < a->inputs; i++, target += width) {
      for (int64_t o = 0; o < width; o++) {
        target[o] = first + o < a->outputs ? source[i * a->input + o * a->output] : 0;
      }
    }
  }
}
