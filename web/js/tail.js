// SPDX-License-Identifier: Apache-2.0
// Everything as it happens: the newest few thousand changes, filtered by the server, to be paused and gone
// on with. While it is paused nothing is read: a reader is a position.
import { fromText, label, member, shown, size } from './bytes.js';
import { clock, fill, h, later, number } from './dom.js';
import { List } from './list.js';
import { Watch } from './stream.js';

const KEPT = 5000, ROW = 28, PREVIEW = 160;

export class TailView {
  constructor(app) {
    this.app = app;
    this.events = [];
    this.dropped = 0;
    this.isPaused = false;
    this.follows = true;
    this.filter = h('input', { type: 'search', placeholder: 'Keys that begin with… or a pattern, a/**/b*', 'aria-label': 'Filter by key: a prefix, or a pattern with stars', 'aria-keyshortcuts': '/', autocomplete: 'off', spellcheck: false, autocapitalize: 'off' });
    this.filter.addEventListener('input', later(() => this.restart(), 250));
    this.type = h('select', { 'aria-label': 'Which changes', onchange: () => this.restart() },
      h('option', { value: '' }, 'all changes'), h('option', { value: 'put' }, 'puts'), h('option', { value: 'delete' }, 'deletes'));
    this.pauseButton = h('button', { class: 'quiet', onclick: () => this.pause(!this.isPaused), 'aria-keyshortcuts': 'p', title: 'Pause (p)' }, 'Pause');
    this.note = h('span', { class: 'muted', role: 'status' });
    this.jump = h('button', { class: 'jump', hidden: true, onclick: () => this.#follow(true) }, 'To the newest ↓');
    this.list = new List({ role: 'log', label: 'Changes, the newest last', rowHeight: ROW, className: 'tail', paint: (row, i) => this.#paint(row, i) });
    this.list.onResize = () => this.follows && this.list.toEnd();
    this.list.element.setAttribute('aria-live', 'off');
    this.list.element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.list.element.addEventListener('click', (event) => this.#open(event));
    this.list.element.addEventListener('keydown', (event) => event.key === 'End' && this.#follow(true));
    this.element = h('section', { class: 'tailing', 'aria-label': 'Live tail' },
      h('div', { class: 'bar' }, this.filter, this.type, this.pauseButton,
        h('button', { class: 'quiet', onclick: () => this.clear() }, 'Clear')),
      h('div', { class: 'tail-box' }, this.list.element, this.jump), h('div', { class: 'list-note' }, this.note));
  }

  enter() {
    if (!this.watch) this.restart();
    this.list.update(this.events.length);
    if (this.follows) this.list.toEnd();
  }

  focus() {
    this.list.element.focus({ preventScroll: true });
  }

  // Another question: what is here does not answer it.
  restart() {
    this.watch?.stop();
    this.events = [];
    this.dropped = 0;
    this.isPaused = false;
    const text = fromText(this.filter.value), isGlob = /[*?[]/.test(text);
    this.watch = new Watch({
      key: isGlob ? '' : text, query: { prefix: !isGlob, glob: isGlob ? this.filter.value : undefined, type: this.type.value },
      onLine: (line) => this.#take(line), onState: (state, more) => this.#turn(state, more),
    }).start();
    this.#show();
  }

  clear() {
    this.events = [];
    this.dropped = 0;
    this.#show();
  }

  // The position stays; nothing is read until it goes on.
  pause(isPaused) {
    this.isPaused = isPaused;
    if (isPaused) this.watch.stop();
    else this.watch.start();
    this.pauseButton.textContent = isPaused ? 'Go on' : 'Pause';
    this.pauseButton.setAttribute('aria-pressed', isPaused);
    this.#show();
  }

  #turn(state, more) {
    this.problem = state === 'refused' ? more.problem.message : '';
    if (state === 'gone') {
      this.#mark(`What happened between ${this.watch.position} and ${more.oldest} is compacted.`);
      this.watch = new Watch({ ...this.watch, query: this.watch.parameters, since: more.oldest === undefined ? undefined : fromText(more.oldest) });
      this.watch.start();
    }
    this.#show();
  }

  #mark(text) {
    this.#add({ mark: text });
  }

  #take(line) {
    const value = line.type === 'put' ? member(line, 'value') : null;
    this.#add({ key: line.key, type: line.type, pos: line.pos, rev: line.rev, time: line.time,
      bytes: value?.length, preview: value?.slice(0, PREVIEW + 4) ?? '' });
    this.#show();
  }

  #add(event) {
    this.events.push(event);
    if (this.events.length > KEPT + 500) {
      this.dropped += this.events.length - KEPT;
      this.events = this.events.slice(-KEPT);
    }
  }

  #show() {
    this.pauseButton.textContent = this.isPaused ? 'Go on' : 'Pause';
    this.showSoon ??= requestAnimationFrame(() => {
      this.showSoon = null;
      this.list.update(this.events.length);
      if (this.follows) this.list.toEnd();
      this.note.textContent = this.#words();
    });
  }

  #words() {
    const behind = Math.max(0, this.app.server.head - Number(this.watch.position.split('.')[0] || 0));
    if (this.problem) return this.problem;
    if (this.isPaused) return `Paused after revision ${number(Number(this.watch.position.split('.')[0]))}${behind ? `; ${number(behind)} revisions since` : ''}.`;
    if (this.watch.state === 'lost') return 'The server is lost; this goes on where it stopped.';
    if (!this.events.length) return 'Waiting for a change…';
    const seen = this.events.length + this.dropped;
    return `${number(seen)} ${seen === 1 ? 'change' : 'changes'}${this.dropped ? `, the newest ${number(this.events.length)} kept` : ''}`;
  }

  tick() {
    if (this.watch) this.note.textContent = this.#words();
  }

  #paint(element, index) {
    const event = this.events[index];
    element.dataset.index = index;
    element.className = 'list-row';
    if (!event) return void fill(element);
    if (event.mark) {
      element.classList.add('mark');
      return void fill(element, event.mark);
    }
    element.classList.add(event.type);
    element.title = label(event.key);
    fill(element, h('time', { datetime: event.time }, clock(event.time)), h('span', { class: `badge ${event.type}` }, event.type === 'put' ? 'put' : 'del'),
      h('span', { class: 'rev' }, event.pos), h('bdi', { class: 'name' }, shown(event.key, 200)),
      h('bdi', { class: 'preview' }, shown(event.preview, PREVIEW)),
      h('span', { class: 'muted size' }, event.type === 'put' ? size(event.bytes) : ''));
  }

  // Whoever scrolls up wants to read; a list that has become smaller has not been scrolled.
  #scrolled() {
    const isAtEnd = this.list.isAtEnd(), top = this.list.element.scrollTop, isUp = top < (this.top ?? 0);
    this.top = top;
    if (isAtEnd ? !this.follows : this.follows && isUp) this.#follow(isAtEnd, false);
  }

  #follow(follows, moves = true) {
    this.follows = follows;
    this.jump.hidden = follows;
    if (follows && moves) this.list.toEnd();
  }

  #open(event) {
    const row = this.events[Number(event.target.closest('.list-row')?.dataset.index ?? -1)];
    if (row?.key !== undefined && !getSelection()?.toString()) this.app.openKey(row.key);
  }
}
