// SPDX-License-Identifier: Apache-2.0
/*
 * What a county changes in its catalogue (disclosure regulation, art. 18): a list of items, whole rows, from a day that is
 * still to come. The list stands in the county's home as it was given, and its hash in the record; an item that it does not
 * name, or names as it is, stays as it is.
 */
#include "disclosure/catalogue.h"
#include "disclosure_sql.h"

enum { CELL_CHARS = 200 };

static const Str needed[] = {S("code"), S("category_code"), S("item_zh"), S("item_en"), S("plain_zh"), S("plain_en"),
                             S("period"), S("legal_basis"), S("prepare_role"), S("review_role"), S("approve_role"),
                             S("required_fields"), S("no_change_allowed")};

/* -- one row ------------------------------------------------------------------------------------------------------------------- */

static bool is_code(Str code)
{
    int64_t number;
    bool letter = code.len >= 2 && code.len <= 3 && code.at[0] >= 'A' && code.at[0] <= 'F';
    return str_eq(code, S(CATALOGUE_ADDED)) || (letter && str_to_i64(str_from(code, 1), &number) && number > 0);
}

/* Where nothing may be left out, and nothing too long or with signs that no eye sees. */
static Err check_words(Arena *a, const Table *t, size_t row)
{
    for (size_t k = 0; k < COUNT_OF(needed); k++)
        if (!str_eq(needed[k], S("required_fields")) && !str_trim(catalogue_cell(t, row, needed[k])).len)
            return ERR(a, ERR_INPUT, "err.disclosure.cat_empty", .args = {needed[k]});
    for (size_t k = 0; k < t->columns; k++) {
        Str cell = t->cells[row * t->columns + k];
        uint32_t c;
        bool long_list = str_eq(t->cells[k], S("required_fields"));
        for (Str rest = cell; text_next(&rest, &c);)
            if (c < ' ')
                return ERR(a, ERR_INPUT, "err.disclosure.cat_sign", .args = {t->cells[k]});
        if (!long_list && text_chars(cell) > CELL_CHARS)
            return ERR(a, ERR_INPUT, "err.disclosure.cat_long", .args = {t->cells[k], i64_plain(a, CELL_CHARS)});
    }
    return NULL;
}

static Err check_roles(Arena *a, const Catalogue *c, const Table *t, size_t row)
{
    static const Str columns[] = {S("prepare_role"), S("review_role"), S("approve_role")};
    for (size_t k = 0; k < COUNT_OF(columns); k++) {
        Str role = catalogue_cell(t, row, columns[k]);
        if (!access_role(c->roles, role))
            return ERR(a, ERR_INPUT, "err.disclosure.cat_role", .args = {role});
    }
    return NULL;
}

/* Money in and out, and what is in the accounts, are laid out each month, changed or not (regulation, art. 12). */
static Err check_no_change(Arena *a, const Table *t, size_t row)
{
    Str code = catalogue_cell(t, row, S("code")), allowed = catalogue_cell(t, row, S("no_change_allowed"));
    if (!str_eq(allowed, S("0")) && !str_eq(allowed, S("1")))
        return ERR(a, ERR_INPUT, "err.disclosure.cat_flag", .args = {allowed});
    if (str_eq(allowed, S("1")) && (str_eq(code, S("C2")) || str_eq(code, S("D1"))))
        return ERR(a, ERR_RULE, "err.disclosure.no_change", .args = {code});
    return NULL;
}

static Err check_row(Arena *a, const Catalogue *c, const Table *t, size_t row, Date since)
{
    Str code = catalogue_cell(t, row, S("code"));
    if (!is_code(code))
        return ERR(a, ERR_INPUT, "err.disclosure.cat_code", .args = {code});
    for (size_t before = 1; before < row; before++)
        if (str_eq(catalogue_cell(t, before, S("code")), code))
            return ERR(a, ERR_INPUT, "err.disclosure.cat_twice", .args = {code});
    for (const Version *v = catalogue_versions(c, code); v; v = v->later)
        if (date_is(v->item.from) && v->item.from.day >= since.day)
            return ERR(a, ERR_CONFLICT, "err.disclosure.cat_later", .args = {code, date_plain(a, v->item.from)});
    TRY(check_words(a, t, row));
    TRY(check_roles(a, c, t, row));
    return check_no_change(a, t, row);
}

static bool is_same(const Version *v, const Table *t, size_t row)
{
    static const Str by_day[] = {S("valid_from"), S("valid_to")};
    for (size_t k = 0; v && k < t->columns; k++) {
        Str name = t->cells[k];
        bool compared = !str_eq(name, by_day[0]) && !str_eq(name, by_day[1]);
        if (compared && !str_eq(catalogue_cell(v->table, v->row, name), t->cells[row * t->columns + k]))
            return false;
    }
    return v != NULL;
}

/* How often an item falls due is its shape's; what the list says of it must not be something else. */
static Err check_period(Arena *a, const Catalogue *c, const Table *t, size_t row, Date since)
{
    static const struct {
        Str word;
        char every;
    } words[] = {{S("monthly"), 'm'}, {S("quarterly"), 'q'}, {S("yearly"), 'y'}, {S("on_event"), 'e'}};
    Str said = catalogue_cell(t, row, S("period"));
    const Version *v = catalogue_on(catalogue_versions(c, catalogue_cell(t, row, S("code"))), since);
    for (size_t i = 0; v && i < COUNT_OF(words); i++)
        if (str_eq(words[i].word, said) && words[i].every == v->item.every)
            return NULL;
    return ERR(a, ERR_INPUT, "err.disclosure.cat_period", .args = {said});
}

/* -- a list --------------------------------------------------------------------------------------------------------------------- */

static void complain(CatalogueImport *x, Arena *a, size_t row, Err why)
{
    if (x->complaint_count < COUNT_OF(x->complaints))
        x->complaints[x->complaint_count++] = (CatalogueComplaint){(int)row + 1, err_make(a, why)};
}

static void take(Catalogue *c, Arena *a, const Table *t, CatalogueImport *x)
{
    for (size_t row = 1; row < t->rows; row++) {
        if (is_same(catalogue_on(catalogue_versions(c, catalogue_cell(t, row, S("code"))), x->since), t, row)) {
            x->same++;
            continue;
        }
        Err e = check_row(a, c, t, row, x->since);
        e = e ? e : catalogue_take_row(c, t, row, x->since);
        e = e ? e : check_period(a, c, t, row, x->since);
        if (e)
            complain(x, a, row, e);
        else
            x->changed++;
    }
}

static Err read_list(Catalogue *c, Arena *a, Str list, const Table **ret)
{
    Table *t = ARENA_NEW(c->arena, Table);
    TRY(csv_read(c->arena, arena_str(c->arena, list), LIMIT_DISCLOSURE_ITEMS + 1, t));
    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        size_t k = 0;
        while (k < t->columns && t->rows && !str_eq(t->cells[k], needed[i]))
            k++;
        if (k == t->columns || !t->rows)
            return ERR(a, ERR_INPUT, "err.disclosure.cat_column", .args = {needed[i]});
    }
    *ret = t;
    return NULL;
}

/* As it is carried, and every change of the county's after it. */
static Err build(Db *db, Arena *a, const House *h, Catalogue **ret, int64_t *ret_seq)
{
    const ListRow *rows;
    size_t count;
    TRY(catalogue_new(h, ret));
    TRY(disclosure_catalogue_lists(db, a, place_home(h->county), &rows, &count));
    *ret_seq = count ? rows[count - 1].seq + 1 : 1;
    for (size_t i = 0; i < count; i++) {
        const Table *t;
        CatalogueImport *x = ARENA_NEW(a, CatalogueImport);
        x->since = rows[i].since;
        TRY(read_list(*ret, a, rows[i].list, &t));
        take(*ret, a, t, x);
        if (x->complaint_count) /* kept by another version of the program, which took it */
            return x->complaints[0].why;
    }
    return NULL;
}

Err disclosure_catalogue_wake(Db *db, Arena *a, const House *h)
{
    Catalogue *c;
    int64_t seq;
    TRY(build(db, a, h, &c, &seq));
    catalogue_publish(c, h->clock);
    return NULL;
}

static void put_in_place(void *arg)
{
    catalogue_publish(arg, house()->clock);
    web_touch(S("/catalogue"));
}

static Err keep(Db *db, Arena *a, const CatalogueImport *x, int64_t seq)
{
    Digest hash = seal_sha256(x->list);
    const JsonMember said[] = {{S("since"), json_of_text(a, date_plain(a, x->since))},
                               {S("items"), json_of_int(a, (int64_t)x->changed)}};
    Event event = {.kind = S("disclosure.catalogue"), .place = house()->county, .at = x->now, .body = &hash,
                   .object = record_new_object(a),
                   .data = json_canonical(a, json_object(a, said, COUNT_OF(said)))};
    RecordRef ref;
    TRY(record_append(db, a, &event, &ref));
    return disclosure_catalogue_put(db, a, place_home(house()->county), seq, x->since, x->list, (int64_t)ref.index, x->now,
                                    NULL);
}

static Err import(Db *db, Arena *a, CatalogueImport *x, Catalogue **ret)
{
    const Table *t;
    int64_t seq;
    x->changed = x->same = x->complaint_count = 0; /* the job may run a second time */
    if (x->since.day <= instant_date(x->now).day)
        return ERR(a, ERR_RULE, "err.disclosure.cat_past", .args = {date_plain(a, x->since)});
    TRY(build(db, a, house(), ret, &seq));
    TRY(read_list(*ret, a, x->list, &t));
    take(*ret, a, t, x);
    if (x->complaint_count)
        return ERR(a, ERR_RULE, "err.app.nothing_kept");
    if (!x->changed)
        return ERR(a, ERR_RULE, "err.disclosure.cat_nothing");
    return x->dry_run ? NULL : keep(db, a, x, seq);
}

Err disclosure_catalogue_import(Db *db, Arena *a, CatalogueImport *x)
{
    Catalogue *c = NULL;
    Err e = import(db, a, x, &c);
    if (!e && !x->dry_run)
        db_after_commit(db, put_in_place, c);
    else if (c) {
        e = e ? err_make(a, e) : NULL;
        arena_free(c->arena);
    }
    return e;
}
