/*
 * heuristics.h - the rules a person may change: what the files of heuristics/ say, ready to ask.
 *
 * The syntax of the files is described in heuristics/README.md. Loaded once, never changed after:
 * any number of threads may read it.
 */
#ifndef PITH_HEURISTICS_H
#define PITH_HEURISTICS_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/arena.h"
#include "../base/words.h"
#include "../pith.h"
#include "date_words.h"

/*
 * The groups of phrases/NAME.conf: the meaning of a whole line, or of a word in it.
 * "section": a heading that opens a part of the page. "line": a line of debris by itself.
 */
#define PITH_PHRASE_MAP(X)                                                                         \
    X(SECTION_RELATED, "section-related")     /* Opens a list of other articles. */                \
    X(SECTION_COMMENTS, "section-comments")   /* Opens the readers' comments. */                   \
    X(SECTION_AUTHOR, "section-author")       /* Opens a note about the author, or tags. */        \
    X(SECTION_PROMOTION, "section-promotion") /* Opens an app or feature promotion. */             \
    X(SECTION_CONTENTS, "section-contents")   /* Opens a table of contents. */                     \
    X(LINE_NAVIGATION, "line-navigation")     /* "Skip to content", "Back to top". */              \
    X(LINE_SHARE, "line-share")               /* "Share this article". */                          \
    X(LINE_NEWSLETTER, "line-newsletter")     /* "Sign up for our newsletter". */                  \
    X(LINE_COOKIES, "line-cookies")           /* "We use cookies". */                              \
    X(LINE_ADVERTISING, "line-advertising")   /* "Advertisement", "Download the app". */           \
    X(LINE_INTERFACE, "line-interface")       /* "Log in", "Close", "Loading". */                  \
    X(LINE_FOOTER, "line-footer")             /* "All rights reserved". */                         \
    X(LINE_RELATED, "line-related")           /* "Read more", "See also: ...". */                  \
    X(LINE_COMMENTS, "line-comments")         /* "No comments yet", "Reply". */                    \
    X(LINE_BYLINE, "line-byline")             /* "By ...", "Written by ...". */                    \
    X(LINE_DATE, "line-date")                 /* "Updated on: ...", "5 minutes ago". */            \
    X(LINE_CAPTION, "line-caption")           /* "Photo: ...", "logo". */                          \
    X(CALL_TO_ACTION, "call-to-action")       /* Phrases of promotions, anywhere in a line. */     \
    X(STOP_WORD, "stop-words")                /* Function words: the sign of running text. */      \
    X(NAME_LEAD, "name-lead")                 /* "by *": stands before a name. */                  \
    X(NAME_ROLE, "name-role")                 /* "senior editor": what a person is. */             \
    X(NAME_DESK, "name-desk")                 /* "desk", "staff": a group that signs. */           \
    X(NAME_NOBODY, "name-nobody")             /* "admin": what is no name. */                      \
    X(NAME_AND, "name-and")                   /* "and": stands between two names. */               \
    X(NAME_PARTICLE, "name-particle")         /* "van": a small word inside names. */              \
    X(NAME_GROUP, "name-group")               /* "gmbh": a word of names of companies. */          \
    X(NAME_PLACE, "name-place")               /* "author": a path that leads to a person. */       \
    X(NAME_USER, "name-user")                 /* "username": a class of a user's name. */          \
    X(DATE_PUBLISHED, "date-published")       /* "published on": a date of publication. */         \
    X(DATE_UPDATED, "date-updated")           /* "last updated": a date of a change. */            \
    X(FIRST_PERSON, "first-person")           /* "I", "my": somebody speaks of himself. */

typedef enum pith__phrase_group {
#define PITH_X(name, text) PITH_PHRASE_##name,
    PITH_PHRASE_MAP(PITH_X)
#undef PITH_X
        PITH_PHRASE_COUNT
} pith__phrase_group;

/* A set of phrase groups. */
typedef uint32_t pith__phrase_set;
#define PITH_PHRASE_BIT(group) ((pith__phrase_set)1 << (group))

/* The groups of headings that open a part of a page. */
#define PITH_PHRASE_SECTIONS (PITH_PHRASE_BIT(PITH_PHRASE_SECTION_CONTENTS + 1) - 1)

/* The groups of vocabulary/classes.conf: what a class, id or role says about an element. */
#define PITH_CLASS_MAP(X)                                                                          \
    X(NAVIGATION, "navigation")                                                                    \
    X(HEADER, "header")                                                                            \
    X(FOOTER, "footer")                                                                            \
    X(SIDEBAR, "sidebar")                                                                          \
    X(SHARE, "share")                                                                              \
    X(RELATED, "related")                                                                          \
    X(ADVERTISING, "advertising")                                                                  \
    X(COMMENTS, "comments")                                                                        \
    X(COOKIES, "cookies")                                                                          \
    X(NEWSLETTER, "newsletter")                                                                    \
    X(BYLINE, "byline")                                                                            \
    X(CONTENT, "content")                                                                          \
    X(PRODUCT, "product")                                                                          \
    X(FORUM, "forum")                                                                              \
    X(CARD, "card")                                                                                \
    X(CAPTION, "caption")                                                                          \
    X(LOGIN, "login")                                                                              \
    X(SEARCH, "search")                                                                            \
    X(HIDDEN, "hidden")                                                                            \
    X(REVIEW, "review")                                                                            \
    X(AUTHOR, "author")                                                                            \
    X(DATE, "date")

typedef enum pith__class_group {
#define PITH_X(name, text) PITH_CLASS_##name,
    PITH_CLASS_MAP(PITH_X)
#undef PITH_X
        PITH_CLASS_COUNT
} pith__class_group;

typedef uint32_t pith__class_set;
#define PITH_CLASS_BIT(group) ((pith__class_set)1 << (group))

/* The groups of redirects.conf: what a label of a host name or a segment of a path says about where
   a redirect led. */
#define PITH_REDIRECT_GROUP_MAP(X)                                                                 \
    X(LOGIN, "login")                                                                              \
    X(CONSENT, "consent")                                                                          \
    X(HOME, "home")

typedef enum pith__redirect_group {
#define PITH_X(name, text) PITH_REDIRECT_GROUP_##name,
    PITH_REDIRECT_GROUP_MAP(PITH_X)
#undef PITH_X
        PITH_REDIRECT_GROUP_COUNT
} pith__redirect_group;

typedef uint32_t pith__redirect_set;
#define PITH_REDIRECT_BIT(group) ((pith__redirect_set)1 << (group))

/* The lists of vocabulary/attributes.conf: names of attributes, and what stands in them. */
#define PITH_ATTRIBUTE_MAP(X)                                                                      \
    X(IMAGE_SOURCE, "image-source")           /* Hold the URL of an image that scripts load. */    \
    X(IMAGE_SET, "image-set")                 /* Hold several, as srcset does. */                  \
    X(IMAGE_PLACEHOLDER, "image-placeholder") /* Part of the URL of an image that is none. */      \
    X(CODE_LANGUAGE, "code-language")         /* Hold the language of code. */                     \
    X(CODE_CLASS, "code-class")               /* What a class that names it begins with. */

typedef enum pith__attribute_group {
#define PITH_X(name, text) PITH_ATTRIBUTE_##name,
    PITH_ATTRIBUTE_MAP(PITH_X)
#undef PITH_X
        PITH_ATTRIBUTE_COUNT
} pith__attribute_group;

/* The names and default places of thresholds.conf; each is explained there. */
#define PITH_THRESHOLD_MAP(X)                                                                      \
    X(LONG_BLOCK_WORDS, "long-block-words")                                                        \
    X(LONG_BLOCK_LINK_DENSITY, "long-block-link-density")                                          \
    X(DEBRIS_SHARE, "debris-share")                                                                \
    X(SENTENCE_WORDS, "sentence-words")                                                            \
    X(CUE_WORDS, "cue-words")                                                                      \
    X(PHRASE_WORDS, "phrase-words")                                                                \
    X(CALL_SHARE, "call-share")                                                                    \
    X(STOP_WORD_SHARE, "stop-word-share")                                                          \
    X(SECTION_WORDS, "section-words")                                                              \
    X(SECTION_SHARE, "section-share")                                                              \
    X(SECTION_SHARE_FOREIGN, "section-share-foreign")                                              \
    X(SECTION_SHARE_SAME, "section-share-same")                                                    \
    X(SECTION_SHARE_LIST, "section-share-list")                                                    \
    X(SECTION_DENSITY, "section-density")                                                          \
    X(SECTION_SPACING, "section-spacing")                                                          \
    X(SECTION_LINES, "section-lines")                                                              \
    X(VOCABULARY_FOREIGN, "vocabulary-foreign")                                                    \
    X(VOCABULARY_SAME, "vocabulary-same")                                                          \
    X(CORE_LONGEST, "core-longest")                                                                \
    X(CORE_GAP, "core-gap")                                                                        \
    X(CORE_CALL, "core-call")                                                                      \
    X(SCORE_WINDOW, "score-window")                                                                \
    X(NOSCRIPT_WORDS, "noscript-words")                                                            \
    X(EMBEDDED_WORDS, "embedded-words")                                                            \
    X(DUPLICATE_WORDS, "duplicate-words")                                                          \
    X(TITLE_HEADING, "title-heading")                                                              \
    X(TITLE_HEADING_SECOND, "title-heading-second")                                                \
    X(TITLE_HEADING_LATER, "title-heading-later")                                                  \
    X(TITLE_SUBHEADING, "title-subheading")                                                        \
    X(TITLE_JSON_LD, "title-json-ld")                                                              \
    X(TITLE_JSON_LD_NAME, "title-json-ld-name")                                                    \
    X(TITLE_JSON_LD_LABEL, "title-json-ld-label")                                                  \
    X(TITLE_JSON_LD_PAGE, "title-json-ld-page")                                                    \
    X(TITLE_OPENGRAPH, "title-opengraph")                                                          \
    X(TITLE_MICRODATA, "title-microdata")                                                          \
    X(TITLE_CITATION, "title-citation")                                                            \
    X(TITLE_PARSELY, "title-parsely")                                                              \
    X(TITLE_DUBLIN_CORE, "title-dublin-core")                                                      \
    X(TITLE_TITLE_ELEMENT, "title-title-element")                                                  \
    X(TITLE_META, "title-meta")                                                                    \
    X(TITLE_TWITTER, "title-twitter")                                                              \
    X(TITLE_WORDS_ALL, "title-words-all")                                                          \
    X(TITLE_WORDS_HALF, "title-words-half")                                                        \
    X(TITLE_WORDS_NONE, "title-words-none")                                                        \
    X(TITLE_HEADING_OF_ARTICLE, "title-heading-of-article")                                        \
    X(TITLE_HEADING_OF_WEBSITE, "title-heading-of-website")                                        \
    X(TITLE_ENDS_TITLE_ELEMENT, "title-ends-title-element")                                        \
    X(TITLE_BEGINS_TITLE_ELEMENT, "title-begins-title-element")                                    \
    X(TITLE_BEGINS_OPENGRAPH, "title-begins-opengraph")                                            \
    X(TITLE_BEGINS_JSON_LD, "title-begins-json-ld")                                                \
    X(TITLE_BEGINS_HEADING, "title-begins-heading")                                                \
    X(TITLE_CONTINUES_HEADING, "title-continues-heading")                                          \
    X(TITLE_ADDRESS_KNOWN, "title-address-known")                                                  \
    X(TITLE_ADDRESS_USED, "title-address-used")                                                    \
    X(TITLE_ONE_WORD, "title-one-word")                                                            \
    X(TITLE_SHOUTED, "title-shouted")                                                              \
    X(TITLE_TRAILS_OFF, "title-trails-off")                                                        \
    X(TITLE_FULL_STOP, "title-full-stop")                                                          \
    X(TITLE_SITE, "title-site")                                                                    \
    X(TITLE_BAR, "title-bar")

typedef enum pith__threshold {
#define PITH_X(name, text) PITH_THRESHOLD_##name,
    PITH_THRESHOLD_MAP(PITH_X)
#undef PITH_X
        PITH_THRESHOLD_COUNT
} pith__threshold;

typedef struct pith__heuristics pith__heuristics;

/*
 * Loads the compiled-in files and lays those of the folder `directory` (may be NULL) over them. All
 * memory is from `arena`. Returns NULL and fills `error` (see pith_extractor_new()).
 */
const pith__heuristics *pith__heuristics_load(
    pith__arena *arena, const char *directory, pith_error *error);

/* The trained models: of models/html.conf, and of models/text.conf. */
struct pith__model *pith__heuristics_model(const pith__heuristics *heuristics);
struct pith__model *pith__heuristics_dump_model(const pith__heuristics *heuristics);

double pith__threshold_value(const pith__heuristics *heuristics, pith__threshold threshold);

/* Its name in thresholds.conf. */
const char *pith__threshold_name(pith__threshold threshold);

/*
 * The groups that have a phrase which matches these words, the words of one line or heading. Takes
 * time linear in the number of words for phrases of bounded length.
 */
pith__phrase_set pith__phrases_match(const pith__heuristics *heuristics, pith__words words);

/*
 * For a phrase "WORDS *" of the group with which the words begin: how many words its fixed part
 * takes (the longest, if several match). 0 when there is none. "By *" on "By Ann Lee" gives 1.
 */
size_t pith__phrases_prefix(
    const pith__heuristics *heuristics, pith__words words, pith__phrase_group group);

/* How many phrases of a group occur in the words, at most one at each place. */
uint32_t pith__phrases_count(
    const pith__heuristics *heuristics, pith__words words, pith__phrase_group group);

/* A phrase that was found, and where it stands. */
typedef struct pith__found_phrase {
    pith__phrase_group group;
    pith__str text; /* As its file has it. */
    const char *file;
    unsigned line;
} pith__found_phrase;

/*
 * The phrases, stop words left out, that match these words as pith__phrases_match() has it; those
 * of the groups `anywhere` as pith__phrases_count() has it. For explanations. Writes at most `most`
 * and returns their number.
 */
size_t pith__phrases_find(const pith__heuristics *heuristics, pith__words words,
    pith__phrase_set anywhere, pith__found_phrase *found, size_t most);

/* Names as the files have them; and where the class vocabulary and the model of HTML were read. */
const char *pith__phrase_group_name(pith__phrase_group group);
const char *pith__class_group_name(pith__class_group group);
const char *pith__classes_file(const pith__heuristics *heuristics);
const char *pith__model_file(const pith__heuristics *heuristics);

/* Whether one word is a phrase of the group by itself; meant for stop words. */
bool pith__word_in(const pith__heuristics *heuristics, pith__word word, pith__phrase_group group);

/* All groups that have a phrase which is that one word. */
pith__phrase_set pith__word_groups(const pith__heuristics *heuristics, pith__word word);

/* The month, 1 to 12, that a word names in any of the languages of dates.conf, or 0. */
int pith__month_of(const pith__heuristics *heuristics, pith__word word);

/* What the longest name of dates.conf means that begins the words with these hashes. */
pith__date_word pith__date_word_at(
    const pith__heuristics *heuristics, const uint32_t *hashes, size_t count);

/*
 * The groups of an attribute's tokens: split at what is no ASCII letter and where lower case meets
 * upper case ("relatedPosts", "related-posts" and "related_posts" are the same two).
 */
pith__class_set pith__classes_of(const pith__heuristics *heuristics, pith__str attribute);

/* The groups of redirects.conf that list this name: small letters and digits. */
pith__redirect_set pith__redirect_groups(const pith__heuristics *heuristics, pith__str name);

/* The names of a list in the order of the file; NULL stands at the end. */
const char *const *pith__attributes_of(
    const pith__heuristics *heuristics, pith__attribute_group group);

#endif
