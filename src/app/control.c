// SPDX-License-Identifier: Apache-2.0
/*
 * The control socket DATA/sock (0600). A client sends its words, each ended by NUL, and one more
 * NUL; the answer is the command's output, and in the last byte its exit code. One command runs at a time.
 */
#include "app/app.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { WORDS_MAX = 32, MESSAGE_MAX = 16 * 1024, COMMAND_ARENA = 1024 * 1024 * 1024 };

struct Control {
    const Config *config;
    const House *house;
    int listening;
    struct sockaddr_un at;
    atomic_bool stop;
    pthread_t thread;
};

static bool socket_address(const Config *config, struct sockaddr_un *ret_at)
{
    *ret_at = (struct sockaddr_un){.sun_family = AF_UNIX};
    int len = snprintf(ret_at->sun_path, sizeof ret_at->sun_path, "%s/sock", config->folder);
    return len > 0 && (size_t)len < sizeof ret_at->sun_path;
}

/* Reads until the empty word; false when the message is broken off or too long. */
static bool read_words(int fd, char *message, char **words, int *ret_count)
{
    size_t len = 0;
    while (len < 2 || message[len - 1] != '\0' || message[len - 2] != '\0') {
        ssize_t got = len < MESSAGE_MAX ? read(fd, message + len, MESSAGE_MAX - len) : -1;
        if (got <= 0)
            return false;
        len += (size_t)got;
    }
    *ret_count = 0;
    for (char *at = message; *at && *ret_count < WORDS_MAX; at += strlen(at) + 1)
        words[(*ret_count)++] = at;
    return *ret_count > 0;
}

static const Command *writing_command(const char *name)
{
    for (size_t i = 0; i < app_command_count; i++)
        if (strcmp(app_commands[i].name, name) == 0 && app_commands[i].needs == NEEDS_WRITING)
            return &app_commands[i];
    return NULL;
}

static void answer(Control *c, int fd)
{
    char message[MESSAGE_MAX], *words[WORDS_MAX];
    int count;
    struct timeval patience = {.tv_sec = 10};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    FILE *out = read_words(fd, message, words, &count) ? fdopen(dup(fd), "w") : NULL;
    if (!out)
        return;
    const Command *command = writing_command(words[0]);
    Arena *a = arena_new(COMMAND_ARENA);
    CommandRun r = {.arena = a, .config = c->config, .house = c->house, .argc = count - 1, .argv = words + 1, .out = out,
                    .lang = c->config->english ? c->house->en : c->house->zh};
    int code = command ? command->run(&r) : EXIT_USAGE;
    fputc(code, out);
    fclose(out);
    arena_free(a);
}

static void *answer_all(void *arg)
{
    Control *c = arg;
    while (!atomic_load(&c->stop)) {
        int fd = accept4(c->listening, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0)
            continue;
        if (!atomic_load(&c->stop))
            answer(c, fd);
        close(fd);
    }
    return NULL;
}

Err app_control_open(Arena *a, const Config *config, const House *house, Control **ret_control)
{
    Control *c = ARENA_NEW(a, Control);
    *c = (Control){.config = config, .house = house};
    if (!socket_address(config, &c->at))
        return ERR(a, ERR_INPUT, "err.app.folder_too_long", .args = {str_of(config->folder)});
    unlink(c->at.sun_path); /* the folder is locked: what lies here is left over */
    c->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    mode_t before = umask(0177);
    bool ok = c->listening >= 0 && bind(c->listening, (struct sockaddr *)&c->at, sizeof c->at) == 0 &&
              listen(c->listening, 4) == 0;
    umask(before);
    if (!ok || pthread_create(&c->thread, NULL, answer_all, c) != 0)
        return ERR(a, ERR_BROKEN, "err.app.control", .detail = str_of(strerror(errno)));
    *ret_control = c;
    return NULL;
}

void app_control_close(Control *c)
{
    atomic_store(&c->stop, true);
    int knock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (knock >= 0 && connect(knock, (struct sockaddr *)&c->at, sizeof c->at) == 0)
        shutdown(knock, SHUT_RDWR);
    pthread_join(c->thread, NULL);
    close(knock);
    close(c->listening);
    unlink(c->at.sun_path);
}

/* Shows the answer as it comes, holding back one byte: the last is the exit code. */
static int show_answer(int fd)
{
    char bytes[4096];
    int held = -1;
    ssize_t got;
    while ((got = read(fd, bytes, sizeof bytes)) > 0) {
        if (held >= 0)
            putchar(held);
        fwrite(bytes, 1, (size_t)got - 1, stdout);
        held = (unsigned char)bytes[got - 1];
    }
    fflush(stdout);
    return held < 0 ? EXIT_REFUSED : held;
}

bool app_control_ask(const Config *config, int argc, char **argv, int *ret_code)
{
    struct sockaddr_un at;
    int fd = socket_address(config, &at) ? socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
    if (fd < 0)
        return false;
    bool there = connect(fd, (struct sockaddr *)&at, sizeof at) == 0;
    if (there) {
        bool sent = true;
        for (int i = 0; i < argc && sent; i++)
            sent = write(fd, argv[i], strlen(argv[i]) + 1) > 0;
        sent = sent && write(fd, "", 1) == 1;
        *ret_code = sent ? show_answer(fd) : EXIT_REFUSED;
    }
    close(fd);
    return there;
}
