// SPDX-License-Identifier: Apache-2.0
/*
 * rooms: who may include whom, and the budgets of the house.
 *
 * lives:    the tree read once, one file per family of rules, complaints, waivers, the table of counts
 * promises: reads, never writes; the same tree gives the same words; a waiver is counted, and one that waives nothing
 *           is a complaint
 * uses:     base
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"

#include <stdio.h>

/* Their names, as a waiver writes them, stand in complain.c. */
typedef enum RoomsRule {
    RULE_INCLUDE,
    RULE_OUTSIDE,  /* third-party headers */
    RULE_LICENSE,
    RULE_CARD,
    RULE_CALL,
    RULE_SQL,
    RULE_TABLE,
    RULE_PURE,     /* rule files */
    RULE_WEB,
    RULE_SYMBOL,
    RULE_FUNCTION,
    RULE_FILE,
    RULE_NESTING,
    RULE_MESSAGE,
    RULE_ROUTE,
    RULE_WAIVER,
    RULE_COUNT,
} RoomsRule;

typedef struct Waiver {
    int line;
    RoomsRule rule;
    Str reason;
    bool is_used;
    struct Waiver *next;
} Waiver;

typedef struct Literal {
    size_t at; /* of its first byte, in the text */
    Str text;  /* as written: escapes are not read */
    struct Literal *next;
} Literal;

typedef struct Unit Unit;
typedef struct File {
    Str path;   /* src/dialogue/dialogue_web.c */
    Str name;   /* dialogue_web.c */
    Str stem;   /* dialogue_web */
    Str ending; /* c */
    Str text;
    Str code;   /* C only: the text with comments and the insides of quotes blanked; the same offsets */
    Str plain;  /* C only: comments blanked, quotes kept */
    Literal *literals;
    Waiver *waivers;
    Unit *unit;
    bool is_test; /* x_test.c, and everything below test/ */
    int lines;
    struct File *next;
} File;

typedef enum UnitKind { UNIT_FLOOR, UNIT_ROOM, UNIT_ROOF, UNIT_OTHER } UnitKind;
struct Unit {
    Str name; /* dialogue; tools/weave; test */
    UnitKind kind;
    File *card; /* <unit>/<unit>.h */
    Str uses, others; /* the words after uses: and public: */
    int files, lines, functions, longest, over, waived;
    Unit *next;
};

typedef struct Complaint {
    const File *file;
    int line;
    RoomsRule rule;
    bool is_warning;
    Str text;
    struct Complaint *next;
} Complaint;

typedef struct Rooms {
    Arena *arena;
    Str root, build;
    Unit *units;
    File *files; /* in the order of their paths */
    Complaint *complaints;
    int refused, warned;
} Rooms;

/* -- load.c, scan.c: the tree ------------------------------------------------------------------------------------------- */
bool rooms_load(Rooms *r); /* false when there is no house at the root */
void rooms_scan(Rooms *r, File *f);
Unit *rooms_unit(const Rooms *r, Str name);
bool rooms_is_c(const File *f);
bool rooms_is_word_byte(char c);
/* The next identifier of a text from *at on, which is passed. */
bool rooms_next_word(Str text, size_t *at, Str *ret_word);
size_t rooms_skip_blanks(Str text, size_t at);
bool rooms_has_word(Str text, Str word); /* among words between blanks */
/* The next #include from *at on: "path" or, angled, <path>; false at the end. */
bool rooms_next_include(const File *f, size_t *at, Str *ret_path, bool *ret_angled);

/* -- complain.c --------------------------------------------------------------------------------------------------------- */
int rooms_line(const File *f, size_t at);
void rooms_complain(Rooms *r, const File *f, int line, RoomsRule rule, const char *fmt, ...) PRINTF_LIKE(5, 6);
void rooms_warn(Rooms *r, const File *f, int line, RoomsRule rule, const char *fmt, ...) PRINTF_LIKE(5, 6);
void rooms_find_waivers(Rooms *r, File *f);
void rooms_print(Rooms *r); /* what was not waived, in order; then the table */

/* -- one function per family of rules ------------------------------------------------------------------------------------ */
void rooms_check_license(Rooms *r);
void rooms_check_cards(Rooms *r);    /* before the includes: reads them */
void rooms_check_includes(Rooms *r);
void rooms_check_calls(Rooms *r);
void rooms_check_tables(Rooms *r);
void rooms_check_symbols(Rooms *r);
void rooms_check_shapes(Rooms *r);
void rooms_check_messages(Rooms *r);
void rooms_check_routes(Rooms *r);

/* message.c, for routes too: complains when the key is not in every language. */
void rooms_want_message(Rooms *r, const File *f, size_t at, Str key);
/* floors.c: what a floor may include; what else its symbols may begin with. */
bool rooms_floor_may(Str floor, Str other, bool *ret_is_known);
bool rooms_floor_speaks(Str floor, Str symbol);
