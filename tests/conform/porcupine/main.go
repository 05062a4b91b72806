// SPDX-License-Identifier: Apache-2.0

// Porcupine's verdict on a history of tests/linear. usage: porcupine FILE
//
// A second opinion: the model (store.go) is written anew, and the order is searched for rather than
// read off. A request of unknown outcome takes part if the log shows its effect ("found"), and may then
// have taken effect at any time after it was called; one that the log does not show is left out.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"time"

	"github.com/anishathalye/porcupine"
)

type operation struct {
	ID       string          `json:"id"`
	Call     int64           `json:"call"`
	End      int64           `json:"end"`
	Method   string          `json:"method"`
	Request  Request         `json:"request"`
	Outcome  string          `json:"outcome"`
	Revision int64           `json:"revision"`
	Found    int64           `json:"found"`
	Raw      json.RawMessage `json:"answer"`
	answer   Answer
	refusal  string
}

// parse understands the answer: a message, or [code, text].
func (op *operation) parse() error {
	if op.Outcome == "ok" {
		return json.Unmarshal(op.Raw, &op.answer)
	}
	var parts []string
	if err := json.Unmarshal(op.Raw, &parts); err != nil {
		return err
	}
	op.refusal = parts[1]
	return nil
}

func step(s, input, _ interface{}) (bool, interface{}) {
	now, op := s.(*state), input.(*operation)
	t := turn{base: now, rows: now.rows}
	answer := t.run(op.Method, &op.Request)
	switch op.Outcome {
	case "refused":
		return t.refusal == op.refusal, now
	case "unknown":
		after := t.next()
		return t.refusal == "" && t.written && after.revision == op.Found, after
	}
	after := t.next()
	return t.refusal == "" && after.revision == op.Revision && reflect.DeepEqual(answer, op.answer), after
}

var model = porcupine.Model{
	Init: func() interface{} { return &state{revision: 1, rows: map[string]Row{}} },
	Step: step,
	Equal: func(a, b interface{}) bool {
		x, y := a.(*state), b.(*state)
		return x == y || x.revision == y.revision && reflect.DeepEqual(x.rows, y.rows)
	},
}

func operations(history []*operation) ([]porcupine.Operation, error) {
	var all []porcupine.Operation
	for i, op := range history {
		if err := op.parse(); err != nil {
			return nil, fmt.Errorf("%s: %w", op.ID, err)
		}
		end := op.End
		if op.Outcome == "unknown" {
			if op.Found == 0 {
				continue
			}
			end = math.MaxInt64
		}
		all = append(all, porcupine.Operation{ClientId: i, Input: op, Call: op.Call, Return: end})
	}
	return all, nil
}

func judge(path string) (string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	var history struct {
		Ops []*operation `json:"ops"`
	}
	if err := json.Unmarshal(data, &history); err != nil {
		return "", err
	}
	all, err := operations(history.Ops)
	if err != nil {
		return "", err
	}
	verdict := porcupine.CheckOperationsTimeout(model, all, 10*time.Minute)
	if verdict != porcupine.Ok {
		return "", fmt.Errorf("porcupine says %v of %d operations", verdict, len(all))
	}
	return fmt.Sprintf("%d operations are linearizable", len(all)), nil
}

func main() {
	said, err := judge(os.Args[1])
	if err != nil {
		fmt.Println("FAIL porcupine:", err)
		os.Exit(1)
	}
	fmt.Println("ok   porcupine:", said)
}
