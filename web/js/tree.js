// SPDX-License-Identifier: Apache-2.0
// The keys as a tree cut at slashes, loaded level by level and page by page. A folder that is not open is
// one entry, however many keys lie in it: the next page begins behind all of them.
import { list } from './api.js';

const PAGE = 200; // entries that a level gains at a time, about
const ASK_MS = 500; // between two looks at what has become of a folder
const ASKS = 12; // at most, for a page of a level that is all folders
const BEHIND = '\xff'.repeat(24); // behind every key of a folder, nearly; what is not is met twice and known

class Level {
  constructor(prefix) {
    this.prefix = prefix;
    this.entries = []; // sorted: whole keys, and folders, which end with a slash and are not keys
    this.names = new Set();
    this.after = undefined; // what lies at or before it is known
    this.isWhole = false;
    this.total = null; // keys below it, when it was asked last
    this.loading = null;
    this.meanwhile = []; // what changed while a page was on its way, which may not show it
    this.problem = null;
  }

  // Where a name is or would be.
  indexOf(name) {
    let low = 0, high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.entries[middle].name < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  add(name, isFolder) {
    const id = isFolder ? `${name}\0folder` : name;
    if (this.names.has(id)) return false;
    this.names.add(id);
    this.entries.splice(this.indexOf(name), 0, { name, isFolder });
    return true;
  }

  drop(name, isFolder) {
    const id = isFolder ? `${name}\0folder` : name;
    if (!this.names.delete(id)) return false;
    this.entries = this.entries.filter((entry) => entry.name !== name || entry.isFolder !== isFolder);
    return true;
  }

  // Whether a name belongs among what is loaded.
  knows(name) {
    return this.isWhole || (this.after !== undefined && name <= this.after);
  }
}

// What a key is on the level of a prefix of it.
function entryOf(prefix, key) {
  const slash = key.indexOf('/', prefix.length);
  return slash < 0 || key.length === prefix.length ? { name: key, isFolder: false } : { name: key.slice(0, slash + 1), isFolder: true };
}

export class Tree {
  constructor(onChange) {
    this.onChange = onChange;
    this.levels = new Map([['', new Level('')]]);
    this.open = new Set();
    this.doubtful = new Set(); // folders of which something was deleted
    this.miscounted = new Set(); // prefixes of levels whose number of keys has changed
  }

  // Loads everything that is open anew: something was missed.
  async reload() {
    const open = [...this.open].sort();
    this.levels = new Map([['', new Level('')]]);
    await this.more('');
    for (const prefix of open) if (this.open.has(prefix)) await this.expand(prefix);
  }

  level(prefix) {
    return this.levels.get(prefix);
  }

  async expand(prefix) {
    this.open.add(prefix);
    if (!this.levels.has(prefix)) this.levels.set(prefix, new Level(prefix));
    this.onChange();
    const level = this.level(prefix);
    if (!level.entries.length && !level.isWhole) await this.more(prefix);
  }

  collapse(prefix) {
    this.open.delete(prefix);
    for (const other of [...this.levels.keys()])
      if (other.startsWith(prefix) && other !== '') {
        this.levels.delete(other);
        this.open.delete(other);
      }
    this.onChange();
  }

  // The next page of a level.
  more(prefix) {
    const level = this.level(prefix);
    if (!level || level.isWhole) return Promise.resolve();
    level.loading ??= this.#load(level).finally(() => {
      level.loading = null;
      for (const line of level.meanwhile.splice(0)) this.#applyTo(level, line);
      this.onChange();
    });
    return level.loading;
  }

  async #load(level) {
    const wanted = level.entries.length + PAGE;
    level.problem = null;
    try {
      for (let asks = 0; asks < ASKS && !level.isWhole && level.entries.length < wanted; asks++) {
        const page = await list(level.prefix, { after: level.after, limit: PAGE });
        let last = null;
        for (const { key } of page.items) {
          last = entryOf(level.prefix, key);
          level.add(last.name, last.isFolder);
        }
        if (level.total === null) level.total = page.count;
        level.isWhole = !page.more;
        if (last) level.after = last.isFolder ? last.name + BEHIND : last.name;
        this.onChange();
      }
    } catch (problem) {
      level.problem = problem;
    }
  }

  // A change, as the watch tells it.
  apply(line) {
    let changed = false;
    for (const level of this.levels.values()) {
      if (!line.key.startsWith(level.prefix)) continue;
      if (level.loading) level.meanwhile.push(line);
      changed = this.#applyTo(level, line) || changed;
    }
    if (this.doubtful.size + this.miscounted.size) this.asking ||= setTimeout(() => this.#askAgain(), ASK_MS);
    if (changed) this.onChange();
  }

  // Folders in which something was deleted: are there keys left? And how many are in those that are open?
  async #askAgain() {
    const names = [...this.doubtful].slice(0, 50), prefixes = [...this.miscounted];
    this.miscounted.clear();
    for (const prefix of prefixes) {
      const page = this.levels.has(prefix) && (await list(prefix, { limit: 1 }).catch(() => null));
      if (page && this.levels.has(prefix)) this.level(prefix).total = page.count;
    }
    if (prefixes.length) this.onChange();
    for (const name of names) {
      this.doubtful.delete(name);
      const page = await list(name, { limit: 1 }).catch(() => null);
      if (!page || page.count) continue;
      for (const level of this.levels.values()) level.drop(name, true);
      if (this.open.has(name)) this.collapse(name);
      this.onChange();
    }
    this.asking = this.doubtful.size + this.miscounted.size ? setTimeout(() => this.#askAgain(), ASK_MS) : 0;
  }

  #applyTo(level, line) {
    const { name, isFolder } = entryOf(level.prefix, line.key);
    if (line.type === 'put') {
      if (line.version === 1) this.miscounted.add(level.prefix);
      return level.knows(name) && level.add(name, isFolder);
    }
    this.miscounted.add(level.prefix);
    if (!isFolder) return level.drop(name, false);
    if (level.names.has(`${name}\0folder`)) this.doubtful.add(name);
    return false;
  }

  // All rows in sight or out of it: {name, isFolder, depth, isOpen, level}, and what stands for more.
  rows() {
    const out = [];
    const walk = (level, depth) => {
      const count = level.entries.length;
      level.entries.forEach((entry, i) => {
        const isOpen = entry.isFolder && this.open.has(entry.name);
        out.push({ ...entry, depth, isOpen, prefix: level.prefix, place: i + 1, count });
        if (isOpen && this.levels.has(entry.name)) walk(this.levels.get(entry.name), depth + 1);
      });
      if (level.problem) out.push({ problem: level.problem, prefix: level.prefix, depth });
      else if (!level.isWhole) out.push({ isMore: true, prefix: level.prefix, depth });
    };
    walk(this.level(''), 0);
    return out;
  }
}
