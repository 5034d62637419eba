import tseslint from 'typescript-eslint';

/** Arrows point one way: shared ← engine ← engineProcess, shared ← host, shared ← webview-ui. */
const layers = {
  'src/shared/**': ['**/engine/**', '**/engineProcess/**', '**/host/**', '**/webview-ui/**'],
  'src/engine/**': ['**/engineProcess/**', '**/host/**', '**/webview-ui/**'],
  'src/engineProcess/**': ['**/host/**', '**/webview-ui/**'],
  'src/host/**': [
    '**/engine/**',
    '!./engine/**',
    '!../engine/**',
    '**/src/engine/**',
    '**/engineProcess/**',
    '**/webview-ui/**',
  ],
  'webview-ui/**': ['**/engine/**', '**/engineProcess/**', '**/host/**'],
};
const vscodeOnly = { name: 'vscode', message: 'Only host/ and extension.ts may import vscode.' };

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      'media/**',
      'test/artifacts/**',
      'src/engine/math/assembly/**',
      'src/types/**',
      '.vscode-test*/**',
      'coverage/**',
      'out/**',
    ],
  },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      parserOptions: { project: ['src/*/tsconfig.json', 'webview-ui/tsconfig.json', 'test/tsconfig.json'] },
    },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off', // typed arrays under noUncheckedIndexedAccess
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is a parameter.' },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/engine/**', 'src/shared/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is a parameter.' },
        { object: 'Date', property: 'now', message: 'The clock is a parameter.' },
        { object: 'performance', property: 'now', message: 'The clock is a parameter.' },
      ],
    },
  },
  ...Object.entries(layers).map(([folder, forbidden]) => ({
    files: [`${folder}/*.ts`, `${folder}/*.tsx`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ group: forbidden, message: 'This layer may not import that one (docs/architecture.md).' }],
          paths: folder === 'src/host/**' ? [] : [vscodeOnly],
        },
      ],
    },
  })),
);
