import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTask, type Fault, type LabelingFunctions } from '../src/index.ts';

const schema = z.object({
  text: z.string(),
  stars: z.coerce.number().optional(),
  tags: z.array(z.string()).optional(),
});
const { functions, asyncFunctions } = defineTask({ labels: ['ham', 'spam'], record: schema });
const starred = ({ stars }: { stars?: number | undefined }) => (stars === 5 ? ('ham' as const) : undefined);
const rules = functions({ starred });
type Records = Parameters<(typeof rules)['applyTo']>[0];

/** A schema by hand, with the answer that it gives. */
function schemaOf(validate: StandardSchemaV1<unknown, object>['~standard']['validate']) {
  const record: StandardSchemaV1<unknown, object> & { kind: string } = {
    kind: 'schema', // As valibot has it.
    '~standard': { version: 1, vendor: 'test', validate },
  };
  const task = defineTask({ labels: ['ham', 'spam'], record });
  const one = () => 'ham' as const;
  return { sync: task.functions({ one }), async: task.asyncFunctions({ one }) };
}

const faultsOf = (set: LabelingFunctions<object, 'ham' | 'spam'>) => {
  const faults: Fault[] = [];
  const votes = set.applyTo([{}], { onFault: (fault) => faults.push(fault) });
  return { faults, votes };
};

describe('a record schema', () => {
  it('hands the functions the record as the schema gives it', () => {
    const votes = rules.applyTo([{ text: 'a', stars: '5' }, { text: 'b' }] as unknown as Records);
    expect(Array.from(votes.votes)).toEqual([0, -1]);
  });

  it('stops at a record that fails, with its id and field', () => {
    const records = [{ text: 'a' }, { text: 5, tags: ['x', 1] }] as unknown as Records;
    expect(() => rules.applyTo(records, { ids: ['a', 'b'] })).toThrow(
      expect.objectContaining({
        code: 'invalid-record',
        message: expect.stringMatching(
          /^record 'b' is not of the declared shape: field 'text': .*string.*; field 'tags\.1': .*string/,
        ),
      }),
    );
  });

  it('reports such a record once and lets all functions abstain, where faults are taken', () => {
    const faults: Fault[] = [];
    const records = [{}, { text: 'a', stars: 5 }] as unknown as Records;
    const votes = rules.applyTo(records, { onFault: (fault) => faults.push(fault) });
    expect(Array.from(votes.votes)).toEqual([-1, 0]);
    expect(faults).toMatchObject([{ function: undefined, row: 0, id: '0', kind: 'invalid-record' }]);
  });

  it('works for asynchronous sets', async () => {
    const set = asyncFunctions({ starred: async (record) => starred(record) });
    await expect(set.applyTo([{}] as unknown as Records)).rejects.toMatchObject({ code: 'invalid-record' });
    const votes = await set.applyTo([{ text: 'a', stars: '5' }] as unknown as Records);
    expect(votes.vote(0, 'starred')).toBe('ham');
  });

  it('may answer with a promise in an asynchronous set only', async () => {
    const { sync, async } = schemaOf(async () => ({
      issues: [{ message: 'too short', path: [{ key: 'text' }] }],
    }));
    expect(() => sync.applyTo([{}])).toThrow(
      'the record schema answers with a promise; expected asyncFunctions',
    );
    await expect(async.applyTo([{}])).rejects.toThrow(
      "record '0' is not of the declared shape: field 'text': too short",
    );
  });

  it('may have a kind of its own, and say nothing about the field', () => {
    const { sync } = schemaOf(() => ({ issues: [{ message: 'not at all' }] }));
    expect(faultsOf(sync).faults[0].message).toBe("record '0' is not of the declared shape: not at all");
  });

  it('may fail itself', async () => {
    const { sync } = schemaOf(() => {
      throw new Error('broken');
    });
    expect(faultsOf(sync).faults[0].message).toBe(
      "record '0' is not of the declared shape: the schema failed: broken",
    );
    const { async } = schemaOf(() => Promise.reject(new Error('offline')));
    await expect(async.applyTo([{}])).rejects.toThrow('the schema failed: offline');
  });
});
