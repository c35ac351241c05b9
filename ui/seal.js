// SPDX-License-Identifier: Apache-2.0
/*
 * seal: hashes and signatures for a phone: SHA-256, SHA-512, Ed25519 (verifying only), base64.
 *
 * promises: bytes in, bytes or a yes or no out. Nothing here is secret, so nothing is constant in time
 * uses:     nothing: a browser of 2017 (Chrome 60) has no BigInt, and no WebCrypto on a page without TLS
 *
 * Held against OpenSSL, tweetnacl and the vectors of RFC 8032 by test/browser/proof.mjs; docs/why/phone.md says why it is
 * our own.
 */
'use strict';
(function (root) {
    const HASH = 32;

    // -- bytes --------------------------------------------------------------------------------------------------------

    const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

    /** @param {string} s @returns {Uint8Array} */
    function hex(s) {
        return Uint8Array.from(s.match(/../g) || [], (pair) => parseInt(pair, 16));
    }

    /** @param {Uint8Array} bytes */
    function toHex(bytes) {
        return Array.from(bytes, (b) => (b < 16 ? '0' : '') + b.toString(16)).join('');
    }

    /** @param {Uint8Array} bytes */
    function toBase64(bytes) {
        let out = '';
        for (let i = 0; i < bytes.length; i += 3) {
            const n = bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2]; // what is not there counts as 0
            out += ALPHABET[n >> 18] + ALPHABET[n >> 12 & 63] + (i + 1 < bytes.length ? ALPHABET[n >> 6 & 63] : '=') +
                (i + 2 < bytes.length ? ALPHABET[n & 63] : '=');
        }
        return out;
    }

    /** The one way of writing these bytes; null for any other. @param {string} s @returns {?Uint8Array} */
    function fromBase64(s) {
        const padding = /==$/.test(s) ? 2 : /=$/.test(s) ? 1 : 0, bytes = new Uint8Array(Math.max(0, s.length / 4 * 3 - padding));
        if (s.length % 4) return null;
        for (let i = 0, at = 0; i < s.length; i += 4) {
            let n = 0;
            for (let k = 0; k < 4; k++) n = n << 6 | Math.max(0, ALPHABET.indexOf(s[i + k]));
            for (let k = 16; k >= 0 && at < bytes.length; k -= 8) bytes[at++] = n >> k;
        }
        return toBase64(bytes) === s ? bytes : null;
    }

    /** @param {string} s */
    function utf8(s) {
        return new TextEncoder().encode(s);
    }

    /** @param {...Uint8Array} parts */
    function join(...parts) {
        const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
        parts.reduce((at, p) => { out.set(p, at); return at + p.length; }, 0);
        return out;
    }

    /** @param {Uint8Array} a @param {Uint8Array} b */
    function same(a, b) {
        return a.length === b.length && a.every((x, i) => x === b[i]);
    }

    // -- SHA-2 (FIPS 180-4) -------------------------------------------------------------------------------------------

    // The cube roots of the first 80 primes and the square roots of the first 8, 64 bits behind the point. SHA-256 takes
    // the first half of each. In base64, as hex would be 170 bytes more on the wire.
    const K = words('QoovmNcoriJxN0SRI+9lzbXA+8/sTTsv6bXbpYGJ27w5VsJb80i1OFnxEfG2BdAZkj+CpK8ZT5urHF7V2m2BGNgHqpijAwJCEoNbAUVw' +
        'b74kMYW+TuSyjFUMfcPV/7Ticr5ddPJ7iW+A3rH+OxaWsZvcBqclxxI1wZvxdM9pJpTkm2nBnvFK0u++R4Y4TyXjD8GdxouM1bUkDKHM' +
        'd6ycZS3pLG9ZKwJ1SnSEqm6m5INcsKncvUH71Hb5iNqDEVO1mD5RUu5m36uoMcZtLbQyELADJ8iY+yE/v1l/x77vDuTG4AvzPaiPwtWn' +
        'kUeTCqclBspjUeADgm8UKSlnCg5ucCe3CoVG0i/8LhshOFwmySZNLG38WsQq7VM4DROdlbPfZQpzVIuvY952agq7PHeyqIHCyS5H7a7m' +
        'knIshRSCNTuiv+ihTPEDZKgaZku8QjABwkuLcND4l5HHbFGjBlS+MNGS6BnW71IY1pkGJFVlqRD0DjWFV3EgKhBqoHAyu9G4GaTBFrjS' +
        '0MgeN2wIUUGrUydId0zfjuuZNLC8teGbSKg5HAyzxclaY07YqkrjQYrLW5zKT3dj43NoLm/z1rK4o3SPgu5d77L8eKVjb0MXL2CEyHgU' +
        'ofCrcozHAggaZDnskL7/+iNjHiikUGzr3oK96b75o/eyxnkVxnF48uNyUyvKJz7O6iZhnNGGuMchwMIH6tp91s3g6x71fU9/7m7ReAbw' +
        'Z6pyF2+6CmN9xaLImKYRP5gEvvkNrhtxCzUTHEcbKNt39SMEfYQyyqt7QMckkzyevgoVyb68Qx1nxJwQDUxMxdS+yz5Ctll/KZz8ZX4q' +
        'X8tvqzrW+uxsRBmMSkdYFw==');
    const START = words('agnmZ/O8yQi7Z66FhMqnOzxu83L+lPgrpU/1Ol8dNvFRDlJ/reaC0ZsFaIwrPmwfH4PZq/tBvWtb4M0ZE34heQ==');

    /** @param {string} s base64 @returns {Int32Array} */
    function words(s) {
        const view = new DataView(fromBase64(s).buffer);
        return Int32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getInt32(4 * i));
    }

    /** The message, a one bit, zeros, and its length in bits. @returns {DataView} */
    function padded(message, block, lengthBytes) {
        const size = Math.ceil((message.length + 1 + lengthBytes) / block) * block, out = new Uint8Array(size);
        out.set(message);
        out[message.length] = 128;
        const view = new DataView(out.buffer);
        view.setUint32(size - 8, Math.floor(message.length / 0x20000000));
        view.setUint32(size - 4, message.length * 8 >>> 0);
        return view;
    }

    /** @param {Int32Array} state @returns {Uint8Array} */
    function wordsToBytes(state) {
        const out = new DataView(new ArrayBuffer(state.length * 4));
        state.forEach((word, i) => out.setInt32(i * 4, word));
        return new Uint8Array(out.buffer);
    }

    function turn(x, n) {
        return x >>> n | x << 32 - n;
    }

    /** @param {Uint8Array} message @returns {Uint8Array} */
    function sha256(message) {
        const view = padded(message, 64, 8), state = START.filter((_, i) => i % 2 === 0), w = new Int32Array(64);
        for (let at = 0; at < view.byteLength; at += 64) {
            let [a, b, c, d, e, f, g, h] = state;
            for (let t = 0; t < 64; t++) {
                if (t < 16) {
                    w[t] = view.getInt32(at + t * 4);
                } else {
                    const x = w[t - 15], y = w[t - 2];
                    w[t] = (turn(x, 7) ^ turn(x, 18) ^ x >>> 3) + (turn(y, 17) ^ turn(y, 19) ^ y >>> 10) + w[t - 7] + w[t - 16];
                }
                const t1 = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + K[2 * t] + w[t] | 0;
                const t2 = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
                h = g; g = f; f = e; e = d + t1 | 0; d = c; c = b; b = a; a = t1 + t2 | 0;
            }
            [a, b, c, d, e, f, g, h].forEach((x, i) => { state[i] += x; });
        }
        return wordsToBytes(state);
    }

    // Sixty-four bits are two halves, [high, low].
    function turn64(x, n) {
        const [h, l] = n < 32 ? x : [x[1], x[0]], k = n % 32;
        return [h >>> k | l << 32 - k, l >>> k | h << 32 - k];
    }

    function shift64(x, n) {
        return [x[0] >>> n, x[1] >>> n | x[0] << 32 - n];
    }

    function xor64(...all) {
        return all.reduce((x, y) => [x[0] ^ y[0], x[1] ^ y[1]]);
    }

    function add64(...all) {
        const low = all.reduce((n, x) => n + (x[1] >>> 0), 0);
        return [all.reduce((n, x) => n + x[0], Math.floor(low / 4294967296)) | 0, low | 0];
    }

    /** @param {Uint8Array} message @returns {Uint8Array} */
    function sha512(message) {
        const view = padded(message, 128, 16), pair = (array, i) => [array[2 * i], array[2 * i + 1]];
        let state = Array.from({ length: 8 }, (_, i) => pair(START, i));
        for (let at = 0; at < view.byteLength; at += 128) {
            const w = [];
            let [a, b, c, d, e, f, g, h] = state;
            for (let t = 0; t < 80; t++) {
                w[t] = t < 16 ? [view.getInt32(at + t * 8), view.getInt32(at + t * 8 + 4)]
                    : add64(xor64(turn64(w[t - 15], 1), turn64(w[t - 15], 8), shift64(w[t - 15], 7)), w[t - 7],
                        xor64(turn64(w[t - 2], 19), turn64(w[t - 2], 61), shift64(w[t - 2], 6)), w[t - 16]);
                const choice = [0, 1].map((i) => e[i] & f[i] ^ ~e[i] & g[i]);
                const most = [0, 1].map((i) => a[i] & b[i] ^ a[i] & c[i] ^ b[i] & c[i]);
                const t1 = add64(h, xor64(turn64(e, 14), turn64(e, 18), turn64(e, 41)), choice, pair(K, t), w[t]);
                const t2 = add64(xor64(turn64(a, 28), turn64(a, 34), turn64(a, 39)), most);
                h = g; g = f; f = e; e = add64(d, t1); d = c; c = b; b = a; a = add64(t1, t2);
            }
            state = [a, b, c, d, e, f, g, h].map((x, i) => add64(state[i], x));
        }
        return wordsToBytes(Int32Array.from([].concat(...state)));
    }

    // -- Ed25519 (RFC 8032 section 5.1.7), verifying only ---------------------------------------------------------

    // A number modulo p = 2^255 - 19 is sixteen digits to the base 2^16, lowest first; between carries a digit may be
    // anything that a double holds exactly.
    const P = digits('7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed');
    const ORDER = digits('1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed');
    const D = digits('52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3');
    const ROOT_OF_MINUS_1 = digits('2b8324804fc1df0b2b4d00993dfbd7a72f431806ad2fe478c4ee1b274a0ea0b0');
    const ZERO = digits('00'), ONE = digits('01');
    const BASE = point(digits('216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a'),
        digits('6666666666666666666666666666666666666666666666666666666666666658'));

    /** @param {string} s hex, highest digit first */
    function digits(s) {
        return fromLittle(hex(s).reverse());
    }

    /** @param {Uint8Array} bytes lowest first */
    function fromLittle(bytes) {
        return Array.from({ length: 16 }, (_, i) => (bytes[2 * i] || 0) + (bytes[2 * i + 1] || 0) * 256);
    }

    function carry(a) {
        for (let i = 0; i < 16; i++) {
            const over = Math.floor(a[i] / 65536);
            a[i] -= over * 65536;
            a[(i + 1) % 16] += i < 15 ? over : over * 38; // 2^256 is 38 modulo p
        }
        return a;
    }

    function plus(a, b) {
        return carry(a.map((x, i) => x + b[i]));
    }

    function minus(a, b) {
        return carry(a.map((x, i) => x - b[i]));
    }

    function times(a, b) {
        const out = new Array(31).fill(0);
        for (let i = 0; i < 16; i++)
            for (let k = 0; k < 16; k++) out[i + k] += a[i] * b[k];
        for (let i = 0; i < 15; i++) out[i] += out[i + 16] * 38;
        return carry(carry(out.slice(0, 16)));
    }

    /** a - b when that is not below zero, else null; both of plain digits. */
    function subtracted(a, b) {
        let borrow = 0;
        const out = a.map((x, i) => {
            const d = x - b[i] - borrow;
            borrow = d < 0 ? 1 : 0;
            return d + borrow * 65536;
        });
        return borrow ? null : out;
    }

    /** The one number below p. */
    function reduced(a) {
        let out = carry(carry(carry(a.slice())));
        for (let less = out; less; less = subtracted(out, P)) out = less;
        return out;
    }

    function isSame(a, b) {
        return reduced(minus(a, b)).every((x) => x === 0);
    }

    /** a^e, where e has ones in all `bits` places but those in `zeros`. */
    function power(a, bits, zeros) {
        let out = ONE;
        for (let i = bits - 1; i >= 0; i--) {
            out = times(out, out);
            if (!zeros.includes(i)) out = times(out, a);
        }
        return out;
    }

    function point(x, y) {
        return [x, y, ONE, times(x, y)];
    }

    /** Complete addition in extended coordinates, a = -1 (section 5.1.4); doubling is adding to itself. */
    function added(p, q) {
        const a = times(minus(p[1], p[0]), minus(q[1], q[0])), b = times(plus(p[1], p[0]), plus(q[1], q[0]));
        const c = times(times(p[3], q[3]), plus(D, D)), d = times(p[2], plus(q[2], q[2]));
        const e = minus(b, a), f = minus(d, c), g = plus(d, c), h = plus(b, a);
        return [times(e, f), times(g, h), times(f, g), times(e, h)];
    }

    /** @param {Uint8Array} bytes @returns {?Array} the point, or null (section 5.1.3) */
    function unpacked(bytes) {
        const y = fromLittle(bytes), isOdd = bytes[31] >> 7;
        y[15] &= 0x7fff;
        if (subtracted(y, P)) return null;
        const yy = times(y, y), u = minus(yy, ONE), v = plus(times(D, yy), ONE), v3 = times(times(v, v), v);
        let x = times(times(u, v3), power(times(times(v3, v3), times(u, v)), 252, [1])); // u v^3 (u v^7)^((p-5)/8)
        if (isSame(times(v, times(x, x)), minus(ZERO, u))) x = times(x, ROOT_OF_MINUS_1);
        if (!isSame(times(v, times(x, x)), u)) return null;
        const isZero = isSame(x, ZERO);
        if (isZero && isOdd) return null;
        return point(reduced(x)[0] % 2 === isOdd ? x : minus(ZERO, x), y);
    }

    function packed(p) {
        const over = power(p[2], 255, [2, 4]); // to the p - 2: the inverse
        const x = reduced(times(p[0], over)), out = new Uint8Array(HASH);
        reduced(times(p[1], over)).forEach((d, i) => { out[2 * i] = d; out[2 * i + 1] = d >> 8; });
        out[31] |= x[0] % 2 << 7;
        return out;
    }

    /** The number in 64 bytes, lowest first, modulo the order of the base point: bit by bit, for it is done once. */
    function moduloOrder(bytes) {
        let out = ZERO;
        for (let i = bytes.length * 8 - 1; i >= 0; i--) {
            let bit = bytes[i >> 3] >> (i & 7) & 1;
            out = out.map((x) => {
                const d = 2 * x + bit;
                bit = d >> 16;
                return d & 0xffff;
            });
            out = subtracted(out, ORDER) || out;
        }
        return out;
    }

    /** @param {Uint8Array} pub @param {Uint8Array} message @param {Uint8Array} signature */
    function isSigned(pub, message, signature) {
        if (pub.length !== 32 || signature.length !== 64) return false;
        const r = signature.slice(0, 32), s = fromLittle(signature.slice(32)), a = unpacked(pub);
        if (!a || subtracted(s, ORDER)) return false;
        const k = moduloOrder(sha512(join(r, pub, message)));
        const minusA = [minus(ZERO, a[0]), a[1], a[2], minus(ZERO, a[3])];
        const terms = [null, BASE, minusA, added(BASE, minusA)]; // of s B - k A, two bits at a time
        let sum = point(ZERO, ONE);
        for (let i = 252; i >= 0; i--) {
            sum = added(sum, sum);
            const which = (s[i >> 4] >> (i & 15) & 1) + (k[i >> 4] >> (i & 15) & 1) * 2;
            if (which) sum = added(sum, terms[which]);
        }
        return same(packed(sum), r);
    }

    root.Seal = { hex, toHex, toBase64, fromBase64, utf8, join, same, sha256, sha512, isSigned };
    if (typeof module === 'object') module.exports = root.Seal;
}(typeof window === 'object' ? window : globalThis));
