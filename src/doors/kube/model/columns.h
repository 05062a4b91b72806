/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the columns of built-in kinds are written down: tables of columns, each with the function
 * that writes its cell. Private to the files columns*.c and table.c.
 */
#ifndef VD_DOORS_KUBE_MODEL_COLUMNS_H
#define VD_DOORS_KUBE_MODEL_COLUMNS_H

#include "base/arena.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/table.h"

struct vd_kube_column;

/* A row that is being written. */
struct vd_kube_row {
    struct vd_json json;
    const struct vd_kube_column *column; /* whose cell is asked for */
    const struct vd_json_value *doc;
    int64_t now_us;
    struct vd_arena arena; /* what a row needs in between */
    struct vd_buf text;    /* a cell that is put together; empty when a cell begins */
};

typedef void vd_kube_cell(struct vd_kube_row *row);

struct vd_kube_column {
    const char *name;
    vd_kube_cell *cell;
    const char *path;      /* for the cell: names with dots between */
    const char *otherwise; /* for the cell: what it says where nothing is; NULL: "" */
    uint8_t priority;      /* 1: wide */
    char type;             /* 0: string; i: integer; b: boolean; d: date */
    bool is_name;          /* format: name */
};

struct vd_kube_columns {
    const char *group, *kind; /* kind NULL: the end of a table */
    const struct vd_kube_column *at;
    size_t count;
};

#define VD_KUBE_COLUMNS(group, kind, columns)                                                      \
    {                                                                                              \
        group, kind, columns, VD_COUNT(columns)                                                    \
    }
#define VD_KUBE_NAME_COLUMN                                                                        \
    {                                                                                              \
        "Name", vd_kube_cell_text, "metadata.name", .is_name = true                                \
    }
#define VD_KUBE_AGE_COLUMN                                                                         \
    {                                                                                              \
        "Age", vd_kube_cell_age, "metadata.creationTimestamp", "<unknown>"                         \
    }

extern const struct vd_kube_columns vd_kube_columns_of_pods[], vd_kube_columns_of_work[],
    vd_kube_columns_of_net[], vd_kube_columns_of_storage[], vd_kube_columns_of_rest[];

/* --- looking -------------------------------------------------------------------------------- */

/* Down names with dots between; NULL: not there. */
const struct vd_json_value *vd_kube_find(const struct vd_json_value *value, const char *path);
struct vd_slice vd_kube_find_text(const struct vd_json_value *value, const char *path);
int64_t vd_kube_find_int(const struct vd_json_value *value, const char *path);
bool vd_kube_find_bool(const struct vd_json_value *value, const char *path);
/* How many elements or members are there. */
uint32_t vd_kube_find_count(const struct vd_json_value *value, const char *path);
/* The condition of this type, in an array of them; NULL: there is none. */
const struct vd_json_value *vd_kube_find_condition(const struct vd_json_value *value,
                                                   const char *path, const char *type);
bool vd_kube_condition_holds(const struct vd_json_value *condition);

/* --- putting together, in row->text --------------------------------------------------------- */

void vd_kube_row_add(struct vd_kube_row *row, struct vd_slice text);
void vd_kube_row_say(struct vd_kube_row *row, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Between pieces: ", " or "," unless nothing stands before. */
void vd_kube_row_comma(struct vd_kube_row *row, const char *comma);
/* How long ago a time is; "<unknown>" of what is none. */
void vd_kube_row_ago(struct vd_kube_row *row, const struct vd_json_value *time);
/* An amount in its canonical form; "0" of none. */
void vd_kube_row_amount(struct vd_kube_row *row, const struct vd_json_value *amount);
/* A name or a number that may stand in one place. */
void vd_kube_row_scalar(struct vd_kube_row *row, const struct vd_json_value *value);
/* What is in row->text becomes the cell: if it is empty, `otherwise`. */
void vd_kube_row_done(struct vd_kube_row *row, const char *otherwise);

/* --- cells of one place --------------------------------------------------------------------- */

vd_kube_cell vd_kube_cell_text;     /* a text */
vd_kube_cell vd_kube_cell_scalar;   /* a text or number, as text */
vd_kube_cell vd_kube_cell_int;      /* a number; 0 */
vd_kube_cell vd_kube_cell_count;    /* of elements or members, as a number */
vd_kube_cell vd_kube_cell_bool;     /* true or false; otherwise "true": what is not there is */
vd_kube_cell vd_kube_cell_True;     /* "True", "False" */
vd_kube_cell vd_kube_cell_age;      /* of a time */
vd_kube_cell vd_kube_cell_list;     /* texts, with commas */
vd_kube_cell vd_kube_cell_labels;   /* a map: k=v,k=v */
vd_kube_cell vd_kube_cell_selector; /* a label selector */
vd_kube_cell vd_kube_cell_names;    /* of the containers at a path */
vd_kube_cell vd_kube_cell_images;   /* of the same */

/* Names of nodes (name, text) in order; of one name the last. For sets of a few. */
struct vd_kube_names {
    struct vd_json_value *first;
    uint32_t count;
};
void vd_kube_names_add(struct vd_kube_row *row, struct vd_kube_names *names, struct vd_slice name,
                       struct vd_slice text);
/* Sorted, with `comma` between, name or (if it has one) text. */
void vd_kube_names_say(struct vd_kube_row *row, const struct vd_kube_names *names,
                       const char *comma);

#endif
