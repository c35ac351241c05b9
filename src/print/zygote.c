// SPDX-License-Identifier: Apache-2.0
/*
 * Three processes. The program asks: it makes a pair of sockets, keeps one end and passes the other to the helper.
 * The helper forks a child with that end, and knows of each child only when it began. The child reads the ask, does
 * the work and writes the answer: one byte that says whether it is a fault, eight of length, the bytes.
 */
#include "print/zygote.h"

#include "print/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { ADDRESS_SPACE_IS_OURS = 0 }; /* the sanitizer's shadow takes terabytes of it */
#else
enum { ADDRESS_SPACE_IS_OURS = 1 };
#endif

enum { CHILDREN_MAX = 64, HEAD_BYTES = 9, REFUSAL_BYTES = 4096 };
enum { ANSWER_GOOD = 'g', ANSWER_FAULT = 'f' };

struct Zygote {
    const ZygoteTask *task;
    int control;
    pid_t pid;
};

/* -- bytes with a deadline ----------------------------------------------------------------------------------------- */

typedef struct Line {
    int fd;
    int64_t until_ms;
} Line;

/* True when the line can be used; false at the deadline. */
static bool line_wait(const Line *l, short events)
{
    for (;;) {
        int64_t left = l->until_ms - clock_monotonic_ms();
        struct pollfd p = {.fd = l->fd, .events = events};
        int n = left > 0 ? poll(&p, 1, (int)left) : 0;
        if (n >= 0 || errno != EINTR)
            return n > 0;
    }
}

static bool line_late(const Line *l)
{
    return clock_monotonic_ms() >= l->until_ms;
}

static bool line_write(const Line *l, Str s)
{
    while (s.len > 0) {
        ssize_t n = line_wait(l, POLLOUT) ? send(l->fd, s.at, s.len, MSG_NOSIGNAL | MSG_DONTWAIT) : -1;
        if (n < 0 && !((errno == EAGAIN || errno == EINTR) && !line_late(l)))
            return false;
        s = str_from(s, n > 0 ? (size_t)n : 0);
    }
    return true;
}

static bool line_read(const Line *l, char *at, size_t len)
{
    while (len > 0) {
        ssize_t n = line_wait(l, POLLIN) ? recv(l->fd, at, len, MSG_DONTWAIT) : -1;
        if (n == 0 || (n < 0 && !((errno == EAGAIN || errno == EINTR) && !line_late(l))))
            return false;
        at += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

typedef struct Head {
    uint64_t len;
    bool fault;
} Head;

static bool head_write(const Line *l, Head head)
{
    char bytes[HEAD_BYTES] = {head.fault ? ANSWER_FAULT : ANSWER_GOOD};
    memcpy(bytes + 1, &head.len, sizeof head.len);
    return line_write(l, (Str){bytes, sizeof bytes});
}

static bool head_read(const Line *l, Head *ret_head)
{
    char bytes[HEAD_BYTES];
    if (!line_read(l, bytes, sizeof bytes))
        return false;
    *ret_head = (Head){.fault = bytes[0] != ANSWER_GOOD};
    memcpy(&ret_head->len, bytes + 1, sizeof ret_head->len);
    return true;
}

static void answer(const Line *l, Str bytes, bool fault)
{
    if (head_write(l, (Head){bytes.len, fault}))
        (void)line_write(l, bytes);
}

/* -- the child ----------------------------------------------------------------------------------------------------- */

static void limit(int what, rlim_t most)
{
    setrlimit(what, &(struct rlimit){most, most});
}

static void child_limits(const ZygoteTask *task)
{
    limit(RLIMIT_CPU, (rlim_t)task->seconds);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    if (ADDRESS_SPACE_IS_OURS)
        limit(RLIMIT_AS, task->memory_bytes);
}

NORETURN static void child_run(const ZygoteTask *task, int fd)
{
    child_limits(task);
    Line l = {fd, clock_monotonic_ms() + task->seconds * 1000};
    Arena *a = arena_new(task->memory_bytes);
    Head head;
    char *ask = NULL;
    if (head_read(&l, &head) && head.len <= task->ask_bytes)
        ask = arena_try(a, head.len, 1);
    if (ask && line_read(&l, ask, head.len)) {
        Str bytes = STR_NONE;
        Err fault = task->run(a, (Str){ask, head.len}, &bytes);
        answer(&l, fault ? wire_write_fault(a, fault) : bytes, fault != NULL);
    }
    arena_free(a);
    _exit(0); /* nothing that was inherited is to be tidied up twice */
}

/* -- the helper ---------------------------------------------------------------------------------------------------- */

typedef struct Child {
    pid_t pid;
    int64_t until_ms;
} Child;

typedef struct Helper {
    const ZygoteTask *task;
    int control, signals;
    Child children[CHILDREN_MAX];
    int count;
} Helper;

static void reap(Helper *h)
{
    struct signalfd_siginfo info;
    while (read(h->signals, &info, sizeof info) > 0)
        ;
    for (pid_t pid; (pid = waitpid(-1, NULL, WNOHANG)) > 0;)
        for (int i = 0; i < h->count; i++)
            if (h->children[i].pid == pid)
                h->children[i--] = h->children[--h->count];
}

static void kill_late(Helper *h, int64_t now_ms)
{
    for (int i = 0; i < h->count; i++)
        if (h->children[i].until_ms <= now_ms)
            kill(h->children[i].pid, SIGKILL); /* ours and not reaped: the number cannot be another's */
}

static int next_late(const Helper *h)
{
    int64_t wait = -1, now = clock_monotonic_ms();
    for (int i = 0; i < h->count; i++) {
        int64_t left = h->children[i].until_ms - now;
        left = left > 0 ? left : 10; /* killed, not yet reaped */
        wait = wait < 0 || left < wait ? left : wait;
    }
    return (int)wait;
}

/* A message that carries a socket, and a byte, for there must be one. */
typedef struct SocketMail {
    char byte;
    struct iovec data;
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } room;
} SocketMail;

static struct msghdr mail_of(SocketMail *mail)
{
    mail->data = (struct iovec){&mail->byte, 1};
    return (struct msghdr){.msg_iov = &mail->data, .msg_iovlen = 1, .msg_control = mail->room.bytes,
                           .msg_controllen = sizeof mail->room};
}

/* One message is one socket. -1: nothing of use; -2: the program is gone. */
static int take_socket(int control)
{
    SocketMail mail = {0};
    struct msghdr m = mail_of(&mail);
    ssize_t n = recvmsg(control, &m, MSG_CMSG_CLOEXEC);
    if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
        return -2;
    struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&m) : NULL;
    if (!c || c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
        return -1;
    int fd;
    memcpy(&fd, CMSG_DATA(c), sizeof fd);
    return fd;
}

static void refuse(int fd, ErrCode code, const char *key)
{
    Arena *a = arena_new(REFUSAL_BYTES);
    Line l = {fd, clock_monotonic_ms() + 1000};
    answer(&l, wire_write_fault(a, &(Fault){.code = code, .key = str_of(key)}), true);
    arena_free(a);
}

static void start_child(Helper *h, int fd)
{
    if (h->count >= h->task->at_once || h->count >= CHILDREN_MAX) {
        refuse(fd, ERR_AGAIN, "err.print.busy");
        return;
    }
    pid_t pid = fork();
    if (pid == 0) {
        close(h->control);
        close(h->signals);
        child_run(h->task, fd);
    }
    if (pid < 0)
        refuse(fd, ERR_AGAIN, "err.print.busy");
    else
        h->children[h->count++] = (Child){pid, clock_monotonic_ms() + h->task->seconds * 1000};
}

/* Ends when the program does: its end of the control socket closes. Until then a Ctrl-C or a systemctl stop is the
 * program's affair, which may still be finishing a page for somebody. */
NORETURN static void helper_run(Helper *h)
{
    for (;;) {
        struct pollfd p[] = {{.fd = h->control, .events = POLLIN}, {.fd = h->signals, .events = POLLIN}};
        if (poll(p, COUNT_OF(p), next_late(h)) < 0 && errno != EINTR)
            break;
        reap(h);
        kill_late(h, clock_monotonic_ms());
        if (!p[0].revents)
            continue;
        int fd = take_socket(h->control);
        if (fd == -2)
            break;
        if (fd >= 0) {
            start_child(h, fd);
            close(fd);
        }
    }
    for (int i = 0; i < h->count; i++)
        kill(h->children[i].pid, SIGKILL);
    while (waitpid(-1, NULL, 0) > 0)
        ;
    _exit(0);
}

/* Keeps the control socket and the error log; everything else that was open belongs to the program. */
NORETURN static void helper_start(const ZygoteTask *task, int control)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC), kept = STDERR_FILENO + 1;
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0)
        _exit(1);
    if (control != kept && dup2(control, kept) < 0)
        _exit(1);
    close_range((unsigned)kept + 1, ~0u, 0);
    prctl(PR_SET_NAME, task->name);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGTERM, SIG_IGN);
    (void)signal(SIGHUP, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN); /* a cache of fonts that cannot be written is no reason to die */
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_SETMASK, &child, NULL);
    static Helper helper;
    helper = (Helper){.task = task, .control = kept, .signals = signalfd(-1, &child, SFD_NONBLOCK | SFD_CLOEXEC)};
    if (helper.signals < 0)
        _exit(1);
    helper_run(&helper);
}

/* -- the program --------------------------------------------------------------------------------------------------- */

static Err no_helper(Arena *a)
{
    return ERR(a, ERR_BROKEN, "err.print.helper", .detail = str_of(strerror(errno)));
}

Err zygote_start(Arena *a, const ZygoteTask *task, Zygote **ret_zygote)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return no_helper(a);
    (void)fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        helper_start(task, pair[1]);
    close(pair[1]);
    if (pid < 0) {
        close(pair[0]);
        return no_helper(a);
    }
    *ret_zygote = ARENA_NEW(a, Zygote);
    **ret_zygote = (Zygote){task, pair[0], pid};
    return NULL;
}

void zygote_stop(Zygote *z)
{
    if (!z || z->control < 0)
        return;
    close(z->control);
    z->control = -1;
    while (waitpid(z->pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

/* A full queue is refused, not waited for. */
static bool pass_socket(int control, int fd)
{
    SocketMail mail = {0};
    struct msghdr m = mail_of(&mail);
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    *c = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof fd)};
    memcpy(CMSG_DATA(c), &fd, sizeof fd);
    return sendmsg(control, &m, MSG_NOSIGNAL | MSG_DONTWAIT) == 1;
}

static Err broken_off(Arena *a, const Line *l)
{
    return line_late(l) ? ERR(a, ERR_LIMIT, "err.print.slow") : ERR(a, ERR_BROKEN, "err.print.stopped");
}

static Err talk(Arena *a, const ZygoteTask *task, const Line *l, Str ask, Str *ret_answer)
{
    Head head;
    bool sent = head_write(l, (Head){ask.len, false}) && line_write(l, ask);
    if (!sent && line_late(l))
        return broken_off(a, l);
    if (!head_read(l, &head)) /* also after a failed write: whoever refuses does not read first */
        return broken_off(a, l);
    char *bytes = head.len <= task->answer_bytes ? arena_try(a, head.len, 1) : NULL;
    if (!bytes)
        return ERR(a, ERR_LIMIT, "err.print.too_big");
    if (!line_read(l, bytes, head.len))
        return broken_off(a, l);
    if (head.fault)
        return wire_read_fault(a, (Str){bytes, head.len});
    *ret_answer = (Str){bytes, head.len};
    return NULL;
}

Err zygote_ask(Arena *a, const Zygote *z, Str ask, Str *ret_answer)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
        return no_helper(a);
    Line l = {pair[0], clock_monotonic_ms() + z->task->seconds * 1000};
    bool passed = pass_socket(z->control, pair[1]);
    int error = errno;
    close(pair[1]);
    Err e = NULL;
    if (passed)
        e = talk(a, z->task, &l, ask, ret_answer);
    else if (error == EAGAIN)
        e = ERR(a, ERR_AGAIN, "err.print.busy");
    else
        e = no_helper(a);
    close(pair[0]);
    return e;
}
