// SPDX-License-Identifier: Apache-2.0
// Pages for an old phone and old eyes: bytes on the wire, requests, no script needed, axe with enhanced contrast, 18 px,
// 60 px for whatever is tapped outside running text, 320 px without scrolling sideways, large type.
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { assert, open, press, prove, text, TOWN, VILLAGE } from './house.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const KB = 1000;
const LIMITS = { page: 14 * KB, verifier: 12 * KB, all: 30 * KB, requests: 3, font: 18, target: 60, narrow: 320 };
const READERS = ['zh.normal', 'en.normal', 'zh.large', 'en.large'];

// -- bytes ------------------------------------------------------------------------------------------------------------------
// The body as it comes over the wire.
const wire = (url, read) => new Promise((done, fail) => {
    http.get(url, { headers: { 'Accept-Encoding': 'gzip', Cookie: read ? `read=${read}` : '' } }, (r) => {
        let bytes = 0;
        r.on('data', (part) => { bytes += part.length; });
        r.on('end', () => done({ status: r.statusCode, bytes, encoding: r.headers['content-encoding'] ?? '' }));
    }).on('error', fail);
});

async function busiest(house) {
    const towns = await Promise.all([TOWN, '371603900'].map((t) => fetch(`${house.url}/t/${t}.json`).then((r) => r.json())));
    let most = { bytes: 0 };
    for (const v of towns.flatMap((t) => t.villages)) {
        const { bytes } = await wire(`${house.url}${v.href}`);
        if (bytes > most.bytes) most = { href: v.href, bytes };
    }
    return most.href;
}

async function weigh(house, href) {
    const said = [];
    for (const read of READERS) {
        const page = await house.reader();
        const asked = [];
        await page.context().addCookies([{ name: 'read', value: read, url: house.url }]);
        page.on('request', (r) => asked.push(r.url()));
        await open(page, href);
        const all = await Promise.all(asked.map((url) => wire(url, read)));
        const sum = (list) => list.reduce((n, a) => n + a.bytes, 0);
        const needed = sum(all.filter((a, i) => asked[i].endsWith(href) || asked[i].includes('.css')));
        assert(all.every((a) => a.encoding === 'gzip'), `${href} ${read} is not compressed`);
        assert(asked.length <= LIMITS.requests, `${asked.length} requests: ${asked}`);
        assert(needed <= LIMITS.page, `${href} ${read}: HTML and CSS are ${needed} bytes`);
        assert(sum(all) <= LIMITS.all, `${href} ${read}: ${sum(all)} bytes in all`);
        said.push(`${read} ${needed} B of HTML and CSS, ${sum(all)} B in ${asked.length} requests`);
        await page.context().close();
    }
    return said;
}

// Reads the same without scripts.
async function needsNoScript(house, href) {
    const [a, b] = await Promise.all([true, false].map((script) => house.reader({ script })));
    await Promise.all([open(a, href), open(b, href)]);
    assert.equal(await text(b), await text(a), `${href} reads differently without scripts`);
    await Promise.all([a, b].map((p) => p.context().close()));
}

// -- what a page must hold ---------------------------------------------------------------------------------------------------
// Runs in the page: texts too small, targets too small, width.
function measure({ font, target }) {
    const faults = [];
    const name = (el) => `<${el.tagName.toLowerCase()} class="${el.className}"> ${el.textContent.trim().slice(0, 30)}`;
    const isShown = (el) => {
        const box = el.getBoundingClientRect();
        const style = getComputedStyle(el);
        return box.width > 1 && box.height > 1 && style.visibility !== 'hidden';
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let n = walker.nextNode(); n; n = walker.nextNode()) {
        const el = n.parentElement;
        if (!n.data.trim() || !isShown(el) || ['SCRIPT', 'STYLE'].includes(el.tagName)) continue;
        const size = parseFloat(getComputedStyle(el).fontSize);
        if (size < font - 0.01) faults.push(`${size}px: ${name(el)}`);
    }
    // A link in running text has words beside it in its own block.
    const isRunning = (el) => {
        if (getComputedStyle(el).display !== 'inline') return false;
        let block = el.parentElement;
        while (getComputedStyle(block).display === 'inline') block = block.parentElement;
        const copy = block.cloneNode(true);
        copy.querySelectorAll('a').forEach((a) => a.remove());
        return copy.textContent.trim().length > 0;
    };
    for (const el of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
        if (!isShown(el) || isRunning(el)) continue;
        const box = el.getBoundingClientRect();
        if (box.width < target - 0.5 || box.height < target - 0.5)
            faults.push(`target ${Math.round(box.width)}x${Math.round(box.height)}: ${name(el)}`);
    }
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (over > 0) faults.push(`${over}px wider than the screen`);
    return [...new Set(faults)];
}

async function axeFaults(page) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'wcag2aaa'] },
        rules: { 'color-contrast-enhanced': { enabled: true } }, // off unless asked for
        resultTypes: ['violations'],
    }));
    return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 120)} (${v.help})`));
}

// The page as it stands now, on three screens.
async function examine(page, where, faults) {
    const add = (list, at) => list.forEach((f) => faults.push(`${new URL(page.url()).pathname} ${at}: ${f}`));
    for (const width of [LIMITS.narrow, 360, 1280]) {
        await page.setViewportSize({ width, height: 740 });
        add(await page.evaluate(measure, LIMITS), `${where} at ${width}px`);
    }
    add(await axeFaults(page), where);
}

async function look(page, href, faults) {
    for (const where of READERS) {
        await page.context().addCookies([{ name: 'read', value: where, url: page.house }]);
        await page.goto(href);
        if (href.includes('?check')) await page.locator('[data-verdict]').first().waitFor();
        await examine(page, where, faults);
    }
}

// An eye that finds nothing wrong with grey on white, small print and small buttons is no eye.
async function eyeSees(page, href) {
    await open(page, href);
    await page.evaluate(() => {
        const small = document.createElement('button');
        Object.assign(small.style, { minHeight: '20px', height: '20px', fontSize: '12px', padding: '0', background: '#fff', color: '#666' });
        small.textContent = 'too small, too pale';
        const broad = document.createElement('p');
        broad.textContent = 'too broad';
        Object.assign(broad.style, { width: '2000px' });
        document.querySelector('main').append(small, broad);
    });
    const faults = [];
    await examine(page, 'spoilt', faults);
    for (const wanted of [/12px/, /target \d+x20/, /wider than the screen/, /color-contrast-enhanced/])
        assert(faults.some((f) => wanted.test(f)), `the eye does not see ${wanted}`);
}

// -- which pages ---------------------------------------------------------------------------------------------------------------
async function publicPages(house, village) {
    const json = (path) => fetch(`${house.url}${path}`).then((r) => r.json());
    const at = await json(`${village}.json`);
    const town = await json(`/t/${TOWN}.json`);
    const figure = town.chapters.flatMap((c) => c.figures).find((f) => /items_published/.test(f.href));
    return ['/', `/?q=${encodeURIComponent('黄')}`, '/?q=zzz', village, at.quarter_href, at.money.href, `/c/${at.money.number}`,
        `/c/${at.asks[0].number}`, `${village}/ask`, `${at.money.href}/object?number=${at.money.number}`, `${village}/services`,
        `${village}/texts`, `${at.money.href}?check=1`, `/c/${at.asks[0].number}?check=1`, '/verify.html', `${at.quarter_href}?code=AAAABBBBCCCC`, `${at.quarter_href}?code=A`, `/t/${TOWN}`, figure.href, '/slip', '/login', '/login/code', '/help', '/help/issue',
        '/help/disclosure', '/no-such-page'];
}

async function staffPages(page) {
    await page.goto(`/p/${VILLAGE}/disclosure?open=1`);
    const cases = await page.locator('.items a[href^="/case/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    assert(cases.length, 'no open case to look at');
    return ['/todo', '/acting', `/p/${VILLAGE}`, `/p/${VILLAGE}/people`, `/p/${VILLAGE}/disclosure?open=1`,
        `/p/${VILLAGE}/issue`, `/p/${VILLAGE}/issue/new`, `/p/${VILLAGE}/meeting/new`, cases[0], `${cases[0]}/submit`];
}

// The pages one comes to by sending something: what was asked looked over, what comes next, the slip's own page.
async function asks(page, village, faults) {
    await open(page, `${village}/ask`);
    await press(page, 'button[value=check]');
    await examine(page, 'nothing written', faults);
    await page.check('[name="f.kind"]');
    await page.fill('[name="f.detail"]', '南街的路灯坏了两盏，什么时候修？');
    await press(page, 'button[value=check]');
    await examine(page, 'to check', faults);
    await press(page, 'button[value=send]');
    await examine(page, 'sent', faults);
    const slip = await text(page, '.slip b');
    await open(page, '/slip');
    await page.fill('[name=slip]', slip);
    await press(page, 'main form button');
    await examine(page, 'by slip', faults);
    return 4;
}

async function mistakes(page, faults) {
    await open(page, `/p/${VILLAGE}/issue/new`);
    await press(page, 'button[value=check]');
    await examine(page, 'with mistakes', faults);
}

await prove('weight', async (newHouse) => {
    const house = await newHouse();
    const village = await busiest(house);
    for (const line of await weigh(house, village)) console.log(`${village}: ${line}`);
    await needsNoScript(house, village);
    const script = await wire(`${house.url}/a/verify.js`);
    assert(script.bytes <= LIMITS.verifier, `the verifier is ${script.bytes} bytes`);
    console.log(`the verifier, on tap: ${script.bytes} B`);

    const faults = [];
    const reader = await house.reader();
    await eyeSees(reader, village);
    const pages = await publicPages(house, village);
    for (const href of pages) await look(reader, href, faults);
    const asking = await asks(await house.reader(), village, faults);
    await house.as('wenshu', {}, async (page) => {
        const own = await staffPages(page);
        pages.push(...own);
        for (const href of own) await look(page, href, faults);
        await mistakes(page, faults);
    });
    await house.as('zhen', {}, async (page) => {
        const own = ['/todo', `/town/${TOWN}`, `/p/${TOWN}`, `/p/${TOWN}/objection?open=1`];
        pages.push(...own);
        for (const href of own) await look(page, href, faults);
    });
    faults.slice(0, 200).forEach((f) => console.log(f));
    assert.equal(faults.length, 0, `${faults.length} faults`);
    return `${pages.length + asking + 1} pages, two languages, two sizes: light, 18 px, 60 px, 7:1, 320 px, axe clean`;
});
