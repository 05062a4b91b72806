/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cases that a real library of Kubernetes has judged (tests/conform/kube_cases): files of one JSON
 * object a line. For tests.
 */
#ifndef VD_DOORS_KUBE_MODEL_TEST_CASES_H
#define VD_DOORS_KUBE_MODEL_TEST_CASES_H

#include "doors/kube/model/doc.h"

/* True: it is as the case says. Else it has said why not on stderr. */
typedef bool vd_test_case(struct vd_arena *arena, const struct vd_json_value *given);

/* Reads FOLDER/name and fails the test if a case does, after all were tried, or if there are fewer
 * than `at_least`. */
void vd_test_cases_run(const char *folder, const char *name, size_t at_least, vd_test_case *check);

/* A value as JSON, in the arena, with a NUL. */
const char *vd_test_text(struct vd_arena *arena, const struct vd_json_value *value);

#endif
