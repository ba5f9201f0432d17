import { Ref, type FilmStep, type Step } from './compose.js';
import type { PlannedStep } from './types.js';

const stepsMax = 20;

/** A composition as the API takes it: every step that the last one needs, each after those that it takes from. */
export function pipelineOf(last: FilmStep): PlannedStep[] {
  const steps = inOrder(last as Step);
  const names = namesOf(steps);
  return steps.map((step) => ({
    id: names.get(step) ?? step.kind,
    step: step.kind,
    input: Object.fromEntries(Object.entries(step.input).flatMap(([name, value]) => entry(name, value, names))),
  }));
}

function entry(name: string, value: unknown, names: Map<Step, string>): [string, unknown][] {
  if (value === undefined) return [];
  return [[name, value instanceof Ref ? { ref: `${names.get(value.step)}.${value.field}` } : value]];
}

/** A step takes only from steps that were made before it, so there is no circle. */
function inOrder(last: Step): Step[] {
  const found = new Set<Step>();
  const visit = (step: Step, depth: number) => {
    if (found.has(step)) return;
    if (depth > stepsMax) throw new RangeError(`A composition has at most ${stepsMax} steps.`);
    for (const value of Object.values(step.input)) {
      if (value instanceof Ref) visit(value.step, depth + 1);
    }
    found.add(step);
  };
  visit(last, 1);
  if (found.size > stepsMax) throw new RangeError(`A composition has at most ${stepsMax} steps.`);
  return [...found];
}

/** The names that were given, and for the others the word for their kind, with a number where it is taken. */
function namesOf(steps: Step[]): Map<Step, string> {
  const names = new Map<Step, string>();
  const taken = new Set<string>();
  for (const step of steps) {
    if (step.id === undefined) continue;
    if (taken.has(step.id)) throw new TypeError(`Two steps are called ${step.id}. Give each its own id.`);
    taken.add(step.id);
    names.set(step, step.id);
  }
  for (const step of steps) {
    if (step.id !== undefined) continue;
    let name: string = step.kind;
    for (let number = 2; taken.has(name); number += 1) name = `${step.kind}-${number}`;
    taken.add(name);
    names.set(step, name);
  }
  return names;
}
