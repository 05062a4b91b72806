// SPDX-License-Identifier: Apache-2.0
// The frame: which view is shown, where the server is, and the keys that work everywhere. What is shown
// is in the address: #/keys/a/b is the key a/b.
import { fromPath } from './bytes.js';
import { show, toast } from './dialog.js';
import { fill, h, isTyping, number } from './dom.js';
import { hashOf, KeysView } from './keys.js';
import { Sampler } from './metrics.js';
import { PulseView, vitals } from './pulse.js';
import { Server } from './server.js';
import { TailView } from './tail.js';
import { WatchersView } from './watchers.js';

const VIEWS = [['keys', 'Keys', KeysView], ['tail', 'Tail', TailView], ['watchers', 'Watchers', WatchersView], ['pulse', 'Pulse', PulseView]];
const SHORTCUTS = [['/', 'search or filter'], ['1 2 3 4', 'keys, tail, watchers, pulse'], ['↑ ↓ ← →', 'through the tree'], ['Enter', 'open'],
  ['n', 'new key'], ['e', 'edit the key'], ['d', 'delete the key'], ['p', 'pause the tail, and go on'], ['Esc', 'back'], ['?', 'this list']];

class App {
  constructor() {
    this.server = new Server();
    this.sampler = new Sampler();
    this.main = document.getElementById('main');
    this.views = new Map(VIEWS.map(([name, , View]) => [name, new View(this)]));
    this.links = new Map(VIEWS.map(([name, text], i) => [name, h('a', { href: `#/${name}`, 'aria-keyshortcuts': String(i + 1), data: { view: name } }, text)]));
    document.getElementById('nav').append(...this.links.values());
    vitals(this, document.getElementById('vitals'));
    this.stateLine = document.getElementById('state');
    this.banner = document.getElementById('banner');
    document.getElementById('help').addEventListener('click', () => this.help());
    addEventListener('hashchange', () => this.#route());
    addEventListener('keydown', (event) => this.#onKey(event));
    this.server.addEventListener('state', ({ detail }) => this.#onState(detail));
    this.server.addEventListener('line', () => this.#showState());
    this.server.addEventListener('renewed', () => toast('The history that was missed is gone; everything is loaded anew', 'warn'));
    setInterval(() => this.#tick(), 500);
    this.#route();
    this.server.start();
    this.sampler.start();
  }

  isNarrow() {
    return matchMedia('(max-width: 760px)').matches;
  }

  openKey(key) {
    location.hash = key === null ? '#/keys' : hashOf(key);
  }

  #route() {
    const [, name = 'keys', rest] = /^#\/(\w+)(?:\/(.*))?$/s.exec(location.hash) || [];
    const view = this.views.get(name) || this.views.get('keys');
    const isOther = view !== this.view;
    if (isOther) {
      this.view?.leave?.();
      this.view = view;
      fill(this.main, view.element);
      for (const [other, link] of this.links) {
        if (this.views.get(other) === view) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
    }
    document.title = `${VIEWS.find(([one]) => this.views.get(one) === view)[1]} · Vedette`;
    view.enter(rest === undefined || rest === '' ? null : fromPath(rest));
    if (isOther && document.activeElement?.closest('#nav')) view.focus();
  }

  // --- the server ---------------------------------------------------------------------------------

  #onState({ state, before, missed, problem, at }) {
    this.retryAt = at;
    if (state === 'live' && before === 'lost') toast(missed > 0 ? `The server is back; went on where it stopped, ${number(missed)} revisions later` : 'The server is back; nothing was missed', 'good');
    document.documentElement.dataset.server = state;
    if (state === 'lost' && at && this.banner.hidden) {
      fill(this.banner, h('b', {}, 'The server is lost.'), ' What is shown is what was last known. ', h('span', { id: 'retry-in' }), ' ',
        h('button', { class: 'quiet', onclick: () => this.server.watch.retry() }, 'Try now'));
      this.banner.hidden = false;
    } else if (state === 'refused') {
      fill(this.banner, h('b', {}, 'The server refuses: '), problem.message);
      this.banner.hidden = false;
    } else if (state === 'live') {
      this.banner.hidden = true;
    }
    this.#showState();
  }

  #showState() {
    const { state, head } = this.server;
    const words = { live: 'live', lost: 'lost', connecting: 'connecting', refused: 'refused', gone: 'connecting' }[state] || state;
    const [dot, word, rev] = this.stateLine.children;
    if (word.textContent !== words) {
      word.textContent = words;
      dot.className = `dot ${words}`;
    }
    rev.textContent = head > 0 ? `r${number(head)}` : '';
  }

  #tick() {
    const span = document.getElementById('retry-in');
    if (span && this.retryAt) span.textContent = `Next try in ${Math.max(0, Math.ceil((this.retryAt - Date.now()) / 1000))} s.`;
    this.view.tick?.();
  }

  // --- keys ---------------------------------------------------------------------------------------

  help() {
    show('Keyboard', h('dl', { class: 'shortcuts' }, SHORTCUTS.map(([keys, what]) => h('div', {}, h('dt', {}, keys.split(' ').map((key) => h('kbd', {}, key))), h('dd', {}, what)))),
      [{ text: 'Close', className: 'quiet', isDefault: true, run: (close) => close() }]);
  }

  #onKey(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (isTyping(event.target)) {
      if (event.key === 'Escape') this.view.focus();
      return;
    }
    const keys = this.views.get('keys'), tail = this.views.get('tail');
    const view = VIEWS[Number(event.key) - 1];
    const run = view ? () => {
      location.hash = `#/${view[0]}${view[0] === 'keys' && keys.panel.key !== null ? hashOf(keys.panel.key).slice(6) : ''}`;
      requestAnimationFrame(() => this.view.focus());
    } : {
      '/': () => (this.view.search || this.view.filter)?.focus(),
      '?': () => this.help(),
      n: () => {
        if (this.view !== keys) location.hash = '#/keys';
        keys.create();
      },
      e: () => this.view === keys && keys.panel.startEdit(),
      d: () => this.view === keys && keys.panel.delete(),
      Delete: () => this.view === keys && keys.panel.delete(),
      p: () => this.view === tail && tail.pause(!tail.isPaused),
      Escape: () => this.view === keys && this.openKey(null),
    }[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  }
}

new App();
