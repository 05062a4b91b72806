/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document as YAML in blocks, the way sigs.k8s.io/yaml prints it: names in their order of bytes
 * (numbers within them by value), texts without quotes where they read back as texts. It ends with
 * a newline.
 */
#ifndef VD_WIRE_YAML_WRITE_H
#define VD_WIRE_YAML_WRITE_H

#include "wire/json_read.h"

/* 0; -ENOMEM. What the buffer refuses is its own (vd_buf_status). */
VD_MUST_CHECK int vd_yaml_write(struct vd_buf *buf, const struct vd_json_value *value);

#endif
