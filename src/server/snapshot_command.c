/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A snapshot is looked at as a store that is only read: its index is built and its hash computed as
 * the server does it, so `status` says what the server would say that is restored from it.
 */
#include "server/snapshot_command.h"

#include "base/check.h"
#include "core/index.h"
#include "core/kv_hash.h"
#include "store/restore.h"
#include "store/store.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { DONE = 0, FAILED = 1, BAD_USAGE = 2 };

struct arguments {
    const char *file, *data_dir;
    bool skip_sum, json;
};

__attribute__((format(printf, 2, 3))) static int say(int status, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("vedette: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return status;
}

/* --- status ------------------------------------------------------------------------------------
 */

/* The threads of the store, played by this one. */
struct lone {
    struct vd_kv *kv;
    struct vd_job *first, **last;
};

enum { LOOP, POOL, KEEPER, SLOTS };

static void nobody_to_wake(void *arg, unsigned slot)
{
}

static void no_keeper_to_wake(void *arg)
{
}

static void queue_job(void *arg, struct vd_job *job)
{
    struct lone *lone = arg;

    job->next = NULL;
    *lone->last = job;
    lone->last = &job->next;
}

static void run_jobs(struct lone *lone)
{
    struct vd_job *job;

    while ((job = lone->first)) {
        lone->first = job->next;
        if (!lone->first)
            lone->last = &lone->first;
        job->run(job, POOL);
        vd_kv_enter(lone->kv, LOOP);
        job->done(job);
        vd_kv_leave(lone->kv, LOOP);
    }
}

struct status {
    struct vd_kv_hash_result hash;
    int64_t keys;
    uint64_t store_id, size_bytes;
};

static void on_ready(void *arg)
{
}

static int compute_hash(struct lone *lone, struct vd_kv_hash_result *out_result)
{
    struct vd_kv_hash *hash;
    int rc;

    vd_kv_enter(lone->kv, LOOP);
    rc = vd_kv_hash_open(lone->kv, LOOP, NULL, 0, on_ready, NULL, &hash);
    vd_kv_leave(lone->kv, LOOP);
    if (rc)
        return rc;
    while ((rc = vd_kv_hash_result(hash, out_result)) == VD_WAIT) {
        vd_kv_keeper_step(lone->kv, KEEPER, 0);
        run_jobs(lone);
    }
    vd_kv_hash_close(hash);
    return rc;
}

static int look(struct vd_store *store, struct status *out_status)
{
    struct vd_kv_options options = {.slots = SLOTS, .loops = 1};
    struct lone lone = {.last = &lone.first};
    struct vd_kv_env env = {.arg = &lone,
                            .wake = nobody_to_wake,
                            .lead = nobody_to_wake,
                            .submit_job = queue_job,
                            .wake_keeper = no_keeper_to_wake};
    const struct vd_slice all = VD_SLICE("\0");
    int rc = vd_kv_open(store, &options, &env, &lone.kv);

    if (rc)
        return rc;
    out_status->store_id = vd_kv_store_id(lone.kv);
    vd_kv_enter(lone.kv, LOOP);
    out_status->keys =
        vd_index_count(vd_kv_view(lone.kv, LOOP)->root, all, all, (struct vd_pos){0, 0});
    vd_kv_leave(lone.kv, LOOP);
    rc = compute_hash(&lone, &out_status->hash);
    vd_kv_close(lone.kv);
    return rc;
}

static int print_status(const struct status *status, bool json)
{
    printf(json ? "{\"hash\":%" PRIu32 ",\"revision\":%" PRId64 ",\"totalKey\":%" PRId64
                  ",\"totalSize\":%" PRIu64 ",\"compactRevision\":%" PRId64
                  ",\"storeId\":\"%" PRIx64 "\"}\n"
                : "hash              %" PRIu32 "\nrevision          %" PRId64
                  "\nkeys              %" PRId64 "\nbytes             %" PRIu64
                  "\ncompact revision  %" PRId64 "\nstore id          %" PRIx64 "\n",
           status->hash.hash, status->hash.revision, status->keys, status->size_bytes,
           status->hash.floor, status->store_id);
    return fflush(stdout) ? say(FAILED, "cannot write to standard output") : DONE;
}

static int status(const struct arguments *arguments)
{
    struct vd_snapshot_file file;
    struct vd_store *store;
    struct vd_diag diag;
    struct status status;
    int rc = vd_snapshot_file_open(arguments->file, arguments->skip_sum, &diag, &file);

    if (rc)
        return say(FAILED, "%s", diag.text);
    status.size_bytes = file.size_bytes;
    rc = vd_store_open_history(file.history, &store);
    if (rc) {
        vd_snapshot_file_close(&file);
        return say(FAILED, "no memory");
    }
    rc = look(store, &status);
    vd_store_close(store, false);
    if (rc == VD_CORRUPT)
        return say(FAILED, "%s: damaged: a row's checksum does not match", arguments->file);
    if (rc)
        return say(FAILED, "%s: cannot be read: %s", arguments->file, vd_outcome_name(rc));
    return print_status(&status, arguments->json);
}

/* --- restore -----------------------------------------------------------------------------------
 */

static int restore(const struct arguments *arguments)
{
    struct vd_restored restored;
    struct vd_snapshot_file file;
    struct vd_diag diag;
    int rc;

    if (!arguments->data_dir)
        return say(BAD_USAGE, "where to? --data DIR names the new data directory");
    rc = vd_snapshot_file_open(arguments->file, arguments->skip_sum, &diag, &file);
    if (rc)
        return say(FAILED, "%s", diag.text);
    rc = vd_restore(vd_fs_posix(), &file, arguments->data_dir, &diag, &restored);
    vd_snapshot_file_close(&file);
    if (rc)
        return say(FAILED, "%s", diag.text);
    if (arguments->json)
        printf("{\"revision\":%" PRId64 ",\"events\":%" PRIu64 ",\"storeId\":\"%" PRIx64 "\"}\n",
               restored.revision ? restored.revision : 1, restored.events,
               restored.identity.store_id);
    else
        printf("restored revision %" PRId64 " into %s, store id %" PRIx64 "\n",
               restored.revision ? restored.revision : 1, arguments->data_dir,
               restored.identity.store_id);
    return fflush(stdout) ? say(FAILED, "cannot write to standard output") : DONE;
}

/* --- arguments ---------------------------------------------------------------------------------
 */

static int help(void)
{
    puts("usage: vedette snapshot status FILE [--json] [--skip-hash-check]\n"
         "       vedette snapshot restore FILE --data DIR [--json] [--skip-hash-check]\n\n"
         "FILE is what `etcdctl snapshot save FILE` has saved from a Vedette.\n"
         "  --data DIR          the new data directory; what is there must be empty\n"
         "  --skip-hash-check   FILE has no checksum at its end: it is the data.mdb of a server\n"
         "                      that does not run\n"
         "  --json              print JSON");
    return DONE;
}

static int take_argument(struct arguments *arguments, int argc, char **argv, int *at)
{
    const char *arg = argv[(*at)++];

    if (strcmp(arg, "--json") == 0) {
        arguments->json = true;
    } else if (strcmp(arg, "--skip-hash-check") == 0) {
        arguments->skip_sum = true;
    } else if (strncmp(arg, "--data=", 7) == 0) {
        arguments->data_dir = arg + 7;
    } else if (strcmp(arg, "--data") == 0) {
        if (*at == argc)
            return say(BAD_USAGE, "--data: needs a value (DIR)");
        arguments->data_dir = argv[(*at)++];
    } else if (*arg == '-') {
        return say(BAD_USAGE, "%.100s: no such flag; see vedette snapshot --help", arg);
    } else if (arguments->file) {
        return say(BAD_USAGE, "%.100s: one FILE at a time", arg);
    } else {
        arguments->file = arg;
    }
    return DONE;
}

static const struct command {
    const char *name;
    int (*run)(const struct arguments *arguments);
} commands[] = {{"status", status}, {"restore", restore}};

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < VD_COUNT(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

int vd_snapshot_command(int argc, char **argv)
{
    struct arguments arguments = {NULL};
    const struct command *command;
    int rc = DONE;

    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return help();
    if (!argc)
        return say(BAD_USAGE, "snapshot status, or snapshot restore? see vedette snapshot --help");
    command = find_command(argv[0]);
    if (!command)
        return say(BAD_USAGE, "snapshot %.100s: no such command; see vedette snapshot --help",
                   argv[0]);
    for (int at = 1; at < argc && rc == DONE;)
        rc = take_argument(&arguments, argc, argv, &at);
    if (rc)
        return rc;
    if (!arguments.file)
        return say(BAD_USAGE, "which FILE? see vedette snapshot --help");
    return command->run(&arguments);
}
