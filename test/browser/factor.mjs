// SPDX-License-Identifier: Apache-2.0
// The second factor of town and county on a phone, with and without JavaScript: set up from the picture, given, taken
// once, replaced by a spare code, asked of programs, reset from above. And the secret once more before what cannot be
// taken back.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { assert, fallsDue, open, press, prove, sees, signIn, takeOffice, text, totp, typesQuietMonth, VILLAGE } from './house.mjs';

async function withPassword(page, login, secret) {
    await open(page, '/login?next=%2Ftodo');
    await page.fill('[name=login]', login);
    await page.fill('[name=password]', secret);
    return press(page, 'form:has([name=login]) button.go');
}

async function giveCode(page, code) {
    await page.fill('[name=code]', code);
    return press(page, 'form[action="/login/factor"] button.go');
}

// What a telephone reads off the screen.
async function scan(page, work) {
    const file = path.join(work, 'enrol.png');
    await page.locator('.qr svg').screenshot({ path: file });
    const said = execFileSync('zbarimg', ['-q', '--raw', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return new URL(said.trim());
}

async function enrols(house, page, login) {
    assert.equal((await withPassword(page, login, house.accounts[login])).status(), 200);
    await sees(page, '设动态码');
    const uri = await scan(page, house.work), secret = uri.searchParams.get('secret');
    assert.equal(uri.protocol, 'otpauth:');
    assert.match(decodeURIComponent(uri.pathname), /晒场/);
    assert.equal((await text(page, '.code')).replace(/\s/g, ''), secret, 'picture and letters differ');

    // Half in is nobody: no desk, no other page, no form of theirs.
    for (const href of ['/todo', '/acting', `/p/${VILLAGE}`]) {
        await open(page, href, 401);
        await sees(page, '动态码');
    }
    await page.click('.acts .go');
    await sees(page, '设动态码');
    assert.equal((await scan(page, house.work)).searchParams.get('secret'), secret, 'another secret after a look elsewhere');

    assert.equal((await giveCode(page, totp(secret, house.ms + 3600e3))).status(), 401);
    await sees(page, '动态码不对', '.summary');
    const before = await session(page);
    assert.equal((await giveCode(page, totp(secret, house.ms))).status(), 200);
    await sees(page, '十张备用码');
    assert.notEqual(await session(page), before, 'the half session became the whole one');
    const spares = await page.locator('.spares code').allInnerTexts();
    assert.equal(new Set(spares).size, 10);
    await page.click('.do1 .go');
    assert(page.url().endsWith(`/p/${VILLAGE}`), 'not where he was going');
    return { secret, spares };
}

const session = async (page) => (await page.context().cookies()).find((c) => c.name === 's')?.value;

async function signsInAgain(house, options, login, { secret, spares }) {
    const page = await house.reader(options);
    house.later(60);
    await withPassword(page, login, house.accounts[login]);
    await sees(page, '还差一步');
    const code = totp(secret, house.ms);
    await giveCode(page, `${code.slice(0, 3)} ${code.slice(3)}`);
    assert.match(page.url(), /\/todo$/, await text(page));

    // Taken once: not by somebody who looked over the shoulder.
    const other = await house.reader(options);
    await withPassword(other, login, house.accounts[login]);
    assert.equal((await giveCode(other, code)).status(), 401);
    await sees(other, '已经用过', '.summary');
    await giveCode(other, spares[0].toLowerCase());
    assert(!/login/.test(other.url()), await text(other));
    const third = await house.reader(options);
    await withPassword(third, login, house.accounts[login]);
    assert.equal((await giveCode(third, spares[0])).status(), 401);
    await third.context().close();
    await other.context().close();
    return page;
}

async function programs(house, login, { secret }) {
    const ask = async (more) => {
        const answer = await fetch(`${house.url}/api/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ login, secret: house.accounts[login], ...more }) });
        return { status: answer.status, ...await answer.json() };
    };
    house.later(60);
    const without = await ask({});
    assert.equal(without.status, 401);
    assert.equal(without.field, 'code');
    assert.match(without.hint, /身份验证器/);
    assert.equal((await ask({ code: totp(secret, house.ms + 3600e3) })).status, 401);
    const good = await ask({ code: totp(secret, house.ms) });
    assert.equal(good.status, 200);
    assert.equal((await ask({ code: totp(secret, house.ms) })).status, 401, 'a code was taken twice');
    const other = await fetch(`${house.url}/api/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ login: 'daili', secret: house.accounts.daili, code: '123456' }) });
    assert.equal(other.status, 403);
    assert.match((await other.json()).hint, /浏览器/);
}

// Five wrong ones, and even the right one waits a minute.
async function guesses(house, options, login, { secret }) {
    const page = await house.reader(options);
    await withPassword(page, login, house.accounts[login]);
    for (let i = 0; i < 5; i++) await giveCode(page, '000000');
    house.later(30);
    assert.equal((await giveCode(page, totp(secret, house.ms))).status(), 413);
    await sees(page, '请等 1 分钟', '.summary');
    house.later(31);
    await giveCode(page, totp(secret, house.ms));
    assert.match(page.url(), /\/todo$/, await text(page));
    await page.context().close();
}

// A login that exists and one that does not: the same words, the same length, about the same time.
async function tellsNothing(house) {
    const ask = async (login) => {
        const began = performance.now();
        const answer = await fetch(`${house.url}/api/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ login, secret: 'not-this-one' }) });
        const said = await answer.json();
        delete said.request;
        return { ms: performance.now() - began, said: JSON.stringify([answer.status, said]) };
    };
    const known = [], unknown = [];
    for (let i = 0; i < 6; i++) { // into the lock and out of it: alike as well
        known.push(await ask('daili'));
        unknown.push(await ask('diali'));
    }
    assert.deepEqual(known.map((a) => a.said), unknown.map((a) => a.said));
    const middle = (all) => all.map((a) => a.ms).sort((a, b) => a - b)[3];
    assert(middle(unknown) > middle(known) / 3, `unknown ${middle(unknown)} ms, known ${middle(known)} ms`);

    const page = await house.reader();
    const bodies = [];
    for (const login of ['qu', 'uq']) {
        const answer = await withPassword(page, login, 'not-this-one');
        bodies.push([answer.status(), (await answer.body()).length]);
    }
    assert.deepEqual(bodies[0], bodies[1]);
    await page.context().close();
}

// A password of one's own: long, typed twice, the old one first; the others are out.
async function changesPassword(house, options) {
    const other = await house.reader(options), page = await house.reader(options);
    for (const one of [other, page]) await withPassword(one, 'xianfeng', house.accounts.xianfeng);
    const change = async (old, fresh, again = fresh) => {
        await page.fill('[name=old]', old);
        await page.fill('[name=password]', fresh);
        await page.fill('[name=password2]', again);
        return press(page, 'button[value=password]');
    };
    await open(page, '/account');
    for (const [old, fresh, again, said] of [
        [house.accounts.xianfeng, '冬枣红了', '冬枣红了', '12 个字以上'],
        [house.accounts.xianfeng, '冬枣红了请大家来晒场看账', '冬枣红了', '两遍不一样'],
        ['not-this-one', '冬枣红了请大家来晒场看账', undefined, '密码不对']]) {
        assert.equal((await change(old, fresh, again)).status(), 422);
        await sees(page, said, '.summary');
    }
    await change(house.accounts.xianfeng, '冬枣红了请大家来晒场看账');
    await sees(page, '密码改好了');
    await open(other, '/todo', 401);
    await withPassword(other, 'xianfeng', house.accounts.xianfeng);
    await sees(other, '登录名或密码不对', '.summary');
    await withPassword(other, 'xianfeng', '冬枣红了请大家来晒场看账');
    assert.match(other.url(), /\/todo$/);
    await other.context().close();
    await page.context().close();
}

// -- the secret once more ---------------------------------------------------------------------------------------------------

async function readyToPublish(house, options, item) {
    const number = await house.as('wenshu', { ...options, office: '黄一村 集体经济组织会计' }, async (page) => {
        const href = await fallsDue(page, house, item);
        await typesQuietMonth(page, href);
        await press(page, 'button[value=check]');
        await press(page, 'button[value=send]');
        return href.split('/').pop();
    });
    for (const login of ['jianwei', 'jianwei2'])
        await house.as(login, options, async (page) => {
            await open(page, `/case/${number}/pass`);
            await press(page, 'button[value=send]');
        });
    return number;
}

async function publishes(house, options, number) {
    await house.as('caiwu', { ...options, office: '黄一村 财务负责人' }, async (page) => {
        await open(page, `/case/${number}/fix`);
        await page.fill('[name="f.meeting_no"]', '两委联席会');
        house.later(301);
        await press(page, 'button[value=check]');
        await sees(page, '再输一次密码');
        await sees(page, '两委联席会');
        assert.equal((await press(page, 'button[value=send]')).status(), 422); // nothing given
        await page.fill('[name=proof]', 'not-this');
        assert.equal((await press(page, 'button[value=send]')).status(), 422);
        await sees(page, '密码不对', '.summary');
        await sees(page, '两委联席会');
        await page.fill('[name=proof]', house.accounts.caiwu);
        await press(page, 'button[value=send]');
        assert.match(page.url(), /done=fix|todo/, await text(page));

        // For five minutes it is he; what else cannot be taken back does not ask again.
        house.later(240);
        await open(page, `/case/${number}`);
    });
}

async function programPublishes(house, number) {
    const call = async (address, body, token) => {
        const answer = await fetch(`${house.url}/api/v1/${address}`, { method: 'POST', body: JSON.stringify(body),
            headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) } });
        return { status: answer.status, body: await answer.json() };
    };
    const token = async () => (await call('session', { login: 'shuji', secret: house.accounts.shuji })).body.token;
    const old = await token();
    house.later(301);
    const withdraw = { facts: { reason: '有人的电话写在里面' } };
    const refused = await call(`cases/${number}/actions/withdraw_privacy`, withdraw, old);
    assert.equal(refused.status, 403);
    assert.match(refused.body.hint, /POST \/api\/v1\/session/);
    const done = await call(`cases/${number}/actions/withdraw_privacy`, withdraw, await token());
    assert.equal(done.status, 200, JSON.stringify(done.body));
}

// Thirty tries a minute from one address, and here all come from one, wrong on purpose: a start counts anew.
async function startsAnew(house) {
    await house.halt();
    await house.serve();
}

await prove('factor', async (newHouse) => {
    const house = await newHouse({ factor: true });
    await house.as('wenshu', {}, (page) => sees(page, /今日待办/)); // the village is not asked
    for (const [login, options] of [['zhen', {}], ['zaohua', { script: false }]]) {
        const page = await house.reader(options);
        const factor = await enrols(house, page, login);
        await page.context().close();
        await (await signsInAgain(house, options, login, factor)).context().close();
        await programs(house, login, factor);
        await guesses(house, options, login, factor);
        const reset = house.run('user', 'factor', login);
        assert.equal(reset.code, 0, reset.said);
        const again = await house.reader(options);
        await withPassword(again, login, house.accounts[login]);
        await sees(again, '设动态码');
        await again.context().close();
        await startsAnew(house);
    }
    await tellsNothing(house);
    await startsAnew(house);
    await changesPassword(house, {});
    const number = await readyToPublish(house, {}, 'C2');
    await publishes(house, {}, number);
    await programPublishes(house, number);
    return 'the second factor set up, given, taken once, spared, waited for, reset; unknown and wrong are answered alike; the secret again before publishing, on pages and by programs';
});
