#include "png_image.h"
