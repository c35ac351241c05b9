// SPDX-License-Identifier: Apache-2.0
/*
 * verify: checks something published against its proof, with nothing but the public key.
 *
 *     shaichang verify http://host/c/371603106200-G-2026-12                  a matter: its text, its proof
 *     shaichang verify kept.tlog-proof --vkey=KEY [--doc=FILE]               what somebody kept, without any network
 *
 * For an address the key is fetched from the same host unless --vkey is given; then the host itself could lie: the key
 * printed on the board is the one to trust.
 */
#include "app/app.h"
#include "app/fetch.h"

enum { FILE_MAX = 1024 * 1024 };

typedef struct Claim {
    Str proof, vkey, document; /* document: the public bytes, or "" when only a proof is at hand */
    Str name, number;          /* number: of the matter that an address names, or "" */
    bool gone;                 /* the site says that the document was withdrawn */
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
    (void)fclose(f);
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

/* The log's address on this host: what stands after the host in its origin, and of the town that the number names. */
static Err log_path(Arena *a, Str number, Str proof, Str *ret_path)
{
    PlaceCode place;
    Str origin, code, rest;
    size_t at;
    (void)str_cut(number, '-', &code, &rest);
    TRY(record_proof_origin(a, proof, &origin));
    if (!place_read(code, &place) || !str_find(origin, S("/log/"), &at))
        return ERR(a, ERR_INPUT, "err.app.not_readable", .args = {number});
    Str own = arena_printf(a, "/log/%09lld", (long long)place_home(place).code9), path = str_from(origin, at);
    Str epoch = str_from(path, own.len + 1);
    uint32_t number_of_epoch;
    bool is_own = str_starts(path, own) && (path.len == own.len || path.at[own.len] == '/');
    if (!is_own || (path.len > own.len && !record_read_epoch(epoch, &number_of_epoch)))
        return ERR(a, ERR_RULE, "err.record.proof_origin", .args = {origin, own});
    *ret_path = path;
    return NULL;
}

static Err claim_of_url(Arena *a, Str url, Str vkey, Claim *ret_claim)
{
    Str host, number, path;
    if (!split_url(url, &host, &number))
        return ERR(a, ERR_INPUT, "err.app.not_readable", .args = {url});
    Str base = arena_printf(a, "%.*s/c/%.*s", STR_ARG(host), STR_ARG(number));
    *ret_claim = (Claim){.name = number, .number = number, .vkey = vkey};
    TRY(app_fetch(a, arena_printf(a, "%.*s/proof", STR_ARG(base)), FILE_MAX, &ret_claim->proof));
    TRY(app_fetch_if_there(a, arena_printf(a, "%.*s/doc", STR_ARG(base)), FILE_MAX, &ret_claim->document,
                           &ret_claim->gone));
    TRY(log_path(a, number, ret_claim->proof, &path));
    if (vkey.len)
        return NULL;
    TRY(app_fetch(a, arena_printf(a, "%.*s%.*s/vkey", STR_ARG(host), STR_ARG(path)), FILE_MAX, &ret_claim->vkey));
    ret_claim->vkey = str_trim(ret_claim->vkey);
    return NULL;
}

static Err claim_of_file(Arena *a, Str path, Str vkey, Str doc, Claim *ret_claim)
{
    *ret_claim = (Claim){.name = path, .vkey = vkey};
    TRY(read_whole(a, path, &ret_claim->proof));
    return doc.len ? read_whole(a, doc, &ret_claim->document) : NULL;
}

/* What was checked, as the key of the sentence that says so. */
static Err check(Arena *a, const Claim *claim, ProofCheck *ret_check, const char **ret_said)
{
    const Json *leaf, *doc = NULL;
    TRY(record_verify_proof(a, claim->proof, STR_NONE, claim->vkey, ret_check));
    TRY(json_read(a, ret_check->leaf_bytes, LIMIT_LEAF_BYTES, &leaf));
    Str body = json_text(leaf, S("body")), index = i64_plain(a, (int64_t)ret_check->index);
    *ret_said = claim->document.len ? "app.verified"
                : claim->gone       ? "app.verified_gone"
                : body.len          ? "app.verified_leaf"
                                    : "app.verified_no_text";
    if (!claim->document.len)
        return NULL;
    Digest hash = seal_sha256(claim->document);
    if (!str_eq(hex_write(a, (Str){(const char *)hash.at, sizeof hash.at}), body))
        return ERR(a, ERR_RULE, "err.app.proof_wrong", .args = {claim->name, index});
    /* A good proof of another matter proves nothing of this one. */
    if (claim->number.len && json_read(a, claim->document, FILE_MAX, &doc) == NULL &&
        !str_eq(json_text(doc, S("number")), claim->number))
        return ERR(a, ERR_RULE, "err.app.proof_of_another", .args = {json_text(doc, S("number")), claim->number});
    return NULL;
}

static Str option(const CommandRun *r, const char *name)
{
    const char *value = app_option(r, name);
    return value ? str_of(value) : STR_NONE;
}

int app_verify(const CommandRun *r)
{
    Str what = str_of(app_argument(r, 0)), vkey = option(r, "vkey");
    const char *said;
    Claim claim;
    ProofCheck found;
    if (!is_url(what) && !vkey.len) {
        (void)app_refuse(r, ERR(r->arena, ERR_INPUT, "err.app.wants_vkey"));
        return EXIT_USAGE;
    }
    Err e = is_url(what) ? claim_of_url(r->arena, what, vkey, &claim)
                         : claim_of_file(r->arena, what, vkey, option(r, "doc"), &claim);
    e = e ? e : check(r->arena, &claim, &found, &said);
    if (e)
        return app_refuse(r, e);
    Str words = lang_fill(r->arena, r->lang, str_of(said),
                          (const Str[]){claim.name, i64_plain(r->arena, (int64_t)found.index),
                                        i64_plain(r->arena, (int64_t)found.size), found.origin}, 4);
    fprintf(r->out, "%.*s\n", STR_ARG(words));
    return EXIT_DONE;
}
