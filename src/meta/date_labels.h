/* date_labels.h - dates in what readers see, and the words before them that say what they are. */
#ifndef PITH_META_DATE_LABELS_H
#define PITH_META_DATE_LABELS_H

#include "sources.h"

enum { PITH_DATE_LABEL_BYTES = 48 }; /* Text before a date that may be its label. */

typedef enum pith__date_label {
    PITH_DATE_LABEL_NONE,
    PITH_DATE_LABEL_PUBLISHED,
    PITH_DATE_LABEL_UPDATED,
} pith__date_label;

/* What the words say that stand before a date; the later one counts. */
pith__date_label pith__meta_date_label(const pith__meta *meta, pith__str text);

/* The next date of a text; one that is told by how long ago it was counts where there is no other.
 */
bool pith__meta_find_date(
    const pith__meta *meta, pith__str text, size_t from, pith__date_place *place);

#endif
