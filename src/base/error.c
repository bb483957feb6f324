#include "error.h"

#include <stdarg.h>
#include <stdio.h>

const char *pith_status_text(pith_status status) {
    switch (status) {
#define PITH_X(name, text)                                                                         \
    case PITH_##name:                                                                              \
        return text;
        PITH_STATUS_MAP(PITH_X)
#undef PITH_X
    }
    return "unknown status";
}

pith_status pith__error_set(pith_error *error, pith_status status, const char *format, ...) {
    if (error == NULL)
        return status;
    error->status = status;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    /* A message may quote a name or a line of somebody else's file: it stays one harmless line. */
    for (char *c = error->message; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = '?';
    }
    return status;
}

pith_status pith__error_status(pith_error *error, pith_status status) {
    return pith__error_set(error, status, "%s", pith_status_text(status));
}

pith_status pith__error_none(pith_error *error) {
    if (error != NULL)
        *error = (pith_error){.status = PITH_OK};
    return PITH_OK;
}
