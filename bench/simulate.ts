import { LabelMatrix, seededRandom, voteArray } from 'labelwright';

/** Votes of independent functions: each covers its share of the records and is right three times in four. */
export function simulateVotes(
  records: number,
  functions: number,
  labels: number,
  coverage: number,
): LabelMatrix {
  const random = seededRandom(1);
  const votes = voteArray(labels, records * functions).fill(-1);
  for (let i = 0; i < records; i++) {
    const truth = Math.floor(random() * labels);
    for (let j = 0; j < functions; j++) {
      if (random() >= coverage) continue;
      votes[i * functions + j] = random() < 0.75 ? truth : Math.floor(random() * labels);
    }
  }
  const names = (word: string, count: number) => Array.from({ length: count }, (_, n) => `${word}${n}`);
  return new LabelMatrix({ labels: names('label', labels), functions: names('function', functions), votes });
}

/** A record with a short text. */
export interface Comment {
  readonly id: string;
  readonly text: string;
}

/** Texts of some twenty words; the commonest word stands in every tenth, like words of a language (Zipf). */
export function simulateTexts(records: number): Comment[] {
  return [...textsOf(records, records)].flat();
}

/** The same texts, so many at a time. */
export function* textsOf(records: number, size: number): Generator<Comment[]> {
  const random = seededRandom(2);
  for (let from = 0; from < records; from += size) {
    yield Array.from({ length: Math.min(size, records - from) }, (_, i) => {
      const words = Array.from({ length: 12 + Math.floor(random() * 16) }, () => wordAt(random() ** 3));
      return { id: `c${from + i}`, text: words.join(' ') };
    });
  }
}

/** The vocabulary: 5,000 words that can be said. */
export function wordAt(place: number): string {
  let rest = Math.floor(place * 5000);
  let word = '';
  for (let n = 0; n < 3; n++) {
    word += 'bcdfglmnprst'[rest % 12] + 'aeiou'[Math.floor(rest / 12) % 5];
    rest = Math.floor(rest / 17);
  }
  return word;
}
