// SPDX-License-Identifier: Apache-2.0
// The phone's verifier without a phone: ui/seal.js and ui/proof.js under node, against the C2SP vectors (and every way to
// bend them), RFC 8032, OpenSSL and tweetnacl.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import * as acorn from 'acorn';
import nacl from 'tweetnacl';

const require = createRequire(import.meta.url);
const Seal = require('../../ui/seal.js');
const Proof = require('../../ui/proof.js');
const { hex, toHex, toBase64, fromBase64, utf8, same } = Seal;
const vector = (name) => new URL(`../vectors/tlog/${name}`, import.meta.url);
const json = (name) => JSON.parse(fs.readFileSync(vector(name), 'utf8'));
const bytesOf = (name) => new Uint8Array(fs.readFileSync(vector(name)));
let refused = 0;

const refuses = (what, run) => {
    assert.throws(run, (e) => e instanceof Proof.Fault && [].concat(what).includes(e.what), `not refused as ${what}`);
    refused++;
};
const isFalse = (value, why) => {
    assert.equal(value, false, why);
    refused++;
};
const flipped = (bytes, bit) => {
    const out = bytes.slice();
    out[bit >> 3] ^= 1 << (bit & 7);
    return out;
};

// -- hashes, base64 ----------------------------------------------------------------------------------------------------------
function hashesAreThoseOfOthers() {
    for (let n = 0; n < 400; n++) {
        const message = crypto.randomBytes(n);
        for (const name of ['sha256', 'sha512'])
            assert.equal(toHex(Seal[name](message)), crypto.createHash(name).update(message).digest('hex'), `${name} of ${n} bytes`);
        assert.equal(toBase64(message), message.toString('base64'));
        assert(same(fromBase64(message.toString('base64')), new Uint8Array(message)));
    }
    for (const bad of ['A', 'AA', 'AAA', 'AA=A', '====', 'AB==', 'AAB=', 'AA==AA==', 'AA\n=', ' AA=', 'A-_A', 'AAAA=', 'AA=='.repeat(2)])
        assert.equal(fromBase64(bad), null, `base64 "${bad}" is taken`), refused++;
}

// -- signatures ----------------------------------------------------------------------------------------------------------------
const RFC8032 = [
    ['d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', '',
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'],
    ['3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72',
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'],
    ['fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'af82',
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'],
];
const ORDER = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn;
const little = (n) => hex(n.toString(16).padStart(64, '0')).reverse();
const toNumber = (bytes) => BigInt(`0x${toHex(bytes.slice().reverse())}`);

function bendSignature(pub, message, signature) {
    for (let bit = 0; bit < 512; bit += 7) isFalse(Seal.isSigned(pub, message, flipped(signature, bit)), `bit ${bit}`);
    for (let bit = 0; bit < 256; bit += 11) isFalse(Seal.isSigned(flipped(pub, bit), message, signature), `key bit ${bit}`);
    isFalse(Seal.isSigned(pub, new Uint8Array([...message, 0]), signature));
    const s = toNumber(signature.slice(32)); // the same number once more round: a second signature of the same text
    for (let k = 1n; s + k * ORDER < 1n << 256n; k += 5n)
        isFalse(Seal.isSigned(pub, message, new Uint8Array([...signature.slice(0, 32), ...little(s + k * ORDER)])), 'malleable');
    for (const other of [signature.slice(0, 63), new Uint8Array([...signature, 0]), new Uint8Array(0)]) isFalse(Seal.isSigned(pub, message, other));
}

function signaturesAreThoseOfOthers() {
    for (const [pub, message, signature] of RFC8032) {
        assert(Seal.isSigned(hex(pub), hex(message), hex(signature)), 'RFC 8032');
        bendSignature(hex(pub), hex(message), hex(signature));
    }
    // Numbers that are not below p, and points that are not on the curve, are no keys.
    const p = (1n << 255n) - 19n;
    for (const y of [p, p + 1n, p + 18n, 2n, 7n, 1n | 1n << 255n])
        isFalse(Seal.isSigned(little(y), new Uint8Array(0), hex(RFC8032[0][2])), `key ${y}`);
    for (let i = 0; i < 150; i++) {
        const pair = nacl.sign.keyPair.fromSeed(new Uint8Array(crypto.randomBytes(32))), message = new Uint8Array(crypto.randomBytes(i * 3));
        const signature = nacl.sign.detached(message, pair.secretKey);
        assert(Seal.isSigned(pair.publicKey, message, signature), 'signed by tweetnacl');
        const key = crypto.createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), pair.publicKey]), format: 'der', type: 'spki' });
        const other = flipped(signature, crypto.randomInt(512));
        for (const s of [signature, other]) {
            const ours = Seal.isSigned(pair.publicKey, message, s);
            assert.equal(ours, crypto.verify(null, message, key, s), 'OpenSSL says otherwise');
            assert.equal(ours, nacl.sign.detached.verify(message, s, pair.publicKey), 'tweetnacl says otherwise');
        }
        refused++;
    }
}

// -- the tree --------------------------------------------------------------------------------------------------------------------
// The same tree over another hash: proof.js once more, with SM3 in the place of SHA-256 (no log of ours uses it yet).
function proofOverSm3() {
    const sm3 = (bytes) => new Uint8Array(crypto.createHash('sm3').update(bytes).digest());
    const source = fs.readFileSync(new URL('../../ui/proof.js', import.meta.url), 'utf8'), page = { Seal: { ...Seal, sha256: sm3 } };
    new Function('window', 'module', source)(page);
    return [page.Proof, sm3];
}

function treeFollowsTheVectors(file, Proof, hash) {
    const v = json(file), root = (n) => hex(v.roots[n]);
    const leaves = v.leaves_hex.map((s) => Proof.leafHash(hex(s)));
    leaves.forEach((h, i) => assert.equal(toHex(h), v.leaf_hashes[i]));
    assert.equal(toHex(hash(new Uint8Array(0))), v.empty_root);
    let bent = 0;
    for (const { index, size, proof } of v.inclusion) {
        const path = proof.map(hex), isIn = (i, n, p) => Proof.isIncluded(i, n, leaves[index], p, root(size));
        assert(isIn(index, size, path), `leaf ${index} of ${size}`);
        const wrong = path.map((h, i) => path.map((x, k) => (k === i ? flipped(x, 56) : x)));
        if (path.length) wrong.push(path.slice(0, -1));
        wrong.push([...path, new Uint8Array(32)]);
        for (const p of wrong) isFalse(isIn(index, size, p)), bent++;
        if (size > 1) isFalse(isIn((index + 1) % size, size, path)), bent++;
        isFalse(isIn(size, size, path)), bent++;
        for (const i of [-1, NaN, 2 ** 53]) isFalse(isIn(i, size, path));
        isFalse(Proof.isIncluded(index, size, flipped(leaves[index], 3), path, root(size)));
    }
    assert.equal(bent, v.negative_cases_tried, 'as many bent proofs as the vectors tried');
    for (const { from, to, proof } of v.consistency) {
        const path = proof.map(hex), old = { size: from, root: root(from) }, now = { size: to, root: root(to) };
        assert(Proof.hasGrown(old, now, path), `${from} to ${to}`);
        path.forEach((_, i) => isFalse(Proof.hasGrown(old, now, path.map((x, k) => (k === i ? flipped(x, 56) : x)))));
        if (path.length) isFalse(Proof.hasGrown(old, now, path.slice(0, -1)));
        isFalse(Proof.hasGrown(old, now, [...path, new Uint8Array(32)]));
        isFalse(Proof.hasGrown({ size: from, root: flipped(old.root, 9) }, now, path));
        isFalse(Proof.hasGrown(old, { size: to, root: flipped(now.root, 9) }, path));
        if (from < to) isFalse(Proof.hasGrown(now, old, path), 'a log that shrank');
    }
    assert(Proof.hasGrown({ size: 0, root: hex(v.empty_root) }, { size: 8, root: root(8) }, []));
    isFalse(Proof.hasGrown({ size: 0, root: root(1) }, { size: 8, root: root(8) }, []));
}

async function tilesFollowTheVectors() {
    const v = json('tiles.json');
    for (const { n, path } of v.paths) assert.equal(Proof.tilePath(0, n, 256), `tile/0/${path}`);
    assert.equal(Proof.tilePath('entries', 1234067, 44), 'tile/entries/x001/x234/067.p/44');
    for (const { size, tiles } of v.widths)
        for (const { level, full, partial } of tiles) {
            if (full) assert.equal(Proof.tileWidth(size, level, full - 1), 256);
            assert.equal(Proof.tileWidth(size, level, full), partial);
            assert.equal(Proof.tileWidth(size, level, full + 1), 0);
        }
    const { size, root_b64: root, ...proofs } = v.log300;
    const read = async (level, n, width) => bytesOf(`log300/${Proof.tilePath(level, n, width)}`);
    const wanted = (name) => proofs[name].map(fromBase64).map(toHex);
    assert.deepEqual((await Proof.proveLeaf(299, size, read)).map(toHex), wanted('incl_299'));
    assert.deepEqual((await Proof.proveLeaf(0, size, read)).map(toHex), wanted('incl_0'));
    assert.deepEqual((await Proof.proveGrowth(256, size, read)).map(toHex), wanted('cons_256_300'));
    assert.deepEqual((await Proof.proveGrowth(200, size, read)).map(toHex), wanted('cons_200_300'));
    await everySizeGrows(size, fromBase64(root), read);
}

// Every earlier size of the log grows into the last one, every leaf stands in it, and not with a tile that was changed.
async function everySizeGrows(size, root, read) {
    const entries = ['entries/000', 'entries/001.p/44'].flatMap((f) => Proof.readEntries(bytesOf(`log300/tile/${f}`)));
    assert.equal(entries.length, size);
    const rootOf = (hashes) => {
        if (hashes.length < 2) return hashes[0] ?? Seal.sha256(new Uint8Array(0));
        const k = 2 ** Math.floor(Math.log2(hashes.length - 1));
        return Proof.nodeHash(rootOf(hashes.slice(0, k)), rootOf(hashes.slice(k)));
    };
    const leaves = entries.map(Proof.leafHash), now = { size, root };
    const bent = async (level, n, width) => flipped(await read(level, n, width), 8 * (level ? 0 : n ? 43 * 32 : 255 * 32));
    for (let m = 0; m <= size; m += 3) {
        const old = { size: m, root: rootOf(leaves.slice(0, m)) };
        assert(Proof.hasGrown(old, now, await Proof.proveGrowth(m, size, read)), `${m} to ${size}`);
        const path = await Proof.proveGrowth(m, size, bent);
        if (path.length) isFalse(Proof.hasGrown(old, now, path), `${m} to ${size} over changed tiles`);
    }
    for (let i = 0; i < size; i += 7) {
        const path = await Proof.proveLeaf(i, size, read);
        assert(Proof.isIncluded(i, size, leaves[i], path, root), `leaf ${i}`);
        isFalse(Proof.isIncluded(i, size, leaves[(i + 1) % size], path, root));
    }
    assert.throws(() => Proof.readEntries(Uint8Array.of(0, 5, 1)), /tile_form/);
    const short = async (level, n, width) => (await read(level, n, width)).slice(32);
    await assert.rejects(Proof.proveGrowth(200, size, short), /tile_form/);
    refused += 2;
}

// -- notes -------------------------------------------------------------------------------------------------------------------------
function notesFollowTheVectors() {
    const v = json('note.json'), key = Object.fromEntries(Object.entries(v.vkeys).map(([who, k]) => [who, Proof.readKey(k)]));
    assert.equal(Proof.openNote(v.spec_example.note, Proof.readKey(v.spec_example.vkey)), 'This is an example message.\n');
    for (const who of ['log', 'w1', 'w2']) {
        assert.equal(toHex(key[who].pub), v.public_hex[who]);
        assert.equal(Proof.openNote(v.checkpoint_note_size8, key[who]), v.checkpoint_text_size8);
    }
    const at = Proof.openCheckpoint(v.checkpoint_note_size8, key.log);
    assert.deepEqual([at.size, toHex(at.root)], [8, json('merkle-sha256.json').roots[8]]);
    assert.equal(Proof.openCheckpoint(v.checkpoint_note_size5, key.log).size, 5);
    refuses('unsigned', () => Proof.openNote(v.checkpoint_note_size5, key.w1));
    refuses('other_log', () => Proof.openCheckpoint(v.checkpoint_note_size8, key.w1));
    everyBitCounts(v.checkpoint_note_size5, key.log);
    const [name, , pub] = v.vkeys.log.split('+');
    for (const bad of ['', '+', 'a+b', 'a+00000000+', v.vkeys.log.slice(0, -1), v.vkeys.log.replace('+a27b', '+a27c'), `${v.vkeys.log}\n`,
        v.vkeys.log.replace('shaichang', 'shai chang'), v.vkeys.log.replace('shaichang', 'shai　chang'), v.vkeys.log.replace('+AYq', '+AIq'),
        `${name}x+a27b8f7e+${pub}`])
        refuses('key_form', () => Proof.readKey(bad));
    badNotes(v, key.log);
}

function everyBitCounts(note, key) {
    const bytes = utf8(note);
    for (let bit = 0; bit < bytes.length * 8; bit += 3)
        refuses(['note_form', 'forged', 'unsigned', 'checkpoint_form', 'other_log'],
            () => Proof.openCheckpoint(Proof.text(flipped(bytes, bit), 'note_form'), key));
}

function badNotes(v, key) {
    const note = v.checkpoint_note_size8, text = v.checkpoint_text_size8;
    const lines = note.slice(note.lastIndexOf('\n\n') + 2), own = lines.split('\n')[0];
    for (const bad of ['', '\n', '\n\n', text, `${text}\n`, note.slice(0, -1), note.replace('\n8\n', '\n8\r\n'), note.replace(/\u2014/g, '-'),
        `${text}\n${own.slice(0, -2)}\n`, `${text}\n${own} x\n`, `${text}\n\u2014 a b\n`,
        `${text}\n\u2014  onuPfg==\n`, `${text}\n${'\u2014 a AAAAAAA=\n'.repeat(65)}`, `${'x'.repeat(65536)}\n\n${lines}`])
        refuses('note_form', () => Proof.readNote(bad));
    assert.equal(Proof.readNote(`${text}\n${'\u2014 a AAAAAAA=\n'.repeat(64)}`).signatures.length, 64);
    // One good signature does not make up for a bad one of the same key; a stranger's is passed over.
    const forged = `${own.slice(0, own.lastIndexOf(' '))} ${toBase64(flipped(fromBase64(own.split(' ').pop()), 77))}`;
    refuses('forged', () => Proof.openNote(`${text}\n${own}\n${forged}\n`, key));
    refuses('forged', () => Proof.openNote(`${text}\n${forged}\n`, key));
    assert.equal(Proof.openNote(`${text}\n\u2014 stranger AAAAAAA=\n${own}\n`, key), text);
    const root = text.split('\n')[2];
    for (const bad of ['a\n8\n', `a\n08\n${root}\n`, `a\n-1\n${root}\n`, `a\n8 \n${root}\n`, `a\n9007199254740993\n${root}\n`, `a\n8\n${root}`,
        `a\n8\n${root.slice(0, -4)}\n`, `a\n8\n${root}\n\nx\n`, `\n8\n${root}\n`, `a\n\n${root}\n`])
        refuses('checkpoint_form', () => Proof.readCheckpoint(bad));
    assert.equal(Proof.readCheckpoint(`a\n0\n${root}\nmore\n`).size, 0);
}

// -- the file a villager keeps ---------------------------------------------------------------------------------------------------------
function proofFilesFollowTheVectors() {
    const v = json('note.json'), file = fs.readFileSync(vector('index5.tlog-proof'), 'utf8');
    const leaf = hex(json('merkle-sha256.json').leaves_hex[5]);
    assert.equal(file, v.tlog_proof_index5);
    assert.equal(Proof.verify(file, leaf, v.vkeys.log).index, 5);
    refuses('no_leaf', () => Proof.verify(file, null, v.vkeys.log));
    const carried = file.replace('\nindex', `\nextra ${toBase64(leaf)}\nindex`);
    assert.equal(Proof.verify(carried, null, v.vkeys.log).checkpoint.size, 8);
    const lines = file.split('\n');
    refuses('not_included', () => Proof.verify(file, flipped(leaf, 0), v.vkeys.log));
    refuses('not_included', () => Proof.verify(file.replace('index 5', 'index 6'), leaf, v.vkeys.log));
    refuses('not_included', () => Proof.verify(file.replace('index 5', 'index 8'), leaf, v.vkeys.log));
    refuses('not_included', () => Proof.verify([...lines.slice(0, 2), ...lines.slice(3)].join('\n'), leaf, v.vkeys.log));
    refuses('not_included', () => Proof.verify([...lines.slice(0, 3), lines[2], ...lines.slice(3)].join('\n'), leaf, v.vkeys.log));
    refuses('forged', () => Proof.verify(file.replace('\n8\n', '\n9\n'), leaf, v.vkeys.log));
    refuses('unsigned', () => Proof.verify(file, leaf, v.spec_example.vkey));
    for (const bad of ['', lines.slice(1).join('\n'), file.replace('@v1', '@v2'), file.replace('index 5', 'index 05'), file.replace('index 5', 'index -1'),
        file.replace('index 5', 'index'), file.replace('index 5\n', ''), file.replace('\nindex', '\nextra !\nindex'), file.replace(`${lines[2]}\n`, `${lines[2]}=\n`),
        file.replace('index 5', `index 5${`\n${lines[2]}`.repeat(61)}`), file.slice(0, file.indexOf('\n\n') + 2), 'x'.repeat(200000)])
        refuses('proof_form', () => Proof.verify(bad, leaf, v.vkeys.log));
}

function leavesAreCanonical() {
    const good = '{"body":null,"commit":null,"kind":"a.b","obj":"x","office":"","place":"371603106","prev":null,"seq":1,"t":1,"v":1}';
    assert.equal(Proof.readLeaf(utf8(good)).kind, 'a.b');
    for (const bad of ['', '{}', '[]', 'null', '1', good.replace('"v":1', '"v":2'), good.replace('{"body":null,', '{"body":null,"body":null,'), ` ${good}`,
        good.replace('"seq":1', '"seq":1.0'), good.replace('"a.b"', '"\\u0061.b"'), good.replace('"body":null,"commit":null', '"commit":null,"body":null'),
        good.replace('"a.b"', `"${'a'.repeat(4096)}"`)])
        refuses('leaf_form', () => Proof.readLeaf(utf8(bad)));
    refuses('leaf_form', () => Proof.readLeaf(Uint8Array.of(0x7b, 0xff, 0x7d)));
}

// -- what a browser of 2017 reads (Chrome 60), and what our pages' policy allows ---------------------------------------------------------
const TOO_NEW = /\.(flat|flatMap|matchAll|replaceAll|at|append|replaceChildren|trimStart|trimEnd|finally)\(|\bObject\.fromEntries|\bPromise\.(any|allSettled)|\bBigInt\b|\bcrypto\.|\bqueueMicrotask|\bstructuredClone|\bimport\b|\bAbortController/;
const FORBIDDEN = /\binnerHTML|\bouterHTML|insertAdjacentHTML|\beval\b|\bnew Function|document\.write|setTimeout\(['"]|\bparseFromString|\.srcdoc/;

function scriptsAreOldAndPlain(dir = new URL('../../ui/', import.meta.url)) {
    const scripts = fs.readdirSync(dir).filter((f) => f.endsWith('.js'));
    assert(scripts.length >= 4);
    for (const name of scripts) faultsOf(name, fs.readFileSync(new URL(name, dir), 'utf8')).forEach((fault) => assert.fail(fault));
    for (const bad of ['a?.b', 'x = {...y}', 'try {} catch {}', '1n', 'a.flat()', 'x.innerHTML = y', 'import("x")', 'eval("x")', 'crypto.subtle'])
        assert(faultsOf('bad.js', bad).length > 0, `"${bad}" is let pass`), refused++;
}

function faultsOf(name, source) {
    const faults = [];
    try {
        acorn.parse(source, { ecmaVersion: 2017, sourceType: 'script' });
    } catch (e) {
        faults.push(`ui/${name}: ${e.message}`);
    }
    const code = source.replace(/\/\*[^]*?\*\//g, (c) => c.replace(/[^\n]/g, ' ')).replace(/\/\/ .*/g, '');
    for (const [n, line] of code.split('\n').entries())
        for (const wrong of [TOO_NEW, FORBIDDEN]) if (wrong.test(line)) faults.push(`ui/${name}:${n + 1}: ${line.trim()}`);
    return faults;
}

scriptsAreOldAndPlain();
hashesAreThoseOfOthers();
signaturesAreThoseOfOthers();
treeFollowsTheVectors('merkle-sha256.json', Proof, Seal.sha256);
treeFollowsTheVectors('merkle-sm3.json', ...proofOverSm3());
await tilesFollowTheVectors();
notesFollowTheVectors();
proofFilesFollowTheVectors();
leavesAreCanonical();
console.log(`proof.js: the C2SP vectors, RFC 8032, 150 keys as OpenSSL and tweetnacl have them; ${refused} bent ones refused`);
