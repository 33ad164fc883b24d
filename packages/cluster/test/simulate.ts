import { LabelMatrix, seededRandom } from '@labelwright/core';
import fc from 'fast-check';

export const LABELS = ['ham', 'spam', 'eggs'] as const;
export const FUNCTIONS = ['link', 'song', 'shout', 'model'] as const;

/** Votes on some records, with ids of their own; some with confidences. */
export const matrices: fc.Arbitrary<LabelMatrix> = fc
  .record({ rows: fc.integer({ min: 1, max: 60 }), seed: fc.nat(), unsure: fc.boolean() })
  .map(({ rows, seed, unsure }) => {
    const random = seededRandom(seed);
    const cells = Int8Array.from({ length: rows * FUNCTIONS.length }, () =>
      random() < 0.5 ? -1 : Math.floor(random() * LABELS.length),
    );
    return new LabelMatrix({
      labels: LABELS,
      functions: FUNCTIONS,
      votes: cells,
      ...(unsure && { confidences: Float32Array.from(cells, () => 0.05 + 0.95 * random()) }),
      ids: Array.from({ length: rows }, (_, i) => `record ${seed} ${i}`),
    });
  });
