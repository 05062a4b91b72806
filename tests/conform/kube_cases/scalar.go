// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"math/rand"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/duration"
)

func quantityOf(text string) caseOf {
	c := caseOf{Kind: "quantity", Text: &text}
	q, err := resource.ParseQuantity(text)
	if err != nil {
		c.Error = err.Error()
		return c
	}
	copied := q.DeepCopy()
	printed := resource.NewDecimalQuantity(*copied.AsDec(), q.Format) // has forgotten how it was written
	result := map[string]interface{}{"canonical": q.String(), "printed": printed.String(), "value": q.Value(), "milli": q.MilliValue()}
	c.Result = must(json.Marshal(result))
	return c
}

func must(bytes []byte, err error) []byte {
	check(err)
	return bytes
}

func quantities(f *file) {
	for _, text := range []string{"", "0", "00", "+", "-", ".", "+.", "1", "+1", "-1", "01", "1.", ".5", "-.5", "1.5", "1.50", "1.500", "1.5000", "0.5", "00.5", "100m", "+100m", "1000m", "1001m", "1500m", "0m", "1u", "1n", "0.1n", "0.5n", "1.1n", "-0.1n", "1000n", "1k", "1000k", "1K", "1Ki", "1ki", "1Mi", "1.5Mi", "0.5Ki", "0.5Mi", "1.1Ki", "0.001Ki", "0.1Ki", "1024", "1024Ki", "1025Ki", "2048Ki", "1048576Ki", "8Ki", "7Ki", "16Mi", "1023", "512Ki", "1Ei", "7Ei", "8Ei", "9Ei", "100Ei", "-8Ei", "-100Ei", "1E", "9E", "1e3", "1E3", "1e", "1e+", "1e-3", "12e-1", "12e6", "1200e3", "1e+6", "1.5e3", "1e9", "100e-3", "1Ee3", "1ee3", "1e3m", "1m3", "1mm", "1i", "1 ", " 1", "1 Ki", "a", "1a", "1..5", "1.5.5", "--1", "+-1", "0x10", "1,5", "1KiB", "Ki", ".Ki", "e3", "1n1", "123456789012345678", "1234567890123456789", "12345678901234567890", "9223372036854775807", "9223372036854775808", "0.123456789", "0.1234567891", "0.1234567890", "1.123456789123", "123456789012345678m", "1234567890123456789m", "3000", "30000", "3000000", "3.000", "3.0000", "1000000000000000000000m", "1.5Gi", "1.25Ti", "1.000000000000000000001Gi", "1.999999999999999999Ki", "4Pi", "0.000000001Ki", "1e-9", "1e-10", "-1.5Gi", "-1500m", "-1Ki", "-0.5", "-0", "1e0", "10e-1", "1000e0"} {
		f.add(quantityOf(text))
	}
	r := rand.New(rand.NewSource(3 + seed))
	suffixes := []string{"", "", "n", "u", "m", "k", "M", "G", "T", "P", "Ki", "Mi", "Gi", "Ti", "Pi", "e3", "e-3", "e1", "e-7", "E6"}
	for i := 0; i < 400*times; i++ {
		text := []string{"", "", "", "-", "+"}[r.Intn(5)]
		for j := r.Intn(6); j > 0; j-- {
			text += string(rune('0' + []int{0, 0, 1, 2, 5, 9}[r.Intn(6)]))
		}
		if r.Intn(2) == 0 {
			text += "."
			for j := r.Intn(12); j > 0; j-- {
				text += string(rune('0' + []int{0, 0, 1, 2, 5, 9}[r.Intn(6)]))
			}
		}
		if text += suffixes[r.Intn(len(suffixes))]; strings.ContainsAny(text, "0123456789") {
			f.add(quantityOf(text))
		}
	}
}

func timeOf(text string) caseOf {
	c := caseOf{Kind: "time", Text: &text}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		c.Error = "no"
		return c
	}
	second, micro := metav1.NewTime(at), metav1.NewMicroTime(at)
	result := map[string]interface{}{"us": at.UnixMicro(), "time": must2(second.MarshalJSON()), "micro": must2(micro.MarshalJSON())}
	c.Result = must(json.Marshal(result))
	return c
}

func must2(bytes []byte, err error) string {
	var text string
	check(json.Unmarshal(must(bytes, err), &text))
	return text
}

func durationOf(text string) caseOf {
	c := caseOf{Kind: "duration", Text: &text}
	d, err := time.ParseDuration(text)
	if err != nil {
		c.Error = "no"
		return c
	}
	c.Result = must(json.Marshal(map[string]interface{}{"ns": int64(d), "printed": d.String()}))
	return c
}

func timesAndDurations(f *file) {
	for _, text := range []string{"1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2023-02-29T00:00:00Z", "1969-12-31T23:59:59.999999Z", "2000-01-01T00:00:00.5+01:00", "2000-01-01T00:00:00.123456789-23:59", "1900-02-28T12:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:01Z", "2026-11-20T18:35:02.000001Z", "", "2000-01-01", "2000-01-01T00:00:00", "2000-1-01T00:00:00Z", "2000-01-01t00:00:00Z", "2000-01-01 00:00:00Z", "2000-13-01T00:00:00Z", "2000-00-01T00:00:00Z", "2000-01-32T00:00:00Z", "2000-01-01T24:00:00Z", "2000-01-01T00:60:00Z", "2000-01-01T00:00:60Z", "2000-01-01T00:00:00.Z", "2000-01-01T00:00:00z", "2000-01-01T00:00:00+0100", "2000-01-01T00:00:00Zx", "2000-01-01T00:00:00,5Z", "2000-01-01T00:00:00.1234567890123Z", "2000-01-01T00:00:00+24:00", "2000-01-01T00:00:00+25:00", "20000-01-01T00:00:00Z", "-200-01-01T00:00:00Z"} {
		f.add(timeOf(text))
	}
	for _, text := range []string{"0", "0s", "", "1", "1s", "-1s", "+1s", "1h2m3.5s", "1.5h", ".5s", "1.s", ".s", "1ms", "1us", "1µs", "1μs", "1ns", "100ns", "1500ns", "1.5us", "999999ns", "1h", "24h", "1000h", "1m", "90s", "61s", "1m1ms", "1d", "1h1h", "1s1h", "-1h-1m", "1 s", "s", "-", "+", "--1s", "9223372036854775807ns", "9223372036854775808ns", "-9223372036854775808ns", "-9223372036854775809ns", "2562047h47m16.854775807s", "2562047h47m16.854775808s", "0.000000001s", "0.0000000001s", "1.123456789123s", "0.3333333333333333333h", "99999999999999999999s"} {
		f.add(durationOf(text))
	}
	r := rand.New(rand.NewSource(4 + seed))
	for i := 0; i < 200*times; i++ {
		f.add(timeOf(time.UnixMicro(r.Int63n(400000000000000000) - 60000000000000000).UTC().Format("2006-01-02T15:04:05.999999Z07:00")))
		f.add(durationOf(time.Duration(r.Int63() >> uint(r.Intn(60))).String()))
	}
	for _, limit := range []int64{2, 130, 700, 12000, 40000, 200000, 800000, 80000000, 300000000} {
		for i := 0; i < 20*times; i++ {
			seconds := r.Int63n(limit)
			text := duration.HumanDuration(time.Duration(seconds) * time.Second)
			f.add(caseOf{Kind: "age", Text: &text, Original: must(json.Marshal(seconds))})
		}
	}
	for _, seconds := range []int64{-3, -2, -1, 0, 1, 119, 120, 121, 180, 599, 600, 10799, 10800, 10860, 28799, 28800, 172799, 172800, 176400, 691199, 691200, 63071999, 63072000, 63158400, 252287999, 252288000} {
		text := duration.HumanDuration(time.Duration(seconds) * time.Second)
		f.add(caseOf{Kind: "age", Text: &text, Original: must(json.Marshal(seconds))})
	}
}
