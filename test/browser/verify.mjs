// SPDX-License-Identifier: Apache-2.0
// A villager checks on the phone that nothing was changed: honest, after a byte, a leaf, a tile was changed behind the
// house's back, after the record was set back, and with the file that works without any server.
import { execFileSync, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { assert, open, press, prove, text, TOWN, until, VILLAGE } from './house.mjs';

const require = createRequire(import.meta.url);
const { toBase64, utf8, sha256, join } = require('../../ui/seal.js');
const { readProof, readNote } = require('../../ui/proof.js');

// The month before the one that is laid out last: its leaf stands in a tile that is full.
function monthsBefore(month, n) {
    const d = new Date(`${month}-01T00:00:00Z`);
    d.setUTCMonth(d.getUTCMonth() - n);
    return d.toISOString().slice(0, 7);
}

async function published(house) {
    const page = `/v/${VILLAGE}/${monthsBefore(house.month, 2)}/C2`;
    const { entries } = await fetch(`${house.url}${page}.json`).then((r) => r.json());
    const number = entries[0].number, [place, letter, year, seq] = number.split('-');
    return { page, number, where: `home = ${TOWN} and place = ${place.padEnd(18, '0')} and letter = '${letter}' and year = ${year} and seq = ${seq}` };
}

// -- what the phone says -----------------------------------------------------------------------------------------------------
async function verdictOf(page) {
    const done = page.locator('.checked[data-verdict]').first();
    await done.waitFor({ timeout: 30000 });
    return { verdict: await done.getAttribute('data-verdict'), said: await done.innerText() };
}

async function expect(page, verdict, ...words) {
    const got = await verdictOf(page);
    assert.equal(got.verdict, verdict, `${page.url()} says:\n${got.said}`);
    for (const w of words) assert(w.test(got.said), `${w} is not in:\n${got.said}`);
    return got.said;
}

// Comes to the item's page and taps; the keyboard taps too.
async function taps(page, item) {
    await open(page, item.page);
    assert.equal(await page.locator('script').count(), 0, 'a page that nobody wants to check needs no script');
    const link = page.locator(`#check-${item.number} a`).first();
    await link.focus();
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

async function checks(page, item, verdict, ...words) {
    await taps(page, item);
    return expect(page, verdict, ...words);
}

// -- honest ---------------------------------------------------------------------------------------------------------------------
async function asksSomething(house) {
    const page = await house.reader();
    await open(page, `/v/${VILLAGE}/ask`);
    await page.check('[name="f.kind"]');
    await page.fill('[name="f.detail"]', '北街的井盖松了，什么时候修？');
    await press(page, 'button[value=check]');
    await press(page, 'button[value=send]');
    await page.context().close();
}

const sizeNow = (house) => fetch(`${house.url}/log/${TOWN}/checkpoint`).then((r) => r.text()).then((s) => Number(s.split('\n')[1]));

async function grows(house) {
    const before = await sizeNow(house);
    await asksSomething(house);
    await until('a signed checkpoint', 10, async () => await sizeNow(house) > before);
}

async function honest(house, item) {
    const phone = await house.reader();
    await checks(phone, item, 'good', /一个字没动/, /签字是真的/, /头一回验/, /本页写的数目和文字，记录里都有/, /还没有镇外的人/);
    await phone.locator('.checked button').focus();
    await phone.keyboard.press('Enter');
    await expect(phone, 'good');
    await checks(phone, item, 'good', /记录没有变/);
    await grows(house);
    await checks(phone, item, 'good', /记录只往后加/);
    await open(phone, `/c/${item.number}`);
    await press(phone, `a[href^="/c/${item.number}?check"]`);
    await expect(phone, 'good', /一个字没动/, /记录没有变/);
    await speaksEnglish(house, item);
    await worksWithoutScript(house, item);
    return phone;
}

async function speaksEnglish(house, item) {
    const page = await house.reader();
    await page.context().addCookies([{ name: 'read', value: 'en.normal', url: house.url }]);
    await checks(page, item, 'good', /to the letter/, /the signature is genuine/, /those of the record/);
    await page.context().close();
}

async function worksWithoutScript(house, item) {
    const page = await house.reader({ script: false });
    await open(page, item.page);
    const plain = await text(page);
    await page.locator(`#check-${item.number} a`).first().click();
    const there = await text(page);
    for (const line of plain.split('\n')) assert(there.includes(line), `without scripts "${line}" is gone`);
    assert(there.includes('离线验证页'), 'nothing says what to do without scripts');
    await page.context().close();
}

// A phone that lets no page remember says so, and checks the rest.
async function forgetful(house, item) {
    const page = await house.reader();
    await page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } }));
    await checks(page, item, 'good', /不让网页记东西/);
    await page.context().close();
}

// -- changed behind the house's back -----------------------------------------------------------------------------------------------
const changedTile = (item, at) => {
    const tile = Math.floor(item.event / 256), from = ((item.event % 256) ^ at) * 32;
    return `drop trigger record_tile_kept; update record_tile set bytes = cast(substr(bytes, 1, ${from}) || zeroblob(32) ||` +
        ` substr(bytes, ${from + 33}) as blob) where home = ${TOWN} and level = 0 and n = ${tile};`;
};

function tampers(item) {
    const version = `home = ${TOWN} and id = ${item.id} and version = ${item.version}`;
    return [
        ['one published byte', `update process_document set bytes = replace(bytes, '7', '8') where ${version};`, /记下以后有人改过文字/],
        ['one leaf', `drop trigger record_event_kept; update record_event set leaf = replace(leaf, '"t":1', '"t":2') where home = ${TOWN}` +
            ` and idx = ${item.event};`, /签过字的记录里没有这一条/],
        ['one tile', changedTile(item, 1), /签过字的记录里没有这一条/],
        ["the leaf's own place in a tile", changedTile(item, 0), /位置上，放的不是这一条/],
        ['the last checkpoint', `drop trigger record_checkpoint_kept; update record_checkpoint set note = replace(note, char(10) || size || char(10),` +
            ` char(10) || (size - 1) || char(10)) where home = ${TOWN} and size = (select max(size) from record_checkpoint where home = ${TOWN});`,
        /签字是假的|拿不出/],
    ];
}

// A copy of the folder, put back when the work is done.
async function withCopy(house, work) {
    const kept = `${house.data}.kept`;
    await house.halt();
    fs.cpSync(house.data, kept, { recursive: true });
    await work();
    await house.halt();
    fs.rmSync(house.data, { recursive: true });
    fs.renameSync(kept, house.data);
    await house.serve();
}

async function tamper(house, item, [what, script, words]) {
    await withCopy(house, async () => {
        const changed = house.sql(`pragma trusted_schema = on; ${script} select changes();`);
        assert.equal(changed, '1', `${what}: ${changed} rows changed`);
        await house.serve();
        const phone = await house.reader();
        await checks(phone, item, 'bad', words, /打镇里或区里的电话/);
        await phone.context().close();
    });
    console.log(`${what}: the phone says so`);
}

// -- set back ----------------------------------------------------------------------------------------------------------------------
async function setBack(house, item) {
    const phone = await house.reader();
    await withCopy(house, async () => {
        await house.serve();
        await grows(house);
        await checks(phone, item, 'good');
    });
    // Now the folder is older than what the phone saw, signer's memory and all.
    await checks(phone, item, 'bad', /记录被退回到了从前/);
    await grows(house);
    await grows(house);
    await checks(phone, item, 'bad', /以前的内容被改写过/);
    const stranger = await house.reader();
    await checks(stranger, item, 'good'); // who was not here before cannot know
    await stranger.context().close();
    await phone.context().close();
}

// An honest restore: a new epoch that says so. The phone tells it, and goes on from there.
async function restored(house, item) {
    const phone = await house.reader(), backup = path.join(house.work, 'backup.db');
    const made = house.run('backup', backup);
    assert.equal(made.code, 0, made.said);
    await grows(house);
    await checks(phone, item, 'good', /头一回验/);
    await house.halt();
    const done = house.run('restore', backup);
    assert.equal(done.code, 0, done.said);
    await house.serve();
    await until('the epoch', 10, async () => (await fetch(`${house.url}/log/${TOWN}/e1/checkpoint`)).ok);
    await checks(phone, item, 'good', /恢复过旧备份/);
    await checks(phone, item, 'good', /记录没有变/);
    await phone.context().close();
}

// -- a server that lies ------------------------------------------------------------------------------------------------------------
// Each lie is told between the honest house and the phone.
async function lie(house, item, what, pattern, change, verdict, words, status) {
    const phone = await house.reader();
    await phone.route(pattern, async (route) => {
        const answer = await route.fetch();
        const told = await answer.text(), changed = change(told);
        assert.notEqual(changed, told, `${what}: nothing was changed`);
        await route.fulfill({ response: answer, body: Buffer.from(changed), status: status || answer.status() });
    });
    await checks(phone, item, verdict, words);
    await phone.context().close();
    console.log(`${what}: the phone says so`);
}

async function lies(house, item) {
    const page = (url) => url.pathname === item.page && url.search !== '';
    await lie(house, item, 'a figure on the page that is not in the record', page, (s) => s.replace(/(<td class="num">)[1-9]([\d,.]+)/, '$199$2'), 'bad', /记录里的“.*”，本页没有写|记录里没有/);
    await lie(house, item, 'a sum in the words above the table', page, (s) => s.replace(/(<b>)[1-9]([\d,.]+)/, '$199$2'), 'bad', /本页写着.*记录里没有/);
    await lie(house, item, 'a sum that is said first', page, (s) => s.replace(/(<p class="say3">[^<\d]*)\d([\d,.]+)/, '$199$2'), 'bad', /本页写着.*记录里没有/);
    await lie(house, item, 'a figure within the words', page, (s) => s.replace(/(<time>.*?<p>[^<]*?)(\d+)/, '$199$2'), 'bad', /本页写着.*记录里没有/);
    await lie(house, item, 'words put in place of others', page, (s) => s.replace(/(<time>[^<]*<\/time><p>)[^<]*/, '$1修路'), 'bad', /本页写着“修路”/);
    await lie(house, item, 'a line the words leave out', page, (s) => s.replace(/<li><time>.*?<\/li>/, ''), 'bad', /记录里/);
    await lie(house, item, 'another month over the same text', page, (s) => s.replace(/(<section class="entry.*?<h2>\d+年)\d+月/, '$11月'), 'bad', /记录里的“\d{4}-\d\d”，本页没有写/);
    await lie(house, item, 'a text that is said to be withdrawn, and shown', '**/doc', () => '', 'bad', /本页却还写着内容/, 404);
    await lie(house, item, 'a row the page leaves out', page, (s) => s.replace(/<tr><td.*?<\/tr>/, ''), 'bad', /本页没有写/);
    await lie(house, item, 'a row the page makes up', page, (s) => s.replace(/(<tr><td.*?<\/tr>)/, '$1$1'), 'bad', /记录里/);
    const other = (await fetch(`${house.url}/v/${VILLAGE}/${monthsBefore(house.month, 1)}/C2.json`).then((r) => r.json())).entries[0].number;
    const swap = async (phone) => phone.route(/\/c\/[^/]+\/(doc|proof)$/, async (route) => {
        const at = route.request().url().replace(item.number, other);
        await route.fulfill({ response: await route.fetch({ url: at }) });
    });
    const phone = await house.reader();
    await swap(phone);
    await checks(phone, item, 'bad', /另一件事的文字/);
    await phone.context().close();
    await unreachable(house, item);
    await otherKey(house, item);
}

async function unreachable(house, item) {
    const phone = await house.reader();
    await phone.route('**/proof', (route) => route.abort());
    await checks(phone, item, 'unsure', /没连上网/);
    await phone.context().close();
}

// The whole log signed anew with another key: only who was here before can know.
async function otherKey(house, item) {
    const { privateKey, publicKey } = crypto.generateKeyPairSync('ed25519');
    const pub = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })).slice(-32), typed = join(Uint8Array.of(1), pub);
    const keyOf = (name) => sha256(join(utf8(`${name}\n`), typed)).slice(0, 4);
    const sign = (note) => {
        const { text: signed } = readNote(note), name = signed.split('\n')[0];
        const signature = new Uint8Array(crypto.sign(null, utf8(signed), privateKey));
        return `${signed}\n— ${name} ${toBase64(join(keyOf(name), signature))}\n`;
    };
    const phone = await house.reader();
    await checks(phone, item, 'good');
    const change = (pattern, make) => phone.route(pattern, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: answer.ok() ? make(await answer.text()) : '' });
    });
    await change('**/checkpoint', sign);
    await change('**/proof', (file) => file.replace(readProof(file).note, sign(readProof(file).note)));
    await change('**/vkey', (vkey) => `${vkey.split('+')[0]}+${Buffer.from(keyOf(vkey.split('+')[0])).toString('hex')}+${toBase64(typed)}\n`);
    await checks(phone, item, 'bad', /不是同一把/);
    await phone.context().close();
    console.log('another key: the phone that was here before says so');
}

// -- the file that another party hands out ---------------------------------------------------------------------------------------------
async function offline(house, item) {
    const get = (at) => fetch(`${house.url}${at}`).then((r) => r.arrayBuffer()).then(Buffer.from);
    const given = { proof: await get(`/c/${item.number}/proof`), text: await get(`/c/${item.number}/doc`), key: await get(`/log/${TOWN}/vkey`) };
    const served = await fetch(`${house.url}/verify.html`), file = path.join(house.work, 'verify.html');
    assert.match(served.headers.get('content-security-policy'), /^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+';/);
    fs.writeFileSync(file, Buffer.from(await served.arrayBuffer()));
    const handed = await house.reader(), asked = [], spoken = [];
    handed.on('request', (r) => asked.push(r.url()));
    handed.on('console', (m) => spoken.push(m.text()));
    for (const where of [`${house.url}/verify.html`, pathToFileURL(file).href]) {
        await handed.goto(where);
        await gives(handed, given);
        await expect(handed, 'good', /一个字没动/, /签字是真的/, /不上网/);
        await gives(handed, { ...given, text: Buffer.from(given.text.toString().replace('7', '8')) });
        await expect(handed, 'bad', /有人改过文字/);
        await gives(handed, { ...given, key: Buffer.from(given.key.toString().replace(TOWN, '371603900')) });
        await expect(handed, 'bad', /钥匙不成样子/);
        await gives(handed, { ...given, proof: Buffer.from(given.proof.toString().replace(/index (\d+)/, 'index 1$1')) });
        await expect(handed, 'bad', /没有这一条/);
    }
    await pastes(handed, given);
    assert.deepEqual(asked.filter((url) => !url.endsWith('/verify.html')), [], 'the file asks for nothing');
    assert.deepEqual(spoken, [], 'its own policy hinders it');
    await handed.context().close();
}

async function gives(page, given) {
    for (const [what, buffer] of Object.entries(given))
        await page.locator(`.half:not([hidden]) [data-fills="${what}"]`).setInputFiles({ name: what, mimeType: 'text/plain', buffer });
    await until('all three', 5, async () => {
        const there = await page.$$eval('.half:not([hidden]) [data-gives]', (all) => all.map((a) => a.value));
        return Object.values(given).every((g, i) => there[i] === g.toString());
    });
    await page.locator('.half:not([hidden]) button.go').click();
}

// What was copied out of a chat has won a line end; in English, by the keyboard.
async function pastes(page, given) {
    await page.reload();
    await page.locator('[data-lang=en]').focus();
    await page.keyboard.press('Enter');
    for (const [what, buffer] of Object.entries(given)) await page.locator(`.half:not([hidden]) [data-gives="${what}"]`).fill(`${buffer}\n`);
    await page.locator('.half:not([hidden]) button.go').focus();
    await page.keyboard.press('Enter');
    await expect(page, 'good', /to the letter/, /does not go online/);
}

// -- from paper --------------------------------------------------------------------------------------------------------------------
// The sheet's code, read by a camera, leads to the period's page, and a tap from there to the proof; so does the code typed.
async function fromPaper(house, item) {
    const period = item.page.split('/')[3], pdf = path.join(house.work, 'sheet.pdf'), quiet = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    fs.writeFileSync(pdf, Buffer.from(await fetch(`${house.url}/v/${VILLAGE}/sheet.pdf?period=${period}`).then((r) => r.arrayBuffer())));
    execFileSync('pdftoppm', ['-r', '100', '-png', pdf, pdf.replace('.pdf', '')]);
    const pictures = fs.readdirSync(house.work).filter((f) => /^sheet.*png$/.test(f)).map((f) => path.join(house.work, f));
    const scanned = spawnSync('zbarimg', ['-q', '--nodbus', '--raw', ...pictures], quiet).stdout.trim().split('\n')[0]; // one page has none
    const words = execFileSync('pdftotext', [pdf, '-'], quiet), own = /防改码\s*([A-Z2-7]{4}(?:-[A-Z2-7]{4}){2})/.exec(words)[1];
    const key = (await fetch(`${house.url}/log/${TOWN}/vkey`).then((r) => r.text())).trim();
    assert(words.replace(/\s/g, '').includes(key), 'the key is not on the paper');
    const page = await house.reader();
    await page.goto(scanned);
    await press(page, '.note a.row');
    await expect(page, 'good', /一个字没动/);
    await open(page, `/v/${VILLAGE}/${period}`);
    await page.fill('[name=code]', ` ${own.toLowerCase().replace(/-/g, ' ')}`);
    await press(page, 'form:has([name=code]) button');
    assert.match(await text(page, '.note[role=status]'), /每笔钱怎么来.*第 1 版/s);
    await press(page, '.note a.row');
    await expect(page, 'good');
    for (const [typed, says] of [[own.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')), /纸上的和记录对不上/], ['村里', /不像防改码/]]) {
        await open(page, `/v/${VILLAGE}/${period}`);
        await page.fill('[name=code]', typed);
        await press(page, 'form:has([name=code]) button');
        assert.match(await text(page), says);
        assert.equal(await page.inputValue('[name=code]'), typed, 'what was typed is lost');
    }
    await page.context().close();
}

await prove('verify', async (newHouse) => {
    const house = await newHouse();
    const item = await published(house);
    await until('a signed checkpoint', 10, async () => (await fetch(`${house.url}/c/${item.number}/proof`)).ok);
    await honest(house, item);
    await forgetful(house, item);
    await lies(house, item);
    await offline(house, item);
    await fromPaper(house, item);
    await house.halt();
    const row = house.sql(`select c.id, d.version, d.event from process_case as c join process_document as d using (home, id)` +
        ` where c.${item.where} order by d.version desc limit 1;`).split('|');
    [item.id, item.version, item.event] = row.map(Number);
    await house.serve();
    for (const t of tampers(item)) await tamper(house, item, t);
    await setBack(house, item);
    await restored(house, item);
    return 'verify: honest is green; a byte, a leaf, a tile, a checkpoint, a lie, another key, a record set back: the phone names it';
});
