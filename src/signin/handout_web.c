// SPDX-License-Identifier: Apache-2.0
/*
 * Handing out sign-in codes, face to face: who holds an office at a place, a printed code on a sheet, the end of a lost
 * telephone, a second factor begun anew. Whoever does it proves himself first; whether he may, access says.
 */
#include "account_html.h"
#include "signin/signin_own.h"

enum { QR_PIXELS = 200, CODE_DAYS = 7 };

typedef struct Handout {
    const Place *place;
    const Office *offices; /* held there today */
    size_t count;
    PersonId person; /* the one it is about; 0 on the list */
    const BoundDevice *devices;
    size_t device_count;
    Str name, words; /* his offices there */
    Str path;
} Handout;

static Err find_place(const Request *q, Handout *h)
{
    TRY(desk_place_for(q, "code.issue", &h->place));
    h->path = arena_printf(q->arena, "/p/%.*s/sign-in", STR_ARG(place_plain(q->arena, h->place->code)));
    return access_offices_at(q->db, q->arena, house()->roles, h->place->code, instant_date(q->now), &h->offices,
                             &h->count);
}

static void name_offices(const Request *q, Handout *h)
{
    Str *roles = ARENA_ARRAY(q->arena, Str, h->count);
    size_t n = 0;
    for (size_t i = 0; i < h->count; i++) {
        if (h->offices[i].person.v != h->person.v)
            continue;
        roles[n++] = desk_role_name(q->lang, h->offices[i].role->code);
        h->name = h->offices[i].person_name;
    }
    h->words = arena_join(q->arena, roles, n, web_sentence(q, "desk.comma"));
}

/* Somebody of this place, or nobody at all. */
static Err find_person(const Request *q, Handout *h)
{
    int64_t id = 0;
    (void)str_to_i64(pairs_get(&q->form, S("person")), &id);
    h->person = (PersonId){id};
    name_offices(q, h);
    if (!h->name.len)
        return desk_missing(q);
    return access_bound_devices(q->db, q->arena, access_home_of(h->person), h->person, STR_NONE, &h->devices,
                                &h->device_count);
}

static void send_page(const Request *q, Response *r, const Handout *h, Out *body)
{
    const PageFrame frame = {.title = web_sentence(q, "desk.handout_title"), .staff = true, .path = h->path,
                             .back = arena_printf(q->arena, "/p/%.*s", STR_ARG(place_plain(q->arena, h->place->code))),
                             .back_text = h->place->name};
    web_page(q, r, &frame, body);
}

/* -- the list ----------------------------------------------------------------------------------------------------- */

static Err fill_person(const Request *q, const Handout *list, size_t i, HandoutPerson *p)
{
    Handout h = *list;
    FactorState factor;
    h.person = list->offices[i].person;
    Home home = access_home_of(h.person);
    name_offices(q, &h);
    TRY(access_bound_devices(q->db, q->arena, home, h.person, STR_NONE, &h.devices, &h.device_count));
    TRY(access_factor_state(q->db, q->arena, home, h.person, &factor));
    Str count = i64_plain(q->arena, (int64_t)h.device_count);
    *p = (HandoutPerson){.person = h.person.v, .name = h.name, .offices = h.words, .devices = h.device_count > 0,
                         .factor = factor.enrolled,
                         .state = h.device_count ? WEB_FILL(q, "signin.handout_devices", count)
                                                 : web_sentence(q, "signin.handout_no_device")};
    return NULL;
}

static bool seen_before(const Handout *h, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (h->offices[k].person.v == h->offices[i].person.v)
            return true;
    return false;
}

Err signin_get_handout(const Request *q, Response *r)
{
    Handout h = {0};
    TRY(find_place(q, &h));
    HandoutPerson *people = ARENA_ARRAY(q->arena, HandoutPerson, h.count);
    HandoutPage p = {.place = h.place->name, .path = h.path, .people = people, .token = web_form_token(q, S("handout"))};
    for (size_t i = 0; i < h.count; i++)
        if (!seen_before(&h, i))
            TRY(fill_person(q, &h, i, &people[p.people_count++]));
    Str done = pairs_get(&q->query, S("done"));
    if (str_eq(done, S("out")) || str_eq(done, S("factor")))
        p.done = web_sentence(q, str_eq(done, S("out")) ? "signin.handout_out_done" : "signin.handout_factor_done");
    Out *body = web_body(q);
    signin_page_handout(body, &p);
    send_page(q, r, &h, body);
    return NULL;
}

/* -- deeds: each is asked about first, then done ------------------------------------------------------------------- */

static Err show_sheet(const Request *q, Response *r, const Handout *h, Str code)
{
    QrCode qr;
    const Instant until = {q->now.ms + CODE_DAYS * 24LL * 3600 * 1000};
    HandoutSheet p = {.name = h->name, .offices = h->words, .code = code, .by = q->who->name, .back = h->path,
                      .made = lang_moment(q->arena, q->lang, q->now), .until = lang_moment(q->arena, q->lang, until),
                      .address = arena_printf(q->arena, "%.*s/login/code", STR_ARG(house()->base_url))};
    TRY(qr_make(q->arena, p.address, 'M', &qr));
    p.qr = qr_svg(q->arena, &qr, QR_PIXELS);
    Out *body = web_body(q);
    signin_page_handout_sheet(body, &p);
    send_page(q, r, h, body);
    return NULL;
}

static Err give_code(const Request *q, Response *r, const Handout *h)
{
    Str code;
    Home home = access_home_of(h->person);
    if (str_eq(pairs_get(&q->form, S("lost")), S("yes")))
        TRY(access_sign_out_everywhere(q->db, q->arena, q->who, home, h->person, q->now));
    TRY(access_code_issue(q->db, q->arena, q->who, home, h->person, q->now, &code));
    return show_sheet(q, r, h, code);
}

static Err end_all(const Request *q, Response *r, const Handout *h)
{
    TRY(access_sign_out_everywhere(q->db, q->arena, q->who, access_home_of(h->person), h->person, q->now));
    web_see_other(r, arena_printf(q->arena, "%.*s?done=out", STR_ARG(h->path)));
    return NULL;
}

static Err reset_factor(const Request *q, Response *r, const Handout *h)
{
    TRY(access_factor_reset(q->db, q->arena, q->who, access_home_of(h->person), h->person, q->now));
    web_see_other(r, arena_printf(q->arena, "%.*s?done=factor", STR_ARG(h->path)));
    return NULL;
}

typedef struct Deed {
    Str name;
    const char *title, *says;
    Err (*run)(const Request *q, Response *r, const Handout *h);
} Deed;

static const Deed deeds[] = {
    {S("code"), "signin.handout_code", "signin.handout_code_says", give_code},
    {S("out"), "signin.handout_out", "signin.handout_out_says", end_all},
    {S("factor"), "signin.handout_factor", "signin.handout_factor_says", reset_factor},
};

static bool asks_lost(const Handout *h, const Deed *deed)
{
    return deed->run == give_code && h->device_count > 0;
}

static Err ask(const Request *q, Response *r, const Handout *h, const Deed *deed, const DeskFaults *faults)
{
    const HandoutAsk p = {.title = web_sentence(q, deed->title), .send = web_sentence(q, deed->title),
                          .about = arena_printf(q->arena, "%.*s %.*s", STR_ARG(h->name), STR_ARG(h->words)),
                          .says = web_sentence(q, deed->says), .path = h->path, .back = h->path,
                          .person = h->person.v, .deed = deed->name, .asks_lost = asks_lost(h, deed),
                          .summary = desk_summary(q, faults), .proof = desk_proof_field(q, faults),
                          .token = web_form_token(q, S("handout"))};
    Out *body = web_body(q);
    signin_page_handout_ask(body, &p);
    send_page(q, r, h, body);
    if (faults && faults->count)
        r->status = 422;
    return NULL;
}

static const Deed *deed_named(Str name)
{
    for (size_t i = 0; i < COUNT_OF(deeds); i++)
        if (str_eq(name, deeds[i].name))
            return &deeds[i];
    return NULL;
}

Err signin_post_handout(const Request *q, Response *r)
{
    Handout h = {0};
    DeskFaults faults;
    Err refused = NULL;
    const Deed *deed = deed_named(pairs_get(&q->form, S("do")));
    TRY(find_place(q, &h));
    TRY(find_person(q, &h));
    if (!deed)
        return desk_missing(q);
    if (!desk_step_is(q, "send"))
        return ask(q, r, &h, deed, NULL);
    if (asks_lost(&h, deed) && !pairs_get(&q->form, S("lost")).len)
        refused = ERR(q->arena, ERR_INPUT, "err.signin.handout_why", .field = S("lost"));
    else
        TRY(desk_prove(q, &q, &refused));
    if (refused) {
        faults = desk_fault_at(q, refused, "proof");
        return ask(q, r, &h, deed, &faults);
    }
    return deed->run(q, r, &h);
}
