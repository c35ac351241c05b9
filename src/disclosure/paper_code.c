// SPDX-License-Identifier: Apache-2.0
/*
 * From paper back to the record. The code under an item is of the leaf that published it: it names that text and no other.
 * A code that no version of the period has is one that was misread, or paper that says something else than the record.
 */
#include "disclosure/paper_code.h"

enum { CODE_LETTERS = 12, CODE_GROUP = 4, TYPED_MAX = 64 };

/* Base32 has no 0, 1 and 8, because people read them as letters: so they are taken for them. */
static char letter_of(char c)
{
    static const char taken[] = "0O1I8B";
    for (size_t i = 0; i + 1 < sizeof taken; i += 2)
        if (taken[i] == c)
            return taken[i + 1];
    if (c >= 'a' && c <= 'z')
        return (char)(c - 'a' + 'A');
    return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7') ? c : 0;
}

/* TGQP-G4WC-5VQ5, however it was typed; "" for what can be no code. */
static Str tidy_code(Arena *a, Str typed)
{
    char letters[CODE_LETTERS];
    size_t n = 0;
    Str folded = text_fold(a, str_sub(typed, 0, TYPED_MAX));
    for (size_t i = 0; i < folded.len; i++) {
        char c = letter_of(folded.at[i]);
        if (c && n == CODE_LETTERS)
            return S("");
        if (c)
            letters[n++] = c;
    }
    if (n < CODE_LETTERS)
        return S("");
    const Str groups[] = {{letters, CODE_GROUP}, {letters + CODE_GROUP, CODE_GROUP}, {letters + 2 * CODE_GROUP, CODE_GROUP}};
    return arena_join(a, groups, COUNT_OF(groups), S("-"));
}

static void found(const Request *q, const ShelfEntry *e, PeriodCode *ret)
{
    const Item *item = disclosure_item_of(q->arena, e);
    ret->found = true;
    ret->plain = item ? words_in(item->plain, q->lang) : e->item;
    ret->newest = e->version;
    ret->href = arena_printf(q->arena, "%.*s?check=1#check-%.*s",
                             STR_ARG(disclosure_href(q->arena, e->village, e->period, e->item)), STR_ARG(e->number));
}

/* Versions that were corrected since: their codes are not on the shelf any more. */
static Err find_older(const Request *q, const ShelfEntry *entries, size_t count, PeriodCode *ret)
{
    CaseId *abouts = ARENA_ARRAY(q->arena, CaseId, count + 1);
    const Document *documents;
    size_t n = 0, document_count;
    for (size_t i = 0; i < count; i++)
        if (entries[i].version > 1 || entries[i].withdrawn)
            abouts[n++] = entries[i].about;
    if (n == 0)
        return NULL;
    Home home = place_home(entries[0].village);
    TRY(process_documents_of(q->db, q->arena, home, abouts, n, &documents, &document_count));
    for (size_t i = 0; i < document_count && !ret->found; i++) {
        const EventRow *event;
        TRY(record_get(q->db, q->arena, home, documents[i].event, &event));
        if (!event || !str_eq(record_short_code(q->arena, &event->leaf), ret->code))
            continue;
        for (size_t k = 0; k < count; k++)
            if (entries[k].about.v == documents[i].about.v)
                found(q, &entries[k], ret);
        ret->version = documents[i].version;
        ret->published = documents[i].at;
        ret->withdrawn = documents[i].withdrawn;
        ret->is_old = documents[i].version < ret->newest;
    }
    return NULL;
}

Err disclosure_paper_code(const Request *q, Str typed, const ShelfEntry *entries, size_t count, PeriodCode *ret)
{
    *ret = (PeriodCode){.code = tidy_code(q->arena, typed), .typed = text_tidy(q->arena, str_sub(typed, 0, TYPED_MAX), false),
                        .published = INSTANT_NONE};
    ret->readable = ret->code.len > 0;
    for (size_t i = 0; i < count && ret->readable; i++)
        if (str_eq(entries[i].code, ret->code) && !entries[i].withdrawn) {
            found(q, &entries[i], ret);
            ret->version = entries[i].version;
            ret->published = entries[i].published;
            return NULL;
        }
    return ret->readable ? find_older(q, entries, count, ret) : NULL;
}
