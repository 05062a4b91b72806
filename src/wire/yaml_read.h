/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML as the document that it means in JSON (json_read.h), the way Kubernetes reads it
 * (sigs.k8s.io/yaml over go-yaml 2, YAML 1.1): plain yes, no, on, off are booleans, 0x1f, 0o17,
 * 017, 0b1 and 1_000 numbers (which come out in decimal), timestamps and what is quoted are texts;
 * keys that are no texts become texts; `<<` merges; !!binary becomes the bytes it stands for. Only
 * the first document is read.
 *
 * A key that comes twice is there twice, marked as in JSON. Aliases are copied, as far as go-yaml
 * would take them and the arena's cap reaches.
 */
#ifndef VD_WIRE_YAML_READ_H
#define VD_WIRE_YAML_READ_H

#include "wire/json_read.h"

struct vd_yaml_fault {
    struct vd_slice message; /* as go-yaml words it: "yaml: line 3: ..."; in the arena, or ours */
};

/*
 * 0; VD_INVALID: it is not YAML, or has no meaning in JSON; VD_TOO_LARGE: too deep, or the arena's
 * cap; -ENOMEM. The fault is set with VD_INVALID and VD_TOO_LARGE. *out_strict is what a strict
 * reader holds against it (keys that come twice, "yaml: unmarshal errors:\n  line 3: ..."), empty
 * if nothing; it may be NULL, as out_fault may. An empty text is null.
 */
VD_MUST_CHECK int vd_yaml_read(struct vd_arena *arena, struct vd_slice text, uint32_t depth_max,
                               struct vd_json_value **out_value, struct vd_slice *out_strict,
                               struct vd_yaml_fault *out_fault);

#endif
