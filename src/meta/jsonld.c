#include "sources.h"

#include <jansson.h>
#include <string.h>

#include "../html/dom.h"
#include "json_repair.h"
#include "values.h"

enum {
    MAX_SCRIPT = 8 << 20, /* Bytes of all scripts of a page; what follows is left out. */
    MAX_VALUES = 200000,  /* JSON values of all scripts of a page. */
    BYTES_OF_VALUE = 256, /* Memory that the JSON library takes for a value, at most. */
    MAX_SCRIPTS = 256,
    MAX_STACK = 4096,   /* Values that wait to be looked at. */
    MAX_VISITS = 20000, /* Values that are looked at. */
    MAX_PEOPLE = 256,   /* Named nodes that others may refer to. */
    TEMPLATE_DATE = 30, /* Penalty of a date that no content system wrote. */
    MAX_PARTS = 64,     /* Items taken from one array. */
};

/* What a node is, by its type. */
typedef enum node_class {
    NODE_OTHER,
    NODE_WORK,   /* An article, a product, a recipe: what the page is about. */
    NODE_PAGE,   /* The web page around it. */
    NODE_SITE,   /* The site, or who publishes it. */
    NODE_FOREIGN /* Comments, reviews by others, lists: nothing of it describes the page. */
} node_class;

/* The walk over one tree, without recursion. */
typedef struct walk {
    pith__meta *meta;
    json_t *stack[MAX_STACK];
    size_t depth;
    size_t visits;
    json_t *people[MAX_PEOPLE]; /* Nodes with @id and name. */
    size_t people_count;
} walk;

static pith__str str_of(const json_t *value) {
    return json_is_string(value) ? (pith__str){json_string_value(value), json_string_length(value)}
                                 : (pith__str){NULL, 0};
}

static bool ends(pith__str text, const char *suffix) {
    return pith__str_ends_nocase(text, pith__str_of(suffix));
}

static bool is_one_of(pith__str text, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pith__str_equal_nocase(text, pith__str_of(names[i])))
            return true;
    }
    return false;
}

/* Types of schema.org, without its address. */
static node_class class_of_type(pith__str type) {
    static const char *const works[] = {"Report", "Recipe", "HowTo", "Question", "Review",
        "Product", "Book", "Chapter", "Course", "Event", "VideoObject", "PodcastEpisode", "Episode",
        "Movie", "Dataset", "SoftwareApplication", "SoftwareSourceCode", "CreativeWork",
        "JobPosting", "Thesis", "Poem", "Guide", "LearningResource", "Quiz", "ProductGroup",
        "Photograph"};
    static const char *const sites[] = {"WebSite", "Organization", "NewsMediaOrganization",
        "Corporation", "LocalBusiness", "OnlineStore", "OnlineBusiness"};
    static const char *const foreign[] = {"Comment", "UserComments", "Answer", "Rating",
        "AggregateRating", "Offer", "ItemList", "BreadcrumbList", "ImageObject"};
    for (size_t i = type.length; i > 0; i--) {
        if (type.data[i - 1] == '/' || type.data[i - 1] == ':' || type.data[i - 1] == '#') {
            type = pith__str_slice(type, i, type.length);
            break;
        }
    }
    if (is_one_of(type, works, sizeof works / sizeof works[0]) || ends(type, "Article") ||
        (ends(type, "Posting")))
        return NODE_WORK;
    if (is_one_of(type, sites, sizeof sites / sizeof sites[0]))
        return NODE_SITE;
    if (is_one_of(type, foreign, sizeof foreign / sizeof foreign[0]))
        return NODE_FOREIGN;
    return ends(type, "Page") ? NODE_PAGE : NODE_OTHER;
}

static pith__str type_of(const json_t *node) {
    const json_t *type = json_object_get(node, "@type");
    if (json_is_array(type))
        type = json_array_get(type, 0);
    return str_of(type);
}

static node_class class_of(const json_t *node) {
    const json_t *type = json_object_get(node, "@type");
    if (!json_is_array(type))
        return class_of_type(str_of(type));
    for (size_t i = 0; i < json_array_size(type) && i < MAX_PARTS; i++) {
        node_class found = class_of_type(str_of(json_array_get(type, i)));
        if (found != NODE_OTHER)
            return found;
    }
    return NODE_OTHER;
}

/* The node that a reference {"@id": ...} stands for, or the value itself. */
static const json_t *resolve(const walk *w, const json_t *value) {
    if (!json_is_object(value) || json_object_get(value, "name") != NULL)
        return value;
    pith__str id = str_of(json_object_get(value, "@id"));
    for (size_t i = 0; id.length > 0 && i < w->people_count; i++) {
        if (pith__str_equal(id, str_of(json_object_get(w->people[i], "@id"))))
            return w->people[i];
    }
    return value;
}

/* The text of a string, of {"@value": ...}, or of the member `key` of an object. */
static pith__str text_of(const json_t *value, const char *key) {
    if (json_is_array(value))
        value = json_array_get(value, 0);
    if (!json_is_object(value))
        return str_of(value);
    const json_t *inner = json_object_get(value, key);
    if (json_is_array(inner))
        inner = json_array_get(inner, 0);
    return json_is_string(inner) ? str_of(inner) : str_of(json_object_get(value, "@value"));
}

static void add(walk *w, pith__field field, pith__source source, int penalty, pith__str value) {
    pith__candidate_add(w->meta->candidates, field, source, 0, penalty, value);
}

/* Each item of an array, or the one value, by its text. */
static void add_each(walk *w, pith__field field, pith__source source, uint32_t group, int penalty,
    const json_t *value, const char *key) {
    size_t count = json_is_array(value) ? json_array_size(value) : 1;
    for (size_t i = 0; i < count && i < MAX_PARTS; i++) {
        const json_t *item = json_is_array(value) ? json_array_get(value, i) : value;
        pith__candidate_add(
            w->meta->candidates, field, source, group, penalty, text_of(resolve(w, item), key));
    }
}

static void add_author(walk *w, const json_t *node, pith__source source) {
    uint32_t group = pith__candidate_group(w->meta->candidates);
    const json_t *author = json_object_get(node, "author");
    /* One object that lists the names: {"@type": "Person", "name": ["A", "B"]}. */
    const json_t *names = json_object_get(resolve(w, author), "name");
    if (json_is_array(names))
        author = names;
    add_each(w, PITH_FIELD_AUTHOR, source, group, 0, author, "name");
    add_each(w, PITH_FIELD_AUTHOR, source, pith__candidate_group(w->meta->candidates), 20,
        json_object_get(node, "creator"), "name");
}

/*
 * A date that is not written as ISO 8601 is one that a template put there, not the content system,
 * and mostly tells when the site was published last: readers are told better.
 */
static int date_penalty_of(pith__str value) {
    bool iso = value.length >= 8;
    for (size_t i = 0; i < 4 && iso; i++)
        iso = pith__is_digit(value.data[i]);
    return iso ? 0 : TEMPLATE_DATE;
}

static void add_image(walk *w, const json_t *node, pith__source source) {
    static const char *const keys[] = {"image", "primaryImageOfPage", "thumbnailUrl"};
    for (int i = 0; i < 3; i++) {
        const json_t *image = json_object_get(node, keys[i]);
        if (json_is_array(image))
            image = json_array_get(image, 0);
        pith__str url = text_of(image, "url");
        add(w, PITH_FIELD_IMAGE, source, 4 * i,
            url.length > 0 ? url : text_of(image, "contentUrl"));
    }
}

/* What a work and the page around it have in common. Dates of a video or a product on the page are
   not those of the page. */
static void add_common(walk *w, const json_t *node, pith__source source, int date_penalty) {
    pith__str published = text_of(json_object_get(node, "datePublished"), "@value");
    add(w, PITH_FIELD_DATE, source, date_penalty + date_penalty_of(published), published);
    add(w, PITH_FIELD_DATE, source, 16, text_of(json_object_get(node, "uploadDate"), "@value"));
    add(w, PITH_FIELD_DATE, source, 20, text_of(json_object_get(node, "dateCreated"), "@value"));
    add(w, PITH_FIELD_MODIFIED, source, 0,
        text_of(json_object_get(node, "dateModified"), "@value"));
    add(w, PITH_FIELD_DESCRIPTION, source, 0,
        text_of(json_object_get(node, "description"), "@value"));
    add(w, PITH_FIELD_LANGUAGE, source, 0,
        text_of(json_object_get(node, "inLanguage"), "alternateName"));
    add(w, PITH_FIELD_LICENSE, source, 0, text_of(json_object_get(node, "license"), "url"));
    add(w, PITH_FIELD_PAGETYPE, source, 0, type_of(node));
    add_image(w, node, source);
    add_author(w, node, source);
    add(w, PITH_FIELD_SITENAME, source, 4,
        text_of(resolve(w, json_object_get(node, "publisher")), "name"));
    const json_t *part_of = resolve(w, json_object_get(node, "isPartOf"));
    if (class_of(part_of) == NODE_SITE)
        add(w, PITH_FIELD_SITENAME, source, 0, text_of(part_of, "name"));
}

static void add_work(walk *w, const json_t *node) {
    pith__source source = PITH_SOURCE_JSONLD;
    pith__str type = type_of(node);
    bool is_article = ends(type, "Article") || ends(type, "Posting") || ends(type, "Report");
    pith__str headline = text_of(json_object_get(node, "headline"), "@value");
    add(w, PITH_FIELD_TITLE, source, PITH_RANK_HEADLINE, headline);
    add(w, PITH_FIELD_TITLE, source, is_article ? PITH_RANK_LABEL : PITH_RANK_NAME,
        text_of(json_object_get(node, "name"), "@value"));
    add_common(w, node, source, is_article ? 0 : 12);
    add_each(
        w, PITH_FIELD_CATEGORIES, source, 0, 0, json_object_get(node, "articleSection"), "name");
    add_each(w, PITH_FIELD_TAGS, source, 0, 0, json_object_get(node, "keywords"), "name");
    const json_t *page = json_object_get(node, "mainEntityOfPage");
    add(w, PITH_FIELD_URL, source, 0, text_of(page, "@id"));
    add(w, PITH_FIELD_URL, source, 4, text_of(json_object_get(node, "url"), "@id"));
}

static void add_page(walk *w, const json_t *node) {
    pith__source source = PITH_SOURCE_JSONLD_PAGE;
    pith__str headline = text_of(json_object_get(node, "headline"), "@value");
    add(w, PITH_FIELD_TITLE, source, 0,
        headline.length > 0 ? headline : text_of(json_object_get(node, "name"), "@value"));
    add_common(w, node, source, 0);
    add_each(
        w, PITH_FIELD_TAGS, PITH_SOURCE_JSONLD, 0, 20, json_object_get(node, "keywords"), "name");
}

static void push(walk *w, json_t *value) {
    if (value != NULL && w->depth < MAX_STACK && (json_is_object(value) || json_is_array(value)))
        w->stack[w->depth++] = value;
}

/* The members that hold more of what the page is: not what it links to, not what readers wrote. */
static void push_members(walk *w, json_t *node) {
    static const char *const members[] = {
        "mainEntityOfPage", "mainEntity", "@graph", "isPartOf", "publisher"};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        push(w, json_object_get(node, members[i]));
}

static void push_items(walk *w, json_t *array) {
    for (size_t i = json_array_size(array); i > 0; i--)
        push(w, json_array_get(array, i - 1));
}

static void visit(walk *w, json_t *node) {
    switch (class_of(node)) {
    case NODE_WORK:
        add_work(w, node);
        break;
    case NODE_PAGE:
        add_page(w, node);
        break;
    case NODE_SITE:
        add(w, PITH_FIELD_SITENAME, PITH_SOURCE_JSONLD_PAGE,
            ends(type_of(node), "WebSite") ? 0 : 14,
            text_of(json_object_get(node, "name"), "name"));
        return;
    case NODE_FOREIGN:
        return;
    case NODE_OTHER:
        break;
    }
    push_members(w, node);
}

/* Collects what @id may refer to: authors and publishers stand beside the article in a graph, or
   inside it. */
static void collect_people(walk *w, json_t *root) {
    w->depth = w->visits = 0;
    push(w, root);
    while (w->depth > 0 && w->visits++ < MAX_VISITS) {
        json_t *value = w->stack[--w->depth];
        if (json_is_array(value)) {
            push_items(w, value);
            continue;
        }
        if (json_object_get(value, "@id") != NULL && json_object_get(value, "name") != NULL &&
            w->people_count < MAX_PEOPLE)
            w->people[w->people_count++] = value;
        push(w, json_object_get(value, "@graph"));
        push(w, json_object_get(value, "author"));
        push(w, json_object_get(value, "publisher"));
    }
}

static void walk_tree(walk *w, json_t *root) {
    collect_people(w, root);
    w->depth = w->visits = 0;
    push(w, root);
    while (w->depth > 0 && w->visits++ < MAX_VISITS) {
        json_t *value = w->stack[--w->depth];
        if (json_is_array(value))
            push_items(w, value);
        else
            visit(w, value);
    }
}

/*
 * The JSON library allocates outside the arena. So that its trees stay within the limit of the
 * page, what is parsed is cut where it could hold more values than the arena has room for: each
 * value has one of the marks below before it, which also count inside strings.
 */
static size_t bounded_length(pith__str text, size_t *values) {
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c != '{' && c != '[' && c != ',' && c != ':')
            continue;
        if (*values == 0)
            return i;
        --*values;
    }
    return text.length;
}

/* A tree that is freed at the end of its use, or with the arena when memory runs out before. */
static void free_json(void *holder) {
    json_decref(*(json_t **)holder);
}

/* Reads one script within what is left of the limits. */
static void read_text(pith__meta *meta, pith__str text, size_t *values) {
    size_t length = bounded_length(text, values);
    bool cut = length < text.length;
    text.length = length;
    meta->page->truncated |= cut;
    json_t **root = pith__arena_array(meta->arena, 1, sizeof *root);
    pith__arena_defer(meta->arena, free_json, root);
    if (!cut)
        *root = json_loadb(text.data == NULL ? "" : text.data, text.length, JSON_ALLOW_NUL, NULL);
    if (*root == NULL) {
        pith__str repaired = pith__json_repair(meta->arena, text);
        *root = json_loadb(repaired.data, repaired.length, JSON_ALLOW_NUL, NULL);
    }
    if (*root == NULL)
        return;
    walk *w = pith__arena_array(meta->arena, 1, sizeof *w);
    w->meta = meta;
    walk_tree(w, *root);
    json_decref(*root);
    *root = NULL;
}

static size_t values_with_room(const pith__meta *meta) {
    size_t room = (meta->arena->maximum - meta->arena->allocated) / BYTES_OF_VALUE;
    return room < MAX_VALUES ? room : MAX_VALUES;
}

void pith__meta_jsonld_text(pith__meta *meta, pith__str text) {
    size_t values = values_with_room(meta);
    read_text(meta, text, &values);
}

void pith__meta_jsonld(pith__meta *meta) {
    const pith__dom *dom = meta->page->dom;
    size_t scripts = 0, bytes = MAX_SCRIPT, values = values_with_room(meta);
    for (uint32_t i = 0; i < dom->count && scripts < MAX_SCRIPTS; i++) {
        if (dom->nodes[i].kind != PITH_NODE_ELEMENT || dom->nodes[i].tag != GUMBO_TAG_SCRIPT)
            continue;
        const char *type = pith__dom_attribute(dom, i, "type");
        if (type == NULL || !pith__str_starts_nocase(pith__str_trim(pith__str_of(type)),
                                PITH_STR("application/ld+json")))
            continue;
        scripts++;
        pith__str text = pith__dom_text_content(meta->arena, dom, i, bytes);
        meta->page->truncated |= text.length >= bytes;
        bytes -= text.length;
        read_text(meta, text, &values);
    }
}
