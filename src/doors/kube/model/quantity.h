/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Amounts as Kubernetes writes them: 100Mi, 1.5, 250m, 1e3. Exact in billionths, which is all that
 * a quantity keeps: what is finer is rounded away from zero, what is above 2^63 - 1 is that.
 */
#ifndef VD_DOORS_KUBE_MODEL_QUANTITY_H
#define VD_DOORS_KUBE_MODEL_QUANTITY_H

#include "base/outcome.h"
#include "base/slice.h"

enum vd_kube_quantity_format {
    VD_KUBE_QUANTITY_DECIMAL_EXPONENT, /* 12e6 */
    VD_KUBE_QUANTITY_BINARY_SI,        /* 12Mi */
    VD_KUBE_QUANTITY_DECIMAL_SI        /* 12M */
};

struct vd_kube_quantity {
    __int128 nano;
    enum vd_kube_quantity_format format;
};

/* The longest text of vd_kube_quantity_print. */
enum { VD_KUBE_QUANTITY_BYTES = 64 };

/* 0; VD_INVALID: it is none. Amounts beyond 10^29 are taken for 10^29. */
VD_MUST_CHECK int vd_kube_quantity_parse(struct vd_slice text, struct vd_kube_quantity *out);
/* What a real server says of a text that is none; NULL: it is one. */
const char *vd_kube_quantity_fault(struct vd_slice text);
/* The canonical form, without a NUL; returns its length. */
size_t vd_kube_quantity_print(const struct vd_kube_quantity *quantity,
                              char out_text[VD_KUBE_QUANTITY_BYTES]);
/* Negative, 0, positive. */
int vd_kube_quantity_compare(const struct vd_kube_quantity *a, const struct vd_kube_quantity *b);
/* In units, and in thousandths: rounded up, at most INT64_MAX. */
int64_t vd_kube_quantity_value(const struct vd_kube_quantity *quantity);
int64_t vd_kube_quantity_milli(const struct vd_kube_quantity *quantity);
/*
 * What a real server makes of a text that it reads into a Quantity and writes again: "1000m" is
 * "1", but "1.500" stays as it is. Empty: it is no quantity; else the text itself, or its canonical
 * form in `memory`.
 */
struct vd_slice vd_kube_quantity_canonical(struct vd_slice text,
                                           char memory[VD_KUBE_QUANTITY_BYTES]);

#endif
