// SPDX-License-Identifier: Apache-2.0

// The newest clientv3 against one endpoint: each check prints "ok" or "FAIL" and a reason.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"
)

var failures int

func check(name string, err error) {
	if err != nil {
		failures++
		fmt.Printf("FAIL %s: %v\n", name, err)
		return
	}
	fmt.Printf("ok   %s\n", name)
}

// next waits for the next response that is neither a creation nor a progress notice.
func next(ch clientv3.WatchChan) (clientv3.WatchResponse, error) {
	for {
		select {
		case r, open := <-ch:
			if !open {
				return r, errors.New("the channel closed")
			}
			if len(r.Events) > 0 || r.Canceled {
				return r, nil
			}
		case <-time.After(10 * time.Second):
			return clientv3.WatchResponse{}, errors.New("nothing came")
		}
	}
}

func keyValue(ctx context.Context, c *clientv3.Client) error {
	for i := 0; i < 20; i++ {
		if _, err := c.Put(ctx, fmt.Sprintf("kv/%02d", i), fmt.Sprint(i)); err != nil {
			return err
		}
	}
	got, err := c.Get(ctx, "kv/", clientv3.WithPrefix(), clientv3.WithSort(clientv3.SortByModRevision, clientv3.SortDescend), clientv3.WithLimit(3))
	if err != nil {
		return err
	}
	if got.Count != 20 || !got.More || len(got.Kvs) != 3 || string(got.Kvs[0].Key) != "kv/19" {
		return fmt.Errorf("count %d more %v first %q", got.Count, got.More, got.Kvs[0].Key)
	}
	deleted, err := c.Delete(ctx, "kv/", clientv3.WithPrefix(), clientv3.WithPrevKV())
	if err == nil && (deleted.Deleted != 20 || len(deleted.PrevKvs) != 20) {
		err = fmt.Errorf("deleted %d, prev %d", deleted.Deleted, len(deleted.PrevKvs))
	}
	return err
}

func transactions(ctx context.Context, c *clientv3.Client) error {
	r, err := c.Txn(ctx).If(clientv3.Compare(clientv3.Version("txn/a"), "=", 0)).
		Then(clientv3.OpPut("txn/a", "1"), clientv3.OpGet("txn/a")).Else(clientv3.OpGet("txn/a")).Commit()
	if err != nil {
		return err
	}
	if !r.Succeeded || string(r.Responses[1].GetResponseRange().Kvs[0].Value) != "1" {
		return errors.New("the range does not see the put before it")
	}
	_, err = c.Txn(ctx).Then(clientv3.OpPut("txn/a", "1"), clientv3.OpPut("txn/a", "2")).Commit()
	if !errors.Is(err, rpctypes.ErrDuplicateKey) {
		return fmt.Errorf("a duplicate key answers %v", err)
	}
	return nil
}

func watchHistory(ctx context.Context, c *clientv3.Client) error {
	var first int64
	for i := 0; i < 3000; i++ {
		r, err := c.Put(ctx, "hist/k", fmt.Sprint(i))
		if err != nil {
			return err
		}
		if i == 0 {
			first = r.Header.Revision
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ch := c.Watch(ctx, "hist/", clientv3.WithPrefix(), clientv3.WithRev(first), clientv3.WithPrevKV())
	want := 0
	go func() {
		for i := 3000; i < 3100; i++ {
			c.Put(ctx, "hist/k", fmt.Sprint(i))
		}
	}()
	for want < 3100 {
		r, err := next(ch)
		if err != nil {
			return fmt.Errorf("after %d events: %w", want, err)
		}
		for _, e := range r.Events {
			if string(e.Kv.Value) != fmt.Sprint(want) {
				return fmt.Errorf("event %d is %q", want, e.Kv.Value)
			}
			if want > 0 && string(e.PrevKv.Value) != fmt.Sprint(want-1) {
				return fmt.Errorf("the value before event %d is %q", want, e.PrevKv.Value)
			}
			want++
		}
	}
	return nil
}

func fragments(ctx context.Context, c *clientv3.Client) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ch := c.Watch(ctx, "frag/", clientv3.WithPrefix(), clientv3.WithFragment())
	ops := make([]clientv3.Op, 100)
	value := string(bytes.Repeat([]byte("x"), 14000))
	for i := range ops {
		ops[i] = clientv3.OpPut(fmt.Sprintf("frag/%03d", i), value)
	}
	if _, err := c.Txn(ctx).Then(ops...).Commit(); err != nil {
		return err
	}
	for i := range ops {
		ops[i] = clientv3.OpPut(fmt.Sprintf("frag/%03d", i), "")
	}
	if _, err := c.Txn(ctx).Then(ops...).Commit(); err != nil {
		return err
	}
	for _, size := range []int{14000, 0} {
		r, err := next(ch)
		if err != nil {
			return err
		}
		if len(r.Events) != 100 || len(r.Events[99].Kv.Value) != size {
			return fmt.Errorf("%d events in one response", len(r.Events))
		}
	}
	return nil
}

func progress(ctx context.Context, c *clientv3.Client) error {
	ctx, cancel := context.WithCancel(clientv3.WithRequireLeader(ctx))
	defer cancel()
	ch := c.Watch(ctx, "progress/", clientv3.WithPrefix())
	put, err := c.Put(ctx, "elsewhere", "")
	if err != nil {
		return err
	}
	if err := c.RequestProgress(ctx); err != nil {
		return err
	}
	select {
	case r := <-ch:
		if !r.IsProgressNotify() || r.Header.Revision < put.Header.Revision {
			return fmt.Errorf("%+v", r)
		}
	case <-time.After(10 * time.Second):
		return errors.New("no progress came")
	}
	return nil
}

func compaction(ctx context.Context, c *clientv3.Client) error {
	var last int64
	for i := 0; i < 10; i++ {
		r, err := c.Put(ctx, "compact", fmt.Sprint(i))
		if err != nil {
			return err
		}
		last = r.Header.Revision
	}
	if _, err := c.Compact(ctx, last-2, clientv3.WithCompactPhysical()); err != nil {
		return err
	}
	if _, err := c.Get(ctx, "compact", clientv3.WithRev(last-3)); !errors.Is(err, rpctypes.ErrCompacted) {
		return fmt.Errorf("a get below the floor answers %v", err)
	}
	if _, err := c.Compact(ctx, last+1000); !errors.Is(err, rpctypes.ErrFutureRev) {
		return fmt.Errorf("a compaction of the future answers %v", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r, err := next(c.Watch(ctx, "compact", clientv3.WithRev(last-5)))
	if err != nil {
		return err
	}
	if !r.Canceled || r.CompactRevision != last-2 {
		return fmt.Errorf("%+v", r)
	}
	r, err = next(c.Watch(ctx, "compact", clientv3.WithRev(last-2)))
	if err == nil && (len(r.Events) == 0 || r.Events[0].Kv.ModRevision != last-2) {
		err = fmt.Errorf("a watch from the floor begins with %+v", r.Events)
	}
	return err
}

func status(ctx context.Context, c *clientv3.Client) error {
	s, err := c.Status(ctx, c.Endpoints()[0])
	if err != nil {
		return err
	}
	members, err := c.MemberList(ctx)
	if err == nil && (len(members.Members) != 1 || members.Members[0].ID != s.Header.MemberId || s.Leader != s.Header.MemberId) {
		err = fmt.Errorf("%+v %+v", s, members)
	}
	return err
}

func main() {
	c, err := clientv3.New(clientv3.Config{Endpoints: os.Args[1:2], DialTimeout: 5 * time.Second, RejectOldCluster: true})
	if err != nil {
		fmt.Println("FAIL connect:", err)
		os.Exit(1)
	}
	defer c.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	check("put, sorted get, delete", keyValue(ctx, c))
	check("transactions", transactions(ctx, c))
	check("watch from history into the present", watchHistory(ctx, c))
	check("fragments", fragments(ctx, c))
	check("progress on request", progress(ctx, c))
	check("compaction", compaction(ctx, c))
	check("status and members", status(ctx, c))
	if failures > 0 {
		os.Exit(1)
	}
}
