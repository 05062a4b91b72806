// SPDX-License-Identifier: Apache-2.0
// Questions and short notes.
import { h } from './dom.js';

// Shows a dialog made of `content`; resolves to what `close` was given, or null.
export function show(title, content, buttons) {
  return new Promise((resolve) => {
    const dialog = h('dialog', { 'aria-label': title });
    let result = null;
    const close = (value) => {
      result = value;
      dialog.close();
    };
    const form = h('form', { method: 'dialog', onsubmit: (event) => {
      event.preventDefault();
      const button = buttons.find((one) => one.isDefault);
      if (button) button.run(close);
    } }, h('h2', {}, title), content, h('div', { class: 'actions' }, buttons.map((button) =>
      h('button', { type: button.isDefault ? 'submit' : 'button', class: button.className || '',
        onclick: button.isDefault ? () => {} : () => button.run(close) }, button.text))));
    dialog.append(form);
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(result);
    });
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) close(null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function confirm(title, content, yes, className = 'danger') {
  return show(title, content, [
    { text: 'Cancel', className: 'quiet', run: (close) => close(false) },
    { text: yes, className, isDefault: true, run: (close) => close(true) },
  ]);
}

export function toast(text, kind = '') {
  const note = h('div', { class: `toast ${kind}` }, text);
  document.getElementById('toasts').append(note);
  setTimeout(() => note.remove(), kind === 'bad' ? 9000 : 5000);
}
