// SPDX-License-Identifier: Apache-2.0
// The view of keys: a tree and a search on one side, one key on the other.
import { label, shown, toPath, toText } from './bytes.js';
import { h, fill, later, number } from './dom.js';
import { List } from './list.js';
import { Watch } from './stream.js';
import { Tree } from './tree.js';
import { askForKey, KeyPanel } from './value.js';

const ROW = 28, FOUND_MAX = 1000, INDENT = 16;

// Text is looked for anywhere in a key; with a star or a question mark it is a pattern of its own.
function globOf(text) {
  return /[*?]/.test(text) ? text : `**${text.replace(/[\\*?[\]]/g, '\\$&')}**`;
}

export class KeysView {
  constructor(app) {
    this.app = app;
    this.rows = [];
    this.found = null; // keys that a search has found; null: the tree is shown
    this.cursor = 0;
    this.list = new List({ role: 'tree', label: 'Keys', rowHeight: ROW, className: 'tree', paint: (row, i) => this.#paint(row, i) });
    this.list.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.list.element.addEventListener('click', (event) => this.#onClick(event));
    this.tree = new Tree(() => this.#refresh());
    this.search = h('input', { type: 'search', placeholder: 'Search keys', 'aria-label': 'Search keys', 'aria-keyshortcuts': '/',
      autocomplete: 'off', spellcheck: false, autocapitalize: 'off', enterkeyhint: 'search' });
    const search = later(() => this.#search(), 180);
    this.search.addEventListener('input', search);
    this.search.addEventListener('keydown', (event) => this.#onSearchKey(event));
    this.note = h('p', { class: 'list-note', role: 'status' });
    this.panel = new KeyPanel(app);
    this.element = h('section', { class: 'keys', 'aria-label': 'Keys' },
      h('div', { class: 'side' },
        h('div', { class: 'bar' }, this.search,
          h('button', { class: 'quiet', onclick: () => this.create(), 'aria-keyshortcuts': 'n', title: 'New key (n)' }, 'New')),
        this.list.element, this.note),
      this.panel.element);
    app.server.addEventListener('line', ({ detail }) => this.#onLine(detail));
    app.server.addEventListener('renewed', () => {
      this.tree.reload();
      this.panel.reload();
    });
    app.server.addEventListener('state', ({ detail }) => {
      if (detail.state === 'live' && !this.tree.level('').entries.length) this.tree.more('');
    });
  }

  // path: a key in percents, or empty.
  enter(key) {
    this.element.classList.toggle('has-key', key !== null);
    this.panel.show(key);
    if (key !== null && this.rows[this.cursor]?.name !== key) this.#reach(key);
    this.list.update();
  }

  focus() {
    (this.panel.key === null || !this.app.isNarrow() ? this.list.element : this.panel.element).focus({ preventScroll: true });
  }

  async create() {
    const folder = this.rows[this.cursor];
    const start = folder && !this.found ? (folder.isFolder ? folder.name : folder.prefix) : '';
    const key = await askForKey(this.app, toText(start) ?? '');
    if (key !== null) this.app.openKey(key);
  }

  // --- rows ---------------------------------------------------------------------------------------

  #refresh() {
    const at = this.rows[this.cursor];
    this.rows = this.found ? this.found.map((name, i) => ({ name, isFolder: false, depth: 0, isHit: true, place: i + 1, count: this.found.length })) : this.tree.rows();
    const kept = at ? this.rows.findIndex((row) => row.name === at.name && row.isFolder === at.isFolder && row.prefix === at.prefix) : -1;
    this.cursor = kept >= 0 ? kept : Math.max(0, Math.min(this.cursor, this.rows.length - 1));
    this.list.update(this.rows.length);
    this.#say();
  }

  #say() {
    const root = this.tree.level('');
    let text = '';
    if (this.found) text = this.finding ? `${number(this.found.length)} found, looking on…` : this.found.length >= FOUND_MAX ? `The first ${number(FOUND_MAX)} that match` : this.found.length === 1 ? '1 key found' : `${number(this.found.length)} keys found`;
    else if (root.isWhole && !root.entries.length) text = 'There are no keys yet.';
    else if (root.total !== null) text = root.total === 1 ? '1 key' : `${number(root.total)} keys`;
    if (this.note.textContent !== text) this.note.textContent = text;
  }

  #paint(element, index) {
    const row = this.rows[index];
    element.id = `row-${index}`;
    element.dataset.index = index;
    element.className = 'list-row';
    element.style.paddingInlineStart = `${8 + (row?.depth || 0) * INDENT}px`;
    for (const name of ['aria-expanded', 'aria-selected', 'aria-level', 'aria-setsize', 'aria-posinset', 'title']) element.removeAttribute(name);
    element.setAttribute('role', 'treeitem');
    if (!row) return void fill(element);
    if (index === this.cursor) element.classList.add('cursor');
    if (row.isMore || row.problem) {
      element.classList.add('more');
      fill(element, row.problem ? `${row.problem.message} – try again` : 'Loading…');
      if (row.isMore) this.tree.more(row.prefix);
      return;
    }
    const isShown = !row.isFolder && row.name === this.panel.key;
    element.setAttribute('aria-level', row.depth + 1);
    element.setAttribute('aria-posinset', row.place);
    element.setAttribute('aria-setsize', row.count);
    element.setAttribute('aria-selected', isShown);
    if (isShown) element.classList.add('selected');
    element.title = label(row.name);
    const part = row.isHit ? row.name : row.name.slice(row.prefix.length);
    if (row.isFolder) {
      element.setAttribute('aria-expanded', row.isOpen);
      element.classList.add('folder');
      const total = row.isOpen ? this.tree.level(row.name)?.total : null;
      fill(element, h('span', { class: 'twist', 'aria-hidden': 'true' }), h('bdi', { class: 'name' }, shown(part.slice(0, -1)), '/'),
        total !== null && total !== undefined && h('span', { class: 'count' }, number(total)));
    } else {
      fill(element, h('bdi', { class: 'name' }, part ? shown(part) : h('span', { class: 'esc' }, 'the folder itself')));
    }
    if (this.flashed === row.name) element.classList.add('flash');
  }

  // Opens what it lies in, which may take a while.
  async #reach(key) {
    for (let at = key.indexOf('/'); at >= 0 && !this.found && this.panel.key === key; at = key.indexOf('/', at + 1))
      if (!this.tree.open.has(key.slice(0, at + 1)) && at + 1 < key.length) await this.tree.expand(key.slice(0, at + 1));
    if (this.panel.key === key) this.#point(key);
    this.list.update();
  }

  #point(key) {
    const index = this.rows.findIndex((row) => row.name === key && !row.isFolder);
    if (index < 0) return;
    this.cursor = index;
    this.list.reveal(index);
  }

  #move(index) {
    this.cursor = Math.max(0, Math.min(index, this.rows.length - 1));
    this.list.element.setAttribute('aria-activedescendant', `row-${this.cursor}`);
    this.list.update();
    this.list.reveal(this.cursor);
  }

  #toggle(row) {
    if (row.isOpen) this.tree.collapse(row.name);
    else this.tree.expand(row.name);
  }

  #activate(row) {
    if (!row) return;
    if (row.problem || row.isMore) {
      this.tree.level(row.prefix).problem = null;
      this.tree.more(row.prefix);
    } else if (row.isFolder) this.#toggle(row);
    else this.app.openKey(row.name);
  }

  #onClick(event) {
    const index = Number(event.target.closest('.list-row')?.dataset.index ?? -1);
    if (index < 0) return;
    this.#move(index);
    this.#activate(this.rows[index]);
  }

  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = this.rows[this.cursor];
    const keys = {
      ArrowDown: () => this.#move(this.cursor + 1),
      ArrowUp: () => this.#move(this.cursor - 1),
      PageDown: () => this.#move(this.cursor + this.list.pageRows),
      PageUp: () => this.#move(this.cursor - this.list.pageRows),
      Home: () => this.#move(0),
      End: () => this.#move(this.rows.length - 1),
      Enter: () => this.#activate(row),
      ' ': () => this.#activate(row),
      ArrowRight: () => {
        if (row?.isFolder && !row.isOpen) this.#toggle(row);
        else if (row?.isOpen) this.#move(this.cursor + 1);
      },
      ArrowLeft: () => {
        if (row?.isOpen) this.#toggle(row);
        else if (row?.prefix) this.#move(this.rows.findIndex((other) => other.isFolder && other.name === row.prefix));
      },
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  // --- changes ------------------------------------------------------------------------------------

  #onLine(line) {
    this.tree.apply(line);
    if (line.key === this.panel.key) this.panel.changed(line);
    if (!this.found) return;
    const at = this.found.indexOf(line.key);
    if (line.type === 'delete' && at >= 0) {
      this.found.splice(at, 1);
      this.#refresh();
    }
  }

  // --- search -------------------------------------------------------------------------------------

  #search() {
    const text = this.search.value;
    this.finding?.stop();
    this.finding = null;
    this.found = text ? [] : null;
    this.cursor = 0;
    if (text) {
      this.finding = new Watch({
        query: { glob: globOf(text), list: true, keys: true },
        onLine: (line) => this.#onFound(line),
        onState: (state, more) => this.#onFinding(state, more),
      }).start();
      this.finding.onSynced = () => this.#endSearch();
    }
    this.#refresh();
  }

  #onFound(line) {
    if (line.pos) return this.#endSearch(); // the list is over
    this.found.push(line.key);
    if (this.found.length >= FOUND_MAX) this.#endSearch();
    else this.refreshSoon ??= requestAnimationFrame(() => {
      this.refreshSoon = null;
      this.#refresh();
    });
  }

  #onFinding(state, more) {
    if (state !== 'refused' && state !== 'gone') return;
    this.#endSearch();
    this.note.textContent = more.problem ? more.problem.message : 'The search was cut off';
  }

  #endSearch() {
    this.finding?.stop();
    this.finding = null;
    this.#refresh();
  }

  #onSearchKey(event) {
    if (event.key === 'Escape') {
      this.search.value = '';
      this.#search();
      this.list.element.focus();
    } else if (event.key === 'ArrowDown' || (event.key === 'Enter' && this.rows.length)) {
      this.list.element.focus();
      this.#move(0);
      if (event.key === 'Enter' && this.rows[0] && !this.rows[0].isFolder) this.#activate(this.rows[0]);
    } else {
      return;
    }
    event.preventDefault();
  }
}

export function hashOf(key) {
  return `#/keys/${toPath(key)}`;
}

