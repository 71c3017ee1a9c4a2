/** A rule of alerts as people say it: "CANARY_REGRESSION" is "canary regression". */
export const ruleText = (rule: string): string => rule.toLowerCase().replaceAll('_', ' ');
