/* dump_features_cues.c - headings that open foreign sections, and the marks of comments. */
#include <math.h>

#include "dump_features_internal.h"

enum { CUE_RELATED, CUE_COMMENTS, CUE_AUTHOR, CUE_PROMOTION, CUE_FOOTER, CUE_CONTENTS, CUES };

enum {
    FARTHEST = 100,    /* Lines; farther is the same. */
    MARK_WINDOW = 8,   /* Lines on each side in which marks make a zone of comments, ... */
    MARKS_OF_ZONE = 3, /* ... so many at least. */
};

static const pith__phrase_set groups[CUES] = {
    [CUE_RELATED] =
        PITH_PHRASE_BIT(PITH_PHRASE_SECTION_RELATED) | PITH_PHRASE_BIT(PITH_PHRASE_LINE_RELATED),
    [CUE_COMMENTS] = PITH_PHRASE_BIT(PITH_PHRASE_SECTION_COMMENTS),
    [CUE_AUTHOR] = PITH_PHRASE_BIT(PITH_PHRASE_SECTION_AUTHOR),
    [CUE_PROMOTION] = PITH_PHRASE_BIT(PITH_PHRASE_SECTION_PROMOTION) |
                      PITH_PHRASE_BIT(PITH_PHRASE_LINE_NEWSLETTER) |
                      PITH_PHRASE_BIT(PITH_PHRASE_LINE_SHARE),
    [CUE_FOOTER] = PITH_PHRASE_BIT(PITH_PHRASE_LINE_FOOTER),
    [CUE_CONTENTS] = PITH_PHRASE_BIT(PITH_PHRASE_SECTION_CONTENTS),
};

typedef struct cue_state {
    uint32_t since[CUES], to[CUES]; /* Lines since the last cue and to the next; 0: it is one. */
    float text_since;  /* Words of running text since the last cue of the first three kinds. */
    float share_above; /* Share of the running text above that cue; -1: there is none. */
    float share_below; /* Share of the running text below the next one; -1: there is none. */
    float zone; /* Share of the running text above the first zone of comments; -1 above it. */
    float text_since_mark, text_to_mark;
} cue_state;

static bool is_cue(const dump_context *context, uint32_t line, int kind, double cue_words) {
    return (context->lines[line].phrases & groups[kind]) != 0 &&
           (double)context->lines[line].words <= cue_words;
}

static bool ends_article(const dump_context *context, uint32_t line, double cue_words) {
    return is_cue(context, line, CUE_RELATED, cue_words) ||
           is_cue(context, line, CUE_COMMENTS, cue_words) ||
           is_cue(context, line, CUE_AUTHOR, cue_words);
}

static void look_back(dump_context *context, double cue_words) {
    uint32_t since[CUES];
    for (int kind = 0; kind < CUES; kind++)
        since[kind] = FARTHEST;
    double text_of_cue = -1, text_of_mark = -1;
    for (uint32_t i = 0; i < context->count; i++) {
        cue_state *state = &context->cues[i];
        double text = context->sums[i][SUM_TEXT];
        for (int kind = 0; kind < CUES; kind++) {
            since[kind] += since[kind] < FARTHEST;
            if (is_cue(context, i, kind, cue_words))
                since[kind] = 0;
            state->since[kind] = since[kind];
        }
        state->text_since = text_of_cue < 0 ? -1 : (float)(text - text_of_cue);
        state->share_above = text_of_cue < 0 ? -1 : (float)(text_of_cue / context->total_text);
        state->text_since_mark = text_of_mark < 0 ? -1 : (float)(text - text_of_mark);
        if (ends_article(context, i, cue_words))
            text_of_cue = text;
        if (context->facts[i].mark)
            text_of_mark = text;
    }
}

static void look_ahead(dump_context *context, double cue_words) {
    uint32_t to[CUES];
    for (int kind = 0; kind < CUES; kind++)
        to[kind] = FARTHEST;
    double text_of_cue = -1, text_of_mark = -1, all = context->sums[context->count][SUM_TEXT];
    for (uint32_t i = context->count; i-- > 0;) {
        cue_state *state = &context->cues[i];
        double text = context->sums[i][SUM_TEXT];
        for (int kind = 0; kind < CUES; kind++) {
            to[kind] += to[kind] < FARTHEST;
            if (is_cue(context, i, kind, cue_words))
                to[kind] = 0;
            state->to[kind] = to[kind];
        }
        state->share_below =
            text_of_cue < 0 ? -1 : (float)((all - text_of_cue) / context->total_text);
        state->text_to_mark = text_of_mark < 0 ? -1 : (float)(text_of_mark - text);
        if (ends_article(context, i, cue_words))
            text_of_cue = text;
        if (context->facts[i].mark)
            text_of_mark = text;
    }
}

/* The first place where marks stand close together. */
static void find_zone(dump_context *context) {
    float share = -1;
    for (uint32_t i = 0; i < context->count; i++) {
        uint32_t from = i > MARK_WINDOW ? i - MARK_WINDOW : 0;
        uint32_t to = context->count - i > MARK_WINDOW ? i + MARK_WINDOW + 1 : context->count;
        double marks = context->sums[to][SUM_MARKS] - context->sums[from][SUM_MARKS];
        if (share < 0 && marks >= MARKS_OF_ZONE)
            share = (float)(context->sums[i][SUM_TEXT] / context->total_text);
        context->cues[i].zone = share;
    }
}

void pith__dump_cue_facts(dump_context *context) {
    context->cues = pith__arena_array(context->page->arena, context->count, sizeof(cue_state));
    double cue_words = pith__threshold_value(context->heuristics, PITH_THRESHOLD_CUE_WORDS);
    look_back(context, cue_words);
    look_ahead(context, cue_words);
    find_zone(context);
}

void pith__dump_put_cues(const dump_context *context, uint32_t index, pith__row *row) {
    static const char *const names[CUES][2] = {
        {"since_related", "to_related"},
        {"since_comments", "to_comments"},
        {"since_author", "to_author"},
        {"since_promotion", "to_promotion"},
        {"since_footer", "to_footer"},
        {"since_contents", "to_contents"},
    };
    const cue_state *state = &context->cues[index];
    for (int kind = 0; kind < CUES; kind++) {
        pith__put(row, names[kind][0], pith__log_of(context, state->since[kind]));
        pith__put(row, names[kind][1], pith__log_of(context, state->to[kind]));
    }
    pith__put(row, "text_since_cue",
        state->text_since < 0 ? -1 : pith__log_of(context, (double)state->text_since));
    pith__put(row, "share_above_cue", (double)state->share_above);
    pith__put(row, "share_below_cue", (double)state->share_below);
    pith__put(row, "zone_share", (double)state->zone);
    pith__put(row, "text_since_mark",
        state->text_since_mark < 0 ? -1 : pith__log_of(context, (double)state->text_since_mark));
    pith__put(row, "text_to_mark",
        state->text_to_mark < 0 ? -1 : pith__log_of(context, (double)state->text_to_mark));
    pith__put(row, "marks_before", pith__log_of(context, context->sums[index][SUM_MARKS]));
}
