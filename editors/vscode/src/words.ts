/** What panels say where there is nothing to draw. */

import type { Plan } from './messages';

/** Problems that are listed at most. */
const MOST = 12;

/** Title and lines for a plan that could not be made. */
export function refusal(plan: Plan): [string, string[]] {
  const refused = plan.problems.filter((it) => it.refused);
  const lines = refused.slice(0, MOST).map((it) => `line ${it.range.start.line + 1}: ${it.message}`);
  if (refused.length > MOST) lines.push(`and ${refused.length - MOST} more`);
  if (plan.problem) return [plan.problem, lines];
  const missing = refused.every((it) => it.rule === 'missing-parameter-value');
  if (missing && refused.length) {
    lines.push('Name the environment in "hotkit.environments", or in hotkit.yaml below "stacks".');
    return ['Heat can create it once these parameters have values', lines];
  }
  return ['Heat refuses the template, so there is no plan', lines];
}
