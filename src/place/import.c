// SPDX-License-Identifier: Apache-2.0
/* Reading tables of places. A country has 620,000 villages: they go through in jobs, and only a job is in memory. */
#include "place/place.h"

#include "codec/codec.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { JOB_ROWS = 4000, JOB_ARENA = 32 * 1024 * 1024 };

/* Which column holds what; -1 for none. Our own tables of villages name the town in each row. */
typedef struct Columns {
    int code, name, note, town_code, town;
} Columns;

typedef struct Chunk {
    PlaceImport *import;
    Columns columns;
    Str table;
    Str lines;
    size_t first_line;
    PlaceCode town; /* the last one that was named in a village's row */
    PlaceSum sum;
} Chunk;

/* -- names ------------------------------------------------------------------------------------------------------------ */

static const struct Ending {
    Str written, spoken, kind;
} endings[] = {
    {S("居民委员会"), S("社区"), S("community")}, {S("居委会"), S("社区"), S("community")},
    {S("村民委员会"), S("村"), S("village")},     {S("村委会"), S("村"), S("village")},
};

static const struct Ending *ending_of(Str official)
{
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (str_ends(official, endings[i].written) && official.len > endings[i].written.len)
            return &endings[i];
    return NULL;
}

Str place_short_name(Arena *a, Str official)
{
    const struct Ending *e = ending_of(official);
    if (!e)
        return official;
    Str stem = str_sub(official, 0, official.len - e->written.len);
    return str_ends(stem, e->spoken) ? stem : arena_join(a, (const Str[]){stem, e->spoken}, 2, STR_NONE);
}

/* GB/T 10114: the last three digits tell who sits there; 001-199 and 400-499 are residents' committees. */
static Str village_kind(PlaceCode code, Str official)
{
    const struct Ending *e = ending_of(official);
    int64_t number = code.v / 1000000 % 1000;
    if (e)
        return e->kind;
    return number < 200 || (number >= 400 && number < 500) ? S("community") : S("village");
}

static Str kind_of(PlaceCode code, Str official)
{
    switch (place_level(code)) {
    case PLACE_PROVINCE:
        return S("province");
    case PLACE_CITY:
        return S("city");
    case PLACE_COUNTY:
        return S("county");
    case PLACE_TOWN:
        return str_ends(official, S("街道")) || str_ends(official, S("街道办事处")) ? S("street_office") : S("town");
    case PLACE_VILLAGE:
        return village_kind(code, official);
    case PLACE_SUB_GRID:
        return S("sub_grid");
    case PLACE_STREET:
        return S("street");
    case PLACE_HOUSEHOLD:
        return S("household");
    }
    return STR_NONE;
}

/* -- rows ------------------------------------------------------------------------------------------------------------- */

static Str cell(const Table *t, size_t row, int column)
{
    return column < 0 ? STR_NONE : str_trim(t->cells[row * t->columns + (size_t)column]);
}

static bool same(const Place *before, const Place *now)
{
    return str_eq(before->name, now->name) && str_eq(before->kind, now->kind) && before->fictional == now->fictional;
}

static Err import_place(Chunk *c, Db *db, Arena *a, const Place *named)
{
    const Place *before;
    TRY(place_get(db, a, named->code, &before));
    c->sum.read++;
    if (before && same(before, named))
        return NULL;
    Place now = before ? *before : (Place){.code = named->code, .from = DATE_NONE, .to = DATE_NONE};
    now.name = named->name;
    now.kind = named->kind;
    now.fictional = named->fictional;
    c->sum.added += before == NULL;
    c->sum.changed += before != NULL;
    return c->import->dry_run ? NULL : place_put(db, a, &now);
}

typedef struct Cells {
    Str digits, official;
    size_t row;
    bool fictional;
} Cells;

static Err import_cells(Chunk *c, Db *db, Arena *a, const Cells *cells)
{
    PlaceCode code;
    if (!place_read(cells->digits, &code) || !cells->official.len || !text_is_utf8(cells->official))
        return ERR(a, ERR_INPUT, "err.place.row",
                   .args = {c->table, i64_plain(a, (int64_t)(c->first_line + cells->row)), cells->digits});
    /* A city without counties stands in the counties' table once more, as 441900; it stays the city it is. */
    if (cells->digits.len == 6 && place_level(code) < PLACE_COUNTY)
        return NULL;
    Place named = {
        .code = code,
        .name = place_short_name(a, cells->official),
        .kind = kind_of(code, cells->official),
        .fictional = cells->fictional,
    };
    return import_place(c, db, a, &named);
}

static Err import_row(Chunk *c, Db *db, Arena *a, const Table *t, size_t row)
{
    bool fictional = str_eq(cell(t, row, c->columns.note), S("fictional"));
    Cells town = {cell(t, row, c->columns.town_code), cell(t, row, c->columns.town), row, fictional};
    Cells self = {cell(t, row, c->columns.code), cell(t, row, c->columns.name), row, fictional};
    PlaceCode code;
    if (place_read(town.digits, &code) && code.v != c->town.v) {
        TRY(import_cells(c, db, a, &town));
        c->town = code;
    }
    return import_cells(c, db, a, &self);
}

static Err import_chunk(Db *db, Arena *a, void *arg)
{
    Chunk *c = arg;
    Table t;
    c->sum = (PlaceSum){0}; /* the job may run a second time */
    c->town = PLACE_NONE;
    TRY(csv_read(a, c->lines, JOB_ROWS, &t));
    for (size_t row = 0; row < t.rows; row++) {
        ArenaMark mark = arena_mark(a);
        TRY(import_row(c, db, a, &t, row));
        arena_rewind(a, mark);
    }
    return NULL;
}

/* -- tables ----------------------------------------------------------------------------------------------------------- */

/* The first of up to three names that the head has. */
static int find_column(const Table *head, const char *const names[3])
{
    for (size_t n = 0; n < 3 && names[n]; n++)
        for (size_t i = 0; i < head->columns; i++)
            if (str_eq(str_trim(head->cells[i]), str_of(names[n])))
                return (int)i;
    return -1;
}

static Err read_head(Arena *a, Str table, Str line, Columns *ret_columns)
{
    Table head;
    TRY(csv_read(a, line, 1, &head));
    *ret_columns = (Columns){
        .code = find_column(&head, (const char *const[3]){"code", "code12", "code9"}),
        .name = find_column(&head, (const char *const[3]){"official_name", "name"}),
        .note = find_column(&head, (const char *const[3]){"note"}),
        .town_code = find_column(&head, (const char *const[3]){"town_code9"}),
        .town = find_column(&head, (const char *const[3]){"town"}),
    };
    if (ret_columns->code < 0 || ret_columns->name < 0)
        return ERR(a, ERR_INPUT, "err.place.head", .args = {table});
    return NULL;
}

/* The next JOB_ROWS lines. No name has a line break in it, so lines are rows. */
static Str take_lines(Str *rest, size_t *ret_count)
{
    const char *start = rest->at;
    Str line;
    *ret_count = 0;
    while (*ret_count < JOB_ROWS && str_next(rest, '\n', &line))
        ++*ret_count;
    return (Str){start, rest->len ? (size_t)(rest->at - start) : (size_t)(line.at + line.len - start)};
}

static Err run_chunk(Chunk *c, Arena *a)
{
    if (!c->import->dry_run)
        return store_write(c->import->store, a, import_chunk, c);
    Db *db;
    TRY(store_reader(c->import->store, a, &db));
    return import_chunk(db, a, c);
}

static void add_up(PlaceImport *import, const PlaceSum *more)
{
    import->sum.read += more->read;
    import->sum.added += more->added;
    import->sum.changed += more->changed;
    if (import->progress)
        import->progress(import->arg, &import->sum);
}

Err place_import_rows(PlaceImport *import, Arena *a, Str table, Str csv)
{
    Chunk c = {.import = import, .table = table, .first_line = 2};
    Str head;
    if (!str_next(&csv, '\n', &head))
        head = STR_NONE;
    TRY(read_head(a, table, head, &c.columns));
    Arena *own = arena_new(JOB_ARENA);
    Err err = NULL;
    for (size_t count; !err && csv.len; c.first_line += count) {
        c.lines = take_lines(&csv, &count);
        err = run_chunk(&c, own);
        if (!err) {
            add_up(import, &c.sum);
            arena_reset(own);
        }
    }
    err = err ? err_make(a, err) : NULL;
    arena_free(own);
    return err;
}

/* -- folders ---------------------------------------------------------------------------------------------------------- */

static Err import_file(PlaceImport *import, Arena *a, Str path, size_t *count)
{
    struct stat st;
    int fd = open(path.at, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    ++*count;
    void *bytes = fstat(fd, &st) == 0 && st.st_size > 0
                      ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0)
                      : MAP_FAILED;
    close(fd);
    if (bytes == MAP_FAILED)
        return ERR(a, ERR_INPUT, "err.place.head", .args = {path});
    Err err = place_import_rows(import, a, path, (Str){bytes, (size_t)st.st_size});
    munmap(bytes, (size_t)st.st_size);
    return err;
}

Err place_import_folder(PlaceImport *import, Arena *a, const char *folder)
{
    static const char *const files[] = {"provinces", "cities", "areas", "streets", "villages"};
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(files); i++)
        TRY(import_file(import, a, arena_printf(a, "%s/%s.csv", folder, files[i]), &count));
    return count ? NULL : ERR(a, ERR_MISSING, "err.place.folder", .args = {str_of(folder)});
}
