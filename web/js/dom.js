// SPDX-License-Identifier: Apache-2.0
// Elements are made of names, properties and text; nothing here, and nothing anywhere in the console,
// turns a string into markup.

// h('button', { class: 'quiet', onclick: f, 'aria-label': 'x' }, 'text', node, [more])
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) set(element, name, value);
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function set(element, name, value) {
  if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
  else if (name === 'data') Object.assign(element.dataset, value);
  else if (name in element && typeof value !== 'string') element[name] = value;
  else if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : value);
}

export function fill(element, ...children) {
  element.replaceChildren(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// Calls `run` at most once a frame.
export function eachFrame(run) {
  let asked = 0;
  return () => {
    if (!asked) asked = requestAnimationFrame(() => { asked = 0; run(); });
  };
}

export function later(run, ms) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(run, ms, ...args);
  };
}

export function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en');

export function number(n) {
  return whole.format(n);
}

export function short(n) {
  return n < 10000 ? whole.format(Math.round(n * 10) / 10) : compact.format(n);
}

export function duration(seconds) {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 0.001) return `${Math.round(seconds * 1e6)} µs`;
  if (seconds < 1) return `${(seconds * 1e3).toFixed(seconds < 0.01 ? 1 : 0)} ms`;
  if (seconds < 120) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

export function clock(time) {
  const date = new Date(time);
  if (!time || Number.isNaN(date.getTime())) return '';
  return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
}

export function moment(time) {
  const date = new Date(time);
  return !time || Number.isNaN(date.getTime()) ? '' : date.toLocaleString('sv-SE');
}
