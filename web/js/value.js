// SPDX-License-Identifier: Apache-2.0
// One key: its value as text, JSON or bytes, what it was before, who watches it; to be edited and deleted.
import { get, put, remove, watchers } from './api.js';
import { fromHex, fromText, hexDump, label, shown, size, toHex, toText } from './bytes.js';
import { confirm, show, toast } from './dialog.js';
import { h, fill, later, number } from './dom.js';
import { History } from './history.js';
import { watcherLine } from './watchers.js';

const SHOWN_MAX = 512 * 1024;

function prettyJson(text) {
  if (text === null || !/^\s*[[{]/.test(text) || text.length > SHOWN_MAX) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

// Numbers that JavaScript would round are not shown rounded: such a text stays as it was put.
function isExact(text) {
  return !/(?<!["\w.])-?\d{16,}/.test(text);
}

function ways(value) {
  const text = toText(value), json = prettyJson(text);
  return [json !== null && isExact(text) && ['JSON', () => json], text !== null && ['Text', () => text], ['Hex', () => hexDump(value)]].filter(Boolean);
}

// The field of an edited value: text where it is text, else hex digits.
function editor(value) {
  const text = toText(value), isHex = text === null;
  const field = h('textarea', { class: 'editor', rows: 12, spellcheck: false, 'aria-label': isHex ? 'Value, in hex digits' : 'Value', autocapitalize: 'off' });
  field.value = isHex ? toHex(value) : text;
  return { field, read: () => (isHex ? fromHex(field.value) : fromText(field.value)), isHex };
}

// Makes a key; resolves to it, or null.
export async function askForKey(app, start) {
  const name = h('input', { type: 'text', value: start, 'aria-label': 'Key', autocomplete: 'off', spellcheck: false, autocapitalize: 'off', autofocus: true });
  const edit = editor('');
  const problem = h('p', { class: 'problem', role: 'alert' });
  name.setAttribute('value', start);
  return show('New key', [h('label', {}, 'Key', name), h('label', {}, 'Value', edit.field), problem], [
    { text: 'Cancel', className: 'quiet', run: (close) => close(null) },
    { text: 'Put', className: 'primary', isDefault: true, run: async (close) => {
      const key = fromText(name.value);
      if (!key) return void (problem.textContent = 'A key has at least one character.');
      try {
        await put(key, edit.read(), { absent: true });
        close(key);
      } catch (error) {
        problem.textContent = error.status === 412 ? 'This key exists already.' : error.message;
      }
    } },
  ]);
}

export class KeyPanel {
  constructor(app) {
    this.app = app;
    this.key = null;
    this.tab = 'value';
    this.element = h('div', { class: 'detail', tabindex: '-1' });
    this.again = later(() => this.reload(), 60);
    this.#empty();
  }

  #empty() {
    fill(this.element, h('div', { class: 'blank' },
      h('p', {}, 'Choose a key to see its value and what it was before.'),
      h('p', { class: 'muted' }, h('kbd', {}, '/'), ' searches, ', h('kbd', {}, 'n'), ' makes a key, ', h('kbd', {}, '?'), ' shows all shortcuts.'),
      h('p', { class: 'muted' }, 'From a terminal: ', h('code', {}, `curl -X PUT ${location.origin}/kv/hello -d haha`))));
  }

  show(key) {
    if (key === this.key) return;
    this.key = key;
    this.history?.stop();
    this.history = null;
    this.found = undefined;
    this.way = null;
    this.editing = null;
    this.tab = 'value';
    if (key === null) return this.#empty();
    this.#frame();
    this.reload();
  }

  // A watch has told of this key.
  changed(line) {
    this.news = line;
    this.again();
  }

  async reload() {
    if (this.key === null) return;
    const key = this.key;
    this.reading?.abort();
    const reading = (this.reading = new AbortController());
    try {
      const found = await get(key, { signal: reading.signal });
      if (key !== this.key) return;
      const isNews = this.found !== undefined && found?.rev !== this.found?.rev;
      this.found = found;
      this.problem = null;
      if (this.editing) this.#warn();
      else this.#draw(isNews);
    } catch (problem) {
      if (problem.name === 'AbortError' || key !== this.key) return;
      this.problem = problem;
      if (!this.editing) this.#draw();
    }
  }

  // --- what is shown ------------------------------------------------------------------------------

  #frame() {
    const tab = (name, text) => h('button', { role: 'tab', id: `tab-${name}`, 'aria-controls': 'tab-panel', onclick: () => this.choose(name), data: { tab: name } }, text);
    this.facts = h('dl', { class: 'facts' });
    this.body = h('div', { class: 'body', role: 'tabpanel', id: 'tab-panel', tabindex: '0' });
    this.tabs = h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Of this key', onkeydown: (event) => this.#onTabKey(event) },
      tab('value', 'Value'), tab('history', 'History'), tab('watchers', 'Watchers'));
    this.edit = h('button', { class: 'quiet', onclick: () => this.startEdit(), 'aria-keyshortcuts': 'e', title: 'Edit (e)' }, 'Edit');
    this.del = h('button', { class: 'quiet danger', onclick: () => this.delete(), 'aria-keyshortcuts': 'd', title: 'Delete (d)' }, 'Delete');
    fill(this.element,
      h('header', {},
        h('button', { class: 'quiet back', onclick: () => this.app.openKey(null), 'aria-label': 'Back to the keys' }, '‹'),
        h('h2', { title: label(this.key) }, h('bdi', {}, shown(this.key))),
        h('div', { class: 'actions' }, this.edit, this.del)),
      this.facts, this.tabs, this.body);
    this.#mark();
  }

  #mark() {
    for (const tab of this.tabs.children) {
      const isChosen = tab.dataset.tab === this.tab;
      tab.setAttribute('aria-selected', isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
    }
    this.body.setAttribute('aria-labelledby', `tab-${this.tab}`);
  }

  #onTabKey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tabs = [...this.tabs.children], at = tabs.findIndex((tab) => tab.dataset.tab === this.tab);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    event.preventDefault();
    this.choose(next.dataset.tab);
    next.focus();
  }

  choose(tab) {
    this.tab = tab;
    this.editing = null;
    this.history?.stop();
    this.history = null;
    this.#mark();
    this.#draw();
  }

  #fact(name, value) {
    return h('div', {}, h('dt', {}, name), h('dd', {}, value));
  }

  #draw(isNews = false) {
    const { found } = this;
    this.edit.hidden = this.del.hidden = !found;
    if (found) fill(this.facts, this.#fact('revision', number(found.rev)), this.#fact('version', number(found.version)),
      this.#fact('created at', number(found.create)), this.#fact('size', size(found.value.length)),
      found.lease && this.#fact('lease', found.lease));
    else fill(this.facts);
    if (isNews) {
      this.facts.classList.remove('flash');
      void this.facts.offsetWidth;
      this.facts.classList.add('flash');
    }
    if (this.tab === 'value') this.#drawValue();
    else if (this.tab === 'watchers') this.#drawWatchers();
    else if (!this.history) this.#drawHistory();
  }

  #drawValue() {
    if (this.problem) return void fill(this.body, h('p', { class: 'problem' }, this.problem.message));
    if (this.found === undefined) return void fill(this.body);
    if (this.found === null) {
      return void fill(this.body, h('div', { class: 'blank' }, h('p', {}, 'This key does not exist (any more).'),
        h('p', {}, h('button', { class: 'quiet', onclick: () => this.choose('history') }, 'What it was'))));
    }
    fill(this.body, this.#valueOf(this.found.value));
  }

  // A value with the choice of how it is shown.
  #valueOf(value) {
    const all = ways(value);
    const chosen = all.find(([name]) => name === this.way) || all[0];
    const text = value.length ? chosen[1]() : '';
    const copy = h('button', { class: 'quiet', onclick: () => navigator.clipboard?.writeText(text).then(() => toast('Copied'), () => toast('The browser does not allow it', 'bad')) }, 'Copy');
    return [
      h('div', { class: 'ways' }, h('div', { role: 'group', 'aria-label': 'Shown as', class: 'segments' }, all.map(([name]) =>
        h('button', { 'aria-pressed': String(name === chosen[0]), onclick: () => { this.way = name; this.#drawValue(); } }, name))), copy),
      value.length ? h('pre', { class: `value ${chosen[0].toLowerCase()}`, tabindex: '0', 'aria-label': 'Value' }, text.slice(0, SHOWN_MAX), text.length > SHOWN_MAX && '\n…')
        : h('p', { class: 'muted' }, 'The value is empty.'),
    ];
  }

  #drawHistory() {
    this.history = new History(this.app, this.key);
    fill(this.body, this.history.element);
    this.history.start();
  }

  async #drawWatchers() {
    const key = this.key;
    if (!this.body.querySelector('.watcher-lines')) fill(this.body, h('p', { class: 'muted' }, 'Looking…'));
    try {
      const found = await watchers({ key, limit: 200 });
      if (key !== this.key || this.tab !== 'watchers') return;
      fill(this.body, h('p', { class: 'muted' }, found.watchers.length ? 'Who is told of a change of this key:' : 'Nobody watches this key.'),
        h('ul', { class: 'watcher-lines' }, found.watchers.map(watcherLine)));
    } catch (problem) {
      fill(this.body, h('p', { class: 'problem' }, problem.message));
    }
  }

  // --- what is done -------------------------------------------------------------------------------

  startEdit() {
    if (!this.found) return;
    this.choose('value');
    const edit = editor(this.found.value);
    this.editing = { ...edit, tag: this.found.tag, rev: this.found.rev };
    this.warning = h('p', { class: 'problem', role: 'alert' });
    edit.field.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.stopEdit();
      else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.save();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    fill(this.body, h('div', { class: 'editing' }, edit.field, this.warning,
      h('div', { class: 'actions' }, h('span', { class: 'muted' }, h('kbd', {}, 'Ctrl'), ' ', h('kbd', {}, 'Enter'), ' saves, ', h('kbd', {}, 'Esc'), ' gives up'),
        h('button', { class: 'quiet', onclick: () => this.stopEdit() }, 'Cancel'),
        h('button', { class: 'primary', onclick: () => this.save() }, 'Save'))));
    edit.field.focus();
    edit.field.setSelectionRange(0, 0);
    edit.field.scrollTop = 0;
  }

  stopEdit() {
    this.editing = null;
    this.#drawValue();
    this.edit.focus();
  }

  #warn() {
    if (this.found?.rev === this.editing.rev) return;
    this.warning.textContent = this.found ? `Meanwhile it was changed, at revision ${number(this.found.rev)}.` : 'Meanwhile it was deleted.';
  }

  async save(isForced = false) {
    const { tag } = this.editing, key = this.key, value = this.editing.read();
    if (value === null) return void (this.warning.textContent = 'These are not pairs of hex digits.');
    try {
      const { rev } = await put(key, value, isForced ? {} : { tag });
      toast(`Saved at revision ${number(rev)}`, 'good');
      this.editing = null;
      await this.reload();
      this.edit.focus();
    } catch (problem) {
      if (problem.status !== 412) return void (this.warning.textContent = problem.message);
      const isSure = await confirm('It was changed meanwhile', h('p', {}, 'Somebody else has changed this key since you began. Put your value over theirs?'), 'Overwrite');
      if (isSure) await this.save(true);
    }
  }

  async delete() {
    if (!this.found) return;
    const { tag } = this.found, key = this.key;
    const isSure = await confirm('Delete this key?', [h('p', { class: 'quoted' }, h('bdi', {}, shown(key))),
      h('p', { class: 'muted' }, 'Its history stays until it is compacted.')], 'Delete');
    if (!isSure) return;
    try {
      const { rev } = await remove(key, { tag });
      toast(`Deleted at revision ${number(rev)}`, 'good');
      if (key === this.key) this.reload();
    } catch (problem) {
      toast(problem.status === 412 ? 'It was changed meanwhile, and is not deleted' : problem.message, 'bad');
    }
  }
}
