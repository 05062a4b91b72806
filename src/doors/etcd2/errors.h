/* SPDX-License-Identifier: Apache-2.0 */
/* How v2 says what went wrong: a code, its message, and what caused it. */
#ifndef VD_DOORS_ETCD2_ERRORS_H
#define VD_DOORS_ETCD2_ERRORS_H

#include "base/outcome.h"
#include "base/slice.h"

enum vd_etcd2_code {
    VD_ETCD2_KEY_NOT_FOUND = 100,
    VD_ETCD2_TEST_FAILED = 101,
    VD_ETCD2_NOT_FILE = 102,
    VD_ETCD2_NOT_DIR = 104,
    VD_ETCD2_NODE_EXISTS = 105,
    VD_ETCD2_ROOT_READ_ONLY = 107,
    VD_ETCD2_DIR_NOT_EMPTY = 108,
    VD_ETCD2_UNAUTHORIZED = 110,
    VD_ETCD2_PREV_VALUE_REQUIRED = 201,
    VD_ETCD2_TTL_NAN = 202,
    VD_ETCD2_INDEX_NAN = 203,
    VD_ETCD2_INVALID_FIELD = 209,
    VD_ETCD2_INVALID_FORM = 210,
    VD_ETCD2_REFRESH_VALUE = 211,
    VD_ETCD2_REFRESH_TTL = 212,
    VD_ETCD2_INTERNAL = 300,
    VD_ETCD2_CLEARED = 401
};

/* One that is always the same. */
struct vd_etcd2_error {
    enum vd_etcd2_code code;
    const char *cause; /* constant */
    unsigned status;   /* 0: that of the code */
};

const char *vd_etcd2_message(enum vd_etcd2_code code);
unsigned vd_etcd2_status(enum vd_etcd2_code code);

/* What core has answered, whether outcome or -errno, where nothing better is to be said of it. */
const struct vd_etcd2_error *vd_etcd2_error_of(int rc);

#endif
