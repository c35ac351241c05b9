// SPDX-License-Identifier: Apache-2.0
/* Cookies as they come and go, and the one that keeps how a reader wants to read. */
#include "web/inside.h"

Str cookie_get(Str cookies, Str name)
{
    Str part, found = STR_NONE;
    while (str_next(&cookies, ';', &part)) {
        Str key, value;
        str_cut(str_trim(part), '=', &key, &value);
        if (!str_eq(key, name))
            continue;
        /* Two of one name: somebody planted one, and we cannot know which. */
        if (found.at)
            return S("");
        found = value.len ? value : S("");
    }
    return found.at ? found : S("");
}

Str cookie_make(Arena *a, bool edge, Str name, Str value, int64_t max_age_s)
{
    return arena_printf(a, "%.*s=%.*s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s", STR_ARG(name), STR_ARG(value),
                        (long long)max_age_s, edge ? "" : "; Secure");
}

static const struct {
    Str plain;
    Choice choice;
} choices[] = {
    {{"zh.normal", 9}, {false, false}},
    {{"zh.large", 8}, {false, true}},
    {{"en.normal", 9}, {true, false}},
    {{"en.large", 8}, {true, true}},
};

Choice choice_of(Str cookies)
{
    if (cookies.len == 0)
        return (Choice){0};
    Str value = cookie_get(cookies, S("read"));
    for (size_t i = 0; i < COUNT_OF(choices); i++)
        if (str_eq(choices[i].plain, value))
            return choices[i].choice;
    return (Choice){0};
}

/* A program's reader: the language named first; where none of ours is named, Chinese. Weights are not weighed. */
bool choice_speaks_english(Str accept_language)
{
    Str part, tag, rest;
    while (accept_language.len && str_next(&accept_language, ',', &part)) {
        str_cut(part, ';', &tag, &rest);
        Str main = str_sub(str_trim(tag), 0, 2);
        if (str_eq_nocase(main, S("en")) || str_eq_nocase(main, S("zh")))
            return str_eq_nocase(main, S("en"));
    }
    return false;
}

static int number_of(Choice c)
{
    return (c.en ? 2 : 0) + (c.large ? 1 : 0);
}

char choice_letter(Choice c)
{
    return (char)('a' + number_of(c));
}

Str choice_plain(Choice c)
{
    return choices[number_of(c)].plain;
}

static bool is_choice(Str part, Choice *choice)
{
    static const struct {
        Str pair;
        bool is_lang, value;
    } words[] = {
        {{"lang=zh", 7}, true, false},
        {{"lang=en", 7}, true, true},
        {{"type=normal", 11}, false, false},
        {{"type=large", 10}, false, true},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!str_eq(part, words[i].pair))
            continue;
        *(words[i].is_lang ? &choice->en : &choice->large) = words[i].value;
        return true;
    }
    return false;
}

bool choice_switch(Arena *a, Str query, Choice *choice, Str *ret_rest)
{
    Str parts[LIMIT_QUERY_PARAMS], part;
    size_t count = 0;
    bool chosen = false;
    while (query.len && str_next(&query, '&', &part) && count < COUNT_OF(parts)) {
        if (is_choice(part, choice))
            chosen = true;
        else
            parts[count++] = part;
    }
    if (chosen)
        *ret_rest = arena_join(a, parts, count, S("&"));
    return chosen;
}
