// SPDX-License-Identifier: Apache-2.0
// Lines over the last minutes, drawn on a canvas. The colours are the page's own, so a chart is dark in the dark.
import { eachFrame, h } from './dom.js';

const KEPT = 180, KEPT_SMALL = 60;

// unit: 1024 where values are bytes.
function niceMax(value, unit) {
  if (!(value > 0)) return 1;
  const scale = unit > 1 && value > unit ? unit ** Math.floor(Math.log(value) / Math.log(unit)) : 1;
  const power = scale * 10 ** Math.floor(Math.log10(value / scale));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= value);
}

export class Chart {
  // lines: [{name, color: a CSS variable}]; show(value): as text. small: nothing but the line.
  constructor({ title, lines, show, small = false, unit = 1 }) {
    Object.assign(this, { title, lines, show, small, unit });
    this.kept = small ? KEPT_SMALL : KEPT;
    this.values = lines.map(() => []);
    this.canvas = h('canvas', { role: 'img', 'aria-label': title });
    this.draw = eachFrame(() => this.#draw());
    new ResizeObserver(this.draw).observe(this.canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', this.draw);
    this.reads = lines.map((line) => h('b', {}, '–'));
    this.element = small ? this.canvas : h('figure', { class: 'chart' },
      h('figcaption', {}, h('h3', {}, title), h('div', { class: 'reads' }, lines.map((line, i) =>
        h('span', { class: 'read', data: { color: line.color } }, lines.length > 1 && h('i', { class: `key ${line.color}` }), lines.length > 1 && `${line.name} `, this.reads[i])))),
      this.canvas);
    if (small) return;
    this.canvas.addEventListener('pointermove', (event) => {
      this.at = event.offsetX;
      this.draw();
    });
    this.canvas.addEventListener('pointerleave', () => {
      this.at = undefined;
      this.draw();
    });
  }

  // One value a line; NaN leaves a gap.
  push(...values) {
    values.forEach((value, i) => {
      this.values[i].push(value);
      if (this.values[i].length > this.kept) this.values[i].shift();
    });
    this.draw();
  }

  #draw() {
    const { canvas } = this, ratio = devicePixelRatio || 1;
    const width = canvas.clientWidth, height = canvas.clientHeight;
    if (!width || !height) return;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const pen = canvas.getContext('2d'), style = getComputedStyle(canvas);
    const color = (name) => style.getPropertyValue(`--${name}`).trim();
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const max = niceMax(Math.max(0, ...this.values.flat().filter(Number.isFinite)), this.unit);
    const left = this.small ? 0 : 62, top = this.small ? 2 : 6, bottom = height - (this.small ? 2 : 20);
    const x = (i) => left + ((width - left - 1) * (i + this.kept - this.values[0].length)) / (this.kept - 1);
    const y = (value) => bottom - ((bottom - top) * value) / max;
    if (!this.small) this.#drawScale(pen, { color, max, left, width, height, y });
    this.values.forEach((values, line) => this.#drawLine(pen, values, { x, y, bottom, color: color(this.lines[line].color), isFirst: line === 0 }));
    this.#read(pen, { x, color, top, bottom });
  }

  #drawScale(pen, { color, max, left, width, height, y }) {
    pen.font = `11px ${getComputedStyle(this.canvas).fontFamily}`;
    pen.textAlign = 'right';
    pen.textBaseline = 'middle';
    pen.lineWidth = 1;
    for (const value of [0, max / 2, max]) {
      const at = Math.round(y(value)) + 0.5;
      pen.strokeStyle = color('line');
      pen.beginPath();
      pen.moveTo(left, at);
      pen.lineTo(width, at);
      pen.stroke();
      pen.fillStyle = color('muted');
      pen.fillText(this.show(value), left - 8, at);
    }
    pen.fillText('now', width - 1, height - 7);
    pen.textAlign = 'left';
    pen.fillText(`${this.kept / 60} min ago`, left, height - 7);
  }

  #drawLine(pen, values, { x, y, bottom, color, isFirst }) {
    let from = -1;
    const piece = (end) => {
      if (from < 0) return;
      pen.beginPath();
      for (let i = from; i < end; i++) pen.lineTo(x(i), y(values[i]));
      pen.strokeStyle = color;
      pen.lineWidth = this.small ? 1.25 : 1.5;
      pen.lineJoin = 'round';
      pen.stroke();
      if (end - from === 1) pen.fillRect(x(from) - 1, y(values[from]) - 1, 2, 2);
      if (!isFirst) return;
      pen.lineTo(x(end - 1), bottom);
      pen.lineTo(x(from), bottom);
      pen.globalAlpha = 0.12;
      pen.fillStyle = color;
      pen.fill();
      pen.globalAlpha = 1;
    };
    values.forEach((value, i) => {
      if (Number.isFinite(value)) {
        if (from < 0) from = i;
      } else {
        piece(i);
        from = -1;
      }
    });
    piece(values.length);
  }

  // The newest values, or those under the pointer, in words.
  #read(pen, { x, color, top, bottom }) {
    const count = this.values[0].length;
    let at = count - 1;
    if (this.at !== undefined && count) {
      at = Math.max(0, Math.min(count - 1, [...Array(count).keys()].reduce((best, i) => (Math.abs(x(i) - this.at) < Math.abs(x(best) - this.at) ? i : best), 0)));
      pen.strokeStyle = color('muted');
      pen.lineWidth = 1;
      pen.beginPath();
      pen.moveTo(Math.round(x(at)) + 0.5, top);
      pen.lineTo(Math.round(x(at)) + 0.5, bottom);
      pen.stroke();
    }
    const words = this.lines.map((line, i) => {
      const value = this.values[i][at];
      const text = Number.isFinite(value) ? this.show(value) : '–';
      this.reads[i].textContent = text;
      return `${line.name} ${text}`;
    });
    this.canvas.setAttribute('aria-label', `${this.title}: ${words.join(', ')}`);
  }
}
