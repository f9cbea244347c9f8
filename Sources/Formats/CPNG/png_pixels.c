#include "png_pixels.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/// The bytes that libpng reads or has written.
typedef struct {
  uint8_t *bytes;
  size_t count, capacity, position;
} stream;

static void keep_error(png_structp png, png_const_charp message) {
  png_pixels_head *head = png_get_error_ptr(png);
  strncpy(head->error, message, sizeof head->error - 1);
  head->error[sizeof head->error - 1] = 0;
  longjmp(png_jmpbuf(png), 1);
}

static void ignore_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void read_bytes(png_structp png, png_bytep target, size_t count) {
  stream *input = png_get_io_ptr(png);
  if (count > input->count - input->position) png_error(png, "the file is cut off");
  memcpy(target, input->bytes + input->position, count);
  input->position += count;
}

static void write_bytes(png_structp png, png_bytep source, size_t count) {
  stream *output = png_get_io_ptr(png);
  if (count > output->capacity - output->count) {
    size_t capacity = 2 * output->capacity + count;
    uint8_t *bytes = realloc(output->bytes, capacity);
    if (!bytes) png_error(png, "not enough memory");
    output->bytes = bytes;
    output->capacity = capacity;
  }
  memcpy(output->bytes + output->count, source, count);
  output->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

/// Reads up to the first pixel, and says what the pixels will be.
static void start_reading(png_structp png, png_infop info, png_pixels_head *head) {
  // Only the chunks that make pixels are kept: IHDR, PLTE, tRNS, IDAT and IEND.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max(png, 1 << 20);
  png_read_info(png, info);
  head->packed_row_bytes = ((uint64_t)png_get_image_width(png, info) * png_get_channels(png, info) *
                                png_get_bit_depth(png, info) +
                            7) / 8;
  int type = png_get_color_type(png, info);
  bool has_alpha = (type & PNG_COLOR_MASK_ALPHA) || png_get_valid(png, info, PNG_INFO_tRNS);
  head->width = png_get_image_width(png, info);
  head->height = png_get_image_height(png, info);
  head->channels = ((type & PNG_COLOR_MASK_COLOR) ? 3 : 1) + (has_alpha ? 1 : 0);
  head->depth = png_get_bit_depth(png, info) == 16 ? 16 : 8;
}

/// Reads the rows; libpng may leave by longjmp.
static void read_rows(png_structp png, png_infop info, png_pixels_head *head, uint8_t *pixels) {
  png_set_expand(png);
  if (head->depth == 16) png_set_swap(png);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  size_t row_bytes = (size_t)head->width * head->channels * (head->depth / 8);
  if (png_get_rowbytes(png, info) != row_bytes) png_error(png, "rows of an unexpected size");
  for (int pass = 0; pass < passes; pass++) {
    for (size_t y = 0; y < head->height; y++) png_read_row(png, pixels + y * row_bytes, NULL);
  }
  png_read_end(png, NULL);
}

static bool read_png(const uint8_t *bytes, size_t count, png_pixels_head *head, uint8_t *pixels) {
  if (count < 8 || png_sig_cmp(bytes, 0, 8) != 0) {
    strcpy(head->error, "does not start as a PNG");
    return false;
  }
  stream input = {(uint8_t *)bytes, count, count, 0};
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, head, keep_error, ignore_warning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    strcpy(head->error, "not enough memory");
    png_destroy_read_struct(&png, NULL, NULL);
    return false;
  }
  const png_pixels_head expected = *head;
  if (setjmp(png_jmpbuf(png)) != 0) {
    png_destroy_read_struct(&png, &info, NULL);
    return false;
  }
  png_set_read_fn(png, &input, read_bytes);
  start_reading(png, info, head);
  if (pixels) {
    bool is_same = head->width == expected.width && head->height == expected.height &&
                   head->channels == expected.channels && head->depth == expected.depth;
    if (!is_same) png_error(png, "the file changed while it was read");
    read_rows(png, info, head, pixels);
  }
  png_destroy_read_struct(&png, &info, NULL);
  return true;
}

bool png_pixels_read_head(const uint8_t *bytes, size_t count, png_pixels_head *head) {
  memset(head, 0, sizeof *head);
  return read_png(bytes, count, head, NULL);
}

bool png_pixels_read(const uint8_t *bytes, size_t count, png_pixels_head *head, uint8_t *pixels) {
  return read_png(bytes, count, head, pixels);
}

static int color_type(uint32_t channels) {
  switch (channels) {
  case 1: return PNG_COLOR_TYPE_GRAY;
  case 2: return PNG_COLOR_TYPE_GRAY_ALPHA;
  case 3: return PNG_COLOR_TYPE_RGB;
  default: return PNG_COLOR_TYPE_RGB_ALPHA;
  }
}

bool png_pixels_write(
    const uint8_t *pixels, png_pixels_head *head, uint8_t **bytes, size_t *count) {
  stream output = {NULL, 0, 0, 0};
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, head, keep_error, ignore_warning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    strcpy(head->error, "not enough memory");
    png_destroy_write_struct(&png, NULL);
    return false;
  }
  if (setjmp(png_jmpbuf(png)) != 0) {
    png_destroy_write_struct(&png, &info);
    free(output.bytes);
    return false;
  }
  png_set_write_fn(png, &output, write_bytes, flush_nothing);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_IHDR(
      png, info, head->width, head->height, (int)head->depth, color_type(head->channels),
      PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  if (head->depth == 16) png_set_swap(png);
  size_t row_bytes = (size_t)head->width * head->channels * (head->depth / 8);
  for (size_t y = 0; y < head->height; y++) png_write_row(png, pixels + y * row_bytes);
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  *bytes = output.bytes;
  *count = output.count;
  return true;
}
