/**
 * For lit's `ref`, which calls while an element is still being made: calls when it stands in the page
 * with all that is in it. Only then it can be measured or take the focus.
 */
export function whenShown(
  act: (element: HTMLElement) => void,
): (element: Element | undefined) => void {
  return (element) => {
    if (element instanceof HTMLElement) queueMicrotask(() => act(element))
  }
}
