import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { isPotentiallyZeroLength, type ReadonlyFlags } from 'regexp-ast-analysis';
import { analyse } from 'scslre';
import { isExponentiallyAmbiguous } from './ambiguity.ts';
import { loopAutomaton } from './position-automaton.ts';

/** How a pattern can backtrack. */
export interface Backtracking {
  /** `exponential`: a text of some thirty characters can take for ever; `polynomial`: a text of thousands is slow. */
  readonly growth: 'exponential' | 'polynomial';
  /** The repeated parts at fault. */
  readonly parts: readonly string[];
}

/**
 * Finds how a pattern can backtrack; `undefined` where it cannot, or where its syntax is not understood.
 *
 * @example
 * ```ts import.meta.vitest
 * findBacktracking(/(?:a|aa)+$/)?.growth; // => 'exponential'
 * findBacktracking(/\d+(?:\.\d+)?/); // => undefined
 * ```
 */
export function findBacktracking(pattern: RegExp): Backtracking | undefined {
  const found = [...quantifierReports(pattern), ...ambiguousLoops(pattern)];
  if (found.length === 0) return undefined;
  const exponential = found.filter((report) => report.exponential);
  const parts = (exponential.length > 0 ? exponential : found).flatMap((report) => report.parts);
  return { growth: exponential.length > 0 ? 'exponential' : 'polynomial', parts: [...new Set(parts)] };
}

interface Report {
  readonly exponential: boolean;
  readonly parts: readonly string[];
}

/** Repeated parts that compete with each other for the same text. */
function quantifierReports({ source, flags }: RegExp): Report[] {
  try {
    return analyse({ source, flags }).reports.map((report) => {
      if (report.type === 'Trade') {
        return { exponential: report.exponential, parts: [report.startQuant.raw, report.endQuant.raw] };
      }
      return { exponential: report.type === 'Self' && report.exponential, parts: [report.quant.raw] };
    });
  } catch {
    return [];
  }
}

/** Loops whose alternatives compete for the same text. */
function ambiguousLoops({ source, flags: letters }: RegExp): Report[] {
  try {
    const parser = new RegExpParser();
    const flags = parser.parseFlags(letters);
    const pattern = parser.parsePattern(source, 0, source.length, {
      unicode: flags.unicode,
      unicodeSets: flags.unicodeSets,
    });
    return loopsIn(pattern)
      .filter((loop) => canFailAfter(loop) && isAmbiguous(loop, flags))
      .map((loop) => ({ exponential: true, parts: [loop.raw] }));
  } catch {
    return [];
  }
}

/** So many rounds are as good as no end. */
const MANY = 10;

function loopsIn(pattern: AST.Pattern): AST.Quantifier[] {
  const loops: AST.Quantifier[] = [];
  visitRegExpAST(pattern, {
    onQuantifierEnter(quantifier) {
      const { element, max } = quantifier;
      if (max >= MANY && (element.type === 'Group' || element.type === 'CapturingGroup'))
        loops.push(quantifier);
    },
  });
  return loops;
}

function isAmbiguous(loop: AST.Quantifier, flags: ReadonlyFlags): boolean {
  const automaton = loopAutomaton(loop, flags);
  return automaton !== undefined && isExponentiallyAmbiguous(automaton);
}

/** Holds when something behind the loop must match, so that the loop is tried again in all its ways. */
function canFailAfter(loop: AST.Quantifier): boolean {
  let node: AST.Node = loop;
  for (let parent: AST.Node | null = node.parent; parent !== null; parent = node.parent) {
    if (parent.type === 'Assertion') return true;
    if (parent.type === 'Alternative') {
      const behind = parent.elements.slice(parent.elements.indexOf(node as AST.Element) + 1);
      if (behind.some(canFail)) return true;
    }
    node = parent;
  }
  return false;
}

function canFail(element: AST.Element): boolean {
  return element.type === 'Assertion' || !isPotentiallyZeroLength(element, NO_FLAGS);
}

/** Whether a part can be empty does not depend on flags. */
const NO_FLAGS: ReadonlyFlags = {};
