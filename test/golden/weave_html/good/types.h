/* Woven from test/golden/weave_html/good/types.html: change that file, not this one. */
#pragma once

#include "base/base.h"
#include "web/web.h"

typedef struct Line Line;
typedef struct All All;
typedef struct Hidden Hidden;

struct Line {
    Str name;
    const Line *next;
};

struct All {
    Str text;
    Html markup;
    Money sum;
    Date day;
    Instant at;
    Period period;
    PlaceCode where;
    int64_t count;
    bool flag;
    const Str *words;
    size_t words_count;
    const Money *sums;
    size_t sums_count;
    Line first;
    const Line *lines;
    size_t lines_count;
    const Line *other;
    FormToken token;
};

struct Hidden {
    Str only;
};

void good_json_Line(Out *o, const Line *p);
void good_json_All(Out *o, const All *p);
void good_json_Hidden(Out *o, const Hidden *p);
void good_page_text(Out *o, const All *p);
void good_page_address(Out *o, const All *p);
void good_page_sentence(Out *o, const All *p);
void good_page_values(Out *o, Str s, Money m, int64_t n, const Line *l);
void good_page_parts(Out *o, const All *p);
