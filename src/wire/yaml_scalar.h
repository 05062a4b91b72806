/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a plain scalar of YAML means (1.1, as go-yaml 2 reads it), and floats as Go prints them.
 * What the reader of YAML resolves and the writer must quote.
 */
#ifndef VD_WIRE_YAML_SCALAR_H
#define VD_WIRE_YAML_SCALAR_H

#include "base/slice.h"

enum vd_yaml_kind {
    VD_YAML_TEXT,
    VD_YAML_NULL,
    VD_YAML_BOOL,
    VD_YAML_INT,
    VD_YAML_FLOAT,
    VD_YAML_TIMESTAMP /* a text to JSON */
};

struct vd_yaml_scalar {
    enum vd_yaml_kind kind;
    bool is_true;       /* of BOOL */
    bool is_negative;   /* of INT */
    uint64_t magnitude; /* of INT: up to 2^64 - 1, or 2^63 below zero */
    double number;      /* of FLOAT, infinities and NaN among them */
};

void vd_yaml_resolve(struct vd_slice text, struct vd_yaml_scalar *out);
/* Sexagesimal, as 1:30: a text here, but a number to others. */
bool vd_yaml_is_base60(struct vd_slice text);

/* The longest text of the two below, with a NUL. */
enum { VD_YAML_FLOAT_BYTES = 64 };

/* The shortest digits that read back as the same number: as encoding/json writes them, finite only;
 * and as %g of strconv does, .inf and .nan among them, of a single or a double. */
void vd_yaml_float_json(double number, char out_text[VD_YAML_FLOAT_BYTES]);
void vd_yaml_float_g(double number, bool is_single, char out_text[VD_YAML_FLOAT_BYTES]);

#endif
