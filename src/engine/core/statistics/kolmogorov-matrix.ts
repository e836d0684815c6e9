/** A square matrix in rows, times 2^exponent, so that powers neither overflow nor underflow. */
interface ScaledMatrix {
  readonly size: number;
  readonly values: Float64Array;
  exponent: number;
}

const scaleExponent = 128;
const scale = 2 ** scaleExponent;

function multiply(left: ScaledMatrix, right: ScaledMatrix): ScaledMatrix {
  const { size } = left;
  const values = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = left.values[row * size + inner]!;
      if (factor === 0) continue;
      for (let column = 0; column < size; column++) {
        values[row * size + column]! += factor * right.values[inner * size + column]!;
      }
    }
  }
  return rescaled({ size, values, exponent: left.exponent + right.exponent });
}

function rescaled(matrix: ScaledMatrix): ScaledMatrix {
  const middle = (matrix.size - 1) / 2;
  if (Math.abs(matrix.values[middle * matrix.size + middle]!) <= scale) return matrix;
  return {
    size: matrix.size,
    values: matrix.values.map((value) => value / scale),
    exponent: matrix.exponent + scaleExponent,
  };
}

/** The matrix H of Marsaglia, Tsang and Wang (2003, J. Stat. Software 8/18) for nx = k − h. */
function durbinMatrix(k: number, h: number): ScaledMatrix {
  const size = 2 * k - 1;
  const values = new Float64Array(size * size);
  const inverseFactorials = [1];
  for (let i = 1; i <= size; i++) inverseFactorials.push(inverseFactorials[i - 1]! / i);
  for (let row = 0; row < size; row++) {
    for (let column = 1; column <= Math.min(row + 1, size - 1); column++) {
      values[row * size + column] = inverseFactorials[row - column + 1]!;
    }
  }
  for (let i = 0; i < size - 1; i++) {
    const border = (1 - h ** (i + 1)) * inverseFactorials[i + 1]!;
    values[i * size] = border;
    values[(size - 1) * size + (size - 1 - i)] = border;
  }
  const corner = 1 + Math.max(2 * h - 1, 0) ** size - 2 * h ** size;
  values[(size - 1) * size] = corner * inverseFactorials[size]!;
  return { size, values, exponent: 0 };
}

function identity(size: number): ScaledMatrix {
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) values[i * size + i] = 1;
  return { size, values, exponent: 0 };
}

function power(matrix: ScaledMatrix, exponent: number): ScaledMatrix {
  let result = identity(matrix.size);
  let square = matrix;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square);
    if (rest > 1) square = multiply(square, square);
  }
  return result;
}

/** P(D < x) of the two-sided Kolmogorov–Smirnov statistic, exactly: n!/nⁿ times the middle of Hⁿ (Marsaglia, Tsang and Wang). */
export function kolmogorovCdfByMatrix(n: number, x: number): number {
  const k = Math.ceil(n * x);
  const matrix = power(durbinMatrix(k, k - n * x), n);
  let result = matrix.values[(k - 1) * matrix.size + (k - 1)]!;
  let { exponent } = matrix;
  for (let i = 1; i <= n; i++) {
    result *= i / n;
    if (result < 1 / scale) {
      result *= scale;
      exponent -= scaleExponent;
    }
  }
  return result * 2 ** exponent;
}
