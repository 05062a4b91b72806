// SPDX-License-Identifier: Apache-2.0
// A list of which only the rows in sight exist: as many elements for a million rows as for forty.
import { eachFrame, h } from './dom.js';

const BEYOND = 8; // rows above and below the sight

export class List {
  // paint(element, index): what a row shows; the element is new or has shown another row.
  constructor({ role, label, rowHeight, paint, row = 'div', className = '' }) {
    this.paint = paint;
    this.rowHeight = rowHeight;
    this.row = row;
    this.count = 0;
    this.version = 0;
    this.rows = new Map();
    this.space = h('div', { class: 'list-space', role: 'presentation' });
    this.element = h('div', { class: `list ${className}`, role, 'aria-label': label, tabindex: '0' }, this.space);
    this.draw = eachFrame(() => this.#draw());
    this.element.addEventListener('scroll', this.draw, { passive: true });
    new ResizeObserver(() => {
      this.onResize?.();
      this.draw();
    }).observe(this.element);
  }

  // The rows have changed.
  update(count = this.count) {
    this.count = count;
    this.version++;
    this.draw();
  }

  // Scrolls no further than it must.
  reveal(index) {
    const top = index * this.rowHeight, { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + this.rowHeight > scrollTop + clientHeight) this.element.scrollTop = top + this.rowHeight - clientHeight;
    this.draw();
  }

  get pageRows() {
    return Math.max(1, Math.floor(this.element.clientHeight / this.rowHeight) - 1);
  }

  isAtEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.element;
    return scrollTop + clientHeight >= scrollHeight - this.rowHeight;
  }

  toEnd() {
    this.space.style.height = `${this.count * this.rowHeight}px`;
    this.element.scrollTop = this.count * this.rowHeight;
    this.#draw();
  }

  #draw() {
    const first = Math.max(0, Math.floor(this.element.scrollTop / this.rowHeight) - BEYOND);
    const end = Math.min(this.count, first + Math.ceil(this.element.clientHeight / this.rowHeight) + 2 * BEYOND);
    this.space.style.height = `${this.count * this.rowHeight}px`;
    for (const [index, row] of this.rows)
      if (index < first || index >= end) {
        row.element.remove();
        this.rows.delete(index);
      }
    for (let index = first; index < end; index++) this.#place(index);
  }

  #place(index) {
    let row = this.rows.get(index);
    if (row && row.version === this.version) return;
    if (!row) {
      row = { element: h(this.row, { class: 'list-row' }) };
      row.element.style.transform = `translateY(${index * this.rowHeight}px)`;
      row.element.style.height = `${this.rowHeight}px`;
      this.rows.set(index, row);
      this.space.append(row.element);
    }
    row.version = this.version;
    this.paint(row.element, index);
  }
}
