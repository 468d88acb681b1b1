/** Figures of a benchmark as one line each on stdout. */

export const quantile = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];

export const ms = (value) => `${value.toFixed(1)} ms`;
export const seconds = (value) => `${(value / 1000).toFixed(2)} s`;
export const megabytes = (bytes) => `${Math.round(bytes / 1024 ** 2)} MB`;

export function report(name, ...figures) {
  console.log(`${name}: ${figures.join(' · ')}`);
}

/** Median, tail and worst of durations in milliseconds. */
export const spread = (times) => [
  `p50 ${ms(quantile(times, 0.5))}`,
  `p99 ${ms(quantile(times, 0.99))}`,
  `max ${ms(Math.max(...times))}`,
];
