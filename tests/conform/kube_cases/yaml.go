// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"strings"

	"sigs.k8s.io/yaml"
)

func yamlRead(text string) (c *caseOf) {
	defer func() {
		if recover() != nil {
			c = nil
		}
	}()
	c = &caseOf{Kind: "read", Text: &text}
	read, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		c.Error = err.Error()
		return c
	}
	c.Result = read
	if _, err := yaml.YAMLToJSONStrict([]byte(text)); err != nil {
		c.Strict = err.Error()
	}
	return c
}

func yamlWritten(value interface{}) *caseOf {
	original := text(value)
	written, err := yaml.JSONToYAML([]byte(original))
	if err != nil {
		return nil // it cannot read its own long keys
	}
	as := string(written)
	if strings.Contains(as, "<<:") {
		return nil // which it would read as a merge
	}
	return &caseOf{Kind: "write", Original: json.RawMessage(original), Text: &as}
}

var scalars = []string{
	"", "~", "null", "Null", "NULL", "nUll", "y", "Y", "yes", "Yes", "YES", "yEs", "n", "N", "no", "No", "NO", "true", "True", "TRUE", "tRue", "false", "on", "On", "ON", "oN", "off", "Off", "OFF",
	"0", "-0", "+0", "1", "-1", "+1", "00", "01", "07", "08", "09", "010", "0o10", "0O10", "-0o10", "0x1F", "0X1f", "-0x1f", "0xg", "0x", "0b101", "-0b101", "+0b101", "0b2", "0b", "1_000", "_1", "1_", "0x_1f", "1__0",
	"9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "+18446744073709551615", "0xffffffffffffffff",
	"1.5", "-1.5", "+1.5", ".5", "-.5", "1.", "1.e3", "1e3", "1E3", "1e+3", "1e-3", "1e", "e1", ".", "-", "+", "..", ".e1", ".5e1", ".5_0", "1.5_0", "1_0.5", "1e400", "-1e400", "1e-400", "123456789.123", "1e21", "1e20", "1e-7", "0.000001", "0.0000001", "100000000000000000000", "1.7976931348623157e308", "4.9e-324", "0.1", "1e5", "1e6",
	".inf", "-.inf", "+.inf", ".Inf", ".nan", ".NaN", ".iNf", "inf", "nan", "NaN", "Infinity", "0x1p3", "1f", "1d", "0.5f",
	"2001-12-14", "2001-1-1", "2001-13-01", "2001-02-29", "2000-02-29", "2001-12-14T21:59:43Z", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10", "2001-12-14 21:59:43 -5", "2001-12-14T21:59:43", "2001-12-14T24:00:00Z", "2001-12-14T1:2:3Z", "2001", "2001-", "200-1-1",
	"1:30", "190:20:30", "1:60", "-1:30.5", "1:3:", "<<", "=", "!", "foo", "a b", "a#b", "0.0.0.0", "1.2.3", "10.0.0.0/8", "1Gi", "100m", "v1", "éa", "a:b", "-a", "@a", "`a",
}

var yamlByHand = []string{
	"", "\n", "# only\n", "---\n", "--- a\n", "---\n...\n", "a: 1\n---\nb: 2\n", "---\na: 1\n---\n}{\n", "a: 1\n...\nb: 2\n", "%YAML 1.1\n---\na: 1\n", "%YAML 2.0\n---\na: 1\n", "%FOO\n---\na: 1\n",
	"a: 1\nb:\n  - x\n  - y: 2\n    z: [1, two, {three: 3}]\nc: {d: e, f: [], g: {}}\n", "a:\n- b\n- c\n", "- - a\n  - b\n- c\n", "a: b: c\n", "a:\n  b\n c: d\n", "a: [1, 2\n", "a: {b: c\n", "a: 'x\n", "a: \"x\n", "\ta: 1\n", "a:\n\t- b\n", "a: \"\\x41\\u00e9\\U0001f642\\n\\t\"\n", "a: \"\\q\"\n", "a: 'it''s'\n",
	"{\"a\": 1, \"b\": [true, null, 1.50, \"x\"], \"c\": {\"d\": \"\\u00e9\"}}", "{\"a\":1}", "{\"a\":\"b\",\n\t\"c\": 1}", "[1,2", "}", "]", "a: ]", "@a", "a: @b", "a: %b", "*a", "&a b", "a: *b\n", "&a", "a: &a", "!!str", "? a\n: b\n", "? [a]\n: b\n", "? {a: b}\n: c\n", "? a\n", ": b\n", "[a: b, c]\n", "{a, b: c}\n", "{? a : b}\n", "[? a : b]\n",
	"a: |\n  x\n   y\n  z\n\n", "a: |-\n  x\n", "a: |+\n  x\n\n\n", "a: >\n  x\n  y\n\n  z\n", "a: >-\n  x\n  y\n", "a: |2\n   x\n", "a: |0\n x\n", "a: |q\n x\n", "a: x\n  y\n  z\n", "a: \"x\n  y\"\n", "a: x # c\n", "a: x#c\n",
	"1: a\n", "1.5: a\n", "true: a\nfalse: b\n", "yes: a\n", "~: a\n", "null: a\n", "0x10: a\n", "010: a\n", "1e3: a\n", ".inf: a\n", ".nan: a\n", "1e30: a\n", "0.1: a\n", "123456789.5: a\n", "2001-01-01: a\n", "\"1\": a\n", "'true': a\n", "18446744073709551615: a\n", "-5: a\n",
	"a: 1\na: 2\n", "a: 1\nb: 2\na: 3\nb: 4\na: 5\n", "x:\n  a: 1\n  a: 2\n", "a: 1\n\"a\": 2\n", "1: a\n1: b\n", "true: a\nyes: b\n", "{a: 1, a: 2}\n",
	"a: &x {k: v}\nb: *x\nc: [*x, *x]\n", "a: &x [1, 2]\nb: *x\n", "a: &x 5\nb: *x\n*x : c\n", "a: &x 1\nb: &x 2\nc: *x\n", "a: &a [*a]\n", "a: &a {b: *a}\n", "&x a: b\nc: *x\n", "a: &x\nb: *x\n", "a: &x !!str 5\nb: *x\n",
	"a: &x {k: v, l: w}\nb:\n  <<: *x\n  k: z\n", "a: &x {k: v}\nb:\n  k: z\n  <<: *x\n", "b:\n  <<: {k: v}\n  m: n\n", "a: &x {k: 1}\nb: &y {k: 2, l: 3}\nc:\n  <<: [*x, *y]\n", "b:\n  <<: [{k: 1}, {k: 2}]\n", "a: &x [1]\nb:\n  <<: *x\n", "b:\n  <<: 5\n", "b:\n  <<: [5]\n", "a: &x [{k: 1}]\nb:\n  <<: *x\n", "b:\n  '<<': {k: v}\n", "b:\n  !!merge <<: {k: v}\n", "b:\n  !!merge '<<': {k: v}\n", "b:\n  <<: &z {k: v}\nc: *z\n", "b:\n  <<: null\n", "<<: {a: {b: c}}\n", "a: <<\n", "b:\n  <<: {k: v}\n  <<: {k: w}\n",
	"a: !!str 5\n", "a: !!int \"5\"\n", "a: !!int abc\n", "a: !!float 5\n", "a: !!float x\n", "a: !!bool yes\n", "a: !!bool 5\n", "a: !!null ~\n", "a: !!null x\n", "a: !!binary aGVsbG8=\n", "a: !!binary x!\n", "a: !!binary |\n  aGVs\n  bG8=\n", "a: !foo 5\n", "a: ! 5\n", "a: ! \"5\"\n", "a: !<tag:yaml.org,2002:str> 5\n", "a: !!map {b: c}\n", "a: !!seq [b]\n", "a: !!timestamp 2001-01-01\n", "a: !!set {b, c}\n", "a: !!int 1.5\n", "a: !!float 1.5\n", "a: !!str\n", "a: !!int 0x1f\n", "a: !!str true\n", "%TAG ! tag:yaml.org,2002:\n---\na: !str 5\n", "a: !x!y 5\n",
	"a: \x01\n", "a: \"\x7f\"\n", "\xef\xbb\xbfa: 1\n", "a: \u00a0\n", "a: \u2028b\n", "a: \u0085b\n", "a: \U0001f642\n", "a: \"b\\\n   c\"\n", "a: 'b\n\n  c'\n", "a:  1  \n", "a :1\n", "a : 1\n", "a:1\n", "- a\nb: c\n", "a: b\n- c\n", "a: b\n c\nd\n", "a:\n    b: 1\n  c: 2\n", "a: - b\n", "key: [a,\nb]\n", "key: [a,\n  b,]\n", "key: {a: 1,}\n", "[,]\n", "{,}\n", "a: 1\r\nb: 2\r\n", "a: 1\rb: 2\r",
	"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n  labels: {app: web, on: \"yes\"}\ndata:\n  a.conf: |\n    line 1\n      line 2\n  port: \"80\"\n",
}

func randomYAML(r *rand.Rand) string {
	parts := []string{"a", "b", ": ", ":", " ", "  ", "\n", "\n  ", "- ", "[", "]", "{", "}", ", ", "&x ", "*x", "|\n", ">\n", "\"", "'", "#", "!!str ", "<<: ", "?", "---\n", "1", "yes", "~", "é", "\\n", "%", "@"}
	text := ""
	for i := r.Intn(14) + 1; i > 0; i-- {
		text += parts[r.Intn(len(parts))]
	}
	return text
}

func randomText(r *rand.Rand) string {
	if r.Intn(3) == 0 {
		return scalars[r.Intn(len(scalars))]
	}
	parts := []string{"a", "b", " ", "  ", "\n", "\n\n", "-", ":", ": ", " #", "#", "'", "\"", "\\", "{", "}", "[", ",", "&", "*", "!", "|", ">", "%", "@", "`", "?", "- ", "\t", "é", "\x07", "0", "12", ".", "=", "~", "<", "long words that go on and on for more than eighty columns so that a line could be folded somewhere"}
	text := ""
	for i := r.Intn(6); i > 0; i-- {
		text += parts[r.Intn(len(parts))]
	}
	return text
}

func randomTexts(r *rand.Rand, depth int) interface{} {
	switch n := r.Intn(8); {
	case depth == 0 || n < 4:
		return randomText(r)
	case n == 4:
		return []interface{}{nil, true, false, 7, -1, 1.5, 1e30, 1e-9, 12345678.0, uint64(1) << 63}[r.Intn(10)]
	case n == 5:
		list := []interface{}{}
		for i := r.Intn(4); i > 0; i-- {
			list = append(list, randomTexts(r, depth-1))
		}
		return list
	default:
		object := map[string]interface{}{}
		for i := r.Intn(5); i > 0; i-- {
			object[randomText(r)] = randomTexts(r, depth-1)
		}
		return object
	}
}

func yamlCases(f *file) {
	for _, scalar := range scalars {
		f.add(*yamlRead("a: " + scalar + "\n"))
		if scalar != "!" && scalar != "1:3:" { // libyaml reads colons in brackets another way
			f.add(*yamlRead("[" + scalar + ", '" + scalar + "']\n"))
		}
		if c := yamlWritten(map[string]interface{}{"k": scalar, scalar: []string{scalar}}); c != nil {
			f.add(*c)
		}
	}
	for _, text := range yamlByHand {
		if c := yamlRead(text); c != nil {
			f.add(*c)
		}
	}
	// Aliases in aliases: what is too much.
	for _, count := range []int{3, 20, 100, 300} {
		text := "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
		for i := 1; i < 3; i++ {
			text += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), count), ", "))
		}
		if c := yamlRead(text); len(c.Result) < 100000 {
			f.add(*c)
		}
	}
	keys := map[string]interface{}{}
	for _, key := range []string{"a", "A", "b", "a1", "a10", "a2", "a02", "1", "10", "9", "01", "-", "_", "a-b", "a_b", "a.b", "a/b", "ab", "a b", "b0", "kube.io/a", "kube.io/B", "x1y", "x1-", "x00", "x0", "x100", "x1000"} {
		keys[key] = 1
	}
	f.add(*yamlWritten(keys))
	r := rand.New(rand.NewSource(11 + seed))
	for i := 0; i < 400*times; i++ {
		if c := yamlRead(randomYAML(r)); c != nil {
			f.add(*c)
		}
		if c := yamlWritten(randomTexts(r, 3)); c != nil {
			f.add(*c)
		}
	}
}
