/* SPDX-License-Identifier: Apache-2.0 */
/* Cases that real Go code judged, three lines each, as tests/conform/kubemodel prints them. */
#ifndef VD_DOORS_KUBE_MODEL_TEST_RECORDED_H
#define VD_DOORS_KUBE_MODEL_TEST_RECORDED_H

#include "base/slice.h"

#include <stdio.h>

struct test_recorded {
    FILE *file;
    struct vd_slice line[3]; /* of the present case, without their ends */
    char *memory[3];
    size_t cap[3];
};

/* A file that cannot be opened fails the test. */
void test_recorded_open(struct test_recorded *recorded, const char *path);
void test_recorded_close(struct test_recorded *recorded);
/* The next case; false: there are no more. */
bool test_recorded_next(struct test_recorded *recorded);

#endif
