package text

import "strings"

// rewriter copies a text but for the parts that are replaced. Replacements come
// in the order of the text.
type rewriter struct {
	source string
	copied int
	out    strings.Builder
}

func rewrite(source string) *rewriter {
	w := &rewriter{source: source}
	w.out.Grow(len(source))
	return w
}

func (w *rewriter) replace(start, end int, by string) {
	w.out.WriteString(w.source[w.copied:start])
	w.out.WriteString(by)
	w.copied = end
}

func (w *rewriter) finish() string {
	w.out.WriteString(w.source[w.copied:])
	return w.out.String()
}
