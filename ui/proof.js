// SPDX-License-Identifier: Apache-2.0
/*
 * proof: what a phone needs to check the record by itself (docs/formats/record.md).
 *
 * lives:    signed notes, checkpoints, the Merkle tree, tiles, leaves, proof files
 * promises: bytes in, a verdict out; no network, no page, no clock. Whatever is wrong is a thrown Fault whose `what` is the
 *           key of a sentence
 * uses:     seal
 *
 * The same file runs on the item's page, inside verify.html, and under node in the tests.
 */
'use strict';
(function (root) {
    const { toHex, fromBase64, utf8, join, same, sha256, isSigned } = root.Seal || require('./seal.js');
    const HASH = 32, NOTE_MAX = 65536, SIGNATURES_MAX = 64, PATH_MAX = 63, LEAF_MAX = 4096, WIDTH = 256;

    /** @param {string} what @param {Array} [about] */
    function Fault(what, about) {
        this.what = what;
        this.about = about || [];
        this.message = what;
    }
    Fault.prototype = Object.create(Error.prototype);

    /** @param {*} holds @param {string} what @param {Array} [about] */
    function need(holds, what, about) {
        if (!holds) throw new Fault(what, about);
    }

    /** @param {Uint8Array} bytes @param {string} what the fault when they are no text */
    function text(bytes, what) {
        try {
            return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
        } catch (e) {
            throw new Fault(what);
        }
    }

    // -- signed notes (C2SP signed-note) and checkpoints (C2SP tlog-checkpoint) ------------------------------------------

    const ED25519 = 1, COSIGNATURE = 4;

    /** @typedef {{name: string, id: string, type: number, pub: Uint8Array}} Key */
    /** @typedef {{name: string, id: string, bytes: Uint8Array}} NoteSignature */
    /** @typedef {{text: string, signatures: NoteSignature[]}} Note */
    /** @typedef {{origin: string, size: number, root: Uint8Array}} Checkpoint */

    // No Unicode white space, no plus, no control characters.
    function isName(name) {
        // eslint-disable-next-line no-control-regex
        return name.length > 0 && !/[\u0000-\u0020\u007f+\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(name);
    }

    /** @param {string} vkey name+hex+base64 @returns {Key} */
    function readKey(vkey) {
        const parts = /^([^+]*)\+([^+]*)\+(.*)$/.exec(vkey), bytes = parts && fromBase64(parts[3]);
        need(parts && isName(parts[1]) && bytes && bytes.length === 33, 'key_form');
        need(bytes[0] === ED25519 || bytes[0] === COSIGNATURE, 'key_form');
        const id = toHex(sha256(join(utf8(parts[1] + '\n'), bytes)).slice(0, 4));
        need(id === parts[2], 'key_form');
        return { name: parts[1], id, type: bytes[0], pub: bytes.slice(1) };
    }

    /** @param {string} s @returns {Note} */
    function readNote(s) {
        const empty = s.lastIndexOf('\n\n');
        need(s.length <= NOTE_MAX && utf8(s).length <= NOTE_MAX, 'note_form');
        // eslint-disable-next-line no-control-regex
        need(empty >= 0 && s.endsWith('\n') && !/[\u0000-\u0009\u000b-\u001f]/.test(s), 'note_form');
        const lines = s.slice(empty + 2).split('\n').slice(0, -1);
        need(lines.length <= SIGNATURES_MAX && lines.length > 0, 'note_form');
        const signatures = lines.map((line) => {
            const parts = /^\u2014 ([^ ]*) (.*)$/.exec(line), bytes = parts && fromBase64(parts[2]);
            need(parts && isName(parts[1]) && bytes && bytes.length > 4, 'note_form');
            return { name: parts[1], id: toHex(bytes.slice(0, 4)), bytes: bytes.slice(4) };
        });
        return { text: s.slice(0, empty + 1), signatures };
    }

    /** A cosignature says when the cosigner saw the checkpoint, and signs that too. */
    function holds(key, message, bytes) {
        if (key.type === ED25519) return isSigned(key.pub, utf8(message), bytes);
        if (bytes.length !== 72) return false;
        const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
        const time = view.getUint32(0) * 4294967296 + view.getUint32(4);
        return Number.isSafeInteger(time) && isSigned(key.pub, utf8('cosignature/v1\ntime ' + time + '\n' + message), bytes.slice(8));
    }

    /** Signatures of keys that are not known are passed over; a wrong one of the key that is known spoils the note.
        @param {string} s @param {Key} key @returns {string} the text that was signed */
    function openNote(s, key) {
        const note = readNote(s), own = note.signatures.filter((g) => g.name === key.name && g.id === key.id);
        need(own.length > 0, 'unsigned', [key.name]);
        own.forEach((g) => need(holds(key, note.text, g.bytes), 'forged', [key.name]));
        return note.text;
    }

    /** A whole number without leading zeros that a double holds exactly; NaN for any other. */
    function readNumber(s) {
        const n = /^(0|[1-9][0-9]*)$/.test(s) ? Number(s) : NaN;
        return Number.isSafeInteger(n) ? n : NaN;
    }

    /** Lines after the third are extensions: allowed, not ours, never empty. @param {string} s @returns {Checkpoint} */
    function readCheckpoint(s) {
        const lines = s.split('\n'), root = fromBase64(lines[2] || ''), size = readNumber(lines[1] || '');
        need(s.endsWith('\n') && lines.length >= 4 && lines.slice(0, -1).every((l) => l.length > 0), 'checkpoint_form');
        need(size >= 0 && root && root.length === HASH, 'checkpoint_form');
        return { origin: lines[0], size, root };
    }

    /** @param {string} note @param {Key} key @returns {Checkpoint} */
    function openCheckpoint(note, key) {
        const checkpoint = readCheckpoint(openNote(note, key));
        need(checkpoint.origin === key.name, 'other_log', [checkpoint.origin, key.name]);
        return checkpoint;
    }

    // -- the tree (RFC 9162 section 2.1) ---------------------------------------------------------------------------------

    const LEAF = Uint8Array.of(0), NODE = Uint8Array.of(1);

    /** @param {Uint8Array} bytes */
    function leafHash(bytes) {
        return sha256(join(LEAF, bytes));
    }

    function nodeHash(left, right) {
        return sha256(join(NODE, left, right));
    }

    // Sizes may pass 2^32, where the bitwise operators of the language end.
    function half(n) {
        return Math.floor(n / 2);
    }

    /** The two numbers of the verifiers of RFC 9162, fn and sn. */
    function walkFrom(at, last) {
        return {
            at, last,
            up() { this.at = half(this.at); this.last = half(this.last); },
            isNextLeft() {
                if (this.at % 2 === 0 && this.at !== this.last) return false;
                while (this.at % 2 === 0 && this.at !== 0) this.up();
                return true;
            },
        };
    }

    /** @param {number} index @param {number} size @param {Uint8Array} leaf its hash @param {Uint8Array[]} path
        @param {Uint8Array} wanted the root */
    function isIncluded(index, size, leaf, path, wanted) {
        if (!(index >= 0 && index < size)) return false;
        const walk = walkFrom(index, size - 1);
        let hash = leaf;
        for (const next of path) {
            if (walk.last === 0) return false;
            hash = walk.isNextLeft() ? nodeHash(next, hash) : nodeHash(hash, next);
            walk.up();
        }
        return walk.last === 0 && same(hash, wanted);
    }

    /** @param {{size: number, root: Uint8Array}} old @param {{size: number, root: Uint8Array}} now @param {Uint8Array[]} path */
    function hasGrown(old, now, path) {
        if (!(old.size <= now.size)) return false;
        if (old.size === now.size) return path.length === 0 && same(old.root, now.root);
        if (old.size === 0) return path.length === 0 && same(old.root, sha256(new Uint8Array(0)));
        const walk = walkFrom(old.size - 1, now.size - 1);
        while (walk.at % 2 === 1) walk.up();
        const rest = path.slice();
        let was = walk.at === 0 ? old.root : rest.shift(); // a power of two: the first hash is the old root, left out
        if (!was) return false;
        let is = was;
        for (const next of rest) {
            if (walk.last === 0) return false;
            const isLeft = walk.isNextLeft();
            if (isLeft) was = nodeHash(next, was);
            is = isLeft ? nodeHash(next, is) : nodeHash(is, next);
            walk.up();
        }
        return walk.last === 0 && same(was, old.root) && same(is, now.root);
    }

    // -- tiles (C2SP tlog-tiles): proofs that nobody has to hand us --------------------------------------------------------

    /** @param {string|number} level a number, or "entries" @param {number} n @param {number} width */
    function tilePath(level, n, width) {
        let path = String(n % 1000).padStart(3, '0');
        for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000))
            path = 'x' + String(rest % 1000).padStart(3, '0') + '/' + path;
        return 'tile/' + level + '/' + path + (width < WIDTH ? '.p/' + width : '');
    }

    /** How many hashes tile n of a level holds when the log has `size` leaves. */
    function tileWidth(size, level, n) {
        return Math.max(0, Math.min(WIDTH, Math.floor(size / Math.pow(WIDTH, level)) - n * WIDTH));
    }

    /** @callback ReadTile @param {number} level @param {number} n @param {number} width @returns {Promise<Uint8Array>} */

    /** The root of the complete subtree of 2^level leaves that is the index-th. @param {ReadTile} read */
    async function subtree(size, level, index, read) {
        const inside = level % 8, count = Math.pow(2, inside), start = index * count, n = Math.floor(start / WIDTH);
        const width = tileWidth(size, (level - inside) / 8, n), tile = await read((level - inside) / 8, n, width);
        need(tile.length === width * HASH && start % WIDTH + count <= width, 'tile_form', [n]);
        let hashes = Array.from({ length: count }, (_, i) => tile.subarray((start % WIDTH + i) * HASH, (start % WIDTH + i + 1) * HASH));
        while (hashes.length > 1) hashes = hashes.filter((_, i) => i % 2 === 0).map((h, i) => nodeHash(h, hashes[2 * i + 1]));
        return hashes[0];
    }

    /** The hash over `count` leaves from `start`: a row of ever smaller complete subtrees, joined from the right. */
    async function rangeHash(size, start, count, read) {
        let hash = null;
        for (let level = 0, end = start + count; Math.pow(2, level) <= count; level++) {
            const width = Math.pow(2, level);
            if (Math.floor(count / width) % 2 === 0) continue;
            end -= width;
            const left = await subtree(size, level, end / width, read);
            hash = hash ? nodeHash(left, hash) : left;
        }
        return hash;
    }

    /** The largest power of two below n. */
    function split(n) {
        let k = 1;
        while (k * 2 < n) k *= 2;
        return k;
    }

    /** Down from the whole tree to where the first `end` leaves end; what lies beside the way is the proof, from below.
        @param {ReadTile} read @returns {Promise<Uint8Array[]>} */
    async function pathTo(end, size, isLeaf, read) {
        const beside = [], path = [];
        let start = 0, count = size;
        while (isLeaf ? count > 1 : end - start !== count) {
            const k = split(count), goesLeft = end - start <= k;
            beside.push(goesLeft ? [start + k, count - k] : [start, k]);
            [start, count] = goesLeft ? [start, k] : [start + k, count - k];
        }
        if (!isLeaf && start > 0) beside.push([start, count]); // the verifier knows the old root, but no other part of it
        for (const range of beside.reverse()) path.push(await rangeHash(size, range[0], range[1], read));
        return path;
    }

    /** The consistency proof between two sizes, made from tiles. @param {ReadTile} read @returns {Promise<Uint8Array[]>} */
    async function proveGrowth(oldSize, size, read) {
        return oldSize === 0 || oldSize === size ? [] : pathTo(oldSize, size, false, read);
    }

    /** The inclusion proof, made from tiles. @param {ReadTile} read @returns {Promise<Uint8Array[]>} */
    function proveLeaf(index, size, read) {
        return pathTo(index + 1, size, true, read);
    }

    /** The leaves of a bundle, each after its length. @param {Uint8Array} bytes @returns {Uint8Array[]} */
    function readEntries(bytes) {
        const out = [];
        for (let at = 0; at < bytes.length;) {
            const end = at + 2 + (bytes[at] << 8 | bytes[at + 1]);
            need(end <= bytes.length, 'tile_form', ['entries']);
            out.push(bytes.subarray(at + 2, end));
            at = end;
        }
        return out;
    }

    // -- leaves and the file that a villager keeps (C2SP tlog-proof) -------------------------------------------------------

    /** Canonical JSON: names sorted, no blanks, each once; anything else does not survive being written again.
        @param {Uint8Array} bytes @returns {Object<string, *>} */
    function readLeaf(bytes) {
        const s = text(bytes, 'leaf_form');
        let leaf = null;
        need(bytes.length <= LEAF_MAX, 'leaf_form');
        try {
            leaf = JSON.parse(s);
        } catch (e) {
            throw new Fault('leaf_form');
        }
        need(leaf && typeof leaf === 'object' && !Array.isArray(leaf) && leaf.v === 1, 'leaf_form');
        const sorted = {};
        Object.keys(leaf).sort().forEach((name) => { sorted[name] = leaf[name]; });
        need(JSON.stringify(sorted) === s, 'leaf_form');
        return leaf;
    }

    /** @typedef {{extra: ?Uint8Array, index: number, path: Uint8Array[], note: string}} Proof */

    /** @param {string} s @returns {Proof} */
    function readProof(s) {
        const empty = s.indexOf('\n\n'), lines = s.slice(0, Math.max(0, empty)).split('\n');
        need(s.length <= 2 * NOTE_MAX && lines.shift() === 'c2sp.org/tlog-proof@v1' && lines.length > 0, 'proof_form');
        let extra = null;
        if (lines[0].startsWith('extra ')) {
            extra = fromBase64(lines.shift().slice(6));
            need(extra && lines.length > 0, 'proof_form');
        }
        const first = lines.shift(), index = first.startsWith('index ') ? readNumber(first.slice(6)) : NaN;
        const path = lines.map(fromBase64), note = s.slice(empty + 2);
        need(index >= 0 && path.length <= PATH_MAX && path.every((h) => h && h.length === HASH) && note.length > 0, 'proof_form');
        return { extra, index, path, note };
    }

    /** Does the proof hold under this key? @param {string} file @param {?Uint8Array} leaf null: what the file carries
        @param {string} vkey @returns {{index: number, leaf: Uint8Array, hash: Uint8Array, checkpoint: Checkpoint, note: string}} */
    function verify(file, leaf, vkey) {
        const key = readKey(vkey), proof = readProof(file), checkpoint = openCheckpoint(proof.note, key);
        const bytes = leaf || proof.extra;
        need(bytes && bytes.length > 0, 'no_leaf');
        const hash = leafHash(bytes);
        need(isIncluded(proof.index, checkpoint.size, hash, proof.path, checkpoint.root), 'not_included', [proof.index]);
        return { index: proof.index, leaf: bytes, hash, checkpoint, note: proof.note };
    }

    root.Proof = {
        Fault, need, text, readKey, readNote, openNote, readCheckpoint, openCheckpoint, leafHash, nodeHash, isIncluded, hasGrown,
        tilePath, tileWidth, proveGrowth, proveLeaf, readEntries, readLeaf, readProof, verify,
    };
    if (typeof module === 'object') module.exports = root.Proof;
}(typeof window === 'object' ? window : globalThis));
