// SPDX-License-Identifier: Apache-2.0
/*
 * verify: checks something published against its proof, with nothing but the public key.
 *
 *     shaichang verify http://host/c/371603106200-G-2026-12     the page of a case: its document, its proof
 *     shaichang verify paper.tlog-proof --vkey=...              a proof somebody kept
 *
 * For an address the key is fetched from the same host unless --vkey is given; then the host itself could lie: the key
 * printed on the board is the one to trust.
 */
#include "app/app.h"
#include "app/fetch.h"

enum { FILE_MAX = 1024 * 1024 };

typedef struct Claim {
    Str proof, vkey, document; /* document: the public bytes, or "" when only a proof is at hand */
    Str name;
} Claim;

static bool is_url(Str s)
{
    return str_starts(s, S("http://")) || str_starts(s, S("https://"));
}

static Err read_whole(Arena *a, Str path, Str *ret_bytes)
{
    FILE *f = fopen(arena_cstr(a, path), "rb");
    char *bytes = arena_take(a, FILE_MAX, 1);
    if (!f)
        return ERR(a, ERR_MISSING, "err.app.not_readable", .args = {path});
    size_t len = fread(bytes, 1, FILE_MAX, f);
    fclose(f);
    *ret_bytes = (Str){bytes, len};
    return NULL;
}

/* http://host/c/NUMBER... -> http://host and NUMBER */
static bool split_url(Str url, Str *ret_host, Str *ret_number)
{
    size_t at;
    if (!str_find(url, S("/c/"), &at))
        return false;
    Str tail;
    *ret_host = str_sub(url, 0, at);
    (void)str_cut(str_from(url, at + 3), '/', ret_number, &tail);
    return ret_number->len > 0;
}

static Err claim_of_url(Arena *a, Str url, Str vkey, Claim *ret_claim)
{
    Str host, number;
    PlaceCode place;
    if (!split_url(url, &host, &number))
        return ERR(a, ERR_INPUT, "err.app.not_readable", .args = {url});
    Str base = arena_printf(a, "%.*s/c/%.*s", STR_ARG(host), STR_ARG(number)), code, rest;
    (void)str_cut(number, '-', &code, &rest);
    if (!place_read(code, &place))
        return ERR(a, ERR_INPUT, "err.app.not_readable", .args = {url});
    ret_claim->name = number;
    TRY(app_fetch(a, arena_printf(a, "%.*s/proof", STR_ARG(base)), FILE_MAX, &ret_claim->proof));
    TRY(app_fetch(a, arena_printf(a, "%.*s/doc", STR_ARG(base)), FILE_MAX, &ret_claim->document));
    ret_claim->vkey = vkey;
    if (vkey.len)
        return NULL;
    Str key_url = arena_printf(a, "%.*s/log/%lld/vkey", STR_ARG(host), (long long)place_home(place).code9);
    TRY(app_fetch(a, key_url, FILE_MAX, &ret_claim->vkey));
    ret_claim->vkey = str_trim(ret_claim->vkey);
    return NULL;
}

static Err check(Arena *a, const Claim *claim, ProofCheck *ret_check)
{
    const Json *leaf;
    TRY(record_verify_proof(a, claim->proof, STR_NONE, claim->vkey, ret_check));
    if (!claim->document.len)
        return NULL;
    TRY(json_read(a, ret_check->leaf_bytes, LIMIT_LEAF_BYTES, &leaf));
    Digest hash = seal_sha256(claim->document);
    Str hex = hex_write(a, (Str){(const char *)hash.at, sizeof hash.at});
    if (!str_eq(hex, json_text(leaf, S("body"))))
        return ERR(a, ERR_RULE, "err.app.proof_wrong",
                   .args = {claim->name, i64_plain(a, (int64_t)ret_check->index)});
    return NULL;
}

int app_verify(const CommandRun *r)
{
    Str what = str_of(app_argument(r, 0)), vkey = str_of(app_option(r, "vkey"));
    Claim claim = {.vkey = vkey, .name = what};
    ProofCheck found;
    if (!what.len) {
        fprintf(r->out, "shaichang verify URL|FILE [--vkey=KEY]\n");
        return EXIT_USAGE;
    }
    Err e = is_url(what) ? claim_of_url(r->arena, what, vkey, &claim) : read_whole(r->arena, what, &claim.proof);
    if (!e && !claim.vkey.len)
        e = ERR(r->arena, ERR_INPUT, "err.app.wants_vkey");
    e = e ? e : check(r->arena, &claim, &found);
    if (e)
        return app_refuse(r, e);
    Str words = LANG_FILL(r->arena, r->lang, S("app.verified"), claim.name, i64_plain(r->arena, (int64_t)found.index),
                          i64_plain(r->arena, (int64_t)found.size), found.origin);
    fprintf(r->out, "%.*s\n", STR_ARG(words));
    return EXIT_DONE;
}
