/* bpref's functions for the browser: the same names, arguments and formulas, one equation each.

   A matrix is an array of its rows; columns are examples. What belongs to a layer is an object
   whose keys are the layers' numbers: W[1], W[2]. The functions check nothing: the page hands them
   matrices of its own making. tests/browser compares each with its Python original. */

/* f of every element, or of the elements of several matrices that stand at the same place. */
const each = (f, A, ...others) =>
  A.map((row, i) => row.map((value, j) => f(value, ...others.map((B) => B[i][j]))));
const transpose = (A) => A[0].map((_, j) => A.map((row) => row[j]));
const product = (A, B) =>
  A.map((row) => B[0].map((_, j) => row.reduce((sum, value, k) => sum + value * B[k][j], 0)));
const total = (A) => A.flat().reduce((sum, value) => sum + value, 0);

/* Activations */

export const sigmoid = (z) =>
  each((v) => {
    const e = Math.exp(Math.min(v, 40)); // e^z / (1 + e^z): a very negative z keeps its digits
    return e / (1 + e);
  }, z);

export const sigmoid_derivative = (z) =>
  each((v) => {
    const e = Math.exp(-Math.abs(v));
    return e / (1 + e) ** 2;
  }, z);

export const tanh = (z) => each(Math.tanh, z);

export const tanh_derivative = (z) =>
  each((v) => {
    const e = Math.exp(-2 * Math.abs(v)); // 1 - tanh² would lose its digits far from 0
    return (4 * e) / (1 + e) ** 2;
  }, z);

export const relu = (z) => each((v) => Math.max(v, 0), z);

export const relu_derivative = (z) => each((v) => (v > 0 ? 1 : 0), z);

/* Forward */

export const linear_forward = (W, a_prev, b) =>
  product(W, a_prev).map((row, i) => row.map((v) => v + b[i][0]));

export function forward_pass(x, W, b, g) {
  const z = {}, a = { 0: x };
  for (let l = 1; l in W; l++) {
    z[l] = linear_forward(W[l], a[l - 1], b[l]);
    a[l] = g[l](z[l]);
  }
  return [z, a];
}

/* Losses: the sum over the outputs, the mean over the m examples */

export const cross_entropy_derivative = (a, y) =>
  each((v, t) => {
    const slope = v * (1 - v), certain = slope === 0 && v === t; // and right: 0/0 counts as 0
    return (certain ? 1 - 2 * v : v - t) / (certain ? 1 : slope);
  }, a, y);

export function sigmoid_cross_entropy(z, y) {
  // The target's distance from the side that z is on, times |z|.
  const far = (v, t) => (v > 0 ? 1 - t : t) * Math.abs(v);
  const terms = each((v, t) => far(v, t) + Math.log1p(Math.exp(-Math.abs(v))), z, y);
  return total(terms) / z[0].length;
}

export const squared_error = (a, y) =>
  total(each((v, t) => (v - t) ** 2, a, y)) / (2 * a[0].length);

export const squared_error_derivative = (a, y) => each((v, t) => v - t, a, y);

/* Backward */

export const activation_backward = (da, g_prime) => each((d, slope) => d * slope, da, g_prime);

export const cross_entropy_dz = (a, y) => each((v, t) => v - t, a, y);

export const weight_gradient = (dz, a_prev) =>
  product(each((d) => d / dz[0].length, dz), transpose(a_prev));

export const bias_gradient = (dz) => dz.map((row) => [total([row]) / row.length]);

export const input_gradient = (W, dz) => product(transpose(W), dz);

/* Training */

export const gradient_step = (theta, dtheta, learning_rate) =>
  Object.fromEntries(
    Object.keys(theta).map((l) => [
      l, each((p, d) => p - learning_rate * d, theta[l], dtheta[l]),
    ])
  );
