// Presenter JSON + pose -> SVG, and contact sheets through a headless browser. No dependencies; the reference for the rig's maths.
//   node preview.mjs people | visemes | motion | turn        writes sheet-<name>.png beside this file
//   node preview.mjs check                               the promises that every presenter file keeps
//   node preview.mjs svg <id> '{"yaw":8,"visemes":{"aa":1}}'  writes one SVG to standard output
// CHROMIUM names the browser (default: chromium on the PATH).
import { readFileSync, writeFileSync, readdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join, dirname } from 'node:path';

const HERE = dirname(fileURLToPath(import.meta.url));
const clamp = (x, a = 0, b = 1) => Math.min(b, Math.max(a, x));
const smooth = (t) => { t = clamp(t); return t * t * (3 - 2 * t); };

/** "M1 2C..Z" -> { ops: 'MCCZ', n: [numbers] }; the ops string is the topology. */
const cache = new Map();
export function parse(d) {
  let p = cache.get(d);
  if (!p) { p = { ops: d.replace(/[^MLCZ]/g, ''), n: (d.match(/-?\d*\.?\d+/g) || []).map(Number) }; cache.set(d, p); }
  return p;
}
const text = (ops, n) => { let i = 0, s = ''; for (const o of ops) { const k = o === 'C' ? 6 : o === 'Z' ? 0 : 2; s += o + n.slice(i, i + k).map((v) => Math.round(v * 100) / 100).join(' '); i += k; } return s; };

export const REST = { yaw: 0, pitch: 0, roll: 0, dx: 0, dy: 0, lean: 0, breath: 0, liftL: 0, liftR: 0, blinkL: 0, blinkR: 0, squint: 0, gazeX: 0, gazeY: 0, browL: 0, browR: 0, knit: 0, smile: 0, visemes: { sil: 1 } };

/** Every channel that a path may name in `m` or `mo`, from a pose. The lids follow the gaze, and a smile lifts the lower lids. */
function channels(rig, pose) {
  const w = pose.visemes, sum = Object.values(w).reduce((a, b) => a + b, 0) || 1;
  let jaw = 0, tol = 0;
  for (const [k, x] of Object.entries(w)) { jaw += rig.visemes[k].jaw * x / sum; tol += rig.visemes[k].smile * x / sum; }
  const follow = pose.gazeY * .1;
  return { ...pose, blinkL: clamp(pose.blinkL + follow, -.12, 1), blinkR: clamp(pose.blinkR + follow, -.12, 1), squint: clamp(pose.squint + pose.smile * .55), jaw, mouthSmile: pose.smile * tol, sum };
}

/** One warp for every point: depth field (yaw, pitch), jaw, head bone, body bone, and the blend between the two. */
function warper(rig, g, ch) {
  const R = Math.PI / 180, [cx, cy] = rig.head.centre, [W, H] = rig.head.radii, sy = Math.sin(ch.yaw * R), sp = Math.sin(ch.pitch * R), [px, py] = rig.head.pivot;
  const cosR = Math.cos(ch.roll * R), sinR = Math.sin(ch.roll * R), sc = 1 + ch.lean * .03, [z0, z1] = g.z || [0, 0], [jy0, jy1] = rig.head.jaw;
  const body = (x, y) => { const up = smooth((1200 - y) / 330), side = smooth((Math.abs(x - cx) - 90) / 190), l = x < cx ? ch.liftL : ch.liftR;
    return [cx + (x - cx) * (1 + ch.breath * .005 * up) + ch.dx * .28, y - ch.breath * 5 * up - l * 16 * side * up + ch.dy * .2]; };
  const head = (x, y) => {
    if (g.jaw) y += ch.jaw * rig.head.jawDrop * smooth((y - jy0) / (jy1 - jy0));
    const u = (x - cx) / W, v = (y - cy) / H, z = z0 + z1 * Math.max(0, 1 - u * u - v * v);
    let X = cx + (x - cx) * (1 - .5 * sy * sy) + z * sy, Y = y + z * sp;
    X = px + (X - px) * sc; Y = py + (Y - py) * sc;
    return [px + (X - px) * cosR - (Y - py) * sinR + ch.dx, py + (X - px) * sinR + (Y - py) * cosR + ch.dy - ch.breath * 4.5];
  };
  const skin = g.skin || (g.bone === 'head' ? null : [0, 0]);
  return (x, y) => {
    if (g.at) { x += g.at[0]; y += g.at[1]; }
    if (!skin) return head(x, y);
    if (g.bone === 'body') return body(x, y);
    const t = smooth((skin[1] - y) / (skin[1] - skin[0])), a = head(x, y), b = body(x, y);
    return [b[0] + (a[0] - b[0]) * t, b[1] + (a[1] - b[1]) * t];
  };
}

function shape(path, ch) { // morphs and visemes are sums of differences, so they add up in any order
  const base = parse(path.d || path.v.sil), n = base.n.slice();
  const add = (d, k) => { const t = parse(d); if (t.ops !== base.ops || t.n.length !== n.length) throw new Error(`topology differs: ${path.id || path.f}`); for (let i = 0; i < n.length; i++) n[i] += (t.n[i] - base.n[i]) * k; };
  if (path.v) for (const [k, w] of Object.entries(ch.visemes)) if (w) add(path.v[k], w / ch.sum);
  for (const [k, d] of Object.entries(path.m || {})) { const w = path.v && k === 'smile' ? ch.mouthSmile : ch[k] ?? 0; if (w) add(d, w); }
  return { ops: base.ops, n };
}

/** The drawing list for one pose: [{ d, fill, opacity, clip }], in z-order, all in canvas units. This is what the Rust side must reproduce. */
export function pose(rig, given = {}) {
  const ch = channels(rig, { ...REST, ...given }), out = [], byId = new Map();
  for (const g of rig.groups) { const wp = warper(rig, g, ch);
    for (const p of g.paths) {
      const { ops, n } = shape(p, ch), q = new Array(n.length), k = p.g || 0;
      for (let i = 0; i < n.length; i += 2) { const [x, y] = wp(n[i] + ch.gazeX * 11 * k, n[i + 1] + ch.gazeY * 7 * k); q[i] = x; q[i + 1] = y; }
      let o = p.o ?? 1; for (const [k2, w] of Object.entries(p.mo || {})) o += w * (ch[k2] ?? 0);
      const item = { d: text(ops, q), f: p.f, o: clamp(o), clip: p.c, grad: rig.gradients[p.f] && { ...rig.gradients[p.f], wp } };
      if (p.id) byId.set(p.id, item.d);
      out.push(item);
    } }
  return { items: out, byId };
}

export function svg(rig, given, { view = [0, 0, 1000, 1200], prefix = 'p' } = {}) {
  const { items, byId } = pose(rig, given), defs = [], clips = new Set(); let body = '';
  items.forEach((it, i) => {
    if (it.o <= .004) return;
    let fill = rig.palette[it.f];
    if (it.grad) { const g = it.grad, id = `${prefix}g${i}`; fill = `url(#${id})`;
      const stops = g.stops.map(([o, c, a]) => `<stop offset="${o}" stop-color="${rig.palette[c] || c}"${a === undefined ? '' : ` stop-opacity="${a}"`}/>`).join('');
      if (g.kind === 'linear') { const [a, b] = [g.wp(...g.from), g.wp(...g.to)]; defs.push(`<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="${a[0]}" y1="${a[1]}" x2="${b[0]}" y2="${b[1]}">${stops}</linearGradient>`); }
      else { const a = g.wp(...g.at); defs.push(`<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="${a[0]}" cy="${a[1]}" r="${g.r}">${stops}</radialGradient>`); } }
    if (!fill) throw new Error(`no paint: ${it.f}`);
    if (it.clip && !clips.has(it.clip)) { clips.add(it.clip); if (!byId.get(it.clip)) throw new Error(`no clip: ${it.clip}`); defs.push(`<clipPath id="${prefix}${it.clip}"><path d="${byId.get(it.clip)}"/></clipPath>`); }
    body += `<path d="${it.d}" fill="${fill}"${it.o < 1 ? ` fill-opacity="${Math.round(it.o * 1000) / 1000}"` : ''}${it.clip ? ` clip-path="url(#${prefix}${it.clip})"` : ''}/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view.join(' ')}"><defs>${defs.join('')}</defs>${body}</svg>`;
}
export const load = (id) => JSON.parse(readFileSync(join(HERE, '..', `${id}.json`), 'utf8'));
export const ids = () => readdirSync(join(HERE, '..')).filter((f) => f.endsWith('.json')).map((f) => f.slice(0, -5)).sort();

export function shoot(html, file, w, h) {
  const dir = mkdtempSync(join(tmpdir(), 'presenter-')), page = join(dir, 'page.html'); writeFileSync(page, html);
  const r = spawnSync(process.env.CHROMIUM || 'chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars', `--user-data-dir=${join(dir, 'profile')}`, `--screenshot=${file}`, `--window-size=${w},${h}`, `file://${page}`], { stdio: 'ignore' });
  rmSync(dir, { recursive: true, force: true });
  if (r.status !== 0) throw new Error('the browser failed'); return Math.round(statSync(file).size / 1024);
}
const page = (cells, cols, cw, chh, label = 0) => `<!doctype html><style>body{margin:0;background:#e9e6e1;font:600 13px system-ui,sans-serif;color:#333}main{display:grid;grid-template-columns:repeat(${cols},${cw}px);gap:6px;padding:6px}figure{margin:0;width:${cw}px;height:${chh + label}px}figure>div{width:${cw}px;height:${chh}px;overflow:hidden;position:relative}figcaption{height:${label}px;line-height:${label}px;text-align:center}svg{position:absolute;left:0;bottom:0;width:100%;display:block}</style><main>${cells.join('')}</main>`;
const cell = (art, bg, label = '') => `<figure><div style="background:${bg}">${art}</div>${label && `<figcaption>${label}</figcaption>`}</figure>`;

/** A phrase as timed visemes [viseme, start ms, end ms]; the smoothing that rig.md describes. */
const DOM = { sil: .5, PP: 1, FF: 1, TH: .8, DD: .45, kk: .3, CH: .8, SS: .55, nn: .4, RR: .6, aa: .7, E: .6, I: .7, O: .9, U: .9, grin: .8 };
const LEAD = { PP: 60, FF: 60, TH: 60, O: 130, U: 130, CH: 130 }, TAIL = { PP: 60, FF: 60, TH: 60 };
export function visemesAt(track, t) {
  const w = {}; let closed = 0, lock = null;
  for (const [v, a, b] of track) { const lead = LEAD[v] || 80, tail = TAIL[v] || 90;
    const k = t < a ? smooth((t - (a - lead)) / lead) : t > b ? smooth((b + tail - t) / tail) : 1, x = k * DOM[v]; if (x > .001) w[v] = Math.max(w[v] || 0, x);
    if (['PP', 'FF'].includes(v)) { const c = t < a ? smooth((t - (a - 45)) / 45) : t > b - 10 ? smooth((b + 75 - t) / 85) : 1; if (c > closed) { closed = c; lock = v; } } }
  if (lock) for (const k of Object.keys(w)) if (k !== lock) w[k] *= 1 - closed; // closures must reach
  if (lock) w[lock] = Math.max(w[lock] || 0, closed);
  const sum = Object.values(w).reduce((a, b) => a + b, 0); if (sum < .3) w.sil = (w.sil || 0) + .3 - sum; // rest fills the gaps, else normalising makes a jump
  return w;
}
export const PHRASE = [['sil', -200, 40], ['PP', 60, 140], ['I', 170, 290], ['DD', 320, 370], ['TH', 400, 450], ['E', 470, 520], ['PP', 560, 650], ['aa', 690, 840], ['kk', 880, 960], ['sil', 1080, 1600]];

/** "Meet the mug" with head, brows, blink, gaze and breath: three seconds from -300 ms. */
export function motionPose(t) {
  const s = t / 1000, nod = Math.exp(-(((t - 740) / 160) ** 2)), d = t - 960, blink = d < 0 || d > 225 ? 0 : d < 70 ? smooth(d / 70) : d < 95 ? 1 : smooth((225 - d) / 130);
  return { visemes: visemesAt(PHRASE, t), yaw: -5 + 9 * smooth(t / 900) - 4 * smooth((t - 1500) / 700), pitch: 5 * nod - 1, roll: 1.5 * Math.sin(s * 2.2), browL: .1 + .7 * nod, browR: .1 + .8 * nod, smile: .3 + .35 * smooth((t - 850) / 300), breath: .5 + .5 * Math.sin(s * 1.6), blinkL: blink, blinkR: blink, gazeX: .3 - .4 * smooth(t / 700), lean: .5 * nod, liftL: .3 * nod };
}

const BG = ['#efe6d8', '#1f3742', '#e0937f'];
export const LOOKS = [{ gazeX: .05, browR: .15, browL: .15, smile: .35 }, { visemes: { aa: .75, E: .25 }, yaw: 8, pitch: 2, roll: -2, browL: .5, browR: .6, gazeX: -.3, liftR: .5, smile: .3 }, { visemes: { grin: 1 }, smile: .8, yaw: -7, roll: 3, pitch: -1, gazeX: .25, browL: .3, browR: .3 }];
const SHEETS = {
  people() { const c = []; ids().forEach((id) => { const rig = load(id); LOOKS.forEach((l, i) => c.push(cell(svg(rig, l, { prefix: id + i, view: [115, -170, 770, 1368] }), BG[i]))); }); return [page(c, 6, 190, 338), 6 * 196 + 6, Math.ceil(c.length / 6) * 344 + 6]; },
  visemes() { const rig = load(process.argv[3] || 'amara'), v = Object.keys(rig.visemes), c = []; const view = [270, 340, 460, 400]; v.forEach((k, i) => { c.push(cell(svg(rig, { visemes: { [k]: 1 } }, { view, prefix: 'a' + i }), BG[0], k)); const n = v[(i + 1) % v.length]; c.push(cell(svg(rig, { visemes: { [k]: .5, [n]: .5 } }, { view, prefix: 'b' + i }), '#ddd6cb', `½ ${k} + ½ ${n}`)); }); return [page(c, 8, 172, 150, 20), 8 * 178 + 6, Math.ceil(c.length / 8) * 176 + 6]; },
  motion() { const rig = load(process.argv[3] || 'henrik'), c = []; for (let i = 0; i < 12; i++) { const t = i * 100 - 20; c.push(cell(svg(rig, motionPose(t), { view: [140, 130, 720, 860], prefix: 'm' + i }), BG[2], `${t} ms`)); } return [page(c, 6, 220, 262, 20), 6 * 226 + 6, 2 * 288 + 6]; },
  turn() { const c = []; ids().forEach((id) => { const rig = load(id); [{ yaw: -12 }, { yaw: 12 }, { pitch: -9 }, { pitch: 9 }, { roll: -8, yaw: 6 }, { blinkL: 1, blinkR: 1 }, { blinkL: .5, blinkR: .5, gazeX: 1 }, { gazeX: -1, gazeY: -.8, browL: 1, browR: 1 }, { knit: 1, gazeY: 1 }].forEach((p, i) => c.push(cell(svg(rig, p, { view: [100, 120, 800, 860], prefix: id + i }), BG[0]))); }); return [page(c, 9, 140, 150), 9 * 146 + 6, Math.ceil(c.length / 9) * 156 + 6]; },
  big() { const id = process.argv[3], rig = load(id), c = LOOKS.map((l, i) => cell(svg(rig, l, { prefix: 'z' + i }), BG[i])); return [page(c, 3, 600, 720), 3 * 606 + 6, 732]; },
};
/** What every presenter file must keep: limits, alphabet, topology, paints, clips, finite points, and no jump between two frames of a phrase. */
export function check() {
  let bad = 0; const fail = (id, m) => { bad++; console.error(`${id}: ${m}`); };
  for (const id of ids()) { const bytes = statSync(join(HERE, '..', `${id}.json`)).size, rig = load(id), paths = rig.groups.flatMap((g) => g.paths);
    if (paths.length > 140) fail(id, `${paths.length} paths`); if (bytes > 40000) fail(id, `${bytes} bytes`);
    for (const p of paths) for (const d of [p.d, ...Object.values(p.m || {}), ...Object.values(p.v || {})].filter(Boolean)) { if (/[^MLCZ0-9. -]/.test(d)) fail(id, `letters: ${d}`); const { ops, n } = parse(d); if (n.length !== [...ops].reduce((a, o) => a + (o === 'C' ? 6 : o === 'Z' ? 0 : 2), 0)) fail(id, `count: ${d}`); if (ops !== parse(p.d || p.v.sil).ops) fail(id, `topology: ${p.id || p.f}`); }
    const used = new Set(paths.map((p) => p.f)); for (const f of used) if (!rig.palette[f] && !rig.gradients[f]) fail(id, `no paint ${f}`);
    for (const y of [-12, 0, 12]) for (const v of Object.keys(rig.visemes)) { const s = svg(rig, { yaw: y, pitch: -y * .7, roll: y * .6, visemes: { [v]: 1 }, smile: 1, blinkL: 1, knit: 1 }); if (/NaN|undefined|Infinity/.test(s)) fail(id, `not finite: ${v}`); }
    let step = 0, where = '', last; for (let t = -300; t < 2700; t += 1000 / 30) { const now = pose(rig, motionPose(t)).items.map((i) => parse(i.d).n); if (last) now.forEach((n, i) => n.forEach((x, j) => { const m = Math.abs(x - last[i][j]); if (m > step) { step = m; where = `${Math.round(t)} ms`; } })); last = now; cache.clear(); }
    if (step > 30) fail(id, `jump of ${step.toFixed(1)} units at ${where}`);
    console.log(`${id}: ${paths.length} paths, ${bytes} bytes, largest step ${step.toFixed(1)} units (${where})`); }
  return bad;
}
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const what = process.argv[2];
  if (what === 'svg') process.stdout.write(svg(load(process.argv[3]), JSON.parse(process.argv[4] || '{}')));
  else if (what === 'check') process.exitCode = check() ? 1 : 0;
  else if (SHEETS[what]) { const [html, w, h] = SHEETS[what](), file = process.env.OUT || join(HERE, `sheet-${what}.png`); console.log(`${what}: ${w}x${h}, ${shoot(html, file, w, h)} kB`); }
  else console.error('check | people | visemes | motion | turn | svg <id> <pose>');
}
