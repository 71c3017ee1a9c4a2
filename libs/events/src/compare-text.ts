/** Order of texts by their code units: the same on every machine, whatever language it speaks. For `sort`. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
