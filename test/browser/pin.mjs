// SPDX-License-Identifier: Apache-2.0
// The village signs in, on a phone, with and without JavaScript: the town prints a code and hands it over; the phone is
// made known, a PIN chosen; from then on six digits are enough here and nothing elsewhere; wrong ones wait; one person
// takes several offices in two villages; a code is good once; a new one ends the lost phone; a PIN is changed; a phone
// left alone reads, but acts only after its PIN.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { assert, open, press, prove, sees, takeOffice, text, until, VILLAGE } from './house.mjs';

const NAME_OF = {};

// -- the town ---------------------------------------------------------------------------------------------------------------

const line = (page, name) => page.locator('.who > li', { hasText: name });

// The clerk of this village, by the name the town sees; her villages, by the offices she holds.
async function findClerk(page) {
    await open(page, `/p/${VILLAGE}/sign-in`);
    NAME_OF.clerk = await page.locator('.who > li', { hasText: '村文书' }).locator('b').innerText();
}

// Asks for a code, says why when there is a phone already, and reads it off the sheet.
async function issue(house, page, why) {
    await open(page, `/p/${VILLAGE}/sign-in`);
    await Promise.all([page.waitForNavigation(), line(page, NAME_OF.clerk).locator('button[value=code]').click()]);
    if (why) {
        assert.equal((await press(page, 'button[value=send]')).status(), 422); // it has to be said
        await sees(page, '原来的手机还用不用', '.summary');
        await page.click(`label[for=lost-${why}]`);
    }
    house.later(301); // the town's own password is older than five minutes
    assert.equal((await press(page, 'button[value=send]')).status(), 422);
    await sees(page, '再输一次密码');
    if (why) await page.click(`label[for=lost-${why}]`);
    await page.fill('[name=proof]', house.accounts.zhen);
    assert.equal((await press(page, 'button[value=send]')).status(), 200);
    await sees(page, NAME_OF.clerk);
    const code = await text(page, '.slip b');
    assert.match(code, /^[2-9A-Z]{5} [2-9A-Z]{5}$/);
    return code;
}

// The sheet as it leaves the printer: the code, the name, the address in letters and as a picture; no buttons.
async function printed(house, page, code) {
    const pdf = path.join(house.work, 'sheet.pdf');
    await page.emulateMedia({ media: 'print' });
    fs.writeFileSync(pdf, await page.pdf({ format: 'A4' }));
    await page.emulateMedia({ media: 'screen' });
    const said = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    for (const words of [code, NAME_OF.clerk, `${house.url}/login/code`]) assert(said.includes(words), `${words} is not on paper`);
    assert(!said.includes('退出'), 'a button is on paper');
    assert.match(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }), /Pages:\s+1\n/);
    execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', pdf, pdf.replace('.pdf', '')]);
    const scanned = execFileSync('zbarimg', ['-q', '--raw', pdf.replace('.pdf', '.png')],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    assert.equal(scanned, `${house.url}/login/code`);
}

// -- the clerk --------------------------------------------------------------------------------------------------------------

async function useCode(page, code, pin, again = pin) {
    await open(page, '/login/code');
    await page.fill('[name=code]', code);
    await page.fill('[name=pin]', pin);
    await page.fill('[name=pin2]', again);
    return press(page, 'main form button.go');
}

async function givePin(page, pin) {
    await open(page, '/login');
    await page.fill('form:has([name=pin]) [name=pin]', pin);
    return press(page, 'form:has([name=pin]) button.go');
}

const leave = (page) => open(page, '/todo').then(() => press(page, 'form[action="/logout"] button'));

async function bindsHerPhone(page, code) {
    await open(page, '/login');
    await page.click('a[href="/login/code"]');
    assert.equal((await useCode(page, code, '295183', '295184')).status(), 422);
    await sees(page, '两遍不一样', '.summary');
    assert.equal(await page.inputValue('[name=code]'), code, 'the code is gone');
    assert.equal((await useCode(page, code, '123456')).status(), 422);
    await sees(page, '太好猜', '.summary');
    await useCode(page, code.toLowerCase().replace(' ', '-'), '２９５１８３'.normalize('NFKC'));
    assert.match(page.url(), /\/todo$/, await text(page));
    await leave(page);
    await givePin(page, '295183');
    assert.match(page.url(), /\/todo$/, await text(page));
}

async function elsewhere(house, options, code) {
    const page = await house.reader(options);
    await open(page, '/login');
    assert.equal(await page.locator('[name=pin]').count(), 0, 'a strange phone asks for a PIN');
    assert.equal((await useCode(page, code, '640917')).status(), 422); // good once
    await sees(page, '已经用过', '.summary');
    // Somebody who knows the PIN and makes a device cookie up.
    await page.context().addCookies([{ name: 'device', value: 'A'.repeat(43), url: house.url }]);
    assert.equal((await givePin(page, '295183')).status(), 401);
    await sees(page, '这台设备还没有登记过', '.summary');
    await page.context().close();
}

async function guesses(house, page) {
    await leave(page);
    for (let i = 1; i < 5; i++) {
        assert.equal((await givePin(page, '111222')).status(), 401);
        await sees(page, `还可以试 ${5 - i} 次`, '.summary');
    }
    await givePin(page, '111222');
    await sees(page, '请等 1 分钟', '.summary');
    await givePin(page, '295183'); // the right one waits, too
    await sees(page, '请等 1 分钟', '.summary');
    house.later(61);
    await givePin(page, '295183');
    assert.match(page.url(), /\/todo$/, await text(page));
}

// Several offices, two villages: the desk follows the office.
async function switches(page) {
    await open(page, '/acting');
    const offices = await page.locator('.offices button, .offices .note b').allInnerTexts();
    const villages = [...new Set(offices.map((o) => o.split(' ')[0]))];
    assert(offices.length > 2 && villages.length >= 2, `${offices}`);
    for (const village of villages.slice(0, 2)) {
        await takeOffice(page, `${village} 村文书`);
        await open(page, '/todo');
        assert.match(await text(page, '.top'), new RegExp(village));
        await sees(page, village, 'h1');
    }
    await takeOffice(page, `${villages[0]} 集体经济组织会计`);
    await open(page, '/todo');
    assert.match(await text(page, '.top'), /集体经济组织会计/);
}

// A phone left alone for half an hour still reads. To act it wants its PIN.
async function sleeps(house, page) {
    house.later(31 * 60);
    await open(page, '/acting');
    assert.equal((await press(page, '.offices button')).status(), 401);
    await sees(page, '再输一次密码');
    await page.click('.acts .go');
    await page.fill('form:has([name=pin]) [name=pin]', '295183');
    await press(page, 'form:has([name=pin]) button.go');
    await open(page, '/acting');
    assert.equal((await press(page, '.offices button')).status(), 200);
}

async function changesPin(house, options, page, code) {
    const tablet = await house.reader(options);
    await useCode(tablet, code, '640917');
    await open(page, '/account');
    assert.equal(await page.locator('button[value=end]').count(), 1, 'the tablet is not there');
    assert.equal(await page.locator('button[value=forget]').count(), 2);
    const change = async (old, fresh) => {
        await page.fill('[name=old]', old);
        await page.fill('[name=pin]', fresh);
        await page.fill('[name=pin2]', fresh);
        return press(page, 'button[value=pin]');
    };
    assert.equal((await change('111222', '730582')).status(), 422);
    await sees(page, '密码不对', '.summary');
    await change('295183', '730582');
    await sees(page, '密码改好了');
    await open(tablet, '/todo', 401); // the others are out
    await givePin(tablet, '640917'); // but known: each device has its own PIN
    assert.match(tablet.url(), /\/todo$/, await text(tablet));

    // Out of that one, and then it is no longer known at all.
    await open(page, '/account');
    await press(page, 'button[value=end]');
    await open(tablet, '/todo', 401);
    const other = page.locator('.who > li', { has: page.locator('button[value=forget]') }).filter({ hasNotText: '就是这里' });
    await Promise.all([page.waitForNavigation(), other.locator('button').click()]);
    assert.equal((await givePin(tablet, '640917')).status(), 401);
    await sees(tablet, '还没有登记过', '.summary');
    await tablet.context().close();
    await leave(page);
    await givePin(page, '730582');
    assert.match(page.url(), /\/todo$/, await text(page));
}

// The phone is lost: the town ends it while it hands out the next code.
async function isLost(house, options, town, page) {
    const code = await issue(house, town, 'yes');
    await open(page, '/todo', 401);
    assert.equal((await givePin(page, '730582')).status(), 401);
    await sees(page, '还没有登记过', '.summary');
    const fresh = await house.reader(options);
    await useCode(fresh, code, '518264');
    assert.match(fresh.url(), /\/todo$/, await text(fresh));
    await fresh.context().close();
}

async function journey(house, options) {
    const town = await house.reader(options);
    await open(town, '/login');
    await town.fill('[name=login]', 'zhen');
    await town.fill('[name=password]', house.accounts.zhen);
    await press(town, 'form:has([name=login]) button.go');
    await findClerk(town);
    const code = await issue(house, town);
    await printed(house, town, code);
    const phone = await house.reader(options);
    await bindsHerPhone(phone, code);
    await elsewhere(house, options, code);
    await guesses(house, phone);
    await switches(phone);
    await sleeps(house, phone);
    await changesPin(house, options, phone, await issue(house, await again(house, town), 'no'));
    await isLost(house, options, town, phone);
}

// The town was idle for half an hour as well: its session is over.
async function again(house, town) {
    await open(town, '/login');
    await town.fill('[name=login]', 'zhen');
    await town.fill('[name=password]', house.accounts.zhen);
    await press(town, 'form:has([name=login]) button.go');
    return town;
}

// -- who looked at a number: the asker reads it on the page of the slip, the county in its list ------------------------------

async function looked(house, options) {
    const call = async (address, body, token) => (await fetch(`${house.url}/api/v1/${address}`, { method: 'POST', body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) } })).json();
    const { token } = await call('session', { login: 'wenshu', secret: house.accounts.wenshu });
    const asked = await call(`p/${VILLAGE}/cases/issue`, { on_behalf: '北街张大娘',
        facts: { kind: 'question', detail: '路灯坏了', source: 'visit', contact: '13905430000' } }, token);
    const asker = await house.reader(options);
    const readSlip = async () => {
        await open(asker, '/slip');
        await asker.fill('[name=slip]', asked.slip);
        await press(asker, 'main form button');
    };
    await readSlip();
    await sees(asker, '还没有人看过');
    await house.as('wenshu', { ...options, office: '黄一村 村文书' }, async (page) => {
        await open(page, `/case/${asked.number}`);
        await page.click('details:has(input[name=field]) summary');
        await page.fill('[name=why]', '打电话问清是哪一盏');
        await press(page, 'details:has(input[name=field]) button');
        await sees(page, '13905430000');
    });
    await readSlip();
    await sees(asker, /村文书.*\n?.*打电话问清是哪一盏/s);
    assert(!(await text(asker)).includes('13905430000'));
    await asker.context().close();
    await house.as('qu', options, async (page) => {
        await open(page, '/p/371603106/looks');
        await sees(page, '打电话问清是哪一盏');
        await sees(page, NAME_OF.clerk);
        assert(!(await text(page)).includes('13905430000'), 'the number stands in the list of looks');
    });
    await house.as('zhen', options, (page) => open(page, '/p/371603106/looks', 403));
}

await prove('pin', async (newHouse) => {
    for (const options of [{}, { script: false }]) {
        const house = await newHouse();
        await journey(house, options);
        await looked(house, options);
    }
    return 'printed, handed over, bound, six digits here and nowhere else, slowed down, two villages, once, changed, lost, ended; who looked at a number is said to whom it belongs; with and without JavaScript';
});
