// Writes ../../tests/golden/poses.json: what preview.mjs makes of a few lively poses of every presenter, in short.
// The Rust side must give the same numbers (tests/golden.rs). Run after every change of a presenter: node golden.mjs
// For each path: [one sampled x, its y, the weighted mean of all its numbers], and its opacity where the pose changes it.
import { writeFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import { ids, load, parse, pose, motionPose, LOOKS } from './preview.mjs';

const HERE = dirname(fileURLToPath(import.meta.url)), OUT = join(HERE, '..', '..', 'tests', 'golden');
const round = (v, k = 100) => Math.round(v * k) / k;
const POSES = [
  LOOKS[1],
  { ...LOOKS[2], breath: 1, dx: 12, dy: -6, lean: .8, liftL: .7 },
  { yaw: -11, pitch: 7, roll: -4, blinkL: 1, blinkR: .4, gazeX: -.9, gazeY: -.7, knit: .8, browL: .9, browR: -.2, squint: .3, smile: .2, visemes: { FF: .4, O: .3, CH: .6 } },
  motionPose(700),
];

const people = {};
for (const id of ids()) {
  const rig = load(id), paths = rig.groups.flatMap((g) => g.paths);
  people[id] = POSES.map((given, which) => {
    const { items } = pose(rig, given);
    return {
      paths: items.map((item, i) => {
        const n = parse(item.d).n, at = 2 * ((i * 7 + which * 5) % (n.length / 2));
        let sum = 0, weights = 0; n.forEach((v, j) => { const w = j % 7 + 1; sum += v * w; weights += w; });
        return [round(n[at]), round(n[at + 1]), round(sum / weights), ...(paths[i].mo ? [round(item.o, 1000)] : [])];
      }),
      gradients: items.filter((item) => item.grad).map(({ grad: g }) => (g.kind === 'linear' ? [...g.wp(...g.from), ...g.wp(...g.to)] : [...g.wp(...g.at), g.r]).map((v) => round(v))),
    };
  });
}
mkdirSync(OUT, { recursive: true });
const text = JSON.stringify({ poses: POSES, people }).replace(/\{"paths"/g, '\n{"paths"');
writeFileSync(join(OUT, 'poses.json'), text + '\n');
console.log(`${Object.keys(people).length} people, ${POSES.length} poses, ${text.length} bytes`);
