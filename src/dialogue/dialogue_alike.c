// SPDX-License-Identifier: Apache-2.0
/*
 * alike: was this asked already? A posted question is like the one just written when enough of its pairs of characters
 * stand there, too. Nothing is kept of what was written.
 */
#include "dialogue/dialogue_rule.h"

/* Questions are full of these, whatever they are about. */
static const Str asking = S(" 什么 么时 时候 为什 怎么 么办 么样 多少 少钱 有没 没有 能不 不能 可以 一个 谁来 谁管 了吗 村里 我们 咱们 ");

int dialogue_likeness(Arena *a, Str written, Str posted)
{
    enum { SHARED_MIN = 2, PERCENT_MIN = 25 };
    Str there = arena_join(a, (const Str[]){S(""), text_bigrams(a, written), S("")}, 3, S(" "));
    Str rest = text_bigrams(a, posted), pair;
    int pairs = 0, shared = 0;
    while (str_next(&rest, ' ', &pair)) {
        Str word = arena_join(a, (const Str[]){S(""), pair, S("")}, 3, S(" "));
        if (str_has(asking, word))
            continue;
        pairs++;
        shared += str_has(there, word);
    }
    int percent = pairs ? shared * 100 / pairs : 0;
    return shared >= SHARED_MIN && percent >= PERCENT_MIN ? percent : 0;
}

size_t dialogue_choose_alike(Arena *a, Str written, const IssueShown *posted, size_t count, const IssueShown *ret_best[LIMIT_ALIKE_SHOWN])
{
    int likeness[LIMIT_ALIKE_SHOWN];
    size_t found = 0;
    ArenaMark mark = arena_mark(a);
    for (size_t i = 0; i < count; i++) {
        int percent = dialogue_likeness(a, written, posted[i].text);
        arena_rewind(a, mark);
        if (!percent || str_eq(posted[i].state, S("merged"))) /* the one it was joined with says more */
            continue;
        size_t at = found;
        for (; at > 0 && likeness[at - 1] < percent; at--)
            if (at < LIMIT_ALIKE_SHOWN) {
                likeness[at] = likeness[at - 1];
                ret_best[at] = ret_best[at - 1];
            }
        if (at >= LIMIT_ALIKE_SHOWN)
            continue;
        likeness[at] = percent;
        ret_best[at] = &posted[i];
        found += found < LIMIT_ALIKE_SHOWN;
    }
    return found;
}
