/* embedded.h - the files of src/explain/ that are compiled in; tools/embed.sh makes them. */
#ifndef PITH_EXPLAIN_EMBEDDED_H
#define PITH_EXPLAIN_EMBEDDED_H

extern const char pith__descriptions_text[];
extern const char pith__report_style[];      /* report.css */
extern const char pith__report_script[];     /* report.js */
extern const char pith__report_style_hash[]; /* SHA-256 of each, in base64, for the policy. */
extern const char pith__report_script_hash[];

#endif
