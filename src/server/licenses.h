/* SPDX-License-Identifier: Apache-2.0 */
/* `vedette licenses`: what a copy of this program has to bring along. */
#ifndef VD_SERVER_LICENSES_H
#define VD_SERVER_LICENSES_H

/* On stdout. An exit code. */
int vd_licenses_print(void);

#endif
