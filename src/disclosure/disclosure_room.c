// SPDX-License-Identifier: Apache-2.0
/* The disclosure room's tables: what it brings to the house. Processes: disclosure, objection in data/process. */
#include "disclosure/added.h"
#include "disclosure/calendar.h"
#include "disclosure/catalogue.h"
#include "disclosure/disclosure_rule.h"
#include "disclosure/disclosure_web.h"
#include "disclosure/document.h"
#include "disclosure/shelf.h"

/* The item an objection is about. */
static Err load_about(Db *db, Arena *a, const Case *c, const Step *s UNUSED, void **ret_value)
{
    const Case *about;
    TRY(process_by_number(db, a, house()->engine, json_text(c->facts, S("about")), &about));
    *ret_value = (void *)(uintptr_t)about;
    return NULL;
}

/* An item is read within its village's period; an objection leads to the item it is about. */
static Err page_of(Db *db, Arena *a, const Case *c, Str *ret_href)
{
    const Case *about = c;
    Period period;
    void *found;
    if (json_text(c->facts, S("about")).len) {
        TRY(load_about(db, a, c, NULL, &found));
        about = found;
    }
    Str item = about ? json_text(about->facts, S("item")) : STR_NONE;
    if (item.len && period_read(json_text(about->facts, S("period")), &period))
        *ret_href = disclosure_href(a, place_up(about->place, PLACE_VILLAGE), period, item);
    return NULL;
}

static const Guard guards[] = {
    {S("disclosure.as_catalogue"), disclosure_load_added, disclosure_as_catalogue},
    {S("disclosure.enough_asked"), NULL, disclosure_enough_asked},
    {S("disclosure.room_for_more"), disclosure_load_added_count, disclosure_room_for_more},
    {S("disclosure.rows_add_up"), NULL, disclosure_rows_add_up},
    {S("disclosure.has_content"), NULL, disclosure_has_content},
    {S("disclosure.no_change_allowed"), NULL, disclosure_no_change_allowed},
    {S("disclosure.no_personal_data"), NULL, disclosure_no_personal_data},
    {S("disclosure.meeting_clean"), NULL, disclosure_meeting_clean},
    {S("disclosure.reason_clean"), NULL, disclosure_reason_clean},
    {S("disclosure.board_day"), NULL, disclosure_board_day},
    {S("disclosure.about_posted"), load_about, disclosure_about_posted},
    {S("disclosure.is_published"), NULL, disclosure_is_published},
    {S("disclosure.objection_shown"), NULL, disclosure_objection_shown},
};

static const Effect effects[] = {
    {S("disclosure.withdraw"), disclosure_withdraw},
    {S("disclosure.add_item"), disclosure_add_item},
    {S("disclosure.end_item"), disclosure_end_item},
};

static const Subscriber subscribers[] = {
    {S("disclosure.*"), disclosure_listen},
    {S("process.retimed"), disclosure_listen},
};

static const DocumentMaker documents[] = {
    {S("disclosure.document"), disclosure_make_document},
};

static const Lister listers[] = {
    {S("disclosure.due_items"), disclosure_list_due},
};

static const Shaper shapers[] = {
    {S("disclosure.head"), disclosure_shape_head},
    {S("disclosure.rows"), disclosure_shape_rows},
};

static const Metric metrics[] = {
    {S("items_published"), {S("公开事项"), S("Items published")}, true},
    {S("items_added"), {S("村民要求增加公开的事项"), S("Items added by villagers")}, true},
    {S("items_corrected"), {S("更正"), S("Items corrected")}, true},
    {S("objections_answered"), {S("异议有了答复"), S("Objections answered")}, true},
};

static const EngineParts parts = {
    .guards = guards, .guard_count = COUNT_OF(guards),
    .effects = effects, .effect_count = COUNT_OF(effects),
    .subscribers = subscribers, .subscriber_count = COUNT_OF(subscribers),
    .documents = documents, .document_count = COUNT_OF(documents),
    .listers = listers, .lister_count = COUNT_OF(listers),
    .shapers = shapers, .shaper_count = COUNT_OF(shapers),
    .metrics = metrics, .metric_count = COUNT_OF(metrics),
};

static const Route routes[] = {
    {.method = "GET", .path = "/catalogue", .permission = "public", .run = disclosure_get_catalogue,
     .says = "disclosure.says.catalogue", .is_public_page = true},
    {.method = "GET", .path = "/catalogue.csv", .permission = "public", .run = disclosure_get_catalogue_csv,
     .says = "disclosure.says.catalogue_csv"},
    {.method = "GET", .path = "/v/{code12}/poster.pdf", .permission = "public", .run = disclosure_get_poster_pdf,
     .says = "disclosure.says.poster"},
    {.method = "GET", .path = "/v/{code12}/poster.png", .permission = "public", .run = disclosure_get_poster_png,
     .says = "disclosure.says.poster"},
    {.method = "GET", .path = "/v/{code12}/sheet.pdf", .permission = "public", .run = disclosure_get_sheet_pdf,
     .says = "disclosure.says.sheet"},
    {.method = "GET", .path = "/v/{code12}/sheet.png", .permission = "public", .run = disclosure_get_sheet_png,
     .says = "disclosure.says.sheet"},
    {.method = "GET", .path = "/v/{code12}/board.pdf", .permission = "public", .run = disclosure_get_board_pdf,
     .says = "disclosure.says.board"},
    {.method = "GET", .path = "/v/{code12}/board.png", .permission = "public", .run = disclosure_get_board_png,
     .says = "disclosure.says.board"},
    {.method = "GET", .path = "/p/{place}/wall.pdf", .permission = "print", .run = disclosure_get_wall,
     .says = "disclosure.says.wall"},
    {.method = "GET", .path = "/t/{code9}/boards.pdf", .permission = "public", .run = disclosure_get_town_boards,
     .says = "disclosure.says.boards"},
    {.method = "GET", .path = "/t/{code9}/sheets.pdf", .permission = "public", .run = disclosure_get_town_sheets,
     .says = "disclosure.says.sheets"},
    {.method = "GET", .path = "/t/{code9}/posters.pdf", .permission = "public", .run = disclosure_get_town_posters,
     .says = "disclosure.says.posters"},
    {.method = "GET", .path = "/v/{code12}/texts", .permission = "public", .run = disclosure_get_texts,
     .says = "disclosure.says.texts", .is_public_page = true},
    {.method = "GET", .path = "/v/{code12}/{period}", .permission = "public", .run = disclosure_get_period,
     .says = "disclosure.says.period", .is_public_page = true},
    {.method = "GET", .path = "/v/{code12}/{period}/{item}", .permission = "public", .run = disclosure_get_item,
     .says = "disclosure.says.item", .is_public_page = true},
    {.method = "GET", .path = "/v/{code12}/{period}/{item}/object", .permission = "public",
     .run = disclosure_get_object, .says = "disclosure.says.object"},
    {.method = "POST", .path = "/v/{code12}/{period}/{item}/object", .db = ROUTE_WRITES, .permission = "public",
     .run = disclosure_post_object, .says = "disclosure.says.object", .open_form = true},
    {.method = "GET", .path = "/p/{code12}/books", .permission = "place.write", .run = disclosure_get_books,
     .says = "disclosure.says.books"},
    {.method = "POST", .path = "/p/{code12}/books", .db = ROUTE_WRITES, .permission = "place.write",
     .run = disclosure_post_books, .says = "disclosure.says.books"},
    {.method = "GET", .path = "/p/{place}/disclosure/new", .permission = "case.write", .run = disclosure_get_open,
     .says = "disclosure.says.open"},
    {.method = "POST", .path = "/p/{place}/disclosure/new", .db = ROUTE_WRITES, .permission = "case.write",
     .run = disclosure_post_open, .says = "disclosure.says.open"},
};

static const AuditTable audits[] = {
    {S("disclosure_shelf"), disclosure_audit_items},
    {S("disclosure_objection"), disclosure_audit_objections},
    {S("disclosure_catalogue"), disclosure_audit_lists},
};

const Room disclosure_room = {
    .name = "disclosure",
    .says = {S("24 项按时摊开，五天内谁都可以说不对"), S("the 24 items, laid out on time; for five days anyone may object")},
    .routes = routes,
    .route_count = COUNT_OF(routes),
    .parts = &parts,
    .open = disclosure_catalogue_open,
    .wake = disclosure_catalogue_wake,
    .audits = audits,
    .audit_count = COUNT_OF(audits),
    .page_of = page_of,
};
