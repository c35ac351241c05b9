// SPDX-License-Identifier: Apache-2.0
/* Masking: what a public list may show of a private person. */
#include "base/text.h"

#include "base/attr.h"

#include <string.h>

/* Keeps so many characters at both ends; when that would hide less than one in three, nothing is shown. */
static Str mask(Arena *a, Str s, size_t before, size_t after)
{
    size_t chars = text_chars(s);
    if (before + after >= chars || (chars - before - after) * 3 < chars)
        before = after = 0;
    Str head = text_cut(s, before), tail = str_from(s, text_cut(s, chars - after).len);
    size_t stars = chars - before - after;
    char *text = arena_take(a, head.len + stars + tail.len + 1, 1), *at = text;
    if (head.len)
        at = mempcpy(at, head.at, head.len);
    at = (char *)memset(at, '*', stars) + stars;
    if (tail.len)
        at = mempcpy(at, tail.at, tail.len);
    return (Str){text, (size_t)(at - text)};
}

bool text_is_compound_surname(Str two)
{
    static const char surnames[] =
        "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 司徒 司空 夏侯 宇文 长孙 端木 百里 呼延 南宫 东郭 西门 独孤 "
        "轩辕 拓跋 赫连 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 钟离 鲜于 闾丘 司寇 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 "
        "公良 夹谷 宰父 谷梁 段干 羊舌 微生 梁丘 左丘 东门 南门 第五 万俟 闻人 仲孙";
    return text_chars(two) == 2 && str_has((Str){surnames, sizeof surnames - 1}, two);
}

Str text_mask_name(Arena *a, Str name)
{
    size_t chars = text_chars(name);
    if (chars < 2)
        return mask(a, name, 0, 0);
    if (chars > 2 && text_is_compound_surname(text_cut(name, 2)))
        return mask(a, name, 2, 0);
    return mask(a, name, 1, chars > 2 ? 1 : 0);
}

Str text_mask_phone(Arena *a, Str phone)
{
    return mask(a, phone, 3, 4);
}

Str text_mask_account(Arena *a, Str account)
{
    size_t chars = text_chars(account);
    Str last = chars > 8 ? str_from(account, text_cut(account, chars - 4).len) : S("");
    return arena_printf(a, "****%.*s", STR_ARG(last));
}

Str text_mask_id(Arena *a, Str id)
{
    return mask(a, id, 1, 2);
}

Str text_hint_id(Arena *a, Str id)
{
    return mask(a, id, 6, 4);
}

Str text_hint_account(Arena *a, Str account)
{
    return mask(a, account, 0, 4);
}

/* -- an address, to the villagers' group ---------------------------------------------------------------------------- */

/* Where the name of the town, county or district in front ends; 社区 and 小区 are no district. */
static size_t after_town(Str s)
{
    size_t end = 0, at = 0;
    uint32_t c, before = 0;
    for (Str rest = s; text_next(&rest, &c); before = c) {
        at = s.len - rest.len;
        bool district = c == 0x533A && before && !text_is_one_of(before, S("社小园"));
        bool street = c == 0x9053 && before == 0x8857; /* 街道 */
        if (district || street || (before && text_is_one_of(c, S("镇乡县"))))
            end = at;
    }
    return end;
}

/* Where the number of a house begins: numerals before 号, 室 and the like. */
static size_t before_house(Str s)
{
    size_t start = s.len, at = 0;
    bool numerals = false;
    uint32_t c;
    for (Str rest = s; text_next(&rest, &c); at = s.len - rest.len) {
        if (text_is_one_of(c, S("0123456789０１２３４５６７８９〇零一二三四五六七八九十百-－—#"))) {
            start = numerals ? start : at;
            numerals = true;
        } else if (numerals && text_is_one_of(c, S("号室栋幢户单弄")))
            return start;
        else
            numerals = false;
    }
    return s.len;
}

/* 黄升镇某村3组12号 -> 某村3组; without a group the village, without a village whatever comes before the house's number. */
Str text_mask_address(Arena *a UNUSED, Str address)
{
    static const Str ends[] = {S("组"), S("村"), S("社区")};
    Str s = str_trim(address);
    size_t start = after_town(s), at;
    Str place = str_from(s, start < s.len ? start : 0);
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (str_find(place, ends[i], &at) && at > 0)
            return str_sub(place, 0, at + ends[i].len);
    Str rest = str_trim(str_sub(place, 0, before_house(place)));
    return rest.len ? rest : S("*");
}

/* The year; "*" when the text says none. */
Str text_mask_birth(Arena *a, Str day)
{
    Str folded = text_fold(a, str_trim(day));
    bool is_year = folded.len >= 4 && (str_starts(folded, S("19")) || str_starts(folded, S("20")));
    for (size_t i = 0; i < 4 && is_year; i++)
        is_year = folded.at[i] >= '0' && folded.at[i] <= '9';
    return is_year ? str_sub(folded, 0, 4) : S("*");
}
