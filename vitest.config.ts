import { defineConfig } from 'vitest/config';
import { doctest } from './scripts/doctest.ts';

const conditions = ['@labelwright/source', 'node', 'import', 'default'];

export default defineConfig({
  plugins: [doctest()],
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // The machines of CI are slow and shared: what hangs is found a little later, what is slow is no failure.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
    includeSource: ['packages/*/src/**/*.ts'],
    typecheck: {
      enabled: true,
      include: ['packages/*/test/**/*.test-d.ts'],
      tsconfig: './tsconfig.test.json',
    },
  },
});
