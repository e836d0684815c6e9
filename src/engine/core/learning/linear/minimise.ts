/** Writes the gradient at `point` and answers the value there. */
export type DifferentiableFunction = (point: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  readonly point: Float64Array;
  readonly iterations: number;
  readonly isConverged: boolean;
}

const memory = 10;
/** A step must bring this share of the descent that the slope promises (Armijo). */
const sufficientDescent = 1e-4;
const maxHalvings = 40;

/**
 * L-BFGS for a smooth convex function (Nocedal and Wright 2006, algorithm 7.5) with a backtracking line search. `onIteration` is awaited
 * after every step with the new point. Converged: no component of the gradient is larger than `tolerance`, or no step descends.
 */
export async function minimise(call: {
  evaluate: DifferentiableFunction;
  size: number;
  tolerance: number;
  maxIterations: number;
  onIteration: (iteration: number, point: Float64Array) => Promise<void>;
}): Promise<Minimum> {
  const { evaluate, size, tolerance, maxIterations, onIteration } = call;
  let point: Float64Array = new Float64Array(size);
  let gradient: Float64Array = new Float64Array(size);
  let value = evaluate(point, gradient);
  const history: Step[] = [];

  for (let iteration = 1; iteration <= maxIterations; iteration += 1) {
    const direction = descentDirection(gradient, history);
    const next = searchLine({ evaluate, point, value, gradient, direction, isFirst: history.length === 0 });
    if (next === null) return { point, iterations: iteration - 1, isConverged: true };
    remember(history, { point, gradient }, next);
    ({ point, value, gradient } = next);
    await onIteration(iteration, point);
    if (largest(gradient) <= tolerance) return { point, iterations: iteration, isConverged: true };
  }
  return { point, iterations: maxIterations, isConverged: false };
}

interface Place {
  readonly point: Float64Array;
  readonly gradient: Float64Array;
}

/** One remembered step: how far it went, how the gradient changed. */
interface Step {
  readonly moved: Float64Array;
  readonly changed: Float64Array;
  readonly inverseCurvature: number;
}

function remember(history: Step[], from: Place, to: Place): void {
  const moved = difference(to.point, from.point);
  const changed = difference(to.gradient, from.gradient);
  const curvature = dot(moved, changed);
  if (curvature <= 1e-14 * dot(changed, changed)) return;
  history.push({ moved, changed, inverseCurvature: 1 / curvature });
  if (history.length > memory) history.shift();
}

/** The two-loop recursion. */
function descentDirection(gradient: Float64Array, history: readonly Step[]): Float64Array {
  const direction = gradient.map((component) => -component);
  const shares: number[] = [];
  for (const step of history.toReversed()) {
    const share = step.inverseCurvature * dot(step.moved, direction);
    shares.push(share);
    addScaled(direction, step.changed, -share);
  }
  const last = history.at(-1);
  if (last) scale(direction, 1 / (last.inverseCurvature * dot(last.changed, last.changed)));
  for (const step of history) {
    const share = shares.pop()! - step.inverseCurvature * dot(step.changed, direction);
    addScaled(direction, step.moved, share);
  }
  return direction;
}

function searchLine(call: {
  evaluate: DifferentiableFunction;
  point: Float64Array;
  value: number;
  gradient: Float64Array;
  direction: Float64Array;
  isFirst: boolean;
}): (Place & { value: number }) | null {
  const { evaluate, point, value, gradient, direction, isFirst } = call;
  const slope = dot(gradient, direction);
  // Without curvature information the gradient's own length says nothing about the distance.
  let length = isFirst ? Math.min(1, 1 / Math.max(largest(gradient), 1e-300)) : 1;
  for (let halving = 0; halving < maxHalvings; halving += 1) {
    const nextPoint = point.slice();
    addScaled(nextPoint, direction, length);
    const nextGradient = new Float64Array(point.length);
    const nextValue = evaluate(nextPoint, nextGradient);
    if (nextValue < value && nextValue <= value + sufficientDescent * length * slope) {
      return { point: nextPoint, value: nextValue, gradient: nextGradient };
    }
    length /= 2;
  }
  return null;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += left[index]! * right[index]!;
  return sum;
}

function difference(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((value, index) => value - right[index]!);
}

function addScaled(target: Float64Array, added: Float64Array, factor: number): void {
  for (let index = 0; index < target.length; index += 1) target[index]! += factor * added[index]!;
}

function scale(target: Float64Array, factor: number): void {
  for (let index = 0; index < target.length; index += 1) target[index]! *= factor;
}

function largest(values: Float64Array): number {
  let found = 0;
  for (const value of values) found = Math.max(found, Math.abs(value));
  return found;
}
