// SPDX-License-Identifier: Apache-2.0
// What a key was: its events since a position or a time, the newest first, and on as they come.
import { fromText, hexDump, member, shown, size, toText } from './bytes.js';
import { eachFrame, h, fill, moment, number } from './dom.js';
import { Watch } from './stream.js';

const KEPT = 500; // events; older ones are counted

export class History {
  constructor(app, key) {
    this.app = app;
    this.key = key;
    this.since = h('input', { type: 'text', value: '', placeholder: 'the beginning', 'aria-label': 'Since: a revision, a time, or a time ago such as -5m', autocomplete: 'off', spellcheck: false });
    this.note = h('p', { class: 'muted', role: 'status' });
    this.rows = h('ol', { class: 'history' });
    this.draw = eachFrame(() => this.#draw());
    this.element = h('div', {}, h('form', { class: 'bar', onsubmit: (event) => { event.preventDefault(); this.start(); } },
      h('label', { class: 'inline' }, 'since', this.since), h('button', { class: 'quiet' }, 'Show')), this.note, this.rows);
  }

  start(since = fromText(this.since.value.trim()) || '0') {
    this.stop();
    this.events = [];
    this.older = 0;
    this.shownRevs = new Map();
    this.rows.replaceChildren();
    this.watch = new Watch({ key: this.key, query: {}, since, onLine: (line) => this.#take(line), onState: (state, more) => this.#turn(state, more) }).start();
  }

  stop() {
    this.watch?.stop();
  }

  #turn(state, more) {
    this.problem = '';
    if (state === 'gone') {
      // The rest of it is still there.
      this.compacted = more.oldest;
      this.start(more.oldest);
    } else if (state === 'refused') {
      this.problem = more.problem.message;
    }
    this.draw();
  }

  #take(line) {
    const value = line.type === 'put' ? member(line, 'value') : null;
    this.events.push({ type: line.type, rev: line.rev, time: line.time, version: line.version, value });
    if (this.events.length > KEPT) {
      this.older++;
      const old = this.events.shift();
      this.shownRevs.get(old.rev)?.remove();
      this.shownRevs.delete(old.rev);
    }
    this.draw();
  }

  #draw() {
    const parts = [];
    if (this.problem) parts.push(this.problem);
    if (this.compacted) parts.push(`Compacted before revision ${number(Number(this.compacted))}.`);
    if (this.older) parts.push(`${number(this.older)} older ones are not shown.`);
    if (!parts.length && !this.events.length) parts.push('Nothing has happened to it since then.');
    this.note.textContent = parts.join(' ');
    for (const event of this.events) {
      if (this.shownRevs.has(event.rev)) continue;
      const row = this.#row(event);
      this.shownRevs.set(event.rev, row);
      this.rows.prepend(row);
    }
  }

  #row(event) {
    const head = [h('span', { class: `badge ${event.type}` }, event.type), h('span', { class: 'rev' }, number(event.rev)),
      h('time', { datetime: event.time }, moment(event.time))];
    if (event.value === null) return h('li', { class: 'deleted' }, h('div', { class: 'line' }, head));
    const body = h('pre', { class: 'value' });
    const details = h('details', {}, h('summary', { class: 'line' }, head, h('span', { class: 'preview' }, h('bdi', {}, shown(event.value, 120))),
      h('span', { class: 'muted size' }, size(event.value.length))), body);
    details.addEventListener('toggle', () => {
      if (details.open && !body.textContent) fill(body, toText(event.value)?.slice(0, 65536) ?? hexDump(event.value));
    });
    return h('li', {}, details);
  }
}
