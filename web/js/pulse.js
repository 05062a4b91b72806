// SPDX-License-Identifier: Apache-2.0
// Throughput and latency as they happen, and the few figures at the top of every view.
import { size } from './bytes.js';
import { Chart } from './charts.js';
import { duration, fill, h, number, short } from './dom.js';

const perSecond = (value) => `${short(value)}/s`;
const percent = (value) => `${value < 1 ? value.toFixed(2) : value < 10 ? value.toFixed(1) : Math.round(value)} %`;
const bytesPerSecond = (value) => `${size(Math.round(value))}/s`;

// What is drawn: from a sample, a value for each line.
const CHARTS = [
  { title: 'Writes', lines: [['writes', 'c1']], show: perSecond, of: (s) => [s.rate('vedette_writes_total')] },
  { title: 'Events delivered', lines: [['events', 'c2']], show: perSecond, of: (s) => [s.rate('vedette_events_delivered_total')] },
  { title: 'Commit to delivery', lines: [['p50', 'c1'], ['p99', 'c3']], show: duration, of: (s) => [0.5, 0.99].map((q) => s.quantile('vedette_delivery_delay_seconds', q)) },
  { title: 'Flush of the log', lines: [['p50', 'c1'], ['p99', 'c3']], show: duration, of: (s) => [0.5, 0.99].map((q) => s.quantile('etcd_disk_wal_fsync_duration_seconds', q)) },
  { title: 'Watches', lines: [['open', 'c2'], ['behind', 'c3']], show: short, of: (s) => [s.value('vedette_watches'), s.value('vedette_watches', ({ state }) => state === 'behind' || state === 'stalled')] },
  { title: 'Largest lag', lines: [['revisions', 'c3']], show: short, of: (s) => [s.value('vedette_watch_lag_revisions_max')] },
  { title: 'Network', lines: [['out', 'c2'], ['in', 'c1']], show: bytesPerSecond, unit: 1024, of: (s) => [s.rate('etcd_network_client_grpc_sent_bytes_total'), s.rate('etcd_network_client_grpc_received_bytes_total')] },
  { title: 'Requests', lines: [['HTTP', 'c1'], ['gRPC', 'c2']], show: perSecond, of: (s) => [s.rate('vedette_http_requests_total'), s.rate('grpc_server_started_total')] },
  { title: 'Processor', lines: [['of a core', 'c1']], show: percent, of: (s) => [100 * s.rate('process_cpu_seconds_total')] },
  { title: 'Memory', lines: [['resident', 'c4']], show: (v) => size(Math.round(v)), unit: 1024, of: (s) => [s.value('process_resident_memory_bytes')] },
];

const FACTS = [
  ['keys', (s) => number(s.value('etcd_debugging_mvcc_keys_total'))],
  ['revision', (s) => number(s.value('etcd_debugging_mvcc_current_revision'))],
  ['compacted', (s) => number(s.value('etcd_debugging_mvcc_compact_revision'))],
  ['on disk', (s) => size(s.value('etcd_mvcc_db_total_size_in_bytes'))],
  ['connections', (s) => number(s.value('vedette_connections_open'))],
  ['up for', (s) => duration(Date.now() / 1000 - s.value('process_start_time_seconds'))],
];

export class PulseView {
  constructor(app) {
    this.charts = CHARTS.map(({ title, lines, show, unit, of }) => ({ of, chart: new Chart({ title, show, unit, lines: lines.map(([name, color]) => ({ name, color })) }) }));
    this.facts = h('dl', { class: 'facts' });
    this.element = h('section', { class: 'pulse', 'aria-label': 'Pulse', tabindex: '-1' }, this.facts, h('div', { class: 'charts' }, this.charts.map(({ chart }) => chart.element)));
    app.sampler.addEventListener('sample', ({ detail }) => {
      for (const { chart, of } of this.charts) chart.push(...of(detail));
      fill(this.facts, FACTS.map(([name, of]) => h('div', {}, h('dt', {}, name), h('dd', {}, of(detail)))));
    });
    app.sampler.addEventListener('missed', () => {
      for (const { chart } of this.charts) chart.push(...chart.lines.map(() => NaN));
    });
  }

  enter() {
    for (const { chart } of this.charts) chart.draw();
  }

  focus() {
    this.element.focus({ preventScroll: true });
  }
}

// At the top of every view.
export function vitals(app, element) {
  const items = [
    ['writes', 'c1', perSecond, (s) => s.rate('vedette_writes_total')],
    ['delivered', 'c2', perSecond, (s) => s.rate('vedette_events_delivered_total')],
    ['delay p99', 'c3', duration, (s) => s.quantile('vedette_delivery_delay_seconds', 0.99)],
  ].map(([name, color, show, of]) => {
    const chart = new Chart({ title: name, lines: [{ name, color }], show, small: true });
    return { of, chart, element: h('div', {}, h('dt', {}, name), h('dd', {}, chart.reads[0], chart.canvas)) };
  });
  fill(element, items.map((item) => item.element));
  app.sampler.addEventListener('sample', ({ detail }) => items.forEach(({ of, chart }) => chart.push(of(detail))));
  app.sampler.addEventListener('missed', () => items.forEach(({ chart }) => chart.push(NaN)));
}
