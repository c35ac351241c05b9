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
