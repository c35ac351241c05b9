// SPDX-License-Identifier: Apache-2.0
/*
 * offline: the verifier as one file (verify.html). A proof, the text and the key are pasted, dropped or chosen; nothing is
 * fetched, and the page's own policy allows no connection.
 *
 * uses: seal, proof, check
 */
'use strict';
(function (root) {
    const { Check, Proof, Seal } = root;
    const FILE_MAX = 1 << 20;

    const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

    /** The short code on paper: twelve characters of base32 of the leaf's hash. @param {Uint8Array} hash */
    function shortCode(hash) {
        const bits = Array.from(hash.slice(0, 8), (b) => b.toString(2).padStart(8, '0')).join('');
        const code = bits.match(/.{5}/g).map((five) => BASE32[parseInt(five, 2)]).join('');
        return code.match(/.{4}/g).slice(0, 3).join('-');
    }

    /** What was given, as bytes: a file stays as it is, what was pasted is UTF-8. */
    const given = {};

    /** @param {string} mark @returns {HTMLInputElement[]} what is marked so: areas, inputs, the halves of a language */
    const marked = (mark) => Array.from(document.querySelectorAll(mark));

    const shown = () => document.querySelector('.half[lang="' + document.documentElement.lang + '"]');

    /** @param {string} what proof, text or key @param {Uint8Array} bytes */
    function take(what, bytes) {
        given[what] = bytes;
        const words = new TextDecoder('utf-8').decode(bytes);
        marked('[data-gives="' + what + '"]').forEach((area) => { if (area.value !== words) area.value = words; });
    }

    /** @param {string} what @param {File} file */
    function takeFile(what, file) {
        const reader = new FileReader();
        reader.addEventListener('load', () => {
            take(what, new Uint8Array(/** @type {ArrayBuffer} */ (reader.result)));
            judge();
        });
        if (file && file.size <= FILE_MAX) reader.readAsArrayBuffer(file);
    }

    /** What a file is by its first bytes, so that three files may be dropped at once. */
    function dropped(file) {
        const reader = new FileReader();
        reader.addEventListener('load', () => {
            const head = String(reader.result);
            takeFile(head.startsWith('c2sp.org/tlog-proof') ? 'proof' : head.startsWith('{') ? 'text' : 'key', file);
        });
        reader.readAsText(file.slice(0, 64));
    }

    function words(what) {
        return given[what] ? new TextDecoder('utf-8').decode(given[what]) : '';
    }

    /** The text that was hashed. What was pasted may have won a line end on its way, which canonical JSON never has. */
    function textOf(leafBody) {
        const bytes = given.text && given.text.length ? given.text : null, trimmed = bytes && Seal.utf8(words('text').trim());
        const isHashed = (b) => Seal.toHex(Seal.sha256(b)) === leafBody;
        return bytes && !isHashed(bytes) && isHashed(trimmed) ? trimmed : bytes;
    }

    function bodyOf(file) {
        try {
            return Proof.readLeaf(Proof.readProof(file).extra || new Uint8Array(0)).body;
        } catch (e) {
            return ''; // what is wrong with the proof is said by the judge
        }
    }

    function judge() {
        const box = shown().querySelector('.proof'), key = words('key').trim();
        const file = words('proof').replace(/\r\n/g, '\n').replace(/^\s+/, '').replace(/\s*$/, '\n'); // a chat adds line ends
        if (!file.trim() && !key) return;
        const text = textOf(bodyOf(file)), { lamps, found } = Check.judge(file, text, key);
        if (!text && bodyOf(file)) lamps[0] = Check.lamp('unsure', 'text_not_given');
        const more = [Check.unknown(found && found.checkpoint, false)];
        if (found) more.unshift(Check.node('p', '', Check.say('code') + ' ', Check.node('code', '', shortCode(found.hash))));
        if (text && lamps[0].state === 'good') more.unshift(Check.rawText(text));
        Check.show(box, lamps.concat(Check.lamp('told', 'grown_offline')), ...more);
    }

    function speak(lang) {
        document.documentElement.lang = lang;
        marked('.half').forEach((half) => { half.hidden = half.lang !== lang; });
        document.querySelectorAll('[data-lang]').forEach((b) => b.setAttribute('aria-pressed', String(b.getAttribute('data-lang') === lang)));
        document.title = shown().querySelector('h1').textContent;
        judge();
    }

    marked('[data-gives]').forEach((area) => area.addEventListener('input', () => {
        take(area.getAttribute('data-gives'), Seal.utf8(area.value));
    }));
    marked('[data-fills]').forEach((input) => input.addEventListener('change', () => {
        takeFile(input.getAttribute('data-fills'), input.files[0]);
    }));
    document.querySelectorAll('form').forEach((form) => form.addEventListener('submit', (e) => {
        e.preventDefault();
        judge();
    }));
    document.querySelectorAll('[data-lang]').forEach((b) => b.addEventListener('click', () => { speak(b.getAttribute('data-lang')); }));
    document.addEventListener('dragover', (e) => { e.preventDefault(); });
    document.addEventListener('drop', (e) => {
        e.preventDefault();
        Array.from(e.dataTransfer.files).slice(0, 3).forEach(dropped);
    });
    speak(/^zh/.test(root.navigator.language || 'zh') ? 'zh-CN' : 'en');
}(window));
