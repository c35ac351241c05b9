// SPDX-License-Identifier: Apache-2.0

// A live log, read over HTTP. Everything that decides is Go's own sumdb code (golang.org/x/mod), written by others for
// another log.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const width = 256

func fail(format string, args ...interface{}) {
	fmt.Fprintf(os.Stderr, "interop: "+format+"\n", args...)
	os.Exit(1)
}

func must(err error, what string) {
	if err != nil {
		fail("%s: %v", what, err)
	}
}

type server struct {
	prefix string
	read   map[string][]byte // tiles never change
}

func newServer(prefix string) server {
	return server{strings.TrimSuffix(prefix, "/"), map[string][]byte{}}
}

func (s server) get(path string) ([]byte, error) {
	answer, err := http.Get(s.prefix + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s%s: %s", s.prefix, path, answer.Status)
	}
	return io.ReadAll(io.LimitReader(answer.Body, 4<<20))
}

// Tiles: C2SP paths have no height in them, the bytes are the same.
func (s server) Height() int { return 8 }

func (s server) SaveTiles([]tlog.Tile, [][]byte) {}

func (s server) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		path := "/" + strings.Replace(t.Path(), "tile/8/", "tile/", 1)
		if s.read[path] == nil {
			bytes, err := s.get(path)
			if err != nil {
				return nil, err
			}
			s.read[path] = bytes
		}
		all = append(all, s.read[path])
	}
	return all, nil
}

// The leaves of one bundle, cut at their lengths.
func (s server) leaves(n, size int64) ([][]byte, error) {
	t := tlog.Tile{H: 8, L: 0, N: n, W: width}
	if left := size - n*width; left < width {
		t.W = int(left)
	}
	bytes, err := s.get("/" + strings.Replace(t.Path(), "tile/8/0/", "tile/entries/", 1))
	if err != nil {
		return nil, err
	}
	var leaves [][]byte
	for len(bytes) > 0 {
		if len(bytes) < 2 || len(bytes)-2 < int(binary.BigEndian.Uint16(bytes)) {
			return nil, errors.New("a bundle ends inside a leaf")
		}
		end := 2 + int(binary.BigEndian.Uint16(bytes))
		leaves = append(leaves, bytes[2:end])
		bytes = bytes[end:]
	}
	if len(leaves) != t.W {
		return nil, fmt.Errorf("bundle %d holds %d leaves, not %d", n, len(leaves), t.W)
	}
	return leaves, nil
}

func openCheckpoint(message []byte, who note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(message, note.VerifierList(who))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != who.Name() {
		return tlog.Tree{}, errors.New("the checkpoint is of another log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, errors.New("the root is no hash")
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree, nil
}

func checkGrowth(old, now tlog.Tree, tiles tlog.HashReader) {
	if old.N > now.N {
		fail("the log shrank from %d to %d leaves", old.N, now.N)
	}
	if old.N == now.N {
		if old.Hash != now.Hash {
			fail("two roots for %d leaves", old.N)
		}
		return
	}
	proof, err := tlog.ProveTree(now.N, old.N, tiles)
	must(err, "proof of growth")
	must(tlog.CheckTree(proof, now.N, now.Hash, old.N, old.Hash), "growth")
}

// The log as its newest checkpoint says, and the tiles under it, each looked at on its way to the root.
func (s server) open(who note.Verifier) ([]byte, tlog.Tree, tlog.HashReader) {
	message, err := s.get("/checkpoint")
	must(err, "checkpoint")
	tree, err := openCheckpoint(message, who)
	must(err, "checkpoint")
	return message, tree, tlog.TileHashReader(tree, s)
}

func (s server) verifier(file string) note.Verifier {
	vkey, err := os.ReadFile(file)
	if file == "-" {
		vkey, err = s.get("/vkey")
	}
	must(err, "vkey")
	who, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	must(err, "vkey")
	return who
}
