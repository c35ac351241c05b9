// SPDX-License-Identifier: Apache-2.0
/*
 * rule: what must hold before a step of a question or a meeting is taken. Values in, a verdict out; what has to be read
 * beforehand is read by dialogue_load.c.
 */
#include "dialogue/dialogue_rule.h"

enum { HOLD_DAYS_MAX = 90, EXTENSION_DAYS_MAX = 30, VILLAGER_MEETING_DAYS = 10, REP_MEETING_DAYS = 5 };

static bool fact_date(const Json *facts, Str name, Date *ret_date)
{
    Str text = json_text(facts, name);
    return text.len && date_read(text, (Date){0}, ret_date);
}

/* Workdays to answer, by kind (deadline rules: 12345 practice). */
static int32_t workdays_for(Str kind)
{
    static const struct {
        Str kind;
        int32_t workdays;
    } rows[] = {{{"question", 8}, 3}, {{"help", 4}, 7}, {{"suggestion", 10}, 7}, {{"complaint", 9}, 15}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_eq(rows[i].kind, kind))
            return rows[i].workdays;
    return rows[0].workdays;
}

Date dialogue_latest_limit(const Engine *e, Str kind, Instant now)
{
    bool provisional;
    Instant end = process_workdays(e, now, workdays_for(kind), &provisional);
    return date_add_days(instant_date(end), -1); /* the limit ends at 24:00, which is the next day's midnight */
}

Err dialogue_limit_by_kind(Arena *a, const Case *c, const Step *s, const void *value)
{
    const Date *latest = value;
    Date limit;
    if (!fact_date(c->facts, S("limit_on"), &limit))
        return ERR(a, ERR_INPUT, "err.dialogue.limit_missing", .field = S("limit_on"));
    if (limit.day < instant_date(s->now).day)
        return ERR(a, ERR_INPUT, "err.dialogue.limit_past", .field = S("limit_on"), .args = {date_plain(a, limit)});
    if (limit.day > latest->day)
        return ERR(a, ERR_RULE, "err.dialogue.limit_late", .field = S("limit_on"),
                   .args = {date_plain(a, limit), date_plain(a, *latest)});
    return NULL;
}

Err dialogue_owner_in_office(Arena *a, const Case *c UNUSED, const Step *s UNUSED, const void *value)
{
    if (!*(const bool *)value)
        return ERR(a, ERR_RULE, "err.dialogue.owner_not_here", .field = S("owner"));
    return NULL;
}

Err dialogue_asker_agrees(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    if (!json_flag(c->facts, S("may_publish")))
        return ERR(a, ERR_RULE, "err.dialogue.asker_did_not_agree");
    if (!json_text(c->facts, S("public_text")).len)
        return ERR(a, ERR_RULE, "err.dialogue.no_public_text");
    return NULL;
}

/* Finance and party matters are checked by the supervision committee; others by a pioneer as well (close-out rule 3).
 * `value`: the hand is one of the committee. */
Err dialogue_checker_by_class(Arena *a, const Case *c, const Step *s UNUSED, const void *value)
{
    bool of_committee = *(const bool *)value;
    if (!of_committee && !str_eq(json_text(c->facts, S("class")), S("government")))
        return ERR(a, ERR_RULE, "err.dialogue.committee_must_look");
    return NULL;
}

/* Silence counts after two tries on two days (close-out rule 4). Whoever left neither name nor phone is asked by the page
 * of his slip alone. */
Err dialogue_asked_twice(Arena *a, const Case *c UNUSED, const Step *s UNUSED, const void *value)
{
    enum { TRIES = 2 };
    const FollowUp *f = value;
    return !f->reachable || f->tries >= TRIES ? NULL : ERR(a, ERR_RULE, "err.dialogue.asked_once");
}

Err dialogue_grade_is_good(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    Str grade = json_text(c->facts, S("grade"));
    if (!str_eq(grade, S("satisfied")) && !str_eq(grade, S("basically")))
        return ERR(a, ERR_RULE, "err.dialogue.not_satisfied", .field = S("grade"));
    return NULL;
}

/* "On the spot" is face to face and on the same day; everything else goes through the ledger. */
Err dialogue_on_the_spot(Arena *a, const Case *c, const Step *s, const void *value UNUSED)
{
    static const Str sources[] = {S("meeting"), S("visit"), S("phone")};
    Str source = json_text(c->facts, S("source"));
    bool face_to_face = false;
    for (size_t i = 0; i < COUNT_OF(sources); i++)
        face_to_face |= str_eq(sources[i], source);
    if (!face_to_face || instant_date(c->opened).day != instant_date(s->now).day)
        return ERR(a, ERR_RULE, "err.dialogue.not_on_spot");
    return NULL;
}

/* All of: result in plain words, evidence, and the public text when the asker agreed to one. */
Err dialogue_may_close(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    if (!json_text(c->facts, S("answer")).len || !json_text(c->facts, S("evidence")).len)
        return ERR(a, ERR_RULE, "err.dialogue.no_evidence");
    if (json_flag(c->facts, S("may_publish")) && !json_text(c->facts, S("public_text")).len)
        return ERR(a, ERR_RULE, "err.dialogue.no_public_text");
    return NULL;
}

Err dialogue_extension(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    Date after, before = date_add_days(instant_date(c->due), -1); /* the facts are the new ones already */
    if (!instant_is(c->due) || !fact_date(c->facts, S("limit_on"), &after))
        return ERR(a, ERR_INPUT, "err.dialogue.limit_missing", .field = S("limit_on"));
    if (after.day <= before.day || after.day > before.day + EXTENSION_DAYS_MAX)
        return ERR(a, ERR_RULE, "err.dialogue.extension", .field = S("limit_on"),
                   .args = {date_plain(a, date_add_days(before, EXTENSION_DAYS_MAX))});
    return NULL;
}

Err dialogue_hold_within(Arena *a, const Case *c, const Step *s, const void *value UNUSED)
{
    Date next, today = instant_date(s->now);
    if (!fact_date(c->facts, S("next_on"), &next))
        return ERR(a, ERR_INPUT, "err.dialogue.next_missing", .field = S("next_on"));
    if (next.day <= today.day || next.day > today.day + HOLD_DAYS_MAX)
        return ERR(a, ERR_RULE, "err.dialogue.hold_long", .field = S("next_on"),
                   .args = {date_plain(a, date_add_days(today, HOLD_DAYS_MAX))});
    return NULL;
}

/* "From the meeting" names a meeting of this village that was held, or is held today. `value`: its case, or NULL. */
Err dialogue_from_meeting(Arena *a, const Case *c, const Step *s, const void *value)
{
    const Case *meeting = value;
    Date day;
    if (!json_text(c->facts, S("meeting")).len)
        return NULL;
    bool is_one = meeting && meeting->place.v == c->place.v && str_eq(meeting->process->name, S("meeting")) &&
                  fact_date(meeting->facts, S("held_on"), &day) && day.day <= instant_date(s->now).day;
    return is_one ? NULL : ERR(a, ERR_RULE, "err.dialogue.no_such_meeting", .field = S("meeting"));
}

Err dialogue_merge_target(Arena *a, const Case *c, const Step *s UNUSED, const void *value)
{
    const Case *target = value;
    if (!target || target->place.v != c->place.v || target->id.v == c->id.v ||
        !str_eq(target->process->name, c->process->name) || target->process->states[target->state].final)
        return ERR(a, ERR_RULE, "err.dialogue.merge_target", .field = S("merged_into"));
    return NULL;
}

Err dialogue_meeting_day(Arena *a, const Case *c, const Step *s, const void *value UNUSED)
{
    Date day;
    if (fact_date(c->facts, S("held_on"), &day) && instant_date(s->now).day < day.day)
        return ERR(a, ERR_RULE, "err.dialogue.meeting_not_yet", .args = {date_plain(a, day)});
    return NULL;
}

/* Days between the notice and the meeting (villagers: Villagers' Committees Law; representatives: Shandong measures). */
static int32_t notice_days(Str kind)
{
    if (str_eq(kind, S("villager_meeting")))
        return VILLAGER_MEETING_DAYS;
    return str_eq(kind, S("villager_rep_meeting")) ? REP_MEETING_DAYS : 0;
}

Err dialogue_told_in_time(Arena *a, const Case *c, const Step *s, const void *value UNUSED)
{
    Date told, today = instant_date(s->now), held;
    if (!fact_date(c->facts, S("told_on"), &told))
        told = today;
    if (told.day > today.day)
        return ERR(a, ERR_INPUT, "err.dialogue.told_ahead", .field = S("told_on"));
    Date first = date_add_days(told, notice_days(json_text(c->facts, S("kind"))));
    if (fact_date(c->facts, S("held_on"), &held) && held.day < first.day)
        return ERR(a, ERR_RULE, "err.dialogue.told_late", .field = S("held_on"), .args = {date_plain(a, first)});
    return NULL;
}

Err dialogue_heads_agree(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    int64_t entitled = json_int(c->facts, S("due_count"), 0), present = json_int(c->facts, S("head_count"), 0);
    if (entitled > 0 && present > entitled)
        return ERR(a, ERR_RULE, "err.dialogue.heads", .field = S("head_count"),
                   .args = {i64_plain(a, present), i64_plain(a, entitled)});
    return NULL;
}

bool dialogue_may_show(const Json *facts)
{
    return json_flag(facts, S("shown")) && json_flag(facts, S("may_publish")) && json_text(facts, S("public_text")).len;
}

Err dialogue_is_shown(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    return dialogue_may_show(c->facts) ? NULL : ERR(a, ERR_MISSING, "err.dialogue.not_shown");
}
