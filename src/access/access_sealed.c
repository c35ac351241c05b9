// SPDX-License-Identifier: Apache-2.0
/* Sealed columns, and the audit of everybody who had one opened. */
#include "access/access_own.h"
#include "access_sql.h"

/* Binds a cipher to its cell: moved to another row, column or town it does not open. */
Str access_cell(Arena *a, Str table, Str column, Home home, int64_t id)
{
    return arena_printf(a, "%.*s|%.*s|%lld|%lld", STR_ARG(table), STR_ARG(column), (long long)home.code9,
                        (long long)id);
}

Str access_seal(Arena *a, Str table, Str column, Home home, int64_t id, Str plain)
{
    return seal_column(a, access_column_key(), access_cell(a, table, column, home, id), plain);
}

Str access_find_key(Arena *a, Str what, Str normalised)
{
    return seal_find_key(a, access_column_key(), what, normalised);
}

/* The office reaches into the home of the row. Whether it reaches the very village, the caller has checked. */
static bool may_look(const Actor *who, Home home)
{
    if (who->kind == ACTOR_SYSTEM)
        return true;
    if (who->kind != ACTOR_PERSON || !who->acting)
        return false;
    PlaceCode at = who->acting->place;
    PlaceCode inside = place_home(at).code9 == home.code9 ? at : place_of_home(home);
    return access_may(who, S("person.raw"), inside);
}

static Err write_look(Db *db, Arena *a, const Actor *who, Home home, const LookRow *look)
{
    const AccessLast *last;
    TRY(access_look_last(db, a, home, &last));
    Str office = who->acting ? who->acting->role->code : S("system");
    return access_look_insert(db, a, home, last->id + 1, look->at, who->home, who->person, office, look->field,
                              look->row_id, look->why, NULL);
}

Err access_unseal(Db *db, Arena *a, const Actor *who, Str why, Str table, Str column, Home home, int64_t id, Str cipher,
                  Instant now, Str *ret_plain)
{
    REQUIRE(db_can_write(db));
    Str reason = text_tidy(a, why, false);
    if (!reason.len || text_chars(reason) > LIMIT_TEXT_CHARS)
        return ERR(a, ERR_INPUT, "err.access.why", .field = S("why"), .args = {i64_plain(a, LIMIT_TEXT_CHARS)});
    if (!may_look(who, home))
        return ERR(a, ERR_DENIED, "err.access.raw");
    const LookRow look = {.at = now, .why = reason, .row_id = id,
                          .field = arena_printf(a, "%.*s.%.*s", STR_ARG(table), STR_ARG(column))};
    TRY(write_look(db, a, who, home, &look));
    Str plain;
    if (!seal_open_column(a, access_column_key(), access_cell(a, table, column, home, id), cipher, &plain))
        return ERR(a, ERR_BROKEN, "err.access.sealed", .detail = access_cell(a, table, column, home, id));
    *ret_plain = plain;
    return NULL;
}

bool access_seal_holds(Arena *a, const SealedCell *cell, Str cipher)
{
    Str plain;
    if (!seal_open_column(a, access_column_key(), access_cell(a, cell->table, cell->column, cell->home, cell->id), cipher,
                          &plain))
        return false;
    seal_wipe((void *)(uintptr_t)plain.at, plain.len);
    return true;
}

static const Look *looks_of(Arena *a, const LookRow *rows, size_t count)
{
    Look *looks = ARENA_ARRAY(a, Look, count);
    for (size_t i = 0; i < count; i++)
        looks[i] = (Look){rows[i].id,     rows[i].at,    rows[i].who_home, rows[i].who, rows[i].name,
                          rows[i].office, rows[i].field, rows[i].row_id,   rows[i].why};
    return looks;
}

Err access_looks(Db *db, Arena *a, Home home, int64_t before, const Look **ret_looks, size_t *ret_count)
{
    const LookRow *rows;
    TRY(access_look_list(db, a, home, before ? before : INT64_MAX, LIMIT_PAGE_ROWS, &rows, ret_count));
    *ret_looks = looks_of(a, rows, *ret_count);
    return NULL;
}

Err access_looks_at(Db *db, Arena *a, Home home, Str field, int64_t row, const Look **ret_looks, size_t *ret_count)
{
    const LookRow *rows;
    TRY(access_look_at(db, a, home, field, row, LIMIT_PAGE_ROWS, &rows, ret_count));
    *ret_looks = looks_of(a, rows, *ret_count);
    return NULL;
}
