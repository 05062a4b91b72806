// SPDX-License-Identifier: Apache-2.0
// A server that goes and comes back: the console says so and goes on where it was; the browser's own
// EventSource and WebSocket too.
import { eq, ok, until } from './kit.mjs';

export async function a_lost_server_is_shown_and_gone_on_with_with_nothing_missed(t) {
  const server = await t.server();
  const page = await t.page(server, '#/tail', { viewport: { width: 1100, height: 3000 } });
  await page.getByLabel('Filter by key').fill('n/');
  await server.isWatched('n/', 'prefix');
  const names = () => page.locator('.tail .list-row .name').allTextContents();
  const want = [];
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 8; i++) {
      await server.put(`n/${round}-${i}`);
      want.push(`n/${round}-${i}`);
    }
    await until(async () => (await names()).length >= want.length, 'what was put before');
    await server.kill(round === 1 ? 'SIGTERM' : 'SIGKILL');
    await page.locator('#banner', { hasText: 'The server is lost' }).waitFor();
    await page.locator('#state .word', { hasText: 'lost' }).waitFor();
    ok((await names()).length === want.length, 'what was known is still shown');
    ok(!(await page.locator('.jump').isVisible()), 'it still follows');
    await server.start();
    // Before the console has come back, and after.
    for (let i = 0; i < 8; i++) {
      await server.put(`n/${round}-later-${i}`);
      want.push(`n/${round}-later-${i}`);
    }
    await page.locator('#state .word', { hasText: 'live' }).waitFor();
    await page.locator('#banner').waitFor({ state: 'hidden' });
    await page.getByText('The server is back').last().waitFor();
  }
  await until(async () => (await names()).length >= want.length, 'what was put meanwhile');
  eq(await names(), want, 'every event once, in order');
}

export async function the_tree_shows_what_happened_while_the_server_was_away_from_it(t) {
  const server = await t.server();
  await server.put('before');
  const page = await t.page(server);
  await page.locator('.tree .list-row', { hasText: 'before' }).waitFor();
  await server.kill();
  await page.locator('#banner').waitFor();
  await server.start();
  await server.put('meanwhile');
  await server.remove('before');
  await page.locator('.tree .list-row', { hasText: 'meanwhile' }).waitFor();
  await page.locator('.tree .list-row', { hasText: 'before' }).waitFor({ state: 'detached' });
}

export async function a_console_that_was_away_too_long_loads_everything_anew(t) {
  const server = await t.server();
  await server.put('old/1');
  const page = await t.page(server);
  await page.locator('.tree .list-row', { hasText: 'old/' }).waitFor();
  await server.kill();
  await page.locator('#banner').waitFor();
  delete server.data; // another store on the same port
  await server.start();
  await server.put('new/1');
  await page.locator('.tree .list-row', { hasText: 'new/' }).waitFor();
  await page.locator('.tree .list-row', { hasText: 'old/' }).waitFor({ state: 'detached' });
  await page.getByText('everything is loaded anew').waitFor();
}

export async function the_browsers_own_EventSource_resumes_with_its_last_event_id(t) {
  const server = await t.server();
  const page = await t.page(server);
  await page.evaluate(() => {
    window.seen = [];
    window.opened = 0;
    window.source = new EventSource('/watch/es/?prefix');
    window.source.addEventListener('opened', () => { window.opened++; });
    window.source.onmessage = ({ data }) => window.seen.push(JSON.parse(data).key);
  });
  await until(() => page.evaluate(() => window.opened === 1), 'its opening');
  const want = [];
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 5; i++) {
      await server.put(`es/${round}-${i}`);
      want.push(`es/${round}-${i}`);
    }
    await until(() => page.evaluate((n) => window.seen.length >= n, want.length), 'the events');
    await server.kill();
    await server.start();
    await server.put(`es/${round}-later`);
    want.push(`es/${round}-later`);
    await until(() => page.evaluate((n) => window.seen.length >= n, want.length), 'the events behind the cut');
  }
  eq(await page.evaluate(() => window.seen), want, 'every event once, in order');
}

export async function the_browsers_own_WebSocket_carries_a_watch(t) {
  const server = await t.server();
  const page = await t.page(server);
  const open = (since) => page.evaluate((at) => {
    window.lines = [];
    window.socket = new WebSocket(`ws://${location.host}/watch/ws/?prefix${at ? `&since=${encodeURIComponent(at)}` : ''}`);
    window.socket.onmessage = ({ data }) => window.lines.push(JSON.parse(data));
    window.socket.onclose = () => { window.cut = true; };
  }, since);
  const has = (n) => until(() => page.evaluate((count) => window.lines.filter(({ type }) => type === 'put').length >= count, n), `${n} puts`);
  await open();
  await until(() => page.evaluate(() => window.lines[0]?.type === 'open'), 'its opening');
  for (let i = 0; i < 5; i++) await server.put(`ws/${i}`);
  await has(5);
  const { store, pos } = await page.evaluate(() => ({ store: window.lines[0].store, pos: window.lines.filter(({ type }) => type === 'put').at(-1).pos }));
  await server.kill();
  await until(() => page.evaluate(() => window.cut), 'its end');
  await server.start();
  for (let i = 5; i < 10; i++) await server.put(`ws/${i}`);
  await open(`${store}:${pos}`);
  await has(5);
  eq(await page.evaluate(() => window.lines.filter(({ type }) => type === 'put').map(({ key }) => key)), ['ws/5', 'ws/6', 'ws/7', 'ws/8', 'ws/9']);
}
