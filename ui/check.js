// SPDX-License-Identifier: Apache-2.0
/*
 * check: the verifier on the page of an item or a matter. It comes when the reader taps (?check), and works by itself on
 * every box that names a matter (data-check). Sentences stand in the page (check.html), for they are in two languages.
 *
 * promises: nodes are built with textContent; nothing is believed that was not recomputed; what it cannot know it says
 * uses:     seal, proof
 */
'use strict';
(function (root) {
    const { Fault, need } = root.Proof, { Seal, Proof } = root;
    const ANSWER_MAX = 1 << 20, EPOCHS_MAX = 64, SHANGHAI = 'Asia/Shanghai';

    // -- words and nodes -----------------------------------------------------------------------------------------------

    /** The sentence of that name in the page's language, its {1} {2} filled in. @param {string} name @param {...*} args */
    function say(name, ...args) {
        const own = '.check-words[lang="' + document.documentElement.lang + '"] [data-say="' + name + '"]';
        const at = document.querySelector(own) || document.querySelector('[data-say="' + name + '"]');
        return (at ? at.textContent : name).replace(/\{(\d)\}/g, (_, n) => String(args[n - 1]));
    }

    /** @param {string} tag @param {string} kind its class @param {...(string|Node)} inside */
    function node(tag, kind, ...inside) {
        const at = document.createElement(tag);
        if (kind) at.className = kind;
        inside.forEach((x) => at.appendChild(typeof x === 'string' ? document.createTextNode(x) : x));
        return at;
    }

    /** @typedef {{state: string, text: string}} Lamp state: good, bad, unsure, told */

    /** @param {string} state @param {string} name @param {...*} args @returns {Lamp} */
    function lamp(state, name, ...args) {
        return { state, text: say(name, ...args) };
    }

    /** A Fault as a lamp: what could not be fetched was not refuted, nor what we failed to look at. @param {*} e @returns {Lamp} */
    function lampOf(e) {
        if (!(e instanceof Fault)) return lamp('unsure', 'own_fault', e.message || e);
        return lamp(e.what === 'net' || e.what === 'soon' ? 'unsure' : 'bad', e.what, ...e.about);
    }

    /** @param {Lamp[]} lamps @returns {string} */
    function verdict(lamps) {
        const has = (state) => lamps.some((l) => l.state === state);
        return has('bad') ? 'bad' : has('unsure') ? 'unsure' : 'good';
    }

    const MARKS = { good: '✓', bad: '✗', unsure: '?', told: '!' };

    /** @param {Element} box @param {Lamp[]} lamps @param {...Node} more what stands under them */
    function show(box, lamps, ...more) {
        const end = verdict(lamps);
        const list = node('ul', 'lamps', ...lamps.map((l) =>
            node('li', l.state, node('b', '', MARKS[l.state] + ' ' + say(l.state)), ' ' + l.text)));
        const parts = [node('p', end === 'bad' ? 'alarm' : 'note', say('verdict_' + end)), list];
        if (end === 'bad') parts.push(node('p', '', say('advice')));
        const result = node('div', 'checked', ...parts, ...more);
        result.setAttribute('data-verdict', end);
        siteSays(box, end === 'bad');
        const old = box.querySelector('.checked');
        if (old) box.replaceChild(result, old);
        else box.appendChild(result);
    }

    /** What the server says of itself stays, but as what it is: its word. */
    function siteSays(box, isRefuted) {
        const claim = box.firstElementChild, isItsWord = claim && claim.tagName === 'SPAN' && !claim.hasAttribute('data-was');
        if (!isRefuted || !isItsWord) return;
        claim.setAttribute('data-was', claim.textContent);
        claim.textContent = say('site_says', claim.textContent);
    }

    /** The document, or null when these bytes are none. @param {Uint8Array} bytes */
    function readDocument(bytes) {
        try {
            return JSON.parse(Proof.text(bytes, 'text_other'));
        } catch (e) {
            return null;
        }
    }

    /** Canonical JSON as people read it: one value a line. @param {Uint8Array} bytes */
    function rawText(bytes) {
        const doc = readDocument(bytes), inside = node('pre', '', doc ? JSON.stringify(doc, null, 1) : '');
        return node('details', '', node('summary', '', say('raw')), node('div', 'wide', inside));
    }

    /** What no verifier can know, said by the verifier. @param {?{size: number, root: Uint8Array}} checkpoint @param {boolean} online
        @param {string} [vkey] that the site gave */
    function unknown(checkpoint, online, vkey) {
        const all = [];
        if (online) all.push(say('unknown_script'));
        if (vkey) all.push(say('unknown_key', vkey.split('+').slice(2).join('+')));
        if (checkpoint) all.push(say('unknown_others', checkpoint.size, Seal.toHex(checkpoint.root).slice(0, 16).match(/..../g).join(' ')));
        all.push(say('unknown_true'), say('unknown_witness'));
        return node('div', '', node('h3', '', say('unknown')), node('ul', 'notes', ...all.map((s) => node('li', '', s))));
    }

    // -- what both verifiers judge ---------------------------------------------------------------------------------------

    /** The lamps of a proof with its text: what the offline file says, and the first half of what the page says.
        @param {string} file @param {?Uint8Array} doc null: there is none @param {string} vkey
        @returns {{lamps: Lamp[], found: ?Object, leaf: ?Object}} */
    function judge(file, doc, vkey) {
        const lamps = [];
        let found = null, leaf = null;
        try {
            const carried = Proof.readProof(file).extra;
            need(carried, 'no_leaf');
            leaf = Proof.readLeaf(carried);
            lamps.push(textLamp(leaf, doc));
            found = Proof.verify(file, null, vkey);
            const key = Proof.readKey(vkey);
            lamps.push(lamp('good', 'key_good', found.index, found.checkpoint.size, key.name + '+' + key.id));
        } catch (e) {
            lamps.push(lampOf(e));
        }
        return { lamps, found, leaf };
    }

    function textLamp(leaf, doc) {
        if (doc) return Seal.toHex(Seal.sha256(doc)) === leaf.body ? lamp('good', 'text_same') : lamp('bad', 'text_other');
        return leaf.body ? lamp('unsure', 'text_gone') : lamp('told', 'text_none');
    }

    // -- the network -------------------------------------------------------------------------------------------------------

    /** @param {string} path @returns {Promise<{status: number, bytes: Uint8Array}>} */
    async function ask(path) {
        try {
            const answer = await fetch(path, { cache: 'no-store', credentials: 'omit' });
            return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
        } catch (e) {
            throw new Fault('net');
        }
    }

    async function get(path) {
        const { status, bytes } = await ask(path);
        need(status !== 503 && status !== 429, 'soon');
        need(status === 200 && bytes.length <= ANSWER_MAX, 'refused', [path + ' ' + status]);
        return bytes;
    }

    async function getText(path, fault) {
        return Proof.text(await get(path), fault);
    }

    /** A log of a home: its address here, and what was fetched of it. @param {string} base /log/<code9> @param {number} epoch */
    function logAt(base, epoch) {
        const at = epoch ? base + '/e' + epoch : base, tiles = {};
        return {
            at,
            /** @returns {Promise<{key: Object, vkey: string, note: string, checkpoint: Object}>} */
            async open() {
                const [line, note] = await Promise.all([getText(at + '/vkey', 'key_form'), getText(at + '/checkpoint', 'note_form')]);
                const vkey = line.trim(), key = Proof.readKey(vkey);
                return { key, vkey, note, checkpoint: Proof.openCheckpoint(note, key) };
            },
            /** Each is fetched once. @param {number} level @param {number} n @param {number} width @returns {Promise<Uint8Array>} */
            tile(level, n, width) {
                const path = at + '/' + Proof.tilePath(level, n, width);
                tiles[path] = tiles[path] || get(path);
                return tiles[path];
            },
        };
    }

    /** @returns {Promise<void>} or a Fault: what was signed later grew out of what was signed before */
    async function needGrowth(log, old, now) {
        need(old.size <= now.size, 'shrunk', [old.size, now.size]);
        const path = await Proof.proveGrowth(old.size, now.size, log.tile);
        need(Proof.hasGrown(old, now, path), 'rewritten', [old.size]);
    }

    /** The leaf at its own place: no proof looks there. */
    async function needPlace(log, found) {
        const n = Math.floor(found.index / 256), at = found.index % 256 * 32;
        const tile = await log.tile(0, n, Proof.tileWidth(found.checkpoint.size, 0, n));
        need(Seal.same(tile.slice(at, at + 32), found.hash), 'place', [found.index]);
    }

    // -- what this phone remembers -------------------------------------------------------------------------------------------

    /** @typedef {{epoch: number, vkey: string, note: string, at: number}} Kept the last checkpoint that held */

    /** @param {string} base @returns {?Kept} */
    function recall(base) {
        try {
            const kept = JSON.parse(root.localStorage.getItem('record:' + base));
            return kept && typeof kept.note === 'string' && typeof kept.vkey === 'string' && kept.epoch >= 0 ? kept : null;
        } catch (e) {
            return null; // somebody else's words under our name
        }
    }

    function remember(base, kept) {
        root.localStorage.setItem('record:' + base, JSON.stringify(kept));
    }

    function canRemember() {
        try {
            root.localStorage.setItem('record:?', '1');
            root.localStorage.removeItem('record:?');
            return true;
        } catch (e) {
            return false; // the browser's owner said no
        }
    }

    function dayOf(ms) {
        return new Date(ms).toLocaleDateString(document.documentElement.lang, { timeZone: SHANGHAI });
    }

    /** The highest epoch that is served from this one on. */
    async function newestEpoch(base, from) {
        let epoch = from;
        while (epoch - from < EPOCHS_MAX && (await ask(logAt(base, epoch + 1).at + '/checkpoint')).status === 200) epoch++;
        return epoch;
    }

    /** The first leaf of an epoch quotes the last note signed before it: what was lost is admitted there.
        @returns {Promise<string>} that note */
    async function admittedBy(log, now) {
        const width = Proof.tileWidth(now.checkpoint.size, 0, 0);
        const first = Proof.readEntries(await get(log.at + '/' + Proof.tilePath('entries', 0, width)))[0];
        const path = await Proof.proveLeaf(0, now.checkpoint.size, log.tile);
        need(first && Proof.isIncluded(0, now.checkpoint.size, Proof.leafHash(first), path, now.checkpoint.root), 'not_included', [0]);
        return Proof.readLeaf(first).last || '';
    }

    /** Since the last visit the home went on in a new log. What it admits to have lost must reach what was seen. */
    async function acrossEpochs(base, kept, seen, now) {
        const next = logAt(base, kept.epoch + 1), opened = await next.open();
        const last = Proof.openCheckpoint(await admittedBy(next, opened), Proof.readKey(kept.vkey));
        need(last.size > seen.size || last.size === seen.size && Seal.same(last.root, seen.root), 'shrunk', [seen.size, last.size]);
        const old = logAt(base, kept.epoch), left = await old.open();
        if (left.checkpoint.size >= seen.size) await needGrowth(old, seen, left.checkpoint);
        const isNewKey = !Seal.same(now.key.pub, Proof.readKey(kept.vkey).pub);
        return lamp('told', isNewKey ? 'epoch_new_key' : 'epoch', seen.size, left.checkpoint.size);
    }

    /** @param {string} base @param {?Kept} kept @param {number} epoch the newest @param {Object} log @param {Object} now what is served
        @returns {Promise<Lamp>} */
    async function sinceLastVisit(base, kept, epoch, log, now) {
        if (!canRemember()) return lamp('told', 'no_memory');
        if (!kept) return lamp('told', 'grown_first', now.checkpoint.size);
        const seen = Proof.openCheckpoint(kept.note, Proof.readKey(kept.vkey));
        need(kept.epoch <= epoch, 'shrunk', [seen.size, 0]);
        if (kept.epoch < epoch) return acrossEpochs(base, kept, seen, now);
        need(kept.vkey === now.vkey, 'key_changed');
        await needGrowth(log, seen, now.checkpoint);
        return seen.size === now.checkpoint.size ? lamp('good', 'grown_same', dayOf(kept.at), seen.size)
            : lamp('good', 'grown_more', dayOf(kept.at), seen.size, now.checkpoint.size);
    }

    // -- the page in front of the reader against the text that was proved ------------------------------------------------------

    const flat = (s) => s.replace(/\s+/g, ' ').trim();
    const numbersIn = (s) => (s.replace(/,/g, '').match(/-?\d+(\.\d+)?/g) || []).map(Number);

    const isSum = (n, fen) => n === fen || Math.round(n * 100) === fen;

    /** Does this piece of the page say this value of the document? Sums are in fen, days as 2026-09-05. */
    function says(shown, value) {
        const numbers = numbersIn(shown), day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
        if (typeof value === 'number') return numbers.some((n) => isSum(n, value));
        if (day && !shown.includes(value)) return [Number(day[2]), Number(day[3])].every((n) => numbers.includes(n)) || englishDay(shown, day);
        return flat(shown).includes(flat(String(value)));
    }

    const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

    function englishDay(shown, day) {
        return shown.includes(MONTHS[day[2] - 1]) && numbersIn(shown).includes(Number(day[3]));
    }

    /** "2026-09" or "2026Q3": the year, and the month where there is one. */
    function saysPeriod(shown, period) {
        const [year, month] = period.split(/[-Q]/).map(Number), numbers = numbersIn(shown);
        const saysMonth = !period.includes('-') || numbers.includes(month) || shown.includes(MONTHS[month - 1]);
        return numbers.includes(year) && saysMonth;
    }

    const valuesOf = (row) => Object.keys(row).map((name) => row[name]).filter((v) => typeof v === 'number' || typeof v === 'string' && v);
    const textsOf = (at, what) => Array.from(at.querySelectorAll(what), (x) => x.textContent).filter((s) => flat(s));

    /** Each value of a row on the page, and each cell of the page in the row. */
    function compareRow(values, cells) {
        values.forEach((v) => need(cells.some((c) => says(c, v)), 'page_other', [v]));
        cells.forEach((c) => need(values.some((v) => says(c, v)), 'page_more', [flat(c)]));
    }

    /** A row as it is said to a villager: its day and its sum are the row's, no number in it is from elsewhere, and it says
        at least one of the row's words (or is one of its sums). */
    function compareLine(values, line) {
        const own = values.filter((v) => typeof v === 'string'), words = textsOf(line, 'p').join(' ');
        const isOwn = (n) => values.some((v) => (typeof v === 'number' ? isSum(n, v)
            : numbersIn(v).concat(v.split('-').map(Number)).includes(n)));
        textsOf(line, 'time').concat(textsOf(line, 'b')).forEach((s) => need(values.some((v) => says(s, v)), 'page_more', [flat(s)]));
        need(numbersIn(words).every(isOwn) && (own.length === 0 || own.some((v) => says(words, v)) || !words), 'page_more', [flat(words)]);
    }

    /** What is said first: a figure of the record, or the sum of a column. */
    function compareSums(all, rows, words) {
        const sums = {};
        rows.forEach((row) => Object.keys(row).forEach((name) => { sums[name] = (sums[name] || 0) + row[name]; }));
        const own = [].concat(...all.concat(sums).map(valuesOf)).concat(0);
        numbersIn(words).forEach((n) => need(own.some((v) => isSum(n, v)), 'page_more', [n]));
    }

    /** As many on the page as in the record, each held against its own. */
    function compareAll(rows, shown, compare) {
        rows.forEach((row, i) => {
            need(shown[i], 'page_other', [valuesOf(row).join(' ')]);
            compare(valuesOf(row), shown[i]);
        });
        need(shown.length <= rows.length, 'page_more', [flat(shown.length ? shown[shown.length - 1].textContent : '')]);
    }

    /** @param {Element} section of the item @param {Object} doc @returns {Lamp} */
    function comparePage(section, doc) {
        const rows = doc.rows || [], whole = section.textContent, [, village, , item] = root.location.pathname.slice(1).split('/');
        const lines = Array.from(section.querySelectorAll('.say li')).filter((li) => !li.querySelector('a')); // objections lead on
        try {
            need(village === doc.village && item === doc.item, 'page_other', [doc.village + ' ' + doc.item]);
            need(saysPeriod(textsOf(section, 'h2').join(' '), doc.period || ''), 'page_other', [doc.period]);
            compareRow([].concat(...(doc.head || []).map(valuesOf)), textsOf(section, '.facts dd'));
            compareAll(rows, Array.from(section.querySelectorAll('tbody tr')), (values, tr) => compareRow(values, textsOf(tr, 'td')));
            compareAll(rows, lines, compareLine);
            compareSums(rows.concat(doc.head || []), rows, textsOf(section, '.say3').join(' '));
            [doc.note, doc.meeting].filter(Boolean).forEach((s) => need(flat(whole).includes(flat(s)), 'page_other', [s]));
        } catch (e) {
            return lampOf(e);
        }
        return lamp('good', 'page_same');
    }

    // -- one box -----------------------------------------------------------------------------------------------------------------

    /** The log that a matter's proof must be of: its own town's. @param {string} number @param {string} origin */
    function ownLog(number, origin) {
        const code9 = (number.split('-')[0] + '000000000').slice(0, 9), parts = /(\/log\/\d{9})(?:\/e([1-9]\d{0,8}))?$/.exec(origin);
        need(parts && parts[1] === '/log/' + code9, 'other_log', [origin, '/log/' + code9]);
        return { base: parts[1], epoch: Number(parts[2] || 0) };
    }

    /** What was laid out, its lamp beside the proof's: is it the text of this matter, does the page say the same? */
    function lampsOfText(box, number, bytes) {
        const doc = readDocument(bytes) || {}, section = box.closest('[data-shows]');
        const lamps = doc.number && doc.number !== number ? [lamp('bad', 'text_number', doc.number)] : [];
        return section ? lamps.concat(comparePage(section, doc)) : lamps;
    }

    /** The page still says what the site says was withdrawn. */
    function isSpoken(box) {
        const section = box.closest('[data-shows]');
        return section && section.querySelector('tbody tr, .facts dd');
    }

    /** Runs one step and keeps its lamp, or what went wrong with it. */
    async function light(lamps, step) {
        try {
            const lit = await step();
            if (lit) lamps.push(lit);
        } catch (e) {
            lamps.push(lampOf(e));
        }
    }

    /** @param {Element} box @param {function(string): ?Kept} lastVisit */
    async function check(box, lastVisit) {
        const number = box.getAttribute('data-check'), at = '/c/' + encodeURIComponent(number);
        const [file, doc] = await Promise.all([getText(at + '/proof', 'proof_form'), ask(at + '/doc')]);
        need(doc.status === 200 || doc.status === 404 || doc.status === 410, 'refused', [at + '/doc ' + doc.status]);
        const text = doc.status === 200 ? doc.bytes : null;
        const own = ownLog(number, Proof.readCheckpoint(Proof.readNote(Proof.readProof(file).note).text).origin);
        const log = logAt(own.base, own.epoch), kept = lastVisit(own.base), here = await log.open();
        const { lamps, found } = judge(file, text, here.vkey);
        if (text) await light(lamps, () => { lamps.push(...lampsOfText(box, number, text)); });
        else if (isSpoken(box)) lamps.push(lamp('bad', 'text_hidden'));
        if (found) await light(lamps, async () => {
            await needPlace(log, found);
            await needGrowth(log, found.checkpoint, here.checkpoint);
        });
        let now = here, epoch = own.epoch;
        await light(lamps, async () => {
            epoch = await newestEpoch(own.base, own.epoch);
            const newest = epoch === own.epoch ? log : logAt(own.base, epoch);
            now = newest === log ? here : await newest.open();
            return sinceLastVisit(own.base, kept, epoch, newest, now);
        });
        if (verdict(lamps) === 'good' && canRemember()) remember(own.base, { epoch, vkey: now.vkey, note: now.note, at: Date.now() });
        const more = [unknown(now.checkpoint, true, now.vkey), takeFile(), againButton(box, lastVisit)];
        if (text) more.unshift(rawText(text));
        show(box, lamps, ...more);
    }

    function takeFile() {
        const link = node('a', '', say('take_file'));
        link.setAttribute('href', '/verify.html');
        return link;
    }

    function againButton(box, lastVisit) {
        const button = node('button', '', say('again'));
        button.setAttribute('type', 'button');
        button.addEventListener('click', () => { run(box, lastVisit); });
        return button;
    }

    async function run(box, lastVisit) {
        const hadFocus = box.contains(document.activeElement) && document.activeElement.tagName === 'BUTTON';
        const old = box.querySelector('.checked');
        if (old) box.removeChild(old);
        box.appendChild(node('p', 'checked note', say('busy')));
        try {
            await check(box, lastVisit);
        } catch (e) {
            show(box, [lampOf(e)], unknown(null, true), takeFile(), againButton(box, lastVisit));
        }
        if (hadFocus) box.querySelector('.checked button').focus();
    }

    /** Every box in turn; the last visit is what was remembered before this one. */
    async function start() {
        const before = {};
        const lastVisit = (base) => {
            if (!(base in before)) before[base] = canRemember() ? recall(base) : null;
            return before[base];
        };
        for (const box of Array.from(document.querySelectorAll('[data-check]'))) {
            box.setAttribute('aria-live', 'polite');
            await run(box, lastVisit);
        }
    }

    root.Check = { say, node, lamp, judge, show, rawText, unknown };
    start();
}(window));
