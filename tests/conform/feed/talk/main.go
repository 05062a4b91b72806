// SPDX-License-Identifier: Apache-2.0

// Conversations with grpc-go, from proto/feed. usage: talk ADDRESS
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	pb "vedette/tests/conform/feed/pb/talk"
)

func talk(client pb.StreamClient) error {
	stream, err := client.Conversations(context.Background())
	if err != nil {
		return err
	}
	for n := 1; n <= 100; n++ {
		question := fmt.Sprintf("stream client rpc %d", n)
		if err := stream.Send(&pb.StreamRequest{Question: question}); err != nil {
			return err
		}
		answer, err := stream.Recv()
		if want := fmt.Sprintf("from stream server answer: the %d question is %s", n, question); err != nil ||
			answer.Answer != want {
			return fmt.Errorf("got %v %v, want %q", answer, err, want)
		}
	}
	if err := stream.CloseSend(); err != nil {
		return err
	}
	if _, err := stream.Recv(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("not the end: %v", err)
	}
	return nil
}

func main() {
	conn, err := grpc.NewClient(os.Args[1], grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err == nil {
		err = talk(pb.NewStreamClient(conn))
	}
	if err != nil {
		fmt.Printf("FAIL conversations: %v\n", err)
		os.Exit(1)
	}
	fmt.Println("ok   conversations")
}
