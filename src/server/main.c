/* SPDX-License-Identifier: Apache-2.0 */
/* The `vedette` command: a table of subcommands. Exit 0, 1 on failure, 2 on bad usage. */
#include "base/check.h"
#include "base/hash.h"
#include "server/config.h"
#include "server/server.h"
#include "server/signals.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

enum { DONE = 0, FAILED = 1, BAD_USAGE = 2, KEPT_BYTES = 1 << 20 };

static int say(const char *what)
{
    fprintf(stderr, "vedette: %s\n", what);
    return FAILED;
}

static int announce(const struct vd_server *server)
{
    const char *url;

    for (unsigned i = 0; (url = vd_server_url(server, i)); i++)
        printf("vedette: ready on %s\n", url);
    return fflush(stdout) ? say("cannot write to standard output") : DONE;
}

static void prepare_process(const struct vd_config *config)
{
    struct rlimit limit;

    mallopt(M_ARENA_MAX, (int)config->threads + 1); /* the helpers share one */
    /* A page given back to the kernel is paid for again when it is next touched. What is read from
     * history comes and goes in blocks of a few hundred KiB, which malloc would map and unmap. */
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
    mallopt(M_MMAP_THRESHOLD, KEPT_BYTES);
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max; /* a connection is a descriptor */
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    vd_hash_seed();
    vd_log_set_level(config->log_level);
    vd_signals_init();
}

static int serve(int argc, char **argv)
{
    struct vd_config config;
    struct vd_server *server;
    char error[VD_SERVER_ERROR_BYTES];
    int rc = vd_config_parse(argc, argv, &config, error);

    if (rc == VD_END) {
        vd_config_print_help();
        return DONE;
    }
    if (rc) {
        say(error);
        return BAD_USAGE;
    }
    prepare_process(&config);
    if (vd_server_start(&config, &server, error))
        return say(error);
    rc = announce(server);
    if (rc == DONE) {
        vd_signals_wait();
        vd_server_drain(server, config.drain_ms, vd_signals_again, NULL);
    }
    vd_server_stop(server);
    return rc;
}

static int version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("vedette " VD_VERSION);
    return DONE;
}

static int help(int argc, char **argv);

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv); /* the arguments after the name */
    const char *help;
} commands[] = {
    {"serve", serve, "run the server; vedette serve --help lists its flags"},
    {"version", version, "print the version"},
    {"help", help, "print this"},
};

static int help(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("usage: vedette COMMAND [ARGUMENT]...\n\nA watch server. Commands:");
    for (size_t i = 0; i < VD_COUNT(commands); i++)
        printf("  %-9s %s\n", commands[i].name, commands[i].help);
    return DONE;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";

    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    if (strcmp(name, "--version") == 0)
        name = "version";
    for (size_t i = 0; i < VD_COUNT(commands); i++)
        if (strcmp(name, commands[i].name) == 0)
            return commands[i].run(argc - 2, argv + 2);
    if (*name)
        fprintf(stderr, "vedette: %.100s: no such command; see vedette help\n", name);
    else
        say("which command? see vedette help");
    return BAD_USAGE;
}
