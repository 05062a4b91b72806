// SPDX-License-Identifier: Apache-2.0
// The browser's way of reading /watch/, by the npm package eventsource. usage: node live.js CHECK ENDPOINT PREFIX
'use strict';

const assert = require('assert');
const net = require('net');
const { EventSource } = require('eventsource');

const [, , check, endpoint, prefix] = process.argv;
const PATIENCE_MS = 90000;
setTimeout(() => {
  console.error('it takes too long');
  process.exit(1);
}, PATIENCE_MS).unref();

const put = async (key, value) => {
  const answer = await fetch(`http://${endpoint}/kv/${prefix}${key}`, { method: 'PUT', body: value });
  assert.ok(answer.status === 200 || answer.status === 201, `put: ${answer.status}`);
};

const opened = (source) => new Promise((resolve) => source.addEventListener('opened', resolve, { once: true }));

// Cuts each connection after so many bytes from the server: between the lines of an event, or within one.
const cutter = (bytes) =>
  new Promise((resolve) => {
    const [host, port] = [endpoint.slice(0, endpoint.lastIndexOf(':')), endpoint.slice(endpoint.lastIndexOf(':') + 1)];
    let cuts = 0;
    const server = net.createServer((peer) => {
      const upstream = net.connect(Number(port), host);
      let left = cuts < bytes.length ? bytes[cuts] : Infinity;
      for (const end of [peer, upstream]) end.on('error', () => {});
      peer.pipe(upstream);
      peer.on('close', () => upstream.destroy());
      upstream.on('close', () => peer.end());
      upstream.on('data', (data) => {
        if (left <= 0) return;
        peer.write(data.subarray(0, left));
        left -= data.length;
        if (left > 0) return;
        cuts += 1;
        peer.end();
        upstream.destroy();
      });
    });
    server.listen(0, '127.0.0.1', () => resolve({ port: server.address().port, cuts: () => cuts, server }));
  });

const checks = {
  // onmessage is told of changes and of nothing else.
  async basics() {
    await put('a', 'before');
    const source = new EventSource(`http://${endpoint}/watch/${prefix}?prefix&list`);
    const got = [];
    const names = [];
    const done = new Promise((resolve) => {
      source.onmessage = (event) => {
        got.push(JSON.parse(event.data));
        if (got.length === 3) resolve();
      };
    });
    for (const name of ['opened', 'synced', 'put', 'bookmark', 'open_', 'error'])
      source.addEventListener(name, (event) => names.push(event.type));
    await new Promise((resolve) => source.addEventListener('synced', resolve));
    await put('b', 'later\nid: 1\n\n');
    await put('a', 'ä');
    await done;
    source.close();
    assert.deepStrictEqual(names, ['opened', 'synced']);
    assert.deepStrictEqual(got.map((line) => [line.type, line.key, line.value, 'pos' in line]), [
      ['put', `${prefix}a`, 'before', false],
      ['put', `${prefix}b`, 'later\nid: 1\n\n', true],
      ['put', `${prefix}a`, 'ä', true],
    ]);
  },

  // Cut off again and again, it goes on by itself where it was.
  async resume() {
    const proxy = await cutter([700, 5000, 3001]);
    const source = new EventSource(`http://127.0.0.1:${proxy.port}/watch/${prefix}n`);
    const got = [];
    const done = new Promise((resolve) => {
      source.onmessage = (event) => {
        got.push(Number(JSON.parse(event.data).value));
        if (got.length === 200) resolve();
      };
    });
    await opened(source);
    for (let i = 0; i < 200; i++) await put('n', `${i}`);
    await done;
    source.close();
    proxy.server.close();
    assert.strictEqual(proxy.cuts(), 3);
    assert.deepStrictEqual(got, [...Array(200).keys()]);
  },

  // A stream with an end is not asked for again.
  async until() {
    await put('u', '1');
    await put('u', '2');
    const page = await (await fetch(`http://${endpoint}/watch/${prefix}u?since=0&wait=0`)).json();
    const last = page.events[page.events.length - 1].pos;
    const source = new EventSource(`http://${endpoint}/watch/${prefix}u?since=0&until=${last}`);
    const got = [];
    source.onmessage = (event) => got.push(JSON.parse(event.data).value);
    await new Promise((resolve) => {
      source.onerror = () => source.readyState === EventSource.CLOSED && resolve();
    });
    assert.deepStrictEqual(got, ['1', '2']);
  },
};

checks[check]().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
