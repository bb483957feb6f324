#include "charset.h"

#include <string.h>

/*
 * Encoding Standard, section 4.2 "Names and labels": every encoding with all its labels. The web
 * uses many labels for more than they once meant ("latin1" is windows-1252, "gb2312" is GBK); the
 * standard has that built in, and the names for iconv are chosen to match its tables, not the
 * label. GBK is decoded as GB18030, as the standard does.
 */
#define SINGLE(name, iconv, other, labels)                                                         \
    { name, {iconv, other}, PITH_FORM_SINGLE, {0}, labels }
#define MULTI(name, iconv, other, a, b, c, d, labels)                                              \
    { name, {iconv, other}, PITH_FORM_MULTI, {a, b, c, d}, labels }
#define OTHER(name, iconv, other, form, labels)                                                    \
    { name, {iconv, other}, form, {0}, labels }

/* clang-format off */
const pith__charset pith__charsets[] = {
    OTHER("UTF-8", "UTF-8", NULL, PITH_FORM_UTF8,
        "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"),

    SINGLE("IBM866", "IBM866", "CP866", "866 cp866 csibm866 ibm866"),
    SINGLE("ISO-8859-2", "ISO-8859-2", NULL,
        "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 "
        "latin2"),
    SINGLE("ISO-8859-3", "ISO-8859-3", NULL,
        "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 "
        "latin3"),
    SINGLE("ISO-8859-4", "ISO-8859-4", NULL,
        "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 "
        "latin4"),
    SINGLE("ISO-8859-5", "ISO-8859-5", NULL,
        "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
        "iso_8859-5:1988"),
    SINGLE("ISO-8859-6", "ISO-8859-6", NULL,
        "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 "
        "iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"),
    SINGLE("ISO-8859-7", "ISO-8859-7", NULL,
        "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 "
        "iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek"),
    SINGLE("ISO-8859-8", "ISO-8859-8", NULL,
        "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 "
        "iso88598 iso_8859-8 iso_8859-8:1988 visual"),
    SINGLE("ISO-8859-8-I", "ISO-8859-8", NULL, "csiso88598i iso-8859-8-i logical"),
    SINGLE("ISO-8859-10", "ISO-8859-10", NULL,
        "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6"),
    SINGLE("ISO-8859-13", "ISO-8859-13", NULL, "iso-8859-13 iso8859-13 iso885913"),
    SINGLE("ISO-8859-14", "ISO-8859-14", NULL, "iso-8859-14 iso8859-14 iso885914"),
    SINGLE("ISO-8859-15", "ISO-8859-15", NULL,
        "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"),
    SINGLE("ISO-8859-16", "ISO-8859-16", NULL, "iso-8859-16"),
    SINGLE("KOI8-R", "KOI8-R", NULL, "cskoi8r koi koi8 koi8-r koi8_r"),
    SINGLE("KOI8-U", "KOI8-U", NULL, "koi8-ru koi8-u"),
    SINGLE("macintosh", "MACINTOSH", NULL, "csmacintosh mac macintosh x-mac-roman"),
    SINGLE("windows-874", "CP874", "WINDOWS-874",
        "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"),
    SINGLE("windows-1250", "CP1250", "WINDOWS-1250", "cp1250 windows-1250 x-cp1250"),
    SINGLE("windows-1251", "CP1251", "WINDOWS-1251", "cp1251 windows-1251 x-cp1251"),
    SINGLE("windows-1252", "CP1252", "WINDOWS-1252",
        "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 "
        "iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252"),
    SINGLE("windows-1253", "CP1253", "WINDOWS-1253", "cp1253 windows-1253 x-cp1253"),
    SINGLE("windows-1254", "CP1254", "WINDOWS-1254",
        "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 "
        "iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254"),
    SINGLE("windows-1255", "CP1255", "WINDOWS-1255", "cp1255 windows-1255 x-cp1255"),
    SINGLE("windows-1256", "CP1256", "WINDOWS-1256", "cp1256 windows-1256 x-cp1256"),
    SINGLE("windows-1257", "CP1257", "WINDOWS-1257", "cp1257 windows-1257 x-cp1257"),
    SINGLE("windows-1258", "CP1258", "WINDOWS-1258", "cp1258 windows-1258 x-cp1258"),
    /* glibc's plain MAC-CYRILLIC is the same, but GNU libiconv's lacks the letter Ghe. */
    SINGLE("x-mac-cyrillic", "MAC-UK", "MACUKRAINE", "x-mac-cyrillic x-mac-ukrainian"),

    MULTI("GBK", "GB18030", "GBK", 0x81, 0xFE, 0, 0,
        "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk"),
    MULTI("gb18030", "GB18030", "GBK", 0x81, 0xFE, 0, 0, "gb18030"),
    MULTI("Big5", "BIG5-HKSCS", "BIG5", 0x81, 0xFE, 0, 0,
        "big5 big5-hkscs cn-big5 csbig5 x-x-big5"),
    MULTI("EUC-JP", "EUC-JP-MS", "EUC-JP", 0x8E, 0x8F, 0xA1, 0xFE,
        "cseucpkdfmtjapanese euc-jp x-euc-jp"),
    OTHER("ISO-2022-JP", "CP50221", "ISO-2022-JP", PITH_FORM_ISO_2022, "csiso2022jp iso-2022-jp"),
    MULTI("Shift_JIS", "CP932", "SHIFT_JIS", 0x81, 0x9F, 0xE0, 0xFC,
        "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"),
    MULTI("EUC-KR", "CP949", "EUC-KR", 0x81, 0xFE, 0, 0,
        "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 "
        "ksc_5601 windows-949"),

    SINGLE("replacement", "CP1252", "WINDOWS-1252",
        "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement"),
    OTHER("UTF-16BE", "UTF-16BE", NULL, PITH_FORM_UTF16, "unicodefffe utf-16be"),
    OTHER("UTF-16LE", "UTF-16LE", NULL, PITH_FORM_UTF16,
        "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"),
    SINGLE("x-user-defined", "CP1252", "WINDOWS-1252", "x-user-defined"),

    /* Not in the standard, so without a label: a text dump may begin with their mark. */
    OTHER("UTF-32LE", "UTF-32LE", NULL, PITH_FORM_UTF32, ""),
    OTHER("UTF-32BE", "UTF-32BE", NULL, PITH_FORM_UTF32, ""),
    {0},
};
/* clang-format on */

static bool has_label(const char *labels, pith__str label) {
    for (;;) {
        size_t length = strcspn(labels, " ");
        if (pith__str_equal_nocase(label, (pith__str){labels, length}))
            return true;
        labels += length;
        if (*labels == '\0')
            return false;
        labels++;
    }
}

const pith__charset *pith__charset_of_label(pith__str label) {
    label = pith__str_trim(label);
    if (label.length == 0)
        return NULL;
    for (const pith__charset *charset = pith__charsets; charset->name != NULL; charset++) {
        if (has_label(charset->labels, label))
            return charset;
    }
    return NULL;
}
