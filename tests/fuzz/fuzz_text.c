/* fuzz_text.c - text dumps, from bytes to article. The first byte chooses among the options. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    pith_options options = pith_options_default();
    options.favor = (pith_favor)(data[0] % 3);
    options.comments = (pith_comments)(data[0] / 3 % 3);
    /* Small limits are reached by small inputs. */
    if (data[0] & 0x80)
        options.max_blocks = 5;
    pith_input input = {.bytes = (const char *)data + 1, .length = size - 1, .kind = PITH_KIND_TEXT};
    fuzz_page(&input, &options);
    return 0;
}
