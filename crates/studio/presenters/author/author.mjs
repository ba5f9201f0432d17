// Writes the presenters, ../*.json, from the drawings below and in people.mjs. Run: node author.mjs
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import { CX, P, S, spline, flip, sym, symPts, mir, ell, ring, frameRing, taper, taperPts, mix, mouthGroup, eyes, brows, nose, ears, skinPalette, visemes } from './kit.mjs';
const HERE = dirname(fileURLToPath(import.meta.url));

const GREY = { sclera: '#fbf6f0', white: '#ffffff', pupil: '#120c0b', eyeShade: '#3a2620', teeth: '#f9f4ed', teethLow: '#e3dad2', mouthDark: '#4a1519', tongue: '#c9626a', black: '#120b10' };

/** The head: contour, two-tone shading clipped to it, cheeks, folds. */
function head(p) {
  const face = symPts(p.face), c = 'face', age = p.age || 0, sh = p.shadow;
  const fold = (s) => [{ f: 'shade', o: age * .6, mo: { smile: .5 - age * .2 }, d: taper(s > 0 ? '548,566 562,584 567,606' : '452,566 438,584 433,606', [1, 5, 1]), m: { smile: taper(s > 0 ? '552,560 572,580 579,606' : '448,560 428,580 421,606', [1, 6, 1]) } }];
  return { id: 'head', bone: 'head', z: [0, 170], jaw: 1, paths: [
    { id: 'face', f: 'faceG', d: spline(face) },
    // side plane: temple, under the cheekbone, jaw
    { f: 'shade', o: .6, c, d: S('720,300* 655,300 640,360 650,430 640,492 612,540 600,590 575,640 530,672 470,684 400,676* 500,760* 720,760*') },
    { f: 'shade', o: .32, c, d: S('720,380* 668,420 664,500 640,560 622,620 585,668 520,700* 720,760*') },
    ...(sh ? [{ f: 'shadeDeep', o: .42, c, d: S(sh) }] : []),
    { f: 'foreG', c, d: ell(455, 336, 105, 80) },
    { f: 'cheekL', c, d: ell(398, 540, 66, 52) }, { f: 'cheekR', c, d: ell(602, 540, 66, 52) },
    { f: 'hiL', c, d: ell(400, 516, 44, 30) }, { f: 'hiR', c, d: ell(596, 514, 34, 24) },
    ...fold(1), ...fold(-1),
    ...(p.bearded ? [] : [{ f: 'shade', o: .5, c, d: ell(CX, p.mouth.y + p.mouth.tL + 15, p.mouth.w * .46, 6) },
    { f: 'light', o: .13, c, d: ell(CX - 8, p.mouth.y + p.mouth.tL + 40, 22, 10) },
    { f: 'shade', o: .4, c, d: S(`${CX - 6},574 ${CX + 2},578 ${CX + 8},574 ${CX + 9},${p.mouth.y - 17} ${CX},${p.mouth.y - 13} ${CX - 5},${p.mouth.y - 17}`) }]),
    ...(age ? [taper('353,448 333,435', [3, .8]), taper('352,457 332,454', [2.8, .8]), taper('647,448 667,435', [3, .8]), taper('648,457 668,454', [2.8, .8])].map((d) => ({ f: 'lineSkin', o: .3 * age + .15, c, d })) : []),
    ...(age > .5 ? [{ f: 'shade', o: .6, c, d: taper('436,352 500,345 566,353', [1, 4, 1]) }, { f: 'shade', o: .5, c, d: taper('446,328 500,323 556,329', [1, 3.4, 1]) }] : []),
    { f: 'rim', o: .5, c, d: rimOf(face) },
    ...(p.headExtra || []),
  ] };
}
/** Light from behind on the far cheek: follows the contour and tapers to both ends. */
function rimOf(face) {
  const q = face.filter(([x, y]) => x > CX + 100 && y > 365 && y < 650), n = q.length - 1;
  return spline([...q.map(([x, y], i) => [x + (i % n ? 6 : 0), y, i % n === 0]), ...q.slice(1, n).reverse().map(([x, y]) => [x - 7, y])]);
}
function neck(p) {
  const w = p.neckW || 82, t = p.neckTop || 560;
  return { id: 'neck', bone: 'neck', skin: [690, 850], paths: [
    { id: 'neckShape', f: 'neck', d: sym(`0,${t} ${w - 6},${t + 40} ${w},700 ${w + 4},760 ${w + 22},808 ${w + 60},850 ${w + 70},960* 0,980`) },
    { f: 'shadeDeep', o: .62, c: 'neckShape', d: S(`${CX - w - 30},600* ${CX + w + 30},600* ${CX + w + 24},720 ${CX + w - 30},752 ${CX + 30},768 ${CX - 40},742 ${CX - w - 20},690*`) },
    { f: 'shade', o: .5, c: 'neckShape', d: taper(`${CX - 34},770 ${CX - 26},810 ${CX - 14},846`, [2, 8, 2]) }, { f: 'shade', o: .5, c: 'neckShape', d: taper(`${CX + 36},770 ${CX + 28},810 ${CX + 16},846`, [2, 8, 2]) },
    ...(p.neckExtra || []),
  ] };
}
const G = { faceG: { kind: 'linear', from: [380, 260], to: [640, 690], stops: [[0, 'skinHi'], [.5, 'skin'], [1, 'skinLo']] },
  cheekL: { kind: 'radial', at: [398, 540], r: 66, stops: [[0, 'blush', .34], [1, 'blush', 0]] }, cheekR: { kind: 'radial', at: [602, 540], r: 66, stops: [[0, 'blush', .32], [1, 'blush', 0]] },
  foreG: { kind: 'radial', at: [455, 336], r: 100, stops: [[0, 'light', .4], [1, 'light', 0]] }, hiL: { kind: 'radial', at: [400, 516], r: 40, stops: [[0, 'light', .34], [1, 'light', 0]] }, hiR: { kind: 'radial', at: [596, 514], r: 32, stops: [[0, 'light', .18], [1, 'light', 0]] } };
const torso = (n, sh, y = 0, dip = 0) => sym(`0,${806 + y + dip}${dip ? '*' : ''} ${n},${814 + y}${dip ? '*' : ''} ${n + 56},${836 + y} ${sh * .72},${868 + y} ${sh - 34},${906 + y} ${sh + 2},${966 + y} ${sh + 24},1070 ${sh + 40},1250* 0,1250`);
/** Two-tone cloth: far side, arm creases, light on the near shoulder, rim. */
const clothShade = (n, sh, y = 0) => { const c = 'torso', R = (x) => CX + x, L = (x) => CX - x; return [
  { f: 'clothLo', o: .55, c, d: S(`${R(n + 60)},${830 + y}* ${R(sh + 80)},${880 + y} ${R(sh + 120)},1260* ${R(sh * .5)},1260* ${R(sh * .62)},1120 ${R(sh * .56)},1010 ${R(n + 90)},${920 + y}`) },
  { f: 'clothDeep', o: .5, c, d: taper(`${L(sh * .74)},${1000 + y} ${L(sh * .71)},1100 ${L(sh * .73)},1250`, [2, 12, 20]) }, { f: 'clothDeep', o: .6, c, d: taper(`${R(sh * .74)},${1000 + y} ${R(sh * .71)},1100 ${R(sh * .73)},1250`, [2, 12, 20]) },
  { f: 'clothHi', o: .55, c, d: S(`${L(n + 50)},${834 + y}* ${L(sh * .72)},${866 + y} ${L(sh - 34)},${904 + y} ${L(sh + 2)},${966 + y} ${L(sh + 16)},1050* ${L(sh - 20)},${976 + y} ${L(sh - 62)},${924 + y} ${L(sh * .6)},${886 + y}`) },
  { f: 'rimCloth', o: .5, c, d: S(`${R(n + 60)},${834 + y}* ${R(sh * .72)},${864 + y} ${R(sh - 34)},${902 + y} ${R(sh + 4)},${966 + y} ${R(sh + 25)},1070* ${R(sh - 6)},${974 + y} ${R(sh - 42)},${914 + y} ${R(sh * .7)},${876 + y}`) }]; };

const people = {};
// ---------------------------------------------------------------- Amara: late 20s, deep brown skin, rounded natural curls, mustard knit
people.amara = () => {
  const p = { name: 'Amara', gender: 'female', face: '0,226 84,238 140,286 165,352 170,430 166,506 149,570 111,634 58,681 0,697', mouth: { y: 613, w: 60, tU: 16, tL: 21, bow: 5 },
    eye: { d: 80, w: 1.02, h: 1.06, tilt: .6, crease: 1, lash: 1.5, iris: 21.5 }, brow: { d: 80, y: 406, arch: 1.05, thick: .86 }, nose: { w: 37, y: 560 }, ear: { dx: 162, y: 478 }, neckW: 70,
    shadow: '320,420* 326,320 376,280 440,268 500,272 560,266 624,280 672,320 690,420* 672,360 620,326 560,312 500,322 440,314 386,330 350,372' };
  const curl = (cx, cy, rx, ry, n, a, ph = 0) => { const pts = []; for (let i = 0; i < n; i++) { const t = i / n * Math.PI * 2 + ph; for (const [dt, k] of [[0, 1], [.5, 1 + a]]) { const u = t + dt / n * Math.PI * 2; pts.push([cx + Math.cos(u) * rx * k, cy + Math.sin(u) * ry * k]); } } return spline(pts); };
  const coils = []; for (const [r, n, ph] of [[226, 9, .3], [172, 8, .1]]) for (let i = 0; i < n; i++) { const u = Math.PI * (1.06 + (i + ph) / n * .9), x = 500 + Math.cos(u) * r * 1.02, y = 400 + Math.sin(u) * r * .92, s = 15 + (i * 7 % 5) * 2.5, v = u + 1.2 + (i * 5 % 4) * .5; coils.push(spline(taperPts([[x - Math.cos(v) * s, y - Math.sin(v) * s], [x + Math.sin(v) * s * .7, y - Math.cos(v) * s * .7], [x + Math.cos(v) * s, y + Math.sin(v) * s]], [1, 8, 1]))); }
  return { p, sk: skinPalette('#8a5638', '#3b1a16', '#d79a6c', '#b5493c'), pal: { hair: '#2a1a1d', hairLo: '#1a0f13', hairHi: '#63403c', brow: '#241416', lash: '#150b0d', iris: '#4b2a1b', irisLow: '#8a5230', limbal: '#1d0f0b', lipU: '#7d2f33', lipL: '#a5484a', lipShine: '#e39c92', sclera: '#f7efe8', cloth: '#d9962c', clothLo: '#a9681c', clothHi: '#f0bd5c', clothDeep: '#8f5414', rimCloth: '#ffdf9a', rib: '#b97a22', gold: '#f2c14e', goldLo: '#b57f22', rimHair: '#8a5a52' },
    back: [{ id: 'afro', f: 'afroG', d: curl(500, 392, 266, 258, 17, .05) }, { f: 'rimHair', o: .5, c: 'afro', d: S('690,190 748,262 776,350 776,440 752,540 736,532 756,440 754,350 728,270 676,206') }],
    front: [{ f: 'afroG', d: S('322,452 300,380 306,300 352,240 420,206 500,198 580,206 648,240 694,300 700,380 678,452 664,420 668,372 652,338 632,346 618,312 590,318 566,292 538,304 506,286 474,302 440,290 412,314 384,308 366,344 346,338 334,372 336,420') }, ...coils.map((d, i) => ({ f: 'hairHi', c: i < 9 ? 'afro' : 'hairF', o: i % 3 ? .6 : .9, d }))],
    gradients: { afroG: { kind: 'radial', at: [420, 260], r: 420, stops: [[0, 'hairHi'], [.45, 'hair'], [1, 'hairLo']] } },
    body: [{ id: 'torso', f: 'clothG', d: torso(78, 322) }, ...clothShade(78, 322),
      ...[0, 1, 2, 3, 4, 5, 6].map((i) => ({ f: 'rib', o: .42, c: 'torso', d: taper(`${350 + i * 50},${930 + Math.abs(3 - i) * -12} ${346 + i * 51},1070 ${342 + i * 52.5},1240`, [1, 5, 6]) })),
      { f: 'rib', d: sym('0,770 60,764 92,778 98,812 74,842 0,858') }, { f: 'cloth', d: sym('0,776 58,768 86,778 92,806 70,830 0,846') }, { f: 'clothLo', o: .75, d: sym('0,776 56,769 78,776 60,790 0,800') },
      ...[-3, -2, -1, 0, 1, 2, 3].map((i) => ({ f: 'rib', o: .5, d: taper(`${CX + i * 22},${802 - i * i} ${CX + i * 23.5},${843 - i * i * 2.4}`, [4, 4]) }))],
    acc: [{ f: 'gold', d: ell(331, 556, 17, 21) + '' }, { f: 'shade', d: ell(331, 555, 11, 15) }, { f: 'goldLo', d: ell(669, 556, 17, 21) }, { f: 'shadeDeep', d: ell(669, 555, 11, 15) }],
  };
};

const lib = { CX, P, S, spline, flip, sym, symPts, mir, ell, ring, frameRing, taper, mix, skinPalette, torso, clothShade };
try { const more = await import('./people.mjs'); for (const [k, f] of Object.entries(more.people(lib))) people[k] = f; } catch (e) { if (e.code !== 'ERR_MODULE_NOT_FOUND') throw e; }

for (const [id, make] of Object.entries(people)) {
  const { p, sk, pal, back = [], backBody = [], body, front = [], acc = [], over = [], faceAcc = [], hideEars, neckFirst = true, backGroup = {}, frontGroup = {}, overGroup = {}, gradients = {}, clothG } = make();
  const seat = (paths) => paths.map((q) => ({ ...q, d: q.d.replace(/(-?[\d.]+) ?(-?[\d.]+)/g, (_, x, y) => `${Math.round((CX + (x - CX) * 1.06) * 2) / 2} ${y - 30}`).replace(/(\d) (?=\d)/g, '$1 ').replace(/(\d)(\d+ )(?=$)/g, '$1$2') }));
  const rimmed = (paths) => paths.map((q, i) => (i && !q.c ? { ...q, c: paths[0].id || 'hairF' } : i || q.id ? q : { id: 'hairF', ...q }));
  const groups = [
    { id: 'hairBack', bone: 'head', z: [-50, 20], ...backGroup, paths: back },
    { id: 'bodyBack', bone: 'body', paths: seat(backBody) }, neck(p), { id: 'body', bone: 'body', paths: seat(body) },
    { id: 'drape', bone: 'neck', skin: [690, 860], ...overGroup, paths: over },
    ...(hideEars ? [] : [ears(p)]), ...(acc.length ? [{ id: 'earrings', bone: 'head', z: [-42, 0], paths: acc }] : []),
    head(p), ...eyes(p), brows(p), nose(p), mouthGroup(p),
    { id: 'hairFront', bone: 'head', z: [6, 170], ...frontGroup, paths: frontGroup.jaw ? front : rimmed(front) },
    { id: 'faceAcc', bone: 'head', z: [26, 170], paths: faceAcc },
  ].filter((g) => g.paths.length);
  const palette = { ...GREY, ...sk, ...pal };
  const rig = { format: 'pitchreel-presenter/1', id, name: p.name, gender: p.gender, canvas: [1000, 1200], head: { centre: [500, 470], radii: [270, 330], pivot: [500, 740], jaw: [560, 672], jawDrop: 17 }, palette,
    gradients: { ...G, clothG: clothG || { kind: 'linear', from: [300, 840], to: [700, 1220], stops: [[0, 'cloth'], [1, 'clothLo']] }, ...gradients }, visemes, groups };
  const used = new Set(groups.flatMap((g) => g.paths.map((q) => q.f))); for (const k of Object.keys(rig.gradients)) if (!used.has(k)) delete rig.gradients[k];
  for (const g of Object.values(rig.gradients)) g.stops.forEach(([, c]) => used.add(c)); for (const k of Object.keys(palette)) if (!used.has(k)) delete palette[k];
  const json = JSON.stringify(rig).replace(/\},\{"id":"(\w+)","bone"/g, '},\n{"id":"$1","bone"'); writeFileSync(join(HERE, '..', `${id}.json`), json + '\n');
  console.log(id, 'paths', groups.reduce((n, g) => n + g.paths.length, 0), 'bytes', json.length);
}
