// SPDX-License-Identifier: Apache-2.0
/* Definitions: whatever is read is whole, and proving it neither reads astray nor goes on for ever. */
#include "fuzz.h"

#include "process/process.h"

static const char roles_yaml[] = "permissions:\n  case.write: {zh: 可以办。, en: May act.}\n"
                                 "roles:\n  village_clerk: {zh: 文书, en: Clerk, level: village, can: [case.write]}\n"
                                 "bodies:\n  villager_meeting: {zh: 村民会议, en: Meeting, level: village, acted_by: [village_clerk]}\n";

static void check_whole(const Process *p)
{
    uint32_t all = p->state_count == LIMIT_STATES ? UINT32_MAX : (UINT32_C(1) << p->state_count) - 1;
    REQUIRE(p->state_count >= 1 && p->start >= 0 && (size_t)p->start < p->state_count);
    REQUIRE(p->opening && p->opening->from == 0 && process_action(p, p->opening->name) == p->opening);
    for (size_t i = 0; i < p->action_count; i++) {
        const Action *x = &p->actions[i];
        REQUIRE(x->to >= -1 && x->to < (int)p->state_count && !(x->from & ~all));
        REQUIRE(!x->enough_num || x->enough_den >= x->enough_num);
    }
    for (size_t i = 0; i < p->field_count; i++)
        REQUIRE(process_field(p, p->fields[i].name) == &p->fields[i]);
}

FUZZ(a, bytes)
{
    const Process *p;
    const Roles *roles;
    const Engine *e;
    size_t count;
    if (process_load(a, bytes, S("x.yaml"), &p))
        return;
    check_whole(p);
    REQUIRE(!access_roles_load(a, str_of(roles_yaml), S("role.yaml"), &roles));
    EngineOptions o = {.processes = &p, .process_count = 1, .roles = roles, .holidays = S("years: {}")};
    REQUIRE(!process_engine(a, &o, &e));
    process_check(a, e, p, out_new(a, LIMIT_PAGE_BYTES, NULL), &count);
}
