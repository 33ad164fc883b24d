import { type AST, visitRegExpAST } from '@eslint-community/regexpp';
import { isPotentiallyZeroLength, type ReadonlyFlags } from 'regexp-ast-analysis';
import { analyse } from 'scslre';
import { findPump, type Pump } from './ambiguity.ts';
import { type AttackText, attackText } from './attack-text.ts';
import { countWays } from './count-ways.ts';
import { parsePattern } from './parse-pattern.ts';
import { loopAutomaton, MANY } from './position-automaton.ts';

/** How a pattern can backtrack. */
export interface Backtracking {
  /** `exponential`: a text of some thirty characters can take for ever; `polynomial`: a text of thousands is slow. */
  readonly growth: 'exponential' | 'polynomial';
  /** The repeated parts at fault. */
  readonly parts: readonly string[];
  /** A text that shows it, where one can be made up. */
  readonly attack?: AttackText | undefined;
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
  const loops = ambiguousLoops(pattern);
  const found = loops.undecided || loops.reports.length === 0 ? quantifierReports(pattern) : [];
  const reports = [...loops.reports, ...found];
  const exponential = reports.filter((report) => report.exponential && (report.sure || loops.undecided));
  if (reports.length === 0) return undefined;
  const parts = (exponential.length > 0 ? exponential : reports).flatMap((report) => report.parts);
  const attack = exponential.find((report) => report.attack)?.attack;
  return {
    growth: exponential.length > 0 ? 'exponential' : 'polynomial',
    parts: [...new Set(parts)],
    ...(attack && { attack }),
  };
}

interface Report {
  readonly exponential: boolean;
  /** Holds when all that matters was looked at. */
  readonly sure: boolean;
  readonly parts: readonly string[];
  readonly attack?: AttackText | undefined;
}

/** Repeated parts that compete with each other for the same text, whether or not the pattern can fail behind them. */
function quantifierReports({ source, flags }: RegExp): Report[] {
  try {
    return analyse({ source, flags }).reports.map((report) => ({
      exponential: report.type !== 'Move' && report.exponential,
      sure: false,
      parts: report.type === 'Trade' ? [report.startQuant.raw, report.endQuant.raw] : [report.quant.raw],
    }));
  } catch {
    return [];
  }
}

/** Loops that can take the same text in two ways. */
function ambiguousLoops(expression: RegExp): { reports: Report[]; undecided: boolean } {
  const reports: Report[] = [];
  let undecided = false;
  const parsed = parsePattern(expression);
  if (parsed === undefined) return { reports, undecided: true };
  for (const loop of loopsIn(parsed.pattern).filter(canFailAfter)) {
    const many = loop.max >= MANY;
    const automaton = loopAutomaton(loop, parsed.flags);
    const pump = automaton && findPump(automaton);
    if (automaton === undefined || pump === 'undecided') undecided ||= many;
    else if (pump && (many || takesForEver(loop, pump, parsed.flags))) {
      const attack = automaton.exact ? attackText(loop, pump, parsed.flags) : undefined;
      reports.push({ exponential: true, sure: true, parts: [loop.raw], attack });
    }
  }
  return { reports, undecided };
}

function loopsIn(pattern: AST.Pattern): AST.Quantifier[] {
  const loops: AST.Quantifier[] = [];
  visitRegExpAST(pattern, {
    onQuantifierEnter(quantifier) {
      const { element, max } = quantifier;
      if (max > 1 && (element.type === 'Group' || element.type === 'CapturingGroup')) loops.push(quantifier);
    },
  });
  return loops;
}

/** How long a text is tried on a loop of few rounds, which matters only where loops stand in it, or it in others. */
const TEXT_LENGTH = 30;

/** Trying so many ways takes about a second, and ten times as long in a text of forty characters. */
const MOST_WAYS = 3e7;

function takesForEver(loop: AST.Quantifier, { round }: Pump, flags: ReadonlyFlags): boolean {
  const text = Array.from({ length: TEXT_LENGTH }, (_, n) => round[n % round.length].ranges[0]?.min ?? 0);
  return loopsAround(loop).some((outer) => countWays(outer, text, flags) > MOST_WAYS);
}

/** The loop itself and those that it stands in. */
function loopsAround(loop: AST.Quantifier): AST.Quantifier[] {
  const loops: AST.Quantifier[] = [];
  for (let node: AST.Node | null = loop; node !== null; node = parentOf(node))
    if (node.type === 'Quantifier') loops.push(node);
  return loops;
}

/** Holds when something behind the loop must match, so that the loop is tried again in all its ways. */
function canFailAfter(loop: AST.Quantifier): boolean {
  let node: AST.Node = loop;
  for (let parent = parentOf(loop); parent !== null; parent = parentOf(parent)) {
    if (parent.type === 'Assertion') return true;
    if (parent.type === 'Quantifier' && parent.min > 1 && canFail(parent.element)) return true;
    if (parent.type === 'Alternative') {
      const behind = parent.elements.slice(parent.elements.indexOf(node as AST.Element) + 1);
      if (behind.some(canFail)) return true;
    }
    node = parent;
  }
  return false;
}

function parentOf(node: AST.Node): AST.Node | null {
  return node.parent;
}

function canFail(element: AST.Element): boolean {
  const { type } = element;
  return type === 'Assertion' || type === 'Backreference' || !isPotentiallyZeroLength(element, NO_FLAGS);
}

/** Whether a part can be empty does not depend on flags. */
const NO_FLAGS: ReadonlyFlags = {};
