// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
)

type definitionCase struct {
	Doc    json.RawMessage `json:"doc"`
	Errors []string        `json:"errors"`
}

func (c *definitionCase) judge() {
	var external v1.CustomResourceDefinition
	var internal apiextensions.CustomResourceDefinition
	check(json.Unmarshal(c.Doc, &external))
	v1.SetDefaults_CustomResourceDefinition(&external)
	v1.SetDefaults_CustomResourceDefinitionSpec(&external.Spec)
	check(v1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(&external, &internal, nil))
	for _, version := range internal.Spec.Versions {
		if version.Storage {
			internal.Status.StoredVersions = []string{version.Name}
		}
	}
	c.Errors = []string{}
	for _, text := range sorted(validation.ValidateCustomResourceDefinition(context.TODO(), &internal)) {
		switch {
		case strings.HasPrefix(text, "status.storedVersions: "): // follows from there being no storage version
		case strings.HasPrefix(text, "metadata.name: ") && !strings.HasSuffix(text, "spec.group"): // as of any object
		case strings.HasPrefix(text, "spec.versions: "): // without the dump of all versions
			c.Errors = append(c.Errors, "spec.versions: Invalid value: \"\": "+text[strings.LastIndex(text, ": ")+2:])
		case strings.HasSuffix(text, "in order to use defaults in the schema"): // of what cannot be written any more
		case strings.HasSuffix(text, "if spec.preserveUnknownFields is true"): // the same
		case !strings.Contains(text, ".default"):
			c.Errors = append(c.Errors, text)
		default:
			// The real validation gives members of a map at the root a dot in front.
			c.Errors = append(c.Errors, strings.NewReplacer(`: ".`, `: "`, ": .", ": ").Replace(text))
		}
	}
}

// Spoils a schema somewhere.
func (m *maker) spoil(s map[string]any) {
	if m.often(50) {
		if members, ok := s["properties"].(map[string]any); ok {
			for _, name := range []string{"a", "b", "c", "d"} {
				if member, ok := members[name].(map[string]any); ok && m.often(60) {
					m.spoil(member)
					return
				}
			}
		}
		if items, ok := s["items"].(map[string]any); ok {
			m.spoil(items)
			return
		}
	}
	words := map[string]any{
		"x-kubernetes-list-type": m.one("set", "map", "atomic", "other"), "x-kubernetes-map-type": m.one("atomic", "granular", "other"),
		"x-kubernetes-list-map-keys": []any{m.name(), m.name()}, "x-kubernetes-int-or-string": true,
		"x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": m.often(50), "uniqueItems": true,
		"nullable": true, "pattern": m.one("(a", "[", "a**"), "default": m.junk(), "additionalProperties": m.one(true, map[string]any{"type": "string"}),
		"allOf": []any{map[string]any{"properties": map[string]any{m.name(): m.part("string")}}},
		"anyOf": []any{map[string]any{"type": "integer"}, map[string]any{"type": "string"}},
		"not":   map[string]any{"type": "string", "description": "no", "nullable": true},
		"oneOf": []any{map[string]any{"items": map[string]any{"minimum": 1}}},
	}
	names := []any{"type", "items"}
	for _, name := range []string{"x-kubernetes-list-type", "x-kubernetes-map-type", "x-kubernetes-list-map-keys", "x-kubernetes-int-or-string",
		"x-kubernetes-embedded-resource", "x-kubernetes-preserve-unknown-fields", "uniqueItems", "nullable", "pattern", "default",
		"additionalProperties", "allOf", "anyOf", "not", "oneOf"} {
		names = append(names, name)
	}
	name := m.one(names...).(string)
	if value, ok := words[name]; ok {
		s[name] = value
		if s["x-kubernetes-int-or-string"] == true || s["type"] == "strange" {
			delete(s, "default")
		}
	} else if m.often(30) && name == "type" {
		s["type"] = m.one("null", "strange", "object")
		delete(s, "default")
	} else {
		delete(s, name)
	}
}

func (m *maker) version(name string, stored bool) map[string]any {
	s := m.schema(0)
	for i := m.small(); i > 0; i-- {
		m.spoil(s)
	}
	v := map[string]any{"name": name, "served": true, "storage": stored, "schema": map[string]any{"openAPIV3Schema": s}}
	m.set(v, 5, "schema", nil)
	if m.often(20) {
		v["subresources"] = map[string]any{"scale": map[string]any{
			"specReplicasPath": m.one(".spec.replicas", "spec.replicas", "", ".status.x"), "statusReplicasPath": m.one(".status.replicas", ".spec.x", ""),
			"labelSelectorPath": m.one(".status.selector", ".x", "")}}
	}
	if m.often(20) {
		v["additionalPrinterColumns"] = []any{
			map[string]any{"name": m.one("A", ""), "type": m.one("string", "date", "", "other"), "jsonPath": m.one(".a", "a", ""), "format": m.one("int32", "other", "")},
			map[string]any{"name": "B", "type": "integer", "jsonPath": ".b"}}
	}
	m.set(v, 5, "deprecationWarning", m.one("old", ""))
	m.set(v, 5, "deprecated", true)
	return v
}

func (m *maker) definitionCase() *definitionCase {
	group := m.one("example.com", "example.com", "example.com", "example", "", "Example.com", "x.k8s.io").(string)
	plural := m.one("things", "things", "things", "Things", "").(string)
	names := map[string]any{"plural": plural, "kind": m.one("Thing", "Thing", "Thing", "thing_x", ""), "singular": m.one("thing", "", "Th"),
		"listKind": m.one("", "ThingList", "Thing"), "shortNames": m.one([]any{}, []any{"th"}, []any{"TH", "t_"}), "categories": m.one([]any{}, []any{"all"}, []any{"A"})}
	versions := []any{m.version(m.one("v1", "v1", "V1").(string), true)}
	if m.often(30) {
		versions = append(versions, m.version(m.one("v2", "v1").(string), m.often(20)))
	}
	spec := map[string]any{"group": group, "names": names, "scope": m.one("Namespaced", "Cluster", "", "other"), "versions": versions}
	m.set(spec, 5, "preserveUnknownFields", true)
	m.set(spec, 10, "conversion", map[string]any{"strategy": m.one("None", "", "other")})
	meta := map[string]any{"name": plural + "." + group}
	m.set(meta, 10, "name", "other.example.com")
	m.set(meta, 50, "annotations", map[string]any{"api-approved.kubernetes.io": m.one("unapproved, a test", "https://x.io/1", "", "yes")})
	text, err := json.Marshal(map[string]any{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": meta, "spec": spec})
	check(err)
	// Formats are judged otherwise in defaults than in objects, where they are none of their type's.
	plain := string(text)
	for _, format := range []string{"int16", "int32", "int64", "nonsense"} {
		said := `"format":"` + format + `"`
		plain = strings.NewReplacer(","+said, "", said+",", "", said, "").Replace(plain)
	}
	return &definitionCase{Doc: json.RawMessage(plain)}
}
