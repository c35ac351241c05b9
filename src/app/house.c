// SPDX-License-Identifier: Apache-2.0
/* The house put together: what is carried inside, then the folder: keys, store, signer. */
#include "app/folder.h"
#include "carried.h"
#include "steps.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROCESSES_MAX = 64 };

static Str carried_file(Str path)
{
    const CarriedFile *f = carried_find(path);
    return f ? (Str){(const char *)f->bytes, f->len} : STR_NONE;
}

static Err load_processes(Arena *a, const Process **processes, size_t *ret_count)
{
    *ret_count = 0;
    for (size_t i = 0; i < carried_count(); i++) {
        const CarriedFile *f = carried_at(i);
        Str path = str_of(f->path);
        if (!str_starts(path, S("data/process/")) || !str_ends(path, S(".yaml")))
            continue;
        REQUIRE(*ret_count < PROCESSES_MAX);
        TRY(process_load(a, (Str){(const char *)f->bytes, f->len}, path, &processes[*ret_count]));
        (*ret_count)++;
    }
    return NULL;
}

/* A county may know of holidays before the next version of the program does: DATA/holiday.yaml stands for the one that is
 * carried inside. */
static Err choose_holidays(Arena *a, const Config *config, Str *ret_yaml)
{
    *ret_yaml = STR_NONE;
    if (config)
        TRY(app_folder_read(a, arena_printf(a, "%s/holiday.yaml", config->folder).at, LIMIT_YAML_BYTES, ret_yaml));
    if (!ret_yaml->at)
        *ret_yaml = carried_file(S("data/catalogue/holiday.yaml"));
    return NULL;
}

Err app_carry_for(Arena *a, const Config *config, House *ret_house)
{
    static const Process *processes[PROCESSES_MAX];
    House *h = ret_house;
    *h = (House){.arena = a, .file = carried_file, .clock = clock_real(a), .rooms = rooms_all, .room_count = rooms_count};
    TRY(lang_open(a, S("zh"), carried_file(S("mo/zh_CN.mo")), &h->zh));
    TRY(lang_open(a, S("en"), carried_file(S("mo/en.mo")), &h->en));
    Str roles = carried_file(S("data/catalogue/role.yaml"));
    TRY(access_roles_load(a, roles, S("data/catalogue/role.yaml"), &h->roles));
    size_t count;
    TRY(load_processes(a, processes, &count));
    const EngineParts **parts = ARENA_ARRAY(a, const EngineParts *, rooms_count + 1);
    size_t part_count = 0;
    for (size_t i = 0; i < rooms_count; i++)
        if (rooms_all[i]->parts)
            parts[part_count++] = rooms_all[i]->parts;
    Str holidays;
    TRY(choose_holidays(a, config, &holidays));
    EngineOptions options = {.processes = processes, .process_count = count, .parts = parts, .part_count = part_count,
                             .roles = h->roles, .holidays = holidays};
    TRY(process_engine(a, &options, &h->engine));
    for (size_t i = 0; i < rooms_count; i++)
        if (rooms_all[i]->open)
            TRY(rooms_all[i]->open(a, h));
    House *kept = ARENA_NEW(a, House);
    *kept = *h;
    house_set(kept);
    return NULL;
}

Err app_carry(Arena *a, House *ret_house)
{
    return app_carry_for(a, NULL, ret_house);
}

/* DATA/house.conf says what the folder is: lines of name=value, written by init or demo. */
typedef struct FolderFacts {
    Str county, host, kind, second_factor, host_body, filing;
    PlaceCode code;
} FolderFacts;

static Err read_facts(Arena *a, const Config *config, FolderFacts *ret_facts)
{
    enum { FACTS_MAX = 4096 };
    Str path = arena_printf(a, "%s/house.conf%s", config->folder, config->unfinished ? ".new" : "");
    Str rest, line, name, value;
    TRY(app_folder_read(a, path.at, FACTS_MAX, &rest));
    if (!rest.at)
        return ERR(a, ERR_BROKEN, "err.app.no_folder", .args = {str_of(config->folder)});
    *ret_facts = (FolderFacts){.kind = S("real")};
    const struct {
        Str name, *into;
    } facts[] = {{S("county"), &ret_facts->county}, {S("host"), &ret_facts->host}, {S("kind"), &ret_facts->kind},
                 {S("second_factor"), &ret_facts->second_factor}, {S("host_body"), &ret_facts->host_body},
                 {S("filing"), &ret_facts->filing}};
    while (str_next(&rest, '\n', &line)) {
        str_cut(line, '=', &name, &value);
        for (size_t i = 0; i < COUNT_OF(facts); i++)
            if (str_eq(name, facts[i].name))
                *facts[i].into = str_trim(value);
    }
    if (!place_read(ret_facts->county, &ret_facts->code) || !ret_facts->host.len)
        return ERR(a, ERR_BROKEN, "err.app.house_conf", .args = {path});
    TRY(app_folder_words(a, "host_body", ret_facts->host_body));
    return app_folder_words(a, "filing", ret_facts->filing);
}

/* Off in a demo, so that its printed logins work alone, unless it says on. A real house always wants it. */
static Err choose_factor(Arena *a, const FolderFacts *facts, bool demo, bool *ret_wanted)
{
    bool on = str_eq(facts->second_factor, S("on")), off = str_eq(facts->second_factor, S("off"));
    if (facts->second_factor.len && !on && !off)
        return ERR(a, ERR_INPUT, "err.app.factor_value", .args = {facts->second_factor});
    if (off && !demo)
        return ERR(a, ERR_RULE, "err.app.factor_in_real_folder");
    *ret_wanted = on || !demo;
    access_want_factor(*ret_wanted);
    return NULL;
}

/* A folder made by hand or with a clock of its own may run with one; a real one refuses (design, Time). */
static Err choose_clock(Arena *a, const Config *config, bool demo, const Clock **ret_clock)
{
    if (!config->clock) {
        *ret_clock = clock_real(a);
        return NULL;
    }
    if (!demo)
        return ERR(a, ERR_RULE, "err.app.clock_in_real_folder");
    Clock *c;
    TRY(clock_from_file(a, config->clock, &c));
    *ret_clock = c;
    return NULL;
}

static Err wake_rooms(Arena *a, const House *h)
{
    Db *db;
    TRY(store_reader(h->store, a, &db));
    for (size_t i = 0; i < h->room_count; i++)
        if (h->rooms[i]->wake)
            TRY(h->rooms[i]->wake(db, a, h));
    return NULL;
}

Err app_house_open(Arena *a, const Config *config, HouseUse use, House *ret_house)
{
    House h = *house();
    FolderFacts facts;
    TRY(read_facts(a, config, &facts));
    h.folder = config->folder;
    h.demo = str_eq(facts.kind, S("demo"));
    h.host = facts.host;
    h.host_body = facts.host_body;
    h.filing = facts.filing;
    h.county = facts.code;
    TRY(choose_clock(a, config, h.demo, &h.clock));
    TRY(choose_factor(a, &facts, h.demo, &h.second_factor));
    h.base_url = config->base_url ? str_of(config->base_url) : arena_printf(a, "http://127.0.0.1:%d", config->port);
    /* A house without its database has lost it: an empty one in its place would hide that. */
    if (!config->unfinished && access(arena_printf(a, "%s/main.db", config->folder).at, F_OK) != 0)
        return ERR(a, ERR_BROKEN, "err.store.no_database", .args = {str_of(config->folder)});
    StoreOptions store = {.folder = config->folder, .steps = woven_steps, .step_count = woven_step_count,
                          .readonly = use == HOUSE_READS, .unsafe_fast = use == HOUSE_FAST,
                          .synchronous = config->synchronous};
    TRY(store_open(a, &store, &h.store));
    TRY(access_keys_open(a, config->folder, use != HOUSE_READS));
    /* Readers sign nothing, but paper names the key; where there is none they make none. */
    SignerOptions signer = {.folder = arena_printf(a, "%s/keys", config->folder).at, .host = h.host};
    if (use != HOUSE_READS || access(arena_printf(a, "%s/log.key", signer.folder).at, R_OK) == 0) {
        TRY(record_signer_open(a, &signer, &h.signer));
    }
    House *kept = ARENA_NEW(a, House);
    *kept = h;
    house_set(kept);
    *ret_house = h;
    return wake_rooms(a, kept);
}

void app_house_close(House *h)
{
    store_close(h->store);
}
