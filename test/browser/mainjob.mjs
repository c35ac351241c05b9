// SPDX-License-Identifier: Apache-2.0
// The main job on a phone: a month's money is pasted, refused, put right, looked at, published, hung, read, checked,
// objected to and answered; the town sees it move. Once with JavaScript, once without.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { addDays, assert, fallsDue, open, press, prove, sees, text, until, VILLAGE, TOWN } from './house.mjs';

// An identity number that nobody has: right in form, no such person.
function idNumber() {
    const digits = '37160319000229000';
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const born = digits.replace('19000229', '19580312');
    const sum = [...born].reduce((s, d, i) => s + d * weights[i], 0);
    return born + '10X98765432'[sum % 11];
}

const wide = (s) => s.replace(/[0-9]/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));

// A range as WPS copies it: a title, headings with units, days with dots, full-width digits, a total row.
function range(month, { summary, total }) {
    const [y, m] = month.split('-').map(Number);
    const day = (d) => `${y}.${m}.${d}`;
    return [
        [`黄一村${y}年${m}月收支明细`],
        ['凭证号', '日期', '摘要', '收入（元）', '支出（元）', '经手人'],
        ['记-1', day(5), '修村北路涵洞，水泥管６节', '', wide('2300'), '王秀云'],
        ['记-2', day(18), '收冬枣园承包费，62亩', '31,000', '', ''],
        ['记-3', day(24), summary, '', '2,800.00', '王秀云'],
        ['合计', '', '', '31,000', total, ''],
    ].map((row) => row.join('\t')).join('\n');
}

const OPENING = 16490500;
const CLOSING = OPENING + 3100000 - 230000 - 280000;
const yuan = (fen) => (fen / 100).toFixed(2);

// The last piece of a case's address is its number.
const numberIn = (href) => href.match(/\/case\/([0-9A-Z-]+)/)[1];

async function fillMonth(page, pasted) {
    await page.getByLabel('期初余额').fill(yuan(OPENING));
    await page.getByLabel('期末余额').fill(yuan(CLOSING));
    await page.fill('[name="t.rows"]', pasted);
}

// -- the clerk ---------------------------------------------------------------------------------------------------------
const ACCOUNTANT = '黄一村 集体经济组织会计';

async function clerkSubmits(house, options) {
    return house.as('wenshu', { ...options, office: ACCOUNTANT }, async (page) => {
        const due = await fallsDue(page, house, 'C2');
        const bad = `保洁员工资，${idNumber()}`;
        await open(page, `${due}/submit`);

        // A bad total: said in a sentence, beside the note about the number, and nothing typed is lost.
        await fillMonth(page, range(house.month, { summary: bad, total: '5,200.00' }));
        assert.equal((await press(page, 'button[value=check]')).status(), 422);
        await sees(page, /合计写的是 5,200.*加起来是 5,100/, '.summary');
        await sees(page, /第 3 行“摘要”里有私人信息/);
        assert.equal(await page.inputValue('[name="t.rows"]'), range(house.month, { summary: bad, total: '5,200.00' }));
        assert.equal(await page.getByLabel('期初余额').inputValue(), yuan(OPENING));

        // The total is right now, the number still there: the guard says which row.
        await fillMonth(page, range(house.month, { summary: bad, total: '5,100.00' }));
        await press(page, 'button[value=check]');
        await press(page, 'button[value=send]');
        await sees(page, /第 3 行“摘要”里像有个人信息/, '.summary');
        assert((await page.inputValue('[name="t.rows"]')).includes('保洁员工资'), 'what was pasted is gone');

        await fillMonth(page, range(house.month, { summary: '保洁员 4 人工资', total: '5,100.00' }));
        await press(page, 'button[value=check]');
        await sees(page, '修村北路涵洞');
        await press(page, 'button[value=send]');
        assert.match(page.url(), /\/case\/.*done=submit/);
        return numberIn(due);
    });
}

async function clerkCorrects(house, options, number) {
    return house.as('wenshu', { ...options, office: ACCOUNTANT }, async (page) => {
        await open(page, `/case/${number}`);
        await sees(page, '缺发票');
        await open(page, `/case/${number}/submit`);
        await fillMonth(page, range(house.month, { summary: '保洁员 4 人当月工资，发票 2 张', total: '5,100.00' }));
        await press(page, 'button[value=check]');
        await press(page, 'button[value=send]');
        assert.match(page.url(), /done=submit/);
    });
}

// Takes a step of a case: fills its form, looks at the answers when asked to, sends.
async function step(house, login, options, number, action, fields = {}) {
    return house.as(login, options, async (page) => {
        await open(page, `/case/${number}/${action}`);
        for (const [name, value] of Object.entries(fields)) await page.fill(`[name="f.${name}"]`, value);
        if (await page.locator('button[value=check]').count()) await press(page, 'button[value=check]');
        await press(page, 'button[value=send]');
        assert.match(page.url(), new RegExp(`/todo$|done=${action}`), `${login} ${action}: ${await text(page)}`);
    });
}

// -- the villager ----------------------------------------------------------------------------------------------------------
// What a phone reads off the poster, as PNG and as printed from the PDF.
async function readPoster(house) {
    const get = async (kind) => {
        const file = path.join(house.work, `poster.${kind}`);
        fs.writeFileSync(file, Buffer.from(await (await fetch(`${house.url}/v/${VILLAGE}/poster.${kind}`)).arrayBuffer()));
        return file;
    };
    const quiet = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    const scan = (file) => execFileSync('zbarimg', ['-q', '--raw', file], quiet).trim().split('\n')[0];
    const png = scan(await get('png'));
    const printed = path.join(house.work, 'printed');
    execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', await get('pdf'), printed]);
    assert.equal(scan(`${printed}.png`), png);
    assert.equal(png.toLowerCase(), `${house.url}/v/${VILLAGE}`);
    return png;
}

async function villagerReads(house, page, address, number) {
    await open(page, address);
    await sees(page, '31,000');
    await sees(page, '5,100');
    await sees(page, '修村北路涵洞');
    await sees(page, '觉得不对');
    await page.click('.note a[href*="C2"]');
    await sees(page, '发票 2 张');
    await sees(page, '贴出后没人改过');
    assert.equal(await page.locator('.say li').count(), 3);

    // The proof: on the page, and by a program that trusts nothing but the key.
    await page.click(`a[href="/c/${number}"]`);
    await sees(page, '没人改过');
    await until('a signed checkpoint', 10, async () => (await fetch(`${house.url}/c/${number}/proof`)).ok);
    const checked = house.run('verify', `${house.url}/c/${number}/proof`);
    assert.equal(checked.code, 0, checked.said);
}

async function villagerObjects(house, page) {
    await open(page, `/v/${VILLAGE}/${house.month}/C2`);
    await page.click('a[href*="/object?number="]');
    await page.fill('[name="f.detail"]', '涵洞水泥管我数着只有五节，钱给多了吧');
    await page.check('[name="f.may_publish"]');
    await press(page, 'button[value=check]');
    await sees(page, '只有五节');
    await press(page, 'button[value=send]');
    const slip = (await text(page, '.slip b')).trim();
    assert.match(slip, /^\d{4} \d{4}$/);
    const number = (await text(page, '.done .soft')).trim();
    await sees(page, '五天内回话');
    return { slip, number };
}

async function villagerSeesAnswer(page, slip) {
    await open(page, '/slip');
    await page.fill('[name=slip]', slip);
    await press(page, 'main form button');
    await sees(page, '共六节，一节埋在路肩下');
    await sees(page, '已答复');
    await press(page, 'form[action="/slip/accept"] button');
    await sees(page, '答复过了');
}

// -- the town -----------------------------------------------------------------------------------------------------------------
// The figure for objections that wait in the village's row, and what its link opens.
async function townLooks(house, options) {
    return house.as('zhen', options, async (page) => {
        await open(page, `/town/${TOWN}`);
        const link = page.locator(`.matrix a[href^="/p/${VILLAGE}/objection"]`).first();
        const figure = Number(await link.innerText());
        await open(page, await link.getAttribute('href'));
        const cases = await page.locator('.items a[href^="/case/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
        assert.equal(cases.length, figure, 'the figure and its rows differ');
        return { figure, cases };
    });
}

async function story(house, options) {
    const number = await clerkSubmits(house, options);
    await step(house, 'jianwei2', options, number, 'return', { reason: '保洁员工资缺发票，补上再交' });
    await clerkCorrects(house, options, number);
    await step(house, 'jianwei', options, number, 'pass');
    await step(house, 'jianwei2', options, number, 'pass');
    house.setDay(addDays(house.day, 1));
    await step(house, 'caiwu', { ...options, office: '财务负责人' }, number, 'fix', { meeting_no: '两委联席会' });
    await step(house, 'wenshu', options, number, 'post_on_board', { board_on: house.day.replaceAll('-', '.') });

    const page = await house.reader(options);
    const address = await readPoster(house);
    await villagerReads(house, page, address, number);
    const before = await townLooks(house, options);
    const objection = await villagerObjects(house, page);
    const after = await townLooks(house, options);
    assert.equal(after.figure, before.figure + 1, 'the town did not see the objection');
    assert.deepEqual(after.cases.filter((c) => !before.cases.includes(c)).map(numberIn), [objection.number]);

    house.setDay(addDays(house.day, 2));
    await step(house, 'wenshu', options, objection.number, 'answer',
        { answer: '共六节，一节埋在路肩下，看得见的是五节。发票和收货单都在村部，欢迎来看。', public_text: '涵洞的水泥管到底几节？' });
    await step(house, 'jianwei2', options, objection.number, 'release');
    await villagerSeesAnswer(page, objection.slip);
    await open(page, `/v/${VILLAGE}/${house.month}/C2`);
    await sees(page, '共六节');
    assert.equal((await townLooks(house, options)).figure, before.figure, 'the town still sees it waiting');
}

await prove('mainjob', async (newHouse) => {
    for (const script of [true, false]) {
        const began = Date.now();
        await story(await newHouse(), { script });
        console.log(`${script ? 'with' : 'without'} JavaScript: ${((Date.now() - began) / 1000).toFixed(1)} s`);
    }
    return 'pasted, caught, returned, passed, published, hung, scanned, checked, objected, answered; with and without JavaScript';
});
