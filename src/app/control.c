// SPDX-License-Identifier: Apache-2.0
/*
 * The control socket DATA/sock (0600). A client sends words, each ended by NUL, and one more NUL: how it likes to be
 * answered ("en" or "zh", "terminal" or "file"), how many files it has opened and their names, the command, its
 * arguments. The open files come along with the first byte. The answer is the command's output, and in the last byte its
 * exit code. One command runs at a time; it ends even when the client does not wait for it.
 */
#include "app/app.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { WORDS_MAX = 64, MESSAGE_MAX = 96 * 1024, COMMAND_ARENA = 1024 * 1024 * 1024 };

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

/* What a client asked: its words, and the files it handed over. */
typedef struct Asked {
    char message[MESSAGE_MAX], *words[WORDS_MAX];
    int word_count;
    Input inputs[LIMIT_INPUTS];
    size_t input_count;
} Asked;

/* The first part of a message, with the files that came along. */
static ssize_t read_first(int fd, Asked *q)
{
    union {
        char bytes[CMSG_SPACE(LIMIT_INPUTS * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec part = {q->message, MESSAGE_MAX};
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    ssize_t got = recvmsg(fd, &m, MSG_CMSG_CLOEXEC);
    for (struct cmsghdr *c = got > 0 ? CMSG_FIRSTHDR(&m) : NULL; c; c = CMSG_NXTHDR(&m, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        int fds[LIMIT_INPUTS];
        size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof *fds;
        memcpy(fds, CMSG_DATA(c), count * sizeof *fds);
        for (size_t i = 0; i < count; i++)
            q->inputs[q->input_count++].fd = fds[i];
    }
    return got;
}

/* Reads until the empty word; false when the message is broken off, too long, or names other files than it brought. */
static bool read_words(int fd, Asked *q)
{
    ssize_t got = read_first(fd, q);
    size_t len = 0;
    for (; got > 0; got = len < MESSAGE_MAX ? read(fd, q->message + len, MESSAGE_MAX - len) : -1) {
        len += (size_t)got;
        if (len >= 2 && q->message[len - 1] == '\0' && q->message[len - 2] == '\0')
            break;
    }
    if (got <= 0)
        return false;
    for (char *at = q->message; *at; at += strlen(at) + 1) {
        if (q->word_count == WORDS_MAX)
            return false;
        q->words[q->word_count++] = at;
    }
    int64_t files;
    return q->word_count > 3 && str_to_i64(str_of(q->words[2]), &files) && files == (int64_t)q->input_count &&
           q->word_count > 3 + files;
}

static const Command *writing_command(const char *name)
{
    for (size_t i = 0; i < app_command_count; i++)
        if (strcmp(app_commands[i].name, name) == 0 && app_commands[i].needs == NEEDS_WRITING)
            return &app_commands[i];
    return NULL;
}

static int run_asked(const Control *c, Arena *a, Asked *q, FILE *out)
{
    int at = 3 + (int)q->input_count;
    for (size_t i = 0; i < q->input_count; i++)
        q->inputs[i].name = str_of(q->words[3 + i]);
    CommandRun r = {.command = writing_command(q->words[at]), .arena = a, .config = c->config, .house = c->house,
                    .argc = q->word_count - at - 1, .argv = q->words + at + 1, .out = out,
                    .terminal = strcmp(q->words[1], "terminal") == 0,
                    .lang = strcmp(q->words[0], "en") == 0 ? c->house->en : c->house->zh,
                    .inputs = q->inputs, .input_count = q->input_count};
    return r.command ? r.command->run(&r) : EXIT_USAGE;
}

static void answer(Control *c, int fd)
{
    struct timeval patience = {.tv_sec = 10};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience); /* a client that was stopped stops nobody else */
    Arena *a = arena_new(COMMAND_ARENA);
    Asked *q = ARENA_NEW(a, Asked);
    FILE *out = read_words(fd, q) ? fdopen(dup(fd), "w") : NULL;
    if (out) {
        int code = run_asked(c, a, q, out);
        fputc(code, out);
        (void)fclose(out);
    }
    for (size_t i = 0; i < q->input_count; i++)
        close(q->inputs[i].fd);
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

/* Shows the answer as it comes, holding back one byte: the last is the exit code. -1 when the server hung up. */
static int show_answer(int fd)
{
    char bytes[4096];
    int held = -1;
    ssize_t got;
    while ((got = read(fd, bytes, sizeof bytes)) > 0) {
        if (held >= 0)
            putchar(held);
        (void)fwrite(bytes, 1, (size_t)got - 1, stdout);
        held = (unsigned char)bytes[got - 1];
        (void)fflush(stdout);
    }
    return held;
}

static Str message_of(const CommandRun *r)
{
    Out *o = out_new(r->arena, MESSAGE_MAX, r->lang);
    out_printf(o, "%s%c%s%c%zu%c", lang_is_zh(r->lang) ? "zh" : "en", 0, r->terminal ? "terminal" : "file", 0,
               r->input_count, 0);
    for (size_t i = 0; i < r->input_count; i++)
        out_printf(o, "%.*s%c", STR_ARG(r->inputs[i].name), 0);
    out_printf(o, "%s%c", r->command->name, 0);
    for (int i = 0; i < r->argc; i++)
        out_printf(o, "%s%c", r->argv[i], 0);
    out_byte(o, '\0');
    return out_full(o) ? STR_NONE : out_str(o);
}

/* The whole message, and the files with its first byte. */
static bool send_message(const CommandRun *r, int fd)
{
    union {
        char bytes[CMSG_SPACE(LIMIT_INPUTS * sizeof(int))];
        struct cmsghdr align;
    } control = {.bytes = {0}};
    Str message = message_of(r);
    struct iovec part = {(char *)(uintptr_t)message.at, message.len};
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
    if (r->input_count) {
        m.msg_control = control.bytes;
        m.msg_controllen = CMSG_SPACE(r->input_count * sizeof(int));
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        /* analyzer: there is room for a header, as there is a file */
        *c = (struct cmsghdr){.cmsg_len = CMSG_LEN(r->input_count * sizeof(int)), .cmsg_level = SOL_SOCKET,
                              .cmsg_type = SCM_RIGHTS};
        for (size_t i = 0; i < r->input_count; i++)
            memcpy(CMSG_DATA(c) + i * sizeof(int), &r->inputs[i].fd, sizeof(int));
    }
    ssize_t sent = message.len ? sendmsg(fd, &m, MSG_NOSIGNAL) : -1;
    for (size_t at = (size_t)sent; sent > 0 && at < message.len; at += (size_t)sent)
        sent = send(fd, message.at + at, message.len - at, MSG_NOSIGNAL);
    return sent > 0;
}

bool app_control_ask(const CommandRun *r, int *ret_code)
{
    struct sockaddr_un at;
    int fd = socket_address(r->config, &at) ? socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
    if (fd < 0)
        return false;
    bool there = connect(fd, (struct sockaddr *)&at, sizeof at) == 0;
    if (there) {
        *ret_code = send_message(r, fd) ? show_answer(fd) : -1;
        if (*ret_code < 0)
            *ret_code = app_refuse(r, ERR(r->arena, ERR_BROKEN, "err.app.control_lost"));
    }
    close(fd);
    return there;
}
