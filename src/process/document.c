// SPDX-License-Identifier: Apache-2.0
/* Documents: bytes frozen in versions. A withdrawal drops the bytes and keeps the hash and the reason. */
#include "process/document.h"

#include "process/engine.h"
#include "process_sql.h"

#include <string.h>

Err document_make(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, Frozen *ret_frozen)
{
    Str name = process_action(c->process, s->action)->document;
    const DocumentMaker *maker = engine_document(e, name);
    if (!maker)
        return ERR(a, ERR_BROKEN, "err.process.no_part", .args = {name});
    TRY(maker->make(db, a, c, s, &ret_frozen->bytes));
    if (!ret_frozen->bytes.len)
        return ERR(a, ERR_BROKEN, "err.process.empty_document", .args = {name});
    ret_frozen->hash = seal_sha256(ret_frozen->bytes);
    return NULL;
}

Err document_keep(Db *db, Arena *a, const Case *c, const Frozen *frozen, uint64_t event, Instant now)
{
    const DocumentRow *newest;
    TRY(process_document_newest(db, a, c->home, c->id, &newest));
    int64_t version = newest ? newest->version + 1 : 1;
    Str hash = {(const char *)frozen->hash.at, sizeof frozen->hash.at};
    return process_document_add(db, a, c->home, c->id, version, hash, (int64_t)event, now, frozen->bytes, NULL);
}

/* A hash that somebody damaged is none: no bytes agree with it, the page says so, and nothing stops. */
static Document of_row(const DocumentRow *row)
{
    Document d = {.about = row->id, .version = row->version, .event = (uint64_t)row->event, .at = row->at,
                  .bytes = row->bytes, .withdrawn = row->withdrawn, .withdrawn_at = row->withdrawn_at};
    if (row->hash.len == sizeof d.hash.at)
        memcpy(d.hash.at, row->hash.at, sizeof d.hash.at);
    return d;
}

Err process_document(Db *db, Arena *a, Home home, CaseId about, int64_t version, const Document **ret)
{
    const DocumentRow *row;
    TRY(version ? process_document_get(db, a, home, about, version, &row)
                : process_document_newest(db, a, home, about, &row));
    if (!row)
        return ERR(a, ERR_MISSING, "err.process.no_document");
    Document *d = ARENA_NEW(a, Document);
    *d = of_row(row);
    *ret = d;
    return NULL;
}

static const Document *of_rows(Arena *a, const DocumentRow *rows, size_t count)
{
    Document *documents = ARENA_ARRAY(a, Document, count);
    for (size_t i = 0; i < count; i++)
        documents[i] = of_row(&rows[i]);
    return documents;
}

Err process_documents(Db *db, Arena *a, Home home, CaseId about, const Document **ret, size_t *ret_count)
{
    const DocumentRow *rows;
    TRY(process_document_list(db, a, home, about, LIMIT_STEPS, &rows, ret_count));
    *ret = of_rows(a, rows, *ret_count);
    return NULL;
}

Err process_documents_of(Db *db, Arena *a, Home home, const CaseId *abouts, size_t about_count, const Document **ret,
                         size_t *ret_count)
{
    const DocumentRow *rows;
    TRY(process_document_some(db, a, home, abouts, about_count, &rows, ret_count));
    *ret = of_rows(a, rows, *ret_count);
    return NULL;
}

Err process_withdraw(Db *db, Arena *a, const Document *d, Home home, Str reason, Instant now)
{
    int64_t changed;
    if (!str_trim(reason).len)
        return ERR(a, ERR_INPUT, "err.process.needed", .field = S("reason"));
    TRY(process_document_withdraw(db, a, home, d->about, d->version, reason, now, &changed));
    return changed ? NULL : ERR(a, ERR_MISSING, "err.process.no_document");
}
