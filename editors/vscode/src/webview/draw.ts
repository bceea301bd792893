/** A plain picture for what the server cannot plan: boxes in the columns of their waves, with the classes of its pictures. */

import type { Graph } from '../messages';

const WIDTH = 180;
const HEIGHT = 38;
const ACROSS = 46;
const DOWN = 14;
const TOP = 34;

export function draw(graph: Graph): string {
  const columns: string[][] = [];
  for (const it of graph.resources) {
    if (!it.created) continue;
    // What waits for itself stands in a column of its own, behind the others.
    const column = (it.wave ?? graph.waves + 1) - 1;
    (columns[column] ??= []).push(it.name);
  }
  const places = new Map<string, [number, number]>();
  for (const [x, names] of columns.entries()) {
    for (const [y, name] of (names ?? []).entries()) places.set(name, [14 + x * (WIDTH + ACROSS), TOP + y * (HEIGHT + DOWN)]);
  }
  const wide = columns.length * (WIDTH + ACROSS) + 8;
  const tall = TOP + Math.max(1, ...columns.map((it) => it?.length ?? 0)) * (HEIGHT + DOWN) + 8;
  const parts = [`<svg xmlns="http://www.w3.org/2000/svg" class="graph" viewBox="0 0 ${wide} ${tall}" width="${wide}" height="${tall}">`,
    '<defs><marker id="tip-get_resource" class="tip get_resource" viewBox="0 0 8 8" refX="1.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>'];
  for (const [x, names] of columns.entries()) {
    const left = 4 + x * (WIDTH + ACROSS);
    const title = x < graph.waves ? `Wave ${x + 1}` : 'Waits for itself';
    if (names?.length) parts.push(`<g class="wave"><rect x="${left}" y="4" width="${WIDTH + 20}" height="${tall - 8}" rx="8"/><text x="${left + WIDTH / 2 + 10}" y="22">${title}</text></g>`);
  }
  for (const { from, to } of graph.edges) {
    const [a, b] = [places.get(to), places.get(from)];
    if (!a || !b) continue;
    const [x1, y1, x2, y2] = [a[0] + WIDTH, a[1] + HEIGHT / 2, b[0] - 8, b[1] + HEIGHT / 2];
    const bend = Math.max(20, Math.abs(x2 - x1) / 2);
    parts.push(`<path class="edge get_resource" data-to="${escape(from)}" data-from="${escape(to)}" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"/>`);
  }
  for (const it of graph.resources) {
    const place = places.get(it.name);
    if (!place) continue;
    parts.push(`<g class="node heat" data-name="${escape(it.name)}" transform="translate(${place.join(' ')})"><rect width="${WIDTH}" height="${HEIGHT}" rx="6"/><path class="bar" d="M2.5 6v${HEIGHT - 12}"/><text x="12" y="17">${escape(cut(it.name, 23))}</text><text class="type" x="12" y="31">${escape(cut((it.type ?? '?').replace(/^OS::/, ''), 26))}</text></g>`);
  }
  return `${parts.join('')}</svg>`;
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function escape(text: string): string {
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd').replace(/[&<>"']/g, (it) => `&#${it.charCodeAt(0)};`);
}
