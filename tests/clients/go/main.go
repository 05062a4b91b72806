// SPDX-License-Identifier: Apache-2.0

// The programs that people begin with, on clientv3. usage: prog CHECK ENDPOINT PREFIX | prog list
//
// Written against Debian's 3.4; ./dev conform builds the same files against the newest one.
package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"go.etcd.io/etcd/clientv3"
	"go.etcd.io/etcd/etcdserver/api/v3rpc/rpctypes"
)

type check func(ctx context.Context, c *clientv3.Client, prefix string) error

var checks = map[string]check{}

func add(more map[string]check) {
	for name, check := range more {
		checks[name] = check
	}
}

func init() {
	add(map[string]check{
		"watch-prefix":   watchPrefix,
		"get-then-watch": getThenWatch,
		"compacted":      compacted,
		"txn":            txn,
		"errors":         typedErrors,
		"many-watches":   manyWatches,
		"progress":       progress,
		"cancel":         cancelOne,
		"pages":          pages,
		"fragments":      fragments,
	})
}

func main() {
	fail := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if os.Args[1] == "list" {
		for name := range checks {
			if name != "hold" { // which is of "contention"
				fmt.Println(name)
			}
		}
		return
	}
	c, err := clientv3.New(clientv3.Config{Endpoints: []string{os.Args[2]}, DialTimeout: 5 * time.Second})
	fail(err)
	defer c.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Second)
	defer cancel()
	fail(checks[os.Args[1]](ctx, c, os.Args[3]))
}

func differ(what string, got, want interface{}) error {
	if fmt.Sprint(got) == fmt.Sprint(want) {
		return nil
	}
	return fmt.Errorf("%s: got %v, want %v", what, got, want)
}

func watchPrefix(ctx context.Context, c *clientv3.Client, prefix string) error {
	foo := prefix + "foo"
	events := c.Watch(clientv3.WithRequireLeader(ctx), foo, clientv3.WithPrefix(), clientv3.WithCreatedNotify())
	if first := <-events; !first.Created {
		return fmt.Errorf("the first answer is not the created one: %+v", first)
	}
	var want []string
	for i := 0; i < 100; i++ {
		key := fmt.Sprintf("%s/%d", foo, i%7)
		if _, err := c.Put(ctx, key, fmt.Sprint(i)); err != nil {
			return err
		}
		if _, err := c.Put(ctx, prefix+"other", "x"); err != nil {
			return err
		}
		want = append(want, fmt.Sprintf("PUT %s %d", key, i))
	}
	if _, err := c.Delete(ctx, foo+"/3"); err != nil {
		return err
	}
	want = append(want, "DELETE "+foo+"/3 ")
	var got []string
	for len(got) < len(want) {
		answer := <-events
		if err := answer.Err(); err != nil {
			return err
		}
		for _, ev := range answer.Events {
			got = append(got, fmt.Sprintf("%s %s %s", ev.Type, ev.Kv.Key, ev.Kv.Value))
		}
	}
	return differ("events", got, want)
}

func getThenWatch(ctx context.Context, c *clientv3.Client, prefix string) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Add(1)
	go func() {
		defer wg.Done()
		for i := 0; i < 500; i++ {
			c.Put(ctx, fmt.Sprint(prefix, i%10), fmt.Sprint(i))
		}
		c.Put(ctx, prefix+"done", "")
	}()
	time.Sleep(20 * time.Millisecond)
	state := map[string]string{}
	list, err := c.Get(ctx, prefix, clientv3.WithPrefix())
	if err != nil {
		return err
	}
	for _, kv := range list.Kvs {
		state[string(kv.Key)] = string(kv.Value)
	}
	last := list.Header.Revision
	for answer := range c.Watch(ctx, prefix, clientv3.WithPrefix(), clientv3.WithRev(last+1)) {
		for _, ev := range answer.Events {
			if ev.Kv.ModRevision <= last {
				return fmt.Errorf("revision %d after %d", ev.Kv.ModRevision, last)
			}
			last = ev.Kv.ModRevision
			state[string(ev.Kv.Key)] = string(ev.Kv.Value)
		}
		if _, done := state[prefix+"done"]; done {
			break
		}
	}
	list, err = c.Get(ctx, prefix, clientv3.WithPrefix())
	if err != nil {
		return err
	}
	want := map[string]string{}
	for _, kv := range list.Kvs {
		want[string(kv.Key)] = string(kv.Value)
	}
	return differ("the state from list and watch", state, want)
}

func compacted(ctx context.Context, c *clientv3.Client, prefix string) error {
	var revision int64
	for i := 0; i < 10; i++ {
		put, err := c.Put(ctx, prefix+"a", fmt.Sprint(i))
		if err != nil {
			return err
		}
		revision = put.Header.Revision
	}
	if _, err := c.Compact(ctx, revision-2); err != nil {
		return err
	}
	answer := <-c.Watch(ctx, prefix+"a", clientv3.WithRev(revision-5))
	if err := differ("error", answer.Err(), rpctypes.ErrCompacted); err != nil {
		return err
	}
	if err := differ("floor", answer.CompactRevision, revision-2); err != nil {
		return err
	}
	answer = <-c.Watch(ctx, prefix+"a", clientv3.WithRev(answer.CompactRevision))
	return differ("events from the floor", len(answer.Events), 3)
}

func txn(ctx context.Context, c *clientv3.Client, prefix string) error {
	key := prefix + "a"
	for i := 0; i < 2; i++ {
		answer, err := c.Txn(ctx).
			If(clientv3.Compare(clientv3.CreateRevision(key), "=", 0)).
			Then(clientv3.OpPut(key, "mine"), clientv3.OpGet(key)).
			Else(clientv3.OpGet(key)).Commit()
		if err != nil {
			return err
		}
		if err := differ("succeeded", answer.Succeeded, i == 0); err != nil {
			return err
		}
		got := answer.Responses[len(answer.Responses)-1].GetResponseRange()
		if err := differ("value", string(got.Kvs[0].Value), "mine"); err != nil {
			return err
		}
	}
	return nil
}

func typedErrors(ctx context.Context, c *clientv3.Client, prefix string) error {
	_, empty := c.Put(ctx, "", "x")
	_, future := c.Get(ctx, prefix, clientv3.WithRev(1<<40))
	_, lease := c.Put(ctx, prefix, "x", clientv3.WithLease(77))
	_, twice := c.Txn(ctx).Then(clientv3.OpPut(prefix, "1"), clientv3.OpPut(prefix, "2")).Commit()
	return differ("errors", []error{empty, future, lease, twice},
		[]error{rpctypes.ErrEmptyKey, rpctypes.ErrFutureRev, rpctypes.ErrLeaseNotFound, rpctypes.ErrDuplicateKey})
}

func manyWatches(ctx context.Context, c *clientv3.Client, prefix string) error {
	const n = 300
	channels := make([]clientv3.WatchChan, n)
	for i := range channels {
		channels[i] = c.Watch(ctx, fmt.Sprintf("%s%d", prefix, i), clientv3.WithCreatedNotify())
	}
	for _, channel := range channels {
		<-channel
	}
	for round := 0; round < 3; round++ {
		for i := range channels {
			if _, err := c.Put(ctx, fmt.Sprintf("%s%d", prefix, i), fmt.Sprint(round)); err != nil {
				return err
			}
		}
	}
	for i, channel := range channels {
		for round := 0; round < 3; {
			for _, ev := range (<-channel).Events {
				want := fmt.Sprintf("%s%d %d", prefix, i, round)
				if err := differ("event", fmt.Sprintf("%s %s", ev.Kv.Key, ev.Kv.Value), want); err != nil {
					return err
				}
				round++
			}
		}
	}
	return nil
}

func progress(ctx context.Context, c *clientv3.Client, prefix string) error {
	events := c.Watch(ctx, prefix+"a", clientv3.WithCreatedNotify())
	<-events
	put, err := c.Put(ctx, prefix+"b", "elsewhere")
	if err != nil {
		return err
	}
	for {
		if err := c.RequestProgress(ctx); err != nil {
			return err
		}
		select {
		case answer := <-events:
			if !answer.IsProgressNotify() {
				return fmt.Errorf("not a progress reply: %+v", answer)
			}
			if answer.Header.Revision >= put.Header.Revision {
				return nil
			}
		case <-time.After(time.Second):
		}
	}
}

func cancelOne(ctx context.Context, c *clientv3.Client, prefix string) error {
	stopped, stop := context.WithCancel(ctx)
	first := c.Watch(stopped, prefix+"a", clientv3.WithCreatedNotify())
	second := c.Watch(ctx, prefix+"a", clientv3.WithCreatedNotify())
	<-first
	<-second
	stop()
	for range first {
	}
	if _, err := c.Put(ctx, prefix+"a", "1"); err != nil {
		return err
	}
	return differ("events of the other", len((<-second).Events), 1)
}

func pages(ctx context.Context, c *clientv3.Client, prefix string) error {
	for i := 0; i < 250; i++ {
		if _, err := c.Put(ctx, fmt.Sprintf("%s%04d", prefix, i), ""); err != nil {
			return err
		}
	}
	key, n := prefix, 0
	for {
		page, err := c.Get(ctx, key, clientv3.WithRange(clientv3.GetPrefixRangeEnd(prefix)), clientv3.WithLimit(100))
		if err != nil {
			return err
		}
		n += len(page.Kvs)
		if !page.More {
			return differ("keys", n, 250)
		}
		key = string(page.Kvs[len(page.Kvs)-1].Key) + "\x00"
	}
}

func fragments(ctx context.Context, c *clientv3.Client, prefix string) error {
	value := string(make([]byte, 100000))
	for i := 0; i < 30; i++ {
		if _, err := c.Put(ctx, fmt.Sprintf("%s%02d", prefix, i), value); err != nil {
			return err
		}
	}
	events := c.Watch(ctx, prefix, clientv3.WithPrefix(), clientv3.WithPrevKV(), clientv3.WithFragment(),
		clientv3.WithCreatedNotify())
	<-events
	if _, err := c.Delete(ctx, prefix, clientv3.WithPrefix()); err != nil {
		return err
	}
	answer := <-events
	if err := differ("events put together again", len(answer.Events), 30); err != nil {
		return err
	}
	return differ("a previous value", len(answer.Events[29].PrevKv.Value), 100000)
}
