// SPDX-License-Identifier: Apache-2.0

// Believes nothing of a log: the checkpoint's signature, each leaf's inclusion, and, when an earlier checkpoint was kept,
// that the log only grew.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

func checkLeaf(tree tlog.Tree, tiles tlog.HashReader, index int64, leaf []byte) {
	proof, err := tlog.ProveRecord(tree.N, index, tiles)
	must(err, fmt.Sprintf("proof of leaf %d", index))
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)), fmt.Sprintf("leaf %d", index))
	if index%97 == 0 { // a check that cannot fail proves nothing
		bent := append([]byte{}, leaf...)
		bent[len(bent)/2] ^= 1
		if tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(bent)) == nil {
			fail("leaf %d: a changed leaf was accepted", index)
		}
	}
}

func checkLeaves(s server, tree tlog.Tree, tiles tlog.HashReader) {
	for start := int64(0); start < tree.N; start += width {
		leaves, err := s.leaves(start/width, tree.N)
		must(err, "entries")
		for i, leaf := range leaves {
			checkLeaf(tree, tiles, start+int64(i), leaf)
		}
	}
}

func main() {
	if len(os.Args) != 3 && len(os.Args) != 4 {
		fail("usage: check PREFIX VKEY-FILE|- [KEPT-CHECKPOINT]")
	}
	s := newServer(os.Args[1])
	who := s.verifier(os.Args[2])
	message, tree, tiles := s.open(who)
	bent := []byte(strings.Replace(string(message), "\n"+strconv.FormatInt(tree.N, 10)+"\n", "\n"+strconv.FormatInt(tree.N+1, 10)+"\n", 1))
	if _, err := openCheckpoint(bent, who); err == nil {
		fail("a changed checkpoint was accepted")
	}
	checkLeaves(s, tree, tiles)
	said := "no earlier checkpoint kept"
	if len(os.Args) == 4 {
		if kept, err := os.ReadFile(os.Args[3]); err == nil {
			old, err := openCheckpoint(kept, who)
			must(err, "kept checkpoint")
			checkGrowth(old, tree, tiles)
			said = fmt.Sprintf("extends the %d leaves seen before", old.N)
		}
		must(os.WriteFile(os.Args[3], message, 0o644), "keeping the checkpoint")
	}
	fmt.Printf("interop: %s: %d leaves, each included; %s\n", who.Name(), tree.N, said)
}
