/* SPDX-License-Identifier: Apache-2.0 */
#include "base/outcome.h"

#include <string.h>

const char *vd_outcome_name(int rc)
{
    if (rc < 0)
        return strerror(-rc);
    switch ((enum vd_outcome)rc) {
    case VD_OK:
        return "ok";
    case VD_WAIT:
        return "wait";
    case VD_AGAIN:
        return "again";
    case VD_END:
        return "end";
    case VD_COMPACTED:
        return "compacted";
    case VD_FUTURE:
        return "future";
    case VD_CONFLICT:
        return "conflict";
    case VD_NOT_FOUND:
        return "not-found";
    case VD_EXISTS:
        return "exists";
    case VD_INVALID:
        return "invalid";
    case VD_LEASE_GONE:
        return "lease-gone";
    case VD_TOO_LARGE:
        return "too-large";
    case VD_TOO_MANY:
        return "too-many";
    case VD_OVER_QUOTA:
        return "over-quota";
    case VD_DENIED:
        return "denied";
    case VD_READ_ONLY:
        return "read-only";
    case VD_CORRUPT:
        return "corrupt";
    case VD_UNAVAILABLE:
        return "unavailable";
    }
    return "unknown";
}
