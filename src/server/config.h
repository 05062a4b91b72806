/* SPDX-License-Identifier: Apache-2.0 */
/* The flags of `vedette serve`: one table (config.c) from which parsing and --help come. */
#ifndef VD_SERVER_CONFIG_H
#define VD_SERVER_CONFIG_H

#include "base/log.h"
#include "base/outcome.h"
#include "base/slice.h"

enum { VD_CONFIG_LISTEN_MAX = 16, VD_CONFIG_ERROR_BYTES = 256 };

struct vd_config_list {
    const char *items[VD_CONFIG_LISTEN_MAX];
    unsigned count;
};

/* Strings are the arguments' own. */
struct vd_config {
    struct vd_config_list listen;    /* empty only after `--listen none` */
    struct vd_config_list advertise; /* URLs; empty: the listeners' */
    const char *data_dir;
    const char *name;
    bool ephemeral;
    uint64_t threads;
    uint64_t drain_ms;
    uint64_t progress_interval_ms;
    uint64_t tail_bytes, cache_bytes, quota_bytes;
    uint64_t max_connections;
    enum vd_log_level log_level;
};

/*
 * The arguments after `serve`. 0; VD_END: help was asked for; VD_INVALID with one line that says
 * what is wrong and what to do.
 */
VD_MUST_CHECK int vd_config_parse(int argc, char **argv, struct vd_config *out_config,
                                  char out_error[VD_CONFIG_ERROR_BYTES]);
/* The page of --help, on stdout. */
void vd_config_print_help(void);

#endif
