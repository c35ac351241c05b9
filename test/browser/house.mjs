// SPDX-License-Identifier: Apache-2.0
// A house to look at: a copy of the demo folder, a server with a clock set by hand, and browsers the size of a phone.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { SHAICHANG: program, CHECK_DIR: checkDir } = process.env;
const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const VILLAGE = '371603106200'; // 黄一村
export const TOWN = '371603106';

const until = async (what, seconds, holds) => {
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const found = await holds();
        if (found) return found;
        assert(Date.now() < end, `waited ${seconds} s for ${what}`);
        await new Promise((done) => setTimeout(done, 200));
    }
};

const freePort = () => new Promise((done) => {
    const s = net.createServer().listen(0, '127.0.0.1', () => {
        const { port } = s.address();
        s.close(() => done(port));
    });
});

// -- days, as the demo counts them ---------------------------------------------------------------------------------------
const SHANGHAI = 8 * 3600e3;
export const dayOf = (ms) => new Date(ms + SHANGHAI).toISOString().slice(0, 10);
export const addDays = (day, n) => new Date(Date.parse(day) + n * 864e5).toISOString().slice(0, 10);
const monthAfter = (day) => {
    const d = new Date(Date.parse(day.slice(0, 7) + '-01'));
    d.setUTCMonth(d.getUTCMonth() + 1);
    return d.toISOString().slice(0, 7);
};

export class House {
    // The clock stands at nine in the morning of the second day of the month after the demo's last: new openings are due.
    // factor: town and county are asked for the second factor, as in a real house.
    static async start({ factor = false } = {}) {
        const house = new House();
        const demo = execFileSync(path.join(root, 'test/demo.sh'), { encoding: 'utf8' }).trim();
        house.work = fs.mkdtempSync(path.join(checkDir, 'proof-browser-'));
        house.data = path.join(house.work, 'data');
        fs.cpSync(demo, house.data, { recursive: true });
        const lived = dayOf(fs.statSync(path.join(demo, 'demo-accounts.csv')).mtimeMs);
        house.month = lived.slice(0, 7); // the month that is laid out now
        house.clock = path.join(house.work, 'clock');
        house.setDay(`${monthAfter(lived)}-02`);
        if (factor) {
            const conf = path.join(house.data, 'house.conf'), said = fs.readFileSync(conf, 'utf8');
            fs.writeFileSync(conf, said.replace('second_factor=off', 'second_factor=on'));
        }
        house.accounts = readAccounts(path.join(house.data, 'demo-accounts.csv'));
        await house.serve();
        return house;
    }

    setDay(day, time = '09:00:00') {
        this.day = day;
        this.ms = Date.parse(`${day}T${time}+08:00`);
        fs.writeFileSync(`${this.clock}.new`, `${day}T${time}+08:00\n`);
        fs.renameSync(`${this.clock}.new`, this.clock);
    }

    // The clock goes on, on the same day.
    later(seconds) {
        this.setDay(this.day, new Date(this.ms + SHANGHAI + seconds * 1000).toISOString().slice(11, 19));
    }

    async serve() {
        const port = this.port || await freePort(); // again the same: what a phone remembers is kept by address
        this.port = port;
        this.url = `http://127.0.0.1:${port}`;
        this.log = fs.openSync(path.join(this.work, 'server.log'), 'a');
        this.server = spawn(program, ['serve', '--edge=http', `--data=${this.data}`, `--port=${port}`,
            `--base-url=${this.url}`, `--clock=${this.clock}`], { stdio: ['ignore', 'ignore', this.log] });
        await until('the server', 30, async () => {
            assert(this.server.exitCode === null, `the server ended: ${this.said()}`);
            return fetch(`${this.url}/healthz`).then((r) => r.ok, () => false);
        });
    }

    said() { return fs.readFileSync(path.join(this.work, 'server.log'), 'utf8').slice(-3000); }

    // The server ends; folder and browser stay, and serve() goes on with them.
    async halt() {
        this.server.kill('SIGTERM');
        await until('the end of the server', 20, () => this.server.exitCode !== null || this.server.signalCode);
    }

    // Somebody with sqlite3 at hand; the server must not run.
    sql(script) {
        return execFileSync('sqlite3', ['-batch', '-noheader', path.join(this.data, 'main.db')], { input: script, encoding: 'utf8' }).trim();
    }

    async stop() {
        if (this.browser) await this.browser.close();
        await this.halt();
        fs.rmSync(this.work, { recursive: true, force: true });
    }

    // A command of the program on this folder.
    run(...words) {
        const done = spawnSync(program, words, { encoding: 'utf8', env: { ...process.env, DATA: this.data, LANG: 'zh_CN.UTF-8' } });
        return { code: done.status, said: done.stdout + done.stderr };
    }

    // A reader with nothing in his pockets: own cookies, 360 px.
    async reader(options = {}) {
        this.browser ||= await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
        const { width = 360, height = 740, script = true } = options;
        const context = await this.browser.newContext({ viewport: { width, height }, javaScriptEnabled: script,
            baseURL: this.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
        context.setDefaultTimeout(15000);
        return Object.assign(await context.newPage(), { house: this.url });
    }

    // Somebody of the demo's accounts at his desk, in that office, for as long as `work` takes.
    async as(login, options, work) {
        const page = await this.reader(options);
        await signIn(page, login, this.accounts[login]);
        if (options.office) await takeOffice(page, options.office);
        const done = await work(page);
        await page.context().close();
        return done;
    }
}

function readAccounts(file) {
    const rows = fs.readFileSync(file, 'utf8').replace(/^\ufeff/, '').trim().split(/\r?\n/).slice(1);
    return Object.fromEntries(rows.map((row) => row.split(',').slice(0, 2)));
}

export async function signIn(page, login, secret) {
    await page.goto('/login');
    await page.fill('[name=login]', login);
    await page.fill('[name=password]', secret);
    await page.click('form:has([name=login]) button.go');
    assert.match(page.url(), /\/todo$/, `${login} is not let in: ${await text(page)}`);
}

// What an authenticator shows at that moment: RFC 6238 written down a second time, so that both are right or neither.
export function totp(secret, ms) {
    const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(ms / 30000)));
    const hash = createHmac('sha1', key).update(step).digest(), at = hash[19] & 15;
    return String((hash.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

// One person holds several offices and says in which he acts.
export async function takeOffice(page, words) {
    await open(page, '/acting');
    const button = page.locator('button[name=office]', { hasText: words });
    if (await button.count()) await Promise.all([page.waitForNavigation(), button.first().click()]);
}

// -- looking at a page ----------------------------------------------------------------------------------------------------
export const text = (page, selector = 'main') => page.locator(selector).first().innerText();

export async function sees(page, what, selector = 'main') {
    const there = await text(page, selector);
    const holds = what instanceof RegExp ? what.test(there) : there.includes(what);
    assert(holds, `"${what}" is not on ${page.url()}:\n${there.slice(0, 3000)}`);
    return there;
}

// Goes there and wants that status.
export async function open(page, href, status = 200) {
    const answer = await page.goto(href);
    assert.equal(answer.status(), status, `${href}: ${answer.status()} ${(await text(page)).slice(0, 500)}`);
    return answer;
}

// Presses a button and waits for the page it leads to.
export async function press(page, selector) {
    const [answer] = await Promise.all([page.waitForNavigation(), page.click(selector)]);
    return answer;
}

export { assert, until };

// Where this month's matter of an item stands, once it has fallen due for the village's accountant.
export const fallsDue = (page, house, item) => until(`${item} to fall due`, 30, async () => {
    await open(page, `/p/${VILLAGE}/disclosure?f.item=${item}&f.period=${house.month}&state=awaited`);
    const link = page.locator('.items a[href^="/case/"]').first();
    return (await link.count()) && link.getAttribute('href');
});

// A month in which nothing moved, typed into the form of that matter.
export async function typesQuietMonth(page, href, note = '本月没有收支。') {
    await open(page, `${href}/submit`);
    for (const balance of ['期初余额', '期末余额']) await page.getByLabel(balance).fill('164905');
    await page.fill('[name="f.note"]', note);
}

// Runs one proof, keeps the pictures and the server's words of one that failed, says the last line for ./check.
export async function prove(name, body) {
    const houses = [];
    const newHouse = async (options) => {
        houses.push(await House.start(options));
        return houses[houses.length - 1];
    };
    try {
        console.log(await body(newHouse));
    } catch (e) {
        console.error(e);
        for (const house of houses) await keepEvidence(house, name);
        console.log(`FAILED: ${e.message.split('\n')[0]}`);
        process.exitCode = 1;
    } finally {
        for (const house of houses) await house.stop();
    }
}

async function keepEvidence(house, name) {
    const pages = house.browser?.contexts().flatMap((c) => c.pages()) ?? [];
    for (const [i, page] of pages.entries())
        await page.screenshot({ path: path.join(checkDir, `${name}-failed-${i}.png`), fullPage: true }).catch(() => {});
    if (house.server.exitCode !== null || house.server.signalCode)
        console.error(`the server ended: ${house.server.exitCode ?? house.server.signalCode}`);
    console.error(house.said());
}
