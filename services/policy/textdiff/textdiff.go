// Package textdiff tells what changed between two versions of a text: paragraph by paragraph and, within a paragraph
// that was rewritten, word by word. It is made for Markdown sources in Persian and English.
package textdiff

// Op says what became of a piece of text.
type Op string

// The fates of a piece of text.
const (
	Equal  Op = "equal"
	Insert Op = "insert"
	Delete Op = "delete"
)

// Segment is a run of text with one fate within a paragraph. Neighbours differ in Op; no Text is empty.
type Segment struct {
	Op   Op
	Text string
}

// Change says what became of a paragraph.
type Change string

// The fates of a paragraph.
const (
	Same    Change = "same"
	Added   Change = "added"
	Removed Change = "removed"
	Changed Change = "changed"
)

// Paragraph is a paragraph of either text or, when it is Same or Changed, of both. Old and New are its 1-based numbers
// in the two texts, 0 where it has none. The Equal and Insert segments spell the new paragraph exactly. The Equal and
// Delete segments spell the old one exactly or, with Options.IgnoreForm, up to form: what is equal shows the new
// text's spelling.
type Paragraph struct {
	Change   Change
	Segments []Segment
	Old, New int
}

// Options say what counts as a change.
type Options struct {
	// IgnoreForm passes over differences of form: white space and line breaks within a paragraph; the ZWNJ, or a space
	// or nothing in its place, between two letters or a letter and a digit if a letter among them is of the Arabic
	// script (می‌شود, می شود, میشود); other invisible joiners and direction marks, diacritics, hamza and madda above or
	// below a letter, tatweel; Arabic ي, ى and ك for Persian ی and ک; Persian, Arabic and ASCII digits; Unicode's
	// compatibility forms. Case and punctuation are no form.
	IgnoreForm bool
}

// Result lists the paragraphs of both texts in reading order. Added and Removed count the words in all Insert and
// Delete segments.
type Result struct {
	Paragraphs     []Paragraph
	Added, Removed int
}

// Compare finds what changed from one text to the other. A paragraph ends at a blank line; a heading and a list item
// are paragraphs of their own. Blank lines belong to no paragraph, so their number never counts.
//
// The time grows with the length of the texts, whatever is in them. In return the differences are not always the
// fewest possible: in a stretch where more than some hundred words changed and too little stayed unique, more may be
// shown as replaced than was. Bytes that are no UTF-8 are compared as they are.
func Compare(before, after string, o Options) Result {
	c := comparison{vocabulary: newVocabulary(o.IgnoreForm)}
	older, newer := c.read(before), c.read(after)
	i, j := 0, 0
	for _, m := range c.samePlaces(older, newer) {
		c.compareGap(older[i:m.before], newer[j:m.after])
		c.keep(older[m.before], newer[m.after])
		i, j = m.before+1, m.after+1
	}
	c.compareGap(older[i:], newer[j:])
	return c.result
}

type comparison struct {
	vocabulary *vocabulary
	result     Result
}

// samePlaces matches the paragraphs that did not change.
func (c *comparison) samePlaces(older, newer []paragraph) []match {
	ids := map[string]rune{}
	number := func(all []paragraph) []rune {
		numbers := make([]rune, len(all))
		for i, p := range all {
			if ids[p.key] == 0 {
				ids[p.key] = rune(len(ids) + 1) //nolint:gosec // there are fewer paragraphs than bytes
			}
			numbers[i] = ids[p.key]
		}
		return numbers
	}
	return align(number(older), number(newer))
}

// compareGap compares what stands between two paragraphs that stayed the same.
func (c *comparison) compareGap(older, newer []paragraph) {
	for _, side := range [][]paragraph{older, newer} {
		for i := range side {
			c.vocabulary.findWords(&side[i])
		}
	}
	i, j := 0, 0
	for _, m := range similar(older, newer) {
		c.replace(older[i:m.before], newer[j:m.after])
		c.rewrite(older[m.before], newer[m.after])
		i, j = m.before+1, m.after+1
	}
	c.replace(older[i:], newer[j:])
}

func (c *comparison) keep(older, newer paragraph) {
	c.append(Paragraph{
		Change: Same, Segments: []Segment{{Op: Equal, Text: newer.text}}, Old: older.number, New: newer.number,
	})
}

func (c *comparison) replace(older, newer []paragraph) {
	for _, p := range older {
		c.append(Paragraph{Change: Removed, Segments: []Segment{{Op: Delete, Text: p.text}}, Old: p.number})
		c.result.Removed += len(p.words)
	}
	for _, p := range newer {
		c.append(Paragraph{Change: Added, Segments: []Segment{{Op: Insert, Text: p.text}}, New: p.number})
		c.result.Added += len(p.words)
	}
}

func (c *comparison) rewrite(older, newer paragraph) {
	if older.key == newer.key {
		c.keep(older, newer)
		return
	}
	w := weave(older, newer)
	c.append(Paragraph{Change: Changed, Segments: w.segments(), Old: older.number, New: newer.number})
	c.result.Added += w.added
	c.result.Removed += w.removed
}

func (c *comparison) append(p Paragraph) { c.result.Paragraphs = append(c.result.Paragraphs, p) }
