// SPDX-License-Identifier: Apache-2.0
// The npm client etcd3. usage: node main.js CHECK ENDPOINT PREFIX
'use strict';

const assert = require('assert');
const { Etcd3, EtcdLeaseInvalidError } = require('etcd3');

const [, , check, endpoint, prefix] = process.argv;
const client = new Etcd3({ hosts: `http://${endpoint}` });
const ns = client.namespace(prefix);

const once = (emitter, name, seconds = 10) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${name} in ${seconds} s`)), seconds * 1000);
    emitter.once(name, (value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });

const collect = (watcher, n, seconds = 10) =>
  new Promise((resolve, reject) => {
    const got = [];
    const timer = setTimeout(() => reject(new Error(`only ${JSON.stringify(got)} in ${seconds} s`)), seconds * 1000);
    const take = (kind) => (kv) => {
      got.push([kind, kv.key.toString(), kv.value.toString()]);
      if (got.length === n) {
        clearTimeout(timer);
        resolve(got);
      }
    };
    watcher.on('put', take('put'));
    watcher.on('delete', take('delete'));
  });

const checks = {
  async basics() {
    await ns.put('a').value('one');
    assert.strictEqual(await ns.get('a').string(), 'one');
    await ns.put('n').value(42);
    assert.strictEqual(await ns.get('n').number(), 42);
    assert.strictEqual(await ns.get('none').string(), null);
    const all = await ns.getAll().strings();
    assert.deepStrictEqual(all, { a: 'one', n: '42' });
    assert.deepStrictEqual(await ns.getAll().keys(), ['a', 'n']);
    assert.strictEqual(await ns.getAll().count(), 2);
    assert.deepStrictEqual(await ns.getAll().sort('Key', 'Descend').limit(1).keys(), ['n']);
    const gone = await ns.delete().all();
    assert.strictEqual(String(gone.deleted), '2');
  },

  async watch() {
    const watcher = await ns.watch().key('a').create();
    const got = collect(watcher, 3);
    await ns.put('a').value('1');
    await ns.put('b').value('x');
    await ns.put('a').value('2');
    await ns.delete().key('a');
    assert.deepStrictEqual(await got, [['put', 'a', '1'], ['put', 'a', '2'], ['delete', 'a', '']]);
    await watcher.cancel();
  },

  async watchPrefix() {
    const watcher = await ns.watch().prefix('p/').withPreviousKV().create();
    const got = collect(watcher, 50);
    for (let i = 0; i < 50; i++) await ns.put(`p/${i % 5}`).value(i);
    const events = await got;
    assert.deepStrictEqual(events.map((e) => Number(e[2])), [...Array(50).keys()]);
    await watcher.cancel();
  },

  async watchFromRevision() {
    const first = await ns.put('a').value('0');
    for (let i = 1; i < 20; i++) await ns.put('a').value(i);
    const watcher = ns.watch().key('a').startRevision(first.header.revision).watcher();
    const got = await collect(watcher, 20);
    assert.deepStrictEqual(got.map((e) => Number(e[2])), [...Array(20).keys()]);
    await watcher.cancel();
  },

  async manyWatchers() {
    const watchers = await Promise.all([...Array(50).keys()].map((i) => ns.watch().key(`k${i}`).create()));
    const got = watchers.map((w) => collect(w, 1));
    await Promise.all([...Array(50).keys()].map((i) => ns.put(`k${i}`).value(i)));
    const events = await Promise.all(got);
    assert.deepStrictEqual(events.map((e) => Number(e[0][2])), [...Array(50).keys()]);
  },

  async txn() {
    const attempt = () =>
      ns.if('lock', 'Create', '==', 0).then(ns.put('lock').value('mine')).else(ns.get('lock')).commit();
    assert.strictEqual((await attempt()).succeeded, true);
    const second = await attempt();
    assert.strictEqual(second.succeeded, false);
    assert.strictEqual(second.responses[0].response_range.kvs[0].value.toString(), 'mine');
  },

  async errors() {
    await assert.rejects(ns.put('a').value('x').lease(4711).exec(), EtcdLeaseInvalidError);
    await assert.rejects(ns.get('a').revision(String(2 ** 40)).string(), /future revision/);
  },

  async compacted() {
    const first = await ns.put('a').value('0');
    let last;
    for (let i = 1; i < 5; i++) last = await ns.put('a').value(i);
    await client.kv.compact({ revision: last.header.revision });
    const watcher = ns.watch().key('a').startRevision(first.header.revision).watcher();
    const error = await Promise.race([once(watcher, 'error'), once(watcher, 'end')]);
    assert.match(String(error && error.message), /ompact|cancel/);
  },
};

checks[check]()
  .then(() => process.exit(0))
  .catch((e) => {
    console.error(e);
    process.exit(1);
  });
