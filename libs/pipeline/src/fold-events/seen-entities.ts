/** Entities of which events may be stored; of any other, all there are came with the batch. */
export interface SeenEntities {
  has(entity: string): boolean;
  add(entity: string): void;
  /** Whether services can have been derived from them. */
  readonly isDerived: boolean;
}

/** For whoever may find events of any entity. */
export const everyEntity: SeenEntities = { has: () => true, add: () => undefined, isDerived: true };

/** For a generation that is made from its first event on; by hash: two entities with one hash only cost a look. */
export function seenEntities(): SeenEntities {
  const hashes = new Set<number>();
  return {
    has: (entity) => hashes.has(hashOf(entity)),
    add: (entity) => void hashes.add(hashOf(entity)),
    isDerived: false,
  };
}

/** 53 bits of a text (cyrb53). */
function hashOf(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & b) + (a >>> 0);
}
