// SPDX-License-Identifier: Apache-2.0
// Who watches: every watch of every door with its selector, position and lag, those that are furthest
// behind first.
import { watchers } from './api.js';
import { label, shown, size } from './bytes.js';
import { duration, fill, h, number, short } from './dom.js';

const EVERY_MS = 2000, LIMIT = 500, STATES = ['live', 'behind', 'paused', 'stalled'];

function selector(row) {
  const key = row.key === null ? null : h('bdi', { class: 'name' }, shown(row.key, 120));
  switch (row.selector) {
    case 'all': return ['every key'];
    case 'prefix': return [key, h('span', { class: 'muted' }, '…')];
    case 'from': return [h('span', { class: 'muted' }, 'from '), key];
    case 'range': return [key, h('span', { class: 'muted' }, ' to '), h('bdi', { class: 'name' }, shown(row.end ?? '', 120))];
    default: return [key];
  }
}

function lag(row) {
  if (!row.lag) return '0';
  return `${number(row.lag)}${row.lag_ms === undefined ? '' : ` · ${duration(row.lag_ms / 1000)}`}`;
}

function stateOf(row) {
  return h('span', { class: `state ${row.state}` }, row.state);
}

// One watch on one line, for the panel of a key.
export function watcherLine(row) {
  return h('li', {}, stateOf(row), h('span', { class: 'door' }, row.door), h('span', {}, selector(row)), h('span', { class: 'muted' }, row.peer),
    h('span', { class: 'lag' }, row.lag ? `${lag(row)} behind` : 'up to date'));
}

export class WatchersView {
  constructor(app) {
    this.app = app;
    this.door = '';
    this.counts = h('div', { class: 'counts' });
    this.body = h('tbody');
    this.note = h('p', { class: 'list-note', role: 'status' });
    const column = (text, className) => h('th', { scope: 'col', class: className || '' }, text);
    this.element = h('section', { class: 'watchers', 'aria-label': 'Watchers' }, this.counts,
      h('div', { class: 'table-box', tabindex: '0', role: 'region', 'aria-label': 'Table of watchers' },
        h('table', {}, h('thead', {}, h('tr', {}, column('State'), column('Door'), column('Selector'), column('Position', 'num'), column('Lag', 'num'), column('Unsent', 'num'), column('Peer'))), this.body)),
      this.note);
  }

  enter() {
    this.isIn = true;
    this.#look();
  }

  leave() {
    this.isIn = false;
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  focus() {
    this.element.querySelector('.table-box').focus({ preventScroll: true });
  }

  async #look() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      if (!document.hidden) this.#draw(await watchers({ door: this.door, limit: LIMIT, signal: this.asking.signal }));
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      this.note.textContent = problem.message;
    }
    if (this.isIn) this.timer = setTimeout(() => this.#look(), EVERY_MS);
  }

  #choose(door) {
    this.door = this.door === door ? '' : door;
    this.#look();
  }

  #draw(found) {
    const focused = document.activeElement?.dataset?.door;
    const chips = Object.entries(found.doors).map(([door, states]) => {
      const total = STATES.reduce((sum, state) => sum + states[state], 0), late = states.behind + states.stalled;
      return h('button', { class: `chip ${total ? '' : 'none'}`, 'aria-pressed': String(this.door === door), data: { door }, onclick: () => this.#choose(door) },
        h('span', { class: 'door' }, door), h('b', {}, short(total)), late > 0 && h('span', { class: 'late' }, `${short(late)} behind`));
    });
    fill(this.counts, chips);
    if (focused) this.counts.querySelector(`[data-door="${focused}"]`)?.focus();
    fill(this.body, found.watchers.map((row) => h('tr', {},
      h('td', {}, stateOf(row)),
      h('td', {}, h('span', { class: 'door' }, row.door), h('span', { class: 'muted' }, row.by)),
      h('td', { class: 'selector', title: row.key === null ? '' : label(row.key) }, selector(row), row.options && h('span', { class: 'muted options' }, shown(row.options, 100))),
      h('td', { class: 'num', data: { label: 'position' } }, row.position),
      h('td', { class: `num ${row.lag ? 'late' : ''}`, data: { label: 'lag' } }, lag(row)),
      h('td', { class: 'num', data: { label: 'unsent' } }, row.unsent_bytes ? size(row.unsent_bytes) : '–'),
      h('td', { class: 'peer muted' }, row.peer, row.id !== null && ` #${label(row.id, 24)}`))));
    const total = found.total === 1 ? '1 watch' : `${number(found.total)} watches`;
    this.note.textContent = found.more ? `${total}; the ${number(found.watchers.length)} that are furthest behind are shown.` : this.door ? `${number(found.watchers.length)} of ${total}` : total;
  }
}
