/** LaTeX commands and their Unicode characters. */

const letters =
  'alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι ' +
  'kappa κ lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ ' +
  'phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ ' +
  'Upsilon Υ Phi Φ Psi Ψ Omega Ω ' +
  'infty ∞ partial ∂ nabla ∇ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ emptyset ∅ varnothing ∅ ' +
  'forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ degree ° circ ∘ prime ′ ' +
  'sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ ' +
  'ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ ' +
  'lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ backslash \\ checkmark ✓ dagger † star ⋆'

/** These stand between two things, with a space at both sides. */
const operators =
  'times × cdot · div ÷ pm ± mp ∓ ast ∗ oplus ⊕ otimes ⊗ le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ ' +
  'geqslant ≥ ne ≠ neq ≠ approx ≈ equiv ≡ cong ≅ sim ∼ simeq ≃ propto ∝ ll ≪ gg ≫ in ∈ notin ∉ ' +
  'ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ cup ∪ cap ∩ setminus ∖ land ∧ wedge ∧ lor ∨ vee ∨ ' +
  'to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ ' +
  'Leftrightarrow ⇔ implies ⟹ iff ⟺ mapsto ↦ longrightarrow ⟶ uparrow ↑ downarrow ↓ mid ∣ ' +
  'parallel ∥ perp ⊥ therefore ∴ because ∵ coloneqq ≔ models ⊨ vdash ⊢ bmod mod'

/** Named functions are written as they are. */
const functions =
  'sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp lim max min sup inf ' +
  'arg det dim ker gcd deg Pr mod'

const scripts = {
  '^': [
    '0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθφχ∘′',
    '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᵠᵡ°′',
  ],
  _: ['0123456789+-=()aehijklmnoprstuvxβγρφχ', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ'],
} as const

const doubleStruck = { N: 'ℕ', Z: 'ℤ', Q: 'ℚ', R: 'ℝ', C: 'ℂ', P: 'ℙ', H: 'ℍ', E: '𝔼' } as const

/** Marks that stand above or below the letter before them. */
const accents = {
  hat: '\u0302',
  bar: '\u0304',
  overline: '\u0305',
  tilde: '\u0303',
  vec: '\u20d7',
  dot: '\u0307',
  ddot: '\u0308',
} as const

/** Commands whose argument is shown as it is. */
const wrappers =
  'text textbf textit textrm mathrm mathbf mathit mathsf mathcal mathtt boldsymbol operatorname mbox boxed'

function pairsOf(list: string): [string, string][] {
  const texts = list.split(' ')
  return texts.flatMap((name, index) => (index % 2 === 0 ? [[name, texts[index + 1] ?? '']] : []))
}

function scriptMap([plain, raised]: readonly [string, string]): ReadonlyMap<string, string> {
  const shapes = [...raised]
  return new Map([...plain].map((character, index) => [character, shapes[index] ?? '']))
}

export const symbols: ReadonlyMap<string, string> = new Map([
  ...pairsOf(letters),
  ...pairsOf(operators).map(([name, sign]): [string, string] => [name, ` ${sign} `]),
  ...functions.split(' ').map((name): [string, string] => [name, name]),
])
export const raised = scriptMap(scripts['^'])
export const lowered = scriptMap(scripts._)
export const doubleStruckLetters: ReadonlyMap<string, string> = new Map(
  Object.entries(doubleStruck),
)
export const accentMarks: ReadonlyMap<string, string> = new Map(Object.entries(accents))
export const wrapperNames: ReadonlySet<string> = new Set(wrappers.split(' '))
