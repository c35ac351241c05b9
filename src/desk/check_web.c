// SPDX-License-Identifier: Apache-2.0
/*
 * Checking on the reader's own machine: the sentences of the verifier on a page, and the verifier as one file that another
 * party can hand out. The file's policy names its script and its style by their hashes and allows nothing else, neither
 * when it is served nor when it is opened from a disk.
 */
#include "check_html.h"
#include "desk/desk_own.h"

bool desk_checks(const Request *q)
{
    return !q->wants_json && pairs_get(&q->query, S("check")).at;
}

static Html words_in_language(const Request *q, const Lang *l)
{
    Out *o = out_new(q->arena, LIMIT_PAGE_BYTES, l);
    desk_page_check_words(o, &(CheckWords){lang_is_zh(l) ? S("zh-CN") : S("en")});
    return (Html){out_str(o)};
}

Html desk_check_words(const Request *q)
{
    return desk_checks(q) ? words_in_language(q, q->lang) : (Html){STR_NONE};
}

static Html half_in_language(const Request *q, const Lang *l)
{
    Out *o = out_new(q->arena, LIMIT_PAGE_BYTES, l);
    const CheckFile half = {lang_is_zh(l) ? S("zh-CN") : S("en"), words_in_language(q, l)};
    desk_page_check_half(o, &half);
    return (Html){out_str(o)};
}

static Str hash_of(Arena *a, Str bytes)
{
    Digest d = seal_sha256(bytes);
    return base64_write(a, (Str){(const char *)d.at, sizeof d.at});
}

static Html element(Arena *a, const char *tag, Str inside)
{
    return (Html){arena_printf(a, "<%s>%.*s</%s>", tag, STR_ARG(inside), tag)};
}

Err desk_get_verifier(const Request *q, Response *r)
{
    Str (*file)(Str) = house()->file;
    if (q->wants_json)
        return desk_missing(q);
    const Str scripts[] = {file(S("ui/seal.js")), file(S("ui/proof.js")), file(S("ui/check.js")), file(S("ui/offline.js"))};
    Str script = arena_join(q->arena, scripts, COUNT_OF(scripts), S("\n")), style = file(S("ui/sun.css"));
    Str policy = arena_printf(q->arena, "default-src 'none'; script-src 'sha256-%.*s'; style-src 'sha256-%.*s'; "
                                        "form-action 'none'; base-uri 'none'",
                              STR_ARG(hash_of(q->arena, script)), STR_ARG(hash_of(q->arena, style)));
    const CheckWhole whole = {.policy = policy,
                              .style = element(q->arena, "style", style),
                              .script = element(q->arena, "script", script),
                              .zh = half_in_language(q, house()->zh),
                              .en = half_in_language(q, house()->en)};
    Out *o = out_new(q->arena, LIMIT_PAGE_BYTES, house()->zh);
    desk_page_check_whole(o, &whole);
    web_bytes(r, "text/html; charset=utf-8", out_str(o));
    r->policy = arena_printf(q->arena, "%.*s; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
                             STR_ARG(policy));
    r->cacheable = true;
    return NULL;
}
