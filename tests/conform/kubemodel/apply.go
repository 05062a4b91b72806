// SPDX-License-Identifier: Apache-2.0
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/structured-merge-diff/v6/schema"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
)

type fact struct {
	Name, Form, List, Keys, Default, Type string
	Flags                                 []string
}

type known struct {
	Name   string
	Atomic bool
	Fields []fact
}

// mergeSchema is what client-go's apply configurations are merged by: a text within its source.
func mergeSchema() *schema.Schema {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "k8s.io/client-go").Output()
	check(err)
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "applyconfigurations/internal/internal.go"))
	check(err)
	_, text, _ := strings.Cut(string(source), "typed.YAMLObject(`")
	text, _, _ = strings.Cut(text, "`)")
	p, err := typed.NewParser(typed.YAMLObject(text))
	check(err)
	return &p.Schema
}

// apply compares the table's list types, keys, atomic marks and defaults (the generator's -json on
// standard input) with what client-go has. Defaults of whole structs are left out.
func apply() {
	var table []known
	input, err := io.ReadAll(os.Stdin)
	check(err)
	check(json.Unmarshal(input, &table))
	s := mergeSchema()
	compared, differ := 0, 0
	say := func(format string, args ...any) {
		differ++
		fmt.Printf(format+"\n", args...)
	}
	atomic := map[string]bool{}
	for _, k := range table {
		atomic[k.Name] = k.Atomic
	}
	for _, k := range table {
		theirs, ok := s.FindNamedType(k.Name)
		if !ok || theirs.Map == nil || theirs.Map.Fields == nil {
			continue // only what can be applied is there
		}
		for _, f := range k.Fields {
			where := k.Name + "." + f.Name
			t, ok := theirs.Map.FindField(f.Name)
			if !ok {
				say("%s: not there", where)
				continue
			}
			compared++
			if ours, theirs := shape(f, atomic), shapeOf(s, t.Type); ours != theirs {
				say("%s: %s, but client-go has %s", where, ours, theirs)
			}
			if theirs, ok := text(t.Default); ok && theirs != f.Default {
				say("%s: assumed to be %q, but client-go has %q", where, f.Default, theirs)
			}
		}
		if len(k.Fields) != len(theirs.Map.Fields) {
			say("%s: %d fields, but client-go has %d", k.Name, len(k.Fields), len(theirs.Map.Fields))
		}
	}
	fmt.Printf("%d fields compared, %d differ\n", compared, differ)
	if differ > 0 || compared < 1000 {
		os.Exit(1)
	}
}

// text is a default as JSON; false: it is a struct's.
func text(value any) (string, bool) {
	if value == nil {
		return "", true
	}
	out, err := json.Marshal(value)
	return string(out), err == nil
}

func shape(f fact, atomic map[string]bool) string {
	switch {
	case slices.Contains(f.Flags, "REPEATED"):
		switch f.List {
		case "MAP":
			return "list by " + f.Keys
		case "SET":
			return "set"
		}
		return "atomic list"
	case slices.Contains(f.Flags, "MAP"):
		if slices.Contains(f.Flags, "ATOMIC") {
			return "atomic map"
		}
		return "map"
	case f.Form == "RAW":
		return "atomic map"
	case f.Form == "FIELDS_V1" || f.Form == "MESSAGE":
		if slices.Contains(f.Flags, "ATOMIC") || atomic[f.Type] && !slices.Contains(f.Flags, "GRANULAR") {
			return "atomic map"
		}
		return "map"
	}
	return "scalar"
}

func shapeOf(s *schema.Schema, ref schema.TypeRef) string {
	a, ok := s.Resolve(ref)
	switch {
	case !ok:
		return "nothing"
	case ref.NamedType != nil && *ref.NamedType == "__untyped_deduced_":
		return "map"
	case a.List != nil && a.Scalar == nil:
		if a.List.ElementRelationship != schema.Associative {
			return "atomic list"
		}
		if len(a.List.Keys) == 0 {
			return "set"
		}
		return "list by " + strings.Join(a.List.Keys, ",")
	case a.Map != nil:
		if a.Map.ElementRelationship == schema.Atomic {
			return "atomic map"
		}
		return "map"
	}
	return "scalar"
}
