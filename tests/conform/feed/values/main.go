// SPDX-License-Identifier: Apache-2.0

// Feeds with grpc-go, from the files of proto/feed. usage: values ADDRESS PID PAUSE
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"

	pb "vedette/tests/conform/feed/pb/values"
)

const (
	topics     = 64
	valueBytes = 120
)

var (
	address string
	pid     string
	pause   time.Duration
)

// raw is a codec of bytes: the publisher's messages are made by hand.
type raw struct{}

func (raw) Marshal(v any) ([]byte, error) { return *v.(*[]byte), nil }
func (raw) Unmarshal(data []byte, v any) error {
	*v.(*[]byte) = data
	return nil
}
func (raw) Name() string { return "proto" }

func dial() *grpc.ClientConn {
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		panic(err)
	}
	return conn
}

func call(conn *grpc.ClientConn, method string, fields ...string) error {
	var request, answer []byte
	for i, field := range fields {
		request = protowire.AppendTag(request, protowire.Number(i+1), protowire.BytesType)
		request = protowire.AppendString(request, field)
	}
	return conn.Invoke(context.Background(), "/etcdserverpb.KV/"+method, &request, &answer, grpc.ForceCodec(raw{}))
}

func put(conn *grpc.ClientConn, key, value string) error { return call(conn, "Put", key, value) }

func list(ctx context.Context, conn *grpc.ClientConn, topic string) pb.StreamServer_ListValueClient {
	stream, err := pb.NewStreamServerClient(conn).ListValue(ctx, &pb.SimpleRequest{Data: topic})
	if err != nil {
		panic(err)
	}
	return stream
}

func next(stream pb.StreamServer_ListValueClient, want string) error {
	message, err := stream.Recv()
	if err != nil {
		return err
	}
	if message.StreamValue != want {
		return fmt.Errorf("got %q, want %q", message.StreamValue, want)
	}
	return nil
}

func endsWith(stream pb.StreamServer_ListValueClient, want codes.Code) error {
	message, err := stream.Recv()
	if want == codes.OK && errors.Is(err, io.EOF) {
		return nil
	}
	if status.Code(err) != want {
		return fmt.Errorf("got %v %v, want %v", message, err, want)
	}
	return nil
}

func route() error {
	conn := dial()
	defer conn.Close()
	client := pb.NewStreamServerClient(conn)
	answer, err := client.Route(context.Background(), &pb.SimpleRequest{Data: "route"})
	if err != nil || answer.Code != 404 || answer.Value != "" {
		return fmt.Errorf("absent: %v %v", answer, err)
	}
	if err := put(conn, "route", "here"); err != nil {
		return err
	}
	answer, err = client.Route(context.Background(), &pb.SimpleRequest{Data: "route"})
	if err != nil || answer.Code != 200 || answer.Value != "here" {
		return fmt.Errorf("present: %v %v", answer, err)
	}
	return nil
}

func untilDeleted() error {
	conn := dial()
	defer conn.Close()
	stream := list(context.Background(), conn, "until")
	if header, err := stream.Header(); err != nil || len(header.Get("vedette-position")) != 1 {
		return fmt.Errorf("headers: %v %v", header, err)
	}
	for _, value := range []string{"one", "", "two"} {
		if err := errors.Join(put(conn, "until", value), next(stream, value)); err != nil {
			return err
		}
	}
	if err := errors.Join(call(conn, "DeleteRange", "until"), endsWith(stream, codes.OK)); err != nil {
		return err
	}
	if len(stream.Trailer().Get("vedette-position")) != 1 {
		return fmt.Errorf("trailers: %v", stream.Trailer())
	}
	return nil
}

func deadlineAndCancel() error {
	conn := dial()
	defer conn.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	if err := endsWith(list(ctx, conn, "nobody"), codes.DeadlineExceeded); err != nil {
		return err
	}
	ctx, cancel = context.WithCancel(context.Background())
	stream := list(ctx, conn, "nobody")
	cancel()
	return endsWith(stream, codes.Canceled)
}

// thirty takes that many values behind a position, and leaves.
func thirty(conn *grpc.ClientConn, since string, from int) (string, error) {
	ctx, cancel := context.WithCancel(metadata.AppendToOutgoingContext(context.Background(),
		"since", since, "positions", "1"))
	defer cancel()
	stream := list(ctx, conn, "positions")
	for i := from; i < from+30; i++ {
		message, err := stream.Recv()
		if err != nil || message.StreamValue != strconv.Itoa(i) {
			return "", fmt.Errorf("%d: %v %v", i, message, err)
		}
		since = message.Position
	}
	return since, nil
}

func positions() error {
	conn := dial()
	defer conn.Close()
	since := "0"
	for i := 0; i < 300; i++ {
		if err := put(conn, "positions", strconv.Itoa(i)); err != nil {
			return err
		}
	}
	for i := 0; i < 300; i += 30 {
		var err error
		if since, err = thirty(conn, since, i); err != nil {
			return err
		}
	}
	gone := metadata.AppendToOutgoingContext(context.Background(), "since", "0123456789abcdef:1")
	return endsWith(list(gone, conn, "positions"), codes.OutOfRange)
}

func anonymousBytes() int64 {
	text, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		panic(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "RssAnon:" {
			n, _ := strconv.ParseInt(fields[1], 10, 64)
			return n << 10
		}
	}
	panic("no RssAnon")
}

// publishers put numbered values, each its own topic, one after another; all together at full speed.
type publishers struct {
	sent    [topics]atomic.Int64
	total   atomic.Int64
	over    atomic.Bool
	waiting sync.WaitGroup
	failed  atomic.Value
}

func topic(i int) string { return fmt.Sprintf("topic/%d", i) }

func publish() *publishers {
	p := &publishers{}
	for i := 0; i < topics; i++ {
		p.waiting.Add(1)
		go func() {
			defer p.waiting.Done()
			conn := dial()
			defer conn.Close()
			for last := false; !last; {
				last = p.over.Load()
				value := fmt.Sprintf("%d %t ", p.sent[i].Add(1), last)
				if err := put(conn, topic(i), value+strings.Repeat(".", valueBytes-len(value))); err != nil {
					p.failed.Store(err)
					return
				}
				p.total.Add(1)
			}
		}()
	}
	return p
}

func (p *publishers) stop() error {
	p.over.Store(true)
	p.waiting.Wait()
	if err := p.failed.Load(); err != nil {
		return err.(error)
	}
	return nil
}

// take reads up to the last value; step says which number may follow which.
func take(stream pb.StreamServer_ListValueClient, step func(before, number int64) bool) error {
	before := int64(-1)
	for last := false; !last; {
		var number int64
		message, err := stream.Recv()
		if err != nil {
			return err
		}
		if _, err := fmt.Sscanf(message.StreamValue, "%d %t", &number, &last); err != nil {
			return err
		}
		if before >= 0 && !step(before, number) {
			return fmt.Errorf("%d follows %d", number, before)
		}
		before = number
	}
	return nil
}

func waitFor(holds func() bool) {
	for !holds() {
		time.Sleep(10 * time.Millisecond)
	}
}

// paused has two streams a topic, which are not read while the publishers go on; one of each is conflated.
func paused() error {
	p := publish()
	waitFor(func() bool { return p.total.Load() > 100000 })
	conn := dial()
	defer conn.Close()
	conflated := metadata.AppendToOutgoingContext(context.Background(), "latest", "1")
	var all, newest [topics]pb.StreamServer_ListValueClient
	for i := range all {
		all[i], newest[i] = list(context.Background(), conn, topic(i)), list(conflated, conn, topic(i))
	}
	for i := range all {
		if _, err := all[i].Header(); err != nil {
			return err
		}
		if _, err := newest[i].Header(); err != nil {
			return err
		}
	}
	begun, before := p.total.Load(), anonymousBytes()
	time.Sleep(pause)
	waitFor(func() bool { return p.total.Load() > begun+100000 })
	published, grown := p.total.Load()-begun, anonymousBytes()-before
	fmt.Printf("     %d values in the pause, %d KiB grown\n", published, grown>>10)
	if err := p.stop(); err != nil {
		return err
	}
	// As much as the store itself remembers of each revision, whoever reads it.
	if grown > 8<<20+100*published {
		return fmt.Errorf("memory grew by %d bytes for %d values", grown, published)
	}
	for i := range all {
		if err := take(all[i], func(before, number int64) bool { return number == before+1 }); err != nil {
			return fmt.Errorf("%s: %w", topic(i), err)
		}
		if err := take(newest[i], func(before, number int64) bool { return number > before }); err != nil {
			return fmt.Errorf("%s, conflated: %w", topic(i), err)
		}
	}
	return nil
}

func main() {
	address, pid = os.Args[1], os.Args[2]
	pause, _ = time.ParseDuration(os.Args[3])
	failed := 0
	for _, check := range []struct {
		name string
		run  func() error
	}{
		{"route", route},
		{"values until the topic is deleted", untilDeleted},
		{"deadline and cancel", deadlineAndCancel},
		{"positions", positions},
		{"streams paused under publishers at full speed", paused},
	} {
		if err := check.run(); err != nil {
			fmt.Printf("FAIL %s: %v\n", check.name, err)
			failed++
		} else {
			fmt.Printf("ok   %s\n", check.name)
		}
	}
	if failed > 0 {
		os.Exit(1)
	}
}
