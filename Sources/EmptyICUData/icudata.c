// ICU's data archive, with nothing in it. Foundation, which GRDB needs for its types, brings ICU along, and ICU 34 MB of
// collations, names and calendars that nothing here asks for: times are CivilTime's, texts the standard library's. The
// linker takes this instead, as it meets it first; what did ask ICU for data would be told that there is none.
//
// The name is that of the ICU in the toolchain; EmptyICUDataTests fails when a new one has another.
#include <stdint.h>

struct archive {
  uint16_t header_size;
  uint8_t magic[2];
  uint16_t info_size;
  uint16_t reserved;
  uint8_t is_big_endian, charset_family, size_of_char, reserved_byte;
  uint8_t format[4], format_version[4], data_version[4];
  uint8_t padding[8];
  uint32_t entries;
};

__attribute__((aligned(16), visibility("hidden"))) const struct archive icudt76_dat = {
    .header_size = 32,
    .magic = {0xda, 0x27},
    .info_size = 20,
    .size_of_char = 2,
    .format = {'C', 'm', 'n', 'D'},
    .format_version = {1, 0, 0, 0},
};
