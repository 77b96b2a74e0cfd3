/**
 * For lit's `ref`, which calls back before the element is in the document. This calls afterwards,
 * when the element can be measured or focused.
 */
export function whenShown(
  act: (element: HTMLElement) => void,
): (element: Element | undefined) => void {
  return (element) => {
    if (element instanceof HTMLElement) queueMicrotask(() => act(element))
  }
}
