// SPDX-License-Identifier: Apache-2.0
/*
 * Runs a harness without libFuzzer: replay SEED_FOLDER. Every seed as it is, cut off everywhere, and some thousand
 * times with a few bytes changed, always the same way. Each input lies in memory of its own size, so ASan sees a step
 * too far.
 */
#include "base/base.h"

#include <dirent.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CHANGES = 10000, CUTS_MAX = 2000, SEED_BYTES_MAX = 1024 * 1024 };

static uint64_t dice = 88172645463325252u;

static size_t below(size_t max)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (size_t)(dice % max);
}

static void run(const uint8_t *bytes, size_t len)
{
    uint8_t *own = calloc(1, len ? len : 1);
    REQUIRE(own);
    memcpy(own, bytes, len);
    LLVMFuzzerTestOneInput(own, len);
    free(own);
}

/* Bytes that mean something to most of the parsers, and any. */
static void change(uint8_t *bytes, size_t len)
{
    static const char marks[] = "\"'{}[]<>&;,:=%+-.\t\n\r\\/0189aX \0\xEF\xBC\x90\xFF";
    for (size_t times = 1 + below(4); times; times--)
        bytes[below(len)] = below(2) ? (uint8_t)marks[below(sizeof marks)] : (uint8_t)below(256);
}

static void run_seed(uint8_t *bytes, size_t len)
{
    run(bytes, len);
    for (size_t cut = 0; cut < len && cut < CUTS_MAX; cut++)
        run(bytes, cut);
    uint8_t *changed = malloc(len ? len : 1);
    REQUIRE(changed);
    for (int i = 0; i < CHANGES && len; i++) {
        memcpy(changed, bytes, len);
        change(changed, len);
        run(changed, len);
    }
    free(changed);
}

int main(int argc, char **argv)
{
    static uint8_t bytes[SEED_BYTES_MAX];
    DIR *folder = argc > 1 ? opendir(argv[1]) : NULL;
    size_t seeds = 0;
    run(bytes, 0);
    for (const struct dirent *entry; folder && (entry = readdir(folder));) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        FILE *f = entry->d_name[0] == '.' ? NULL : fopen(path, "rb");
        if (!f)
            continue;
        run_seed(bytes, fread(bytes, 1, sizeof bytes, f));
        fclose(f);
        seeds++;
    }
    if (folder)
        closedir(folder);
    printf("%zu seeds\n", seeds);
    return seeds ? 0 : 1;
}
