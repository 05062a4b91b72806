// SPDX-License-Identifier: Apache-2.0
// Keys and values are bytes. Here they are "byte strings": one character of 0 to 255 for each byte,
// so that they compare, cut and serve as names the way bytes do. Text is made of them only to be shown.
import { h } from './dom.js';

const ASCII = /^[\x00-\x7f]*$/;
const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function toArray(bytes) {
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < out.length; i++) out[i] = bytes.charCodeAt(i);
  return out;
}

export function fromArray(array) {
  let out = '';
  for (let i = 0; i < array.length; i += 8192) out += String.fromCharCode(...array.subarray(i, i + 8192));
  return out;
}

export function fromText(text) {
  return ASCII.test(text) ? text : fromArray(encoder.encode(text));
}

// null: it is not UTF-8.
export function toText(bytes) {
  if (ASCII.test(bytes)) return bytes;
  try {
    return strict.decode(toArray(bytes));
  } catch {
    return null;
  }
}

// A member of a JSON line: `name` as text, or `name64`.
export function member(object, name) {
  if (typeof object[name] === 'string') return fromText(object[name]);
  const packed = object[`${name}64`];
  return typeof packed === 'string' ? atob(packed) : null;
}

// For a URL: everything but unreserved characters and slashes in percents.
export function toPath(bytes) {
  return bytes.replace(/[^A-Za-z0-9\-._~/]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

// null: it is not a percent-encoding.
export function fromPath(path) {
  if (/%(?![0-9a-fA-F]{2})/.test(path)) return null;
  return fromText(path).replace(/%([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
}

// What would act on the line instead of standing in it: controls, marks of direction, joiners.
const ACTING = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;

function escaped(char) {
  const code = char.codePointAt(0);
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
}

// Nodes that show bytes as text on one line: what is not text, or would act, is written in escapes.
export function shown(bytes, max = 400) {
  const text = toText(bytes.length > max ? cutText(bytes, max) : bytes);
  const source = text === null ? bytes.slice(0, max) : text;
  const acts = text === null ? (c) => c < ' ' || c > '~' : (c) => ACTING.test(c);
  const nodes = [];
  let plain = '';
  for (const char of source) {
    if (!acts(char)) {
      plain += char;
      continue;
    }
    if (plain) nodes.push(plain);
    plain = '';
    nodes.push(h('span', { class: 'esc' }, escaped(char)));
  }
  if (plain) nodes.push(plain);
  if (bytes.length > max) nodes.push('…');
  return nodes;
}

// The same as a string, for titles and labels.
export function label(bytes, max = 200) {
  return shown(bytes, max).map((node) => (typeof node === 'string' ? node : node.textContent)).join('');
}

// Not in the middle of a character.
function cutText(bytes, max) {
  let end = max;
  while (end > max - 4 && (bytes.charCodeAt(end) & 0xc0) === 0x80) end--;
  return bytes.slice(0, end);
}

export function hexDump(bytes, max = 65536) {
  const lines = [];
  for (let at = 0; at < Math.min(bytes.length, max); at += 16) {
    const row = bytes.slice(at, at + 16);
    const codes = [...row].map((c) => c.charCodeAt(0).toString(16).padStart(2, '0'));
    const left = codes.slice(0, 8).join(' ').padEnd(23);
    lines.push(`${at.toString(16).padStart(8, '0')}  ${left}  ${codes.slice(8).join(' ').padEnd(23)}  ${row.replace(/[^ -~]/g, '.')}`);
  }
  if (bytes.length > max) lines.push(`… ${bytes.length - max} more bytes`);
  return lines.join('\n');
}

export function toHex(bytes) {
  return [...bytes].map((c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join(' ').replace(/((?:\S\S ){15}\S\S) /g, '$1\n');
}

// null: these are not hex digits.
export function fromHex(text) {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 || /[^0-9a-fA-F]/.test(digits)) return null;
  return digits.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));
}

export function size(n) {
  if (n < 1024) return `${n} B`;
  for (const unit of ['KB', 'MB', 'GB', 'TB']) {
    n /= 1024;
    if (n < 1024 || unit === 'TB') return `${n < 10 ? n.toFixed(1) : Math.round(n)} ${unit}`;
  }
}
