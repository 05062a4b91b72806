/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every flag that an etcd of 3.4 to 3.6 takes, and what it means here: it is obeyed; or it changes
 * nothing, because what it speaks of does not exist here, and then says why; or it asks for what is
 * not there, and is refused.
 */
#ifndef VD_SERVER_ETCD_FLAGS_H
#define VD_SERVER_ETCD_FLAGS_H

#include "server/config.h"

enum vd_etcd_meaning {
    VD_ETCD_OBEYED,
    VD_ETCD_WITHOUT_EFFECT, /* whatever its value */
    VD_ETCD_REFUSED,        /* unless its value asks for nothing */
};

struct vd_etcd_flag {
    const char *name; /* without dashes */
    enum vd_etcd_meaning meaning;
    bool is_bool;    /* takes a value only behind '=' */
    const char *why; /* it has no effect, or is refused; OBEYED: what it does */
    /* OBEYED: 0, or VD_INVALID with one line. */
    int (*set)(struct vd_config *config, const char *value, char *error);
    const char *neutral; /* REFUSED: values that ask for nothing, beside "", divided by '|' */
};

extern const struct vd_etcd_flag vd_etcd_flags[];
extern const unsigned vd_etcd_flag_count;

/* NULL: etcd has no such flag. */
const struct vd_etcd_flag *vd_etcd_flag_find(struct vd_slice name);
/* One flag as it was given. 0, or VD_INVALID with one line. */
VD_MUST_CHECK int vd_etcd_flag_set(const struct vd_etcd_flag *flag, struct vd_config *config,
                                   const char *value, char error[VD_CONFIG_ERROR_BYTES]);

#endif
