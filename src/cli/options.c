#include "options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "option_table.h"

/* What getopt_long() returns for options without a letter: from here on. */
enum { NO_LETTER = UCHAR_MAX + 1 };

/* What getopt_long() said by returning '?' or ':' about the argument before optind. */
static void complain_option(int answer, char **argv) {
    const char *argument = argv[optind - 1];
    char letter[3] = {'-', (char)optopt, '\0'};
    if (answer == ':')
        cli_complain(argument, "the option needs an argument");
    else if (strncmp(argument, "--", 2) == 0)
        cli_complain(
            argument, optopt == 0 ? "unknown or ambiguous option" : "the option takes no argument");
    else
        cli_complain(letter, "unknown option");
}

/* The table in the two forms that getopt_long() reads. An option's value is its letter, or else
   NO_LETTER and its position. */
static void for_getopt(struct option *longs, char *letters) {
    *letters++ = ':'; /* A missing argument is to be told apart from an unknown option. */
    for (int i = 0; i < cli_option_count; i++) {
        const cli_option *option = &cli_option_table[i];
        if (option->name == NULL)
            continue;
        int has_argument = option->type == CLI_FLAG              ? no_argument
                           : option->type == CLI_OPTIONAL_CHOICE ? optional_argument
                                                                 : required_argument;
        int value = option->letter != 0 ? option->letter : NO_LETTER + i;
        *longs++ = (struct option){option->name, has_argument, NULL, value};
        if (option->letter == 0)
            continue;
        *letters++ = option->letter;
        if (has_argument == required_argument)
            *letters++ = ':';
    }
    *longs = (struct option){NULL, 0, NULL, 0};
    *letters = '\0';
}

static const cli_option *find_option(int value) {
    if (value >= NO_LETTER)
        return &cli_option_table[value - NO_LETTER];
    for (int i = 0; i < cli_option_count; i++) {
        if (cli_option_table[i].letter == value)
            return &cli_option_table[i];
    }
    return NULL;
}

bool cli_options_parse(int argc, char **argv, cli_settings *settings) {
    *settings = cli_default_settings();
    struct option longs[CLI_MAX_OPTIONS + 1];
    char letters[2 * CLI_MAX_OPTIONS + 2];
    for_getopt(longs, letters);

    opterr = 0;
    for (int value; (value = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
        const cli_option *option = value == '?' || value == ':' ? NULL : find_option(value);
        if (option == NULL) {
            complain_option(value, argv);
            return false;
        }
        if (!cli_option_store(option, optarg, settings)) {
            cli_complain_value(option, optarg);
            return false;
        }
    }
    settings->inputs = argv + optind;
    settings->input_count = (size_t)(argc - optind);
    bool single = settings->input_count == 1 && settings->urls == NULL;
    if (settings->fetch.delay_seconds < 0)
        settings->fetch.delay_seconds = single ? 0 : PITH_FETCH_DELAY_SECONDS;
    return cli_options_check(settings);
}

void cli_options_clear(cli_settings *settings) {
    free(settings->headers.items);
    settings->headers = (cli_list){NULL, 0};
}
