// SPDX-License-Identifier: Apache-2.0
// /metrics once a second, and what its counters say between two looks.
import { metricsText } from './api.js';

const EVERY_MS = 1000;

// {name: [{labels: {…}, value}]}
export function parse(text) {
  const rows = new Map();
  for (const line of text.split('\n')) {
    const found = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (!found) continue;
    const labels = {};
    for (const [, name, value] of (found[2] || '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) labels[name] = value;
    if (!rows.has(found[1])) rows.set(found[1], []);
    rows.get(found[1]).push({ labels, value: Number(found[3]) });
  }
  return rows;
}

// Two looks, one after the other. used: gets the names that are asked for.
export class Sample {
  constructor(before, now, seconds, used) {
    Object.assign(this, { before, now, seconds, used });
  }

  // is(labels): which rows.
  value(name, is) {
    this.used.add(name);
    return sum(this.now, name, is);
  }

  // What a counter gains in a second; one that went back belongs to another life of the server.
  rate(name) {
    this.used.add(name);
    const gain = sum(this.now, name) - sum(this.before, name);
    return gain >= 0 ? gain / this.seconds : 0;
  }

  // A quantile of what a histogram gained; NaN: nothing.
  quantile(name, q) {
    this.used.add(name);
    const bounds = new Map();
    for (const [rows, sign] of [[this.now, 1], [this.before, -1]])
      for (const { labels, value } of rows.get(`${name}_bucket`) || []) bounds.set(labels.le, (bounds.get(labels.le) || 0) + sign * value);
    const steps = [...bounds].map(([le, count]) => [le === '+Inf' ? Infinity : Number(le), count]).sort((a, b) => a[0] - b[0]);
    const total = steps.at(-1)?.[1] || 0;
    if (total <= 0) return NaN;
    let low = 0, under = 0;
    for (const [le, count] of steps) {
      if (count >= q * total) return le === Infinity ? low : low + (le - low) * ((q * total - under) / Math.max(1, count - under));
      low = le;
      under = count;
    }
    return low;
  }
}

function sum(rows, name, is = () => true) {
  return (rows.get(name) || []).reduce((all, { labels, value }) => (is(labels) ? all + value : all), 0);
}

// All metrics are 200 KB, so once it is known what the views read, only that is asked for.
export class Sampler extends EventTarget {
  used = new Set();

  start() {
    document.addEventListener('visibilitychange', () => document.hidden || this.#soon(0));
    this.#look();
  }

  #soon(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#look(), ms);
  }

  async #look() {
    this.asking?.abort();
    this.asking = new AbortController();
    const limit = setTimeout(() => this.asking.abort(), 10000);
    try {
      if (!document.hidden) this.#take(parse(await metricsText([...this.used], this.asking.signal)), performance.now());
    } catch {
      this.dispatchEvent(new CustomEvent('missed'));
    }
    clearTimeout(limit);
    this.#soon(EVERY_MS);
  }

  #take(rows, at) {
    const { last } = this;
    this.last = { rows, at };
    if (last && at - last.at < 10 * EVERY_MS) this.dispatchEvent(new CustomEvent('sample', { detail: new Sample(last.rows, rows, (at - last.at) / 1000, this.used) }));
  }
}
