/* Woven from test/golden/weave_html/good/branches.html: change that file, not this one. */
#pragma once

#include "base/base.h"

typedef struct Row Row;
typedef struct Page Page;

struct Row {
    Str name;
    const Str *marks;
    size_t marks_count;
    const Row *below;
    size_t below_count;
    const Row *up;
};

struct Page {
    Str state;
    int64_t count;
    Date day;
    const Row *rows;
    size_t rows_count;
    const Row *one;
};

void good_json_Row(Out *o, const Row *p);
void good_json_Page(Out *o, const Page *p);
void good_page_all(Out *o, const Page *p);
void good_page_row(Out *o, const Row *r);
void good_page_unused(Out *o, const Page *p);
void good_page_loop(Out *o, const Page *p);
void good_page_nothing(Out *o);
