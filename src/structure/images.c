/* images.c - which images belong to the article, and where the real one is. */
#include "structure.h"

#include <string.h>

#include "../base/buffer.h"
#include "../base/unicode.h"
#include "../html/dom.h"
#include "../html/labels.h"

enum {
    ICON_PIXELS = 40, /* Images that are not larger in both directions say nothing to readers. */
    DOT_PIXELS = 3,   /* Nor do those that are not larger in one. */
    LONGEST_TEXT = 4096,
    MOST_CANDIDATES = 64, /* Of a srcset. */
    CAPTION_REACH = 16,   /* Blocks above and below an image in which its caption is looked for. */
};

/* ---- Addresses ------------------------------------------------------------------------------- */

static bool is_placeholder(const pith__structure *structure, pith__str url) {
    const char *const *names =
        pith__attributes_of(structure->heuristics, PITH_ATTRIBUTE_IMAGE_PLACEHOLDER);
    for (size_t i = 0; names[i] != NULL; i++) {
        if (pith__str_find_nocase(url, pith__str_of(names[i])) != (size_t)-1)
            return true;
    }
    return false;
}

static const char *image_address(pith__structure *structure, const char *reference) {
    if (reference == NULL || is_placeholder(structure, pith__str_of(reference)))
        return NULL;
    return pith__address(structure, reference, false);
}

/* The number that a candidate of a srcset ends with ("640w", "1.5x"), in thousandths. */
static long size_of(pith__str descriptor) {
    long value = 0, scale = 1000;
    bool fraction = false;
    for (size_t i = 0; i < descriptor.length; i++) {
        char c = descriptor.data[i];
        if (c == '.') {
            fraction = true;
        } else if (pith__is_digit(c) && value < 1000000000L && scale > 0) {
            if (fraction)
                scale /= 10;
            value = fraction ? value + (c - '0') * scale : value * 10 + (c - '0') * 1000L;
        }
    }
    return value;
}

/*
 * The largest image of a srcset attribute. Its candidates are separated by commas, but a URL may
 * have commas in it: a candidate ends at a comma after its descriptor, or after its URL.
 */
static const char *largest_of_set(pith__structure *structure, const char *set) {
    pith__str rest = pith__str_of(set);
    pith__str best = {NULL, 0};
    long best_size = -1;
    for (int i = 0; i < MOST_CANDIDATES; i++) {
        while (rest.length > 0 && (pith__is_space(rest.data[0]) || rest.data[0] == ','))
            rest = pith__str_slice(rest, 1, rest.length);
        if (rest.length == 0)
            break;
        size_t end = 0;
        while (end < rest.length && !pith__is_space(rest.data[end]))
            end++;
        pith__str url = pith__str_slice(rest, 0, end);
        rest = pith__str_slice(rest, end, rest.length);
        pith__str descriptor = {NULL, 0};
        if (url.data[url.length - 1] == ',') {
            while (url.length > 0 && url.data[url.length - 1] == ',')
                url.length--;
        } else {
            const char *comma = memchr(rest.data, ',', rest.length);
            size_t length = comma == NULL ? rest.length : (size_t)(comma - rest.data);
            descriptor = pith__str_slice(rest, 0, length);
            rest = pith__str_slice(rest, length, rest.length);
        }
        long size = size_of(descriptor);
        if (url.length > 0 && size > best_size) {
            best = url;
            best_size = size;
        }
    }
    return best.length == 0
               ? NULL
               : image_address(structure, pith__str_copy(structure->page->arena, best));
}

/* The first address that one of the attributes of a list gives. */
static const char *by_attributes(
    pith__structure *structure, uint32_t node, pith__attribute_group group) {
    const char *const *names = pith__attributes_of(structure->heuristics, group);
    for (size_t i = 0; names[i] != NULL; i++) {
        const char *value = pith__dom_attribute(structure->page->dom, node, names[i]);
        const char *url = value == NULL                       ? NULL
                          : group == PITH_ATTRIBUTE_IMAGE_SET ? largest_of_set(structure, value)
                                                              : image_address(structure, value);
        if (url != NULL)
            return url;
    }
    return NULL;
}

static const char *by_set(pith__structure *structure, uint32_t node) {
    const char *set = pith__dom_attribute(structure->page->dom, node, "srcset");
    return set == NULL ? NULL : largest_of_set(structure, set);
}

/* The address of an image: where a script would load it from, else where it is loaded from. */
static const char *address_of(pith__structure *structure, uint32_t image) {
    const pith__dom *dom = structure->page->dom;
    const char *url = by_attributes(structure, image, PITH_ATTRIBUTE_IMAGE_SOURCE);
    if (url == NULL)
        url = by_attributes(structure, image, PITH_ATTRIBUTE_IMAGE_SET);
    if (url == NULL)
        url = image_address(structure, pith__dom_attribute(dom, image, "src"));
    if (url == NULL)
        url = by_set(structure, image);
    uint32_t picture = dom->nodes[image].parent;
    if (url != NULL || picture == PITH_NONE ||
        !pith__str_equal(pith__dom_name(dom, picture), PITH_STR("picture")))
        return url;
    for (uint32_t i = picture + 1; i < image && url == NULL; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT || dom->nodes[i].tag != GUMBO_TAG_SOURCE)
            continue;
        url = by_set(structure, i);
        if (url == NULL)
            url = by_attributes(structure, i, PITH_ATTRIBUTE_IMAGE_SET);
    }
    return url;
}

/* ---- What is worth keeping ------------------------------------------------------------------- */

/* Pixels by an attribute; -1 when it does not say. */
static long pixels(const pith__dom *dom, uint32_t node, const char *name) {
    const char *value = pith__dom_attribute(dom, node, name);
    if (value == NULL || !pith__is_digit(*value))
        return -1;
    long number = 0;
    for (; pith__is_digit(*value) && number < 100000; value++)
        number = number * 10 + (*value - '0');
    return *value == '%' ? -1 : number;
}

static bool is_icon(const pith__dom *dom, uint32_t node) {
    long width = pixels(dom, node, "width"), height = pixels(dom, node, "height");
    return (width >= 0 && width <= DOT_PIXELS) || (height >= 0 && height <= DOT_PIXELS) ||
           (width >= 0 && height >= 0 && width <= ICON_PIXELS && height <= ICON_PIXELS);
}

/* The text on one line; NULL if there is nothing to see in it. */
static const char *one_line(pith__structure *structure, const char *text) {
    if (text == NULL)
        return NULL;
    pith__buffer line;
    pith__buffer_init(&line, structure->arena, LONGEST_TEXT);
    pith__str view = pith__str_of(text);
    view.length =
        pith__utf8_boundary(view, view.length < LONGEST_TEXT ? view.length : LONGEST_TEXT);
    const char *end = view.data + view.length;
    bool gap = false;
    for (const char *p = view.data; p < end;) {
        const char *from = p;
        uint32_t c = pith__utf8_next(&p, end);
        if (pith__is_blank(c)) {
            gap = line.length > 0;
            continue;
        }
        if (pith__is_control(c))
            continue;
        if (gap)
            pith__buffer_add_byte(&line, ' ');
        gap = false;
        pith__buffer_add(&line, from, (size_t)(p - from));
    }
    if (line.length == 0)
        return NULL;
    return pith__str_copy(
        structure->arena, pith__nfc(structure->page->arena, pith__buffer_str(&line)));
}

/* Whether `node` is the image of a noscript element beside `before`, or around its place. */
static bool is_twin(const pith__dom *dom, uint32_t node, uint32_t before) {
    uint32_t fallback = dom->nodes[node].parent;
    while (fallback != PITH_NONE && dom->nodes[fallback].tag != GUMBO_TAG_NOSCRIPT)
        fallback = dom->nodes[fallback].parent;
    if (fallback == PITH_NONE || before == PITH_NONE)
        return false;
    uint32_t around = dom->nodes[fallback].parent;
    return around != PITH_NONE && before > around && before < dom->nodes[around].end;
}

bool pith__image_span(pith__structure *structure, uint32_t node, uint32_t before, pith_span *span) {
    const pith__dom *dom = structure->page->dom;
    if (is_icon(dom, node) || is_twin(dom, node, before))
        return false;
    span->kind = PITH_SPAN_IMAGE;
    span->url = address_of(structure, node);
    if (span->url == NULL)
        return false;
    span->text = one_line(structure, pith__dom_attribute(dom, node, "alt"));
    return true;
}

/* ---- Images between blocks ------------------------------------------------------------------- */

/* Words below each element. */
typedef struct weights {
    uint32_t *kept;
    uint32_t *all; /* But titles and captions, which may stand beside an image of the article. */
} weights;

static weights weigh(const pith__page *page) {
    weights w = {pith__arena_array(page->arena, page->element_count, sizeof(uint32_t)),
        pith__arena_array(page->arena, page->element_count, sizeof(uint32_t))};
    for (uint32_t i = 0; i < page->block_count; i++) {
        const pith__block *block = &page->blocks[i];
        if (block->kept)
            w.kept[block->element] += block->weight;
        if (block->kept ||
            (block->reason != PITH_REASON_CAPTION_CREDIT && block->reason != PITH_REASON_TITLE &&
                block->kind != PITH_BLOCK_CAPTION))
            w.all[block->element] += block->weight;
    }
    for (uint32_t e = page->element_count; e-- > 1;) {
        w.kept[page->elements[e].parent] += w.kept[e];
        w.all[page->elements[e].parent] += w.all[e];
    }
    return w;
}

/* What the names of the elements around an image must not say. */
static bool is_foreign(const pith__structure *structure, uint32_t element) {
    const pith__page *page = structure->page;
    const pith__class_set foreign =
        PITH_CLASS_BIT(PITH_CLASS_SHARE) | PITH_CLASS_BIT(PITH_CLASS_ADVERTISING) |
        PITH_CLASS_BIT(PITH_CLASS_RELATED) | PITH_CLASS_BIT(PITH_CLASS_NAVIGATION) |
        PITH_CLASS_BIT(PITH_CLASS_COMMENTS) | PITH_CLASS_BIT(PITH_CLASS_FOOTER) |
        PITH_CLASS_BIT(PITH_CLASS_AUTHOR);
    uint32_t node = page->elements[element].node;
    pith__class_set found = pith__label_of(page, node)->groups;
    unsigned tag = page->elements[element].tag;
    return (found & foreign) != 0 || tag == GUMBO_TAG_NAV || tag == GUMBO_TAG_ASIDE ||
           tag == GUMBO_TAG_FOOTER;
}

/*
 * An image belongs to the article if the nearest element with text in it is part of what holds the
 * article, and most of the text there was kept.
 */
static bool belongs(const pith__structure *structure, const weights *w, uint32_t root, uint32_t e) {
    const pith__page *page = structure->page;
    if (page->elements[e].hidden != 0)
        return false;
    while (e != PITH_NONE && w->all[e] == 0) {
        if (is_foreign(structure, e))
            return false;
        e = page->elements[e].parent;
    }
    return e != PITH_NONE && e >= root && e < page->elements[root].end &&
           w->kept[e] >= w->all[e] - w->kept[e];
}

/* The lowest element that holds all that was kept. */
static uint32_t root_of(const pith__page *page, const weights *w) {
    uint32_t root = 0;
    for (uint32_t e = 1; e < page->element_count;) {
        bool holds = w->kept[e] == w->kept[0];
        if (holds)
            root = e;
        e = holds ? e + 1 : page->elements[e].end;
    }
    return root;
}

const bool *pith__images_kept(pith__structure *structure) {
    const pith__page *page = structure->page;
    bool *kept = pith__arena_array(page->arena, page->loose_image_count, sizeof *kept);
    if (page->loose_image_count == 0)
        return kept;
    weights w = weigh(page);
    if (w.kept[0] == 0)
        return kept;
    uint32_t root = root_of(page, &w);
    for (uint32_t i = 0; i < page->loose_image_count; i++)
        kept[i] = belongs(structure, &w, root, page->loose_images[i].element);
    return kept;
}

const char *pith__image_caption(pith__structure *structure, uint32_t element, uint32_t block) {
    const pith__page *page = structure->page;
    uint32_t figure = pith__ancestor(page, element, GUMBO_TAG_FIGURE);
    if (figure == PITH_NONE)
        return NULL;
    /* Captions stand above an image or below it. */
    uint32_t i = block;
    while (i > 0 && block - i < CAPTION_REACH && page->blocks[i - 1].element >= figure &&
           page->blocks[i - 1].element < page->elements[figure].end)
        i--;
    pith__buffer caption;
    pith__buffer_init(&caption, page->arena, LONGEST_TEXT);
    for (;
         i < page->block_count && i < (size_t)block + CAPTION_REACH &&
         page->blocks[i].element >= figure && page->blocks[i].element < page->elements[figure].end;
         i++) {
        if (page->blocks[i].kept)
            return NULL;
        if (page->blocks[i].kind != PITH_BLOCK_CAPTION)
            continue;
        if (caption.length > 0)
            pith__buffer_add_byte(&caption, ' ');
        pith__buffer_add_str(&caption, page->blocks[i].text);
    }
    return one_line(structure, pith__buffer_text(&caption));
}
