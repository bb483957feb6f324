#include "buffer.h"

#include <string.h>

void pith__buffer_init(pith__buffer *buffer, pith__arena *arena, size_t maximum) {
    /* The NUL at the end must fit too. */
    if (maximum > (size_t)-1 / 4)
        maximum = (size_t)-1 / 4;
    *buffer = (pith__buffer){.arena = arena, .maximum = maximum};
}

void pith__buffer_add(pith__buffer *buffer, const char *bytes, size_t length) {
    size_t room = buffer->maximum - buffer->length;
    if (length > room) {
        length = room;
        buffer->full = true;
    }
    if (length == 0)
        return;
    size_t needed = buffer->length + length + 1;
    if (needed > buffer->capacity)
        buffer->data = pith__arena_grow(
            buffer->arena, buffer->data, buffer->length, needed, 1, &buffer->capacity);
    memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void pith__buffer_add_str(pith__buffer *buffer, pith__str text) {
    pith__buffer_add(buffer, text.data, text.length);
}

void pith__buffer_add_byte(pith__buffer *buffer, char byte) {
    pith__buffer_add(buffer, &byte, 1);
}

const char *pith__buffer_text(pith__buffer *buffer) {
    return buffer->data == NULL ? "" : buffer->data;
}

pith__str pith__buffer_str(const pith__buffer *buffer) {
    return (pith__str){buffer->data, buffer->length};
}
