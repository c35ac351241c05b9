// SPDX-License-Identifier: Apache-2.0
/*
 * The canonical document of a disclosure item: what is frozen, hashed and shown. Names of private persons are masked
 * here, once; the raw ones stay with the case and are never in it (docs/formats/disclosure.md).
 */
#include "disclosure/document.h"
#include "disclosure/shelf.h"

/* -- masks: what a public copy may say of a private person (data/catalogue/field.yaml) ---------------------------------- */

typedef Str (*Mask)(Arena *a, Str value, const Json *row);

static Str mask_name(Arena *a, Str value, const Json *row UNUSED)
{
    return text_mask_name(a, value);
}

static Str mask_phone(Arena *a, Str value, const Json *row UNUSED)
{
    return text_mask_phone(a, value);
}

/* Whatever was typed, the last four stay. */
static Str mask_last4(Arena *a UNUSED, Str value, const Json *row UNUSED)
{
    enum { KEPT = 4 };
    Str s = str_trim(value);
    return s.len > KEPT ? str_from(s, s.len - KEPT) : s;
}

static Str mask_to_group(Arena *a, Str value, const Json *row UNUSED)
{
    return text_mask_address(a, value);
}

static Str mask_to_year(Arena *a, Str value, const Json *row UNUSED)
{
    return text_mask_birth(a, value);
}

static Str mask_id(Arena *a, Str value, const Json *row UNUSED)
{
    return text_mask_id(a, value);
}

/* Donors are named when they said yes (charity law, art. 82). */
static Str mask_by_consent(Arena *a UNUSED, Str value, const Json *row)
{
    static const Str yes[] = {S("是"), S("同意"), S("愿意"), S("yes")};
    Str said = str_trim(json_text(row, S("donor_consent")));
    for (size_t i = 0; i < COUNT_OF(yes); i++)
        if (str_eq(said, yes[i]))
            return value;
    return S("匿名");
}

static const struct {
    Str word;
    Mask mask;
} masks[] = {{S("name"), mask_name}, {S("phone"), mask_phone}, {S("last4"), mask_last4}, {S("group"), mask_to_group},
             {S("year"), mask_to_year}, {S("id"), mask_id}, {S("consent"), mask_by_consent}};

static Mask find_mask(Str word)
{
    for (size_t i = 0; i < COUNT_OF(masks); i++)
        if (str_eq(masks[i].word, word))
            return masks[i].mask;
    return NULL;
}

bool disclosure_is_mask(Str word)
{
    return find_mask(word) != NULL;
}

Str disclosure_masked(Arena *a, const Field *f, const Json *row)
{
    Str value = json_text(row, f->name);
    Mask mask = find_mask(f->mask);
    return mask && value.len ? mask(a, value, row) : value;
}

static const Json *shown_value(Arena *a, const Field *f, const Json *row, const Json *value)
{
    if (f->shown == SHOWN_MASKED && value->kind == JSON_TEXT)
        return json_of_text(a, disclosure_masked(a, f, row));
    return value;
}

static const Json *shown_row(Arena *a, const Field *columns, size_t count, const Json *row)
{
    JsonMember *members = ARENA_ARRAY(a, JsonMember, count);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const Json *value = json_get(row, columns[i].name);
        if (value && (columns[i].shown == SHOWN_FULL || columns[i].shown == SHOWN_MASKED))
            members[n++] = (JsonMember){columns[i].name, shown_value(a, &columns[i], row, value)};
    }
    return json_object(a, members, n);
}

static const Json *shown_table(Arena *a, const Field *columns, size_t count, const Json *table)
{
    size_t rows = table && table->kind == JSON_LIST ? table->count : 0;
    const Json **items = ARENA_ARRAY(a, const Json *, rows);
    for (size_t i = 0; i < rows; i++)
        items[i] = shown_row(a, columns, count, table->items[i]);
    return json_list(a, items, rows);
}

/* Where nothing changed nothing is laid out, whatever was typed before. */
static const Json *fact_laid_out(const Case *c, Str name)
{
    return json_flag(c->facts, S("no_change")) ? NULL : json_get(c->facts, name);
}

Err disclosure_make_document(Db *db UNUSED, Arena *a, const Case *c, const Step *s, Str *ret_bytes)
{
    const Item *item = disclosure_item_of_case(a, c);
    if (!item)
        return ERR(a, ERR_BROKEN, "err.disclosure.unknown_item", .args = {json_text(c->facts, S("item"))});
    const Json *note = fact_laid_out(c, S("note"));
    JsonMember members[] = {
        {S("document"), json_of_text(a, S("disclosure"))},
        {S("number"), json_of_text(a, c->number)},
        {S("village"), json_of_text(a, place_plain(a, c->place))},
        {S("item"), json_of_text(a, item->code)},
        {S("name"), json_of_text(a, item->name.zh)},
        {S("period"), json_of_text(a, json_text(c->facts, S("period")))},
        {S("book"), json_of_text(a, json_text(c->facts, S("book")))},
        {S("no_change"), json_of_flag(json_flag(c->facts, S("no_change")))},
        {S("head"), shown_table(a, item->head, item->head_count, fact_laid_out(c, S("head")))},
        {S("rows"), shown_table(a, item->rows, item->row_count, fact_laid_out(c, S("rows")))},
        {S("note"), json_of_text(a, note ? note->text : S(""))},
        {S("meeting"), json_of_text(a, json_text(c->facts, S("meeting_no")))},
        {S("published_on"), json_of_text(a, date_plain(a, instant_date(s->now)))},
    };
    *ret_bytes = json_canonical(a, json_object(a, members, COUNT_OF(members)));
    return NULL;
}

/* Takes the part of a sentence up to its next mark off the front; *ret_mark is what stood between. */
static Str next_clause(Str *rest, Str *ret_mark)
{
    static const Str marks[] = {S("，"), S("。"), S("："), S(", "), S(". "), S(": ")};
    size_t end = rest->len, at;
    *ret_mark = S("");
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (str_find(*rest, marks[i], &at) && at < end) {
            end = at;
            *ret_mark = marks[i];
        }
    Str clause = str_sub(*rest, 0, end);
    *rest = str_from(*rest, end + ret_mark->len);
    return clause;
}

/* One clause with the row's values; nothing when it has columns and all of them are empty. */
static Str say_clause(Arena *a, const Lang *l, const Item *item, const Json *row, Str clause)
{
    Out *o = out_new(a, LIMIT_LONG_TEXT_CHARS, l);
    Str rest = clause, text, name;
    bool any = !str_has(clause, S("{"));
    while (str_cut(rest, '{', &text, &rest)) {
        (void)str_cut(rest, '}', &name, &rest);
        Str value = disclosure_cell(a, l, item, name, json_get(row, name));
        out_raw(o, text);
        out_raw(o, value);
        any |= value.len > 0;
    }
    out_raw(o, text);
    return any ? out_str(o) : S("");
}

/* "{title}：应到 {due_count}，{resolution_text}" with the row's values; a clause that is empty leaves nothing behind. */
Str disclosure_say_row(Arena *a, const Lang *l, const Item *item, const Json *row)
{
    Out *o = out_new(a, LIMIT_LONG_TEXT_CHARS * 4, l);
    Str rest = words_in(item->line.say, l), before = S(""), mark;
    while (rest.len) {
        Str said = say_clause(a, l, item, row, next_clause(&rest, &mark));
        if (said.len && out_len(o))
            out_raw(o, before);
        out_raw(o, said);
        before = mark;
    }
    return out_str(o);
}

static const Field *column_named(const Item *item, Str name)
{
    for (size_t i = 0; i < item->row_count; i++)
        if (str_eq(item->rows[i].name, name))
            return &item->rows[i];
    for (size_t i = 0; i < item->head_count; i++)
        if (str_eq(item->head[i].name, name))
            return &item->head[i];
    return NULL;
}

Str disclosure_cell(Arena *a, const Lang *l, const Item *item, Str name, const Json *value)
{
    const Field *f = column_named(item, name);
    Date day;
    if (!f || !value)
        return S("");
    if (value->kind == JSON_INT)
        return f->type == FIELD_MONEY || f->type == FIELD_DECIMAL ? lang_money(a, l, (Money){value->number})
                                                                  : i64_plain(a, value->number);
    if (f->type == FIELD_DATE && date_read(value->text, (Date){0}, &day))
        return lang_date(a, l, day);
    return value->text;
}

bool disclosure_is_on_screen(const Field *f)
{
    return f->shown == SHOWN_FULL || f->shown == SHOWN_MASKED;
}

const Json *disclosure_table_of(const Json *doc, Str name)
{
    const Json *table = json_get(doc, name);
    return table && table->kind == JSON_LIST ? table : json_null();
}

/* -- reading them back ------------------------------------------------------------------------------------------------------- */

/* Documents come case by case: those of one stand together. */
static EntryDocuments documents_of(const ShelfEntry *e, const Document *all, size_t count)
{
    EntryDocuments found = {0};
    size_t i = 0;
    while (i < count && all[i].about.v != e->about.v)
        i++;
    for (found.all = &all[i]; i < count && all[i].about.v == e->about.v; i++) {
        found.shown = e->version && all[i].version == e->version ? &all[i] : found.shown;
        found.count++;
    }
    return found;
}

Err disclosure_documents(Db *db, Arena *a, const ShelfEntry *entries, size_t count, EntryDocuments **ret)
{
    const Document *all = NULL;
    size_t found = 0;
    EntryDocuments *documents = ARENA_ARRAY(a, EntryDocuments, count + 1);
    if (count)
        TRY(process_documents_of(db, a, place_home(entries->village), disclosure_cases(a, entries, count), count, &all,
                                 &found));
    for (size_t i = 0; i < count; i++)
        documents[i] = documents_of(&entries[i], all, found);
    *ret = documents;
    return NULL;
}

DocumentSums disclosure_sums(const Item *item, const Json *doc)
{
    DocumentSums s = {.is_book = item->balance.opening.len && item->line.in.len && item->line.out.len};
    const Json *heads = json_get(doc, S("head")), *rows = json_get(doc, S("rows"));
    const Json *head = heads && heads->kind == JSON_LIST && heads->count ? heads->items[0] : NULL;
    for (size_t i = 0; rows && rows->kind == JSON_LIST && i < rows->count; i++) {
        s.in.fen += json_int(rows->items[i], item->line.in, 0);
        s.out.fen += json_int(rows->items[i], item->line.out, 0);
    }
    s.opening.fen = json_int(head, item->balance.opening, 0);
    s.closing.fen = json_int(head, item->balance.closing, s.opening.fen + s.in.fen - s.out.fen);
    return s;
}
