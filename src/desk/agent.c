// SPDX-License-Identifier: Apache-2.0
/* What somebody signed in with, in two words: enough to know one's own telephone again, too little to follow it. */
#include "desk/desk_own.h"

typedef struct AgentWord {
    Str needle, code;
    const char *says;
} AgentWord;

/* The first that fits: an Android says Linux as well, Edge says Chrome, Chrome says Safari. */
static const AgentWord systems[] = {
    {S("iPhone"), S("iphone"), "desk.agent.iphone"},   {S("iPad"), S("ipad"), "desk.agent.ipad"},
    {S("HarmonyOS"), S("harmony"), "desk.agent.harmony"}, {S("Android"), S("android"), "desk.agent.android"},
    {S("Windows"), S("windows"), "desk.agent.windows"}, {S("Macintosh"), S("mac"), "desk.agent.mac"},
    {S("Linux"), S("linux"), "desk.agent.linux"},
};
static const AgentWord programs[] = {
    {S("MicroMessenger"), S("wechat"), "desk.agent.wechat"}, {S("DingTalk"), S("dingtalk"), "desk.agent.dingtalk"},
    {S("Edg/"), S("edge"), "desk.agent.edge"},               {S("Firefox/"), S("firefox"), "desk.agent.firefox"},
    {S("Chrome/"), S("chrome"), "desk.agent.chrome"},        {S("Safari/"), S("safari"), "desk.agent.safari"},
};

static const AgentWord *heard(const AgentWord *words, size_t count, Str said)
{
    for (size_t i = 0; i < count; i++)
        if (str_has(said, words[i].needle))
            return &words[i];
    return NULL;
}

static const char *says(const AgentWord *words, size_t count, Str code)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(code, words[i].code))
            return words[i].says;
    return NULL;
}

Str desk_agent_of(Arena *a, Str user_agent)
{
    const AgentWord *machine = heard(systems, COUNT_OF(systems), user_agent);
    const AgentWord *program = heard(programs, COUNT_OF(programs), user_agent);
    return arena_printf(a, "%.*s %.*s", STR_ARG(machine ? machine->code : S("-")),
                        STR_ARG(program ? program->code : S("-")));
}

Str desk_agent_words(const Request *q, Str agent)
{
    Str first, second;
    str_cut(agent, ' ', &first, &second);
    const char *machine = says(systems, COUNT_OF(systems), first), *program = says(programs, COUNT_OF(programs), second);
    Str where = web_sentence(q, machine ? machine : "desk.agent.other");
    return program ? WEB_FILL(q, "desk.agent_two", where, web_sentence(q, program)) : where;
}
