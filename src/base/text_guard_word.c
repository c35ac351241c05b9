// SPDX-License-Identifier: Apache-2.0
/* What is about a person without being a long number: mail, WeChat names, plates, passports, hardship beside a name. */
#include "base/text_guard.h"

#include "base/attr.h"
#include "base/value.h"

#include <string.h>

enum { NEAR_CHARS = 20, WECHAT_MIN = 6, WECHAT_MAX = 20, PASSPORT_LEN = 9, GAP_CHARS = 6, DAY_DIGITS_MIN = 6 };

/* Whether the word stands at i; Latin letters in any case. */
static bool says(const GuardScan *g, size_t i, Str word, size_t *ret_end)
{
    uint32_t c;
    while (text_next(&word, &c)) {
        uint32_t there = text_guard_at(g, i++);
        if (there != c && !(text_guard_is_letter(there) && (there | 0x20) == c))
            return false;
    }
    *ret_end = i;
    return true;
}

static size_t alnum_end(const GuardScan *g, size_t from)
{
    while (text_guard_is_alnum(text_guard_at(g, from)))
        from++;
    return from;
}

/* The characters as bytes; they are ASCII. */
static Str ascii(const GuardScan *g, size_t from, size_t to)
{
    char *text = arena_take(g->a, to - from + 1, 1);
    for (size_t i = from; i < to; i++)
        text[i - from] = (char)g->chars[i].c;
    return (Str){text, to - from};
}

static void warn(GuardScan *g, size_t from, size_t to, GuardKind kind, Str masked)
{
    text_guard_hit(g, from, to, (GuardHit){.kind = kind, .masked = masked});
}

/* -- mail, WeChat, plates, passports: what may start at character i ------------------------------------------------- */

static bool is_mail_char(uint32_t c)
{
    return text_guard_is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
}

static void look_for_mail(GuardScan *g, size_t i)
{
    if (g->chars[i].c != '@')
        return;
    size_t from = i, to = i + 1, dots = 0;
    while (from && is_mail_char(g->chars[from - 1].c))
        from--;
    for (; text_guard_is_alnum(text_guard_at(g, to)) || text_guard_at(g, to) == '-' ||
           (text_guard_at(g, to) == '.' && text_guard_is_alnum(text_guard_at(g, to + 1)));
         to++)
        dots += g->chars[to].c == '.';
    if (from < i && dots)
        warn(g, from, to, GUARD_EMAIL, arena_printf(g->a, "***%.*s", STR_ARG(ascii(g, i, to))));
}

static void look_for_wechat(GuardScan *g, size_t i)
{
    static const Str words[] = {S("微信"), S("wechat"), S("weixin"), S("vx"), S("wx")};
    size_t at = i, word = 0;
    while (word < COUNT_OF(words) && !says(g, i, words[word], &at))
        word++;
    if (word == COUNT_OF(words) || (i && text_guard_is_letter(g->chars[i].c) && text_guard_is_alnum(g->chars[i - 1].c)))
        return;
    for (size_t gap = 0; gap < GAP_CHARS && text_is_one_of(text_guard_at(g, at), S("号码名是为:： =")); gap++)
        at++;
    size_t to = at;
    while (text_guard_is_alnum(text_guard_at(g, to)) || text_guard_at(g, to) == '_' || text_guard_at(g, to) == '-')
        to++;
    if (text_guard_is_letter(text_guard_at(g, at)) && to - at >= WECHAT_MIN && to - at <= WECHAT_MAX)
        warn(g, at, to, GUARD_WECHAT, S("***"));
}

static void look_for_plate(GuardScan *g, size_t i)
{
    if (!text_is_one_of(g->chars[i].c, S("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼")) ||
        text_guard_at(g, i + 1) < 'A' || text_guard_at(g, i + 1) > 'Z')
        return;
    size_t at = i + 2 + text_is_one_of(text_guard_at(g, i + 2), S("·• -")), to = alnum_end(g, at), digits = 0;
    for (size_t k = at; k < to; k++)
        digits += text_guard_is_digit(g->chars[k].c);
    if ((to - at == 5 || to - at == 6) && digits >= 2)
        warn(g, i, to, GUARD_PLATE, S("***"));
}

/* A letter and a day, as in P20260905, is the number of a voucher. */
static bool is_dated(Str digits)
{
    Date day;
    return str_starts(digits, S("20")) && date_read(digits, (Date){0}, &day);
}

static void look_for_passport(GuardScan *g, size_t i)
{
    bool starts = i == 0 || !text_guard_is_alnum(g->chars[i - 1].c);
    if (!starts || !text_is_one_of(g->chars[i].c, S("EGDSP")) || alnum_end(g, i) - i != PASSPORT_LEN)
        return;
    Str token = ascii(g, i, i + PASSPORT_LEN);
    bool second = token.at[0] == 'E' && token.at[1] >= 'A' && token.at[1] <= 'Z';
    uint64_t digits;
    if (str_to_u64(str_from(token, second ? 2 : 1), &digits) && !is_dated(str_from(token, 1)))
        warn(g, i, i + PASSPORT_LEN, GUARD_PASSPORT, S("***"));
}

/* -- hardship beside a name ---------------------------------------------------------------------------------------- */

static const Str hardships[] = {
    S("低保"),     S("残疾"),     S("艾滋"),     S("精神病"), S("精神障碍"), S("精神分裂"), S("精神类"), S("精神疾"),
    S("社区矫正"), S("刑满释放"), S("吸毒"),     S("特困"),   S("五保"),     S("重病"),     S("癌"),     S("尿毒症"),
    S("白血病"),   S("抑郁"),
};

/* Children are named nowhere: of them the surname stays (masking rules: minor). */
static const Str children[] = {S("孤儿"), S("留守儿童"), S("困境儿童"), S("未成年"), S("幼儿园"), S("小学"), S("儿童")};

static const Str surnames = S(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石贾韦夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤尚宗耿");
/* Characters that given names are made of; words of everyday that begin with a surname seldom consist of them. */
static const Str given = S(
    "建国民军华英秀兰玉凤桂芳梅芝珍云霞红艳丽娟娜敏静洁莉燕玲萍琴淑贞惠慧翠香菊莲花荣春娥婷婉丹雪倩颖佳嘉欣怡悦梓涵轩"
    "浩宇泽睿晨阳博文志明亮光辉强刚勇毅伟杰超鹏飞龙虎彪斌彬峰山海涛波江河川林森树根柱栋梁材财福禄寿喜庆祥瑞吉永恒长"
    "广延洪宏大少小立新东南西北冬生成才德仁义礼信智忠孝诚厚善良俊峻凯旋胜利平安康宁乐和顺达兴旺盛昌振震鸣雷磊金银铜铁"
    "钢铭锋锐剑武斗战先进跃前卫星传承继祖宗宝贵珠珊瑶琪琳璐莹晶晓晖昊旭昕思远航帆舟一二三四五六");

static bool is_cjk(uint32_t c)
{
    return c >= 0x3400 && c <= 0x9FFF;
}

/* Whether a name may end before the character: at the end of a word, or where the sentence goes on about the person. */
static bool ends_name(const GuardScan *g, size_t at)
{
    uint32_t c = text_guard_at(g, at);
    size_t end;
    if (!is_cjk(c) || text_is_one_of(c, S("因系是的家患享为被等户老夫妻有于在属已曾申领得和与及本")))
        return c != '*';
    for (size_t i = 0; i < COUNT_OF(hardships); i++)
        if (says(g, at, hardships[i], &end))
            return true;
    for (size_t i = 0; i < COUNT_OF(children); i++)
        if (says(g, at, children[i], &end))
            return true;
    return false;
}

typedef struct Start {
    bool possible, introduced; /* introduced: 户主 and the like stand before it */
} Start;

static bool stands_before(const GuardScan *g, size_t at, const Str *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t chars = text_chars(words[i]), end;
        if (at >= chars && says(g, at - chars, words[i], &end))
            return true;
    }
    return false;
}

/* Who acts in office is named in full. */
static bool is_in_office(const GuardScan *g, size_t at)
{
    static const Str offices[] = {
        S("主任"), S("书记"), S("委员"), S("会计"), S("出纳"), S("文书"), S("组长"), S("理事长"), S("监事长"), S("网格员"),
        S("经手人"), S("经办人"), S("审批人"), S("审核人"), S("证明人"), S("负责人"),
    };
    if (at && text_is_one_of(g->chars[at - 1].c, S(" :：")))
        at--;
    return stands_before(g, at, offices, COUNT_OF(offices));
}

static Start name_start(const GuardScan *g, size_t at)
{
    static const Str introductions[] = {S("户主"), S("村民"), S("姓名"), S("居民"), S("社员"), S("患者"),
                                        S("病人"), S("对象"), S("人员"), S("申请人"), S("户")};
    if (is_in_office(g, at))
        return (Start){0};
    if (at == 0 || !is_cjk(g->chars[at - 1].c))
        return (Start){.possible = true, .introduced = at > 1 && text_is_one_of(g->chars[at - 1].c, S("::：")) &&
                                                       text_is_one_of(g->chars[at - 2].c, S("主名人者户童儿"))};
    bool introduced = stands_before(g, at, introductions, COUNT_OF(introductions));
    return (Start){introduced, introduced};
}

/* The end of the name that starts at `at`; `at` itself when there is none. */
static size_t name_end(GuardScan *g, size_t at)
{
    Start start = name_start(g, at);
    if (!start.possible)
        return at;
    char two[8];
    size_t len = text_put(text_guard_at(g, at), two);
    len += text_put(text_guard_at(g, at + 1), two + len);
    bool compound = text_is_compound_surname((Str){two, len});
    if (!compound && !text_is_one_of(g->chars[at].c, surnames))
        return at;
    size_t first = at + 1 + compound, end = first;
    if (g->chars[at].c == 0x5468 && text_is_one_of(text_guard_at(g, first), S("一二三四五六日"))) /* 周六 is a day */
        return at;
    while (end < first + 2 && is_cjk(text_guard_at(g, end)) &&
           (start.introduced || compound || text_is_one_of(g->chars[end].c, given))) {
        end++;
        if (ends_name(g, end))
            return end;
    }
    return at;
}

static Str mask_child(Arena *a, Str name)
{
    Str masked = text_mask_name(a, name), head, tail;
    (void)str_cut(masked, '*', &head, &tail);
    return arena_printf(a, "%.*s*", STR_ARG(head));
}

typedef struct Sensitive {
    const Str *words;
    size_t count;
    GuardKind kind;
    Str (*mask)(Arena *a, Str name);
} Sensitive;

/* One of these words, and a name not far from it. */
static void look_for_name_near(GuardScan *g, size_t i, const Sensitive *s)
{
    size_t word = 0, end = i;
    while (word < s->count && !says(g, i, s->words[word], &end))
        word++;
    if (word == s->count)
        return;
    for (size_t at = i > NEAR_CHARS ? i - NEAR_CHARS : 0; at < g->count && at < end + NEAR_CHARS; at++) {
        size_t to = name_end(g, at);
        if (to == at)
            continue;
        Str name = {g->text.at + g->chars[at].at, g->chars[to - 1].end - g->chars[at].at};
        text_guard_hit(g, at, to, (GuardHit){.kind = s->kind, .blocks = true, .masked = s->mask(g->a, name)});
    }
}

/* -- a day of birth ------------------------------------------------------------------------------------------------ */

/* 出生 1990-01-01, 生于1990年1月1日: the year may stay. */
static void look_for_birth(GuardScan *g, size_t i)
{
    static const Str words[] = {S("出生日期"), S("出生年月"), S("出生"), S("生日"), S("生于")};
    size_t at = i, word = 0;
    while (word < COUNT_OF(words) && !says(g, i, words[word], &at))
        word++;
    if (word == COUNT_OF(words))
        return;
    for (size_t gap = 0; gap < GAP_CHARS && text_is_one_of(text_guard_at(g, at), S("于是为日:： =")); gap++)
        at++;
    size_t to = at, digits = 0;
    for (; text_guard_is_digit(text_guard_at(g, to)) || text_is_one_of(text_guard_at(g, to), S("年月日.-/")); to++)
        digits += text_guard_is_digit(g->chars[to].c);
    if (digits < DAY_DIGITS_MIN)
        return; /* a year alone */
    Str day = {g->text.at + g->chars[at].at, g->chars[to - 1].end - g->chars[at].at};
    warn(g, at, to, GUARD_BIRTH, text_mask_birth(g->a, day));
}

void text_guard_words(GuardScan *g)
{
    static const Sensitive near_name[] = {
        {hardships, COUNT_OF(hardships), GUARD_SENSITIVE_NEAR_NAME, text_mask_name},
        {children, COUNT_OF(children), GUARD_CHILD, mask_child}};
    for (size_t i = 0; i < g->count; i++) {
        look_for_mail(g, i);
        look_for_wechat(g, i);
        look_for_plate(g, i);
        look_for_passport(g, i);
        look_for_birth(g, i);
        for (size_t k = 0; k < COUNT_OF(near_name); k++)
            look_for_name_near(g, i, &near_name[k]);
    }
}
