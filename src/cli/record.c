#include "record.h"
#include "report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

cli_record cli_record_new(const char *name) {
    return (cli_record){.name = cli_escape(name)};
}

void cli_record_clear(cli_record *record) {
    free(record->name);
    free(record->carry);
    free(record->bytes);
    free(record->captured);
    json_decref(record->json);
    pith_response_clear(&record->response);
    *record = (cli_record){0};
}

void cli_record_fail(cli_record *record, pith_status status, const char *format, ...) {
    record->error.status = status;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(record->error.message, sizeof record->error.message, format, arguments);
    va_end(arguments);
}
