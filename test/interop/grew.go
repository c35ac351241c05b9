// SPDX-License-Identifier: Apache-2.0

// Holds a log to every checkpoint that was ever seen of it: grew PREFIX VKEY-FILE CHECKPOINT...
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 4 {
		fail("usage: grew PREFIX VKEY-FILE|- CHECKPOINT...")
	}
	s := newServer(os.Args[1])
	who := s.verifier(os.Args[2])
	_, tree, tiles := s.open(who)
	for _, file := range os.Args[3:] {
		kept, err := os.ReadFile(file)
		must(err, file)
		old, err := openCheckpoint(kept, who)
		must(err, file)
		checkGrowth(old, tree, tiles)
	}
	fmt.Printf("grew: %d leaves extend each of %d checkpoints\n", tree.N, len(os.Args)-3)
}
