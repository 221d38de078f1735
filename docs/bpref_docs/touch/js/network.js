/* The network: its names, and every number of it, computed by bpref's functions. */
import { data } from "./data.js";
import { sigmoid, sigmoid_derivative, tanh, tanh_derivative } from "./backprop.js";
import { relu, relu_derivative, forward_pass, sigmoid_cross_entropy } from "./backprop.js";
import { squared_error, activation_backward } from "./backprop.js";
import { weight_gradient, bias_gradient, input_gradient, gradient_step } from "./backprop.js";

export const LAYERS = [1, 2];
export const HIDDEN = {
  sigmoid: [sigmoid, sigmoid_derivative],
  tanh: [tanh, tanh_derivative],
  relu: [relu, relu_derivative],
};

export const WEIGHTS = Object.keys(data.connections);
export const numberOf = (name) => +name.match(/\d+/);
/* Where a weight comes from, x1 or a1, and the number of the neuron that it goes into. */
export const source = (weight) => data.connections[weight][0];
export const goesInto = (weight) => data.connections[weight][1];
export const into = (neuron) => WEIGHTS.filter((weight) => goesInto(weight) === neuron);
export const leaving = (name) => WEIGHTS.filter((weight) => source(weight) === name);
export const isParameter = (name) => /^[wb]/.test(name);

/* Matrices from the numbers, ``d`` for their gradients; l is the layer. */
const byLayer = (matrix) => Object.fromEntries(LAYERS.map((l) => [l, matrix(l)]));
const column = (numbers, names) => names.map((name) => [numbers[name]]);
const weights = (numbers, d = "") =>
  byLayer((l) => data.neurons[l].map((n) => into(n).map((weight) => numbers[d + weight])));
const biases = (numbers, d = "") =>
  byLayer((l) => column(numbers, data.neurons[l].map((n) => `${d}b${n}`)));

/* a - y from z. Where a is 1 to every digit of a float, 1 - a still has its own digits: it is
   sigmoid(-z). */
const errorOf = (z, y) =>
  z > 0 ? 1 - y - sigmoid([[-z]])[0][0] : sigmoid([[z]])[0][0] - y;

/* The cross-entropy's derivative from z. The slope is 0 where z is beyond what exp can hold; then
   a is 1 or 0, and the derivative is infinite or, where the target is the same, 1 or -1. */
function entropySlope(z, y) {
  const slope = sigmoid_derivative([[z]])[0][0], error = errorOf(z, y);
  return slope || error ? error / slope : -Math.sign(z);
}
const columnOf = (f, z, y) => z.map(([value], i) => [f(value, y[i][0])]);

/* Every number of the network by its name, from those that can be changed; gp4 is g'(z4). */
export function compute({ numbers, hidden, loss }) {
  const x = column(numbers, ["x1", "x2"]), y = column(numbers, ["y1", "y2"]);
  const W = weights(numbers), [g, g_prime] = HIDDEN[hidden];
  const [z, a] = forward_pass(x, W, biases(numbers), { 1: g, 2: sigmoid });
  const slopes = { 1: g_prime(z[1]), 2: sigmoid_derivative(z[2]) };
  const da = {}, dz = {};
  let J;
  if (loss === "cross-entropy") {
    J = sigmoid_cross_entropy(z[2], y); // from z: a certain output has its loss to every digit
    da[2] = columnOf(entropySlope, z[2], y);
    dz[2] = columnOf(errorOf, z[2], y);
  } else {
    J = squared_error(a[2], y);
    da[2] = columnOf(errorOf, z[2], y);
    dz[2] = activation_backward(da[2], slopes[2]);
  }
  da[1] = input_gradient(W[2], dz[2]);
  dz[1] = activation_backward(da[1], slopes[1]);

  const values = { ...numbers, J };
  for (const l of LAYERS) {
    const dW = weight_gradient(dz[l], a[l - 1]), db = bias_gradient(dz[l]);
    data.neurons[l].forEach((n, i) => {
      const columns = { z: z[l], a: a[l], da: da[l], dz: dz[l], db, gp: slopes[l] };
      for (const word in columns) values[word + n] = columns[word][i][0];
      into(n).forEach((weight, j) => (values[`d${weight}`] = dW[i][j]));
    });
  }
  return values;
}

/* The numbers after a step of every parameter against its gradient. */
export function descend(state, learning_rate) {
  const values = compute(state), numbers = { ...state.numbers };
  const W = gradient_step(weights(values), weights(values, "d"), learning_rate);
  const b = gradient_step(biases(values), biases(values, "d"), learning_rate);
  for (const l of LAYERS) {
    data.neurons[l].forEach((n, i) => {
      numbers[`b${n}`] = b[l][i][0];
      into(n).forEach((weight, j) => (numbers[weight] = W[l][i][j]));
    });
  }
  return numbers;
}
