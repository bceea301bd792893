/** Runs in the graph panel. What a template says reaches the page as text nodes only. */

import type { At, Because, Detail, Edge, FromPanel, Graph, Problem, Property, ToPanel, Value } from '../messages';
import { draw } from './draw';

interface State { follow: boolean; around: boolean; chain: boolean; zoom: number | null }

declare function acquireVsCodeApi(): { postMessage(message: FromPanel): void; getState(): State | undefined; setState(state: State): void };

const host = acquireVsCodeApi();
const state: State = { follow: true, around: false, chain: false, zoom: null, ...host.getState() };

const byId = (id: string) => document.getElementById(id) as HTMLElement;
const picture = byId('picture');
const find = byId('find') as HTMLInputElement;

let graph: Graph | undefined;
let drawn = '';
let svg: SVGSVGElement | undefined;
let nodes = new Map<string, SVGGElement>();
let lines: SVGPathElement[] = [];
let chosen: string | null = null;
/** Resources that something else than a resource bears on. */
let concerned: At['named'] = null;
let cursorEdge: At['edge'] = null;

function element(tag: string, words: Record<string, string> = {}, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(words)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function button(text: string, act: () => void, title = ''): HTMLElement {
  const made = element('button', { class: 'link', type: 'button', ...(title ? { title } : {}) }, text);
  made.addEventListener('click', act);
  return made;
}

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;

// ---- the state line

function showState(it: Graph, file: string): void {
  const line = byId('state');
  const refused = it.problems.filter((problem) => problem.refused);
  const words = it.state === 'refused' ? `Heat refuses it: ${count(refused.length, 'problem')}`
    : it.state === 'conditional' ? `Heat can accept it once ${it.missing.slice(0, 3).join(', ')}${it.missing.length > 3 ? ` and ${it.missing.length - 3} more` : ''} ${it.missing.length === 1 ? 'has a value' : 'have values'}`
      : 'Heat accepts it';
  line.className = it.state;
  line.replaceChildren(element('b', {}, words));
  const first = refused[0] ?? it.problems[0];
  if (first) line.append(problemLink(first));
  const created = it.resources.filter((resource) => resource.created).length;
  const parts = [count(created, 'resource'), count(it.waves, 'wave'), ...(it.environments.length ? [`with ${it.environments.join(', ')}`] : [])];
  byId('count').textContent = parts.join(', ');
  document.title = `Graph: ${file}`;
  const off = it.resources.filter((resource) => !resource.created).map((resource) => resource.name);
  byId('off').hidden = off.length === 0;
  byId('off').textContent = `Not created, since the condition is false: ${off.join(', ')}`;
}

function problemLink(problem: Problem): HTMLElement {
  return button(problem.message, () => host.postMessage({ type: 'reveal', range: problem.range, focus: true }), `line ${problem.range.start.line + 1}`);
}

// ---- the picture

function showPicture(it: Graph): void {
  const source = it.svg ?? draw(it);
  if (source !== drawn) {
    const parsed = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
    if (parsed.nodeName !== 'svg') return;
    const before = new Map([...nodes].map(([name, node]) => [name, node.getAttribute('transform')]));
    drawn = source;
    svg = document.importNode(parsed, true) as unknown as SVGSVGElement;
    svg.setAttribute('role', 'group');
    nodes = new Map([...svg.querySelectorAll<SVGGElement>('.node')].map((node) => [node.dataset['name'] ?? '', node]));
    lines = [...svg.querySelectorAll<SVGPathElement>('path.edge[data-to]')];
    picture.replaceChildren(nodes.size ? svg : element('p', { class: 'empty' }, 'There is no resource yet.'));
    glide(before);
    for (const [name, node] of nodes) {
      node.setAttribute('role', 'button');
      node.setAttribute('tabindex', '-1');
      node.setAttribute('aria-label', name);
      node.addEventListener('click', () => choose(name, true));
      node.addEventListener('dblclick', () => reveal(name, true));
    }
    zoom();
  }
  marks(it);
  select();
}

/** A box that stays moves to its new place; a large picture just stands there. */
function glide(before: Map<string, string | null>): void {
  if (nodes.size > 100) return;
  for (const [name, node] of nodes) {
    const now = node.getAttribute('transform');
    const old = before.get(name);
    if (!old || !now || old === now) continue;
    node.animate([{ transform: css(old) }, { transform: css(now) }], { duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 120 });
  }
}

const css = (transform: string) => transform.replace(/translate\(([-\d.]+)[ ,]+([-\d.]+)\)/, 'translate($1px, $2px)');

/** A sign on each resource with findings. */
function marks(it: Graph): void {
  for (const node of nodes.values()) {
    node.classList.remove('refused');
    node.querySelector('.badge')?.remove();
  }
  for (const problem of it.problems) {
    const node = problem.resource === null ? undefined : nodes.get(problem.resource);
    if (!node) continue;
    if (problem.refused) node.classList.add('refused');
    if (node.querySelector('.badge')) continue;
    const width = Number(node.querySelector('rect')?.getAttribute('width') ?? 0);
    const space = 'http://www.w3.org/2000/svg';
    const badge = document.createElementNS(space, 'g');
    badge.setAttribute('class', 'badge');
    const circle = document.createElementNS(space, 'circle');
    const sign = document.createElementNS(space, 'text');
    for (const [key, value] of [['cx', width - 3], ['cy', 4], ['r', 7.5]]) circle.setAttribute(String(key), String(value));
    for (const [key, value] of [['x', width - 3], ['y', 8]]) sign.setAttribute(String(key), String(value));
    sign.textContent = '!';
    badge.append(circle, sign);
    node.append(badge);
  }
}

function reach(start: string, step: (it: Edge) => [string, string]): Set<string> {
  const next = new Map<string, string[]>();
  for (const edge of graph?.edges ?? []) {
    const [from, to] = step(edge);
    next.set(from, [...(next.get(from) ?? []), to]);
  }
  const found = new Set([start]);
  for (const name of found) for (const other of next.get(name) ?? []) found.add(other);
  return found;
}

/** What stands out: the chosen resource with what it waits for and what waits for it, or what a name bears on. */
function select(): void {
  if (!svg || !graph) return;
  const present = chosen !== null && nodes.has(chosen);
  const up = present ? reach(chosen as string, (it) => [it.from, it.to]) : new Set(concerned?.resources ?? []);
  const down = new Set<string>();
  if (present) for (const edge of graph.edges) if (edge.to === chosen) down.add(edge.from);
  const isMember = (name: string) => name.includes('/') && near(name.split('/')[0] as string);
  const near = (name: string): boolean => up.has(name) || down.has(name) || isMember(name);
  svg.classList.toggle('focused', present || concerned !== null);
  svg.classList.toggle('around', state.around && present);
  svg.classList.toggle('chain', state.chain);
  for (const [name, node] of nodes) {
    node.classList.toggle('near', near(name));
    node.classList.toggle('chosen', name === chosen);
    node.setAttribute('tabindex', name === chosen || (!present && node === nodes.values().next().value) ? '0' : '-1');
  }
  for (const line of lines) {
    const { from = '', to = '' } = line.dataset;
    line.classList.toggle('near', (up.has(from) && up.has(to)) || (to !== '' && from === chosen && down.has(to)) || (from.includes('/') && near(from)));
    line.classList.toggle('hot', from === chosen || to === chosen);
    line.classList.toggle('cursor', cursorEdge !== null && cursorEdge.from === to && cursorEdge.to === from);
  }
  if (state.around && present) {
    const frame = bounds([...nodes].filter(([name]) => near(name)).map(([, node]) => node));
    if (frame) svg.setAttribute('viewBox', frame.map(Math.round).join(' '));
  } else {
    svg.setAttribute('viewBox', `0 0 ${size().join(' ')}`);
  }
  zoom();
  const node = present ? nodes.get(chosen as string) : undefined;
  node?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** The picture's own size, as it was drawn. */
function size(): [number, number] {
  const [, wide, tall] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(drawn) ?? [];
  return [Number(wide ?? 100), Number(tall ?? 100)];
}

function bounds(some: SVGGElement[]): number[] | undefined {
  const all = some.map((node) => {
    const [, x = '0', y = '0'] = /translate\(([-\d.]+)[ ,]+([-\d.]+)\)/.exec(node.getAttribute('transform') ?? '') ?? [];
    const rect = node.querySelector('rect');
    return { x: Number(x), y: Number(y), width: Number(rect?.getAttribute('width') ?? 0), height: Number(rect?.getAttribute('height') ?? 0) };
  });
  if (!all.length) return undefined;
  const left = Math.min(...all.map((it) => it.x)) - 14;
  const top = Math.min(...all.map((it) => it.y)) - 14;
  const right = Math.max(...all.map((it) => it.x + it.width)) + 14;
  const bottom = Math.max(...all.map((it) => it.y + it.height)) + 14;
  return [left, top, right - left, bottom - top];
}

/** The scale: one that was chosen, else as much as fits, but never so small that it cannot be read. */
function zoom(): void {
  if (!svg) return;
  const [, , wide = 100, tall = 100] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
  const fits = Math.min((picture.clientWidth - 16) / wide, (picture.clientHeight - 16) / tall, 1.15);
  const scale = state.zoom ?? Math.max(fits, 0.55);
  svg.setAttribute('width', String(Math.round(wide * scale)));
  svg.setAttribute('height', String(Math.round(tall * scale)));
}

function scaled(factor: number): void {
  if (!svg) return;
  const [, , wide = 100] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
  state.zoom = Math.min(4, Math.max(0.1, (Number(svg.getAttribute('width')) / wide) * factor));
  keep();
  zoom();
}

// ---- what is chosen

/** Chooses a resource; by hand its text is shown too, and following the cursor would lead there anyway. */
function choose(name: string, byHand: boolean): void {
  chosen = name;
  concerned = null;
  cursorEdge = null;
  select();
  showDetail();
  if (!byHand) return;
  nodes.get(name)?.focus({ preventScroll: true });
  host.postMessage({ type: 'choose', name: name.split('/')[0] as string });
  reveal(name, false);
}

function reveal(name: string, focus: boolean): void {
  const own = graph?.resources.find((it) => it.name === name.split('/')[0]);
  if (own?.range) host.postMessage({ type: 'reveal', range: own.range, focus });
}

function showDetail(): void {
  const box = byId('detail');
  const name = chosen?.split('/')[0] ?? null;
  const own = graph?.resources.find((it) => it.name === name);
  if (!graph || !own) {
    box.hidden = true;
    return;
  }
  const detail = graph.detailed === name ? graph.detail : null;
  const head = element('div', { class: 'head' }, element('h2', {}, own.name), element('span', {}, own.type ?? 'no type'),
    element('span', { class: 'dim' }, place(own.wave, own.created, detail)));
  const { range } = own;
  if (!state.follow) head.append(element('span', { class: 'dim' }, '↦ pinned'));
  if (range) head.append(button(`line ${range.start.line + 1}`, () => host.postMessage({ type: 'reveal', range, focus: true })));
  const problems = graph.problems.filter((it) => it.resource === name)
    .map((it) => element('div', { class: `problem${it.refused ? ' refused' : ''}` }, problemLink(it)));
  const columns = element('div', { class: 'columns' }, values(detail), neighbours(graph, own.name, detail));
  box.replaceChildren(head, ...problems, columns);
  box.hidden = false;
}

function place(wave: number | null, created: boolean, detail: Detail | null): string {
  if (!created) return 'not created';
  if (wave === null) return 'waits for itself';
  const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return `wave ${wave}${detail ? ` · ${clock(detail.start)} to ${clock(detail.start + detail.seconds)}` : ''}`;
}

function values(detail: Detail | null): HTMLElement {
  const column = element('div', {});
  const properties = Object.entries(detail?.properties ?? {});
  if (!properties.length) return column;
  const rows = properties.map(([name, it]) => element('tr', {}, element('th', { scope: 'row' }, element('code', {}, name)), element('td', {}, ...property(it))));
  column.append(element('h3', {}, 'Values'), element('table', {}, element('tbody', {}, ...rows)));
  return column;
}

function property(it: Property): (Node | string)[] {
  if (it.omitted) return [element('span', { class: 'unknown' }, 'not set')];
  if (it.error) return [element('span', { class: 'bad' }, it.error)];
  if (it.unknown) {
    const names = [...new Set(it.unknown.map(([name]) => name))].slice(0, 4);
    const known = names.length ? ['known after ', ...joined(names), ` ${names.length > 1 ? 'are' : 'is'} created`] : ['not known yet'];
    return [element('span', { class: 'unknown' }, ...known), ...(it.text ? [element('pre', {}, it.text)] : [])];
  }
  return value(it.value ?? null);
}

function value(it: Value): (Node | string)[] {
  if (typeof it === 'string' && it.startsWith('id:')) return ['id of ', resourceLink(it.slice(3))];
  if (typeof it === 'string' && it.includes('\n')) return [element('pre', {}, it)];
  if (Array.isArray(it) && it.length) return it.flatMap((item, index) => [...(index ? [', '] : []), ...value(item)]);
  if (it !== null && typeof it === 'object' && !Array.isArray(it)) {
    return Object.entries(it).flatMap(([key, item], index) => [...(index ? [', '] : []), `${key}: `, ...value(item)]);
  }
  return [element('code', {}, typeof it === 'string' && it !== '' ? it : JSON.stringify(it))];
}

const joined = (names: string[]) => names.flatMap((name, index) => [...(index ? [', '] : []), resourceLink(name)]);

function resourceLink(name: string): Node {
  return nodes.has(name) || graph?.resources.some((it) => it.name === name) ? button(name, () => choose(name, true)) : document.createTextNode(name);
}

function neighbours(it: Graph, name: string, detail: Detail | null): HTMLElement {
  const column = element('div', {});
  const needs = it.edges.filter((edge) => edge.from === name);
  const users = [...new Set(it.edges.filter((edge) => edge.to === name).map((edge) => edge.from))];
  if (needs.length) {
    const rows = needs.map((edge) => {
      const because = detail?.requires.find((requirement) => requirement.resource === edge.to)?.because ?? [];
      return element('li', {}, resourceLink(edge.to), ' ', ...reasons(edge, because));
    });
    column.append(element('h3', {}, 'Waits for'), element('ul', {}, ...rows));
  }
  if (users.length) column.append(element('h3', {}, 'Waited for by'), element('div', {}, ...joined(users)));
  return column;
}

function reasons(edge: Edge, because: Because[]): (Node | string)[] {
  const words = because.map((it) => (it.kind === 'heat' ? `added by Heat: ${it.text ?? ''}` : it.kind + (it.attribute ? ` ${it.attribute}` : '')));
  const lines = edge.ranges.flatMap((range, index) => [index ? ', ' : 'line ',
    button(String(range.start.line + 1), () => host.postMessage({ type: 'reveal', range, focus: true }))]);
  return [element('span', { class: 'dim' }, `${[...new Set(words)].join(', ')} `), ...lines];
}

// ---- tools

function keep(): void {
  host.setState(state);
  for (const name of ['follow', 'around', 'chain'] as const) byId(name).setAttribute('aria-pressed', String(state[name]));
}

function step(dx: number, dy: number): void {
  const from = chosen === null ? undefined : nodes.get(chosen);
  if (!from) {
    const first = nodes.keys().next().value;
    if (first !== undefined) choose(first, true);
    return;
  }
  const middle = (node: SVGGElement) => {
    const it = (node.firstElementChild ?? node).getBoundingClientRect();
    return [it.x + it.width / 2, it.y + it.height / 2] as const;
  };
  const [x, y] = middle(from);
  let best: string | undefined;
  let least = Infinity;
  for (const [name, node] of nodes) {
    const [a, b] = middle(node);
    const along = (a - x) * dx + (b - y) * dy;
    const cost = along + (Math.abs((a - x) * dy) + Math.abs((b - y) * dx)) * (dx ? 0.8 : 4);
    if (name !== chosen && along > 8 && cost < least) [best, least] = [name, cost];
  }
  if (best !== undefined) choose(best, true);
}

function search(next: boolean): void {
  const wanted = find.value.trim().toLowerCase();
  const kind = (name: string) => graph?.resources.find((it) => it.name === name)?.type ?? '';
  const found = [...nodes.keys()].filter((name) => wanted && `${name} ${kind(name)}`.toLowerCase().includes(wanted));
  svg?.classList.toggle('searching', wanted !== '');
  for (const [name, node] of nodes) node.classList.toggle('found', found.includes(name));
  const first = found[next ? (found.indexOf(chosen ?? '') + 1) % found.length : 0];
  if (next && first !== undefined) {
    choose(first, true);
    find.focus();
  }
}

byId('follow').addEventListener('click', () => {
  state.follow = !state.follow;
  keep();
  showDetail();
  host.postMessage({ type: 'follow', follow: state.follow });
});
for (const name of ['around', 'chain'] as const) {
  byId(name).addEventListener('click', () => {
    state[name] = !state[name];
    keep();
    select();
  });
}
byId('in').addEventListener('click', () => scaled(1.25));
byId('out').addEventListener('click', () => scaled(0.8));
byId('fit').addEventListener('click', () => { state.zoom = null; keep(); zoom(); });
byId('plan').addEventListener('click', () => host.postMessage({ type: 'plan' }));
find.addEventListener('input', () => search(false));
find.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') search(true);
  if (event.key === 'Escape') { find.value = ''; search(false); event.stopPropagation(); picture.focus(); }
});
picture.addEventListener('wheel', (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  scaled(event.deltaY < 0 ? 1.1 : 1 / 1.1);
}, { passive: false });
document.addEventListener('keydown', (event) => {
  if (event.target === find || event.ctrlKey || event.metaKey || event.altKey) return;
  const keys: Record<string, () => void> = {
    ArrowLeft: () => step(-1, 0), ArrowRight: () => step(1, 0), ArrowUp: () => step(0, -1), ArrowDown: () => step(0, 1),
    '+': () => scaled(1.25), '-': () => scaled(0.8), 0: () => byId('fit').click(), '/': () => find.focus(),
    Escape: () => host.postMessage({ type: 'text' }),
  };
  const inPicture = event.target instanceof Element && event.target.closest('.node, #picture') !== null;
  if (event.key === 'Enter' && inPicture && chosen !== null) reveal(chosen, true);
  const act = keys[event.key];
  if (!act || (event.key.startsWith('Arrow') && !inPicture)) return;
  event.preventDefault();
  act();
});
new ResizeObserver(() => zoom()).observe(picture);

window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
  switch (data.type) {
    case 'graph':
      graph = data.graph;
      showState(graph, data.file);
      showPicture(graph);
      showDetail();
      break;
    case 'at':
      // In a comment or a blank line nothing changes.
      if (!data.at.resource && !data.at.named) break;
      cursorEdge = data.at.edge;
      concerned = data.at.resource ? null : data.at.named;
      chosen = data.at.resource;
      select();
      showDetail();
      break;
    case 'none':
      graph = undefined;
      drawn = '';
      nodes = new Map();
      byId('state').className = '';
      byId('state').textContent = data.words;
      byId('count').textContent = '';
      byId('detail').hidden = true;
      byId('off').hidden = true;
      picture.replaceChildren();
      break;
  }
});

keep();
host.postMessage({ type: 'ready', follow: state.follow });
