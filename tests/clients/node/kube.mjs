// SPDX-License-Identifier: Apache-2.0
// The npm client @kubernetes/client-node. usage: node kube.mjs CHECK ENDPOINT NAMESPACE [SEED [SECONDS]]
import assert from 'node:assert';
import http from 'node:http';
import { pipeline } from 'node:stream';
import { CoreV1Api, KubeConfig, PatchStrategy, Watch, makeInformer, setHeaderOptions } from '@kubernetes/client-node';

const [, , check, endpoint, namespace, seed = '1', seconds = '0'] = process.argv;
const MAPS = `/api/v1/namespaces/${namespace}/configmaps`;
const PATIENCE = 60;

const config = (server) => {
  const made = new KubeConfig();
  made.loadFromClusterAndUser({ name: 'vedette', server: `http://${server}`, skipTLSVerify: true }, { name: 'nobody' });
  return made;
};
const direct = config(endpoint);
const core = direct.makeApiClient(CoreV1Api);

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const until = async (true_, what) => {
  for (const end = Date.now() + PATIENCE * 1000; Date.now() < end; ) {
    if (await true_()) return;
    await pause(20);
  }
  throw new Error(`not within ${PATIENCE} s: ${what}`);
};

// The same numbers for the same seed.
let state = BigInt(seed) * 2n + 1n;
const random = (below) => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number((state >> 33n) % BigInt(below));
};

const map = (name, data) => ({ metadata: { name }, data });
const create = (name, data = {}) => core.createNamespacedConfigMap({ namespace, body: map(name, data) });
const list = () => core.listNamespacedConfigMap({ namespace });
const faults = (rules) =>
  fetch(`http://${endpoint}/kube/faults`, { method: 'PUT', body: rules }).then((r) => assert.strictEqual(r.status, 200));

// Stands before the server, counts what is listed, and breaks watches off.
class Between {
  constructor() {
    this.lists = 0;
    this.watches = new Set();
    this.began = 0;
    this.server = http.createServer((request, response) => this.pass(request, response));
  }

  async listen() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${this.server.address().port}`;
  }

  pass(request, response) {
    const [host, port] = endpoint.split(':');
    const isWatch = request.url.includes('watch=true');
    const ahead = http.request({ host, port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      response.flushHeaders();
      pipeline(answer, response, () => {}); // what breaks off behind it breaks off before it
    });
    ahead.on('error', () => response.destroy());
    response.on('close', () => {
      this.watches.delete(response);
      ahead.destroy();
    });
    if (isWatch) {
      this.watches.add(response);
      this.began++;
    } else if (request.method === 'GET') this.lists++;
    request.pipe(ahead);
  }

  cut() {
    for (const response of this.watches) response.socket.destroy();
  }

  close() {
    this.cut();
    this.server.close();
    this.server.closeAllConnections();
  }
}

const versions = (items) =>
  items.map((o) => `${o.metadata.name} ${o.metadata.resourceVersion} ${JSON.stringify(o.data)}`).sort();

const isEqual = async (informer) => {
  const there = await list();
  return JSON.stringify(versions(there.items)) === JSON.stringify(versions(informer.list()));
};

// One of five operations on one of ten objects; those that cannot be are refused.
const change = async (i) => {
  const name = `m${random(10)}`;
  const refused = (e) => assert.ok([404, 409].includes(e.code), e);
  switch (random(5)) {
    case 0:
    case 1:
      return create(name, { i: `${i}` }).catch(refused);
    case 2:
      return core.replaceNamespacedConfigMap({ name, namespace, body: map(name, { r: `${i}` }) }).catch(refused);
    case 3:
      return core
        .patchNamespacedConfigMap({ name, namespace, body: { data: { p: `${i}` } } }, setHeaderOptions('Content-Type', PatchStrategy.MergePatch))
        .catch(refused);
    default:
      return core.deleteNamespacedConfigMap({ name, namespace }).catch(refused);
  }
};

const inform = async (between) => {
  const through = config(await between.listen());
  const api = through.makeApiClient(CoreV1Api);
  const informer = makeInformer(through, MAPS, () => api.listNamespacedConfigMap({ namespace }));
  // It is started once for each time that it has ended: else it would go on twice.
  let isDue = false;
  const restart = () => {
    if (isDue) return;
    isDue = true;
    setTimeout(() => {
      isDue = false;
      informer.start();
    }, random(20));
  };
  informer.on('error', restart);
  // Ends it with all that it had under way, and begins it again.
  informer.kill = async () => {
    if (isDue || !between.watches.size) return;
    isDue = true;
    await informer.stop();
    between.cut();
    await until(() => !between.watches.size, 'the watch that was under way has ended');
    await pause(20);
    isDue = false;
    await informer.start();
  };
  await informer.start();
  return informer;
};

const checks = {
  async basics() {
    const made = await create('b', { a: '1' });
    assert.match(made.metadata.uid, /^[0-9a-f-]{36}$/);
    assert.ok(made.metadata.creationTimestamp instanceof Date);
    await assert.rejects(create('b'), (e) => e.code === 409 && JSON.parse(e.body).reason === 'AlreadyExists');
    const changed = await core.patchNamespacedConfigMap(
      { name: 'b', namespace, body: [{ op: 'add', path: '/data/c', value: '2' }] },
      setHeaderOptions('Content-Type', PatchStrategy.JsonPatch),
    );
    assert.deepStrictEqual(changed.data, { a: '1', c: '2' });
    await assert.rejects(
      core.replaceNamespacedConfigMap({ name: 'b', namespace, body: { ...made, data: { x: 'y' } } }),
      (e) => e.code === 409 && JSON.parse(e.body).reason === 'Conflict',
    );
    assert.ok((await list()).items.some((o) => o.metadata.name === 'b' && o.data.c === '2'));
    await core.deleteNamespacedConfigMap({ name: 'b', namespace });
    await assert.rejects(core.readNamespacedConfigMap({ name: 'b', namespace }), (e) => e.code === 404);
  },

  // Broken off again and again, it goes on from what it had: its cache is the list, which it asked for once.
  async informer() {
    const between = new Between();
    const informer = await inform(between);
    const end = Date.now() + 1000 * Number(seconds);
    let cuts = 0;
    for (let i = 0; i < 300 || Date.now() < end; i++) {
      await change(i);
      if (random(10) === 0 && between.watches.size) {
        if (random(2)) between.cut();
        else await informer.kill();
        cuts++;
      }
      if (random(50) === 0) await until(() => isEqual(informer), 'the cache is the list on the way');
    }
    await until(() => isEqual(informer), 'the cache is the list at the end');
    await informer.stop();
    between.close();
    assert.ok(between.began > 5 && between.began <= 4 * cuts + 4, `${cuts} cuts, ${between.began} watches`);
    assert.strictEqual(between.lists, 1);
    console.log(`${cuts} cuts, ${between.began} watches, 1 list`);
  },

  // A version that is gone is listed anew, once; what breaks off in the middle of an event is not.
  async faults() {
    const between = new Between();
    await faults('watch configmaps after=2 nth=1 cut; watch configmaps after=1 nth=2 cut; watch configmaps after=3 nth=3 expire');
    const informer = await inform(between);
    for (let i = 0; i < 10; i++) await create(`f${i}`);
    await until(() => between.began >= 4 && isEqual(informer), 'the cache is the list');
    await informer.stop();
    between.close();
    assert.strictEqual(between.lists, 2);
    await faults('');
  },

  // A hundred watches of one version are told the same, in the order of versions.
  async order() {
    const WATCHES = 100;
    const begin = (await list()).metadata.resourceVersion;
    const told = [];
    const requests = await Promise.all(
      [...Array(WATCHES).keys()].map((i) => {
        told[i] = [];
        return new Watch(direct).watch(
          MAPS,
          { resourceVersion: begin },
          (type, object) => told[i].push(`${object.metadata.resourceVersion} ${type} ${object.metadata.name}`),
          () => {},
        );
      }),
    );
    await Promise.all([...Array(8).keys()].map(async (w) => {
      for (let i = 0; i < 25; i++) await change(w * 100 + i);
    }));
    await create('last');
    await until(() => told.every((lines) => lines.at(-1)?.endsWith(' ADDED last')), 'all were told the last');
    for (const lines of told) assert.deepStrictEqual(lines, told[0]);
    const order = told[0].map((line) => Number(line.split(' ')[0]));
    assert.ok(order.length > 20);
    assert.deepStrictEqual(order, [...new Set(order)].sort((a, b) => a - b));
    for (const request of requests) request.abort();
  },
};

await core.createNamespace({ body: { metadata: { name: namespace } } });
await checks[check]();
process.exit(0);
