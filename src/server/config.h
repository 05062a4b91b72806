/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the server is to do: from the command line of `vedette serve` and its file (config.c), or
 * from etcd's own (config_etcd.c).
 */
#ifndef VD_SERVER_CONFIG_H
#define VD_SERVER_CONFIG_H

#include "base/arena.h"
#include "base/log.h"
#include "base/outcome.h"
#include "base/slice.h"
#include "core/retention.h"

enum { VD_CONFIG_LISTEN_MAX = 16, VD_CONFIG_ERROR_BYTES = 512, VD_CONFIG_NOTES_MAX = 64 };

struct vd_config_list {
    const char *items[VD_CONFIG_LISTEN_MAX];
    bool secure[VD_CONFIG_LISTEN_MAX]; /* of listeners: TLS is spoken there */
    unsigned count;
};

/* A flag of etcd's that was given and changes nothing here, and why. */
struct vd_config_note {
    const char *flag, *why;
};

/* Strings are the arguments' own, the environment's, or in `texts`. */
struct vd_config {
    struct vd_config_list listen;    /* empty only after `--listen none` */
    struct vd_config_list plain;     /* those of --listen-plain, which are in listen too */
    struct vd_config_list advertise; /* URLs; empty: the listeners' */
    struct vd_config_list metrics;   /* more listeners, for what ops serves alone */
    struct vd_config_list allowed_hosts, cors;
    const char *cert_file, *key_file, *client_ca_file; /* NULL: not given */
    const char *tls_min, *tls_max;                     /* "TLS1.2", "TLS1.3"; NULL: whatever is */
    const char *config_file;
    const char *data_dir;
    const char *v2_root;     /* NULL: nothing stands before the names of etcd v2's nodes */
    const char *kube_prefix; /* what the keys of Kubernetes objects begin with */
    const char *kube_accept; /* NULL: not given */
    const char *kube_faults; /* NULL: not given */
    const char *name;
    unsigned kube_accepts; /* enum vd_kube_accept */
    bool no_kube;
    bool ephemeral;
    uint64_t threads;
    uint64_t drain_ms;
    uint64_t progress_interval_ms;
    uint64_t tail_bytes, cache_bytes;
    uint64_t quota_bytes; /* 0: none */
    uint64_t max_connections;
    uint64_t max_streams; /* of an HTTP/2 connection; 0: as many as we ever take */
    uint64_t max_request_bytes, max_txn_ops;
    struct vd_retention retention;
    const char *compaction_mode, *compaction_retention; /* as etcd writes them; NULL: not given */
    enum vd_log_level log_level;

    /* Started as etcd is, with etcd's own flags. */
    bool is_etcd;
    const char *initial_cluster;
    bool client_cert_auth;
    struct vd_config_list listen_http;
    enum vd_log_format log_format;
    const char *log_output; /* a file; NULL: stderr */
    struct vd_config_note notes[VD_CONFIG_NOTES_MAX];
    unsigned note_count;

    struct vd_arena texts; /* files that were read, values that were cut */
};

/*
 * The arguments after `serve`. 0; VD_END: help was asked for; VD_INVALID with one line that says
 * what is wrong and what to do. vd_config_deinit only after 0.
 */
VD_MUST_CHECK int vd_config_parse(int argc, char **argv, struct vd_config *out_config,
                                  char out_error[VD_CONFIG_ERROR_BYTES]);
void vd_config_deinit(struct vd_config *config);
/* The page of --help, on stdout. */
void vd_config_print_help(void);

#endif
