/* SPDX-License-Identifier: Apache-2.0 */
/* What the outcomes of the store are called in this door. */
#ifndef VD_DOORS_FEED_ERRORS_H
#define VD_DOORS_FEED_ERRORS_H

#include "rpc/status.h"

#define VD_FEED_DEADLINE    "the deadline of the call has passed"
#define VD_FEED_STOPPED     "the server is stopping; go on elsewhere, or later"
#define VD_FEED_NO_MEMORY   "out of memory"
#define VD_FEED_BAD_MESSAGE "the message cannot be read"

/* Of a call that an outcome or an errno ends; *out_message is static. */
enum vd_rpc_code vd_feed_code_of(int rc, const char **out_message);

#endif
