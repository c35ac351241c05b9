// SPDX-License-Identifier: Apache-2.0
/*
 * Reading tables of places. A country has 620,000 villages: they go through in jobs, and only a job is in memory. All
 * tables are looked at to their last line before the first row is written.
 */
#include "place/place.h"

#include "codec/codec.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { JOB_ROWS = 4000, JOB_ARENA = 32 * 1024 * 1024, TWICE_ARENA = 128 * 1024 * 1024 };

/* Which column holds what; -1 for none. Our own tables of villages name the town in each row. */
typedef struct Columns {
    int code, name, note, town_code, town;
    int kind, area, from, to, succeeded_by, phone, hours, office, duty;
} Columns;

/* A row, read: what it says of its place, and of the town it names beside it. */
typedef struct Named {
    Place self, town;
    bool has_self, has_town;
} Named;

/* A dry run writes nothing that it could read again. So it remembers each place that the tables name more than once, as the
 * row before would have left it. */
typedef struct Twice {
    Arena *arena;
    int64_t *codes; /* of every row while they are looked at; then sorted, and only those that come again */
    size_t count, max;
    const Place **left;
} Twice;

typedef struct Chunk {
    PlaceImport *import;
    Twice *twice; /* NULL: rows are written */
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

/* -- one row, read ------------------------------------------------------------------------------------------------------ */

static Str cell(const Table *t, size_t row, int column)
{
    return column < 0 ? STR_NONE : str_trim(t->cells[row * t->columns + (size_t)column]);
}

static Err bad_cell(Arena *a, const Chunk *c, size_t row, Str text)
{
    return ERR(a, ERR_INPUT, "err.place.row", .args = {c->table, i64_plain(a, (int64_t)(c->first_line + row)), text});
}

static bool is_kind(Str kind)
{
    static const Str kinds[] = {S("province"), S("city"), S("county"), S("town"), S("street_office"), S("village"),
                                S("community"), S("sub_grid"), S("street"), S("household")};
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (str_eq(kinds[i], kind))
            return true;
    return false;
}

static bool fits(Str text)
{
    return text_is_utf8(text) && !text_has_control(text) && text_chars(text) <= LIMIT_PLACE_TEXT_CHARS;
}

static Err read_day(Arena *a, const Chunk *c, size_t row, Str text, Date *ret_day)
{
    *ret_day = DATE_NONE;
    return !text.len || date_read(text, DATE_NONE, ret_day) ? NULL : bad_cell(a, c, row, text);
}

/* Code and name: what every table has. */
static Err read_name(Arena *a, const Chunk *c, size_t row, Str digits, Str official, Place *ret_place)
{
    PlaceCode code;
    if (!place_read(digits, &code) || !official.len || !fits(official))
        return bad_cell(a, c, row, digits);
    *ret_place = (Place){.code = code, .name = place_short_name(a, official), .kind = kind_of(code, official),
                         .from = DATE_NONE, .to = DATE_NONE};
    return NULL;
}

/* What only a table of our own has. */
static Err read_more(Arena *a, const Chunk *c, const Table *t, size_t row, Place *p)
{
    const Columns *k = &c->columns;
    Str kind = cell(t, row, k->kind), successor = cell(t, row, k->succeeded_by);
    const Str texts[] = {cell(t, row, k->area), cell(t, row, k->phone), cell(t, row, k->hours),
                         cell(t, row, k->office), cell(t, row, k->duty)};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (!fits(texts[i]))
            return bad_cell(a, c, row, texts[i]);
    p->area = texts[0];
    p->phone = texts[1];
    p->hours = texts[2];
    p->office = texts[3];
    p->duty = texts[4];
    if (kind.len && !is_kind(kind))
        return bad_cell(a, c, row, kind);
    p->kind = kind.len ? arena_str(a, kind) : p->kind;
    TRY(read_day(a, c, row, cell(t, row, k->from), &p->from));
    TRY(read_day(a, c, row, cell(t, row, k->to), &p->to));
    if (date_is(p->from) && date_is(p->to) && p->to.day < p->from.day)
        return bad_cell(a, c, row, cell(t, row, k->to));
    return !successor.len || place_read(successor, &p->succeeded_by) ? NULL : bad_cell(a, c, row, successor);
}

static Err read_row(Arena *a, const Chunk *c, const Table *t, size_t row, Named *ret_named)
{
    Named *n = ret_named;
    bool fictional = str_eq(cell(t, row, c->columns.note), S("fictional"));
    Str town = cell(t, row, c->columns.town_code), digits = cell(t, row, c->columns.code);
    *n = (Named){0};
    if (town.len) {
        TRY(read_name(a, c, row, town, cell(t, row, c->columns.town), &n->town));
        n->town.fictional = fictional;
        n->has_town = true;
    }
    TRY(read_name(a, c, row, digits, cell(t, row, c->columns.name), &n->self));
    TRY(read_more(a, c, t, row, &n->self));
    n->self.fictional = fictional;
    /* A city without counties stands in the counties' table once more, as 441900; it stays the city it is. */
    n->has_self = digits.len != 6 || place_level(n->self.code) >= PLACE_COUNTY;
    return NULL;
}

/* -- one row, kept ------------------------------------------------------------------------------------------------------ */

/* What a table has no column for stays as it is. */
static Place merged(const Columns *k, const Place *before, const Place *named)
{
    Place now = before ? *before : *named;
    now.name = named->name;
    now.kind = named->kind;
    now.fictional = named->fictional;
    now.area = k->area >= 0 ? named->area : now.area;
    now.from = k->from >= 0 ? named->from : now.from;
    now.to = k->to >= 0 ? named->to : now.to;
    now.succeeded_by = k->succeeded_by >= 0 ? named->succeeded_by : now.succeeded_by;
    now.phone = k->phone >= 0 ? named->phone : now.phone;
    now.hours = k->hours >= 0 ? named->hours : now.hours;
    now.office = k->office >= 0 ? named->office : now.office;
    now.duty = k->duty >= 0 ? named->duty : now.duty;
    return now;
}

static bool same(const Place *a, const Place *b)
{
    return str_eq(a->name, b->name) && str_eq(a->kind, b->kind) && a->fictional == b->fictional &&
           str_eq(a->area, b->area) && a->from.day == b->from.day && a->to.day == b->to.day &&
           a->succeeded_by.v == b->succeeded_by.v && str_eq(a->phone, b->phone) && str_eq(a->hours, b->hours) &&
           str_eq(a->office, b->office) && str_eq(a->duty, b->duty);
}

static void note_code(Twice *t, PlaceCode code)
{
    enum { FIRST = 1024 };
    if (t->count == t->max) {
        int64_t *more = ARENA_ARRAY(t->arena, int64_t, t->max ? 2 * t->max : FIRST);
        if (t->count)
            memcpy(more, t->codes, t->count * sizeof *more);
        t->codes = more;
        t->max = t->max ? 2 * t->max : FIRST;
    }
    t->codes[t->count++] = code.v;
}

static int by_code(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

static void keep_doubles(Twice *t)
{
    size_t n = 0;
    if (t->count)
        qsort(t->codes, t->count, sizeof *t->codes, by_code);
    for (size_t i = 1; i < t->count; i++)
        if (t->codes[i] == t->codes[i - 1] && (n == 0 || t->codes[n - 1] != t->codes[i]))
            t->codes[n++] = t->codes[i];
    t->count = n;
    t->left = ARENA_ARRAY(t->arena, const Place *, n + 1);
}

static const Place **find_double(const Twice *t, PlaceCode code)
{
    const int64_t *at = t && t->count ? bsearch(&code.v, t->codes, t->count, sizeof code.v, by_code) : NULL;
    return at ? &t->left[at - t->codes] : NULL;
}

static const Place *copy_of(Arena *a, const Place *p)
{
    Place *copy = ARENA_NEW(a, Place);
    *copy = *p;
    Str *const texts[] = {&copy->name, &copy->kind, &copy->area, &copy->phone, &copy->hours, &copy->office, &copy->duty};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = arena_str(a, *texts[i]);
    return copy;
}

static Err keep(Chunk *c, Db *db, Arena *a, const Columns *columns, const Place *named)
{
    const Place *before, **again = find_double(c->twice, named->code);
    TRY(place_get(db, a, named->code, &before));
    before = again && *again ? *again : before;
    Place now = merged(columns, before, named);
    c->sum.read++;
    if (before && same(before, &now))
        return NULL;
    c->sum.added += before == NULL;
    c->sum.changed += before != NULL;
    if (again)
        *again = copy_of(c->twice->arena, &now);
    return c->twice ? NULL : place_put(db, a, &now);
}

static void look_row(Chunk *c, const Named *n)
{
    if (c->twice && n->has_town)
        note_code(c->twice, n->town.code);
    if (c->twice && n->has_self)
        note_code(c->twice, n->self.code);
}

static Err keep_row(Chunk *c, Db *db, Arena *a, const Named *n)
{
    static const Columns none = {.kind = -1, .area = -1, .from = -1, .to = -1, .succeeded_by = -1, .phone = -1, .hours = -1,
                                 .office = -1, .duty = -1};
    if (n->has_town && n->town.code.v != c->town.v) {
        TRY(keep(c, db, a, &none, &n->town));
        c->town = n->town.code;
    }
    return n->has_self ? keep(c, db, a, &c->columns, &n->self) : NULL;
}

/* Without a database the rows are only looked at. */
static Err run_rows(Db *db, Arena *a, void *arg)
{
    Chunk *c = arg;
    Table t;
    Named named;
    c->sum = (PlaceSum){.bytes = c->lines.len}; /* the job may run a second time */
    c->town = PLACE_NONE;
    TRY(csv_read(a, c->lines, JOB_ROWS, &t));
    for (size_t row = 0; row < t.rows; row++) {
        ArenaMark mark = arena_mark(a);
        TRY(read_row(a, c, &t, row, &named));
        if (db)
            TRY(keep_row(c, db, a, &named));
        else
            look_row(c, &named);
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
        .kind = find_column(&head, (const char *const[3]){"kind"}),
        .area = find_column(&head, (const char *const[3]){"area"}),
        .from = find_column(&head, (const char *const[3]){"from"}),
        .to = find_column(&head, (const char *const[3]){"to"}),
        .succeeded_by = find_column(&head, (const char *const[3]){"succeeded_by"}),
        .phone = find_column(&head, (const char *const[3]){"phone"}),
        .hours = find_column(&head, (const char *const[3]){"hours"}),
        .office = find_column(&head, (const char *const[3]){"office"}),
        .duty = find_column(&head, (const char *const[3]){"duty"}),
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

typedef enum Pass { PASS_LOOK, PASS_KEEP } Pass;

static Err run_chunk(Chunk *c, Arena *a, Pass pass)
{
    if (pass == PASS_LOOK)
        return run_rows(NULL, a, c);
    if (!c->twice)
        return store_write(c->import->store, a, run_rows, c);
    Db *db;
    TRY(store_reader(c->import->store, a, &db));
    return run_rows(db, a, c);
}

static void add_up(PlaceImport *import, const PlaceSum *more)
{
    import->sum.read += more->read;
    import->sum.added += more->added;
    import->sum.changed += more->changed;
    import->sum.bytes += more->bytes;
    if (import->progress)
        import->progress(import->arg, &import->sum);
}

static Err run_table(PlaceImport *import, Arena *a, const PlaceText *table, Pass pass, Twice *twice)
{
    Chunk c = {.import = import, .twice = twice, .table = table->name, .first_line = 2};
    Str csv = table->csv, head;
    if (!str_next(&csv, '\n', &head))
        head = STR_NONE;
    TRY(read_head(a, table->name, head, &c.columns));
    Arena *own = arena_new(JOB_ARENA);
    Err err = NULL;
    for (size_t count; !err && csv.len; c.first_line += count) {
        c.lines = take_lines(&csv, &count);
        err = run_chunk(&c, own, pass);
        if (!err) {
            add_up(import, &c.sum);
            arena_reset(own);
        }
    }
    err = err ? err_make(a, err) : NULL;
    arena_free(own);
    return err;
}

Err place_import_texts(PlaceImport *import, Arena *a, const PlaceText *tables, size_t count)
{
    for (size_t i = 0; i < count; i++)
        import->sum.bytes_all += 2 * tables[i].csv.len;
    Twice twice = {.arena = arena_new(TWICE_ARENA)};
    Err err = NULL;
    for (Pass pass = PASS_LOOK; pass <= PASS_KEEP && !err; pass++) {
        if (pass == PASS_KEEP)
            keep_doubles(&twice);
        for (size_t i = 0; i < count && !err; i++)
            err = run_table(import, a, &tables[i], pass, import->dry_run ? &twice : NULL);
    }
    arena_free(twice.arena);
    TRY(err);
    import->sum.bytes = import->sum.bytes_all;
    if (import->progress)
        import->progress(import->arg, &import->sum);
    return NULL;
}

/* -- files -------------------------------------------------------------------------------------------------------------- */

typedef struct Mapped {
    void *at;
    size_t len;
} Mapped;

static void unmap(void *arg)
{
    Mapped *m = arg;
    munmap(m->at, m->len);
}

static Err map_file(Arena *a, const PlaceFile *file, PlaceText *ret_text)
{
    struct stat st;
    Mapped *m = ARENA_NEW(a, Mapped);
    bool plain = fstat(file->fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0;
    *m = (Mapped){plain ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, file->fd, 0) : MAP_FAILED,
                  plain ? (size_t)st.st_size : 0};
    if (m->at == MAP_FAILED)
        return ERR(a, ERR_INPUT, "err.place.head", .args = {file->name});
    arena_defer(a, unmap, m);
    *ret_text = (PlaceText){file->name, {m->at, m->len}};
    return NULL;
}

Err place_import_files(PlaceImport *import, Arena *a, const PlaceFile *files, size_t count)
{
    ArenaMark mark = arena_mark(a);
    PlaceText *texts = ARENA_ARRAY(a, PlaceText, count);
    for (size_t i = 0; i < count; i++)
        TRY(map_file(a, &files[i], &texts[i]));
    TRY(place_import_texts(import, a, texts, count));
    arena_rewind(a, mark); /* lets go of the files */
    return NULL;
}
