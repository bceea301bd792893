/** What the server says of a stack, and what the extension and its graph panel tell each other. */

export interface Place { line: number; character: number }
export interface Range { start: Place; end: Place }

/** A resource, as the check saw it. */
export interface Resource {
  name: string;
  type: string | null;
  /** From 1; null in a circle, or where its condition is false. */
  wave: number | null;
  created: boolean;
  range: Range | null;
  whole: Range | null;
}

/** `from` waits for `to`; `ranges` are the references that make it so, none where Heat adds the edge by itself. */
export interface Edge { from: string; to: string; ranges: Range[] }

/** A parameter, condition or output, and the resources that it bears on or reads. */
export interface Named { kind: 'parameter' | 'condition' | 'output'; name: string; range: Range; resources: string[] }

export interface Problem { message: string; rule: string; refused: boolean; error: boolean; range: Range; resource: string | null }

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** A property as the plan has it. */
export interface Property { value?: Value; unknown?: [string, string][]; omitted?: boolean; error?: string; text?: string }

export interface Because { kind: string; at?: string; attribute?: string; line?: number; text?: string }

/** One resource as the plan has it. */
export interface Detail {
  type: string;
  wave: number;
  start: number;
  seconds: number;
  requires: { resource: string; because: Because[] }[];
  properties: { [name: string]: Property };
  nested?: { resources: { [name: string]: unknown } };
}

/** The answer to `hotkit/graph`. */
export interface Graph {
  format_version: number;
  version: number;
  uri: string;
  at: string | null;
  detailed: string | null;
  detail: Detail | null;
  state: 'accepted' | 'conditional' | 'refused';
  missing: string[];
  environments: string[];
  problems: Problem[];
  findings: number;
  waves: number;
  resources: Resource[];
  edges: Edge[];
  names: Named[];
  svg: string | null;
}

/** The answer to `hotkit/plan`. */
export interface Plan {
  format_version: number;
  version: number;
  uri: string;
  html: string | null;
  problem: string | null;
  problems: Problem[];
}

/** What the cursor is in. */
export interface At { resource: string | null; edge: { from: string; to: string } | null; named: Named | null }

export type ToPanel =
  | { type: 'graph'; graph: Graph; file: string }
  | { type: 'at'; at: At }
  | { type: 'none'; words: string };

export type FromPanel =
  | { type: 'ready'; follow: boolean }
  | { type: 'reveal'; range: Range; focus: boolean }
  | { type: 'choose'; name: string }
  | { type: 'follow'; follow: boolean }
  | { type: 'text' }
  | { type: 'plan' };
