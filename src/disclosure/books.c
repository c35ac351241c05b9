// SPDX-License-Identifier: Apache-2.0
/* The books of a village: money is laid out once for each of them. */
#include "codec/codec.h"
#include "disclosure/disclosure.h"
#include "disclosure_sql.h"

static const struct {
    Str book;
    const char *name; /* NULL: the usual one, which is not named */
} all[] = {
    {{"committee", 9}, NULL},
    {{"cooperative", 11}, "disclosure.book.cooperative"},
    {{"former", 6}, "disclosure.book.former"},
};

static bool is_besides(Str book)
{
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (str_eq(all[i].book, book) && all[i].name)
            return true;
    return false;
}

Str disclosure_book_name(const Lang *l, Str book)
{
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (str_eq(all[i].book, book) && all[i].name)
            return lang_get(l, str_of(all[i].name));
    return S("");
}

Err disclosure_books(Db *db, Arena *a, PlaceCode village, const Str **ret_books, size_t *ret_count)
{
    const BookRow *rows;
    size_t kept;
    Str *books = ARENA_ARRAY(a, Str, COUNT_OF(all));
    TRY(disclosure_books_of(db, a, place_home(village), village, &rows, &kept));
    *ret_count = 0;
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        bool is_kept = !all[i].name;
        for (size_t k = 0; k < kept; k++)
            is_kept = is_kept || str_eq(rows[k].book, all[i].book);
        if (is_kept)
            books[(*ret_count)++] = all[i].book;
    }
    *ret_books = books;
    return NULL;
}

static Err record(Db *db, Arena *a, PlaceCode village, Str book, const Actor *by, Instant now)
{
    const JsonMember said[] = {{S("book"), json_of_text(a, book)}};
    const Event event = {.kind = S("disclosure.book"), .place = village, .at = now, .person = by->person,
                         .office = by->acting ? by->acting->role->code : S(""),
                         .object = record_new_object(a),
                         .data = json_canonical(a, json_object(a, said, COUNT_OF(said)))};
    RecordRef ref;
    return record_append(db, a, &event, &ref);
}

Err disclosure_keep_book(Db *db, Arena *a, PlaceCode village, Str book, const Actor *by, Instant now)
{
    const Str *kept;
    size_t count;
    if (!is_besides(book))
        return ERR(a, ERR_INPUT, "err.disclosure.book", .field = S("book"), .args = {book});
    TRY(disclosure_books(db, a, village, &kept, &count));
    for (size_t i = 0; i < count; i++)
        if (str_eq(kept[i], book))
            return NULL;
    TRY(disclosure_book_put(db, a, place_home(village), village, book, NULL));
    return record(db, a, village, book, by, now);
}
