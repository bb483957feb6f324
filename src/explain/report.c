/* report.c - explanations as the caller sees them. */
#include "report.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "../base/error.h"

/* What is to be written, whichever of the three parts of a report it is. */
typedef struct request {
    const pith_article *after, *before;
    pith_explain_format format;
    const pith_explain_options *options;
    pith_explain_totals *totals;    /* Added to. */
    const pith_explain_totals *all; /* Of all pages. */
    bool compared;
} request;

typedef void part_function(pith__buffer *out, const request *what);

static void write_page(pith__buffer *out, const request *what) {
    static const char open[] = "<script type=\"application/json\" class=\"page\">";
    bool html = what->format == PITH_EXPLAIN_HTML;
    if (html)
        pith__buffer_add_str(out, PITH_STR(open));
    if (what->before != NULL) {
        pith__comparison comparison = pith__compare(out->arena, what->before, what->after);
        if (what->totals != NULL)
            pith_explain_totals_add(what->totals, &comparison.totals);
        if (what->format == PITH_EXPLAIN_TEXT)
            pith__explain_text_changes(out, &comparison, what->options);
        else
            pith__explain_json_changes(out, &comparison, what->options, html);
    } else if (what->format == PITH_EXPLAIN_TEXT) {
        pith__explain_text(out, what->after, what->options);
    } else {
        pith__explain_json(out, what->after, what->options);
    }
    if (html)
        pith__buffer_add_str(out, PITH_STR("</script>\n"));
}

static void write_head(pith__buffer *out, const request *what) {
    if (what->format == PITH_EXPLAIN_HTML)
        pith__explain_html_head(out, what->compared);
}

static void write_tail(pith__buffer *out, const request *what) {
    if (what->format == PITH_EXPLAIN_HTML) {
        pith__explain_html_tail(out, what->all);
    } else if (what->all != NULL && what->format == PITH_EXPLAIN_TEXT) {
        pith__explain_text_totals(out, what->all, what->options);
    } else if (what->all != NULL) {
        pith__explain_json_totals(out, what->all);
        pith__buffer_add_byte(out, '\n');
    }
}

/* Writes a part into memory of the caller's. */
static pith_status write_part(
    part_function *part, const request *what, char **output, size_t *length, pith_error *error) {
    pith__error_none(error);
    if (output == NULL || length == NULL)
        return pith__error_status(error, PITH_ERROR_USAGE);
    *output = NULL;
    *length = 0;
    pith__arena arena;
    jmp_buf on_failure;
    pith__arena_init(&arena, SIZE_MAX / 2, &on_failure);
    if (setjmp(on_failure) != 0) {
        pith__arena_free(&arena);
        return pith__error_status(error, PITH_ERROR_MEMORY);
    }
    pith__buffer text;
    pith__buffer_init(&text, &arena, SIZE_MAX / 4);
    part(&text, what);
    *output = malloc(text.length + 1);
    if (*output == NULL)
        pith__arena_fail(&arena);
    memcpy(*output, pith__buffer_text(&text), text.length + 1);
    *length = text.length;
    pith__arena_free(&arena);
    return PITH_OK;
}

static const pith_explain_options no_options;

pith_status pith_write_explanation(const pith_article *after, const pith_article *before,
    pith_explain_format format, const pith_explain_options *options, pith_explain_totals *totals,
    char **output, size_t *length, pith_error *error) {
    if (after == NULL || after->explanation == NULL ||
        (before != NULL && before->explanation == NULL))
        return pith__error_set(error, PITH_ERROR_USAGE, "the article has no explanation");
    request what = {.after = after,
        .before = before,
        .format = format,
        .options = options != NULL ? options : &no_options,
        .totals = totals};
    return write_part(write_page, &what, output, length, error);
}

pith_status pith_write_explanation_head(
    pith_explain_format format, bool compared, char **output, size_t *length, pith_error *error) {
    request what = {.format = format, .compared = compared};
    return write_part(write_head, &what, output, length, error);
}

pith_status pith_write_explanation_tail(pith_explain_format format,
    const pith_explain_options *options, const pith_explain_totals *totals, char **output,
    size_t *length, pith_error *error) {
    request what = {
        .format = format, .options = options != NULL ? options : &no_options, .all = totals};
    return write_part(write_tail, &what, output, length, error);
}

void pith_explain_totals_add(pith_explain_totals *to, const pith_explain_totals *from) {
    to->pages += from->pages;
    to->pages_changed += from->pages_changed;
    to->blocks += from->blocks;
    to->kept_before += from->kept_before;
    to->kept_after += from->kept_after;
    to->gained += from->gained;
    to->gained_words += from->gained_words;
    to->lost += from->lost;
    to->lost_words += from->lost_words;
    to->renamed += from->renamed;
}
