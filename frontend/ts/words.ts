// Text as it is compared: no accents, no capitals, single spaces.

/** “  José  Ñ” → “jose n”. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim().replace(/\s+/g, " ");
}
