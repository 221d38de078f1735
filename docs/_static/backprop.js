/* bpref's functions for the browser: the same names, arguments and formulas, one equation each.

   A matrix is an array of its rows; columns are examples. The functions check nothing: the page
   hands them matrices of its own making. tests/browser compares each with its Python original. */
"use strict";

const bpref = (() => {
  /* f of every element, or of the elements of several matrices that stand at the same place. */
  const each = (f, A, ...others) =>
    A.map((row, i) => row.map((value, j) => f(value, ...others.map((B) => B[i][j]))));
  const transpose = (A) => A[0].map((_, j) => A.map((row) => row[j]));
  const product = (A, B) =>
    A.map((row) => B[0].map((_, j) => row.reduce((sum, value, k) => sum + value * B[k][j], 0)));
  const total = (A) => A.flat().reduce((sum, value) => sum + value, 0);

  /* Activations */
  const sigmoid = (z) =>
    each((v) => {
      const e = Math.exp(Math.min(v, 40)); // e^z / (1 + e^z): a very negative z keeps its digits
      return e / (1 + e);
    }, z);
  const sigmoid_derivative = (z) =>
    each((v) => {
      const e = Math.exp(-Math.abs(v));
      return e / (1 + e) ** 2;
    }, z);
  const tanh = (z) => each(Math.tanh, z);
  const tanh_derivative = (z) =>
    each((v) => {
      const e = Math.exp(-2 * Math.abs(v)); // 1 - tanh² would lose its digits far from 0
      return (4 * e) / (1 + e) ** 2;
    }, z);
  const relu = (z) => each((v) => Math.max(v, 0), z);
  const relu_derivative = (z) => each((v) => (v > 0 ? 1 : 0), z);

  /* Forward */
  const linear_forward = (W, a_prev, b) =>
    product(W, a_prev).map((row, i) => row.map((v) => v + b[i][0]));
  const forward_pass = (x, weights, biases, activations) => {
    const zs = [], outputs = [x];
    weights.forEach((W, l) => {
      zs.push(linear_forward(W, outputs[l], biases[l]));
      outputs.push(activations[l](zs[l]));
    });
    return [zs, outputs];
  };

  /* Losses: the sum over the outputs, the mean over the m examples */
  const cross_entropy = (a, y) => {
    // A term that y switches off costs nothing, whatever its logarithm.
    const log = (t, v) => (t === 0 ? 0 : t * v);
    const terms = each((v, t) => log(t, Math.log(v)) + log(1 - t, Math.log1p(-v)), a, y);
    return 0 - total(terms) / a[0].length;
  };
  const cross_entropy_derivative = (a, y) =>
    each((v, t) => {
      const slope = v * (1 - v), certain = slope === 0 && v === t; // and right: 0/0 counts as 0
      return (certain ? 1 - 2 * v : v - t) / (certain ? 1 : slope);
    }, a, y);
  const sigmoid_cross_entropy = (z, y) => {
    // The target's distance from the side that z is on, times |z|.
    const terms = each((v, t) => (v > 0 ? 1 - t : t) * Math.abs(v) + Math.log1p(Math.exp(-Math.abs(v))), z, y);
    return total(terms) / z[0].length;
  };
  const squared_error = (a, y) => total(each((v, t) => (v - t) ** 2, a, y)) / (2 * a[0].length);
  const squared_error_derivative = (a, y) => each((v, t) => v - t, a, y);

  /* Backward */
  const activation_backward = (da, g_prime) => each((d, slope) => d * slope, da, g_prime);
  const cross_entropy_dz = (a, y) => each((v, t) => v - t, a, y);
  const weight_gradient = (dz, a_prev) =>
    product(each((d) => d / dz[0].length, dz), transpose(a_prev));
  const bias_gradient = (dz) => dz.map((row) => [total([row]) / row.length]);
  const input_gradient = (W, dz) => product(transpose(W), dz);
  const backward_pass = (dz, weights, outputs, g_primes) => {
    const dWs = [], dbs = [], m = dz[0].length;
    dz = each((d) => d / m, dz); // the 1/m of every dW and db, divided out once
    for (let l = weights.length; l > 0; l--) {
      dWs.unshift(product(dz, transpose(outputs[l - 1])));
      dbs.unshift(dz.map((row) => [total([row])]));
      if (l > 1) dz = each((d, slope) => d * slope, input_gradient(weights[l - 1], dz), g_primes[l - 2]);
    }
    return [dWs, dbs];
  };

  /* Training */
  const gradient_step = (parameters, gradients, learning_rate) =>
    parameters.map((theta, i) => each((p, d) => p - learning_rate * d, theta, gradients[i]));

  return {
    linear_forward, sigmoid, sigmoid_derivative, tanh, tanh_derivative, relu, relu_derivative,
    forward_pass, cross_entropy, cross_entropy_derivative, sigmoid_cross_entropy, squared_error,
    squared_error_derivative, activation_backward, cross_entropy_dz, weight_gradient,
    bias_gradient, input_gradient, backward_pass, gradient_step,
  };
})();
