// SPDX-License-Identifier: Apache-2.0
// What somebody does at the console, with the mouse, by keyboard and on a phone.
import { eq, ok, until } from './kit.mjs';

// A row that has this text; a key, by its whole name.
const row = (page, text) => page.locator('.tree .list-row', { hasText: text });
const key = (page, name) => page.locator(`.tree .list-row[title="${name}"]`);
const inTail = (page) => page.locator('.tail .list-row');

export async function a_put_by_curl_appears_without_a_reload(t) {
  const page = await t.page();
  await page.evaluate(() => { window.mark = 1; });
  await t.shared.put('reload/one', 'first');
  await row(page, 'reload/').click();
  await key(page, 'reload/one').click();
  await page.locator('pre.value', { hasText: 'first' }).waitFor();
  await t.shared.put('reload/one', 'second');
  await page.locator('pre.value', { hasText: 'second' }).waitFor();
  await t.shared.put('reload/two', '2');
  await key(page, 'reload/two').waitFor();
  await t.shared.remove('reload/two');
  await key(page, 'reload/two').waitFor({ state: 'detached' });
  await t.shared.remove('reload/one');
  await page.getByText('This key does not exist').waitFor();
  await row(page, 'reload/').waitFor({ state: 'detached' }); // an empty folder is none
  eq(await page.evaluate(() => window.mark), 1, 'the page was loaded once');
}

export async function the_tail_filters_pauses_and_goes_on_with_nothing_missed(t) {
  const page = await t.page(t.shared, '#/tail', { viewport: { width: 1100, height: 2000 } });
  await page.getByLabel('Filter by key').fill('tail/');
  await t.shared.isWatched('tail/', 'prefix');
  await t.shared.put('elsewhere/x');
  await t.shared.put('tail/0');
  await inTail(page).filter({ hasText: 'tail/0' }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  for (let i = 1; i <= 12; i++) await t.shared.put(`tail/${i}`);
  await page.getByText(/12 revisions since|1[3-9] revisions since/).waitFor();
  eq(await inTail(page).count(), 1, 'rows while it is paused');
  await page.getByRole('button', { name: 'Go on' }).click();
  await inTail(page).filter({ hasText: 'tail/12' }).waitFor();
  eq(await inTail(page).locator('.name').allTextContents(), Array.from({ length: 13 }, (_, i) => `tail/${i}`), 'keys in the tail');
  await t.shared.remove('tail/3');
  await inTail(page).filter({ hasText: 'del' }).filter({ hasText: 'tail/3' }).waitFor();
  await page.getByLabel('Filter by key').fill('tail/**7');
  await page.getByText('Waiting for a change').waitFor(); // it was full before
  await t.shared.put('tail/8');
  await t.shared.put('tail/x/7');
  await inTail(page).filter({ hasText: 'tail/x/7' }).waitFor();
  eq(await inTail(page).count(), 1, 'rows that match');
}

export async function everything_can_be_done_by_keyboard(t) {
  const page = await t.page();
  await t.shared.put('keyboard/a/1', 'one');
  await row(page, 'keyboard/').waitFor();
  await page.keyboard.press('n');
  await page.getByRole('dialog').getByLabel('Key', { exact: true }).fill('keyboard/b');
  await page.keyboard.press('Tab');
  await page.keyboard.type('made by hand');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('pre.value', { hasText: 'made by hand' }).waitFor();
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: 'Value' }).waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('edited');
  await page.keyboard.press('Control+Enter');
  await page.locator('pre.value', { hasText: 'edited' }).waitFor();
  eq(await (await fetch(`${t.shared.url}/kv/keyboard/b`)).text(), 'edited');
  await page.keyboard.press('d');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  eq((await fetch(`${t.shared.url}/kv/keyboard/b`)).status, 200, 'a key whose deletion was not confirmed');
  await page.keyboard.press('d');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('This key does not exist').waitFor();
  eq((await fetch(`${t.shared.url}/kv/keyboard/b`)).status, 404);
  // Search, and through the tree with the arrows.
  await page.keyboard.press('/');
  await page.keyboard.type('board/a');
  await page.getByText('1 key found').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('pre.value', { hasText: 'one' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await row(page, 'keyboard/').waitFor();
  await page.keyboard.press('Home');
  await until(async () => {
    if ((await page.locator('.tree .cursor').getAttribute('title')) === 'keyboard/') return true;
    await page.keyboard.press('ArrowDown');
    return false;
  }, 'the cursor on the folder');
  await page.keyboard.press('ArrowLeft'); // it was opened down to the key
  await page.locator('.tree [aria-level="2"]').first().waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowRight');
  await page.locator('.tree [aria-level="2"]').first().waitFor();
  eq(await page.locator('.tree .cursor').getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.locator('.tree [aria-level="2"]').waitFor({ state: 'detached' });
  for (const [digit, name] of [['2', 'Live tail'], ['3', 'Watchers'], ['4', 'Pulse'], ['1', 'Keys']]) {
    await page.keyboard.press(digit);
    await page.getByRole('region', { name, exact: true }).waitFor();
  }
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
}

export async function an_edit_that_somebody_else_has_overtaken_is_not_lost_and_overwrites_only_when_told(t) {
  await t.shared.put('conflict', 'before');
  const page = await t.page(t.shared, '#/keys/conflict');
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Value' }).fill('mine');
  await t.shared.put('conflict', 'theirs');
  await page.getByText('Meanwhile it was changed').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog', { name: 'It was changed meanwhile' }).waitFor();
  eq(await (await fetch(`${t.shared.url}/kv/conflict`)).text(), 'theirs');
  await page.getByRole('button', { name: 'Overwrite' }).click();
  await page.locator('pre.value', { hasText: 'mine' }).waitFor();
}

export async function values_are_shown_as_json_text_and_bytes_with_their_history(t) {
  await t.shared.put('shown', '{"b":[1,2],"a":"x"}');
  const page = await t.page(t.shared, '#/keys/shown');
  await page.locator('pre.value.json', { hasText: '"b": [' }).waitFor();
  await page.getByRole('button', { name: 'Text', exact: true }).click();
  eq(await page.locator('pre.value').textContent(), '{"b":[1,2],"a":"x"}');
  await page.getByRole('button', { name: 'Hex', exact: true }).click();
  await page.getByText('00000000  7b 22 62 22').waitFor();
  await t.shared.put('shown', '12345678901234567890');
  await page.getByRole('button', { name: 'Text', exact: true }).click();
  await page.locator('pre.value', { hasText: '12345678901234567890' }).waitFor();
  await t.shared.remove('shown');
  await page.getByRole('tab', { name: 'History' }).click();
  await until(async () => (await page.locator('.history .badge').allTextContents()).join() === 'delete,put,put', 'three entries');
  await t.shared.put('shown', 'again');
  await page.locator('.history li').first().filter({ hasText: 'again' }).waitFor();
  await page.getByLabel('Since').fill('-1h');
  await page.getByRole('button', { name: 'Show' }).click();
  await until(async () => (await page.locator('.history li').count()) >= 1, 'the history of an hour');
}

export async function hostile_keys_and_values_are_nothing_but_text(t) {
  const markup = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
  const keys = [`hostile/${markup}`, 'hostile/line\r\nbreak\u0000nul', 'hostile/\u202Eright\u202C', 'hostile/javascript:alert(1)', 'hostile/%41%zz', 'hostile/"\'`${1}'];
  for (const name of keys) await t.shared.put(encodeURIComponent(name).replaceAll('%2F', '/'), markup);
  await t.shared.put('hostile/%FF%FE%00', markup);
  const page = await t.page(t.shared, '', { viewport: { width: 1280, height: 1400 } });
  await row(page, 'hostile/').click();
  await row(page, '\\xff\\xfe\\x00').waitFor();
  await row(page, 'line\\x0d\\x0abreak\\x00nul').waitFor();
  await row(page, '\\u202eright').waitFor();
  await row(page, '"\'`${1}').click();
  await page.locator('pre.value').waitFor();
  eq(await page.locator('pre.value').textContent(), markup);
  await page.getByRole('tab', { name: 'History' }).click();
  await page.locator('.history summary').click();
  await page.locator('.history pre', { hasText: 'onerror' }).waitFor();
  await page.keyboard.press('2');
  await page.getByText('Waiting for a change').waitFor();
  await t.shared.isWatched('', 'all');
  for (const name of keys) await t.shared.put(encodeURIComponent(name).replaceAll('%2F', '/'), markup);
  await inTail(page).nth(keys.length - 1).waitFor();
  await page.keyboard.press('3');
  const stream = await fetch(`${t.shared.url}/watch/${encodeURIComponent(keys[0])}`, { headers: { accept: 'text/event-stream' } });
  await page.locator('.watchers .selector', { hasText: 'onerror' }).waitFor();
  await stream.body.cancel();
  await page.keyboard.press('1');
  await row(page, '%41%zz').click();
  await page.getByRole('heading', { name: 'hostile/%41%zz' }).waitFor();
  await page.locator('pre.value').waitFor();
  await page.keyboard.press('d');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('This key does not exist').waitFor();
  eq(await page.evaluate(() => [window.hacked ?? 0, document.querySelectorAll('main img, main script, #toasts img').length]), [0, 0], 'what the page became');
}

export async function the_page_may_not_make_markup_of_text(t) {
  const page = await t.page();
  const refused = await page.evaluate(() => {
    try {
      document.createElement('p').innerHTML = '<b>x</b>';
      return 'made';
    } catch (error) {
      return error.name;
    }
  });
  eq(refused, 'TypeError', 'markup of text');
  await until(() => t.errors.length > 0, 'the complaint of the browser');
  t.errors.length = 0;
}

export async function ten_thousand_keys_are_a_few_rows(t) {
  const server = await t.server();
  await server.putMany(Array.from({ length: 10000 }, (_, i) => (i < 1500 ? `flat-${String(i).padStart(5, '0')}` : `folders/${i % 500}/${i}`)));
  const page = await t.page(server);
  await page.getByText('10,000 keys').waitFor();
  ok((await page.locator('.tree .list-row').count()) < 120, 'only rows in sight exist');
  await page.locator('.tree').focus();
  await until(async () => {
    await page.keyboard.press('End');
    return row(page, 'folders/').count();
  }, 'the last row');
  ok((await page.locator('.tree .list-row').count()) < 120, 'only rows in sight exist, at the end too');
  await page.getByLabel('Search keys').fill('at-01499');
  await page.getByText('1 key found').waitFor();
  await row(page, 'flat-01499').click();
  await page.locator('pre.value', { hasText: 'v' }).waitFor();
  await page.getByLabel('Search keys').fill('folders/499/*');
  await page.getByText('17 keys found').waitFor();
  await page.getByLabel('Search keys').fill('flat');
  await page.getByText('The first 1,000 that match').waitFor();
}

export async function watchers_are_shown_with_door_selector_and_position(t) {
  const page = await t.page(t.shared, '#/watchers');
  const stream = await fetch(`${t.shared.url}/watch/seen/by/?prefix`, { headers: { accept: 'text/event-stream' } });
  const one = page.locator('.watchers tr', { hasText: 'seen/by/' });
  await one.filter({ hasText: 'sse' }).waitFor();
  await t.shared.put('seen/by/x');
  const head = await (await fetch(`${t.shared.url}/watchers`)).json();
  await until(async () => Number(await one.locator('[data-label=position]').textContent()) >= head.head, 'its position');
  await page.getByRole('button', { name: /^etcd3/ }).click();
  await one.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^etcd3/ }).click();
  await one.waitFor();
  await stream.body.cancel();
  await one.waitFor({ state: 'detached' });
}

export async function throughput_is_drawn_as_it_happens(t) {
  const page = await t.page(t.shared, '#/pulse');
  const writes = page.getByRole('img', { name: /^Writes:/ });
  let on = true;
  const writer = (async () => {
    while (on) await t.shared.putMany(['pulse/a', 'pulse/b', 'pulse/c']);
  })();
  try {
    await until(async () => /writes [1-9]/.test(await writes.getAttribute('aria-label')), 'writes in the chart');
    await until(() => page.getByRole('img', { name: /^Commit to delivery:.*p99 [\d.]+ (µs|ms|s)/ }).count(), 'a delay in the chart');
  } finally {
    on = false;
    await writer;
  }
  const inked = await writes.evaluate((canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte > 0));
  ok(inked, 'something is drawn');
}

export async function a_phone_shows_one_thing_at_a_time(t) {
  await t.shared.put('phone/key', 'in the hand');
  const page = await t.page(t.shared, '', { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true });
  await row(page, 'phone/').tap();
  await key(page, 'phone/key').tap();
  await page.locator('pre.value', { hasText: 'in the hand' }).waitFor();
  ok(!(await page.locator('.tree').isVisible()), 'the tree has made room');
  await page.getByRole('button', { name: 'Back to the keys' }).tap();
  await page.locator('.tree').waitFor();
  await page.goBack();
  await page.locator('pre.value').waitFor();
  for (const name of ['Tail', 'Watchers', 'Pulse', 'Keys']) {
    await page.getByRole('link', { name }).tap();
    await page.locator(`#nav [aria-current]`, { hasText: name }).waitFor();
    const { scroll, view } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, view: innerWidth }));
    ok(scroll <= view, `${name} is ${scroll} wide on ${view}`);
  }
}

export async function an_address_opens_the_tree_down_to_its_key(t) {
  await t.shared.put('deep/er/and/deeper', 'here');
  const page = await t.page(t.shared, '#/keys/deep/er/and/deeper');
  await key(page, 'deep/er/and/deeper').waitFor();
  await page.locator('.tree .selected', { hasText: 'deeper' }).waitFor();
  await page.locator('pre.value', { hasText: 'here' }).waitFor();
}

export async function the_dark_is_dark(t) {
  const light = [];
  for (const colorScheme of ['light', 'dark']) {
    const page = await t.page(t.shared, '', { colorScheme });
    const color = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    light.push(/\d+/g[Symbol.match](color).slice(0, 3).reduce((sum, part) => sum + Number(part), 0));
  }
  ok(light[0] > 600 && light[1] < 150, `brightness ${light}`);
}
