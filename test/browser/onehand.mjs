// SPDX-License-Identifier: Apache-2.0
// One person, one hand: whoever is secretary, head and council chair does not carry an item alone, and nobody acts for
// the chair of the supervision committee by sending his form.
import { assert, open, press, prove, sees, takeOffice, text, until, VILLAGE } from './house.mjs';

// Every step that leads on, tried on the page and sent straight to the server; none may be taken.
async function mayNot(page, number, action, fields = {}) {
    const shown = await page.goto(`/case/${number}/${action}`);
    const said = await text(page);
    const sent = await page.evaluate(async ([path, values]) => {
        const form = await fetch('/todo').then((r) => r.text());
        const csrf = form.match(/name="csrf" value="([^"]+)"/)[1];
        const answer = await fetch(path, { method: 'POST', body: new URLSearchParams({ csrf, step: 'send', ...values }) });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        return { status: answer.status, said: page.querySelector('main').textContent.trim(), url: answer.url };
    }, [`/case/${number}/${action}`, fields]);
    assert(shown.status() >= 400 && shown.status() < 500, `${action} is offered: ${shown.status()} ${said}`);
    assert(sent.status >= 400 && sent.status < 500, `${action} was taken: ${sent.status} ${sent.said.slice(0, 300)}`);
    assert(/[。？！]|请/.test(sent.said) && sent.said.length > 8, `${action} is refused without a sentence: ${sent.said}`);
    return sent.said.replace(/\s+/g, ' ');
}

const stateOf = (page, number) => open(page, `/case/${number}`).then(() => text(page, '.st'));

// Prepares an item as clerk of the village, then tries to carry it through alone.
async function alone(house) {
    return house.as('yijiantiao', {}, async (page) => {
        await open(page, '/todo');
        const place = (await page.locator('a[href^="/p/"]').first().getAttribute('href')).match(/\d{12}/)[0];
        await open(page, `/p/${place}/disclosure?open=1`);
        const prepared = await prepareSomething(page, place);
        const said = [];
        for (const [action, fields] of [['pass', {}], ['fix', { 'f.meeting_no': '两委联席会' }]])
            for (const office of ['书记', '村委会主任', '理事长']) {
                await takeOffice(page, office);
                said.push(`${action} 以${office}: ${await mayNot(page, prepared, action, fields)}`);
            }
        return said;
    });
}

// The first item that one of his offices prepares: no change, or a sentence.
async function prepareSomething(page, place) {
    for (const office of ['书记', '村委会主任', '理事长']) {
        await takeOffice(page, office);
        await open(page, `/p/${place}/disclosure?state=awaited`);
        const cases = await page.locator('.items a[href^="/case/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
        for (const href of cases) {
            const shown = await page.goto(`${href}/submit`);
            if (shown.status() !== 200) continue;
            await page.fill('[name="f.note"]', '本期内容已在村务公开栏张贴，详见纸质材料。');
            await press(page, 'button[value=check]');
            if (await page.locator('button[value=send]').count()) await press(page, 'button[value=send]');
            if (/done=submit/.test(page.url())) return href.split('/').pop();
        }
    }
    throw new Error('there is nothing that he prepares');
}

// The clerk sends the forms of the supervision chair.
async function forTheChair(house, number) {
    return house.as('wenshu', {}, async (page) => {
        const before = await stateOf(page, number);
        const said = [];
        for (const [action, fields] of [['pass', {}], ['return', { 'f.reason': '替主任退回' }]])
            said.push(`${action}: ${await mayNot(page, number, action, fields)}`);
        assert.equal(await stateOf(page, number), before, 'the case moved');
        return said;
    });
}

async function clerkHandsIn(house) {
    return house.as('wenshu', {}, async (page) => {
        const href = await until('the month to fall due', 30, async () => {
            await open(page, `/p/${VILLAGE}/disclosure?f.item=C2&f.period=${house.month}&state=awaited`);
            const link = page.locator('.items a[href^="/case/"]').first();
            return (await link.count()) && link.getAttribute('href');
        });
        await open(page, `${href}/submit`);
        await page.fill('[name="f.note"]', '本月逐笔见附表。');
        await press(page, 'button[value=check]');
        await press(page, 'button[value=send]');
        await sees(page, '监委会审核');
        return href.split('/').pop();
    });
}

await prove('onehand', async (newHouse) => {
    const house = await newHouse();
    const number = await clerkHandsIn(house);
    const refused = [...(await forTheChair(house, number)), ...(await alone(house))];
    for (const line of refused) console.log(line.slice(0, 160));
    return `${refused.length} tries with one hand refused, each with a sentence`;
});
