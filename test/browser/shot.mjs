// SPDX-License-Identifier: Apache-2.0
// Not a proof: takes the picture of the README, a village page as a phone of 390 px shows it.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { open, prove, VILLAGE } from './house.mjs';

const picture = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs/village.png');

await prove('shot', async (newHouse) => {
    const house = await newHouse();
    house.setDay(`${house.month}-09`);
    const page = await house.reader({ width: 390, height: 1500 });
    await open(page, `/v/${VILLAGE}`);
    await page.screenshot({ path: picture });
    return picture;
});
