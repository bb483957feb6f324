/*
 * html.c - explanations as one page that needs nothing else: report.css and report.js stand in it,
 * and each explained page is an object of JSON in a script element that no browser runs.
 *
 * The policy allows the style and the script whose hashes it names (Content Security Policy Level
 * 3, section 2.3.1), and forbids everything else: the network, plug-ins, forms, frames, other
 * scripts. Nothing of a page becomes markup: report.js sets text alone, and in JSON '<' is escaped.
 */
#include "embedded.h"
#include "report.h"
#include "../base/json.h"

static void add(pith__buffer *out, const char *text) {
    pith__buffer_add_str(out, pith__str_of(text));
}

void pith__explain_html_head(pith__buffer *out, bool compared) {
    add(out, "<!DOCTYPE html>\n<html lang=\"en\" data-report=\"");
    add(out, compared ? "diff" : "explain");
    add(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'sha256-");
    add(out, pith__report_style_hash);
    add(out, "'; script-src 'sha256-");
    add(out, pith__report_script_hash);
    add(out, "'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<link rel=\"icon\" href=\"data:,\">\n<title>");
    add(out, compared ? "What changed - pith" : "Why - pith");
    add(out, "</title>\n<style>");
    add(out, pith__report_style);
    add(out, "</style>\n</head>\n<body>\n"
             "<noscript>This report needs JavaScript, which it carries within itself. "
             "<code>pith --explain</code> prints the same as text.</noscript>\n");
}

void pith__explain_html_tail(pith__buffer *out, const pith_explain_totals *totals) {
    if (totals != NULL) {
        add(out, "<script type=\"application/json\" class=\"totals\">");
        pith__explain_json_totals(out, totals);
        add(out, "</script>\n");
    }
    add(out, "<script>");
    add(out, pith__report_script);
    add(out, "</script>\n</body>\n</html>\n");
}
