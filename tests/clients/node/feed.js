// SPDX-License-Identifier: Apache-2.0
// Feeds with @grpc/grpc-js. usage: node feed.js CHECK ENDPOINT TOPIC [PAUSE_MS]
'use strict';

const assert = require('assert');
const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [, , check, endpoint, topic, pauseMs = '1000'] = process.argv;
const PROTO = path.join(__dirname, '..', '..', '..', 'proto', 'feed');

const stub = (file, service) => {
  const definition = loader.loadSync(path.join(PROTO, file), { keepCase: true, defaults: true });
  const Service = grpc.loadPackageDefinition(definition).proto[service];
  return new Service(endpoint, grpc.credentials.createInsecure());
};

const feed = stub('server_stream.proto', 'StreamServer');

const metadata = (fields) => {
  const all = new grpc.Metadata();
  for (const [name, value] of Object.entries(fields)) all.set(name, value);
  return all;
};

// What a publisher of feedkit.py puts.
const parse = (message) => {
  const [number, what] = message.stream_value.split(' ');
  return { number: Number(number), last: what.startsWith('last') };
};

const ended = (call) =>
  new Promise((resolve) => {
    call.on('error', () => {});
    call.on('status', resolve);
  });

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const checks = {
  // Tells its first value, pauses under the publisher, resumes, and takes every value up to the last.
  pause: async () => {
    const call = feed.ListValue({ data: topic });
    let before = null;
    let count = 0;
    const done = new Promise((resolve, reject) => {
      call.on('error', reject);
      call.on('data', (message) => {
        const { number, last } = parse(message);
        assert(before === null || number === before + 1, `${number} follows ${before}`);
        before = number;
        count++;
        if (count === 100) {
          call.pause();
          console.log('paused');
          setTimeout(() => {
            console.log('resumed');
            call.resume();
          }, Number(pauseMs));
        }
        if (last) resolve();
      });
    });
    await done;
    console.log(`last ${before}`);
    call.cancel();
    assert.strictEqual((await ended(call)).code, grpc.status.CANCELLED);
  },

  latest: async () => {
    const call = feed.ListValue({ data: topic }, metadata({ latest: 'true' }));
    let before = 0;
    let count = 0;
    await new Promise((resolve, reject) => {
      call.on('error', reject);
      call.on('data', (message) => {
        const { number, last } = parse(message);
        assert(number > before, `${number} follows ${before}`);
        before = number;
        if (++count === 10) {
          call.pause();
          console.log('paused');
          setTimeout(() => call.resume(), Number(pauseMs));
        }
        if (last) resolve();
      });
    });
    assert(count < before, `${count} of ${before}`);
    console.log(`last ${before}`);
  },

  basics: async () => {
    const route = () =>
      new Promise((resolve, reject) => feed.Route({ data: topic }, (e, answer) => (e ? reject(e) : resolve(answer))));
    assert.deepStrictEqual(await route(), { code: 200, value: 'one' });
    const late = feed.ListValue({ data: `${topic}/none` }, { deadline: Date.now() + 300 });
    late.resume();
    assert.strictEqual((await ended(late)).code, grpc.status.DEADLINE_EXCEEDED);
    const call = feed.ListValue({ data: topic }, metadata({ positions: '1' }));
    const first = await new Promise((resolve) => call.once('data', resolve));
    assert.strictEqual(first.stream_value, 'one');
    call.cancel();
    assert.strictEqual((await ended(call)).code, grpc.status.CANCELLED);
    const gone = feed.ListValue({ data: topic }, metadata({ since: '0123456789abcdef:1' }));
    gone.resume();
    const status = await ended(gone);
    assert.strictEqual(status.code, grpc.status.OUT_OF_RANGE);
    assert.strictEqual(status.metadata.get('vedette-current').length, 1);
    console.log(first.position);
    const next = feed.ListValue({ data: topic }, metadata({ since: first.position }));
    const got = [];
    for await (const message of next) got.push(message.stream_value);
    assert.deepStrictEqual(got, ['two', 'three']);
  },

  conversations: async () => {
    const call = stub('both_stream.proto', 'Stream').Conversations();
    const got = [];
    const done = new Promise((resolve, reject) => call.on('error', reject).on('end', resolve));
    call.on('data', (message) => got.push(message.answer));
    for (let i = 0; i < 200; i++) call.write({ question: `q${i}` });
    call.end();
    await done;
    assert.deepStrictEqual(
      got,
      [...Array(200).keys()].map((i) => `from stream server answer: the ${i + 1} question is q${i}`));
  },
};

checks[check]()
  .then(() => sleep(0))
  .then(() => process.exit(0), (e) => {
    console.error(e);
    process.exit(1);
  });
