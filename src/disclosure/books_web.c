// SPDX-License-Identifier: Apache-2.0
/* Which books a village keeps besides the committee's: looked at, and begun, by the town. */
#include "disclosure/disclosure_web.h"

static Err fill(const Request *q, const Place *village, BooksPage *p)
{
    static const Str besides[] = {S("cooperative"), S("former")};
    const Str *kept;
    size_t count;
    TRY(disclosure_books(q->db, q->arena, village->code, &kept, &count));
    OpenChoice *offers = ARENA_ARRAY(q->arena, OpenChoice, COUNT_OF(besides));
    for (size_t i = 0; i < COUNT_OF(besides); i++) {
        bool is_kept = false;
        for (size_t k = 0; k < count; k++)
            is_kept = is_kept || str_eq(kept[k], besides[i]);
        if (!is_kept)
            offers[p->offers_count++] = (OpenChoice){.code = besides[i], .name = disclosure_book_name(q->lang, besides[i])};
    }
    *p = (BooksPage){.village = village->name, .action = q->path, .offers = offers, .offers_count = p->offers_count,
                     .books = disclosure_book_choices(q, kept, count, STR_NONE), .books_count = count,
                     .token = web_form_token(q, S("books"))};
    return NULL;
}

static Err show(const Request *q, Response *r, const Place *village, Err fault)
{
    BooksPage p = {0};
    TRY(fill(q, village, &p));
    if (fault) {
        const DeskFaults faults = desk_fault_of(q, fault);
        p.summary = desk_summary(q, &faults);
    }
    Out *body = web_body(q);
    disclosure_page_books(body, &p);
    PageFrame frame = {.title = web_sentence(q, "disclosure.books_title"), .path = q->path, .staff = true, .noindex = true,
                       .back = arena_printf(q->arena, "/p/%.*s", STR_ARG(place_plain(q->arena, village->code))),
                       .back_text = village->name};
    web_page(q, r, &frame, body);
    if (fault)
        r->status = 422;
    return NULL;
}

static Err find_village(const Request *q, const Place **ret_village)
{
    TRY(desk_place(q, PLACE_VILLAGE, ret_village));
    return web_may(q, "place.write", (*ret_village)->code);
}

Err disclosure_get_books(const Request *q, Response *r)
{
    const Place *village;
    TRY(find_village(q, &village));
    return show(q, r, village, NULL);
}

Err disclosure_post_books(const Request *q, Response *r)
{
    const Place *village;
    TRY(find_village(q, &village));
    Err refused = disclosure_keep_book(q->db, q->arena, village->code, pairs_get(&q->form, S("book")), q->who, q->now);
    if (refused)
        return refused->code == ERR_INPUT ? show(q, r, village, refused) : refused;
    web_see_other(r, q->path);
    return NULL;
}
