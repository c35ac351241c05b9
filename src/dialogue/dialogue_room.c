// SPDX-License-Identifier: Apache-2.0
/* The dialogue room's tables: what it brings to the house. Processes: issue, officer_issue, meeting in data/process. */
#include "dialogue/dialogue_guard.h"
#include "dialogue/dialogue_web.h"

static const Guard guards[] = {
    {S("dialogue.is_shown"), NULL, dialogue_is_shown},
    {S("dialogue.limit_by_kind"), dialogue_load_latest, dialogue_limit_by_kind},
    {S("dialogue.owner_in_office"), dialogue_load_owner, dialogue_owner_in_office},
    {S("dialogue.asker_agrees"), NULL, dialogue_asker_agrees},
    {S("dialogue.checker_by_class"), dialogue_load_checker, dialogue_checker_by_class},
    {S("dialogue.asked_twice"), dialogue_load_followup, dialogue_asked_twice},
    {S("dialogue.on_the_spot"), NULL, dialogue_on_the_spot},
    {S("dialogue.grade_is_good"), NULL, dialogue_grade_is_good},
    {S("dialogue.may_close"), NULL, dialogue_may_close},
    {S("dialogue.extension"), NULL, dialogue_extension},
    {S("dialogue.hold_within"), NULL, dialogue_hold_within},
    {S("dialogue.from_meeting"), dialogue_load_meeting, dialogue_from_meeting},
    {S("dialogue.merge_target"), dialogue_load_target, dialogue_merge_target},
    {S("dialogue.meeting_day"), NULL, dialogue_meeting_day},
    {S("dialogue.told_in_time"), NULL, dialogue_told_in_time},
    {S("dialogue.heads_agree"), NULL, dialogue_heads_agree},
};

static const Subscriber subscribers[] = {
    {S("dialogue.*"), dialogue_listen},
    {S("process.retimed"), dialogue_listen},
};

static const DocumentMaker documents[] = {
    {S("dialogue.minutes"), dialogue_make_minutes},
};

/* What the town's account counts of dialogue (product.md, rows 2 and 9). */
static const Metric metrics[] = {
    {S("meetings_held"), {S("开了会"), S("Meetings held")}, true},
    {S("items_reported"), {S("会上报告事项"), S("Items reported at meetings")}, true},
    {S("questions_asked"), {S("当面询问人次"), S("Heads that asked face to face")}, true},
    {S("questions_answered"), {S("问题有了答复"), S("Questions answered")}, true},
    {S("issues_closed"), {S("问题办完销号"), S("Questions closed")}, true},
    {S("issues_reopened"), {S("重新办理"), S("Questions opened again")}, false},
    {S("suggestions_made"), {S("提建议"), S("Suggestions made")}, true},
    {S("suggestions_settled"), {S("建议有了结果"), S("Suggestions settled")}, true},
};

static const EngineParts parts = {
    .guards = guards,
    .guard_count = COUNT_OF(guards),
    .subscribers = subscribers,
    .subscriber_count = COUNT_OF(subscribers),
    .documents = documents,
    .document_count = COUNT_OF(documents),
    .metrics = metrics,
    .metric_count = COUNT_OF(metrics),
};

static const Route routes[] = {
    {.method = "GET", .path = "/v/{code12}/ask", .db = ROUTE_READS, .permission = "public", .run = dialogue_get_ask,
     .says = "dialogue.says.ask"},
    {.method = "POST", .path = "/v/{code12}/ask", .db = ROUTE_WRITES, .permission = "public", .run = dialogue_post_ask,
     .says = "dialogue.says.send", .open_form = true},
};

static const AuditTable audits[] = {
    {S("dialogue_issue"), dialogue_audit_issues},
    {S("dialogue_meeting"), dialogue_audit_meetings},
};

const Room dialogue_room = {
    .name = "dialogue",
    .says = {S("大家问，村里答，有号有日子"), S("what people ask, and the answer with a date")},
    .routes = routes,
    .route_count = COUNT_OF(routes),
    .parts = &parts,
    .before_opening = dialogue_before_opening,
    .audits = audits,
    .audit_count = COUNT_OF(audits),
};
