/*
 * option_table.h - the table of all options, and what is made of it: option_table.c has the table,
 * option_values.c reads arguments, option_checks.c knows what does not go together, option_help.c
 * prints --help, options.c reads the command line.
 */
#ifndef CLI_OPTION_TABLE_H
#define CLI_OPTION_TABLE_H

#include <limits.h>

#include "options.h"

/* How the argument of an option is read, and what type the member has that it is stored in. */
typedef enum argument_type {
    CLI_FLAG,            /* bool; no argument. */
    CLI_STRING,          /* const char *. */
    CLI_CHOICE,          /* int: the position of the argument in `choices`, "a|b|c". */
    CLI_OPTIONAL_CHOICE, /* The same; without an argument, the first. */
    CLI_SIZE,            /* size_t: bytes, K, M or G may follow. */
    CLI_COUNT,           /* size_t. */
    CLI_NUMBER,          /* long. */
    CLI_SECONDS,         /* double; seconds, with a fraction if need be. */
    CLI_LIST,            /* cli_list; the option may be given several times. */
} argument_type;

typedef struct cli_option {
    const char *name; /* NULL: this is no option, but the heading of a group. */
    char letter;      /* 0: none. */
    argument_type type;
    size_t member;        /* Where the value goes: its offset in cli_settings. */
    const char *argument; /* What --help calls it; NULL for a flag. */
    const char *choices;  /* Of a choice. */
    size_t minimum;       /* Of a size, count or number. */
    size_t maximum;
    const char *help; /* Lines are separated by '\n'. */
} cli_option;

enum { CLI_MAX_OPTIONS = 128 };
extern const cli_option cli_option_table[];
extern const int cli_option_count; /* At most CLI_MAX_OPTIONS. */

/* What may follow a size; each is 1024 of the one before. */
enum { CLI_UNIT_COUNT = 4 };
extern const char *const cli_units[CLI_UNIT_COUNT];

/* The settings of a command line without options. --delay is negative: its default depends on what
   there is to fetch. */
cli_settings cli_default_settings(void);

/* Reads the argument of an option and stores it in its member; false if it is not a valid one. */
bool cli_option_store(const cli_option *option, const char *text, cli_settings *settings);

/* Says what is wrong with an argument, and points to --help. */
void cli_complain(const char *argument, const char *problem);

/* The same for a value that cli_option_store() did not take. */
void cli_complain_value(const cli_option *option, const char *text);

/* Whether the options go together; says which do not. */
bool cli_options_check(const cli_settings *settings);

#endif
