/** Where an answer is null for an error: the error's own path, or a place above it that may be null. */
export function nullPlace(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  const values = path.map((_, index) =>
    path
      .slice(0, index)
      .reduce((value, step) => (value as Record<string | number, unknown> | null)?.[step], data),
  );
  const nulled = values.indexOf(null);
  return nulled < 0 ? path : path.slice(0, nulled);
}
