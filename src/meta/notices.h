/* notices.h - what copyright notices say. */
#ifndef PITH_META_NOTICES_H
#define PITH_META_NOTICES_H

#include "sources.h"

/*
 * The day that a notice tells in full, or else the year of the page's only notice: a page of which
 * the notices tell several years has none.
 */
pith__chosen pith__notice_date(const pith__meta *meta);

#endif
