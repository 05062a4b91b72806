/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one question that every entry of core asks before it does anything for a peer. It says
 * yes until authentication comes; a test fails for any entry that does not ask.
 */
#ifndef VD_CORE_ACCESS_H
#define VD_CORE_ACCESS_H

#include "base/outcome.h"
#include "base/principal.h"

enum vd_access { VD_ACCESS_READ, VD_ACCESS_WRITE, VD_ACCESS_WATCH, VD_ACCESS_ADMIN };

/*
 * Keys are normalised before they come here: end empty is the one key; end of "\0" is everything
 * from key on; otherwise [key, end). 0, or VD_DENIED.
 */
VD_MUST_CHECK int vd_access_check(const struct vd_principal *principal, enum vd_access access,
                                  struct vd_slice key, struct vd_slice end);

/* Test hook: called on every check when set; what it returns is the answer. */
typedef int (*vd_access_hook)(const struct vd_principal *principal, enum vd_access access,
                              struct vd_slice key, struct vd_slice end);
void vd_access_set_hook(vd_access_hook hook);

#endif
