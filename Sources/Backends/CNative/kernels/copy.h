/// Copies boxes of elements between any places in memory, or fills them.
///
/// Defines: GC_ELEMENT, an unsigned integer of the size of an element.
#include "transpose.h"

/// The longest side of a part of a box that one thread copies in one go, where neighbours of the
/// source are no neighbours of the target; and the elements of a row otherwise.
enum { GC_TILE = 64, GC_ROW = 16384 };

/// A box. Distances are in elements.
typedef struct gc_piece {
  /// The number of dimensions, at least 2.
  int64_t rank;
  /// The memory of the source, and where the first element is in it; or −1 and an element.
  int64_t memory, from;
  /// The memory of the target, and where the first element is in it.
  int64_t target, to;
  /// The extents, outermost first; then the distances in the source, and in the target.
  int64_t numbers[];
} gc_piece;

/// Where neighbours in two dimensions are.
typedef struct gc_plane {
  const GC_ELEMENT *from;
  GC_ELEMENT *to;
  int64_t rows, columns;
  /// The distances between rows and columns of the source and of the target.
  int64_t from_row, from_column, to_row, to_column;
} gc_plane;

/// Fills a plane.
GC_INLINE void gc_fill_plane(const gc_plane *plane, GC_ELEMENT value) {
  for (int64_t r = 0; r < plane->rows; r++) {
    GC_ELEMENT *to = plane->to + r * plane->to_row;
    if (plane->to_column == 1) {
      for (int64_t c = 0; c < plane->columns; c++) to[c] = value;
    } else {
      for (int64_t c = 0; c < plane->columns; c++) to[c * plane->to_column] = value;
    }
  }
}

/// Copies a row.
GC_INLINE void gc_copy_elements(
    GC_ELEMENT *to, const GC_ELEMENT *from, int64_t count, int64_t to_step, int64_t from_step) {
  if (to_step == 1 && from_step == 1) {
    for (int64_t i = 0; i < count; i++) to[i] = from[i];
  } else if (to_step == 1 && from_step == 0) {
    const GC_ELEMENT value = *from;
    for (int64_t i = 0; i < count; i++) to[i] = value;
  } else {
    for (int64_t i = 0; i < count; i++) to[i * to_step] = from[i * from_step];
  }
}

/// Copies a plane along its longer side.
static void gc_copy_plane(const gc_plane *p) {
  if (p->columns >= p->rows) {
    for (int64_t r = 0; r < p->rows; r++) {
      gc_copy_elements(
          p->to + r * p->to_row, p->from + r * p->from_row, p->columns, p->to_column,
          p->from_column);
    }
  } else {
    for (int64_t c = 0; c < p->columns; c++) {
      gc_copy_elements(
          p->to + c * p->to_column, p->from + c * p->from_column, p->rows, p->to_row, p->from_row);
    }
  }
}

/// Copies a plane whose source has neighbours in a column and whose target has them in a row.
static void gc_transpose_plane(const gc_plane *p) {
  const int64_t rows = p->rows - p->rows % GC_WIDTH, columns = p->columns - p->columns % GC_WIDTH;
  for (int64_t c = 0; c < columns; c += GC_WIDTH) {
    for (int64_t r = 0; r < rows; r += GC_WIDTH) {
      gc_vec x[GC_WIDTH];
#pragma clang loop unroll(full)
      for (int i = 0; i < GC_WIDTH; i++) {
        x[i] = gc_load((const float *)p->from + (c + i) * p->from_column + r, GC_WIDTH);
      }
      gc_transpose(x);
#pragma clang loop unroll(full)
      for (int i = 0; i < GC_WIDTH; i++) {
        gc_store((float *)p->to + (r + i) * p->to_row + c, x[i], GC_WIDTH);
      }
    }
  }
  gc_plane rest = *p;
  rest.from += columns * p->from_column;
  rest.to += columns;
  rest.columns -= columns;
  if (rest.columns > 0) gc_copy_plane(&rest);
  rest = *p;
  rest.from += rows;
  rest.to += rows * p->to_row;
  rest.rows -= rows;
  rest.columns = columns;
  if (rest.rows > 0) gc_copy_plane(&rest);
}

/// Copies a plane.
GC_INLINE void gc_finish_plane(const gc_plane *p) {
  const int has_width = p->rows >= GC_WIDTH && p->columns >= GC_WIDTH;
  if (sizeof(GC_ELEMENT) == 4 && p->from_row == 1 && p->to_column == 1 && has_width) {
    gc_transpose_plane(p);
  } else {
    gc_copy_plane(p);
  }
}

/// Copies a share of a box.
static void gc_copy_piece(const gc_task *task, const gc_piece *piece) {
  const int64_t rank = piece->rank;
  const int64_t *extents = piece->numbers, *from = extents + rank, *to = from + rank;
  const int64_t rows = extents[rank - 2], columns = extents[rank - 1];
  const int keeps_rows = piece->memory < 0 || from[rank - 1] == 1 || from[rank - 1] == 0;
  const int64_t longest = keeps_rows ? GC_ROW : GC_TILE;
  const int64_t bands = (rows + GC_TILE - 1) / GC_TILE;
  const int64_t pieces = (columns + longest - 1) / longest;
  int64_t units = bands * pieces;
  for (int64_t i = 0; i < rank - 2; i++) units *= extents[i];
  const int64_t end = gc_share(units, task->part + 1, task->parts);
  for (int64_t unit = gc_share(units, task->part, task->parts); unit < end; unit++) {
    const int64_t column = unit % pieces * longest, row = unit / pieces % bands * GC_TILE;
    int64_t rest = unit / pieces / bands;
    int64_t source = row * from[rank - 2] + column * from[rank - 1];
    int64_t target = piece->to + row * to[rank - 2] + column * to[rank - 1];
    for (int64_t i = rank - 3; i >= 0; i--) {
      const int64_t index = rest % extents[i];
      rest /= extents[i];
      source += index * from[i];
      target += index * to[i];
    }
    gc_plane plane = {
        .from = 0,
        .to = (GC_ELEMENT *)task->memory[piece->target] + target,
        .rows = rows - row < GC_TILE ? rows - row : GC_TILE,
        .columns = columns - column < longest ? columns - column : longest,
        .from_row = from[rank - 2],
        .from_column = from[rank - 1],
        .to_row = to[rank - 2],
        .to_column = to[rank - 1]};
    if (piece->memory < 0) {
      gc_fill_plane(&plane, (GC_ELEMENT)piece->from);
    } else {
      plane.from = (const GC_ELEMENT *)task->memory[piece->memory] + piece->from + source;
      gc_finish_plane(&plane);
    }
  }
}

/// Copies a share of each box. The arguments are the number of boxes, and the boxes.
void GC_KERNEL(const gc_task *task) {
  const int64_t *next = task->arguments + 1;
  for (int64_t i = 0; i < task->arguments[0]; i++) {
    const gc_piece *piece = (const gc_piece *)next;
    gc_copy_piece(task, piece);
    next += 5 + 3 * piece->rank;
  }
}
