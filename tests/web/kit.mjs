// SPDX-License-Identifier: Apache-2.0
// A server to be started and killed, a browser, and conditions that are waited for: never a pause.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const PATIENCE_MS = 60000;

export class Server {
  constructor(binary) {
    this.binary = binary;
    this.port = 0;
  }

  // Once more on the same port and the same data.
  async start() {
    this.data ??= await mkdtemp(path.join(tmpdir(), 'vd-web-'));
    this.process = spawn(this.binary, ['serve', '--listen', `127.0.0.1:${this.port}`, '--data', path.join(this.data, 'data')], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.log = '';
    this.process.stderr.on('data', (bytes) => { this.log = (this.log + bytes).slice(-8000); });
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    const ready = new Promise((resolve) => createInterface(this.process.stdout).on('line', (line) => /ready on http/.test(line) && resolve(line)));
    const line = await Promise.race([ready, this.ended.then(() => { throw new Error(`the server has ended: ${this.log}`); })]);
    this.url = /http:\S+/.exec(line)[0];
    this.port = Number(new URL(this.url).port);
    return this;
  }

  async kill(signal = 'SIGKILL') {
    this.process.kill(signal);
    await this.ended;
  }

  async stop() {
    if (this.process?.exitCode === null && this.process.signalCode === null) await this.kill('SIGTERM');
    if (this.data) await rm(this.data, { recursive: true, force: true });
  }

  // By curl, as somebody else would.
  async put(key, value = 'v') {
    await run('curl', ['-sS', '--fail', '-m', '60', '-X', 'PUT', `${this.url}/kv/${key}`, '--data-binary', value]);
  }

  async remove(key) {
    await run('curl', ['-sS', '--fail', '-m', '60', '-X', 'DELETE', `${this.url}/kv/${key}`]);
  }

  // Waits until somebody watches it: a key, or what a prefix begins with.
  async isWatched(key, selector) {
    await until(async () => {
      const { watchers } = await (await fetch(`${this.url}/watchers`)).json();
      return watchers.some((row) => row.selector === selector && (row.key ?? '') === key);
    }, `a watch of ${key}`);
  }

  // Very many, without a process for each.
  async putMany(names, value = 'v') {
    const rest = [...names];
    await Promise.all(Array.from({ length: 32 }, async () => {
      for (let name; (name = rest.pop()) !== undefined;) {
        const answer = await fetch(`${this.url}/kv/${name}`, { method: 'PUT', body: value });
        if (!answer.ok) throw new Error(`put ${name}: ${answer.status}`);
        await answer.arrayBuffer();
      }
    }));
  }
}

// Waits until something is true, and returns it.
export async function until(holds, what = 'it') {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await holds();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what} did not become true in ${PATIENCE_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function eq(got, want, what = 'value') {
  const [a, b] = [got, want].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${what}: got ${a}, want ${b}`);
}

export function ok(holds, what) {
  if (!holds) throw new Error(what);
}

// What a test is given: pages of its own, and servers of its own where it kills them.
export class Test {
  constructor(browser, shared, binary) {
    Object.assign(this, { browser, shared, binary, closers: [], errors: [], foreign: [] });
  }

  async server() {
    const server = await new Server(this.binary).start();
    this.closers.push(() => server.stop());
    return server;
  }

  // at: behind the '/'. Whatever the page complains of fails the test, but for a server that is killed.
  async page(server = this.shared, at = '', options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    this.closers.push(() => context.close());
    const page = await context.newPage();
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY_RESPONSE|ERR_NETWORK|status of 4(04|10|12)/.test(message.text())) this.errors.push(message.text());
    });
    page.on('request', (request) => request.url().startsWith(server.url) || this.foreign.push(request.url()));
    page.on('dialog', (dialog) => {
      this.errors.push(`a dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    await page.goto(`${server.url}/${at}`);
    await page.locator('#state .word', { hasText: 'live' }).waitFor();
    return page;
  }

  async close() {
    for (const close of this.closers.reverse()) await close();
  }
}
