// Verifies a log in a folder with nothing of ours: golang.org/x/mod/sumdb does all hashing, proving and signature checking.
//
//	verifylog <folder> <verifier key>
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileWidth = 256

// folder reads tiles for x/mod, which names the height of tiles in their paths where tlog-tiles does not.
type folder string

func (f folder) Height() int                                    { return 8 }
func (f folder) SaveTiles(tiles []tlog.Tile, contents [][]byte) {}
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	contents := make([][]byte, 0, len(tiles))
	for _, tile := range tiles {
		content, err := f.read("tile/" + strings.TrimPrefix(tile.Path(), "tile/8/"))
		if err != nil {
			return nil, err
		}
		contents = append(contents, content)
	}
	return contents, nil
}

func (f folder) read(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(f), path))
}

// entries reads the bundle that begins at the given entry.
func (f folder) entries(first, size int64) ([][]byte, error) {
	width := size - first
	if width > tileWidth {
		width = tileWidth
	}
	path := tlog.Tile{H: 8, L: 0, N: first / tileWidth, W: int(width)}.Path()
	content, err := f.read("tile/entries/" + strings.TrimPrefix(path, "tile/8/0/"))
	if err != nil {
		return nil, err
	}
	entries := make([][]byte, width)
	for i := range entries {
		if len(content) < 2 || len(content)-2 < int(binary.BigEndian.Uint16(content)) {
			return nil, fmt.Errorf("bundle ends within entry %d", first+int64(i))
		}
		length := 2 + int(binary.BigEndian.Uint16(content))
		entries[i], content = content[2:length], content[length:]
	}
	if len(content) > 0 {
		return nil, fmt.Errorf("bundle of entry %d is too long", first)
	}
	return entries, nil
}

func (f folder) checkpoint(vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	content, err := f.read("checkpoint")
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(content, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("no checkpoint of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func verify(f folder, vkey string) (int64, error) {
	tree, err := f.checkpoint(vkey)
	if err != nil {
		return 0, err
	}
	reader := tlog.TileHashReader(tree, f)
	if root, err := tlog.TreeHash(tree.N, reader); err != nil || root != tree.Hash {
		return 0, fmt.Errorf("tiles do not give the root: %v", err)
	}
	for first := int64(0); first < tree.N; first += tileWidth {
		entries, err := f.entries(first, tree.N)
		if err != nil {
			return 0, err
		}
		indexes := make([]int64, len(entries))
		for i := range entries {
			indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			return 0, err
		}
		for i, entry := range entries {
			if tlog.RecordHash(entry) != hashes[i] {
				return 0, fmt.Errorf("entry %d is not the one that was logged", first+int64(i))
			}
		}
		proof, err := tlog.ProveRecord(tree.N, first, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, first, tlog.RecordHash(entries[0])); err != nil {
			return 0, err
		}
	}
	return tree.N, nil
}

func main() {
	size, err := verify(folder(os.Args[1]), os.Args[2])
	if err != nil {
		fmt.Println("BAD:", err)
		os.Exit(1)
	}
	fmt.Println("GOOD:", size, "entries")
}
