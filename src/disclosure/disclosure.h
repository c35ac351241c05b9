// SPDX-License-Identifier: Apache-2.0
/*
 * disclosure: the 24 items, laid out on time.
 *
 * lives:    the catalogue with its fields, openings by the calendar, structured tables by paste or by hand, documents,
 *           the shelf of what is posted, objections, the sheets and boards that hang in the village
 * promises: a published version is never changed: a correction adds one, a withdrawal keeps the hash and the reason; the
 *           five days run from the day it hangs on the board (Shandong village affairs disclosure regulation, art. 13, 16)
 * uses:     base codec seal store place record access process web print room desk people
 * public:   paper.h
 */
#pragma once

#include "room/room.h"

/* -- the catalogue: data/catalogue/disclosure_item.csv and field.yaml -------------------------------------------------- */
typedef struct Item {
    Str code;              /* C2 */
    char group;            /* 'A'..'F': the six of the catalogue; an added item stands in one of them */
    Words name, plain;     /* official, and as a villager would say it */
    char every;            /* 'm', 'q', 'y', 'e' (on event) */
    int due_month, due_day; /* month 0: the month after the period */
    Str prepare_role, review_role, approve_role;
    bool no_change_allowed;
    bool by_book;          /* money is kept book by book; everything else is the village's */
    const Field *head;
    size_t head_count;
    const Field *rows;
    size_t row_count;
    const Str *add_up;     /* columns whose total row is checked */
    size_t add_up_count;
    struct {               /* how one row is said to a villager */
        Str when;          /* the column with its day, or "" */
        Words say;         /* "{summary}": a sentence with columns in braces */
        Str in, out;       /* columns with its sum; only `out` when the direction is plain */
    } line;
    struct {               /* opening + in - out = closing, running line by line; opening "" = no such rule */
        Str opening, in, out, closing, running;
    } balance;
    Str basis;
    Date from, to; /* valid for periods that begin in these days; DATE_NONE: open. A county changes an item by a new row */
} Item;
/* The items as they are now, without those that villages added. */
size_t disclosure_item_count(void);
const Item *disclosure_item_at(size_t i);
/* As it is now; V1, V2 .. that villages added: their common shape. NULL when there is none. */
const Item *disclosure_item(Str code);
/* As it was for a period: what was laid out then keeps the words and the path it had. */
const Item *disclosure_item_in(Str code, Period period);
/* Of a case; and further down of an entry of the shelf: an added item by its own code and name. */
const Item *disclosure_item_of_case(Arena *a, const Case *c);
Words disclosure_group_name(char group);
/* What a case of this item starts with: who prepares, reviews and approves comes from the catalogue. */
const Json *disclosure_facts_of(Arena *a, const Item *item, Period period, Str book);

/* -- the shelf: one row per village, book, period and item, kept by effects --------------------------------------------- */
typedef struct ShelfEntry {
    PlaceCode village;
    Str item, book;
    Period period;
    CaseId about;
    Str number, state;     /* the state's name */
    Str name;              /* of an item that the village added */
    Date due_on;           /* when it should hang */
    Date posted_on;        /* on the board; DATE_NONE: not yet */
    Date objection_until;
    Instant published;     /* INSTANT_NONE: never */
    int64_t version;       /* of the newest document; 0: none */
    Str code;              /* the record's short code of that document */
    int64_t reviewers;     /* how many of the supervision committee had looked it over */
    bool no_change, withdrawn, correcting;
} ShelfEntry;
typedef struct ShelfAsk {
    Period period; /* the entries whose period lies within */
    Date open_on;  /* the yearly ones of that year (added ones: of the year before, too), and those that can still be
                    * objected to on this day; 0: no more */
    Str newest;    /* and the newest of this item that can be read, whatever its period; "": no more */
} ShelfAsk;
/* By item and period, newest first; at most LIMIT_ROWS_MANY. One query. */
MUST_USE Err disclosure_shelf(Db *db, Arena *a, PlaceCode village, const ShelfAsk *ask, const ShelfEntry **ret,
                              size_t *ret_count);
/* Of these the newest of an item in the main book that can be read, or NULL. */
const ShelfEntry *disclosure_newest(const ShelfEntry *entries, size_t count, Str item);
const Item *disclosure_item_of(Arena *a, const ShelfEntry *e);
/* The last period before `period` in which the item was more than "no change"; kind 0 when there was none. */
MUST_USE Err disclosure_last_change(Db *db, Arena *a, PlaceCode village, Str item, Period period, Period *ret_period);
/* "10月9日贴出", "没变动，监委会看过", "10月14日前可以说不对", "该10月10日贴，还没贴"; the mark is ok, same, wait or late. */
Str disclosure_words(Arena *a, const Lang *l, const ShelfEntry *e, Date today, Str *ret_mark);

/* The newest published month of the main book: what the village page says first. */
typedef struct MonthLine {
    Date day;
    Str says, handler;
    Money in, out;
} MonthLine;
typedef struct MonthMoney {
    Period month;
    Money income, expense, closing;
    Date posted_on;
    int64_t reviewers;      /* how many of the supervision committee looked it over */
    Str number, code;
    bool whole;             /* the record agrees with the bytes */
    const MonthLine *lines; /* newest first, at most `max` */
    size_t line_count, line_total;
} MonthMoney;
/* `entry` is of C2; NULL when nothing can be read. */
MUST_USE Err disclosure_month(Db *db, Arena *a, const Lang *lang, const ShelfEntry *entry, size_t max,
                              const MonthMoney **ret);

/* Per village of a town: what the matrix shows. */
typedef struct DisclosureCounts {
    PlaceCode village;
    int64_t late, in_objection, objections_open, posted_this_year;
} DisclosureCounts;
MUST_USE Err disclosure_counts(Db *db, Arena *a, Home home, Date on, const DisclosureCounts **ret, size_t *ret_count);

/* Questions and answers about posted items that may be shown, newest first. */
typedef struct ObjectionShown {
    CaseId about; /* the item */
    Str number, text, answer, state;
    Date due_on, answered_on;
} ObjectionShown;
MUST_USE Err disclosure_objections(Db *db, Arena *a, PlaceCode village, size_t max, const ObjectionShown **ret,
                                   size_t *ret_count);
/* Those to these entries of one village. */
MUST_USE Err disclosure_objections_to(Db *db, Arena *a, const ShelfEntry *entries, size_t count,
                                      const ObjectionShown **ret, size_t *ret_count);

/* What a tenth of the villagers or a fifth of the representatives asked to see besides (Shandong village affairs disclosure
 * regulation, art. 8): V1, V2 .. of one village. */
typedef struct AddedItem {
    Str code, name;
    char every;
    Date from, until; /* until DATE_NONE: goes on */
} AddedItem;
MUST_USE Err disclosure_added(Db *db, Arena *a, PlaceCode village, const AddedItem **ret, size_t *ret_count);

/* -- books: the committee's, and those a village keeps besides it (product.md, rule 3): books.c ---------------------------- */
/* "committee" first, then "cooperative", "former": those that it keeps. */
MUST_USE Err disclosure_books(Db *db, Arena *a, PlaceCode village, const Str **ret_books, size_t *ret_count);
/* In a job: from now on it keeps this one, too, which is an event on the record. A book that is kept already: nothing. */
MUST_USE Err disclosure_keep_book(Db *db, Arena *a, PlaceCode village, Str book, const Actor *by, Instant now);
Str disclosure_book_name(const Lang *l, Str book); /* "" for the committee's: it is the usual one */

/* The county changes its catalogue from a day to come: a list of items, whole rows, by the columns of
 * data/catalogue/disclosure_item.csv (what stands in valid_from and valid_to is not read). In a job; with complaints, or
 * when nothing changes, an error, and nothing is kept. A dry run keeps nothing either. */
typedef struct CatalogueComplaint {
    int line;
    Err why;
} CatalogueComplaint;
typedef struct CatalogueImport {
    Str list;
    Date since;
    Instant now;
    bool dry_run;
    CatalogueComplaint complaints[LIMIT_DISCLOSURE_ITEMS];
    size_t complaint_count, changed, same;
} CatalogueImport;
MUST_USE Err disclosure_catalogue_import(Db *db, Arena *a, CatalogueImport *x);

extern const Room disclosure_room;
