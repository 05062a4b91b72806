// SPDX-License-Identifier: Apache-2.0

// clientv3/concurrency: sessions, mutexes, elections, and transactions in memory.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/etcd/clientv3"
	"go.etcd.io/etcd/clientv3/concurrency"
)

func init() {
	add(map[string]check{
		"sessions":      sessions,
		"contention":    contention,
		"hold":          hold,
		"locker":        locker,
		"elections":     elections,
		"resume":        resumeElection,
		"stm":           stm,
		"stm-abort":     stmAbort,
		"stm-isolation": stmIsolation,
	})
}

// all runs n of them at once and returns the first thing that went wrong.
func all(n int, work func(i int) error) error {
	results := make(chan error, n)
	for i := 0; i < n; i++ {
		go func(i int) { results <- work(i) }(i)
	}
	var first error
	for i := 0; i < n; i++ {
		if err := <-results; err != nil && first == nil {
			first = err
		}
	}
	return first
}

// another is a client with a connection of its own.
func another(c *clientv3.Client) (*clientv3.Client, error) {
	return clientv3.New(clientv3.Config{Endpoints: c.Endpoints(), DialTimeout: 5 * time.Second})
}

func count(ctx context.Context, c *clientv3.Client, prefix string) (int64, error) {
	answer, err := c.Get(ctx, prefix, clientv3.WithPrefix(), clientv3.WithCountOnly())
	if err != nil {
		return 0, err
	}
	return answer.Count, nil
}

func done(s *concurrency.Session, what string) error {
	select {
	case <-s.Done():
		return nil
	case <-time.After(20 * time.Second):
		return errors.New("not done: " + what)
	}
}

func sessions(ctx context.Context, c *clientv3.Client, prefix string) error {
	s, err := concurrency.NewSession(c, concurrency.WithTTL(5))
	if err != nil {
		return err
	}
	if _, err := c.Put(ctx, prefix+"a", "", clientv3.WithLease(s.Lease())); err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	if err := done(s, "a session that was closed"); err != nil {
		return err
	}
	if n, err := count(ctx, c, prefix); err != nil || n != 0 {
		return fmt.Errorf("%d keys after the session's end, %v", n, err)
	}
	if s, err = concurrency.NewSession(c, concurrency.WithTTL(2)); err != nil {
		return err
	}
	time.Sleep(3 * time.Second) // it is kept alive meanwhile
	left, err := c.TimeToLive(ctx, s.Lease())
	if err != nil || left.TTL <= 0 {
		return fmt.Errorf("a session that is kept alive has %v left, %v", left, err)
	}
	if _, err := c.Revoke(ctx, s.Lease()); err != nil {
		return err
	}
	if err := done(s, "a session whose lease was revoked"); err != nil {
		return err
	}
	grant, err := c.Grant(ctx, 60)
	if err != nil {
		return err
	}
	if s, err = concurrency.NewSession(c, concurrency.WithLease(grant.ID)); err != nil {
		return err
	}
	s.Orphan()
	left, err = c.TimeToLive(ctx, grant.ID)
	if err != nil || left.TTL <= 0 {
		return fmt.Errorf("an orphan's lease has %v left, %v", left, err)
	}
	return nil
}

// hold takes the lock, says so, and keeps it until it is killed.
func hold(ctx context.Context, c *clientv3.Client, prefix string) error {
	s, err := concurrency.NewSession(c, concurrency.WithTTL(2))
	if err != nil {
		return err
	}
	if err := concurrency.NewMutex(s, prefix+"m").Lock(ctx); err != nil {
		return err
	}
	fmt.Println("held")
	<-ctx.Done()
	return nil
}

// killHolder lets another process take the lock, and kills it; nobody may be inside meanwhile.
func killHolder(c *clientv3.Client, prefix string, inside *int32) error {
	process := exec.Command(os.Args[0], "hold", c.Endpoints()[0], prefix)
	out, err := process.StdoutPipe()
	if err != nil {
		return err
	}
	if err := process.Start(); err != nil {
		return err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	for i := 0; i < 20 && err == nil; i++ {
		if atomic.LoadInt32(inside) != 0 {
			err = errors.New("somebody is inside beside the process that holds the lock")
		}
		time.Sleep(10 * time.Millisecond)
	}
	process.Process.Kill()
	process.Wait()
	if err == nil && line != "held\n" {
		err = fmt.Errorf("the holder said %q", line)
	}
	return err
}

// once goes through the lock and adds one to a counter, as its owner.
func once(ctx context.Context, c *clientv3.Client, m *concurrency.Mutex, counter string, inside *int32) error {
	if err := m.Lock(ctx); err != nil {
		return err
	}
	if n := atomic.AddInt32(inside, 1); n != 1 {
		return fmt.Errorf("%d are inside", n)
	}
	got, err := c.Get(ctx, counter)
	if err != nil {
		return err
	}
	n := 0
	if len(got.Kvs) > 0 {
		n, _ = strconv.Atoi(string(got.Kvs[0].Value))
	}
	put, err := c.Txn(ctx).If(m.IsOwner()).Then(clientv3.OpPut(counter, strconv.Itoa(n+1))).Commit()
	if err != nil {
		return err
	}
	if !put.Succeeded {
		return errors.New("the holder does not own the lock")
	}
	atomic.AddInt32(inside, -1)
	return m.Unlock(ctx)
}

func contention(ctx context.Context, c *clientv3.Client, prefix string) error {
	const clients, rounds, kills = 50, 5, 3
	var inside int32
	killed := make(chan error, 1)
	go func() {
		var err error
		for i := 0; i < kills && err == nil; i++ {
			err = killHolder(c, prefix, &inside)
		}
		killed <- err
	}()
	err := all(clients, func(i int) error {
		own, err := another(c)
		if err != nil {
			return err
		}
		defer own.Close()
		s, err := concurrency.NewSession(own)
		if err != nil {
			return err
		}
		defer s.Close()
		for round := 0; round < rounds; round++ {
			if err := once(ctx, own, concurrency.NewMutex(s, prefix+"m"), prefix+"count", &inside); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := <-killed; err != nil {
		return err
	}
	got, err := c.Get(ctx, prefix+"count")
	if err != nil {
		return err
	}
	return differ("the counter", string(got.Kvs[0].Value), fmt.Sprint(clients*rounds))
}

func locker(ctx context.Context, c *clientv3.Client, prefix string) error {
	s, err := concurrency.NewSession(c)
	if err != nil {
		return err
	}
	defer s.Close()
	other, err := concurrency.NewSession(c)
	if err != nil {
		return err
	}
	defer other.Close()
	first := concurrency.NewLocker(s, prefix+"m")
	first.Lock()
	short, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	if err := concurrency.NewMutex(other, prefix+"m").Lock(short); err != context.DeadlineExceeded {
		return fmt.Errorf("waiting for a lock that is held ends with %v", err)
	}
	if n, err := count(ctx, c, prefix+"m"); err != nil || n != 1 {
		return fmt.Errorf("%d keys beside the lock, %v", n, err)
	}
	first.Unlock()
	return concurrency.NewMutex(other, prefix+"m").Lock(ctx)
}

// watchLeaders collects what an observer is shown.
type watchLeaders struct {
	sync.Mutex
	seen map[string]bool
}

func observe(ctx context.Context, e *concurrency.Election) *watchLeaders {
	w := &watchLeaders{seen: map[string]bool{}}
	go func() {
		for answer := range e.Observe(ctx) {
			w.Lock()
			w.seen[string(answer.Kvs[0].Value)] = true
			w.Unlock()
		}
	}()
	return w
}

func (w *watchLeaders) until(value string) error {
	for i := 0; i < 2000; i++ {
		w.Lock()
		found := w.seen[value]
		w.Unlock()
		if found {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return errors.New("the observer was not shown " + value)
}

// lead is one term: elected, proclaiming, and resigning once the observer has seen it.
func lead(ctx context.Context, e *concurrency.Election, name string, leaders *int32, observer *watchLeaders) error {
	if err := e.Campaign(ctx, name); err != nil {
		return err
	}
	if n := atomic.AddInt32(leaders, 1); n != 1 {
		return fmt.Errorf("%d lead", n)
	}
	if err := e.Proclaim(ctx, name+" speaks"); err != nil {
		return err
	}
	leader, err := e.Leader(ctx)
	if err != nil {
		return err
	}
	if err := differ("the leader", string(leader.Kvs[0].Value), name+" speaks"); err != nil {
		return err
	}
	if err := observer.until(name + " speaks"); err != nil {
		return err
	}
	atomic.AddInt32(leaders, -1)
	return e.Resign(ctx)
}

func elections(ctx context.Context, c *clientv3.Client, prefix string) error {
	var leaders int32
	watcher, err := concurrency.NewSession(c)
	if err != nil {
		return err
	}
	defer watcher.Close()
	observer := observe(ctx, concurrency.NewElection(watcher, prefix+"e"))
	err = all(10, func(i int) error {
		s, err := concurrency.NewSession(c)
		if err != nil {
			return err
		}
		defer s.Close()
		for term := 0; term < 4; term++ {
			e := concurrency.NewElection(s, prefix+"e")
			if err := lead(ctx, e, fmt.Sprintf("%d in term %d", i, term), &leaders, observer); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := concurrency.NewElection(watcher, prefix+"e").Leader(ctx); err != concurrency.ErrElectionNoLeader {
		return fmt.Errorf("after all have resigned: %v", err)
	}
	return nil
}

func resumeElection(ctx context.Context, c *clientv3.Client, prefix string) error {
	s, err := concurrency.NewSession(c)
	if err != nil {
		return err
	}
	defer s.Close()
	e := concurrency.NewElection(s, prefix+"e")
	if err := e.Campaign(ctx, "before"); err != nil {
		return err
	}
	again := concurrency.ResumeElection(s, prefix+"e", e.Key(), e.Rev())
	if err := again.Proclaim(ctx, "after"); err != nil {
		return err
	}
	leader, err := e.Leader(ctx)
	if err != nil {
		return err
	}
	if err := differ("the leader", string(leader.Kvs[0].Value), "after"); err != nil {
		return err
	}
	// A second session takes over as soon as the first is closed.
	other, err := concurrency.NewSession(c)
	if err != nil {
		return err
	}
	defer other.Close()
	won := make(chan error, 1)
	go func() { won <- concurrency.NewElection(other, prefix+"e").Campaign(ctx, "next") }()
	if err := s.Close(); err != nil {
		return err
	}
	if err := <-won; err != nil {
		return err
	}
	if err := e.Proclaim(ctx, "too late"); err != concurrency.ErrElectionNotLeader {
		return fmt.Errorf("a leader of the past proclaims: %v", err)
	}
	return nil
}

const accounts, total = 6, 600

func account(prefix string, i int) string { return fmt.Sprintf("%saccount/%d", prefix, i) }

// sum reads all accounts in one transaction.
func sum(ctx context.Context, c *clientv3.Client, prefix string) (int, error) {
	n := 0
	_, err := concurrency.NewSTM(c, func(s concurrency.STM) error {
		n = 0
		for i := 0; i < accounts; i++ {
			v, _ := strconv.Atoi(s.Get(account(prefix, i)))
			n += v
		}
		return nil
	}, concurrency.WithAbortContext(ctx), concurrency.WithIsolation(concurrency.SerializableSnapshot))
	return n, err
}

func transfer(ctx context.Context, c *clientv3.Client, prefix string, from, to, amount int, level concurrency.Isolation) error {
	_, err := concurrency.NewSTM(c, func(s concurrency.STM) error {
		a, _ := strconv.Atoi(s.Get(account(prefix, from)))
		b, _ := strconv.Atoi(s.Get(account(prefix, to)))
		if a < amount {
			return nil
		}
		s.Put(account(prefix, from), strconv.Itoa(a-amount))
		s.Put(account(prefix, to), strconv.Itoa(b+amount))
		return nil
	}, concurrency.WithAbortContext(ctx), concurrency.WithIsolation(level))
	return err
}

func open(ctx context.Context, c *clientv3.Client, prefix string) error {
	for i := 0; i < accounts; i++ {
		if _, err := c.Put(ctx, account(prefix, i), strconv.Itoa(total/accounts)); err != nil {
			return err
		}
	}
	return nil
}

func stm(ctx context.Context, c *clientv3.Client, prefix string) error {
	if err := open(ctx, c, prefix); err != nil {
		return err
	}
	before, err := c.Get(ctx, prefix)
	if err != nil {
		return err
	}
	levels := []concurrency.Isolation{concurrency.Serializable, concurrency.SerializableSnapshot, concurrency.RepeatableReads}
	err = all(16, func(i int) error {
		own, err := another(c)
		if err != nil {
			return err
		}
		defer own.Close()
		rng := rand.New(rand.NewSource(int64(i)))
		for round := 0; round < 40; round++ {
			if i%4 == 0 {
				n, err := sum(ctx, own, prefix)
				if err == nil {
					err = differ("the sum meanwhile", n, total)
				}
				if err != nil {
					return err
				}
				continue
			}
			from := rng.Intn(accounts)
			to := (from + 1 + rng.Intn(accounts-1)) % accounts
			if err := transfer(ctx, own, prefix, from, to, 1+rng.Intn(30), levels[i%3]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	after, err := c.Get(ctx, prefix)
	if err != nil {
		return err
	}
	if moved := after.Header.Revision - before.Header.Revision; moved < 100 {
		return fmt.Errorf("only %d transfers were made", moved)
	}
	n, err := sum(ctx, c, prefix)
	if err != nil {
		return err
	}
	return differ("the sum at the end", n, total)
}

func stmAbort(ctx context.Context, c *clientv3.Client, prefix string) error {
	if err := open(ctx, c, prefix); err != nil {
		return err
	}
	why := errors.New("changed my mind")
	_, err := concurrency.NewSTM(c, func(s concurrency.STM) error {
		s.Put(account(prefix, 0), "0")
		s.Del(account(prefix, 1))
		return why
	})
	if err != why {
		return fmt.Errorf("an aborted transaction ends with %v", err)
	}
	n, err := sum(ctx, c, prefix)
	if err != nil {
		return err
	}
	return differ("the sum", n, total)
}

// stmIsolation changes a key under a transaction that has read it, which must then run again.
func stmIsolation(ctx context.Context, c *clientv3.Client, prefix string) error {
	for _, level := range []concurrency.Isolation{concurrency.Serializable, concurrency.SerializableSnapshot, concurrency.RepeatableReads} {
		if _, err := c.Put(ctx, prefix+"a", "0"); err != nil {
			return err
		}
		runs := 0
		_, err := concurrency.NewSTM(c, func(s concurrency.STM) error {
			runs++
			n, _ := strconv.Atoi(s.Get(prefix + "a"))
			if runs == 1 {
				if _, err := c.Put(ctx, prefix+"a", "10"); err != nil {
					return err
				}
			}
			s.Put(prefix+"a", strconv.Itoa(n+1))
			return nil
		}, concurrency.WithIsolation(level), concurrency.WithPrefetch(prefix+"a"))
		if err != nil {
			return err
		}
		got, err := c.Get(ctx, prefix+"a")
		if err != nil {
			return err
		}
		if err := differ("value and runs", []string{string(got.Kvs[0].Value), fmt.Sprint(runs)}, []string{"11", "2"}); err != nil {
			return err
		}
	}
	return nil
}
