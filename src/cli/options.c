#include "options.h"
#include "crawl.h"
#include "report.h"

#include <getopt.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How the argument of an option is read, and what type the member has that it is stored in. */
typedef enum argument_type {
    FLAG,            /* bool; no argument. */
    STRING,          /* const char *. */
    CHOICE,          /* int: the position of the argument in `choices`, "a|b|c". */
    OPTIONAL_CHOICE, /* The same; without an argument, the first. */
    SIZE,            /* size_t: bytes, K, M or G may follow. */
    COUNT,           /* size_t. */
    NUMBER,          /* long. */
    SECONDS,         /* double; seconds, with a fraction if need be. */
    LIST,            /* cli_list; the option may be given several times. */
} argument_type;

typedef struct option_entry {
    const char *name; /* NULL: this is no option, but the heading of a group. */
    char letter;      /* 0: none. */
    argument_type type;
    size_t member;        /* Where the value goes: its offset in cli_settings. */
    const char *argument; /* What --help calls it; NULL for a flag. */
    const char *choices;  /* Of a choice. */
    size_t minimum;       /* Of a size, count or number. */
    size_t maximum;
    const char *help; /* Lines are separated by '\n'. */
} option_entry;

#define STORE(type, name) type, offsetof(cli_settings, name)
#define MAXIMUM_SIZE (SIZE_MAX / 8) /* So that no sum of two limits overflows. */

/* clang-format off */
static const option_entry options[] = {
    {.help = "Input"},
    {"from", 0, STORE(CHOICE, from), "KIND", "auto|html|text|jsonl", 0, 0,
        "auto, html, text or jsonl: what the inputs are\n(default: auto)"},
    {"split", 0, STORE(STRING, split), "PATTERN", NULL, 0, 0,
        "the inputs hold several pages each, with a line\nbetween them that matches PATTERN"},
    {"url", 0, STORE(STRING, url), "URL", NULL, 0, 0,
        "where the input came from"},
    {"charset", 0, STORE(STRING, charset), "NAME", NULL, 0, 0,
        "the charset of the input"},
    {"captured", 0, STORE(STRING, captured), "DATE", NULL, 0, 0,
        "when the input was taken; later dates are refused"},
    {"heuristics", 0, STORE(STRING, heuristics), "DIR", NULL, 0, 0,
        "lay the heuristics of DIR over the built-in ones"},

    {.help = "Extraction"},
    {"favor", 0, STORE(CHOICE, limits.favor), "WHAT", "balanced|precision|recall", 0, 0,
        "balanced, precision or recall: which error to\navoid (default: balanced)"},
    {"comments", 0, STORE(CHOICE, limits.comments), "WHAT", "separate|exclude|include", 0, 0,
        "separate, exclude or include: what becomes of\nreaders' comments (default: separate)"},

    {.help = "Output"},
    {"to", 0, STORE(CHOICE, to), "FORMAT", "text|markdown|json|jsonl|html|tei", 0, 0,
        "text, markdown, json, jsonl, html or tei\n(default: json for JSONL, several inputs and\n--split, else text)"},
    {"output", 'o', STORE(STRING, output), "FILE", NULL, 0, 0,
        "write to FILE instead of standard output"},
    {"links", 0, STORE(FLAG, links), NULL, NULL, 0, 0,
        "write where links lead to"},
    {"no-links", 0, STORE(FLAG, no_links), NULL, NULL, 0, 0,
        "leave it out"},
    {"images", 0, STORE(FLAG, images), NULL, NULL, 0, 0,
        "write images"},
    {"no-images", 0, STORE(FLAG, no_images), NULL, NULL, 0, 0,
        "leave them out"},
    {"formatting", 0, STORE(FLAG, formatting), NULL, NULL, 0, 0,
        "write emphasis and the like"},
    {"no-formatting", 0, STORE(FLAG, no_formatting), NULL, NULL, 0, 0,
        "leave it out"},
    {"tables", 0, STORE(CHOICE, tables), "WHAT", "tabs|aligned|exclude", 0, 0,
        "tabs, aligned or exclude: how rows of tables are\nwritten in text, or not at all (default: tabs)"},
    {"front-matter", 0, STORE(FLAG, front_matter), NULL, NULL, 0, 0,
        "begin Markdown with the metadata, as YAML"},
    {"provenance", 0, STORE(FLAG, provenance), NULL, NULL, 0, 0,
        "add to JSON where each field was found"},
    {"blocks", 0, STORE(FLAG, blocks), NULL, NULL, 0, 0,
        "add the blocks of the article to JSON"},
    {"pretty", 0, STORE(FLAG, pretty), NULL, NULL, 0, 0,
        "write JSON indented, on several lines"},
    {"features", 0, STORE(FLAG, features), NULL, NULL, 0, 0,
        "print what the model sees of pages, as JSON"},
    {"explain", 0, STORE(OPTIONAL_CHOICE, explain), "[=FORM]", "text|json|html", 0, 0,
        "tell why each block of a page was kept or\ndropped; FORM is text, json or html"},
    {"diff", 0, STORE(STRING, diff), "DIR", NULL, 0, 0,
        "tell which blocks change sides with the\nheuristics of DIR, and why"},
    {"jobs", 'j', STORE(COUNT, jobs), "NUMBER", NULL, 1, 1024,
        "records worked on at a time (default: one a\nprocessor); the output is the same"},
    {"quiet", 'q', STORE(FLAG, quiet), NULL, NULL, 0, 0,
        "no warnings, only errors"},

    {.help = "Fetching: what"},
    {"urls", 0, STORE(STRING, urls), "FILE", NULL, 0, 0,
        "fetch the URLs in FILE, one a line"},
    {"state", 0, STORE(STRING, state), "DIR", NULL, 0, 0,
        "note in DIR what is finished; go on from there"},
    {"recrawl", 0, STORE(FLAG, recrawl), NULL, NULL, 0, 0,
        "with --state: fetch again what has changed"},
    {"retry-failed", 0, STORE(FLAG, retry_failed), NULL, NULL, 0, 0,
        "with --state: try again what failed"},

    {.help = "Fetching: politeness"},
    {"concurrency", 0, STORE(COUNT, fetch.concurrency), "NUMBER", NULL, 1, 10000,
        "requests at a time"},
    {"host-concurrency", 0, STORE(COUNT, fetch.host_concurrency), "NUMBER", NULL, 1, 10000,
        "requests at a time to one host"},
    {"delay", 0, STORE(SECONDS, fetch.delay_seconds), "SECONDS", NULL, 0, 86400,
        "between two requests to one host\n(default: 1, or 0 if there is but one URL)"},
    {"max-crawl-delay", 0, STORE(SECONDS, fetch.max_crawl_delay_seconds), "SECONDS", NULL, 0, 86400,
        "the longest Crawl-delay"},
    {"ignore-robots", 0, STORE(FLAG, fetch.ignore_robots), NULL, NULL, 0, 0,
        "ignore robots.txt: for your own sites"},
    {"retries", 0, STORE(NUMBER, fetch.retries), "NUMBER", NULL, 0, 100,
        "further attempts after passing errors"},
    {"retry-delay", 0, STORE(SECONDS, fetch.retry_delay_seconds), "SECONDS", NULL, 0, 86400,
        "before the first; doubled each time"},
    {"max-retry-delay", 0, STORE(SECONDS, fetch.max_retry_delay_seconds), "SECONDS", NULL, 0, 86400,
        "the longest wait"},
    {"max-host-failures", 0, STORE(NUMBER, fetch.max_host_failures), "NUMBER", NULL, 1, 1000000,
        "errors that end a host"},

    {.help = "Fetching: transfers"},
    {"user-agent", 0, STORE(STRING, fetch.user_agent), "TEXT", NULL, 0, 0,
        "what pith calls itself (default: pith/VERSION)"},
    {"header", 0, STORE(LIST, headers), "LINE", NULL, 0, 0,
        "add a header, \"Name: value\"; may be repeated"},
    {"cookies", 0, STORE(FLAG, fetch.cookies), NULL, NULL, 0, 0,
        "keep cookies, until the end of the run"},
    {"ca-file", 0, STORE(STRING, fetch.ca_file), "FILE", NULL, 0, 0,
        "trust these certificates, not the system's"},
    {"allow-private", 0, STORE(FLAG, fetch.allow_private), NULL, NULL, 0, 0,
        "connect to addresses that are not public, too"},
    {"timeout", 0, STORE(NUMBER, fetch.timeout_seconds), "SECONDS", NULL, 1, 86400,
        "time for a page, redirects included"},
    {"connect-timeout", 0, STORE(NUMBER, fetch.connect_timeout_seconds), "SECONDS", NULL, 1, 86400,
        "time for a connection"},
    {"speed-limit", 0, STORE(SIZE, fetch.speed_limit), "SIZE", NULL, 0, MAXIMUM_SIZE,
        "bytes a second; slower is given up"},
    {"speed-time", 0, STORE(NUMBER, fetch.speed_seconds), "SECONDS", NULL, 1, 86400,
        "time of being so slow"},
    {"max-bytes", 0, STORE(SIZE, fetch.max_bytes), "SIZE", NULL, 1, MAXIMUM_SIZE,
        "bytes of a page"},
    {"max-redirs", 0, STORE(NUMBER, fetch.max_redirects), "NUMBER", NULL, 0, 1000,
        "redirects to follow"},

    {.help = "Limits of a page"},
    {"max-input", 0, STORE(SIZE, limits.max_input), "SIZE", NULL, 1, MAXIMUM_SIZE,
        "bytes of input"},
    {"max-line", 0, STORE(SIZE, max_line), "SIZE", NULL, 1, MAXIMUM_SIZE,
        "bytes of a line of JSONL"},
    {"max-memory", 0, STORE(SIZE, limits.max_memory), "SIZE", NULL, 1, MAXIMUM_SIZE,
        "bytes of memory"},
    {"max-elements", 0, STORE(COUNT, limits.max_elements), "NUMBER", NULL, 1, UINT32_MAX - 1,
        "HTML elements"},
    {"max-blocks", 0, STORE(COUNT, limits.max_blocks), "NUMBER", NULL, 1, UINT32_MAX - 1,
        "blocks of text"},
    {"max-depth", 0, STORE(COUNT, limits.max_depth), "NUMBER", NULL, 1, UINT16_MAX - 1,
        "depth of nested HTML elements"},

    {.help = "Other"},
    {"help", 'h', STORE(FLAG, help), NULL, NULL, 0, 0,
        "print this and exit"},
    {"version", 'V', STORE(FLAG, version), NULL, NULL, 0, 0,
        "print versions and exit"},
};
/* clang-format on */

enum { OPTION_COUNT = sizeof options / sizeof options[0], NO_LETTER = UCHAR_MAX + 1 };

/* What may follow a size; each is 1024 of the one before. */
static const char *const units[] = {"", "K", "M", "G"};
enum { UNIT_COUNT = sizeof units / sizeof units[0] };

/* --delay was not given: its default depends on what there is to fetch. */
#define DELAY_BY_INPUTS (-1.0)

static cli_settings default_settings(void) {
    cli_settings settings = {
        .from = CLI_FROM_AUTO,
        .to = CLI_TO_AUTO,
        .explain = CLI_EXPLAIN_NOT,
        .max_line = PITH_CLI_MAX_LINE,
        .limits = pith_options_default(),
        .fetch = pith_fetch_options_default(),
    };
    settings.fetch.delay_seconds = DELAY_BY_INPUTS;
    return settings;
}

/* ---- Reading an argument --------------------------------------------------------------------- */

/* A whole number within the bounds of the option, in decimal; a size may end in K, M or G. */
static bool read_number(const option_entry *option, const char *text, size_t *value) {
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
    if (option->type == SIZE && *c != '\0') {
        int shift = -1;
        for (int unit = 1; unit < UNIT_COUNT; unit++) {
            if (*c == units[unit][0] || *c == units[unit][0] + ('a' - 'A'))
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
static bool read_seconds(const option_entry *option, const char *text, double *value) {
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

static bool read_choice(const option_entry *option, const char *text, int *value) {
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

static bool store(const option_entry *option, const char *text, cli_settings *settings) {
    char *member = (char *)settings + option->member;
    size_t number = 0;
    switch (option->type) {
    case FLAG:
        *(bool *)member = true;
        return true;
    case STRING:
        *(const char **)member = text;
        return true;
    case OPTIONAL_CHOICE:
        if (text == NULL) {
            *(int *)member = 0;
            return true;
        }
        return read_choice(option, text, (int *)member);
    case CHOICE:
        return read_choice(option, text, (int *)member);
    case SIZE:
    case COUNT:
        return read_number(option, text, (size_t *)member);
    case NUMBER:
        if (!read_number(option, text, &number))
            return false;
        *(long *)member = (long)number;
        return true;
    case SECONDS:
        return read_seconds(option, text, (double *)member);
    case LIST:
        add_to_list((cli_list *)member, text);
        return true;
    }
    return false;
}

/* ---- Reading all of them --------------------------------------------------------------------- */

static void complain(const char *argument, const char *problem) {
    cli_report(argument, problem);
    fputs("Try 'pith --help' for the options.\n", stderr);
}

static void complain_value(const option_entry *option, const char *text) {
    char problem[128];
    if (option->type == CHOICE || option->type == OPTIONAL_CHOICE)
        snprintf(problem, sizeof problem, "not one of %s", option->choices);
    else if (option->type == SIZE)
        snprintf(problem, sizeof problem, "not a size (a whole number; K, M or G may follow)");
    else if (option->type == SECONDS)
        snprintf(problem, sizeof problem, "not a number of seconds from %zu to %zu",
            option->minimum, option->maximum);
    else
        snprintf(problem, sizeof problem, "not a whole number from %zu to %zu", option->minimum,
            option->maximum);
    char name[256];
    snprintf(name, sizeof name, "--%s%c%.200s", option->name,
        option->type == OPTIONAL_CHOICE ? '=' : ' ', text);
    complain(name, problem);
}

/* What getopt_long() said by returning '?' or ':' about the argument before optind. */
static void complain_option(int answer, char **argv) {
    const char *argument = argv[optind - 1];
    char letter[3] = {'-', (char)optopt, '\0'};
    if (answer == ':')
        complain(argument, "the option needs an argument");
    else if (strncmp(argument, "--", 2) == 0)
        complain(
            argument, optopt == 0 ? "unknown or ambiguous option" : "the option takes no argument");
    else
        complain(letter, "unknown option");
}

/* The table in the two forms that getopt_long() reads. An option's value is its letter, or else
   NO_LETTER and its position. */
static void for_getopt(struct option *longs, char *letters) {
    *letters++ = ':'; /* A missing argument is to be told apart from an unknown option. */
    for (int i = 0; i < OPTION_COUNT; i++) {
        const option_entry *option = &options[i];
        if (option->name == NULL)
            continue;
        int has_argument = option->type == FLAG              ? no_argument
                           : option->type == OPTIONAL_CHOICE ? optional_argument
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

static const option_entry *find_option(int value) {
    if (value >= NO_LETTER)
        return &options[value - NO_LETTER];
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (options[i].letter == value)
            return &options[i];
    }
    return NULL;
}

/* What makes no sense without a state, or with one. */
static bool check_state(const cli_settings *settings) {
    if (settings->state == NULL && (settings->recrawl || settings->retry_failed)) {
        complain(settings->recrawl ? "--recrawl" : "--retry-failed", "needs --state");
        return false;
    }
    if (settings->recrawl && settings->retry_failed) {
        complain("--recrawl", "not allowed together with --retry-failed");
        return false;
    }
    if (settings->state != NULL &&
        (settings->explain != CLI_EXPLAIN_NOT || settings->diff != NULL)) {
        complain("--state", "not allowed together with --explain or --diff");
        return false;
    }
    bool is_json = settings->features || settings->to == CLI_TO_AUTO ||
                   settings->to == CLI_TO_JSON || settings->to == CLI_TO_JSONL;
    if (settings->state != NULL && (!is_json || settings->pretty)) {
        complain("--state", "only with JSON, where each page has its record on a line");
        return false;
    }
    return true;
}

/* What is wrong only in combination. */
/* What is written, against the format: an option without effect was meant otherwise. */
static bool check_writing(const cli_settings *settings) {
    bool json = settings->to == CLI_TO_JSON || settings->to == CLI_TO_JSONL;
    bool may_be_json = json || settings->to == CLI_TO_AUTO;
    const struct {
        bool wrong;
        const char *option, *cause;
    } checks[] = {
        {settings->pretty && settings->to == CLI_TO_JSONL, "--pretty",
            "JSONL is one object on one line"},
        {settings->pretty && !may_be_json, "--pretty", "for JSON only"},
        {settings->blocks && !may_be_json, "--blocks", "for JSON only"},
        {settings->front_matter && settings->to != CLI_TO_MARKDOWN, "--front-matter",
            "for --to markdown only"},
        {settings->links && settings->no_links, "--links", "not together with --no-links"},
        {settings->images && settings->no_images, "--images", "not together with --no-images"},
        {settings->formatting && settings->no_formatting, "--formatting",
            "not together with --no-formatting"},
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        if (checks[i].wrong) {
            complain(checks[i].option, checks[i].cause);
            return false;
        }
    }
    return true;
}

static bool check(const cli_settings *settings) {
    if (settings->url != NULL && settings->input_count > 1) {
        complain("--url", "allowed with one input only");
        return false;
    }
    bool explains = settings->explain != CLI_EXPLAIN_NOT || settings->diff != NULL;
    if (explains && (settings->features || settings->to != CLI_TO_AUTO)) {
        complain(settings->features ? "--features" : "--to",
            settings->diff != NULL ? "not together with --diff" : "not together with --explain");
        return false;
    }
    if (settings->charset != NULL && settings->from == CLI_FROM_JSONL) {
        complain("--charset", "JSONL is always UTF-8");
        return false;
    }
    if (settings->split != NULL && settings->from == CLI_FROM_JSONL) {
        complain("--split", "JSONL holds a page a line already");
        return false;
    }
    if (!check_writing(settings))
        return false;
    for (size_t i = 0; i < settings->input_count && settings->from == CLI_FROM_JSONL; i++) {
        if (cli_is_url(settings->inputs[i])) {
            complain(settings->inputs[i], "a URL is not read as JSONL");
            return false;
        }
    }
    if (settings->urls != NULL && settings->from == CLI_FROM_JSONL) {
        complain("--urls", "what is fetched is not read as JSONL");
        return false;
    }
    if (settings->url != NULL && settings->urls != NULL) {
        complain("--url", "not allowed together with --urls");
        return false;
    }
    return check_state(settings);
}

bool cli_options_parse(int argc, char **argv, cli_settings *settings) {
    *settings = default_settings();
    struct option longs[OPTION_COUNT + 1];
    char letters[2 * OPTION_COUNT + 2];
    for_getopt(longs, letters);

    opterr = 0;
    for (int value; (value = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
        const option_entry *option = value == '?' || value == ':' ? NULL : find_option(value);
        if (option == NULL) {
            complain_option(value, argv);
            return false;
        }
        if (!store(option, optarg, settings)) {
            complain_value(option, optarg);
            return false;
        }
    }
    settings->inputs = argv + optind;
    settings->input_count = (size_t)(argc - optind);
    bool single = settings->input_count == 1 && settings->urls == NULL;
    if (settings->fetch.delay_seconds < 0)
        settings->fetch.delay_seconds = single ? 0 : PITH_FETCH_DELAY_SECONDS;
    return check(settings);
}

void cli_options_clear(cli_settings *settings) {
    free(settings->headers.items);
    settings->headers = (cli_list){NULL, 0};
}

/* ---- Help ------------------------------------------------------------------------------------ */

enum { HELP_COLUMN = 29 };

/* " (default: 32M)", or nothing for an option without a number. */
static void describe_default(const option_entry *option, char *text, size_t size) {
    cli_settings settings = default_settings();
    const char *member = (const char *)&settings + option->member;
    if (option->type == SECONDS && *(const double *)member >= 0) {
        snprintf(text, size, " (default: %g)", *(const double *)member);
        return;
    }
    size_t value = option->type == NUMBER                          ? (size_t) * (const long *)member
                   : option->type == SIZE || option->type == COUNT ? *(const size_t *)member
                                                                   : 0;
    text[0] = '\0';
    if (value == 0)
        return;
    int unit = 0;
    for (; option->type == SIZE && unit < UNIT_COUNT - 1 && value % 1024 == 0; unit++)
        value /= 1024;
    snprintf(text, size, " (default: %zu%s)", value, units[unit]);
}

static void print_option(FILE *out, const option_entry *option) {
    char letter[5] = "    ";
    if (option->letter != 0)
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    const char *argument = option->argument != NULL ? option->argument : "";
    char left[80];
    int width = snprintf(left, sizeof left, "  %s--%s%s%s", letter, option->name,
        argument[0] != '\0' && option->type != OPTIONAL_CHOICE ? " " : "", argument);
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
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (options[i].name == NULL)
            fprintf(out, "\n%s:\n", options[i].help);
        else
            print_option(out, &options[i]);
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
