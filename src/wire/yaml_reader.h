/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What reading YAML is made of: one reader with one sticky failure, its values, and what a scalar
 * is. Inner to yaml_*.c.
 */
#ifndef VD_WIRE_YAML_READER_H
#define VD_WIRE_YAML_READER_H

#include "base/check.h"
#include "wire/yaml_read.h"
#include "wire/yaml_scalar.h"

#include <yaml.h>

/* A value with its line behind it. */
struct vd_yaml_node {
    struct vd_json_value value;
    uint32_t line;
    bool is_text_key; /* it is a member, whose key was a text */
    bool is_open;     /* what it holds is still being read */
};

struct vd_yaml_anchor {
    struct vd_slice name;
    struct vd_yaml_node *node; /* NULL: a free slot */
};

struct vd_yaml_reader {
    struct vd_arena *arena;
    yaml_parser_t parser;
    uint32_t depth_max;
    int rc; /* of the first failure; nothing is done after it */
    struct vd_slice message;
    struct vd_yaml_anchor *anchors; /* a table of hashes; NULL: none yet */
    size_t anchors_size, anchors_count;
    uint64_t decoded, aliased; /* as go-yaml counts */
    uint32_t in_alias;
    struct vd_buf strict;
    uint32_t strict_count;
};

/* Zeroed memory of the arena; NULL: a failure, which is remembered. */
void *vd_yaml_alloc(struct vd_yaml_reader *reader, size_t size);
struct vd_slice vd_yaml_copy_text(struct vd_yaml_reader *reader, const void *text, size_t len);
/* Unless something failed before. */
void vd_yaml_refuse(struct vd_yaml_reader *reader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The next event, to be deleted. False: there is none, and the reader has failed. */
bool vd_yaml_next(struct vd_yaml_reader *reader, yaml_event_t *event);
/* Counts a value as go-yaml does, which bounds what aliases may make of a document. */
void vd_yaml_count(struct vd_yaml_reader *reader);

static inline struct vd_yaml_node *vd_yaml_node_of(struct vd_json_value *value)
{
    return vd_container_of(value, struct vd_yaml_node, value);
}

struct vd_yaml_node *vd_yaml_node_new(struct vd_yaml_reader *reader, enum vd_json_type type,
                                      size_t line);
void vd_yaml_add(struct vd_json_value *parent, struct vd_yaml_node *node);
uint32_t vd_yaml_depth(const struct vd_json_value *value);
/* Texts are shared: nobody changes them. */
struct vd_yaml_node *vd_yaml_copy(struct vd_yaml_reader *reader, const struct vd_yaml_node *from);

bool vd_yaml_is_tag(const yaml_event_t *event, const char *tag);
/* What a scalar is, and its text: as it is written, or the bytes of !!binary. */
struct vd_yaml_scalar vd_yaml_resolve_event(struct vd_yaml_reader *reader,
                                            const yaml_event_t *event, struct vd_slice *out_text);
struct vd_slice vd_yaml_print_int(const struct vd_yaml_scalar *scalar,
                                  uint8_t out[VD_YAML_FLOAT_BYTES]);
struct vd_yaml_node *vd_yaml_read_scalar(struct vd_yaml_reader *reader, const yaml_event_t *event);

#endif
