/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An answer of any size in little memory. It is a run of literal bytes with ranges of rows between
 * them. Rows are walked twice: first without their values, for their size, so that every length
 * that stands before them is known; then they are encoded as the reader takes them.
 *
 * Use: add every range, in the order of the answer; measure; append literals to `literals` and say
 * where each range stands among them; write.
 */
#ifndef VD_DOORS_ETCD3_ANSWER_H
#define VD_DOORS_ETCD3_ANSWER_H

#include "base/buf.h"
#include "core/range.h"
#include "rpc/call.h"

/* Rows in an answer. The storage is the caller's; the range is closed with the answer. */
struct vd_etcd3_rows {
    struct vd_etcd3_rows *next;
    struct vd_range *range;
    size_t bytes;      /* all of them encoded; once measured */
    size_t literal_at; /* before this byte of the literals */
    size_t left;       /* still to be written */
    uint8_t field;     /* of the message that they are rows of */
    bool keys_only;
};

struct vd_etcd3_answer {
    struct vd_etcd3_rows *first, *last;
    struct vd_etcd3_rows *at; /* being measured, or the next to be written */
    struct vd_buf literals;
    size_t literal_at;
    bool is_measured, is_begun;
};

void vd_etcd3_answer_init(struct vd_etcd3_answer *answer);
void vd_etcd3_answer_deinit(struct vd_etcd3_answer *answer);

void vd_etcd3_answer_add(struct vd_etcd3_answer *answer, struct vd_etcd3_rows *rows,
                         struct vd_range *range, unsigned field, bool keys_only);
/* 0: everything is measured, and every range is counted; VD_AGAIN: a bounded piece is done, call
 * again in another turn (VD_FILL_LATER); VD_WAIT: a range's `ready` comes first; else it failed. */
VD_MUST_CHECK int vd_etcd3_answer_measure(struct vd_etcd3_answer *answer);

/* Literals: fields below 16; zeros are left out, lengths are not. */
void vd_etcd3_answer_int(struct vd_etcd3_answer *answer, unsigned field, int64_t value);
void vd_etcd3_answer_len(struct vd_etcd3_answer *answer, unsigned field, size_t n);
/* A header with the revision alone. */
void vd_etcd3_answer_part_header(struct vd_etcd3_answer *answer, int64_t revision);
/* The rows stand here. */
void vd_etcd3_answer_rows(struct vd_etcd3_answer *answer, struct vd_etcd3_rows *rows);

/*
 * Writes the message, its prefix included, inside a fill. 0: it is complete; VD_WAIT: the range's
 * `ready` comes first (VD_FILL_IDLE); VD_AGAIN: no row was found yet (VD_FILL_LATER); VD_TOO_MANY:
 * no room is left (VD_FILL_MORE); else it failed (-ENOMEM; -EIO: the rows were not what was
 * measured), and what was begun cannot be completed.
 */
VD_MUST_CHECK int vd_etcd3_answer_write(struct vd_etcd3_answer *answer, struct vd_call *call,
                                        struct vd_out *out);
/* Does that, and ends the call as it comes out. */
enum vd_fill vd_etcd3_answer_fill(struct vd_etcd3_answer *answer, struct vd_call *call,
                                  struct vd_out *out);
/* What a fill answers when reading has come out as rc, which is not 0, before anything was written;
 * a failure ends the call. */
enum vd_fill vd_etcd3_answer_stop(struct vd_call *call, int rc);

#endif
