#ifndef PNG_PIXELS_H
#define PNG_PIXELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What the head of a PNG says, after palettes and transparent colours are expanded.
typedef struct {
  uint32_t width, height;
  /// 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.
  uint32_t channels;
  /// Bits per sample: 8 or 16.
  uint32_t depth;
  /// The size of one row in the file, before expansion and compression.
  uint64_t packed_row_bytes;
  /// Why a call returned false.
  char error[160];
} png_pixels_head;

/// Reads the head of the PNG in memory.
bool png_pixels_read_head(const uint8_t *bytes, size_t count, png_pixels_head *head);

/// Reads all samples, interleaved, 16 bit ones in native byte order, into
/// height * width * channels * depth / 8 bytes; false with an error where the head is not `head`.
bool png_pixels_read(const uint8_t *bytes, size_t count, png_pixels_head *head, uint8_t *pixels);

/// Writes interleaved samples as a PNG into memory that the caller frees with `free`.
bool png_pixels_write(const uint8_t *pixels, png_pixels_head *head, uint8_t **bytes, size_t *count);

#endif
