// SPDX-License-Identifier: Apache-2.0
/*
 * codec: bytes in, values out.
 *
 * lives:    JSON, CSV and pasted tables, YAML with line numbers, base32/64/hex, QR codes, HTTP dates, forms
 * promises: no I/O; every reader has a ceiling, a fuzzer, and refuses with a sentence
 * uses:     base
 */
#pragma once

#include "base/base.h"

/* -- JSON: an immutable tree in an arena. Integers only (|x| < 2^53): our money is fen, our days are text. ------------ */
typedef enum JsonKind { JSON_NULL, JSON_BOOL, JSON_INT, JSON_TEXT, JSON_LIST, JSON_OBJECT } JsonKind;
typedef struct Json Json;
typedef struct JsonMember {
    Str name;
    const Json *value;
} JsonMember;
struct Json {
    JsonKind kind;
    int64_t number; /* also the flag of a JSON_BOOL */
    Str text;
    const Json *const *items; /* JSON_LIST */
    const JsonMember *members; /* JSON_OBJECT, in the order read */
    size_t count;
};
/* Refuses duplicate names, floats, depth > LIMIT_JSON_DEPTH, bytes after the end, bad UTF-8. */
MUST_USE Err json_read(Arena *a, Str bytes, size_t bytes_max, const Json **ret_json);
const Json *json_get(const Json *object, Str name); /* NULL when absent, or when it is no object */
Str json_text(const Json *object, Str name);        /* STR_NONE when absent or no text */
int64_t json_int(const Json *object, Str name, int64_t otherwise);
bool json_flag(const Json *object, Str name);
/* Making values. */
const Json *json_null(void);
const Json *json_of_text(Arena *a, Str s);
const Json *json_of_int(Arena *a, int64_t v);
const Json *json_of_flag(bool v);
const Json *json_list(Arena *a, const Json *const *items, size_t count);
const Json *json_object(Arena *a, const JsonMember *members, size_t count);
/* `over`'s members replace or join `under`'s; a null removes. */
const Json *json_merge(Arena *a, const Json *under, const Json *over);
/* Canonical: names sorted bytewise, no blanks, only the escapes JSON demands. */
void json_write(Out *o, const Json *j);
Str json_canonical(Arena *a, const Json *j);
/* Streaming: a writer that sets the commas itself. */
void json_string(Out *o, Str s); /* with its quotes */

/* -- tables --------------------------------------------------------------------------------------------------------------- */
typedef struct Table {
    const Str *cells; /* rows x columns, short rows padded with "" */
    size_t rows, columns;
} Table;
/* RFC 4180, UTF-8 (a BOM is dropped) or GB18030; refuses a quote that never closes, naming the line. Cells point into
 * `bytes` where they stand there as they are. */
MUST_USE Err csv_read(Arena *a, Str bytes, size_t rows_max, Table *ret_table);
void csv_mark(Out *o);                       /* opens a file, so that a sheet reads it as UTF-8 */
void csv_cell(Out *o, Str cell, bool first); /* quotes where needed; a cell that a sheet would run gets a ' in front */
void csv_end(Out *o);
/* A range pasted from WPS or Excel: tabs, quoted cells with newlines, merged cells (empty), trailing blank rows dropped;
 * an HTML table is taken too. */
MUST_USE Err paste_read(Arena *a, Str bytes, size_t rows_max, Table *ret_table);

/* -- YAML: the subset without anchors, tags, many documents -------------------------------------------------------------- */
typedef enum YamlKind { YAML_SCALAR, YAML_LIST, YAML_MAP } YamlKind;
typedef struct Yaml Yaml;
typedef struct YamlPair {
    Str name;
    int line;
    const Yaml *value;
} YamlPair;
struct Yaml {
    YamlKind kind;
    int line;      /* 1-based */
    Str text;      /* YAML_SCALAR: always text until a schema types it */
    bool quoted;
    const Yaml *const *items;
    const YamlPair *pairs;
    size_t count;
};
MUST_USE Err yaml_read(Arena *a, Str bytes, Str file, const Yaml **ret_yaml); /* duplicate names are refused */
const Yaml *yaml_get(const Yaml *map, Str name);
Str yaml_text(const Yaml *map, Str name);

/* -- small codes -------------------------------------------------------------------------------------------------------------- */
Str hex_write(Arena *a, Str bytes);
MUST_USE bool hex_read(Arena *a, Str hex, Str *ret_bytes);
Str base64_write(Arena *a, Str bytes);              /* standard alphabet, padded */
MUST_USE bool base64_read(Arena *a, Str s, Str *ret_bytes); /* strict */
Str base64url_write(Arena *a, Str bytes);           /* no padding */
MUST_USE bool base64url_read(Arena *a, Str s, Str *ret_bytes);
Str base32_write(Arena *a, Str bytes);              /* RFC 4648, upper case, no padding */
MUST_USE bool base32_read(Arena *a, Str s, Str *ret_bytes);
Str http_date_write(Arena *a, Instant t);
MUST_USE bool http_date_read(Str s, Instant *ret_t);

/* application/x-www-form-urlencoded, and query strings: at most LIMIT_FORM_FIELDS. */
typedef struct Pair {
    Str name, value;
} Pair;
typedef struct Pairs {
    const Pair *at;
    size_t count;
} Pairs;
MUST_USE Err form_read(Arena *a, Str bytes, size_t fields_max, Pairs *ret_pairs); /* bad UTF-8 and NUL are refused */
Str pairs_get(const Pairs *p, Str name);  /* the first; STR_NONE when absent */
size_t pairs_many(const Pairs *p, Str name);

/* -- QR ------------------------------------------------------------------------------------------------------------------------ */
typedef struct QrCode {
    int side;
    const uint8_t *modules; /* side x side, 1 = dark */
} QrCode;
MUST_USE Err qr_make(Arena *a, Str text, char level, QrCode *ret_code); /* level L M Q H */
Html qr_svg(Arena *a, const QrCode *code, int pixels);
