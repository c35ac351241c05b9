/* Made by weave of test/golden/weave_sql/good/entry.sql: change that file, not this one. */
#include "entry_sql.h"

static EntryRow read_EntryRow(Arena *a UNUSED, const DbCell *cells)
{
    return (EntryRow){
        .id = (CaseId){cells[0].i},
        .number = cells[1].i,
        .person = (PersonId){cells[2].i},
        .place = (PlaceCode){cells[3].i},
        .sum = (Money){cells[4].i},
        .posted_on = cells[5].kind == CELL_NULL ? DATE_NONE : (Date){(int32_t)cells[5].i},
        .at = cells[6].kind == CELL_NULL ? INSTANT_NONE : (Instant){cells[6].i},
        .open = cells[7].i != 0,
        .memo = arena_str(a, cells[8].s),
        .seal = cells[9].kind == CELL_NULL ? STR_NONE : arena_str(a, cells[9].s),
    };
}

static EntryRow *room_for_EntryRow(Arena *a, const EntryRow *rows, size_t count)
{
    EntryRow *more = ARENA_ARRAY(a, EntryRow, count ? 2 * count : 8);
    if (count)
        memcpy(more, rows, count * sizeof *rows);
    return more;
}

static PartRow read_PartRow(Arena *a UNUSED, const DbCell *cells)
{
    return (PartRow){
        .id = cells[0].i,
        .words = arena_str(a, cells[1].s),
    };
}

static PartRow *room_for_PartRow(Arena *a, const PartRow *rows, size_t count)
{
    PartRow *more = ARENA_ARRAY(a, PartRow, count ? 2 * count : 8);
    if (count)
        memcpy(more, rows, count * sizeof *rows);
    return more;
}

static const DbQuery q_entry_get = {
    .name = "good_entry_get",
    .sqlite =
    "select id, number, person, place, sum, posted_on, at, open, memo, seal\n"
    "  from good_entry \n"
    " where home = ?1 and id = ?2",
    .postgres =
    "select id, number, person, place, sum, posted_on, at, open, memo, seal\n"
    "  from good_entry \n"
    " where home = $1::bigint and id = $2::bigint",
    .params = 2,
    .columns = 10,
    .writes = false,
};

Err good_entry_get(Db *db, Arena *a, Home home, CaseId id, const EntryRow **ret_row)
{
    const DbCell params_[] = {
        {.kind = CELL_INT, .i = home.code9},
        {.kind = CELL_INT, .i = id.v},
    };
    DbRows *open_ = NULL;
    const DbCell *cells_ = NULL;
    TRY(db_open_rows(db, a, &q_entry_get, params_, &open_));
    *ret_row = NULL;
    TRY(db_next(open_, &cells_));
    if (!cells_)
        return NULL;
    EntryRow *found_ = ARENA_NEW(a, EntryRow);
    *found_ = read_EntryRow(a, cells_);
    db_close_rows(open_);
    *ret_row = found_;
    return NULL;
}

static const DbQuery q_entry_list = {
    .name = "good_entry_list",
    .sqlite =
    "select id, number, person, place, sum, posted_on, at, open, memo, seal\n"
    "  from good_entry\n"
    " where home = ?1 and (?2 is null or person = ?2) and (?3 is null or posted_on > ?3)\n"
    "   and (?4 is null or memo = ?4)\n"
    " order by id\n"
    " limit ?5",
    .postgres =
    "select id, number, person, place, sum, posted_on, at, open, memo, seal\n"
    "  from good_entry\n"
    " where home = $1::bigint and ($2::bigint is null or person = $2::bigint) and ($3::bigint is null or posted_on > $3::bigint)\n"
    "   and ($4::text is null or memo = $4::text)\n"
    " order by id\n"
    " limit $5::bigint",
    .params = 5,
    .columns = 10,
    .writes = false,
};

Err good_entry_list(Db *db, Arena *a, Home home, PersonId person, Date after, Str words, int64_t row_max, const EntryRow **ret_rows, size_t *ret_count)
{
    const DbCell params_[] = {
        {.kind = CELL_INT, .i = home.code9},
        {.kind = person.v != 0 ? CELL_INT : CELL_NULL, .i = person.v},
        {.kind = date_is(after) ? CELL_INT : CELL_NULL, .i = after.day},
        {.kind = words.at ? CELL_TEXT : CELL_NULL, .s = words},
        {.kind = CELL_INT, .i = row_max},
    };
    DbRows *open_ = NULL;
    const DbCell *cells_ = NULL;
    TRY(db_open_rows(db, a, &q_entry_list, params_, &open_));
    EntryRow *rows_ = NULL;
    size_t count_ = 0;
    for (size_t room_ = 0;; count_++) {
        TRY(db_next(open_, &cells_));
        if (!cells_)
            break;
        if (count_ == LIMIT_ROWS_MANY) {
            db_close_rows(open_);
            return ERR(a, ERR_LIMIT, "err.store.too_many_rows", .detail = S("good_entry_list"));
        }
        if (count_ == room_) {
            rows_ = room_for_EntryRow(a, rows_, count_);
            room_ = count_ ? 2 * count_ : 8;
        }
        rows_[count_] = read_EntryRow(a, cells_);
    }
    *ret_rows = rows_;
    *ret_count = count_;
    return NULL;
}

static const DbQuery q_entry_some = {
    .name = "good_entry_some",
    .sqlite =
    "select id, number, person, place, sum, posted_on, at, open, memo, seal\n"
    "  from good_entry\n"
    " where home = ?1 and id in (select value from json_each(?2)) and posted_on in (select value from json_each(?3))\n"
    " limit 100",
    .postgres =
    "select id, number, person, place, sum, posted_on, at, open, memo, seal\n"
    "  from good_entry\n"
    " where home = $1::bigint and id in (select value::bigint from json_array_elements_text($2::json)) and posted_on in (select value::bigint from json_array_elements_text($3::json))\n"
    " limit 100",
    .params = 3,
    .columns = 10,
    .writes = false,
};

Err good_entry_some(Db *db, Arena *a, Home home, const CaseId *ids, size_t ids_count, const Date *days, size_t days_count, const EntryRow **ret_rows, size_t *ret_count)
{
    DbList ids_ = db_list(a, ids_count);
    for (size_t i_ = 0; i_ < ids_count; i_++)
        db_list_put(&ids_, ids[i_].v);
    DbList days_ = db_list(a, days_count);
    for (size_t i_ = 0; i_ < days_count; i_++)
        db_list_put(&days_, days[i_].day);
    const DbCell params_[] = {
        {.kind = CELL_INT, .i = home.code9},
        {.kind = CELL_TEXT, .s = db_list_text(&ids_)},
        {.kind = CELL_TEXT, .s = db_list_text(&days_)},
    };
    DbRows *open_ = NULL;
    const DbCell *cells_ = NULL;
    TRY(db_open_rows(db, a, &q_entry_some, params_, &open_));
    EntryRow *rows_ = NULL;
    size_t count_ = 0;
    for (size_t room_ = 0;; count_++) {
        TRY(db_next(open_, &cells_));
        if (!cells_)
            break;
        if (count_ == LIMIT_ROWS_MANY) {
            db_close_rows(open_);
            return ERR(a, ERR_LIMIT, "err.store.too_many_rows", .detail = S("good_entry_some"));
        }
        if (count_ == room_) {
            rows_ = room_for_EntryRow(a, rows_, count_);
            room_ = count_ ? 2 * count_ : 8;
        }
        rows_[count_] = read_EntryRow(a, cells_);
    }
    *ret_rows = rows_;
    *ret_count = count_;
    return NULL;
}

static const DbQuery q_part_each = {
    .name = "good_part_each",
    .sqlite =
    "select row as id, words from good_part",
    .postgres =
    "select row as id, words from good_part",
    .params = 0,
    .columns = 2,
    .writes = false,
};

Err good_part_each(Db *db, Arena *a,
    Err (*each)(void *arg, const PartRow *row), void *arg)
{
    DbRows *open_ = NULL;
    const DbCell *cells_ = NULL;
    TRY(db_open_rows(db, a, &q_part_each, NULL, &open_));
    for (ArenaMark mark_ = arena_mark(a);; arena_rewind(a, mark_)) {
        TRY(db_next(open_, &cells_));
        if (!cells_)
            return NULL;
        PartRow row_ = read_PartRow(a, cells_);
        Err told_ = each(arg, &row_);
        if (told_) {
            db_close_rows(open_);
            return told_;
        }
    }
}

static const DbQuery q_entry_put = {
    .name = "good_entry_put",
    .sqlite =
    "insert into good_entry (home, id, number, posted_on, at, open, seal, place)\n"
    "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)\n"
    "on conflict (home, id) do update set number = excluded.number, memo = 'a \"quoted\" \\ word? ?\077='",
    .postgres =
    "insert into good_entry (home, id, number, posted_on, at, open, seal, place)\n"
    "values ($1::bigint, $2::bigint, $3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::bytea, $8::bigint)\n"
    "on conflict (home, id) do update set number = excluded.number, memo = 'a \"quoted\" \\ word? ?\077='",
    .params = 8,
    .columns = 0,
    .writes = true,
};

Err good_entry_put(Db *db, Arena *a, Home home, CaseId id, int64_t number, Date posted_on, Instant at, bool open, Str seal, PlaceCode place, int64_t *ret_changed)
{
    const DbCell params_[] = {
        {.kind = CELL_INT, .i = home.code9},
        {.kind = CELL_INT, .i = id.v},
        {.kind = CELL_INT, .i = number},
        {.kind = date_is(posted_on) ? CELL_INT : CELL_NULL, .i = posted_on.day},
        {.kind = instant_is(at) ? CELL_INT : CELL_NULL, .i = at.ms},
        {.kind = CELL_INT, .i = open},
        {.kind = seal.at ? CELL_BYTES : CELL_NULL, .s = seal},
        {.kind = place.v != 0 ? CELL_INT : CELL_NULL, .i = place.v},
    };
    return db_exec(db, a, &q_entry_put, params_, ret_changed);
}

static const DbQuery q_part_search = {
    .name = "good_part_search",
    .sqlite =
    "select p.row as id, p.words as words\n"
    "  from good_search as s join good_part as p on p.row = s.rowid\n"
    " where s.words match ?2 and p.home = ?1\n"
    " limit 20",
    .postgres =
    "select p.row as id, p.words as words\n"
    "  from good_search as s join good_part as p on p.row = s.row\n"
    " where s.words @@ to_tsquery('simple', $2::text) and p.home = $1::bigint\n"
    " limit 20",
    .params = 2,
    .columns = 2,
    .writes = false,
};

Err good_part_search(Db *db, Arena *a, Home home, Str words, const PartRow **ret_rows, size_t *ret_count)
{
    const DbCell params_[] = {
        {.kind = CELL_INT, .i = home.code9},
        {.kind = CELL_TEXT, .s = words},
    };
    DbRows *open_ = NULL;
    const DbCell *cells_ = NULL;
    TRY(db_open_rows(db, a, &q_part_search, params_, &open_));
    PartRow *rows_ = NULL;
    size_t count_ = 0;
    for (size_t room_ = 0;; count_++) {
        TRY(db_next(open_, &cells_));
        if (!cells_)
            break;
        if (count_ == LIMIT_ROWS_MANY) {
            db_close_rows(open_);
            return ERR(a, ERR_LIMIT, "err.store.too_many_rows", .detail = S("good_part_search"));
        }
        if (count_ == room_) {
            rows_ = room_for_PartRow(a, rows_, count_);
            room_ = count_ ? 2 * count_ : 8;
        }
        rows_[count_] = read_PartRow(a, cells_);
    }
    *ret_rows = rows_;
    *ret_count = count_;
    return NULL;
}

const DbQuery *const entry_queries[] = {
    &q_entry_get,
    &q_entry_list,
    &q_entry_some,
    &q_part_each,
    &q_entry_put,
    &q_part_search,
    NULL,
};
const size_t entry_query_count = 6;
