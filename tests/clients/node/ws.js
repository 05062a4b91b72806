// SPDX-License-Identifier: Apache-2.0
// The npm client ws: `node ws.js CHECK HOST:PORT KEY`, one check a run; exit 0 if it holds.
'use strict';
const assert = require('assert');
const WebSocket = require('ws');

const [check, endpoint, base] = process.argv.slice(2);

// Messages one by one, whenever they come.
class Socket {
  constructor(path, options) {
    this.ws = new WebSocket(`ws://${endpoint}${path}`, options);
    this.messages = [];
    this.waiting = [];
    this.ws.on('message', (data, isBinary) => {
      assert(!isBinary);
      const message = JSON.parse(data);
      if (this.waiting.length) this.waiting.shift()(message);
      else this.messages.push(message);
    });
    this.open = new Promise((resolve, reject) => {
      this.ws.on('open', resolve);
      this.ws.on('error', reject);
    });
    this.closed = new Promise((resolve) => this.ws.on('close', (code) => resolve(code)));
  }

  next() {
    if (this.messages.length) return Promise.resolve(this.messages.shift());
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async expect(members) {
    const message = await this.next();
    for (const [name, value] of Object.entries(members)) {
      assert.deepStrictEqual(message[name], value, `${name} of ${JSON.stringify(message).slice(0, 200)}`);
    }
    return message;
  }

  say(message) {
    this.ws.send(JSON.stringify(message));
  }
}

function path(key, query) {
  return `/watch/${encodeURIComponent(key)}${query || ''}`;
}

const checks = {
  async session() {
    const socket = new Socket(path(`${base}a`));
    await socket.open;
    await socket.expect({ type: 'open' });
    socket.say({ type: 'subscribe', id: 'b', key: `${base}b`, list: true });
    await socket.expect({ id: 'b', type: 'open' });
    await socket.expect({ id: 'b', type: 'synced', count: 0 });
    socket.say({ type: 'put', id: 1, key: `${base}a`, value: 'one' });
    await socket.expect({ id: 1, type: 'written', created: true });
    await socket.expect({ type: 'put', key: `${base}a`, value: 'one' });
    socket.say({ type: 'put', id: 2, key: `${base}b`, value: 'two' });
    await socket.expect({ id: 2, type: 'written' });
    await socket.expect({ id: 'b', type: 'put', key: `${base}b`, value: 'two' });
    socket.say({ type: 'delete', id: 3, key: base, prefix: true });
    await socket.expect({ id: 3, type: 'written', deleted: 2 });
    const gone = [await socket.next(), await socket.next()];
    assert.deepStrictEqual(gone.map((m) => m.type), ['delete', 'delete']);
    socket.ws.close(1000);
    assert.strictEqual(await socket.closed, 1000);
  },

  async large() {
    const socket = new Socket(path(base, '?prefix'));
    await socket.open;
    await socket.expect({ type: 'open' });
    for (const size of [0, 125, 126, 65535, 65536, 1000000]) {
      const value = '\u20ac'.repeat(size / 3) + 'x'.repeat(size % 3);
      socket.say({ type: 'put', id: size, key: `${base}${size}`, value });
      await socket.expect({ id: size, type: 'written' });
      await socket.expect({ type: 'put', value });
    }
    socket.ws.close();
    await socket.closed;
  },

  async control() {
    const socket = new Socket('/watch/', { perMessageDeflate: true });
    await socket.open;
    assert.strictEqual(socket.ws.extensions, '');
    const pong = new Promise((resolve) => socket.ws.on('pong', (data) => resolve(data.toString())));
    socket.ws.ping('are you there');
    assert.strictEqual(await pong, 'are you there');
    socket.ws.send(Buffer.from('binary'), { binary: true });
    assert.strictEqual(await socket.closed, 1003);
    const other = new Socket('/watch/');
    await other.open;
    other.ws.close(4321, 'as I like');
    assert.strictEqual(await other.closed, 4321);
  },
};

checks[check]().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
