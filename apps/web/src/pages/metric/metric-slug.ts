/** An id as addresses have it: CHANGE_LEAD_TIME → "change-lead-time". */
export const slugOf = (id: string): string => id.toLowerCase().replaceAll('_', '-');
