// SPDX-License-Identifier: Apache-2.0

// What apiextensions-apiserver makes of custom resources by their schema (pruning, defaults,
// validation) and of definitions, as cases for the tests in src/doors/kube/model: one JSON object a
// line. The same seed gives the same cases.
//
//	go run . FOLDER [SEED [COUNT]]
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"sort"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	exact "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func sorted(errs field.ErrorList) []string {
	out := []string{}
	for _, e := range errs {
		out = append(out, e.Error())
	}
	sort.Strings(out)
	return out
}

type schemaCase struct {
	Schema  map[string]any  `json:"schema"`
	Doc     json.RawMessage `json:"doc"`
	After   any             `json:"after"`
	Unknown []string        `json:"unknown"`
	Errors  []string        `json:"errors"`
}

// False: the library does not take the schema.
func (c *schemaCase) judge() bool {
	text, err := json.Marshal(c.Schema)
	check(err)
	var external v1.JSONSchemaProps
	var internal apiextensions.JSONSchemaProps
	check(json.Unmarshal(text, &external))
	check(v1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(&external, &internal, nil))
	s, err := structural.NewStructural(&internal)
	if err != nil || len(structural.ValidateStructural(nil, s)) > 0 {
		return false
	}
	validator, _, err := validation.NewSchemaValidator(&internal)
	check(err)
	var object map[string]any
	check(exact.Unmarshal(c.Doc, &object))
	c.Unknown = pruning.PruneWithOptions(object, s, true, structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	defaulting.PruneNonNullableNullsWithoutDefaults(object, s)
	defaulting.Default(object, s)
	c.After = object
	errs := validation.ValidateCustomResource(nil, object, validator)
	errs = append(errs, listtype.ValidateListSetsAndMaps(nil, s, object)...)
	errs = append(errs, objectmeta.Validate(context.TODO(), nil, object, s, false)...)
	c.Errors = sorted(errs)
	return true
}

func write(name string, make func(add func(any))) {
	to, err := os.Create(filepath.Join(os.Args[1], name))
	check(err)
	out, count := bufio.NewWriter(to), 0
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	make(func(c any) {
		check(encoder.Encode(c))
		count++
	})
	check(out.Flush())
	check(to.Close())
	fmt.Printf("%s: %d cases\n", name, count)
}

func main() {
	seed, count := int64(0), 400
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: kube_schema FOLDER [SEED [COUNT]]")
		os.Exit(2)
	}
	if len(os.Args) > 2 {
		fmt.Sscan(os.Args[2], &seed)
	}
	if len(os.Args) > 3 {
		fmt.Sscan(os.Args[3], &count)
	}
	write("schemas.jsonl", func(add func(any)) {
		random := &maker{rand.New(rand.NewSource(seed))}
		for i := 0; i < count; {
			c := random.schemaCase()
			if c.judge() {
				add(c)
				i++
			}
		}
	})
	write("definitions.jsonl", func(add func(any)) {
		random := &maker{rand.New(rand.NewSource(seed))}
		for i := 0; i < count*3/8; i++ { // they are long
			c := random.definitionCase()
			c.judge()
			add(c)
		}
	})
}
