/* SPDX-License-Identifier: Apache-2.0 */
/* The `vedette` command: a table of subcommands. Exit 0, 1 on failure, 2 on bad usage. */
#include "base/check.h"
#include "base/hash.h"
#include "doors/door.h"
#include "server/config_etcd.h"
#include "server/kubeconfig_command.h"
#include "server/licenses.h"
#include "server/server.h"
#include "server/signals.h"
#include "server/snapshot_command.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { DONE = 0, FAILED = 1, BAD_USAGE = 2, KEPT_BYTES = 1 << 20 };

static int say(const char *what)
{
    fprintf(stderr, "vedette: %s\n", what);
    return FAILED;
}

/* What scripts wait for that start an etcd. */
static void announce_as_etcd(const struct vd_server *server)
{
    const char *url;

    vd_log(VD_LOG_INFO, "ready to serve client requests");
    for (unsigned i = 0; (url = vd_server_url(server, i)); i++) {
        const char *address = strstr(url, "://");

        vd_log(VD_LOG_INFO,
               strncmp(url, "https://", 8) == 0
                   ? "serving client traffic securely"
                   : "serving client traffic insecurely; this is strongly discouraged!",
               VD_F_STR("traffic", "grpc+http"), VD_F_STR("address", address ? address + 3 : url));
    }
}

static int announce(const struct vd_config *config, const struct vd_server *server)
{
    const char *url;

    for (unsigned i = 0; (url = vd_server_url(server, i)); i++)
        printf("vedette: ready on %s\n", url);
    if (fflush(stdout))
        return say("cannot write to standard output");
    if (config->is_etcd)
        announce_as_etcd(server);
    return DONE;
}

/* The log is written to stderr, so that is where its file goes. */
static int redirect_log(const struct vd_config *config)
{
    int fd, rc;

    if (!config->log_output)
        return DONE;
    if (strcmp(config->log_output, "/dev/stdout") == 0)
        return dup2(STDOUT_FILENO, STDERR_FILENO) < 0 ? say("cannot log to standard output") : DONE;
    fd = open(config->log_output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    rc = fd < 0 ? -1 : dup2(fd, STDERR_FILENO);
    if (rc < 0)
        fprintf(stderr, "vedette: --log-outputs %.200s: %s\n", config->log_output, strerror(errno));
    if (fd >= 0)
        close(fd);
    return rc < 0 ? FAILED : DONE;
}

static void prepare_log(const struct vd_config *config)
{
    vd_log_set_level(config->log_level);
    vd_log_set_format(config->log_format);
    for (unsigned i = 0; i < config->note_count; i++)
        vd_log(VD_LOG_INFO, "a flag of etcd that has no effect here",
               VD_F_STR("flag", config->notes[i].flag), VD_F_STR("because", config->notes[i].why));
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
    vd_signals_init();
}

static int run(const struct vd_config *config)
{
    struct vd_server *server;
    char error[VD_SERVER_ERROR_BYTES];
    int rc = redirect_log(config);

    if (rc)
        return rc;
    prepare_log(config);
    prepare_process(config);
    if (vd_server_start(config, &server, error))
        return say(error);
    rc = announce(config, server);
    if (rc == DONE) {
        while (vd_signals_wait() == VD_SIGNAL_RELOAD)
            vd_server_reload(server);
        vd_server_drain(server, config->drain_ms, vd_signals_again, NULL);
    }
    vd_server_stop(server);
    return rc;
}

static int serve(int argc, char **argv)
{
    struct vd_config config;
    char error[VD_CONFIG_ERROR_BYTES];
    int rc = vd_config_parse(argc, argv, &config, error);

    if (rc == VD_END) {
        vd_config_print_help();
        return DONE;
    }
    if (rc) {
        say(error);
        return BAD_USAGE;
    }
    rc = run(&config);
    vd_config_deinit(&config);
    return rc;
}

/* What an etcd has left there would stay unread beside our own. */
static int refuse_data_of_etcd(const struct vd_config *config)
{
    char path[PATH_MAX];

    snprintf(path, sizeof(path), "%s/member/wal", config->data_dir);
    if (access(path, F_OK) != 0)
        return DONE;
    fprintf(stderr,
            "vedette: %.200s: holds the data of an etcd, which Vedette cannot read; choose another "
            "--data-dir, and copy the keys with etcdctl make-mirror\n",
            config->data_dir);
    return FAILED;
}

static int etcd(int argc, char **argv)
{
    struct vd_config config;
    char error[VD_CONFIG_ERROR_BYTES];
    int rc = vd_config_parse_etcd(argc, argv, environ, &config, error);

    if (rc == VD_END) {
        vd_config_print_etcd_help();
        return DONE;
    }
    if (rc == VD_NOT_FOUND) {
        puts("etcd Version: " VD_DOOR_ETCD_VERSION "\nvedette " VD_VERSION);
        return DONE;
    }
    if (rc) {
        say(error);
        return BAD_USAGE;
    }
    rc = refuse_data_of_etcd(&config);
    if (rc == DONE)
        rc = run(&config);
    vd_config_deinit(&config);
    return rc;
}

static int version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("vedette " VD_VERSION);
    return DONE;
}

static int licenses(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return vd_licenses_print();
}

static int snapshot(int argc, char **argv)
{
    vd_hash_seed();
    return vd_snapshot_command(argc, argv);
}

static int help(int argc, char **argv);

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv); /* the arguments after the name */
    const char *help;
} commands[] = {
    {"serve", serve, "run the server; vedette serve --help lists its flags"},
    {"etcd", etcd, "run the server, started as an etcd is; vedette etcd --help lists its flags"},
    {"snapshot", snapshot, "look at a saved snapshot, or restore it; vedette snapshot --help"},
    {"kubeconfig", vd_kubeconfig_command,
     "print how kubectl finds a server; --help lists its flags"},
    {"version", version, "print the version"},
    {"licenses", licenses, "print the licences of what is built in"},
    {"help", help, "print this"},
};

static int help(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("usage: vedette COMMAND [ARGUMENT]...\n\nA watch server. Commands:");
    for (size_t i = 0; i < VD_COUNT(commands); i++)
        printf("  %-10s %s\n", commands[i].name, commands[i].help);
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
