/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests and fuzzing: our server session and a client session of nghttp2 talk in memory, as a
 * script of bytes says (requests, bodies, padding, settings, windows, resets, answers, and how
 * the bytes between them are cut). What one side sent must be what the other saw, the windows of
 * both must agree in the end, and neither may find a fault in the other.
 */
#ifndef VD_WIRE_TEST_HTTP2_ORACLE_H
#define VD_WIRE_TEST_HTTP2_ORACLE_H

#include "base/slice.h"

struct vd_oracle_sums {
    unsigned requests, completed, resets;
    size_t body_bytes, answer_bytes;
};

/* NULL, or what went wrong (a static text). */
const char *vd_oracle_run(struct vd_slice script, struct vd_oracle_sums *out_sums);

#endif
