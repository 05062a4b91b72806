// SPDX-License-Identifier: Apache-2.0
// The live door's /kv and /watchers (docs/doors/live.md, docs/doors/ops.md).
import { fromArray, member, toArray, toPath } from './bytes.js';

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The server answered ${status}`);
    this.status = status;
    this.code = body.code || '';
    this.body = body;
  }
}

async function ask(url, options) {
  let answer;
  try {
    answer = await fetch(url, { cache: 'no-store', ...options });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0, { title: 'The server cannot be reached', code: 'lost' });
  }
  if (answer.ok || answer.status === 304) return answer;
  throw await problemOf(answer);
}

export async function problemOf(answer) {
  const text = await answer.text().catch(() => '');
  try {
    return new Problem(answer.status, JSON.parse(text));
  } catch {
    return new Problem(answer.status, { title: text.trim().slice(0, 200) });
  }
}

export function query(parameters) {
  const parts = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== false && value !== '');
  return parts.map(([name, value]) => (value === true ? name : `${name}=${toPath(String(value)).replaceAll('/', '%2F')}`)).join('&');
}

// A page of the keys below a prefix. after: a key, only those behind it.
export async function list(prefix, { after, limit = 200, signal } = {}) {
  const answer = await ask(`/kv/${toPath(prefix)}?${query({ prefix: true, keys: true, limit, after })}`, { signal });
  const page = await answer.json();
  return { ...page, items: page.items.map((item) => ({ ...item, key: member(item, 'key') })) };
}

// null: there is no such key.
export async function get(key, { rev, signal } = {}) {
  try {
    const answer = await ask(`/kv/${toPath(key)}${rev ? `?rev=${rev}` : ''}`, { signal });
    return {
      value: fromArray(new Uint8Array(await answer.arrayBuffer())),
      tag: answer.headers.get('etag'),
      rev: Number((answer.headers.get('etag') || '').replace(/"|.*:/g, '').split('.')[0]),
      create: Number(answer.headers.get('vedette-create')),
      version: Number(answer.headers.get('vedette-version')),
      lease: answer.headers.get('vedette-lease'),
    };
  } catch (problem) {
    if (problem.status === 404) return null;
    throw problem;
  }
}

// tag: only if it is still this one; absent: only if there is none.
export async function put(key, value, { tag, absent } = {}) {
  const headers = { 'content-type': 'application/octet-stream' };
  if (tag) headers['if-match'] = tag;
  if (absent) headers['if-none-match'] = '*';
  return (await ask(`/kv/${toPath(key)}`, { method: 'PUT', headers, body: toArray(value) })).json();
}

export async function remove(key, { tag } = {}) {
  return (await ask(`/kv/${toPath(key)}`, { method: 'DELETE', headers: tag ? { 'if-match': tag } : {} })).json();
}

export async function watchers({ key, door, limit = 1000, signal } = {}) {
  const found = await (await ask(`/watchers?${query({ key, door, limit })}`, { signal })).json();
  for (const row of found.watchers)
    for (const name of ['id', 'key', 'end', 'options']) row[name] = member(row, name);
  return found;
}

// names: the metrics that are wanted; none: all.
export async function metricsText(names, signal) {
  return (await ask(`/metrics?${names.map((name) => `name[]=${name}`).join('&')}`, { signal })).text();
}
