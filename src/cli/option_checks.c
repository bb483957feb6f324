#include "crawl.h"
#include "option_table.h"

/* What makes no sense without a state, or with one. */
static bool check_state(const cli_settings *settings) {
    if (settings->state == NULL && (settings->recrawl || settings->retry_failed)) {
        cli_complain(settings->recrawl ? "--recrawl" : "--retry-failed", "needs --state");
        return false;
    }
    if (settings->recrawl && settings->retry_failed) {
        cli_complain("--recrawl", "not allowed together with --retry-failed");
        return false;
    }
    if (settings->state != NULL &&
        (settings->explain != CLI_EXPLAIN_NOT || settings->diff != NULL)) {
        cli_complain("--state", "not allowed together with --explain or --diff");
        return false;
    }
    bool is_json = settings->features || settings->to == CLI_TO_AUTO ||
                   settings->to == CLI_TO_JSON || settings->to == CLI_TO_JSONL;
    if (settings->state != NULL && (!is_json || settings->pretty)) {
        cli_complain("--state", "only with JSON, where each page has its record on a line");
        return false;
    }
    return true;
}

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
            cli_complain(checks[i].option, checks[i].cause);
            return false;
        }
    }
    return true;
}

bool cli_options_check(const cli_settings *settings) {
    if (settings->url != NULL && settings->input_count > 1) {
        cli_complain("--url", "allowed with one input only");
        return false;
    }
    bool explains = settings->explain != CLI_EXPLAIN_NOT || settings->diff != NULL;
    if (explains && (settings->features || settings->to != CLI_TO_AUTO)) {
        cli_complain(settings->features ? "--features" : "--to",
            settings->diff != NULL ? "not together with --diff" : "not together with --explain");
        return false;
    }
    if (settings->charset != NULL && settings->from == CLI_FROM_JSONL) {
        cli_complain("--charset", "JSONL is always UTF-8");
        return false;
    }
    if (settings->split != NULL && settings->from == CLI_FROM_JSONL) {
        cli_complain("--split", "JSONL holds a page a line already");
        return false;
    }
    if (!check_writing(settings))
        return false;
    for (size_t i = 0; i < settings->input_count && settings->from == CLI_FROM_JSONL; i++) {
        if (cli_is_url(settings->inputs[i])) {
            cli_complain(settings->inputs[i], "a URL is not read as JSONL");
            return false;
        }
    }
    if (settings->urls != NULL && settings->from == CLI_FROM_JSONL) {
        cli_complain("--urls", "what is fetched is not read as JSONL");
        return false;
    }
    if (settings->url != NULL && settings->urls != NULL) {
        cli_complain("--url", "not allowed together with --urls");
        return false;
    }
    return check_state(settings);
}
