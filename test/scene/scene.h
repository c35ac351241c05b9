// SPDX-License-Identifier: Apache-2.0
/*
 * A scene is a file of lives: YAML that says who does what on which day, and what is true afterwards.
 *
 *     - scene: an item from awaited to hung on the board
 *       start: 2026-10-01
 *       steps:
 *         - {find: {item: C2, period: 2026-09}, case: c2, state: awaited, due: 2026-10-10}
 *         - {on: 2026-10-05, who: clerk as collective_accountant, do: submit, case: c2, facts: {..}, state: committee_review}
 *         - {who: secretary, do: fix, case: c2, refused: err.process.one_hand}
 *
 * Doing:    on (a day, at ten), at (another time of the day: 23:59), who (a hand of world.c [as role], asker, anyone, clock), do (many: [..] with one step) | open | find |
 *           keeps (a book),
 *           case (the name it is called by here), facts, signer, on_behalf, parent
 * Expected: state, due, refused, field, shown, shelf, mark, posted, late, version, reviewers, open_until, text, answer,
 *           todo, not_todo, sees, not_sees, readable, withdrawn, figures, asked, meeting, number, not_opened, record_lacks, paper (what anyone
 *           prints), wall (what staff hang)
 */
#pragma once

#include "world.h"

enum { SCENE_CASES = 64 };

typedef struct NamedCase {
    Str name;
    CaseId id;
    Str slip;
} NamedCase;

typedef struct Scene {
    World *w;
    Str file;
    NamedCase cases[SCENE_CASES];
    size_t case_count;
    const Yaml *step;   /* the one that is played */
    const Case *c;      /* the case it was about, as it is now */
    const NamedCase *named;
    Err said;           /* what the step was answered */
} Scene;

#define scene_fail(s, ...) fail_msg("%s:%d: %s", arena_cstr((s)->w->arena, (s)->file), (s)->step->line,               \
                                    arena_printf((s)->w->arena, __VA_ARGS__).at)

const NamedCase *scene_case(const Scene *s, Str name);
Actor scene_actor(const Scene *s, Str who);
/* Everything the step says about how it should be now. */
void scene_expect(const Scene *s);
