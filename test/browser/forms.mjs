// SPDX-License-Identifier: Apache-2.0
// Nothing that is typed is lost: a sign-in that ended while a form was being filled, another person at the same machine,
// another office, a form of an earlier sign-in.
import { assert, open, press, prove, sees, signIn, takeOffice, until, VILLAGE } from './house.mjs';

const NOTE = '本月没有收支。"<b>王</b>" & 三句话。\n第二行。';
const CLERK = ['wenshu', '黄一村 集体经济组织会计'];

const caseOf = (page, house, item) => until(`${item} to fall due`, 30, async () => {
    await open(page, `/p/${VILLAGE}/disclosure?f.item=${item}&f.period=${house.month}&state=awaited`);
    const link = page.locator('.items a[href^="/case/"]').first();
    return (await link.count()) && link.getAttribute('href');
});

async function atDesk(house, login, office) {
    const page = await house.reader();
    await signIn(page, login, house.accounts[login]);
    if (office) await takeOffice(page, office);
    return page;
}

async function fills(page, href) {
    await open(page, `${href}/submit`);
    for (const balance of ['期初余额', '期末余额']) await page.getByLabel(balance).fill('164905');
    await page.fill('[name="f.note"]', NOTE);
}

async function isFilled(page) {
    assert.equal(await page.inputValue('[name="f.note"]'), NOTE);
    assert.equal(await page.getByLabel('期末余额').inputValue(), '164905');
}

// The sign-in page carries it without showing a word of it.
async function isAtDoor(page, answer, status, why) {
    assert.equal(answer.status(), status);
    await sees(page, why);
    await sees(page, '写的一个字没少');
    const html = await page.content();
    assert(!html.includes('164905') && !html.includes('三句话'), 'the door shows what was typed');
    assert(!page.url().includes('kept'), 'it stands in the address');
}

async function signsInHere(page, house, login) {
    await page.fill('[name=login]', login);
    await page.fill('[name=password]', house.accounts[login]);
    return press(page, 'form:has([name=login]) button.go');
}

async function goesOn(page, href) {
    await sees(page, '您写的还在');
    await press(page, 'button[value=back]');
    assert.match(page.url(), new RegExp(`${href}/submit$`));
    await isFilled(page);
}

const stateOf = async (page, href) => { await open(page, href); return page.locator('.st').first().innerText(); };

// -- half an hour without a step -----------------------------------------------------------------------------------------------
async function leftAlone(house, href) {
    const page = await atDesk(house, ...CLERK);
    const before = await stateOf(page, href);
    await fills(page, href);
    house.later(31 * 60);
    await isAtDoor(page, await press(page, 'button[value=check]'), 401, '登录断了');
    await page.fill('[name=login]', CLERK[0]);
    await page.fill('[name=password]', 'wrong-wrong-wrong');
    await isAtDoor(page, await press(page, 'form:has([name=login]) button.go'), 401, '登录名或密码不对');
    await signsInHere(page, house, CLERK[0]);
    await goesOn(page, href);
    await sees(page, '集体经济组织会计', 'nav.top'); // in the office in which it was typed
    const other = await page.context().newPage();
    assert.equal(await stateOf(other, href), before, 'something was written');
    await other.close();
    return page;
}

// -- signed out in another tab; first somebody else signs in here ------------------------------------------------------------------
async function signedOut(house, href, page) {
    const tab = await page.context().newPage();
    await open(tab, '/todo');
    await press(tab, 'form[action="/logout"] button');
    await tab.close();
    await isAtDoor(page, await press(page, 'button[value=check]'), 401, '登录断了');
    await signsInHere(page, house, 'shuji');
    await sees(page, '那一张是别人写的');
    const html = await page.content();
    assert(!html.includes('164905') && !html.includes('三句话'), 'shown to somebody else');
    await press(page, 'form:has([name=kept]) button.go');
    await signsInHere(page, house, CLERK[0]);
    await goesOn(page, href);
}

// -- signed in anew in another tab: the form is of the sign-in before --------------------------------------------------------------
async function inAgain(house, href, page) {
    const tab = await page.context().newPage();
    await open(tab, '/todo');
    await press(tab, 'form[action="/logout"] button');
    await tab.goto('/login');
    await signIn(tab, CLERK[0], house.accounts[CLERK[0]]);
    await takeOffice(tab, '黄一村 村文书兼报账员');
    await tab.close();
    assert.equal((await press(page, 'button[value=check]')).status(), 403);
    await sees(page, '您写的时候是集体经济组织会计，现在的身份是村文书');
    await press(page, 'form.offices button');
    await goesOn(page, href);
}

// -- and then it is sent, once -----------------------------------------------------------------------------------------------------
async function sends(page, href) {
    await press(page, 'button[value=check]');
    await sees(page, '三句话');
    await press(page, 'button[value=send]');
    assert.match(page.url(), /done=submit/);
    await sees(page, '监委会审核');
}

await prove('forms', async (newHouse) => {
    const house = await newHouse();
    const clerk = await atDesk(house, ...CLERK);
    const href = await caseOf(clerk, house, 'C2');
    await clerk.context().close();
    const page = await leftAlone(house, href);
    await signedOut(house, href, page);
    await inAgain(house, href, page);
    await sends(page, href);
    return 'three sign-ins that ended under a form, the form back each time for its writer alone';
});
