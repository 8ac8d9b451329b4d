/** What of the package's bundle the page uses; the bundle itself has no types. */
export const React: { createElement(type: unknown, props: object): unknown };
export function createRoot(place: Element): { render(element: unknown): void };
export const Ruru: unknown;
