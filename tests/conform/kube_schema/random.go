// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"math/rand"
)

// Makes schemas, and documents that nearly keep to them.
type maker struct{ *rand.Rand }

func (m *maker) one(of ...any) any      { return of[m.Intn(len(of))] }
func (m *maker) often(percent int) bool { return m.Intn(100) < percent }
func (m *maker) name() string           { return m.one("a", "b", "c", "d").(string) }
func (m *maker) small() int             { return m.Intn(4) }
func (m *maker) set(s map[string]any, percent int, name string, value any) {
	if m.often(percent) {
		s[name] = value
	}
}

var patterns = []any{"^a+$", "^[a-z]([-a-z0-9]*[a-z0-9])?$", "b", "^(x|yy)*$", "\\d{2,3}"}
var formats = []any{"date-time", "date", "ipv4", "ipv6", "cidr", "byte", "uuid", "duration", "mac", "hexcolor", "nonsense", "ssn"}
var texts = []any{"", "a", "aa", "b", "x-y", "yyx", "12", "2026-11-20", "2026-11-20T10:00:00Z", "10.0.0.1", "10.0.0.0/8",
	"::1", "YWJj", "5m", "1h30m", "not base64!", "00:11:22:33:44:55", "#fff", "123-45-6789", "ä", "0", "a\"b"}

// What constrains a value of a type; also within anyOf and the like.
func (m *maker) rules(s map[string]any, of string) {
	switch of {
	case "string":
		m.set(s, 25, "minLength", m.small())
		m.set(s, 25, "maxLength", m.small()+1)
		m.set(s, 25, "pattern", m.one(patterns...))
		m.set(s, 20, "enum", []any{"a", "b", "12"})
		m.set(s, 25, "format", m.one(formats...))
	case "integer":
		m.set(s, 30, "minimum", m.small())
		m.set(s, 30, "maximum", m.small()+2)
		m.set(s, 15, "exclusiveMinimum", true)
		m.set(s, 15, "exclusiveMaximum", true)
		m.set(s, 20, "multipleOf", m.small()+1)
		m.set(s, 15, "enum", []any{1, 2, 3})
		m.set(s, 30, "format", m.one("int32", "int64", "int16"))
	case "number":
		m.set(s, 30, "minimum", m.one(0, 0.5, 1))
		m.set(s, 30, "maximum", m.one(2, 2.5, 10))
	case "array":
		m.set(s, 30, "minItems", m.small())
		m.set(s, 30, "maxItems", m.small())
	case "object":
		m.set(s, 15, "minProperties", m.small())
		m.set(s, 15, "maxProperties", m.small())
		if m.often(40) {
			s["required"] = []any{m.name()}
		}
	}
	delete(s, "uniqueItems")
}

// A part without a type, as combinations have it.
func (m *maker) part(of string) map[string]any {
	s := map[string]any{}
	m.rules(s, of)
	if of == "object" && m.often(40) {
		s["properties"] = map[string]any{}
	}
	return s
}

func (m *maker) combine(s map[string]any, of string) {
	for _, name := range []string{"anyOf", "oneOf", "allOf"} {
		if m.often(10) {
			s[name] = []any{m.part(of), m.part(of)}
		}
	}
	if m.often(8) {
		s["not"] = m.part(of)
	}
}

func (m *maker) object(depth int) map[string]any {
	s := map[string]any{"type": "object"}
	if depth > 0 && m.often(20) {
		s["additionalProperties"] = m.schema(depth + 1)
	} else {
		members := map[string]any{}
		for i := 0; i < 1+m.small(); i++ {
			members[m.name()] = m.schema(depth + 1)
		}
		s["properties"] = members
	}
	m.set(s, 10, "x-kubernetes-preserve-unknown-fields", true)
	if depth > 0 && m.often(5) && s["properties"] != nil {
		s["x-kubernetes-embedded-resource"] = true
	}
	return s
}

func (m *maker) array(depth int) map[string]any {
	s := map[string]any{"type": "array", "items": m.schema(depth + 1)}
	items := s["items"].(map[string]any)
	switch {
	case items["type"] != "object" && items["type"] != "array" && m.often(30):
		s["x-kubernetes-list-type"] = "set"
		delete(items, "nullable")
	case items["type"] == "object" && m.often(60):
		members := map[string]any{"a": map[string]any{"type": "string"}, "b": map[string]any{"type": "integer"}}
		s["items"] = map[string]any{"type": "object", "properties": members}
		s["x-kubernetes-list-type"] = "map"
		s["x-kubernetes-list-map-keys"] = []any{"a"}
		if m.often(50) {
			s["x-kubernetes-list-map-keys"] = []any{"a", "b"}
		}
	}
	return s
}

func (m *maker) schema(depth int) map[string]any {
	of := m.one("string", "string", "integer", "integer", "number", "boolean", "array", "object", "object").(string)
	if depth == 0 {
		of = "object"
	}
	if depth >= 3 {
		of = m.one("string", "integer", "boolean").(string)
	}
	s := map[string]any{"type": of}
	switch {
	case of == "object":
		s = m.object(depth)
	case of == "array":
		s = m.array(depth)
	case of == "integer" && m.often(15):
		return map[string]any{"x-kubernetes-int-or-string": true}
	}
	m.rules(s, of)
	m.combine(s, of)
	if depth > 0 {
		m.set(s, 10, "nullable", true)
		if m.often(15) {
			s["default"] = m.value(s, 0)
		}
	}
	return s
}

func (m *maker) junk() any {
	return m.one("text", 1, 1.5, true, nil, []any{1}, map[string]any{"z": 1}, 3000000000, -1)
}

// A value for a schema; `wrong` percent of its parts are anything.
func (m *maker) value(s map[string]any, wrong int) any {
	if m.often(wrong) {
		return m.junk()
	}
	switch s["type"] {
	case "string":
		return m.one(texts...)
	case "integer":
		return m.Intn(8)
	case "number":
		return m.one(0, 1, 0.25, 2.5, 3)
	case "boolean":
		return m.often(50)
	case "array":
		out := []any{}
		for i := 0; i < m.small(); i++ {
			out = append(out, m.value(s["items"].(map[string]any), wrong))
		}
		return out
	case "object":
		return m.members(s, wrong)
	}
	return m.one(1, "x", 2)
}

func (m *maker) members(s map[string]any, wrong int) map[string]any {
	out := map[string]any{}
	if others, ok := s["additionalProperties"].(map[string]any); ok {
		for i := 0; i < m.small(); i++ {
			out[m.name()] = m.value(others, wrong)
		}
	}
	members, _ := s["properties"].(map[string]any)
	for _, name := range []string{"a", "b", "c", "d"} {
		if member, ok := members[name].(map[string]any); ok && m.often(80) {
			out[name] = m.value(member, wrong)
		}
	}
	if m.often(wrong) {
		out[m.one("more", "zz").(string)] = m.junk()
	}
	if s["x-kubernetes-embedded-resource"] == true && m.often(70) {
		out["apiVersion"], out["kind"] = "g/v1", "K"
	}
	return out
}

func (m *maker) schemaCase() *schemaCase {
	s := m.schema(0)
	object := m.members(s, 8)
	object["apiVersion"], object["kind"], object["metadata"] = "example.com/v1", "K", map[string]any{"name": "n"}
	text, err := json.Marshal(object)
	check(err)
	return &schemaCase{Schema: s, Doc: text}
}
