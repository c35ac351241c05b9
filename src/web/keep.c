// SPDX-License-Identifier: Apache-2.0
/* What was typed into a form that was not taken: carried on, and found again (docs/why/kept.md). */
#include "web/inside.h"

/* What a form says about itself; a secret typed into it is never carried. */
bool web_is_mark(Str name)
{
    static const Str marks[] = {S("csrf"), S("key"), S("by"), S("kept"), S("step"), S("more"), S("proof")};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (str_eq(marks[i], name))
            return true;
    return false;
}

/* Where it was going, whose page it was, and what was typed, as the browser wrote it. */
Str web_keep(const Request *q)
{
    Str by = pairs_get(&q->form, S("by")), rest = q->body, pair;
    if (!by.len)
        return STR_NONE;
    Out *o = out_new(q->arena, LIMIT_FORM_BYTES + 2 * LIMIT_URL_BYTES, NULL);
    out_raw(o, q->path);
    out_byte(o, '\n');
    out_raw(o, by);
    out_byte(o, '\n');
    while (str_next(&rest, '&', &pair)) {
        Str name, value;
        str_cut(pair, '=', &name, &value);
        if (web_is_mark(name))
            continue;
        out_raw(o, pair);
        out_byte(o, '&');
    }
    return out_full(o) ? STR_NONE : access_keep(q->arena, out_str(o));
}

KeptState web_kept(const Request *q, Str sealed, Kept *ret)
{
    Str plain, path, by, body;
    int64_t office;
    if (!sealed.len)
        return KEPT_NONE;
    if (!access_kept(q->arena, sealed, &plain) || !str_cut(plain, '\n', &path, &plain) ||
        !str_cut(plain, '\n', &by, &body))
        return KEPT_LOST;
    if (!access_by_is(q->arena, q->who, by, &office))
        return KEPT_OTHERS;
    Str inside = str_ends(body, S("&")) ? str_sub(body, 0, body.len - 1) : body;
    *ret = (Kept){.path = path, .office = office};
    Err e = form_read(q->arena, inside, LIMIT_FORM_FIELDS, &ret->form);
    return e ? KEPT_LOST : KEPT_OWN;
}

FormToken web_kept_token(const Request *q, Str form)
{
    FormToken token = web_form_token(q, form);
    if (q->who->kind == ACTOR_PERSON)
        token.by = access_by(q->arena, q->who);
    return token;
}
