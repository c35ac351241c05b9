/* Woven from test/golden/weave_html/good/blanks.html: change that file, not this one. */
#pragma once

#include "base/base.h"

typedef struct Page Page;

struct Page {
    Str name;
    bool on;
    const Str *words;
    size_t words_count;
};

void good_json_Page(Out *o, const Page *p);
void good_page_all(Out *o, const Page *p);
