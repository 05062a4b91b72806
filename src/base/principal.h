/* SPDX-License-Identifier: Apache-2.0 */
/* Who is at the other end of a connection. Lives as long as the connection; both wings name it. */
#ifndef VD_BASE_PRINCIPAL_H
#define VD_BASE_PRINCIPAL_H

#include "base/slice.h"

struct vd_principal {
    struct vd_slice name; /* empty: nobody has said who they are */
};

#endif
