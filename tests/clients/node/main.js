// SPDX-License-Identifier: Apache-2.0
// The npm client etcd3. usage: node main.js CHECK ENDPOINT PREFIX
'use strict';

const assert = require('assert');
const { Etcd3, EtcdLeaseInvalidError, EtcdLockFailedError } = require('etcd3');

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

const until = async (true_, seconds = 20) => {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    if (await true_()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not within ${seconds} s: ${true_}`);
};

// A const enum of the library, which it does not export.
const Isolation = { SerializableSnapshot: 0, Serializable: 1, RepeatableReads: 2 };

// Transfers between accounts, by several clients at once; the sum stays.
const ACCOUNTS = 5;
const TOTAL = 500;

const sum = (isolation) =>
  ns.stm({ isolation, retries: 1000 }).transact(async (tx) => {
    let n = 0;
    for (let i = 0; i < ACCOUNTS; i++) n += Number(await tx.get(`account/${i}`));
    return n;
  });

const transfer = (isolation, from, to, amount) =>
  ns.stm({ isolation, retries: 1000 }).transact(async (tx) => {
    const a = Number(await tx.get(`account/${from}`));
    const b = Number(await tx.get(`account/${to}`));
    if (a < amount) return;
    await tx.put(`account/${from}`).value(a - amount);
    await tx.put(`account/${to}`).value(b + amount);
  });

const transfers = async (isolation) => {
  for (let i = 0; i < ACCOUNTS; i++) await ns.put(`account/${i}`).value(TOTAL / ACCOUNTS);
  const before = Number((await ns.get('account/0').exec()).header.revision);
  await Promise.all(
    [...Array(8).keys()].map(async (worker) => {
      for (let round = 0; round < 15; round++) {
        if (worker === 0) assert.strictEqual(await sum(Isolation.SerializableSnapshot), TOTAL);
        else {
          const from = (worker + round) % ACCOUNTS;
          await transfer(isolation, from, (from + 1 + (round % (ACCOUNTS - 1))) % ACCOUNTS, 1 + round);
        }
      }
    }),
  );
  const after = Number((await ns.get('account/0').exec()).header.revision);
  assert(after - before > 50, `only ${after - before} transfers`);
  assert.strictEqual(await sum(Isolation.SerializableSnapshot), TOTAL);
};

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

  async lease() {
    const lease = ns.lease(60);
    await lease.put('a').value('1');
    await lease.put('b').value('2');
    const id = await lease.grant();
    assert.strictEqual((await ns.get('a').exec()).kvs[0].lease, id);
    assert.strictEqual(String((await lease.keepaliveOnce()).TTL), '60');
    const left = await client.leaseClient.leaseTimeToLive({ ID: id, keys: true });
    assert.strictEqual(left.keys.length, 2);
    await lease.revoke();
    assert.strictEqual(await ns.getAll().count(), 0);
    assert(lease.revoked());
  },

  async leaseIsKeptAlive() {
    const lease = ns.lease(2);
    await lease.put('a').value('1');
    await once(lease, 'keepaliveSucceeded');
    await new Promise((resolve) => setTimeout(resolve, 4500));
    assert.strictEqual(await ns.get('a').string(), '1');
    lease.release(); // it is kept alive no more, and expires
    await until(async () => (await ns.get('a').string()) === null);
  },

  async leaseIsLost() {
    const lease = ns.lease(2);
    await lease.put('a').value('1');
    const lost = once(lease, 'lost', 20);
    await client.leaseClient.leaseRevoke({ ID: await lease.grant() });
    assert(await lost);
    await assert.rejects(lease.put('a').value('2').exec());
  },

  async lock() {
    const lock = ns.lock('m');
    await lock.acquire();
    await assert.rejects(ns.lock('m').acquire(), EtcdLockFailedError);
    const id = await lock.leaseId();
    assert(BigInt(id) !== 0n, id);
    await lock.release();
    let inside = 0;
    let turns = 0;
    const turn = async () => {
      for (;;) {
        try {
          return await ns.lock('m').do(async () => {
            assert.strictEqual(++inside, 1);
            turns++;
            await ns.put('x').value(turns);
            inside--;
          });
        } catch (e) {
          if (!(e instanceof EtcdLockFailedError)) throw e;
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }
    };
    await Promise.all([...Array(20).keys()].map(turn));
    assert.strictEqual(turns, 20);
  },

  async election() {
    const election = ns.election('e', 5);
    const observer = await ns.election('e', 5).observe();
    const first = election.campaign('one');
    await first.wait();
    await until(() => observer.leader() === 'one');
    const second = ns.election('e', 5).campaign('two');
    const won = second.wait();
    await first.proclaim('one again');
    await until(() => observer.leader() === 'one again');
    assert.strictEqual(await election.leader(), 'one again');
    await first.resign();
    await won;
    await until(() => observer.leader() === 'two');
    await second.resign();
    await until(() => observer.leader() === undefined);
    await observer.cancel();
  },

  async stm() {
    // Not SerializableSnapshot: there the client never gets to write two keys of different revisions.
    for (const isolation of [Isolation.Serializable, Isolation.RepeatableReads]) {
      await transfers(isolation);
      await ns.delete().all();
    }
  },

  async maintenance() {
    const status = await client.maintenance.status();
    assert.strictEqual(status.leader, status.header.member_id);
    assert.strictEqual((await client.cluster.memberList({})).members.length, 1);
    assert.strictEqual((await client.maintenance.alarm({ action: 'Get' })).alarms.length, 0);
  },
};

checks[check]()
  .then(() => process.exit(0))
  .catch((e) => {
    console.error(e);
    process.exit(1);
  });
