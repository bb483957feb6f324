#include <stdio.h>
#include <stdlib.h>

#include "option_table.h"
#include "report.h"

enum { HELP_COLUMN = 29 };

/* " (default: 32M)", or nothing for an option without a number. */
static void describe_default(const cli_option *option, char *text, size_t size) {
    cli_settings settings = cli_default_settings();
    const char *member = (const char *)&settings + option->member;
    if (option->type == CLI_SECONDS && *(const double *)member >= 0) {
        snprintf(text, size, " (default: %g)", *(const double *)member);
        return;
    }
    size_t value = option->type == CLI_NUMBER ? (size_t) * (const long *)member
                   : option->type == CLI_SIZE || option->type == CLI_COUNT ? *(const size_t *)member
                                                                           : 0;
    text[0] = '\0';
    if (value == 0)
        return;
    int unit = 0;
    for (; option->type == CLI_SIZE && unit < CLI_UNIT_COUNT - 1 && value % 1024 == 0; unit++)
        value /= 1024;
    snprintf(text, size, " (default: %zu%s)", value, cli_units[unit]);
}

static void print_option(FILE *out, const cli_option *option) {
    char letter[5] = "    ";
    if (option->letter != 0)
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    const char *argument = option->argument != NULL ? option->argument : "";
    char left[80];
    int width = snprintf(left, sizeof left, "  %s--%s%s%s", letter, option->name,
        argument[0] != '\0' && option->type != CLI_OPTIONAL_CHOICE ? " " : "", argument);
    fputs(left, out);
    fprintf(out, "%*s", width < HELP_COLUMN - 1 ? HELP_COLUMN - width : 2, "");
    for (const char *c = option->help; *c != '\0'; c++) {
        fputc(*c, out);
        if (*c == '\n')
            fprintf(out, "%*s", HELP_COLUMN, "");
    }
    char note[64];
    describe_default(option, note, sizeof note);
    fprintf(out, "%s\n", note);
}

char *cli_options_help(void) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    if (out == NULL)
        return cli_copy("");
    fputs("Usage: pith [OPTION]... [INPUT]...\n"
          "       pith [OPTION]... --urls FILE\n"
          "Print the article of web pages, or of text dumps of web pages.\n\n"
          "An INPUT is a file, an http or https URL, or - for standard input, which is\n"
          "also read when no INPUT is given.\n",
        out);
    for (int i = 0; i < cli_option_count; i++) {
        if (cli_option_table[i].name == NULL)
            fprintf(out, "\n%s:\n", cli_option_table[i].help);
        else
            print_option(out, &cli_option_table[i]);
    }
    fputs("\nA SIZE may end in K, M or G.\n"
          "Exit status: 0 all went well, 1 an input or the output failed, 2 wrong usage.\n"
          "See pith(1) for more.\n",
        out);
    if (fclose(out) != 0) {
        free(text);
        return cli_copy("");
    }
    return text;
}
