// SPDX-License-Identifier: Apache-2.0
// The one watch that the whole console stands on: all keys, without values, a sample four times a second.
// It says whether the server is there, and tells the views what has changed.
import { Watch } from './stream.js';

export class Server extends EventTarget {
  constructor() {
    super();
    this.state = 'connecting';
    this.store = null;
    this.head = 0;
    this.watch = new Watch({
      query: { prefix: true, keys: true, latest: true, rate: 4 },
      onLine: (line) => {
        this.head = Math.max(this.head, line.rev);
        this.#tell('line', line);
      },
      onState: (state, more) => this.#turn(state, more),
    });
  }

  start() {
    this.watch.start();
    addEventListener('online', () => this.watch.retry());
    document.addEventListener('visibilitychange', () => document.hidden || this.watch.retry());
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #turn(state, more) {
    const before = this.state;
    this.state = state === 'connecting' && before === 'lost' ? 'lost' : state;
    if (state === 'gone') {
      // What was missed is gone, or it is another store: begin anew.
      this.watch = new Watch({ ...this.watch, query: this.watch.parameters, since: undefined });
      this.watch.start();
      this.#tell('renewed', more);
      return;
    }
    if (state === 'live') {
      this.store = this.watch.store;
      this.head = this.watch.head;
      if (before === 'lost') more.missed = this.head - Number(String(more.from || '').replace(/^.*:/, '').split('.')[0] || this.head);
    }
    this.#tell('state', { state: this.state, before, ...more });
  }
}
