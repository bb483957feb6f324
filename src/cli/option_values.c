#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "option_table.h"
#include "report.h"

/* A whole number within the bounds of the option, in decimal; a size may end in K, M or G. */
static bool read_number(const cli_option *option, const char *text, size_t *value) {
    size_t number = 0;
    const char *c = text;
    for (; *c >= '0' && *c <= '9'; c++) {
        size_t digit = (size_t)(*c - '0');
        if (number > (SIZE_MAX - digit) / 10)
            return false;
        number = 10 * number + digit;
    }
    if (c == text)
        return false;
    if (option->type == CLI_SIZE && *c != '\0') {
        int shift = -1;
        for (int unit = 1; unit < CLI_UNIT_COUNT; unit++) {
            if (*c == cli_units[unit][0] || *c == cli_units[unit][0] + ('a' - 'A'))
                shift = 10 * unit;
        }
        if (shift < 0 || number > SIZE_MAX >> shift)
            return false;
        number <<= shift;
        c++;
    }
    *value = number;
    return *c == '\0' && number >= option->minimum && number <= option->maximum;
}

/* Seconds within the bounds of the option: decimal digits, and a point among them if need be. The
   locale has no say. */
static bool read_seconds(const cli_option *option, const char *text, double *value) {
    double number = 0;
    double unit = 1;
    bool fraction = false;
    bool digits = false;
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '.' && !fraction) {
            fraction = true;
        } else if (*c >= '0' && *c <= '9') {
            digits = true;
            unit = fraction ? unit / 10 : unit;
            number = fraction ? number + unit * (*c - '0') : 10 * number + (*c - '0');
        } else {
            return false;
        }
    }
    *value = number;
    return digits && number >= (double)option->minimum && number <= (double)option->maximum;
}

static void add_to_list(cli_list *list, const char *text) {
    const char **items = cli_allocate((list->count + 2) * sizeof *items);
    if (list->count > 0)
        memcpy(items, list->items, list->count * sizeof *items);
    free(list->items);
    items[list->count++] = text;
    items[list->count] = NULL;
    list->items = items;
}

static bool read_choice(const cli_option *option, const char *text, int *value) {
    size_t length = strlen(text);
    int position = 0;
    for (const char *name = option->choices;; position++) {
        size_t name_length = strcspn(name, "|");
        if (name_length == length && memcmp(name, text, length) == 0) {
            *value = position;
            return true;
        }
        if (name[name_length] == '\0')
            return false;
        name += name_length + 1;
    }
}

bool cli_option_store(const cli_option *option, const char *text, cli_settings *settings) {
    char *member = (char *)settings + option->member;
    size_t number = 0;
    switch (option->type) {
    case CLI_FLAG:
        *(bool *)member = true;
        return true;
    case CLI_STRING:
        *(const char **)member = text;
        return true;
    case CLI_OPTIONAL_CHOICE:
        if (text == NULL) {
            *(int *)member = 0;
            return true;
        }
        return read_choice(option, text, (int *)member);
    case CLI_CHOICE:
        return read_choice(option, text, (int *)member);
    case CLI_SIZE:
    case CLI_COUNT:
        return read_number(option, text, (size_t *)member);
    case CLI_NUMBER:
        if (!read_number(option, text, &number))
            return false;
        *(long *)member = (long)number;
        return true;
    case CLI_SECONDS:
        return read_seconds(option, text, (double *)member);
    case CLI_LIST:
        add_to_list((cli_list *)member, text);
        return true;
    }
    return false;
}

void cli_complain(const char *argument, const char *problem) {
    cli_report(argument, problem);
    fputs("Try 'pith --help' for the options.\n", stderr);
}

void cli_complain_value(const cli_option *option, const char *text) {
    char problem[128];
    if (option->type == CLI_CHOICE || option->type == CLI_OPTIONAL_CHOICE)
        snprintf(problem, sizeof problem, "not one of %s", option->choices);
    else if (option->type == CLI_SIZE)
        snprintf(problem, sizeof problem, "not a size (a whole number; K, M or G may follow)");
    else if (option->type == CLI_SECONDS)
        snprintf(problem, sizeof problem, "not a number of seconds from %zu to %zu",
            option->minimum, option->maximum);
    else
        snprintf(problem, sizeof problem, "not a whole number from %zu to %zu", option->minimum,
            option->maximum);
    char name[256];
    snprintf(name, sizeof name, "--%s%c%.200s", option->name,
        option->type == CLI_OPTIONAL_CHOICE ? '=' : ' ', text);
    cli_complain(name, problem);
}
