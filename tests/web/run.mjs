// SPDX-License-Identifier: Apache-2.0
// usage: node run.mjs VEDETTE CHROMIUM [NAME...]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import * as console_tests from './console_test.mjs';
import { Server, Test } from './kit.mjs';
import * as lost_tests from './lost_test.mjs';

const [binary, executablePath, ...names] = process.argv.slice(2);
const TEST_MS = 240000;
let passed = 0, failed = 0;

const tests = Object.entries({ ...console_tests, ...lost_tests }).filter(([name]) => !names.length || names.some((one) => name.includes(one)));
const home = await mkdtemp(path.join(tmpdir(), 'vd-chromium-'));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'], timeout: 120000, env: { ...process.env, HOME: home } });
const shared = await new Server(binary).start();

for (const [name, run] of tests) {
  const test = new Test(browser, shared, binary), began = Date.now();
  let timer;
  try {
    await Promise.race([run(test), new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`took more than ${TEST_MS / 1000} s`)), TEST_MS); })]);
    if (test.errors.length) throw new Error(`the page complains: ${test.errors.join('\n')}`);
    if (test.foreign.length) throw new Error(`the page asks elsewhere: ${test.foreign.join(' ')}`);
    passed++;
    console.log(`ok     ${name} (${((Date.now() - began) / 1000).toFixed(2)} s)`);
  } catch (error) {
    failed++;
    console.log(`FAILED ${name}\n${error.stack}`);
  }
  clearTimeout(timer);
  await test.close().catch((error) => console.log(`closing after ${name}: ${error}`));
}
await browser.close();
await shared.stop();
await rm(home, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
