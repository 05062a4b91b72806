/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables (meta.k8s.io Table), which kubectl asks for to print: the columns that people know of a
 * kind, and a row of an object. Ages are texts of the moment, so rows are made for each answer.
 *
 *     vd_kube_table_open(&buf, kind, VD_SLICE("{\"resourceVersion\":\"7\"}"), false, true);
 *     for (each object)
 *         vd_buf_append(comma between), vd_kube_table_row(&buf, kind, document, object, now_us);
 *     vd_kube_table_close(&buf);
 *
 * Everything is appended to a sticky buffer, whose status is checked once. Of a custom kind the
 * columns are those of its definition, else Name and Age; facts of the built-in ones:
 * kubernetes 1.36, pkg/printers/internalversion.
 */
#ifndef VD_DOORS_KUBE_MODEL_TABLE_H
#define VD_DOORS_KUBE_MODEL_TABLE_H

#include "base/buf.h"
#include "doors/kube/model/kind.h"

/* {"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":METADATA,"columnDefinitions":[…],"rows":[
 * metadata: an object as text. with_columns false (all but the first event of a watch): null. */
void vd_kube_table_open(struct vd_buf *to, const struct vd_kube_kind *kind,
                        struct vd_slice metadata, bool is_beta, bool with_columns);
void vd_kube_table_close(struct vd_buf *to);

/* {"cells":[…],"object":OBJECT}. document: the object in the served version. object: what
 * includeObject asks for, as text; empty (None): null. now_us: microseconds since 1970. */
void vd_kube_table_row(struct vd_buf *to, const struct vd_kube_kind *kind,
                       const struct vd_json_value *document, struct vd_slice object,
                       int64_t now_us);

/* [{"name":…,"type":…,"format":…,"description":"","priority":…},…] */
void vd_kube_table_columns(struct vd_buf *to, const struct vd_kube_kind *kind);
/* [cell,…]: as many as there are columns. */
void vd_kube_table_cells(struct vd_buf *to, const struct vd_kube_kind *kind,
                         const struct vd_json_value *document, int64_t now_us);

#endif
