/// A convolution of a few taps in each dimension, with dilation 1, in Winograd's form.
///
/// Along the outer dimension (D at rank 3, H at rank 2) the image is taken plane by plane: a plane is
/// transformed along the inner dimensions once and kept while the tiles that overlap it need it. For
/// each inner position the planes of a tile are then combined, multiplied with the transformed
/// weights, and turned back into planes of the result, which a last pass transforms along the inner
/// dimensions and stores. Slots are columns of tiles, neighbours along the outer dimension; a batch
/// of slots proceeds together.
///
/// With a stride s of 2, the pixels at even and at odd distances, the phases, are taken as channels of
/// images of half the extents: tap s·u + φ meets phase φ. What is below says pixels of such images.
///
/// Tiles lie at multiples of their extents in global coordinates, and all of what an element is
/// computed from is what its tile reads, in one order; so its bits are the same in every box.
///
/// Built for: GC_RANK 2 or 3; GC_TAPS, those of a phase; GC_STRIDE; GC_TILE_D (rank 3), GC_TILE_H,
/// GC_TILE_W, each 1 where there are no taps, or such that GC_POSITIONS is 4, 5, 6 or 8;
/// GC_VECTORS vectors in a block of outputs; GC_SOURCES; GC_INPUT_TAILS, the channels (of a group) in
/// the last vector of each source, 1 to GC_WIDTH; GC_OUTPUT_TAIL, the same of the result;
/// GC_PLANAR_IMAGE and GC_PLANAR_RESULT where neighbouring channels are not neighbours in memory.
#ifndef GC_WINOGRAD_H
#define GC_WINOGRAD_H

#include "convolution.h"
#include "winograd_transforms.h"

/// The most tiles that are multiplied at a time: as many as leave registers for weights.
#define GC_TILES ((GC_REGISTERS - 1 - GC_VECTORS) / GC_VECTORS / 2 * 2)

/// The distance between windows, and so the number of phases, along each dimension.
#ifndef GC_STRIDE
#define GC_STRIDE 1
#endif
#define GC_STRIDE_OUTER (GC_TILE_OUTER == 1 ? 1 : GC_STRIDE)
#define GC_STRIDE_MIDDLE (GC_TILE_MIDDLE == 1 ? 1 : GC_STRIDE)
#define GC_STRIDE_W (GC_TILE_W == 1 ? 1 : GC_STRIDE)
#define GC_PHASES (GC_STRIDE_OUTER * GC_STRIDE_MIDDLE * GC_STRIDE_W)

/// The arguments: a convolution, and how it is cut into work that fits the caches.
typedef struct gc_winograd {
  /// The most slots in a batch.
  int64_t slots;
  /// The most tiles in a slot.
  int64_t steps;
  /// The most blocks of outputs that are computed from transformed planes at a time.
  int64_t blocks;
  /// The groups of channels; more than 1 only with one source.
  int64_t groups;
  gc_convolution convolution;
} gc_winograd;

/// A column of tiles.
typedef struct gc_slot {
  int64_t n;
  /// The first result of its first tile along the outer dimension, below 0 where the box begins in
  /// the tile.
  int64_t outer;
  /// The first result along H and W.
  int64_t middle, inner;
} gc_slot;

/// The scratch of a thread, in this order.
typedef struct gc_workspace {
  /// [slots]
  gc_slot *slots;
  /// Planes of the image, transformed along the inner dimensions:
  /// [outer][slots][spots][inputs, to whole vectors]
  float *planes;
  /// Tiles of one inner position:
  /// [outer][slots, to whole micro-blocks][inputs, to whole vectors], by vectors
  float *tiles;
  /// Products of one inner position and one block of outputs: [outer][slots, padded][block]
  float *products;
  /// Planes of the result, to be transformed along the inner dimensions:
  /// [GC_TILE_OUTER][spots][slots][blocks · block]
  float *results;
} gc_workspace;

/// What stays the same for a whole share.
typedef struct gc_plan {
  const gc_task *task;
  const gc_winograd *arguments;
  const gc_convolution *convolution;
  gc_workspace work;
  /// The windows of the outer, middle and inner dimensions.
  const gc_window *outer, *middle, *inner;
  /// The tiles of the box along each, and the slots along the outer one.
  int64_t outer_tiles, middle_tiles, inner_tiles, segments;
  /// The inputs of a group in all phases, and its outputs; the inputs to whole vectors; the blocks of
  /// outputs.
  int64_t inputs, outputs, row, blocks;
  /// The outputs that are computed at a time.
  int64_t width;
  /// The slots of the batch, and how they are cut: `cuts` cuts of `cut` slots, the last maybe fewer.
  int64_t slots, cuts, cut;
} gc_plan;

/// Returns x / y rounded up.
GC_INLINE int64_t gc_ceiling(int64_t x, int64_t y) { return (x + y - 1) / y; }

/// Returns how far the box begins inside a tile.
GC_INLINE int64_t gc_lead(const gc_window *window, int tile) { return window->origin % tile; }

/// Returns the number of tiles that the box touches.
GC_INLINE int64_t gc_tile_count(const gc_window *window, int tile) {
  return gc_ceiling(window->result + gc_lead(window, tile), tile);
}

/// Returns the channels of source s in its last vector.
GC_INLINE int gc_input_tail(int s) {
  const int tails[] = {GC_INPUT_TAILS};
  return tails[s];
}

/// Returns `lanes` channels of a pixel.
GC_INLINE gc_vec gc_load_pixel(const float *p, int64_t step, int lanes) {
#ifdef GC_PLANAR_IMAGE
  gc_vec x = {0};
  for (int lane = 0; lane < lanes; lane++) x[lane] = p[lane * step];
  return x;
#else
  (void)step;
  return gc_load(p, lanes);
#endif
}

/// Stores `lanes` channels of a pixel.
GC_INLINE void gc_store_pixel(float *p, int64_t step, gc_vec x, int lanes) {
#ifdef GC_PLANAR_RESULT
  for (int lane = 0; lane < lanes; lane++) p[lane * step] = x[lane];
#else
  (void)step;
  gc_store(p, x, lanes);
#endif
}

/// Transforms `lanes` channels of a plane of a tile whose pixel 0 is at `pixel` and has coordinates
/// `h`, `w`; pixels outside of the image are 0. `inside` is a constant: none are.
GC_INLINE void gc_transform_pixels(
    const gc_plan *plan, const gc_view *view, const gc_prologue_image *image, const float *pixel,
    int64_t h, int64_t w, int64_t c, int lanes, int inside, float *to) {
  gc_vec x[gc_spots], y[gc_spots];
  for (int i = 0; i < gc_middle; i++) {
    int64_t y_h = h + i * GC_STRIDE_MIDDLE;
    int row = inside || (y_h >= 0 && y_h < plan->middle->image);
    for (int j = 0; j < gc_inner; j++) {
      int64_t x_w = w + j * GC_STRIDE_W;
      const float *at = pixel + i * GC_STRIDE_MIDDLE * view->h + j * GC_STRIDE_W * view->w;
      // The next slot's pixels are on their way while this one's are transformed.
      __builtin_prefetch(at + gc_inner * GC_STRIDE_W * view->w);
      if (row && (inside || (x_w >= 0 && x_w < plan->inner->image))) {
        gc_vec loaded = gc_load_pixel(at, view->c, lanes);
        x[j] = gc_prologue(loaded, image, c, lanes);
      } else {
        x[j] = gc_splat(0);
      }
    }
    gc_transform_input(gc_inner, x, 1, y + i * gc_inner, 1);
  }
  for (int j = 0; j < gc_inner; j++)
    gc_transform_input(gc_middle, y + j, gc_inner, x + j, gc_inner);
  for (int q = 0; q < gc_spots; q++) gc_store(to + q * plan->row, x[q], lanes);
}

/// Transforms a plane of one phase of the tile of a slot, with the channels of all sources; `h` and
/// `w` are the coordinates of its first pixel.
GC_INLINE void gc_transform_phase(
    const gc_plan *plan, const gc_slot *slot, int64_t group, int64_t outer, int64_t h, int64_t w,
    float *to) {
  const gc_convolution *convolution = plan->convolution;
  int inside = h >= 0 && h + (gc_middle - 1) * GC_STRIDE_MIDDLE < plan->middle->image && w >= 0 &&
               w + (gc_inner - 1) * GC_STRIDE_W < plan->inner->image;
  gc_prologue_image image = gc_prologue_begin(plan->task, convolution->extra, slot->n);
  int64_t inputs = plan->inputs / GC_PHASES, first = group * inputs;
#pragma clang loop unroll(full)
  for (int s = 0; s < GC_SOURCES; s++) {
    const gc_source *source = &convolution->source[s];
    const gc_view *view = &source->view;
    int64_t channels = GC_SOURCES == 1 ? inputs : source->channels;
#if GC_RANK == 3
    const float *pixel = gc_row(plan->task, view, slot->n, outer, 0) + h * view->h + w * view->w;
#else
    const float *pixel = gc_row(plan->task, view, slot->n, 0, outer) + w * view->w;
#endif
    pixel += group * inputs * view->c;
    const int tail = gc_input_tail(s);
    int64_t whole = tail == GC_WIDTH ? channels : channels - tail;
    if (inside) {
      for (int64_t c = 0; c < whole; c += GC_WIDTH)
        gc_transform_pixels(
            plan, view, &image, pixel + c * view->c, h, w, first + c, GC_WIDTH, 1, to + c);
      if (tail < GC_WIDTH)
        gc_transform_pixels(
            plan, view, &image, pixel + whole * view->c, h, w, first + whole, tail, 1, to + whole);
    } else {
      for (int64_t c = 0; c < whole; c += GC_WIDTH)
        gc_transform_pixels(
            plan, view, &image, pixel + c * view->c, h, w, first + c, GC_WIDTH, 0, to + c);
      if (tail < GC_WIDTH)
        gc_transform_pixels(
            plan, view, &image, pixel + whole * view->c, h, w, first + whole, tail, 0, to + whole);
    }
    first += channels;
    to += channels;
  }
}

/// Transforms plane number `plane` of the tiles of a slot, in all phases.
GC_INLINE void gc_transform_plane(
    const gc_plan *plan, const gc_slot *slot, int64_t group, int64_t plane, float *to) {
  int64_t inputs = plan->inputs / GC_PHASES;
  for (int z = 0; z < GC_STRIDE_OUTER; z++) {
    int64_t outer = (slot->outer + plane) * GC_STRIDE_OUTER + z - plan->outer->before;
    for (int y = 0; y < GC_STRIDE_MIDDLE; y++)
      for (int x = 0; x < GC_STRIDE_W; x++, to += inputs) {
        if (outer >= 0 && outer < plan->outer->image) {
          gc_transform_phase(
              plan, slot, group, outer, slot->middle * GC_STRIDE_MIDDLE + y - plan->middle->before,
              slot->inner * GC_STRIDE_W + x - plan->inner->before, to);
        } else {
          for (int q = 0; q < gc_spots; q++)
            __builtin_memset(to + q * plan->row, 0, (unsigned long)(4 * inputs));
        }
      }
  }
}

/// Transforms the planes of all slots that the tiles of a step read and those of the step before did
/// not.
GC_INLINE void gc_transform_planes(const gc_plan *plan, int64_t group, int64_t step) {
  int64_t length = gc_spots * plan->row;
  for (int j = step == 0 ? 0 : gc_outer - GC_TILE_OUTER; j < gc_outer; j++) {
    int64_t plane = step * GC_TILE_OUTER + j;
    float *to = plan->work.planes + plane % gc_outer * plan->slots * length;
    for (int64_t t = 0; t < plan->slots; t++, to += length)
      gc_transform_plane(plan, &plan->work.slots[t], group, plane, to);
  }
}

/// Returns the floats between outer positions of `tiles`.
GC_INLINE int64_t gc_tiles_stride(const gc_plan *plan) {
  return plan->cuts * plan->row * GC_TILES + GC_WIDTH;
}

/// Transforms the tiles of a step along the outer dimension at one inner position.
GC_INLINE void gc_combine_planes(const gc_plan *plan, int64_t step, int q) {
  int64_t length = gc_spots * plan->row, stride = gc_tiles_stride(plan);
  const float *from[gc_outer];
  for (int j = 0; j < gc_outer; j++) {
    int64_t plane = (step * GC_TILE_OUTER + j) % gc_outer;
    from[j] = plan->work.planes + plane * plan->slots * length + q * plan->row;
  }
  for (int64_t t = 0; t < plan->slots; t++) {
    float *to =
        plan->work.tiles + t / plan->cut * plan->row * GC_TILES + t % plan->cut * GC_WIDTH;
    for (int64_t c = 0; c < plan->row; c += GC_WIDTH, to += GC_TILES * GC_WIDTH) {
      gc_vec x[gc_outer], y[gc_outer];
      for (int j = 0; j < gc_outer; j++) x[j] = gc_load(from[j] + t * length + c, GC_WIDTH);
      gc_transform_input(gc_outer, x, 1, y, 1);
      for (int j = 0; j < gc_outer; j++) gc_store(to + j * stride, y[j], GC_WIDTH);
    }
  }
}

/// Multiplies `tiles` tiles, a constant, with a block of the weights of one position.
GC_INLINE void gc_multiply_tiles(
    int tiles, const float *x, const float *weights, int64_t inputs, float *products) {
  gc_vec sums[GC_TILES][GC_VECTORS];
  for (int t = 0; t < tiles; t++)
    for (int v = 0; v < GC_VECTORS; v++) sums[t][v] = gc_splat(0);
  for (int64_t c = 0; c < inputs; c += GC_WIDTH, x += GC_TILES * GC_WIDTH) {
    int64_t lanes = inputs - c < GC_WIDTH ? inputs - c : GC_WIDTH;
#pragma clang loop unroll_count(2)
    for (int64_t k = 0; k < lanes; k++, weights += gc_block) {
      gc_vec w[GC_VECTORS];
      for (int v = 0; v < GC_VECTORS; v++) w[v] = gc_load(weights + v * GC_WIDTH, GC_WIDTH);
#pragma clang loop unroll(full)
      for (int t = 0; t < tiles; t++) {
        gc_vec factor = gc_splat(x[t * GC_WIDTH + k]);
        for (int v = 0; v < GC_VECTORS; v++) sums[t][v] = gc_fma(factor, w[v], sums[t][v]);
      }
    }
  }
  for (int t = 0; t < tiles; t++)
    for (int v = 0; v < GC_VECTORS; v++)
      gc_store(products + t * gc_block + v * GC_WIDTH, sums[t][v], GC_WIDTH);
}

/// Multiplies the tiles of a cut, of which there are an even number, with a block of weights.
GC_INLINE void gc_multiply_cut(
    int64_t tiles, const float *x, const float *weights, int64_t inputs, float *products) {
#pragma clang loop unroll(full)
  for (int count = 2; count <= GC_TILES; count += 2)
    if (tiles == count) gc_multiply_tiles(count, x, weights, inputs, products);
}

/// Multiplies the tiles of a step at one inner position with a block of weights, and transforms the
/// products along the outer dimension.
GC_INLINE void gc_multiply_position(const gc_plan *plan, const float *weights, int q, float *to) {
  int64_t tiles = gc_tiles_stride(plan), products = plan->cuts * plan->cut * gc_block;
  for (int j = 0; j < gc_outer; j++)
    for (int64_t i = 0; i < plan->cuts; i++)
      gc_multiply_cut(
          plan->cut, plan->work.tiles + j * tiles + i * plan->row * GC_TILES,
          weights + j * plan->inputs * gc_block, plan->inputs,
          plan->work.products + j * products + i * plan->cut * gc_block);
  int64_t row = plan->width, stride = gc_spots * plan->slots * row;
  to += q * plan->slots * row;
  for (int64_t t = 0; t < plan->slots; t++, to += row)
    for (int v = 0; v < GC_VECTORS; v++) {
      gc_vec x[gc_outer], y[GC_TILE_OUTER];
      for (int j = 0; j < gc_outer; j++)
        x[j] = gc_load(
            plan->work.products + j * products + t * gc_block + v * GC_WIDTH, GC_WIDTH);
      gc_transform_output(GC_TILE_OUTER, x, 1, y, 1);
      for (int r = 0; r < GC_TILE_OUTER; r++)
        gc_store(to + r * stride + v * GC_WIDTH, y[r], GC_WIDTH);
    }
}

/// The rows of the result that a plane of a tile has.
typedef struct gc_rows {
  float *result[GC_TILE_MIDDLE];
  gc_epilogue_row epilogue[GC_TILE_MIDDLE];
} gc_rows;

/// Transforms `lanes` outputs from `c` on of a plane of a tile along the inner dimensions, and stores
/// what lies in the box: the rows and columns from `low` to `high`.
GC_INLINE void gc_store_pixels(
    const gc_plan *plan, const gc_rows *rows, const float *from, int64_t w, int64_t c, int lanes,
    const int64_t low[2], const int64_t high[2]) {
  const gc_view *view = &plan->convolution->result;
  int64_t stride = plan->slots * plan->width;
  gc_vec x[gc_middle], y[GC_TILE_MIDDLE * gc_inner];
  for (int j = 0; j < gc_inner; j++) {
    for (int i = 0; i < gc_middle; i++)
      x[i] = gc_load(from + (i * gc_inner + j) * stride, GC_WIDTH);
    gc_transform_output(GC_TILE_MIDDLE, x, 1, y + j, gc_inner);
  }
  for (int i = 0; i < GC_TILE_MIDDLE; i++) {
    if (i < low[0] || i >= high[0]) continue;
    gc_vec z[GC_TILE_W];
    gc_transform_output(GC_TILE_W, y + i * gc_inner, 1, z, 1);
    float *to = rows->result[i] + w * view->w + c * view->c;
    for (int j = 0; j < GC_TILE_W; j++) {
      if (j < low[1] || j >= high[1]) continue;
      __builtin_prefetch(to + (j + GC_TILE_W) * view->w, 1);
      gc_vec stored = gc_epilogue(z[j], &rows->epilogue[i], c, lanes, w + j);
      gc_store_pixel(to + j * view->w, view->c, stored, lanes);
    }
  }
}

/// Returns the smaller.
GC_INLINE int64_t gc_smaller(int64_t x, int64_t y) { return x < y ? x : y; }

/// Stores the tiles of a step with the outputs `first` ..< `end` of a group.
GC_INLINE void gc_store_tiles(
    const gc_plan *plan, int64_t group, int64_t step, int64_t first, int64_t end) {
  const gc_convolution *convolution = plan->convolution;
  for (int64_t t = 0; t < plan->slots; t++) {
    const gc_slot *slot = &plan->work.slots[t];
    const int64_t low[2] = {-slot->middle, -slot->inner};
    const int64_t high[2] = {
        plan->middle->result - slot->middle, plan->inner->result - slot->inner};
    for (int r = 0; r < GC_TILE_OUTER; r++) {
      int64_t outer = slot->outer + step * GC_TILE_OUTER + r;
      if (outer < 0 || outer >= plan->outer->result) continue;
      gc_rows rows;
      for (int i = 0; i < GC_TILE_MIDDLE; i++) {
        if (i < low[0] || i >= high[0]) continue;
#if GC_RANK == 3
        int64_t d = outer, h = slot->middle + i;
#else
        int64_t d = 0, h = outer;
#endif
        rows.result[i] = gc_row(plan->task, &convolution->result, slot->n, d, h);
        rows.epilogue[i] = gc_epilogue_begin(plan->task, convolution->extra, slot->n, d, h);
      }
      const float *from = plan->work.results + (r * gc_spots * plan->slots + t) * plan->width;
      int64_t c = first, base = group * plan->outputs;
      int64_t whole = end < plan->outputs || GC_OUTPUT_TAIL == GC_WIDTH ? end : end - GC_OUTPUT_TAIL;
      for (; c < whole; c += GC_WIDTH, from += GC_WIDTH)
        gc_store_pixels(plan, &rows, from, slot->inner, base + c, GC_WIDTH, low, high);
      if (c < end)
        gc_store_pixels(plan, &rows, from, slot->inner, base + c, GC_OUTPUT_TAIL, low, high);
    }
  }
}

/// Writes where the slots `first` ..< `first + slots` lie.
GC_INLINE void gc_place_slots(const gc_plan *plan, int64_t first) {
  for (int64_t t = 0; t < plan->slots; t++) {
    int64_t i = first + t, inner = i % plan->inner_tiles;
    i /= plan->inner_tiles;
    int64_t middle = i % plan->middle_tiles;
    i /= plan->middle_tiles;
    plan->work.slots[t] = (gc_slot){
        .n = i / plan->segments,
        .outer = i % plan->segments * plan->arguments->steps * GC_TILE_OUTER -
                 gc_lead(plan->outer, GC_TILE_OUTER),
        .middle = middle * GC_TILE_MIDDLE - gc_lead(plan->middle, GC_TILE_MIDDLE),
        .inner = inner * GC_TILE_W - gc_lead(plan->inner, GC_TILE_W),
    };
  }
}

/// Computes the blocks of outputs `low` ..< `high` of a batch of slots.
GC_INLINE void gc_compute_batch(const gc_plan *plan, int64_t group, int64_t low, int64_t high) {
  const gc_view *packed = &plan->convolution->weights;
  int64_t panel = gc_outer * plan->inputs * gc_block;
  const float *weights = (const float *)plan->task->memory[packed->memory] + packed->start +
                         group * plan->blocks * gc_spots * panel;
  int64_t steps = gc_smaller(plan->arguments->steps, plan->outer_tiles);
  for (int64_t step = 0; step < steps; step++) {
    gc_transform_planes(plan, group, step);
    for (int64_t first = low; first < high; first += plan->arguments->blocks) {
      int64_t end = gc_smaller(first + plan->arguments->blocks, high);
      for (int q = 0; q < gc_spots; q++) {
        gc_combine_planes(plan, step, q);
        for (int64_t b = first; b < end; b++)
          gc_multiply_position(
              plan, weights + (b * gc_spots + q) * panel, q,
              plan->work.results + (b - first) * gc_block);
      }
      gc_store_tiles(
          plan, group, step, first * gc_block, gc_smaller(end * gc_block, plan->outputs));
    }
  }
}

/// Returns in how many ways to split the outputs among `parts` shares, a divisor of it: that for which
/// the largest share is estimated to take the least time.
GC_INLINE int64_t gc_output_ways(const gc_plan *plan, int64_t slots, int64_t parts) {
  int64_t best = 1, least = INT64_MAX;
  for (int64_t ways = 1; ways <= parts && ways <= plan->blocks; ways++) {
    if (parts % ways) continue;
    int64_t share = gc_ceiling(slots, parts / ways), blocks = gc_ceiling(plan->blocks, ways);
    // In the time of a multiplication of vectors: a vector of weights takes about 8 to read, an
    // element of a tile 3 to transform.
    int64_t reads = 8 * gc_ceiling(share, plan->arguments->slots);
    int64_t time = plan->inputs * GC_VECTORS * blocks * (share + reads) +
                   share * 3 * (plan->row / GC_WIDTH + blocks * GC_VECTORS);
    if (time < least) best = ways, least = time;
  }
  return best;
}

/// Cuts the scratch of the thread, of which it takes, in bytes and with n = slots, m = GC_TILES,
/// I = inputs and O = block, I to whole vectors:
/// 32 (n + 1) + 4 (outer n spots I + outer (I (n + m) + GC_WIDTH) + outer O (n + m)
/// + tile spots n blocks O).
GC_INLINE gc_workspace gc_cut_scratch(const gc_plan *plan) {
  int64_t slots = plan->arguments->slots;
  gc_workspace work = {.slots = (gc_slot *)plan->task->scratch};
  work.planes = (float *)(work.slots + gc_ceiling(slots, 2) * 2);
  work.tiles = work.planes + gc_outer * slots * gc_spots * plan->row;
  work.products =
      work.tiles + gc_outer * (gc_ceiling(slots, GC_TILES) * plan->row * GC_TILES + GC_WIDTH);
  work.results = work.products + gc_outer * gc_block * (slots + GC_TILES);
  return work;
}

/// Computes a share of a convolution.
void GC_KERNEL(const gc_task *task) {
  const gc_winograd *arguments = (const gc_winograd *)task->arguments;
  const gc_convolution *convolution = &arguments->convolution;
  gc_plan plan = {.task = task, .arguments = arguments, .convolution = convolution};
#if GC_RANK == 3
  plan.outer = &convolution->window[0], plan.middle = &convolution->window[1];
#else
  plan.outer = &convolution->window[1], plan.middle = &convolution->window[0];
#endif
  plan.inner = &convolution->window[2];
  plan.outer_tiles = gc_tile_count(plan.outer, GC_TILE_OUTER);
  plan.middle_tiles = gc_tile_count(plan.middle, GC_TILE_MIDDLE);
  plan.inner_tiles = gc_tile_count(plan.inner, GC_TILE_W);
  plan.segments = gc_ceiling(plan.outer_tiles, arguments->steps);
  plan.inputs = convolution->inputs / arguments->groups * GC_PHASES;
  plan.outputs = convolution->outputs / arguments->groups;
  plan.row = gc_ceiling(plan.inputs, GC_WIDTH) * GC_WIDTH;
  plan.blocks = gc_ceiling(plan.outputs, gc_block);
  plan.width = gc_smaller(plan.blocks, arguments->blocks) * gc_block;
  plan.work = gc_cut_scratch(&plan);
  int64_t slots = convolution->batch * plan.segments * plan.middle_tiles * plan.inner_tiles;
  for (int w = 0; w < 3; w++)
    if (convolution->window[w].result <= 0) slots = 0;
  if (slots <= 0) return;

  int64_t ways = gc_output_ways(&plan, slots, task->parts), columns = task->parts / ways;
  int64_t way = task->part % ways, column = task->part / ways;
  int64_t low = gc_share(plan.blocks, way, ways), high = gc_share(plan.blocks, way + 1, ways);
  int64_t start = gc_share(slots, column, columns);
  int64_t count = gc_share(slots, column + 1, columns) - start;
  int64_t batches = gc_ceiling(count, arguments->slots);
  for (int64_t group = 0; group < arguments->groups; group++)
    for (int64_t batch = 0; batch < batches; batch++) {
      int64_t first = gc_share(count, batch, batches);
      plan.slots = gc_share(count, batch + 1, batches) - first;
      plan.cuts = gc_ceiling(plan.slots, GC_TILES);
      plan.cut = gc_ceiling(gc_ceiling(plan.slots, plan.cuts), 2) * 2;
      gc_place_slots(&plan, start + first);
      gc_compute_batch(&plan, group, low, high);
    }
}

#endif
