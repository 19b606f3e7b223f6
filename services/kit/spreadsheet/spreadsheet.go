// Package spreadsheet writes tables for people who open them in a spreadsheet program, which takes some cells for
// formulas. No cell that is written here is one.
package spreadsheet

import "iter"

// Rows yields the rows of a table until it ends or fails. A row may be used again once the next one is asked for.
type Rows = iter.Seq2[[]string, error]
