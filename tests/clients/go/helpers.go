// SPDX-License-Identifier: Apache-2.0

// What clientv3 builds on leases, watches and transactions: leasing, mirror, ordering, namespace, recipes;
// and leases themselves, by the thousand.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"sort"
	"sync/atomic"
	"time"

	"go.etcd.io/etcd/clientv3"
	"go.etcd.io/etcd/clientv3/concurrency"
	"go.etcd.io/etcd/clientv3/leasing"
	"go.etcd.io/etcd/clientv3/mirror"
	"go.etcd.io/etcd/clientv3/namespace"
	"go.etcd.io/etcd/clientv3/ordering"
	"go.etcd.io/etcd/etcdserver/api/v3rpc/rpctypes"

	recipe "go.etcd.io/etcd/contrib/recipes"
)

func init() {
	add(map[string]check{
		"leases":      leases,
		"keep-alives": keepAlives,
		"leasing":     leasingCache,
		"mirror":      mirrored,
		"ordering":    ordered,
		"namespace":   namespaced,
		"queues":      queues,
		"barriers":    barriers,
		"rwmutex":     rwmutex,
		"operator":    operator,
		"credentials": credentials,
		"snapshot":    snapshot,
	})
}

func leases(ctx context.Context, c *clientv3.Client, prefix string) error {
	grant, err := c.Grant(ctx, 100)
	if err != nil {
		return err
	}
	var keys []string
	for i := 0; i < 5; i++ {
		keys = append(keys, fmt.Sprintf("%s%d", prefix, i))
		if _, err := c.Put(ctx, keys[i], "v", clientv3.WithLease(grant.ID)); err != nil {
			return err
		}
	}
	left, err := c.TimeToLive(ctx, grant.ID, clientv3.WithAttachedKeys())
	if err != nil {
		return err
	}
	var got []string
	for _, key := range left.Keys {
		got = append(got, string(key))
	}
	sort.Strings(got)
	if err := differ("granted TTL and keys", []interface{}{left.GrantedTTL, got}, []interface{}{100, keys}); err != nil {
		return err
	}
	beat, err := c.KeepAliveOnce(ctx, grant.ID)
	if err != nil {
		return err
	}
	if err := differ("kept alive", []interface{}{beat.ID, beat.TTL}, []interface{}{grant.ID, 100}); err != nil {
		return err
	}
	listed, err := c.Leases(ctx)
	if err != nil {
		return err
	}
	found := false
	for _, lease := range listed.Leases {
		found = found || lease.ID == grant.ID
	}
	if !found {
		return fmt.Errorf("%v does not list %v", listed.Leases, grant.ID)
	}
	if _, err := c.Revoke(ctx, grant.ID); err != nil {
		return err
	}
	if n, err := count(ctx, c, prefix); err != nil || n != 0 {
		return fmt.Errorf("%d keys after the revoke, %v", n, err)
	}
	_, revoke := c.Revoke(ctx, grant.ID)
	_, once := c.KeepAliveOnce(ctx, grant.ID)
	_, long := c.Grant(ctx, 9000000001)
	left, err = c.TimeToLive(ctx, grant.ID)
	if err != nil {
		return err
	}
	return differ("errors, and the time left", []interface{}{revoke, once, long, left.TTL},
		[]interface{}{rpctypes.ErrLeaseNotFound, rpctypes.ErrLeaseNotFound, rpctypes.ErrLeaseTTLTooLarge, -1})
}

// keepAlives holds a thousand leases on one stream, and takes half of them away.
func keepAlives(ctx context.Context, c *clientv3.Client, prefix string) error {
	const n = 1000
	ids, channels := make([]clientv3.LeaseID, n), make([]<-chan *clientv3.LeaseKeepAliveResponse, n)
	for i := range ids {
		grant, err := c.Grant(ctx, 6)
		if err != nil {
			return err
		}
		ids[i] = grant.ID
		if channels[i], err = c.KeepAlive(ctx, grant.ID); err != nil {
			return err
		}
	}
	for i, channel := range channels {
		if beat, open := <-channel; !open || beat.ID != ids[i] || beat.TTL != 6 {
			return fmt.Errorf("lease %d: %v %v", i, beat, open)
		}
	}
	for i := 0; i < n; i += 2 {
		if _, err := c.Revoke(ctx, ids[i]); err != nil {
			return err
		}
	}
	for i := 0; i < n; i += 2 { // each learns it at its next beat
		for range channels[i] {
		}
	}
	for i := 1; i < n; i += 2 {
		left, err := c.TimeToLive(ctx, ids[i])
		if err != nil {
			return err
		}
		if left.TTL < 0 {
			return fmt.Errorf("lease %d was kept alive and has expired", i)
		}
		if _, err := c.Revoke(ctx, ids[i]); err != nil {
			return err
		}
	}
	return nil
}

// leasingCache has two caches and a plain client write the same keys; all must always agree.
func leasingCache(ctx context.Context, c *clientv3.Client, prefix string) error {
	kvs := []clientv3.KV{c}
	for i := 0; i < 2; i++ {
		own, err := another(c)
		if err != nil {
			return err
		}
		defer own.Close()
		kv, closeKV, err := leasing.NewKV(own, prefix+"leasing/")
		if err != nil {
			return err
		}
		defer closeKV()
		kvs = append(kvs, kv)
	}
	rng, values := rand.New(rand.NewSource(1)), map[string]string{}
	for i := 0; i < 300; i++ {
		key := fmt.Sprintf("%sk/%d", prefix, rng.Intn(5))
		switch rng.Intn(4) {
		case 0:
			values[key] = fmt.Sprint(i)
			// Who writes past the caches does so in turn with their owners.
			if _, err := kvs[1+rng.Intn(2)].Put(ctx, key, values[key]); err != nil {
				return err
			}
		case 1:
			if rng.Intn(4) == 0 {
				delete(values, key)
				if _, err := kvs[1+rng.Intn(2)].Delete(ctx, key); err != nil {
					return err
				}
			}
		default:
			got, err := kvs[rng.Intn(3)].Get(ctx, key)
			if err != nil {
				return err
			}
			value, exists := values[key]
			if exists != (len(got.Kvs) == 1) || exists && string(got.Kvs[0].Value) != value {
				return fmt.Errorf("request %d: %s is %v, want %q", i, key, got.Kvs, value)
			}
		}
	}
	return nil
}

func mirrored(ctx context.Context, c *clientv3.Client, prefix string) error {
	for i := 0; i < 2500; i++ { // more than one page of the syncer
		if _, err := c.Put(ctx, fmt.Sprintf("%s%04d", prefix, i), "old"); err != nil {
			return err
		}
	}
	syncer, state := mirror.NewSyncer(c, prefix, 0), map[string]string{}
	base, failed := syncer.SyncBase(ctx)
	for page := range base {
		for _, kv := range page.Kvs {
			state[string(kv.Key)] = string(kv.Value)
		}
	}
	for err := range failed {
		return err
	}
	if len(state) != 2500 {
		return fmt.Errorf("%d keys in the base", len(state))
	}
	updates := syncer.SyncUpdates(ctx)
	for i := 0; i < 100; i++ {
		if _, err := c.Put(ctx, fmt.Sprintf("%s%04d", prefix, i), "new"); err != nil {
			return err
		}
	}
	if _, err := c.Delete(ctx, prefix+"2", clientv3.WithPrefix()); err != nil {
		return err
	}
	if _, err := c.Put(ctx, prefix+"end", ""); err != nil {
		return err
	}
	for _, ended := state[prefix+"end"]; !ended; _, ended = state[prefix+"end"] {
		answer := <-updates
		if err := answer.Err(); err != nil {
			return err
		}
		for _, ev := range answer.Events {
			if ev.Type == clientv3.EventTypeDelete {
				delete(state, string(ev.Kv.Key))
			} else {
				state[string(ev.Kv.Key)] = string(ev.Kv.Value)
			}
		}
	}
	want := map[string]string{prefix + "end": ""}
	for i := 0; i < 2000; i++ {
		want[fmt.Sprintf("%s%04d", prefix, i)] = map[bool]string{true: "new", false: "old"}[i < 100]
	}
	return differ("the mirror", state, want)
}

func ordered(ctx context.Context, c *clientv3.Client, prefix string) error {
	kv := ordering.NewKV(c.KV, func(op clientv3.Op, resp clientv3.OpResponse, prevRev int64) error {
		return errors.New("an answer is older than one before it")
	})
	return all(8, func(i int) error {
		for n := 0; n < 50; n++ {
			if _, err := kv.Put(ctx, prefix+"a", fmt.Sprint(n)); err != nil {
				return err
			}
			if _, err := kv.Get(ctx, prefix+"a", clientv3.WithSerializable()); err != nil {
				return err
			}
		}
		return nil
	})
}

func namespaced(ctx context.Context, c *clientv3.Client, prefix string) error {
	own, err := another(c)
	if err != nil {
		return err
	}
	defer own.Close()
	own.KV = namespace.NewKV(own.KV, prefix)
	own.Watcher = namespace.NewWatcher(own.Watcher, prefix)
	own.Lease = namespace.NewLease(own.Lease, prefix)
	events := own.Watch(ctx, "", clientv3.WithPrefix(), clientv3.WithCreatedNotify())
	<-events
	grant, err := own.Grant(ctx, 60)
	if err != nil {
		return err
	}
	answer, err := own.Txn(ctx).If(clientv3.Compare(clientv3.Version("a"), "=", 0)).
		Then(clientv3.OpPut("a", "1", clientv3.WithLease(grant.ID)), clientv3.OpGet("", clientv3.WithPrefix())).Commit()
	if err != nil {
		return err
	}
	got := answer.Responses[1].GetResponseRange().Kvs
	ev := (<-events).Events[0]
	left, err := own.TimeToLive(ctx, grant.ID, clientv3.WithAttachedKeys())
	if err != nil {
		return err
	}
	raw, err := c.Get(ctx, prefix+"a")
	if err != nil {
		return err
	}
	return differ("keys seen inside and outside",
		[]string{string(got[0].Key), string(ev.Kv.Key), string(left.Keys[0]), string(raw.Kvs[0].Key)},
		[]string{"a", "a", "a", prefix + "a"})
}

func queues(ctx context.Context, c *clientv3.Client, prefix string) error {
	const items = 60
	queue, byRank := recipe.NewQueue(c, prefix+"q"), recipe.NewPriorityQueue(c, prefix+"p")
	var sum int64
	taken := make(chan error, 4)
	for i := 0; i < 4; i++ { // they wait for what is to come
		go func() {
			for n := 0; n < items/4; n++ {
				item, err := queue.Dequeue()
				if err != nil {
					taken <- err
					return
				}
				var v int64
				fmt.Sscan(item, &v)
				atomic.AddInt64(&sum, v)
			}
			taken <- nil
		}()
	}
	for i := 0; i < items; i++ {
		if err := queue.Enqueue(fmt.Sprint(i)); err != nil {
			return err
		}
		if err := byRank.Enqueue(fmt.Sprint(i), uint16(i*7%10)); err != nil {
			return err
		}
	}
	for i := 0; i < 4; i++ {
		if err := <-taken; err != nil {
			return err
		}
	}
	if err := differ("the sum of all that was taken", sum, items*(items-1)/2); err != nil {
		return err
	}
	last := 0
	for i := 0; i < items; i++ {
		item, err := byRank.Dequeue()
		if err != nil {
			return err
		}
		var v int
		fmt.Sscan(item, &v)
		if v*7%10 < last {
			return fmt.Errorf("rank %d after rank %d", v*7%10, last)
		}
		last = v * 7 % 10
	}
	return nil
}

func barriers(ctx context.Context, c *clientv3.Client, prefix string) error {
	barrier := recipe.NewBarrier(c, prefix+"b")
	if err := barrier.Hold(); err != nil {
		return err
	}
	var through int32
	waited := make(chan error, 1)
	go func() {
		waited <- all(5, func(int) error {
			err := recipe.NewBarrier(c, prefix+"b").Wait()
			atomic.AddInt32(&through, 1)
			return err
		})
	}()
	time.Sleep(200 * time.Millisecond)
	if atomic.LoadInt32(&through) != 0 {
		return errors.New("through a barrier that is held")
	}
	if err := barrier.Release(); err != nil {
		return err
	}
	if err := <-waited; err != nil {
		return err
	}
	var inside int32
	return all(5, func(i int) error {
		s, err := concurrency.NewSession(c)
		if err != nil {
			return err
		}
		defer s.Close()
		double := recipe.NewDoubleBarrier(s, prefix+"d", 5)
		atomic.AddInt32(&inside, 1)
		if err := double.Enter(); err != nil {
			return err
		}
		if n := atomic.LoadInt32(&inside); n != 5 {
			return fmt.Errorf("entered with %d", n)
		}
		return double.Leave()
	})
}

func rwmutex(ctx context.Context, c *clientv3.Client, prefix string) error {
	var readers, writers, together int32
	err := all(12, func(i int) error {
		s, err := concurrency.NewSession(c)
		if err != nil {
			return err
		}
		defer s.Close()
		for n := 0; n < 6; n++ {
			m := recipe.NewRWMutex(s, prefix+"m")
			if i%4 == 0 {
				if err := m.Lock(); err != nil {
					return err
				}
				if atomic.AddInt32(&writers, 1) != 1 || atomic.LoadInt32(&readers) != 0 {
					return errors.New("a writer is not alone")
				}
				atomic.AddInt32(&writers, -1)
				if err := m.Unlock(); err != nil {
					return err
				}
				continue
			}
			if err := m.RLock(); err != nil {
				return err
			}
			if atomic.AddInt32(&readers, 1) > 1 {
				atomic.StoreInt32(&together, 1)
			}
			if atomic.LoadInt32(&writers) != 0 {
				return errors.New("a reader beside a writer")
			}
			time.Sleep(5 * time.Millisecond)
			atomic.AddInt32(&readers, -1)
			if err := m.RUnlock(); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && together == 0 {
		err = errors.New("no two readers were ever inside together")
	}
	return err
}

func operator(ctx context.Context, c *clientv3.Client, prefix string) error {
	endpoint := c.Endpoints()[0]
	if err := c.Sync(ctx); err != nil {
		return err
	}
	status, err := c.Status(ctx, endpoint)
	if err != nil {
		return err
	}
	alarms, err := c.AlarmList(ctx)
	if err != nil {
		return err
	}
	if _, err := c.AlarmDisarm(ctx, &clientv3.AlarmMember{}); err != nil {
		return err
	}
	hash, err := c.HashKV(ctx, endpoint, 0)
	if err != nil {
		return err
	}
	_, future := c.HashKV(ctx, endpoint, status.Header.Revision+1000)
	_, move := c.MoveLeader(ctx, 12345)
	_, remove := c.MemberRemove(ctx, 12345)
	return differ("what an operator is told",
		[]interface{}{status.Leader == status.Header.MemberId, len(alarms.Alarms), hash.Hash != 0, future, move, remove},
		[]interface{}{true, 0, true, rpctypes.ErrFutureRev, rpctypes.ErrBadLeaderTransferee, rpctypes.ErrMemberNotFound})
}

// credentials of a cluster that had users once do not stand in the way.
func credentials(ctx context.Context, c *clientv3.Client, prefix string) error {
	own, err := clientv3.New(clientv3.Config{Endpoints: c.Endpoints(), DialTimeout: 5 * time.Second, Username: "root", Password: "x"})
	if err != nil {
		return err
	}
	defer own.Close()
	_, err = own.Put(ctx, prefix+"a", "1")
	return err
}

func snapshot(ctx context.Context, c *clientv3.Client, prefix string) error {
	for i := 0; i < 100; i++ {
		if _, err := c.Put(ctx, fmt.Sprint(prefix, i), string(make([]byte, 10000))); err != nil {
			return err
		}
	}
	reader, err := c.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer reader.Close()
	n, err := io.Copy(io.Discard, reader)
	if err != nil {
		return err
	}
	if n < 1000000 || n%512 != 32 {
		return fmt.Errorf("%d bytes", n)
	}
	return nil
}
