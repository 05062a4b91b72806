// SPDX-License-Identifier: Apache-2.0
// A watch that does not end: lines of the live door over fetch. It remembers the position of the last
// line, and goes on from there when it was cut off, so nothing is missed and nothing comes twice.
import { problemOf, query } from './api.js';
import { member, toPath } from './bytes.js';

const FIRST_WAIT_MS = 300, LONGEST_WAIT_MS = 5000, HEARTBEAT_S = 5, SILENCE_MS = 15000, LINE_MAX = 64 << 20;

export class Watch {
  // query: parameters of /watch/KEY. onLine(line): put and delete, their key as bytes. onState(state, more):
  // 'connecting'; 'live', {resumed, from}; 'lost', {problem, at, wait}; 'gone', {oldest, current};
  // 'refused', {problem}: it is over.
  constructor({ key = '', query: parameters = {}, since, onLine, onState }) {
    Object.assign(this, { key, parameters, onLine, onState });
    this.since = since; // a position, with the store's id once it is known
    this.store = null;
    this.head = 0;
    this.tries = 0;
    this.state = 'stopped';
  }

  start() {
    if (this.state !== 'stopped') return this;
    this.#connect();
    return this;
  }

  stop() {
    this.#drop();
    this.state = 'stopped';
    return this;
  }

  // At once, if it waits.
  retry() {
    if (this.state === 'lost') this.#connect();
  }

  get position() {
    return (this.since || '').replace(/^.*:/, '');
  }

  #drop() {
    clearTimeout(this.timer);
    clearTimeout(this.silence);
    this.abort?.abort();
    this.abort = null;
  }

  #say(state, more = {}) {
    this.state = state;
    this.onState?.(state, more);
  }

  #listen(abort) {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => abort.abort(new Error('silence')), SILENCE_MS);
  }

  async #connect() {
    this.#drop();
    const abort = (this.abort = new AbortController());
    this.#say('connecting');
    this.#listen(abort);
    try {
      const parameters = query({ heartbeat: `${HEARTBEAT_S}s`, ...this.parameters, since: this.since });
      const answer = await fetch(`/watch/${toPath(this.key)}?${parameters}`, {
        headers: { accept: 'application/x-ndjson' }, cache: 'no-store', signal: abort.signal,
      });
      if (!answer.ok) throw await problemOf(answer);
      await this.#read(answer.body.getReader(), abort);
      this.#lose(abort, null);
    } catch (problem) {
      this.#lose(abort, problem);
    }
  }

  async #read(reader, abort) {
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (this.abort !== abort) return reader.cancel();
      if (done) return undefined;
      this.#listen(abort);
      rest += decoder.decode(value, { stream: true });
      if (rest.length > LINE_MAX) throw new Error('a line that does not end');
      const lines = rest.split('\n');
      rest = lines.pop();
      for (const line of lines) {
        if (line) this.#take(JSON.parse(line));
        if (this.abort !== abort) return reader.cancel();
      }
    }
  }

  #take(line) {
    if (line.type === 'open') {
      const from = this.since;
      this.store = line.store;
      this.head = Number(line.head);
      this.since = `${line.store}:${line.pos}`;
      this.#say('live', { resumed: this.tries > 0 || Boolean(this.wasLive), from });
      this.tries = 0;
      this.wasLive = true;
      return;
    }
    if (line.type === 'gone') {
      this.gone = line;
      return;
    }
    if (line.pos) this.since = `${this.store}:${line.pos}`;
    if (line.type === 'synced') this.onSynced?.(line);
    if (line.type !== 'put' && line.type !== 'delete') return;
    line.key = member(line, 'key');
    this.onLine?.(line);
  }

  #lose(abort, problem) {
    if (this.abort !== abort) return; // it was stopped, or another one runs
    const gone = this.gone || (problem?.status === 410 ? problem.body : null);
    this.#drop();
    this.gone = null;
    if (gone) {
      this.#say('gone', { oldest: gone.oldest, current: gone.current });
    } else if (problem?.status >= 400 && problem.status < 500 && problem.status !== 429) {
      this.#say('refused', { problem });
    } else {
      const wait = Math.min(FIRST_WAIT_MS * 2 ** this.tries, LONGEST_WAIT_MS) * (0.75 + Math.random() / 2);
      this.tries++;
      this.timer = setTimeout(() => this.#connect(), wait);
      this.#say('lost', { problem, at: Date.now() + wait, wait });
    }
  }
}
