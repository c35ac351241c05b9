// SPDX-License-Identifier: Apache-2.0
// One person, one hand: whoever is secretary, head and council chair does not carry an item alone, nobody acts for the chair
// of the supervision committee by sending his form, and whoever is said to have signed on paper is told and may object.
import { assert, fallsDue, open, press, prove, sees, takeOffice, text, typesQuietMonth } from './house.mjs';

// Sends the form of a step straight to the server: it must be refused, with a sentence.
async function mayNot(page, number, action, fields = {}) {
    await open(page, '/acting');
    const [answer] = await Promise.all([page.waitForNavigation(), page.evaluate(([path, values]) => {
        const form = document.createElement('form');
        Object.assign(form, { method: 'post', action: path });
        for (const [name, value] of Object.entries({ csrf: document.querySelector('[name=csrf]').value, step: 'send', ...values })) {
            const input = Object.assign(document.createElement('input'), { type: 'hidden', name, value });
            form.append(input);
        }
        document.body.append(form);
        form.submit();
    }, [`/case/${number}/${action}`, fields])]);
    const summary = await page.locator('.summary').count();
    const said = (await text(page, summary ? '.summary' : 'main')).replace(/\s+/g, ' ');
    assert(answer.status() >= 400 && answer.status() < 500, `${action} was taken: ${answer.status()} ${said.slice(0, 300)}`);
    assert(said.length > 12, `${action} is refused without a sentence: ${said}`);
    return said;
}

const stateOf = (page, number) => open(page, `/case/${number}`).then(() => text(page, '.st'));

// -- the clerk sends the forms of the supervision chair ------------------------------------------------------------------
async function clerkHandsIn(house) {
    return house.as('wenshu', { office: '黄一村 集体经济组织会计' }, async (page) => {
        const href = await fallsDue(page, house, 'C2');
        await typesQuietMonth(page, href);
        await press(page, 'button[value=check]');
        await press(page, 'button[value=send]');
        await sees(page, '监委会审核');
        return href.split('/').pop();
    });
}

async function forTheChair(house, number) {
    return house.as('wenshu', {}, async (page) => {
        const before = await stateOf(page, number);
        const said = [];
        for (const office of ['村文书兼报账员', '集体经济组织会计']) {
            await takeOffice(page, `黄一村 ${office}`);
            for (const [action, fields] of [['pass', {}], ['return', { 'f.reason': '替主任退回' }]])
                said.push(`${office}, ${action}: ${await mayNot(page, number, action, fields)}`);
        }
        assert.equal(await stateOf(page, number), before, 'the case moved');
        return said;
    });
}

// -- the secretary types what the chair is said to have signed; the chair is told, and objects ---------------------------------
async function typesForTheChair(house, number) {
    return house.as('shuji', {}, async (page) => {
        await open(page, `/case/${number}/pass`);
        const refusals = [[{}, /没选是谁/], [{ signer: '曹翠英' }, /没写纸上是哪天/],
            [{ day: '2099-01-01' }, /还没到/], [{ day: '13月1日' }, /日期看不懂/], [{ day: house.day }, /没写这张纸存在哪里/]];
        for (const [typed, said] of refusals) {
            if (typed.signer) await page.selectOption('[name=signer]', { label: await label(page, typed.signer) });
            if (typed.day) await page.fill('[name=signed_on]', typed.day);
            assert.equal((await press(page, 'button[value=send]')).status(), 422);
            await sees(page, said, '.summary');
            if (typed.day) assert.equal(await page.inputValue('[name=signed_on]'), typed.day);
        }
        await page.fill('[name=filed_at]', '村档案柜 公开卷');
        await press(page, 'button[value=send]');
        await sees(page, /纸上签字：曹翠英；录入：韩来顺；纸上.*签，存在 村档案柜 公开卷/, '.time');
        await sees(page, '本人还没看过');
    });
}

const label = (page, name) => page.locator('[name=signer] option', { hasText: name }).first().innerText();

async function chairObjects(house, number) {
    await house.as('jianwei', {}, async (page) => {
        await sees(page, '您签过的纸，已录入');
        await press(page, `a[href*="${number}/papers/"]`);
        assert.equal((await press(page, 'button[value=not_mine]')).status(), 422);
        await sees(page, '没写为什么', '.summary');
        await page.fill('[name=reason]', '那天我没到会。');
        await press(page, 'button[value=not_mine]');
        assert(!(await text(page)).includes('您签过的纸，已录入'));
        await open(page, `/case/${number}`);
        await sees(page, /不是本人签的[^]*那天我没到会/, '.time');
        assert.match(await text(page, '.st'), /监委会审核/);
    });
    await house.as('zhen', {}, (page) => page.locator(`a[href="/case/${number}"]`).first().waitFor());
    await house.as('jianwei2', {}, async (page) => {
        await open(page, `/case/${number}/pass`);
        await press(page, 'button[value=send]');
        assert.match(await stateOf(page, number), /监委会审核/, 'a disputed signature was counted');
    });
    await house.as('jianwei', {}, async (page) => {
        await open(page, `/case/${number}/pass`);
        await press(page, 'button[value=send]');
        assert.match(await stateOf(page, number), /会上定稿/);
    });
}

// -- secretary, head and council chair in one person -----------------------------------------------------------------------
const OFFICES = ['村党支部书记', '村委会主任', '集体经济组织理事长'];

// He opens and prepares the branch's own item: it is his to prepare.
async function prepares(page, place) {
    await open(page, `/p/${place}/disclosure/new`);
    await page.selectOption('[name=item]', 'A2');
    await press(page, 'main form button');
    const number = page.url().match(/\/case\/([0-9A-Z-]+)/)[1];
    await open(page, `/case/${number}/submit`);
    await page.fill('[name="f.note"]', '三季度开党员大会一次，慰问老党员两户。');
    await press(page, 'button[value=check]');
    await press(page, 'button[value=send]');
    assert.match(page.url(), /done=submit/);
    return number;
}

async function signersOf(page, number) {
    await open(page, `/case/${number}/pass`);
    return page.locator('[name=signer] option[value]:not([value=""])').evaluateAll((all) => all.map((o) => o.value));
}

// What others signed on paper is not his to type in: the item is his own. His page says so and names who can, with the
// town's telephone; the form does not open, and sending it without one is refused.
async function maySignForNobody(house, page, number) {
    await open(page, `/case/${number}`);
    await sees(page, /在纸上签“同意、退回补正”的，不能由您录入/);
    await sees(page, /可以请这几位照纸录入：[^]*崔文清（镇党建办/);
    assert.equal(await page.locator('a[href^="tel:"]').count(), 1);
    assert.equal(await page.locator(`a[href$="${number}/pass"]`).count(), 0, 'offered what is then refused');
    await open(page, `/case/${number}/pass`, 403);
    const signers = await house.as('zhen', {}, (town) => signersOf(town, number));
    assert(signers.length > 0, 'nobody could have signed');
    const said = await mayNot(page, number, 'pass', { signer: signers[0], signed_on: house.day, filed_at: '村档案柜' });
    assert.match(said, /前面那一步是您办的/);
    return said;
}

// Another hand types them in; each signature is another person's.
async function typesSignatures(house, page, number) {
    const wants = await stateOf(page, number);
    await sees(page, '（录纸上签的）');
    for (let i = 0; (await stateOf(page, number)) === wants; i++) {
        const signers = await signersOf(page, number);
        assert(i < signers.length, 'everybody signed and it did not pass');
        await page.selectOption('[name=signer]', signers[i]);
        await page.fill('[name=signed_on]', house.day);
        await page.fill('[name=filed_at]', '村档案柜 公开卷');
        await press(page, 'button[value=send]');
    }
    await open(page, `/case/${number}`);
    await sees(page, '纸上签字', '.time');
}

async function triesAll(page, number, action, fields) {
    const before = await stateOf(page, number), said = [];
    for (const office of OFFICES) {
        await takeOffice(page, office);
        said.push(`${office}, ${action}: ${await mayNot(page, number, action, fields)}`);
    }
    assert.equal(await stateOf(page, number), before, 'the case moved');
    return said;
}

async function alone(house) {
    let number;
    const said = await house.as('yijiantiao', { office: OFFICES[0] }, async (page) => {
        await open(page, '/todo');
        const place = (await page.locator('a[href^="/p/"]').first().getAttribute('href')).match(/\d{12}/)[0];
        number = await prepares(page, place);
        const passes = await triesAll(page, number, 'pass', {});
        await takeOffice(page, OFFICES[0]);
        return [...passes, `for another: ${await maySignForNobody(house, page, number)}`];
    });
    await house.as('zhen', {}, (page) => typesSignatures(house, page, number));
    return house.as('yijiantiao', { office: OFFICES[0] }, async (page) =>
        [...said, ...await triesAll(page, number, 'fix', { 'f.meeting_no': '党员大会' })]);
}

await prove('onehand', async (newHouse) => {
    const house = await newHouse();
    const number = await clerkHandsIn(house);
    const refused = [...await forTheChair(house, number), ...await alone(house)];
    await typesForTheChair(house, number);
    await chairObjects(house, number);
    for (const line of refused) console.log(line.slice(0, 200));
    return `${refused.length} tries with one hand refused, each with a sentence; a sheet typed for the chair told to her, disputed, not counted`;
});
