// SPDX-License-Identifier: Apache-2.0
// Nothing that is typed is lost: a sign-in that ended while a form was being filled, another person at the same machine,
// another office, a form of an earlier sign-in; two people at one matter; back and sent again, tapped twice.
import { assert, fallsDue, open, press, prove, sees, signIn, takeOffice, typesQuietMonth } from './house.mjs';

const NOTE = '本月没有收支。"<b>王</b>" & 三句话。\n第二行。';
const CLERK = ['wenshu', '黄一村 集体经济组织会计'];

async function atDesk(house, login, office) {
    const page = await house.reader();
    await signIn(page, login, house.accounts[login]);
    if (office) await takeOffice(page, office);
    return page;
}

const fills = (page, href) => typesQuietMonth(page, href, NOTE);

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

// -- back, and sent again: one step --------------------------------------------------------------------------------------------------
const stepsOf = async (page, href) => { await open(page, href); return page.locator('.time li').count(); };

// The browser asks before it sends a form again; whoever says yes is told, and nothing happens twice.
async function backAndAgain(page, href) {
    const steps = await stepsOf(page, href);
    await page.goBack(); // to the case, after sending
    await page.goBack({ waitUntil: 'commit' }).catch(() => null); // to the page of answers, which the browser did not keep
    const asked = await page.waitForSelector('#main-frame-error, main', { timeout: 5000 }).then((e) => e.getAttribute('id'));
    if (asked === 'main-frame-error') await page.reload(); // "send again?" yes
    await sees(page, /这一步您已经办好了：.*邓冬梅.*提交审核/, '.summary');
    assert.equal(await stepsOf(page, href), steps, 'a step was taken twice');
}

// A form made before the step, with other words: they are kept beside what happened, in her own name.
async function sentOverAgain(page, tab, href) {
    const steps = await stepsOf(tab, href);
    await page.fill('[name="f.note"]', '后来又想写的一句');
    assert.equal((await press(page, 'button[value=check]')).status(), 409);
    await sees(page, /这一步您已经办好了：.*\d+:\d+ 邓冬梅.*提交审核/, '.summary');
    await sees(page, '后来又想写的一句', '.facts');
    assert.equal(await stepsOf(tab, href), steps);
}

// Two taps before the first is answered: the same number, the same page.
async function tappedTwice(page, href) {
    await open(page, `${href}/pass`);
    const steps = await stepsOf(await page.context().newPage(), href);
    const answers = await page.evaluate(async () => {
        const form = document.querySelector('main form[method=post]');
        const body = new URLSearchParams(new FormData(form));
        body.set('step', 'send');
        const send = () => fetch(form.action, { method: 'POST', body }).then((r) => [r.status, r.url]);
        return Promise.all([send(), send()]);
    });
    for (const [status, url] of answers) assert(status === 200 && /done=pass/.test(url), `${status} ${url}`);
    assert.equal(await stepsOf(page, href), steps + 1);
}

// -- two at one matter ---------------------------------------------------------------------------------------------------------------

const REASON = '第三笔没有凭证，请补上收据。';

// One member writes why it goes back; meanwhile two others pass it.
async function overtaken(house, href) {
    const slow = await atDesk(house, 'jianwei3', null);
    await open(slow, `${href}/return`);
    await slow.fill('[name="f.reason"]', REASON);
    await tappedTwice(await atDesk(house, 'jianwei', null), href);
    const quick = await atDesk(house, 'jianwei2', null);
    await open(quick, `${href}/pass`);
    await press(quick, 'button[value=send]');
    assert.equal((await press(slow, 'button[value=send]')).status(), 409);
    const said = await sees(slow, /这件事又办了一步：.*\d+:\d+ 武淑珍.*同意/, '.summary');
    assert(said.includes('曹翠英'), said);
    await sees(slow, REASON, '.facts');
    await sees(slow, '会上定稿', '.st');
    await press(slow, 'a.go');
    assert.match(slow.url(), new RegExp(`${href}$`));
}

// A draft saved at another desk: it stands beside what was typed here, and what is sent next is what was typed here.
async function besideADraft(house, href) {
    const page = await atDesk(house, ...CLERK), tab = await page.context().newPage();
    await fills(page, href);
    await open(tab, `${href}/save`);
    await tab.fill('[name="f.note"]', '先存的一稿');
    await press(tab, 'button[value=send]');
    await press(page, 'button[value=check]');
    assert.equal((await press(page, 'button[value=send]')).status(), 409);
    await sees(page, /这件事又办了一步：.*\d+:\d+ 邓冬梅.*先存着/, '.summary');
    await sees(page, '先存的一稿', '.note');
    await isFilled(page);
    return { page, tab };
}

await prove('forms', async (newHouse) => {
    const house = await newHouse();
    const clerk = await atDesk(house, ...CLERK);
    const href = await fallsDue(clerk, house, 'C2');
    await clerk.context().close();
    const page = await leftAlone(house, href);
    await signedOut(house, href, page);
    await inAgain(house, href, page);
    await page.context().close();
    const desk = await besideADraft(house, href);
    const late = await desk.page.context().newPage();
    await fills(late, href);
    await sends(desk.page, href);
    await backAndAgain(desk.page, href);
    await sentOverAgain(late, desk.tab, href);
    await overtaken(house, href);
    return 'three sign-ins that ended under a form, each form back for its writer alone; a draft, a vote and a second tap beside it: who did what, nothing lost, nothing twice';
});
