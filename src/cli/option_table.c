#include "option_table.h"

#include <stddef.h>
#include <stdint.h>

#define STORE(type, name) type, offsetof(cli_settings, name)
#define MAXIMUM_SIZE (SIZE_MAX / 8) /* So that no sum of two limits overflows. */

/* clang-format off */
const cli_option cli_option_table[] = {
    {.help = "Input"},
    {"from", 0, STORE(CLI_CHOICE, from), "KIND", "auto|html|text|jsonl", 0, 0,
        "auto, html, text or jsonl: what the inputs are\n(default: auto)"},
    {"split", 0, STORE(CLI_STRING, split), "PATTERN", NULL, 0, 0,
        "the inputs hold several pages each, with a line\nbetween them that matches PATTERN"},
    {"url", 0, STORE(CLI_STRING, url), "URL", NULL, 0, 0,
        "where the input came from"},
    {"charset", 0, STORE(CLI_STRING, charset), "NAME", NULL, 0, 0,
        "the charset of the input"},
    {"captured", 0, STORE(CLI_STRING, captured), "DATE", NULL, 0, 0,
        "when the input was taken; later dates are refused"},
    {"heuristics", 0, STORE(CLI_STRING, heuristics), "DIR", NULL, 0, 0,
        "lay the heuristics of DIR over the built-in ones"},

    {.help = "Extraction"},
    {"favor", 0, STORE(CLI_CHOICE, limits.favor), "WHAT", "balanced|precision|recall", 0, 0,
        "balanced, precision or recall: which error to\navoid (default: balanced)"},
    {"comments", 0, STORE(CLI_CHOICE, limits.comments), "WHAT", "separate|exclude|include", 0, 0,
        "separate, exclude or include: what becomes of\nreaders' comments (default: separate)"},

    {.help = "Output"},
    {"to", 0, STORE(CLI_CHOICE, to), "FORMAT", "text|markdown|json|jsonl|html|tei", 0, 0,
        "text, markdown, json, jsonl, html or tei\n(default: json for JSONL, several inputs and\n--split, else text)"},
    {"output", 'o', STORE(CLI_STRING, output), "FILE", NULL, 0, 0,
        "write to FILE instead of standard output"},
    {"links", 0, STORE(CLI_FLAG, links), NULL, NULL, 0, 0,
        "write where links lead to"},
    {"no-links", 0, STORE(CLI_FLAG, no_links), NULL, NULL, 0, 0,
        "leave it out"},
    {"images", 0, STORE(CLI_FLAG, images), NULL, NULL, 0, 0,
        "write images"},
    {"no-images", 0, STORE(CLI_FLAG, no_images), NULL, NULL, 0, 0,
        "leave them out"},
    {"formatting", 0, STORE(CLI_FLAG, formatting), NULL, NULL, 0, 0,
        "write emphasis and the like"},
    {"no-formatting", 0, STORE(CLI_FLAG, no_formatting), NULL, NULL, 0, 0,
        "leave it out"},
    {"tables", 0, STORE(CLI_CHOICE, tables), "WHAT", "tabs|aligned|exclude", 0, 0,
        "tabs, aligned or exclude: how rows of tables are\nwritten in text, or not at all (default: tabs)"},
    {"front-matter", 0, STORE(CLI_FLAG, front_matter), NULL, NULL, 0, 0,
        "begin Markdown with the metadata, as YAML"},
    {"provenance", 0, STORE(CLI_FLAG, provenance), NULL, NULL, 0, 0,
        "add to JSON where each field was found"},
    {"blocks", 0, STORE(CLI_FLAG, blocks), NULL, NULL, 0, 0,
        "add the blocks of the article to JSON"},
    {"pretty", 0, STORE(CLI_FLAG, pretty), NULL, NULL, 0, 0,
        "write JSON indented, on several lines"},
    {"features", 0, STORE(CLI_FLAG, features), NULL, NULL, 0, 0,
        "print what the model sees of pages, as JSON"},
    {"explain", 0, STORE(CLI_OPTIONAL_CHOICE, explain), "[=FORM]", "text|json|html", 0, 0,
        "tell why each block of a page was kept or\ndropped; FORM is text, json or html"},
    {"diff", 0, STORE(CLI_STRING, diff), "DIR", NULL, 0, 0,
        "tell which blocks change sides with the\nheuristics of DIR, and why"},
    {"jobs", 'j', STORE(CLI_COUNT, jobs), "NUMBER", NULL, 1, 1024,
        "records worked on at a time (default: one a\nprocessor); the output is the same"},
    {"quiet", 'q', STORE(CLI_FLAG, quiet), NULL, NULL, 0, 0,
        "no warnings, only errors"},

    {.help = "Fetching: what"},
    {"urls", 0, STORE(CLI_STRING, urls), "FILE", NULL, 0, 0,
        "fetch the URLs in FILE, one a line"},
    {"state", 0, STORE(CLI_STRING, state), "DIR", NULL, 0, 0,
        "note in DIR what is finished; go on from there"},
    {"recrawl", 0, STORE(CLI_FLAG, recrawl), NULL, NULL, 0, 0,
        "with --state: fetch again what has changed"},
    {"retry-failed", 0, STORE(CLI_FLAG, retry_failed), NULL, NULL, 0, 0,
        "with --state: try again what failed"},

    {.help = "Fetching: politeness"},
    {"concurrency", 0, STORE(CLI_COUNT, fetch.concurrency), "NUMBER", NULL, 1, 10000,
        "requests at a time"},
    {"host-concurrency", 0, STORE(CLI_COUNT, fetch.host_concurrency), "NUMBER", NULL, 1, 10000,
        "requests at a time to one host"},
    {"delay", 0, STORE(CLI_SECONDS, fetch.delay_seconds), "SECONDS", NULL, 0, 86400,
        "between two requests to one host\n(default: 1, or 0 if there is but one URL)"},
    {"max-crawl-delay", 0, STORE(CLI_SECONDS, fetch.max_crawl_delay_seconds), "SECONDS", NULL, 0, 86400,
        "the longest Crawl-delay"},
    {"ignore-robots", 0, STORE(CLI_FLAG, fetch.ignore_robots), NULL, NULL, 0, 0,
        "ignore robots.txt: for your own sites"},
    {"retries", 0, STORE(CLI_NUMBER, fetch.retries), "NUMBER", NULL, 0, 100,
        "further attempts after passing errors"},
    {"retry-delay", 0, STORE(CLI_SECONDS, fetch.retry_delay_seconds), "SECONDS", NULL, 0, 86400,
        "before the first; doubled each time"},
    {"max-retry-delay", 0, STORE(CLI_SECONDS, fetch.max_retry_delay_seconds), "SECONDS", NULL, 0, 86400,
        "the longest wait"},
    {"max-host-failures", 0, STORE(CLI_NUMBER, fetch.max_host_failures), "NUMBER", NULL, 1, 1000000,
        "errors that end a host"},

    {.help = "Fetching: transfers"},
    {"user-agent", 0, STORE(CLI_STRING, fetch.user_agent), "TEXT", NULL, 0, 0,
        "what pith calls itself (default: pith/VERSION)"},
    {"header", 0, STORE(CLI_LIST, headers), "LINE", NULL, 0, 0,
        "add a header, \"Name: value\"; may be repeated"},
    {"cookies", 0, STORE(CLI_FLAG, fetch.cookies), NULL, NULL, 0, 0,
        "keep cookies, until the end of the run"},
    {"ca-file", 0, STORE(CLI_STRING, fetch.ca_file), "FILE", NULL, 0, 0,
        "trust these certificates, not the system's"},
    {"allow-private", 0, STORE(CLI_FLAG, fetch.allow_private), NULL, NULL, 0, 0,
        "connect to addresses that are not public, too"},
    {"timeout", 0, STORE(CLI_NUMBER, fetch.timeout_seconds), "SECONDS", NULL, 1, 86400,
        "time for a page, redirects included"},
    {"connect-timeout", 0, STORE(CLI_NUMBER, fetch.connect_timeout_seconds), "SECONDS", NULL, 1, 86400,
        "time for a connection"},
    {"speed-limit", 0, STORE(CLI_SIZE, fetch.speed_limit), "SIZE", NULL, 0, MAXIMUM_SIZE,
        "bytes a second; slower is given up"},
    {"speed-time", 0, STORE(CLI_NUMBER, fetch.speed_seconds), "SECONDS", NULL, 1, 86400,
        "time of being so slow"},
    {"max-bytes", 0, STORE(CLI_SIZE, fetch.max_bytes), "SIZE", NULL, 1, MAXIMUM_SIZE,
        "bytes of a page"},
    {"max-redirs", 0, STORE(CLI_NUMBER, fetch.max_redirects), "NUMBER", NULL, 0, 1000,
        "redirects to follow"},

    {.help = "Limits of a page"},
    {"max-input", 0, STORE(CLI_SIZE, limits.max_input), "SIZE", NULL, 1, MAXIMUM_SIZE,
        "bytes of input"},
    {"max-line", 0, STORE(CLI_SIZE, max_line), "SIZE", NULL, 1, MAXIMUM_SIZE,
        "bytes of a line of JSONL"},
    {"max-memory", 0, STORE(CLI_SIZE, limits.max_memory), "SIZE", NULL, 1, MAXIMUM_SIZE,
        "bytes of memory"},
    {"max-elements", 0, STORE(CLI_COUNT, limits.max_elements), "NUMBER", NULL, 1, UINT32_MAX - 1,
        "HTML elements"},
    {"max-blocks", 0, STORE(CLI_COUNT, limits.max_blocks), "NUMBER", NULL, 1, UINT32_MAX - 1,
        "blocks of text"},
    {"max-depth", 0, STORE(CLI_COUNT, limits.max_depth), "NUMBER", NULL, 1, UINT16_MAX - 1,
        "depth of nested HTML elements"},

    {.help = "Other"},
    {"help", 'h', STORE(CLI_FLAG, help), NULL, NULL, 0, 0,
        "print this and exit"},
    {"version", 'V', STORE(CLI_FLAG, version), NULL, NULL, 0, 0,
        "print versions and exit"},
};
/* clang-format on */

const int cli_option_count = sizeof cli_option_table / sizeof *cli_option_table;
_Static_assert(
    sizeof cli_option_table / sizeof *cli_option_table <= CLI_MAX_OPTIONS, "more options");

const char *const cli_units[CLI_UNIT_COUNT] = {"", "K", "M", "G"};

/* --delay was not given: its default depends on what there is to fetch. */
#define DELAY_BY_INPUTS (-1.0)

cli_settings cli_default_settings(void) {
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
