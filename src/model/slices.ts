/** The tokenizer needs ever longer for a longer word: in slices, any text costs what its length costs. */
const longest = 500

/**
 * Cuts a text into pieces of at most 500 characters, in front of spaces where there are any: tokens
 * begin there anyway, so that counting the pieces gives what counting the whole would, but for long runs of spaces.
 */
export function* slicesOf(text: string): Generator<string, void> {
  let at = 0
  while (at < text.length) {
    const piece = text.slice(at, at + longest)
    // Not too far back, so that there are never more than twice as many pieces.
    const space = at + longest < text.length ? piece.lastIndexOf(' ') : -1
    const slice = space > longest / 2 ? piece.slice(0, space) : piece
    yield slice
    at += slice.length
  }
}
