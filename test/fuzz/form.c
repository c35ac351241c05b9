// SPDX-License-Identifier: Apache-2.0
/* Forms: fields are clean, and written out they read the same. */
#include "fuzz.h"

FUZZ(a, bytes)
{
    enum { FEW = 3 };
    Pairs p, again;
    bool is_short = !form_read(a, bytes, FEW, &p);
    if (form_read(a, bytes, LIMIT_FORM_FIELDS, &p))
        return;
    REQUIRE(p.count <= LIMIT_FORM_FIELDS && is_short == (p.count <= FEW));
    Out *o = out_new(a, SIZE_MAX, NULL);
    for (size_t i = 0; i < p.count; i++) {
        REQUIRE(text_is_utf8(p.at[i].name) && text_is_utf8(p.at[i].value));
        size_t many = pairs_many(&p, p.at[i].name);
        REQUIRE(many > 1 || (many == 1 && str_eq(pairs_get(&p, p.at[i].name), p.at[i].value)));
        out_url_part(o, p.at[i].name);
        out_byte(o, '=');
        out_url_part(o, p.at[i].value);
        out_byte(o, '&');
    }
    REQUIRE(!form_read(a, out_str(o), LIMIT_FORM_FIELDS, &again) && again.count == p.count);
    for (size_t i = 0; i < p.count; i++)
        REQUIRE(str_eq(again.at[i].name, p.at[i].name) && str_eq(again.at[i].value, p.at[i].value));
}
