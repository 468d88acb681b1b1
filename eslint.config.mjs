/** Lint: the typed rules, the arrows between the parts (docs/architecture.md), and the bans that keep the contract deterministic. */
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Forbids imports by pattern, each with the reason that a developer will read. */
const forbid = (files, ...bans) => ({
  files: Array.isArray(files) ? files : [files],
  rules: {
    'no-restricted-imports': ['error', { patterns: bans.map(([group, message]) => ({ group, message })) }],
  },
});

const PLATFORM = [
  ['node:*', 'express', 'fabric-contract-api', 'fabric-shim*', '@hyperledger/*', '@chopmark/*'],
  'core runs in a browser and inside the contract: no platform, no framework',
];

/** A topic may import those before it in the list. From `protobuf` on they are for verifiers only. */
const TOPICS = [
  'errors',
  'encoding',
  'hash',
  'audit',
  'merkle',
  'money',
  'document',
  'ledger',
  'protobuf',
  'x509',
  'timestamp',
  'fabric-proof',
  'bundle',
  'trust',
  'verdict',
  'report',
];
const layers = TOPICS.map((topic, place) =>
  forbid(`core/src/${topic}/**/*.ts`, PLATFORM, [
    [
      ...TOPICS.slice(place + 1).map((later) => `**/${later}/*`),
      '**/index.js',
      '**/verify.js',
      '**/timestamps.js',
    ],
    `${topic} stands below what it imports`,
  ]),
);

const CLOCK =
  'endorsers would disagree: time comes from the transaction (own-clock.ts alone reads a clock, for tick)';
const deterministic = {
  files: ['chaincode/src/**/*.ts'],
  ignores: ['chaincode/src/own-clock.ts'],
  rules: {
    'no-restricted-globals': [
      'error',
      ...[
        'fetch',
        'process',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'crypto',
        'performance',
        'Intl',
      ].map((name) => ({ name, message: CLOCK })),
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: CLOCK },
      { object: 'Math', property: 'random', message: 'endorsers would disagree' },
      { property: 'toLocaleString', message: 'depends on the machine: compare code units' },
      { property: 'localeCompare', message: 'depends on the machine: compare code units' },
      { property: 'invokeChaincode', message: 'one namespace, one authority (design.md section 2)' },
    ],
    'no-restricted-syntax': [
      'error',
      { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK },
    ],
    '@typescript-eslint/consistent-type-imports': 'off',
  },
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.chopmark/**',
      '.bootstrap/**',
      'chaincode/deploy/**',
      'test/bundles/**',
      'coverage/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ['error', 15],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
        Buffer: 'readonly',
        performance: 'readonly',
      },
    },
  },
  ...layers,
  forbid('chaincode/src/**/*.ts', [
    [
      'node:*',
      '@hyperledger/*',
      '@chopmark/*',
      '!@chopmark/core',
      '@chopmark/core/verify',
      '@chopmark/core/timestamps',
    ],
    'a contract is deterministic and knows the rules only',
  ]),
  forbid('gateway/src/**/*.ts', [
    ['@chopmark/*', '!@chopmark/core', '!@chopmark/core/verify', '!@chopmark/core/timestamps'],
    'the gateway meets the others in core',
  ]),
  forbid('client/src/**/*.ts', [
    ['node:*', '@chopmark/*', '!@chopmark/core', '!@chopmark/core/verify', '!@chopmark/core/timestamps'],
    'the SDK runs in Node and in browsers, and knows a gateway by its OpenAPI document only',
  ]),
  forbid('web/src/**/*.ts', [
    ['node:*', '@chopmark/*', '!@chopmark/core', '!@chopmark/core/verify', '!@chopmark/core/timestamps'],
    'a page meets the others in core',
  ]),
  forbid('cli/src/**/*.ts', [
    ['@chopmark/*', '!@chopmark/core', '!@chopmark/core/verify', '!@chopmark/core/timestamps'],
    'the command meets the others in core and starts them as processes',
  ]),
  forbid('test-network/src/**/*.ts', [
    ['@chopmark/*'],
    'a network and its judge that share a mistake agree: nothing of core here',
  ]),
  deterministic,
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['it', 'describe'], package: 'node:test' }] },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
