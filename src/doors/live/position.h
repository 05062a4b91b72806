/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Positions and times as this door writes and reads them (docs/doors/live.md, "Positions"). In
 * memory a position is, as everywhere, the first event still wanted; as text it is what a reader
 * has had: {43, 0} is "42", {42, 2} is "42.1".
 */
#ifndef VD_DOORS_LIVE_POSITION_H
#define VD_DOORS_LIVE_POSITION_H

#include "base/outcome.h"
#include "base/pos.h"
#include "base/slice.h"

enum {
    VD_LIVE_STORE_BYTES = 16,        /* hex digits of a store id */
    VD_LIVE_POS_BYTES = 19 + 1 + 10, /* a position without a store id, at most */
    VD_LIVE_FULL_POS_BYTES = VD_LIVE_STORE_BYTES + 1 + VD_LIVE_POS_BYTES,
    VD_LIVE_TIME_BYTES = 24 /* 2026-11-20T10:00:00.123Z, exactly */
};

enum vd_live_point_kind { VD_LIVE_NO_POINT, VD_LIVE_POSITION, VD_LIVE_TIME };

/* What since and until may say. */
struct vd_live_point {
    enum vd_live_point_kind kind;
    bool has_store; /* of a position */
    uint64_t store;
    struct vd_pos pos; /* the first event after it */
    int64_t time_ms;
};

/*
 * A position, a time (RFC 3339) or a time ago ("-5m"). Only a position: at is decided by the
 * caller. now_ms: since 1970. 0; VD_INVALID: neither, or out of range.
 */
VD_MUST_CHECK int vd_live_point_parse(struct vd_slice text, int64_t now_ms,
                                      struct vd_live_point *out_point);
/* Only a position. */
VD_MUST_CHECK int vd_live_position_parse(struct vd_slice text, struct vd_live_point *out_point);
/* "30s", "1h30m", "500ms"; a number alone is seconds if `bare_is_seconds`, else it is invalid. 0,
 * VD_INVALID: also where it is more than 100 years. */
VD_MUST_CHECK int vd_live_duration_parse(struct vd_slice text, bool bare_is_seconds,
                                         int64_t *out_ms);
/* A whole number without a sign, of at most 18 digits. 0, VD_INVALID. */
VD_MUST_CHECK int vd_live_number_parse(struct vd_slice text, int64_t *out_number);

/* All of them write at `to` and return the place behind. */
uint8_t *vd_live_pos_put(uint8_t *to, struct vd_pos pos);
uint8_t *vd_live_store_put(uint8_t *to, uint64_t store);
uint8_t *vd_live_full_pos_put(uint8_t *to, uint64_t store, struct vd_pos pos);
uint8_t *vd_live_time_put(uint8_t *to, int64_t time_ms);

#endif
