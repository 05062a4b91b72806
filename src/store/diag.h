/* SPDX-License-Identifier: Apache-2.0 */
/* One line that says what is wrong with stored bytes: which file, where, what. For a person. */
#ifndef VD_STORE_DIAG_H
#define VD_STORE_DIAG_H

struct vd_diag {
    char text[512];
};

/* Replaces the text; cut where it is too long. A NULL diag is nobody listening. */
void vd_diag_set(struct vd_diag *diag, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
